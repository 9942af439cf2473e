#include "code/event_out.h"

#include "base/json.h"
#include "base/utf8.h"

/* ---- which events, and who stands in them -------------------------------------------------------- */

static bool counts(const bw_event *e) { return !e->negated && e->modality == BW_ACTUAL; }

static const bw_mention *mention_of(const bw_document *doc, int32_t mention)
{
    return mention >= 0 && (uint32_t)mention < doc->n_mentions ? &doc->mentions[mention] : NULL;
}

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

/* ---- CSV (RFC 4180) ------------------------------------------------------------------------------ */

/* A visit is 042 for who goes and 043 for who receives. */
static const char *seen_from_the_other(const char *cameo)
{
    return strcmp(cameo, "042") == 0 ? "043" : strcmp(cameo, "043") == 0 ? "042" : NULL;
}

static void put_field(bw_buf *out, bw_str s)
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

/* One event on its way into a row. */
typedef struct {
    const bw_document *doc;
    const bw_event *event;
    const bw_event_out *how;
    bw_buf *out;
    int dyad, of; /* which pair of how many; 0: the whole event */
} row;

static uint32_t offset(const row *r, uint32_t pos)
{
    if (!r->how->record.chars)
        return pos;
    bw_str source = bw_sentence_source(r->doc, &r->doc->sentences[r->event->sentence]);
    return (uint32_t)bw_utf8_length(bw_str_slice(source, 0, pos));
}

static bw_str words(const row *r, uint32_t start, uint32_t end)
{
    return bw_str_slice(bw_sentence_source(r->doc, &r->doc->sentences[r->event->sentence]), start, end);
}

/* The cell of one column: text goes to `cell`. */
typedef void column_fn(const row *r, bw_buf *cell);

static void put_int(bw_buf *b, int64_t n) { bw_buf_print(b, "%lld", (long long)n); }

/* As JSON writes it: no trailing zeros. */
static void put_fixed(bw_buf *b, double v, int decimals)
{
    bw_json j = {.out = b};
    bw_json_fixed(&j, NULL, v, decimals);
}

static void put_day(bw_buf *b, bw_day d)
{
    char text[11];
    if (d == BW_NO_DAY)
        return;
    bw_day_format(d, text);
    bw_buf_text(b, text);
}

enum { OF_TEXT, OF_NAME, OF_CODE, OF_COUNTRY, OF_SECTORS, OF_ROLE, OF_ENTITY, OF_WIKIDATA, N_OF };
static const char *const of_names[N_OF] = {"text", "name", "code", "country", "sectors", "role", "entity", "wikidata"};

