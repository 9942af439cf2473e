/* conllu.h - CoNLL-U in and out (universaldependencies.org/format.html).
 *
 *   reads:   one document at a time ("# newdoc", or the whole input); multi-word tokens; empty nodes are skipped;
 *            the text is rebuilt from "# text", or from forms and SpaceAfter=No; NER=B-PER in MISC
 *   writes:  "# newdoc id", "# newpar" where a paragraph begins, "# sent_id", "# flags = headline cut noise" (those that
 *            are set; headline makes a sentence part of the title), "# text", SpaceAfter=No, NER=… in MISC
 *   fails:   BW_ERR_SYNTAX with the line and what is wrong with it
 */
#ifndef BW_PARSE_CONLLU_H
#define BW_PARSE_CONLLU_H

#include "document.h"

/* Takes the next document from *rest (moved behind it); *line counts lines, from 0 before the first call.
 * BW_END when nothing is left. */
BW_MUST_USE bw_status bw_conllu_read(bw_str *rest, uint64_t *line, bw_document *doc, bw_err *err);

void bw_conllu_write(const bw_document *doc, bw_buf *out);

#endif
