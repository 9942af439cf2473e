/* network_tree.h - from the scores of all possible heads to the best tree. */
#ifndef BW_PARSE_NETWORK_TREE_H
#define BW_PARSE_NETWORK_TREE_H

#include "base/arena.h"

#include <stdbool.h>

/* scores (n, stride): of word i with head j, and in column n of word i as the root. Scores are within
 * -2^31..2^31. heads (n): -1 for the one root. The tree of the highest sum among those with one root
 * (Chu-Liu and Edmonds); a word's score with itself does not count. Scratch lies in the arena. */
void bw_network_tree(bw_arena *a, const int32_t *scores, uint32_t n, uint32_t stride, int32_t *heads);

/* Whether heads (n) make a tree with exactly one root. */
bool bw_network_is_tree(const int32_t *heads, uint32_t n);

#endif
