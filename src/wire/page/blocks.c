#include "wire/page/blocks.h"

typedef struct {
    bw_blocks *out;
    bw_block now;
    bw_tree_node **holders; /* the open elements that make blocks of their own, the innermost last */
    uint32_t n_holders, room_holders;
    bw_tree_node *figure; /* the last that was opened, until it ends */
    uint32_t n_links, n_strong;
    bool image, image_before; /* in the block that is being made; since the last one that had text */
} cutter;

/* ---- what an element is, by its names ------------------------------------------------------------- */

static bool hides(bw_str style)
{
    size_t at = bw_str_find(style, BW_LIT("display"), 0);
    if (at == style.len)
        return false;
    bw_str rest = bw_str_trim(bw_str_slice(style, at + 7, style.len));
    if (rest.len == 0 || rest.ptr[0] != ':')
        return false;
    return bw_str_starts_fold(bw_str_trim(bw_str_slice(rest, 1, rest.len)), BW_LIT("none"));
}

static uint32_t part_of_role(bw_str role)
{
    static const char *const furniture[] = {"navigation", "complementary", "contentinfo", "search", "menu", "menubar", "dialog",
                                            "alertdialog", "toolbar", "tablist", "tooltip", "alert", "button", "status"};
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (bw_str_eq_fold(role, bw_str_of(furniture[i])))
            return BW_PART_FURNITURE;
    return 0;
}

/* Attributes whose values name an element. */
static bool is_name(bw_str attribute)
{
    static const bw_str names[] = {BW_LIT("class"), BW_LIT("id"), BW_LIT("data-component"), BW_LIT("data-module"), BW_LIT("data-testid")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute.len == names[i].len && bw_str_eq_fold(attribute, names[i]))
            return true;
    return false;
}

/* Elements whose names say what a word is about ("tag", "topic"), not what a part of the page is. */
static bool within_line(bw_tag tag)
{
    return tag == BW_TAG_a || tag == BW_TAG_b || tag == BW_TAG_strong || tag == BW_TAG_i || tag == BW_TAG_em || tag == BW_TAG_mark;
}

static uint32_t part_of_tag(bw_tag tag)
{
    switch (tag) {
    case BW_TAG_nav: case BW_TAG_footer: case BW_TAG_aside: case BW_TAG_form: case BW_TAG_header: case BW_TAG_dialog:
    case BW_TAG_menu:
        return BW_PART_FURNITURE;
    case BW_TAG_figure: case BW_TAG_figcaption: case BW_TAG_address: case BW_TAG_caption:
        return BW_PART_NOTE;
    default:
        return 0;
    }
}

static uint32_t part_of(const cutter *c, const bw_tree_node *n)
{
    uint32_t parts = part_of_tag((bw_tag)n->tag);
    for (uint32_t i = 0; i < n->n_attributes; i++) {
        bw_str name = n->attributes[i].name, value = n->attributes[i].value;
        if (is_name(name) && !within_line((bw_tag)n->tag))
            parts |= bw_pagewords_part(&c->out->words, value);
        else if (bw_str_eq_fold(name, BW_LIT("role")))
            parts |= part_of_role(value);
        else if (bw_str_eq_fold(name, BW_LIT("hidden")) || (bw_str_eq_fold(name, BW_LIT("style")) && hides(value)))
            parts |= BW_PART_FURNITURE | BW_PART_HARD;
        else if (bw_str_eq_fold(name, BW_LIT("aria-hidden")) && bw_str_eq_fold(value, BW_LIT("true")))
            parts |= BW_PART_FURNITURE | BW_PART_HARD;
        else if (bw_str_eq_fold(name, BW_LIT("itemprop")) && bw_str_eq_fold(value, BW_LIT("articleBody")))
            parts |= BW_PART_BODY;
    }
    return parts;
}

/* ---- blocks ---------------------------------------------------------------------------------------- */

static void end_block(cutter *c, bool breaks)
{
    bw_blocks *b = c->out;
    bw_block *k = &c->now;
    k->n = b->n_texts - k->first;
    k->node = c->holders[c->n_holders - 1];
    k->broken |= breaks;
    if (k->mass) {
        k->image = c->image_before;
        BW_PUSH(b->tree->arena, b->blocks, b->n, b->room, *k);
        c->image_before = false;
    }
    c->image_before |= c->image;
    c->image = false;
    *k = (bw_block){.first = b->n_texts, .broken = breaks};
}

/* What a text is made of. Marks of other scripts (。、؟،।) have two or three bytes each. */
static void weigh(bw_block *k, bw_str s, bool linked, bool strong)
{
    uint32_t mass = 0, ends = 0, commas = 0;
    for (size_t i = 0; i < s.len; i++)
        mass += (unsigned char)s.ptr[i] > ' ';
    for (size_t i = bw_str_find_char(s, (char)0xC2, 0); i + 1 < s.len; i = bw_str_find_char(s, (char)0xC2, i + 2))
        mass -= (unsigned char)s.ptr[i + 1] == 0xA0 ? 2 : 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == ',') {
            commas++;
        } else if (c == '.' || c == '!' || c == '?') {
            unsigned char next = i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : ' ';
            ends += next <= ' ' || next == '"' || next == '\'' || next == ')' || next >= 0x80;
        } else if (c == 0xE3 && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0x80) {
            ends += (unsigned char)s.ptr[i + 2] == 0x82;
            commas += (unsigned char)s.ptr[i + 2] == 0x81;
        } else if (c == 0xEF && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0xBC) {
            commas += (unsigned char)s.ptr[i + 2] == 0x8C;
            ends += (unsigned char)s.ptr[i + 2] == 0x81 || (unsigned char)s.ptr[i + 2] == 0x9F;
        } else if (c == 0xD8 && i + 1 < s.len) {
            commas += (unsigned char)s.ptr[i + 1] == 0x8C;
            ends += (unsigned char)s.ptr[i + 1] == 0x9F;
        } else if (c == 0xDB && i + 1 < s.len) {
            ends += (unsigned char)s.ptr[i + 1] == 0x94;
        } else if (c == 0xE0 && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0xA5) {
            ends += (unsigned char)s.ptr[i + 2] == 0xA4;
        }
    }
    k->mass += mass;
    k->ends += ends;
    k->commas += commas;
    k->linked += linked ? mass : 0;
    k->strong += strong ? mass : 0;
}

