#include "wire/markup/tree.h"

enum {
    N_SLOTS = 512, /* of the names' hash: a power of two, several times their number */
    MAX_NAME = 12, /* bytes of the longest name of HTML */
};

typedef struct {
    bw_tree *tree;
    bw_markup markup;
    bw_tree_node *stack[BW_TREE_DEPTH]; /* what is open, the root first */
    uint16_t levels[BW_TREE_DEPTH];     /* how deep they lie: deeper than in the stack, where formatting was split */
    uint8_t tags[BW_TREE_DEPTH];        /* their tags, or in XML a byte of their names' hash */
    uint32_t depth;
    uint32_t n_open[256]; /* how many are open of each value of `tags` */
    /* Of HTML, so that no crafted page has the whole stack searched for each of its tags: the nearest part of a table at or below
     * each place, and how many elements of other names are open, by a byte of their names' hash. */
    uint16_t part[BW_TREE_DEPTH];
    uint32_t n_other[256];
    uint8_t slots[N_SLOTS];
    size_t n_attributes;
} builder;

static const struct {
    bw_str name;
    uint8_t flags;
} tags[BW_N_TAGS] = {
    {{0}, 0},
#define ROW(name, flags) {BW_LIT(#name), flags},
    BW_TAG_LIST(ROW)
#undef ROW
};

uint32_t bw_tag_flags(bw_tag tag) { return tags[tag].flags; }

/* ---- names --------------------------------------------------------------------------------------- */

static uint32_t hash_name(bw_str s)
{
    uint32_t h = (uint32_t)s.len;
    for (size_t i = 0; i < s.len; i++)
        h = h * 33 + (uint8_t)bw_lower(s.ptr[i]);
    return h ^ h >> 9;
}

static void fill_slots(builder *b)
{
    for (uint32_t i = 1; i < BW_N_TAGS; i++) {
        uint32_t slot = hash_name(tags[i].name) % N_SLOTS;
        while (b->slots[slot])
            slot = (slot + 1) % N_SLOTS;
        b->slots[slot] = (uint8_t)i;
    }
}

static bw_tag tag_of(const builder *b, bw_str name)
{
    if (name.len == 0 || name.len > MAX_NAME)
        return BW_TAG_OTHER;
    for (uint32_t slot = hash_name(name) % N_SLOTS; b->slots[slot]; slot = (slot + 1) % N_SLOTS)
        if (bw_str_eq_fold(tags[b->slots[slot]].name, name))
            return (bw_tag)b->slots[slot];
    return BW_TAG_OTHER;
}

static bw_str local_of(bw_str name)
{
    size_t colon = bw_str_find_char(name, ':', 0);
    return colon == name.len ? name : bw_str_slice(name, colon + 1, name.len);
}

/* ---- nodes --------------------------------------------------------------------------------------- */

static bw_tree_node *top(const builder *b) { return b->stack[b->depth - 1]; }

static void link_last(bw_tree_node *parent, bw_tree_node *n)
{
    n->parent = parent;
    n->next = NULL;
    n->prev = parent->last;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
}

static void unlink_node(bw_tree_node *n)
{
    *(n->prev ? &n->prev->next : &n->parent->first) = n->next;
    *(n->next ? &n->next->prev : &n->parent->last) = n->prev;
}

static bw_tree_node *add(builder *b, bw_tree_kind kind)
{
    bw_tree *t = b->tree;
    bw_tree_node *n = BW_NEW(t->arena, bw_tree_node, 1);
    n->kind = (uint8_t)kind;
    n->number = t->n_nodes++;
    link_last(top(b), n);
    return n;
}

static void add_text(builder *b, bw_str text, bool literal)
{
    bw_tree_node *n = add(b, BW_TREE_TEXT);
    n->text = text;
    n->literal = literal;
}

static bw_tree_node *add_element(builder *b, const bw_markup_token *t, bw_tag tag)
{
    bw_tree_node *n = add(b, BW_TREE_ELEMENT);
    n->tag = (uint8_t)tag;
    n->name = t->name;
    n->n_attributes = t->n_attributes;
    b->n_attributes += t->n_attributes;
    if (t->n_attributes) {
        bw_markup_attribute *copy = BW_NEW(b->tree->arena, bw_markup_attribute, t->n_attributes);
        memcpy(copy, t->attributes, t->n_attributes * sizeof *copy);
        n->attributes = copy;
    }
    return n;
}

