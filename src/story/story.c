/* story.c: one document finds its place among those before it. */
#include "story/story.h"

#include "base/json.h"
#include "story/chain.h"
#include "story/occurrence_state.h"
#include "story/records.h"
#include "story/shingles.h"

#include <stdlib.h>

enum {
    COMMON = 4,        /* families that use a run of words: from here on it is boilerplate */
    SHORT = 8,         /* words: a shorter text is the same only under the same headline */
    MAX_REPLACED = 1000,
    MOST_AT_ONCE = 1 << 23, /* entries that room is made for when a state is opened */
};
static const double ENOUGH = 0.5;  /* of bw_textmatch_score(): versions of one text */
static const double CERTAIN = 0.95; /* no better one can come */

struct bw_stories {
    bw_state *state;
    bw_records *records;
    bw_occurrence_state *occurrences;
    bw_shelf shelf;
    bw_postings runs, keys;
    bw_arena *scratch; /* empty in between */
    bool broken; /* the state could not be written: it may have less than memory has, so nothing more is placed */
};

static uint32_t family_of(const void *with, uint32_t number) { return bw_shelf_family(with, number); }

/* ---- putting on the shelf ----------------------------------------------------------------------- */

static bw_status make_room(bw_stories *s, const bw_traces *t, bw_err *err)
{
    bw_status st = bw_shelf_room(&s->shelf, err);
    if (!st)
        st = bw_postings_room(&s->keys, t->n_keys, err);
    return !st && t->n_runs ? bw_postings_room(&s->runs, t->n_runs, err) : st;
}

/* There is room for it. */
static void shelve(bw_stories *s, bw_kept *k, const bw_traces *t)
{
    bw_kept *old = bw_shelf_get(&s->shelf, k->revises);
    k->next = k->before;
    if (old && old->next == BW_NO_NUMBER && k->before == BW_NO_NUMBER)
        old->next = k->number;
    bw_shelf_put(&s->shelf, k);
    s->runs.oldest = s->keys.oldest = s->shelf.oldest;
    for (uint32_t i = 0; i < t->n_keys; i++)
        bw_postings_fetch(&s->keys, t->keys[i]);
    for (uint32_t i = 0; i < t->n_runs; i++)
        bw_postings_fetch(&s->runs, t->runs[i]);
    for (uint32_t i = 0; i < t->n_keys; i++)
        bw_postings_put(&s->keys, t->keys[i], k->number);
    for (uint32_t i = 0; i < t->n_runs; i++)
        bw_postings_put(&s->runs, t->runs[i], k->number);
}

/* ---- opening ------------------------------------------------------------------------------------ */

typedef struct {
    bw_stories *s;
    bool begun; /* the shelf knows its first number */
} loading;

static bw_status load_one(void *with, bw_err *err)
{
    loading *l = with;
    bw_stories *s = l->s;
    bw_kept k, *copy;
    bw_traces t;
    bw_status st = bw_records_next(s->records, s->scratch, &k, &t, err);
    if (st)
        return st;
    if (!l->begun)
        bw_shelf_begin(&s->shelf, k.number);
    l->begun = true;
    if (k.number != s->shelf.next)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is damaged: document %u is missing", bw_state_name(s->state), s->shelf.next);
    st = make_room(s, &t, err);
    if (!st)
        st = bw_shelf_copy(&s->shelf, &k, &copy, err);
    if (!st)
        shelve(s, copy, &t);
    return st;
}

/* The last documents of the state, as many as there is memory for, put on the shelf as they came. */
static bw_status load_all(bw_stories *s, bw_err *err)
{
    loading l = {.s = s};
    bw_arena_mark empty = bw_arena_save(s->scratch);
    uint64_t n_keys, n_runs;
    bw_status st = bw_records_last(s->records, s->shelf.limit, &n_keys, &n_runs, err);
    if (!st)
        st = bw_postings_room(&s->keys, n_keys < MOST_AT_ONCE ? (uint32_t)n_keys : MOST_AT_ONCE, err);
    if (!st)
        st = bw_postings_room(&s->runs, n_runs < MOST_AT_ONCE ? (uint32_t)n_runs : MOST_AT_ONCE, err);
    while (!st) {
        st = bw_arena_try(s->scratch, load_one, &l, err);
        bw_arena_restore(s->scratch, empty);
    }
    bw_records_done(s->records);
    return st == BW_END ? BW_OK : st;
}

