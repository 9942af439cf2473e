#include "sky.h"

#define SECONDS_A_DAY ((int64_t)86400)
#define CENTURY (36525 * SECONDS_A_DAY) /* Julian */
#define J2000 ((int64_t)946728000)      /* 2000-01-01 12:00 */
#define ONE ((int64_t)1 << 30)          /* 1.0 of a sine */

static int64_t circle(int64_t a)
{
    a %= SKY_CIRCLE;
    return a < 0 ? a + SKY_CIRCLE : a;
}

/* Rounded, for either sign. */
static int64_t divided(int64_t a, int64_t b) { return (a < 0 ? a - b / 2 : a + b / 2) / b; }

/* sin in 2^-30: the odd Taylor polynomial of a quarter of the circle, error under 2e-9. */
static int64_t sine(int64_t angle)
{
    int64_t quarter = SKY_CIRCLE / 4, a = circle(angle);
    bool negative = a >= 2 * quarter;
    a %= 2 * quarter;
    if (a > quarter)
        a = 2 * quarter - a;
    int64_t u = ((a << 29) / quarter) << 1, uu = u * u >> 30;
    static const int64_t c[] = {1686629713, 693598668, 85569240, 5026996, 172273, 3864, 61}; /* (pi/2)^n / n!, n = 1, 3, … */
    int64_t s = 0;
    for (int i = 6; i >= 0; i--)
        s = c[i] - (s * uu >> 30);
    s = s * u >> 30;
    if (s > ONE)
        s = ONE;
    return negative ? -s : s;
}

static int64_t cosine(int64_t angle) { return sine(angle + SKY_CIRCLE / 4); }

/* Dynamical less Universal Time, in seconds, every ten years from 1890: the Astronomical Almanac; from 2030 expected. */
static int64_t delta_t(int64_t t)
{
    static const int16_t table[] = {-6, -3, 10, 21, 24, 24, 29, 33, 40, 50, 57, 64, 66, 70, 75, 80, 87, 95, 103, 112, 121, 131, 141};
    int64_t since = t - J2000 + 110 * CENTURY / 100, step = CENTURY / 10;
    int64_t i = since / step;
    if (since < 0)
        return table[0];
    if (i >= (int64_t)(sizeof table / sizeof *table) - 1)
        return table[sizeof table / sizeof *table - 1];
    return table[i] + divided((table[i + 1] - table[i]) * (since % step), step);
}

/* An angle that grows by `rate` (1e-8 degree a century) from `at` in 2000; `e`: dynamical seconds since then. */
static int64_t grown(int64_t at, int64_t rate, int64_t e)
{
    int64_t days = e / SECONDS_A_DAY, rest = e % SECONDS_A_DAY;
    return circle(at + circle(divided(rate * days, 36525)) + divided(rate % (36525 * SKY_CIRCLE) * rest, CENTURY));
}

/* c * T^2, T in centuries */
static int64_t squared(int64_t c, int64_t e)
{
    int64_t days = e / SECONDS_A_DAY;
    return divided(divided(c * days, 36525) * days, 36525);
}

static int64_t nutation(int64_t e)
{
    int64_t node = grown(12504452000, -193413626100, e), sun = grown(28046650000, 3600076980000, e),
            moon = grown(21831650000, 48126788130000, e);
    return (-477778 * sine(node) - 36667 * sine(2 * sun) - 6389 * sine(2 * moon) + 5833 * sine(2 * node)) >> 30;
}

