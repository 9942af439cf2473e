#ifndef __clang__
#pragma GCC optimize("O3") /* vectors for the loops over numbers; clang makes them anyway */
#endif

#include "parse/train/encoder.h"

#include "base/vectors.h"

#include "base/file.h"
#include "parse/train/safetensors.h"

#include <json-c/json.h>
#include <math.h>

enum { LANES = 16, MOST_BYTES = 1 << 30 };

static const float tiny = 1e-12f; /* BERT's, below the variance */

/* ---- sizes -------------------------------------------------------------------------------------- */

enum { N_TABLES = 3 }; /* pieces, shapes, places */

/* Of shapes and places the last row is that of no word. */
static uint32_t no_word(int table)
{
    return bw_table_rows[table == 1 ? BW_TABLE_SHAPE : BW_TABLE_PLACE];
}

static size_t rows_before(const bw_encoder *e, int table)
{
    size_t n = 0;
    for (int t = 0; t < table; t++)
        n += t == 0 ? e->s.pieces : no_word(t) + 1;
    return n;
}

static const float *weight(const bw_encoder *e, uint32_t layer, int kind)
{
    return e->dense.w + layer * e->at[BW_ENCODER_N] + e->at[kind];
}

static float *gradient(const bw_encoder *e, const bw_encoding *in, uint32_t layer, int kind)
{
    return in->gradient + layer * e->at[BW_ENCODER_N] + e->at[kind];
}

static size_t rows_of(const bw_encoder *e, int matrix)
{
    return matrix == BW_ENCODER_NARROW_W ? e->s.inner : e->s.width;
}

static size_t cols_of(const bw_encoder *e, int matrix)
{
    return matrix == BW_ENCODER_LOOK_W ? 3 * (size_t)e->s.width
           : matrix == BW_ENCODER_WIDEN_W ? e->s.inner
                                          : e->s.width;
}

static void turn_layer(bw_encoder *e, uint32_t l)
{
    static const int matrices[] = {BW_ENCODER_LOOK_W, BW_ENCODER_JOIN_W, BW_ENCODER_WIDEN_W, BW_ENCODER_NARROW_W};
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++) {
        int k = matrices[i];
        bw_train_transpose(weight(e, l, k), rows_of(e, k), cols_of(e, k),
                           e->turned + l * e->at[BW_ENCODER_N] + e->at[k], rows_of(e, k));
    }
}

void bw_encoder_turn(bw_encoder *e)
{
    for (uint32_t l = 0; l < e->s.layers; l++)
        turn_layer(e, l);
}

void bw_encoder_init(bw_encoder *e, bw_arena *a)
{
    const bw_encoder_shape *s = &e->s;
    const size_t size[] = {
#define SIZE(name, rows, cols) (size_t)(rows) * (cols),
        BW_ENCODER_LIST(SIZE)
#undef SIZE
    };
    for (int k = 0; k < BW_ENCODER_N; k++)
        e->at[k + 1] = e->at[k] + size[k];
    e->turned = BW_NEW(a, float, s->layers * e->at[BW_ENCODER_N]);
    e->dense = bw_learned_new(a, s->layers * e->at[BW_ENCODER_N] + 2 * s->width);
    e->rows = bw_learned_new(a, rows_before(e, N_TABLES) * s->width);
    e->row_gradient = BW_NEW(a, float, e->rows.n);
    e->places = BW_NEW(a, float, (size_t)s->places * s->width);
    e->drop = 0.1f;
    for (uint32_t l = 0; l <= s->layers; l++)
        for (uint32_t c = 0; c < s->width; c++) {
            float *layer = e->dense.w + l * e->at[BW_ENCODER_N];
            if (l == s->layers)
                layer[c] = 1;
            else
                layer[e->at[BW_ENCODER_NORM1_W] + c] = layer[e->at[BW_ENCODER_NORM2_W] + c] = 1;
        }
}

