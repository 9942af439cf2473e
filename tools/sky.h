/* sky.h - where Sun and Moon stand, for the feasts that follow them; at build time only.
 *
 *   takes:   Universal Time in seconds since 1970-01-01
 *   gives:   angles in 1e-8 degree, 0 to 360; moments in seconds
 *   exact:   integers throughout, so that every machine builds the same tables; within 0.01 degree of the sky from 1900 to 2100
 *   sources: Moon: J. Meeus, Astronomical Algorithms (1998), chapter 47. Sun: P. Bretagnon and J.-L. Simon, Planetary
 *            Programs and Tables (1986), as in E. Reingold and N. Dershowitz, Calendrical Calculations (2018), chapter 14.
 */
#ifndef BW_TOOLS_SKY_H
#define BW_TOOLS_SKY_H

#include "base/day.h"

#define SKY_DEGREE ((int64_t)100000000)
#define SKY_CIRCLE (360 * SKY_DEGREE)

/* Apparent longitudes, from the equinox of date. */
int64_t sky_sun(int64_t t);
int64_t sky_moon(int64_t t);

/* The same against the stars, as Indian calendars count: less Lahiri's ayanamsa (Indian Astronomical Ephemeris). */
int64_t sky_sun_in_stars(int64_t t);
int64_t sky_moon_in_stars(int64_t t);

/* Moon ahead of Sun: 0 at new moon. */
int64_t sky_phase(int64_t t);

/* The first moment at or after `t`, to a second, at which an angle that only grows reaches `angle`. `a_day`: how fast it grows. */
int64_t sky_next(int64_t (*angle_of)(int64_t t), int64_t angle, int64_t a_day, int64_t t);

#define SKY_PHASE_A_DAY (1219 * SKY_DEGREE / 100)
#define SKY_SUN_A_DAY (9856 * SKY_DEGREE / 10000)
#define SKY_MOON_A_DAY (1318 * SKY_DEGREE / 100)

/* Sunrise and sunset (upper edge, refraction of 34') at a place, in 1e-8 degree, east and north; by its own calendar day.
 * Not for polar days. */
void sky_daylight(bw_day day, int64_t longitude, int64_t latitude, int64_t *rise, int64_t *set);

#endif
