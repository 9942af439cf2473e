/* time_table - the tables of lexicon/time to C, at build time.
 *
 * usage: time_table words.tsv holidays.tsv calendars.tsv periods.tsv OUT.c
 * A fault is told as FILE:LINE:COLUMN: what is wrong; exit status 1. Columns count from 1, as fields.
 */
#include "base/file.h"
#include "feast_days.h"
#include "when/table.h"

#include <stdarg.h>
#include <stdlib.h>

enum { MAX_FIELDS = 4, MAX_WORDS = 4096, MAX_FEASTS = 4096, MAX_LISTS = 256 };

typedef struct {
    const char *file;
    unsigned line;
    bw_str fields[MAX_FIELDS];
    unsigned n;
} row;

static int faults;

BW_PRINTF(3, 4) static void fault(const row *r, unsigned column, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%u:%u: ", r->file, r->line, column);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    faults++;
}

/* The next line that is no comment, cut at its tabs. */
static bool next_row(bw_str *rest, row *r)
{
    bw_str line;
    while (bw_str_cut(rest, '\n', &line)) {
        r->line++;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        for (r->n = 0; r->n < MAX_FIELDS; r->n++)
            if (!bw_str_cut(&line, '\t', &r->fields[r->n]))
                break;
        if (line.ptr)
            fault(r, MAX_FIELDS + 1, "more than %d columns", MAX_FIELDS);
        for (unsigned i = r->n; i < MAX_FIELDS; i++)
            r->fields[i] = (bw_str){0};
        return true;
    }
    return false;
}

static bool index_of(const char *const *names, size_t n, bw_str name, int *out)
{
    for (size_t i = 0; i < n; i++)
        if (bw_str_is(name, names[i])) {
            *out = (int)i;
            return true;
        }
    return false;
}

static const char *const kinds[] = {
#define NAME(name) #name,
    BW_WHEN_KIND_LIST(NAME)
#undef NAME
};
static const char *const parts[] = {"MO", "MI", "AF", "EV", "NI"};
static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
static const char *const moments[] = {
#define NAME(name) #name,
    FEAST_MOMENT_LIST(NAME)
#undef NAME
};
static const char *const eastern[] = {"chinese", "korean", "vietnamese"};
static const char *const feast_rules[] = {"BW_FEAST_DAY",    "BW_FEAST_WEEKDAY", "BW_FEAST_EASTER", "BW_FEAST_ORTHODOX",
                                          "BW_FEAST_LISTED", "BW_FEAST_PERIOD"};
#define COUNT(a) (sizeof(a) / sizeof *(a))

static bw_when_word words[MAX_WORDS];
static unsigned n_words, room_words = 16;

static bw_when_word *slot_of(bw_str text)
{
    for (uint32_t i = (uint32_t)bw_hash(text);; i++) {
        bw_when_word *w = &words[i % MAX_WORDS];
        if (!w->text[0] || bw_str_is(text, w->text))
            return w;
    }
}

