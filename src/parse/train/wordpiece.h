/* wordpiece.h - words into the pieces that a pretrained encoder knows, as BERT cuts them (Devlin et al. 2019).
 *
 *   takes:   a Hugging Face tokenizer.json with a WordPiece vocabulary; words
 *   gives:   numbers of pieces: lower case, no accents, signs apart, then the longest known pieces from the left
 *   fails:   bw_wordpiece_read: BW_ERR_SYNTAX when the file has no such vocabulary
 *   threads: read-only once it was read
 */
#ifndef BW_PARSE_TRAIN_WORDPIECE_H
#define BW_PARSE_TRAIN_WORDPIECE_H

#include "base/map.h"

enum { BW_WORDPIECE_MOST = 24 }; /* of one word; what comes behind is left out */

typedef struct {
    bw_map pieces;      /* value: number */
    uint32_t n;         /* highest number + 1 */
    uint32_t unknown, begin, end;
    uint32_t longest;   /* bytes */
} bw_wordpiece;

BW_MUST_USE bw_status bw_wordpiece_read(bw_arena *a, bw_str json, bw_wordpiece *out, bw_err *err);

/* As lines, in the order of the numbers, and back: for a file of weights. */
bw_str bw_wordpiece_lines(const bw_wordpiece *w, bw_arena *a);
BW_MUST_USE bw_status bw_wordpiece_of_lines(bw_arena *a, bw_str lines, bw_wordpiece *out, bw_err *err);

/* Pieces of the word, at least one; returns how many. */
uint32_t bw_wordpiece_cut(const bw_wordpiece *w, bw_str form, uint32_t out[BW_WORDPIECE_MOST]);

#endif
