/* records.h - documents as rows of the state.
 *
 *   takes:   documents with their place
 *   gives:   the same again when the state is opened, or asked for by id
 *   fails:   as statefile.h; BW_ERR_SYNTAX for a row that cannot be
 */
#ifndef BW_STORY_RECORDS_H
#define BW_STORY_RECORDS_H

#include "story/kept_row.h"
#include "story/statefile.h"

typedef struct bw_records bw_records;

/* Without a file there are no records, and all calls are BW_END or do nothing. */
BW_MUST_USE bw_status bw_records_open(bw_state *state, bw_records **out, bw_err *err);
void bw_records_close(bw_records *r); /* NULL is allowed */

/* `a` is for what it needs in between. */
BW_MUST_USE bw_status bw_records_put(bw_records *r, bw_arena *a, const bw_head *h, const bw_kept *k, const bw_traces *t, bw_err *err);

/* What is kept of the last ones, without their words, as many as `limit` bytes hold (bw_kept_size(), one at least), in their order:
 * first bw_records_last(), which tells how many keys and runs all have, then the next until BW_END. What bw_records_next() gives is
 * good until it is called again. */
BW_MUST_USE bw_status bw_records_last(bw_records *r, size_t limit, uint64_t *n_keys, uint64_t *n_runs, bw_err *err);
BW_MUST_USE bw_status bw_records_next(bw_records *r, bw_arena *a, bw_kept *k, bw_traces *t, bw_err *err);
void bw_records_done(bw_records *r); /* to be called behind the last bw_records_next() */

/* A document seen before, by its key; the last one of an id. BW_END: there is none. */
BW_MUST_USE bw_status bw_records_seen(bw_records *r, bw_arena *a, const unsigned char key[16], bw_head *h, bw_kept *k, bw_err *err);
BW_MUST_USE bw_status bw_records_by_id(bw_records *r, bw_arena *a, bw_str id, bw_head *h, bw_kept *k, bw_err *err);

BW_MUST_USE bw_status bw_records_by_number(bw_records *r, bw_arena *a, uint32_t number, bw_head *h, bw_kept *k, bw_err *err);

/* The first document that revises this number. BW_END: there is none. */
BW_MUST_USE bw_status bw_records_reviser(bw_records *r, bw_arena *a, uint32_t number, bw_head *h, bw_kept *k, bw_err *err);

/* Whether a family was founded under this name. */
BW_MUST_USE bw_status bw_records_has_copy(bw_records *r, bw_str copy, bool *out, bw_err *err);

#endif
