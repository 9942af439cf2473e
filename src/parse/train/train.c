#include "parse/train/train.h"

#include "base/file.h"
#include "parse/network.h"
#include "parse/parse.h"
#include "parse/train/mend.h"
#include "parse/train/quantise.h"
#include "parse/train/teacher.h"
#include "parse/train/state.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <unistd.h>
#include <xxhash.h>

typedef struct {
    const bw_train_options *o;
    bw_train_say *say;
    void *with;
    bw_arena *arena;
    bw_err *err;
    bw_samples train;      /* gold, then silver */
    uint32_t n_gold;
    uint64_t gold_words, words_done, words_all; /* of all rounds */
    bw_samples *dev;       /* one for each file */
    bw_namesakes namesakes;
    bw_known_names known;
    bw_vectors vectors;
    bw_map words;          /* normal forms, by their hash's eight bytes: value is the row */
    uint32_t *count;       /* of each row of words: how often in training */
    bw_model model;
    bw_teacher *teacher;   /* NULL: the small network learns */
    bw_export_names names;
    bw_map xpos;
    uint32_t *order, *silver_order; /* of the samples of a round; of all silver ones */
    uint32_t n_order, silver_next;
    bw_pool *pool;
    uint32_t epoch, next;  /* next: position in order */
    float n_batch;
    uint32_t shard_end[BW_TRAIN_SHARDS + 1]; /* positions in order */
} training;

