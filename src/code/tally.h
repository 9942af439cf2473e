/* tally.h - how often each pattern fires, and how often it is right where somebody has said what is right.
 *
 *   takes:   coded documents, and annotated sentences coded like them
 *   gives:   a table of all patterns, those that never fired among them
 *   owner:   the arena
 */
#ifndef BW_CODE_TALLY_H
#define BW_CODE_TALLY_H

#include "code/code.h"
#include "code/marked.h"

typedef struct bw_tally bw_tally;

bw_tally *bw_tally_new(const bw_lexicon *l, bw_arena *a);

/* Counts words, and the events that are positive and actual. */
void bw_tally_text(bw_tally *t, const bw_document *doc);

/* Of an annotated sentence: the events between the two of whom it speaks; right is what has the type that was annotated. */
void bw_tally_pair(bw_tally *t, const bw_document *doc, const bw_annotated *said);

/* Lines of ten columns divided by tabs, under a line of their names, and a last line of the sums. */
void bw_tally_write(const bw_tally *t, bw_buf *out);

#endif
