#include "parse/train/quantise.h"

#include "parse/network_kernels.h"

#include <math.h>
#include <xxhash.h>

bw_ranges bw_ranges_new(const bw_model *m, bw_arena *a)
{
    return (bw_ranges){.hidden = BW_NEW(a, float, m->s.layers * m->s.hidden), .both = BW_NEW(a, float, m->s.label)};
}

static void widen(float *most, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *most = fmaxf(*most, fabsf(v[i]));
}

static void widen_each(float *most, const float *v, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            most[j] = fmaxf(most[j], v[i * n + j]);
}

void bw_ranges_see(bw_ranges *r, const bw_model *m, const bw_shard *sh)
{
    const bw_network_shape *s = &m->s;
    widen(&r->x, sh->x, (s->layers + 1) * sh->n * s->width);
    widen(&r->query, sh->query, sh->n * s->arc);
    widen(&r->key, sh->key, sh->n * s->arc);
    widen(&r->key, bw_param(m, m->dense.w, BW_PARAM_ROOT), s->arc);
    for (uint32_t l = 0; l < s->layers; l++)
        widen_each(r->hidden + l * s->hidden, sh->hidden + (size_t)l * sh->n * s->hidden, sh->n, s->hidden);
    widen_each(r->both, sh->both, sh->n, s->label);
}

static int32_t to_int(float v, int32_t most)
{
    v = rintf(v);
    return v >= (float)most ? most : v <= -(float)most ? -most : (int32_t)v;
}

/* A matrix to be rounded: what a step of each input and of each output is worth, and where it goes. */
typedef struct {
    const float *w, *bias;
    size_t n_in, n_out;
    float in_unit;         /* of all inputs, where in_units is NULL */
    const float *in_units;
    float out_unit;        /* 0: the largest that keeps all scales under 1 */
    const float *out_units;
    int zero;              /* how much too high the inputs stand */
    size_t twins;          /* outputs j and j + twins share a scale; 0: none do */
    int8_t *to_w;
    int32_t *to_start, *to_scale;
} rounding;

static float weight(const rounding *r, size_t i, size_t j)
{
    return r->w[i * r->n_out + j] * (r->in_units ? r->in_units[i] : r->in_unit);
}

/* The step of an output's weights: all fit into a byte, and they are bounded (network_kernels.h), with half a step
 * to spare for the rounding of each. */
static float column_unit(const rounding *r, size_t j)
{
    const float bound = BW_BOUND - BW_BOUNDED_GROUP / 4;
    float unit = 1e-20f;
    for (size_t first = 0; first < r->n_in; first += BW_BOUNDED_GROUP) {
        float up[2] = {0, 0}, down[2] = {0, 0};
        for (size_t i = first; i < first + BW_BOUNDED_GROUP && i < r->n_in; i++) {
            float v = weight(r, i, j);
            unit = fmaxf(unit, fabsf(v) / 127);
            *(v > 0 ? &up[i / 2 % 2] : &down[i / 2 % 2]) += fabsf(v);
        }
        for (int half = 0; half < 2; half++)
            unit = fmaxf(unit, fmaxf(up[half], down[half]) / bound);
    }
    return unit;
}

static void round_matrix(const rounding *r, bw_arena *a)
{
    float *unit = BW_NEW(a, float, r->n_out), widest = 1e-30f;
    for (size_t j = 0; j < r->n_out; j++)
        unit[j] = column_unit(r, j);
    for (size_t j = 0; j < r->twins; j++)
        unit[j] = unit[j + r->twins] = fmaxf(unit[j], unit[j + r->twins]);
    for (size_t j = 0; j < r->n_out; j++)
        widest = fmaxf(widest, unit[j]);

    for (size_t j = 0; j < r->n_out; j++) {
        int32_t sum = 0;
        float u = unit[j];
        for (size_t i = 0; i < r->n_in; i++) {
            int32_t q = to_int(weight(r, i, j) / u, 127);
            r->to_w[(i / 4 * r->n_out + j) * 4 + i % 4] = (int8_t)q;
            sum += q;
        }
        r->to_start[j] = to_int(r->bias[j] / u, 1 << 29) - r->zero * sum;
        float out = r->out_units ? r->out_units[j % (r->twins ? r->twins : r->n_out)]
                    : r->out_unit > 0 ? r->out_unit
                                      : 2 * widest;
        if (!r->twins || j < r->twins)
            r->to_scale[j] = (int32_t)fmin(rint((double)u / out * 0x1p31), 0x7FFFFFFF);
    }
}

