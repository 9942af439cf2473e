/* tree.h - a page or an XML document as a tree: elements and the text between them, out of the tokens of markup.h.
 *
 *   takes:   valid UTF-8, well-formed or not
 *            "<ul><li>Talks<li>resume</ul>"
 *   gives:   nodes in document order, linked; names, values and text point into the input, their references in place
 *   owner:   nodes lie in the arena, text in the input: both must live on
 *   fails:   never: every input has a tree. What is deeper than BW_TREE_DEPTH becomes a sibling; behind BW_TREE_NODES
 *            nodes (four attributes count as one) reading ends, and the tree says so (`cut`).
 *   cost:    linear in the input but for a factor bounded by the depth
 *   threads: no shared state
 *
 * In HTML elements end where the WHATWG has them end (paragraphs at the next block, items at the next item …), as far as it
 * matters to where text belongs: head and body are kept as written, not made up, and what stands between the rows of a
 * table stays there. In XML an end tag closes the nearest open element of its name, and those inside it.
 */
#ifndef BW_WIRE_TREE_H
#define BW_WIRE_TREE_H

#include "wire/markup/markup.h"

enum { BW_TREE_DEPTH = 512, BW_TREE_NODES = 1 << 20 };

/* What elements of HTML are to text. */
enum {
    BW_TAG_VOID = 1,       /* has no content */
    BW_TAG_BLOCK = 2,      /* its text stands on lines of its own */
    BW_TAG_PARAGRAPH = 4,  /* parted from others by an empty line */
    BW_TAG_FORMAT = 8,     /* may end before what it holds has ended */
    BW_TAG_SPECIAL = 16,   /* end tags of elements within lines do not reach over it */
    BW_TAG_CLOSES_P = 32,  /* ends an open paragraph */
    BW_TAG_HIDDEN = 64,    /* holds no text to read */

