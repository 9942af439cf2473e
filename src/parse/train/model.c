#ifndef __clang__
#pragma GCC optimize("O3") /* vectors for the loops over numbers; clang makes them anyway */
#endif

#include "parse/train/model.h"

#include "parse/network_kernels.h"

#include <math.h>
#include <string.h>

/* As the integers see it: 7 bits at 16 steps to the unit. */
static const float norm_low = -64.0f / BW_NORM_UNIT, norm_high = 63.0f / BW_NORM_UNIT;

/* ---- sizes and first weights -------------------------------------------------------------------- */

static float *floats(bw_arena *a, size_t n)
{
    return BW_NEW(a, float, n);
}

static void shard_init(const bw_model *m, bw_shard *sh, bw_arena *a, uint32_t room)
{
    const bw_network_shape *s = &m->s;
    const size_t n = room, d = s->width, layers = s->layers;
    const size_t cols = BW_TRAIN_LONGEST + 16;
    sh->room = room;
    sh->arena = a;
    sh->sentences = bw_arena_array(a, n, sizeof *sh->sentences);
    sh->word = BW_NEW(a, uint32_t, n);
    sh->vector = BW_NEW(a, uint32_t, n);
    sh->row = bw_arena_array(a, n, sizeof *sh->row);
    sh->head = BW_NEW(a, int32_t, n);
    sh->upos = BW_NEW(a, uint8_t, n);
    sh->xpos = BW_NEW(a, uint8_t, n);
    sh->rel = BW_NEW(a, uint8_t, n);
    sh->name = BW_NEW(a, uint8_t, n);
    sh->sum = floats(a, n * s->embedding);
    sh->d_sum = floats(a, n * s->embedding);
    sh->in = floats(a, n * s->embedding);
    sh->in_mask = floats(a, n * s->embedding);
    sh->sum_root = floats(a, n);
    sh->vectors = floats(a, n * (m->n_vector + 1));
    if (!m->vectors)
        sh->d_vectors = floats(a, n * (m->n_vector + 1));
    sh->x = floats(a, (layers + 1) * n * d);
    sh->norm = floats(a, (layers + 1) * n * d);
    sh->norm_root = floats(a, (layers + 1) * n);
    sh->seen = floats(a, layers * n * bw_network_seen(s));
    sh->hidden = floats(a, layers * n * s->hidden);
    sh->last = floats(a, n * d);
    sh->last_mask = floats(a, n * d);
    sh->tags = floats(a, n * s->tags);
    sh->query = floats(a, n * s->arc);
    sh->key = floats(a, (n + 1) * s->arc);
    sh->key_t = floats(a, cols * s->arc);
    sh->score = floats(a, cols * cols);
    sh->sides = floats(a, n * 2 * s->label);
    sh->both = floats(a, n * s->label);
    sh->rels = floats(a, n * s->rels);
    sh->d_x = floats(a, n * d);
    sh->d_norm = floats(a, n * d);
    sh->d_seen = floats(a, n * bw_network_seen(s));
    sh->d_hidden = floats(a, n * s->hidden);
    sh->d_query = floats(a, n * s->arc);
    sh->d_key = floats(a, (n + 1) * s->arc);
    sh->d_sides = floats(a, n * 2 * s->label);
    sh->d_both = floats(a, n * s->label);
    sh->turned = floats(a, (size_t)BW_NETWORK_MAX_WIDTH * 3 * BW_NETWORK_MAX_WIDTH);
    sh->gradient = floats(a, m->dense.n);
}

