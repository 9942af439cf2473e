/* telling.h - one event told many times: one record with all its tellings.
 *
 *   takes:   coded documents in the order in which they were placed, and what is known of each: story, family, version
 *   gives:   records of JSON, a line each (docs/happenings.md), in the order in which the first telling of each came
 *   memory:  all events are held until all are read, at most BW_TELLINGS bytes
 *   fails:   BW_ERR_LIMIT when they are more
 *   threads: one at a time
 */
#ifndef BW_STORY_TELLING_H
#define BW_STORY_TELLING_H

#include "code/event_out.h"

typedef struct bw_tellings bw_tellings;

enum { BW_TELLINGS = 1 << 30 };

typedef struct {
    bw_sameness merge;             /* which events are one; BW_SAME_NONE: every telling is a record of its own */
    const bw_knowledge *knowledge; /* of BW_SAME_PHOENIX; else NULL will do */
    bw_event_options record;       /* all_modalities: also what is not positive and actual, or was taken back */
} bw_telling_options;

/* What the stage found out about a document; empty text: nothing. */
typedef struct {
    bw_str story;
    bw_str copy;        /* family of versions and copies of one text */
    bw_str revision_of; /* id of the document that this is the next version of */
} bw_telling_place;

BW_MUST_USE bw_tellings *bw_tellings_new(const bw_telling_options *options); /* NULL: no memory */
void bw_tellings_free(bw_tellings *t);                                       /* NULL is allowed */

/* A document that kills or corrects (its head says so) marks the events of the versions before it. */
BW_MUST_USE bw_status bw_tellings_add(bw_tellings *t, const bw_document *doc, const bw_telling_place *place, bw_err *err);

/* The next record with its newline, valid until the next call; BW_END behind the last. Nothing is added after the first call. */
BW_MUST_USE bw_status bw_tellings_next(bw_tellings *t, bw_str *row, bw_err *err);

#endif
