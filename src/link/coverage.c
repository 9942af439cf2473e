#include "link/coverage.h"

#include "base/map.h"
#include "link/sound.h"
#include "link/words.h"

#include <stdlib.h>

enum { MOST_COLUMNS = 24, MONTHS = 12 * 60, WITHIN = 7, LIKE_FAMILY = 34, LIKE_NAME = 30 };

/* Which roles are reported, and whether only of countries that countries.tsv marks `news`. */
static const struct {
    const char *role;
    bool news;
} wanted[] = {{"HOS", false}, {"HOG", false}, {"FM", true}, {"DM", true}};
enum { N_WANTED = sizeof wanted / sizeof *wanted };

typedef struct {
    uint32_t country, role; /* index into wanted */
    bw_str name;
    bw_day from, to;
    bool exact; /* `from` is a day */
} term;

typedef struct {
    const kb *k;
    bw_buf *out;
    bw_arena *arena;
    term *terms;
    uint32_t n, room;
} report;

/* The next field of a record; false behind the last. *end tells that a line ended. */
static bool take_field(bw_arena *a, bw_str *rest, bw_str *out, bool *end)
{
    *end = false;
    if (rest->len && *rest->ptr == '"') {
        bw_buf b = {.arena = a};
        size_t i = 1;
        for (; i < rest->len; i++) {
            if (rest->ptr[i] == '"' && !(i + 1 < rest->len && rest->ptr[i + 1] == '"'))
                break;
            bw_buf_char(&b, rest->ptr[i]);
            i += rest->ptr[i] == '"';
        }
        *out = bw_buf_view(&b);
        *rest = bw_str_slice(*rest, i + 1, rest->len);
    } else {
        size_t i = 0;
        while (i < rest->len && rest->ptr[i] != ',' && rest->ptr[i] != '\n' && rest->ptr[i] != '\r')
            i++;
        *out = bw_str_slice(*rest, 0, i);
        *rest = bw_str_slice(*rest, i, rest->len);
    }
    if (rest->len && *rest->ptr == '\r')
        *rest = bw_str_slice(*rest, 1, rest->len);
    *end = rest->len == 0 || *rest->ptr == '\n';
    *rest = bw_str_slice(*rest, 1, rest->len);
    return true;
}

/* The first (or last) day of "2021-04-01", "2021-04", "2021". */
static bool take_day(bw_str s, bool last, bw_day *out)
{
    int part[3] = {0, last ? 12 : 1, last ? 0 : 1};
    int n = 0;
    bw_str piece;
    while (n < 3 && bw_str_cut(&s, '-', &piece)) {
        int64_t v = 0;
        if (!bw_str_to_int(piece, &v) || v < 1 || v > 9999)
            return false;
        part[n++] = (int)v;
    }
    if (n == 0)
        return false;
    if (part[2] == 0) {
        *out = part[1] == 12 ? bw_day_of(part[0] + 1, 1, 1) - 1 : bw_day_of(part[0], part[1] + 1, 1) - 1;
        return true;
    }
    *out = bw_day_of(part[0], part[1], part[2]);
    return *out != BW_NO_DAY;
}

static bw_status read_terms(report *r, bw_str csv, bw_err *err)
{
    static const char *const names[] = {"iso3", "role", "name", "start", "end"};
    enum { ISO3, ROLE, NAME, START, END, N_NAMES };
    int at[N_NAMES] = {-1, -1, -1, -1, -1};
    uint32_t line = 0;
    while (csv.len) {
        bw_str field[MOST_COLUMNS] = {{0}};
        int n = 0;
        for (bool end = false; !end; n++)
            take_field(r->arena, &csv, &field[n < MOST_COLUMNS ? n : MOST_COLUMNS - 1], &end);
        if (line++ == 0) {
            for (int i = 0; i < n && i < MOST_COLUMNS; i++)
                for (int k = 0; k < N_NAMES; k++)
                    if (bw_str_is(field[i], names[k]))
                        at[k] = i;
            for (int k = 0; k < N_NAMES; k++)
                if (at[k] < 0)
                    return bw_fail(err, BW_ERR_SYNTAX, "1: there is no column '%s'", names[k]);
            continue;
        }
        term t = {.to = KB_ALWAYS, .role = N_WANTED};
        for (uint32_t w = 0; w < N_WANTED; w++)
            if (bw_str_is(field[at[ROLE]], wanted[w].role))
                t.role = w;
        char code[4] = "";
        bw_str iso = field[at[ISO3]];
        if (bw_str_is(iso, "XKX"))
            iso = BW_LIT("KOS");
        if (iso.len == 3)
            memcpy(code, iso.ptr, 3);
        t.country = kb_find_country(r->k, code);
        t.name = field[at[NAME]];
        t.exact = field[at[START]].len == 10;
        if (t.role == N_WANTED || t.country == KB_NONE || !take_day(field[at[START]], false, &t.from))
            continue;
        if (field[at[END]].len && !take_day(field[at[END]], true, &t.to))
            continue;
        BW_PUSH(r->arena, r->terms, r->n, r->room, t);
    }
    return BW_OK;
}

