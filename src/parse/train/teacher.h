/* teacher.h - a large network that annotates text for the small one to learn from (docs/training.md).
 *
 *   is:      a pretrained encoder (encoder.h) under the network of model.h, whose words' vectors are the means of
 *            their pieces' vectors; all of it learns
 *   takes:   sentences: form and space_after of their words
 *   gives:   tags, trees, names, and how sure of them it is
 *   file:    teacher.bin: a header, names of the tags, pieces, and all weights as 32-bit floats, little-endian
 *   fails:   bw_teacher_read: BW_ERR_SYNTAX for a file that is damaged or of another version
 */
#ifndef BW_PARSE_TRAIN_TEACHER_H
#define BW_PARSE_TRAIN_TEACHER_H

#include "parse/train/encoder.h"
#include "parse/train/model.h"

enum { BW_TEACHER_SHARDS = 2 }; /* when it learns: each has a gradient of all weights */

typedef struct {
    bw_encoder encoder;
    bw_model *model;
    const char (*xpos)[BW_NETWORK_LABEL];
    uint32_t *first[BW_TRAIN_SHARDS], *count[BW_TRAIN_SHARDS]; /* pieces of the shards' words */
} bw_teacher;

/* Room for shards of up to `room` words. Encoder and model are there. */
void bw_teacher_room(bw_teacher *t, bw_arena *a, uint32_t room);

/* Shard `k` is emptied; a sentence is laid into it: its pieces, and the words' features as rows, with nothing to be
 * learned. False when there is no room. Sentences are not longer than BW_TRAIN_LONGEST. */
void bw_teacher_clear(bw_teacher *t, int k);
bool bw_teacher_put(bw_teacher *t, int k, const bw_token *tokens, uint32_t n);

/* Forward, and with `learn` backward, as bw_model_run. */
void bw_teacher_run(const bw_teacher *t, int k, bool learn, float n_batch);

/* A step of both: `rate` is the network's. */
void bw_teacher_update(bw_teacher *t, bw_pool *pool, float rate);

typedef struct {
    bw_token *tokens; /* heads count from the first one */
    uint32_t n;
    float sure;       /* how likely a word's tag, head and relation are right together, on the average */
} bw_teacher_sentence;

/* Annotates them; those longer than BW_TRAIN_LONGEST stay as they are, with sure 0. Each shard has an arena. */
BW_MUST_USE bw_status bw_teacher_annotate(bw_teacher *t, bw_pool *pool, bw_teacher_sentence *list, uint32_t n, bw_err *err);

/* The file, in the arena; and back, with room to annotate, not to learn further. */
bw_str bw_teacher_write(const bw_teacher *t, bw_arena *a);
BW_MUST_USE bw_status bw_teacher_read(bw_teacher *t, bw_arena *a, bw_str bytes, bw_err *err);

#endif
