/* event_cameo.c: pairs in CAMEO, as PETRARCH, Phoenix and ICEWS write them. What stands in each column, and what is empty and
 * why, is docs/formats.md; keep in step with it. */
#include "code/event_row.h"

/* Of documents and publishers that a cell lists: no ';' of theirs parts them. */
static void put_listed(bw_buf *b, bw_str s, const char *for_semicolon)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == ';')
            bw_buf_text(b, for_semicolon);
        else
            bw_buf_char(b, s.ptr[i]);
}

static void put_sentence_id(const bw_pair *p, bw_buf *b)
{
    put_listed(b, p->row->doc->head.id, ",");
    bw_buf_print(b, "_%d", bw_pair_sentence(p));
}

static void put_url(const bw_pair *p, bw_buf *b) { put_listed(b, p->row->doc->head.url, "%3B"); }

static void put_publisher(const bw_pair *p, bw_buf *b, const char *none)
{
    bw_str s = bw_row_publisher(p->row);
    put_listed(b, s.len ? s : bw_str_of(none), ",");
}

static void put_actor(const bw_pair *p, int side, bw_buf *b)
{
    bw_buf_str(b, p->code[side].len ? p->code[side] : BW_LIT("---"));
}

/* ---- PETRARCH2 ----------------------------------------------------------------------------------- */

/* URL: the column that a story without one has not. */
#define PETRARCH_COLUMNS(X, URL)                                                     \
    X(petrarch_date, "date", NONE, bw_pair_compact_day(p, b))      \
    X(petrarch_source, "source", NONE, put_actor(p, 0, b))         \
    X(petrarch_target, "target", NONE, put_actor(p, 1, b))         \
    X(petrarch_code, "code", NONE, bw_pair_cameo(p, b))            \
    X(petrarch_issues, "issues", NONE, )                           \
    X(petrarch_ids, "sentence ids", LIST, put_sentence_id(p, b))   \
    URL(petrarch_url, "URL", LIST, put_url(p, b))                     \
    X(petrarch_publisher, "story source", LIST, put_publisher(p, b, "NULL"))

PETRARCH_COLUMNS(BW_COLUMN_FUNCTION, BW_COLUMN_FUNCTION)
static const bw_column petrarch[] = {PETRARCH_COLUMNS(BW_COLUMN_ROW, BW_COLUMN_ROW)};
static const bw_column petrarch_without_url[] = {PETRARCH_COLUMNS(BW_COLUMN_ROW, BW_COLUMN_SKIP)};
enum { N_PETRARCH = sizeof petrarch / sizeof *petrarch };

static void petrarch_row(const bw_row *r)
{
    bool url = r->doc->head.url.len > 0;
    bw_row_columns(r, BW_SCHEME_PHOENIX, url ? petrarch : petrarch_without_url, N_PETRARCH - !url, "");
}

const bw_writer bw_writer_petrarch = {.name = "petrarch", .cameo = true, .pairs = true, .story = true, .counts = true, .row = petrarch_row};

/* ---- Phoenix ------------------------------------------------------------------------------------- */

static bool is_code(const bw_pair *p, bw_crossed kind, bw_scheme scheme, bw_str part)
{
    return part.len == 3 && bw_crosswalk_from(p->row->how->knowledge, kind, scheme, part, bw_pair_day(p)).len > 0;
}

/* The parts of an actor's code: a country or what stands for it, one of the roles that have a column, the rest. */
enum { PART_ENTITY, PART_ROLE, PART_REST };

static void put_part(const bw_pair *p, int side, int which, bw_buf *b)
{
    bw_str code = p->code[side], first = bw_str_slice(code, 0, 3), second = bw_str_slice(code, 3, 6);
    bool entity = is_code(p, BW_CROSS_COUNTRY, BW_SCHEME_PHOENIX, first) || is_code(p, BW_CROSS_COUNTRY, BW_SCHEME_CAMEO, first);
    bool role = is_code(p, BW_CROSS_SECTOR, BW_SCHEME_PHOENIX, second);
    if (which == PART_ENTITY && entity)
        bw_buf_str(b, first);
    if (which == PART_ROLE && role)
        bw_buf_str(b, second);
    for (size_t at = role ? 6 : 3; which == PART_REST && at < code.len; at += 3)
        bw_row_join(b, ";", bw_str_slice(code, at, at + 3));
}

