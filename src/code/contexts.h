/* contexts.h - PLOVER's contexts of an event, what it is about: from words, sectors and codes, by the lists of lexicon/contexts.
 *
 *   takes:   the files contexts/NAME.txt (docs/codebook.md has their form); a prepared document with its events
 *   gives:   each event's contexts, in the order of codebook/contexts.tsv
 *   owner:   the lexicon's arena; of an event, the document's
 *   fails:   each fault of a list goes to the reader's `report`, with line and column
 */
#ifndef BW_CODE_CONTEXTS_H
#define BW_CODE_CONTEXTS_H

#include "code/frame.h"

/* One file; `name` is that of the context, `l->book` knows which there are. */
void bw_contexts_read(bw_rules_reader *r, bw_str name, bw_str text);
/* After the last file, when all words of the lexicon are known. */
void bw_contexts_index(bw_lexicon *l);
uint32_t bw_contexts_phrases(const bw_lexicon *l);

void bw_contexts_decide(const bw_coder *c, bw_event *events, size_t n);

#endif