static void put_party(const row *r, const bw_party *p, int what, bw_buf *b)
{
    const bw_mention *m = mention_of(r->doc, p->mention);
    if (what == OF_TEXT)
        bw_buf_str(b, words(r, p->start, p->end));
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
static void put_parties(const row *r, const bw_parties *ps, int what, bw_buf *b)
{
    for (uint32_t i = 0; i < ps->n; i++) {
        if (i)
            bw_buf_text(b, "; ");
        put_party(r, &ps->items[i], what, b);
    }
}

#define PLACE const bw_mention *m = mention_of(r->doc, r->event->place)

/* The columns in their order: name, and what stands in it. */
#define COLUMN_LIST(X)                                                                         \
    X(id, bw_buf_text(b, r->event->id))                                                        \
    X(document, bw_buf_str(b, r->doc->head.id))                                                \
    X(sentence, put_int(b, r->doc->sentences[r->event->sentence].number))                      \
    X(start, put_int(b, offset(r, r->doc->sentences[r->event->sentence].start)))               \
    X(end, put_int(b, offset(r, r->doc->sentences[r->event->sentence].end)))                   \
    X(happening, put_int(b, r->event->happening))                                              \
    X(published, bw_buf_str(b, r->doc->head.published))                                        \
    X(publisher, bw_buf_str(b, r->doc->head.publisher))                                        \
    X(agency, bw_buf_str(b, r->doc->head.agency))                                              \
    X(url, bw_buf_str(b, r->doc->head.url))                                                    \
    X(language, bw_buf_str(b, r->doc->head.language))                                          \
    X(translated, bw_buf_text(b, r->doc->head.translated ? "true" : "false"))                  \
    X(revision, put_revision(r, b))                                                            \
    X(trigger, bw_buf_str(b, words(r, r->event->trigger.start, r->event->trigger.end)))        \
    X(date, put_day(b, r->event->from))                                                        \
    X(date_end, put_day(b, r->event->to))                                                      \
    X(date_precision, if (r->event->from != BW_NO_DAY) bw_buf_text(b, bw_precision_name(r->event->precision))) \
    X(date_source, bw_buf_str(b, r->event->date_source))                                       \
    X(type, bw_buf_text(b, bw_plover_name(r->event->type)))                                    \
    X(modes, put_names(r->event->modes, r->event->n_modes, b))                                 \
    X(contexts, put_names(r->event->contexts, r->event->n_contexts, b))                        \
    X(quad, put_int(b, bw_plover_quad(r->event->type)))                                        \
    X(intensity, if (r->event->has_intensity) put_fixed(b, r->event->intensity, 2))            \
    X(cameo, bw_buf_text(b, r->event->cameo))                                                  \
    X(goldstein, if (r->event->has_goldstein) put_fixed(b, r->event->goldstein, 2))            \
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
    X(content_date, if (r->event->content.present) put_day(b, r->event->content.from))         \
    X(place, PLACE; if (m) bw_buf_str(b, m->name))                                             \
    X(place_country, PLACE; if (m) bw_buf_text(b, m->country))                                 \
    X(lat, PLACE; if (m && m->has_point) put_fixed(b, m->lat, 5))                              \
    X(lon, PLACE; if (m && m->has_point) put_fixed(b, m->lon, 5))                              \
    X(geonames, PLACE; if (m && m->geonames) put_int(b, m->geonames))                          \
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
    X(confidence, put_fixed(b, (double)r->event->confidence, 3))                               \
    X(coder, bw_buf_str(b, r->how->record.coder))

/* "update 2" */
static void put_revision(const row *r, bw_buf *b)
{
    static const char *const kinds[] = {
#define REVISION_TEXT(name, text) text,
        BW_REVISION_LIST(REVISION_TEXT)
#undef REVISION_TEXT
    };
    const bw_revision *v = &r->doc->head.revision;
    bw_buf_text(b, kinds[v->kind]);
    if (v->kind != BW_REVISION_NONE && v->number)
        bw_buf_print(b, " %d", v->number);
}

static void put_names(const char *const *names, uint8_t n, bw_buf *b)
{
    for (uint8_t i = 0; i < n; i++) {
        if (i)
            bw_buf_text(b, "; ");
        bw_buf_text(b, names[i]);
    }
}

static void put_toll(const bw_toll *t, bool most, bw_buf *b)
{
    if (t->least >= 0 && t->text.ptr)
        put_int(b, most ? t->most : t->least);
}

static void put_said_by(const row *r, bw_buf *b)
{
    const bw_mention *m = mention_of(r->doc, r->event->said_by);
    if (m)
        bw_buf_str(b, m->name);
}

#define COLUMN_FUNCTION(name, body) \
    static void column_##name(const row *r, bw_buf *b) { body; (void)r; (void)b; }
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

static void write_csv(const row *r)
{
    bw_buf cell = {.arena = r->doc->arena};
    for (int i = 0; i < N_COLUMNS; i++) {
        cell.len = 0;
        columns[i].put(r, &cell);
        if (i)
            bw_buf_char(r->out, ',');
        put_field(r->out, bw_buf_view(&cell));
    }
    if (r->of)
        bw_buf_print(r->out, ",%s,%s.%d,%.6g", r->event->id, r->event->id, r->dyad, 1.0 / r->of);
    bw_buf_text(r->out, "\r\n");
}

const char *bw_event_column(size_t i) { return i < N_COLUMNS ? columns[i].name : NULL; }

void bw_event_cell(const bw_document *doc, uint32_t event, size_t column, const bw_event_options *record, bw_buf *out)
{
    bw_event_out how = {.record = *record};
    row r = {.doc = doc, .event = &doc->events[event], .how = &how, .out = out};
    columns[column].put(&r, out);
}

bool bw_event_party(const bw_document *doc, uint32_t event, const bw_party *party, const char *name, bw_buf *out)
{
    row r = {.doc = doc, .event = &doc->events[event], .out = out};
    for (int what = 0; what < N_OF; what++) {
        if (strcmp(name, of_names[what]) == 0) {
            put_party(&r, party, what, out);
            return true;
        }
    }
    return false;
}

bw_str bw_event_header(const bw_event_out *how, bw_arena *a)
{
    bw_buf out = {.arena = a};
    if (how->format != BW_TO_CSV)
        return BW_LIT("");
    for (int i = 0; i < N_COLUMNS; i++) {
        if (i)
            bw_buf_char(&out, ',');
        bw_buf_text(&out, columns[i].name);
    }
    if (how->dyads)
        bw_buf_text(&out, ",event,dyad,weight");
    bw_buf_text(&out, "\r\n");
    return bw_buf_view(&out);
}

/* ---- JSON Lines ---------------------------------------------------------------------------------- */

static void write_jsonl(const row *r)
{
    bw_buf *out = r->out;
    bw_code_write(r->doc, (uint32_t)(r->event - r->doc->events), &r->how->record, out);
    if (r->of && out->len && out->ptr[out->len - 1] == '}') {
        out->len--;
        bw_buf_print(out, ",\"event\":\"%s\",\"dyad\":\"%s.%d\",\"weight\":%.6g}", r->event->id, r->event->id, r->dyad,
                     1.0 / r->of);
    }
    bw_buf_char(out, '\n');
}

/* ---- a table for people -------------------------------------------------------------------------- */

enum { DATE, PLACE_NAME, WHAT, ACTOR_CODE, ACTOR_NAME, RECIPIENT_CODE, RECIPIENT_NAME, N_CELLS, GAP = 2 };

/* What columns take at least, so that documents line up, and at most, so that no cell pushes the rest away. */
static const int least[N_CELLS] = {10, 8, 16, 6, 18, 6, 0}, most[N_CELLS] = {10, 18, 30, 20, 34, 20, 60};

typedef struct {
    bw_str cell[N_CELLS];
} line;

static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5BD) ||
           (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

static int cells_of(uint32_t c) { return is_mark(c) ? 0 : is_wide(c) ? 2 : 1; }

int bw_cells(bw_str s)
{
    int n = 0;
    for (size_t pos = 0; pos < s.len;)
        n += cells_of(bw_utf8_next(s, &pos));
    return n;
}

/* At most `room` cells of the text; what is cut ends in "…". Control characters become blanks, so that no
 * news text moves the cursor. Returns the cells written. */
static int put_cut(bw_buf *out, bw_str s, int room)
{
    bool cut = bw_cells(s) > room;
    int n = 0, stop = cut ? room - 1 : room;
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos;
        uint32_t c = bw_utf8_next(s, &pos);
        int cells = cells_of(c);
        if (n + cells > stop)
            break;
        n += cells;
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            bw_buf_char(out, ' ');
        else
            bw_buf_str(out, bw_str_slice(s, start, pos));
    }
    if (cut && room > 0) {
        bw_buf_text(out, "…");
        n++;
    }
    return n;
}

