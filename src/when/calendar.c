#include "when/calendar.h"

enum { FIRST_YEAR = 1, LAST_YEAR = 9999 };

bw_day bw_calendar_easter(int year)
{
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return BW_NO_DAY;
    /* J. Meeus, Astronomical Algorithms (1991), chapter 8. */
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return bw_day_of(year, n / 31, n % 31 + 1);
}

bw_day bw_calendar_orthodox_easter(int year)
{
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return BW_NO_DAY;
    int d = (19 * (year % 19) + 15) % 30;
    int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    int n = d + e + 114;
    int lag = year / 100 - year / 400 - 2; /* Julian behind Gregorian */
    return bw_day_of(year, n / 31, n % 31 + 1) + lag;
}

static bw_day listed(const bw_when_feast *f, int year, bool again, int *days)
{
    const bw_day *list = bw_when_feast_days + f->from;
    bw_day from = bw_day_of(year, 1, 1), to = bw_day_of(year, 12, 31);
    int32_t low = 0, high = f->to;
    while (low < high) {
        int32_t mid = low + (high - low) / 2;
        if (list[mid] < from)
            low = mid + 1;
        else
            high = mid;
    }
    low += again;
    if (low >= f->to || list[low] > to)
        return BW_NO_DAY;
    if (!f->days)
        *days = list[f->to + low] - list[low];
    return list[low];
}

static bw_day shifted(bw_day day, const bw_when_shift *s)
{
    int weekday = bw_day_weekday(day);
    switch ((bw_shift_kind)s->kind) {
    case BW_SHIFT_DAYS:
        return day + s->by;
    case BW_SHIFT_IF:
        return weekday == s->weekday ? day + s->by : day;
    case BW_SHIFT_FROM:
        return day + (s->weekday - weekday + 7) % 7;
    case BW_SHIFT_BEFORE:
        return day - 1 - (weekday - s->weekday + 6) % 7;
    case BW_SHIFT_NONE:
        break;
    }
    return day;
}

bw_day bw_calendar_feast(const bw_when_feast *f, int year, bool again, int *days)
{
    bw_day day = BW_NO_DAY;
    if (year < FIRST_YEAR || year > LAST_YEAR || (again && f->rule != BW_FEAST_LISTED))
        return BW_NO_DAY;
    *days = f->days;
    switch ((bw_feast_rule)f->rule) {
    case BW_FEAST_DAY:
        day = bw_day_checked(year, f->month, f->day);
        break;
    case BW_FEAST_WEEKDAY:
        day = bw_calendar_nth_weekday(bw_day_of(year, f->month, 1),
                                      bw_day_of(year, f->month, bw_days_in_month(year, f->month)), f->day, f->nth);
        break;
    case BW_FEAST_EASTER:
        day = bw_calendar_easter(year);
        break;
    case BW_FEAST_ORTHODOX:
        day = bw_calendar_orthodox_easter(year);
        break;
    case BW_FEAST_LISTED:
        day = listed(f, year, again, days);
        break;
    case BW_FEAST_PERIOD:
        break;
    }
    for (int i = 0; i < BW_WHEN_SHIFTS && day != BW_NO_DAY; i++)
        day = shifted(day, &f->shifts[i]);
    return day;
}

bw_day bw_calendar_add_months(bw_day day, int months)
{
    if (day == BW_NO_DAY)
        return day;
    bw_date d = bw_day_date(day);
    int m = d.year * 12 + d.month - 1 + months;
    if (m < FIRST_YEAR * 12 || m >= (LAST_YEAR + 1) * 12)
        return BW_NO_DAY;
    int last = bw_days_in_month(m / 12, m % 12 + 1);
    return bw_day_of(m / 12, m % 12 + 1, d.day < last ? d.day : last);
}

bw_day bw_calendar_monday(bw_day day) { return day - bw_day_weekday(day); }

int bw_calendar_week(bw_day day, int *year)
{
    bw_day thursday = bw_calendar_monday(day) + 3; /* ISO 8601: a week belongs to the year of its Thursday */
    *year = bw_day_date(thursday).year;
    return (thursday - bw_day_of(*year, 1, 1)) / 7 + 1;
}

bw_day bw_calendar_nth_weekday(bw_day from, bw_day to, int weekday, int nth)
{
    bw_day day;
    if (nth > 0)
        day = from + (weekday - bw_day_weekday(from) + 7) % 7 + 7 * (nth - 1);
    else
        day = to - (bw_day_weekday(to) - weekday + 7) % 7 + 7 * (nth + 1);
    return day >= from && day <= to ? day : BW_NO_DAY;
}
