/* event_json.c: events as lines of JSON. The record is docs/events.md; keep in step with it. */
#include "code/event_json.h"

#include "base/utf8.h"
#include "code/event_row.h"

typedef bw_record_writer writer;

static int64_t offset(const writer *w, uint32_t bytes)
{
    return w->options && w->options->chars ? (int64_t)bw_utf8_length(bw_str_slice(w->source, 0, bytes)) : (int64_t)bytes;
}

void bw_record_span(writer *w, uint32_t start, uint32_t end)
{
    bw_json_int(&w->j, "start", offset(w, start));
    bw_json_int(&w->j, "end", offset(w, end));
}

static bw_str or_null(bw_str s) { return s.len ? s : (bw_str){0}; }
static bw_str or_nothing(const char *z) { return z[0] ? bw_str_of(z) : (bw_str){0}; }

void bw_record_day(writer *w, const char *key, bw_day d)
{
    bw_json_day(&w->j, key, d);
}

void bw_record_who(writer *w, const bw_mention *m, bw_span span, double confidence)
{
    bw_str source = bw_sentence_source(w->doc, &w->doc->sentences[m->sentence]);
    bw_buf code = {.arena = w->doc->arena};
    bw_json_str(&w->j, "text", bw_str_slice(source, span.start, span.end));
    bw_record_span(w, span.start, span.end);
    bw_json_str(&w->j, "entity", or_null(m->entity));
    bw_json_str(&w->j, "name", or_null(m->name));
    bw_json_str(&w->j, "country", or_nothing(m->country));
    bw_json_open(&w->j, "sectors", '[');
    for (uint8_t i = 0; i < m->n_sectors; i++)
        bw_json_str(&w->j, NULL, bw_str_of(m->sectors[i]));
    bw_json_close(&w->j, ']');
    bw_mention_code(m, &code);
    bw_json_str(&w->j, "code", or_null(bw_buf_view(&code)));
    bw_json_str(&w->j, "role", or_null(m->role));
    bw_json_str(&w->j, "wikidata", or_null(m->wikidata));
    bw_json_str(&w->j, "religion", or_null(m->religion));
    bw_json_str(&w->j, "ethnicity", or_null(m->ethnicity));
    bw_json_fixed(&w->j, "confidence", confidence, 3);
}

static void write_party(writer *w, const char *key, const bw_party *p)
{
    bw_json_open(&w->j, key, '{');
    bw_record_who(w, &w->doc->mentions[p->mention], (bw_span){p->start, p->end}, (double)p->confidence);
    bw_json_close(&w->j, '}');
}

static void write_parties(writer *w, const char *key, const bw_parties *list)
{
    bw_json_open(&w->j, key, '[');
    for (uint32_t i = 0; i < list->n; i++)
        write_party(w, NULL, &list->items[i]);
    bw_json_close(&w->j, ']');
}

static void write_place(writer *w, const char *key, int32_t mention, bw_str source)
{
    if (mention < 0) {
        bw_json_null(&w->j, key);
        return;
    }
    const bw_mention *m = &w->doc->mentions[mention];
    int resolution = bw_place_resolution(m);
    bw_json_open(&w->j, key, '{');
    bw_json_str(&w->j, "name", m->name);
    bw_json_str(&w->j, "country", or_nothing(m->country));
    bw_json_str(&w->j, "province", resolution == 2 ? m->name : or_null(m->province));
    bw_json_str(&w->j, "district", resolution == 3 ? m->name : or_null(m->district));
    bw_json_str(&w->j, "city", resolution == 4 ? m->name : (bw_str){0});
    if (m->has_point) {
        bw_json_fixed(&w->j, "lat", m->lat, 5);
        bw_json_fixed(&w->j, "lon", m->lon, 5);
    } else {
        bw_json_null(&w->j, "lat");
        bw_json_null(&w->j, "lon");
    }
    if (m->geonames)
        bw_json_int(&w->j, "geonames", m->geonames);
    else
        bw_json_null(&w->j, "geonames");
    bw_json_str(&w->j, "feature_code", or_null(m->feature));
    bw_json_int(&w->j, "resolution", resolution);
    bw_json_str(&w->j, "source", or_null(source));
    bw_json_close(&w->j, '}');
}

static void write_content(writer *w, const bw_content *c)
{
    if (!c->present) {
        bw_json_null(&w->j, "content");
        return;
    }
    bw_json_open(&w->j, "content", '{');
    bw_json_str(&w->j, "type", bw_str_of(bw_plover_name(c->type)));
    write_parties(w, "actor", &c->actor);
    write_parties(w, "recipient", &c->recipient);
    bw_record_day(w, "date", c->from);
    bw_record_day(w, "date_end", c->to);
    bw_json_str(&w->j, "date_precision", c->from != BW_NO_DAY || c->to != BW_NO_DAY ? bw_str_of(bw_precision_name(c->precision)) : (bw_str){0});
    write_place(w, "place", c->place, c->place >= 0 ? BW_LIT("clause") : (bw_str){0});
    bw_json_str(&w->j, "polarity", c->negated ? BW_LIT("negated") : BW_LIT("positive"));
    bw_json_close(&w->j, '}');
}

static void write_toll(writer *w, const char *key, const bw_toll *t)
{
    if (!t->text.ptr) {
        bw_json_null(&w->j, key);
        return;
    }
    bw_json_open(&w->j, key, '{');
    if (t->least >= 0)
        bw_json_int(&w->j, "min", t->least);
    else
        bw_json_null(&w->j, "min");
    if (t->most >= 0)
        bw_json_int(&w->j, "max", t->most);
    else
        bw_json_null(&w->j, "max");
    bw_json_str(&w->j, "text", t->text);
    bw_json_close(&w->j, '}');
}

