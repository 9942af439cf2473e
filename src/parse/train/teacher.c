#include "parse/train/teacher.h"

#include "parse/network.h"
#include "parse/network_tree.h"

#include <math.h>
#include <xxhash.h>

/* ---- sizes -------------------------------------------------------------------------------------- */

void bw_teacher_room(bw_teacher *t, bw_arena *a, uint32_t room)
{
    bw_encoder_room(&t->encoder, a, (uint32_t)t->model->n_shards, 2 * room + t->encoder.s.places);
    for (int k = 0; k < t->model->n_shards; k++) {
        t->first[k] = BW_NEW(a, uint32_t, room);
        t->count[k] = BW_NEW(a, uint32_t, room);
    }
}

/* ---- sentences ---------------------------------------------------------------------------------- */

void bw_teacher_clear(bw_teacher *t, int k)
{
    bw_shard *sh = &t->model->shards[k];
    sh->n = sh->n_sentences = 0;
    t->encoder.encodings[k].n = t->encoder.encodings[k].n_sentences = 0;
}

bool bw_teacher_put(bw_teacher *t, int k, const bw_token *tokens, uint32_t n)
{
    bw_shard *sh = &t->model->shards[k];
    bw_arena_mark mark = bw_arena_save(sh->arena);
    bw_word_features *f = BW_NEW(sh->arena, bw_word_features, n);
    bool fits = n <= sh->room - sh->n;
    bw_network_features(tokens, n, f);
    fits = fits && bw_encoder_put(&t->encoder, &t->encoder.encodings[k], tokens, f, n, t->first[k] + sh->n,
                                  t->count[k] + sh->n);
    for (uint32_t i = 0; fits && i < n; i++) {
        uint32_t at = sh->n + i;
        sh->word[at] = 0;
        sh->vector[at] = UINT32_MAX;
        memcpy(sh->row[at], f[i].row, sizeof f[i].row);
        sh->head[at] = -1;
        sh->upos[at] = sh->xpos[at] = sh->rel[at] = 255;
        sh->name[at] = 0;
    }
    if (fits) {
        sh->sentences[sh->n_sentences].first = sh->n;
        sh->sentences[sh->n_sentences].n = n;
        sh->sentences[sh->n_sentences].has_tree = sh->sentences[sh->n_sentences].has_names = false;
        sh->n_sentences++;
        sh->n += n;
    }
    bw_arena_restore(sh->arena, mark);
    return fits;
}

void bw_teacher_run(const bw_teacher *t, int k, bool learn, float n_batch)
{
    bw_shard *sh = &t->model->shards[k];
    bw_encoding *in = &t->encoder.encodings[k];
    const uint32_t d = t->encoder.s.width;

    in->chance.state = bw_random_next(&sh->chance);
    bw_encoder_run(&t->encoder, in, learn);
    const float *out = bw_encoder_out(&t->encoder, in);
    memset(sh->vectors, 0, (size_t)sh->n * d * sizeof(float));
    for (uint32_t i = 0; i < sh->n; i++) {
        float *v = sh->vectors + (size_t)i * d, share = 1 / (float)(t->count[k][i] + (t->count[k][i] == 0));
        for (uint32_t p = 0; p < t->count[k][i]; p++)
            for (uint32_t c = 0; c < d; c++)
                v[c] += share * out[(size_t)(t->first[k][i] + p) * d + c];
    }
    bw_model_run(t->model, sh, learn, n_batch);
    if (!learn)
        return;
    memset(in->d_x, 0, (size_t)in->n * d * sizeof(float));
    for (uint32_t i = 0; i < sh->n; i++) {
        const float *g = sh->d_vectors + (size_t)i * d;
        float share = 1 / (float)(t->count[k][i] + (t->count[k][i] == 0));
        for (uint32_t p = 0; p < t->count[k][i]; p++)
            for (uint32_t c = 0; c < d; c++)
                in->d_x[(size_t)(t->first[k][i] + p) * d + c] = share * g[c];
    }
    bw_encoder_back(&t->encoder, in);
}

void bw_teacher_update(bw_teacher *t, bw_pool *pool, float rate)
{
    bw_model_update(t->model, pool, rate);
    bw_encoder_update(&t->encoder, pool, rate / 8, rate, 0.9f); /* it knows most already */
}

/* ---- annotation --------------------------------------------------------------------------------- */

