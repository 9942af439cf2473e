/* telling_record.c: what the best tellings of an event say, what all of them come to, and the line of it. */
#include "story/telling_record.h"

#include "base/json.h"
#include "base/json_in.h"
#include "base/utf8.h"
#include "code/event_row.h"

#include <stdlib.h>

/* ---- what stands in a record --------------------------------------------------------------------------- */

/* The tellings of an event, each with what counts. */
typedef struct {
    const bw_tellings *t;
    const bw_told *e;
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
    const bw_told_by *d = &t->documents[t->tellings[telling].document];
    return !d->withdrawn_by.ptr && !d->corrected_by.ptr && t->tellings[telling].taken_back == BW_TOLD_NONE;
}

static record read_record(const bw_tellings *t, const bw_told *e, bw_arena *a)
{
    record r = {.t = t, .e = e, .all = BW_NEW(a, uint32_t, e->n), .items = BW_NEW(a, uint32_t, e->n)};
    uint32_t n = 0;
    for (uint32_t i = e->first; i != BW_TOLD_NONE; i = t->tellings[i].next)
        r.all[n++] = i;
    qsort(r.all, n, sizeof *r.all, by_number);
    for (int pass = 0; pass < 2 && r.n == 0; pass++)
        for (uint32_t i = 0; i < n; i++)
            if (pass || stands(t, r.all[i]))
                r.items[r.n++] = r.all[i];
    return r;
}

static const bw_telling *item(const record *r, uint32_t i) { return &r->t->tellings[r->items[i]]; }
static const bw_told_by *source(const record *r, uint32_t i) { return &r->t->documents[item(r, i)->document]; }

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

/* Of those who give the number the one who said it last; BW_TOLD_NONE: nobody does. */
static uint32_t best_toll(const record *r, int which)
{
    uint32_t best = BW_TOLD_NONE;
    for (uint32_t i = 0; i < r->n; i++) {
        if (!item(r, i)->tolls[which].told)
            continue;
        bw_day day = source(r, i)->day, before = best == BW_TOLD_NONE ? BW_NO_DAY : source(r, best)->day;
        if (best == BW_TOLD_NONE || day == BW_NO_DAY || before == BW_NO_DAY || day >= before)
            best = i;
    }
    return best;
}

/* Whose words, date, place and numbers stand in the record: what was kept of them. Who stands for words has the same text. */
typedef struct {
    bw_str words, date, place, tolls[BW_TELLING_TOLLS];
} best;

static bw_str kept_of(const record *r, uint32_t i, uint32_t words, const best *b)
{
    return i == BW_TOLD_NONE || i == words ? b->words : bw_packer_unpack(r->t->packer, item(r, i)->raw, r->t->scratch);
}

static bw_status choose(const record *r, best *b, bw_err *err)
{
    uint32_t words = best_words(r);
    b->words = bw_packer_unpack(r->t->packer, item(r, words)->raw, r->t->scratch);
    b->date = kept_of(r, best_date(r), words, b);
    b->place = kept_of(r, best_place(r), words, b);
    bool all = b->words.ptr && b->date.ptr && b->place.ptr;
    for (int k = 0; k < BW_TELLING_TOLLS; k++) {
        b->tolls[k] = kept_of(r, best_toll(r, k), words, b);
        all &= b->tolls[k].ptr != NULL;
    }
    return all ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "out of memory");
}

/* By whom a telling is taken back; ptr NULL: nobody. */
static bw_str withdrawn_by(const bw_tellings *t, const bw_telling *a)
{
    uint32_t reprinted = a->taken_back;
    return reprinted == BW_TOLD_NONE ? t->documents[a->document].withdrawn_by : t->documents[reprinted].withdrawn_by;
}

/* ---- what all tellings come to ----------------------------------------------------------------------------- */

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

typedef struct {
    bw_str story, first_document;
    uint32_t documents, publishers, texts;
    bool across_precision, days_differ, withdrawn;
    bw_str withdrawn_by, corrected_by;
    struct {
        int least, most; /* -1: nobody says */
    } tolls[BW_TELLING_TOLLS];
} summary;

/* The least and the most that anybody gives. */
static void sum_toll(const record *r, int which, summary *s)
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
    s->tolls[which].least = least;
    s->tolls[which].most = most;
}