static void tell(const training *t, const char *fmt, ...) BW_PRINTF(2, 3);
static void tell(const training *t, const char *fmt, ...)
{
    char line[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (t->say)
        t->say(t->with, line, t->words_done, t->words_all);
}

static uint32_t or_else(uint32_t given, uint32_t usual) { return given ? given : usual; }
static uint32_t to_16(uint32_t n) { return (n + 15) & ~15u; }

/* ---- data --------------------------------------------------------------------------------------- */

/* Drops empty and overlong sentences from `first` on; returns the words that are left there. */
static uint64_t keep_usable(bw_samples *s, uint32_t first)
{
    uint64_t words = 0;
    uint32_t n = first;
    for (uint32_t i = first; i < s->n; i++) {
        if (s->items[i].n == 0 || s->items[i].n > BW_TRAIN_LONGEST)
            continue;
        s->items[n++] = s->items[i];
        words += s->items[n - 1].n;
    }
    s->n = n;
    return words;
}

static bw_status read_data(training *t)
{
    const bw_train_options *o = t->o;
    bw_status st = BW_OK;
    t->train.arena = t->arena;
    for (size_t i = 0; !st && i < o->n_treebanks; i++)
        st = bw_samples_read_treebank(&t->train, o->treebanks[i], t->err);
    for (size_t i = 0; !st && i < o->n_names; i++)
        st = bw_samples_read_names(&t->train, o->names[i], t->err);
    t->dev = BW_NEW(t->arena, bw_samples, o->n_dev_treebanks + o->n_dev_names);
    for (size_t i = 0; !st && i < o->n_dev_treebanks + o->n_dev_names; i++) {
        t->dev[i].arena = t->arena;
        st = i < o->n_dev_treebanks ? bw_samples_read_treebank(&t->dev[i], o->dev_treebanks[i], t->err)
                                    : bw_samples_read_names(&t->dev[i], o->dev_names[i - o->n_dev_treebanks], t->err);
    }
    t->known.arena = t->arena;
    if (!st && o->knowledge)
        st = bw_known_names_read(&t->known, o->knowledge, t->err);
    if (!st && o->vectors)
        st = bw_vectors_read(t->arena, o->vectors, or_else(o->n_vectors, 160000), &t->vectors, t->err);
    if (st)
        return st;

    bw_samples_mend(&t->train, &t->known);
    t->gold_words = keep_usable(&t->train, 0);
    t->n_gold = t->train.n;
    if (t->gold_words == 0)
        return bw_fail(t->err, BW_ERR_LIMIT, "there is no sentence to learn from");
    for (size_t i = 0; !st && i < o->n_silver; i++)
        st = bw_samples_read_treebank(&t->train, o->silver[i], t->err);
    if (st)
        return st;
    uint64_t silver_words = keep_usable(&t->train, t->n_gold), named = 0;
    for (uint32_t i = 0; i < t->train.n; i++)
        if (i >= t->n_gold)
            t->train.items[i].has_names = true; /* a teacher marks all, also where there is none */
        else if (t->train.items[i].has_names)
            named += t->train.items[i].n;
    tell(t, "%u sentences, %" PRIu64 " words, %" PRIu64 " of them with names; %u vectors", t->n_gold, t->gold_words, named,
         t->vectors.n);
    if (t->train.n > t->n_gold)
        tell(t, "and %u sentences, %" PRIu64 " words, annotated by a teacher", t->train.n - t->n_gold, silver_words);
    return BW_OK;
}

static bw_map_entry *put_word(training *t, uint64_t hash)
{
    char *key = bw_arena_alloc(t->arena, sizeof hash);
    memcpy(key, &hash, sizeof hash);
    return bw_map_put(&t->words, (bw_str){key, sizeof hash}, 0, NULL);
}

static uint32_t row_of(const training *t, uint64_t hash)
{
    return bw_map_get(&t->words, (bw_str){(const char *)&hash, sizeof hash}, 0);
}

/* Known words: those that come twice or more in gold text or four times in all, and those that have a vector. */
static void collect_words(training *t)
{
    enum { LEAST = 4, GOLD = 2, SILVER = 1 };
    t->words.arena = t->arena;
    for (uint32_t i = 0; i < t->train.n; i++)
        for (uint32_t k = 0; k < t->train.items[i].n; k++)
            put_word(t, bw_network_word(t->train.items[i].tokens[k].form))->value += i < t->n_gold ? GOLD : SILVER;
    uint32_t n_text = t->words.n, n_rows = 1;
    t->count = BW_NEW(t->arena, uint32_t, (size_t)n_text + t->vectors.n + 1);
    uint32_t *vector_of = BW_NEW(t->arena, uint32_t, (size_t)n_text + t->vectors.n + 1);
    memset(vector_of, 0xFF, ((size_t)n_text + t->vectors.n + 1) * sizeof *vector_of);

    uint32_t *vector_at = BW_NEW(t->arena, uint32_t, (size_t)n_text + t->vectors.n + 1);
    for (uint32_t v = 0; v < t->vectors.n; v++) {
        bw_map_entry *e = put_word(t, bw_network_word(t->vectors.words[v]));
        if (vector_at[e - t->words.entries] == 0)
            vector_at[e - t->words.entries] = v + 1; /* several words may have one normal form: the first counts */
    }
    for (uint32_t i = 0; i < t->words.n; i++) {
        bw_map_entry *e = &t->words.entries[i];
        uint32_t count = e->value;
        if (count < LEAST && vector_at[i] == 0) {
            e->value = 0;
            continue;
        }
        t->count[n_rows] = count / GOLD;
        vector_of[n_rows] = vector_at[i] - 1;
        e->value = n_rows++;
    }
    t->model.s.words = n_rows;
    t->model.vector_of = vector_of;
    t->model.vectors = t->vectors.values;
    t->model.n_vector = t->vectors.n ? t->vectors.width : 0;

    uint32_t n_slots = 16;
    while (n_slots < n_rows + n_rows / 4)
        n_slots *= 2;
    bw_network_slot *slots = BW_NEW(t->arena, bw_network_slot, n_slots);
    for (uint32_t i = 0; i < t->words.n; i++) {
        uint64_t hash;
        memcpy(&hash, t->words.entries[i].key.ptr, sizeof hash);
        if (t->words.entries[i].value == 0)
            continue;
        uint32_t at = (uint32_t)hash & (n_slots - 1);
        while (slots[at].row)
            at = (at + 1) & (n_slots - 1);
        slots[at] = (bw_network_slot){(uint32_t)(hash >> 32), t->words.entries[i].value};
    }
    t->model.s.slots = n_slots;
    t->names.slots = slots;
}

static void put_name(char (*list)[BW_NETWORK_LABEL], uint32_t i, const char *name)
{
    memset(list[i], 0, BW_NETWORK_LABEL);
    for (int c = 0; name[c] && c < BW_NETWORK_LABEL - 1; c++)
        list[i][c] = name[c];
}

static void collect_tags(training *t)
{
    bw_network_shape *s = &t->model.s;
    t->xpos.arena = t->arena;
    for (uint32_t i = 0; i < t->train.n; i++)
        for (uint32_t k = 0; t->train.items[i].has_tree && k < t->train.items[i].n; k++) {
            const char *x = t->train.items[i].tokens[k].xpos;
            if (x[0] && t->xpos.n < 200)
                bw_map_put(&t->xpos, bw_str_of(x), t->xpos.n, NULL);
        }
    if (t->xpos.n == 0)
        bw_map_put(&t->xpos, BW_LIT("FW"), 0, NULL);
    s->n_upos = BW_N_UPOS;
    s->n_xpos = t->xpos.n;
    s->n_rel = BW_N_REL;
    s->tags = to_16(s->n_upos + s->n_xpos + BW_NETWORK_N_NER);
    s->rels = to_16(s->n_rel);
    char(*upos)[BW_NETWORK_LABEL] = bw_arena_array(t->arena, s->n_upos, BW_NETWORK_LABEL);
    char(*xpos)[BW_NETWORK_LABEL] = bw_arena_array(t->arena, s->n_xpos, BW_NETWORK_LABEL);
    char(*rel)[BW_NETWORK_LABEL] = bw_arena_array(t->arena, s->n_rel, BW_NETWORK_LABEL);
    for (uint32_t i = 0; i < s->n_upos; i++)
        put_name(upos, i, bw_upos_name((bw_upos)i));
    for (uint32_t i = 0; i < s->n_xpos; i++)
        put_name(xpos, i, t->xpos.entries[i].key.ptr);
    for (uint32_t i = 0; i < s->n_rel; i++)
        put_name(rel, i, bw_rel_name((bw_rel)i));
    t->names.upos = (const void *)upos;
    t->names.xpos = (const void *)xpos;
    t->names.rel = (const void *)rel;
}

/* ---- steps -------------------------------------------------------------------------------------- */

/* A sentence's words as the shard's next rows; with `learn` now and then as words not known. */
static bool put_rows(const training *t, bw_shard *sh, const bw_token *tokens, uint32_t n, bool learn)
{
    if (n > sh->room - sh->n)
        return false;
    bw_word_features *f = BW_NEW(sh->arena, bw_word_features, n);
    bw_network_features(tokens, n, f);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = sh->n + k, row = row_of(t, f[k].word);
        sh->vector[i] = t->model.n_vector ? t->model.vector_of[row] : UINT32_MAX;
        if (learn) {
            /* A rare word is often read as unknown, so that the network learns to do without it; its vector,
             * which unknown words may have as well, stays most of the time. */
            float known = sh->vector[i] != UINT32_MAX ? 0.5f : 0.25f;
            if (bw_random_unit(&sh->chance) < known / (known + (float)t->count[row]))
                row = 0;
            if (bw_random_unit(&sh->chance) < 0.02f) {
                row = 0;
                sh->vector[i] = UINT32_MAX;
            }
        }
        sh->word[i] = row;
        memcpy(sh->row[i], f[k].row, sizeof f[k].row);
    }
    sh->sentences[sh->n_sentences].first = sh->n;
    sh->sentences[sh->n_sentences].n = n;
    sh->n_sentences++;
    sh->n += n;
    return true;
}

