#include "wire/page/article.h"

#include "wire/copy/copydate.h"
#include "wire/copy/terms.h"
#include "wire/page/blocks.h"

enum {
    SHORT = 300,     /* bytes of a block that may be a note, a label, a call to subscribe */
    MAX_NOTES = 40,
    MAX_LABELS = 10, /* between headline and text */
    FEW_LABELS = 5,  /* so few are none of a table of fixtures */
    MAX_CONSENT = 1500,
    MAX_INTRO = 400, /* of a list of stories, to the list */
    MAX_BELOW = 8,   /* blocks below the text that may say who and when */
    NO_BLOCK = 0x7FFFFFFF,
};

typedef struct {
    bw_arena *arena;
    bw_blocks b;
    const bw_article_hints *hints;
    int64_t *value;      /* sums of the values of the blocks before */
    uint32_t *prose;     /* sums of their prose, as far as it is not dropped */
    uint32_t *own;       /* sums of their text of any kind that is no link, as in a table of fixtures or a poem */
    uint32_t headline;   /* block, or NO_BLOCK */
    bw_tree_node *named; /* the element that is called its body, or NULL */
    bw_tree_node *body;  /* the one that holds the article */
    uint32_t from, to;   /* its blocks */
    bool captions_tell;  /* most of the prose stands in captions: a gallery */
    const char **reason; /* why a block was left out; NULL: taken */
} article;

/* ---- prose ----------------------------------------------------------------------------------------- */

static bool is_heading(const bw_block *k) { return k->node->tag >= BW_TAG_h1 && k->node->tag <= BW_TAG_h6; }
static bool is_linked(const bw_block *k) { return k->linked * 2 > k->mass; }

/* The bytes of a block that read like running text. */
static uint32_t prose_of(const bw_block *k)
{
    uint32_t own = k->mass - k->linked;
    if (is_heading(k) || is_linked(k))
        return 0;
    if ((k->ends && own >= 50) || (k->broken && own >= 20))
        return own;
    return own >= 120 ? own / 2 : 0;
}

static void sum_prose(article *a)
{
    for (uint32_t i = 0; i < a->b.n; i++)
        a->prose[i + 1] = a->prose[i] + (a->b.blocks[i].dropped ? 0 : prose_of(&a->b.blocks[i]));
}

static const bw_blocks_element *element(const article *a, const bw_tree_node *n) { return &a->b.elements[n->number]; }

static uint32_t prose_in(const article *a, const bw_tree_node *n)
{
    return a->prose[element(a, n)->to] - a->prose[element(a, n)->from];
}

/* ---- the headline ------------------------------------------------------------------------------------ */

/* How alike a heading and a title of the page are: 0 to 3. */
static int likeness(bw_str heading, bw_str title)
{
    if (heading.len < 8 || title.len < 8)
        return 0;
    if (bw_str_eq(heading, title))
        return 3;
    if (bw_str_find(title, heading, 0) < title.len)
        return heading.len * 2 > title.len ? 2 : heading.len >= 20 || bw_str_starts(title, heading) ? 1 : 0;
    return bw_str_find(heading, title, 0) < heading.len ? 2 : 0;
}

/* The block that repeats the title; else the first heading of the first rank. */
static void find_headline(article *a)
{
    bw_str titles[2] = {bw_pagewords_skeleton(a->arena, a->hints->title), bw_pagewords_skeleton(a->arena, a->hints->page_title)};
    int best = 0;
    a->headline = NO_BLOCK;
    for (uint32_t i = 0; i < a->b.n; i++) {
        const bw_block *k = &a->b.blocks[i];
        if (k->mass < 8 || k->mass > 400 || (!is_heading(k) && (k->mass < 15 || k->ends > 1)))
            continue;
        bw_str text = bw_pagewords_skeleton(a->arena, bw_blocks_text(&a->b, k, 400));
        int like = 0;
        for (int t = 0; t < 2; t++) {
            int l = likeness(text, titles[t]);
            like = l > like ? l : like;
        }
        if (like == 0)
            continue;
        /* A heading says more than a crumb, the first rank more than others; a link leads elsewhere. */
        like = like * 8 + (is_heading(k) ? 4 : 0) + (k->node->tag == BW_TAG_h1 ? 3 : 0) - (is_linked(k) ? 3 : 0);
        if (like > best) {
            best = like;
            a->headline = i;
        }
    }
    for (uint32_t i = 0; i < a->b.n && a->headline == NO_BLOCK; i++)
        if (a->b.blocks[i].node->tag == BW_TAG_h1 && a->b.blocks[i].mass >= 20)
            a->headline = i;
}

