/* value.h - one resolved time, and how calendar periods become one.
 *
 *   takes:   days and fields of the calendar
 *   gives:   the TIMEX3 value, the days covered, the precision
 *   fails:   never; what lies outside the years 1 to 9999 is left unknown
 *   threads: no shared state
 */
#ifndef BW_WHEN_VALUE_H
#define BW_WHEN_VALUE_H

#include "document.h"
#include "when/calendar.h"

enum { BW_WHEN_VALUE_ROOM = 48 };

typedef struct {
    char text[BW_WHEN_VALUE_ROOM]; /* TIMEX3 */
    char type;                     /* 'D', 'T', 'P', 'S'; 0: nothing */
    char unit;                     /* which period of the calendar: d w e M q S y D C; p: a named one; 0: none */
    bw_day from, to;
    bw_precision precision;
    bool past, future;
    bool year_said;                /* the words themselves give the year */
    uint32_t end;                  /* token behind the phrase */
} bw_when_value;

/* Each writes all fields of *v but `end` and `year_said`. */
void bw_value_day(bw_when_value *v, bw_day day);
void bw_value_week(bw_when_value *v, bw_day day);    /* the ISO week that holds the day */
void bw_value_weekend(bw_when_value *v, bw_day day); /* the Saturday and Sunday of that week */
void bw_value_month(bw_when_value *v, int year, int month);
void bw_value_quarter(bw_when_value *v, int year, int quarter);
void bw_value_half(bw_when_value *v, int year, int half);
void bw_value_season(bw_when_value *v, int year, int season); /* 1 spring to 4 winter; winter begins in the year */
void bw_value_year(bw_when_value *v, int year);
void bw_value_decade(bw_when_value *v, int first);
void bw_value_century(bw_when_value *v, int first);           /* first: 1900 for the 20th */
void bw_value_range(bw_when_value *v, bw_day from, bw_day to, bw_precision precision);
void bw_value_text(bw_when_value *v, char type, const char *fmt, ...) BW_PRINTF(3, 4); /* no days known */
void bw_value_duration(bw_when_value *v, int64_t n, char unit, char type);

/* The period of `unit` that holds `day`, moved by `by` of them. BW_NO_DAY: only the unit is known. */
void bw_value_period(bw_when_value *v, char unit, bw_day day, int by);

static inline bool bw_value_known(const bw_when_value *v) { return v->from != BW_NO_DAY && v->to != BW_NO_DAY; }
bw_precision bw_value_precision(char unit);

/* `day` moved by n units; BW_NO_DAY for units below a day, and outside the calendar. */
bw_day bw_value_move(bw_day day, int64_t n, char unit);

#endif