/* Whether the person may be the one of that name: family name or whole name alike, in any order of words. */
static bool alike(const report *r, uint32_t person, bw_str name)
{
    const kb_person *p = &r->k->persons[person];
    bw_str family = kb_str(r->k, p->family_sounds), own = kb_str(r->k, p->own_sounds),
           folded = bw_words_fold(r->arena, name), word, rest = folded;
    char sounds[BW_SOUND_MAX], all[BW_SOUND_MAX];
    bw_buf joined = {.arena = r->arena};
    bool found = false;
    while (bw_str_cut(&rest, ' ', &word)) {
        bw_buf_str(&joined, word);
        bw_str s = bw_sound_spell(word, sounds);
        found = found || (s.len > 1 && bw_sound_cost(s, family, LIKE_FAMILY) <= LIKE_FAMILY);
        bw_str own_rest = bw_words_fold(r->arena, kb_str(r->k, p->name)), own_word;
        while (word.len > 3 && bw_str_cut(&own_rest, ' ', &own_word))
            found = found || bw_str_eq(word, own_word);
    }
    return found || bw_sound_cost(bw_sound_spell(bw_buf_view(&joined), all), own, LIKE_NAME) <= LIKE_NAME ||
           kb_find_name(r->k, name) != NULL;
}

static void put_month(bw_buf *out, int first_year, uint32_t month)
{
    bw_buf_print(out, "%d-%02u", first_year + (int)(month / 12), month % 12 + 1);
}

/* Stretches of months that are marked. */
static void put_stretches(const report *r, const char *what, uint32_t country, const char *role, const uint8_t *marks,
                          uint8_t mark, uint32_t n, int first_year)
{
    for (uint32_t m = 0; m < n; m++) {
        if (marks[m] != mark)
            continue;
        uint32_t end = m;
        while (end + 1 < n && marks[end + 1] == mark)
            end++;
        bw_buf_print(r->out, "%s\t%s\t%s\t", what, r->k->countries[country].code, role);
        put_month(r->out, first_year, m);
        bw_buf_char(r->out, '\t');
        put_month(r->out, first_year, end);
        bw_buf_char(r->out, '\n');
        m = end;
    }
}

static double share(uint64_t part, uint64_t whole) { return whole ? 100.0 * (double)part / (double)whole : 0; }

static void report_role(report *r, uint32_t w, int first_year, uint32_t n_months, bw_buf *summary)
{
    enum { NOBODY, MISSING, OTHER, SAME };
    uint32_t role = kb_find_role(r->k, wanted[w].role), n_countries = 0;
    uint64_t listed = 0, held = 0, same = 0, dated = 0, near = 0;
    for (uint32_t c = 0; role != KB_NONE && c < r->k->n_countries; c++) {
        uint8_t marks[MONTHS] = {0};
        uint32_t first, end;
        bool any = false;
        if (r->k->countries[c].part[0] || (wanted[w].news && !r->k->countries[c].news))
            continue; /* what is coded under another state has no head of its own */
        kb_find_offices(r->k, role, r->k->countries[c].code, &first, &end);
        for (uint32_t i = 0; i < r->n; i++) {
            const term *t = &r->terms[i];
            if (t->country != c || t->role != w)
                continue;
            for (uint32_t m = 0; m < n_months; m++) {
                bw_day day = bw_day_of(first_year + (int)(m / 12), (int)(m % 12) + 1, 15);
                if (!kb_holds(t->from, t->to, day))
                    continue;
                uint8_t mark = MISSING;
                for (uint32_t o = first; o < end && mark < SAME; o++)
                    if (kb_holds(r->k->offices[o].from, r->k->offices[o].to, day) && r->k->offices[o].org == KB_NONE)
                        mark = alike(r, r->k->offices[o].person, t->name) ? SAME : OTHER;
                marks[m] = mark > marks[m] ? mark : marks[m];
            }
            if (!t->exact || t->from < bw_day_of(first_year, 1, 1))
                continue;
            bw_day best = 100000;
            for (uint32_t o = first; o < end; o++) {
                bw_day off = r->k->offices[o].from - t->from;
                if (r->k->offices[o].from != KB_EVER && abs(off) < abs(best) &&
                    alike(r, r->k->offices[o].person, t->name))
                    best = off;
            }
            if (abs(best) > 366)
                continue; /* another term, or a person whom the tables lack */
            dated++;
            near += abs(best) <= WITHIN;
            if (abs(best) > WITHIN)
                bw_buf_print(r->out, "start\t%s\t%s\t%.*s\t%+d days\n", r->k->countries[c].code, wanted[w].role,
                             BW_STR_FMT(t->name), (int)best);
        }
        for (uint32_t m = 0; m < n_months; m++) {
            any |= marks[m] != NOBODY;
            listed += marks[m] != NOBODY;
            held += marks[m] >= OTHER;
            same += marks[m] == SAME;
        }
        n_countries += any;
        put_stretches(r, "nobody", c, wanted[w].role, marks, MISSING, n_months, first_year);
        put_stretches(r, "other", c, wanted[w].role, marks, OTHER, n_months, first_year);
    }
    bw_buf_print(summary,
                 "%s: %u countries, %.1f %% of %llu country-months held; names agree in %.1f %% of these; %.1f %% of "
                 "%llu terms begin within %d days\n",
                 wanted[w].role, n_countries, share(held, listed), (unsigned long long)listed, share(same, held),
                 share(near, dated), (unsigned long long)dated, WITHIN);
}

bw_status bw_coverage_report(const kb *k, bw_str csv, int first_year, int last_year, bw_buf *out, bw_err *err)
{
    report r = {.k = k, .out = out, .arena = out->arena};
    bw_buf summary = {.arena = out->arena};
    uint32_t n_months = (uint32_t)(last_year - first_year + 1) * 12;
    if (first_year > last_year || n_months > MONTHS)
        return bw_fail(err, BW_ERR_LIMIT, "a report covers 1 to %d years", MONTHS / 12);
    bw_status st = read_terms(&r, csv, err);
    if (st)
        return st;
    for (uint32_t w = 0; w < N_WANTED; w++)
        report_role(&r, w, first_year, n_months, &summary);
    bw_buf_str(out, bw_buf_view(&summary));
    return BW_OK;
}
