/* event_out.c: which events, in which pairs, what is made one of them, and in which format. */
#include "code/event_row.h"

#include <stdlib.h>

static const bw_writer *const writers[BW_N_EVENT_FORMATS] = {
    [BW_TO_TABLE] = &bw_writer_table,     [BW_TO_JSONL] = &bw_writer_jsonl,       [BW_TO_CSV] = &bw_writer_csv,
    [BW_TO_PLOVER] = &bw_writer_plover,   [BW_TO_POLECAT] = &bw_writer_polecat,   [BW_TO_PHOENIX] = &bw_writer_phoenix,
    [BW_TO_PETRARCH] = &bw_writer_petrarch, [BW_TO_ICEWS] = &bw_writer_icews,     [BW_TO_GDELT] = &bw_writer_gdelt,
    [BW_TO_GDELT1] = &bw_writer_gdelt1,   [BW_TO_DOCUMENTS] = &bw_writer_documents,
};

bool bw_event_format_of(const char *name, bw_event_format *out)
{
    for (int i = 0; i < BW_N_EVENT_FORMATS; i++)
        if (strcmp(name, writers[i]->name) == 0) {
            *out = (bw_event_format)i;
            return true;
        }
    return false;
}

bool bw_event_format_counts(bw_event_format f) { return writers[f]->counts; }
bool bw_event_format_is_whole(bw_event_format f) { return writers[f]->begin != NULL; }
bool bw_event_format_has_statements(bw_event_format f) { return writers[f]->cameo; }

bw_str bw_event_header(const bw_event_out *how, bw_arena *a)
{
    bw_buf out = {.arena = a};
    if (writers[how->format]->header)
        writers[how->format]->header(how, &out);
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}

/* ---- which events -------------------------------------------------------------------------------- */

static bool counts(const bw_event *e) { return !e->negated && e->modality == BW_ACTUAL; }

/* Keeps, of the events that tell one happening, the first; what it lacks it takes from the later ones. */
static void merge_repeats(bw_document *doc)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->n_events; i++) {
        bw_event *e = &doc->events[i], *first = NULL;
        for (uint32_t k = 0; k < n && !first; k++)
            if (doc->events[k].happening == e->happening)
                first = &doc->events[k];
        if (!first) {
            doc->events[n++] = *e;
            continue;
        }
        if (first->from == BW_NO_DAY && e->from != BW_NO_DAY) {
            first->from = e->from;
            first->to = e->to;
            first->precision = e->precision;
            first->date_source = e->date_source;
        }
        if (first->place < 0) {
            first->place = e->place;
            first->place_source = e->place_source;
        }
        if (!first->content.present)
            first->content = e->content;
        if (first->dead.least < 0)
            first->dead = e->dead;
        if (first->injured.least < 0)
            first->injured = e->injured;
        if (first->arrested.least < 0)
            first->arrested = e->arrested;
    }
    doc->n_events = n;
}

/* ---- rows ---------------------------------------------------------------------------------------- */

/* One document on its way out. */
typedef struct {
    bw_document *doc;
    const bw_event_out *how;
    const bw_writer *writer;
    bw_buf *out;
    bw_merge story; /* rows that tell the same, where the format has one line of them */
    void *lines;
} writing;

/* A visit is 042 for who goes and 043 for who receives. */
static const char *seen_from_the_other(const char *cameo)
{
    return strcmp(cameo, "042") == 0 ? "043" : strcmp(cameo, "043") == 0 ? "042" : NULL;
}

static bw_str key_of(const bw_row *r)
{
    const bw_event_out *how = r->how;
    bw_buf key = {.arena = r->doc->arena};
    if (how->one_a_day && !bw_event_has_day(r->event)) {
        bw_buf_print(&key, "%s.%d ", r->event->id, r->dyad); /* a copy of the text has the same */
        bw_buf_str(&key, r->doc->head.id);
    } else {
        bw_event_key(r->doc, r->event, how->one_a_day ? how->one_a_day : BW_SAME_PHOENIX, how->knowledge, &key);
    }
    return bw_buf_view(&key);
}

static void write_row(writing *w, bw_row *r)
{
    if (!w->how->one_a_day && !w->writer->story) {
        w->writer->row(r);
        return;
    }
    bw_buf text = {.arena = w->doc->arena};
    bw_merge_row record = {.key = key_of(r), .publisher = bw_row_publisher(r)};
    bw_row one = *r;
    one.out = &text;
    one.record = &record;
    one.mentions = 1; /* they are added up */
    w->writer->row(&one);
    record.text = bw_buf_view(&text);
    if (w->how->one_a_day)
        bw_merge_pack(&record, w->out);
    else
        bw_merge_add(&w->story, &record, 0);
}

static bw_event pair_of(const writing *w, const bw_event *whole, bw_party *actor, bw_party *recipient, const char *cameo)
{
    bw_event one = *whole;
    one.actor = (bw_parties){actor, 1, 1};
    one.recipient = (bw_parties){recipient, 1, 1};
    one.reciprocal = false;
    if (cameo) {
        const bw_cameo *c = w->how->book ? bw_codebook_find(w->how->book, bw_str_of(cameo)) : NULL;
        memcpy(one.cameo, cameo, 4);
        if (c)
            one.goldstein = c->goldstein;
    }
    return one;
}

/* The event cut to one actor and one recipient; it takes the event's place while its row is written, so that
 * all writers see an event of the document. */
