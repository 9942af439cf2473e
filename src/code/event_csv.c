/* event_csv.c: CSV (RFC 4180). The columns are docs/commands.md; keep in step with it. */
#include "code/event_row.h"

void bw_event_field(bw_str s, bw_buf *out)
{
    bool quote = false;
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = s.ptr[i] == '"' || s.ptr[i] == ',' || s.ptr[i] == '\n' || s.ptr[i] == '\r';
    if (!quote) {
        bw_buf_str(out, s);
        return;
    }
    bw_buf_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            bw_buf_char(out, '"');
        bw_buf_char(out, s.ptr[i]);
    }
    bw_buf_char(out, '"');
}

/* The cell of one column: text goes to `cell`. */
typedef void column_fn(const bw_row *r, bw_buf *cell);

enum { OF_TEXT, OF_NAME, OF_CODE, OF_COUNTRY, OF_SECTORS, OF_ROLE, OF_ENTITY, OF_WIKIDATA, N_OF };
static const char *const of_names[N_OF] = {"text", "name", "code", "country", "sectors", "role", "entity", "wikidata"};

static void put_party(const bw_row *r, const bw_party *p, int what, bw_buf *b)
{
    const bw_mention *m = bw_row_mention(r, p->mention);
    if (what == OF_TEXT)
        bw_buf_str(b, bw_row_words(r, p->start, p->end));
    if (!m)
        return;
    switch (what) {
    case OF_NAME: bw_buf_str(b, m->name); break;
    case OF_CODE: bw_mention_code(m, b); break;
    case OF_COUNTRY: bw_buf_text(b, m->country); break;
    case OF_SECTORS:
        for (int k = 0; k < m->n_sectors; k++)
            bw_buf_print(b, k ? " %s" : "%s", m->sectors[k]);
        break;
    case OF_ROLE: bw_buf_str(b, m->role); break;
    case OF_ENTITY: bw_buf_str(b, m->entity); break;
    case OF_WIKIDATA: bw_buf_str(b, m->wikidata); break;
    default: break;
    }
}

/* One thing of each party, joined by "; ". */
static void put_parties(const bw_row *r, const bw_parties *ps, int what, bw_buf *b)
{
    for (uint32_t i = 0; i < ps->n; i++) {
        if (i)
            bw_buf_text(b, "; ");
        put_party(r, &ps->items[i], what, b);
    }
}

#define PLACE const bw_mention *m = bw_row_mention(r, r->event->place)