/* ---- furniture ------------------------------------------------------------------------------------- */

/* The element that is called a body and holds the most prose, if that is much of the page's. */
static void find_named(article *a)
{
    uint32_t most = a->prose[a->b.n] * 2 / 5;
    for (bw_tree_node *n = a->b.tree->root; n; n = bw_tree_next(n, a->b.tree->root)) {
        uint32_t parts = element(a, n)->parts;
        if (parts & BW_PART_BODY && !(parts & BW_PART_HARD) && prose_in(a, n) > most) {
            most = prose_in(a, n);
            a->named = n;
        }
    }
}

static bool is_figure(const bw_tree_node *n) { return n->tag == BW_TAG_figure || n->tag == BW_TAG_figcaption; }

static void weigh_captions(article *a)
{
    uint32_t prose = 0;
    for (bw_tree_node *n = a->b.tree->root; n; n = bw_tree_next(n, a->b.tree->root))
        if (n->tag == BW_TAG_figcaption)
            prose += prose_in(a, n);
    a->captions_tell = prose * 2 > a->prose[a->b.n];
}

/* A name is not believed of what holds the body by name, or most of a page's prose ("page with-sidebar"), unless it is a hard
 * one; a weak one not of what reads like text. */
static bool is_dropped(const article *a, const bw_tree_node *n)
{
    const bw_blocks_element *e = element(a, n), *named = a->named ? element(a, a->named) : NULL;
    uint32_t prose = prose_in(a, n), total = a->prose[a->b.n];
    if (n->tag == BW_TAG_html || n->tag == BW_TAG_body || n->tag == BW_TAG_main)
        return false;
    if (named && e->from <= named->from && e->to >= named->to && n->number <= a->named->number)
        return false;
    bool holds_headline = a->headline >= e->from && a->headline < e->to;
    if (!(e->parts & BW_PART_DROPPABLE) || (a->captions_tell && is_figure(n) && prose >= 50))
        return false;
    if (e->parts & BW_PART_HARD && !holds_headline && a->headline != NO_BLOCK)
        return true;
    if (!(e->parts & (BW_PART_FURNITURE | BW_PART_NOTE)) && prose > 200)
        return false;
    return prose * 2 < total || total == 0;
}

static void drop(article *a, bw_tree_node *n)
{
    for (uint32_t i = element(a, n)->from; i < element(a, n)->to; i++)
        a->b.blocks[i].dropped = n;
}

/* What asks for consent, whatever it is called: the element around such a block, as long as it is little more. What stands below
 * the headline may be about such things. */
static void drop_consent(article *a)
{
    for (uint32_t i = 0; i < a->b.n && i < a->headline; i++) {
        const bw_block *k = &a->b.blocks[i];
        if (k->dropped || !prose_of(k) || k->mass > MAX_CONSENT ||
            !bw_pagewords_consent(&a->b.words, a->arena, bw_blocks_text(&a->b, k, MAX_CONSENT)))
            continue;
        bw_tree_node *n = k->node;
        while (n->parent && element(a, n->parent)->to <= a->headline && prose_in(a, n->parent) < 12 * k->mass)
            n = n->parent;
        if (element(a, n)->from <= i && element(a, n)->to <= a->headline)
            drop(a, n);
    }
}