/* Apparent but for nutation. */
static int64_t mean_sun(int64_t e)
{
    /* amplitude in 1e-7 radian; phase and rate in 1e-8 degree, a century */
    static const struct {
        int32_t amplitude;
        int64_t phase, rate;
    } terms[] = {
        {403406, 27054861000, 92878920},     {195207, 34019128000, 3599913769580}, {119433, 6391854000, 3599940896660},
        {112392, 33126220000, 3599872873850}, {3891, 31784300000, 7199820261000},   {2819, 8663100000, 7199844030000},
        {1721, 24005200000, 3600035726000},  {660, 31026000000, 7199748120000},    {350, 24723000000, 3296446780000},
        {334, 26087000000, -1944100000},     {314, 29782000000, 44526711170000},   {268, 34314000000, 4503688400000},
        {242, 16679000000, 310080000},       {234, 8153000000, 2251844340000},     {158, 350000000, -1997390000},
        {132, 13275000000, 6592893450000},   {129, 18295000000, 903802930000},     {114, 16203000000, 303476840000},
        {99, 2980000000, 3371814800000},     {93, 26640000000, 303444800000},      {86, 24920000000, -228077300000},
        {78, 15760000000, 2992999200000},    {72, 25780000000, 3155649300000},     {68, 18510000000, 14958800000},
        {64, 6990000000, 903775000000},      {46, 800000000, 10799740500000},      {38, 19710000000, -444417600000},
        {37, 25040000000, 15177100000},      {32, 6530000000, 6755531600000},      {29, 16270000000, 3155608000000},
        {28, 34150000000, -456154000000},    {27, 29160000000, 10799670600000},    {27, 9850000000, 122165500000},
        {25, 14670000000, 6289416700000},    {24, 11000000000, 3143736900000},     {21, 520000000, 1457829800000},
        {21, 34260000000, -3193175700000},   {20, 23090000000, 3477724300000},     {18, 25610000000, 122199900000},
        {17, 4530000000, 6289451100000},     {14, 24290000000, -444203900000},     {13, 11520000000, 10799790900000},
        {13, 15180000000, 11906600000},      {13, 28530000000, 1685907100000},     {12, 5330000000, -457800000},
        {10, 12660000000, 2689529200000},    {10, 20570000000, -3912700000},       {10, 8590000000, 1229753600000},
        {10, 14610000000, 9007377800000},
    };
    int64_t sum = 0;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        sum += terms[i].amplitude * sine(grown(terms[i].phase, terms[i].rate, e));
    int64_t aberration = (9740 * cosine(grown(17763000000, 3599901848000, e)) >> 30) - 557500;
    return circle(grown(28277718340, 3600076953744, e) + divided((sum >> 20) * 572957795 / 1000000, 1 << 10) + aberration);
}

static int64_t mean_moon(int64_t e)
{
    /* multiples of D, M, M', F; amplitude in 1e-6 degree */
    static const struct {
        int8_t d, m, m1, f;
        int32_t amplitude;
    } terms[] = {
        {0, 0, 1, 0, 6288774},  {2, 0, -1, 0, 1274027}, {2, 0, 0, 0, 658314},   {0, 0, 2, 0, 213618},  {0, 1, 0, 0, -185116},
        {0, 0, 0, 2, -114332},  {2, 0, -2, 0, 58793},   {2, -1, -1, 0, 57066},  {2, 0, 1, 0, 53322},   {2, -1, 0, 0, 45758},
        {0, 1, -1, 0, -40923},  {1, 0, 0, 0, -34720},   {0, 1, 1, 0, -30383},   {2, 0, 0, -2, 15327},  {0, 0, 1, 2, -12528},
        {0, 0, 1, -2, 10980},   {4, 0, -1, 0, 10675},   {0, 0, 3, 0, 10034},    {4, 0, -2, 0, 8548},   {2, 1, -1, 0, -7888},
        {2, 1, 0, 0, -6766},    {1, 0, -1, 0, -5163},   {1, 1, 0, 0, 4987},     {2, -1, 1, 0, 4036},   {2, 0, 2, 0, 3994},
        {4, 0, 0, 0, 3861},     {2, 0, -3, 0, 3665},    {0, 1, -2, 0, -2689},   {2, 0, -1, 2, -2602},  {2, -1, -2, 0, 2390},
        {1, 0, 1, 0, -2348},    {2, -2, 0, 0, 2236},    {0, 1, 2, 0, -2120},    {0, 2, 0, 0, -2069},   {2, -2, -1, 0, 2048},
        {2, 0, 1, -2, -1773},   {2, 0, 0, 2, -1595},    {4, -1, -1, 0, 1215},   {0, 0, 2, 2, -1110},   {3, 0, -1, 0, -892},
        {2, 1, 1, 0, -810},     {4, -1, -2, 0, 759},    {0, 2, -1, 0, -713},    {2, 2, -1, 0, -700},   {2, 1, -2, 0, 691},
        {2, -1, 0, -2, 596},    {4, 0, 1, 0, 549},      {0, 0, 4, 0, 537},      {4, -1, 0, 0, 520},    {1, 0, -2, 0, -487},
        {2, 1, 0, -2, -399},    {0, 0, 2, -2, -381},    {1, 1, 1, 0, 351},      {3, 0, -2, 0, -340},   {4, 0, -3, 0, 330},
        {2, -1, 2, 0, 327},     {0, 2, 1, 0, -323},     {1, 1, -1, 0, 299},     {2, 0, 3, 0, 294},
    };
    int64_t mean = grown(21831644770, 48126788123421, e) + squared(-157860, e);
    int64_t d = grown(29785019210, 44526711140340, e) + squared(-188190, e), m = grown(35752910920, 3599905029090, e) + squared(-15360, e),
            m1 = grown(13496339640, 47719886750550, e) + squared(874140, e), f = grown(9327209500, 48320201752330, e) + squared(-365390, e);
    int64_t flatter = 1000000 - divided(2516 * (e / SECONDS_A_DAY), 36525); /* of the Earth's orbit, in 1e-6 */
    int64_t sum = 3958 * sine(grown(11975000000, 13184900000, e)) + 1962 * sine(mean - f) + 318 * sine(grown(5309000000, 47926429000000, e));
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        int64_t x = terms[i].amplitude * sine(terms[i].d * d + terms[i].m * m + terms[i].m1 * m1 + terms[i].f * f);
        for (int k = terms[i].m < 0 ? -terms[i].m : terms[i].m; k > 0; k--)
            x = x / 1000000 * flatter;
        sum += x;
    }
    return circle(mean + divided(sum, ONE / 100));
}

