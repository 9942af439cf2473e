/* telling.c: all tellings, which of them are one event, and the record of each. */
#include "story/telling.h"

#include "base/json.h"
#include "base/json_in.h"
#include "base/utf8.h"
#include "code/code.h"
#include "code/event_row.h"
#include "story/telling_match.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum { NONE = UINT32_MAX, COMPARED = 12 /* tellings of an event that another is compared with */ };

typedef struct {
    bw_str id, story, copy, revision_of, publisher, published;
    bw_str withdrawn_by, corrected_by; /* ids; ptr NULL: neither */
    bw_day day;
    uint32_t source;                   /* the first document of its chain of versions */
    uint32_t same_id;                  /* an earlier one of the same id, or NONE */
} document;

/* An event: a chain of tellings, in the order in which they were found to be its. */
typedef struct {
    uint32_t first, last, n;
    uint32_t earliest;/* that came first */
    bw_day from, to;  /* the finest date that is told */
    bool assumed;     /* it is a document's own */
    uint32_t next;    /* of the same story and type */
    char id[33];
} event;

struct bw_tellings {
    bw_sameness merge;
    const bw_knowledge *knowledge;
    bw_event_options how;  /* records are written, where a document brings none */
    bw_arena *kept, *scratch;
    bw_arena_mark empty;   /* of scratch */
    document *documents;
    uint32_t n_documents, room_documents;
    bw_telling *tellings;
    uint32_t n_tellings, room_tellings;
    event *events;
    uint32_t n_events, room_events;
    bw_map by_id, by_telling, by_key; /* documents; tellings that are known; events, or the last of a story and type */
    uint32_t given;        /* events handed out */
    bool grouped, full;
};

bw_tellings *bw_tellings_new(bw_sameness merge, const bw_knowledge *knowledge, bw_str coder)
{
    bw_tellings *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->merge = merge;
    t->knowledge = knowledge;
    t->how.coder = coder;
    t->kept = bw_arena_new(BW_TELLINGS);
    t->scratch = bw_arena_new(0);
    if (!t->kept || !t->scratch) {
        bw_tellings_free(t);
        return NULL;
    }
    t->empty = bw_arena_save(t->scratch);
    t->by_id.arena = t->by_telling.arena = t->by_key.arena = t->kept;
    return t;
}

void bw_tellings_free(bw_tellings *t)
{
    if (!t)
        return;
    bw_arena_free(t->kept);
    bw_arena_free(t->scratch);
    free(t);
}

static void name_it(bw_str text, char out[33])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.ptr, text.len));
    for (int i = 0; i < 16; i++)
        snprintf(out + 2 * i, 3, "%02x", canonical.digest[i]);
}

/* ---- taking in --------------------------------------------------------------------------------------- */

static bw_telling_who *read_who(bw_tellings *t, const bw_document *doc, const bw_parties *side, uint32_t *n)
{
    bw_telling_who *list = BW_NEW(t->kept, bw_telling_who, side->n);
    *n = side->n;
    for (uint32_t i = 0; i < side->n; i++) {
        const bw_mention *m = &doc->mentions[side->items[i].mention];
        memcpy(list[i].country, m->country, sizeof list[i].country);
        if (m->n_sectors)
            memcpy(list[i].sector, m->sectors[0], sizeof list[i].sector);
        list[i].entity = m->entity.len ? bw_hash(m->entity) | 1 : 0;
    }
    return list;
}

static void read_place(const bw_document *doc, const bw_event *e, bw_telling *to)
{
    if (e->place < 0)
        return;
    const bw_mention *m = &doc->mentions[e->place];
    to->resolution = bw_place_resolution(m);
    to->in_clause = bw_str_is(e->place_source, "clause");
    memcpy(to->country, m->country, sizeof to->country);
    to->place = bw_hash(m->name) | 1;
    to->province = m->province.len ? bw_hash(m->province) | 1 : 0;
}