static void drop_furniture(article *a)
{
    uint32_t covered = 0; /* what lies before was seen with an element around it */
    for (uint32_t i = 0; i < a->b.n_noted; i++) {
        bw_tree_node *n = a->b.noted[i];
        const bw_blocks_element *e = element(a, n);
        if (e->to <= covered || !is_dropped(a, n))
            continue;
        drop(a, n);
        covered = e->to;
    }
}

/* ---- teasers ---------------------------------------------------------------------------------------- */

/* A short piece of prose under a link, which leads to the story that it is of. */
static bool is_teaser(const article *a, const bw_tree_node *n)
{
    const bw_blocks_element *e = element(a, n);
    uint32_t mass = 0, linked = 0;
    if (n->kind == BW_TREE_TEXT || e->to - e->from < 2 || e->to - e->from > 12)
        return false;
    for (uint32_t i = e->from; i < e->to; i++) {
        const bw_block *k = &a->b.blocks[i];
        mass += k->mass;
        if (is_linked(k) && k->mass >= 12 && prose_of(k) == 0)
            linked++;
    }
    return linked && mass < 700 && prose_in(a, n) > 0 && prose_in(a, n) < 450;
}

static bool is_alike(const bw_tree_node *n, const bw_tree_node *other)
{
    return n->kind == BW_TREE_ELEMENT && n->tag == other->tag && bw_str_eq(bw_tree_value(n, "class"), bw_tree_value(other, "class"));
}

/* Siblings of one kind, most of which are teasers: dropped where enough prose is left, or some that follows the headline. */
static void drop_teasers_of(article *a, bw_tree_node *first)
{
    uint32_t n_kind = 0, n_teasers = 0, prose = 0;
    for (bw_tree_node *c = first; c; c = c->next) {
        if (!is_alike(c, first))
            continue;
        n_kind++;
        if (is_teaser(a, c)) {
            n_teasers++;
            prose += prose_in(a, c);
        }
    }
    if (n_teasers < 3 || n_teasers * 5 < n_kind * 3)
        return;
    uint32_t total = a->prose[a->b.n], above = element(a, first)->from;
    bool text_above = a->headline < above && a->prose[above] > a->prose[a->headline];
    for (bw_tree_node *c = first; c && (!text_above || a->hints->is_site); c = c->next)
        if (is_alike(c, first) && is_teaser(a, c))
            for (uint32_t i = element(a, c)->from; i < element(a, c)->to; i++)
                a->b.blocks[i].teaser = true;
    if (!text_above && (prose * 5 > total * 3 || total - prose < 300))
        return;
    for (bw_tree_node *c = first; c; c = c->next)
        if (is_alike(c, first) && is_teaser(a, c))
            drop(a, c);
}

static void drop_teasers(article *a)
{
    for (bw_tree_node *n = a->b.tree->root; n; n = bw_tree_next(n, a->b.tree->root)) {
        bw_tree_node *first = NULL;
        for (bw_tree_node *c = n->first; c && !first; c = c->next)
            if (is_teaser(a, c))
                first = c;
        if (first)
            drop_teasers_of(a, first);
    }
}

/* ---- the element that holds the article ------------------------------------------------------------- */

/* What a block says for or against an element that holds it. */
static int64_t value_of(const bw_block *k)
{
    int64_t own = (int64_t)k->mass - k->linked, linked = k->linked;
    if (k->dropped)
        return -linked / 4 - 5;
    if (is_heading(k))
        return is_linked(k) ? -linked : 5;
    if (is_linked(k))
        return -linked - 10;
    int64_t prose = prose_of(k);
    return prose ? prose : own >= 40 || (own >= 12 && k->ends) ? own / 4 : -5;
}

static void sum_values(article *a)
{
    for (uint32_t i = 0; i < a->b.n; i++) {
        const bw_block *k = &a->b.blocks[i];
        a->value[i + 1] = a->value[i] + value_of(k);
        a->own[i + 1] = a->own[i] + (k->dropped || is_linked(k) ? 0 : k->mass - k->linked);
    }
}

static uint32_t own_in(const article *a, const bw_tree_node *n) { return a->own[element(a, n)->to] - a->own[element(a, n)->from]; }