static void write_pairs(writing *w, uint32_t i, bw_row *r)
{
    bw_event whole = w->doc->events[i];
    const bw_parties *others = whole.reciprocal ? &whole.actor : &whole.recipient;
    const char *back = whole.reciprocal || whole.paired || whole.raw ? NULL : seen_from_the_other(whole.cameo);
    r->of = 0;
    for (int count = 1; count >= 0; count--) { /* first how many, then each */
        int dyad = 0;
        for (uint32_t a = 0; a < whole.actor.n; a++) {
            for (uint32_t b = 0; b < others->n; b++) {
                if (whole.reciprocal && a == b)
                    continue;
                for (int turn = 0; turn < (back ? 2 : 1); turn++) {
                    dyad++;
                    if (count)
                        continue;
                    bw_party *first = &whole.actor.items[a], *second = &others->items[b];
                    w->doc->events[i] = pair_of(w, &whole, turn ? second : first, turn ? first : second, turn ? back : NULL);
                    r->event = &w->doc->events[i];
                    r->dyad = dyad;
                    write_row(w, r);
                }
            }
        }
        r->of = dyad;
    }
    if (r->of == 0 && w->writer->lonely) {
        bw_event one = whole;
        one.recipient.n = 0;
        r->of = (int)whole.actor.n;
        for (uint32_t a = 0; a < whole.actor.n; a++) {
            one.actor = (bw_parties){&whole.actor.items[a], 1, 1};
            w->doc->events[i] = one;
            r->event = &w->doc->events[i];
            r->dyad = (int)a + 1;
            write_row(w, r);
        }
    }
    w->doc->events[i] = whole;
}

static bool asked_for(const bw_event *e, const bw_event_out *how)
{
    if (e->confidence < how->least_confidence)
        return false;
    if (e->type == BW_PLOVER_NONE && writers[how->format]->plover)
        return false;
    return how->record.all_modalities || (writers[how->format]->all && !how->dyads) || counts(e);
}

/* How often each happening is told. */
static uint32_t *count_mentions(const bw_document *doc, const bw_event_out *how)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->n_events; i++)
        n = doc->events[i].happening >= n ? doc->events[i].happening + 1 : n;
    uint32_t *mentions = BW_NEW(doc->arena, uint32_t, n);
    for (uint32_t i = 0; i < doc->n_events; i++)
        mentions[doc->events[i].happening] += asked_for(&doc->events[i], how);
    return mentions;
}

void bw_event_write(bw_document *doc, const void *with, bw_buf *out)
{
    const bw_event_out *how = with;
    const uint32_t *mentions = count_mentions(doc, how);
    writing w = {.doc = doc, .how = how, .writer = writers[how->format], .out = out, .story.arena = doc->arena};
    bool people = how->format == BW_TO_TABLE;

    if (people)
        w.lines = bw_table_new(doc->arena);
    if (w.writer->begin)
        w.writer->begin(doc, out);
    if (how->unique)
        merge_repeats(doc);
    for (uint32_t i = 0; i < doc->n_events; i++) {
        if (!asked_for(&doc->events[i], how))
            continue;
        bw_row r = {.doc = doc, .event = &doc->events[i], .how = how, .out = out, .lines = w.lines,
                    .mentions = mentions[doc->events[i].happening]};
        if (how->dyads || w.writer->pairs)
            write_pairs(&w, i, &r);
        else
            write_row(&w, &r);
    }
    if (people)
        bw_table_write(w.lines, how, out);
    for (uint32_t i = 0; i < w.story.n; i++)
        bw_merge_write(&w.story, i, out);
    if (w.writer->end)
        w.writer->end(doc, out);
}

/* ---- one a day ----------------------------------------------------------------------------------- */

struct bw_event_collector {
    bw_arena *rows, *text; /* of the row that is handed out */
    bw_arena_mark empty;
    bw_merge merge;
    uint64_t n_documents;
    uint32_t next;
    bool full; /* a document was too much: its part of the rows is gone */
};

bw_event_collector *bw_event_collector_new(void)
{
    bw_event_collector *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->rows = bw_arena_new(BW_COLLECTED);
    c->text = bw_arena_new(0);
    if (!c->rows || !c->text) {
        bw_event_collector_free(c);
        return NULL;
    }
    c->empty = bw_arena_save(c->text);
    c->merge.arena = c->rows;
    return c;
}

void bw_event_collector_free(bw_event_collector *c)
{
    if (!c)
        return;
    bw_arena_free(c->rows);
    bw_arena_free(c->text);
    free(c);
}

typedef struct {
    bw_event_collector *collector;
    bw_str records;
    bw_buf out;
} collecting;

static bw_status add_records(void *with, bw_err *err)
{
    collecting *j = with;
    bw_merge_row r;
    (void)err;
    j->collector->n_documents++;
    while (bw_merge_unpack(&j->records, &r))
        bw_merge_add(&j->collector->merge, &r, j->collector->n_documents);
    return BW_OK;
}

bw_status bw_event_collect(void *collector, bw_str records, bw_err *err)
{
    bw_event_collector *c = collector;
    collecting j = {.collector = c, .records = records};
    c->full = c->full || bw_arena_try(c->rows, add_records, &j, err);
    if (c->full)
        return bw_fail(err, BW_ERR_LIMIT, "--one-a-day: the rows of all days together pass %d MB: code fewer days at a time",
                       BW_COLLECTED >> 20);
    return BW_OK;
}

static bw_status write_collected(void *with, bw_err *err)
{
    collecting *j = with;
    (void)err;
    bw_merge_write(&j->collector->merge, j->collector->next++, &j->out);
    return BW_OK;
}

bw_status bw_event_collected(void *collector, bw_str *row, bw_err *err)
{
    bw_event_collector *c = collector;
    bw_arena_restore(c->text, c->empty);
    collecting j = {.collector = c, .out.arena = c->text};
    if (c->full || c->next >= c->merge.n)
        return BW_END;
    bw_status st = bw_arena_try(c->text, write_collected, &j, err);
    if (!st)
        *row = bw_buf_view(&j.out);
    return st;
}