/* As it was read, with the coder that wrote it; else as it would be written. */
static bw_str record_of(const bw_tellings *t, const bw_document *doc, uint32_t i)
{
    bw_buf made = {.arena = doc->arena};
    json_object *coded = doc->head.coded && doc->n_tokens == 0 ? json_object_array_get_idx(doc->head.coded, i) : NULL;
    const char *text = coded ? json_object_to_json_string_ext(coded, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE) : NULL;
    size_t n_bad;
    if (text)
        return bw_utf8_repair(doc->arena, bw_str_of(text), &n_bad);
    bw_code_write(doc, i, &t->how, &made);
    return bw_buf_view(&made);
}

static bw_telling read_telling(bw_tellings *t, bw_document *doc, uint32_t i)
{
    const bw_event *e = &doc->events[i];
    const bw_sentence *s = &doc->sentences[e->sentence];
    const bw_toll *tolls[BW_TELLING_TOLLS] = {&e->dead, &e->injured, &e->arrested};
    bw_telling to = {
        .raw = bw_str_copy(t->kept, record_of(t, doc, i)), .id = bw_str_copy(t->kept, bw_str_of(e->id)), .document = t->n_documents - 1,
        .sentence = s->number, .start = s->start, .end = s->end, .type = e->type, .negated = e->negated, .reciprocal = e->reciprocal,
        .modality = e->modality, .from = e->from, .to = e->to, .precision = e->precision, .confidence = e->confidence,
        .in_document = e->happening, .next = NONE, .assumed = !bw_str_is(e->date_source, "clause"),
    };
    memcpy(to.cameo, e->cameo, sizeof to.cameo);
    to.who[0] = read_who(t, doc, &e->actor, &to.n_who[0]);
    to.who[1] = read_who(t, doc, &e->recipient, &to.n_who[1]);
    read_place(doc, e, &to);
    for (int k = 0; k < BW_TELLING_TOLLS; k++) {
        to.tolls[k].told = tolls[k]->text.ptr != NULL;
        to.tolls[k].least = tolls[k]->least;
        to.tolls[k].most = tolls[k]->most;
    }
    return to;
}

/* Makes of the telling an event of its own, or puts it to another. */
static event *put_event(bw_tellings *t, uint32_t telling, uint32_t at, bw_str name)
{
    if (at == NONE) {
        event e = {.first = telling, .last = telling, .earliest = telling, .from = t->tellings[telling].from, .to = t->tellings[telling].to,
                   .assumed = t->tellings[telling].assumed, .next = NONE};
        name_it(name, e.id);
        BW_PUSH(t->kept, t->events, t->n_events, t->room_events, e);
        at = t->n_events - 1;
    } else {
        t->tellings[t->events[at].last].next = telling;
        t->events[at].last = telling;
    }
    if (telling < t->events[at].earliest)
        t->events[at].earliest = telling;
    t->events[at].n++;
    return &t->events[at];
}

/* A telling whose event is known by itself or by its key; those of stories wait for all others. */
static void put_by_key(bw_tellings *t, bw_document *doc, uint32_t i, uint32_t telling)
{
    bw_buf name = {.arena = doc->arena};
    bw_buf_print(&name, "%s\t", bw_sameness_name(t->merge));
    if (t->merge == BW_SAME_NONE || !bw_event_has_day(&doc->events[i])) {
        bw_buf_print(&name, "%s\t", doc->events[i].id);
        bw_buf_str(&name, doc->head.id);
        put_event(t, telling, NONE, bw_buf_view(&name));
        return;
    }
    bw_event_key(doc, &doc->events[i], t->merge, t->knowledge, &name);
    uint32_t at = bw_map_get(&t->by_key, bw_buf_view(&name), NONE);
    put_event(t, telling, at, bw_buf_view(&name));
    if (at == NONE)
        bw_map_put(&t->by_key, bw_str_copy(t->kept, bw_buf_view(&name)), t->n_events - 1, NULL);
}

static bw_str keep(bw_tellings *t, bw_str s) { return s.ptr ? bw_str_copy(t->kept, s) : s; }

