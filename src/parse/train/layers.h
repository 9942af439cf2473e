/* layers.h - what the layers of every network that learns here are made of: forward, backward, and Adam.
 *
 * Matrices are row by row; a weight matrix is (n_in, n_out), n_out a multiple of 16. "back" turns the gradient
 * of what came out into gradients of weights and of what went in, and adds them to what is there.
 */
#ifndef BW_PARSE_TRAIN_LAYERS_H
#define BW_PARSE_TRAIN_LAYERS_H

#include "parse/train/math.h"

/* out (n, n_out) = in (n, n_in) * w + b */
void bw_linear(const float *in, size_t n, size_t n_in, size_t n_out, const float *w, const float *b, float *out);

/* d_in may be NULL. `turned` is scratch for n_in * n_out numbers; n_in is a multiple of 16. */
void bw_linear_back(const float *in, size_t n, size_t n_in, size_t n_out, const float *w, const float *d_out,
                    float *d_w, float *d_b, float *d_in, float *turned);

/* The same with w turned already, as (n_out, n_in). */
void bw_linear_back_turned(const float *in, size_t n, size_t n_in, size_t n_out, const float *turned, const float *d_out,
                           float *d_w, float *d_b, float *d_in);

/* Zeroes a share `p` of the numbers and raises the others; the mask (may be NULL) gets what each was multiplied by. */
void bw_drop(bw_random *chance, float p, size_t n, float *v, float *mask);

/* Scores become the gradient of the loss -log p(gold), times `weight`; returns the loss. */
float bw_softmax_loss(float *v, size_t n, size_t gold, float weight);

/* What is learned, with Adam's two averages beside it. */
typedef struct {
    float *w, *mean, *square;
    size_t n;
} bw_learned;

bw_learned bw_learned_new(bw_arena *a, size_t n);

/* One step of Adam (Kingma and Ba 2015), with the weights' decay apart (Loshchilov and Hutter 2019). */
typedef struct {
    float rate, decay, fix_mean, fix_square;
} bw_adam;

/* The `step`th step, from 1. */
bw_adam bw_adam_step(uint32_t step, float rate);

/* Moves numbers from..to of what is learned; their gradient is the sum of n. */
void bw_adam_move(const bw_adam *u, bw_learned *p, size_t from, size_t to, float *const *gradients, int n);

/* A table of rows of which a batch meets few: only those move. `d` (n, width) is the gradient of each place where a
 * row was met, row(of, i) says which. */
typedef struct {
    const void *of;
    const float *d;
    uint32_t n;
} bw_met;

/* `sum` has room for the table's numbers, all 0 before and behind. */
void bw_adam_rows(const bw_adam *u, bw_learned *p, size_t width, const bw_met *met, int n_met,
                  size_t (*row)(const void *of, uint32_t i, int table), int table, float *sum);

#endif