void bw_encoder_room(bw_encoder *e, bw_arena *a, uint32_t n, uint32_t room)
{
    const bw_encoder_shape *s = &e->s;
    const size_t d = s->width, layers = s->layers, cols = s->places + LANES, r = room;
    e->n_encodings = n;
    e->encodings = BW_NEW(a, bw_encoding, n);
    for (uint32_t k = 0; k < n; k++) {
        bw_encoding *in = &e->encodings[k];
        in->room = room;
        in->sentences = bw_arena_array(a, r, sizeof *in->sentences);
        in->piece = BW_NEW(a, uint32_t, r);
        in->shape = BW_NEW(a, uint32_t, r);
        in->place = BW_NEW(a, uint32_t, r);
        in->order = BW_NEW(a, uint32_t, r);
        in->x = BW_NEW(a, float, (layers + 1) * r * d);
        in->sum = BW_NEW(a, float, r * d);
        in->mask = BW_NEW(a, float, (2 * layers + 1) * r * d);
        in->sum1 = BW_NEW(a, float, layers * r * d);
        in->mid = BW_NEW(a, float, layers * r * d);
        in->sum2 = BW_NEW(a, float, layers * r * d);
        in->look = BW_NEW(a, float, layers * r * 3 * d);
        in->join = BW_NEW(a, float, layers * r * d);
        in->act = BW_NEW(a, float, layers * r * s->inner);
        in->slope = BW_NEW(a, float, layers * r * s->inner);
        in->look_t = BW_NEW(a, float, cols * d / s->heads);
        in->score = BW_NEW(a, float, cols * cols);
        in->d_score = BW_NEW(a, float, cols * cols);
        in->d_x = BW_NEW(a, float, r * d);
        in->d_y = BW_NEW(a, float, r * d);
        in->d_z = BW_NEW(a, float, r * d);
        in->d_look = BW_NEW(a, float, r * 3 * d);
        in->d_inner = BW_NEW(a, float, r * s->inner);
        in->gradient = BW_NEW(a, float, e->dense.n);
    }
}

/* ---- weights from a folder ---------------------------------------------------------------------- */

static void put_json(void *o) { json_object_put(o); }

static bool config_number(json_object *o, const char *name, uint32_t most, uint32_t *out)
{
    json_object *v;
    if (!json_object_object_get_ex(o, name, &v) || json_object_get_type(v) != json_type_int)
        return false;
    int64_t n = json_object_get_int64(v);
    *out = (uint32_t)n;
    return n >= 1 && n <= most;
}

static bw_status read_config(bw_encoder_shape *s, bw_arena *a, bw_str text, bw_err *err)
{
    json_tokener *reader = json_tokener_new_ex(16);
    json_object *o = reader && text.len < INT32_MAX ? json_tokener_parse_ex(reader, text.ptr, (int)text.len) : NULL;
    if (reader)
        json_tokener_free(reader);
    if (o)
        bw_arena_defer(a, put_json, o);
    if (!o || !config_number(o, "hidden_size", 1024, &s->width) ||
        !config_number(o, "intermediate_size", 4096, &s->inner) ||
        !config_number(o, "num_attention_heads", 64, &s->heads) ||
        !config_number(o, "num_hidden_layers", 48, &s->layers) || !config_number(o, "vocab_size", 1 << 20, &s->pieces) ||
        !config_number(o, "max_position_embeddings", 4096, &s->places) || s->places < 8 || s->width % (16 * s->heads) ||
        s->inner % 16)
        return bw_fail(err, BW_ERR_SYNTAX, "config.json is not that of an encoder that can be read here");
    return BW_OK;
}

static bw_status take_layer(bw_encoder *e, const bw_tensors *t, uint32_t l, bw_err *err)
{
    static const struct {
        const char *name;
        int weight, column; /* column: in widths, where three matrices lie side by side */
    } list[] = {
        {"attention.self.query.", BW_ENCODER_LOOK_W, 0}, {"attention.self.key.", BW_ENCODER_LOOK_W, 1},
        {"attention.self.value.", BW_ENCODER_LOOK_W, 2}, {"attention.output.dense.", BW_ENCODER_JOIN_W, 0},
        {"attention.output.LayerNorm.", BW_ENCODER_NORM1_W, 0}, {"intermediate.dense.", BW_ENCODER_WIDEN_W, 0},
        {"output.dense.", BW_ENCODER_NARROW_W, 0}, {"output.LayerNorm.", BW_ENCODER_NORM2_W, 0},
    };
    const size_t d = e->s.width;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        int k = list[i].weight;
        size_t n_in = rows_of(e, k), stride = cols_of(e, k), n_out = k == BW_ENCODER_LOOK_W ? d : stride, column = (size_t)list[i].column * d;
        bool norm = k == BW_ENCODER_NORM1_W || k == BW_ENCODER_NORM2_W;
        float *layer = e->dense.w + l * e->at[BW_ENCODER_N];
        char name[120];
        snprintf(name, sizeof name, "encoder.layer.%u.%sweight", l, list[i].name);
        bw_status st = norm ? bw_tensors_take(t, name, 1, d, false, layer + e->at[k], d, err)
                            : bw_tensors_take(t, name, n_out, n_in, true, layer + e->at[k] + column, stride, err);
        snprintf(name, sizeof name, "encoder.layer.%u.%sbias", l, list[i].name);
        if (!st)
            st = bw_tensors_take(t, name, 1, n_out, false, layer + e->at[k + 1] + column, n_out, err);
        if (st)
            return st;
    }
    return BW_OK;
}