void bw_model_init(bw_model *m, bw_arena *a, uint32_t room, uint64_t seed)
{
    const bw_network_shape *s = &m->s;
    const struct {
        size_t rows, cols;
        float spread;
    } list[] = {
#define PARAM(name, rows, cols, spread) {(rows), (cols), (spread)},
        BW_PARAM_LIST(PARAM)
#undef PARAM
    };
    bw_random chance = {seed};

    m->arena = a;
    for (int p = 0; p < BW_N_PARAMS; p++)
        m->at[p + 1] = m->at[p] + list[p].rows * list[p].cols;
    m->dense = bw_learned_new(a, m->at[BW_N_PARAMS]);
    for (int p = 0; p < BW_N_PARAMS; p++) {
        size_t n_in = list[p].rows;
        if (p == BW_PARAM_CONV_W || p == BW_PARAM_OUT_W)
            n_in /= s->layers;
        float spread = n_in ? list[p].spread / sqrtf((float)n_in) : 0;
        if (p == BW_PARAM_CONV_W)
            spread = list[p].spread * 0.6f / sqrtf((float)n_in);
        else if (p == BW_PARAM_OUT_W)
            spread /= sqrtf((float)s->layers);
        for (size_t i = m->at[p]; i < m->at[p + 1]; i++)
            m->dense.w[i] = spread * bw_random_normal(&chance);
    }

    /* Words start from nothing but their pretrained vector; affixes and shapes from chance. */
    uint64_t n_rows = s->words;
    for (int t = 0; t < BW_N_TABLES; t++) {
        m->table_start[t + 1] = n_rows;
        n_rows += bw_table_rows[t];
    }
    m->rows = bw_learned_new(a, n_rows * s->embedding);
    m->row_gradient = floats(a, n_rows * s->embedding);
    for (size_t i = (size_t)s->words * s->embedding; i < m->rows.n; i++)
        m->rows.w[i] = 0.1f * bw_random_normal(&chance);
    for (int i = 0; i < m->n_shards; i++)
        shard_init(m, &m->shards[i], a, room);
}

/* ---- layers ------------------------------------------------------------------------------------- */

/* out = x / root mean square of x, cut; root keeps 1 / that. */
static void normalise(const float *x, size_t n, size_t width, float *out, float *root)
{
    for (size_t i = 0; i < n; i++, x += width, out += width) {
        float sum = 0;
        for (size_t j = 0; j < width; j++)
            sum += x[j] * x[j];
        root[i] = 1 / sqrtf(sum / (float)width + 1e-6f);
        for (size_t j = 0; j < width; j++) {
            float v = x[j] * root[i];
            out[j] = v < norm_low ? norm_low : v > norm_high ? norm_high : v;
        }
    }
}

/* d_x += what the gradient of the normalised numbers makes of it; what was cut has none. */
static void normalise_back(const float *x, size_t n, size_t width, const float *root, const float *d_out, float *d_x)
{
    for (size_t i = 0; i < n; i++, x += width, d_out += width, d_x += width) {
        float dot = 0;
        for (size_t j = 0; j < width; j++) {
            float v = x[j] * root[i];
            if (v > norm_low && v < norm_high)
                dot += v * d_out[j];
        }
        dot /= (float)width;
        for (size_t j = 0; j < width; j++) {
            float v = x[j] * root[i], g = v > norm_low && v < norm_high ? d_out[j] : 0;
            d_x[j] += root[i] * (g - v * dot);
        }
    }
}

static void positive(float *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        v[i] = v[i] > 0 ? v[i] : 0;
}

/* d = 0 where the output was 0 (cut or dropped), else raised as the dropout raised it. */
static void positive_back(const float *out, float p, size_t n, float *d)
{
    float keep = 1 / (1 - p);
    for (size_t i = 0; i < n; i++)
        d[i] = out[i] > 0 ? d[i] * keep : 0;
}

static void neighbours(const bw_shard *sh, const float *in, size_t width, size_t side, uint32_t dilation, float *out)
{
    for (uint32_t s = 0; s < sh->n_sentences; s++) {
        const uint32_t first = sh->sentences[s].first, n = sh->sentences[s].n;
        for (uint32_t i = 0; i < n; i++) {
            float *o = out + (size_t)(first + i) * (width + 2 * side);
            const float *x = in + (size_t)(first + i) * width;
            if (i >= dilation)
                memcpy(o, x - dilation * width, side * sizeof *o);
            else
                memset(o, 0, side * sizeof *o);
            memcpy(o + side, x, width * sizeof *o);
            if (i + dilation < n)
                memcpy(o + side + width, x + (dilation + 1) * width - side, side * sizeof *o);
            else
                memset(o + side + width, 0, side * sizeof *o);
        }
    }
}

