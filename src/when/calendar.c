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

static bw_day lunar(const bw_when_feast *f, int year, int *days)
{
    bw_day from = bw_day_of(year, 1, 1), to = bw_day_of(year, 12, 31);
    for (uint32_t i = 0; i < bw_when_n_lunar_years; i++) {
        const bw_when_lunar_year *y = &bw_when_lunar_years[i];
        if (y->calendar != f->calendar || y->first > to || y->first < from - 400)
            continue;
        bw_day day = y->first;
        for (int k = 0, month = 0; y->lengths[k]; k++) {
            int len = y->lengths[k] < 0 ? -y->lengths[k] : y->lengths[k];
            month += y->lengths[k] > 0;
            if (y->lengths[k] > 0 && month == f->month) {
                day += f->day - 1;
                if (day >= from && day <= to) {
                    *days = f->days ? f->days : len;
                    return day + f->offset;
                }
                break;
            }
            day += len;
        }
    }
    return BW_NO_DAY;
}

bw_day bw_calendar_feast(const bw_when_feast *f, int year, int *days)
{
    bw_day day = BW_NO_DAY;
    if (year < FIRST_YEAR || year > LAST_YEAR)
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
    case BW_FEAST_LUNAR:
        return lunar(f, year, days);
    }
    return day == BW_NO_DAY ? day : day + f->offset;
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