/* The columns in their order: name, and what stands in it. */
#define COLUMN_LIST(X)                                                                         \
    X(id, bw_buf_text(b, r->event->id))                                                        \
    X(document, bw_buf_str(b, r->doc->head.id))                                                \
    X(sentence, bw_row_int(b, bw_row_sentence(r)->number))                      \
    X(start, bw_row_int(b, bw_row_offset(r, bw_row_sentence(r)->start)))               \
    X(end, bw_row_int(b, bw_row_offset(r, bw_row_sentence(r)->end)))                   \
    X(happening, bw_row_int(b, r->event->happening))                                              \
    X(published, bw_buf_str(b, r->doc->head.published))                                        \
    X(publisher, bw_buf_str(b, r->doc->head.publisher))                                        \
    X(agency, bw_buf_str(b, r->doc->head.agency))                                              \
    X(url, bw_buf_str(b, r->doc->head.url))                                                    \
    X(language, bw_buf_str(b, r->doc->head.language))                                          \
    X(translated, bw_buf_text(b, r->doc->head.translated ? "true" : "false"))                  \
    X(revision, put_revision(r, b))                                                            \
    X(trigger, bw_buf_str(b, bw_row_words(r, r->event->trigger.start, r->event->trigger.end)))        \
    X(date, bw_row_day(b, r->event->from))                                                        \
    X(date_end, bw_row_day(b, r->event->to))                                                      \
    X(date_precision, if (r->event->from != BW_NO_DAY) bw_buf_text(b, bw_precision_name(r->event->precision))) \
    X(date_source, bw_buf_str(b, r->event->date_source))                                       \
    X(type, bw_buf_text(b, bw_plover_name(r->event->type)))                                    \
    X(modes, bw_row_names(b, r->event->modes, r->event->n_modes))                              \
    X(contexts, bw_row_names(b, r->event->contexts, r->event->n_contexts))                        \
    X(quad, bw_row_int(b, bw_event_quad(r->event)))                                        \
    X(intensity, if (r->event->has_intensity) bw_row_fixed(b, r->event->intensity, 2))            \
    X(cameo, bw_buf_text(b, r->event->cameo))                                                  \
    X(goldstein, if (r->event->has_goldstein) bw_row_fixed(b, r->event->goldstein, 2))            \
    X(actor, put_parties(r, &r->event->actor, OF_TEXT, b))                                     \
    X(actor_name, put_parties(r, &r->event->actor, OF_NAME, b))                                \
    X(actor_code, put_parties(r, &r->event->actor, OF_CODE, b))                                \
    X(actor_country, put_parties(r, &r->event->actor, OF_COUNTRY, b))                          \
    X(actor_sectors, put_parties(r, &r->event->actor, OF_SECTORS, b))                          \
    X(actor_role, put_parties(r, &r->event->actor, OF_ROLE, b))                                \
    X(actor_entity, put_parties(r, &r->event->actor, OF_ENTITY, b))                            \
    X(actor_wikidata, put_parties(r, &r->event->actor, OF_WIKIDATA, b))                        \
    X(recipient, put_parties(r, &r->event->recipient, OF_TEXT, b))                             \
    X(recipient_name, put_parties(r, &r->event->recipient, OF_NAME, b))                        \
    X(recipient_code, put_parties(r, &r->event->recipient, OF_CODE, b))                        \
    X(recipient_country, put_parties(r, &r->event->recipient, OF_COUNTRY, b))                  \
    X(recipient_sectors, put_parties(r, &r->event->recipient, OF_SECTORS, b))                  \
    X(recipient_role, put_parties(r, &r->event->recipient, OF_ROLE, b))                        \
    X(recipient_entity, put_parties(r, &r->event->recipient, OF_ENTITY, b))                    \
    X(recipient_wikidata, put_parties(r, &r->event->recipient, OF_WIKIDATA, b))                \
    X(reciprocal, bw_buf_text(b, r->event->reciprocal ? "true" : "false"))                     \
    X(content_type, bw_buf_text(b, r->event->content.present ? bw_plover_name(r->event->content.type) : "")) \
    X(content_actor_code, put_parties(r, &r->event->content.actor, OF_CODE, b))                \
    X(content_recipient_code, put_parties(r, &r->event->content.recipient, OF_CODE, b))        \
    X(content_date, if (r->event->content.present) bw_row_day(b, r->event->content.from))         \
    X(place, PLACE; if (m) bw_buf_str(b, m->name))                                             \
    X(place_country, PLACE; if (m) bw_buf_text(b, m->country))                                 \
    X(lat, PLACE; if (m && m->has_point) bw_row_fixed(b, m->lat, 5))                              \
    X(lon, PLACE; if (m && m->has_point) bw_row_fixed(b, m->lon, 5))                              \
    X(geonames, PLACE; if (m && m->geonames) bw_row_int(b, m->geonames))                          \
    X(place_source, PLACE; if (m) bw_buf_str(b, r->event->place_source))                       \
    X(dead_min, put_toll(&r->event->dead, false, b))                                           \
    X(dead_max, put_toll(&r->event->dead, true, b))                                            \
    X(injured_min, put_toll(&r->event->injured, false, b))                                     \
    X(injured_max, put_toll(&r->event->injured, true, b))                                      \
    X(arrested_min, put_toll(&r->event->arrested, false, b))                                   \
    X(arrested_max, put_toll(&r->event->arrested, true, b))                                    \
    X(polarity, bw_buf_text(b, r->event->negated ? "negated" : "positive"))                    \
    X(modality, bw_buf_text(b, bw_modality_name(r->event->modality)))                          \
    X(said_by, put_said_by(r, b))                                                              \
    X(rule, bw_buf_str(b, r->event->rule))                                                     \
    X(confidence, bw_row_fixed(b, (double)r->event->confidence, 3))                               \
    X(coder, bw_buf_str(b, r->how->record.coder))

