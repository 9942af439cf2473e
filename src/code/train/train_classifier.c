#ifndef __clang__
#pragma GCC optimize("O3") /* vectors for the loops over numbers; clang makes them anyway */
#endif

#include "code/train/train_classifier.h"

#include "base/file.h"
#include "code/marked.h"
#include "code/proposals.h"
#include "parse/network_features.h"
#include "parse/train/data.h"
#include "parse/train/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SHARDS = 2, SHARD_ROWS = 16, SHARD_UNITS = SHARD_ROWS * BW_CLASSIFIER_LONGEST, KNOWN_WORDS = 40000, LEAST_OF_CODE = 12, LEAST_OF_WORD = 2 };
static const float drop_word = 0.06f, drop_state = 0.1f, drop_hidden = 0.15f, drop_pools = 0.15f, drop_mid = 0.3f;
static const float weigh_type = 0.7f, weigh_code = 0.3f, weigh_act = 0.5f, weigh_status = 0.3f;
static const float peak_rate = 1e-3f, weight_decay = 0.01f, warm_up = 0.06f;

_Static_assert((int)BW_CLASSIFIER_STATUSES == (int)BW_ANNOTATED_STATUSES, "what is learned is what is annotated");

/* ---- rows ---------------------------------------------------------------------------------------- */

typedef struct {
    bw_units u;
    uint32_t *word;          /* rows of the table of words */
    uint8_t *state, *parts;
    uint32_t meet;
    bw_plover code, act;     /* BW_PLOVER_NONE: no act between the two */
    uint8_t status;
    char cameo[BW_CLASSIFIER_CODE];
    int32_t class;           /* -1: only the type is to be learned */
} row;

typedef struct {
    row *items;
    uint32_t n, room;
} rows;

typedef struct {
    const bw_train_classifier_options *o;
    const bw_network *net;
    bw_arena *arena, *scratch;
    bw_classifier_shape s;
    rows train, dev;
    char (*codes)[BW_CLASSIFIER_CODE];
    bw_plover *type_of;      /* of each class, by the manual */
    uint64_t *hashes;        /* of the words, ascending from 2 on */
    uint64_t left_out;
} task;

typedef struct {
    task *t;
    rows *to;
    const char *file;
    uint32_t line;
    bw_str text;
} reading;

static void add_row(task *t, rows *to, row x, const bw_units *u, bw_range actor, bw_range recipient)
{
    x.u = (bw_units){.units = BW_NEW(t->arena, bw_unit, u->n), .n = u->n};
    x.parts = BW_NEW(t->arena, uint8_t, BW_CLASSIFIER_LONGEST);
    bw_units_part(u, actor, recipient, x.parts);
    memcpy(x.u.units, u->units, u->n * sizeof *u->units);
    const uint8_t *state = bw_network_states(t->net, t->scratch, u->tokens, u->n);
    x.state = BW_NEW(t->arena, uint8_t, (size_t)u->n * t->s.state);
    memcpy(x.state, state, (size_t)u->n * t->s.state);
    x.word = BW_NEW(t->arena, uint32_t, u->n);
    x.meet = bw_units_meet(u, bw_units_top(u, x.parts, BW_PART_ACTOR), bw_units_top(u, x.parts, BW_PART_RECIPIENT));
    BW_PUSH(t->arena, to->items, to->n, to->room, x);
}

static bw_status read_row(void *with, bw_err *err)
{
    reading *r = with;
    task *t = r->t;
    bw_annotated given;
    bw_status st = bw_annotated_read(t->scratch, r->text, r->file, r->line, &given, err);
    if (st)
        return st;
    row x = {.class = -1, .status = given.status, .act = given.act, .code = given.code};
    memcpy(x.cameo, given.cameo, sizeof x.cameo);
    const bw_span spans[2] = {given.actor, given.recipient};
    bw_document doc = {.arena = t->scratch, .head.words = -1, .head.day = BW_NO_DAY, .head.text = given.text};
    st = bw_parse_sentences(t->o->parser, &doc, err);
    if (st)
        return st;
    uint32_t range[2][2] = {{0}}, sentence[2] = {UINT32_MAX, UINT32_MAX};
    for (int p = 0; p < 2; p++)
        for (uint32_t k = 0; k < doc.n_sentences; k++)
            for (uint32_t i = doc.sentences[k].first; i < doc.sentences[k].first + doc.sentences[k].n; i++)
                if (doc.tokens[i].start < spans[p].end && spans[p].start < doc.tokens[i].end && doc.sentences[k].number >= 0) {
                    if (sentence[p] != k)
                        range[p][0] = i;
                    range[p][1] = i + 1;
                    sentence[p] = k;
                }
    bw_units u;
    if (sentence[0] != sentence[1] || sentence[0] == UINT32_MAX || !bw_units_make(&doc, sentence[0], &u)) {
        t->left_out++;
        return BW_OK;
    }
    add_row(t, r->to, x, &u, (bw_range){range[0][0], range[0][1]}, (bw_range){range[1][0], range[1][1]});
    return BW_OK;
}

static bw_status read_files(task *t, const char *const *files, size_t n, rows *to, bw_status (*read)(void *with, bw_err *err), bw_err *err)
{
    for (size_t f = 0; f < n; f++) {
        bw_str text, line;
        bw_status st = bw_file_read(t->arena, files[f], SIZE_MAX >> 1, &text, err);
        if (st)
            return st;
        for (uint32_t number = 1; bw_str_cut(&text, '\n', &line); number++) {
            if (line.len == 0 || *line.ptr == '#')
                continue;
            reading r = {t, to, files[f], number, line};
            bw_arena_mark mark = bw_arena_save(t->scratch);
            st = bw_arena_try(t->scratch, read, &r, err);
            bw_arena_restore(t->scratch, mark);
            if (st)
                return st;
        }
    }
    return BW_OK;
}