typedef struct {
    bw_stories *s;
    const bw_kept *k;
    bw_word *words; /* malloc */
} reading;

static bw_status read_text(void *with, bw_err *err)
{
    reading *r = with;
    bw_head h;
    bw_kept now;
    bw_status st = bw_records_by_number(r->s->records, r->s->scratch, r->k->number, &h, &now, err);
    if (!st)
        bw_kept_describe(r->s->scratch, &h, &now);
    if (st == BW_END || (!st && (memcmp(now.key, r->k->key, sizeof now.key) != 0 || now.title.n != r->k->title.n || now.text.n != r->k->text.n)))
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is damaged: document %u is not as it was written", bw_state_name(r->s->state), r->k->number);
    if (st)
        return st;
    r->words = malloc((now.title.n + now.text.n) * sizeof *r->words);
    if (!r->words)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    memcpy(r->words, now.title.items, now.title.n * sizeof *r->words);
    memcpy(r->words + now.title.n, now.text.items, now.text.n * sizeof *r->words);
    return BW_OK;
}

static bw_status read_words(void *with, const bw_kept *k, bw_word **out, bw_err *err)
{
    reading r = {.s = with, .k = k};
    bw_arena_mark empty = bw_arena_save(r.s->scratch);
    bw_status st = bw_arena_try(r.s->scratch, read_text, &r, err);
    bw_arena_restore(r.s->scratch, empty);
    if (!st)
        *out = r.words;
    return st;
}

bw_status bw_story_open(const bw_story_options *options, bw_stories **out, bw_err *err)
{
    bw_stories *s = calloc(1, sizeof *s);
    if (!s)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    s->shelf.read = read_words;
    s->shelf.with = s;
    s->shelf.limit = options->memory ? options->memory : BW_STORY_MEMORY;
    bw_shelf_begin(&s->shelf, 1);
    s->scratch = bw_arena_new(0);
    bw_status st = s->scratch ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "out of memory");
    if (!st)
        st = bw_state_open(options->state, &s->state, err);
    if (!st)
        st = bw_records_open(s->state, &s->records, err);
    if (!st)
        st = load_all(s, err);
    if (!st)
        st = bw_occurrence_state_open(s->state, &s->occurrences, err);
    if (!st)
        st = bw_state_commit(s->state, err); /* a new state is there from now on */
    if (st) {
        bw_story_close(s);
        return st;
    }
    *out = s;
    return BW_OK;
}

void bw_story_close(bw_stories *s)
{
    if (!s)
        return;
    bw_records_close(s->records);
    bw_occurrence_state_close(s->occurrences);
    bw_state_close(s->state);
    bw_shelf_free(&s->shelf);
    bw_postings_free(&s->runs);
    bw_postings_free(&s->keys);
    bw_arena_free(s->scratch);
    free(s);
}

static bw_status is_broken(const bw_stories *s, bw_err *err)
{
    return bw_fail(err, BW_ERR_IO, "%s: could not be written, and takes no more", bw_state_name(s->state));
}

bw_status bw_story_commit(bw_stories *s, bw_err *err)
{
    if (s->broken)
        return is_broken(s, err);
    bw_status st = bw_occurrence_state_write(s->occurrences, err);
    if (!st)
        st = bw_state_commit(s->state, err);
    s->broken = st != BW_OK;
    return st;
}

/* ---- copies ------------------------------------------------------------------------------------- */

