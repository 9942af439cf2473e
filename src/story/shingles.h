/* shingles.h - which earlier texts share runs of words with this one, at a cost that does not grow.
 *
 *   takes:   texts as rows of words (wordprint.h), numbered as they come
 *   gives:   the texts that share most runs of three words, rare runs counting more; and how widespread each run is
 *   how:     an index from runs to the texts that came last with them (postings.h). Of longer texts a fixed share of runs is
 *            taken, chosen by their hash, so that two texts choose alike: some 100 of a news story
 */
#ifndef BW_STORY_SHINGLES_H
#define BW_STORY_SHINGLES_H

#include "story/postings.h"
#include "story/wordprint.h"

enum { BW_SHINGLES_FOUND = 12, BW_SHINGLES_UNKNOWN = 255 };

/* The tags under which a text is to be put into the index; returns how many, fewer than it has words. In the arena. */
uint32_t bw_shingles_tags(bw_arena *a, bw_wordprint text, uint32_t **out);

typedef struct {
    uint32_t number;
    float weight; /* of the runs shared with it */
} bw_shingles_hit;

typedef struct {
    bw_shingles_hit hits[BW_SHINGLES_FOUND]; /* most weight first */
    uint32_t n;
    uint8_t *spread; /* for each word, in how many families the run that begins there was seen, or BW_SHINGLES_UNKNOWN */
} bw_shingles_found;

/* `family` tells the family of a text by its number. In the arena. */
void bw_shingles_find(const bw_postings *index, bw_arena *a, bw_wordprint text, uint32_t (*family)(const void *with, uint32_t number),
                      const void *with, bw_shingles_found *out);

#endif