/* A sentence into a shard, with what is to be learned of it; with `learn` in varied form. */
static void lay_down(training *t, int number, const bw_sample *s, bool learn)
{
    bw_shard *sh = &t->model.shards[number];
    bw_arena_mark mark = bw_arena_save(sh->arena);
    bw_sample v = *s;
    if (learn)
        v = bw_sample_vary(s, &t->namesakes, &t->known, &sh->chance, sh->arena,
                           BW_NEW(sh->arena, bw_token, BW_SAMPLE_ROOM(s->n)));
    const uint32_t n = v.n, first = sh->n;
    if (t->teacher ? !bw_teacher_put(t->teacher, number, v.tokens, n) : !put_rows(t, sh, v.tokens, n, learn)) {
        bw_arena_restore(sh->arena, mark); /* grown too long by other names */
        return;
    }
    sh->sentences[sh->n_sentences - 1].has_tree = v.has_tree;
    sh->sentences[sh->n_sentences - 1].has_names = v.has_names;
    for (uint32_t k = 0; k < n; k++) {
        const bw_token *w = &v.tokens[k];
        const uint32_t i = first + k;
        sh->upos[i] = w->upos;
        sh->xpos[i] = v.has_tree && w->xpos[0] ? (uint8_t)bw_map_get(&t->xpos, bw_str_of(w->xpos), 255) : 255;
        sh->rel[i] = v.has_tree ? w->rel : 255;
        sh->head[i] = v.has_tree && w->head >= 0 ? (int32_t)first + w->head : -1;
        sh->name[i] = (uint8_t)(w->ner == BW_NER_NONE ? 0 : 2 * w->ner - w->ner_begin);
    }
    bw_arena_restore(sh->arena, mark);
}

