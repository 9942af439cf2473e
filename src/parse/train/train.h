/* train.h - trains the network of `parse`: tags, dependency trees, names (docs/training.md).
 *
 *   takes:   treebanks in CoNLL-U, texts with names in two columns, word vectors
 *   gives:   DIR/network.bin, the same bytes for the same data, settings and seed, at any number of threads
 *   fails:   BW_ERR_IO, BW_ERR_SYNTAX with file and line, BW_ERR_LIMIT when there is nothing to learn from
 */
#ifndef BW_PARSE_TRAIN_H
#define BW_PARSE_TRAIN_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *const *treebanks, *const *names; /* files to learn from */
    size_t n_treebanks, n_names;
    const char *const *dev_treebanks, *const *dev_names; /* files to score only, after every few rounds */
    size_t n_dev_treebanks, n_dev_names;
    const char *vectors; /* NULL: none */
    const char *knowledge; /* folder of tables whose names stand in for those of the texts, or NULL */
    const char *out;     /* folder */
    uint32_t n_vectors;  /* how many of them to take; 0 of all these: the default */
    uint32_t epochs, threads;
    uint64_t seed;
    uint32_t embedding, width, hidden, layers, arc, label, batch;
    float rate;
} bw_train_options;

/* Called with a line of progress, without newline. */
typedef void bw_train_say(void *with, const char *line);

BW_MUST_USE bw_status bw_train_network(const bw_train_options *options, bw_train_say *say, void *with, bw_err *err);

#endif
