/* train_lemma.h - the decision lists of the lemmatizer, out of treebanks.
 *
 *   takes:   CoNLL-U texts with lemmas and both tags; a dictionary in WordNet's files (index.verb, verb.exc and so on), from
 *            whose words all regular forms are made, or nothing
 *   gives:   the bytes of lemma.bin in the arena; the same input gives the same bytes
 *   how:     counts which change each ending, and each form, has; an entry is kept where it changes the answer that a
 *            less specific entry gives
 *   fails:   BW_ERR_SYNTAX with file and line of the treebank
 */
#ifndef BW_PARSE_TRAIN_LEMMA_H
#define BW_PARSE_TRAIN_LEMMA_H

#include "base/str.h"

typedef struct {
    const bw_str *treebanks;  /* CoNLL-U */
    const char *const *names; /* of their files, for messages; may be NULL */
    size_t n_treebanks;
    bw_str verbs, verb_exceptions, nouns, noun_exceptions, adjectives, adjective_exceptions; /* may be empty */
} bw_train_lemma_options;

/* Inside bw_arena_try. `report`, which may be NULL, gets a line of figures. */
BW_MUST_USE bw_status bw_train_lemma(bw_arena *a, const bw_train_lemma_options *options, bw_str *out, bw_buf *report,
                                     bw_err *err);

#endif