typedef struct {
    training *t;
    int number;        /* of the shard */
    uint32_t from, to; /* positions in order */
} laying;

static bw_status lay_down_all(void *with, bw_err *err)
{
    const laying *l = with;
    (void)err;
    for (uint32_t i = l->from; i < l->to; i++)
        lay_down(l->t, l->number, &l->t->train.items[l->t->order[i]], true);
    return BW_OK;
}

static void run_shard(void *with, int number)
{
    training *t = with;
    bw_shard *sh = &t->model.shards[number];
    sh->n = sh->n_sentences = 0;
    if (t->teacher)
        bw_teacher_clear(t->teacher, number);
    sh->chance.state = t->o->seed * 0x9E3779B97F4A7C15u + ((uint64_t)t->epoch << 40) + ((uint64_t)t->next << 8) +
                       (uint64_t)number;
    laying l = {t, number, t->shard_end[number], t->shard_end[number + 1]};
    sh->status = bw_arena_try(sh->arena, lay_down_all, &l, NULL);
    if (!sh->status && t->teacher)
        bw_teacher_run(t->teacher, number, true, t->n_batch);
    else if (!sh->status)
        bw_model_run(&t->model, sh, true, t->n_batch);
}

/* Deals out sentences until each shard has its share of a batch; false when the round is over. */
static bool deal(training *t, uint32_t batch)
{
    const uint32_t share = batch / (uint32_t)t->model.n_shards;
    uint32_t words = 0;
    if (t->next >= t->n_order)
        return false;
    t->shard_end[0] = t->next;
    for (int k = 0; k < t->model.n_shards; k++) {
        uint32_t n = 0;
        while (t->next < t->n_order && n < share)
            n += t->train.items[t->order[t->next++]].n;
        t->shard_end[k + 1] = t->next;
        words += n;
    }
    t->n_batch = (float)words;
    t->words_done += words;
    return true;
}

static void mix(uint32_t *items, uint32_t n, bw_random chance)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(bw_random_next(&chance) % i), held = items[i - 1];
        items[i - 1] = items[j];
        items[j] = held;
    }
}

/* The sentences of this round: all gold ones, and as many silver words, where the last round stopped. */
static void shuffle(training *t)
{
    const uint32_t n_silver = t->train.n - t->n_gold;
    t->n_order = 0;
    for (uint32_t i = 0; i < t->n_gold; i++)
        t->order[t->n_order++] = i;
    uint64_t words = 0;
    for (uint32_t taken = 0; taken < n_silver && words < t->gold_words; taken++) {
        uint32_t i = t->silver_order[t->silver_next];
        t->silver_next = (t->silver_next + 1) % n_silver;
        t->order[t->n_order++] = i;
        words += t->train.items[i].n;
    }
    mix(t->order, t->n_order, (bw_random){t->o->seed + 1000003u * (t->epoch + 1)});
    t->next = 0;
}