/* A table's rows in steps of unit; those beyond are cut. */
static void round_rows(const float *v, size_t n, float unit, int8_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)to_int(v[i] / unit, 127);
}

/* The largest number of a table, but not more than six times its spread. */
static float table_most(const float *v, size_t n)
{
    double square = 0;
    float most = 1e-6f;
    size_t n_set = 1;
    for (size_t i = 0; i < n; i++) {
        most = fmaxf(most, fabsf(v[i]));
        square += (double)v[i] * v[i];
        n_set += v[i] != 0;
    }
    return fminf(most, 6 * sqrtf((float)(square / (double)n_set)) + 1e-6f);
}

/* Words as they are used: what was learned of each, and its pretrained vector seen through the network. */
static float *whole_words(const bw_model *m, bw_arena *a)
{
    const size_t e = m->s.embedding;
    float *words = BW_NEW(a, float, m->s.words * e);
    memcpy(words, m->rows.w, m->s.words * e * sizeof *words);
    for (uint32_t i = 0; m->n_vector && i < m->s.words; i++)
        if (m->vector_of[i] != UINT32_MAX)
            bw_train_multiply(1, m->n_vector, e, m->vectors + (size_t)m->vector_of[i] * m->n_vector, m->n_vector, 1,
                              bw_param(m, m->dense.w, BW_PARAM_VECTOR), e, words + i * e, e);
    return words;
}

static void export_tables(const bw_model *m, bw_arena *a, char *out, const uint64_t *at)
{
    const size_t e = m->s.embedding;
    float most[BW_N_TABLES + 1], top = 0;
    const float *rows[BW_N_TABLES + 1] = {whole_words(m, a)};
    size_t n[BW_N_TABLES + 1] = {m->s.words * e};
    for (int t = 0; t < BW_N_TABLES; t++) {
        rows[t + 1] = m->rows.w + m->table_start[t + 1] * e;
        n[t + 1] = bw_table_rows[t] * e;
    }
    for (int t = 0; t <= BW_N_TABLES; t++) {
        most[t] = table_most(rows[t], n[t]);
        top = fmaxf(top, most[t]);
    }
    int16_t *factors = (int16_t *)(void *)(out + at[BW_SECTION_FACTORS]);
    int8_t *to = (int8_t *)out + at[BW_SECTION_TABLES];
    for (int t = 0; t <= BW_N_TABLES; t++) {
        factors[t] = (int16_t)fmaxf(1, ceilf(most[t] / top * 32));
        float unit = top / 32 * (float)factors[t] / 127;
        round_rows(rows[t], n[t], unit, t ? to : (int8_t *)out + at[BW_SECTION_WORDS]);
        to += t ? n[t] : 0;
    }
}

