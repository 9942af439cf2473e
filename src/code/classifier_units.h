/* classifier_units.h - a sentence as the second reader sees it: words, and in the place of each name one mark.
 *
 *   takes:   tokens with tags, names and tree
 *   gives:   units in the order of the text, and the same as tokens for the parser's network
 *   owner:   the document's arena
 *   threads: no shared state
 *
 * A name is what the parser calls one, and every proper noun or adjective with a capital letter; neighbours are one
 * unit. So "Nigerian police" and "Peruvian police" are the same two units.
 */
#ifndef BW_CODE_READER_UNITS_H
#define BW_CODE_READER_UNITS_H

#include "document.h"

enum { BW_CLASSIFIER_LONGEST = 160 };

typedef enum { BW_PART_NONE, BW_PART_ACTOR, BW_PART_RECIPIENT, BW_N_PARTS } bw_part_of;

typedef struct {
    uint64_t word;      /* hash of the normal form (network_features.h); 0: a name */
    uint8_t upos, rel;
    int32_t head;       /* unit, or -1 */
} bw_unit;

typedef struct {
    bw_unit *units;
    bw_token *tokens;   /* form and space_after alone */
    uint32_t n, first;  /* first: token of the sentence */
    uint8_t *unit_of;   /* of each token of the sentence */
} bw_units;

/* False when the sentence is longer than BW_CLASSIFIER_LONGEST tokens. */
bool bw_units_make(const bw_document *doc, uint32_t sentence, bw_units *out);

/* Tokens from first up to end. */
typedef struct {
    uint32_t first, end;
} bw_range;

/* Which part each unit plays: that of the actor where it holds a token of both. */
void bw_units_part(const bw_units *u, bw_range actor, bw_range recipient, uint8_t parts[BW_CLASSIFIER_LONGEST]);

#endif
