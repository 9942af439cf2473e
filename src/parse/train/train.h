/* train.h - trains the network of `parse`: tags, dependency trees, names (docs/training.md).
 *
 *   takes:   treebanks in CoNLL-U, texts with names in two columns, word vectors, and text that a teacher has
 *            annotated ("silver"): each round goes over all gold sentences and the next as many silver words
 *   gives:   DIR/network.bin (of a teacher DIR/teacher.bin, after every round), the same bytes for the same data,
 *            settings and seed, at any number of threads
 *   keeps:   DIR/training.state after each round, until the end: with `resume` a killed run goes on from there
 *            and ends with the same bytes. A teacher keeps none
 *   fails:   BW_ERR_IO, BW_ERR_SYNTAX with file and line, BW_ERR_LIMIT when there is nothing to learn from,
 *            BW_ERR_USAGE when the state is of another run
 */
#ifndef BW_PARSE_TRAIN_H
#define BW_PARSE_TRAIN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *const *treebanks, *const *names; /* files to learn from */
    size_t n_treebanks, n_names;
    const char *const *silver; /* treebanks that a teacher has annotated, trees and names */
    size_t n_silver;
    const char *const *dev_treebanks, *const *dev_names; /* files to score only, after every few rounds */
    size_t n_dev_treebanks, n_dev_names;
    const char *vectors; /* NULL: none */
    const char *encoder; /* folder of a pretrained encoder (encoder.h): a teacher is trained; NULL: the small network */
    uint32_t encoder_layers; /* how many of its layers, from below; 0: all */
    const char *knowledge; /* folder of tables whose names stand in for those of the texts, or NULL */
    const char *out;     /* folder */
    uint32_t n_vectors;  /* how many of them to take; 0 of all these: the default */
    uint32_t epochs, threads;
    bool resume;
    uint64_t seed;
    uint32_t embedding, width, side, hidden, layers, arc, label, batch;
    float rate;
} bw_train_options;

/* Told of the run: `line` at the end of a round, without newline; or NULL, and how many of all words are done. */
typedef void bw_train_say(void *with, const char *line, uint64_t done, uint64_t all);

BW_MUST_USE bw_status bw_train_network(const bw_train_options *options, bw_train_say *say, void *with, bw_err *err);

#endif
