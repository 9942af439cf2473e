/* telling.c: takes all tellings in, and finds which of them are one event, and which are taken back. */
#include "story/telling_record.h"

#include "code/event_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum {
    COMPARED = 12, /* tellings of an event that another is compared with */
    LOOKED_AT = 1000, /* events of a story and type that a telling is compared with, the newest */
    REPRINTED = 6, /* days after which the same words are printed again and mean the same */
};

bw_tellings *bw_tellings_new(const bw_tellings_options *options)
{
    bw_tellings *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->options = *options;
    t->how.coder = options->coder;
    t->kept = bw_arena_new(BW_TELLINGS);
    t->scratch = bw_arena_new(0);
    t->packer = bw_packer_new();
    if (!t->kept || !t->scratch || !t->packer) {
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
    bw_packer_free(t->packer);
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

static bw_telling read_telling(bw_tellings *t, bw_document *doc, uint32_t i)
{
    const bw_event *e = &doc->events[i];
    const bw_sentence *s = &doc->sentences[e->sentence];
    const bw_toll *tolls[BW_TELLING_TOLLS] = {&e->dead, &e->injured, &e->arrested};
    bw_telling to = {
        .raw = bw_packer_pack(t->packer, bw_told_keep(t, doc, i), doc->arena, t->kept), .id = bw_str_copy(t->kept, bw_str_of(e->id)), .document = t->n_documents - 1,
        .sentence = s->number, .start = s->start, .end = s->end, .type = e->type, .negated = e->negated, .reciprocal = e->reciprocal,
        .modality = e->modality, .from = e->from, .to = e->to, .precision = e->precision, .confidence = e->confidence,
        .in_document = e->happening, .next = BW_TOLD_NONE, .taken_back = BW_TOLD_NONE, .assumed = !bw_str_is(e->date_source, "clause"),
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
static bw_told *put_event(bw_tellings *t, uint32_t telling, uint32_t at, bw_str name)
{
    if (at == BW_TOLD_NONE) {
        bw_told e = {.first = telling, .last = telling, .earliest = telling, .from = t->tellings[telling].from, .to = t->tellings[telling].to,
                   .assumed = t->tellings[telling].assumed, .next = BW_TOLD_NONE};
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
    bw_buf_print(&name, "%s\t", bw_sameness_name(t->options.merge));
    if (t->options.merge == BW_SAME_NONE || !bw_event_has_day(&doc->events[i])) {
        bw_buf_print(&name, "%s\t", doc->events[i].id);
        bw_buf_str(&name, doc->head.id);
        put_event(t, telling, BW_TOLD_NONE, bw_buf_view(&name));
        return;
    }
    bw_event_key(doc, &doc->events[i], t->options.merge, t->options.knowledge, &name);
    uint32_t at = bw_map_get(&t->by_key, bw_buf_view(&name), BW_TOLD_NONE);
    put_event(t, telling, at, bw_buf_view(&name));
    if (at == BW_TOLD_NONE)
        bw_map_put(&t->by_key, bw_str_copy(t->kept, bw_buf_view(&name)), t->n_events - 1, NULL);
}

static bw_str keep(bw_tellings *t, bw_str s) { return s.ptr ? bw_str_copy(t->kept, s) : s; }

/* Marks the versions before this one, and says which document its chain began with. */
static uint32_t mark_replaced(bw_tellings *t, const bw_document *doc, bw_str id)
{
    uint32_t source = t->n_documents;
    bool takes_back = doc->story.kill || doc->story.correction, missed = false;
    for (size_t i = 0; i < doc->story.replaced.n; i++) {
        uint32_t at = bw_map_get(&t->by_id, doc->story.replaced.items[i], BW_TOLD_NONE);
        missed |= at == BW_TOLD_NONE;
        for (; at != BW_TOLD_NONE; at = t->documents[at].same_id) {
            bw_told_by *d = &t->documents[at];
            source = d->source < source ? d->source : source;
            if (doc->story.kill && !d->withdrawn_by.ptr)
                d->withdrawn_by = id;
            else if (doc->story.correction && !d->corrected_by.ptr)
                d->corrected_by = id;
        }
    }
    t->n_strays += takes_back && missed;
    return source;
}

/* Why no more is taken. */
static bw_status too_much(bw_status why, bw_err *err)
{
    if (why == BW_ERR_MEMORY)
        return bw_fail(err, why, "out of memory");
    return bw_fail(err, BW_ERR_LIMIT, "--events: the events of all documents together pass %d MB: take fewer days at a time", BW_TELLINGS >> 20);
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
    bw_told_by d = {.id = keep(t, doc->head.id), .story = keep(t, doc->story.story), .copy = keep(t, doc->story.copy),
                  .revision_of = keep(t, doc->story.revision_of), .published = keep(t, doc->head.published), .day = doc->head.day};
    d.publisher = keep(t, doc->head.publisher.len ? doc->head.publisher : doc->head.agency);
    d.source = mark_replaced(t, doc, d.id);
    if (doc->story.kill || doc->head.kill)
        d.withdrawn_by = d.id; /* what a note that takes back repeats is no news */
    bw_map_entry *entry = bw_map_put(&t->by_id, d.id, BW_TOLD_NONE, NULL);
    d.same_id = entry->value;
    entry->value = t->n_documents;
    BW_PUSH(t->kept, t->documents, t->n_documents, t->room_documents, d);
    for (uint32_t i = 0; i < doc->n_events; i++) {
        bool is_new;
        bw_buf key = {.arena = doc->arena};
        if (t->options.only_actual && (doc->events[i].negated || doc->events[i].modality != BW_ACTUAL))
            continue;
        bw_buf_print(&key, "%s ", doc->events[i].id);
        bw_buf_str(&key, doc->head.id);
        if (bw_map_get(&t->by_telling, bw_buf_view(&key), BW_TOLD_NONE) != BW_TOLD_NONE)
            continue;
        bw_map_put(&t->by_telling, bw_str_copy(t->kept, bw_buf_view(&key)), t->n_tellings, &is_new);
        bw_telling telling = read_telling(t, doc, i);
        if (!telling.raw.ptr)
            return bw_fail(err, BW_ERR_MEMORY, "out of memory");
        BW_PUSH(t->kept, t->tellings, t->n_tellings, t->room_tellings, telling);
        if (t->options.merge != BW_SAME_STORY)
            put_by_key(t, doc, i, t->n_tellings - 1);
    }
    return BW_OK;
}

bw_status bw_tellings_add(bw_tellings *t, bw_document *doc, bw_err *err)
{
    adding j = {t, doc};
    if (doc->story.seen && bw_map_get(&t->by_id, doc->head.id, BW_TOLD_NONE) != BW_TOLD_NONE)
        return BW_OK;
    if (t->full) /* that was said */
        return BW_OK;
    t->full = bw_arena_try(t->kept, add_document, &j, err); /* tables may be half changed: no more is taken */
    return t->full ? too_much(t->full, err) : BW_OK;
}

uint32_t bw_tellings_strays(const bw_tellings *t) { return t->n_strays; }

/* ---- events of one story ------------------------------------------------------------------------------ */

static bool same_dates(const bw_told *e, const bw_telling *a) { return e->from == a->from && e->to == a->to; }

static void take_date(bw_telling *a, const bw_told *e)
{
    a->from = e->from;
    a->to = e->to;
    a->assumed = e->assumed;
}

/* The same words of the same text, printed again some days later: that no day is told there does not make it another one. */
static bool is_reprint(const bw_tellings *t, const bw_told *e, const bw_telling *a)
{
    int n = 0;
    for (uint32_t i = e->first; a->assumed && bw_telling_has_day(a) && i != BW_TOLD_NONE && n < COMPARED; i = t->tellings[i].next, n++) {
        const bw_telling *o = &t->tellings[i];
        if (o->assumed && bw_telling_has_day(o) && abs(o->from - a->from) <= REPRINTED && bw_str_eq(o->id, a->id))
            return true;
    }
    return false;
}

/* How well a telling fits an event; 0: not. It must not contradict any of its tellings that are looked at. */
static int fits(const bw_tellings *t, const bw_told *e, const bw_telling *telling)
{
    bw_telling finest = t->tellings[e->first], a = *telling;
    int best = 0, n = 0;
    if (is_reprint(t, e, telling))
        take_date(&a, e);
    take_date(&finest, e);
    if (bw_telling_match(&finest, &a) == 0)
        return 0;
    for (uint32_t i = e->first; i != BW_TOLD_NONE && n < COMPARED; i = t->tellings[i].next, n++) {
        bw_telling other = t->tellings[i];
        if (other.assumed) /* it has taken on the day of the event */
            take_date(&other, e);
        int now = bw_telling_match(&other, &a);
        if (now == 0)
            return 0;
        best = now > best ? now : best;
    }
    return best;
}

/* The event that the telling is of, or BW_TOLD_NONE: one of its own date before others. One that is less sure of its date than they are is of
 * none when it could be of events of several dates. */
static uint32_t find_event(const bw_tellings *t, uint32_t chain, const bw_telling *a)
{
    uint32_t best = BW_TOLD_NONE, same = BW_TOLD_NONE;
    int best_fit = 0, same_fit = 0, n = 0;
    bool several = false;
    for (uint32_t at = chain; at != BW_TOLD_NONE && n < LOOKED_AT; at = t->events[at].next, n++) {
        const bw_told *e = &t->events[at];
        int fit = fits(t, e, a);
        if (fit && same_dates(e, a) && fit >= same_fit) {
            same = at;
            same_fit = fit;
        }
        several |= fit && best != BW_TOLD_NONE && (e->from != t->events[best].from || e->to != t->events[best].to);
        if (fit && fit >= best_fit) {
            best = at;
            best_fit = fit;
        }
    }
    return same != BW_TOLD_NONE ? same : several ? BW_TOLD_NONE : best;
}

static void place_telling(bw_tellings *t, uint32_t i)
{
    const bw_telling *a = &t->tellings[i];
    const bw_told_by *d = &t->documents[a->document];
    bw_buf key = {.arena = t->scratch};
    bw_buf_print(&key, "%d %d %d ", a->type, a->negated, a->modality);
    bw_buf_str(&key, d->story.len ? d->story : d->id);
    bool is_new = false;
    bw_map_entry *chain = bw_map_put(&t->by_key, bw_buf_view(&key), BW_TOLD_NONE, &is_new);
    if (is_new)
        chain->key = bw_str_copy(t->kept, chain->key);
    uint32_t at = find_event(t, chain->value, a);
    bw_buf name = {.arena = t->scratch};
    bw_buf_print(&name, "story\t%.*s\t%d\t%d\t", BW_STR_FMT(a->id), a->from, a->to); /* a reprint has the same id */
    bw_buf_str(&name, bw_buf_view(&key));
    bw_told *e = put_event(t, i, at, bw_buf_view(&name));
    if (at == BW_TOLD_NONE) {
        e->next = chain->value;
        chain->value = t->n_events - 1;
    }
    bw_arena_restore(t->scratch, t->empty);
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
    const bw_told *x = a, *y = b;
    return (x->earliest > y->earliest) - (x->earliest < y->earliest);
}

/* ---- what falls with what was killed ---------------------------------------------------------------------- */

static bw_str family_of(bw_tellings *t, const bw_told_by *d, bw_str sender)
{
    bw_buf key = {.arena = t->scratch};
    bw_buf_print(&key, "%zu ", d->copy.len);
    bw_buf_str(&key, d->copy);
    bw_buf_str(&key, sender);
    return bw_buf_view(&key);
}

static bool is_killed(const bw_told_by *d) { return d->withdrawn_by.ptr && !bw_str_eq(d->withdrawn_by, d->id) && d->copy.len; }

/* Whether a reprint says the same as what it reprints; on which day it was printed is of no account. */
static bool same_act(const bw_tellings *t, uint32_t killed, uint32_t i)
{
    bw_telling a = t->tellings[i], b = t->tellings[killed];
    if (bw_str_eq(a.id, b.id))
        return true;
    if (a.assumed || b.assumed) {
        a.from = b.from;
        a.to = b.to;
        a.assumed = b.assumed;
    }
    return bw_telling_match(&a, &b) > 0;
}

/* A reprint tells nothing of its own: what it has of a text that was killed is taken back with it, unless the sender sent the text anew. */
static bw_status spread_kills(void *with, bw_err *err)
{
    bw_tellings *t = with;
    bw_map killed = {.arena = t->scratch}, anew = {.arena = t->scratch}; /* the last such telling of a family; families and senders */
    (void)err;
    uint32_t *before = BW_NEW(t->scratch, uint32_t, t->n_tellings); /* of the same family, killed too */
    for (uint32_t i = 0; i < t->n_documents; i++)
        if (t->documents[i].copy.len && !t->documents[i].withdrawn_by.ptr)
            bw_map_put(&anew, family_of(t, &t->documents[i], t->documents[i].publisher), 0, NULL);
    for (uint32_t i = 0; i < t->n_tellings; i++) {
        const bw_told_by *d = &t->documents[t->tellings[i].document];
        if (!is_killed(d) || bw_map_get(&anew, family_of(t, d, d->publisher), BW_TOLD_NONE) != BW_TOLD_NONE)
            continue;
        bw_map_entry *last = bw_map_put(&killed, d->copy, BW_TOLD_NONE, NULL);
        before[i] = last->value;
        last->value = i;
    }
    for (uint32_t i = 0; i < t->n_tellings && killed.n; i++) {
        const bw_told_by *d = &t->documents[t->tellings[i].document];
        uint32_t k = d->withdrawn_by.ptr ? BW_TOLD_NONE : bw_map_get(&killed, d->copy, BW_TOLD_NONE);
        while (k != BW_TOLD_NONE && !same_act(t, k, i))
            k = before[k];
        if (k != BW_TOLD_NONE)
            t->tellings[i].taken_back = t->tellings[k].document;
    }
    return BW_OK;
}

/* ---- handing out ------------------------------------------------------------------------------------------- */

static bw_status settle(void *with, bw_err *err)
{
    bw_tellings *t = with;
    bw_status st = bw_arena_try(t->scratch, spread_kills, t, err);
    bw_arena_restore(t->scratch, t->empty);
    if (!st && t->options.merge == BW_SAME_STORY)
        st = bw_arena_try(t->scratch, group_stories, t, err);
    return st;
}

typedef struct {
    const bw_tellings *tellings;
    const bw_told *event; /* NULL: the line above all */
    bw_buf out;
} giving;

static bw_status write_line(void *with, bw_err *err)
{
    giving *g = with;
    if (g->event)
        return bw_told_write(g->tellings, g->event, &g->out, err);
    bw_told_header(g->tellings, &g->out);
    return BW_OK;
}

bw_status bw_tellings_next(bw_tellings *t, bw_str *row, bw_err *err)
{
    bool first = !t->grouped;
    if (t->full)
        return too_much(t->full, err);
    if (first) {
        t->full = bw_arena_try(t->kept, settle, t, err);
        if (t->full)
            return too_much(t->full, err);
        if (t->n_events)
            qsort(t->events, t->n_events, sizeof *t->events, by_earliest); /* `next` is of no more use */
        t->grouped = true;
    }
    bw_arena_restore(t->scratch, t->empty);
    first &= t->options.csv;
    if (!first && t->given == t->n_events)
        return BW_END;
    giving g = {.tellings = t, .event = first ? NULL : &t->events[t->given++], .out.arena = t->scratch};
    bw_status st = bw_arena_try(t->scratch, write_line, &g, err);
    if (!st)
        *row = bw_buf_view(&g.out);
    return st;
}
