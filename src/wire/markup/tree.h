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

/* The elements of HTML that matter to text, and how they lie in it:
 *   V void: has no content              B block: text before and behind it is parted from its own by a line
 *   P block of its own paragraph        F formatting: may end before what it holds has ended
 *   S special: an end tag of another kind does not reach over it
 *   C closes an open paragraph          H holds no text to read */
enum {
    BW_TAG_VOID = 1,
    BW_TAG_BLOCK = 2,
    BW_TAG_PARAGRAPH = 4,
    BW_TAG_FORMAT = 8,
    BW_TAG_SPECIAL = 16,
    BW_TAG_CLOSES_P = 32,
    BW_TAG_HIDDEN = 64,
};
#define BW_TAG_DIVISION_ (BW_TAG_BLOCK | BW_TAG_PARAGRAPH | BW_TAG_SPECIAL | BW_TAG_CLOSES_P)
#define BW_TAG_LIST(X)                                                                                                 \
    X(a, BW_TAG_FORMAT) X(abbr, 0) X(acronym, 0) X(address, BW_TAG_DIVISION_) X(applet, BW_TAG_SPECIAL)                \
    X(area, BW_TAG_VOID | BW_TAG_SPECIAL) X(article, BW_TAG_DIVISION_) X(aside, BW_TAG_DIVISION_)                      \
    X(audio, BW_TAG_HIDDEN) X(b, BW_TAG_FORMAT) X(base, BW_TAG_VOID | BW_TAG_SPECIAL) X(bdi, 0) X(bdo, 0)              \
    X(bgsound, BW_TAG_VOID | BW_TAG_SPECIAL) X(big, BW_TAG_FORMAT) X(blockquote, BW_TAG_DIVISION_)                     \
    X(body, BW_TAG_DIVISION_) X(br, BW_TAG_VOID | BW_TAG_SPECIAL) X(button, BW_TAG_SPECIAL | BW_TAG_HIDDEN)                            \
    X(canvas, BW_TAG_HIDDEN) X(caption, BW_TAG_BLOCK | BW_TAG_PARAGRAPH | BW_TAG_SPECIAL) X(center, BW_TAG_DIVISION_)  \
    X(cite, 0) X(code, BW_TAG_FORMAT) X(col, BW_TAG_VOID | BW_TAG_SPECIAL) X(colgroup, BW_TAG_BLOCK | BW_TAG_SPECIAL)  \
    X(data, 0) X(datalist, BW_TAG_HIDDEN) X(dd, BW_TAG_BLOCK | BW_TAG_SPECIAL | BW_TAG_CLOSES_P) X(del, 0)             \
    X(details, BW_TAG_DIVISION_) X(dfn, 0) X(dialog, BW_TAG_DIVISION_) X(dir, BW_TAG_DIVISION_)                        \
    X(div, BW_TAG_DIVISION_) X(dl, BW_TAG_DIVISION_) X(dt, BW_TAG_BLOCK | BW_TAG_SPECIAL | BW_TAG_CLOSES_P)            \
    X(em, BW_TAG_FORMAT) X(embed, BW_TAG_VOID | BW_TAG_SPECIAL) X(fieldset, BW_TAG_DIVISION_)                          \
    X(figcaption, BW_TAG_DIVISION_) X(figure, BW_TAG_DIVISION_) X(font, BW_TAG_FORMAT) X(footer, BW_TAG_DIVISION_)     \
    X(form, BW_TAG_DIVISION_) X(frame, BW_TAG_VOID | BW_TAG_SPECIAL) X(frameset, BW_TAG_SPECIAL)                       \
    X(h1, BW_TAG_DIVISION_) X(h2, BW_TAG_DIVISION_) X(h3, BW_TAG_DIVISION_) X(h4, BW_TAG_DIVISION_)                    \
    X(h5, BW_TAG_DIVISION_) X(h6, BW_TAG_DIVISION_) X(head, BW_TAG_SPECIAL | BW_TAG_HIDDEN)                            \
    X(header, BW_TAG_DIVISION_) X(hgroup, BW_TAG_DIVISION_)                                                            \
    X(hr, BW_TAG_VOID | BW_TAG_BLOCK | BW_TAG_PARAGRAPH | BW_TAG_SPECIAL | BW_TAG_CLOSES_P)                            \
    X(html, BW_TAG_DIVISION_) X(i, BW_TAG_FORMAT) X(iframe, BW_TAG_SPECIAL | BW_TAG_HIDDEN)                            \
    X(img, BW_TAG_VOID | BW_TAG_SPECIAL) X(input, BW_TAG_VOID | BW_TAG_SPECIAL) X(ins, 0) X(kbd, 0)                    \
    X(keygen, BW_TAG_VOID | BW_TAG_SPECIAL) X(label, 0) X(legend, BW_TAG_BLOCK | BW_TAG_PARAGRAPH)                     \
    X(li, BW_TAG_BLOCK | BW_TAG_SPECIAL | BW_TAG_CLOSES_P) X(link, BW_TAG_VOID | BW_TAG_SPECIAL)                       \
    X(main, BW_TAG_DIVISION_) X(map, 0) X(mark, 0) X(marquee, BW_TAG_SPECIAL) X(math, BW_TAG_HIDDEN)                   \
    X(menu, BW_TAG_DIVISION_) X(meta, BW_TAG_VOID | BW_TAG_SPECIAL) X(meter, BW_TAG_HIDDEN) X(nav, BW_TAG_DIVISION_)   \
    X(nobr, BW_TAG_FORMAT) X(noembed, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(noframes, BW_TAG_SPECIAL | BW_TAG_HIDDEN)      \
    X(noscript, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(object, BW_TAG_SPECIAL) X(ol, BW_TAG_DIVISION_)                      \
    X(optgroup, BW_TAG_BLOCK) X(option, BW_TAG_BLOCK) X(output, 0) X(p, BW_TAG_DIVISION_)                              \
    X(param, BW_TAG_VOID | BW_TAG_SPECIAL) X(picture, 0) X(plaintext, BW_TAG_DIVISION_) X(pre, BW_TAG_DIVISION_)       \
    X(progress, BW_TAG_HIDDEN) X(q, 0) X(rp, BW_TAG_HIDDEN) X(rt, BW_TAG_HIDDEN) X(ruby, 0) X(s, BW_TAG_FORMAT)        \
    X(samp, 0) X(script, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(search, BW_TAG_DIVISION_) X(section, BW_TAG_DIVISION_)      \
    X(select, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(small, BW_TAG_FORMAT) X(source, BW_TAG_VOID | BW_TAG_SPECIAL)          \
    X(span, 0) X(strike, BW_TAG_FORMAT) X(strong, BW_TAG_FORMAT) X(style, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(sub, 0)    \
    X(summary, BW_TAG_DIVISION_) X(sup, 0) X(svg, BW_TAG_HIDDEN)                                                       \
    X(table, BW_TAG_BLOCK | BW_TAG_PARAGRAPH | BW_TAG_SPECIAL | BW_TAG_CLOSES_P) X(tbody, BW_TAG_BLOCK | BW_TAG_SPECIAL) \
    X(td, BW_TAG_SPECIAL) X(template, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(textarea, BW_TAG_SPECIAL | BW_TAG_HIDDEN)      \
    X(tfoot, BW_TAG_BLOCK | BW_TAG_SPECIAL) X(th, BW_TAG_SPECIAL) X(thead, BW_TAG_BLOCK | BW_TAG_SPECIAL) X(time, 0)   \
    X(title, BW_TAG_SPECIAL | BW_TAG_HIDDEN) X(tr, BW_TAG_BLOCK | BW_TAG_SPECIAL)                                      \
    X(track, BW_TAG_VOID | BW_TAG_SPECIAL) X(tt, BW_TAG_FORMAT) X(u, BW_TAG_FORMAT) X(ul, BW_TAG_DIVISION_) X(var, 0)  \
    X(video, BW_TAG_HIDDEN) X(wbr, BW_TAG_VOID | BW_TAG_SPECIAL) X(xmp, BW_TAG_DIVISION_)

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
/* The first element beneath with this tag. */
bw_tree_node *bw_tree_find_tag(const bw_tree_node *n, bw_tag tag);

/* The value of an attribute, by its name without regard to case, as written ("a &amp; b"), and with its references replaced;
 * ptr NULL: the element has none. */
bw_str bw_tree_value(const bw_tree_node *n, const char *name);
bw_str bw_tree_attribute(const bw_tree *t, const bw_tree_node *n, const char *name);

/* All text beneath, references replaced, white space as it stands; in HTML without what scripts and the like hold, unless
 * `n` is one. bw_tree_words: with each run of white space made one blank, none at the ends. */
bw_str bw_tree_text(const bw_tree *t, const bw_tree_node *n);
bw_str bw_tree_words(const bw_tree *t, const bw_tree_node *n);

#endif
