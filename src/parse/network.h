/* network.h - the trained network: from words to tags, a dependency tree and names.
 *
 *   takes:   a sentence's tokens: form and space_after; weights as `broadway train parse` writes them
 *            (docs/training.md has the format)
 *   gives:   upos, xpos, head, rel, ner and ner_begin of each token: a tree with one root, whole names
 *   how:     integers only, so that the same words give the same tree on every machine
 *   owner:   the weights' bytes stay the caller's and must outlive the network
 *   fails:   bw_network_open: BW_ERR_SYNTAX for weights that are missing, damaged or of another version
 *   threads: an open network is read-only and shared; bw_network_run uses the document's arena for scratch
 */
#ifndef BW_PARSE_NETWORK_H
#define BW_PARSE_NETWORK_H

#include "document.h"

typedef struct bw_network bw_network;

/* The weights that are built in (aligned, permanent); len 0 when the program was built without them. */
bw_str bw_network_builtin(void);

/* `bytes` must be aligned to 16. On failure *out is unchanged. */
BW_MUST_USE bw_status bw_network_open(bw_str bytes, bw_network **out, bw_err *err);
void bw_network_close(bw_network *net); /* NULL is allowed */

/* With other kernels than the fastest that the processor has, for tests and measurements; results are the same.
 * BW_ERR_USAGE with the names of those that it has. */
BW_MUST_USE bw_status bw_network_use(bw_network *net, const char *kernels, bw_err *err);

/* The sentence of `n` tokens from `first` on, at most BW_PARSE_MAX_SENTENCE of them. Heads are indices into
 * doc->tokens. Inside bw_arena_try, like every stage; scratch is given back. */
void bw_network_run(const bw_network *net, bw_document *doc, uint32_t first, uint32_t n);

/* What the layers make of `n` words, for another network to read on: a row of bw_network_width() bytes for each, 16 to
 * the unit, 64 too high. Form and space_after are read; the arena keeps rows and scratch. */
uint32_t bw_network_width(const bw_network *net);
/* The arithmetic that it runs with: network_kernels.h. */
struct bw_kernels;
const struct bw_kernels *bw_network_arithmetic(const bw_network *net);
const uint8_t *bw_network_states(const bw_network *net, bw_arena *a, const bw_token *tokens, uint32_t n);

/* From scores (n, stride) of O, then B- and I- of each kind: ner and ner_begin of `n` tokens, by the best sequence in
 * which I- of a kind follows only B- or I- of it (Viterbi). Scratch lies in the arena. */
void bw_network_names(bw_arena *a, const int32_t *scores, uint32_t n, size_t stride, bw_token *tokens);

#endif
