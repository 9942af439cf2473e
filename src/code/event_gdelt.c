/* event_gdelt.c: events as GDELT 2.0 (61 columns) and 1.0 (58) have them. docs/formats.md says what stands in each column, and
 * what is empty and why; keep in step with it. */
#include "code/event_row.h"

#include "base/utf8.h"

/* ---- who ----------------------------------------------------------------------------------------- */

enum { MAX_TYPES = 3 };

/* What GDELT takes from an actor's code, three letters at a time. */
typedef struct {
    bw_str country, group, types[MAX_TYPES];
    int n_types;
} code_parts;

static code_parts take_apart(const bw_pair *p, int side)
{
    const bw_knowledge *k = p->row->how->knowledge;
    const bw_mention *m = p->mention[side];
    code_parts parts = {BW_LIT(""), BW_LIT(""), {BW_LIT(""), BW_LIT(""), BW_LIT("")}, 0};
    bw_day day = bw_pair_day(p);
    for (size_t at = 0; at < p->code[side].len; at += 3) {
        bw_str part = bw_str_slice(p->code[side], at, at + 3);
        if (bw_crosswalk_from(k, BW_CROSS_SECTOR, BW_SCHEME_GDELT, part, day).len) {
            if (parts.n_types < MAX_TYPES)
                parts.types[parts.n_types++] = part;
        } else if (bw_crosswalk_from(k, BW_CROSS_COUNTRY, BW_SCHEME_CAMEO, part, day).len && parts.country.len == 0) {
            parts.country = part;
        }
    }
    /* A body's code ends in that of the group. */
    if (m) {
        bw_str whole = bw_crosswalk_to(k, BW_CROSS_BODY, m->entity, BW_SCHEME_CAMEO, day);
        if (whole.len == 0 && m->country[0])
            whole = bw_crosswalk_to(k, BW_CROSS_COUNTRY, bw_str_of(m->country), BW_SCHEME_CAMEO, day);
        if (whole.len > 3)
            parts.group = bw_str_slice(whole, whole.len - 3, whole.len);
    }
    return parts;
}

/* In capitals without accents, as there. */
static void put_name(const bw_pair *p, int side, bw_buf *b)
{
    const bw_mention *m = p->mention[side];
    bw_str name = m ? m->name : BW_LIT("");
    for (size_t pos = 0; pos < name.len;) {
        uint32_t letters[2] = {bw_utf8_fold(bw_utf8_next(name, &pos), &letters[1]), letters[1]};
        for (int i = 0; i < 2 && (i == 0 || letters[i]); i++) {
            char out[4];
            size_t n = bw_utf8_put(letters[i], out);
            if (n == 1 && bw_is_lower(out[0]))
                out[0] = (char)(out[0] - 'a' + 'A');
            bw_buf_str(b, (bw_str){out, n});
        }
    }
}

/* ---- when ---------------------------------------------------------------------------------------- */

static void put_fraction(const bw_pair *p, bw_buf *b)
{
    if (p->row->event->from == BW_NO_DAY)
        return;
    bw_date d = bw_day_date(p->row->event->from);
    bw_buf_print(b, "%.4f", d.year + ((d.month - 1) * 30 + d.day) / 365.0); /* its codebook's months of 30 days */
}

static void put_date_part(const bw_pair *p, const char *format, bw_buf *b)
{
    if (p->row->event->from == BW_NO_DAY)
        return;
    bw_date d = bw_day_date(p->row->event->from);
    bw_buf_print(b, "%04d", d.year);
    if (*format)
        bw_buf_print(b, "%02d", d.month);
}

/* The digits of "2021-04-01T12:30:00Z"; what the time lacks is 0. */
static void put_added(const bw_pair *p, bool time, bw_buf *b)
{
    bw_str s = p->row->doc->head.published;
    size_t want = time ? 14 : 8;
    if (p->row->doc->head.day == BW_NO_DAY)
        return;
    for (size_t i = 0; i < s.len && b->len < want && s.ptr[i] != 'Z' && s.ptr[i] != '+' && s.ptr[i] != '.'; i++)
        if (bw_is_digit(s.ptr[i]))
            bw_buf_char(b, s.ptr[i]);
    while (b->len < want)
        bw_buf_char(b, '0');
}

