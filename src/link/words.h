/* words.h - names cut into words that compare equal however they are printed.
 *
 *   takes:   text of a name, or the form of a token
 *   gives:   words: case and accents folded; hyphen, blank, full stop and apostrophe divide ("Eui-yong" = "Eui
 *            yong"), except in initials ("U.S." = "us")
 *   owner:   the words' text lies in the caller's buffer; nothing here allocates
 *   fails:   never; a word counts up to BW_WORD_MAX bytes, the rest of a longer one enters only its hash
 */
#ifndef BW_LINK_WORDS_H
#define BW_LINK_WORDS_H

#include "base/str.h"

enum { BW_WORD_MAX = 48 };

typedef struct {
    uint64_t hash;
    uint16_t at, len; /* of the folded text in the caller's buffer */
    bool capital;     /* begins with a capital letter or a digit */
    bool all_capital; /* more than one letter, no small one */
    bool broken;      /* something that no name holds (comma, bracket) stands before it */
} bw_word;

/* Cuts `s` into at most `room` words whose text goes to `out` (`n_out` bytes; what does not fit is left out).
 * *ends_broken (may be NULL): such a thing stands behind the last word. Returns the number of words. */
uint32_t bw_words_cut(bw_str s, bw_word *words, uint32_t room, char *out, size_t n_out, bool *ends_broken);

/* Of one word folded already: as bw_words_cut gives it. */
uint64_t bw_words_hash(bw_str folded);

/* Hash of a phrase's first words from that of one word less. */
static inline uint64_t bw_words_extend(uint64_t hash, uint64_t word)
{
    uint64_t h = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* The name with its words folded and joined by blanks: what phrases are stored as. */
bw_str bw_words_fold(bw_arena *a, bw_str name);

#endif
