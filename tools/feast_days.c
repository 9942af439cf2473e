#include "feast_days.h"

#include "sky.h"

enum { IST = 330 * 60, DAY = 86400, MOST_LUNATIONS = 2600 };

static const int64_t ujjain_east = 7577000000, ujjain_north = 2318000000;

static bw_day day_at(int64_t t, int64_t clock)
{
    t += clock;
    return (bw_day)((t - (t % DAY + DAY) % DAY) / DAY);
}

static bool in_range(bw_day day)
{
    return day >= bw_day_of(FEAST_FIRST_YEAR, 1, 1) && day <= bw_day_of(FEAST_LAST_YEAR, 12, 31);
}

/* ---- new moons ----------------------------------------------------------------------------------- */

typedef struct {
    int64_t t;
    int sign; /* of the Sun among the stars: 0 Aries */
} lunation;

static const lunation *lunations(unsigned *n)
{
    static lunation all[MOST_LUNATIONS];
    static unsigned count;
    int64_t t = (int64_t)bw_day_of(FEAST_FIRST_YEAR - 1, 6, 1) * DAY, end = (int64_t)bw_day_of(FEAST_LAST_YEAR + 1, 6, 1) * DAY;
    while (!count || (all[count - 1].t < end && count < MOST_LUNATIONS)) {
        t = sky_next(sky_phase, 0, SKY_PHASE_A_DAY, t);
        all[count++] = (lunation){t, (int)(sky_sun_in_stars(t) / (30 * SKY_DEGREE))};
        t += 20 * DAY;
    }
    *n = count;
    return all;
}

/* ---- Hindu ----------------------------------------------------------------------------------------- */

static void window(bw_day day, feast_moment moment, int64_t *from, int64_t *to)
{
    *from = *to = 0;
    int64_t rise, set, next_rise, next_set;
    sky_daylight(day, ujjain_east, ujjain_north, &rise, &set);
    sky_daylight(day + 1, ujjain_east, ujjain_north, &next_rise, &next_set);
    int64_t light = set - rise, night = next_rise - set;
    switch (moment) {
    case FEAST_before_sunrise:
        *from = rise - 96 * 60;
        *to = rise;
        break;
    case FEAST_sunrise:
        *from = rise;
        *to = rise + 1;
        break;
    case FEAST_morning:
        *from = rise + 144 * 60;
        *to = *from + 1;
        break;
    case FEAST_noon:
        *from = rise + light * 2 / 5;
        *to = rise + light * 3 / 5;
        break;
    case FEAST_afternoon:
        *from = rise + light * 3 / 5;
        *to = rise + light * 4 / 5;
        break;
    case FEAST_dusk:
    case FEAST_bonfire:
        *from = set;
        *to = set + night / 5;
        break;
    case FEAST_moonrise:
        *from = set + 2 * 3600;
        *to = set + 3 * 3600;
        break;
    case FEAST_midnight:
        *from = set + night * 7 / 15;
        *to = set + night * 8 / 15;
        break;
    }
}

static int star_at(int64_t t) { return (int)(sky_moon_in_stars(t) * 27 / SKY_CIRCLE) + 1; }

/* The day of a tithi that lasts from `from` to `to`. */
static bw_day day_of_tithi(int64_t from, int64_t to, feast_moment moment, int star)
{
    bw_day first = day_at(from, IST) - 1, best = BW_NO_DAY;
    int64_t most = 0, a, b;
    for (bw_day day = first; day <= first + 3; day++) {
        window(day, moment, &a, &b);
        int64_t shared = (to < b ? to : b) - (from > a ? from : a);
        if (shared > most) {
            most = shared;
            best = day;
        }
    }
    if (best == BW_NO_DAY) { /* it came and went between two such moments: the day that it began on, by sunrise; fasts till moonrise
                                is the day after */
        best = first;
        do
            window(++best, FEAST_sunrise, &a, &b);
        while (a < from);
        return moment == FEAST_moonrise && a < to ? best : best - 1;
    }
    if (moment == FEAST_bonfire) {
        int64_t rise, set;
        window(best, moment, &a, &b);
        sky_daylight(best + 1, ujjain_east, ujjain_north, &rise, &set);
        if (from + (to - from) / 2 >= b && to > rise + (set - rise) * 7 / 8)
            best++;
    }
    if (star) {
        window(best, moment, &a, &b);
        int here = star_at(a + (b - a) / 2);
        window(best + 1, FEAST_morning, &a, &b);
        bool holds = to > a;
        window(best + 1, moment, &a, &b);
        if (holds && here != star && star_at(a + (b - a) / 2) == star)
            best++;
    }
    return best;
}

