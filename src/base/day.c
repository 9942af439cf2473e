#include "base/day.h"

#include <stdio.h>

bw_day bw_day_of(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

bw_date bw_day_date(bw_day d)
{
    int z = d + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;
    return (bw_date){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

int bw_day_weekday(bw_day d)
{
    int w = (d + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

int bw_days_in_month(int year, int month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bw_day bw_day_checked(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > bw_days_in_month(year, month))
        return BW_NO_DAY;
    return bw_day_of(year, month, day);
}

static bool digits(bw_str s, size_t from, size_t n, int *out)
{
    int v = 0;
    if (from + n > s.len)
        return false;
    for (size_t i = from; i < from + n; i++) {
        if (!bw_is_digit(s.ptr[i]))
            return false;
        v = v * 10 + (s.ptr[i] - '0');
    }
    *out = v;
    return true;
}

bw_day bw_day_parse(bw_str s)
{
    int y, m, d;
    if (digits(s, 0, 8, &d)) {
        if (s.len > 8 && s.ptr[8] != 'T')
            return BW_NO_DAY;
        return bw_day_checked(d / 10000, d / 100 % 100, d % 100);
    }
    if (s.len < 10 || s.ptr[4] != '-' || s.ptr[7] != '-' || (s.len > 10 && s.ptr[10] != 'T' && s.ptr[10] != ' '))
        return BW_NO_DAY;
    if (!digits(s, 0, 4, &y) || !digits(s, 5, 2, &m) || !digits(s, 8, 2, &d))
        return BW_NO_DAY;
    return bw_day_checked(y, m, d);
}

void bw_day_format(bw_day d, char out[11])
{
    bw_date t = bw_day_date(d);
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)t.year % 10000u, (unsigned)t.month % 100u, (unsigned)t.day % 100u);
}
