#ifndef __clang__
#pragma GCC optimize("O3") /* vectors for the loops over numbers; clang makes them anyway */
#endif

#include "code/classifier.h"

#include "base/arena.h"
#include "base/vectors.h"
#include "parse/network_kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Made from models/classifier/classifier.bin by tools/embed.sh. */
extern const char bw_classifier_bytes[], bw_classifier_bytes_end[];

/* A matrix of a layer, for the parser's kernels (network_kernels.h). */
typedef struct {
    int8_t *w;
    int32_t *start;     /* what the zero point of the inputs adds; all 0 where they have none */
    const float *step;  /* of each output */
} packed;

struct bw_classifier {
    bw_classifier_shape s;
    const bw_network *net;
    const char (*codes)[BW_CLASSIFIER_CODE];
    const uint64_t *hashes;
    const float *steps;
    const int8_t *words;
    const float *bias[BW_CLASSIFIER_N_BIASES];
    float *matrix[BW_CLASSIFIER_N_MATRICES];
    packed in[BW_CLASSIFIER_MOST_LAYERS], out[BW_CLASSIFIER_MOST_LAYERS];
};

bw_str bw_classifier_builtin(void)
{
    return (bw_str){bw_classifier_bytes, (size_t)(bw_classifier_bytes_end - bw_classifier_bytes)};
}

/* ---- open ---------------------------------------------------------------------------------------- */

static bool wide(uint32_t n, uint32_t most) { return n >= 16 && n <= most && n % 16 == 0; }

static bool sane(const bw_classifier_shape *s)
{
    if (!wide(s->width, 512) || !wide(s->hidden, 1024) || !wide(s->mid, 1024) || !wide(s->outputs, 512) || s->layers < 1 ||
        s->layers > BW_CLASSIFIER_MOST_LAYERS || s->state > 1024 || s->words < 2 || s->words > 1u << 20 || s->classes < 2 ||
        s->classes > BW_CLASSIFIER_MOST_CLASSES || s->classes + BW_CLASSIFIER_ACTS + BW_CLASSIFIER_STATUSES > s->outputs)
        return false;
    for (uint32_t l = 0; l < s->layers; l++)
        if (s->distance[l] < 1 || s->distance[l] > 64)
            return false;
    return true;
}

static bool spread(const bw_classifier_shape *s, bw_str bytes, const bw_classifier_layout *at, float *matrix[BW_CLASSIFIER_N_MATRICES])
{
    bw_classifier_size m[BW_CLASSIFIER_N_MATRICES];
    uint64_t b[BW_CLASSIFIER_N_BIASES];
    bw_classifier_sizes(s, m, b);
    for (int i = 0; i < BW_CLASSIFIER_N_MATRICES; i++) {
        if (i == BW_CLASSIFIER_IN || i == BW_CLASSIFIER_OUT)
            continue; /* packed */
        const int8_t *w = (const int8_t *)bytes.ptr + at->matrix[i];
        const float *step = (const void *)(bytes.ptr + at->scale[i]);
        uint64_t rows = m[i].rows / bw_classifier_parts(s, i);
        float *out = matrix[i] = calloc(m[i].rows * m[i].cols, sizeof *out);
        if (!out)
            return false;
        for (uint64_t r = 0; r < m[i].rows; r++)
            for (uint64_t c = 0; c < m[i].cols; c++)
                out[r * m[i].cols + c] = (float)w[r * m[i].cols + c] * step[r / rows * m[i].cols + c];
    }
    return true;
}

/* No number that is none, or so large that sums overflow. */
static bool tame(bw_str bytes, uint64_t at, uint64_t n)
{
    const float *v = (const void *)(bytes.ptr + at);
    for (uint64_t i = 0; i < n; i++)
        if (!(v[i] > -1000 && v[i] < 1000))
            return false;
    return true;
}

