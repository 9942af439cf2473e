/* model.h - the network in floating point, as it learns.
 *
 * A step takes BW_TRAIN_SHARDS (or fewer) groups of sentences, computes each group's gradients apart, and adds them up
 * in their order: how many threads do it makes no difference to the weights.
 */
#ifndef BW_PARSE_TRAIN_MODEL_H
#define BW_PARSE_TRAIN_MODEL_H

#include "parse/network_format.h"
#include "parse/train/data.h"
#include "parse/train/layers.h"

enum { BW_TRAIN_SHARDS = 4, BW_TRAIN_LONGEST = 200 };

/* Matrices (n_in, n_out) and vectors; the last number is the spread at the start, times 1 / sqrt(n_in). */
#define BW_PARAM_LIST(X)                                                                              \
    X(VECTOR, m->n_vector, s->embedding, 0.5f)                                                        \
    X(STEM_W, s->embedding, s->width, 1) X(STEM_B, 1, s->width, 0)                                    \
    X(CONV_W, s->layers * bw_network_seen(s), s->hidden, 2.4f) X(CONV_B, s->layers, s->hidden, 0)           \
    X(OUT_W, s->layers * s->hidden, s->width, 1) X(OUT_B, s->layers, s->width, 0)                     \
    X(TAG_W, s->width, s->tags, 0.5f) X(TAG_B, 1, s->tags, 0)                                         \
    X(QUERY_W, s->width, s->arc, 1) X(QUERY_B, 1, s->arc, 0)                                          \
    X(KEY_W, s->width, s->arc, 1) X(KEY_B, 1, s->arc, 0) X(ROOT, 1, s->arc, 0.5f)                     \
    X(DISTANCE, 1, 32, 0)                                                                             \
    X(LABEL_W, s->width, 2 * s->label, 1) X(LABEL_B, 1, 2 * s->label, 0)                              \
    X(REL_W, s->label, s->rels, 1) X(REL_B, 1, s->rels, 0)

enum {
#define BW_PARAM_ENUM(name, rows, cols, spread) BW_PARAM_##name,
    BW_PARAM_LIST(BW_PARAM_ENUM)
#undef BW_PARAM_ENUM
    BW_N_PARAMS
};

/* One group of sentences on its way through the network, and the gradients that come of it. */
typedef struct {
    uint32_t n, n_sentences, room; /* words */
    struct {
        uint32_t first, n;
        bool has_tree, has_names;
    } *sentences;
    uint32_t *word, *vector;       /* rows; vector UINT32_MAX: none */
    uint16_t (*row)[BW_N_TABLES];
    int32_t *head;                 /* in the shard, or -1 */
    uint8_t *upos, *xpos, *rel, *name; /* outputs; 255: not to be learned */
    bw_arena *arena;
    float *sum, *sum_root, *in, *in_mask; /* embeddings */
    float *vectors, *d_vectors;    /* d_vectors: only where the caller sets the vectors */
    float *x, *norm, *norm_root, *seen, *hidden; /* of each layer */
    float *last, *last_mask;
    float *tags, *query, *key, *key_t, *score, *sides, *both, *rels;
    float *d_x, *d_norm, *d_seen, *d_hidden, *d_query, *d_key, *d_sides, *d_both, *d_sum, *turned;
    float *gradient;               /* of all parameters */
    double loss;
    uint64_t n_arcs, n_arcs_right, n_words;
    bw_random chance;
    bw_status status;              /* of laying out the sentences */
} bw_shard;

typedef struct {
    bw_arena *arena;
    bw_network_shape s;
    uint32_t n_vector; /* numbers in a pretrained vector, 0: no vectors */
    size_t at[BW_N_PARAMS + 1]; /* where each parameter begins */
    bw_learned dense;
    bw_learned rows;   /* (words and tables, embedding) */
    float *row_gradient;
    uint64_t table_start[BW_N_TABLES + 1]; /* first row of the words (0) and of each table */
    const float *vectors;       /* (n, n_vector); NULL: whoever calls sets the words' vectors in the shard */
    const uint32_t *vector_of;  /* of each row of words, or UINT32_MAX */
    float drop_in, drop_hidden, drop_last;
    uint32_t step;
    int n_shards; /* that take part: set before bw_model_init */
    bw_shard shards[BW_TRAIN_SHARDS];
} bw_model;

/* Sizes, and chance for the first weights; `room` words fit into a shard. */
void bw_model_init(bw_model *m, bw_arena *a, uint32_t room, uint64_t seed);

static inline float *bw_param(const bw_model *m, float *base, int p) { return base + m->at[p]; }

/* Forward, and with `learn` (then with dropout) loss and gradients, these for `n_batch` words in all. */
void bw_model_run(const bw_model *m, bw_shard *sh, bool learn, float n_batch);

/* From the numbers of a run that did not learn: the scores of sentence `k`, as sh->score (n, cols), column n the
 * root's; and, once sh->head is set, those of the words' relations, as sh->rels. */
void bw_model_arcs(const bw_model *m, bw_shard *sh, uint32_t k, size_t *cols);
void bw_model_relations(const bw_model *m, bw_shard *sh);

/* One step of Adam with the sum of the shards' gradients. */
void bw_model_update(bw_model *m, bw_pool *pool, float rate);

#endif