/* A paragraph of a text without politics: every pair that `code` would ask about is none. */
static bw_status read_quiet(void *with, bw_err *err)
{
    reading *r = with;
    task *t = r->t;
    bw_document doc = {.arena = t->scratch, .head.words = -1, .head.day = BW_NO_DAY, .head.text = r->text};
    bw_status st = bw_parse_sentences(t->o->parser, &doc, err);
    if (!st)
        st = bw_link_actors(t->o->knowledge, &doc, err);
    if (st)
        return st;
    bw_coder c;
    bw_coder_prepare(&c, t->o->lexicon, &doc);
    for (uint32_t s = 0; s < doc.n_sentences; s++) {
        bw_pair pairs[BW_MOST_PAIRS];
        bw_units u;
        uint32_t n = doc.sentences[s].number < 0 ? 0 : bw_proposals_pairs(&c, s, pairs);
        for (uint32_t i = 0; i < n && bw_units_make(&doc, s, &u); i++) {
            const bw_mention *a = &doc.mentions[pairs[i].actor], *b = &doc.mentions[pairs[i].recipient];
            add_row(t, r->to, (row){.class = -1, .status = BW_CLASSIFIER_STATUSES - 1}, &u, (bw_range){a->first, a->first + a->n}, (bw_range){b->first, b->first + b->n});
        }
    }
    return BW_OK;
}

/* ---- classes and words --------------------------------------------------------------------------- */

static uint32_t count_code(const task *t, const char *code, size_t len)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->train.n; i++)
        n += t->train.items[i].code && strncmp(t->train.items[i].cameo, code, len) == 0 &&
             (len == 3 || t->train.items[i].cameo[len] == 0);
    return n;
}

/* A code of its own where there are rows enough, else that of three digits, if that is of the row's type. */
static int32_t class_of(task *t, const row *x, bool add)
{
    if (x->code == BW_PLOVER_NONE)
        return 0;
    size_t len = strlen(x->cameo);
    for (; len >= 3; len--) {
        char code[BW_CLASSIFIER_CODE] = {0};
        memcpy(code, x->cameo, len);
        const bw_cameo *c = bw_codebook_find(t->o->book, bw_str_of(code));
        if (!c || c->type != x->code)
            continue;
        for (uint32_t i = 1; i < t->s.classes; i++)
            if (strcmp(t->codes[i], code) == 0)
                return (int32_t)i;
        if (add && count_code(t, code, len) >= LEAST_OF_CODE && t->s.classes < BW_CLASSIFIER_MOST_CLASSES) {
            memcpy(t->codes[t->s.classes], code, sizeof code);
            t->type_of[t->s.classes] = c->type;
            return (int32_t)t->s.classes++;
        }
    }
    return -1;
}

static bw_status find_classes(task *t, bw_err *err)
{
    t->codes = bw_arena_array(t->arena, BW_CLASSIFIER_MOST_CLASSES, BW_CLASSIFIER_CODE);
    t->type_of = BW_NEW(t->arena, bw_plover, BW_CLASSIFIER_MOST_CLASSES);
    t->s.classes = 1;
    for (uint32_t i = 0; i < t->train.n; i++)
        t->train.items[i].class = class_of(t, &t->train.items[i], true);
    for (bw_plover p = 1; p < BW_N_PLOVER; p++) {
        bool any = false;
        for (uint32_t i = 1; i < t->s.classes; i++)
            any |= t->type_of[i] == p;
        if (!any)
            return bw_fail(err, BW_ERR_SYNTAX, "no code of %s stands %d times in the files", bw_plover_name(p), LEAST_OF_CODE);
    }
    t->s.outputs = (t->s.classes + BW_CLASSIFIER_ACTS + BW_CLASSIFIER_STATUSES + 15) / 16 * 16;
    return BW_OK;
}

typedef struct {
    uint64_t hash;
    uint32_t vector, seen; /* vector UINT32_MAX: none */
} word;

static int word_order(const void *a, const void *b)
{
    const word *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : (x->vector > y->vector) - (x->vector < y->vector);
}

static void set_words(task *t, rows *to)
{
    for (uint32_t i = 0; i < to->n; i++)
        for (uint32_t k = 0; k < to->items[i].u.n; k++)
            to->items[i].word[k] = bw_classifier_row(t->hashes, t->s.words, to->items[i].u.units[k].word);
}

/* The words that have vectors, and those that the rows hold often enough. */
static bw_status find_words(task *t, bw_learned *table, bw_err *err)
{
    bw_vectors v = {0};
    bw_status st = t->o->vectors ? bw_vectors_read(t->arena, t->o->vectors, KNOWN_WORDS, &v, err) : BW_OK;
    if (st)
        return st;
    uint32_t n = 0, room = 0;
    word *list = NULL;
    for (uint32_t i = 0; i < v.n; i++)
        BW_PUSH(t->arena, list, n, room, ((word){bw_network_word(v.words[i]), i, LEAST_OF_WORD}));
    for (uint32_t i = 0; i < t->train.n; i++)
        for (uint32_t k = 0; k < t->train.items[i].u.n; k++)
            if (t->train.items[i].u.units[k].word)
                BW_PUSH(t->arena, list, n, room, ((word){t->train.items[i].u.units[k].word, UINT32_MAX, 1}));
    qsort(list, n, sizeof *list, word_order);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n;) {
        word w = list[i];
        uint32_t seen = 0;
        for (; i < n && list[i].hash == w.hash; i++)
            seen += list[i].seen;
        if (seen >= LEAST_OF_WORD)
            list[kept++] = w;
    }
    t->s.words = kept + 2;
    t->hashes = BW_NEW(t->arena, uint64_t, t->s.words);
    *table = bw_learned_new(t->arena, (size_t)t->s.words * BW_CLASSIFIER_WORD);
    for (uint32_t i = 0; i < kept; i++) {
        t->hashes[i + 2] = list[i].hash;
        if (list[i].vector != UINT32_MAX)
            memcpy(table->w + (size_t)(i + 2) * BW_CLASSIFIER_WORD, v.values + (size_t)list[i].vector * v.width, v.width * sizeof(float));
    }
    set_words(t, &t->train);
    set_words(t, &t->dev);
    return BW_OK;
}