/* "update 2" */
static void put_revision(const bw_row *r, bw_buf *b)
{
    const bw_revision *v = &r->doc->head.revision;
    bw_buf_text(b, bw_revision_text(v->kind));
    if (v->kind != BW_REVISION_NONE && v->number)
        bw_buf_print(b, " %d", v->number);
}

static void put_toll(const bw_toll *t, bool most, bw_buf *b)
{
    if (t->least >= 0 && t->text.ptr)
        bw_row_int(b, most ? t->most : t->least);
}

static void put_said_by(const bw_row *r, bw_buf *b)
{
    const bw_mention *m = bw_row_mention(r, r->event->said_by);
    if (m)
        bw_buf_str(b, m->name);
}

#define COLUMN_FUNCTION(name, body) \
    static void column_##name(const bw_row *r, bw_buf *b) { body; (void)r; (void)b; }
COLUMN_LIST(COLUMN_FUNCTION)
#undef COLUMN_FUNCTION

static const struct {
    const char *name;
    column_fn *put;
} columns[] = {
#define COLUMN_ROW(name, body) {#name, column_##name},
    COLUMN_LIST(COLUMN_ROW)
#undef COLUMN_ROW
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static void write_row(const bw_row *r)
{
    bw_buf cell = {.arena = r->doc->arena};
    for (int i = 0; i < N_COLUMNS; i++) {
        cell.len = 0;
        columns[i].put(r, &cell);
        if (i)
            bw_buf_char(r->out, ',');
        bw_event_field(bw_buf_view(&cell), r->out);
    }
    if (r->of)
        bw_buf_print(r->out, ",%s,%s.%d,%.6g", r->event->id, r->event->id, r->dyad, 1.0 / r->of);
    if (r->how->one_a_day) {
        bw_buf_char(r->out, ',');
        bw_row_slot(r, BW_SLOT_DOCUMENTS, BW_LIT(""));
        bw_buf_char(r->out, ',');
        bw_row_slot(r, BW_SLOT_PUBLISHERS, BW_LIT(""));
    }
    bw_buf_text(r->out, "\r\n");
}

const char *bw_event_column(size_t i) { return i < N_COLUMNS ? columns[i].name : NULL; }

void bw_event_cell(const bw_document *doc, uint32_t event, size_t column, const bw_event_options *record, bw_buf *out)
{
    bw_event_out how = {.record = *record};
    bw_row r = {.doc = doc, .event = &doc->events[event], .how = &how, .out = out};
    columns[column].put(&r, out);
}

bool bw_event_party(const bw_document *doc, uint32_t event, const bw_party *party, const char *name, bw_buf *out)
{
    bw_row r = {.doc = doc, .event = &doc->events[event], .out = out};
    for (int what = 0; what < N_OF; what++) {
        if (strcmp(name, of_names[what]) == 0) {
            put_party(&r, party, what, out);
            return true;
        }
    }
    return false;
}

static void write_header(const bw_event_out *how, bw_buf *out)
{
    for (int i = 0; i < N_COLUMNS; i++)
        bw_buf_print(out, i ? ",%s" : "%s", columns[i].name);
    if (how->dyads)
        bw_buf_text(out, ",event,dyad,weight");
    if (how->one_a_day)
        bw_buf_text(out, ",documents,publishers");
    bw_buf_text(out, "\r\n");
}

const bw_writer bw_writer_csv = {.name = "csv", .counts = true, .header = write_header, .row = write_row};
