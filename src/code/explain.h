/* explain.h - what the coder saw in each sentence and why it decided so: gathered once, written for a person
 * (code_explain.c) and as JSON (explain_json.c).
 *
 *   takes:   a document with tokens, mentions and times; both readers
 *   gives:   a sentence at a time: its mentions, times and events, each pattern that was tried, the classifier's view of each pair
 *   owner:   the document's arena; an explanation holds until the next one
 *   fails:   never
 */
#ifndef BW_CODE_EXPLAIN_H
#define BW_CODE_EXPLAIN_H

#include "code/proposals.h"

typedef struct {
    int32_t token;
    const bw_pattern *pattern;
    bool fits, best;
    int part;                /* that is at fault, as bw_match_trace has it */
    uint32_t points;
} bw_tried;

typedef struct {
    const bw_readers *readers;
    bw_coder c;
    bw_second_reader second;
    const char **fates;      /* by token */
    int32_t sentence;
    bw_range mentions, times, events; /* of the sentence: indexes into the document's */
    bw_tried *tried;         /* in the order of their tokens */
    uint32_t n_tried, room_tried;
    bw_proposal *views;
    uint32_t n_views, room_views;
} bw_explainer;

/* Codes the document, and makes ready to tell why. */
void bw_explain_begin(bw_explainer *x, const bw_readers *readers, bw_document *doc);
/* The next sentence; false behind the last. */
bool bw_explain_next(bw_explainer *x);

/* Why the pattern does not fit, and which words of it are at fault (empty: none in particular). */
const char *bw_tried_why(const bw_tried *t);
bw_str bw_tried_words(const bw_tried *t);
/* "event", or why a fitting rule gave none; NULL where no rule fits the word. */
const char *bw_explain_outcome(const bw_explainer *x, int32_t token);

/* What bw_code_events does. `fates` (NULL, or one for each token, all NULL) takes why a match became no event. */
void bw_code_events_told(const bw_readers *readers, bw_document *doc, const char **fates);

#endif
