/* The encoder: forward against numbers that another program computed, backward against differences. */
#include "parse/train/encoder.h"
#include "tap.h"

#include <math.h>

enum { WIDTH = 32, INNER = 48, HEADS = 2, LAYERS = 2, PIECES = 12, PLACES = 8, ROOM = 12 };

/* Weights that any program can make again: number i of block b. */
static float wave(size_t i, int b)
{
    return (float)(0.4 * sin(0.37 * (double)i + 1.3 * b) + 0.1 * cos(2.11 * (double)i + b));
}

static void make(bw_encoder *e, bw_arena *a)
{
    e->s = (bw_encoder_shape){WIDTH, INNER, HEADS, LAYERS, PIECES, PLACES};
    bw_encoder_init(e, a);
    for (size_t i = 0; i < e->dense.n; i++)
        e->dense.w[i] += wave(i, 1);
    for (size_t i = 0; i < e->rows.n; i++)
        e->rows.w[i] = wave(i, 2);
    for (size_t i = 0; i < PLACES * WIDTH; i++)
        e->places[i] = wave(i, 3);
    bw_encoder_turn(e);
    bw_encoder_room(e, a, 1, ROOM);
}

/* Two sentences, of 5 and 4 pieces. */
static bw_encoding *lay(bw_encoder *e)
{
    bw_encoding *in = &e->encodings[0];
    static const uint32_t piece[] = {1, 5, 6, 7, 2, 1, 9, 5, 2};
    in->n = 9;
    in->n_sentences = 2;
    in->sentences[0].first = 0;
    in->sentences[0].n = 5;
    in->sentences[1].first = 5;
    in->sentences[1].n = 4;
    for (uint32_t i = 0; i < in->n; i++) {
        in->piece[i] = piece[i];
        in->order[i] = i < 5 ? i : i - 5;
        in->shape[i] = 3 * i;
        in->place[i] = 128 - i;
    }
    return in;
}

static void test_forward(bw_encoder *e)
{
    /* tools/encoder_reference.py: number 0, 7 and 31 of each piece's vector. */
    static const float expected[9][3] = {
#include "encoder_reference.h"
    };
    static const int at[] = {0, 7, 31};
    bw_encoding *in = lay(e);
    bw_encoder_run(e, in, false);
    float worst = 0;
    for (int i = 0; i < 9; i++)
        for (int k = 0; k < 3; k++)
            worst = fmaxf(worst, fabsf(bw_encoder_out(e, in)[i * WIDTH + at[k]] - expected[i][k]));
    ok(worst < 2e-5f, "forward as computed elsewhere: off by %g at most", (double)worst);
}

/* A loss of which the gradient is known: the sum of all numbers, each times a wave, with the same numbers dropped. */
static double loss(bw_encoder *e, bw_encoding *in)
{
    in->chance.state = 5;
    bw_encoder_run(e, in, true);
    double sum = 0;
    for (size_t i = 0; i < in->n * (size_t)WIDTH; i++)
        sum += (double)bw_encoder_out(e, in)[i] * (double)wave(i, 4);
    return sum;
}

static double slope(bw_encoder *e, bw_encoding *in, float *w)
{
    const float step = 4e-3f, held = *w;
    *w = held + step;
    double up = loss(e, in);
    *w = held - step;
    double down = loss(e, in);
    *w = held;
    return (up - down) / (2 * (double)step);
}

static void test_backward(bw_encoder *e)
{
    static const char *const names[] = {
#define NAME(name, rows, cols) #name,
        BW_ENCODER_LIST(NAME)
#undef NAME
    };
    bw_encoding *in = lay(e);
    loss(e, in);
    for (size_t i = 0; i < in->n * (size_t)WIDTH; i++)
        in->d_x[i] = wave(i, 4);
    bw_encoder_back(e, in);

    for (int k = 0; k <= BW_ENCODER_N; k++) {
        double off = 0, size = 0;
        for (uint32_t l = 0; l < (k < BW_ENCODER_N ? LAYERS : 1); l++) {
            size_t from = k < BW_ENCODER_N ? l * e->at[BW_ENCODER_N] + e->at[k] : LAYERS * e->at[BW_ENCODER_N];
            size_t n = k < BW_ENCODER_N ? e->at[k + 1] - e->at[k] : 2 * WIDTH;
            for (size_t i = 0; i < n; i += n > 200 ? 29 : 5) {
                double g = (double)in->gradient[from + i], d = g - slope(e, in, &e->dense.w[from + i]);
                off += d * d;
                size += g * g;
            }
        }
        ok(size > 0 && off < 1e-4 * size, "gradient of %s: off by %.4f of it", k < BW_ENCODER_N ? names[k] : "ENTRANCE",
           sqrt(off / size));
    }

    double off = 0, size = 0;
    for (uint32_t i = 0; i < in->n; i++)
        for (int c = 0; c < WIDTH; c += 5) {
            /* The place's row is the piece's own: no two share one here. */
            size_t row = PIECES + bw_table_rows[BW_TABLE_SHAPE] + 1 + in->place[i];
            double g = (double)in->d_x[i * WIDTH + (uint32_t)c], d = g - slope(e, in, &e->rows.w[row * WIDTH + (size_t)c]);
            off += d * d;
            size += g * g;
        }
    ok(size > 0 && off < 1e-4 * size, "gradient of the rows: off by %.4f of it", sqrt(off / size));
}

static bw_status test_all(void *with, bw_err *err)
{
    bw_encoder e = {0};
    (void)err;
    make(&e, with);
    test_forward(&e);
    test_backward(&e);
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = bw_arena_try(a, test_all, a, &err);
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}