    BW_TAG_DIVISION_ = BW_TAG_BLOCK | BW_TAG_PARAGRAPH | BW_TAG_SPECIAL | BW_TAG_CLOSES_P,
    BW_TAG_ITEM_ = BW_TAG_BLOCK | BW_TAG_SPECIAL | BW_TAG_CLOSES_P,
    BW_TAG_ROW_ = BW_TAG_BLOCK | BW_TAG_SPECIAL,
    BW_TAG_EMPTY_ = BW_TAG_VOID | BW_TAG_SPECIAL,
    BW_TAG_UNREAD_ = BW_TAG_HIDDEN | BW_TAG_SPECIAL,
};
#define BW_TAG_LIST(X)                                                                                                 \
    X(abbr, 0) X(acronym, 0) X(bdi, 0) X(bdo, 0) X(cite, 0) X(data, 0) X(del, 0) X(dfn, 0) X(ins, 0) X(kbd, 0)         \
    X(label, 0) X(map, 0) X(mark, 0) X(output, 0) X(picture, 0) X(q, 0) X(ruby, 0) X(samp, 0) X(span, 0) X(sub, 0)     \
    X(sup, 0) X(time, 0) X(var, 0) X(a, BW_TAG_FORMAT) X(b, BW_TAG_FORMAT) X(big, BW_TAG_FORMAT)                       \
    X(code, BW_TAG_FORMAT) X(em, BW_TAG_FORMAT) X(font, BW_TAG_FORMAT) X(i, BW_TAG_FORMAT) X(nobr, BW_TAG_FORMAT)      \
    X(s, BW_TAG_FORMAT) X(small, BW_TAG_FORMAT) X(strike, BW_TAG_FORMAT) X(strong, BW_TAG_FORMAT)                      \
    X(tt, BW_TAG_FORMAT) X(u, BW_TAG_FORMAT) X(applet, BW_TAG_SPECIAL) X(frameset, BW_TAG_SPECIAL)                     \
    X(marquee, BW_TAG_SPECIAL) X(object, BW_TAG_SPECIAL) X(td, BW_TAG_SPECIAL) X(th, BW_TAG_SPECIAL)                   \
    X(address, BW_TAG_DIVISION_) X(article, BW_TAG_DIVISION_) X(aside, BW_TAG_DIVISION_)                               \
    X(blockquote, BW_TAG_DIVISION_) X(body, BW_TAG_DIVISION_) X(caption, BW_TAG_DIVISION_)                             \
    X(center, BW_TAG_DIVISION_) X(details, BW_TAG_DIVISION_) X(dialog, BW_TAG_DIVISION_) X(dir, BW_TAG_DIVISION_)      \
    X(div, BW_TAG_DIVISION_) X(dl, BW_TAG_DIVISION_) X(fieldset, BW_TAG_DIVISION_) X(figcaption, BW_TAG_DIVISION_)     \
    X(figure, BW_TAG_DIVISION_) X(footer, BW_TAG_DIVISION_) X(form, BW_TAG_DIVISION_) X(h1, BW_TAG_DIVISION_)          \
    X(h2, BW_TAG_DIVISION_) X(h3, BW_TAG_DIVISION_) X(h4, BW_TAG_DIVISION_) X(h5, BW_TAG_DIVISION_)                    \
    X(h6, BW_TAG_DIVISION_) X(header, BW_TAG_DIVISION_) X(hgroup, BW_TAG_DIVISION_) X(html, BW_TAG_DIVISION_)          \
    X(legend, BW_TAG_DIVISION_) X(main, BW_TAG_DIVISION_) X(menu, BW_TAG_DIVISION_) X(nav, BW_TAG_DIVISION_)           \
    X(ol, BW_TAG_DIVISION_) X(p, BW_TAG_DIVISION_) X(plaintext, BW_TAG_DIVISION_) X(pre, BW_TAG_DIVISION_)             \
    X(search, BW_TAG_DIVISION_) X(section, BW_TAG_DIVISION_) X(summary, BW_TAG_DIVISION_) X(table, BW_TAG_DIVISION_)   \
    X(ul, BW_TAG_DIVISION_) X(xmp, BW_TAG_DIVISION_) X(dd, BW_TAG_ITEM_) X(dt, BW_TAG_ITEM_) X(li, BW_TAG_ITEM_)       \
    X(colgroup, BW_TAG_ROW_) X(optgroup, BW_TAG_ROW_) X(option, BW_TAG_ROW_) X(tbody, BW_TAG_ROW_)                     \
    X(tfoot, BW_TAG_ROW_) X(thead, BW_TAG_ROW_) X(tr, BW_TAG_ROW_) X(area, BW_TAG_EMPTY_) X(base, BW_TAG_EMPTY_)       \
    X(bgsound, BW_TAG_EMPTY_) X(br, BW_TAG_EMPTY_) X(col, BW_TAG_EMPTY_) X(embed, BW_TAG_EMPTY_)                       \
    X(frame, BW_TAG_EMPTY_) X(img, BW_TAG_EMPTY_) X(input, BW_TAG_EMPTY_) X(keygen, BW_TAG_EMPTY_)                     \
    X(link, BW_TAG_EMPTY_) X(meta, BW_TAG_EMPTY_) X(param, BW_TAG_EMPTY_) X(source, BW_TAG_EMPTY_)                     \
    X(track, BW_TAG_EMPTY_) X(wbr, BW_TAG_EMPTY_) X(hr, BW_TAG_VOID | BW_TAG_DIVISION_) X(audio, BW_TAG_HIDDEN)        \
    X(canvas, BW_TAG_HIDDEN) X(datalist, BW_TAG_HIDDEN) X(math, BW_TAG_HIDDEN) X(meter, BW_TAG_HIDDEN)                 \
    X(progress, BW_TAG_HIDDEN) X(rp, BW_TAG_HIDDEN) X(rt, BW_TAG_HIDDEN) X(svg, BW_TAG_HIDDEN)                         \
    X(video, BW_TAG_HIDDEN) X(button, BW_TAG_UNREAD_) X(head, BW_TAG_UNREAD_) X(iframe, BW_TAG_UNREAD_)                \
    X(noembed, BW_TAG_UNREAD_) X(noframes, BW_TAG_UNREAD_) X(noscript, BW_TAG_UNREAD_) X(script, BW_TAG_UNREAD_)       \
    X(select, BW_TAG_UNREAD_) X(style, BW_TAG_UNREAD_) X(template, BW_TAG_UNREAD_) X(textarea, BW_TAG_UNREAD_)         \
    X(title, BW_TAG_UNREAD_)

