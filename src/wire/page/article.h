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
    bw_str title;      /* as the head gives it */
    bw_str page_title; /* of the window */
    bw_str body;       /* the text as schema.org's articleBody gives it, or empty */
    bool is_article, is_site; /* the head says that this is one, or no single one */
} bw_article_hints;

typedef struct {
    bw_str text;
    bw_str headline; /* as readers see it, or empty */
    bw_strs notes;   /* short texts between the headline and the text, those right before, and those below the text that say of
                        themselves that they are none: bylines, dates */
    bw_strs names;   /* those of them that a name calls an author's */
    bool is_list;    /* of stories: the page has no article of its own */
    const bw_tree_node *above, *first; /* the headline's element, and the text's; NULL: there is none */
} bw_article;

/* `why`, unless NULL, gets a line a block: whether it was taken, and the reason. */
void bw_article_find(bw_tree *t, const bw_article_hints *hints, bw_article *out, bw_buf *why);

#endif