/* ---- scores ------------------------------------------------------------------------------------- */

/* Main type of a relation: the part of its label before ':'. */
static bool same_relation(int a, int b)
{
    bw_str x = bw_str_of(bw_rel_name((bw_rel)a)), y = bw_str_of(bw_rel_name((bw_rel)b));
    x.len = bw_str_find_char(x, ':', 0);
    y.len = bw_str_find_char(y, ':', 0);
    return bw_str_eq(x, y);
}

/* Where the name that begins at `i` ends; `i` itself when none does. */
static uint32_t name_end(const bw_token *t, uint32_t n, uint32_t i)
{
    if (t[i].ner == BW_NER_NONE || !(t[i].ner_begin || i == 0 || t[i - 1].ner != t[i].ner))
        return i;
    uint32_t end = i + 1;
    while (end < n && t[end].ner == t[i].ner && !t[end].ner_begin)
        end++;
    return end;
}

/* The samples as the teacher, or else `net`, reads them. */
static bw_status read_anew(training *t, const bw_network *net, const bw_samples *dev, bw_teacher_sentence *read)
{
    for (uint32_t k = 0; k < dev->n; k++) {
        const bw_sample *s = &dev->items[k];
        bw_document doc = {.arena = t->arena, .n_tokens = s->n, .tokens = BW_NEW(t->arena, bw_token, s->n)};
        for (uint32_t i = 0; i < s->n; i++)
            doc.tokens[i] = (bw_token){.form = s->tokens[i].form, .space_after = s->tokens[i].space_after, .head = -1};
        read[k] = (bw_teacher_sentence){doc.tokens, s->n, 0};
        if (net)
            bw_network_run(net, &doc, 0, s->n);
    }
    return net ? BW_OK : bw_teacher_annotate(t->teacher, t->pool, read, dev->n, t->err);
}

static bw_status score(training *t, const bw_network *net, const bw_samples *dev, bool trees, const char *path)
{
    uint64_t n = 0, upos = 0, xpos = 0, uas = 0, las = 0, gold = 0, found = 0, right = 0;
    bw_arena_mark mark = bw_arena_save(t->arena);
    bw_teacher_sentence *read = BW_NEW(t->arena, bw_teacher_sentence, dev->n);
    bw_status st = read_anew(t, net, dev, read);
    for (uint32_t k = 0; !st && k < dev->n; k++) {
        const bw_sample *s = &dev->items[k];
        for (uint32_t i = 0; i < s->n; i++) {
            const bw_token *g = &s->tokens[i], *h = &read[k].tokens[i];
            n++;
            upos += g->upos == h->upos;
            xpos += strcmp(g->xpos, h->xpos) == 0;
            uas += g->head == h->head;
            las += g->head == h->head && same_relation(g->rel, h->rel);
            uint32_t a = name_end(s->tokens, s->n, i), b = name_end(read[k].tokens, s->n, i);
            gold += a > i && g->ner != BW_NER_MISC;
            found += b > i && h->ner != BW_NER_MISC;
            right += a > i && a == b && g->ner == h->ner && g->ner != BW_NER_MISC;
        }
    }
    bw_arena_restore(t->arena, mark);
    const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    double words = n ? (double)n : 1, names = gold + found ? (double)(gold + found) : 1;
    if (trees)
        tell(t, "  %-24s UPOS %5.2f  XPOS %5.2f  UAS %5.2f  LAS %5.2f", file, 100.0 * (double)upos / words,
             100.0 * (double)xpos / words, 100.0 * (double)uas / words, 100.0 * (double)las / words);
    else
        tell(t, "  %-24s names F1 %5.2f", file, 200.0 * (double)right / names);
    return st;
}