static bool all_tame(const bw_classifier_shape *s, bw_str bytes, const bw_classifier_layout *at)
{
    bw_classifier_size m[BW_CLASSIFIER_N_MATRICES];
    uint64_t b[BW_CLASSIFIER_N_BIASES];
    bw_classifier_sizes(s, m, b);
    bool good = tame(bytes, at->steps, s->words);
    for (int i = 0; i < BW_CLASSIFIER_N_MATRICES && good; i++)
        good = tame(bytes, at->scale[i], bw_classifier_parts(s, i) * m[i].cols);
    for (int i = 0; i < BW_CLASSIFIER_N_BIASES && good; i++)
        good = tame(bytes, at->bias[i], b[i]);
    return good;
}

static bool pack(const int8_t *w, const float *step, size_t n_in, size_t n_out, int zero_point, packed *to)
{
    to->step = step;
    to->w = malloc(n_in * n_out);
    to->start = calloc(n_out, sizeof *to->start);
    if (!to->w || !to->start)
        return false;
    for (size_t r = 0; r < n_in; r++)
        for (size_t c = 0; c < n_out; c++) {
            to->w[(r / 4 * n_out + c) * 4 + r % 4] = w[r * n_out + c];
            to->start[c] -= zero_point * w[r * n_out + c];
        }
    return true;
}

static bool pack_layers(bw_classifier *r, bw_str bytes, const bw_classifier_layout *at)
{
    const size_t seen = (size_t)BW_CLASSIFIER_SEEN * r->s.width, hidden = r->s.hidden, w = r->s.width;
    bool good = true;
    for (uint32_t l = 0; l < r->s.layers && good; l++)
        good = pack((const int8_t *)bytes.ptr + at->matrix[BW_CLASSIFIER_IN] + l * seen * hidden,
                    (const float *)(const void *)(bytes.ptr + at->scale[BW_CLASSIFIER_IN]) + l * hidden, seen, hidden, BW_ZERO_POINT, &r->in[l]) &&
               pack((const int8_t *)bytes.ptr + at->matrix[BW_CLASSIFIER_OUT] + l * hidden * w,
                    (const float *)(const void *)(bytes.ptr + at->scale[BW_CLASSIFIER_OUT]) + l * w, hidden, w, 0, &r->out[l]);
    return good;
}

bw_status bw_classifier_open(bw_str bytes, const bw_network *net, bw_classifier **out, bw_err *err)
{
    bw_classifier_header h;
    if (bytes.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "no classifier's weights: the program was built without models/classifier/classifier.bin");
    if (bytes.len < sizeof h || memcmp(bytes.ptr, BW_CLASSIFIER_MAGIC, sizeof BW_CLASSIFIER_MAGIC) != 0)
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: this is no file of weights");
    if ((uintptr_t)bytes.ptr % 16)
        return bw_fail(err, BW_ERR_USAGE, "classifier's weights: the bytes are not aligned to 16");
    memcpy(&h, bytes.ptr, sizeof h);
    if (h.version != BW_CLASSIFIER_VERSION || h.header != sizeof h)
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: version %u, but this program reads version %d", h.version, BW_CLASSIFIER_VERSION);
    const size_t head = offsetof(bw_classifier_header, shape);
    if (h.size != bytes.len || XXH3_64bits(bytes.ptr + head, bytes.len - head) != h.checksum)
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: damaged (size or checksum is wrong)");
    bw_classifier_layout at;
    if (!sane(&h.shape))
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: the shape is wrong");
    bw_classifier_lay_out(&h.shape, &at);
    if (at.size != bytes.len)
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: the shape is wrong");
    if (h.shape.state != bw_network_width(net))
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: made for a parser of width %u, not %u", h.shape.state, bw_network_width(net));
    if (!all_tame(&h.shape, bytes, &at))
        return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: a number is out of bounds");
    const char(*codes)[BW_CLASSIFIER_CODE] = (const void *)(bytes.ptr + at.codes);
    for (uint32_t i = 0; i < h.shape.classes; i++)
        if (!memchr(codes[i], 0, BW_CLASSIFIER_CODE) || (codes[i][0] == 0) != (i == 0))
            return bw_fail(err, BW_ERR_SYNTAX, "classifier's weights: a code is wrong");

    bw_classifier *r = calloc(1, sizeof *r);
    if (r)
        r->s = h.shape;
    if (!r || !spread(&h.shape, bytes, &at, r->matrix) || !pack_layers(r, bytes, &at)) {
        bw_classifier_close(r);
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the classifier");
    }
    r->net = net;
    r->codes = codes;
    r->hashes = (const void *)(bytes.ptr + at.hashes);
    r->steps = (const void *)(bytes.ptr + at.steps);
    r->words = (const int8_t *)bytes.ptr + at.words;
    for (int i = 0; i < BW_CLASSIFIER_N_BIASES; i++)
        r->bias[i] = (const void *)(bytes.ptr + at.bias[i]);
    *out = r;
    return BW_OK;
}