/* ---- the stack ----------------------------------------------------------------------------------- */

static bool is_row_group(bw_tag t) { return t == BW_TAG_tbody || t == BW_TAG_thead || t == BW_TAG_tfoot; }
static bool is_cell(bw_tag t) { return t == BW_TAG_td || t == BW_TAG_th; }

/* What end tags and new parts of a table do not reach over. */
static bool stops_table(bw_tag t) { return t == BW_TAG_html || t == BW_TAG_table || t == BW_TAG_template; }
static bool is_part(bw_tag t) { return is_cell(t) || t == BW_TAG_tr || is_row_group(t) || t == BW_TAG_caption || stops_table(t); }

static void note_part(builder *b, uint32_t i)
{
    b->part[i] = i == 0 ? 0 : is_part((bw_tag)b->tags[i]) ? (uint16_t)i : b->part[i - 1];
}

static uint32_t *others(builder *b, bw_str name) { return &b->n_other[(uint8_t)hash_name(name)]; }

static void count(builder *b, uint32_t i, uint32_t by)
{
    b->n_open[b->tags[i]] += by;
    if (b->tags[i] == BW_TAG_OTHER)
        *others(b, b->stack[i]->name) += by;
}

/* One that would lie too deep stays closed: what it holds follows it. */
static void push(builder *b, bw_tree_node *n, uint8_t tag)
{
    uint32_t level = b->depth ? b->levels[b->depth - 1] + 1u : 0;
    if (level == BW_TREE_DEPTH)
        return;
    b->stack[b->depth] = n;
    b->levels[b->depth] = (uint16_t)level;
    b->tags[b->depth] = tag;
    note_part(b, b->depth);
    count(b, b->depth++, 1);
}

static void pop_to(builder *b, uint32_t depth)
{
    while (b->depth > depth)
        count(b, --b->depth, (uint32_t)-1);
}

/* Where the innermost open element of this tag lies, unless one for which `stops` holds lies inside it; 0: there is none. */
static uint32_t find_open(const builder *b, uint8_t tag, bool (*stops)(bw_tag))
{
    if (b->n_open[tag] == 0)
        return 0;
    for (uint32_t i = b->depth - 1; i > 0; i--) {
        if (b->tags[i] == tag)
            return i;
        if (stops((bw_tag)b->tags[i]))
            return 0;
    }
    return 0;
}

static bool close_open(builder *b, uint8_t tag, bool (*stops)(bw_tag))
{
    uint32_t at = find_open(b, tag, stops);
    if (at)
        pop_to(b, at);
    return at > 0;
}

/* ---- HTML: where elements end ----------------------------------------------------------------------- */

/* The standard's scopes (13.2.4.2): what an end tag does not reach over. */
static bool stops_all(bw_tag t)
{
    switch (t) {
    case BW_TAG_applet: case BW_TAG_caption: case BW_TAG_html: case BW_TAG_table: case BW_TAG_td: case BW_TAG_th:
    case BW_TAG_marquee: case BW_TAG_object: case BW_TAG_template: case BW_TAG_svg: case BW_TAG_math:
        return true;
    default:
        return false;
    }
}
static bool stops_paragraph(bw_tag t) { return t == BW_TAG_button || stops_all(t); }
static bool stops_item(bw_tag t) { return t == BW_TAG_ol || t == BW_TAG_ul || stops_all(t); }
static bool stops_special(bw_tag t) { return tags[t].flags & BW_TAG_SPECIAL; }
static bool stops_new_item(bw_tag t)
{
    return t != BW_TAG_address && t != BW_TAG_div && t != BW_TAG_p && tags[t].flags & BW_TAG_SPECIAL;
}
static bool stops_option(bw_tag t) { return t == BW_TAG_select || t == BW_TAG_datalist || stops_all(t); }

static bool is_heading(bw_tag t) { return t >= BW_TAG_h1 && t <= BW_TAG_h6; }

static bool in_head_only(bw_tag t)
{
    switch (t) {
    case BW_TAG_meta: case BW_TAG_link: case BW_TAG_title: case BW_TAG_script: case BW_TAG_style: case BW_TAG_base:
    case BW_TAG_noscript: case BW_TAG_template: case BW_TAG_bgsound: case BW_TAG_OTHER:
        return true;
    default:
        return false;
    }
}

