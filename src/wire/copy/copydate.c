#include "wire/copy/copydate.h"

#include "base/utf8.h"
#include "wire/copy/terms.h"

#include <stdlib.h>

static size_t skip(bw_str s, size_t at, const char *what)
{
    while (at < s.len && strchr(what, s.ptr[at]) && s.ptr[at])
        at++;
    return at;
}

/* The length of the word (letters, inner hyphens) at `at`; of one that no table has, what there is of it. */
static size_t word_at(bw_str s, size_t at)
{
    enum { LONGEST = 4 * BW_TERMS_MAX };
    size_t end = at;
    s.len = s.len - at > LONGEST ? at + LONGEST : s.len;
    while (end < s.len) {
        while (end < s.len && bw_is_alpha(s.ptr[end]))
            end++;
        if (end == s.len)
            break;
        size_t next = end;
        uint32_t c = bw_utf8_next(s, &next);
        if (!bw_utf8_is_letter(c) && !(c == '-' && end > at && end + 1 < s.len && bw_is_alpha(s.ptr[end + 1])))
            break;
        end = next;
    }
    return end - at;
}

static size_t number_at(bw_str s, size_t at, size_t most, int *out)
{
    size_t n = 0;
    int v = 0;
    while (at + n < s.len && n < most && bw_is_digit(s.ptr[at + n]))
        v = v * 10 + (s.ptr[at + n++] - '0');
    if (n == 0 || (at + n < s.len && bw_is_digit(s.ptr[at + n])))
        return 0;
    *out = v;
    return n;
}

static bool word_value(const char *kind, bw_str s, size_t at, size_t *end, int *out)
{
    size_t len = word_at(s, at);
    int64_t v;
    const char *value = len ? bw_terms_find(kind, bw_str_slice(s, at, at + len)) : NULL;
    if (!value || !bw_str_to_int(bw_str_of(value), &v))
        return false;
    *end = at + len;
    *out = (int)v;
    return true;
}

/* Takes a word that stands alone, as the "de" of "2 de abril de 2024". */
static size_t skip_word(bw_str s, size_t at, const char *word)
{
    size_t len = word_at(s, at);
    return bw_str_eq_fold(bw_str_slice(s, at, at + len), bw_str_of(word)) ? skip(s, at + len, " ") : at;
}

static void year_behind(bw_str s, size_t *end, int *year)
{
    size_t at = skip(s, *end, " ,");
    int v = 0;
    at = skip_word(s, at, "de");
    size_t n = number_at(s, at, 4, &v);
    bool word_ends = at + n >= s.len || !bw_is_alpha(s.ptr[at + n]);
    if (n == 4 && v >= 1800 && v < 2100 && word_ends) {
        *end = at + n;
        *year = v;
    }
}

/* 2024-04-02, 2024.04.02, 2024/04/02 */
static bool numeric(bw_str s, size_t *end, bw_copydate *d)
{
    size_t n = number_at(s, 0, 4, &d->year), m, k;
    if (n != 4 || s.len < 8 || !strchr("-./", s.ptr[4]) || !s.ptr[4])
        return false;
    m = number_at(s, 5, 2, &d->month);
    if (!m || 5 + m >= s.len || s.ptr[5 + m] != s.ptr[4])
        return false;
    k = number_at(s, 6 + m, 2, &d->day);
    *end = 6 + m + k;
    return k > 0;
}

/* 2024年4月2日, 4月2日, 4월 2일 */
static bool eastern(bw_str s, size_t *end, bw_copydate *d)
{
    static const struct {
        bw_str year, month, day;
    } signs[] = {
        {BW_LIT("年"), BW_LIT("月"), BW_LIT("日")},
        {BW_LIT("년"), BW_LIT("월"), BW_LIT("일")},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = 0, n = number_at(s, 0, 4, &d->year);
        if (n == 4 && bw_str_starts(bw_str_slice(s, n, s.len), signs[i].year))
            at = skip(s, n + signs[i].year.len, " ");
        else
            d->year = 0;
        n = number_at(s, at, 2, &d->month);
        if (!n || !bw_str_starts(bw_str_slice(s, at + n, s.len), signs[i].month))
            continue;
        at = skip(s, at + n + signs[i].month.len, " ");
        n = number_at(s, at, 2, &d->day);
        if (!n || !bw_str_starts(bw_str_slice(s, at + n, s.len), signs[i].day))
            continue;
        *end = at + n + signs[i].day.len;
        return true;
    }
    return false;
}

/* April 2, Apr. 2 2024, 2 April, 1er avril 2024, 2. April, 2 de abril */
static bool western(bw_str s, size_t *end, bw_copydate *d)
{
    size_t at, n;
    d->year = 0;
    if (word_value("month", s, 0, &at, &d->month)) {
        at = skip(s, skip(s, at, "."), " ");
        n = number_at(s, at, 2, &d->day);
        if (!n)
            return false;
        at += n;
        n = word_at(s, at);
        bw_str suffix = bw_str_slice(s, at, at + n);
        if (bw_str_is(suffix, "st") || bw_str_is(suffix, "nd") || bw_str_is(suffix, "rd") || bw_str_is(suffix, "th"))
            at += n;
    } else {
        n = number_at(s, 0, 2, &d->day);
        if (!n)
            return false;
        size_t suffix = word_at(s, n);
        if (suffix == 2 || bw_str_is(bw_str_slice(s, n, n + suffix), "er"))
            n += suffix;
        at = skip(s, skip(s, n, "."), " ");
        at = skip_word(s, at, "de");
        if (!word_value("month", s, at, &at, &d->month))
            return false;
        if (at < s.len && s.ptr[at] == '.')
            at++;
    }
    *end = at;
    year_behind(s, end, &d->year);
    return *end >= s.len || !bw_is_alpha(s.ptr[*end]);
}

