/* telling.h - one event told many times: one record with all its tellings.
 *
 *   takes:   coded documents in the order in which they were placed (doc->story is filled)
 *   gives:   records of JSON or rows of CSV, a line each (docs/happenings.md), in the order in which the first telling of each came
 *   memory:  all events are held until all are read, at most BW_TELLINGS bytes
 *   fails:   BW_ERR_LIMIT when they are more: said once, then at the end, and no record is given
 *   threads: one at a time
 */
#ifndef BW_STORY_TELLING_H
#define BW_STORY_TELLING_H

#include "code/event_key.h"

typedef struct bw_tellings bw_tellings;

enum { BW_TELLINGS = 1 << 30 };

/* The knowledge and the coder's name are to outlive the tellings. */
typedef struct {
    bw_sameness merge;
    const bw_knowledge *knowledge; /* for BW_SAME_PHOENIX; else NULL will do */
    bw_str coder;                  /* of documents that bring no records; empty: none */
    bool csv;                      /* rows of CSV instead of records of JSON */
    bool only_actual;              /* without what is negated, planned, hypothetical or denied */
} bw_tellings_options;

/* NULL: no memory. */
BW_MUST_USE bw_tellings *bw_tellings_new(const bw_tellings_options *options);
void bw_tellings_free(bw_tellings *t); /* NULL is allowed */

/* A document that takes back or corrects (doc->story says so) marks the events of the versions before it. One that was added before,
 * with the same id and events, is passed over. Inside bw_arena_try on the document's arena. */
BW_MUST_USE bw_status bw_tellings_add(bw_tellings *t, bw_document *doc, bw_err *err);

/* How many documents take back or correct versions that were not added: their events are not there to be marked. */
uint32_t bw_tellings_strays(const bw_tellings *t);

/* The next line, valid until the next call; the first of CSV names the columns. BW_END behind the last. Nothing is added after
 * the first call. */
BW_MUST_USE bw_status bw_tellings_next(bw_tellings *t, bw_str *row, bw_err *err);

#endif
