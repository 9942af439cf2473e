/* occurrence_traits.h - what a document tells of, as weighted marks that documents of one occurrence share.
 *
 *   takes:   a document with its head and text; its events where it was coded
 *   gives:   marks: stems of its words, its numbers, the places, participants and acts of the events told first; the days that it names
 *   weights: what is told first weighs more, and so do names; a word that half of all news has weighs next to nothing
 *   fails:   never; a document without words has no marks
 */
#ifndef BW_STORY_OCCURRENCE_TRAITS_H
#define BW_STORY_OCCURRENCE_TRAITS_H

#include "document.h"

enum { BW_MAX_TRAITS = 64, BW_MAX_TOLD = 4 };

typedef struct {
    uint32_t mark; /* hash, never 0; BW_TRAIT_NUMBER is set in those of numbers, and in no others */
    float weight;
} bw_trait;

enum { BW_TRAIT_NUMBER = 2 };

typedef struct {
    bw_trait items[BW_MAX_TRAITS]; /* heaviest first; their squares add up to 1 */
    uint32_t n;
    bw_day day;                    /* of the document, or BW_NO_DAY */
    bw_day told[BW_MAX_TOLD];      /* that its beginning names */
    uint32_t n_told;
} bw_traits;

void bw_traits_of(const bw_document *doc, bw_traits *out);

/* A word as words.tsv lists it. */
typedef struct {
    const char *stem, *per_10000;
} bw_story_word;
extern const bw_story_word bw_story_words[];
extern const size_t n_bw_story_words;
extern const uint32_t bw_story_words_slots[]; /* by the hash of its stem, as tools/tsv2c.c tells */
extern const size_t n_bw_story_words_slots;

#endif