static bool plain(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bw_is_lower(s.ptr[i]) && !bw_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

static bw_when_word *add_word(bw_str text)
{
    bw_when_word *w = slot_of(text);
    if (!w->text[0]) {
        memcpy(w->text, text.ptr, text.len);
        n_words++;
    }
    return w;
}

static void read_words(bw_str rest, row *r)
{
    while (next_row(&rest, r)) {
        int kind = 0, part = 0;
        int64_t value = 0;
        if (!plain(r->fields[0]) || r->fields[0].len >= BW_WHEN_LONGEST_WORD) {
            fault(r, 1, "a word of 1 to %d small letters is wanted", BW_WHEN_LONGEST_WORD - 1);
            continue;
        }
        if (slot_of(r->fields[0])->text[0]) {
            fault(r, 1, "'%.*s' stands here twice", BW_STR_FMT(r->fields[0]));
            continue;
        }
        if (!index_of(kinds, BW_WHEN_date, r->fields[1], &kind) || kind == BW_WHEN_none)
            fault(r, 2, "unknown kind '%.*s'", BW_STR_FMT(r->fields[1]));
        if (kind == BW_WHEN_unit || kind == BW_WHEN_rate || kind == BW_WHEN_begins || kind == BW_WHEN_ends) {
            if (r->fields[2].len != 1 || !strchr("smhdwfMqyDCetnl", r->fields[2].ptr[0]))
                fault(r, 3, "unknown unit '%.*s'", BW_STR_FMT(r->fields[2]));
            else
                value = r->fields[2].ptr[0];
        } else if (kind == BW_WHEN_part) {
            if (!index_of(parts, COUNT(parts), r->fields[2], &part))
                fault(r, 3, "unknown part of the day '%.*s'", BW_STR_FMT(r->fields[2]));
            value = part;
        } else if (!bw_str_to_int(r->fields[2], &value) || value < INT32_MIN || value > INT32_MAX) {
            fault(r, 3, "a number is wanted");
        }
        if (r->fields[3].len && !bw_str_is(r->fields[3], "loose"))
            fault(r, 4, "unknown flag '%.*s'", BW_STR_FMT(r->fields[3]));
        bw_when_word *w = add_word(r->fields[0]);
        w->kind = (uint8_t)kind;
        w->value = (int32_t)value;
        w->flags = r->fields[3].len ? BW_WHEN_LOOSE : 0;
        if (n_words > MAX_WORDS / 2) {
            fault(r, 1, "more words than the generator has room for");
            return;
        }
    }
}

/* ---- the Islamic calendar: first day and months of each year ------------------------------------------ */

static struct {
    bw_day first;
    int8_t lengths[12];
} islamic_years[300];
static unsigned n_islamic_years;

static void read_calendars(bw_str rest, row *r)
{
    bw_day end = BW_NO_DAY;
    while (next_row(&rest, r)) {
        bw_day first = bw_day_parse(r->fields[1]);
        if (!bw_str_is(r->fields[0], "islamic"))
            fault(r, 1, "calendars: islamic");
        if (first == BW_NO_DAY)
            fault(r, 2, "no day: '%.*s'", BW_STR_FMT(r->fields[1]));
        else if (end != BW_NO_DAY && first != end)
            fault(r, 2, "the year before ended on another day");
        bw_str lengths = r->fields[2], piece;
        int total = 0;
        unsigned months = 0;
        int8_t table[12] = {0};
        while (bw_str_cut(&lengths, ' ', &piece)) {
            int64_t days = 0;
            if (!bw_str_to_int(piece, &days) || days < 29 || days > 30)
                fault(r, 3, "months have 29 or 30 days");
            total += (int)days;
            if (months < 12)
                table[months] = (int8_t)days;
            months++;
        }
        if (months != 12)
            fault(r, 3, "a year has 12 months");
        if (n_islamic_years == COUNT(islamic_years)) {
            fault(r, 1, "more years than the generator has room for");
            return;
        }
        islamic_years[n_islamic_years].first = first;
        memcpy(islamic_years[n_islamic_years++].lengths, table, sizeof table);
        end = first + total;
    }
}

static unsigned islamic_days(int month, int day, bw_day *out)
{
    unsigned n = 0;
    for (unsigned i = 0; i < n_islamic_years && n < FEAST_MOST; i++) {
        bw_day at = islamic_years[i].first;
        for (int m = 0; m < month - 1; m++)
            at += islamic_years[i].lengths[m];
        out[n++] = at + day - 1;
    }
    return n;
}

/* ---- holidays: names and rules -------------------------------------------------------------------------- */

static bw_when_feast feasts[MAX_FEASTS];
static unsigned n_feasts;

/* Days of computed feasts, once for each rule. */
static struct {
    bw_str rule;
    bool month;
    int32_t first, n;
} lists[MAX_LISTS];
static unsigned n_lists;
static bw_day list_days[MAX_LISTS * FEAST_MOST];
static int32_t n_list_days;

typedef struct {
    bw_str piece[8];
    int64_t number[8];
    bool is_number[8];
    unsigned n;
} rule_words;

static bool between(const rule_words *w, unsigned i, int low, int high)
{
    return i < w->n && w->is_number[i] && w->number[i] >= low && w->number[i] <= high;
}

/* How many words of the rule stand for the feast's place in its calendar; 0: no such rule. `out`: its days, for a month of
 * them also the first days of the next. */
static unsigned computed(const rule_words *w, bool month, bw_day *out, unsigned *n)
{
    int at, a = (int)w->number[1], b = (int)w->number[2];
    bw_str name = w->piece[0];
    if (bw_str_is(name, "islamic") && between(w, 1, 1, 12) && between(w, 2, 1, 30)) {
        *n = islamic_days(a, b, out);
        if (month)
            islamic_days(a + 1, 1, out + *n); /* a thirteenth month begins with the next year */
        return 3;
    }
    if (month)
        return 0;
    if (bw_str_is(name, "hebrew") && between(w, 1, 1, 12) && between(w, 2, 1, 30)) {
        *n = feast_days_hebrew(a, b, out);
        return 3;
    }
    if (index_of(eastern, COUNT(eastern), name, &at) && between(w, 1, 1, 12) && between(w, 2, 1, 30)) {
        *n = feast_days_east((feast_east)at, a, b, out);
        return 3;
    }
    if (bw_str_is(name, "parsi") && between(w, 1, 1, 12) && between(w, 2, 1, 30)) {
        *n = feast_days_parsi(a, b, out);
        return 3;
    }
    if (bw_str_is(name, "coptic") && between(w, 1, 1, 13) && between(w, 2, 1, 30)) {
        *n = feast_days_coptic(a, b, out);
        return 3;
    }
    if ((bw_str_is(name, "sun") || bw_str_is(name, "stars")) && between(w, 1, 0, 359) && between(w, 2, -1440, 2880)) {
        *n = feast_days_sun(a, b, name.len == 5, out);
        return 3;
    }
    if (w->n < 4 || !index_of(moments, COUNT(moments), w->piece[3], &at))
        return 0;
    if (bw_str_is(name, "star") && between(w, 1, 1, 12) && between(w, 2, 1, 27)) {
        *n = feast_days_star(a, b, (feast_moment)at, out);
        return 4;
    }
    if (bw_str_is(name, "hindu") && between(w, 1, 1, 12) && between(w, 2, 1, 30)) {
        bool star = w->n > 5 && bw_str_is(w->piece[4], "star") && between(w, 5, 1, 27);
        *n = feast_days_hindu(a, b, (feast_moment)at, star ? (int)w->number[5] : 0, out);
        return star ? 6 : 4;
    }
    return 0;
}

static unsigned read_listed(const rule_words *w, bool month, bw_when_feast *f)
{
    static bw_day days[2 * FEAST_MOST];
    unsigned n = 0, used;
    bw_str first = w->piece[0], last;
    for (unsigned i = 0; i < n_lists; i++) { /* a rule that was seen before is not computed again */
        bw_str known = lists[i].rule;
        unsigned k = 0;
        while (k < w->n && (size_t)(w->piece[k].ptr + w->piece[k].len - first.ptr) < known.len)
            k++;
        bw_str same = {first.ptr, k < w->n ? (size_t)(w->piece[k].ptr + w->piece[k].len - first.ptr) : 0};
        if (lists[i].month == month && same.len == known.len && memcmp(same.ptr, known.ptr, known.len) == 0) {
            f->from = lists[i].first;
            f->to = lists[i].n;
            return k + 1;
        }
    }
    used = computed(w, month, days, &n);
    if (!used || n_lists == MAX_LISTS)
        return 0;
    last = w->piece[used - 1];
    f->from = n_list_days;
    f->to = (int32_t)n;
    for (unsigned i = 0; i < (month ? 2 * n : n); i++)
        list_days[n_list_days++] = days[i];
    lists[n_lists].rule = (bw_str){first.ptr, (size_t)(last.ptr + last.len - first.ptr)};
    lists[n_lists].month = month;
    lists[n_lists].first = f->from;
    lists[n_lists++].n = f->to;
    return used;
}

/* "+1", "sun:+1", ">mon", "<fri" */
static bool read_shift(bw_str s, bw_when_shift *out)
{
    int64_t by = 0;
    int weekday = 0;
    bw_str name = s;
    if (s.len && (s.ptr[0] == '>' || s.ptr[0] == '<')) {
        out->kind = s.ptr[0] == '>' ? BW_SHIFT_FROM : BW_SHIFT_BEFORE;
        name = bw_str_slice(s, 1, s.len);
    } else if (s.len > 4 && s.ptr[3] == ':') {
        out->kind = BW_SHIFT_IF;
        name = bw_str_slice(s, 0, 3);
        s = bw_str_slice(s, 4, s.len);
    } else {
        out->kind = BW_SHIFT_DAYS;
        name.len = 0;
    }
    if (name.len && !index_of(weekdays, COUNT(weekdays), name, &weekday))
        return false;
    if (out->kind != BW_SHIFT_FROM && out->kind != BW_SHIFT_BEFORE && (!bw_str_to_int(s, &by) || by < -100 || by > 100))
        return false;
    out->weekday = (int8_t)weekday;
    out->by = (int8_t)by;
    return true;
}

/* "12-25"; "11 4 thu"; "easter -2"; "orthodox 0"; "islamic 9 1" …; behind each of them up to two shifts */
static bool read_rule(bw_str rule, bool month, bw_when_feast *f)
{
    rule_words w = {0};
    bw_str rest = rule;
    int at;
    unsigned used = 0, n_shifts = 0;
    while (w.n < COUNT(w.piece) && bw_str_cut(&rest, ' ', &w.piece[w.n])) {
        w.is_number[w.n] = bw_str_to_int(w.piece[w.n], &w.number[w.n]);
        w.n++;
    }
    if (rest.ptr || w.n == 0)
        return false;
    bw_str day = w.piece[0], head;
    int64_t m = 0, d = 0;
    if (bw_str_cut(&day, '-', &head) && day.ptr && bw_str_to_int(head, &m) && bw_str_to_int(day, &d) && m >= 1 && m <= 12 && d >= 1 &&
        bw_day_checked(2000, (int)m, (int)d) != BW_NO_DAY) {
        f->rule = BW_FEAST_DAY;
        f->month = (int8_t)m;
        f->day = (int8_t)d;
        used = 1;
    } else if (bw_str_is(w.piece[0], "easter") || bw_str_is(w.piece[0], "orthodox")) {
        f->rule = w.piece[0].ptr[0] == 'e' ? BW_FEAST_EASTER : BW_FEAST_ORTHODOX;
        used = 1;
    } else if (between(&w, 0, 1, 12) && between(&w, 1, -1, 5) && w.number[1] != 0 && w.n > 2 &&
               index_of(weekdays, COUNT(weekdays), w.piece[2], &at)) {
        f->rule = BW_FEAST_WEEKDAY;
        f->month = (int8_t)w.number[0];
        f->nth = (int8_t)w.number[1];
        f->day = (int8_t)at;
        used = 3;
    } else if ((used = read_listed(&w, month, f)) > 0)
        f->rule = BW_FEAST_LISTED;
    if (!used || (month && f->rule != BW_FEAST_LISTED))
        return false;
    for (; used < w.n; used++)
        if (n_shifts == BW_WHEN_SHIFTS || !read_shift(w.piece[used], &f->shifts[n_shifts++]))
            return false;
    return true;
}

static int by_name(const void *a, const void *b)
{
    const bw_when_feast *x = a, *y = b;
    int c = strcmp(x->name, y->name);
    return c ? c : strcmp(x->country, y->country);
}

/* The name as it is looked up; *first: the length of its first word. */
static bool read_name(const row *r, bw_when_feast *f, size_t *first)
{
    size_t len = 0, n = 1;
    bw_str name = r->fields[0];
    *first = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (bw_is_lower(c) || bw_is_digit(c) || c == '/') {
            if (len + 1 < sizeof f->name)
                f->name[len] = c;
            len++;
        } else if (c == ' ') {
            if (!*first)
                *first = len;
            n++;
        } else if (c == '-') {
            n++; /* the tokenizer may cut there, or not */
        } else if (c != '\'') {
            fault(r, 1, "character %zu is no small letter, figure, space, hyphen, stroke or apostrophe", i + 1);
            break;
        }
    }
    if (!*first)
        *first = len;
    if (len == 0 || len >= sizeof f->name || n > BW_WHEN_NAME_WORDS || *first >= BW_WHEN_LONGEST_WORD) {
        fault(r, 1, "the name is empty, or has over %d letters, %d words or %d letters in the first", BW_WHEN_LONGEST_NAME - 1,
              BW_WHEN_NAME_WORDS, BW_WHEN_LONGEST_WORD - 1);
        return false;
    }
    return true;
}