/* Two words at most stand before a date's first number: weekday and month. Says so without a look at the tables. */
static bool may_begin(bw_str s)
{
    size_t at = 0;
    for (int i = 0; i < 2 && at < s.len && !bw_is_digit(s.ptr[at]); i++) {
        size_t len = word_at(s, at);
        if (len == 0)
            return false;
        at = skip(s, at + len, "., ");
    }
    return at < s.len && bw_is_digit(s.ptr[at]);
}

bool bw_copydate_at(bw_str s, size_t *len, bw_copydate *out)
{
    if (!may_begin(s))
        return false;
    bw_copydate d = {.weekday = -1};
    size_t from = 0, end = 0;
    if (word_value("weekday", s, 0, &from, &d.weekday))
        from = skip(s, skip(s, from, ".,"), " ");
    else
        from = 0;
    bw_str rest = bw_str_slice(s, from, s.len);
    if (!numeric(rest, &end, &d) && !eastern(rest, &end, &d) && !western(rest, &end, &d))
        return false;
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > bw_days_in_month(d.year ? d.year : 2000, d.month))
        return false;
    *out = d;
    *len = from + end;
    return true;
}

bool bw_copydate_find(bw_str s, bw_copydate *out)
{
    size_t len;
    for (size_t at = 0; at < s.len; at++) {
        bool inside = at > 0 && ((bw_is_digit(s.ptr[at]) && bw_is_digit(s.ptr[at - 1])) ||
                                 (bw_is_alpha(s.ptr[at]) && bw_is_alpha(s.ptr[at - 1])));
        if (!inside && bw_copydate_at(bw_str_slice(s, at, at + 80), &len, out))
            return true;
    }
    return false;
}

bw_str bw_copydate_print(bw_arena *a, bw_day d)
{
    char text[11];
    bw_day_format(d, text);
    return bw_str_copy(a, bw_str_of(text));
}

/* The first weekday that the story's beginning names, as in "said on Thursday"; -1: none. It is, nearly always, the
 * dateline's day or the day before. */
static int named_weekday(bw_str text)
{
    int weekday;
    text = bw_str_slice(text, 0, 1500);
    for (size_t at = 0; at < text.len;) {
        size_t len = word_at(text, at), end = at;
        /* Abbreviations ("Sun", "sat", "mar") are other words too often. */
        if (len >= 5 && word_value("weekday", text, at, &end, &weekday))
            return weekday;
        at += len ? len : 1;
    }
    return -1;
}

static int abs_days(bw_day a, bw_day b) { return abs(a - b); }

/* The year nearest to the reference, when the weekday fits there; else the latest one not behind the reference in
 * which the weekday is that of the date itself. */
static bw_day settle_year(const bw_copydate *date, int weekday, bw_day reference)
{
    int last = reference == BW_NO_DAY ? BW_COPYDATE_EDITION : bw_day_date(reference).year + 1;
    if (reference != BW_NO_DAY) {
        bw_day nearest = BW_NO_DAY;
        for (int year = last; year >= last - 2; year--) {
            bw_day d = bw_day_checked(year, date->month, date->day);
            if (d != BW_NO_DAY && (nearest == BW_NO_DAY || abs_days(d, reference) < abs_days(nearest, reference)))
                nearest = d;
        }
        if (nearest != BW_NO_DAY) {
            int behind = (bw_day_weekday(nearest) - weekday + 7) % 7;
            if (weekday < 0 || behind <= 1)
                return nearest;
        }
    }
    if (weekday < 0)
        return BW_NO_DAY;
    for (int year = last; year > last - 40; year--) {
        bw_day d = bw_day_checked(year, date->month, date->day);
        if (d != BW_NO_DAY && (reference == BW_NO_DAY || d <= reference) && bw_day_weekday(d) == weekday)
            return d;
    }
    return BW_NO_DAY;
}

void bw_copydate_settle(bw_document *doc, const bw_copydate *date, bw_str text, bw_day reference)
{
    bw_day day;
    if (date->year) {
        day = bw_day_checked(date->year, date->month, date->day);
        if (day == BW_NO_DAY)
            return;
        doc->head.date_written = bw_copydate_print(doc->arena, day);
    } else {
        doc->head.date_written = bw_str_print(doc->arena, "%02d-%02d", date->month, date->day);
        day = settle_year(date, date->weekday >= 0 ? date->weekday : named_weekday(text), reference);
    }
    if (day != BW_NO_DAY) {
        doc->head.day = day;
        doc->head.published = bw_copydate_print(doc->arena, day);
    }
}
