/* event_plover.c: PLOVER's own formats: the JSON record that its manual fixes, and the table of POLECAT. docs/formats.md says what
 * stands in each member and column, and what is left out and why; keep in step with it. */
#include "code/event_row.h"

/* ---- PLOVER JSON --------------------------------------------------------------------------------- */

static void member(bw_json *j, const char *key, bw_str s)
{
    if (s.len)
        bw_json_str(j, key, s);
}

static void day_member(bw_json *j, const char *key, bw_day d)
{
    if (d != BW_NO_DAY)
        bw_json_day(j, key, d);
}

static void write_entity(const bw_row *r, bw_json *j, const bw_party *p)
{
    const bw_mention *m = bw_row_mention(r, p->mention);
    bw_json_open(j, NULL, '{');
    if (m) {
        member(j, "code", m->country[0] ? bw_str_of(m->country) : m->code);
        bw_json_open(j, "sector", '[');
        for (int i = 0; i < m->n_sectors; i++)
            bw_json_str(j, NULL, bw_str_of(m->sectors[i]));
        bw_json_close(j, ']');
    }
    bw_json_str(j, "entity_text", bw_row_words(r, p->start, p->end));
    if (m) {
        member(j, "identifier_id", m->wikidata);
        member(j, "identifier_text", m->name);
        member(j, "religion", m->religion);
        member(j, "ethnicity", m->ethnicity);
        member(j, "office", m->role);
    }
    bw_json_close(j, '}');
}

static void write_entities(const bw_row *r, bw_json *j, const char *key, const bw_parties *ps)
{
    bw_json_open(j, key, '[');
    for (uint32_t i = 0; i < ps->n; i++)
        write_entity(r, j, &ps->items[i]);
    bw_json_close(j, ']');
}

static bw_str source_of(const bw_row *r, const bw_mention *m) { return bw_sentence_source(r->doc, &r->doc->sentences[m->sentence]); }

static void write_place(const bw_row *r, bw_json *j)
{
    const bw_mention *m = bw_row_mention(r, r->event->place);
    if (!m)
        return;
    bw_json_open(j, "event_loc", '{');
    bw_json_str(j, "extracted_place", bw_str_slice(source_of(r, m), m->start, m->end));
    bw_json_str(j, "resolved_place", m->name);
    if (m->geonames)
        bw_json_int(j, "geonameid", m->geonames);
    if (m->has_point) {
        bw_json_fixed(j, "lat", m->lat, 5);
        bw_json_fixed(j, "lon", m->lon, 5);
    }
    member(j, "city", bw_place_part(m, 4));
    member(j, "district", bw_place_part(m, 3));
    member(j, "province", bw_place_part(m, 2));
    if (m->country[0]) {
        bw_json_str(j, "country", bw_crosswalk_name(r->how->knowledge, m->country, false, r->event->from));
        bw_json_str(j, "country_code", bw_str_of(m->country));
    }
    member(j, "feature_code", m->feature);
    bw_json_int(j, "resolution", bw_place_resolution(m));
    bw_json_close(j, '}');
}

static void toll(bw_json *j, const char *key, const bw_toll *t)
{
    if (t->text.ptr && (t->least >= 0 || t->most >= 0))
        bw_json_int(j, key, t->least >= 0 ? t->least : t->most);
}

static void write_plover(const bw_row *r)
{
    const bw_event *e = r->event;
    const bw_head *h = &r->doc->head;
    const bw_sentence *s = bw_row_sentence(r);
    bw_json writing = {.out = r->out}, *j = &writing;

    bw_json_open(j, NULL, '{');
    bw_json_str(j, "id", bw_str_of(e->id));
    if (e->from == BW_NO_DAY)
        bw_json_null(j, "date"); /* the manual wants one */
    day_member(j, "date", e->from);
    if (e->to != e->from)
        day_member(j, "enddate", e->to);
    write_entities(r, j, "actor", &e->actor);
    bw_json_open(j, "event", '[');
    bw_json_str(j, NULL, bw_str_of(bw_plover_name(e->type)));
    bw_json_close(j, ']');
    write_entities(r, j, "recipient", &e->recipient);
    bw_json_open(j, "mode", '[');
    for (int i = 0; i < e->n_modes; i++)
        bw_json_str(j, NULL, bw_str_of(e->modes[i]));
    bw_json_close(j, ']');
    bw_json_open(j, "context", '[');
    for (uint8_t i = 0; i < e->n_contexts; i++)
        bw_json_str(j, NULL, bw_str_of(e->contexts[i]));
    bw_json_close(j, ']');
    bw_json_int(j, "quad_code", bw_plover_quad(e->type));
    if (e->has_intensity)
        bw_json_fixed(j, "event_scale", e->intensity, 1);
    bw_json_str(j, "event_text", bw_row_words(r, e->trigger.start, e->trigger.end));
    write_place(r, j);
    toll(j, "dead", &e->dead);
    toll(j, "injured", &e->injured);
    toll(j, "arrested", &e->arrested);
    bw_json_str(j, "text", bw_row_words(r, s->start, s->end));
    bw_json_open(j, "text_info", '{');
    bw_json_int(j, "sequence", s->number);
    bw_json_int(j, "start", bw_row_offset(r, s->start));
    bw_json_int(j, "end", bw_row_offset(r, s->end));
    bw_json_close(j, '}');
    bw_json_open(j, "cite_info", '{');
    bw_json_str(j, "corpus", h->id);
    member(j, "url", h->url);
    member(j, "title", h->title);
    member(j, "language", h->language);
    member(j, "publication", bw_row_publisher(r));
    member(j, "version", r->how->record.coder);
    bw_json_close(j, '}');
    bw_json_str(j, "coder", BW_LIT("Broadway"));
    if (e->negated || e->modality != BW_ACTUAL)
        bw_json_str(j, "comment", e->negated ? BW_LIT("negated") : bw_str_of(bw_modality_name(e->modality)));
    bw_json_close(j, '}');
    bw_row_close_json(r, false);
}

