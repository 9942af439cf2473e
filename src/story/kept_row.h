/* kept_row.h - what is kept of a document as a row of the state, so that opening one reads no texts.
 *
 *   takes:   a document with its place
 *   gives:   the same, but for its words, of which only the number is told: who compares them asks for them (shelf.h)
 */
#ifndef BW_STORY_KEPT_ROW_H
#define BW_STORY_KEPT_ROW_H

#include "story/bytes.h"
#include "story/chain.h"
#include "story/shelf.h"

/* Under what later ones find it: tags of postings. */
typedef struct {
    uint32_t keys[BW_CHAIN_KEYS], n_keys;
    uint32_t *runs, n_runs; /* none where it is not BW_KEPT_INDEXED */
} bw_traces;

void bw_traces_of(bw_arena *a, const bw_kept *k, bw_traces *out);

void bw_kept_row_write(const bw_kept *k, const bw_traces *t, bw_buf *out);

/* Text points into the row, runs lie in the arena. False: it is damaged. */
bool bw_kept_row_read(bw_arena *a, bw_str row, bw_kept *k, bw_traces *t);

#endif
