#include "when/when.h"

#include "base/json.h"
#include "when/phrase.h"

/* How many sentences a day that was named stays the one that "the next day" counts from. */
enum { MEMORY = 8 };

typedef struct {
    bw_when_value value;
    uint32_t first;    /* token */
    uint32_t sentence; /* index */
} found;

typedef struct {
    bw_document *doc;
    bw_when_lexeme *lexemes; /* those that the phrase reads */
    bw_phrase phrase;
    found *items;
    uint32_t n, room;
} reader;

static void remember(bw_phrase *p, const bw_sentence *s, const bw_when_value *v)
{
    if (v->unit == 'p' || !bw_value_known(v) || (v->type != 'D' && v->type != 'T'))
        return;
    bool in_one_year = v->year_said && bw_day_date(v->from).year == bw_day_date(v->to).year;
    if (!v->unit && !in_one_year) /* of a range only its year is taken up again: "between May and June 1981 … the same year" */
        return;
    p->last = *v;
    p->last_in = s;
    if (!v->unit)
        p->last.unit = 'r';
    if (v->unit == 'd')
        p->last_day = *v;
}

static void forget(bw_phrase *p) { p->last = p->last_day = (bw_when_value){.from = BW_NO_DAY, .to = BW_NO_DAY}; }

static void read_sentence(reader *r, uint32_t index)
{
    bw_phrase *p = &r->phrase;
    const bw_sentence *s = &r->doc->sentences[index];
    p->sentence = s;
    p->lo = s->first;
    p->hi = s->first + s->n;
    for (uint32_t i = p->lo; i < p->hi;) {
        found f = {.sentence = index};
        const bw_when_lexeme *x = &p->lexemes[i];
        if ((x->kind != BW_WHEN_none || x->flags) && bw_phrase_read(p, i, &f.first, &f.value)) {
            remember(p, s, &f.value);
            i = f.value.end;
            BW_PUSH(r->doc->arena, r->items, r->n, r->room, f);
        } else
            i = i >= p->name && i < p->name_end ? p->name_end : i + 1;
    }
}

/* The document's day, for the side that known days stand on. */
static void put_time(const reader *r, const found *f, bw_time *t)
{
    const bw_when_value *v = &f->value;
    const bw_token *tokens = r->doc->tokens;
    bw_day now = r->phrase.now;
    *t = (bw_time){
        .start = tokens[f->first].start,
        .end = tokens[v->end - 1].end,
        .sentence = (int32_t)f->sentence,
        .first = f->first,
        .n = v->end - f->first,
        .value = bw_str_copy(r->doc->arena, bw_str_of(v->text)),
        .type = v->type,
        .from = v->from,
        .to = v->to,
        .precision = v->precision,
        .past = v->past,
        .future = v->future,
    };
    if (now != BW_NO_DAY && v->type != 'S') {
        t->past = t->past || (v->to != BW_NO_DAY && v->to < now);
        t->future = t->future || (v->from != BW_NO_DAY && v->from > now);
    }
}

/* ---- spans that the caller asks for ------------------------------------------------------------------ */

/* The last day and period that was named before token `i`, not too far back. */
static void recall(reader *r, uint32_t i)
{
    uint32_t low = 0, high = r->n;
    bw_phrase *p = &r->phrase;
    forget(p);
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (r->items[mid].value.end <= i)
            low = mid + 1;
        else
            high = mid;
    }
    for (uint32_t k = low < MEMORY ? 0 : low - MEMORY; k < low; k++)
        remember(p, &r->doc->sentences[r->items[k].sentence], &r->items[k].value);
}

static void cut_lexeme(reader *r, uint32_t i, bw_span span)
{
    const bw_token *t = &r->doc->tokens[i];
    uint32_t from = t->start < span.start ? span.start - t->start : 0, to = t->end > span.end ? span.end - t->start : t->end - t->start;
    if (t->form.len == t->end - t->start && (from > 0 || to < t->form.len))
        r->lexemes[i] = bw_when_lex(bw_str_slice(t->form, from, to));
}