static bw_status take_all(bw_encoder *e, bw_arena *a, const bw_tensors *t, bw_err *err)
{
    const size_t d = e->s.width;
    float *kind = BW_NEW(a, float, 2 * d), *norm = e->dense.w + e->s.layers * e->at[BW_ENCODER_N];
    bw_status st = bw_tensors_take(t, "embeddings.word_embeddings.weight", e->s.pieces, d, false, e->rows.w, d, err);
    if (!st)
        st = bw_tensors_take(t, "embeddings.position_embeddings.weight", e->s.places, d, false, e->places, d, err);
    if (!st)
        st = bw_tensors_take(t, "embeddings.token_type_embeddings.weight", 2, d, false, kind, d, err);
    if (!st)
        st = bw_tensors_take(t, "embeddings.LayerNorm.weight", 1, d, false, norm, d, err);
    if (!st)
        st = bw_tensors_take(t, "embeddings.LayerNorm.bias", 1, d, false, norm + d, d, err);
    for (size_t i = 0; i < e->s.places * d; i++)
        e->places[i] += kind[i % d]; /* there is one text: all pieces are of the first kind */
    for (uint32_t l = 0; !st && l < e->s.layers; l++)
        st = take_layer(e, t, l, err);
    return st;
}

bw_status bw_encoder_read(bw_encoder *e, bw_arena *a, const char *dir, uint32_t layers, bw_err *err)
{
    bw_str config, words, weights;
    bw_tensors tensors;
    bw_status st = bw_file_read(a, bw_str_print(a, "%s/config.json%c", dir, 0).ptr, MOST_BYTES, &config, err);
    if (!st)
        st = bw_file_read(a, bw_str_print(a, "%s/tokenizer.json%c", dir, 0).ptr, MOST_BYTES, &words, err);
    if (!st && bw_file_read(a, bw_str_print(a, "%s/model.fp16.safetensors%c", dir, 0).ptr, MOST_BYTES, &weights, NULL))
        st = bw_file_read(a, bw_str_print(a, "%s/model.safetensors%c", dir, 0).ptr, MOST_BYTES, &weights, err);
    if (!st)
        st = read_config(&e->s, a, config, err);
    if (!st)
        st = bw_wordpiece_read(a, words, &e->pieces, err);
    if (!st && e->pieces.n > e->s.pieces)
        st = bw_fail(err, BW_ERR_SYNTAX, "tokenizer.json has more pieces than config.json");
    if (!st)
        st = bw_tensors_read(a, weights, &tensors, err);
    if (st)
        return bw_fail_at(err, st, "%s", dir);
    if (layers && layers < e->s.layers)
        e->s.layers = layers;
    bw_encoder_init(e, a);
    st = take_all(e, a, &tensors, err);
    bw_encoder_turn(e);
    return st ? bw_fail_at(err, st, "%s", dir) : BW_OK;
}

/* ---- sentences ---------------------------------------------------------------------------------- */

static void put_piece(bw_encoding *in, uint32_t i, uint32_t order, uint32_t piece, const bw_word_features *f)
{
    in->piece[i] = piece;
    in->order[i] = order;
    in->shape[i] = f ? f->row[BW_TABLE_SHAPE] : no_word(1);
    in->place[i] = f ? f->row[BW_TABLE_PLACE] : no_word(2);
}

