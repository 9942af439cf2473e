#include "when/value.h"

#include <stdarg.h>
#include <stdio.h>

bw_precision bw_value_precision(char unit)
{
    switch (unit) {
    case 'w': case 'e': case 'f':
        return BW_PRECISION_WEEK;
    case 'M': case 'q': case 'S': case 't':
        return BW_PRECISION_MONTH;
    case 'y': case 'D': case 'C': case 'l':
        return BW_PRECISION_YEAR;
    default:
        return BW_PRECISION_DAY;
    }
}

static void put(bw_when_value *v, char unit, bw_day from, bw_day to)
{
    v->type = 'D';
    v->unit = unit;
    v->from = from;
    v->to = to;
    v->precision = bw_value_precision(unit);
    v->past = v->future = false;
}

static void unknown(bw_when_value *v, char unit, const char *text)
{
    put(v, unit, BW_NO_DAY, BW_NO_DAY);
    snprintf(v->text, sizeof v->text, "%s", text);
}

static bool good_year(int y) { return y >= 1 && y <= 9999; }

void bw_value_day(bw_when_value *v, bw_day day)
{
    if (day == BW_NO_DAY || !good_year(bw_day_date(day).year)) {
        unknown(v, 'd', "XXXX-XX-XX");
        return;
    }
    put(v, 'd', day, day);
    bw_day_format(day, v->text);
}

void bw_value_week(bw_when_value *v, bw_day day)
{
    if (day == BW_NO_DAY) {
        unknown(v, 'w', "XXXX-WXX");
        return;
    }
    bw_day monday = bw_calendar_monday(day);
    int year, week = bw_calendar_week(day, &year);
    put(v, 'w', monday, monday + 6);
    snprintf(v->text, sizeof v->text, "%04d-W%02d", year, week);
}

void bw_value_weekend(bw_when_value *v, bw_day day)
{
    if (day == BW_NO_DAY) {
        unknown(v, 'e', "XXXX-WXX-WE");
        return;
    }
    bw_day monday = bw_calendar_monday(day);
    int year, week = bw_calendar_week(day, &year);
    put(v, 'e', monday + 5, monday + 6);
    snprintf(v->text, sizeof v->text, "%04d-W%02d-WE", year, week);
}

void bw_value_month(bw_when_value *v, int year, int month)
{
    char text[16];
    if (!good_year(year)) {
        snprintf(text, sizeof text, "XXXX-%02u", (unsigned)month % 100u);
        unknown(v, 'M', text);
        return;
    }
    put(v, 'M', bw_day_of(year, month, 1), bw_day_of(year, month, bw_days_in_month(year, month)));
    snprintf(v->text, sizeof v->text, "%04d-%02d", year, month);
}

static void months(bw_when_value *v, char unit, int year, int first, int n, const char *name)
{
    put(v, unit, BW_NO_DAY, BW_NO_DAY);
    if (!good_year(year) || !good_year(year + 1)) {
        snprintf(v->text, sizeof v->text, "XXXX-%s", name);
        return;
    }
    v->from = bw_day_of(year, first, 1);
    v->to = bw_calendar_add_months(v->from, n) - 1;
    snprintf(v->text, sizeof v->text, "%04d-%s", year, name);
}

void bw_value_quarter(bw_when_value *v, int year, int quarter)
{
    const char name[] = {'Q', (char)('0' + quarter), 0};
    months(v, 'q', year, quarter * 3 - 2, 3, name);
}

void bw_value_half(bw_when_value *v, int year, int half)
{
    months(v, 'q', year, half * 6 - 5, 6, half == 1 ? "H1" : "H2");
}

void bw_value_season(bw_when_value *v, int year, int season)
{
    static const char *const names[] = {"SP", "SU", "FA", "WI"};
    months(v, 'S', year, season * 3, 3, names[season - 1]); /* meteorological, northern */
}

void bw_value_year(bw_when_value *v, int year)
{
    if (!good_year(year)) {
        unknown(v, 'y', "XXXX");
        return;
    }
    put(v, 'y', bw_day_of(year, 1, 1), bw_day_of(year, 12, 31));
    snprintf(v->text, sizeof v->text, "%04d", year);
}

void bw_value_decade(bw_when_value *v, int first)
{
    if (!good_year(first) || !good_year(first + 9)) {
        unknown(v, 'D', "XXX");
        return;
    }
    put(v, 'D', bw_day_of(first, 1, 1), bw_day_of(first + 9, 12, 31));
    snprintf(v->text, sizeof v->text, "%03d", first / 10);
}

void bw_value_century(bw_when_value *v, int first)
{
    int from = first ? first : 1;
    if (first < 0 || !good_year(from) || !good_year(first + 99)) {
        unknown(v, 'C', "XX");
        return;
    }
    put(v, 'C', bw_day_of(from, 1, 1), bw_day_of(first + 99, 12, 31));
    snprintf(v->text, sizeof v->text, "%02d", first / 100);
}

