/* time_table - the tables of lexicon/time to C, at build time.
 *
 * usage: time_table words.tsv holidays.tsv calendars.tsv OUT.c
 * A fault is told as FILE:LINE:COLUMN: what is wrong; exit status 1. Columns count from 1, as fields.
 */
#include "base/file.h"
#include "when/table.h"

#include <stdarg.h>
#include <stdlib.h>

enum { MAX_FIELDS = 4, MAX_WORDS = 2048, MAX_FEASTS = 2048 };

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
static const char *const calendars[] = {"chinese", "hebrew", "islamic"};
static const char *const feast_rules[] = {"BW_FEAST_DAY", "BW_FEAST_WEEKDAY", "BW_FEAST_EASTER", "BW_FEAST_ORTHODOX",
                                          "BW_FEAST_LUNAR"};
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
        if (kind == BW_WHEN_unit || kind == BW_WHEN_rate) {
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

static bw_when_feast feasts[MAX_FEASTS];
static unsigned n_feasts;

/* "12-25"; "11 4 thu +1"; "easter -2"; "orthodox 0"; "islamic 9 1" */
static bool read_rule(bw_str rule, bw_when_feast *f)
{
    bw_str piece[4] = {{0}};
    int64_t number[4] = {0};
    bool is_number[4] = {0};
    unsigned n = 0;
    int at;
    bw_str rest = rule;
    while (n < 4 && bw_str_cut(&rest, ' ', &piece[n])) {
        is_number[n] = bw_str_to_int(piece[n], &number[n]) && number[n] >= -100 && number[n] <= 100;
        n++;
    }
    if (rest.ptr)
        return false;
    if (n == 1) {
        rest = rule;
        f->rule = BW_FEAST_DAY;
        if (!bw_str_cut(&rest, '-', &piece[0]) || !bw_str_to_int(piece[0], &number[0]) || !bw_str_to_int(rest, &number[1]) ||
            bw_day_checked(2000, (int)number[0], (int)number[1]) == BW_NO_DAY)
            return false;
        f->month = (int8_t)number[0];
        f->day = (int8_t)number[1];
        return true;
    }
    if (n == 2 && is_number[1] && (bw_str_is(piece[0], "easter") || bw_str_is(piece[0], "orthodox"))) {
        f->rule = piece[0].ptr[0] == 'e' ? BW_FEAST_EASTER : BW_FEAST_ORTHODOX;
        f->offset = (int8_t)number[1];
        return true;
    }
    if (n == 3 && is_number[1] && is_number[2] && index_of(calendars, COUNT(calendars), piece[0], &at)) {
        f->rule = BW_FEAST_LUNAR;
        f->calendar = (uint8_t)at;
        f->month = (int8_t)number[1];
        f->day = (int8_t)number[2];
        return f->month >= 1 && f->month <= 12 && f->day >= 1 && f->day <= 30;
    }
    if (n >= 3 && is_number[0] && is_number[1] && index_of(weekdays, COUNT(weekdays), piece[2], &at) && (n == 3 || is_number[3])) {
        f->rule = BW_FEAST_WEEKDAY;
        f->month = (int8_t)number[0];
        f->nth = (int8_t)number[1];
        f->day = (int8_t)at;
        f->offset = (int8_t)number[3];
        return f->month >= 1 && f->month <= 12 && f->nth >= -1 && f->nth <= 5 && f->nth != 0;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    const bw_when_feast *x = a, *y = b;
    int c = strcmp(x->name, y->name);
    return c ? c : strcmp(x->country, y->country);
}

static void read_feasts(bw_str rest, row *r)
{
    while (next_row(&rest, r)) {
        bw_when_feast f = {0};
        size_t len = 0, first = 0, n = 1;
        bw_str name = r->fields[0];
        for (size_t i = 0; i < name.len; i++) {
            char c = name.ptr[i];
            if (bw_is_lower(c) || bw_is_digit(c)) {
                if (len + 1 < sizeof f.name)
                    f.name[len] = c;
                len++;
            } else if (c == ' ' || c == '-' || c == '\'') {
                if (!first)
                    first = len;
                n++;
            } else {
                fault(r, 1, "character %zu is no small letter, figure, space, hyphen or apostrophe", i + 1);
                break;
            }
        }
        if (!first)
            first = len;
        int64_t days = 0;
        if (len == 0 || len >= sizeof f.name || n > BW_WHEN_NAME_WORDS || first >= BW_WHEN_LONGEST_WORD) {
            fault(r, 1, "the name is empty, or has over %d letters or %d words", BW_WHEN_LONGEST_NAME - 1, BW_WHEN_NAME_WORDS);
            continue;
        }
        if (!read_rule(r->fields[1], &f))
            fault(r, 2, "unknown rule '%.*s'", BW_STR_FMT(r->fields[1]));
        if (bw_str_is(r->fields[2], "month") && f.rule == BW_FEAST_LUNAR)
            days = 0;
        else if (!bw_str_to_int(r->fields[2], &days) || days < 1 || days > 60)
            fault(r, 3, "days: 1 to 60, or 'month' of a lunar calendar");
        f.days = (uint8_t)days;
        if (r->fields[3].len == 3)
            memcpy(f.country, r->fields[3].ptr, 3);
        else if (!bw_str_is(r->fields[3], "-"))
            fault(r, 4, "a country of three letters, or -");
        for (unsigned i = 0; i < n_feasts; i++)
            if (by_name(&feasts[i], &f) == 0)
                fault(r, 1, "'%.*s' stands here twice", BW_STR_FMT(name));
        if (n_feasts == MAX_FEASTS) {
            fault(r, 1, "more names than the generator has room for");
            return;
        }
        feasts[n_feasts++] = f;
        add_word(bw_str_slice(bw_str_of(f.name), 0, first))->flags |= BW_WHEN_HOLIDAY;
    }
    qsort(feasts, n_feasts, sizeof *feasts, by_name);
}

static void write_lunar_years(bw_str rest, row *r, bw_buf *out)
{
    unsigned n = 0;
    int last_calendar = -1;
    bw_day end = BW_NO_DAY;
    bw_buf_text(out, "const bw_when_lunar_year bw_when_lunar_years[] = {\n");
    while (next_row(&rest, r)) {
        int calendar = 0;
        bw_day first = bw_day_parse(r->fields[1]);
        if (!index_of(calendars, COUNT(calendars), r->fields[0], &calendar) || calendar < last_calendar)
            fault(r, 1, "calendars: chinese, hebrew, islamic, in this order");
        if (first == BW_NO_DAY)
            fault(r, 2, "no day: '%.*s'", BW_STR_FMT(r->fields[1]));
        else if (calendar == last_calendar && first != end)
            fault(r, 2, "the year before ended on another day");
        bw_buf_print(out, "    {%d, %d, {", calendar, first);
        bw_str lengths = r->fields[2], piece;
        int total = 0, plain_months = 0, months = 0;
        while (bw_str_cut(&lengths, ' ', &piece)) {
            int64_t days = 0;
            if (!bw_str_to_int(piece, &days) || days < 29 || days > 30)
                fault(r, 3, "months have 29 or 30 days");
            bool leap = bw_str_starts(piece, BW_LIT("+"));
            plain_months += !leap;
            months++;
            total += (int)days;
            bw_buf_print(out, "%s%d", months > 1 ? ", " : "", leap ? (int)-days : (int)days);
        }
        if (plain_months != 12 || months > 13)
            fault(r, 3, "a year has 12 months and at most one leap month");
        bw_buf_text(out, "}},\n");
        end = first + total;
        last_calendar = calendar;
        n++;
    }
    bw_buf_print(out, "};\nconst uint32_t bw_when_n_lunar_years = %u;\n", n);
}

static void write_words(bw_buf *out)
{
    while (room_words < n_words * 3)
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
    bw_buf_print(out, "const uint32_t bw_when_n_words = %u;\nconst bw_when_word bw_when_words[] = {\n", room_words);
    for (unsigned i = 0; i < room_words; i++)
        bw_buf_print(out, "    {\"%s\", BW_WHEN_%s, %u, %d},\n", table[i].text, kinds[table[i].kind], table[i].flags,
                     table[i].value);
    bw_buf_text(out, "};\n");
}

static void write_feasts(bw_buf *out)
{
    bw_buf_print(out, "const uint32_t bw_when_n_feasts = %u;\nconst bw_when_feast bw_when_feasts[] = {\n", n_feasts);
    for (unsigned i = 0; i < n_feasts; i++) {
        const bw_when_feast *f = &feasts[i];
        bw_buf_print(out, "    {\"%s\", \"%s\", %s, %u, %d, %d, %d, %d, %u},\n", f->name, f->country, feast_rules[f->rule],
                     f->calendar, f->month, f->day, f->nth, f->offset, f->days);
    }
    bw_buf_text(out, "};\n");
}

typedef struct {
    char **argv;
    bw_arena *arena;
} job;

static bw_status run(void *with, bw_err *err)
{
    const job *j = with;
    bw_str text[3];
    row rows[3] = {{0}};
    for (int i = 0; i < 3; i++) {
        rows[i].file = j->argv[i + 1];
        bw_status st = bw_file_read(j->arena, rows[i].file, 16 << 20, &text[i], err);
        if (st)
            return st;
    }
    bw_buf out = {.arena = j->arena};
    bw_buf_text(&out, "/* Made by tools/time_table from lexicon/time. */\n#include \"when/table.h\"\n\n");
    read_words(text[0], &rows[0]);
    read_feasts(text[1], &rows[1]);
    write_words(&out);
    write_feasts(&out);
    write_lunar_years(text[2], &rows[2], &out);
    if (faults)
        return bw_fail(err, BW_ERR_SYNTAX, "%d fault%s in the tables of time", faults, faults == 1 ? "" : "s");
    return bw_file_write(j->argv[4], bw_buf_view(&out), err);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: time_table words.tsv holidays.tsv calendars.tsv OUT.c\n", stderr);
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
