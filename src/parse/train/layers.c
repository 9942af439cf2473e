#ifndef __clang__
#pragma GCC optimize("O3") /* vectors for the loops over numbers; clang makes them anyway */
#endif

#include "parse/train/layers.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

void bw_linear(const float *in, size_t n, size_t n_in, size_t n_out, const float *w, const float *b, float *out)
{
    for (size_t i = 0; i < n; i++)
        memcpy(out + i * n_out, b, n_out * sizeof *out);
    bw_train_multiply(n, n_in, n_out, in, n_in, 1, w, n_out, out, n_out);
}

void bw_linear_back_turned(const float *in, size_t n, size_t n_in, size_t n_out, const float *turned, const float *d_out,
                           float *d_w, float *d_b, float *d_in)
{
    bw_train_multiply(n_in, n, n_out, in, 1, n_in, d_out, n_out, d_w, n_out);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n_out; j++)
            d_b[j] += d_out[i * n_out + j];
    if (d_in)
        bw_train_multiply(n, n_out, n_in, d_out, n_out, 1, turned, n_in, d_in, n_in);
}

void bw_linear_back(const float *in, size_t n, size_t n_in, size_t n_out, const float *w, const float *d_out,
                    float *d_w, float *d_b, float *d_in, float *turned)
{
    if (d_in)
        bw_train_transpose(w, n_in, n_out, turned, n_in);
    bw_linear_back_turned(in, n, n_in, n_out, turned, d_out, d_w, d_b, d_in);
}

void bw_drop(bw_random *chance, float p, size_t n, float *v, float *mask)
{
    uint32_t limit = (uint32_t)(p * 65536);
    float keep = 1 / (1 - p);
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        if (i % 4 == 0)
            bits = bw_random_next(chance);
        float f = (bits & 0xFFFF) < limit ? 0 : keep;
        bits >>= 16;
        v[i] *= f;
        if (mask)
            mask[i] = f;
    }
}

float bw_softmax_loss(float *v, size_t n, size_t gold, float weight)
{
    float top = v[0], sum = 0, gold_score = v[gold];
    for (size_t i = 1; i < n; i++)
        top = v[i] > top ? v[i] : top;
    for (size_t i = 0; i < n; i++)
        sum += v[i] = expf(v[i] - top);
    for (size_t i = 0; i < n; i++)
        v[i] *= weight / sum;
    v[gold] -= weight;
    return logf(sum) + top - gold_score;
}

/* ---- Adam --------------------------------------------------------------------------------------- */

bw_learned bw_learned_new(bw_arena *a, size_t n)
{
    return (bw_learned){BW_NEW(a, float, n), BW_NEW(a, float, n), BW_NEW(a, float, n), n};
}

static const float keep_mean = 0.9f, keep_square = 0.98f;

bw_adam bw_adam_step(uint32_t step, float rate)
{
    return (bw_adam){rate, 0, 1 / (1 - powf(keep_mean, (float)step)), 1 / (1 - powf(keep_square, (float)step))};
}

static void move(const bw_adam *u, bw_learned *p, size_t from, size_t to, const float *gradient)
{
    const float left = 1 - u->rate * u->decay;
    float *restrict w = p->w, *restrict mean = p->mean, *restrict square = p->square;
    for (size_t i = from; i < to; i++) {
        float g = gradient[i - from];
        mean[i] += (1 - keep_mean) * (g - mean[i]);
        square[i] += (1 - keep_square) * (g * g - square[i]);
        w[i] = left * w[i] - u->rate * mean[i] * u->fix_mean / (sqrtf(square[i] * u->fix_square) + 1e-8f);
    }
}

void bw_adam_move(const bw_adam *u, bw_learned *p, size_t from, size_t to, float *const *gradients, int n)
{
    enum { BLOCK = 256 };
    while (from < to) {
        float g[BLOCK];
        size_t end = from + BLOCK < to ? from + BLOCK : to;
        memcpy(g, gradients[0] + from, (end - from) * sizeof *g);
        for (int k = 1; k < n; k++)
            for (size_t i = from; i < end; i++)
                g[i - from] += gradients[k][i];
        move(u, p, from, end, g);
        from = end;
    }
}

void bw_adam_rows(const bw_adam *u, bw_learned *p, size_t width, const bw_met *met, int n_met,
                  size_t (*row)(const void *of, uint32_t i, int table), int table, float *sum)
{
    for (int k = 0; k < n_met; k++)
        for (uint32_t i = 0; i < met[k].n; i++) {
            float *g = sum + row(met[k].of, i, table) * width;
            for (size_t c = 0; c < width; c++)
                g[c] += met[k].d[i * width + c];
        }
    for (int k = 0; k < n_met; k++)
        for (uint32_t i = 0; i < met[k].n; i++) {
            size_t from = row(met[k].of, i, table) * width;
            float *g = sum + from;
            bool any = false;
            for (size_t c = 0; c < width && !any; c++)
                any = g[c] != 0;
            if (any)
                move(u, p, from, from + width, g);
            memset(g, 0, width * sizeof *g);
        }
}