/* Marks the versions before this one, and says which document its chain began with. */
static uint32_t mark_replaced(bw_tellings *t, const bw_document *doc, bw_str id)
{
    uint32_t source = t->n_documents;
    for (size_t i = 0; i < doc->story.replaced.n; i++) {
        uint32_t at = bw_map_get(&t->by_id, doc->story.replaced.items[i], NONE);
        for (; at != NONE; at = t->documents[at].same_id) {
            document *d = &t->documents[at];
            source = d->source < source ? d->source : source;
            if (doc->story.kill && !d->withdrawn_by.ptr)
                d->withdrawn_by = id;
            else if (doc->story.correction && !d->corrected_by.ptr)
                d->corrected_by = id;
        }
    }
    return source;
}

typedef struct {
    bw_tellings *tellings;
    bw_document *doc;
} adding;

static bw_status add_document(void *with, bw_err *err)
{
    adding *j = with;
    bw_tellings *t = j->tellings;
    bw_document *doc = j->doc;
    (void)err;
    document d = {.id = keep(t, doc->head.id), .story = keep(t, doc->story.story), .copy = keep(t, doc->story.copy),
                  .revision_of = keep(t, doc->story.revision_of), .published = keep(t, doc->head.published), .day = doc->head.day};
    d.publisher = keep(t, doc->head.publisher.len ? doc->head.publisher : doc->head.agency);
    d.source = mark_replaced(t, doc, d.id);
    if (doc->story.kill || doc->head.kill)
        d.withdrawn_by = d.id; /* what a note that takes back repeats is no news */
    bw_map_entry *entry = bw_map_put(&t->by_id, d.id, NONE, NULL);
    d.same_id = entry->value;
    entry->value = t->n_documents;
    BW_PUSH(t->kept, t->documents, t->n_documents, t->room_documents, d);
    for (uint32_t i = 0; i < doc->n_events; i++) {
        bool is_new;
        bw_buf key = {.arena = doc->arena};
        bw_buf_print(&key, "%s ", doc->events[i].id);
        bw_buf_str(&key, doc->head.id);
        if (bw_map_get(&t->by_telling, bw_buf_view(&key), NONE) != NONE)
            continue;
        bw_map_put(&t->by_telling, bw_str_copy(t->kept, bw_buf_view(&key)), t->n_tellings, &is_new);
        BW_PUSH(t->kept, t->tellings, t->n_tellings, t->room_tellings, read_telling(t, doc, i));
        if (t->merge != BW_SAME_STORY)
            put_by_key(t, doc, i, t->n_tellings - 1);
    }
    return BW_OK;
}

bw_status bw_tellings_add(bw_tellings *t, bw_document *doc, bw_err *err)
{
    adding j = {t, doc};
    if (doc->story.seen && bw_map_get(&t->by_id, doc->head.id, NONE) != NONE)
        return BW_OK;
    t->full = t->full || bw_arena_try(t->kept, add_document, &j, err); /* tables may be half changed: no more is taken */
    return t->full ? bw_fail(err, BW_ERR_LIMIT, "--events: the events of all documents together pass %d MB: take fewer days at a time",
                             BW_TELLINGS >> 20)
                   : BW_OK;
}

/* ---- events of one story ------------------------------------------------------------------------------ */

static bool same_dates(const event *e, const bw_telling *a) { return e->from == a->from && e->to == a->to; }

/* How well a telling fits an event; 0: not. It must not contradict any of its tellings that are looked at. */
static int fits(const bw_tellings *t, const event *e, const bw_telling *a)
{
    bw_telling finest = t->tellings[e->first];
    int best = 0, n = 0;
    finest.from = e->from;
    finest.to = e->to;
    finest.assumed = e->assumed;
    if (bw_telling_match(&finest, a) == 0)
        return 0;
    for (uint32_t i = e->first; i != NONE && n < COMPARED; i = t->tellings[i].next, n++) {
        int now = bw_telling_match(&t->tellings[i], a);
        if (now == 0)
            return 0;
        best = now > best ? now : best;
    }
    return best;
}

/* The event that the telling is of, or NONE: one of its own date before others. One that is less sure of its date than they are is of
 * none when it could be of events of several dates. */