typedef struct {
    bw_teacher *t;
    bw_teacher_sentence *list;
    uint32_t from[BW_TRAIN_SHARDS + 1];
    bw_status status[BW_TRAIN_SHARDS];
} annotation;

static bool readable(const bw_teacher_sentence *s) { return s->n > 0 && s->n <= BW_TRAIN_LONGEST; }

/* The best of n scores, and how likely it is among them. */
static uint32_t best(const float *v, uint32_t n, float *likely)
{
    uint32_t b = 0;
    float sum = 0;
    for (uint32_t i = 1; i < n; i++)
        if (v[i] > v[b])
            b = i;
    for (uint32_t i = 0; i < n; i++)
        sum += expf(v[i] - v[b]);
    *likely = 1 / sum;
    return b;
}

static int32_t whole(float v)
{
    return (int32_t)(fmaxf(-16000, fminf(16000, v)) * 65536);
}

static void take_tags(const bw_teacher *t, bw_shard *sh, uint32_t k, bw_teacher_sentence *to, float *likely)
{
    const bw_network_shape *s = &t->model->s;
    const uint32_t first = sh->sentences[k].first, n = sh->sentences[k].n;
    int32_t *names = BW_NEW(sh->arena, int32_t, (size_t)n * BW_NETWORK_N_NER);
    for (uint32_t i = 0; i < n; i++) {
        const float *v = sh->tags + (size_t)(first + i) * s->tags;
        float p;
        to->tokens[i].upos = (uint8_t)best(v, s->n_upos, &likely[i]);
        memcpy(to->tokens[i].xpos, t->xpos[best(v + s->n_upos, s->n_xpos, &p)], sizeof to->tokens[i].xpos);
        for (int c = 0; c < BW_NETWORK_N_NER; c++)
            names[(size_t)i * BW_NETWORK_N_NER + (size_t)c] = whole(v[s->n_upos + s->n_xpos + (uint32_t)c]);
    }
    bw_network_names(sh->arena, names, n, BW_NETWORK_N_NER, to->tokens);
}

static void take_heads(const bw_teacher *t, bw_shard *sh, uint32_t k, bw_teacher_sentence *to, float *likely)
{
    const uint32_t first = sh->sentences[k].first, n = sh->sentences[k].n;
    size_t cols;
    bw_model_arcs(t->model, sh, k, &cols);
    int32_t *scores = BW_NEW(sh->arena, int32_t, n * cols), *heads = BW_NEW(sh->arena, int32_t, n);
    for (size_t i = 0; i < n * cols; i++)
        scores[i] = whole(sh->score[i]);
    bw_network_tree(sh->arena, scores, n, (uint32_t)cols, heads);
    for (uint32_t i = 0; i < n; i++) {
        const float *v = sh->score + i * cols, own = v[heads[i] < 0 ? n : (uint32_t)heads[i]];
        float sum = 0;
        for (uint32_t j = 0; j <= n; j++)
            sum += expf(v[j] - own);
        likely[i] /= sum;
        to->tokens[i].head = heads[i];
        sh->head[first + i] = heads[i] < 0 ? -1 : (int32_t)first + heads[i];
    }
}

static void take_relations(const bw_teacher *t, const bw_shard *sh, uint32_t k, bw_teacher_sentence *to, float *likely)
{
    const bw_network_shape *s = &t->model->s;
    for (uint32_t i = 0; i < to->n; i++) {
        float *v = sh->rels + (size_t)(sh->sentences[k].first + i) * s->rels, p = 1;
        v[BW_REL_root] = -1e30f; /* which the tree decides */
        to->tokens[i].rel = to->tokens[i].head < 0 ? BW_REL_root : (uint8_t)best(v, s->n_rel, &p);
        likely[i] *= p;
        to->sure += likely[i] / (float)to->n;
    }
}

typedef struct {
    annotation *a;
    int k;
} part;