/* ---- where --------------------------------------------------------------------------------------- */

/* An actor's place is its country where the text names that; other places of actors are not told. */
static const bw_mention *actor_place(const bw_pair *p, int side)
{
    const bw_mention *m = p->mention[side];
    return m && m->kind == BW_MENTION_COUNTRY && m->has_point ? m : NULL;
}

static bool in_usa(const bw_mention *m) { return strcmp(m->country, "USA") == 0; }

static int geo_type(const bw_mention *m)
{
    int resolution = m ? bw_place_resolution(m) : 0;
    return resolution <= 1 ? resolution : resolution == 2 ? (in_usa(m) ? 2 : 5) : in_usa(m) ? 3 : 4;
}

static bw_str fips(const bw_pair *p, const bw_mention *m)
{
    return m ? bw_crosswalk_to(p->row->how->knowledge, BW_CROSS_COUNTRY, bw_str_of(m->country), BW_SCHEME_FIPS, bw_pair_day(p)) : BW_LIT("");
}

/* "Nairobi, Nairobi Area, Kenya" */
static void put_full_name(const bw_pair *p, const bw_mention *m, bw_buf *b)
{
    if (!m)
        return;
    bw_str country = m->country[0] ? bw_crosswalk_name(p->row->how->knowledge, m->country, false, bw_pair_day(p)) : BW_LIT("");
    bw_str parts[3] = {bw_place_resolution(m) > 1 ? m->name : BW_LIT(""), bw_place_resolution(m) > 2 ? m->province : BW_LIT(""), country};
    for (int i = 0; i < 3; i++)
        bw_row_join(b, ", ", parts[i]);
}

/* Of a country as a whole these are its code; of a smaller place Broadway does not have them. */
static void put_of_country(const bw_pair *p, const bw_mention *m, bw_buf *b)
{
    if (geo_type(m) == 1)
        bw_buf_str(b, fips(p, m));
}