/* A name may stand here in several spellings that are looked up alike, "gokul ashtami" and "gokulashtami": they begin with
 * other words. */
static bool add_feast(const row *r, const bw_when_feast *f, size_t first)
{
    static struct {
        bw_str name;
        char country[4];
    } spellings[MAX_FEASTS];
    static unsigned n_spellings;
    bw_str name = r->fields[0], word = bw_str_slice(bw_str_of(f->name), 0, first);
    bool known = false;
    for (unsigned i = 0; i < n_feasts; i++)
        if (by_name(&feasts[i], f) == 0) {
            known = true;
            if (memcmp(&feasts[i], f, sizeof *f) != 0)
                fault(r, 1, "'%.*s' stands here with another meaning", BW_STR_FMT(name));
        }
    for (unsigned i = 0; known && i < n_spellings; i++)
        if (bw_str_eq(spellings[i].name, name) && strcmp(spellings[i].country, f->country) == 0)
            fault(r, 1, "'%.*s' stands here twice", BW_STR_FMT(name));
    if (n_feasts == MAX_FEASTS || n_spellings == MAX_FEASTS || n_words > MAX_WORDS / 2) {
        fault(r, 1, "more names than the generator has room for");
        return false;
    }
    spellings[n_spellings].name = name;
    memcpy(spellings[n_spellings++].country, f->country, sizeof f->country);
    if (!known)
        feasts[n_feasts++] = *f;
    add_word(word)->flags |= BW_WHEN_HOLIDAY;
    /* "king's", "mid-autumn": the tokenizer cuts there, or does not */
    for (size_t i = 0; i < name.len && name.ptr[i] != ' '; i++)
        if (i && (name.ptr[i] == '-' || name.ptr[i] == '\'')) {
            if (plain(bw_str_slice(name, 0, i)))
                add_word(bw_str_slice(name, 0, i))->flags |= BW_WHEN_HOLIDAY;
            break;
        }
    return true;
}

