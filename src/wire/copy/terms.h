/* terms.h - the words of the wire (knowledge/wire/), looked up.
 *
 *   takes:   words as the copy has them; they are folded for the lookup
 *   owner:   what comes back is static
 *   fails:   never; NULL: not in the table
 */
#ifndef BW_WIRE_TERMS_H
#define BW_WIRE_TERMS_H

#include "base/str.h"

typedef struct {
    const char *form, *agency, *source;
} bw_terms_agency;
typedef struct {
    const char *form, *sets, *source;
} bw_terms_marker;
typedef struct {
    const char *kind, *form, *value, *source;
} bw_terms_row;

extern const bw_terms_agency bw_terms_agencies[];
extern const size_t n_bw_terms_agencies;
extern const bw_terms_marker bw_terms_markers[];
extern const size_t n_bw_terms_markers;
extern const bw_terms_row bw_terms_rows[];
extern const size_t n_bw_terms_rows;
extern const uint32_t bw_terms_rows_slots[]; /* row + 1 in the lower half, of its hash the upper half; 0: free */
extern const size_t n_bw_terms_rows_slots;

enum { BW_TERMS_MAX = 64 }; /* bytes of a folded form */

/* Lower case without accents, in out (BW_TERMS_MAX bytes); empty when it does not fit. */
bw_str bw_terms_fold(bw_str s, char *out);

const bw_terms_agency *bw_terms_find_agency(bw_str name);
const bw_terms_marker *bw_terms_find_marker(bw_str form); /* a form as bw_marker_form() makes it: not folded again */
/* The value of a word of this kind. */
const char *bw_terms_find(const char *kind, bw_str word);
/* The same, for many words. */
typedef struct {
    const char *kind;
    uint32_t hash;
} bw_terms_words;
bw_terms_words bw_terms_words_of(const char *kind);
const char *bw_terms_find_in(bw_terms_words words, bw_str word);
/* And for who folds them on the way: `hash` is that of the words, taken on with each byte of the folded form. */
static inline uint32_t bw_terms_hash(uint32_t hash, char c) { return (hash ^ (unsigned char)c) * 16777619u; } /* as tools/tsv2c.c has it */
const char *bw_terms_find_folded(bw_terms_words words, bw_str form, uint32_t hash);
/* The rows of a kind; *n their number. */
const bw_terms_row *bw_terms_kind(const char *kind, size_t *n);
/* The first row of the kind whose form `s` starts with, case and accents folded, at the end of a word. */
const bw_terms_row *bw_terms_starts(const char *kind, bw_str s);

#endif
