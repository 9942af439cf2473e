/* train_segment.h - the weights of the segmenter, out of treebanks.
 *
 *   takes:   CoNLL-U texts with sentences marked; from each document four layouts are made (as it is, hard-wrapped,
 *            a line a paragraph, hard-wrapped with indents), so that line ends are learned too, and one in which
 *            abbreviations end more sentences, and stand before more names
 *   gives:   the bytes of segment.bin in the arena; the same input gives the same bytes
 *   how:     averaged perceptron with margin, integers only
 *   fails:   BW_ERR_SYNTAX with file and line of the treebank
 */
#ifndef BW_PARSE_TRAIN_SEGMENT_H
#define BW_PARSE_TRAIN_SEGMENT_H

#include "base/str.h"

typedef struct {
    const bw_str *treebanks;   /* CoNLL-U */
    const char *const *names;  /* of their files, for messages; may be NULL */
    size_t n_treebanks;
    int rounds;                /* over all gaps; 0: the default */
} bw_train_segment_options;

/* Inside bw_arena_try. `report`, which may be NULL, gets a line of figures. */
BW_MUST_USE bw_status bw_train_segment(bw_arena *a, const bw_train_segment_options *options, bw_str *out, bw_buf *report,
                                       bw_err *err);

#endif