static uint32_t find_event(const bw_tellings *t, uint32_t chain, const bw_telling *a)
{
    uint32_t best = NONE, same = NONE;
    int best_fit = 0, same_fit = 0;
    bool several = false;
    for (uint32_t at = chain; at != NONE; at = t->events[at].next) { /* the newest first */
        const event *e = &t->events[at];
        int fit = fits(t, e, a);
        if (fit && same_dates(e, a) && fit >= same_fit) {
            same = at;
            same_fit = fit;
        }
        several |= fit && best != NONE && (e->from != t->events[best].from || e->to != t->events[best].to);
        if (fit && fit >= best_fit) {
            best = at;
            best_fit = fit;
        }
    }
    return same != NONE ? same : several ? NONE : best;
}

static void place_telling(bw_tellings *t, uint32_t i)
{
    const bw_telling *a = &t->tellings[i];
    const document *d = &t->documents[a->document];
    bw_buf key = {.arena = t->kept};
    bw_buf_print(&key, "%d %d %d ", a->type, a->negated, a->modality);
    bw_buf_str(&key, d->story.len ? d->story : d->id);
    bw_map_entry *chain = bw_map_put(&t->by_key, bw_buf_view(&key), NONE, NULL);
    uint32_t at = find_event(t, chain->value, a);
    bw_buf name = {.arena = t->kept};
    bw_buf_print(&name, "story\t%.*s\t", BW_STR_FMT(a->id));
    bw_buf_str(&name, d->story.len ? d->story : d->id);
    event *e = put_event(t, i, at, bw_buf_view(&name));
    if (at == NONE) {
        e->next = chain->value;
        chain->value = t->n_events - 1;
    }
}

/* Who knows the day comes first, so that a telling with less finds all days that it could mean. */
static bw_status group_stories(void *with, bw_err *err)
{
    bw_tellings *t = with;
    (void)err;
    enum { TOLD_DAY, ASSUMED_DAY, COARSE, UNDATED = COARSE + BW_PRECISION_YEAR + 1 };
    for (int round = TOLD_DAY; round <= UNDATED; round++)
        for (uint32_t i = 0; i < t->n_tellings; i++) {
            const bw_telling *a = &t->tellings[i];
            int when = a->from == BW_NO_DAY && a->to == BW_NO_DAY ? UNDATED
                       : bw_telling_has_day(a)                    ? (a->assumed ? ASSUMED_DAY : TOLD_DAY)
                                                                  : COARSE + (int)a->precision;
            if (when == round)
                place_telling(t, i);
        }
    return BW_OK;
}

static int by_earliest(const void *a, const void *b)
{
    const event *x = a, *y = b;
    return (x->earliest > y->earliest) - (x->earliest < y->earliest);
}

/* ---- what stands in a record --------------------------------------------------------------------------- */

/* The tellings of an event, each with what counts. */
typedef struct {
    const bw_tellings *t;
    const event *e;
    uint32_t *all;           /* e->n of them, in the order in which they came */
    uint32_t *items, n;      /* those that stand; all, where none does */
} record;

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool stands(const bw_tellings *t, uint32_t telling)
{
    const document *d = &t->documents[t->tellings[telling].document];
    return !d->withdrawn_by.ptr && !d->corrected_by.ptr;
}

static record read_record(const bw_tellings *t, const event *e, bw_arena *a)
{
    record r = {.t = t, .e = e, .all = BW_NEW(a, uint32_t, e->n), .items = BW_NEW(a, uint32_t, e->n)};
    uint32_t n = 0;
    for (uint32_t i = e->first; i != NONE; i = t->tellings[i].next)
        r.all[n++] = i;
    qsort(r.all, n, sizeof *r.all, by_number);
    for (int pass = 0; pass < 2 && r.n == 0; pass++)
        for (uint32_t i = 0; i < n; i++)
            if (pass || stands(t, r.all[i]))
                r.items[r.n++] = r.all[i];
    return r;
}

static const bw_telling *item(const record *r, uint32_t i) { return &r->t->tellings[r->items[i]]; }
static const document *source(const record *r, uint32_t i) { return &r->t->documents[item(r, i)->document]; }