static void sum_dates(const record *r, summary *s)
{
    const bw_telling *day = NULL;
    bool coarse = false, differ = false;
    for (uint32_t i = 0; i < r->n; i++) {
        const bw_telling *a = item(r, i);
        differ |= !same_range(a, item(r, 0));
        coarse |= !bw_telling_has_day(a);
        s->days_differ |= day && bw_telling_has_day(a) && a->from != day->from;
        day = bw_telling_has_day(a) ? a : day;
    }
    s->across_precision = coarse && differ;
}

static summary sum_up(const record *r, bw_arena *a)
{
    bool standing = stands(r->t, r->items[0]);
    summary s = {.story = source(r, 0)->story, .first_document = r->t->documents[r->t->tellings[r->e->earliest].document].id};
    if (standing) {
        s.documents = count_different(r, a, by_source);
        s.publishers = count_different(r, a, by_publisher);
        s.texts = count_different(r, a, by_copy);
    }
    for (uint32_t i = 0; i < r->n && !standing; i++) {
        s.withdrawn_by = s.withdrawn_by.ptr ? s.withdrawn_by : withdrawn_by(r->t, item(r, i));
        s.corrected_by = s.corrected_by.ptr ? s.corrected_by : source(r, i)->corrected_by;
    }
    s.withdrawn = s.withdrawn_by.ptr != NULL;
    sum_dates(r, &s);
    for (int k = 0; k < BW_TELLING_TOLLS; k++)
        sum_toll(r, k, &s);
    return s;
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

static const char *const toll_names[BW_TELLING_TOLLS] = {"dead", "injured", "arrested"};

/* Puts members of another telling's record in the place of this one's. */
static bw_status take_over(json_object *to, bw_str from, bw_arena *a, const char *const *keys, size_t n, bw_err *err)
{
    json_object *other;
    bw_status st = bw_json_in(a, from, &other, err);
    for (size_t i = 0; !st && i < n; i++)
        if (json_object_object_add(to, keys[i], json_object_get(bw_json_member(other, keys[i]))))
            return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    return st;
}

static bw_status compose(const record *r, bw_arena *a, json_object **out, bw_err *err)
{
    static const char *const dates[] = {"date", "date_end", "date_precision", "date_source"}, *const places[] = {"place"};
    best b;
    bw_status st = choose(r, &b, err);
    if (!st)
        st = bw_json_in(a, b.words, out, err);
    if (!st && b.date.ptr != b.words.ptr)
        st = take_over(*out, b.date, a, dates, 4, err);
    if (!st && b.place.ptr != b.words.ptr)
        st = take_over(*out, b.place, a, places, 1, err);
    for (int k = 0; !st && k < BW_TELLING_TOLLS; k++)
        if (b.tolls[k].ptr != b.words.ptr)
            st = take_over(*out, b.tolls[k], a, &toll_names[k], 1, err);
    return st;
}

static bool same_date(const bw_telling *a, const bw_telling *b) { return same_range(a, b) && a->assumed == b->assumed; }

/* Every date that is told, in the order in which they were, with the number of tellings. */
static void write_dates(bw_json *j, const record *r)
{
    bw_json_open(j, "dates", '[');
    for (uint32_t i = 0; i < r->n; i++) {
        const bw_telling *a = item(r, i);
        bool dated = a->from != BW_NO_DAY || a->to != BW_NO_DAY, before = false;
        uint32_t n = 0;
        for (uint32_t k = 0; k < i && !before; k++)
            before = same_date(item(r, k), a);
        if (before)
            continue;
        for (uint32_t k = i; k < r->n; k++)
            n += same_date(item(r, k), a);
        bw_json_open(j, NULL, '{');
        bw_json_day(j, "date", a->from);
        bw_json_day(j, "date_end", a->to);
        bw_json_str(j, "date_precision", dated ? bw_str_of(bw_precision_name(a->precision)) : (bw_str){0});
        bw_json_bool(j, "assumed", dated && a->assumed);
        bw_json_int(j, "tellings", n);
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
}

static void write_telling(bw_json *j, const bw_tellings *t, const bw_telling *a)
{
    const bw_told_by *d = &t->documents[a->document];
    bw_json_open(j, NULL, '{');
    bw_json_str(j, "event", a->id);
    bw_json_str(j, "document", d->id);
    bw_json_int(j, "sentence", a->sentence);
    bw_json_int(j, "start", a->start);
    bw_json_int(j, "end", a->end);
    bw_json_str(j, "publisher", d->publisher.len ? d->publisher : (bw_str){0});
    bw_json_str(j, "published", d->published);
    bw_json_day(j, "date", a->from);
    bw_json_day(j, "date_end", a->to);
    bw_json_str(j, "copy", d->copy.len ? d->copy : (bw_str){0});
    bw_json_str(j, "revision_of", d->revision_of.len ? d->revision_of : (bw_str){0});
    if (withdrawn_by(t, a).ptr)
        bw_json_str(j, "withdrawn_by", withdrawn_by(t, a));
    if (d->corrected_by.ptr)
        bw_json_str(j, "corrected_by", d->corrected_by);
    bw_json_close(j, '}');
}

/* What stands in the record beside the members of an event. */
static void write_rest(bw_json *j, const record *r, const summary *s)
{
    bw_json_str(j, "merge", bw_str_of(bw_sameness_name(r->t->options.merge)));
    bw_json_str(j, "first_document", s->first_document);
    bw_json_int(j, "documents", s->documents);
    bw_json_int(j, "publishers", s->publishers);
    bw_json_int(j, "texts", s->texts);
    bw_json_bool(j, "withdrawn", s->withdrawn);
    bw_json_str(j, "withdrawn_by", s->withdrawn_by);
    bw_json_str(j, "corrected_by", s->corrected_by);
    write_dates(j, r);
    bw_json_bool(j, "across_precision", s->across_precision);
    bw_json_bool(j, "days_differ", s->days_differ);
    bw_json_open(j, "tolls", '{');
    for (int k = 0; k < BW_TELLING_TOLLS; k++) {
        if (s->tolls[k].least < 0 && s->tolls[k].most < 0)
            continue;
        bw_json_open(j, toll_names[k], '{');
        bw_json_int(j, "min", s->tolls[k].least);
        bw_json_int(j, "max", s->tolls[k].most);
        bw_json_close(j, '}');
    }
    bw_json_close(j, '}');
    bw_json_open(j, "tellings", '[');
    for (uint32_t i = 0; i < r->e->n; i++)
        write_telling(j, r->t, &r->t->tellings[r->all[i]]);
    bw_json_close(j, ']');
}

static bw_status write_json(const record *r, const summary *s, bw_buf *out, bw_err *err)
{
    json_object *o;
    bw_status st = compose(r, r->t->scratch, &o, err);
    if (st)
        return st;
    if (json_object_object_add(o, "story", s->story.len ? json_object_new_string_len(s->story.ptr, (int)s->story.len) : NULL))
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    const char *whole = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    if (!whole)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    bw_buf_print(out, "{\"happening_id\":\"%s\",", r->e->id);
    bw_str rest = bw_str_of(whole + 1);
    bw_buf_str(out, bw_str_slice(rest, 0, rest.len - 1));
    bw_json j = {.out = out, .more = true};
    write_rest(&j, r, s);
    bw_json_close(&j, '}');
    bw_buf_char(out, '\n');
    return BW_OK;
}

/* ---- CSV ------------------------------------------------------------------------------------------------- */

/* Columns of code --to csv of which another telling may know more. */
static const struct {
    const char *column;
    int of; /* the toll's number, or one of these */
} better[] = {
    {"date", -1}, {"date_end", -1}, {"date_precision", -1}, {"date_source", -1},
    {"place", -2}, {"place_country", -2}, {"lat", -2}, {"lon", -2}, {"geonames", -2}, {"place_source", -2},
    {"dead_min", 0}, {"dead_max", 0}, {"injured_min", 1}, {"injured_max", 1}, {"arrested_min", 2}, {"arrested_max", 2},
};

static bw_str who_knows(const best *b, const char *column)
{
    for (size_t i = 0; i < sizeof better / sizeof *better; i++)
        if (strcmp(better[i].column, column) == 0)
            return better[i].of == -1 ? b->date : better[i].of == -2 ? b->place : b->tolls[better[i].of];
    return b->words;
}

static void keep_cells(const bw_document *doc, uint32_t i, const bw_event_options *how, bw_buf *out)
{
    bw_buf cell = {.arena = doc->arena};
    for (size_t c = 0; bw_event_column(c); c++) {
        cell.len = 0;
        bw_event_cell(doc, i, c, how, &cell);
        size_t n_bad; /* of a coder's name; of a trigger whose record was harmed */
        bw_str good = bw_utf8_repair(doc->arena, bw_buf_view(&cell), &n_bad);
        uint32_t len = (uint32_t)good.len;
        bw_buf_str(out, (bw_str){(const char *)&len, sizeof len});
        bw_buf_str(out, good);
    }
}

static bw_str cell_of(bw_str kept, size_t column)
{
    size_t at = 0;
    for (;; column--) {
        uint32_t len;
        memcpy(&len, kept.ptr + at, sizeof len);
        at += sizeof len;
        if (column == 0)
            return bw_str_slice(kept, at, at + len);
        at += len;
    }
}

static void put(bw_buf *out, bw_str cell)
{
    bw_buf_char(out, ',');
    bw_event_field(cell, out);
}

static void put_number(bw_buf *out, int64_t n)
{
    bw_buf_char(out, ',');
    if (n >= 0)
        bw_row_int(out, n);
}

static void put_truth(bw_buf *out, bool yes) { bw_buf_text(out, yes ? ",true" : ",false"); }

static bw_status write_row(const record *r, const summary *s, bw_buf *out, bw_err *err)
{
    best b;
    bw_status st = choose(r, &b, err);
    if (st)
        return st;
    bw_event_field(bw_str_of(r->e->id), out);
    for (size_t c = 0; bw_event_column(c); c++)
        put(out, cell_of(who_knows(&b, bw_event_column(c)), c));
    put(out, s->story);
    put(out, bw_str_of(bw_sameness_name(r->t->options.merge)));
    put(out, s->first_document);
    put_number(out, s->documents);
    put_number(out, s->publishers);
    put_number(out, s->texts);
    put_number(out, r->e->n);
    put_truth(out, s->withdrawn);
    put(out, s->withdrawn_by);
    put(out, s->corrected_by);
    put_truth(out, s->across_precision);
    put_truth(out, s->days_differ);
    for (int k = 0; k < BW_TELLING_TOLLS; k++) {
        put_number(out, s->tolls[k].least);
        put_number(out, s->tolls[k].most);
    }
    bw_buf_text(out, "\r\n");
    return BW_OK;
}

void bw_told_header(const bw_tellings *t, bw_buf *out)
{
    if (!t->options.csv)
        return;
    bw_buf_text(out, "happening_id");
    for (size_t c = 0; bw_event_column(c); c++)
        bw_buf_print(out, ",%s", bw_event_column(c));
    /* keep in step with write_row() and docs/happenings.md */
    bw_buf_text(out, ",story,merge,first_document,documents,publishers,texts,tellings,withdrawn,withdrawn_by,corrected_by,across_precision,days_differ");
    for (int k = 0; k < BW_TELLING_TOLLS; k++)
        bw_buf_print(out, ",%s_least,%s_most", toll_names[k], toll_names[k]);
    bw_buf_text(out, "\r\n");
}

/* ---- both ------------------------------------------------------------------------------------------------ */

bw_str bw_told_keep(const bw_tellings *t, const bw_document *doc, uint32_t i)
{
    bw_buf made = {.arena = doc->arena};
    json_object *coded = doc->head.coded && doc->n_tokens == 0 ? json_object_array_get_idx(doc->head.coded, i) : NULL;
    bw_event_options how = t->how;
    size_t n_bad;
    if (t->options.csv) {
        if (coded)
            how.coder = bw_json_text(coded, "coder");
        keep_cells(doc, i, &how, &made);
        return bw_buf_view(&made);
    }
    const char *text = coded ? json_object_to_json_string_ext(coded, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE) : NULL;
    if (text) /* as it was read, with the coder that wrote it */
        return bw_utf8_repair(doc->arena, bw_str_of(text), &n_bad);
    bw_code_write(doc, i, &t->how, &made);
    return bw_buf_view(&made);
}

bw_status bw_told_write(const bw_tellings *t, const bw_told *e, bw_buf *out, bw_err *err)
{
    record r = read_record(t, e, t->scratch);
    summary s = sum_up(&r, t->scratch);
    return t->options.csv ? write_row(&r, &s, out, err) : write_json(&r, &s, out, err);
}