#define ACTOR_COLUMNS(X, A, side)                                                            \
    X(A##_code, #A "Code", NONE, bw_buf_str(b, p->code[side]))                                 \
    X(A##_name, #A "Name", NONE, put_name(p, side, b))                                         \
    X(A##_country, #A "CountryCode", NONE, bw_buf_str(b, take_apart(p, side).country))         \
    X(A##_group, #A "KnownGroupCode", NONE, bw_buf_str(b, take_apart(p, side).group))          \
    X(A##_ethnic, #A "EthnicCode", NONE, )                                                     \
    X(A##_religion1, #A "Religion1Code", NONE, )                                               \
    X(A##_religion2, #A "Religion2Code", NONE, )                                               \
    X(A##_type1, #A "Type1Code", NONE, bw_buf_str(b, take_apart(p, side).types[0]))            \
    X(A##_type2, #A "Type2Code", NONE, bw_buf_str(b, take_apart(p, side).types[1]))            \
    X(A##_type3, #A "Type3Code", NONE, bw_buf_str(b, take_apart(p, side).types[2]))

/* `of`: the mention; ADM2 is a column of 2.0 only. */
#define GEO_COLUMNS(X, ADM2, G, of)                                                                  \
    X(G##_type, #G "_Type", NONE, bw_row_int(b, geo_type(of)))                                         \
    X(G##_name, #G "_FullName", NONE, put_full_name(p, of, b))                                         \
    X(G##_country, #G "_CountryCode", NONE, bw_buf_str(b, fips(p, of)))                                \
    X(G##_adm1, #G "_ADM1Code", NONE, put_of_country(p, of, b))                                        \
    ADM2(G##_adm2, #G "_ADM2Code", NONE, )                                                             \
    X(G##_lat, #G "_Lat", NONE, if (of && of->has_point) bw_row_fixed(b, of->lat, 5))                  \
    X(G##_lon, #G "_Long", NONE, if (of && of->has_point) bw_row_fixed(b, of->lon, 5))                 \
    X(G##_feature, #G "_FeatureID", NONE, put_of_country(p, of, b))

#define COLUMNS(X, ADM2)                                                                                        \
    X(id, "GLOBALEVENTID", NONE, bw_row_int(b, (int64_t)bw_pair_number(p, 63)))                                   \
    X(day, "SQLDATE", NONE, bw_pair_compact_day(p, b))                                                            \
    X(month, "MonthYear", NONE, put_date_part(p, "month", b))                                                     \
    X(year, "Year", NONE, put_date_part(p, "", b))                                                                \
    X(fraction, "FractionDate", NONE, put_fraction(p, b))                                                         \
    ACTOR_COLUMNS(X, Actor1, 0)                                                                                 \
    ACTOR_COLUMNS(X, Actor2, 1)                                                                                 \
    X(root_event, "IsRootEvent", NONE, bw_row_int(b, bw_pair_sentence(p) == 0 || bw_row_sentence(p->row)->paragraph == 0)) \
    X(event_code, "EventCode", NONE, bw_pair_cameo(p, b))                                                         \
    X(base_code, "EventBaseCode", NONE, bw_pair_cameo(p, b); b->len = b->len > 3 ? 3 : b->len)                    \
    X(root_code, "EventRootCode", NONE, bw_pair_root(p, b))                                                       \
    X(quad, "QuadClass", NONE, bw_row_int(b, p->cameo->exports[BW_EXPORT_GDELT].quad))                            \
    X(goldstein, "GoldsteinScale", NONE, bw_row_fixed(b, p->cameo->exports[BW_EXPORT_GDELT].goldstein, 1))        \
    X(mentions, "NumMentions", SUM, bw_row_int(b, p->row->mentions))                               \
    X(sources, "NumSources", PUBLISHERS, )                                                       \
    X(articles, "NumArticles", DOCUMENTS, )                                                      \
    X(tone, "AvgTone", NONE, )                                                                                    \
    GEO_COLUMNS(X, ADM2, Actor1Geo, actor_place(p, 0))                                                          \
    GEO_COLUMNS(X, ADM2, Actor2Geo, actor_place(p, 1))                                                          \
    GEO_COLUMNS(X, ADM2, ActionGeo, p->place)

COLUMNS(BW_COLUMN_FUNCTION, BW_COLUMN_FUNCTION)

static void column_added(const bw_pair *p, bw_buf *b) { put_added(p, true, b); }
static void column_added_day(const bw_pair *p, bw_buf *b) { put_added(p, false, b); }
static void column_url(const bw_pair *p, bw_buf *b) { bw_buf_str(b, p->row->doc->head.url); }

static const bw_column gdelt2[] = {COLUMNS(BW_COLUMN_ROW, BW_COLUMN_ROW){"DATEADDED", BW_SLOT_NONE, column_added},
                                   {"SOURCEURL", BW_SLOT_NONE, column_url}};
static const bw_column gdelt1[] = {COLUMNS(BW_COLUMN_ROW, BW_COLUMN_SKIP){"DATEADDED", BW_SLOT_NONE, column_added_day},
                                   {"SOURCEURL", BW_SLOT_NONE, column_url}};

static void gdelt2_row(const bw_row *r) { bw_row_columns(r, BW_SCHEME_CAMEO, gdelt2, sizeof gdelt2 / sizeof *gdelt2, ""); }
static void gdelt1_row(const bw_row *r) { bw_row_columns(r, BW_SCHEME_CAMEO, gdelt1, sizeof gdelt1 / sizeof *gdelt1, ""); }

const bw_writer bw_writer_gdelt = {.name = "gdelt", .cameo = true, .pairs = true, .lonely = true, .counts = true, .row = gdelt2_row};
const bw_writer bw_writer_gdelt1 = {.name = "gdelt1", .cameo = true, .pairs = true, .lonely = true, .counts = true, .row = gdelt1_row};
