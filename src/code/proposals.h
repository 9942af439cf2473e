/* proposals.h - where the second reader comes in: what it thinks of an event that a rule found, and which events it sees
 * where no rule fired.
 *
 *   takes:   a prepared document; the events that rules made
 *   gives:   opinions; proposals: two actors, the word of the act, the opinion
 *   owner:   the document's arena
 *   fails:   never; a sentence of many actors costs a bounded number of readings
 */
#ifndef BW_CODE_PROPOSALS_H
#define BW_CODE_PROPOSALS_H

#include "code/classifier.h"
#include "code/match.h"

enum { BW_MOST_PAIRS = 20 };

/* The classifier at work on a document, a sentence at a time. */
typedef struct {
    bw_coder *c;
    const bw_classifier *classifier;
    int32_t sentence;         /* that is ready, -1: none yet */
    bool readable;            /* it is not too long */
    bw_classifier_sentence ready;
} bw_second_reader;

/* Two actors of a sentence and the word of an act where their ways meet. */
typedef struct {
    int32_t actor, recipient; /* mentions */
    int32_t predicate;        /* token */
} bw_pair;

typedef struct {
    bw_pair pair;
    bw_opinion opinion;
} bw_proposal;

typedef struct {
    bw_proposal *items;
    uint32_t n, room;
} bw_proposals;

/* Of an event's first actor and first recipient; false when it lacks one or they stand in different sentences. */
bool bw_proposals_judge(bw_second_reader *s, const bw_event *e, bw_opinion *out);

/* The pairs that the sentence may speak of, in the directions that its grammar allows. */
uint32_t bw_proposals_pairs(const bw_coder *c, uint32_t sentence, bw_pair out[BW_MOST_PAIRS]);
/* One of the events has the two already, or the predicate. */
bool bw_proposals_taken(const bw_document *doc, const bw_event *events, size_t n, int32_t sentence, const bw_pair *p);
/* False when the sentence is too long. */
bool bw_proposals_read(bw_second_reader *s, uint32_t sentence, const bw_pair *p, bw_opinion *out);

/* What the sentence states beside the events that are there, the surest first: pairs of actors around a verb or noun that no
 * event has. */
void bw_proposals_find(bw_second_reader *s, uint32_t sentence, const bw_event *events, size_t n, bw_proposals *out);

#endif