static void choose_body(article *a)
{
    double best = 0;
    bw_tree_node *named = NULL; /* by its name the body of an article */
    uint32_t most = 0;
    for (bw_tree_node *n = a->b.tree->root; n; n = bw_tree_next(n, a->b.tree->root)) {
        const bw_blocks_element *e = element(a, n);
        if (n->kind == BW_TREE_TEXT || e->to <= e->from)
            continue;
        double value = (double)(a->value[e->to] - a->value[e->from]);
        if (e->parts & BW_PART_BODY)
            value *= 1.2;
        if (value >= best && value > 0) {
            best = value;
            a->body = n;
        }
        if (e->parts & BW_PART_BODY && own_in(a, n) > most) {
            named = n;
            most = own_in(a, n);
        }
    }
    if (named && most >= 100 && (!a->body || (most > 2 * prose_in(a, a->body))))
        a->body = named;
    if (a->body) {
        a->from = element(a, a->body)->from;
        a->to = element(a, a->body)->to;
    }
}

/* Whether the page is a list of stories: it does not say that it is an article, and its teasers outweigh by far what else is in the body. */
static bool is_list(const article *a)
{
    uint32_t teasers = 0, rest = 0;
    if (a->hints->is_article)
        return false;
    for (uint32_t i = 0; i < a->b.n; i++) {
        const bw_block *k = &a->b.blocks[i];
        if (k->teaser)
            teasers += prose_of(k);
        else if (i >= a->from && i < a->to && !k->dropped)
            rest += prose_of(k);
    }
    return rest < MAX_INTRO && (teasers > rest || (a->hints->is_site && a->headline == NO_BLOCK));
}

/* ---- what in it is text ------------------------------------------------------------------------------ */

static void leave_out(article *a, uint32_t i, const char *why)
{
    if (!a->reason[i])
        a->reason[i] = why;
}

/* The first block of running text. */
static uint32_t first_prose(const article *a, uint32_t from)
{
    for (uint32_t i = from; i < a->to; i++)
        if (!a->reason[i] && prose_of(&a->b.blocks[i]))
            return i;
    return from;
}

static bool is_dated(const article *a, const bw_block *k)
{
    bw_copydate d;
    return k->mass < 100 && bw_copydate_find(bw_blocks_text(&a->b, k, 100), &d) && d.year;
}

/* A date, a byline, a label. */
static bool is_label(const article *a, const bw_block *k)
{
    if (k->mass < 4)
        return true;
    if (k->mass < 80 && (k->broken || k->ends) && bw_terms_starts("byline", bw_blocks_text(&a->b, k, 60)))
        return k->broken ? k->mass < 60 : is_dated(a, k);
    if (k->broken)
        return false;
    if (k->node->tag == BW_TAG_li)
        return is_dated(a, k);
    return k->ends == 0 && !is_heading(k) && k->strong * 2 < k->mass && (k->mass < 60 || (k->mass < 140 && k->linked) || is_dated(a, k));
}

/* Standfirsts by name, up to the first block of running text. */
static void leave_out_deks(article *a)
{
    uint32_t text = first_prose(a, a->from), all = a->prose[a->to] - a->prose[a->from];
    for (uint32_t d = 0; d < a->b.n_deks; d++) {
        const bw_blocks_element *e = element(a, a->b.deks[d]);
        if (e->from >= a->from && e->from <= text && a->prose[e->to] - a->prose[e->from] < all / 2)
            for (uint32_t i = e->from; i < e->to; i++)
                leave_out(a, i, "above the text");
    }
}

/* What stands before the headline, the headline, and labels and the like between it and the text. */
static void leave_out_head(article *a)
{
    leave_out_deks(a);
    uint32_t text = first_prose(a, a->from), after = a->from, all = a->prose[a->to] - a->prose[a->from];
    if (a->headline >= a->from && a->headline < a->to && a->prose[a->headline] - a->prose[a->from] <= all / 4)
        after = a->headline + 1;
    for (uint32_t i = a->from; i < after; i++)
        leave_out(a, i, "above the text");
    bool text_is_prose = all * 2 > own_in(a, a->body) || text < after + FEW_LABELS;
    for (uint32_t i = after; i < text && i < after + MAX_LABELS; i++)
        if (is_label(a, &a->b.blocks[i]) && (text_is_prose || is_dated(a, &a->b.blocks[i])))
            leave_out(a, i, "above the text");
}

