#include "link/gazetteer.h"

#include "base/map.h"
#include "link/words.h"

#include <stdlib.h>

enum { VERSION = 2, N_BUCKETS = 1 << 16, MOST_SPOTS = 1 << 23 };

typedef struct {
    char magic[8]; /* "BWPLACE" */
    uint32_t version, size, n_spots, n_names, n_text, unused;
} header;

/* The upper 16 bits of a name's hash choose the bucket, the lower 40 stand in its entries. */
static uint32_t bucket_of(uint64_t hash) { return (uint32_t)(hash >> 48); }
static uint64_t key_of(uint64_t hash) { return hash << 24; }

bool bw_gazetteer_attach(bw_gazetteer *g, bw_str bytes)
{
    header h;
    if (bytes.len < sizeof h)
        return false;
    memcpy(&h, bytes.ptr, sizeof h);
    /* Names first, since they are aligned to 8 bytes. */
    size_t names = sizeof h, spots = names + (size_t)h.n_names * 8,
           buckets = spots + (size_t)h.n_spots * sizeof(bw_spot), text = buckets + (N_BUCKETS + 1) * sizeof(uint32_t);
    if (memcmp(h.magic, "BWPLACE", 8) != 0 || h.version != VERSION || h.size != bytes.len ||
        text + h.n_text != bytes.len)
        return false;
    *g = (bw_gazetteer){.spots = (const void *)(bytes.ptr + spots),
                        .names = (const void *)(bytes.ptr + names),
                        .buckets = (const void *)(bytes.ptr + buckets),
                        .text = bytes.ptr + text,
                        .n_spots = h.n_spots,
                        .n_names = h.n_names};
    return true;
}

const uint64_t *bw_gazetteer_find(const bw_gazetteer *g, bw_str folded, uint32_t *n)
{
    *n = 0;
    if (!g->n_names || folded.len == 0)
        return NULL;
    uint64_t hash = bw_hash(folded), key = key_of(hash);
    uint32_t low = g->buckets[bucket_of(hash)], end = g->buckets[bucket_of(hash) + 1];
    while (low < end && (g->names[low] & ~UINT64_C(0xFFFFFF)) < key)
        low++;
    uint32_t first = low;
    while (low < end && (g->names[low] & ~UINT64_C(0xFFFFFF)) == key)
        low++;
    *n = low - first;
    return g->names + first;
}

uint32_t bw_spot_within(const bw_gazetteer *g, uint32_t spot, bw_spot_kind kind)
{
    while (spot != BW_NO_SPOT && g->spots[spot].kind != kind)
        spot = g->spots[spot].area;
    return spot;
}

/* ---- compiling ---------------------------------------------------------------------------------- */

typedef struct {
    bw_spot spot;
    bw_str code, name, others; /* code: of an area its own, of a city that of the area it lies in */
    uint32_t line, rank;
} row;

typedef struct {
    bw_arena *arena;
    row *rows;
    uint32_t n, room;
    bw_err *err;
} table;

static bool take_hundredths(bw_str s, int most, int16_t *out)
{
    int value = 0, sign = 1;
    size_t i = 0, digits = 0;
    if (s.len && s.ptr[0] == '-') {
        sign = -1;
        i++;
    }
    for (; i < s.len && bw_is_digit(s.ptr[i]) && value < 1000; i++, digits++)
        value = value * 10 + (s.ptr[i] - '0');
    if (!digits || i + 3 != s.len || s.ptr[i] != '.' || !bw_is_digit(s.ptr[i + 1]) || !bw_is_digit(s.ptr[i + 2]))
        return false;
    value = value * 100 + (s.ptr[i + 1] - '0') * 10 + (s.ptr[i + 2] - '0');
    *out = (int16_t)(value * sign);
    return value <= most * 100;
}

static bool take_number(bw_str s, uint32_t *out)
{
    int64_t v = 0;
    if (!bw_str_to_int(s, &v) || v < 0 || v > INT32_MAX)
        return false;
    *out = (uint32_t)v;
    return true;
}

static bool take_kind(bw_str s, uint8_t *out)
{
    static const char *const names[] = {"province", "district", "city", "seat", "capital", "quarter"};
    for (uint8_t k = BW_SPOT_CITY; k <= BW_SPOT_QUARTER; k++)
        if (bw_str_is(s, names[k])) {
            *out = k;
            return true;
        }
    return false;
}

