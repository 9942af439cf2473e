/* occurrence.h - documents that tell of one occurrence, whoever wrote them, found one by one as they come.
 *
 *   takes:   a document with its head and text; its events where it was coded, which tell more than the words alone; its family
 *            (doc->story.copy) where that is known
 *   gives:   doc->story.story: an open story that it fits, or a new one, named by the document that opened it
 *   cost:    the same for every document, however many stories are open: few candidates are looked at
 *   memory:  bounded: BW_OCCURRENCES stories are open, 110 MB or so; when one more opens, the one that was silent longest closes
 *   order:   the same documents in the same order get the same answers, in one run or with rows kept in between
 *   threads: one at a time
 */
#ifndef BW_STORY_OCCURRENCE_H
#define BW_STORY_OCCURRENCE_H

#include "document.h"

typedef struct bw_occurrences bw_occurrences;

enum { BW_OCCURRENCES = 1 << 16 };

BW_MUST_USE bw_occurrences *bw_occurrences_new(void); /* NULL: no memory */
void bw_occurrences_free(bw_occurrences *o);          /* NULL is allowed */

/* Finds the story, in doc->story.story; a document of a family that a story has goes there unasked. Nothing changes yet. In the
 * document's arena, inside bw_arena_try(). */
typedef struct bw_occurrence_choice bw_occurrence_choice;
BW_MUST_USE bw_status bw_occurrences_choose(bw_occurrences *o, bw_document *doc, bw_occurrence_choice **out, bw_err *err);

/* Puts it there, which cannot fail: at once, before another is chosen. Returns the slot of the story, which was changed by it. */
uint32_t bw_occurrences_put(bw_occurrences *o, const bw_occurrence_choice *c);

/* Both. */
BW_MUST_USE bw_status bw_occurrences_place(bw_occurrences *o, bw_document *doc, uint32_t *slot, bw_err *err);

/* ---- a state that outlives the run: the row of each slot that was changed, the last one of each counts ---------------- */

void bw_occurrences_row(const bw_occurrences *o, uint32_t slot, bw_buf *out);
/* Into stories that are new: all rows, in any order, then begin. BW_ERR_SYNTAX: a row that is none of ours. */
BW_MUST_USE bw_status bw_occurrences_load(bw_occurrences *o, uint32_t slot, bw_str row, bw_err *err);
BW_MUST_USE bw_status bw_occurrences_begin(bw_occurrences *o, bw_err *err);

#endif