static void neighbours_back(const bw_shard *sh, const float *d_out, size_t width, size_t side, uint32_t dilation, float *d_in)
{
    for (uint32_t s = 0; s < sh->n_sentences; s++) {
        const uint32_t first = sh->sentences[s].first, n = sh->sentences[s].n;
        for (uint32_t i = 0; i < n; i++) {
            const float *o = d_out + (size_t)(first + i) * (width + 2 * side);
            float *x = d_in + (size_t)(first + i) * width;
            for (size_t j = 0; j < width; j++)
                x[j] += o[side + j];
            if (i >= dilation)
                for (size_t j = 0; j < side; j++)
                    (x - dilation * width)[j] += o[j];
            if (i + dilation < n)
                for (size_t j = 0; j < side; j++)
                    (x + (dilation + 1) * width - side)[j] += o[side + width + j];
        }
    }
}

/* ---- heads -------------------------------------------------------------------------------------- */

static void tags(const bw_model *m, bw_shard *sh, float weight, float *d_last)
{
    const bw_network_shape *s = &m->s;
    for (uint32_t k = 0; k < sh->n_sentences; k++) {
        for (uint32_t i = sh->sentences[k].first; i < sh->sentences[k].first + sh->sentences[k].n; i++) {
            float *v = sh->tags + (size_t)i * s->tags;
            float *names = v + s->n_upos + s->n_xpos;
            if (sh->sentences[k].has_tree) {
                sh->loss += bw_softmax_loss(v, s->n_upos, sh->upos[i], weight * 0.5f);
                if (sh->xpos[i] != 255)
                    sh->loss += bw_softmax_loss(v + s->n_upos, s->n_xpos, sh->xpos[i], weight * 0.5f);
                else
                    memset(v + s->n_upos, 0, s->n_xpos * sizeof *v);
            } else {
                memset(v, 0, (s->n_upos + s->n_xpos) * sizeof *v);
            }
            if (sh->sentences[k].has_names)
                sh->loss += bw_softmax_loss(names, BW_NETWORK_N_NER, sh->name[i], weight);
            else
                memset(names, 0, BW_NETWORK_N_NER * sizeof *v);
            size_t used = s->n_upos + s->n_xpos + BW_NETWORK_N_NER;
            memset(v + used, 0, (s->tags - used) * sizeof *v);
        }
    }
    bw_linear_back(sh->last, sh->n, s->width, s->tags, bw_param(m, m->dense.w, BW_PARAM_TAG_W), sh->tags,
                bw_param(m, sh->gradient, BW_PARAM_TAG_W), bw_param(m, sh->gradient, BW_PARAM_TAG_B), d_last, sh->turned);
}

/* Scores of one sentence (n, cols), column n the root's. */
static void arc_scores(const bw_model *m, bw_shard *sh, uint32_t first, uint32_t n, size_t cols)
{
    const size_t arc = m->s.arc;
    const float *root = bw_param(m, m->dense.w, BW_PARAM_ROOT), *way = bw_param(m, m->dense.w, BW_PARAM_DISTANCE);
    const float scale = 1 / sqrtf((float)arc);
    memset(sh->key_t, 0, cols * arc * sizeof(float));
    bw_train_transpose(sh->key + first * arc, n, arc, sh->key_t, cols);
    for (size_t c = 0; c < arc; c++)
        sh->key_t[c * cols + n] = root[c];
    memset(sh->score, 0, n * cols * sizeof(float));
    bw_train_multiply(n, arc, cols, sh->query + first * arc, arc, 1, sh->key_t, cols, sh->score, cols);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= n; j++) {
            float *v = &sh->score[i * cols + j];
            *v = i == j ? -1e30f
                        : *v * scale + way[j == n ? BW_NETWORK_N_DISTANCES - 1
                                                  : bw_network_distance((int32_t)j - (int32_t)i)];
        }
}