/* Ends a cell, row or group of rows that the next one follows without an end tag. */
static void close_rows(builder *b, bw_tag next)
{
    if (b->n_open[BW_TAG_table] == 0)
        return;
    uint32_t keep = b->depth;
    for (uint32_t i = b->part[b->depth - 1]; i > 0 && !stops_table((bw_tag)b->tags[i]); i = b->part[i - 1]) {
        bw_tag t = (bw_tag)b->tags[i];
        if (is_cell(t) || (t == BW_TAG_tr && !is_cell(next)) || (is_row_group(t) && is_row_group(next)) || t == BW_TAG_caption)
            keep = i;
    }
    pop_to(b, keep);
}

/* What ends before an element begins. */
static void end_before(builder *b, bw_tag next)
{
    if (b->n_open[BW_TAG_head] && !in_head_only(next))
        close_open(b, BW_TAG_head, stops_table);
    switch (next) {
    case BW_TAG_li:
        close_open(b, BW_TAG_li, stops_new_item);
        break;
    case BW_TAG_dd:
    case BW_TAG_dt:
        if (!close_open(b, BW_TAG_dd, stops_new_item))
            close_open(b, BW_TAG_dt, stops_new_item);
        break;
    case BW_TAG_option:
    case BW_TAG_optgroup:
        close_open(b, BW_TAG_option, stops_option);
        if (next == BW_TAG_optgroup)
            close_open(b, BW_TAG_optgroup, stops_option);
        break;
    case BW_TAG_a:
    case BW_TAG_nobr:
        close_open(b, (uint8_t)next, stops_special);
        break;
    case BW_TAG_button:
        close_open(b, BW_TAG_button, stops_all);
        break;
    case BW_TAG_rt:
    case BW_TAG_rp:
        if (!close_open(b, BW_TAG_rt, stops_special))
            close_open(b, BW_TAG_rp, stops_special);
        break;
    default:
        if (is_cell(next) || is_row_group(next) || next == BW_TAG_tr || next == BW_TAG_caption || next == BW_TAG_colgroup)
            close_rows(b, next);
        break;
    }
    if (tags[next].flags & BW_TAG_CLOSES_P)
        close_open(b, BW_TAG_p, stops_paragraph);
    if (is_heading(next) && is_heading((bw_tag)b->tags[b->depth - 1]))
        pop_to(b, b->depth - 1);
}

/* `</a>` where a block that began inside is still open: the block becomes the next sibling, and the part of its content that was
 * in `a` stays in one of its own. One round of the standard's "adoption agency". */
static void split_formatting(builder *b, uint32_t at)
{
    uint32_t block = at + 1;
    while (block < b->depth && !stops_special((bw_tag)b->tags[block]))
        block++;
    if (block == b->depth) {
        pop_to(b, at);
        return;
    }
    bw_tree_node *f = b->stack[at], *n = b->stack[block];
    bw_tree_node *copy = BW_NEW(b->tree->arena, bw_tree_node, 1);
    *copy = (bw_tree_node){.kind = BW_TREE_ELEMENT, .tag = f->tag, .number = b->tree->n_nodes++, .name = f->name,
                           .n_attributes = f->n_attributes, .attributes = f->attributes,
                           .first = n->first, .last = n->last};
    for (bw_tree_node *c = copy->first; c; c = c->next)
        c->parent = copy;
    n->first = n->last = NULL;
    unlink_node(n);
    link_last(f->parent, n);
    link_last(n, copy);
    for (uint32_t i = at; i < block; i++)
        count(b, i, (uint32_t)-1);
    /* The block is lifted to where `f` lies; what it holds as well, but for the copy between them. */
    uint16_t lifted = (uint16_t)(b->levels[block] - b->levels[at]);
    for (uint32_t i = block; i < b->depth; i++)
        b->levels[i] = (uint16_t)(b->levels[i] - lifted + (i > block));
    memmove(b->levels + at, b->levels + block, (b->depth - block) * sizeof *b->levels);
    memmove(b->stack + at, b->stack + block, (b->depth - block) * sizeof *b->stack);
    memmove(b->tags + at, b->tags + block, b->depth - block);
    b->depth -= block - at;
    for (uint32_t i = at; i < b->depth; i++)
        note_part(b, i);
}