static bw_str table_date(const row *r)
{
    char day[11];
    const bw_event *e = r->event;
    if (e->from == BW_NO_DAY)
        return BW_LIT("");
    bw_day_format(e->from, day);
    int len = e->precision == BW_PRECISION_YEAR ? 4 : e->precision == BW_PRECISION_MONTH ? 7 : 10;
    return bw_str_print(r->doc->arena, "%.*s", len, day);
}

/* "CONSULT visit", "AGREE (CONSULT)", "not CONSULT", "CONSULT meet, planned". */
static bw_str table_what(const row *r)
{
    const bw_event *e = r->event;
    bw_buf b = {.arena = r->doc->arena};
    if (e->negated)
        bw_buf_text(&b, "not ");
    bw_buf_text(&b, bw_plover_name(e->type));
    for (int i = 0; i < e->n_modes; i++)
        bw_buf_print(&b, " %s", e->modes[i]);
    if (e->content.present && e->content.type)
        bw_buf_print(&b, " (%s%s)", e->content.negated ? "not " : "", bw_plover_name(e->content.type));
    if (e->modality != BW_ACTUAL)
        bw_buf_print(&b, ", %s", bw_modality_name(e->modality));
    return bw_buf_view(&b);
}

static bw_str table_codes(const row *r, const bw_parties *ps)
{
    bw_buf b = {.arena = r->doc->arena};
    for (uint32_t i = 0; i < ps->n; i++) {
        const bw_mention *m = mention_of(r->doc, ps->items[i].mention);
        size_t before = b.len + (i > 0);
        if (i)
            bw_buf_char(&b, '+');
        if (m)
            bw_mention_code(m, &b);
        if (b.len == before)
            bw_buf_text(&b, "---");
    }
    return bw_buf_view(&b);
}

/* Names; of a country named as such the code says enough. */
static bw_str table_names(const row *r, const bw_parties *ps)
{
    bw_buf b = {.arena = r->doc->arena};
    for (uint32_t i = 0; i < ps->n; i++) {
        const bw_mention *m = mention_of(r->doc, ps->items[i].mention);
        if (m && m->kind == BW_MENTION_COUNTRY)
            continue;
        if (b.len)
            bw_buf_text(&b, ", ");
        bw_buf_str(&b, m && m->name.len ? m->name : words(r, ps->items[i].start, ps->items[i].end));
    }
    return bw_buf_view(&b);
}