static bw_status annotate_part(void *with, bw_err *err)
{
    const part *p = with;
    bw_teacher *t = p->a->t;
    bw_shard *sh = &t->model->shards[p->k];
    bw_arena_mark mark = bw_arena_save(sh->arena);
    bw_teacher_sentence **to = BW_NEW(sh->arena, bw_teacher_sentence *, sh->room);
    float *likely = BW_NEW(sh->arena, float, sh->room);
    (void)err;
    bw_teacher_clear(t, p->k);
    for (uint32_t i = p->a->from[p->k]; i < p->a->from[p->k + 1]; i++) {
        p->a->list[i].sure = 0;
        if (readable(&p->a->list[i]) && bw_teacher_put(t, p->k, p->a->list[i].tokens, p->a->list[i].n))
            to[sh->n_sentences - 1] = &p->a->list[i];
    }
    bw_teacher_run(t, p->k, false, 1);
    for (uint32_t k = 0; k < sh->n_sentences; k++) {
        take_tags(t, sh, k, to[k], likely + sh->sentences[k].first);
        take_heads(t, sh, k, to[k], likely + sh->sentences[k].first);
    }
    bw_model_relations(t->model, sh);
    for (uint32_t k = 0; k < sh->n_sentences; k++)
        take_relations(t, sh, k, to[k], likely + sh->sentences[k].first);
    bw_arena_restore(sh->arena, mark);
    return BW_OK;
}

static void run_part(void *with, int number)
{
    part p = {with, number};
    p.a->status[number] = bw_arena_try(p.a->t->model->shards[number].arena, annotate_part, &p, NULL);
}

bw_status bw_teacher_annotate(bw_teacher *t, bw_pool *pool, bw_teacher_sentence *list, uint32_t n, bw_err *err)
{
    annotation a = {.t = t, .list = list};
    const uint32_t share = t->model->shards[0].room - BW_TRAIN_LONGEST;
    for (uint32_t next = 0; next < n;) {
        a.from[0] = next;
        for (int k = 0; k < t->model->n_shards; k++) {
            uint32_t words = 0;
            for (; next < n && words < share; next++)
                words += readable(&list[next]) ? list[next].n : 0;
            a.from[k + 1] = next;
        }
        bw_pool_run(pool, t->model->n_shards, run_part, &a);
        for (int k = 0; k < t->model->n_shards; k++)
            if (a.status[k])
                return bw_fail(err, a.status[k], "no memory to annotate in");
    }
    return BW_OK;
}

/* ---- the file ----------------------------------------------------------------------------------- */

static const char magic[8] = "BWTEACH";
enum { VERSION = 1 };

typedef struct {
    char magic[8];
    uint32_t version, header; /* size of this struct */
    uint64_t size, checksum;  /* of all bytes; XXH3 of what follows this number */
    bw_network_shape model;
    bw_encoder_shape encoder;
    uint32_t n_lines;         /* bytes of the pieces as lines */
    uint32_t unused;
} header;

typedef struct {
    float *numbers;
    size_t n;
} block;

enum { N_BLOCKS = 5 };

static void blocks(const bw_teacher *t, block out[N_BLOCKS])
{
    const bw_encoder *e = &t->encoder;
    out[0] = (block){t->model->dense.w, t->model->dense.n};
    out[1] = (block){t->model->rows.w, t->model->rows.n};
    out[2] = (block){e->dense.w, e->dense.n};
    out[3] = (block){e->rows.w, e->rows.n};
    out[4] = (block){e->places, (size_t)e->s.places * e->s.width};
}

bw_str bw_teacher_write(const bw_teacher *t, bw_arena *a)
{
    bw_str lines = bw_wordpiece_lines(&t->encoder.pieces, a);
    header h = {.version = VERSION, .header = sizeof h, .model = t->model->s, .encoder = t->encoder.s,
                .n_lines = (uint32_t)lines.len};
    block b[N_BLOCKS];
    size_t names = t->model->s.n_xpos * (size_t)BW_NETWORK_LABEL, at = sizeof h;
    memcpy(h.magic, magic, sizeof magic);
    h.size = sizeof h + names + lines.len;
    blocks(t, b);
    for (int i = 0; i < N_BLOCKS; i++)
        h.size += b[i].n * sizeof(float);
    char *bytes = bw_arena_alloc(a, h.size);
    memcpy(bytes + at, t->xpos, names);
    at += names;
    memcpy(bytes + at, lines.ptr, lines.len);
    at += lines.len;
    for (int i = 0; i < N_BLOCKS; i++) {
        memcpy(bytes + at, b[i].numbers, b[i].n * sizeof(float));
        at += b[i].n * sizeof(float);
    }
    const size_t signed_from = offsetof(header, model);
    memcpy(bytes, &h, sizeof h);
    h.checksum = XXH3_64bits(bytes + signed_from, h.size - signed_from);
    memcpy(bytes, &h, sizeof h);
    return (bw_str){bytes, h.size};
}