/* How many of the tellings say the same as this one, each independent text once. */
typedef bool (*agrees)(const bw_telling *a, const bw_telling *b);
static uint32_t count_agreeing(const record *r, uint32_t i, agrees same)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < r->n && k < 200; k++) {
        bool again = !same(item(r, i), item(r, k));
        for (uint32_t j = 0; j < k && !again; j++)
            again = bw_str_eq(source(r, j)->copy, source(r, k)->copy) && same(item(r, i), item(r, j));
        n += !again;
    }
    return n;
}

static bool same_range(const bw_telling *a, const bw_telling *b) { return a->from == b->from && a->to == b->to; }
static bool same_place(const bw_telling *a, const bw_telling *b) { return a->resolution == b->resolution && a->place == b->place; }

static int64_t width(const bw_telling *t)
{
    return t->from != BW_NO_DAY && t->to != BW_NO_DAY ? (int64_t)t->to - t->from : t->from != BW_NO_DAY || t->to != BW_NO_DAY ? 1 << 20 : 1 << 21;
}

/* The telling whose words stand in the record: the surest, of equals the first. */
static uint32_t best_words(const record *r)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < r->n; i++)
        if (item(r, i)->confidence > item(r, best)->confidence)
            best = i;
    return best;
}

/* The finest date; then one that is told before one that is assumed; then the one that most texts have; then the first. */
static uint32_t best_date(const record *r)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < r->n; i++) {
        int64_t finer = width(item(r, best)) - width(item(r, i));
        if (finer == 0)
            finer = item(r, best)->assumed - item(r, i)->assumed;
        if (finer > 0 || (finer == 0 && !same_range(item(r, i), item(r, best)) && count_agreeing(r, i, same_range) > count_agreeing(r, best, same_range)))
            best = i;
    }
    return best;
}

/* The finest place that an act's own words name, else any; then the one that most texts have; then the first. */
static uint32_t best_place(const record *r)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < r->n; i++) {
        const bw_telling *a = item(r, i), *b = item(r, best);
        int better = (a->resolution > 0) - (b->resolution > 0);
        if (!better)
            better = a->in_clause - b->in_clause;
        if (!better)
            better = (a->resolution > b->resolution) - (a->resolution < b->resolution);
        if (!better && !same_place(a, b))
            better = (int)count_agreeing(r, i, same_place) - (int)count_agreeing(r, best, same_place);
        if (better > 0)
            best = i;
    }
    return best;
}

/* Of those who give the number the one who said it last; NONE: nobody does. */
static uint32_t best_toll(const record *r, int which)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < r->n; i++) {
        if (!item(r, i)->tolls[which].told)
            continue;
        bw_day day = source(r, i)->day, before = best == NONE ? BW_NO_DAY : source(r, best)->day;
        if (best == NONE || day == BW_NO_DAY || before == BW_NO_DAY || day >= before)
            best = i;
    }
    return best;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static const char *const toll_names[BW_TELLING_TOLLS] = {"dead", "injured", "arrested"};

/* Puts members of another telling's record in the place of this one's. */
static bw_status take_over(json_object *to, const bw_telling *from, bw_arena *a, const char *const *keys, size_t n, bw_err *err)
{
    json_object *other;
    bw_status st = bw_json_in(a, from->raw, &other, err);
    for (size_t i = 0; !st && i < n; i++)
        if (json_object_object_add(to, keys[i], json_object_get(bw_json_member(other, keys[i]))))
            return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    return st;
}

static bw_status compose(const record *r, bw_arena *a, json_object **out, bw_err *err)
{
    static const char *const dates[] = {"date", "date_end", "date_precision", "date_source"}, *const places[] = {"place"};
    uint32_t words = best_words(r), date = best_date(r), place = best_place(r);
    bw_status st = bw_json_in(a, item(r, words)->raw, out, err);
    if (!st && !same_range(item(r, date), item(r, words)))
        st = take_over(*out, item(r, date), a, dates, 4, err);
    if (!st && place != words)
        st = take_over(*out, item(r, place), a, places, 1, err);
    for (int k = 0; !st && k < BW_TELLING_TOLLS; k++) {
        uint32_t toll = best_toll(r, k);
        if (toll != NONE && toll != words)
            st = take_over(*out, item(r, toll), a, &toll_names[k], 1, err);
    }
    return st;
}