static void write_head(writer *w)
{
    const bw_head *h = &w->doc->head;
    bw_json_str(&w->j, "published", h->published);
    bw_json_str(&w->j, "publisher", or_null(h->publisher));
    bw_json_str(&w->j, "agency", or_null(h->agency));
    bw_json_str(&w->j, "url", or_null(h->url));
    bw_json_str(&w->j, "language", or_null(h->language));
    bw_json_bool(&w->j, "translated", h->translated);
    bw_json_null(&w->j, "story");
    if (h->revision.kind == BW_REVISION_NONE) {
        bw_json_null(&w->j, "revision");
    } else {
        bw_json_open(&w->j, "revision", '{');
        bw_json_str(&w->j, "kind", bw_str_of(bw_revision_text(h->revision.kind)));
        if (h->revision.number)
            bw_json_int(&w->j, "number", h->revision.number);
        else
            bw_json_null(&w->j, "number");
        bw_json_close(&w->j, '}');
    }
}

void bw_code_write(const bw_document *doc, uint32_t i, const bw_event_options *options, bw_buf *out)
{
    const bw_event *e = &doc->events[i];
    const bw_sentence *s = &doc->sentences[e->sentence];
    writer writing = {.doc = doc, .options = options, .source = bw_sentence_source(doc, s), .j.out = out}, *w = &writing;
    bw_json *j = &w->j;

    bw_json_open(j, NULL, '{');
    bw_json_str(j, "id", bw_str_of(e->id));
    bw_json_str(j, "document", doc->head.id);
    bw_json_int(j, "sentence", s->number);
    bw_record_span(w, s->start, s->end);
    write_head(w);

    bw_json_open(j, "trigger", '{');
    bw_json_str(j, "text", bw_str_slice(w->source, e->trigger.start, e->trigger.end));
    bw_record_span(w, e->trigger.start, e->trigger.end);
    bw_json_close(j, '}');

    bool dated = e->from != BW_NO_DAY || e->to != BW_NO_DAY;
    bw_record_day(w, "date", e->from);
    bw_record_day(w, "date_end", e->to);
    bw_json_str(j, "date_precision", dated ? bw_str_of(bw_precision_name(e->precision)) : (bw_str){0});
    bw_json_str(j, "date_source", dated ? e->date_source : (bw_str){0});

    bw_json_str(j, "type", e->type ? bw_str_of(bw_plover_name(e->type)) : (bw_str){0});
    bw_json_open(j, "modes", '[');
    for (uint8_t k = 0; k < e->n_modes; k++)
        bw_json_str(j, NULL, bw_str_of(e->modes[k]));
    bw_json_close(j, ']');
    bw_json_open(j, "contexts", '[');
    for (uint8_t k = 0; k < e->n_contexts; k++)
        bw_json_str(j, NULL, bw_str_of(e->contexts[k]));
    bw_json_close(j, ']');
    bw_json_int(j, "quad", bw_event_quad(e));
    if (e->has_intensity)
        bw_json_fixed(j, "intensity", e->intensity, 1);
    else
        bw_json_null(j, "intensity");
    bw_json_str(j, "cameo", or_nothing(e->cameo));
    if (e->has_goldstein)
        bw_json_fixed(j, "goldstein", e->goldstein, 1);
    else
        bw_json_null(j, "goldstein");

    write_parties(w, "actor", &e->actor);
    write_parties(w, "recipient", &e->recipient);
    bw_json_bool(j, "reciprocal", e->reciprocal);
    write_content(w, &e->content);
    write_place(w, "place", e->place, e->place_source);
    write_toll(w, "dead", &e->dead);
    write_toll(w, "injured", &e->injured);
    write_toll(w, "arrested", &e->arrested);
    bw_json_str(j, "polarity", e->negated ? BW_LIT("negated") : BW_LIT("positive"));
    bw_json_str(j, "modality", bw_str_of(bw_modality_name(e->modality)));
    if (e->said_by >= 0) {
        const bw_mention *m = &doc->mentions[e->said_by];
        bw_party p = {.start = m->start, .end = m->end, .mention = e->said_by, .confidence = m->confidence};
        write_party(w, "said_by", &p);
    } else {
        bw_json_null(j, "said_by");
    }
    bw_json_int(j, "happening", e->happening);
    bw_json_str(j, "rule", or_null(e->rule));
    bw_json_fixed(j, "confidence", (double)e->confidence, 3);
    bw_json_open(j, "alternatives", '[');
    for (int k = 0; k < 2 && e->alternatives[k].type != BW_PLOVER_NONE; k++) {
        bw_json_open(j, NULL, '{');
        bw_json_str(j, "type", bw_str_of(bw_plover_name(e->alternatives[k].type)));
        bw_json_fixed(j, "probability", (double)e->alternatives[k].share, 3);
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
    bw_json_str(j, "coder", options ? or_null(options->coder) : (bw_str){0});
    bw_json_close(j, '}');
}

static void write_row(const bw_row *r)
{
    bw_code_write(r->doc, (uint32_t)(r->event - r->doc->events), &r->how->record, r->out);
    bw_row_close_json(r, true);
}

const bw_writer bw_writer_jsonl = {.name = "jsonl", .counts = true, .all = true, .row = write_row};
