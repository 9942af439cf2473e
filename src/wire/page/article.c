#include "wire/page/article.h"

#include "wire/page/blocks.h"

typedef struct {
    bw_blocks b;
    const bw_article_hints *hints;
    int64_t *value;     /* sums of the values of the blocks before */
    uint32_t *prose;    /* sums of their prose */
    bw_tree_node *body; /* the element that holds the article */
    const char **reason; /* why a block was left out; NULL: taken */
} article;

/* ---- prose ----------------------------------------------------------------------------------------- */

static bool is_heading(bw_tag t) { return t >= BW_TAG_h1 && t <= BW_TAG_h6; }

/* The bytes of a block that read like running text. */
static uint32_t prose_of(const bw_block *k)
{
    uint32_t own = k->mass - k->linked;
    if (is_heading((bw_tag)k->node->tag) || k->linked * 2 > k->mass)
        return 0;
    if (k->ends && own >= 50)
        return own;
    return own >= 120 ? own / 2 : 0;
}

static void sum_prose(article *a)
{
    for (uint32_t i = 0; i < a->b.n; i++)
        a->prose[i + 1] = a->prose[i] + prose_of(&a->b.blocks[i]);
}

static uint32_t prose_in(const article *a, const bw_tree_node *n)
{
    const bw_blocks_element *e = &a->b.elements[n->number];
    return a->prose[e->to] - a->prose[e->from];
}

/* ---- furniture ------------------------------------------------------------------------------------- */

/* A name is not believed of what holds most of a page's prose ("page with-sidebar"), unless readers wrote it. */
static bool is_dropped(const article *a, const bw_tree_node *n)
{
    uint32_t parts = a->b.elements[n->number].parts, total = a->prose[a->b.n];
    if (n->tag == BW_TAG_html || n->tag == BW_TAG_body || n->tag == BW_TAG_main)
        return false;
    if (parts & BW_PART_COMMENTS)
        return true;
    return prose_in(a, n) * 2 < total || total == 0;
}

static void drop_furniture(article *a)
{
    uint32_t covered = 0; /* what lies before was seen with an element around it */
    for (uint32_t i = 0; i < a->b.n_noted; i++) {
        bw_tree_node *n = a->b.noted[i];
        const bw_blocks_element *e = &a->b.elements[n->number];
        if (e->to <= covered || !is_dropped(a, n))
            continue;
        for (uint32_t k = e->from; k < e->to; k++)
            a->b.blocks[k].dropped = n;
        covered = e->to;
    }
}

/* ---- the element that holds the article ------------------------------------------------------------- */

/* What a block says for or against an element that holds it. */
static int64_t value_of(const bw_block *k)
{
    int64_t own = (int64_t)k->mass - k->linked, linked = k->linked;
    if (k->dropped)
        return -linked / 4 - 5;
    if (is_heading((bw_tag)k->node->tag))
        return linked * 2 > k->mass ? -linked : 5;
    if (k->linked * 2 > k->mass)
        return -linked - 10;
    int64_t prose = prose_of(k);
    return prose ? prose : own >= 40 ? own / 4 : -5;
}

static void sum_values(article *a)
{
    for (uint32_t i = 0; i < a->b.n; i++)
        a->value[i + 1] = a->value[i] + value_of(&a->b.blocks[i]);
}

static void choose_body(article *a)
{
    double best = 0;
    for (bw_tree_node *n = a->b.tree->root; n; n = bw_tree_next(n, a->b.tree->root)) {
        if (n->kind == BW_TREE_TEXT)
            continue;
        const bw_blocks_element *e = &a->b.elements[n->number];
        if (e->to <= e->from)
            continue;
        double value = (double)(a->value[e->to] - a->value[e->from]);
        if (e->parts & BW_PART_BODY)
            value *= 1.2;
        if (value >= best && value > 0) {
            best = value;
            a->body = n;
        }
    }
}

/* ---- what in it is text ------------------------------------------------------------------------------ */

static const char *reason_against(const article *a, const bw_block *k)
{
    (void)a;
    if (k->dropped)
        return "its name";
    if (k->linked * 10 > k->mass * 9 && k->mass > 0)
        return "a link";
    return NULL;
}

static void filter(article *a)
{
    const bw_blocks_element *e = &a->b.elements[a->body->number];
    for (uint32_t i = 0; i < a->b.n; i++)
        a->reason[i] = i < e->from || i >= e->to ? "outside" : reason_against(a, &a->b.blocks[i]);
}

/* ---- the whole --------------------------------------------------------------------------------------- */

static bw_str write_text(article *a)
{
    for (uint32_t i = 0; i < a->b.n; i++)
        for (uint32_t k = 0; a->reason[i] && k < a->b.blocks[i].n; k++)
            a->b.texts[a->b.blocks[i].first + k]->user |= BW_PLAIN_SKIP;
    return bw_plain_node(a->b.tree, a->body);
}

static void explain(const article *a, bw_buf *why)
{
    for (uint32_t i = 0; i < a->b.n; i++) {
        const bw_block *k = &a->b.blocks[i];
        const bw_tree_node *d = k->dropped ? k->dropped : k->node;
        bw_str name = bw_tree_value(d, "class").len ? bw_tree_value(d, "class") : bw_tree_value(d, "id");
        bw_buf_print(why, "%c %s\t%.*s\t%.*s.%.*s\t%u/%u\t", a->reason[i] ? '-' : '+', a->reason[i] ? a->reason[i] : "",
                     BW_STR_FMT(k->node->name), BW_STR_FMT(d->name), BW_STR_FMT(bw_str_slice(name, 0, 60)), k->linked, k->mass);
        bw_buf_str(why, bw_blocks_text(&a->b, k, 160));
        bw_buf_char(why, '\n');
    }
}

bw_str bw_article_text(bw_tree *t, const bw_article_hints *hints, bw_buf *why)
{
    article a = {.hints = hints};
    bw_blocks_cut(t, &a.b);
    a.prose = BW_NEW(t->arena, uint32_t, a.b.n + 1);
    a.value = BW_NEW(t->arena, int64_t, a.b.n + 1);
    a.reason = BW_NEW(t->arena, const char *, a.b.n + 1);
    sum_prose(&a);
    drop_furniture(&a);
    sum_values(&a);
    choose_body(&a);
    if (!a.body)
        return BW_LIT("");
    filter(&a);
    if (why)
        explain(&a, why);
    return write_text(&a);
}