/* "[The Gazette]", "— The Gazette" below a quotation. */
static bool is_source(const article *a, const bw_block *k)
{
    static const bw_str marks[] = {BW_LIT("["), BW_LIT("("), BW_LIT("\xE2\x80\x94"), BW_LIT("\xE2\x80\x93")};
    bw_str s = k->mass < 50 ? bw_blocks_text(&a->b, k, 60) : BW_LIT("");
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bw_str_starts(s, marks[i]))
            return true;
    return false;
}

static bw_phrase phrase_of(const article *a, bw_block *k)
{
    if (k->mass > SHORT || k->broken)
        return BW_PHRASE_NONE;
    if (!k->phrase)
        k->phrase = 1 + (uint8_t)bw_pagewords_phrase(&a->b.words, a->arena, bw_blocks_text(&a->b, k, SHORT), !is_heading(k));
    return (bw_phrase)(k->phrase - 1);
}

/* "Farmers pick tea. (Photo by Omar Said/Xinhua)" */
static bool ends_in_credit(const article *a, const bw_block *k)
{
    bw_str s = bw_blocks_text(&a->b, k, 3 * SHORT);
    size_t open = s.len;
    if (!bw_str_ends(s, BW_LIT(")")))
        return false;
    while (open > 0 && s.ptr[open - 1] != '(')
        open--;
    bw_str inside = bw_str_slice(s, open, s.len - 1);
    for (bw_str word; bw_str_cut(&inside, ' ', &word);)
        if (open > 0 && bw_pagewords_find("credit", word))
            return true;
    return false;
}

/* Where to write to: an address, or a short block that holds one. */
static bool has_mail(const article *a, const bw_block *k, bool alone)
{
    bw_str s = k->mass < 120 && !k->broken ? bw_blocks_text(&a->b, k, 160) : BW_LIT("");
    size_t at = bw_str_find_char(s, '@', 0), dot = bw_str_find_char(s, '.', at), blank = bw_str_find_char(s, ' ', alone ? 0 : at);
    return at > 0 && at < s.len && !bw_is_space(s.ptr[at - 1]) && s.ptr[at - 1] != '(' && dot + 1 < s.len && blank > dot;
}

static const char *reason_against(const article *a, bw_block *k)
{
    if (k->dropped)
        return "its name";
    if ((k->linked * 10 > k->mass * 9 || (k->linked * 10 > k->mass * 7 && k->ends == 0)) && !is_source(a, k))
        return "a link";
    if (k->image && k->ends == 0 && k->mass < 200 && !is_heading(k) && k->node->tag != BW_TAG_li && !k->strong && !k->broken)
        return "a caption";
    if (k->image && k->mass < 2 * SHORT && !is_heading(k) && ends_in_credit(a, k))
        return "a caption";
    if (has_mail(a, k, true))
        return "an address";
    if (phrase_of(a, k) != BW_PHRASE_NONE)
        return "a phrase";
    return NULL;
}

/* What a block says, if it is prose, of all that follows: "Comments (2)", "Already a subscriber?". */
static void leave_out_behind(article *a)
{
    uint32_t before = 0;
    for (uint32_t i = a->from; i < a->to; i++) {
        bw_block *k = &a->b.blocks[i];
        before += a->reason[i] ? 0 : k->mass;
        bool much = before >= 100 && (is_heading(k) || before * 2 >= a->prose[a->to] - a->prose[i]);
        if (!much || is_linked(k) || phrase_of(a, k) != BW_PHRASE_END)
            continue;
        for (; i < a->to; i++)
            leave_out(a, i, "behind the text");
    }
}

