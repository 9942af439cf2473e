/* wordprint.h - a text as a row of words, each in 64 bits: what it is, and what it looks like.
 *
 *   takes:   a text in any language; of scripts without blanks each character counts as a word
 *   gives:   words without case, accents, punctuation; "1,234" is one number, "don't" and "govern-\nment" one word
 *   owner:   the arena
 *   fails:   never; of a longer text the first BW_WORDPRINT_MAX words count
 */
#ifndef BW_STORY_WORDPRINT_H
#define BW_STORY_WORDPRINT_H

#include "base/str.h"

enum { BW_WORDPRINT_MAX = 8192 };

typedef struct {
    uint32_t hash; /* of the folded word; never 0 */
    uint32_t look; /* which letters it has (26 bits), its length (4 bits, at most 15), BW_LOOK_… */
} bw_word;

#define BW_LOOK_NUMBER (1u << 30)
#define BW_LOOK_NAME (1u << 31) /* begins with a capital, not at the beginning of a sentence */
#define BW_LOOK_KEY (BW_LOOK_NUMBER | BW_LOOK_NAME)

typedef struct {
    const bw_word *items;
    uint32_t n;
} bw_wordprint;

bw_wordprint bw_wordprint_of(bw_arena *a, bw_str text);

static inline uint32_t bw_word_length(bw_word w) { return w.look >> 26 & 15; }

/* Whether one may be the other, harmed by a character or two: most letters are the same. Numbers are only like themselves. */
bool bw_word_alike(bw_word a, bw_word b);

/* How much it says: numbers and names more, small words less. In hundredths of a plain word. */
uint32_t bw_word_weight(bw_word w);

#endif
