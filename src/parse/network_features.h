/* network_features.h - what the network sees of a word: the same in training and in use.
 *
 *   takes:   tokens with form and space_after
 *   gives:   for each word a hash of its normal form, to be looked up among the known words, and a row in
 *            each of the small tables: affixes, shape, place and case
 *   normal:  lower case without accents, typographic quotes and dashes as plain ones, digits as 0
 *   fails:   never; of a form only the first BW_FEATURE_BYTES bytes are read
 *   threads: no shared state
 */
#ifndef BW_PARSE_NETWORK_FEATURES_H
#define BW_PARSE_NETWORK_FEATURES_H

#include "document.h"

enum { BW_FEATURE_BYTES = 192 };

/* The small tables and their number of rows: a file of weights depends on them. */
#define BW_TABLE_LIST(X)                                                                             \
    X(PREFIX2, 2048) X(PREFIX3, 4096) X(SUFFIX2, 2048) X(SUFFIX3, 4096) X(SUFFIX4, 8192)             \
    X(SHAPE, 1024) X(PLACE, 128)

enum {
#define BW_TABLE_ENUM(name, rows) BW_TABLE_##name,
    BW_TABLE_LIST(BW_TABLE_ENUM)
#undef BW_TABLE_ENUM
    BW_N_TABLES
};

extern const uint32_t bw_table_rows[BW_N_TABLES];

typedef struct {
    uint64_t word;
    uint16_t row[BW_N_TABLES];
} bw_word_features;

/* Of a sentence's `n` tokens: out has room for as many. */
void bw_network_features(const bw_token *tokens, uint32_t n, bw_word_features *out);

/* The hash of a word's normal form. */
uint64_t bw_network_word(bw_str form);

#endif