static bw_date date_of(const bw_pair *p) { return bw_day_date(p->row->event->from); }
#define DATED if (p->row->event->from != BW_NO_DAY)
#define POINT if (p->place && p->place->has_point)

#define PHOENIX_COLUMNS(X)                                                                                               \
    X(phoenix_id, "id", NONE,                                                                             \
      bw_buf_print(b, "%llu_%.*s", (unsigned long long)bw_pair_number(p, 63), BW_STR_FMT(bw_str_slice(p->row->how->record.coder, 0, 8)))) \
    X(phoenix_date, "date", NONE, bw_pair_compact_day(p, b))                                              \
    X(phoenix_year, "year", NONE, DATED bw_buf_print(b, "%04d", date_of(p).year))                         \
    X(phoenix_month, "month", NONE, DATED bw_buf_print(b, "%02d", date_of(p).month))                      \
    X(phoenix_day, "day", NONE, DATED bw_buf_print(b, "%02d", date_of(p).day))                            \
    X(phoenix_source, "source actor full", NONE, put_actor(p, 0, b))                                      \
    X(phoenix_source_entity, "source entity", NONE, put_part(p, 0, PART_ENTITY, b))                       \
    X(phoenix_source_role, "source role", NONE, put_part(p, 0, PART_ROLE, b))                             \
    X(phoenix_source_rest, "source attributes", NONE, put_part(p, 0, PART_REST, b))                       \
    X(phoenix_target, "target actor full", NONE, put_actor(p, 1, b))                                      \
    X(phoenix_target_entity, "target entity", NONE, put_part(p, 1, PART_ENTITY, b))                       \
    X(phoenix_target_role, "target role", NONE, put_part(p, 1, PART_ROLE, b))                             \
    X(phoenix_target_rest, "target attributes", NONE, put_part(p, 1, PART_REST, b))                       \
    X(phoenix_code, "CAMEO code", NONE, bw_pair_cameo(p, b))                                              \
    X(phoenix_root, "root code", NONE, bw_pair_root(p, b))                                                \
    X(phoenix_quad, "quad class", NONE, bw_row_int(b, p->cameo->exports[BW_EXPORT_PHOENIX].quad))         \
    X(phoenix_goldstein, "Goldstein", NONE,                                                               \
      bw_buf_print(b, "%.1f", p->cameo->exports[BW_EXPORT_PHOENIX].goldstein))                                           \
    X(phoenix_issues, "issues", NONE, )                                                                   \
    X(phoenix_lat, "lat", NONE, POINT bw_row_fixed(b, p->place->lat, 5))                                  \
    X(phoenix_lon, "lon", NONE, POINT bw_row_fixed(b, p->place->lon, 5))                                  \
    X(phoenix_place, "place", NONE, if (p->place) bw_buf_str(b, p->place->name))                          \
    X(phoenix_state, "state", NONE, bw_buf_str(b, bw_place_part(p->place, 2)))                            \
    X(phoenix_country, "country", NONE, if (p->place) bw_buf_text(b, p->place->country))                  \
    X(phoenix_ids, "sentence ids", LIST, put_sentence_id(p, b))                                           \
    X(phoenix_urls, "URLs", LIST, put_url(p, b))                                                          \
    X(phoenix_sources, "sources", LIST, put_publisher(p, b, ""))

PHOENIX_COLUMNS(BW_COLUMN_FUNCTION)
static const bw_column phoenix[] = {PHOENIX_COLUMNS(BW_COLUMN_ROW)};

static void phoenix_row(const bw_row *r) { bw_row_columns(r, BW_SCHEME_PHOENIX, phoenix, sizeof phoenix / sizeof *phoenix, ""); }

const bw_writer bw_writer_phoenix = {.name = "phoenix", .cameo = true, .pairs = true, .story = true, .counts = true, .row = phoenix_row};

/* ---- ICEWS --------------------------------------------------------------------------------------- */

static bw_str icews_country(const bw_pair *p, const char *country)
{
    /* What stands in a country's place has a name there only as a sector. */
    bw_str name = bw_crosswalk_name(p->row->how->knowledge, country, true, bw_pair_day(p));
    return country[0] && !bw_str_is(name, country) ? name : BW_LIT("");
}

static bw_str icews_sector(const bw_pair *p, const char *sector)
{
    return bw_crosswalk_to(p->row->how->knowledge, BW_CROSS_SECTOR, bw_str_of(sector), BW_SCHEME_ICEWS, bw_pair_day(p));
}

