/* feast_days.h - the days of feasts that follow Sun and Moon, year by year; at build time only.
 *
 *   takes:   a feast's place in its calendar
 *   gives:   all its days from 1899 to 2101, in order, and their number; at most FEAST_MOST
 *   fails:   never; what is out of range has no days
 */
#ifndef BW_TOOLS_FEAST_DAYS_H
#define BW_TOOLS_FEAST_DAYS_H

#include "base/day.h"

enum { FEAST_FIRST_YEAR = 1899, FEAST_LAST_YEAR = 2101, FEAST_MOST = 256 };

/* Hindu lunisolar calendar (amanta months, 1 Chaitra; a leap month has no feasts). `tithi`: 1 to 30, 16 on is the dark half;
 * it must hold at `moment` of the day in Ujjain: Dharmasindhu's rules, as Rashtriya Panchang follows them. Of two days the
 * one that holds more of it; `star`: rather the one with the Moon in that nakshatra (1 to 27; 0: no matter). */
#define FEAST_MOMENT_LIST(X)                                                                                        \
    X(before_sunrise) /* the last 96 minutes of the night */                                                        \
    X(sunrise)                                                                                                      \
    X(morning)   /* 2 h 24 after sunrise */                                                                         \
    X(noon)      /* third fifth of the day */                                                                       \
    X(afternoon) /* fourth fifth */                                                                                 \
    X(dusk)      /* first fifth of the night */                                                                     \
    X(moonrise)  /* that of the fourth of the dark half: 2 to 3 h after sunset */                                   \
    X(midnight)  /* eighth of fifteen parts of the night */                                                         \
    X(bonfire)   /* dusk, but not in the first half of the tithi if the next day has seven eighths of its daylight */
typedef enum {
#define FEAST_MOMENT_ENUM(name) FEAST_##name,
    FEAST_MOMENT_LIST(FEAST_MOMENT_ENUM)
#undef FEAST_MOMENT_ENUM
} feast_moment;
unsigned feast_days_hindu(int month, int tithi, feast_moment moment, int star, bw_day *out);

/* Indian solar months (1: the Sun in Aries among the stars): the last day of one with the Moon in a nakshatra. */
unsigned feast_days_star(int month, int star, feast_moment moment, bw_day *out);

/* The day on which the Sun's longitude reaches `degree`, by a clock `minutes` ahead of Greenwich; from the equinox, or among
 * the stars. A clock that is set ahead says from which hour on the next day counts. */
unsigned feast_days_sun(int degree, int minutes, bool in_stars, bw_day *out);

/* Calendars of China and its neighbours (GB/T 33661-2017), each by its own clock. */
typedef enum { FEAST_CHINESE, FEAST_KOREAN, FEAST_VIETNAMESE } feast_east;
unsigned feast_days_east(feast_east where, int month, int day, bw_day *out);

/* Months count from Tishri; a leap year's first Adar has no feasts. */
unsigned feast_days_hebrew(int month, int day, bw_day *out);

/* Shahanshahi, of 365 days without leap years (1: Farvardin); Coptic and Ethiopian (1: Thout, Meskerem). */
unsigned feast_days_parsi(int month, int day, bw_day *out);
unsigned feast_days_coptic(int month, int day, bw_day *out);

#endif