static bw_status fault(const table *t, const char *file, uint32_t line, size_t column, const char *cause)
{
    return bw_fail(t->err, BW_ERR_SYNTAX, "gazetteer/%s:%u:%zu: %s", file, line, column, cause);
}

/* Lines of code, name, latitude, longitude, other names; cities have people, kind and id before these. */
static bw_status read_rows(table *t, const char *file, bw_str text, bw_spot_kind kind)
{
    bw_str line;
    for (uint32_t number = 1; bw_str_cut(&text, '\n', &line); number++) {
        row r = {.line = number, .spot = {.kind = (uint8_t)kind, .area = BW_NO_SPOT}};
        bw_str rest = line, column;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        for (int i = 0; rest.ptr; i++) {
            size_t at = (size_t)(rest.ptr - line.ptr) + 1;
            bw_str_cut(&rest, '\t', &column);
            const char *bad = NULL;
            if (i == 0) {
                r.code = column;
                if (column.len < 3 || (column.len > 3 && column.ptr[3] != '.'))
                    bad = "the code does not begin with a country of three letters";
                else
                    memcpy(r.spot.country, column.ptr, 3);
            } else if (i == 1) {
                r.name = column;
                if (column.len == 0 || column.len > 255)
                    bad = "the name is empty or too long";
            } else if (i == 2) {
                bad = take_hundredths(column, 90, &r.spot.lat) ? NULL : "not a latitude with two decimals";
            } else if (i == 3) {
                bad = take_hundredths(column, 180, &r.spot.lon) ? NULL : "not a longitude with two decimals";
            } else if (i == 4 && kind == BW_SPOT_CITY) {
                bad = take_number(column, &r.spot.people) ? NULL : "not a number of people";
            } else if (i == 5 && kind == BW_SPOT_CITY) {
                bad = take_kind(column, &r.spot.kind) ? NULL : "not capital, seat, city or quarter";
            } else if (i == 6 && kind == BW_SPOT_CITY) {
                bad = take_number(column, &r.spot.geonames) ? NULL : "not a GeoNames id";
            } else if (i == (kind == BW_SPOT_CITY ? 7 : 4)) {
                r.others = column;
            } else {
                bad = "a column too many";
            }
            if (bad)
                return fault(t, file, number, at, bad);
            if (rest.len == 0)
                break;
        }
        if (!r.name.ptr || (kind == BW_SPOT_CITY && !r.spot.geonames))
            return fault(t, file, number, line.len + 1, "columns are missing");
        r.spot.name_len = (uint8_t)r.name.len;
        BW_PUSH(t->arena, t->rows, t->n, t->room, r);
    }
    return t->n < MOST_SPOTS ? BW_OK : bw_fail(t->err, BW_ERR_LIMIT, "gazetteer: more than %d places", MOST_SPOTS);
}

static int by_people(const void *a, const void *b)
{
    const row *x = *(const row *const *)a, *y = *(const row *const *)b;
    if (x->spot.people != y->spot.people)
        return x->spot.people > y->spot.people ? -1 : 1;
    return x < y ? -1 : x > y; /* as they stand in the tables */
}

/* The row of the code or, where it has none, of the code without its last part; NULL for a country. */
static row *area_of(table *t, const bw_map *areas, bw_str code)
{
    for (;;) {
        uint32_t at = bw_map_get(areas, code, UINT32_MAX);
        if (at != UINT32_MAX)
            return &t->rows[at];
        while (code.len && code.ptr[code.len - 1] != '.')
            code.len--;
        if (code.len < 4)
            return NULL;
        code.len--;
    }
}

typedef struct {
    uint64_t entry;
    uint32_t bucket;
} named;

