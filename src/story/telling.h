/* telling.h - one event told many times: one record with all its tellings.
 *
 *   takes:   coded documents in the order in which they were placed (doc->story is filled)
 *   gives:   records of JSON, a line each (docs/happenings.md), in the order in which the first telling of each came
 *   memory:  all events are held until all are read, at most BW_TELLINGS bytes
 *   fails:   BW_ERR_LIMIT when they are more
 *   threads: one at a time
 */
#ifndef BW_STORY_TELLING_H
#define BW_STORY_TELLING_H

#include "code/event_key.h"

typedef struct bw_tellings bw_tellings;

enum { BW_TELLINGS = 1 << 30 };

/* `knowledge` is for BW_SAME_PHOENIX; else NULL will do. `coder`: of documents that bring no records; empty: none. It and the knowledge
 * are to outlive the tellings. NULL: no memory. */
BW_MUST_USE bw_tellings *bw_tellings_new(bw_sameness merge, const bw_knowledge *knowledge, bw_str coder);
void bw_tellings_free(bw_tellings *t); /* NULL is allowed */

/* A document that takes back or corrects (doc->story says so) marks the events of the versions before it. One that was added before,
 * with the same id and events, is passed over. Inside bw_arena_try on the document's arena. */
BW_MUST_USE bw_status bw_tellings_add(bw_tellings *t, bw_document *doc, bw_err *err);

/* The next record with its newline, valid until the next call; BW_END behind the last. Nothing is added after the first call. */
BW_MUST_USE bw_status bw_tellings_next(bw_tellings *t, bw_str *row, bw_err *err);

#endif
