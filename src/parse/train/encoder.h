/* encoder.h - a pretrained BERT (Devlin et al. 2019) that goes on learning: forward and backward, in floats.
 *
 *   takes:   a folder with config.json, tokenizer.json and model.safetensors (or model.fp16.safetensors) of a
 *            BertModel; words with their features
 *   gives:   a vector for each piece of each sentence; gradients back
 *   adds:    to each piece's entrance the rows of its word's shape and place (network_features.h), which start
 *            from nothing: the pieces are lower case
 *   fails:   bw_encoder_read: BW_ERR_IO, BW_ERR_SYNTAX
 *   threads: a group of sentences (bw_encoding) is one thread's
 */
#ifndef BW_PARSE_TRAIN_ENCODER_H
#define BW_PARSE_TRAIN_ENCODER_H

#include "parse/network_features.h"
#include "parse/train/layers.h"
#include "parse/train/wordpiece.h"

typedef struct {
    uint32_t width, inner, heads, layers; /* inner: width of the hidden numbers behind the attention */
    uint32_t pieces, places;              /* rows: known pieces, places in a sentence */
} bw_encoder_shape;

/* Weights of one layer: name, rows, cols. */
#define BW_ENCODER_LIST(X)                                                                            \
    X(LOOK_W, s->width, 3 * s->width) X(LOOK_B, 1, 3 * s->width)                                      \
    X(JOIN_W, s->width, s->width) X(JOIN_B, 1, s->width)                                              \
    X(NORM1_W, 1, s->width) X(NORM1_B, 1, s->width)                                                   \
    X(WIDEN_W, s->width, s->inner) X(WIDEN_B, 1, s->inner)                                            \
    X(NARROW_W, s->inner, s->width) X(NARROW_B, 1, s->width)                                          \
    X(NORM2_W, 1, s->width) X(NORM2_B, 1, s->width)

enum {
#define BW_ENCODER_ENUM(name, rows, cols) BW_ENCODER_##name,
    BW_ENCODER_LIST(BW_ENCODER_ENUM)
#undef BW_ENCODER_ENUM
    BW_ENCODER_N
};

/* A group of sentences on its way. */
typedef struct {
    uint32_t n, room, n_sentences; /* pieces */
    struct {
        uint32_t first, n;
    } *sentences;
    uint32_t *piece, *shape, *place, *order; /* rows of the tables; order: of the piece in its sentence */
    float *x;                          /* (layers + 1, n, width): what enters each layer, and what comes out */
    float *sum, *mask;                 /* entrance; masks (2 * layers + 1, n, width) */
    float *sum1, *mid, *sum2;          /* each (layers, n, width) */
    float *look, *join, *act, *slope;  /* (layers, n, 3 * width), width, inner, inner */
    float *look_t, *score, *d_score;   /* one head of one sentence */
    float *d_x, *d_y, *d_z, *d_look, *d_inner;
    float *gradient;
    bw_random chance;
} bw_encoding;

typedef struct {
    bw_encoder_shape s;
    size_t at[BW_ENCODER_N + 1];   /* where each kind of weights begins in a layer */
    bw_learned dense;              /* the layers, then the entrance's norm: factors, summands */
    float *turned;                 /* the layers' matrices once more, as (n_out, n_in) */
    bw_learned rows;               /* (pieces, then shapes and places with one row more for pieces of no word) */
    float *row_gradient;
    float *places;                 /* (places, width): not learned further */
    float drop;
    uint32_t step;
    uint32_t n_encodings;
    bw_encoding *encodings;
    bw_wordpiece pieces;
} bw_encoder;

/* At most `layers` of the folder's layers, from below (0: all). */
BW_MUST_USE bw_status bw_encoder_read(bw_encoder *e, bw_arena *a, const char *dir, uint32_t layers, bw_err *err);

/* Room for weights of e->s, all 0 but the norms. */
void bw_encoder_init(bw_encoder *e, bw_arena *a);

/* After weights of matrices were set from outside: backward reads them turned. */
void bw_encoder_turn(bw_encoder *e);

/* `n` groups of up to `room` pieces. */
void bw_encoder_room(bw_encoder *e, bw_arena *a, uint32_t n, uint32_t room);

/* Lays a sentence down behind the others: first[i] and count[i] are the pieces of its word i; a word so far behind
 * that the encoder knows no place for it has none. False (and nothing laid) when there is no room. */
bool bw_encoder_put(const bw_encoder *e, bw_encoding *in, const bw_token *tokens, const bw_word_features *features,
                    uint32_t n, uint32_t *first, uint32_t *count);

/* Forward; the vectors lie at bw_encoder_out. With `learn` numbers are dropped by chance. */
void bw_encoder_run(const bw_encoder *e, bw_encoding *in, bool learn);
static inline float *bw_encoder_out(const bw_encoder *e, const bw_encoding *in)
{
    return in->x + (size_t)e->s.layers * in->n * e->s.width;
}

/* Backward from in->d_x (n, width), the gradient of what came out; leaves that of the entrance there. */
void bw_encoder_back(const bw_encoder *e, bw_encoding *in);

/* A step with the sum of the groups' gradients; lower layers move less: each `keep` times as much as that above. */
void bw_encoder_update(bw_encoder *e, bw_pool *pool, float rate, float rate_features, float keep);

#endif