/* Lists most of whose items are links, and that hold no sentence. */
static void leave_out_lists(article *a)
{
    for (uint32_t i = a->from; i < a->to; i++) {
        const bw_block *k = &a->b.blocks[i];
        if (k->node->tag != BW_TAG_li)
            continue;
        uint32_t end = i, n = 0, with_link = 0;
        uint64_t mass = 0, linked = 0;
        while (end < a->to && a->b.blocks[end].node->tag == BW_TAG_li && a->b.blocks[end].node->parent == k->node->parent) {
            mass += a->b.blocks[end].mass;
            linked += a->b.blocks[end].linked;
            with_link += a->b.blocks[end].linked * 4 > a->b.blocks[end].mass;
            end++;
            n++;
        }
        if (n >= 2 && with_link * 4 >= n * 3 && linked * 10 >= mass * 4)
            for (uint32_t j = i; j < end; j++)
                leave_out(a, j, "a list of links");
        if (a->reason[i] && i > a->from && a->b.blocks[i - 1].ends == 0 && a->b.blocks[i - 1].mass < 100)
            leave_out(a, i - 1, "a heading without text");
        i = end - 1;
    }
}

/* Links, addresses and marks at the end: "Our principles: how we work", "###". */
static void leave_out_tail(article *a)
{
    for (uint32_t i = a->to; i-- > a->from;) {
        const bw_block *k = &a->b.blocks[i];
        if (a->reason[i])
            continue;
        bool mail = has_mail(a, k, false), mark = k->mass < 8 && bw_str_starts(bw_blocks_text(&a->b, k, 8), BW_LIT("#"));
        if (!mail && !mark && (k->linked * 10 < k->mass * 6 || k->mass >= 100 || is_source(a, k)))
            return;
        leave_out(a, i, mail ? "an address" : mark ? "a mark" : "a link");
    }
}

/* A heading that no text follows. */
static void leave_out_headings(article *a)
{
    bool text = false; /* behind */
    for (uint32_t i = a->to; i-- > a->from;) {
        const bw_block *k = &a->b.blocks[i];
        bool heading = is_heading(k) || (k->strong == k->mass && k->ends == 0 && k->mass < 100 && !is_source(a, k));
        if (!a->reason[i] && heading && !text)
            leave_out(a, i, "a heading without text");
        else if (!a->reason[i] && !heading)
            text = true;
        else if (a->reason[i] && is_heading(k))
            text = false;
    }
}

static void leave_out_all(article *a, const char *why)
{
    for (uint32_t i = 0; i < a->b.n; i++)
        leave_out(a, i, why);
}

static void filter(article *a)
{
    for (uint32_t i = 0; i < a->b.n; i++)
        a->reason[i] = i < a->from || i >= a->to ? "outside" : reason_against(a, &a->b.blocks[i]);
    leave_out_head(a);
    leave_out_behind(a);
    leave_out_lists(a);
    leave_out_tail(a);
    leave_out_headings(a);
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
        const bw_str cells[] = {k->node->name, bw_plain_line(a->arena, d->name), bw_plain_line(a->arena, name), bw_blocks_text(&a->b, k, 160)};
        bw_buf_print(why, "%c %s", a->reason[i] ? '-' : '+', a->reason[i] ? a->reason[i] : "");
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++) {
            bw_buf_text(why, c == 2 ? "." : "\t");
            if (c == 3)
                bw_buf_print(why, "%u/%u%s\t", k->linked, k->mass, i == a->headline ? " headline" : k->image ? " image" : "");
            bw_buf_str(why, cells[c]);
        }
        bw_buf_char(why, '\n');
    }
}

/* Whether an element, or the one around it, is called an author's: "post-author", "byline". */
static bool is_byline(const bw_tree_node *n)
{
    static const char *const names[] = {"class", "data-component", "data-testid"};
    for (int i = 0; n && i < 3; i++, n = n->parent)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            bw_str name = bw_str_slice(bw_tree_value(n, names[k]), 0, 100);
            if (bw_str_find(name, BW_LIT("uthor"), 0) < name.len || bw_str_find(name, BW_LIT("yline"), 0) < name.len)
                return true;
        }
    return false;
}