static void read_feasts(bw_str rest, row *r)
{
    while (next_row(&rest, r)) {
        bw_when_feast f = {0};
        size_t first;
        int64_t days = 0;
        bool month = bw_str_is(r->fields[2], "month");
        if (!read_name(r, &f, &first))
            continue;
        if (!read_rule(r->fields[1], month, &f))
            fault(r, 2, "unknown rule '%.*s'", BW_STR_FMT(r->fields[1]));
        if (!month && (!bw_str_to_int(r->fields[2], &days) || days < 1 || days > 60))
            fault(r, 3, "days: 1 to 60, or 'month' of the Islamic calendar");
        f.days = (uint8_t)days;
        if (r->fields[3].len == 3)
            memcpy(f.country, r->fields[3].ptr, 3);
        else if (!bw_str_is(r->fields[3], "-"))
            fault(r, 4, "a country of three letters, or -");
        if (!add_feast(r, &f, first))
            return;
    }
}

/* ---- periods: what happened once ------------------------------------------------------------------------ */

/* "1939", "1939-09", "1939-09-01": the first or the last day of it. */
static bool read_edge(bw_str s, bool last, bw_day *day, uint8_t *precision)
{
    bw_str rest = s, piece;
    int64_t n[3] = {0};
    int k = 0;
    while (k < 3 && bw_str_cut(&rest, '-', &piece)) {
        if (!bw_str_to_int(piece, &n[k]) || piece.len != (k ? 2 : 4) || !bw_is_digit(piece.ptr[0]))
            return false;
        k++;
    }
    if (rest.ptr || k == 0 || n[0] < 1 || (k > 1 && (n[1] < 1 || n[1] > 12)))
        return false;
    int year = (int)n[0], month = k > 1 ? (int)n[1] : last ? 12 : 1;
    *day = bw_day_checked(year, month, k > 2 ? (int)n[2] : last ? bw_days_in_month(year, month) : 1);
    uint8_t p = k == 1 ? 'y' : k == 2 ? 'M' : 'd';
    if (p == 'y' || (p == 'M' && *precision == 'd'))
        *precision = p;
    return *day != BW_NO_DAY;
}

