/* annotate.h - plain text to a treebank by a teacher (teacher.h), for the small network to learn from.
 *
 *   takes:   files of text, one paragraph a line
 *   gives:   CoNLL-U with tags, heads, relations and NER=… (no lemmas), in documents of many paragraphs each: a
 *            document in which a name stands has names in all its sentences
 *   leaves:  sentences over BW_TRAIN_LONGEST words, and those that the teacher is not sure enough of
 *   fails:   BW_ERR_IO, BW_ERR_SYNTAX with the file
 */
#ifndef BW_PARSE_TRAIN_ANNOTATE_H
#define BW_PARSE_TRAIN_ANNOTATE_H

#include "parse/train/train.h"

typedef struct {
    const char *teacher;      /* teacher.bin */
    const char *const *texts;
    size_t n_texts;
    const char *out;          /* written as PATH.part until it is whole */
    float least;              /* how sure: 0 (takes all) to 1 */
    uint32_t threads;         /* 0: one */
} bw_annotate_options;

BW_MUST_USE bw_status bw_annotate(const bw_annotate_options *options, bw_train_say *say, void *with, bw_err *err);

#endif