/* Words in runs that many families use weigh a tenth. Only some runs are looked up: what lies between two common ones is common. */
static const uint32_t *weigh(bw_arena *a, bw_wordprint text, const uint8_t *spread)
{
    uint32_t *weights = BW_NEW(a, uint32_t, text.n + 1), from = 0;
    bool common = true;
    for (uint32_t i = 0; i <= text.n; i++) {
        if (i < text.n)
            weights[i] = bw_word_weight(text.items[i]);
        if (i < text.n && spread[i] == BW_SHINGLES_UNKNOWN)
            continue;
        bool here = i < text.n && spread[i] >= COMMON;
        if (common && (here || i == text.n))
            for (uint32_t k = from; k < i; k++)
                weights[k] = (bw_word_weight(text.items[k]) + 9) / 10;
        common = here;
        from = i;
    }
    return weights;
}

typedef struct {
    const bw_kept *best; /* NULL: it is a version of none */
    double score;
    bool says_more;      /* than the best one, or there is none */
} likeness;

/* A document of the very same words. */
static const bw_kept *find_same(const bw_stories *s, const bw_kept *k)
{
    uint32_t numbers[BW_POSTINGS_EACH], n = k->words ? bw_postings_get(&s->keys, bw_chain_key_of_words(k), numbers) : 0;
    for (uint32_t i = 0; i < n; i++) {
        const bw_kept *p = bw_shelf_get(&s->shelf, numbers[i]);
        if (p && p->words == k->words && p->text.n == k->text.n && (k->text.n >= SHORT || p->title_hash == k->title_hash))
            return p;
    }
    return NULL;
}

static bw_status find_likest(const bw_stories *s, const bw_kept *k, const bw_shingles_found *found, bw_textmatcher *m, likeness *out,
                             bw_err *err)
{
    *out = (likeness){.best = find_same(s, k), .score = 1};
    if (out->best)
        return BW_OK;
    *out = (likeness){.score = ENOUGH, .says_more = true};
    for (uint32_t i = 0; i < found->n && out->score < CERTAIN; i++) {
        const bw_kept *p;
        bw_textmatch match;
        if (found->hits[i].weight * 12 < found->hits[0].weight)
            break;
        bw_status st = bw_shelf_read(&s->shelf, found->hits[i].number, &p, err);
        if (st)
            return st;
        if (!p)
            continue;
        bw_textmatch_compare(m, p->text, &match);
        double score = bw_textmatch_score(&match);
        if (score <= out->score)
            continue;
        out->score = score;
        out->best = p;
        out->says_more = match.same_mine < match.all_mine * 0.9;
    }
    return BW_OK;
}

/* ---- placing ------------------------------------------------------------------------------------ */

/* The document that `k` revises, from the shelf or the state, in `room`; NULL: none, or it is forgotten. */
static bw_status revised_by(bw_stories *s, const bw_kept *k, bw_arena *a, bw_kept *room, const bw_kept **out, bw_err *err)
{
    bw_head h;
    *out = bw_shelf_get(&s->shelf, k->revises);
    if (*out || k->revises == BW_NO_NUMBER)
        return BW_OK;
    bw_status st = bw_records_by_number(s->records, a, k->revises, &h, room, err);
    room->id = h.id;
    *out = st ? NULL : room;
    return st == BW_END ? BW_OK : st;
}

static bw_status answer(bw_stories *s, const bw_kept *k, bool seen, bw_document *doc, bw_err *err)
{
    bw_arena *a = doc->arena;
    bw_placing p = {
        .copy = bw_str_copy(a, k->copy),
        .revision = k->revision,
        .story = bw_str_copy(a, k->story),
        .kill = k->flags & BW_KEPT_KILL && k->revision_of.ptr,
        .correction = k->flags & BW_KEPT_CORRECTION && k->revision_of.ptr,
        .seen = seen,
    };
    if (k->revision_of.ptr)
        p.revision_of = bw_str_copy(a, k->revision_of);
    bw_kept room;
    const bw_kept *old;
    bw_status st = revised_by(s, k, a, &room, &old, err);
    while (!st && old && p.replaced.n < MAX_REPLACED) {
        BW_PUSH(a, p.replaced.items, p.replaced.n, p.replaced.room, bw_str_copy(a, old->id));
        st = revised_by(s, old, a, &room, &old, err);
    }
    if (!st)
        doc->story = p;
    return st;
}