bool bw_encoder_put(const bw_encoder *e, bw_encoding *in, const bw_token *tokens, const bw_word_features *features,
                    uint32_t n, uint32_t *first, uint32_t *count)
{
    const uint32_t start = in->n, room = in->room - start < e->s.places ? in->room - start : e->s.places;
    uint32_t at = 0;
    if (room < 2)
        return false;
    put_piece(in, start, at++, e->pieces.begin, NULL);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t piece[BW_WORDPIECE_MOST], n_pieces = bw_wordpiece_cut(&e->pieces, tokens[i].form, piece);
        first[i] = start + at;
        count[i] = 0;
        if (at + n_pieces + 1 > room) {
            if (room < e->s.places)
                return false;
            continue;
        }
        for (; count[i] < n_pieces; count[i]++)
            put_piece(in, start + at, at, piece[count[i]], &features[i]), at++;
    }
    put_piece(in, start + at, at, e->pieces.end, NULL);
    at++;
    in->sentences[in->n_sentences].first = start;
    in->sentences[in->n_sentences].n = at;
    in->n_sentences++;
    in->n += at;
    return true;
}

/* ---- small sums --------------------------------------------------------------------------------- */

/* In sixteen lanes, so that it goes by vectors and is the same with each kind of them. */
static float sum_of(const float *v, size_t n)
{
    float lane[LANES] = {0}, sum = 0;
    for (size_t i = 0; i < n; i += LANES)
        for (int k = 0; k < LANES; k++)
            lane[k] += v[i + (size_t)k];
    for (int k = 0; k < LANES; k++)
        sum += lane[k];
    return sum;
}

static float product_of(const float *v, const float *w, size_t n)
{
    float lane[LANES] = {0}, sum = 0;
    for (size_t i = 0; i < n; i += LANES)
        for (int k = 0; k < LANES; k++)
            lane[k] += v[i + (size_t)k] * w[i + (size_t)k];
    for (int k = 0; k < LANES; k++)
        sum += lane[k];
    return sum;
}

/* e to the power of x, within 2 parts in 10 million; below -87 nearly 0. */
static inline float power(float x)
{
    union {
        float f;
        uint32_t i;
    } whole, scale;
    x = x < -87 ? -87 : x > 87 ? 87 : x;
    whole.f = x * 1.44269504f + 12582912.0f; /* 1.5 * 2^23: the sum's low bits are the rounded number */
    float n = whole.f - 12582912.0f, r = x - n * 0.693359375f + n * 2.12194440e-4f;
    scale.i = (whole.i << 23) + 0x3F800000u;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return (p * r * r + r + 1) * scale.f;
}

/* GELU (Hendrycks and Gimpel 2016) of v in place, and its slope; the error function by Abramowitz and Stegun 7.1.26. */
BW_FOR_VECTORS static void gelu(float *restrict v, float *restrict slope, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float x = v[i], z = fabsf(x) * 0.70710678f, t = 1 / (1 + 0.3275911f * z), e = power(-z * z);
        float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
        float half = 0.5f * p * e; /* how much of the bell lies beyond |x| */
        float below = x < 0 ? half : 1 - half;
        v[i] = x * below;
        slope[i] = below + x * 0.39894228f * e;
    }
}

/* ---- layer norm --------------------------------------------------------------------------------- */

static void norm_of(const float *x, size_t d, float *mean, float *root)
{
    *mean = sum_of(x, d) / (float)d;
    float lane[LANES] = {0}, sum = 0;
    for (size_t i = 0; i < d; i += LANES)
        for (int k = 0; k < LANES; k++) {
            float v = x[i + (size_t)k] - *mean;
            lane[k] += v * v;
        }
    for (int k = 0; k < LANES; k++)
        sum += lane[k];
    *root = 1 / sqrtf(sum / (float)d + tiny);
}

static void norm(const float *x, size_t n, size_t d, const float *w, const float *b, float *out)
{
    for (size_t i = 0; i < n; i++, x += d, out += d) {
        float mean, root;
        norm_of(x, d, &mean, &root);
        for (size_t c = 0; c < d; c++)
            out[c] = (x[c] - mean) * root * w[c] + b[c];
    }
}