static line table_line(const row *r)
{
    const bw_mention *place = mention_of(r->doc, r->event->place);
    return (line){{
        table_date(r),
        place ? place->name : BW_LIT(""),
        table_what(r),
        table_codes(r, &r->event->actor),
        table_names(r, &r->event->actor),
        r->event->reciprocal ? BW_LIT("each other") : table_codes(r, &r->event->recipient),
        table_names(r, &r->event->recipient),
    }};
}

static int table_width(const int width[N_CELLS])
{
    int sum = -GAP;
    for (int c = 0; c < N_CELLS; c++)
        sum += width[c] ? width[c] + GAP : 0;
    return sum;
}

/* Names give way so that type and codes of both sides are seen; at last they are left out. */
static void narrow(int width[N_CELLS], int room)
{
    static const struct {
        int one, other, least; /* columns, and what is left of them */
    } steps[] = {{ACTOR_NAME, RECIPIENT_NAME, 8}, {PLACE_NAME, PLACE_NAME, 6}, {ACTOR_NAME, RECIPIENT_NAME, 0}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int *one = &width[steps[i].one], *other = &width[steps[i].other];
        while (table_width(width) > room && (*one > steps[i].least || *other > steps[i].least))
            --*(*one > *other ? one : other);
    }
}

static void put_lines(const line *lines, uint32_t n, const bw_event_out *how, bw_buf *out)
{
    int width[N_CELLS];
    for (int c = 0; c < N_CELLS; c++) {
        width[c] = least[c];
        for (uint32_t i = 0; i < n; i++) {
            int cells = bw_cells(lines[i].cell[c]);
            if (cells > width[c])
                width[c] = cells < most[c] ? cells : most[c];
        }
    }
    if (how->width)
        narrow(width, how->width);
    for (uint32_t i = 0; i < n; i++) {
        int column = 0, blanks = 0;
        for (int c = 0; c < N_CELLS; c++) {
            int room = width[c];
            if (room == 0)
                continue;
            if (how->width && column + room > how->width)
                room = how->width - column;
            if (room <= 0)
                break;
            if (lines[i].cell[c].len) {
                bw_buf_print(out, "%*s", blanks, "");
                blanks = 0;
                blanks -= put_cut(out, lines[i].cell[c], room);
            }
            blanks += width[c] + GAP;
            column += width[c] + GAP;
        }
        bw_buf_char(out, '\n');
    }
}

/* ---- all ----------------------------------------------------------------------------------------- */

typedef struct {
    line *lines;
    uint32_t n, room;
} table;

static void write_row(const row *r, table *t)
{
    switch (r->how->format) {
    case BW_TO_JSONL: write_jsonl(r); break;
    case BW_TO_CSV: write_csv(r); break;
    case BW_TO_TABLE: BW_PUSH(r->doc->arena, t->lines, t->n, t->room, table_line(r)); break;
    }
}

/* The event cut to one actor and one recipient; it takes the event's place while its row is written, so that
 * all writers see an event of the document. */
static void write_dyads(bw_document *doc, uint32_t i, row *r, table *t)
{
    bw_event whole = doc->events[i];
    const bw_parties *others = whole.reciprocal ? &whole.actor : &whole.recipient;
    const char *back = whole.reciprocal ? NULL : seen_from_the_other(whole.cameo);
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
                    bw_event one = whole;
                    bw_party *first = &whole.actor.items[a], *second = &others->items[b];
                    one.actor = (bw_parties){turn ? second : first, 1, 1};
                    one.recipient = (bw_parties){turn ? first : second, 1, 1};
                    one.reciprocal = false;
                    if (turn)
                        memcpy(one.cameo, back, 4);
                    doc->events[i] = one;
                    r->event = &doc->events[i];
                    r->dyad = dyad;
                    write_row(r, t);
                }
            }
        }
        r->of = dyad;
    }
    doc->events[i] = whole;
}

void bw_event_write(bw_document *doc, const void *with, bw_buf *out)
{
    const bw_event_out *how = with;
    table t = {0};

    if (how->unique)
        merge_repeats(doc);
    for (uint32_t i = 0; i < doc->n_events; i++) {
        bool everything = how->record.all_modalities || (how->format == BW_TO_JSONL && !how->dyads);
        if (!everything && !counts(&doc->events[i]))
            continue;
        row r = {.doc = doc, .event = &doc->events[i], .how = how, .out = out};
        if (how->dyads)
            write_dyads(doc, i, &r, &t);
        else
            write_row(&r, &t);
    }
    put_lines(t.lines, t.n, how, out);
}