static bw_status find_seen(bw_stories *s, const bw_kept *k, bw_document *doc, bw_err *err)
{
    uint32_t numbers[BW_POSTINGS_EACH], n = bw_postings_get(&s->keys, bw_chain_key_seen(k), numbers);
    for (uint32_t i = 0; i < n; i++) {
        const bw_kept *p = bw_shelf_get(&s->shelf, numbers[i]);
        if (p && memcmp(p->key, k->key, sizeof k->key) == 0) {
            return answer(s, p, true, doc, err);
        }
    }
    if (s->shelf.oldest <= 1)
        return BW_END;
    bw_head h;
    bw_kept old;
    bw_status st = bw_records_seen(s->records, doc->arena, k->key, &h, &old, err);
    if (!st) {
        bw_kept_describe(doc->arena, &h, &old);
        st = answer(s, &old, true, doc, err);
    }
    return st;
}

/* A family goes by the id of its first document; where another family has that already, by its number too. */
static bw_status name_family(bw_stories *s, bw_kept *k, bw_arena *a, bw_err *err)
{
    uint32_t numbers[BW_POSTINGS_EACH], n = bw_postings_get(&s->keys, bw_chain_key_of_id(k->id_hash), numbers);
    bool taken = false;
    for (uint32_t i = 0; i < n; i++) {
        const bw_kept *p = bw_shelf_get(&s->shelf, numbers[i]);
        taken |= p && p->id_hash == k->id_hash;
    }
    bw_status st = BW_OK;
    if (!taken && s->shelf.oldest > 1)
        st = bw_records_has_copy(s->records, k->id, &taken, err);
    k->copy = taken || !k->id.len ? bw_str_print(a, "%.*s#%u", (int)k->id.len, k->id.ptr ? k->id.ptr : "", s->shelf.next) : k->id;
    return st;
}

/* Family and chain of a new document. */
static bw_status decide(bw_stories *s, bw_kept *k, bw_arena *a, bw_err *err)
{
    bw_shingles_found found;
    likeness like;
    bw_chain chain;
    bw_shingles_find(&s->runs, a, k->text, family_of, &s->shelf, &found);
    bw_textmatcher *m = bw_textmatch_ready(a, k->text, weigh(a, k->text, found.spread));
    bw_status st = find_likest(s, k, &found, m, &like, err);
    if (!st)
        st = bw_chain_find(&s->shelf, &s->keys, a, k, m, like.best ? like.best->family : BW_NO_NUMBER, &chain, err);
    if (st)
        return st;

    const bw_kept *kin = like.best; /* whose family it joins */
    if (chain.version && (!kin || chain.strength >= 4))
        kin = chain.version;
    else if (!chain.version && chain.before && !kin)
        kin = chain.before;
    if (like.says_more)
        k->flags |= BW_KEPT_INDEXED;

    k->revision = 1;
    k->before = chain.before ? chain.before->number : BW_NO_NUMBER;
    if (chain.version && chain.same) {
        k->revises = chain.version->revises;
        k->revision = chain.version->revision;
        k->revision_of = chain.version->revision_of;
    } else if (chain.version) {
        k->revises = chain.version->number;
        k->revision = chain.version->revision + 1;
        k->revision_of = chain.version->id;
    }
    k->family = kin ? kin->family : s->shelf.next;
    if (kin)
        k->copy = kin->copy;
    return kin ? BW_OK : name_family(s, k, a, err);
}

bw_status bw_story_place(bw_stories *s, bw_document *doc, bw_err *err)
{
    bw_kept k = {0}, *copy = NULL;
    bw_occurrence_choice *occurrence;
    bw_traces traces;
    if (s->broken)
        return is_broken(s, err);
    bw_kept_describe(doc->arena, &doc->head, &k);
    bw_status st = find_seen(s, &k, doc, err);
    if (st != BW_END)
        return st;
    if (s->shelf.next == UINT32_MAX)
        return bw_fail(err, BW_ERR_LIMIT, "the state is full: %u documents", UINT32_MAX);
    st = decide(s, &k, doc->arena, err);
    doc->story.copy = k.copy;
    if (!st)
        st = bw_occurrence_state_choose(s->occurrences, doc, &occurrence, err);
    k.story = doc->story.story;
    k.number = s->shelf.next;
    if (!st)
        st = answer(s, &k, false, doc, err); /* all that may run out of memory comes before anything changes */
    if (!st) {
        bw_traces_of(doc->arena, &k, &traces);
        st = make_room(s, &traces, err);
    }
    if (!st)
        st = bw_shelf_copy(&s->shelf, &k, &copy, err);
    if (!st) {
        st = bw_records_put(s->records, doc->arena, &doc->head, &k, &traces, err);
        s->broken = st == BW_ERR_IO; /* what was written since the last commit may be gone */
    }
    if (st) {
        free(copy);
        return st;
    }
    bw_occurrence_state_put(s->occurrences, occurrence);
    shelve(s, copy, &traces);
    return BW_OK;
}