static bool wide(uint32_t n) { return n >= 16 && n <= BW_NETWORK_MAX_WIDTH && n % 16 == 0; }

static bool sane(const header *h)
{
    const bw_network_shape *s = &h->model;
    const bw_encoder_shape *e = &h->encoder;
    if (!wide(s->embedding) || !wide(s->width) || !wide(s->hidden) || !wide(s->arc) || !wide(s->label) ||
        !wide(s->tags) || !wide(s->rels) || s->side > s->width || s->side % 16 ||
        s->layers > BW_NETWORK_MAX_LAYERS || s->words != 1 ||
        s->n_upos != BW_N_UPOS || s->n_rel != BW_N_REL || s->n_xpos < 1 || s->n_xpos > s->tags ||
        s->n_upos + s->n_xpos + BW_NETWORK_N_NER > s->tags || s->n_rel > s->rels)
        return false;
    for (uint32_t l = 0; l < s->layers; l++)
        if (s->dilation[l] < 1 || s->dilation[l] > 64)
            return false;
    return wide(e->width) && e->inner >= 16 && e->inner <= 4096 && e->inner % 16 == 0 && e->heads >= 1 &&
           e->heads <= 64 && e->width % (16 * e->heads) == 0 && e->layers >= 1 && e->layers <= 48 && e->pieces >= 1 &&
           e->pieces <= 1 << 20 && e->places >= 8 && e->places <= 4096;
}

bw_status bw_teacher_read(bw_teacher *t, bw_arena *a, bw_str bytes, bw_err *err)
{
    header h;
    const size_t signed_from = offsetof(header, model);
    if (bytes.len < sizeof h || memcmp(bytes.ptr, magic, sizeof magic) != 0)
        return bw_fail(err, BW_ERR_SYNTAX, "this is no teacher's file");
    memcpy(&h, bytes.ptr, sizeof h);
    if (h.version != VERSION || h.header != sizeof h)
        return bw_fail(err, BW_ERR_SYNTAX, "version %u of a teacher's file, but this program reads %d", h.version,
                       VERSION);
    if (h.size != bytes.len || h.checksum != XXH3_64bits(bytes.ptr + signed_from, bytes.len - signed_from))
        return bw_fail(err, BW_ERR_SYNTAX, "damaged (size or checksum is wrong)");
    const size_t names = h.model.n_xpos * (size_t)BW_NETWORK_LABEL;
    if (!sane(&h) || names + h.n_lines > bytes.len - sizeof h)
        return bw_fail(err, BW_ERR_SYNTAX, "the shape is wrong");

    size_t at = sizeof h;
    t->xpos = (const void *)(bytes.ptr + at);
    for (uint32_t i = 0; i < h.model.n_xpos; i++)
        if (!memchr(t->xpos[i], 0, sizeof((bw_token *)0)->xpos))
            return bw_fail(err, BW_ERR_SYNTAX, "a tag's name is wrong");
    at += names;
    bw_status st = bw_wordpiece_of_lines(a, bw_str_slice(bytes, at, at + h.n_lines), &t->encoder.pieces, err);
    if (st)
        return st;
    if (t->encoder.pieces.n > h.encoder.pieces)
        return bw_fail(err, BW_ERR_SYNTAX, "it has more pieces than weights for them");
    at += h.n_lines;

    t->model = BW_NEW(a, bw_model, 1);
    t->model->s = h.model;
    t->model->n_vector = h.encoder.width;
    t->encoder.s = h.encoder;
    t->model->n_shards = BW_TRAIN_SHARDS;
    const uint32_t room = 256 + BW_TRAIN_LONGEST;
    bw_model_init(t->model, a, room, 0);
    bw_encoder_init(&t->encoder, a);
    block b[N_BLOCKS];
    size_t size = 0;
    blocks(t, b);
    for (int i = 0; i < N_BLOCKS; i++)
        size += b[i].n * sizeof(float);
    if (size != bytes.len - at)
        return bw_fail(err, BW_ERR_SYNTAX, "its size does not fit its shape");
    for (int i = 0; i < N_BLOCKS; i++) {
        memcpy(b[i].numbers, bytes.ptr + at, b[i].n * sizeof(float));
        at += b[i].n * sizeof(float);
    }
    bw_teacher_room(t, a, room);
    return BW_OK;
}