void bw_classifier_close(bw_classifier *r)
{
    for (int i = 0; r && i < BW_CLASSIFIER_N_MATRICES; i++)
        free(r->matrix[i]);
    for (uint32_t l = 0; r && l < r->s.layers; l++) {
        free(r->in[l].w);
        free(r->in[l].start);
        free(r->out[l].w);
        free(r->out[l].start);
    }
    free(r);
}

/* ---- arithmetic: every sum in one order, whatever the width of the vectors ----------------------- */

typedef float eight __attribute__((vector_size(32), aligned(4)));

/* out (n, n_out) += in (n, n_in) * w; n_out is a multiple of 16. A tile of four rows by sixteen columns stays in registers. */
BW_FOR_VECTORS static void multiply(const float *in, size_t n, size_t n_in, const float *w, size_t n_out, float *out)
{
    for (size_t i = 0; i < n; i += 4) {
        size_t left = n - i < 4 ? n - i : 4;
        const float *row[4];
        for (size_t k = 0; k < 4; k++)
            row[k] = in + (i + (k < left ? k : left - 1)) * n_in;
        for (size_t j = 0; j < n_out; j += 16) {
            eight sum[4][2];
            for (size_t k = 0; k < 4; k++) {
                const float *o = out + (i + (k < left ? k : left - 1)) * n_out + j;
                sum[k][0] = *(const eight *)o;
                sum[k][1] = *(const eight *)(o + 8);
            }
            for (size_t p = 0; p < n_in; p++) {
                eight low = *(const eight *)(w + p * n_out + j), high = *(const eight *)(w + p * n_out + j + 8);
                for (size_t k = 0; k < 4; k++) {
                    sum[k][0] += row[k][p] * low;
                    sum[k][1] += row[k][p] * high;
                }
            }
            for (size_t k = 0; k < left; k++) {
                *(eight *)(out + (i + k) * n_out + j) = sum[k][0];
                *(eight *)(out + (i + k) * n_out + j + 8) = sum[k][1];
            }
        }
    }
}

/* e^x for x <= 0, without the library's, which differs between machines. */
static float exponential(float x)
{
    if (x < -80)
        return 0;
    double v = (double)x * 1.4426950408889634, whole = floor(v), part = (v - whole) * 0.6931471805599453;
    double e = 1 + part * (1 + part * (0.5 + part * (1.0 / 6 + part * (1.0 / 24 + part * (1.0 / 120 + part * (1.0 / 720 + part / 5040))))));
    return (float)ldexp(e, (int)whole);
}

static void softmax(float *v, size_t n)
{
    float top = v[0], sum = 0;
    for (size_t i = 1; i < n; i++)
        top = v[i] > top ? v[i] : top;
    for (size_t i = 0; i < n; i++)
        sum += v[i] = exponential(v[i] - top);
    for (size_t i = 0; i < n; i++)
        v[i] /= sum;
}