unsigned feast_days_hindu(int month, int tithi, feast_moment moment, int star, bw_day *out)
{
    unsigned n, found = 0;
    const lunation *all = lunations(&n);
    for (unsigned i = 0; i + 1 < n && found < FEAST_MOST; i++) {
        int number = (all[i].sign + 1) % 12 + 1, signs = (all[i + 1].sign - all[i].sign + 12) % 12;
        /* Without a change of sign it is a leap month; with two it bears two names. */
        if (signs == 0 || (month != number && !(signs == 2 && month == number % 12 + 1)))
            continue;
        int64_t from = all[i].t, to = all[i + 1].t;
        if (tithi > 1)
            from = sky_next(sky_phase, 12 * SKY_DEGREE * (tithi - 1), SKY_PHASE_A_DAY, all[i].t + DAY / 4);
        if (tithi < 30)
            to = sky_next(sky_phase, 12 * SKY_DEGREE * tithi, SKY_PHASE_A_DAY, all[i].t + DAY / 4);
        bw_day day = day_of_tithi(from, to, moment, star);
        if (in_range(day))
            out[found++] = day;
    }
    return found;
}

unsigned feast_days_star(int month, int star, feast_moment moment, bw_day *out)
{
    unsigned found = 0;
    int64_t t = (int64_t)bw_day_of(FEAST_FIRST_YEAR, 1, 1) * DAY, width = SKY_CIRCLE / 27;
    while (found < FEAST_MOST) {
        int64_t begins = sky_next(sky_sun_in_stars, 30 * SKY_DEGREE * (month - 1), SKY_SUN_A_DAY, t);
        int64_t ends = sky_next(sky_sun_in_stars, 30 * SKY_DEGREE * (month % 12), SKY_SUN_A_DAY, begins + 10 * DAY);
        bw_day last = BW_NO_DAY;
        for (int64_t from = begins; (from = sky_next(sky_moon_in_stars, width * (star - 1), SKY_MOON_A_DAY, from)) < ends; from += DAY)
            last = day_of_tithi(from, sky_next(sky_moon_in_stars, width * star, SKY_MOON_A_DAY, from + DAY / 4), moment, 0);
        if (last == BW_NO_DAY || !in_range(last))
            break;
        out[found++] = last;
        t = ends;
    }
    return found;
}

unsigned feast_days_sun(int degree, int minutes, bool in_stars, bw_day *out)
{
    unsigned found = 0;
    int64_t t = (int64_t)bw_day_of(FEAST_FIRST_YEAR, 1, 1) * DAY;
    while (found < FEAST_MOST) {
        t = sky_next(in_stars ? sky_sun_in_stars : sky_sun, degree * SKY_DEGREE, SKY_SUN_A_DAY, t);
        bw_day day = day_at(t, minutes * 60);
        if (!in_range(day))
            break;
        out[found++] = day;
        t += 300 * DAY;
    }
    return found;
}

/* ---- China and its neighbours ------------------------------------------------------------------------ */

static int64_t east_clock(feast_east where, int64_t t)
{
    int year = bw_day_date(day_at(t, 8 * 3600)).year;
    switch (where) {
    case FEAST_KOREAN:
        return year < 1912 || (year >= 1954 && year < 1961) ? 510 * 60 : 540 * 60;
    case FEAST_VIETNAMESE:
        return year < 1968 ? 480 * 60 : 420 * 60;
    default:
        return year < 1929 ? 27940 : 480 * 60; /* Beijing's own time before 1929 */
    }
}

/* Twelfths of the Sun's way at the beginning of a day. */
static int solar_term(feast_east where, bw_day day)
{
    int64_t t = (int64_t)day * DAY;
    return (int)(sky_sun(t - east_clock(where, t)) / (30 * SKY_DEGREE));
}