bw_str bw_model_export(const bw_model *m, const bw_ranges *ranges, const bw_export_names *names, bw_arena *a)
{
    const bw_network_shape *s = &m->s;
    const size_t d = s->width, hid = s->hidden, r = s->label, seen = bw_network_seen(s);
    uint64_t at[BW_N_SECTIONS], size = bw_network_layout(s, at);
    char *out = bw_arena_alloc(a, size + 64);
    out += 64 - (uintptr_t)out % 64;

    memcpy(out + at[BW_SECTION_UPOS], names->upos, s->n_upos * BW_NETWORK_LABEL);
    memcpy(out + at[BW_SECTION_XPOS], names->xpos, s->n_xpos * BW_NETWORK_LABEL);
    memcpy(out + at[BW_SECTION_REL], names->rel, s->n_rel * BW_NETWORK_LABEL);
    memcpy(out + at[BW_SECTION_SLOTS], names->slots, s->slots * sizeof *names->slots);
    export_tables(m, a, out, at);

    const float norm_unit = 1.0f / BW_NORM_UNIT;
    const float x_unit = ranges->x / 20000, query_unit = ranges->query / 63, key_unit = ranges->key / 127;
#define WEIGHTS(p) .w = bw_param(m, m->dense.w, BW_PARAM_##p##_W), .bias = bw_param(m, m->dense.w, BW_PARAM_##p##_B)
#define TO(p, skip_w, skip)                                                                          \
    .to_w = (int8_t *)out + at[BW_SECTION_##p##_W] + (skip_w),                                       \
    .to_start = (int32_t *)(void *)(out + at[BW_SECTION_##p##_B]) + (skip),                          \
    .to_scale = (int32_t *)(void *)(out + at[BW_SECTION_##p##_S]) + (skip)

    round_matrix(&(rounding){WEIGHTS(STEM), .n_in = s->embedding, .n_out = d, .in_unit = norm_unit, .out_unit = x_unit,
                             .zero = BW_ZERO_POINT, TO(STEM, 0, 0)}, a);
    for (uint32_t l = 0; l < s->layers; l++) {
        float *hidden_unit = BW_NEW(a, float, hid);
        for (size_t j = 0; j < hid; j++)
            hidden_unit[j] = fmaxf(ranges->hidden[l * hid + j], 0.05f) / 127;
        rounding conv = {WEIGHTS(CONV), .n_in = seen, .n_out = hid, .in_unit = norm_unit, .out_units = hidden_unit,
                         .zero = BW_ZERO_POINT, TO(CONV, l * seen * hid, l * hid)};
        conv.w += l * seen * hid;
        conv.bias += l * hid;
        round_matrix(&conv, a);
        rounding back = {WEIGHTS(OUT), .n_in = hid, .n_out = d, .in_units = hidden_unit, .out_unit = x_unit,
                         TO(OUT, l * hid * d, l * d)};
        back.w += l * hid * d;
        back.bias += l * d;
        round_matrix(&back, a);
    }
    round_matrix(&(rounding){WEIGHTS(TAG), .n_in = d, .n_out = s->tags, .in_unit = norm_unit, .zero = BW_ZERO_POINT,
                             TO(TAG, 0, 0)}, a);
    round_matrix(&(rounding){WEIGHTS(QUERY), .n_in = d, .n_out = s->arc, .in_unit = norm_unit, .out_unit = query_unit,
                             .zero = BW_ZERO_POINT, TO(ARC, 0, 0)}, a);
    round_matrix(&(rounding){WEIGHTS(KEY), .n_in = d, .n_out = s->arc, .in_unit = norm_unit, .out_unit = key_unit,
                             .zero = BW_ZERO_POINT, TO(ARC, d * s->arc, s->arc)}, a);
    round_rows(bw_param(m, m->dense.w, BW_PARAM_ROOT), s->arc, key_unit, (int8_t *)out + at[BW_SECTION_ROOT]);
    int32_t *way = (int32_t *)(void *)(out + at[BW_SECTION_DISTANCE]);
    for (int i = 0; i < BW_NETWORK_N_DISTANCES; i++)
        way[i] = to_int(bw_param(m, m->dense.w, BW_PARAM_DISTANCE)[i] * sqrtf((float)s->arc) / (query_unit * key_unit),
                        1 << 24);

    float *both_unit = BW_NEW(a, float, r);
    for (size_t j = 0; j < r; j++)
        both_unit[j] = fmaxf(ranges->both[j], 0.05f) / 127;
    round_matrix(&(rounding){WEIGHTS(LABEL), .n_in = d, .n_out = 2 * r, .in_unit = norm_unit, .out_units = both_unit,
                             .zero = BW_ZERO_POINT, .twins = r, TO(LABEL, 0, 0)}, a);
    round_matrix(&(rounding){WEIGHTS(REL), .n_in = r, .n_out = s->rels, .in_units = both_unit, TO(REL, 0, 0)}, a);
#undef WEIGHTS
#undef TO

    bw_network_header h = {.version = BW_NETWORK_VERSION, .header = sizeof h, .size = size, .shape = *s};
    memcpy(h.magic, BW_NETWORK_MAGIC, sizeof h.magic);
    memcpy(out, &h, sizeof h);
    const size_t head = offsetof(bw_network_header, shape);
    h.checksum = XXH3_64bits(out + head, size - head);
    memcpy(out, &h, sizeof h);
    return (bw_str){out, size};
}