BW_FOR_VECTORS static void normalise(const float *x, size_t n, size_t width, float *y)
{
    for (size_t i = 0; i < n; i++) {
        float sum = 0;
        for (size_t c = 0; c < width; c++)
            sum += x[i * width + c] * x[i * width + c];
        float f = 1 / sqrtf(sum / (float)width + 1e-6f);
        for (size_t c = 0; c < width; c++)
            y[i * width + c] = x[i * width + c] * f;
    }
}

/* ---- reading ------------------------------------------------------------------------------------- */

static float *entrance(const bw_classifier *r, bw_arena *a, const bw_units *u)
{
    const size_t w = r->s.width;
    float *x = BW_NEW(a, float, u->n * w), *words = BW_NEW(a, float, (size_t)u->n * BW_CLASSIFIER_WORD), *states = BW_NEW(a, float, (size_t)u->n * r->s.state);
    const uint8_t *state = bw_network_states(r->net, a, u->tokens, u->n);
    for (size_t i = 0; i < (size_t)u->n * r->s.state; i++)
        states[i] = ((float)state[i] - 64) / 16;
    for (uint32_t i = 0; i < u->n; i++) {
        uint32_t row = bw_classifier_row(r->hashes, r->s.words, u->units[i].word);
        for (size_t c = 0; c < BW_CLASSIFIER_WORD; c++)
            words[i * BW_CLASSIFIER_WORD + c] = (float)r->words[(size_t)row * BW_CLASSIFIER_WORD + c] * r->steps[row];
        memcpy(x + i * w, r->bias[BW_CLASSIFIER_BIAS_WORD], w * sizeof *x);
        const uint32_t marks[] = {BW_MARK_UPOS + u->units[i].upos, BW_MARK_REL + u->units[i].rel};
        for (size_t k = 0; k < 2; k++)
            for (size_t c = 0; c < w; c++)
                x[i * w + c] += r->matrix[BW_CLASSIFIER_MARK][marks[k] * w + c];
    }
    multiply(words, u->n, BW_CLASSIFIER_WORD, r->matrix[BW_CLASSIFIER_VECTOR], w, x);
    multiply(states, u->n, r->s.state, r->matrix[BW_CLASSIFIER_STATE], w, x);
    return x;
}

/* Bytes as the kernels take them: 16 steps to the unit, BW_ZERO_POINT too high. */
BW_FOR_VECTORS static void to_bytes(const float *y, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < n; i++) {
        float v = y[i] * BW_NORM_UNIT + BW_ZERO_POINT + 0.5f;
        v = v > 0 ? v : 0;
        v = v < BW_ZERO_POINT + 63 ? v : BW_ZERO_POINT + 63;
        out[i] = (uint8_t)(int)v;
    }
}

static void look(const bw_units *u, const uint8_t *y, size_t w, uint32_t distance, uint8_t *seen)
{
    for (uint32_t i = 0; i < u->n; i++) {
        const int64_t from[BW_CLASSIFIER_SEEN] = {(int64_t)i - distance, i, (int64_t)i + distance, u->units[i].head};
        for (size_t k = 0; k < BW_CLASSIFIER_SEEN; k++, seen += w) {
            if (from[k] >= 0 && from[k] < u->n)
                memcpy(seen, y + (size_t)from[k] * w, w);
            else
                memset(seen, BW_ZERO_POINT, w);
        }
    }
}

typedef struct {
    uint8_t *bytes, *seen, *cut;
    int32_t *sums;
    float *hidden;
} room;

