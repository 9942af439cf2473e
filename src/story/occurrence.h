/* occurrence.h - documents that tell of one occurrence, whoever wrote them, found one by one as they come.
 *
 *   takes:   a document with its head and text; its events where it was coded, which tell much more than the words
 *   gives:   the number of its story: an open one that it fits, or a new one
 *   cost:    the same for every document, however many stories are open: few candidates are looked at
 *   memory:  bounded: BW_OCCURRENCE_OPEN stories are open; when one more opens, the one that was silent longest closes
 *   order:   the same documents in the same order give the same stories, in one run or with a state saved in between
 *   threads: one at a time
 */
#ifndef BW_STORY_OCCURRENCE_H
#define BW_STORY_OCCURRENCE_H

#include "document.h"

typedef struct bw_occurrences bw_occurrences;

enum { BW_OCCURRENCE_OPEN = 1 << 16 };

BW_MUST_USE bw_status bw_occurrences_new(bw_occurrences **out, bw_err *err);
void bw_occurrences_free(bw_occurrences *o); /* NULL is allowed */

typedef struct {
    uint64_t story; /* never 0. Made of the id of the document that opened it, so the same in every run */
    bool opened;    /* by this document */
    float score;    /* how well it fits, 0 to 1; 1 where `with` said it */
} bw_occurrence;

/* `with`: the story of the text that this is a copy or a version of, 0 for none: it goes there unasked, and what it tells counts for
 * that story no second time. Inside bw_arena_try on the document's arena. */
BW_MUST_USE bw_status bw_occurrences_place(bw_occurrences *o, bw_document *doc, uint64_t with, bw_occurrence *out, bw_err *err);

/* All that the next document's place depends on, as bytes; they go on where they were saved. */
void bw_occurrences_save(const bw_occurrences *o, bw_buf *out);
/* Into one that is new. BW_ERR_SYNTAX: these are no bytes that were saved; it is to be freed then. */
BW_MUST_USE bw_status bw_occurrences_load(bw_occurrences *o, bw_str bytes, bw_err *err);

#endif