static void add_notes(const article *a, bw_article *out, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < from + MAX_NOTES; i++)
        if (i != a->headline && a->b.blocks[i].mass < 160) {
            bw_str s = bw_blocks_text(&a->b, &a->b.blocks[i], 160);
            BW_PUSH(a->arena, out->notes.items, out->notes.n, out->notes.room, s);
            if (is_byline(a->b.blocks[i].node) && a->b.blocks[i].ends == 0)
                BW_PUSH(a->arena, out->names.items, out->names.n, out->names.room, s);
        }
}

/* "Published in The Gazette, August 7th, 2016" below the text. */
static void add_notes_below(const article *a, bw_article *out)
{
    uint32_t last = a->to;
    while (last > a->from && a->reason[last - 1])
        last--;
    for (uint32_t i = last; i < a->b.n && i < last + MAX_BELOW; i++)
        if (a->b.blocks[i].mass < 160 && !is_linked(&a->b.blocks[i]) && phrase_of(a, &a->b.blocks[i]) == BW_PHRASE_OUT)
            add_notes(a, out, i, i + 1);
}

static void collect_notes(const article *a, bw_article *out)
{
    uint32_t text = a->body ? first_prose(a, a->from) : a->b.n;
    if (a->headline != NO_BLOCK)
        out->above = a->b.blocks[a->headline].node;
    if (a->body && text < a->b.n)
        out->first = a->b.blocks[text].node;
    if (a->headline != NO_BLOCK && a->headline < text) {
        add_notes(a, out, a->headline + 1, text);
        add_notes(a, out, a->headline > 4 ? a->headline - 4 : 0, a->headline);
    } else {
        add_notes(a, out, text > 12 ? text - 12 : 0, text);
    }
    if (a->body)
        add_notes_below(a, out);
}

/* The text that schema.org gives, where the page shows only its beginning, or nothing: it may be kept behind a payment, or come
 * by a script. */
static bw_str fuller_text(const article *a, bw_str shown)
{
    bw_str said = a->hints->body;
    if (said.len < 100 || said.len * 10 < shown.len * 13)
        return shown;
    bw_str whole = bw_pagewords_skeleton(a->arena, said), start = bw_pagewords_skeleton(a->arena, bw_str_slice(shown, 0, 80));
    start = bw_str_slice(start, 0, 40);
    while (start.len && (start.ptr[start.len - 1] & (char)0x80))
        start.len--; /* a character that was cut */
    return bw_str_find(whole, start, 0) < whole.len ? said : shown;
}

void bw_article_find(bw_tree *t, const bw_article_hints *hints, bw_article *out, bw_buf *why)
{
    article a = {.arena = t->arena, .hints = hints};
    *out = (bw_article){.text = BW_LIT("")};
    bw_blocks_cut(t, &a.b);
    a.prose = BW_NEW(t->arena, uint32_t, a.b.n + 1);
    a.own = BW_NEW(t->arena, uint32_t, a.b.n + 1);
    a.value = BW_NEW(t->arena, int64_t, a.b.n + 1);
    a.reason = BW_NEW(t->arena, const char *, a.b.n + 1);
    sum_prose(&a);
    find_headline(&a);
    find_named(&a);
    weigh_captions(&a);
    drop_furniture(&a);
    drop_consent(&a);
    drop_teasers(&a);
    sum_prose(&a); /* without what was dropped */
    sum_values(&a);
    choose_body(&a);
    out->is_list = is_list(&a);
    if (out->is_list)
        a.body = NULL;
    if (a.headline != NO_BLOCK)
        out->headline = bw_blocks_text(&a.b, &a.b.blocks[a.headline], 400);
    if (a.body)
        filter(&a);
    else
        leave_out_all(&a, out->is_list ? "a list of stories" : "no article");
    if (!out->is_list)
        collect_notes(&a, out);
    if (why)
        explain(&a, why);
    if (a.body)
        out->text = write_text(&a);
    out->text = fuller_text(&a, out->text);
}
