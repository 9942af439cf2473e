#include "wire/markup/instant.h"

#include "base/rows.h"
#include "base/utf8.h"
#include "wire/copy/copydate.h"
#include "wire/copy/terms.h"

#include <stdio.h>

enum { MAX_WRITTEN = 160, UNSET = -1, HIJRI_FROM = 1300, HIJRI_TO = 1500, OLDEST_SHORT_YEAR = 1970, LATEST_SHORT_YEAR = BW_COPYDATE_EDITION + 4 };

typedef struct {
    bw_str s;
    size_t pos;
    int year, month, day;
    int hour, minute, second;
    int offset;
    int half;         /* 0 before noon, 12 after it */
    int implied;      /* the offset that the language tells */
    bool zone, zone_word, month_or_weekday, weekday;
    bool next_day;    /* 24:00 */
} scan;

/* ---- words --------------------------------------------------------------------------------------- */

static const char *find_word(const char *kind, bw_str form)
{
    const bw_instant_word *row = BW_ROWS_FIND(bw_instant_words, n_bw_instant_words, bw_str_of(kind), form);
    return row ? row->value : NULL;
}

/* In the words of feeds, else in those of copy. */
static const char *find_name(const char *kind, bw_str folded)
{
    const char *v = find_word(kind, folded);
    return v ? v : bw_terms_find(kind, folded);
}

static int number_of(const char *value)
{
    int64_t v = UNSET;
    return value && bw_str_to_int(bw_str_of(value), &v) ? (int)v : UNSET;
}

/* ---- small steps --------------------------------------------------------------------------------- */

static char at(const scan *c, size_t pos) { return pos < c->s.len ? c->s.ptr[pos] : '\0'; }

/* How many digits stand at `pos`; their value in *v as far as an int holds it. */
static size_t digits(const scan *c, size_t pos, int *v)
{
    size_t n = 0;
    *v = 0;
    for (; bw_is_digit(at(c, pos + n)); n++)
        *v = *v < 100000000 ? *v * 10 + (at(c, pos + n) - '0') : *v;
    return n;
}

static int two(const scan *c, size_t pos) { return (at(c, pos) - '0') * 10 + at(c, pos + 1) - '0'; }

static bool has_date(const scan *c) { return c->year != UNSET; }
static bool has_time(const scan *c) { return c->hour != UNSET; }

static int full_year(int v, size_t n_digits) { return n_digits > 2 ? v : v < 70 ? 2000 + v : 1900 + v; }

static bool set_date(scan *c, int year, int month, int day)
{
    if (has_date(c) || c->month != UNSET || c->day != UNSET || bw_day_checked(year, month, day) == BW_NO_DAY)
        return false;
    c->year = year;
    c->month = month;
    c->day = day;
    return true;
}