/* Dynamical seconds since 2000. */
static int64_t elapsed(int64_t t) { return t + delta_t(t) - J2000; }

/* Lahiri: 23°51'25.53" at 2000, precession after Lieske (1977). */
static int64_t ayanamsa(int64_t e) { return 2385709200 + divided(139697128 * (e / SECONDS_A_DAY), 36525) + squared(30860, e); }

int64_t sky_sun(int64_t t) { return circle(mean_sun(elapsed(t)) + nutation(elapsed(t))); }
int64_t sky_moon(int64_t t) { return circle(mean_moon(elapsed(t)) + nutation(elapsed(t))); }
int64_t sky_sun_in_stars(int64_t t) { return circle(mean_sun(elapsed(t)) - ayanamsa(elapsed(t))); }
int64_t sky_moon_in_stars(int64_t t) { return circle(mean_moon(elapsed(t)) - ayanamsa(elapsed(t))); }
int64_t sky_phase(int64_t t) { return circle(mean_moon(elapsed(t)) - mean_sun(elapsed(t))); }

int64_t sky_next(int64_t (*angle_of)(int64_t t), int64_t angle, int64_t a_day, int64_t t)
{
    int64_t left = circle(angle - angle_of(t)), at = t + divided(left / 1000 * SECONDS_A_DAY, a_day / 1000);
    for (int i = 0; i < 12; i++) {
        int64_t short_of = circle(angle - angle_of(at));
        if (short_of > SKY_CIRCLE / 2)
            short_of -= SKY_CIRCLE;
        int64_t step = divided(short_of * (SECONDS_A_DAY / 100), a_day / 100);
        at += step;
        if (step == 0)
            break;
    }
    return at;
}

/* Integer square root. */
static int64_t root(int64_t n)
{
    int64_t r = 0;
    for (int64_t bit = (int64_t)1 << 31; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= n)
            r += bit;
    return r;
}

void sky_daylight(bw_day day, int64_t longitude, int64_t latitude, int64_t *rise, int64_t *set)
{
    int64_t noon = day * SECONDS_A_DAY + SECONDS_A_DAY / 2 - divided(longitude * 240, SKY_DEGREE), e = elapsed(noon);
    int64_t tilt = 2343929111 - divided(1300417 * (e / SECONDS_A_DAY), 36525), sun = sky_sun(noon);
    int64_t sin_d = sine(tilt) * sine(sun) >> 30, cos_d = root(ONE * ONE - sin_d * sin_d);

    /* W. M. Smart's equation of time, Meeus 28.3: y = tan²(tilt / 2), eccentricity; in 2^-30 radian */
    int64_t mean = grown(28046645000, 3600076983000, e), anomaly = grown(35752911000, 3599905029000, e);
    int64_t y = 46183000 - divided(52000 * (e / SECONDS_A_DAY), 36525), ecc = 17940000 - divided(45100 * (e / SECONDS_A_DAY), 36525);
    int64_t lead = (y * sine(2 * mean) >> 30) - (2 * ecc * sine(anomaly) >> 30) +
                   (((4 * ecc * y >> 30) * sine(anomaly) >> 30) * cosine(2 * mean) >> 30) - ((y * y / 2 >> 30) * sine(4 * mean) >> 30) -
                   ((ecc * ecc * 5 / 4 >> 30) * sine(2 * anomaly) >> 30);
    noon -= lead * 13751 >> 30; /* a radian is 13751 seconds of the day */

    /* The hour angle at which the Sun's centre stands 50' below the horizon, by halving. */
    int64_t wanted = (sine(-5 * SKY_DEGREE / 6) - (sine(latitude) * sin_d >> 30)), scale = cosine(latitude) * cos_d >> 30, low = 0,
            high = 180 * SKY_DEGREE;
    for (int i = 0; i < 40; i++) {
        int64_t middle = (low + high) / 2;
        if ((cosine(middle) * scale >> 30) > wanted)
            low = middle;
        else
            high = middle;
    }
    *rise = noon - divided(low * 240, SKY_DEGREE);
    *set = noon + divided(low * 240, SKY_DEGREE);
}