static void add_text(cutter *c, bw_tree_node *n)
{
    bw_blocks *b = c->out;
    if (!n->literal) {
        n->text = bw_markup_unescape(b->tree->arena, n->text, b->tree->dialect, NULL);
        n->literal = true;
    }
    BW_PUSH(b->tree->arena, b->texts, b->n_texts, b->room_texts, n);
    weigh(&c->now, n->text, c->n_links > 0, c->n_strong > 0);
}

static bool is_strong(bw_tag t) { return t == BW_TAG_b || t == BW_TAG_strong || (t >= BW_TAG_h1 && t <= BW_TAG_h6); }

static bool is_image(bw_tag t)
{
    return t == BW_TAG_img || t == BW_TAG_picture || t == BW_TAG_video || t == BW_TAG_iframe;
}

static bool is_cell(bw_tag t) { return t == BW_TAG_td || t == BW_TAG_th; }

static bool ends_line(bw_tag t) { return bw_tag_flags(t) & BW_TAG_BLOCK || is_cell(t) || t == BW_TAG_br; }

static bool makes_block(const bw_tree_node *n, uint32_t parts)
{
    return ends_line((bw_tag)n->tag) || parts & BW_PART_DROPPABLE;
}

static void enter(cutter *c, bw_tree_node *n)
{
    bw_blocks *b = c->out;
    if (n->kind == BW_TREE_TEXT) {
        add_text(c, n);
        return;
    }
    bw_blocks_element *e = &b->elements[n->number];
    e->parts = n->n_attributes || n->tag ? part_of(c, n) : 0;
    if (n->tag == BW_TAG_figure)
        c->figure = n;
    if (n->tag == BW_TAG_table && c->figure) /* which is no picture */
        b->elements[c->figure->number].parts &= ~(uint32_t)BW_PART_NOTE;
    if (e->parts & BW_PART_DROPPABLE)
        BW_PUSH(b->tree->arena, b->noted, b->n_noted, b->room_noted, n);
    if (e->parts & BW_PART_DEK)
        BW_PUSH(b->tree->arena, b->deks, b->n_deks, b->room_deks, n);
    if (makes_block(n, e->parts)) {
        end_block(c, !ends_line((bw_tag)n->tag));
        if (n->tag != BW_TAG_br)
            BW_PUSH(b->tree->arena, c->holders, c->n_holders, c->room_holders, n);
    }
    e->from = b->n;
    c->n_links += n->tag == BW_TAG_a;
    c->n_strong += is_strong((bw_tag)n->tag);
}

static void leave(cutter *c, bw_tree_node *n)
{
    if (n->kind == BW_TREE_TEXT)
        return;
    bw_blocks_element *e = &c->out->elements[n->number];
    if (makes_block(n, e->parts) && n->tag != BW_TAG_br) {
        end_block(c, !ends_line((bw_tag)n->tag));
        c->n_holders--;
    }
    e->to = c->out->n;
    if (n == c->figure)
        c->figure = NULL;
    if (n->tag == BW_TAG_a)
        c->n_links--;
    c->n_strong -= is_strong((bw_tag)n->tag);
}

void bw_blocks_cut(bw_tree *t, bw_blocks *out)
{
    *out = (bw_blocks){.tree = t, .elements = BW_NEW(t->arena, bw_blocks_element, t->n_nodes)};
    cutter c = {.out = out};
    BW_PUSH(t->arena, c.holders, c.n_holders, c.room_holders, t->root);
    bw_pagewords_index(&out->words);
    bw_tree_node *n = t->root;
    while (true) {
        bool shown = !(bw_tag_flags((bw_tag)n->tag) & BW_TAG_HIDDEN);
        c.image |= is_image((bw_tag)n->tag);
        if (shown) {
            enter(&c, n);
            if (n->first) {
                n = n->first;
                continue;
            }
            leave(&c, n);
        }
        while (n->parent && !n->next) {
            n = n->parent;
            leave(&c, n);
        }
        if (!n->parent)
            break;
        n = n->next;
    }
    end_block(&c, false);
    out->elements[t->root->number].to = out->n;
}

bw_str bw_blocks_text(const bw_blocks *b, const bw_block *k, size_t most)
{
    bw_plain p;
    bw_plain_begin(&p, b->tree);
    for (uint32_t i = 0; i < k->n && p.out.len < most; i++)
        bw_plain_add(&p, b->texts[k->first + i]);
    return bw_plain_end(&p);
}