const bw_writer bw_writer_plover = {.name = "plover", .plover = true, .counts = true, .row = write_plover};

/* ---- POLECAT ------------------------------------------------------------------------------------- */

/* One thing of each actor or recipient, joined by "; " as there; "None" where one lacks it and another does not. */
typedef void party_fn(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b);

static void put_each(const bw_pair *p, int side, party_fn *put, bw_buf *b)
{
    const bw_parties *ps = side ? &p->row->event->recipient : &p->row->event->actor;
    bool any = false;
    for (uint32_t i = 0; i < ps->n; i++) {
        size_t before = b->len + (i ? 2 : 0);
        const bw_mention *m = bw_row_mention(p->row, ps->items[i].mention);
        if (i)
            bw_buf_text(b, "; ");
        put(p, &ps->items[i], m, b);
        any |= b->len > before;
        if (b->len == before)
            bw_buf_text(b, "None");
    }
    if (!any)
        b->len = 0;
}

static void put_name(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)p, (void)party;
    if (m)
        bw_buf_str(b, m->name);
}

static void put_raw(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)m;
    bw_buf_str(b, bw_row_words(p->row, party->start, party->end));
}

static void put_country(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)p, (void)party;
    if (m)
        bw_buf_text(b, m->country);
}

static void put_cow(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)party;
    if (m)
        bw_buf_str(b, bw_crosswalk_to(p->row->how->knowledge, BW_CROSS_COUNTRY, bw_str_of(m->country), BW_SCHEME_COW, bw_pair_day(p)));
}

static void put_sector(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)p, (void)party;
    if (m && m->n_sectors)
        bw_buf_text(b, m->sectors[0]);
}

static void put_sectors(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)p, (void)party;
    for (int i = 0; m && i < m->n_sectors; i++)
        bw_buf_print(b, i ? "; %s" : "%s", m->sectors[i]);
}

static void put_role(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)p, (void)party;
    if (m)
        bw_buf_str(b, m->role);
}

static void put_wikidata(const bw_pair *p, const bw_party *party, const bw_mention *m, bw_buf *b)
{
    (void)p, (void)party;
    if (m)
        bw_buf_str(b, m->wikidata);
}

/* The names of all of these kinds in the document, each once, in the order of the text. */
static void put_named(const bw_pair *p, bw_mention_kind one, bw_mention_kind other, bw_buf *b)
{
    const bw_document *doc = p->row->doc;
    bw_map seen = {.arena = doc->arena};
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const bw_mention *m = &doc->mentions[i];
        bool added = false;
        if ((m->kind == one || m->kind == other) && m->name.len)
            bw_map_put(&seen, m->name, 0, &added);
        if (added)
            bw_row_join(b, "; ", m->name);
    }
}

static void put_event_id(const bw_pair *p, bw_buf *b)
{
    bw_buf_text(b, p->row->event->id);
    if (p->row->of)
        bw_buf_print(b, ".%d", p->row->dyad);
}