/* ---- the network as it learns -------------------------------------------------------------------- */

typedef struct {
    uint32_t n, units;                 /* rows, units of all of them */
    const row *rows[SHARD_ROWS];
    uint32_t first[SHARD_ROWS + 1];
    uint32_t *word;
    float *vector, *state, *state_mask;
    float *x[BW_CLASSIFIER_MOST_LAYERS + 1], *y[BW_CLASSIFIER_MOST_LAYERS + 1], *root[BW_CLASSIFIER_MOST_LAYERS + 1];
    float *seen[BW_CLASSIFIER_MOST_LAYERS], *hidden[BW_CLASSIFIER_MOST_LAYERS], *mask[BW_CLASSIFIER_MOST_LAYERS];
    float *pools, *pools_mask, *both, *ask, *score, *mid, *mid_mask, *out;
    float *d_x, *d_y, *d_seen, *d_hidden, *d_pools, *d_both, *d_ask, *d_mid, *d_vector, *turned, *spare;
    float *gradient;
    bw_random chance;
    double loss;
} shard;

typedef struct {
    task *t;
    bw_learned dense, table;
    float *table_gradient;
    size_t m[BW_CLASSIFIER_N_MATRICES], b[BW_CLASSIFIER_N_BIASES], size;
    shard shards[SHARDS];
    bool learn;
    float per_row;
} model;

static void model_init(model *m, task *t, uint64_t seed)
{
    const bw_classifier_shape *s = &t->s;
    bw_classifier_size size[BW_CLASSIFIER_N_MATRICES];
    uint64_t n_bias[BW_CLASSIFIER_N_BIASES];
    static const float spread[] = {
#define SPREAD(name, rows, cols, spread) spread,
        BW_CLASSIFIER_MATRICES(SPREAD)
#undef SPREAD
    };
    m->t = t;
    bw_classifier_sizes(s, size, n_bias);
    for (int i = 0; i < BW_CLASSIFIER_N_MATRICES; i++) {
        m->m[i] = m->size;
        m->size += size[i].rows * size[i].cols;
    }
    for (int i = 0; i < BW_CLASSIFIER_N_BIASES; i++) {
        m->b[i] = m->size;
        m->size += n_bias[i];
    }
    m->dense = bw_learned_new(t->arena, m->size);
    m->table_gradient = BW_NEW(t->arena, float, (size_t)s->words * BW_CLASSIFIER_WORD);
    bw_random chance = {seed};
    for (int i = 0; i < BW_CLASSIFIER_N_MATRICES; i++) {
        float by = spread[i] / sqrtf((float)(size[i].rows / bw_classifier_parts(s, i)));
        if (i == BW_CLASSIFIER_MARK)
            by = 0.3f;
        for (size_t k = 0; k < size[i].rows * size[i].cols; k++)
            m->dense.w[m->m[i] + k] = by * bw_random_normal(&chance);
    }
    for (int k = 0; k < SHARDS; k++) {
        shard *h = &m->shards[k];
        const size_t w = s->width, u = SHARD_UNITS;
#define ROOM(field, numbers) h->field = BW_NEW(t->arena, float, numbers)
        h->word = BW_NEW(t->arena, uint32_t, u);
        ROOM(vector, u * BW_CLASSIFIER_WORD);
        ROOM(d_vector, u * BW_CLASSIFIER_WORD);
        ROOM(state, u * s->state);
        ROOM(state_mask, u * s->state);
        for (uint32_t l = 0; l <= s->layers; l++) {
            ROOM(x[l], u * w);
            ROOM(y[l], u * w);
            ROOM(root[l], u);
            if (l < s->layers) {
                ROOM(seen[l], u * w * BW_CLASSIFIER_SEEN);
                ROOM(hidden[l], u * s->hidden);
                ROOM(mask[l], u * s->hidden);
            }
        }
        ROOM(pools, SHARD_ROWS * BW_CLASSIFIER_POOLS * w);
        ROOM(pools_mask, SHARD_ROWS * BW_CLASSIFIER_POOLS * w);
        ROOM(both, SHARD_ROWS * 2 * w);
        ROOM(ask, SHARD_ROWS * w);
        ROOM(score, u);
        ROOM(mid, SHARD_ROWS * s->mid);
        ROOM(mid_mask, SHARD_ROWS * s->mid);
        ROOM(out, (size_t)SHARD_ROWS * s->outputs);
        ROOM(d_x, u * w);
        ROOM(d_y, u * w);
        ROOM(d_seen, u * w * BW_CLASSIFIER_SEEN);
        ROOM(d_hidden, u * s->hidden);
        ROOM(d_pools, SHARD_ROWS * BW_CLASSIFIER_POOLS * w);
        ROOM(d_both, SHARD_ROWS * 2 * w);
        ROOM(d_ask, SHARD_ROWS * w);
        ROOM(d_mid, SHARD_ROWS * s->mid);
        ROOM(turned, 1u << 18);
        ROOM(spare, 1024);
        ROOM(gradient, m->size);
#undef ROOM
        h->chance = (bw_random){seed * 7919 + (uint64_t)k};
    }
}

static float *weights(const model *m, int matrix) { return m->dense.w + m->m[matrix]; }
static float *bias(const model *m, int which) { return m->dense.w + m->b[which]; }