typedef enum {
    BW_TAG_OTHER, /* none of them */
#define BW_TAG_ENUM(name, flags) BW_TAG_##name,
    BW_TAG_LIST(BW_TAG_ENUM)
#undef BW_TAG_ENUM
    BW_N_TAGS
} bw_tag;

typedef enum { BW_TREE_ROOT, BW_TREE_ELEMENT, BW_TREE_TEXT } bw_tree_kind;

typedef struct bw_tree_node bw_tree_node;
struct bw_tree_node {
    uint8_t kind; /* bw_tree_kind */
    uint8_t tag;  /* bw_tag, in XML by the local name: agencies' bodies and Atom's XHTML are read like a page's */
    bool literal; /* text that has no references: of CDATA, scripts … */
    uint8_t user; /* for the tree's owner: bits of its own, 0 at first; see BW_PLAIN_SKIP */
    uint32_t n_attributes;
    uint32_t number; /* of the node, in the order of the input */
    bw_str name;     /* of an element, as written: "nitf:p" */
    bw_str text;     /* of a text node, as written */
    const bw_markup_attribute *attributes;
    bw_tree_node *parent, *first, *last, *next, *prev;
};

typedef struct {
    bw_arena *arena;
    bw_markup_dialect dialect;
    bw_tree_node *root; /* of kind BW_TREE_ROOT, without a name */
    uint32_t n_nodes;
    bool cut;
    const bw_markup_entities *declared; /* of the document type; NULL, unless the caller sets them */
} bw_tree;

/* Inside bw_arena_try. */
bw_tree *bw_tree_read(bw_arena *a, bw_str input, bw_markup_dialect dialect);

uint32_t bw_tag_flags(bw_tag tag);

/* The node behind `n` in document order within `top`, into what it holds or over it; NULL at the end. */
bw_tree_node *bw_tree_next(const bw_tree_node *n, const bw_tree_node *top);
bw_tree_node *bw_tree_over(const bw_tree_node *n, const bw_tree_node *top);

/* The name without its prefix: "p" of "nitf:p". */
bw_str bw_tree_local(const bw_tree_node *n);

/* The first child, the next sibling, the first element beneath, by local name without regard to case; NULL: none. */
bw_tree_node *bw_tree_child(const bw_tree_node *n, const char *local);
bw_tree_node *bw_tree_sibling(const bw_tree_node *n, const char *local);
bw_tree_node *bw_tree_find(const bw_tree_node *n, const char *local);
/* As bw_tree_find, behind `after`, which lies in `n`. */
bw_tree_node *bw_tree_find_next(const bw_tree_node *n, const bw_tree_node *after, const char *local);

/* The value of an attribute, by its name without regard to case, as written ("a &amp; b"), and with its references replaced;
 * ptr NULL: the element has none. */
bw_str bw_tree_value(const bw_tree_node *n, const char *name);
bw_str bw_tree_attribute(const bw_tree *t, const bw_tree_node *n, const char *name);

/* All text beneath, references replaced, white space as it stands; in HTML without what scripts and the like hold, unless
 * `n` is one. bw_tree_words: with each run of white space made one blank, none at the ends. */
bw_str bw_tree_text(const bw_tree *t, const bw_tree_node *n);
bw_str bw_tree_words(const bw_tree *t, const bw_tree_node *n);

#endif