static void write_day(bw_json *j, const char *key, bw_day day)
{
    char text[11];
    if (day == BW_NO_DAY) {
        bw_json_null(j, key);
        return;
    }
    bw_day_format(day, text);
    bw_json_str(j, key, bw_str_of(text));
}

/* The least and the most that anybody gives. */
static void write_range(bw_json *j, const record *r, int which)
{
    int least = -1, most = -1;
    for (uint32_t i = 0; i < r->n; i++) {
        int low = item(r, i)->tolls[which].least, high = item(r, i)->tolls[which].most;
        if (!item(r, i)->tolls[which].told)
            continue;
        low = low < 0 ? high : low;
        high = high < 0 ? low : high;
        least = least < 0 || (low >= 0 && low < least) ? low : least;
        most = high > most ? high : most;
    }
    if (least < 0 && most < 0)
        return;
    bw_json_open(j, toll_names[which], '{');
    bw_json_int(j, "min", least);
    bw_json_int(j, "max", most);
    bw_json_close(j, '}');
}

static bool same_date(const bw_telling *a, const bw_telling *b) { return same_range(a, b) && a->assumed == b->assumed; }

/* Every date that is told, in the order in which they were, with the number of tellings. */
static void write_dates(bw_json *j, const record *r)
{
    bool several = false, differ = false;
    bw_json_open(j, "dates", '[');
    for (uint32_t i = 0; i < r->n; i++) {
        const bw_telling *a = item(r, i);
        bool dated = a->from != BW_NO_DAY || a->to != BW_NO_DAY, before = false;
        uint32_t n = 0;
        for (uint32_t k = 0; k < i && !before; k++)
            before = same_date(item(r, k), a);
        if (before)
            continue;
        bool other = !same_range(item(r, 0), a), days = bw_telling_has_day(item(r, 0)) && bw_telling_has_day(a);
        differ |= other && days;
        several |= other && !days;
        for (uint32_t k = i; k < r->n; k++)
            n += same_date(item(r, k), a);
        bw_json_open(j, NULL, '{');
        write_day(j, "date", a->from);
        write_day(j, "date_end", a->to);
        bw_json_str(j, "date_precision", dated ? bw_str_of(bw_precision_name(a->precision)) : (bw_str){0});
        bw_json_bool(j, "assumed", dated && a->assumed);
        bw_json_int(j, "tellings", n);
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
    bw_json_bool(j, "across_precision", several);
    bw_json_bool(j, "days_differ", differ);
}

/* How many different ones there are among the tellings that stand. */
typedef bw_str (*naming)(const record *r, uint32_t i);
static bw_str by_copy(const record *r, uint32_t i) { return source(r, i)->copy.len ? source(r, i)->copy : source(r, i)->id; }
static bw_str by_publisher(const record *r, uint32_t i) { return r->t->documents[source(r, i)->source].publisher; } /* of all versions */
static bw_str by_source(const record *r, uint32_t i) { return (bw_str){(const char *)&source(r, i)->source, sizeof(uint32_t)}; }

static uint32_t count_different(const record *r, bw_arena *a, naming name)
{
    bw_map seen = {.arena = a};
    for (uint32_t i = 0; i < r->n; i++)
        bw_map_put(&seen, name(r, i), 0, NULL);
    return seen.n;
}

static void write_telling(bw_json *j, const bw_tellings *t, const bw_telling *a)
{
    const document *d = &t->documents[a->document];
    bw_json_open(j, NULL, '{');
    bw_json_str(j, "event", a->id);
    bw_json_str(j, "document", d->id);
    bw_json_int(j, "sentence", a->sentence);
    bw_json_int(j, "start", a->start);
    bw_json_int(j, "end", a->end);
    bw_json_str(j, "publisher", d->publisher.len ? d->publisher : (bw_str){0});
    bw_json_str(j, "published", d->published);
    write_day(j, "date", a->from);
    write_day(j, "date_end", a->to);
    bw_json_str(j, "copy", d->copy.len ? d->copy : (bw_str){0});
    bw_json_str(j, "revision_of", d->revision_of.len ? d->revision_of : (bw_str){0});
    if (d->withdrawn_by.ptr)
        bw_json_str(j, "withdrawn_by", d->withdrawn_by);
    if (d->corrected_by.ptr)
        bw_json_str(j, "corrected_by", d->corrected_by);
    bw_json_close(j, '}');
}

static void write_story(bw_json *j, const record *r, bw_arena *a)
{
    const document *first = &r->t->documents[r->t->tellings[r->e->earliest].document];
    bool standing = stands(r->t, r->items[0]);
    bw_str withdrawn = {0}, corrected = {0};
    for (uint32_t i = 0; i < r->n; i++) {
        withdrawn = withdrawn.ptr ? withdrawn : source(r, i)->withdrawn_by;
        corrected = corrected.ptr ? corrected : source(r, i)->corrected_by;
    }
    bw_json_str(j, "merge", bw_str_of(bw_sameness_name(r->t->merge)));
    bw_json_str(j, "first_document", first->id);
    bw_json_int(j, "documents", standing ? count_different(r, a, by_source) : 0);
    bw_json_int(j, "publishers", standing ? count_different(r, a, by_publisher) : 0);
    bw_json_int(j, "texts", standing ? count_different(r, a, by_copy) : 0);
    bw_json_bool(j, "withdrawn", !standing && withdrawn.ptr);
    bw_json_str(j, "withdrawn_by", standing ? (bw_str){0} : withdrawn);
    bw_json_str(j, "corrected_by", standing ? (bw_str){0} : corrected);
    write_dates(j, r);
    bw_json_open(j, "tolls", '{');
    for (int k = 0; k < BW_TELLING_TOLLS; k++)
        write_range(j, r, k);
    bw_json_close(j, '}');
    bw_json_open(j, "tellings", '[');
    for (uint32_t i = 0; i < r->e->n; i++)
        write_telling(j, r->t, &r->t->tellings[r->all[i]]);
    bw_json_close(j, ']');
}

typedef struct {
    bw_tellings *tellings;
    bw_buf out;
} giving;

static bw_status write_event(void *with, bw_err *err)
{
    giving *g = with;
    bw_tellings *t = g->tellings;
    bw_arena *a = t->scratch;
    const event *e = &t->events[t->given];
    json_object *o;
    record r = read_record(t, e, a);
    bw_status st = compose(&r, a, &o, err);
    if (st)
        return st;
    bw_str story = source(&r, 0)->story;
    if (json_object_object_add(o, "story", story.len ? json_object_new_string_len(story.ptr, (int)story.len) : NULL))
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    const char *whole = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    if (!whole)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    bw_buf_print(&g->out, "{\"happening_id\":\"%s\",", e->id);
    bw_str rest = bw_str_of(whole + 1);
    bw_buf_str(&g->out, bw_str_slice(rest, 0, rest.len - 1));
    bw_json j = {.out = &g->out, .more = true};
    write_story(&j, &r, a);
    bw_json_close(&j, '}');
    bw_buf_char(&g->out, '\n');
    return BW_OK;
}

bw_status bw_tellings_next(bw_tellings *t, bw_str *row, bw_err *err)
{
    if (t->full)
        return BW_END;
    if (!t->grouped && t->merge == BW_SAME_STORY) {
        t->full = bw_arena_try(t->kept, group_stories, t, err);
        if (t->full)
            return bw_fail(err, BW_ERR_LIMIT, "--events: the events of all documents together pass %d MB: take fewer days at a time",
                           BW_TELLINGS >> 20);
        if (t->n_events)
            qsort(t->events, t->n_events, sizeof *t->events, by_earliest); /* `next` is of no more use */
    }
    t->grouped = true;
    bw_arena_restore(t->scratch, t->empty);
    if (t->given == t->n_events)
        return BW_END;
    giving g = {.tellings = t, .out.arena = t->scratch};
    bw_status st = bw_arena_try(t->scratch, write_event, &g, err);
    t->given++;
    if (!st)
        *row = bw_buf_view(&g.out);
    return st;
}