static void lay_in(const model *m, shard *h, const row *const *list, uint32_t n)
{
    h->n = n;
    h->units = 0;
    for (uint32_t k = 0; k < n; k++) {
        const row *x = h->rows[k] = list[k];
        h->first[k] = h->units;
        for (uint32_t i = 0; i < x->u.n; i++) {
            uint32_t at = h->units + i, w = x->word[i];
            h->word[at] = m->learn && w != 1 && bw_random_unit(&h->chance) < drop_word ? 0 : w;
            memcpy(h->vector + (size_t)at * BW_CLASSIFIER_WORD, m->table.w + (size_t)h->word[at] * BW_CLASSIFIER_WORD, BW_CLASSIFIER_WORD * sizeof(float));
            for (uint32_t c = 0; c < m->t->s.state; c++)
                h->state[(size_t)at * m->t->s.state + c] = ((float)x->state[(size_t)i * m->t->s.state + c] - 64) / 16;
        }
        h->units += x->u.n;
    }
    h->first[n] = h->units;
}

static const uint32_t mark_from[3] = {BW_MARK_PART, BW_MARK_UPOS, BW_MARK_REL};
static uint32_t mark_of(const row *x, uint32_t i, int k)
{
    return mark_from[k] + (k == 0 ? x->parts[i] : k == 1 ? x->u.units[i].upos : x->u.units[i].rel);
}

static void normalise(const float *x, size_t n, size_t w, float *y, float *root)
{
    for (size_t i = 0; i < n; i++) {
        float sum = 0;
        for (size_t c = 0; c < w; c++)
            sum += x[i * w + c] * x[i * w + c];
        root[i] = 1 / sqrtf(sum / (float)w + 1e-6f);
        for (size_t c = 0; c < w; c++)
            y[i * w + c] = x[i * w + c] * root[i];
    }
}

/* d_x += what d_y means for x */
static void normalise_back(const float *y, const float *root, const float *d_y, size_t n, size_t w, float *d_x)
{
    for (size_t i = 0; i < n; i++) {
        float dot = 0;
        for (size_t c = 0; c < w; c++)
            dot += d_y[i * w + c] * y[i * w + c];
        dot /= (float)w;
        for (size_t c = 0; c < w; c++)
            d_x[i * w + c] += root[i] * (d_y[i * w + c] - y[i * w + c] * dot);
    }
}

/* Where the k-th of what a layer sees stands in the shard, or -1. */
static int64_t seen_from(const shard *h, uint32_t row_at, uint32_t i, int k, uint32_t distance)
{
    const row *x = h->rows[row_at];
    int64_t from = k == 0 ? (int64_t)i - distance : k == 1 ? i : k == 2 ? (int64_t)i + distance : x->u.units[i].head;
    return from < 0 || from >= x->u.n ? -1 : from + h->first[row_at];
}

static void forward(const model *m, shard *h)
{
    const bw_classifier_shape *s = &m->t->s;
    const size_t w = s->width, u = h->units;
    bw_linear(h->vector, u, BW_CLASSIFIER_WORD, w, weights(m, BW_CLASSIFIER_VECTOR), bias(m, BW_CLASSIFIER_BIAS_WORD), h->x[0]);
    if (m->learn)
        bw_drop(&h->chance, drop_state, u * s->state, h->state, h->state_mask);
    bw_train_multiply(u, s->state, w, h->state, s->state, 1, weights(m, BW_CLASSIFIER_STATE), w, h->x[0], w);
    for (uint32_t k = 0; k < h->n; k++)
        for (uint32_t i = 0; i < h->rows[k]->u.n; i++)
            for (int j = 0; j < 3; j++) {
                const float *mark = weights(m, BW_CLASSIFIER_MARK) + mark_of(h->rows[k], i, j) * w;
                for (size_t c = 0; c < w; c++)
                    h->x[0][(h->first[k] + i) * w + c] += mark[c];
            }
    for (uint32_t l = 0; l < s->layers; l++) {
        normalise(h->x[l], u, w, h->y[l], h->root[l]);
        for (uint32_t k = 0; k < h->n; k++)
            for (uint32_t i = 0; i < h->rows[k]->u.n; i++)
                for (int j = 0; j < BW_CLASSIFIER_SEEN; j++) {
                    float *to = h->seen[l] + ((h->first[k] + i) * (size_t)BW_CLASSIFIER_SEEN + (size_t)j) * w;
                    int64_t from = seen_from(h, k, i, j, s->distance[l]);
                    if (from >= 0)
                        memcpy(to, h->y[l] + (size_t)from * w, w * sizeof *to);
                    else
                        memset(to, 0, w * sizeof *to);
                }
        bw_linear(h->seen[l], u, BW_CLASSIFIER_SEEN * w, s->hidden, weights(m, BW_CLASSIFIER_IN) + l * BW_CLASSIFIER_SEEN * w * s->hidden,
                  bias(m, BW_CLASSIFIER_BIAS_IN) + l * s->hidden, h->hidden[l]);
        for (size_t i = 0; i < u * s->hidden; i++)
            h->hidden[l][i] = h->hidden[l][i] > 0 ? h->hidden[l][i] : 0;
        if (m->learn)
            bw_drop(&h->chance, drop_hidden, u * s->hidden, h->hidden[l], h->mask[l]);
        bw_linear(h->hidden[l], u, s->hidden, w, weights(m, BW_CLASSIFIER_OUT) + l * s->hidden * w, bias(m, BW_CLASSIFIER_BIAS_OUT) + l * w, h->x[l + 1]);
        for (size_t i = 0; i < u * w; i++)
            h->x[l + 1][i] += h->x[l][i];
    }
    float *y = h->y[s->layers];
    normalise(h->x[s->layers], u, w, y, h->root[s->layers]);

    memset(h->pools, 0, h->n * BW_CLASSIFIER_POOLS * w * sizeof *h->pools);
    for (uint32_t k = 0; k < h->n; k++) {
        const row *x = h->rows[k];
        float *pool = h->pools + k * BW_CLASSIFIER_POOLS * w;
        uint32_t count[BW_N_PARTS] = {0};
        for (uint32_t i = 0; i < x->u.n; i++)
            count[x->parts[i]]++;
        for (uint32_t i = 0; i < x->u.n; i++) {
            const float *v = y + (h->first[k] + i) * w;
            int part = x->parts[i];
            for (size_t c = 0; c < w; c++) {
                if (part)
                    pool[(size_t)(part - 1) * w + c] += v[c] / (float)count[part];
                pool[4 * w + c] += v[c] / (float)x->u.n;
            }
        }
        memcpy(h->both + k * 2 * w, pool, 2 * w * sizeof *pool);
        memcpy(pool + 3 * w, y + (h->first[k] + x->meet) * w, w * sizeof *pool);
    }
    bw_linear(h->both, h->n, 2 * w, w, weights(m, BW_CLASSIFIER_ASK), bias(m, BW_CLASSIFIER_BIAS_ASK), h->ask);
    for (uint32_t k = 0; k < h->n; k++) {
        float top = -1e30f, sum = 0, *score = h->score + h->first[k], *pool = h->pools + (k * BW_CLASSIFIER_POOLS + 2) * w;
        uint32_t n = h->rows[k]->u.n;
        for (uint32_t i = 0; i < n; i++) {
            score[i] = 0;
            for (size_t c = 0; c < w; c++)
                score[i] += h->ask[k * w + c] * y[(h->first[k] + i) * w + c];
            score[i] /= sqrtf((float)w);
            top = score[i] > top ? score[i] : top;
        }
        for (uint32_t i = 0; i < n; i++)
            sum += score[i] = expf(score[i] - top);
        for (uint32_t i = 0; i < n; i++) {
            score[i] /= sum;
            for (size_t c = 0; c < w; c++)
                pool[c] += score[i] * y[(h->first[k] + i) * w + c];
        }
    }
    if (m->learn)
        bw_drop(&h->chance, drop_pools, h->n * BW_CLASSIFIER_POOLS * w, h->pools, h->pools_mask);
    bw_linear(h->pools, h->n, BW_CLASSIFIER_POOLS * w, s->mid, weights(m, BW_CLASSIFIER_MID), bias(m, BW_CLASSIFIER_BIAS_MID), h->mid);
    for (size_t i = 0; i < h->n * s->mid; i++)
        h->mid[i] = h->mid[i] > 0 ? h->mid[i] : 0;
    if (m->learn)
        bw_drop(&h->chance, drop_mid, h->n * s->mid, h->mid, h->mid_mask);
    bw_linear(h->mid, h->n, s->mid, s->outputs, weights(m, BW_CLASSIFIER_LAST), bias(m, BW_CLASSIFIER_BIAS_LAST), h->out);
}