static void arcs(const bw_model *m, bw_shard *sh, float weight, float *d_last)
{
    const bw_network_shape *s = &m->s;
    const size_t arc = s->arc;
    const float scale = 1 / sqrtf((float)arc);
    float *d_root = bw_param(m, sh->gradient, BW_PARAM_ROOT), *d_way = bw_param(m, sh->gradient, BW_PARAM_DISTANCE);

    memset(sh->d_query, 0, sh->n * arc * sizeof(float));
    memset(sh->d_key, 0, sh->n * arc * sizeof(float));
    for (uint32_t k = 0; k < sh->n_sentences; k++) {
        const uint32_t first = sh->sentences[k].first, n = sh->sentences[k].n;
        const size_t cols = (n + 1 + 15) & ~15u;
        if (!sh->sentences[k].has_tree)
            continue;
        arc_scores(m, sh, first, n, cols);
        for (uint32_t i = 0; i < n; i++) {
            float *v = sh->score + i * cols;
            int32_t head = sh->head[first + i];
            uint32_t gold = head < 0 ? n : (uint32_t)head - first, top = 0;
            for (uint32_t j = 1; j <= n; j++)
                if (v[j] > v[top])
                    top = j;
            sh->n_arcs++;
            sh->n_arcs_right += top == gold;
            sh->loss += bw_softmax_loss(v, n + 1, gold, weight);
            for (uint32_t j = 0; j <= n; j++) {
                if (j != i)
                    d_way[j == n ? BW_NETWORK_N_DISTANCES - 1 : bw_network_distance((int32_t)j - (int32_t)i)] += v[j];
                v[j] *= scale;
            }
        }
        bw_train_multiply(n, n, arc, sh->score, cols, 1, sh->key + first * arc, arc, sh->d_query + first * arc, arc);
        bw_train_multiply(n, n, arc, sh->score, 1, cols, sh->query + first * arc, arc, sh->d_key + first * arc, arc);
        bw_train_multiply(1, n, arc, sh->score + n, 0, cols, sh->query + first * arc, arc, d_root, arc);
        const float *root = bw_param(m, m->dense.w, BW_PARAM_ROOT);
        for (uint32_t i = 0; i < n; i++)
            for (size_t c = 0; c < arc; c++)
                sh->d_query[(first + i) * arc + c] += sh->score[i * cols + n] * root[c];
    }
    bw_linear_back(sh->last, sh->n, s->width, arc, bw_param(m, m->dense.w, BW_PARAM_QUERY_W), sh->d_query,
                bw_param(m, sh->gradient, BW_PARAM_QUERY_W), bw_param(m, sh->gradient, BW_PARAM_QUERY_B), d_last, sh->turned);
    bw_linear_back(sh->last, sh->n, s->width, arc, bw_param(m, m->dense.w, BW_PARAM_KEY_W), sh->d_key,
                bw_param(m, sh->gradient, BW_PARAM_KEY_W), bw_param(m, sh->gradient, BW_PARAM_KEY_B), d_last, sh->turned);
}

/* What a word and its gold head say together of their relation. */
static void both_sides(const bw_model *m, bw_shard *sh)
{
    const size_t r = m->s.label;
    for (uint32_t i = 0; i < sh->n; i++) {
        uint32_t head = sh->head[i] < 0 ? i : (uint32_t)sh->head[i];
        const float *own = sh->sides + i * 2 * r, *other = sh->sides + head * 2 * r + r;
        for (size_t c = 0; c < r; c++)
            sh->both[i * r + c] = own[c] + other[c];
    }
    positive(sh->both, sh->n * r);
}

static void relation_scores(const bw_model *m, bw_shard *sh)
{
    bw_linear(sh->both, sh->n, m->s.label, m->s.rels, bw_param(m, m->dense.w, BW_PARAM_REL_W),
              bw_param(m, m->dense.w, BW_PARAM_REL_B), sh->rels);
}