static int by_key(const void *a, const void *b)
{
    const named *x = a, *y = b;
    if (x->bucket != y->bucket)
        return x->bucket < y->bucket ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

typedef struct {
    bw_arena *arena;
    named *items;
    uint32_t n, room;
} index_of_names;

static void add_name(index_of_names *x, bw_str name, bool other, uint32_t rank)
{
    bw_str folded = bw_words_fold(x->arena, name);
    if (folded.len == 0)
        return;
    uint64_t hash = bw_hash(folded);
    BW_PUSH(x->arena, x->items, x->n, x->room, ((named){key_of(hash) | (uint64_t)other << 23 | rank, bucket_of(hash)}));
}

/* Lines of a code and another name of that province or district. */
static bw_status read_names(const table *t, const bw_map *areas, bw_str text, index_of_names *names)
{
    bw_str line, code;
    for (uint32_t number = 1; bw_str_cut(&text, '\n', &line); number++) {
        bw_str name = line;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        bw_str_cut(&name, '\t', &code);
        uint32_t at = bw_map_get(areas, code, UINT32_MAX);
        if (at == UINT32_MAX)
            return fault(t, "names.tsv", number, 1, "no province or district has this code");
        if (name.len == 0 || bw_str_find_char(name, '\t', 0) != name.len)
            return fault(t, "names.tsv", number, code.len + 2, "not a code, a tab and a name");
        add_name(names, name, false, t->rows[at].rank);
    }
    return BW_OK;
}

bw_status bw_gazetteer_compile(bw_arena *a, const bw_gazetteer_texts *texts, bw_str *out, bw_err *err)
{
    table t = {.arena = a, .err = err};
    bw_status st = read_rows(&t, "provinces.tsv", texts->provinces, BW_SPOT_PROVINCE);
    if (!st)
        st = read_rows(&t, "districts.tsv", texts->districts, BW_SPOT_DISTRICT);
    const uint32_t n_areas = t.n;
    if (!st)
        st = read_rows(&t, "cities.tsv", texts->cities, BW_SPOT_CITY);
    if (st)
        return st;

    bw_map areas = {.arena = a};
    for (uint32_t i = 0; i < n_areas; i++) {
        bool added;
        bw_map_put(&areas, t.rows[i].code, i, &added);
        if (!added)
            return fault(&t, t.rows[i].spot.kind == BW_SPOT_PROVINCE ? "provinces.tsv" : "districts.tsv",
                         t.rows[i].line, 1, "the code stands twice");
    }
    row **area = BW_NEW(a, row *, t.n), **order = BW_NEW(a, row *, t.n);
    for (uint32_t i = 0; i < t.n; i++) {
        bw_str code = t.rows[i].code;
        if (i < n_areas) /* what lies around it */
            for (code.len--; code.len > 3 && code.ptr[code.len] != '.'; code.len--)
                ;
        area[i] = code.len > 3 ? area_of(&t, &areas, code) : NULL;
        order[i] = &t.rows[i];
    }
    for (uint32_t i = n_areas; i < t.n; i++)
        for (row *r = area[i]; r; r = area[r - t.rows])
            r->spot.people += t.rows[i].spot.people;
    qsort(order, t.n, sizeof(*order), by_people);
    for (uint32_t i = 0; i < t.n; i++)
        order[i]->rank = i;

    header h = {.magic = "BWPLACE", .version = VERSION, .n_spots = t.n};
    bw_buf text = {.arena = a}, block = {.arena = a};
    index_of_names names = {.arena = a};
    bw_spot *spots = BW_NEW(a, bw_spot, t.n);
    for (uint32_t i = 0; i < t.n; i++) {
        const row *r = order[i], *within = area[r - t.rows];
        spots[i] = r->spot;
        spots[i].name = (uint32_t)text.len;
        spots[i].area = within ? within->rank : BW_NO_SPOT;
        bw_buf_str(&text, r->name);
        add_name(&names, r->name, false, i);
        bw_str others = r->others, one;
        while (bw_str_cut(&others, '|', &one))
            if (one.len)
                add_name(&names, one, true, i);
    }
    if ((st = read_names(&t, &areas, texts->names, &names)))
        return st;
    qsort(names.items, names.n, sizeof *names.items, by_key);
    h.n_names = names.n;
    h.n_text = (uint32_t)text.len;
    h.size = (uint32_t)(sizeof h + t.n * sizeof *spots + (size_t)names.n * 8 + (N_BUCKETS + 1) * 4 + text.len);
    bw_buf_str(&block, (bw_str){(const char *)&h, sizeof h});
    for (uint32_t i = 0; i < names.n; i++)
        bw_buf_str(&block, (bw_str){(const char *)&names.items[i].entry, 8});
    bw_buf_str(&block, (bw_str){(const char *)spots, t.n * sizeof *spots});
    for (uint32_t b = 0, at = 0; b <= N_BUCKETS; b++) {
        while (at < names.n && names.items[at].bucket < b)
            at++;
        bw_buf_str(&block, (bw_str){(const char *)&at, sizeof at});
    }
    bw_buf_str(&block, bw_buf_view(&text));
    *out = bw_buf_view(&block);
    return BW_OK;
}