static void close_html(builder *b, const bw_markup_token *t)
{
    bw_tag tag = tag_of(b, t->name);
    if (tag == BW_TAG_br) {
        add_element(b, t, tag);
    } else if (tag == BW_TAG_p) {
        if (!close_open(b, BW_TAG_p, stops_paragraph))
            add_element(b, t, tag); /* an empty one, which parts what stands before and behind it */
    } else if (is_heading(tag)) {
        for (uint32_t i = b->depth - 1; i > 0 && !stops_all((bw_tag)b->tags[i]); i--)
            if (is_heading((bw_tag)b->tags[i])) {
                pop_to(b, i);
                break;
            }
    } else if (tag == BW_TAG_html || tag == BW_TAG_body) {
        return; /* what follows belongs to the page nevertheless */
    } else if (tag == BW_TAG_OTHER) {
        /* By name: unknown elements share their tag. */
        for (uint32_t i = b->depth - 1; i > 0 && *others(b, t->name) && !stops_special((bw_tag)b->tags[i]); i--)
            if (b->tags[i] == BW_TAG_OTHER && bw_str_eq_fold(b->stack[i]->name, t->name)) {
                pop_to(b, i);
                break;
            }
    } else if (tags[tag].flags & BW_TAG_FORMAT) {
        uint32_t at = find_open(b, (uint8_t)tag, stops_all);
        if (at)
            split_formatting(b, at);
    } else if (tag == BW_TAG_li) {
        close_open(b, BW_TAG_li, stops_item);
    } else if (tag == BW_TAG_head) {
        close_open(b, BW_TAG_head, stops_table);
    } else if (tag == BW_TAG_table || is_cell(tag) || tag == BW_TAG_tr || is_row_group(tag)) {
        uint32_t at = b->n_open[tag] ? b->part[b->depth - 1] : 0;
        while (at > 0 && b->tags[at] != tag && !stops_table((bw_tag)b->tags[at]))
            at = b->part[at - 1];
        if (at > 0 && b->tags[at] == tag)
            pop_to(b, at);
    } else if (!(tags[tag].flags & BW_TAG_VOID)) {
        close_open(b, (uint8_t)tag, tags[tag].flags & BW_TAG_SPECIAL ? stops_all : stops_special);
    }
}

static void open_html(builder *b, const bw_markup_token *t)
{
    bw_tag tag = tag_of(b, t->name);
    bool foreign = b->n_open[BW_TAG_svg] + b->n_open[BW_TAG_math] > 0;
    if ((tag == BW_TAG_html || tag == BW_TAG_body || tag == BW_TAG_form) && b->n_open[tag])
        return; /* a second one changes nothing */
    if (tag == BW_TAG_head && (b->n_open[BW_TAG_head] || b->n_open[BW_TAG_body]))
        return;
    if (!foreign)
        end_before(b, tag);
    bw_tree_node *n = add_element(b, t, tag);
    bool closed = tags[tag].flags & BW_TAG_VOID || (t->empty && (foreign || tag == BW_TAG_svg || tag == BW_TAG_math));
    if (!closed)
        push(b, n, (uint8_t)tag);
}

/* ---- XML ----------------------------------------------------------------------------------------- */

static void open_xml(builder *b, const bw_markup_token *t)
{
    bw_tree_node *n = add_element(b, t, tag_of(b, local_of(t->name)));
    if (!t->empty)
        push(b, n, (uint8_t)hash_name(t->name));
}

static void close_xml(builder *b, const bw_markup_token *t)
{
    uint8_t hash = (uint8_t)hash_name(t->name);
    for (uint32_t i = b->depth - 1; i > 0 && b->n_open[hash]; i--)
        if (b->tags[i] == hash && bw_str_eq(b->stack[i]->name, t->name)) {
            pop_to(b, i);
            return;
        }
}

/* ---- the whole ----------------------------------------------------------------------------------- */

bw_tree *bw_tree_read(bw_arena *a, bw_str input, bw_markup_dialect dialect)
{
    bool html = dialect == BW_MARKUP_HTML;
    bw_tree *tree = BW_NEW(a, bw_tree, 1);
    *tree = (bw_tree){.arena = a, .dialect = dialect, .root = BW_NEW(a, bw_tree_node, 1), .n_nodes = 1};
    builder *b = BW_NEW(a, builder, 1);
    b->tree = tree;
    push(b, tree->root, 0);
    b->n_open[0] = 0;
    fill_slots(b);
    bw_markup_start(&b->markup, input, dialect);
    bw_markup_token t;
    while (bw_markup_next(&b->markup, &t)) {
        if (tree->n_nodes + b->n_attributes / 4 >= BW_TREE_NODES) {
            tree->cut = true;
            break;
        }
        if (t.kind == BW_MARKUP_TEXT)
            add_text(b, t.text, t.raw && top(b)->tag != BW_TAG_title && top(b)->tag != BW_TAG_textarea);
        else if (t.kind == BW_MARKUP_CDATA)
            add_text(b, t.text, true);
        else if (t.kind == BW_MARKUP_OPEN)
            (html ? open_html : open_xml)(b, &t);
        else if (t.kind == BW_MARKUP_CLOSE)
            (html ? close_html : close_xml)(b, &t);
    }
    return tree;
}