/* The file as it would be written now; ranges come from training text. */
static bw_str export(training *t)
{
    bw_ranges ranges = bw_ranges_new(&t->model, t->arena);
    uint32_t words = 0;
    for (uint32_t i = 0; i < t->n_order && words < 20000;) {
        bw_shard *sh = &t->model.shards[0];
        bw_arena *own = sh->arena;
        sh->arena = t->arena;
        sh->n = sh->n_sentences = 0;
        while (i < t->n_order && sh->n + t->train.items[t->order[i]].n <= sh->room)
            lay_down(t, 0, &t->train.items[t->order[i++]], false);
        sh->arena = own;
        bw_model_run(&t->model, sh, false, 1);
        bw_ranges_see(&ranges, &t->model, sh);
        words += sh->n;
    }
    return bw_model_export(&t->model, &ranges, &t->names, t->arena);
}

static bw_status show_scores(training *t)
{
    const size_t n = t->o->n_dev_treebanks + t->o->n_dev_names;
    bw_network *net = NULL;
    bw_arena_mark mark = bw_arena_save(t->arena);
    bw_status st = t->teacher ? BW_OK : bw_network_open(export(t), &net, t->err);
    for (size_t i = 0; !st && i < n; i++) {
        bool trees = i < t->o->n_dev_treebanks;
        st = score(t, net, &t->dev[i], trees,
                   trees ? t->o->dev_treebanks[i] : t->o->dev_names[i - t->o->n_dev_treebanks]);
    }
    bw_network_close(net);
    bw_arena_restore(t->arena, mark);
    return st;
}

/* ---- going on after a kill ---------------------------------------------------------------------- */

enum { N_STATE_PARTS = 6 };
typedef struct {
    bw_state_part items[N_STATE_PARTS];
} state_parts;

static state_parts parts_of(const training *t)
{
    const bw_learned *d = &t->model.dense, *r = &t->model.rows;
    return (state_parts){{{d->w, d->n}, {d->mean, d->n}, {d->square, d->n}, {r->w, r->n}, {r->mean, r->n}, {r->square, r->n}}};
}

/* Of all that the weights depend on, but for the names of knowledge/. */
static uint64_t fingerprint(const training *t, uint32_t epochs, uint32_t batch)
{
    const bw_train_options *o = t->o;
    uint64_t h = XXH3_64bits(&t->model.s, sizeof t->model.s);
    const uint64_t numbers[] = {epochs, batch, o->seed, t->train.n, t->n_gold, t->vectors.n, (uint64_t)(o->rate * 1e9f)};
    h = XXH3_64bits_withSeed(numbers, sizeof numbers, h);
    for (uint32_t i = 0; i < t->train.n; i++)
        for (uint32_t k = 0; k < t->train.items[i].n; k++) {
            const bw_token *w = &t->train.items[i].tokens[k];
            const int32_t tags[] = {w->head, w->upos, w->rel, w->ner * 2 + w->ner_begin};
            h = XXH3_64bits_withSeed(w->form.ptr, w->form.len, XXH3_64bits_withSeed(tags, sizeof tags, h));
        }
    return h;
}