/* Scores become the gradient of the loss; the loss is returned. Of the classes, those of the right type share the gain as they stand. */
static float class_loss(const task *t, const row *x, float *v, float scale)
{
    const uint32_t n = t->s.classes;
    float top = v[0], sum = 0, right = 0, loss = 0;
    for (uint32_t i = 1; i < n; i++)
        top = v[i] > top ? v[i] : top;
    for (uint32_t i = 0; i < n; i++)
        sum += v[i] = expf(v[i] - top);
    for (uint32_t i = 0; i < n; i++) {
        v[i] /= sum;
        right += t->type_of[i] == x->code ? v[i] : 0;
    }
    right = right > 1e-9f ? right : 1e-9f;
    float by_type = x->class >= 0 ? weigh_type : 1, by_code = x->class >= 0 ? weigh_code : 0;
    loss = -by_type * logf(right) - (x->class >= 0 ? by_code * logf(v[x->class] + 1e-9f) : 0);
    for (uint32_t i = 0; i < n; i++) {
        float want = by_type * (t->type_of[i] == x->code ? v[i] / right : 0) + ((int32_t)i == x->class ? by_code : 0);
        v[i] = scale * (v[i] - want);
    }
    return loss;
}

static void backward(const model *m, shard *h)
{
    const bw_classifier_shape *s = &m->t->s;
    const size_t w = s->width, u = h->units;
    float *g = h->gradient;
    memset(g, 0, m->size * sizeof *g);
    h->loss = 0;
    for (uint32_t k = 0; k < h->n; k++) {
        float *o = h->out + (size_t)k * s->outputs;
        const row *x = h->rows[k];
        h->loss += class_loss(m->t, x, o, m->per_row);
        if (x->act)
            h->loss += weigh_act * bw_softmax_loss(o + s->classes, BW_CLASSIFIER_ACTS, (size_t)x->act - 1, 1);
        else
            memset(o + s->classes, 0, BW_CLASSIFIER_ACTS * sizeof *o);
        h->loss += weigh_status * bw_softmax_loss(o + s->classes + BW_CLASSIFIER_ACTS, BW_CLASSIFIER_STATUSES, x->status, 1);
        for (uint32_t i = 0; i < BW_CLASSIFIER_ACTS + BW_CLASSIFIER_STATUSES; i++)
            o[s->classes + i] *= m->per_row * (i < BW_CLASSIFIER_ACTS ? weigh_act : weigh_status);
        for (uint32_t i = s->classes + BW_CLASSIFIER_ACTS + BW_CLASSIFIER_STATUSES; i < s->outputs; i++)
            o[i] = 0;
    }
    memset(h->d_mid, 0, h->n * s->mid * sizeof *h->d_mid);
    bw_linear_back(h->mid, h->n, s->mid, s->outputs, weights(m, BW_CLASSIFIER_LAST), h->out, g + m->m[BW_CLASSIFIER_LAST], g + m->b[BW_CLASSIFIER_BIAS_LAST],
                   h->d_mid, h->turned);
    for (size_t i = 0; i < h->n * s->mid; i++)
        h->d_mid[i] = h->mid[i] > 0 ? h->d_mid[i] * h->mid_mask[i] : 0;
    memset(h->d_pools, 0, h->n * BW_CLASSIFIER_POOLS * w * sizeof *h->d_pools);
    bw_linear_back(h->pools, h->n, BW_CLASSIFIER_POOLS * w, s->mid, weights(m, BW_CLASSIFIER_MID), h->d_mid, g + m->m[BW_CLASSIFIER_MID],
                   g + m->b[BW_CLASSIFIER_BIAS_MID], h->d_pools, h->turned);
    for (size_t i = 0; i < h->n * BW_CLASSIFIER_POOLS * w; i++)
        h->d_pools[i] *= h->pools_mask[i];

    const float *y = h->y[s->layers];
    memset(h->d_y, 0, u * w * sizeof *h->d_y);
    memset(h->d_ask, 0, h->n * w * sizeof *h->d_ask);
    for (uint32_t k = 0; k < h->n; k++) {
        const float *d = h->d_pools + (k * BW_CLASSIFIER_POOLS + 2) * w, *score = h->score + h->first[k];
        uint32_t n = h->rows[k]->u.n;
        float gain[BW_CLASSIFIER_LONGEST], mean = 0;
        for (uint32_t i = 0; i < n; i++) {
            gain[i] = 0;
            for (size_t c = 0; c < w; c++)
                gain[i] += d[c] * y[(h->first[k] + i) * w + c];
            mean += score[i] * gain[i];
        }
        for (uint32_t i = 0; i < n; i++) {
            float d_score = score[i] * (gain[i] - mean) / sqrtf((float)w);
            float *d_y = h->d_y + (h->first[k] + i) * w;
            for (size_t c = 0; c < w; c++) {
                d_y[c] += score[i] * d[c] + d_score * h->ask[k * w + c];
                h->d_ask[k * w + c] += d_score * y[(h->first[k] + i) * w + c];
            }
        }
    }
    memset(h->d_both, 0, h->n * 2 * w * sizeof *h->d_both);
    bw_linear_back(h->both, h->n, 2 * w, w, weights(m, BW_CLASSIFIER_ASK), h->d_ask, g + m->m[BW_CLASSIFIER_ASK], g + m->b[BW_CLASSIFIER_BIAS_ASK], h->d_both,
                   h->turned);
    for (uint32_t k = 0; k < h->n; k++) {
        const row *x = h->rows[k];
        const float *d = h->d_pools + k * BW_CLASSIFIER_POOLS * w;
        uint32_t count[BW_N_PARTS] = {0};
        for (uint32_t i = 0; i < x->u.n; i++)
            count[x->parts[i]]++;
        for (uint32_t i = 0; i < x->u.n; i++) {
            int part = x->parts[i];
            float *d_y = h->d_y + (h->first[k] + i) * w;
            for (size_t c = 0; c < w; c++) {
                if (part)
                    d_y[c] += (d[(size_t)(part - 1) * w + c] + h->d_both[(k * 2 + (size_t)(part - 1)) * w + c]) / (float)count[part];
                d_y[c] += d[4 * w + c] / (float)x->u.n + (i == x->meet ? d[3 * w + c] : 0);
            }
        }
    }
    memset(h->d_x, 0, u * w * sizeof *h->d_x);
    normalise_back(y, h->root[s->layers], h->d_y, u, w, h->d_x);
    for (uint32_t l = s->layers; l-- > 0;) {
        memset(h->d_hidden, 0, u * s->hidden * sizeof *h->d_hidden);
        bw_linear_back(h->hidden[l], u, s->hidden, w, weights(m, BW_CLASSIFIER_OUT) + l * s->hidden * w, h->d_x, g + m->m[BW_CLASSIFIER_OUT] + l * s->hidden * w,
                       g + m->b[BW_CLASSIFIER_BIAS_OUT] + l * w, h->d_hidden, h->turned);
        for (size_t i = 0; i < u * s->hidden; i++)
            h->d_hidden[i] = h->hidden[l][i] > 0 ? h->d_hidden[i] * h->mask[l][i] : 0;
        memset(h->d_seen, 0, u * w * BW_CLASSIFIER_SEEN * sizeof *h->d_seen);
        size_t at = l * BW_CLASSIFIER_SEEN * w * s->hidden;
        bw_linear_back(h->seen[l], u, BW_CLASSIFIER_SEEN * w, s->hidden, weights(m, BW_CLASSIFIER_IN) + at, h->d_hidden, g + m->m[BW_CLASSIFIER_IN] + at,
                       g + m->b[BW_CLASSIFIER_BIAS_IN] + l * s->hidden, h->d_seen, h->turned);
        memset(h->d_y, 0, u * w * sizeof *h->d_y);
        for (uint32_t k = 0; k < h->n; k++)
            for (uint32_t i = 0; i < h->rows[k]->u.n; i++)
                for (int j = 0; j < BW_CLASSIFIER_SEEN; j++) {
                    int64_t from = seen_from(h, k, i, j, s->distance[l]);
                    const float *d = h->d_seen + ((h->first[k] + i) * (size_t)BW_CLASSIFIER_SEEN + (size_t)j) * w;
                    for (size_t c = 0; from >= 0 && c < w; c++)
                        h->d_y[(size_t)from * w + c] += d[c];
                }
        normalise_back(h->y[l], h->root[l], h->d_y, u, w, h->d_x);
    }
    memset(h->d_vector, 0, u * BW_CLASSIFIER_WORD * sizeof *h->d_vector);
    bw_linear_back(h->vector, u, BW_CLASSIFIER_WORD, w, weights(m, BW_CLASSIFIER_VECTOR), h->d_x, g + m->m[BW_CLASSIFIER_VECTOR], g + m->b[BW_CLASSIFIER_BIAS_WORD],
                   h->d_vector, h->turned);
    bw_linear_back(h->state, u, s->state, w, weights(m, BW_CLASSIFIER_STATE), h->d_x, g + m->m[BW_CLASSIFIER_STATE], h->spare, NULL, NULL);
    for (uint32_t k = 0; k < h->n; k++)
        for (uint32_t i = 0; i < h->rows[k]->u.n; i++)
            for (int j = 0; j < 3; j++) {
                float *d = g + m->m[BW_CLASSIFIER_MARK] + mark_of(h->rows[k], i, j) * w;
                for (size_t c = 0; c < w; c++)
                    d[c] += h->d_x[(h->first[k] + i) * w + c];
            }
}

