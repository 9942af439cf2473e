/* occurrence_state.h - open stories that outlive the run: a table of their own in the state.
 *
 *   fails:   BW_ERR_SYNTAX for a state whose rows are damaged, BW_ERR_IO, BW_ERR_MEMORY
 */
#ifndef BW_STORY_OCCURRENCE_STATE_H
#define BW_STORY_OCCURRENCE_STATE_H

#include "story/occurrence.h"
#include "story/statefile.h"

typedef struct bw_occurrence_state bw_occurrence_state;

/* The state is to stay open until this is closed. */
BW_MUST_USE bw_status bw_occurrence_state_open(bw_state *state, bw_occurrence_state **out, bw_err *err);
void bw_occurrence_state_close(bw_occurrence_state *s); /* NULL is allowed */

/* bw_occurrences_choose() and bw_occurrences_put(). */
BW_MUST_USE bw_status bw_occurrence_state_choose(bw_occurrence_state *s, bw_document *doc, bw_occurrence_choice **out, bw_err *err);
void bw_occurrence_state_put(bw_occurrence_state *s, const bw_occurrence_choice *c);

/* Writes the stories that changed since the last time: to be called before bw_state_commit(). */
BW_MUST_USE bw_status bw_occurrence_state_write(bw_occurrence_state *s, bw_err *err);

#endif