/* ---- walking ------------------------------------------------------------------------------------- */

bw_tree_node *bw_tree_over(const bw_tree_node *n, const bw_tree_node *top)
{
    while (n != top && !n->next)
        n = n->parent;
    return n == top ? NULL : n->next;
}

bw_tree_node *bw_tree_next(const bw_tree_node *n, const bw_tree_node *top)
{
    return n->first ? n->first : bw_tree_over(n, top);
}

bw_str bw_tree_local(const bw_tree_node *n) { return local_of(n->name); }

static bool is_named(const bw_tree_node *n, bw_str local)
{
    return n->kind == BW_TREE_ELEMENT && bw_str_eq_fold(bw_tree_local(n), local);
}

bw_tree_node *bw_tree_child(const bw_tree_node *n, const char *local)
{
    bw_str name = bw_str_of(local);
    for (bw_tree_node *c = n->first; c; c = c->next)
        if (is_named(c, name))
            return c;
    return NULL;
}

bw_tree_node *bw_tree_sibling(const bw_tree_node *n, const char *local)
{
    bw_str name = bw_str_of(local);
    for (bw_tree_node *c = n->next; c; c = c->next)
        if (is_named(c, name))
            return c;
    return NULL;
}

bw_tree_node *bw_tree_find_next(const bw_tree_node *n, const bw_tree_node *after, const char *local)
{
    bw_str name = bw_str_of(local);
    for (bw_tree_node *c = bw_tree_next(after, n); c; c = bw_tree_next(c, n))
        if (is_named(c, name))
            return c;
    return NULL;
}

bw_tree_node *bw_tree_find(const bw_tree_node *n, const char *local) { return bw_tree_find_next(n, n, local); }

bw_str bw_tree_value(const bw_tree_node *n, const char *name)
{
    bw_str wanted = bw_str_of(name);
    for (uint32_t i = 0; i < n->n_attributes; i++)
        if (bw_str_eq_fold(n->attributes[i].name, wanted))
            return n->attributes[i].value.ptr ? n->attributes[i].value : BW_LIT("");
    return (bw_str){0};
}

bw_str bw_tree_attribute(const bw_tree *t, const bw_tree_node *n, const char *name)
{
    bw_str s = bw_tree_value(n, name);
    return s.ptr ? bw_markup_unescape_value(t->arena, s, t->dialect, t->declared) : s;
}

bw_str bw_tree_text(const bw_tree *t, const bw_tree_node *n)
{
    bw_buf out = {.arena = t->arena};
    bw_str only = {0};
    const bw_tree_node *c = n;
    while (c) {
        if (c->kind == BW_TREE_TEXT) {
            bw_str s = c->literal ? c->text : bw_markup_unescape(t->arena, c->text, t->dialect, t->declared);
            if (!only.ptr && out.len == 0) {
                only = s; /* most elements hold one text: no copy */
            } else {
                if (out.len == 0)
                    bw_buf_str(&out, only);
                bw_buf_str(&out, s);
            }
        }
        bool hidden = c != n && t->dialect == BW_MARKUP_HTML && bw_tag_flags((bw_tag)c->tag) & BW_TAG_HIDDEN;
        c = hidden ? bw_tree_over(c, n) : bw_tree_next(c, n);
    }
    return out.len ? bw_buf_view(&out) : only;
}

bw_str bw_tree_words(const bw_tree *t, const bw_tree_node *n)
{
    bw_str s = bw_str_trim(bw_tree_text(t, n));
    bw_buf out = {.arena = t->arena};
    for (size_t i = 0; i < s.len; i++)
        if (!bw_is_space(s.ptr[i]))
            bw_buf_char(&out, s.ptr[i]);
        else if (!bw_is_space(s.ptr[i - 1]))
            bw_buf_char(&out, ' ');
    return bw_buf_view(&out);
}
