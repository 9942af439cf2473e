/* article.h - the article of a page: which of its blocks are its text.
 *
 *   takes:   the tree of a page, and what its head says of it
 *   gives:   the text, paragraphs parted by an empty line; empty when the page has no article
 *   owner:   the tree's arena
 *   fails:   never
 */
#ifndef BW_WIRE_ARTICLE_H
#define BW_WIRE_ARTICLE_H

#include "wire/markup/tree.h"

typedef struct {
    bw_str title; /* not repeated in the text */
    bw_str body;  /* the text as schema.org's articleBody gives it, or empty */
} bw_article_hints;

/* `why`, unless NULL, gets a line a block: whether it was taken, and the reason. */
bw_str bw_article_text(bw_tree *t, const bw_article_hints *hints, bw_buf *why);

#endif