static void relations(const bw_model *m, bw_shard *sh, float weight, float *d_last)
{
    const bw_network_shape *s = &m->s;
    const size_t r = s->label;
    for (uint32_t i = 0; i < sh->n; i++) {
        float *v = sh->rels + (size_t)i * s->rels;
        if (sh->rel[i] != 255 && sh->head[i] >= 0) {
            sh->loss += bw_softmax_loss(v, s->n_rel, sh->rel[i], weight);
            memset(v + s->n_rel, 0, (s->rels - s->n_rel) * sizeof *v);
        } else {
            memset(v, 0, s->rels * sizeof *v);
        }
    }
    memset(sh->d_both, 0, sh->n * r * sizeof(float));
    bw_linear_back(sh->both, sh->n, r, s->rels, bw_param(m, m->dense.w, BW_PARAM_REL_W), sh->rels,
                bw_param(m, sh->gradient, BW_PARAM_REL_W), bw_param(m, sh->gradient, BW_PARAM_REL_B), sh->d_both, sh->turned);
    positive_back(sh->both, m->drop_last, sh->n * r, sh->d_both);
    memset(sh->d_sides, 0, sh->n * 2 * r * sizeof(float));
    for (uint32_t i = 0; i < sh->n; i++) {
        if (sh->rel[i] == 255 || sh->head[i] < 0)
            continue;
        float *own = sh->d_sides + i * 2 * r, *other = sh->d_sides + (size_t)sh->head[i] * 2 * r + r;
        for (size_t c = 0; c < r; c++) {
            own[c] += sh->d_both[i * r + c];
            other[c] += sh->d_both[i * r + c];
        }
    }
    bw_linear_back(sh->last, sh->n, s->width, 2 * r, bw_param(m, m->dense.w, BW_PARAM_LABEL_W), sh->d_sides,
                bw_param(m, sh->gradient, BW_PARAM_LABEL_W), bw_param(m, sh->gradient, BW_PARAM_LABEL_B), d_last, sh->turned);
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static void embed(const bw_model *m, bw_shard *sh)
{
    const size_t e = m->s.embedding, v = m->n_vector;
    for (uint32_t i = 0; i < sh->n; i++) {
        float *sum = sh->sum + i * e;
        memcpy(sum, m->rows.w + sh->word[i] * e, e * sizeof *sum);
        for (int t = 0; t < BW_N_TABLES; t++) {
            const float *row = m->rows.w + (m->table_start[t + 1] + sh->row[i][t]) * e;
            for (size_t c = 0; c < e; c++)
                sum[c] += row[c];
        }
        if (!v || !m->vectors)
            continue;
        if (sh->vector[i] != UINT32_MAX)
            memcpy(sh->vectors + i * v, m->vectors + sh->vector[i] * v, v * sizeof *sum);
        else
            memset(sh->vectors + i * v, 0, v * sizeof *sum);
    }
    if (v)
        bw_train_multiply(sh->n, v, e, sh->vectors, v, 1, bw_param(m, m->dense.w, BW_PARAM_VECTOR), e, sh->sum, e);
}

void bw_model_run(const bw_model *m, bw_shard *sh, bool learn, float n_batch)
{
    const bw_network_shape *s = &m->s;
    const size_t n = sh->n, e = s->embedding, d = s->width, hid = s->hidden, n_seen = bw_network_seen(s);
    float *w = m->dense.w, *g = sh->gradient;

    embed(m, sh);
    normalise(sh->sum, n, e, sh->in, sh->sum_root);
    if (learn)
        bw_drop(&sh->chance, m->drop_in, n * e, sh->in, sh->in_mask);
    bw_linear(sh->in, n, e, d, bw_param(m, w, BW_PARAM_STEM_W), bw_param(m, w, BW_PARAM_STEM_B), sh->x);
    for (uint32_t l = 0; l <= s->layers; l++) {
        float *x = sh->x + l * n * d, *norm = sh->norm + l * n * d;
        normalise(x, n, d, norm, sh->norm_root + l * n);
        if (l == s->layers)
            break;
        float *seen = sh->seen + l * n * n_seen, *hidden = sh->hidden + l * n * hid, *next = x + n * d;
        neighbours(sh, norm, d, s->side, s->dilation[l], seen);
        bw_linear(seen, n, n_seen, hid, bw_param(m, w, BW_PARAM_CONV_W) + l * n_seen * hid,
               bw_param(m, w, BW_PARAM_CONV_B) + l * hid, hidden);
        positive(hidden, n * hid);
        if (learn)
            bw_drop(&sh->chance, m->drop_hidden, n * hid, hidden, NULL);
        bw_linear(hidden, n, hid, d, bw_param(m, w, BW_PARAM_OUT_W) + l * hid * d,
               bw_param(m, w, BW_PARAM_OUT_B) + l * d, next);
        for (size_t i = 0; i < n * d; i++)
            next[i] += x[i];
    }
    memcpy(sh->last, sh->norm + s->layers * n * d, n * d * sizeof(float));
    if (learn)
        bw_drop(&sh->chance, m->drop_last, n * d, sh->last, sh->last_mask);

    bw_linear(sh->last, n, d, s->tags, bw_param(m, w, BW_PARAM_TAG_W), bw_param(m, w, BW_PARAM_TAG_B), sh->tags);
    bw_linear(sh->last, n, d, s->arc, bw_param(m, w, BW_PARAM_QUERY_W), bw_param(m, w, BW_PARAM_QUERY_B), sh->query);
    bw_linear(sh->last, n, d, s->arc, bw_param(m, w, BW_PARAM_KEY_W), bw_param(m, w, BW_PARAM_KEY_B), sh->key);
    bw_linear(sh->last, n, d, 2 * s->label, bw_param(m, w, BW_PARAM_LABEL_W), bw_param(m, w, BW_PARAM_LABEL_B), sh->sides);
    both_sides(m, sh);
    if (!learn)
        return;
    bw_drop(&sh->chance, m->drop_last, n * s->label, sh->both, NULL);
    relation_scores(m, sh);

    const float weight = 1 / n_batch;
    memset(g, 0, m->dense.n * sizeof *g);
    memset(sh->d_norm, 0, n * d * sizeof(float));
    tags(m, sh, weight, sh->d_norm);
    arcs(m, sh, weight, sh->d_norm);
    relations(m, sh, weight, sh->d_norm);
    sh->n_words += n;

    for (size_t i = 0; i < n * d; i++)
        sh->d_norm[i] *= sh->last_mask[i];
    memset(sh->d_x, 0, n * d * sizeof(float));
    normalise_back(sh->x + s->layers * n * d, n, d, sh->norm_root + s->layers * n, sh->d_norm, sh->d_x);
    for (uint32_t l = s->layers; l-- > 0;) {
        const float *x = sh->x + l * n * d, *seen = sh->seen + l * n * n_seen, *hidden = sh->hidden + l * n * hid;
        memset(sh->d_hidden, 0, n * hid * sizeof(float));
        bw_linear_back(hidden, n, hid, d, bw_param(m, w, BW_PARAM_OUT_W) + l * hid * d, sh->d_x,
                    bw_param(m, g, BW_PARAM_OUT_W) + l * hid * d, bw_param(m, g, BW_PARAM_OUT_B) + l * d, sh->d_hidden, sh->turned);
        positive_back(hidden, m->drop_hidden, n * hid, sh->d_hidden);
        memset(sh->d_seen, 0, n * n_seen * sizeof(float));
        bw_linear_back(seen, n, n_seen, hid, bw_param(m, w, BW_PARAM_CONV_W) + l * n_seen * hid, sh->d_hidden,
                    bw_param(m, g, BW_PARAM_CONV_W) + l * n_seen * hid, bw_param(m, g, BW_PARAM_CONV_B) + l * hid,
                    sh->d_seen, sh->turned);
        memset(sh->d_norm, 0, n * d * sizeof(float));
        neighbours_back(sh, sh->d_seen, d, s->side, s->dilation[l], sh->d_norm);
        normalise_back(x, n, d, sh->norm_root + l * n, sh->d_norm, sh->d_x);
    }
    float *d_in = sh->d_seen;
    memset(d_in, 0, n * e * sizeof(float));
    bw_linear_back(sh->in, n, e, d, bw_param(m, w, BW_PARAM_STEM_W), sh->d_x, bw_param(m, g, BW_PARAM_STEM_W),
                bw_param(m, g, BW_PARAM_STEM_B), d_in, sh->turned);
    for (size_t i = 0; i < n * e; i++)
        d_in[i] *= sh->in_mask[i];
    memset(sh->d_sum, 0, n * e * sizeof(float));
    normalise_back(sh->sum, n, e, sh->sum_root, d_in, sh->d_sum);
    if (m->n_vector)
        bw_train_multiply(m->n_vector, n, e, sh->vectors, 1, m->n_vector, sh->d_sum, e,
                          bw_param(m, g, BW_PARAM_VECTOR), e);
    if (m->n_vector && !m->vectors) {
        memset(sh->d_vectors, 0, n * m->n_vector * sizeof(float));
        bw_train_transpose(bw_param(m, w, BW_PARAM_VECTOR), m->n_vector, e, sh->turned, m->n_vector);
        bw_train_multiply(n, e, m->n_vector, sh->d_sum, e, 1, sh->turned, m->n_vector, sh->d_vectors, m->n_vector);
    }
}

void bw_model_arcs(const bw_model *m, bw_shard *sh, uint32_t k, size_t *cols)
{
    *cols = (sh->sentences[k].n + 1 + 15) & ~15u;
    arc_scores(m, sh, sh->sentences[k].first, sh->sentences[k].n, *cols);
}

void bw_model_relations(const bw_model *m, bw_shard *sh)
{
    both_sides(m, sh);
    relation_scores(m, sh);
}

/* ---- Adam --------------------------------------------------------------------------------------- */

enum { DENSE_PARTS = 8 };

typedef struct {
    bw_model *m;
    bw_adam step;
} update;

typedef struct {
    const bw_model *m;
    const bw_shard *sh;
} met_rows;

/* Of words (table 0) or of one of the small tables. */
static size_t met_row(const void *of, uint32_t i, int table)
{
    const met_rows *r = of;
    return r->m->table_start[table] + (table ? r->sh->row[i][table - 1] : r->sh->word[i]);
}

static void update_part(void *with, int number)
{
    const update *u = with;
    bw_model *m = u->m;
    if (number <= BW_N_TABLES) {
        met_rows rows[BW_TRAIN_SHARDS];
        bw_met met[BW_TRAIN_SHARDS];
        for (int k = 0; k < m->n_shards; k++) {
            rows[k] = (met_rows){m, &m->shards[k]};
            met[k] = (bw_met){&rows[k], m->shards[k].d_sum, m->shards[k].n};
        }
        bw_adam_rows(&u->step, &m->rows, m->s.embedding, met, m->n_shards, met_row, number, m->row_gradient);
    } else {
        size_t part = (size_t)number - BW_N_TABLES - 1;
        float *gradients[BW_TRAIN_SHARDS];
        for (int k = 0; k < m->n_shards; k++)
            gradients[k] = m->shards[k].gradient;
        bw_adam_move(&u->step, &m->dense, m->dense.n * part / DENSE_PARTS, m->dense.n * (part + 1) / DENSE_PARTS,
                     gradients, m->n_shards);
    }
}

void bw_model_update(bw_model *m, bw_pool *pool, float rate)
{
    m->step++;
    update u = {m, bw_adam_step(m->step, rate)};
    bw_pool_run(pool, BW_N_TABLES + 1 + DENSE_PARTS, update_part, &u);
}
