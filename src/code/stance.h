/* stance.h - how the text holds an act: whether it happened, is planned, open, denied; who says so; when; where.
 *
 *   takes:   a prepared document and the token of a predicate
 *   gives:   answers read off the tree; nothing is kept
 *   fails:   never
 */
#ifndef BW_CODE_STANCE_H
#define BW_CODE_STANCE_H

#include "code/match.h"

typedef struct {
    bw_modality modality;
    bool negated;
    bool announced;          /* planned in plain words ("will", "plans to"), not merely a purpose */
    bool taken_for_granted;  /* of a noun: the sentence treats it as something that took place */
    bool habitual;
    int32_t said_by;         /* token of the speaker's phrase, -1: nobody */
    int32_t said_at;         /* token of the verb of saying, -1 */
} bw_stance;

void bw_stance_read(const bw_coder *c, const bw_match *m, bw_stance *out);

/* What an act counts as that is only announced, or refused, by him who would do it: lexicon/grammar/future.tsv. NULL: as itself. */
const bw_cameo *bw_stance_announced(const bw_lexicon *l, const bw_cameo *act);
const bw_cameo *bw_stance_refused(const bw_lexicon *l, const bw_cameo *act);
bool bw_is_friendly(bw_plover type);

/* The time expression that dates the predicate, or -1. */
int32_t bw_stance_time(const bw_coder *c, int32_t predicate, int32_t carrier);
/* The mention where the act took place, or -1; those in `used` are parties and do not count. */
int32_t bw_stance_place(const bw_coder *c, const bw_match *m);

/* Dead, injured, arrested, as the clause of the predicate counts them. */
void bw_stance_toll(const bw_coder *c, const bw_match *m, bw_event *e);

#endif
