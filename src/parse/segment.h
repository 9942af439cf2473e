/* segment.h - text to paragraphs, sentences and tokens.
 *
 *   takes:   doc->head: title and text; weights as `broadway train segment` writes them (docs/parse.md has the format)
 *   gives:   doc->sentences and doc->tokens: offsets, form, mwt, space_after. The title is one sentence
 *            (number -1). Paragraphs end at blank lines. What lies between sentences is white space.
 *   how:     tokens by rules (token.h); a sentence may end in a gap between two tokens that looks like an end
 *            (full stop and its kin before it, a line's end in it, a capital behind it), and does when the
 *            summed integer weights of the gap's features are above 0
 *   fails:   bw_segmenter_read: BW_ERR_SYNTAX for weights or a table that are missing or damaged;
 *            bw_segment: never. Over BW_PARSE_MAX_SENTENCE tokens a sentence is cut where it hurts least
 *   threads: an open segmenter is read-only and shared
 */
#ifndef BW_PARSE_SEGMENT_H
#define BW_PARSE_SEGMENT_H

#include "parse/token.h"

enum {
    BW_SEGMENT_BITS = 15,      /* weights: 2 to this power */
    BW_SEGMENT_FEATURES = 28,  /* of one gap; each an index of a weight */
};

typedef struct bw_segmenter bw_segmenter;

/* In the arena, which must outlive it, as must `table` (of token forms) and `weights`. With `weights` of
 * length 0 it can only be trained. */
BW_MUST_USE bw_status bw_segmenter_read(bw_arena *a, bw_str table, bw_str weights, bw_segmenter **out, bw_err *err);

/* The weights that are built in; len 0 when the program was built without them. */
bw_str bw_segment_builtin(void);

void bw_segment(const bw_segmenter *s, bw_document *doc);

/* The same, with somebody else to decide whether a sentence ends in the gap behind byte `end`: training asks the treebank. */
typedef bool (*bw_segment_decide)(void *with, const uint32_t features[BW_SEGMENT_FEATURES], uint32_t end);
void bw_segment_by(const bw_segmenter *s, bw_document *doc, bw_segment_decide decide, void *with);

/* The rules for tokens that it was opened with. */
const bw_token_rules *bw_segmenter_rules(const bw_segmenter *s);

/* Bytes of a weights file. `weights` holds 1 << BW_SEGMENT_BITS of them. */
bw_str bw_segment_pack(bw_arena *a, const int16_t *weights);

#endif
