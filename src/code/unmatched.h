/* unmatched.h - what stands between two actors and is known to no rule: counted over documents, for who writes rules.
 *
 *   takes:   documents with tokens, mentions and times; the readers, of which only the rules are asked what they know
 *   gives:   predicates in the form of a pattern, the most frequent first, with the regions of their actors, what the classifier
 *            takes them for, and a sentence
 *   owner:   the arena given to bw_unmatched_new; it grows with the number of different predicates
 *   threads: one at a time
 */
#ifndef BW_CODE_UNMATCHED_H
#define BW_CODE_UNMATCHED_H

#include "code/code.h"
#include "link/link.h"

typedef struct bw_unmatched bw_unmatched;

/* Inside bw_arena_try. */
bw_unmatched *bw_unmatched_new(bw_arena *keep, const bw_readers *readers, const bw_knowledge *knowledge);
/* Inside bw_arena_try of both arenas. */
void bw_unmatched_add(bw_unmatched *u, bw_document *doc);
/* The `most` most frequent, for a person or as lines of JSON. */
void bw_unmatched_write(bw_unmatched *u, uint32_t most, bool json, bw_buf *out);

#endif