/* d_x (set, not added) may be d_out. */
static void norm_back(const float *x, size_t n, size_t d, const float *w, const float *d_out, float *d_w, float *d_b,
                      float *d_x)
{
    float unit[1024], g[1024];
    for (size_t i = 0; i < n; i++, x += d, d_out += d, d_x += d) {
        float mean, root;
        norm_of(x, d, &mean, &root);
        for (size_t c = 0; c < d; c++) {
            unit[c] = (x[c] - mean) * root;
            g[c] = d_out[c] * w[c];
            d_w[c] += d_out[c] * unit[c];
            d_b[c] += d_out[c];
        }
        float share = sum_of(g, d) / (float)d, along = product_of(g, unit, d) / (float)d;
        for (size_t c = 0; c < d; c++)
            d_x[c] = root * (g[c] - share - unit[c] * along);
    }
}

/* ---- attention ---------------------------------------------------------------------------------- */

/* Columns `from` on of n rows (3 * width apart), turned: (wide, cols), zeros behind n. */
static void turn(const float *from, uint32_t n, size_t stride, size_t wide, size_t cols, float *out)
{
    for (size_t c = 0; c < wide; c++) {
        for (uint32_t i = 0; i < n; i++)
            out[c * cols + i] = from[i * stride + c];
        memset(out + c * cols + n, 0, (cols - n) * sizeof *out);
    }
}

/* How much each piece looks at each other one: in->score (n, cols). `look` begins with the head's queries. */
static void attention(const bw_encoder *e, bw_encoding *in, const float *look, uint32_t n, size_t cols)
{
    const size_t d = e->s.width, wide = d / e->s.heads;
    const float scale = 1 / sqrtf((float)wide);
    turn(look + d, n, 3 * d, wide, cols, in->look_t);
    memset(in->score, 0, n * cols * sizeof(float));
    bw_train_multiply(n, wide, cols, look, 3 * d, 1, in->look_t, cols, in->score, cols);
    for (uint32_t i = 0; i < n; i++) {
        float *v = in->score + i * cols, top = v[0];
        for (uint32_t j = 1; j < n; j++)
            top = v[j] > top ? v[j] : top;
        for (uint32_t j = 0; j < n; j++)
            v[j] = power((v[j] - top) * scale);
        memset(v + n, 0, (cols - n) * sizeof *v);
        float part = 1 / sum_of(v, cols);
        for (uint32_t j = 0; j < n; j++)
            v[j] *= part;
    }
}

static void look_around(const bw_encoder *e, bw_encoding *in, const float *look, float *out)
{
    const size_t d = e->s.width, wide = d / e->s.heads;
    memset(out, 0, in->n * d * sizeof *out);
    for (uint32_t k = 0; k < in->n_sentences; k++) {
        const uint32_t first = in->sentences[k].first, n = in->sentences[k].n;
        const size_t cols = (n + LANES - 1) & ~(size_t)(LANES - 1);
        for (uint32_t h = 0; h < e->s.heads; h++) {
            const float *own = look + first * 3 * d + h * wide;
            attention(e, in, own, n, cols);
            bw_train_multiply(n, n, wide, in->score, cols, 1, own + 2 * d, 3 * d, out + first * d + h * wide, d);
        }
    }
}

static void look_around_back(const bw_encoder *e, bw_encoding *in, const float *look, const float *d_out, float *d_look)
{
    const size_t d = e->s.width, wide = d / e->s.heads;
    const float scale = 1 / sqrtf((float)wide);
    memset(d_look, 0, in->n * 3 * d * sizeof *d_look);
    for (uint32_t k = 0; k < in->n_sentences; k++) {
        const uint32_t first = in->sentences[k].first, n = in->sentences[k].n;
        const size_t cols = (n + LANES - 1) & ~(size_t)(LANES - 1);
        for (uint32_t h = 0; h < e->s.heads; h++) {
            const float *own = look + first * 3 * d + h * wide, *d_own = d_out + first * d + h * wide;
            float *to = d_look + first * 3 * d + h * wide;
            attention(e, in, own, n, cols);
            bw_train_multiply(n, n, wide, in->score, 1, cols, d_own, d, to + 2 * d, 3 * d);
            turn(own + 2 * d, n, 3 * d, wide, cols, in->look_t);
            memset(in->d_score, 0, n * cols * sizeof(float));
            bw_train_multiply(n, wide, cols, d_own, d, 1, in->look_t, cols, in->d_score, cols);
            for (uint32_t i = 0; i < n; i++) {
                const float *p = in->score + i * cols;
                float *g = in->d_score + i * cols, along = product_of(p, g, cols);
                for (size_t j = 0; j < cols; j++)
                    g[j] = p[j] * (g[j] - along) * scale;
            }
            bw_train_multiply(n, n, wide, in->d_score, cols, 1, own + d, 3 * d, to, 3 * d);
            bw_train_multiply(n, n, wide, in->d_score, 1, cols, own, 3 * d, to + d, 3 * d);
        }
    }
}