static void run_shard(void *with, int k)
{
    model *m = with;
    shard *h = &m->shards[k];
    if (h->n == 0)
        return;
    forward(m, h);
    if (m->learn)
        backward(m, h);
}

static size_t met_row(const void *of, uint32_t i, int table)
{
    (void)table;
    return ((const shard *)of)->word[i];
}

static void update(model *m, uint32_t step, float rate)
{
    bw_adam u = bw_adam_step(step, rate);
    u.decay = weight_decay;
    float *gradients[SHARDS];
    bw_met met[SHARDS];
    int n = 0;
    for (int k = 0; k < SHARDS; k++)
        if (m->shards[k].n) {
            gradients[n] = m->shards[k].gradient;
            met[n++] = (bw_met){&m->shards[k], m->shards[k].d_vector, m->shards[k].units};
        }
    bw_adam_move(&u, &m->dense, 0, m->size, gradients, n);
    u.decay = 0;
    bw_adam_rows(&u, &m->table, BW_CLASSIFIER_WORD, met, n, met_row, 0, m->table_gradient);
}

/* ---- rounds -------------------------------------------------------------------------------------- */

static bw_plover choose(const task *t, const float *o)
{
    float sum[BW_N_PLOVER] = {0}, top = o[0];
    bw_plover best = BW_PLOVER_NONE;
    for (uint32_t i = 1; i < t->s.classes; i++)
        top = o[i] > top ? o[i] : top;
    for (uint32_t i = 0; i < t->s.classes; i++)
        sum[t->type_of[i]] += expf(o[i] - top);
    for (bw_plover p = 1; p < BW_N_PLOVER; p++)
        best = sum[p] > sum[best] ? p : best;
    return best;
}