unsigned feast_days_east(feast_east where, int month, int day, bw_day *out)
{
    unsigned n, found = 0, first = 0;
    const lunation *all = lunations(&n);
    static bw_day begins[MOST_LUNATIONS];
    for (unsigned i = 0; i < n; i++)
        begins[i] = day_at(all[i].t, east_clock(where, all[i].t));
    /* From the month of one winter solstice, the eleventh, to that of the next: of 13 months the first that holds no term is leap. */
    int64_t t = (int64_t)bw_day_of(FEAST_FIRST_YEAR - 1, 12, 1) * DAY;
    while (found < FEAST_MOST) {
        int64_t solstice = sky_next(sky_sun, 270 * SKY_DEGREE, SKY_SUN_A_DAY, t), next = sky_next(sky_sun, 270 * SKY_DEGREE, SKY_SUN_A_DAY, solstice + 300 * DAY);
        bw_day a = day_at(solstice, east_clock(where, solstice)), b = day_at(next, east_clock(where, next));
        while (first + 1 < n && begins[first + 1] <= a)
            first++;
        unsigned last = first;
        while (last + 1 < n && begins[last + 1] <= b)
            last++;
        if (last + 2 >= n)
            break;
        bool leap_due = last - first == 13;
        int number = 11;
        for (unsigned i = first; i < last; i++) {
            bool leap = leap_due && i > first && solar_term(where, begins[i]) == solar_term(where, begins[i + 1]);
            if (leap)
                leap_due = false;
            else if (i > first)
                number = number % 12 + 1;
            /* A day that a short month lacks, New Year's Eve among them, is its last. */
            int length = begins[i + 1] - begins[i];
            bw_day at = begins[i] + (day < length ? day : length) - 1;
            if (!leap && number == month && in_range(at) && found < FEAST_MOST)
                out[found++] = at;
        }
        t = solstice + 300 * DAY;
    }
    return found;
}

/* ---- arithmetic calendars ---------------------------------------------------------------------------- */

/* Days to Tishri 1 from the epoch: Reingold and Dershowitz, chapter 8. */
static int64_t hebrew_elapsed(int year)
{
    int64_t months = (235 * (int64_t)year - 234) / 19, parts = 12084 + 13753 * months, day = 29 * months + parts / 25920;
    return 3 * (day + 1) % 7 < 3 ? day + 1 : day;
}

static bw_day hebrew_new_year(int year)
{
    int64_t before = hebrew_elapsed(year - 1), here = hebrew_elapsed(year), after = hebrew_elapsed(year + 1);
    int64_t later = after - here == 356 ? 2 : here - before == 382 ? 1 : 0;
    return (bw_day)(here + later - 2092590);
}

unsigned feast_days_hebrew(int month, int day, bw_day *out)
{
    unsigned found = 0;
    for (int year = FEAST_FIRST_YEAR + 3760; year <= FEAST_LAST_YEAR + 3761; year++) {
        bw_day at = hebrew_new_year(year);
        int length = hebrew_new_year(year + 1) - at;
        bool leap = length > 380;
        int spare = length % 10; /* 3, 4 or 5: short, plain, full */
        const int lengths[] = {30, spare == 5 ? 30 : 29, spare == 3 ? 29 : 30, 29, leap ? 60 : 30, 29, 30, 29, 30, 29, 30, 29};
        for (int m = 1; m < month; m++)
            at += lengths[m - 1];
        at += day - 1;
        if (in_range(at) && found < FEAST_MOST)
            out[found++] = at;
    }
    return found;
}

unsigned feast_days_parsi(int month, int day, bw_day *out)
{
    unsigned found = 0;
    bw_day at = bw_day_of(2022, 8, 16) + 30 * (month - 1) + day - 1; /* of the year 1392 */
    while (in_range(at - 365))
        at -= 365;
    for (; in_range(at) && found < FEAST_MOST; at += 365)
        out[found++] = at;
    return found;
}

unsigned feast_days_coptic(int month, int day, bw_day *out)
{
    unsigned found = 0;
    for (int year = FEAST_FIRST_YEAR - 284; year <= FEAST_LAST_YEAR - 283; year++) {
        bw_day at = bw_day_of(284, 8, 29) + 365 * (year - 1) + year / 4 + 30 * (month - 1) + day - 1;
        if (in_range(at) && found < FEAST_MOST)
            out[found++] = at;
    }
    return found;
}
