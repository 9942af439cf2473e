/* calendar.h - days that are counted from other days: Easter, lunar feasts, weeks, months.
 *
 *   fails:   BW_NO_DAY outside the years 1 to 9999, or those that the tables hold
 *   threads: no shared state
 */
#ifndef BW_WHEN_CALENDAR_H
#define BW_WHEN_CALENDAR_H

#include "when/table.h"

/* Western Easter (Gauss, Meeus) and Orthodox Easter, both as Gregorian days. */
bw_day bw_calendar_easter(int year);
bw_day bw_calendar_orthodox_easter(int year);

/* First day of the feast that begins in `year`, and in *days how long it lasts. A lunar feast may come twice in a
 * year: `again` asks for the second. BW_NO_DAY when there is none, and outside the years that were computed. */
bw_day bw_calendar_feast(const bw_when_feast *f, int year, bool again, int *days);

/* `day` moved by months; the 31st becomes the last day of a shorter month. BW_NO_DAY stays. */
bw_day bw_calendar_add_months(bw_day day, int months);

/* The ISO week of a day: its Monday; and number with year. */
bw_day bw_calendar_monday(bw_day day);
int bw_calendar_week(bw_day day, int *year);

/* The `nth` weekday (0 = Monday) of the days `from` to `to`; -1: the last, -2: the last but one.
 * BW_NO_DAY when there is none. */
bw_day bw_calendar_nth_weekday(bw_day from, bw_day to, int weekday, int nth);

#endif