static void score_dev(model *m, bw_pool *pool, bw_buf *line)
{
    const rows *d = &m->t->dev;
    uint32_t gold[BW_N_PLOVER] = {0}, said[BW_N_PLOVER] = {0}, right[BW_N_PLOVER] = {0}, all = 0;
    m->learn = false;
    for (uint32_t at = 0; at < d->n; at += SHARDS * SHARD_ROWS) {
        for (uint32_t k = 0; k < SHARDS; k++) {
            const row *list[SHARD_ROWS];
            uint32_t n = 0;
            for (uint32_t i = at + k * SHARD_ROWS; n < SHARD_ROWS && i < d->n; i++)
                list[n++] = &d->items[i];
            lay_in(m, &m->shards[k], list, n);
        }
        bw_pool_run(pool, SHARDS, run_shard, m);
        for (uint32_t k = 0; k < SHARDS; k++)
            for (uint32_t i = 0; i < m->shards[k].n; i++) {
                bw_plover p = choose(m->t, m->shards[k].out + (size_t)i * m->t->s.outputs), want = m->shards[k].rows[i]->code;
                gold[want]++;
                said[p]++;
                right[p] += p == want;
                all += p == want;
            }
    }
    double f1 = 0;
    for (int p = 0; p < BW_N_PLOVER; p++)
        f1 += gold[p] + said[p] ? 2.0 * right[p] / (gold[p] + said[p]) / BW_N_PLOVER : 0;
    bw_buf_print(line, ", dev: %.2f %% right, macro-F1 %.3f", d->n ? 100.0 * all / d->n : 0, f1);
}

static bw_status learn(model *m, bw_pool *pool, void (*say)(void *, const char *, uint64_t, uint64_t), void *with)
{
    task *t = m->t;
    const uint32_t n = t->train.n, batch = SHARDS * SHARD_ROWS, epochs = t->o->epochs ? t->o->epochs : 12;
    uint32_t *order = BW_NEW(t->arena, uint32_t, n), steps = epochs * ((n + batch - 1) / batch), step = 0;
    bw_random chance = {t->o->seed};
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t e = 0; e < epochs; e++) {
        double loss = 0;
        for (uint32_t i = n; i > 1; i--) {
            uint32_t k = (uint32_t)(bw_random_next(&chance) % i), kept = order[i - 1];
            order[i - 1] = order[k];
            order[k] = kept;
        }
        m->learn = true;
        for (uint32_t at = 0; at < n; at += batch) {
            uint32_t here = n - at < batch ? n - at : batch;
            m->per_row = 1 / (float)here;
            for (uint32_t k = 0; k < SHARDS; k++) {
                const row *list[SHARD_ROWS];
                uint32_t taken = 0;
                for (uint32_t i = k * SHARD_ROWS; taken < SHARD_ROWS && i < here; i++)
                    list[taken++] = &t->train.items[order[at + i]];
                lay_in(m, &m->shards[k], list, taken);
            }
            bw_pool_run(pool, SHARDS, run_shard, m);
            float done = (float)++step / (float)steps;
            update(m, step, peak_rate * (done < warm_up ? done / warm_up : (1 - done) / (1 - warm_up)));
            for (uint32_t k = 0; k < SHARDS; k++)
                loss += m->shards[k].n ? m->shards[k].loss : 0;
            say(with, NULL, (uint64_t)e * n + at + here, (uint64_t)epochs * n);
        }
        bw_buf line = {.arena = t->arena};
        bw_buf_print(&line, "round %u: loss %.3f", e + 1, loss / n);
        if (t->dev.n)
            score_dev(m, pool, &line);
        bw_buf_char(&line, 0);
        say(with, line.ptr, (uint64_t)(e + 1) * n, (uint64_t)epochs * n);
    }
    return BW_OK;
}