#define PLACE if (p->place)
#define POLECAT_COLUMNS(X)                                                                                                      \
    X(event_id, "Event ID", NONE, put_event_id(p, b))                                                                           \
    X(event_date, "Event Date", NONE, bw_row_day(b, p->row->event->from))                                                       \
    X(event_type, "Event Type", NONE, bw_buf_text(b, bw_plover_name(p->row->event->type)))                                      \
    X(event_mode, "Event Mode", NONE, bw_row_names(b, p->row->event->modes, p->row->event->n_modes))                            \
    X(intensity, "Intensity", NONE, if (p->row->event->has_intensity) bw_row_fixed(b, p->row->event->intensity, 1))             \
    X(quad_code, "Quad Code", NONE, bw_row_int(b, bw_plover_quad(p->row->event->type)))                                         \
    X(contexts, "Contexts", NONE, bw_row_names(b, p->row->event->contexts, p->row->event->n_contexts))                           \
    X(actor_name, "Actor Name", NONE, put_each(p, 0, put_name, b))                                                              \
    X(actor_country, "Actor Country", NONE, put_each(p, 0, put_country, b))                                                     \
    X(actor_cow, "Actor COW", NONE, put_each(p, 0, put_cow, b))                                                                 \
    X(actor_sector, "Primary Actor Sector", NONE, put_each(p, 0, put_sector, b))                                                \
    X(actor_sectors, "Actor Sectors", NONE, put_each(p, 0, put_sectors, b))                                                     \
    X(actor_title, "Actor Title", NONE, put_each(p, 0, put_role, b))                                                            \
    X(actor_raw, "Actor Name Raw", NONE, put_each(p, 0, put_raw, b))                                                            \
    X(actor_wiki, "Wikipedia Actor ID", NONE, put_each(p, 0, put_wikidata, b))                                                  \
    X(recipient_name, "Recipient Name", NONE, put_each(p, 1, put_name, b))                                                      \
    X(recipient_country, "Recipient Country", NONE, put_each(p, 1, put_country, b))                                             \
    X(recipient_cow, "Recipient COW", NONE, put_each(p, 1, put_cow, b))                                                         \
    X(recipient_sector, "Primary Recipient Sector", NONE, put_each(p, 1, put_sector, b))                                        \
    X(recipient_sectors, "Recipient Sectors", NONE, put_each(p, 1, put_sectors, b))                                             \
    X(recipient_title, "Recipient Title", NONE, put_each(p, 1, put_role, b))                                                    \
    X(recipient_raw, "Recipient Name Raw", NONE, put_each(p, 1, put_raw, b))                                                    \
    X(recipient_wiki, "Wikipedia Recipient ID", NONE, put_each(p, 1, put_wikidata, b))                                          \
    X(placename, "Placename", NONE, PLACE bw_buf_str(b, p->place->name))                                                        \
    X(city, "City", NONE, bw_buf_str(b, bw_place_part(p->place, 4)))                                                            \
    X(district, "District", NONE, bw_buf_str(b, bw_place_part(p->place, 3)))                                                    \
    X(province, "Province", NONE, bw_buf_str(b, bw_place_part(p->place, 2)))                                                    \
    X(country, "Country", NONE,                                                                                                 \
      PLACE bw_buf_str(b, bw_crosswalk_name(p->row->how->knowledge, p->place->country, false, bw_pair_day(p))))                 \
    X(latitude, "Latitude", NONE, if (p->place && p->place->has_point) bw_row_fixed(b, p->place->lat, 5))                       \
    X(longitude, "Longitude", NONE, if (p->place && p->place->has_point) bw_row_fixed(b, p->place->lon, 5))                     \
    X(geonames, "GeoNames ID", NONE, if (p->place && p->place->geonames) bw_row_int(b, p->place->geonames))                     \
    X(raw_placename, "Raw Placename", NONE,                                                                                     \
      PLACE bw_buf_str(b, bw_str_slice(source_of(p->row, p->place), p->place->start, p->place->end)))                           \
    X(feature, "Feature Type", NONE, PLACE bw_buf_str(b, p->place->feature))                                                    \
    X(source, "Source", NONE, bw_buf_str(b, bw_row_publisher(p->row)))                                                          \
    X(publication_date, "Publication Date", NONE, bw_row_day(b, p->row->doc->head.day))                                         \
    X(people, "Story People", NONE, put_named(p, BW_MENTION_PERSON, BW_MENTION_PERSON, b))                                      \
    X(organizations, "Story Organizations", NONE, put_named(p, BW_MENTION_ORG, BW_MENTION_ORG, b))                              \
    X(locations, "Story Locations", NONE, put_named(p, BW_MENTION_PLACE, BW_MENTION_COUNTRY, b))                                \
    X(language, "Language", NONE, bw_buf_str(b, p->row->doc->head.language))                                                    \
    X(version, "Version", NONE, bw_buf_print(b, "Broadway %.*s", BW_STR_FMT(p->row->how->record.coder)))

POLECAT_COLUMNS(BW_COLUMN_FUNCTION)
static const bw_column polecat[] = {POLECAT_COLUMNS(BW_COLUMN_ROW)};
enum { N_POLECAT = sizeof polecat / sizeof *polecat };

static void polecat_header(const bw_event_out *how, bw_buf *out)
{
    (void)how;
    bw_row_header(polecat, N_POLECAT, out);
}

static void polecat_row(const bw_row *r) { bw_row_columns(r, BW_SCHEME_CAMEO, polecat, N_POLECAT, "None"); }

const bw_writer bw_writer_polecat = {.name = "polecat", .plover = true, .header = polecat_header, .row = polecat_row};
