/* lemma.h - from a tagged word to its dictionary form.
 *
 *   takes:   form, UPOS and Penn tag; weights as `broadway train lemma` writes them (docs/parse.md has the format)
 *   gives:   the lemma as the treebanks write it: verbs and nouns without inflection, names in their own case
 *   how:     two decision lists, one for the letters (cut so many bytes, add these), one for their case. The most
 *            specific entry wins: form with both tags, form with Penn tag, then ever shorter endings
 *   owner:   the weights' bytes stay the caller's and must outlive the lemmatizer
 *   fails:   bw_lemmatizer_read: BW_ERR_SYNTAX for weights that are damaged or of another version
 *   threads: read-only and shared
 */
#ifndef BW_PARSE_LEMMA_H
#define BW_PARSE_LEMMA_H

#include "document.h"

typedef struct bw_lemmatizer bw_lemmatizer;

/* The weights that are built in; len 0 when the program was built without them. */
bw_str bw_lemma_builtin(void);

/* In the arena, which must outlive it. */
BW_MUST_USE bw_status bw_lemmatizer_read(bw_arena *a, bw_str weights, bw_lemmatizer **out, bw_err *err);

/* The lemma: a part of `form`, or in the arena. Never empty for a form that is not. */
bw_str bw_lemma_of(const bw_lemmatizer *l, bw_arena *a, bw_str form, bw_upos upos, const char *xpos);

/* ---- shared with training (train_lemma.c) ------------------------------------------------------------ */

enum {
    BW_LEMMA_MAX_FORM = 48,    /* bytes; longer forms are their own lemmas */
    BW_LEMMA_MAX_ENDING = 7,   /* bytes of the longest ending that is looked up */
    BW_LEMMA_FORM,             /* levels: 0 to MAX_ENDING are endings, then the form with its Penn tag, */
    BW_LEMMA_FORM_UPOS,        /* then with both tags */
    BW_LEMMA_LEVELS,
};
typedef enum { BW_LEMMA_LETTERS, BW_LEMMA_CASE } bw_lemma_list;
typedef enum { BW_LEMMA_LOWER, BW_LEMMA_KEEP, BW_LEMMA_TITLE, BW_LEMMA_N_CASES } bw_lemma_case;

/* A form made ready for lookup: straight apostrophes; the same in lower case; what its capitals look like. */
typedef struct {
    char kept[BW_LEMMA_MAX_FORM], low[BW_LEMMA_MAX_FORM];
    size_t len;
    char shape; /* 'a' no capital, 'A' the first only, 'B' all letters (two or more), 'C' others */
} bw_lemma_word;

/* False when the form is too long. */
bool bw_lemma_prepare(bw_str form, bw_lemma_word *out);

/* Whether a list has entries of this level for a form of `len` bytes. Case does not hang on endings. */
static inline bool bw_lemma_has_level(bw_lemma_list list, int level, size_t len)
{
    return level == 0 || level >= BW_LEMMA_FORM || (list == BW_LEMMA_LETTERS && (size_t)level <= len);
}

/* The key of an entry: `part` is an ending of the form in lower case, or all of it. */
uint64_t bw_lemma_key(bw_lemma_list list, int level, bw_upos upos, const char *xpos, char shape, bw_str part);

/* One way to change letters: cut `cut` bytes, add `add`. */
typedef struct {
    uint32_t cut;
    bw_str add;
} bw_lemma_rule;

typedef struct {
    uint64_t key;
    uint16_t value; /* number of a rule, or a bw_lemma_case */
} bw_lemma_entry;

/* Bytes of a weights file. */
bw_str bw_lemma_pack(bw_arena *a, const bw_lemma_rule *rules, size_t n_rules, const bw_lemma_entry *entries, size_t n_entries);

#endif