/* Takes up the state of a killed run, if that is wanted and there is one. */
static bw_status resume(training *t, uint32_t epochs, const char *path, bw_state_place *place)
{
    state_parts parts = parts_of(t);
    bw_status st = t->o->resume ? bw_state_read(path, place, parts.items, N_STATE_PARTS, t->err) : BW_END;
    if (st)
        return st == BW_END ? BW_OK : st;
    for (t->epoch = 0; t->epoch < place->rounds; t->epoch++)
        shuffle(t); /* as the rounds did that are done */
    t->model.step = place->steps;
    t->words_all -= t->words_all / epochs * place->rounds;
    tell(t, "going on after round %u", place->rounds);
    return BW_OK;
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static void tell_round(training *t, uint32_t epochs)
{
    double loss = 0;
    uint64_t arcs = 0, right = 0, words = 0;
    for (int k = 0; k < t->model.n_shards; k++) {
        bw_shard *sh = &t->model.shards[k];
        loss += sh->loss;
        arcs += sh->n_arcs;
        right += sh->n_arcs_right;
        words += sh->n_words;
        sh->loss = 0;
        sh->n_arcs = sh->n_arcs_right = sh->n_words = 0;
    }
    tell(t, "round %u of %u: loss %.4f, heads %.2f", t->epoch + 1, epochs, loss / (double)words,
         arcs ? 100.0 * (double)right / (double)arcs : 0);
}

static const bw_network_shape student_shape = {.embedding = 80, .width = 208, .side = 64, .hidden = 288,
                                               .layers = 8, .arc = 128, .label = 128};
/* What stands on the encoder: its layers have seen the neighbours. */
static const bw_network_shape teacher_shape = {.embedding = 384, .width = 256, .side = 256, .hidden = 384,
                                               .layers = 1, .arc = 256, .label = 192};

/* The encoder's words take the place of known ones. */
static bw_status start_teacher(training *t)
{
    bw_network_shape *s = &t->model.s;
    t->teacher = BW_NEW(t->arena, bw_teacher, 1);
    t->teacher->model = &t->model;
    bw_status st = bw_encoder_read(&t->teacher->encoder, t->arena, t->o->encoder, t->o->encoder_layers, t->err);
    if (st)
        return st;
    s->words = 1;
    s->slots = 2;
    t->model.n_vector = t->teacher->encoder.s.width;
    return BW_OK;
}

/* At the end of a round: whoever waits for it can use it. */
static bw_status write_teacher(training *t)
{
    bw_arena_mark mark = bw_arena_save(t->arena);
    bw_status st = bw_file_write(bw_str_print(t->arena, "%s/teacher.bin%c", t->o->out, 0).ptr,
                                 bw_teacher_write(t->teacher, t->arena), t->err);
    bw_arena_restore(t->arena, mark);
    return st;
}

static void end_pool(void *pool) { bw_pool_free(pool); }

static bw_status train(void *with, bw_err *err)
{
    training *t = with;
    const bw_train_options *o = t->o;
    const uint32_t epochs = or_else(o->epochs, 20), batch = or_else(o->batch, o->encoder ? 500 : 1000);
    bw_network_shape *s = &t->model.s;

    t->err = err;
    bw_status st = read_data(t);
    if (st)
        return st;
    const bw_network_shape usual = o->encoder ? teacher_shape : student_shape;
    s->embedding = to_16(or_else(o->embedding, usual.embedding));
    s->width = to_16(or_else(o->width, usual.width));
    s->side = to_16(or_else(o->side, usual.side < s->width ? usual.side : s->width));
    s->hidden = to_16(or_else(o->hidden, usual.hidden));
    s->layers = or_else(o->layers, usual.layers);
    s->arc = to_16(or_else(o->arc, usual.arc));
    s->label = to_16(or_else(o->label, usual.label));
    if (o->encoder && (st = start_teacher(t)))
        return st;
    for (uint32_t l = 0; l < s->layers && l < BW_NETWORK_MAX_LAYERS; l++)
        s->dilation[l] = 1u << (l % 4);
    if (!o->encoder)
        collect_words(t);
    collect_tags(t);
    t->namesakes = bw_namesakes_collect(&(bw_samples){.arena = t->arena, .items = t->train.items, .n = t->n_gold});
    t->model.drop_in = t->teacher ? 0.2f : 0.25f;
    t->model.drop_hidden = t->teacher ? 0.12f : 0.15f;
    t->model.drop_last = t->teacher ? 0.24f : 0.3f;
    t->model.n_shards = t->teacher ? BW_TEACHER_SHARDS : BW_TRAIN_SHARDS;
    bw_model_init(&t->model, t->arena, batch / (uint32_t)t->model.n_shards + 2 * BW_TRAIN_LONGEST, o->seed);
    for (int k = 0; k < t->model.n_shards; k++) {
        bw_arena *a = bw_arena_new(0);
        if (!a)
            return bw_fail(err, BW_ERR_MEMORY, "no memory to train in");
        bw_arena_defer(t->arena, (void (*)(void *))bw_arena_free, a);
        t->model.shards[k].arena = a;
    }
    if (t->teacher) {
        t->teacher->xpos = t->names.xpos;
        bw_teacher_room(t->teacher, t->arena, batch / (uint32_t)t->model.n_shards + 2 * BW_TRAIN_LONGEST);
    }
    t->pool = bw_pool_new((int)or_else(o->threads, 1));
    if (!t->pool)
        return bw_fail(err, BW_ERR_MEMORY, "no threads to train with");
    bw_arena_defer(t->arena, end_pool, t->pool);
    const uint32_t n_silver = t->train.n - t->n_gold;
    t->order = BW_NEW(t->arena, uint32_t, t->train.n);
    t->silver_order = BW_NEW(t->arena, uint32_t, n_silver);
    uint64_t silver_words = 0;
    for (uint32_t i = 0; i < n_silver; i++) {
        t->silver_order[i] = t->n_gold + i;
        silver_words += t->train.items[t->n_gold + i].n;
    }
    mix(t->silver_order, n_silver, (bw_random){o->seed + 7});
    const uint64_t round_words = t->gold_words + (silver_words < t->gold_words ? silver_words : t->gold_words);
    t->words_all = round_words * epochs;
    tell(t, "%u known words, %zu weights in tables, %zu in matrices", s->words, t->model.rows.n, t->model.dense.n);

    const char *state = bw_str_print(t->arena, "%s/training.state%c", o->out, 0).ptr;
    bw_state_place place = {.run = fingerprint(t, epochs, batch)};
    if (!t->teacher && (st = resume(t, epochs, state, &place)))
        return st;
    const float n_steps = (float)epochs * (float)round_words / (float)batch, warm = fminf(300, n_steps / 10 + 1);
    for (; t->epoch < epochs; t->epoch++) {
        uint64_t begun = t->words_done;
        shuffle(t);
        while (deal(t, batch)) {
            bw_pool_run(t->pool, t->model.n_shards, run_shard, t);
            for (int k = 0; k < t->model.n_shards; k++)
                if (t->model.shards[k].status)
                    return bw_fail(err, t->model.shards[k].status, "no memory to train in");
            float step = (float)t->model.step, left = fmaxf(0, 1 - step / n_steps);
            float rate = (o->rate > 0 ? o->rate : 0.002f) * fminf(1, (step + 1) / warm) * fmaxf(left, 0.01f);
            if (t->teacher)
                bw_teacher_update(t->teacher, t->pool, rate);
            else
                bw_model_update(&t->model, t->pool, rate);
            if (t->say)
                t->say(t->with, NULL, t->words_done, t->words_all);
        }
        t->words_done = begun + round_words;
        tell_round(t, epochs);
        if (t->teacher) {
            if ((st = write_teacher(t)) || (st = show_scores(t)))
                return st;
            continue;
        }
        place.rounds = t->epoch + 1;
        place.steps = t->model.step;
        state_parts parts = parts_of(t);
        if ((st = bw_state_write(state, &place, parts.items, N_STATE_PARTS, err)))
            return st;
        if ((place.rounds % 3 == 0 || place.rounds == epochs) && (st = show_scores(t)))
            return st;
    }
    if (t->teacher)
        return BW_OK;
    st = bw_file_write(bw_str_print(t->arena, "%s/network.bin%c", o->out, 0).ptr, export(t), err);
    if (!st)
        unlink(state);
    return st;
}

bw_status bw_train_network(const bw_train_options *options, bw_train_say *say, void *with, bw_err *err)
{
    bw_arena *a = bw_arena_new(0);
    if (!a)
        return bw_fail(err, BW_ERR_MEMORY, "no memory to train in");
    training t = {.o = options, .say = say, .with = with, .arena = a};
    bw_status st = bw_arena_try(a, train, &t, err);
    bw_arena_free(a);
    return st;
}
