/* blocks.h - a page cut into blocks: the runs of text that a reader sees as one piece, and what each is made of.
 *
 *   takes:   the tree of a page
 *   gives:   blocks in the order of the page, so that each element holds a range of them; sums over a range cost nothing
 *   owner:   all lies in the tree's arena, whose text has its references replaced
 *   fails:   never
 */
#ifndef BW_WIRE_BLOCKS_H
#define BW_WIRE_BLOCKS_H

#include "wire/markup/plain.h"
#include "wire/page/pagewords.h"

typedef struct {
    bw_tree_node *node;   /* the element that it stands in: a block, or one that its name sets apart */
    uint32_t first, n;    /* its nodes of text: index into bw_blocks.texts */
    uint32_t mass, linked;/* bytes that are no white space, and those of them in links */
    uint32_t strong;      /* those in bold, or in a heading */
    uint32_t ends, commas;/* marks that end a sentence, that part one */
    bool image;           /* a picture stands right before it */
    bool broken;          /* its line goes on before or behind it: an element set apart stands in it */
    bool teaser;          /* of one story among several */
    uint8_t phrase;       /* for article.c: 1 + bw_phrase, once it is known */
    bw_tree_node *dropped;/* the element whose name or kind says that this is no text of an article; NULL: none */
} bw_block;

/* Of each element, by its number. */
typedef struct {
    uint32_t from, to; /* blocks */
    uint32_t parts;    /* BW_PART_…, by names, roles and tags */
} bw_blocks_element;

typedef struct {
    bw_tree *tree;
    bw_pagewords words;
    bw_block *blocks;
    uint32_t n, room;
    bw_tree_node **texts;
    uint32_t n_texts, room_texts;
    bw_blocks_element *elements;
    bw_tree_node **noted; /* the elements that are furniture or notes, in document order */
    uint32_t n_noted, room_noted;
    bw_tree_node **deks;  /* those that are, by their names, between headline and text */
    uint32_t n_deks, room_deks;
} bw_blocks;

void bw_blocks_cut(bw_tree *t, bw_blocks *out);

/* The text of a block in one line, at most about `most` bytes. */
bw_str bw_blocks_text(const bw_blocks *b, const bw_block *k, size_t most);

#endif