static void read_periods(bw_str rest, row *r)
{
    while (next_row(&rest, r)) {
        bw_when_feast f = {.rule = BW_FEAST_PERIOD, .precision = 'd'};
        size_t first;
        bool good = true;
        if (!read_name(r, &f, &first))
            continue;
        for (unsigned c = 1; c <= 2; c++)
            if (!read_edge(r->fields[c], c == 2, c == 1 ? &f.from : &f.to, &f.precision)) {
                fault(r, c + 1, "no day, month or year: '%.*s'", BW_STR_FMT(r->fields[c]));
                good = false;
            }
        if (good && f.to < f.from)
            fault(r, 3, "it ends before it begins");
        if (r->fields[3].len)
            fault(r, 4, "more than 3 columns");
        if (!add_feast(r, &f, first))
            return;
    }
}

/* ---- out ------------------------------------------------------------------------------------------------ */

static void write_words(bw_buf *out)
{
    while (room_words < n_words * 2)
        room_words *= 2;
    static bw_when_word table[MAX_WORDS * 4];
    for (unsigned i = 0; i < MAX_WORDS; i++) {
        if (!words[i].text[0])
            continue;
        uint32_t at = (uint32_t)bw_hash(bw_str_of(words[i].text));
        while (table[at & (room_words - 1)].text[0])
            at++;
        table[at & (room_words - 1)] = words[i];
    }
    bw_buf_print(out, "const uint32_t bw_when_n_words = %u;\nconst uint8_t bw_when_word_tags[] = {", room_words);
    for (unsigned i = 0; i < room_words; i++)
        bw_buf_print(out, "%s%u,", i % 16 ? " " : "\n    ", table[i].text[0] ? bw_when_tag(bw_hash(bw_str_of(table[i].text))) : 0);
    bw_buf_text(out, "\n};\nconst bw_when_word bw_when_words[] = {\n");
    for (unsigned i = 0; i < room_words; i++) {
        bw_when_word *w = &table[i];
        if (w->flags & BW_WHEN_HOLIDAY)
            for (unsigned k = 0; k < n_feasts; k++)
                if (bw_str_starts(bw_str_of(feasts[k].name), bw_str_of(w->text))) {
                    if (!w->n_feasts++)
                        w->feast = (uint16_t)k;
                }
        bw_buf_print(out, "    {\"%s\", BW_WHEN_%s, %u, %u, %u, %d},\n", w->text, kinds[w->kind], w->flags, w->feast, w->n_feasts, w->value);
    }
    bw_buf_text(out, "};\n");
}