/* ---- matrices and their summands ---------------------------------------------------------------- */

static void linear(const bw_encoder *e, const bw_encoding *in, uint32_t l, int matrix, const float *from, float *to)
{
    bw_linear(from, in->n, rows_of(e, matrix), cols_of(e, matrix), weight(e, l, matrix), weight(e, l, matrix + 1), to);
}

static void linear_back(const bw_encoder *e, const bw_encoding *in, uint32_t l, int matrix, const float *from,
                        const float *d_to, float *d_from)
{
    const float *turned = e->turned + l * e->at[BW_ENCODER_N] + e->at[matrix];
    bw_linear_back_turned(from, in->n, rows_of(e, matrix), cols_of(e, matrix), turned, d_to, gradient(e, in, l, matrix),
                          gradient(e, in, l, matrix + 1), d_from);
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static void drop(const bw_encoder *e, bw_encoding *in, bool learn, uint32_t which, float *v)
{
    const size_t n = in->n * (size_t)e->s.width;
    if (learn)
        bw_drop(&in->chance, e->drop, n, v, in->mask + which * n);
}

static void undrop(const bw_encoder *e, const bw_encoding *in, uint32_t which, const float *from, float *to)
{
    const size_t n = in->n * (size_t)e->s.width;
    const float *mask = in->mask + which * n;
    for (size_t i = 0; i < n; i++)
        to[i] = from[i] * mask[i];
}

static void add(float *to, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] += v[i];
}

static size_t row_of(const void *of, uint32_t i, int table)
{
    const bw_encoding *in = of;
    return table == 0 ? in->piece[i] : table == 1 ? in->shape[i] : in->place[i];
}

void bw_encoder_run(const bw_encoder *e, bw_encoding *in, bool learn)
{
    const size_t n = in->n, d = e->s.width, inner = e->s.inner;
    const float *own_norm = e->dense.w + e->s.layers * e->at[BW_ENCODER_N];

    for (uint32_t i = 0; i < n; i++) {
        float *sum = in->sum + i * d;
        memcpy(sum, e->places + in->order[i] * d, d * sizeof *sum);
        for (int t = 0; t < N_TABLES; t++)
            add(sum, e->rows.w + (rows_before(e, t) + row_of(in, i, t)) * d, d);
    }
    norm(in->sum, n, d, own_norm, own_norm + d, in->x);
    drop(e, in, learn, 0, in->x);
    for (uint32_t l = 0; l < e->s.layers; l++) {
        float *x = in->x + l * n * d, *look = in->look + l * n * 3 * d, *join = in->join + l * n * d;
        float *sum1 = in->sum1 + l * n * d, *mid = in->mid + l * n * d, *sum2 = in->sum2 + l * n * d;
        float *act = in->act + l * n * inner, *slope = in->slope + l * n * inner;
        linear(e, in, l, BW_ENCODER_LOOK_W, x, look);
        look_around(e, in, look, join);
        linear(e, in, l, BW_ENCODER_JOIN_W, join, sum1);
        drop(e, in, learn, 2 * l + 1, sum1);
        add(sum1, x, n * d);
        norm(sum1, n, d, weight(e, l, BW_ENCODER_NORM1_W), weight(e, l, BW_ENCODER_NORM1_B), mid);
        linear(e, in, l, BW_ENCODER_WIDEN_W, mid, act);
        gelu(act, slope, n * inner);
        linear(e, in, l, BW_ENCODER_NARROW_W, act, sum2);
        drop(e, in, learn, 2 * l + 2, sum2);
        add(sum2, mid, n * d);
        norm(sum2, n, d, weight(e, l, BW_ENCODER_NORM2_W), weight(e, l, BW_ENCODER_NORM2_B), x + n * d);
    }
}