/* ---- the file ------------------------------------------------------------------------------------ */

static int8_t whole(float v, float step)
{
    float q = step > 0 ? roundf(v / step) : 0;
    return (int8_t)(q > 127 ? 127 : q < -127 ? -127 : q);
}

static bw_str write_bytes(const model *m)
{
    const task *t = m->t;
    const bw_classifier_shape *s = &t->s;
    bw_classifier_layout at;
    bw_classifier_size size[BW_CLASSIFIER_N_MATRICES];
    uint64_t n_bias[BW_CLASSIFIER_N_BIASES];
    bw_classifier_lay_out(s, &at);
    bw_classifier_sizes(s, size, n_bias);
    char *out = BW_NEW(t->arena, char, at.size);
    bw_classifier_header h = {.magic = BW_CLASSIFIER_MAGIC, .version = BW_CLASSIFIER_VERSION, .header = sizeof h, .size = at.size, .shape = *s};
    memcpy(out + at.codes, t->codes, (size_t)s->classes * BW_CLASSIFIER_CODE);
    memcpy(out + at.hashes, t->hashes, (size_t)s->words * 8);
    for (uint32_t i = 0; i < s->words; i++) {
        const float *v = m->table.w + (size_t)i * BW_CLASSIFIER_WORD;
        float top = 0;
        for (int c = 0; c < BW_CLASSIFIER_WORD; c++)
            top = fabsf(v[c]) > top ? fabsf(v[c]) : top;
        float step = top / 127;
        memcpy(out + at.steps + 4 * (size_t)i, &step, 4);
        for (int c = 0; c < BW_CLASSIFIER_WORD; c++)
            out[at.words + (size_t)i * BW_CLASSIFIER_WORD + (size_t)c] = (char)whole(v[c], step);
    }
    for (int i = 0; i < BW_CLASSIFIER_N_MATRICES; i++) {
        const float *w = weights(m, i);
        const size_t cols = size[i].cols, deep = size[i].rows / bw_classifier_parts(s, i);
        for (size_t p = 0; p < bw_classifier_parts(s, i); p++)
            for (size_t c = 0; c < cols; c++) {
                float top = 0;
                for (size_t r = p * deep; r < (p + 1) * deep; r++)
                    top = fabsf(w[r * cols + c]) > top ? fabsf(w[r * cols + c]) : top;
                float step = top / 127;
                memcpy(out + at.scale[i] + 4 * (p * cols + c), &step, 4);
                for (size_t r = p * deep; r < (p + 1) * deep; r++)
                    out[at.matrix[i] + r * cols + c] = (char)whole(w[r * cols + c], step);
            }
    }
    for (int i = 0; i < BW_CLASSIFIER_N_BIASES; i++)
        memcpy(out + at.bias[i], bias(m, i), n_bias[i] * sizeof(float));
    memcpy(out, &h, sizeof h);
    const size_t head = offsetof(bw_classifier_header, shape);
    h.checksum = XXH3_64bits(out + head, at.size - head);
    memcpy(out, &h, sizeof h);
    return (bw_str){out, at.size};
}

/* ---- all of it ----------------------------------------------------------------------------------- */

typedef struct {
    task t;
    void (*say)(void *, const char *, uint64_t, uint64_t);
    void *with;
    bw_pool *pool;
} job;

static bw_status work(void *with, bw_err *err)
{
    job *j = with;
    task *t = &j->t;
    t->net = bw_parser_network(t->o->parser);
    t->s = (bw_classifier_shape){.width = 128, .hidden = 256, .mid = 192, .layers = 4, .state = bw_network_width(t->net), .distance = {1, 2, 4, 8}};
    bw_status st = read_files(t, t->o->files, t->o->n_files, &t->train, read_row, err);
    const uint32_t marked = t->train.n;
    if (!st)
        st = read_files(t, t->o->quiet, t->o->n_quiet, &t->train, read_quiet, err);
    if (!st)
        st = read_files(t, t->o->dev, t->o->n_dev, &t->dev, read_row, err);
    if (!st && t->train.n == 0)
        st = bw_fail(err, BW_ERR_SYNTAX, "no annotated sentence in the files");
    if (!st)
        st = find_classes(t, err);
    model m = {0};
    if (!st)
        st = find_words(t, &m.table, err);
    if (st)
        return st;
    bw_buf line = {.arena = t->arena};
    bw_buf_print(&line, "%u pairs, %u of quiet text, %u for dev, %lu left out; %u codes, %u words", marked, t->train.n - marked, t->dev.n, (unsigned long)t->left_out, t->s.classes - 1, t->s.words);
    bw_buf_char(&line, 0);
    j->say(j->with, line.ptr, 0, 0);
    model_init(&m, t, t->o->seed);
    st = learn(&m, j->pool, j->say, j->with);
    bw_str path = bw_str_print(t->arena, "%s/classifier.bin", t->o->out);
    return st ? st : bw_file_write(path.ptr, write_bytes(&m), err);
}

bw_status bw_train_classifier(const bw_train_classifier_options *options, void (*say)(void *with, const char *line, uint64_t done, uint64_t all), void *with,
                          bw_err *err)
{
    job j = {.t = {.o = options, .arena = bw_arena_new(0), .scratch = bw_arena_new(0)}, .say = say, .with = with,
             .pool = bw_pool_new(options->threads > 1 ? SHARDS : 1)};
    bw_status st = BW_ERR_MEMORY;
    if (j.t.arena && j.t.scratch && j.pool)
        st = bw_arena_try(j.t.arena, work, &j, err);
    else
        (void)bw_fail(err, BW_ERR_MEMORY, "no memory to train");
    bw_pool_free(j.pool);
    bw_arena_free(j.t.scratch);
    bw_arena_free(j.t.arena);
    return st;
}