/* x += what layer `l` makes of it. Each unit's hidden numbers have a step of their own. */
BW_FOR_VECTORS static void run_layer(const bw_classifier *r, const bw_units *u, uint32_t l, const float *y, float *x, const room *m)
{
    const size_t w = r->s.width, h = r->s.hidden, n = u->n;
    const float *bias_in = r->bias[BW_CLASSIFIER_BIAS_IN] + l * h, *bias_out = r->bias[BW_CLASSIFIER_BIAS_OUT] + l * w;
    to_bytes(y, n * w, m->bytes);
    look(u, m->bytes, w, r->s.distance[l], m->seen);
    const bw_kernels *k = bw_network_arithmetic(r->net);
    k->multiply_any(m->seen, n, BW_CLASSIFIER_SEEN * w, r->in[l].w, r->in[l].start, h, m->sums);
    float top[BW_CLASSIFIER_LONGEST];
    for (size_t i = 0; i < n; i++) {
        float *v = m->hidden + i * h;
        top[i] = 0;
        for (size_t c = 0; c < h; c++) {
            v[c] = (float)m->sums[i * h + c] * (r->in[l].step[c] / BW_NORM_UNIT) + bias_in[c];
            v[c] = v[c] > 0 ? v[c] : 0;
            top[i] = v[c] > top[i] ? v[c] : top[i];
        }
        float by = top[i] > 0 ? 127 / top[i] : 0;
        for (size_t c = 0; c < h; c++)
            m->cut[i * h + c] = (uint8_t)(v[c] * by + 0.5f);
    }
    k->multiply_any(m->cut, n, h, r->out[l].w, r->out[l].start, w, m->sums);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < w; c++)
            x[i * w + c] += (float)m->sums[i * w + c] * (r->out[l].step[c] * (top[i] / 127)) + bias_out[c];
}

static void pool(const bw_classifier *r, bw_arena *a, const bw_units *u, const uint8_t *parts, const float *y, float *pools)
{
    const size_t w = r->s.width;
    uint32_t count[2] = {0};
    for (uint32_t i = 0; i < u->n; i++) {
        int part = parts[i] - BW_PART_ACTOR;
        count[part & 1] += part >= 0;
        for (size_t c = 0; c < w; c++) {
            if (part >= 0)
                pools[(size_t)part * w + c] += y[i * w + c];
            pools[4 * w + c] += y[i * w + c] / (float)u->n;
        }
    }
    for (int part = 0; part < 2; part++)
        for (size_t c = 0; count[part] && c < w; c++)
            pools[(size_t)part * w + c] /= (float)count[part];
    float *ask = BW_NEW(a, float, w), *score = BW_NEW(a, float, u->n);
    memcpy(ask, r->bias[BW_CLASSIFIER_BIAS_ASK], w * sizeof *ask);
    multiply(pools, 1, 2 * w, r->matrix[BW_CLASSIFIER_ASK], w, ask);
    for (uint32_t i = 0; i < u->n; i++) {
        for (size_t c = 0; c < w; c++)
            score[i] += ask[c] * y[i * w + c];
        score[i] /= sqrtf((float)w);
    }
    softmax(score, u->n);
    uint32_t meet = bw_units_meet(u, bw_units_top(u, parts, BW_PART_ACTOR), bw_units_top(u, parts, BW_PART_RECIPIENT));
    for (uint32_t i = 0; i < u->n; i++)
        for (size_t c = 0; c < w; c++)
            pools[2 * w + c] += score[i] * y[i * w + c];
    memcpy(pools + 3 * w, y + meet * w, w * sizeof *pools);
}

