/* day.h - days of the proleptic Gregorian calendar as numbers.
 *
 * Day 0 is 1970-01-01. Arithmetic: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
 */
#ifndef BW_BASE_DAY_H
#define BW_BASE_DAY_H

#include "base/str.h"

typedef int32_t bw_day;

#define BW_NO_DAY INT32_MIN

typedef struct {
    int year, month, day; /* month and day from 1 */
} bw_date;

bw_day bw_day_of(int year, int month, int day); /* any month or day in range: no check */
bw_date bw_day_date(bw_day d);
int bw_day_weekday(bw_day d); /* 0 = Monday */
int bw_days_in_month(int year, int month);

/* BW_NO_DAY when there is no such day, or the year lies outside 1 to 9999. */
bw_day bw_day_checked(int year, int month, int day);

/* "2021-04-01", or the day that an ISO 8601 time "2021-04-01T…" begins with, or "20210401".
 * BW_NO_DAY when it is none of these. */
bw_day bw_day_parse(bw_str s);

/* Writes "2021-04-01" and a NUL. */
void bw_day_format(bw_day d, char out[11]);

#endif