/* Somebody by name; else, as there, the sector with its country: "Police (Turkey)". */
static void put_icews_name(const bw_pair *p, int side, bw_buf *b)
{
    const bw_mention *m = p->mention[side];
    if (!m) {
        bw_buf_str(b, bw_row_words(p->row, p->party[side]->start, p->party[side]->end));
        return;
    }
    bw_str country = icews_country(p, m->country);
    bw_str sector = m->n_sectors ? icews_sector(p, m->sectors[0]) : BW_LIT("");
    if (m->kind == BW_MENTION_COUNTRY && country.len)
        bw_buf_str(b, country);
    else if (m->entity.len || sector.len == 0)
        bw_buf_str(b, m->name);
    else if (country.len)
        bw_buf_print(b, "%.*s (%.*s)", BW_STR_FMT(sector), BW_STR_FMT(country));
    else
        bw_buf_str(b, sector);
}

static void put_icews_sectors(const bw_pair *p, int side, bw_buf *b)
{
    const bw_mention *m = p->mention[side];
    if (!m)
        return;
    bw_buf_str(b, icews_sector(p, m->country)); /* "IGO" */
    for (int i = 0; i < m->n_sectors; i++)
        bw_row_join(b, ",", icews_sector(p, m->sectors[i]));
}

static void put_icews_country(const bw_pair *p, const bw_mention *m, bw_buf *b)
{
    if (m)
        bw_buf_str(b, icews_country(p, m->country));
}

#define ICEWS_COLUMNS(X)                                                                                       \
    X(icews_id, "Event ID", NONE, bw_row_int(b, (int64_t)bw_pair_number(p, 31)))                \
    X(icews_date, "Event Date", NONE, bw_row_day(b, p->row->event->from))                       \
    X(icews_source, "Source Name", NONE, put_icews_name(p, 0, b))                               \
    X(icews_source_sectors, "Source Sectors", NONE, put_icews_sectors(p, 0, b))                 \
    X(icews_source_country, "Source Country", NONE, put_icews_country(p, p->mention[0], b))     \
    X(icews_text, "Event Text", NONE, bw_buf_str(b, p->cameo->name))                            \
    X(icews_code, "CAMEO Code", NONE, bw_pair_cameo(p, b))                                      \
    X(icews_intensity, "Intensity", NONE, bw_row_fixed(b, p->cameo->goldstein, 1))              \
    X(icews_target, "Target Name", NONE, put_icews_name(p, 1, b))                               \
    X(icews_target_sectors, "Target Sectors", NONE, put_icews_sectors(p, 1, b))                 \
    X(icews_target_country, "Target Country", NONE, put_icews_country(p, p->mention[1], b))     \
    X(icews_story, "Story ID", NONE, bw_row_int(b, (int64_t)(bw_hash(p->row->doc->head.id) >> 33))) \
    X(icews_sentence, "Sentence Number", NONE, bw_row_int(b, bw_pair_sentence(p)))              \
    X(icews_publisher, "Publisher", NONE, bw_buf_str(b, bw_row_publisher(p->row)))              \
    X(icews_city, "City", NONE, bw_buf_str(b, bw_place_part(p->place, 4)))                      \
    X(icews_district, "District", NONE, bw_buf_str(b, bw_place_part(p->place, 3)))              \
    X(icews_province, "Province", NONE, bw_buf_str(b, bw_place_part(p->place, 2)))              \
    X(icews_country, "Country", NONE, put_icews_country(p, p->place, b))                        \
    X(icews_lat, "Latitude", NONE, POINT bw_row_fixed(b, p->place->lat, 4))                     \
    X(icews_lon, "Longitude", NONE, POINT bw_row_fixed(b, p->place->lon, 4))

ICEWS_COLUMNS(BW_COLUMN_FUNCTION)
static const bw_column icews[] = {ICEWS_COLUMNS(BW_COLUMN_ROW)};
enum { N_ICEWS = sizeof icews / sizeof *icews };

static void icews_header(const bw_event_out *how, bw_buf *out)
{
    (void)how;
    bw_row_header(icews, N_ICEWS, out);
}

static void icews_row(const bw_row *r) { bw_row_columns(r, BW_SCHEME_CAMEO, icews, N_ICEWS, ""); }

const bw_writer bw_writer_icews = {.name = "icews", .cameo = true, .pairs = true, .header = icews_header, .row = icews_row};