static void conclude(const bw_classifier *r, const bw_codebook *book, float *o, bw_opinion *out)
{
    softmax(o, r->s.classes);
    softmax(o + r->s.classes, BW_CLASSIFIER_ACTS);
    softmax(o + r->s.classes + BW_CLASSIFIER_ACTS, BW_CLASSIFIER_STATUSES);
    *out = (bw_opinion){.none = o[0]};
    float best[BW_N_PLOVER] = {0};
    const char *code[BW_N_PLOVER] = {0};
    for (uint32_t i = 1; i < r->s.classes; i++) {
        const bw_cameo *c = bw_codebook_find(book, bw_str_of(r->codes[i]));
        bw_plover t = c ? c->type : BW_PLOVER_NONE;
        if (t == BW_PLOVER_NONE) {
            out->none += o[i];
            continue;
        }
        out->type[t] += o[i];
        if (o[i] > best[t]) {
            best[t] = o[i];
            code[t] = r->codes[i];
        }
    }
    for (int i = 0; i < BW_CLASSIFIER_ACTS; i++)
        out->act[i + 1] = o[r->s.classes + (uint32_t)i];
    memcpy(out->status, o + r->s.classes + BW_CLASSIFIER_ACTS, sizeof out->status);
    for (bw_plover t = 1; t < BW_N_PLOVER; t++)
        if (out->likely == BW_PLOVER_NONE || out->type[t] > out->type[out->likely])
            out->likely = t;
    if (code[out->likely])
        memcpy(out->cameo, code[out->likely], sizeof out->cameo);
}

bool bw_classifier_prepare(const bw_classifier *r, const bw_codebook *book, bw_document *doc, uint32_t sentence, bw_classifier_sentence *out)
{
    *out = (bw_classifier_sentence){.classifier = r, .book = book, .arena = doc->arena};
    if (!bw_units_make(doc, sentence, &out->units))
        return false;
    out->entrance = entrance(r, doc->arena, &out->units);
    return true;
}

void bw_classifier_read(const bw_classifier_sentence *s, bw_range actor, bw_range recipient, bw_opinion *out)
{
    const bw_classifier *r = s->classifier;
    const bw_units *u = &s->units;
    const size_t w = r->s.width;
    bw_arena *a = s->arena;
    bw_arena_mark mark = bw_arena_save(a);
    uint8_t parts[BW_CLASSIFIER_LONGEST];
    bw_units_part(u, actor, recipient, parts);
    float *x = BW_NEW(a, float, u->n * w), *y = BW_NEW(a, float, u->n * w);
    const size_t most = r->s.hidden > w ? r->s.hidden : w;
    const room scratch = {BW_NEW(a, uint8_t, u->n * w), BW_NEW(a, uint8_t, u->n * w * BW_CLASSIFIER_SEEN), BW_NEW(a, uint8_t, (size_t)u->n * r->s.hidden),
                          BW_NEW(a, int32_t, u->n * most), BW_NEW(a, float, (size_t)u->n * r->s.hidden)};
    for (uint32_t i = 0; i < u->n; i++)
        for (size_t c = 0; c < w; c++)
            x[i * w + c] = s->entrance[i * w + c] + r->matrix[BW_CLASSIFIER_MARK][(BW_MARK_PART + parts[i]) * w + c];
    for (uint32_t l = 0; l < r->s.layers; l++) {
        normalise(x, u->n, w, y);
        run_layer(r, u, l, y, x, &scratch);
    }
    normalise(x, u->n, w, y);
    float *pools = BW_NEW(a, float, BW_CLASSIFIER_POOLS * w), *mid = BW_NEW(a, float, r->s.mid), *o = BW_NEW(a, float, r->s.outputs);
    pool(r, a, u, parts, y, pools);
    memcpy(mid, r->bias[BW_CLASSIFIER_BIAS_MID], r->s.mid * sizeof *mid);
    multiply(pools, 1, BW_CLASSIFIER_POOLS * w, r->matrix[BW_CLASSIFIER_MID], r->s.mid, mid);
    for (size_t i = 0; i < r->s.mid; i++)
        mid[i] = mid[i] > 0 ? mid[i] : 0;
    memcpy(o, r->bias[BW_CLASSIFIER_BIAS_LAST], r->s.outputs * sizeof *o);
    multiply(mid, 1, r->s.mid, r->matrix[BW_CLASSIFIER_LAST], r->s.outputs, o);
    conclude(r, s->book, o, out);
    bw_arena_restore(a, mark);
}
