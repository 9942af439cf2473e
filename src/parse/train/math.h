/* math.h - what training calculates with: products of matrices, chance, threads.
 *
 * Each sum is taken in one order with fused multiply-add, whatever the width of the processor's vectors and
 * the number of threads: the same seed gives the same weights.
 */
#ifndef BW_PARSE_TRAIN_MATH_H
#define BW_PARSE_TRAIN_MATH_H

#include "base/arena.h"

/* c (m, n) += a (m, k) * b (k, n). Element (i, p) of a lies at a[i * down + p * right]; rows of b and c are
 * ldb and ldc apart. n is a multiple of 16. */
void bw_train_multiply(size_t m, size_t k, size_t n, const float *a, size_t down, size_t right, const float *b,
                       size_t ldb, float *c, size_t ldc);

/* out (n, m) = in (m, n), rows of out ldo apart. */
void bw_train_transpose(const float *in, size_t m, size_t n, float *out, size_t ldo);

typedef struct {
    uint64_t state;
} bw_random;

uint64_t bw_random_next(bw_random *r);
float bw_random_unit(bw_random *r);   /* 0 to 1, without 1 */
float bw_random_normal(bw_random *r); /* mean 0, variance 1 (a sum of uniform numbers) */

/* Threads that wait for work; the caller is one of them. */
typedef struct bw_pool bw_pool;
BW_MUST_USE bw_pool *bw_pool_new(int n_threads); /* NULL: no memory or no thread */
void bw_pool_free(bw_pool *p);
/* job(with, 0) to job(with, n - 1), in any order; returns when all are done. */
void bw_pool_run(bw_pool *p, int n, void (*job)(void *with, int number), void *with);

#endif