void bw_value_range(bw_when_value *v, bw_day from, bw_day to, bw_precision precision)
{
    char a[11] = "", b[11] = "";
    put(v, 0, from, to);
    v->precision = precision;
    if (from != BW_NO_DAY)
        bw_day_format(from, a);
    if (to != BW_NO_DAY)
        bw_day_format(to, b);
    snprintf(v->text, sizeof v->text, "%s/%s", a, b);
}

void bw_value_text(bw_when_value *v, char type, const char *fmt, ...)
{
    va_list ap;
    put(v, 0, BW_NO_DAY, BW_NO_DAY);
    v->type = type;
    va_start(ap, fmt);
    vsnprintf(v->text, sizeof v->text, fmt, ap);
    va_end(ap);
}

void bw_value_duration(bw_when_value *v, int64_t n, char unit, char type)
{
    static const struct {
        char unit, letter;
        bool time;
        int times;
    } units[] = {{'s', 'S', true, 1}, {'m', 'M', true, 1}, {'h', 'H', true, 1}, {'d', 'D', false, 1}, {'n', 'D', false, 1},
                 {'w', 'W', false, 1}, {'f', 'W', false, 2}, {'M', 'M', false, 1}, {'q', 'M', false, 3}, {'y', 'Y', false, 1},
                 {'D', 'Y', false, 10}, {'C', 'Y', false, 100}, {'l', 'Y', false, 1000}, {'e', 'W', false, 1},
                 {'t', 'M', false, 3}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].unit == unit) {
            if (n < 0)
                bw_value_text(v, type, "P%sX%c", units[i].time ? "T" : "", units[i].letter);
            else
                bw_value_text(v, type, "P%s%lld%c", units[i].time ? "T" : "", (long long)(n * units[i].times), units[i].letter);
            v->precision = bw_value_precision(unit);
            return;
        }
    bw_value_text(v, type, "PX");
}

bw_day bw_value_move(bw_day day, int64_t n, char unit)
{
    if (day == BW_NO_DAY || n > 4000000 || n < -4000000)
        return BW_NO_DAY;
    int k = (int)n;
    switch (unit) {
    case 'd': case 'n':
        break;
    case 'w': case 'e':
        k *= 7;
        break;
    case 'f':
        k *= 14;
        break;
    case 'M':
        return bw_calendar_add_months(day, k);
    case 'q': case 't':
        return n > 40000 || n < -40000 ? BW_NO_DAY : bw_calendar_add_months(day, 3 * k);
    case 'y':
        return n > 10000 || n < -10000 ? BW_NO_DAY : bw_calendar_add_months(day, 12 * k);
    case 'D':
        return n > 1000 || n < -1000 ? BW_NO_DAY : bw_calendar_add_months(day, 120 * k);
    case 'C':
        return n > 100 || n < -100 ? BW_NO_DAY : bw_calendar_add_months(day, 1200 * k);
    default:
        return BW_NO_DAY;
    }
    if (k > 4000000 || k < -4000000)
        return BW_NO_DAY;
    day += k;
    return good_year(bw_day_date(day).year) ? day : BW_NO_DAY;
}

void bw_value_period(bw_when_value *v, char unit, bw_day day, int by)
{
    if (unit == 'q' || unit == 't')
        day = day == BW_NO_DAY ? day : bw_calendar_add_months(day, 3 * by);
    else if (unit == 'D' || unit == 'C' || unit == 'y' || unit == 'M') {
        /* from the middle of the month, so that the 31st does not matter */
        if (day != BW_NO_DAY) {
            bw_date d = bw_day_date(day);
            day = bw_value_move(bw_day_of(d.year, d.month, 15), by, unit);
        }
    } else
        day = bw_value_move(day, by, unit);
    bw_date d = day == BW_NO_DAY ? (bw_date){0, 1, 1} : bw_day_date(day);
    switch (unit) {
    case 'w':
        bw_value_week(v, day);
        break;
    case 'f':
        if (day == BW_NO_DAY)
            bw_value_week(v, day);
        else
            bw_value_range(v, bw_calendar_monday(day), bw_calendar_monday(day) + 13, BW_PRECISION_WEEK);
        break;
    case 'e':
        bw_value_weekend(v, day);
        break;
    case 'M':
        if (day == BW_NO_DAY)
            bw_value_text(v, 'D', "XXXX-XX");
        else
            bw_value_month(v, d.year, d.month);
        break;
    case 'q':
        bw_value_quarter(v, d.year, (d.month + 2) / 3);
        break;
    case 't': /* the season that holds the day; December belongs to the winter that begins */
        bw_value_season(v, d.month < 3 ? d.year - 1 : d.year, d.month < 3 ? 4 : d.month / 3);
        break;
    case 'y':
        bw_value_year(v, d.year);
        break;
    case 'D':
        bw_value_decade(v, d.year ? d.year / 10 * 10 : -1);
        break;
    case 'C':
        bw_value_century(v, d.year ? d.year / 100 * 100 : -1);
        break;
    default:
        bw_value_day(v, day);
    }
}
