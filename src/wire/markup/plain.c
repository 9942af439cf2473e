#include "wire/markup/plain.h"

/* What parts the next text from the last, the stronger the higher. */
enum { NOTHING, BLANK, CELL, LINE, EMPTY_LINE };

static void need(bw_plain *p, int due)
{
    if (p->due < due)
        p->due = due;
}

static void write_due(bw_plain *p)
{
    static const bw_str parts[] = {BW_LIT(""), BW_LIT(" "), BW_LIT("\t"), BW_LIT("\n"), BW_LIT("\n\n")};
    if (p->out.len)
        bw_buf_str(&p->out, parts[p->due]);
    p->due = NOTHING;
}

/* Characters of two or three bytes that are blanks or have no width; *len their length, else 0. */
static bool odd_character(bw_str s, size_t at, size_t *len, bool *blank)
{
    const unsigned char *c = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    *len = 0;
    if (c[0] == 0xC2 && left > 1 && (c[1] == 0xA0 || c[1] == 0xAD)) { /* no-break space, soft hyphen */
        *len = 2;
        *blank = c[1] == 0xA0;
    } else if (c[0] == 0xE2 && left > 2 && c[1] == 0x80 && (c[2] <= 0x8B || c[2] == 0xAF || c[2] == 0xA8 || c[2] == 0xA9)) {
        *len = 3; /* spaces of all widths, separators of lines; of zero width */
        *blank = c[2] != 0x8B;
    } else if (c[0] == 0xE3 && left > 2 && c[1] == 0x80 && c[2] == 0x80) { /* ideographic space */
        *len = 3;
        *blank = true;
    } else if (c[0] == 0xEF && left > 2 && c[1] == 0xBB && c[2] == 0xBF) { /* byte order mark */
        *len = 3;
        *blank = false;
    }
    return *len > 0;
}

/* Text without references, white space folded. */
static void write_folded(bw_plain *p, bw_str s)
{
    size_t run = 0, i = 0, len;
    bool blank = false;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool last = i + 1 == s.len;
        /* A blank between two words is part of the run. */
        if (c > ' ' && c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF) {
            i++;
            continue;
        }
        if (c == ' ' && i > run && !last && (unsigned char)s.ptr[i + 1] > ' ' && (unsigned char)s.ptr[i + 1] < 0x80) {
            i++;
            continue;
        }
        if (c > ' ' && !odd_character(s, i, &len, &blank)) {
            i++;
            continue;
        }
        if (c <= ' ') {
            len = 1;
            blank = true;
        }
        if (i > run) {
            write_due(p);
            bw_buf_str(&p->out, bw_str_slice(s, run, i));
        }
        if (blank)
            need(p, p->n_pre && c == '\n' ? LINE : BLANK);
        i += len;
        run = i;
    }
    if (i > run) {
        write_due(p);
        bw_buf_str(&p->out, bw_str_slice(s, run, i));
    }
}

static void write_text(bw_plain *p, const bw_tree_node *n)
{
    const bw_tree *t = p->tree;
    write_folded(p, n->literal ? n->text : bw_markup_unescape(t->arena, n->text, t->dialect, t->declared));
}

static bool is_shown(const bw_tree_node *n, const bw_tree_node *top)
{
    return n == top || !(n->user & BW_PLAIN_SKIP || bw_tag_flags((bw_tag)n->tag) & BW_TAG_HIDDEN);
}

static void part(bw_plain *p, bw_tag tag)
{
    uint32_t flags = bw_tag_flags(tag);
    if (flags & BW_TAG_PARAGRAPH)
        need(p, EMPTY_LINE);
    else if (flags & BW_TAG_BLOCK)
        need(p, LINE);
    else if (tag == BW_TAG_td || tag == BW_TAG_th)
        need(p, CELL);
    else if (tag == BW_TAG_br)
        p->due = p->due >= LINE ? EMPTY_LINE : LINE;
}

static void enter(bw_plain *p, const bw_tree_node *n)
{
    if (n->kind == BW_TREE_TEXT) {
        write_text(p, n);
        return;
    }
    part(p, (bw_tag)n->tag);
    p->n_pre += n->tag == BW_TAG_pre;
}

static void leave(bw_plain *p, const bw_tree_node *n)
{
    if (n->kind == BW_TREE_TEXT || n->tag == BW_TAG_br)
        return;
    part(p, (bw_tag)n->tag);
    p->n_pre -= n->tag == BW_TAG_pre;
}

void bw_plain_add(bw_plain *p, const bw_tree_node *top)
{
    const bw_tree_node *n = top;
    while (true) {
        bool shown = is_shown(n, top);
        if (shown)
            enter(p, n);
        if (shown && n->first) {
            n = n->first;
            continue;
        }
        if (shown)
            leave(p, n);
        while (n != top && !n->next) {
            n = n->parent;
            leave(p, n);
        }
        if (n == top)
            return;
        n = n->next;
    }
}

void bw_plain_begin(bw_plain *p, const bw_tree *t) { *p = (bw_plain){.tree = t, .out.arena = t->arena}; }
bw_str bw_plain_end(bw_plain *p) { return p->out.len ? bw_buf_view(&p->out) : BW_LIT(""); }

bw_str bw_plain_node(const bw_tree *t, const bw_tree_node *n)
{
    bw_plain p;
    bw_plain_begin(&p, t);
    bw_plain_add(&p, n);
    return bw_plain_end(&p);
}

bw_str bw_plain_of(bw_arena *a, bw_str markup)
{
    if (bw_str_find_char(markup, '<', 0) == markup.len)
        return bw_plain_line(a, markup);
    bw_tree *t = bw_tree_read(a, markup, BW_MARKUP_HTML);
    return bw_plain_node(t, t->root);
}

bw_str bw_plain_line(bw_arena *a, bw_str s)
{
    bw_plain p = {.out.arena = a};
    write_folded(&p, bw_markup_unescape(a, s, BW_MARKUP_HTML, NULL));
    return bw_plain_end(&p);
}