static void write_feasts(bw_buf *out)
{
    bw_buf_print(out, "const uint32_t bw_when_n_feasts = %u;\nconst bw_when_feast bw_when_feasts[] = {\n", n_feasts);
    for (unsigned i = 0; i < n_feasts; i++) {
        const bw_when_feast *f = &feasts[i];
        bw_buf_print(out, "    {\"%s\", \"%s\", %s, %d, %d, %d, %u, %u, {", f->name, f->country, feast_rules[f->rule], f->month, f->day,
                     f->nth, f->days, f->precision);
        for (int k = 0; k < BW_WHEN_SHIFTS; k++)
            bw_buf_print(out, "%s{%u, %d, %d}", k ? ", " : "", f->shifts[k].kind, f->shifts[k].weekday, f->shifts[k].by);
        bw_buf_print(out, "}, %d, %d},\n", f->from, f->to);
    }
    bw_buf_text(out, "};\nconst bw_day bw_when_feast_days[] = {");
    for (int32_t i = 0; i < n_list_days || i == 0; i++)
        bw_buf_print(out, "%s%d,", i % 16 ? " " : "\n    ", list_days[i]);
    bw_buf_text(out, "\n};\n");
}

typedef struct {
    char **argv;
    bw_arena *arena;
} job;

static bw_status run(void *with, bw_err *err)
{
    const job *j = with;
    bw_str text[4];
    row rows[4] = {{0}};
    for (int i = 0; i < 4; i++) {
        rows[i].file = j->argv[i + 1];
        bw_status st = bw_file_read(j->arena, rows[i].file, 16 << 20, &text[i], err);
        if (st)
            return st;
    }
    bw_buf out = {.arena = j->arena};
    bw_buf_text(&out, "/* Made by tools/time_table from lexicon/time. */\n#include \"when/table.h\"\n\n");
    read_words(text[0], &rows[0]);
    read_calendars(text[2], &rows[2]);
    read_feasts(text[1], &rows[1]);
    read_periods(text[3], &rows[3]);
    qsort(feasts, n_feasts, sizeof *feasts, by_name);
    write_words(&out);
    write_feasts(&out);
    if (faults)
        return bw_fail(err, BW_ERR_SYNTAX, "%d fault%s in the tables of time", faults, faults == 1 ? "" : "s");
    return bw_file_write(j->argv[5], bw_buf_view(&out), err);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: time_table words.tsv holidays.tsv calendars.tsv periods.tsv OUT.c\n", stderr);
        return 2;
    }
    job j = {argv, bw_arena_new(0)};
    bw_err err = {0};
    if (!j.arena || bw_arena_try(j.arena, run, &j, &err) != BW_OK) {
        fprintf(stderr, "time_table: %s\n", err.msg);
        return 1;
    }
    bw_arena_free(j.arena);
    return 0;
}
