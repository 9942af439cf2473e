/* clean_words.h - the table of what markup may hold (knowledge/wire/markup.tsv), for feed_clean.c. */
#ifndef BW_WIRE_CLEAN_WORDS_H
#define BW_WIRE_CLEAN_WORDS_H

#include <stddef.h>

typedef struct {
    const char *kind, *form, *value;
} bw_clean_word;

extern const bw_clean_word bw_clean_words[];
extern const size_t n_bw_clean_words;

#endif