static bool set_time(scan *c, int hour, int minute, int second)
{
    if (has_time(c) || hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
        return false;
    c->next_day = hour == 24;
    c->hour = hour % 24;
    c->minute = minute;
    c->second = second;
    return true;
}

static void skip_fraction(scan *c)
{
    int v;
    if ((at(c, c->pos) == '.' || at(c, c->pos) == ',') && bw_is_digit(at(c, c->pos + 1)))
        c->pos += 1 + digits(c, c->pos + 1, &v);
}

/* ---- times and zones ----------------------------------------------------------------------------- */

/* "9:15", "09:00:00.000", "09.30" behind a word for the hour; pos stands at the hour. */
static bool take_clock(scan *c, char by)
{
    int hour, minute, second = 0;
    size_t n = digits(c, c->pos, &hour);
    c->pos += n + 1;
    size_t n_minute = digits(c, c->pos, &minute);
    c->pos += n_minute;
    if (n > 2 || n_minute == 0 || n_minute > 2)
        return false;
    if (at(c, c->pos) == by && bw_is_digit(at(c, c->pos + 1))) {
        size_t n_second = digits(c, c->pos + 1, &second);
        c->pos += 1 + n_second;
        if (n_second > 2)
            return false;
    }
    skip_fraction(c);
    return at(c, c->pos) != ':' && set_time(c, hour, minute, second);
}

/* "090000", "0900", "09" behind "T". */
static bool take_compact_clock(scan *c)
{
    int v;
    size_t n = digits(c, c->pos, &v), from = c->pos;
    c->pos += n;
    if (n != 2 && n != 4 && n != 6)
        return false;
    skip_fraction(c);
    return set_time(c, two(c, from), n > 2 ? two(c, from + 2) : 0, n > 4 ? two(c, from + 4) : 0);
}

/* "+09:00", "-0800", "+9", "+5:30"; pos stands at the sign. */
static bool take_offset(scan *c)
{
    int sign = at(c, c->pos) == '-' ? -1 : 1, hour, minute = 0;
    size_t n = digits(c, ++c->pos, &hour);
    c->pos += n;
    if (n == 4 || n == 3) {
        minute = hour % 100;
        hour /= 100;
    } else if (n == 0 || n > 2) {
        return false;
    } else if (at(c, c->pos) == ':') {
        size_t n_minute = digits(c, c->pos + 1, &minute);
        c->pos += 1 + n_minute;
        if (n_minute != 2)
            return false;
        if (at(c, c->pos) == ':' && bw_is_digit(at(c, c->pos + 1))) /* seconds of an old local time */
            return false;
    }
    if (hour > 15 || minute > 59 || (c->zone && !c->zone_word))
        return false;
    /* "GMT+9": the word's own offset is 0; "EST-0500" says one thing twice. */
    c->offset = sign * (hour * 60 + minute);
    c->zone = true;
    c->zone_word = false;
    return true;
}

/* ---- dates in numbers ---------------------------------------------------------------------------- */

/* A year of two digits among three numbers: the one day that they can mean, else none. */
static bool set_short_date(scan *c, int a, int b, int d)
{
    const int orders[3][3] = {{a, b, d}, {d, b, a}, {d, a, b}}; /* year, month, day */
    bw_day found = BW_NO_DAY;
    for (size_t i = 0; i < 3; i++) {
        int year = full_year(orders[i][0], 2);
        bw_day day = bw_day_checked(year, orders[i][1], orders[i][2]);
        if (day == BW_NO_DAY || year < OLDEST_SHORT_YEAR || year > LATEST_SHORT_YEAR)
            continue;
        if (found != BW_NO_DAY && found != day)
            return false;
        found = day;
    }
    bw_date t = bw_day_date(found == BW_NO_DAY ? 0 : found);
    return found != BW_NO_DAY && set_date(c, t.year, t.month, t.day);
}

/* Day and month in the order that numbers over 12 leave open. */
static bool set_slashed(scan *c, int a, int b, int year)
{
    if (a > 12)
        return set_date(c, year, b, a);
    return (b > 12 || a == b) && set_date(c, year, a, b);
}

static bool set_week(scan *c, int year, int week, int weekday)
{
    if (year < 1 || year > 9998 || week < 1 || week > 53 || weekday < 1 || weekday > 7)
        return false;
    bw_day fourth = bw_day_of(year, 1, 4); /* lies in week 1 */
    bw_date t = bw_day_date(fourth - bw_day_weekday(fourth) + (week - 1) * 7 + weekday - 1);
    return set_date(c, t.year, t.month, t.day);
}

static bool set_ordinal(scan *c, int year, int ordinal)
{
    if (year < 1 || year > 9999 || ordinal < 1 || ordinal > 365 + (bw_days_in_month(year, 2) == 29))
        return false;
    bw_date t = bw_day_date(bw_day_of(year, 1, 1) + ordinal - 1);
    return set_date(c, t.year, t.month, t.day);
}

static bool set_month(scan *c, int year, int month)
{
    if (has_date(c) || month < 1 || month > 12 || year < 1)
        return false;
    c->year = year;
    c->month = month;
    return true;
}

/* "-W14-2", "W14", "W142" behind the year; pos stands at the "W". */
static bool take_week(scan *c, int year)
{
    int week, weekday = 1;
    size_t n = digits(c, ++c->pos, &week);
    c->pos += n;
    if (n == 3) {
        weekday = week % 10;
        week /= 10;
    } else if (n != 2) {
        return false;
    } else if (at(c, c->pos) == '-' && bw_is_digit(at(c, c->pos + 1))) {
        weekday = at(c, c->pos + 1) - '0';
        c->pos += 2;
    }
    return set_week(c, year, week, weekday);
}

/* A run of digits that is a whole date, or a date and time. */
static bool take_run(scan *c, size_t n)
{
    size_t from = c->pos;
    int v, year = n == 8 || n == 12 || n == 14 || n == 7 ? two(c, from) * 100 + two(c, from + 2) : 0;
    digits(c, from, &v);
    c->pos += n;
    switch (n) {
    case 14:
    case 12: return set_date(c, year, two(c, from + 4), two(c, from + 6)) &&
                    set_time(c, two(c, from + 8), two(c, from + 10), n == 14 ? two(c, from + 12) : 0);
    case 8: return set_date(c, year, two(c, from + 4), two(c, from + 6));
    case 7: return set_ordinal(c, year, v % 1000);
    case 6: return set_short_date(c, two(c, from), two(c, from + 2), two(c, from + 4));
    case 5: /* a year and its day, unless a digit may have slipped into a year: "22013" */
        return (v % 10000) / 100 != 20 && v / 1000 != 20 && (v % 10000) / 100 != 19 && v / 1000 != 19 &&
               set_ordinal(c, full_year(v / 1000, 2), v % 1000);
    default: return false;
    }
}

static bw_str take_letters(scan *c)
{
    size_t from = c->pos;
    while (c->pos < c->s.len) {
        size_t next = c->pos;
        uint32_t u = bw_utf8_next(c->s, &next);
        if (!(u < 0x80 ? bw_is_alpha((char)u) : u != 0x2013 && u != 0x2014))
            break;
        c->pos = next;
    }
    return bw_str_slice(c->s, from, c->pos);
}

static int month_named(bw_str word)
{
    char room[BW_TERMS_MAX];
    bw_str form = bw_terms_fold(word, room);
    return form.len ? number_of(find_name("month", form)) : UNSET;
}

/* Where the number behind the separator at `pos` begins: "2024. 4. 2." has blanks there. */
static size_t behind_separator(const scan *c, size_t pos)
{
    return pos + 1 + (at(c, pos) == '.' && at(c, pos + 1) == ' ' && bw_is_digit(at(c, pos + 2)));
}

/* "2024-04-02", "02.04.2024", "2024/04", "02-Apr-2024", "2004-július-13", "2024-093", "2024-W14-2"; pos stands at the first
 * number, behind which stands a separator. */
static bool take_numbers(scan *c)
{
    int v[3] = {0};
    size_t n[3] = {0};
    bool named = false;
    n[0] = digits(c, c->pos, &v[0]);
    c->pos += n[0];
    char by = at(c, c->pos);
    if (by == '-' && at(c, c->pos + 1) == 'W' && n[0] == 4) {
        c->pos++;
        return take_week(c, v[0]);
    }
    for (int i = 1; i < 3 && at(c, c->pos) == by; i++) {
        size_t before = c->pos;
        c->pos = behind_separator(c, c->pos);
        n[i] = digits(c, c->pos, &v[i]);
        c->pos += n[i];
        if (n[i] == 0 && i == 1) {
            v[1] = month_named(take_letters(c));
            named = true;
            n[1] = 2;
            if (v[1] == UNSET)
                return false;
        } else if (n[i] == 0) {
            c->pos = before;
            break;
        }
    }
    char behind = at(c, c->pos);
    if ((behind == '-' || behind == '/') && bw_is_digit(at(c, c->pos + 1)) && (behind != '-' || at(c, c->pos + 3) != ':'))
        return false; /* too many parts; "-05:00" would be a zone */
    if (n[0] == 4 && n[2] == 0 && n[1] == 3)
        return set_ordinal(c, v[0], v[1]);
    if (n[0] == 4 && n[2] == 0)
        return n[1] == 2 && set_month(c, v[0], v[1]);
    if (n[0] == 4)
        return n[1] <= 2 && n[2] <= 2 && set_date(c, v[0], v[1], v[2]);
    if (n[0] > 2 || n[1] > 2 || (n[2] != 2 && n[2] != 4))
        return n[0] <= 2 && n[1] == 4 && n[2] == 0 && set_month(c, v[1], v[0]); /* "04/2024" */
    if (named || by == '.')
        return set_date(c, full_year(v[2], n[2]), v[1], v[0]);
    return n[2] == 4 ? set_slashed(c, v[0], v[1], v[2]) : set_short_date(c, v[0], v[1], v[2]);
}

/* ---- the scan ------------------------------------------------------------------------------------ */

/* A number that stands alone: day, year, or the hour and minute of "0900 GMT". */
static bool take_number(scan *c)
{
    int v;
    size_t n = digits(c, c->pos, &v);
    bool written = c->month != UNSET && c->day != UNSET;
    if (n > 4)
        return take_run(c, n);
    if (n == 4 && !has_date(c)) {
        c->year = v;
        c->pos += n;
        return v > 0;
    }
    if (n == 4 && written && !has_time(c))
        return take_compact_clock(c);
    if (n == 4 && written && !c->zone) { /* "+0900" that lost its plus in an address */
        c->pos--;
        return take_offset(c);
    }
    if (n > 2)
        return false;
    c->pos += n;
    if (c->day == UNSET) {
        c->day = v;
        return v >= 1 && v <= 31;
    }
    if (has_date(c) || !written)
        return false;
    c->year = full_year(v, 2);
    return n == 2;
}

/* A number with the word of its unit behind it: "2004년", "4月", "09h30". */
static bool take_unit(scan *c, const char *unit)
{
    int v;
    size_t n = digits(c, c->pos, &v);
    c->pos += n;
    if (unit[1]) /* "Y 540" */
        c->implied = number_of(unit + 2);
    switch (*unit) {
    case 'Y': c->year = full_year(v, n); return n == 4 || n == 2;
    case 'M': c->month = v; return c->month >= 1 && c->month <= 12;
    case 'D': c->day = v; return v >= 1 && v <= 31;
    case 'h': return n <= 2 && set_time(c, v, 0, 0);
    case 'm': c->minute = v; return has_time(c) && v <= 59;
    case 's': c->second = v; return has_time(c) && v <= 60;
    case '.': /* an ordinal: "2nd", "1er", "2º" */ c->day = v; return n <= 2 && v >= 1 && v <= 31;
    default: return false;
    }
}

static bool take_digits(scan *c)
{
    int v, minute;
    size_t n = digits(c, c->pos, &v), behind = c->pos + n;
    char by = at(c, behind);
    if (by == ':' && bw_is_digit(at(c, behind + 1)))
        return take_clock(c, ':');
    if (n == 4 && by == 'W' && bw_is_digit(at(c, behind + 1)) && !has_date(c)) {
        c->pos = behind;
        return take_week(c, v);
    }
    if ((by == '-' || by == '/' || by == '.') && !has_date(c) && c->month == UNSET && c->day == UNSET) {
        scan word = *c;
        word.pos = behind + 1;
        bool month = by != '.' && month_named(take_letters(&word)) != UNSET;
        size_t second = behind_separator(c, behind), third = second + digits(c, second, &minute);
        bool parted = second > behind + 1 && at(c, third) != '.'; /* "2. 10:00" is no date in numbers */
        if ((bw_is_digit(at(c, second)) && !parted) || month || (by == '-' && at(c, behind + 1) == 'W'))
            return take_numbers(c);
    }
    if (by == '.' && !has_time(c) && has_date(c) && n <= 2 && digits(c, behind + 1, &minute) == 2)
        return take_clock(c, '.'); /* "2.4.2024 klo 14.30" */

    /* The word right behind it, or behind a blank where it is a unit of CJK. */
    scan ahead = *c;
    ahead.pos = behind;
    while (at(&ahead, ahead.pos) == ' ')
        ahead.pos++;
    bool touches = ahead.pos == behind;
    bw_str word = take_letters(&ahead);
    char room[BW_TERMS_MAX];
    bw_str form = bw_terms_fold(word, room);
    const char *unit = form.len ? find_word("unit", form) : NULL;
    if (unit && (touches || (word.ptr[0] & 0x80) || *unit == 'h') && (*unit != '.' || c->day == UNSET)) {
        if (*unit == 'h' && touches && bw_is_digit(at(&ahead, ahead.pos)) && word.len == 1)
            return take_clock(c, 'h');
        if (!take_unit(c, unit))
            return false;
        c->pos = ahead.pos;
        return true;
    }
    if (form.len && !has_time(c) && n <= 2 && v <= 12 && find_word("half", form)) {
        c->pos = behind;
        return set_time(c, v, 0, 0); /* "9 am" */
    }
    return take_number(c);
}

static bool take_zone_word(scan *c, const char *value)
{
    int v = number_of(value);
    /* A named zone behind an offset repeats it. */
    if (c->zone)
        return true;
    c->zone = c->zone_word = true;
    c->offset = v;
    return true;
}

static bool take_word(scan *c)
{
    char room[BW_TERMS_MAX];
    size_t from = c->pos;
    bw_str word = take_letters(c);
    /* "a.m.", "Etc/GMT", "Asia/Hong_Kong" */
    while ((at(c, c->pos) == '.' || at(c, c->pos) == '/' || at(c, c->pos) == '_') && bw_is_alpha(at(c, c->pos + 1)) &&
           c->pos - from < BW_TERMS_MAX / 2) {
        c->pos++;
        take_letters(c);
    }
    bw_str whole = bw_str_slice(c->s, from, c->pos);
    if (at(c, c->pos) == '.')
        c->pos++;
    bw_str form = bw_terms_fold(whole, room);
    const char *v = NULL;

    /* "T" before a time, "Z" behind it. */
    if (word.len == 1 && (*word.ptr == 'T' || *word.ptr == 't') && has_date(c) && !has_time(c) && bw_is_digit(at(c, c->pos)))
        return at(c, c->pos + 1) == ':' || at(c, c->pos + 2) == ':' ? take_clock(c, ':') : take_compact_clock(c);
    int month = form.len ? number_of(find_name("month", form)) : UNSET;
    bool weekday = form.len && find_name("weekday", form);
    if (month != UNSET && (c->month == UNSET || c->month_or_weekday)) {
        c->month = month;
        c->month_or_weekday = weekday;
        return true;
    }
    if (weekday && !c->weekday) {
        c->weekday = true;
        return true;
    }
    bool german = !has_date(c) && !has_time(c) && bw_str_is(form, "am"); /* "am 2. April" */
    if (form.len && !german && (v = find_word("half", form))) { /* "pm", "pm 540" */
        if (c->half != UNSET)
            return false;
        c->half = v[0] == 'p' ? 12 : 0;
        if (v[1] && v[2])
            c->implied = number_of(v + 3);
        return true;
    }
    if (form.len && (has_time(c) || c->day != UNSET) && (v = find_word("zone", form)))
        return take_zone_word(c, v);
    if (form.len && find_word("filler", form))
        return true;
    /* A zone that nobody knows tells nothing. */
    bool capital = true;
    for (size_t i = 0; i < whole.len; i++)
        capital &= bw_is_upper(whole.ptr[i]);
    if (has_time(c) && (((capital || (c->pos == c->s.len && at(c, from - 1) == ' ')) && whole.len <= 5) || bw_str_find_char(whole, '/', 0) < whole.len))
        return true;
    /* The name of a day in a language that is not in the tables. */
    return from == 0 && at(c, c->pos) == ',';
}

static bool take_any(scan *c)
{
    char ch = at(c, c->pos);
    if (bw_is_digit(ch))
        return take_digits(c);
    if (bw_is_alpha(ch) || (ch & 0x80))
        return take_word(c);
    if (ch == '+' || ch == '-') {
        bool digit = bw_is_digit(at(c, c->pos + 1));
        bool zoned = has_time(c) || (has_date(c) && c->day != UNSET && at(c, c->pos + 3) == ':');
        if (digit && zoned)
            return take_offset(c);
        /* A dash between blanks parts date and time. */
        c->pos++;
        return ch == '-' && at(c, c->pos) == ' ';
    }
    if (ch == '(' || ch == '[') {
        c->pos = bw_str_find_char(c->s, ch == '(' ? ')' : ']', c->pos);
        c->pos += c->pos < c->s.len;
        return true;
    }
    c->pos++;
    return strchr(" ,;|@/.", ch) != NULL;
}

/* "-0312", "-03-12": ISO 8601 of 1988 with the century left off. */
static bool take_truncated(scan *c)
{
    int v, month;
    size_t n = digits(c, 1, &v);
    if (at(c, 0) != '-' || (n != 4 && n != 2))
        return false;
    if (n == 4 && c->s.len == 5)
        return set_month(c, full_year(v / 100, 2), v % 100);
    return n == 2 && at(c, 3) == '-' && digits(c, 4, &month) == 2 && c->s.len == 6 && set_month(c, full_year(v, 2), month);
}

/* Seconds, milliseconds or microseconds since 1970, as machines write times. */
static bool read_epoch(bw_str s, bw_instant *out)
{
    int64_t v;
    size_t dot = bw_str_find_char(s, '.', 0);
    bw_str whole = bw_str_slice(s, 0, dot), rest = bw_str_slice(s, dot + 1, s.len);
    int64_t ignored;
    if ((rest.len && !bw_str_to_int(rest, &ignored)) || !whole.len || !bw_is_digit(*whole.ptr) || !bw_str_to_int(whole, &v))
        return false;
    if (whole.len == 13)
        v /= 1000;
    else if (whole.len == 16)
        v /= 1000000;
    else if (whole.len != 10 && (whole.len != 9 || rest.len == 0))
        return false;
    *out = (bw_instant){.seconds = v, .day = (bw_day)(v / 86400), .zone_known = true, .precision = BW_INSTANT_TIME};
    return true;
}

/* Digits of other scripts as ASCII, odd blanks as blanks, a minus as "-"; what only orders writing directions is left out. */
static bw_str plain_form(bw_str s, char room[MAX_WRITTEN])
{
    static const uint32_t zeros[] = {0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10};
    size_t len = 0;
    for (size_t pos = 0; pos < s.len;) {
        uint32_t u = bw_utf8_next(s, &pos);
        for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
            if (u >= zeros[i] && u < zeros[i] + 10)
                u = '0' + (u - zeros[i]);
        if (u == 0x2212 || u == 0x2010 || u == 0x2011)
            u = '-';
        if (u == 0x2013 || u == 0x2014 || u == 0xB7 || u == 0x2022)
            u = ';'; /* parts date and time */
        if (u == 0x60C || u == 0xFF0C || u == 0x3001)
            u = ',';
        if (u == 0xFF1A)
            u = ':';
        if (u == 0xA0 || u == 0x202F || u == 0x2009 || u == 0x3000 || (u < 0x80 && bw_is_space((char)u)))
            u = ' ';
        if (u == 0x200E || u == 0x200F || u == 0x200B || u == 0xFEFF || (u >= 0x202A && u <= 0x202E))
            continue;
        if (len + 4 > MAX_WRITTEN)
            return (bw_str){0};
        len += bw_utf8_put(u, room + len);
    }
    return bw_str_trim((bw_str){room, len});
}

static bool settle(const scan *c, bw_instant *out)
{
    if (!has_date(c) || (c->day != UNSET && c->month == UNSET) || (has_time(c) && c->day == UNSET))
        return false;
    /* "1404/01/12": years of Iran's and Arabia's calendars, which are not read; nobody reports from the 14th century. */
    if (c->year >= HIJRI_FROM && c->year < HIJRI_TO)
        return false;
    int month = c->month == UNSET ? 1 : c->month, day = c->day == UNSET ? 1 : c->day, hour = c->hour;
    bw_day d = bw_day_checked(c->year, month, day);
    if (d == BW_NO_DAY)
        return false;
    if (c->half != UNSET && hour <= 12) /* "14:30 PM" is written too */
        hour = hour % 12 + c->half;
    bool known = c->zone || c->implied != UNSET;
    int offset = c->zone ? c->offset : c->implied != UNSET ? c->implied : 0;
    int64_t seconds = (int64_t)d * 86400 - offset * 60;
    if (has_time(c))
        seconds += hour * 3600 + c->minute * 60 + c->second + (c->next_day ? 86400 : 0);
    *out = (bw_instant){
        .seconds = seconds,
        .day = d + (c->next_day ? 1 : 0),
        .offset = offset,
        .zone_known = known,
        .precision = has_time(c)         ? BW_INSTANT_TIME
                     : c->day != UNSET   ? BW_INSTANT_DAY
                     : c->month != UNSET ? BW_INSTANT_MONTH
                                         : BW_INSTANT_YEAR,
    };
    return true;
}

bool bw_instant_read(bw_str s, bw_instant *out)
{
    char room[MAX_WRITTEN];
    scan c = {.s = s.len < MAX_WRITTEN * 2 ? plain_form(bw_str_trim(s), room) : (bw_str){0}};
    if (c.s.len == 0)
        return false;
    if (read_epoch(c.s, out))
        return true;
    c.year = c.month = c.day = c.hour = c.half = c.implied = UNSET;
    if (take_truncated(&c))
        return settle(&c, out);
    while (c.pos < c.s.len)
        if (!take_any(&c))
            return false;
    return settle(&c, out);
}

static void put_digits(char *at, int v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        at[i] = (char)('0' + v % 10);
}

/* The day and time of so many seconds since 1970, without a zone. */
static bw_str print_seconds(bw_arena *a, int64_t seconds, const char *zone)
{
    int64_t days = seconds / 86400;
    int rest = (int)(seconds % 86400);
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    bw_date d = bw_day_date((bw_day)days);
    size_t n_zone = strlen(zone);
    char *out = bw_arena_alloc(a, 19 + n_zone);
    memcpy(out, "0000-00-00T00:00:00", 19);
    memcpy(out + 19, zone, n_zone);
    put_digits(out, d.year, 4);
    put_digits(out + 5, d.month, 2);
    put_digits(out + 8, d.day, 2);
    put_digits(out + 11, rest / 3600, 2);
    put_digits(out + 14, rest / 60 % 60, 2);
    put_digits(out + 17, rest % 60, 2);
    return (bw_str){out, 19 + n_zone};
}

bw_str bw_instant_print(bw_arena *a, bw_instant i) { return print_seconds(a, i.seconds, "Z"); }

bw_str bw_instant_print_local(bw_arena *a, bw_instant i)
{
    char zone[16] = "Z", day[11];
    int away = i.offset < 0 ? -i.offset : i.offset;
    if (i.precision != BW_INSTANT_TIME) {
        bw_day_format(i.day, day);
        return bw_str_copy(a, bw_str_of(day));
    }
    if (i.offset)
        snprintf(zone, sizeof zone, "%c%02d:%02d", i.offset < 0 ? '-' : '+', away / 60 % 100, away % 60);
    return print_seconds(a, i.seconds + i.offset * 60, zone);
}

bw_str bw_instant_print_written(bw_arena *a, bw_instant i)
{
    bw_str s = bw_instant_print_local(a, i);
    return i.precision == BW_INSTANT_TIME && !i.zone_known ? bw_str_slice(s, 0, s.len - 1) : s;
}
