/* textmatch.h - two texts laid beside each other: what they share, in whatever order, and what differs.
 *
 *   takes:   two texts as rows of words (wordprint.h); which words of the one are boilerplate
 *   gives:   how much of each stands in the other too, and whether they are versions of one text
 *   how:     runs of three words that both have are the anchors; from each the texts are walked along together, over words that
 *            differ. A word that differs may be the same word harmed (OCR), or another: where most numbers and names
 *            are others, the texts are two fillings of one form (market tables, results, forecasts) and no versions
 *   cost:    in proportion to the words of both
 */
#ifndef BW_STORY_TEXTMATCH_H
#define BW_STORY_TEXTMATCH_H

#include "story/wordprint.h"

typedef struct bw_textmatcher bw_textmatcher;

/* Made ready to be laid beside many others. `weights`: of each word of `text`, in hundredths; NULL: bw_word_weight(). Both must
 * outlive it. */
bw_textmatcher *bw_textmatch_ready(bw_arena *a, bw_wordprint text, const uint32_t *weights);

/* Weights of words in hundredths, of the text that was made ready (mine) and of the other. */
typedef struct {
    uint32_t all_mine, all_other;         /* of all words */
    uint32_t same_mine, same_other;       /* word for word */
    uint32_t alike_mine, alike_other;     /* the same word, harmed */
    uint32_t changed_mine, changed_other; /* another word or none, between words that are the same */
    uint32_t keys_same, keys_changed;     /* numbers and names in what is laid beside each other */
    uint32_t numbers_same, numbers_changed;
    uint32_t longest;                     /* the longest run, in words, over harmed ones */
    bool from_start;                      /* most of the first words of each stand in the other */
} bw_textmatch;

void bw_textmatch_compare(bw_textmatcher *m, bw_wordprint other, bw_textmatch *out);

/* Two fillings of one form: where they run side by side, the numbers and names are others. */
bool bw_textmatch_is_form(const bw_textmatch *m);

/* How much of the text of which more stands in the other stands there, 0 to 1. */
double bw_textmatch_shared(const bw_textmatch *m);

/* How sure it is that they are versions of one text: over 0.5 they are. */
double bw_textmatch_score(const bw_textmatch *m);

#endif