static bool read_span(reader *r, bw_span span, found *out)
{
    const bw_document *doc = r->doc;
    bw_phrase *p = &r->phrase;
    bool any = false;
    for (uint32_t index = 0; index < doc->n_sentences; index++) {
        const bw_sentence *s = &doc->sentences[index];
        if (s->number < 0 || s->end <= span.start || s->start >= span.end)
            continue;
        uint32_t lo = s->first, hi = s->first + s->n;
        while (lo < hi && doc->tokens[lo].end <= span.start)
            lo++;
        while (hi > lo && doc->tokens[hi - 1].start >= span.end)
            hi--;
        if (lo == hi)
            continue;
        /* A span may begin or end inside a token: "2030" of "2030's". */
        bw_when_lexeme whole[2] = {r->lexemes[lo], r->lexemes[hi - 1]};
        cut_lexeme(r, lo, span);
        cut_lexeme(r, hi - 1, span);
        p->sentence = s;
        p->lo = lo;
        p->hi = hi;
        recall(r, lo);
        for (uint32_t i = lo; i < hi; i++) {
            found f = {.sentence = index};
            if (!bw_phrase_read(p, i, &f.first, &f.value))
                continue;
            if (!any || f.value.end - i > out->value.end - out->first) {
                *out = f;
                out->first = i;
            }
            any = true;
        }
        r->lexemes[lo] = whole[0];
        r->lexemes[hi - 1] = whole[1];
    }
    return any;
}

static void answer_spans(reader *r)
{
    bw_document *doc = r->doc;
    doc->times = BW_NEW(doc->arena, bw_time, doc->head.n_spans);
    doc->n_times = doc->head.n_spans;
    r->phrase.asked = true;
    for (uint32_t i = 0; i < doc->n_times; i++) {
        found f;
        bw_time *t = &doc->times[i];
        *t = (bw_time){.sentence = -1, .from = BW_NO_DAY, .to = BW_NO_DAY};
        if (read_span(r, doc->head.spans[i], &f))
            put_time(r, &f, t);
        t->start = doc->head.spans[i].start;
        t->end = doc->head.spans[i].end;
    }
}

bw_status bw_when_dates(const bw_when_options *options, bw_document *doc, bw_err *err)
{
    (void)err;
    bw_when_lexeme *lexemes = BW_NEW(doc->arena, bw_when_lexeme, doc->n_tokens);
    reader r = {.doc = doc, .lexemes = lexemes};
    r.phrase = (bw_phrase){
        .doc = doc,
        .lexemes = lexemes,
        .tense = {.doc = doc, .lexemes = lexemes, .helpers = BW_NEW(doc->arena, uint8_t, doc->n_tokens)},
        .prefer_future = options && options->prefer_future,
        .now = doc->head.day,
    };
    forget(&r.phrase);
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        lexemes[i] = bw_when_lex(doc->tokens[i].form);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        if (i && doc->sentences[i].number == 0)
            forget(&r.phrase); /* the title ended */
        read_sentence(&r, i);
    }
    if (doc->head.has_spans) {
        answer_spans(&r);
        return BW_OK;
    }
    doc->times = BW_NEW(doc->arena, bw_time, r.n);
    doc->n_times = r.n;
    for (uint32_t i = 0; i < r.n; i++)
        put_time(&r, &r.items[i], &doc->times[i]);
    return BW_OK;
}

/* ---- JSON ------------------------------------------------------------------------------------------- */

void bw_when_write(const bw_document *doc, bw_buf *out)
{
    bw_json j = {.out = out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "id", doc->head.id);
    bw_json_open(&j, "times", '[');
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const bw_time *t = &doc->times[i];
        if (!t->type) {
            bw_json_null(&j, NULL);
            continue;
        }
        if (doc->sentences[t->sentence].number < 0)
            continue; /* offsets count in the text */
        bw_json_open(&j, NULL, '{');
        bw_json_int(&j, "start", t->start);
        bw_json_int(&j, "end", t->end);
        bw_json_str(&j, "text", bw_str_slice(doc->head.text, t->start, t->end));
        bw_json_str(&j, "value", t->value);
        bw_json_str(&j, "type", bw_str_of(bw_time_type_name(t->type)));
        bw_json_day(&j, "from", t->from);
        bw_json_day(&j, "to", t->to);
        bw_json_close(&j, '}');
    }
    bw_json_close(&j, ']');
    bw_json_close(&j, '}');
}
