/* agencyxml.h - inside this folder: a file of XML as a tree, its news items one after the other.
 *
 *   takes:   NITF, NewsML 1, NewsML-G2 or a vendor's own, in any encoding; a document type is never fetched
 *   gives:   elements and their text, in the document's arena
 *   owner:   the tree lies in the stream's permanent memory; what is returned in the arena of `x->doc`, or in the tree
 *   fails:   BW_ERR_LIMIT over BW_WIRE_MAX_ITEM bytes or too many elements; a missing element gives a text with ptr
 *   threads: one stream, one thread
 */
#ifndef BW_WIRE_AGENCYXML_H
#define BW_WIRE_AGENCYXML_H

#include "wire/markup/plain.h"
#include "wire/reader.h"

/* One item that is being read. */
typedef struct {
    bw_wire *w;
    bw_document *doc;
    bw_tree view; /* the file's tree, allocating in the document's arena */
    bw_tree_node *node;
} bw_agencyxml;

/* Local name of the first element of XML; empty for what is none. */
bw_str bw_agencyxml_root(bw_str head);

/* A reader's `open`: reads the file. `wanted` tells which elements are items; what lies within one is part of it. Items that
 * `keep` (may be NULL) refuses are passed over, unless that are all. */
BW_MUST_USE bw_status bw_agencyxml_open(bw_wire *w, bool (*wanted)(const bw_tree_node *n),
                                        bool (*keep)(const bw_tree_node *n), bw_err *err);
/* The next item; BW_END: no more. Sets w->item_line. */
BW_MUST_USE bw_status bw_agencyxml_next(bw_wire *w, bw_document *doc, bw_agencyxml *x, bw_err *err);

/* The element at "itemMeta/pubStatus" below `n`: of each step the first child of that name, "*" for any depth. NULL:
 * none. */
bw_tree_node *bw_agencyxml_at(const bw_tree_node *n, const char *path);
/* Its text in one line; an attribute of it. ptr NULL: not there or empty. */
bw_str bw_agencyxml_text(const bw_agencyxml *x, const bw_tree_node *n);
bw_str bw_agencyxml_text_at(const bw_agencyxml *x, const bw_tree_node *n, const char *path);
bw_str bw_agencyxml_value(const bw_agencyxml *x, const bw_tree_node *n, const char *attribute);
bw_str bw_agencyxml_value_at(const bw_agencyxml *x, const bw_tree_node *n, const char *path, const char *attribute);

/* Whether any word stands beneath it. */
bool bw_agencyxml_has_words(const bw_tree_node *n);
/* Text of an element that stands once in the file, above all items: "sent". */
bw_str bw_agencyxml_above(const bw_agencyxml *x, const char *local);

/* What an element holds as plain paragraphs: markup beneath it, or markup written as text ("&lt;p&gt;", CDATA).
 * `base64`: the sender says that the text is encoded so. */
bw_str bw_agencyxml_body(const bw_agencyxml *x, bw_tree_node *n, bool base64);

/* The same of markup in a text. */
bw_str bw_agencyxml_markup(bw_arena *a, bw_str s);

/* NITF within any element: what its head and body.head say, unless the document knows it already, and its body. */
bw_str bw_nitf_read(const bw_agencyxml *x, bw_tree_node *nitf);

#endif