/* ---- asking ------------------------------------------------------------------------------------- */

static const bw_kept *by_id(const bw_stories *s, bw_str id)
{
    uint64_t hash = id.len ? bw_hash(id) | 1 : 0;
    uint32_t numbers[BW_POSTINGS_EACH], n = bw_postings_get(&s->keys, bw_chain_key_of_id(hash), numbers);
    for (uint32_t i = 0; i < n; i++) {
        const bw_kept *k = bw_shelf_get(&s->shelf, numbers[i]);
        if (k && bw_str_eq(k->id, id))
            return k;
    }
    return NULL;
}

/* The next version of `number`, from the shelf or the state. */
static bw_status next_version(bw_stories *s, bw_arena *a, uint32_t number, bw_kept *out, bw_err *err)
{
    const bw_kept *k = bw_shelf_get(&s->shelf, number);
    const bw_kept *next = k ? bw_shelf_get(&s->shelf, k->next) : NULL;
    if (next || (k && k->next == BW_NO_NUMBER)) {
        *out = next ? *next : (bw_kept){0};
        return next ? BW_OK : BW_END;
    }
    bw_head h;
    bw_status st = bw_records_reviser(s->records, a, number, &h, out, err);
    if (!st)
        bw_kept_describe(a, &h, out);
    return st;
}

bw_status bw_story_fate_of(bw_stories *s, bw_str id, bw_arena *a, bw_story_fate *out, bw_err *err)
{
    const bw_kept *k = by_id(s, id);
    bw_kept now = {0};
    bw_head h;
    bw_status st = BW_OK;
    if (k)
        now.number = k->number;
    else
        st = bw_records_by_id(s->records, a, id, &h, &now, err);
    if (st)
        return st;
    *out = (bw_story_fate){0};
    for (int i = 0; i < MAX_REPLACED; i++) {
        st = next_version(s, a, now.number, &now, err);
        if (st)
            return st == BW_END ? BW_OK : st;
        bw_str who = bw_str_copy(a, now.id);
        if (!out->revised_by.ptr)
            out->revised_by = who;
        if (!out->corrected_by.ptr && now.flags & BW_KEPT_CORRECTION)
            out->corrected_by = who;
        if (!out->withdrawn_by.ptr && now.flags & BW_KEPT_KILL)
            out->withdrawn_by = who;
    }
    return BW_OK;
}

bw_status bw_story_recall(bw_stories *s, bw_str id, bw_document *doc, bw_err *err)
{
    bw_kept k;
    bw_status st = bw_records_by_id(s->records, doc->arena, id, &doc->head, &k, err);
    if (!st) {
        bw_kept_describe(doc->arena, &doc->head, &k);
        st = answer(s, &k, true, doc, err);
    }
    return st;
}

void bw_story_write(const bw_document *doc, bw_buf *out)
{
    bw_json j = {.out = out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "id", doc->head.id);
    bw_json_str(&j, "copy", doc->story.copy);
    bw_json_str(&j, "revision_of", doc->story.revision_of);
    bw_json_int(&j, "revision", doc->story.revision);
    bw_json_str(&j, "story", doc->story.story);
    if (doc->story.kill)
        bw_json_bool(&j, "kill", true);
    if (doc->story.correction)
        bw_json_bool(&j, "correction", true);
    bw_json_close(&j, '}');
}
