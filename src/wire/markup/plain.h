/* plain.h - what a reader sees of a piece of markup, as plain text.
 *
 *   takes:   a fragment of HTML (an entry of a feed, the body of an agency's item), or a node of a tree
 *            "<p>Talks  <b>resume</b>.<p>Ferries&nbsp;sail."
 *   gives:   paragraphs parted by an empty line; items of lists, rows of tables and what follows <br> on lines of their own, cells
 *            parted by a tab; no scripts, styles and controls; references replaced, white space folded, characters without
 *            width taken out
 *   owner:   the text lies in the arena, or in the markup itself
 *   fails:   never
 */
#ifndef BW_WIRE_PLAIN_H
#define BW_WIRE_PLAIN_H

#include "wire/markup/tree.h"

enum { BW_PLAIN_SKIP = 0x80 }; /* in a node's `user`: leave it out, with all that it holds */

bw_str bw_plain_of(bw_arena *a, bw_str markup);
bw_str bw_plain_node(const bw_tree *t, const bw_tree_node *n);

/* One line of text that may hold references ("AT&amp;T") but no tags: a value of an attribute, a title. */
bw_str bw_plain_line(bw_arena *a, bw_str s);

/* Several nodes one behind the other: begin, add each, end. */
typedef struct {
    const bw_tree *tree;
    bw_buf out;
    int due;       /* what parts the next text from the last: see plain.c */
    uint32_t n_pre; /* open elements whose line ends count */
} bw_plain;
void bw_plain_begin(bw_plain *p, const bw_tree *t);
void bw_plain_add(bw_plain *p, const bw_tree_node *n);
bw_str bw_plain_end(bw_plain *p);

#endif