void bw_encoder_back(const bw_encoder *e, bw_encoding *in)
{
    const size_t n = in->n, d = e->s.width, inner = e->s.inner;
    float *d_x = in->d_x, *d_y = in->d_y, *d_z = in->d_z;

    memset(in->gradient, 0, e->dense.n * sizeof(float));
    for (uint32_t l = e->s.layers; l-- > 0;) {
        const float *x = in->x + l * n * d, *look = in->look + l * n * 3 * d, *join = in->join + l * n * d;
        const float *sum1 = in->sum1 + l * n * d, *mid = in->mid + l * n * d, *sum2 = in->sum2 + l * n * d;
        const float *act = in->act + l * n * inner, *slope = in->slope + l * n * inner;

        norm_back(sum2, n, d, weight(e, l, BW_ENCODER_NORM2_W), d_x, gradient(e, in, l, BW_ENCODER_NORM2_W),
                  gradient(e, in, l, BW_ENCODER_NORM2_B), d_y); /* d_y: of mid, so far */
        undrop(e, in, 2 * l + 2, d_y, d_z);
        memset(in->d_inner, 0, n * inner * sizeof(float));
        linear_back(e, in, l, BW_ENCODER_NARROW_W, act, d_z, in->d_inner);
        for (size_t i = 0; i < n * inner; i++)
            in->d_inner[i] *= slope[i];
        linear_back(e, in, l, BW_ENCODER_WIDEN_W, mid, in->d_inner, d_y);

        norm_back(sum1, n, d, weight(e, l, BW_ENCODER_NORM1_W), d_y, gradient(e, in, l, BW_ENCODER_NORM1_W),
                  gradient(e, in, l, BW_ENCODER_NORM1_B), d_x); /* d_x: of x, so far */
        undrop(e, in, 2 * l + 1, d_x, d_z);
        memset(d_y, 0, n * d * sizeof(float));
        linear_back(e, in, l, BW_ENCODER_JOIN_W, join, d_z, d_y);
        look_around_back(e, in, look, d_y, in->d_look);
        linear_back(e, in, l, BW_ENCODER_LOOK_W, x, in->d_look, d_x);
    }
    const size_t own_norm = e->s.layers * e->at[BW_ENCODER_N];
    undrop(e, in, 0, d_x, d_x);
    norm_back(in->sum, n, d, e->dense.w + own_norm, d_x, in->gradient + own_norm, in->gradient + own_norm + d, d_x);
}

/* ---- steps -------------------------------------------------------------------------------------- */

typedef struct {
    bw_encoder *e;
    bw_adam step;
    float rate_features, keep;
} update;

enum { MOST_GROUPS = 16 };

/* Parts: the layers from above, the entrance's norm, the tables. */
static void update_part(void *with, int number)
{
    const update *u = with;
    bw_encoder *e = u->e;
    const int layers = (int)e->s.layers;
    bw_adam step = u->step;
    float *gradients[MOST_GROUPS];
    bw_met met[MOST_GROUPS];
    for (uint32_t k = 0; k < e->n_encodings; k++) {
        gradients[k] = e->encodings[k].gradient;
        met[k] = (bw_met){&e->encodings[k], e->encodings[k].d_x, e->encodings[k].n};
    }
    if (number <= layers) {
        size_t from = (size_t)(layers - number - 1) * e->at[BW_ENCODER_N], to = from + e->at[BW_ENCODER_N];
        if (number == layers) {
            from = (size_t)layers * e->at[BW_ENCODER_N];
            to = e->dense.n;
        }
        step.rate *= powf(u->keep, (float)number);
        bw_adam_move(&step, &e->dense, from, to, gradients, (int)e->n_encodings);
        if (number < layers)
            turn_layer(e, (uint32_t)(layers - number - 1));
    } else {
        int table = number - layers - 1;
        size_t from = rows_before(e, table) * e->s.width;
        bw_learned rows = {e->rows.w + from, e->rows.mean + from, e->rows.square + from, e->rows.n - from};
        step.decay = 0;
        step.rate = table ? u->rate_features : step.rate * powf(u->keep, (float)layers);
        bw_adam_rows(&step, &rows, e->s.width, met, (int)e->n_encodings, row_of, table, e->row_gradient + from);
    }
}

void bw_encoder_update(bw_encoder *e, bw_pool *pool, float rate, float rate_features, float keep)
{
    e->step++;
    update u = {e, bw_adam_step(e->step, rate), rate_features, keep};
    u.step.decay = 0.01f;
    bw_pool_run(pool, (int)e->s.layers + 1 + N_TABLES, update_part, &u);
}
