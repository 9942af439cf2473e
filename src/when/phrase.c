#include "when/phrase.h"

#include <stdio.h>

enum { MAX_DEPTH = 4 };

/* How far, in days, a date without a year may lie on the side that the tense says, while one on the other
 * side lies nearer than NEAR: then the tense was misread. News leaves the year out only when it is plain. */
enum { FAR = 270, NEAR = 95 };

static bool core(bw_phrase *p, uint32_t i, bw_when_value *v);

/* ---- tokens ------------------------------------------------------------------------------------- */

static int kind(const bw_phrase *p, uint32_t i) { return i < p->hi ? p->lexemes[i].kind : BW_WHEN_none; }
static int value(const bw_phrase *p, uint32_t i) { return p->lexemes[i].value; }
static bool figures(const bw_phrase *p, uint32_t i) { return p->lexemes[i].flags & BW_WHEN_FIGURES; }
static bool loose(const bw_phrase *p, uint32_t i) { return !p->asked && p->lexemes[i].flags & BW_WHEN_LOOSE; }
static const bw_token *token(const bw_phrase *p, uint32_t i) { return &p->doc->tokens[i]; }

/* Kind of the word before `i` in the sentence, inside the phrase or not. */
static int before(const bw_phrase *p, uint32_t i)
{
    return i > p->sentence->first ? p->lexemes[i - 1].kind : BW_WHEN_none;
}

static bool capital(const bw_phrase *p, uint32_t i) { return token(p, i)->form.len && bw_is_upper(token(p, i)->form.ptr[0]); }

static bool plural(const bw_phrase *p, uint32_t i)
{
    bw_str f = token(p, i)->form;
    return f.len > 3 && bw_lower(f.ptr[f.len - 1]) == 's';
}

static bool is_word(const bw_phrase *p, uint32_t i, const char *word)
{
    return i < p->hi && bw_str_eq_fold(token(p, i)->form, bw_str_of(word));
}

static uint32_t skip(const bw_phrase *p, uint32_t i, bw_when_kind k) { return kind(p, i) == (int)k ? i + 1 : i; }

/* A name of a person or body that has other words too: a day alone is easily mistaken for a name. */
static bool in_long_name(const bw_phrase *p, uint32_t i)
{
    const bw_token *t = token(p, i);
    if (t->ner != BW_NER_PER && !(t->ner == BW_NER_ORG && kind(p, i) != BW_WHEN_none))
        return false;
    return !t->ner_begin || (i + 1 < p->sentence->first + p->sentence->n && t[1].ner == t->ner && !t[1].ner_begin);
}

/* "March Madness", "Friday Prayers Party", "Johnnie Christmas": a word of time inside a name. */
static bool inside_name(const bw_phrase *p, uint32_t i, uint32_t end)
{
    const bw_token *t = token(p, i);
    if (!p->asked && (in_long_name(p, i) || (t->rel == BW_REL_flat && t->head >= 0 && t->head < (int32_t)i &&
                                               p->lexemes[t->head].kind == BW_WHEN_none)))
        return true;
    if (p->asked || t->rel != BW_REL_compound || t->head < 0 || (uint32_t)t->head < end)
        return false;
    const bw_token *h = &p->doc->tokens[t->head];
    return h->upos == BW_UPOS_PROPN && p->lexemes[t->head].kind == BW_WHEN_none;
}

/* "15 people": the number counts what follows. */
static bool counts_noun(const bw_phrase *p, uint32_t i)
{
    const bw_token *t = token(p, i);
    if (p->asked || i + 1 >= p->sentence->first + p->sentence->n)
        return false;
    const bw_token *next = token(p, i + 1);
    if (p->lexemes[i + 1].kind == BW_WHEN_dash)
        return false;
    if (t->rel == BW_REL_nummod && t->head > (int32_t)i && strcmp(p->doc->tokens[t->head].xpos, "NNS") == 0)
        return value(p, i) != 1;
    return (strcmp(next->xpos, "NNS") == 0 && t->head > (int32_t)i) || bw_str_is(next->form, "%");
}

/* Planners' calendars begin seasons with equinox and solstice; the press speaks of whole months. */
static void put_season(const bw_phrase *p, bw_when_value *v, int year, int season)
{
    static const struct {
        int month, day;
    } begins[] = {{3, 20}, {6, 21}, {9, 23}, {12, 21}};
    bw_value_season(v, year, season);
    if (p->prefer_future && bw_value_known(v)) {
        v->from = bw_day_of(year, begins[season - 1].month, begins[season - 1].day);
        v->to = bw_day_of(season == 4 ? year + 1 : year, begins[season % 4].month, begins[season % 4].day);
    }
}

/* ---- which side --------------------------------------------------------------------------------- */

static int side(bw_phrase *p, uint32_t i)
{
    int b = i > p->sentence->first && kind(p, i - 1) == BW_WHEN_the ? before(p, i - 1) : before(p, i);
    if (b == BW_WHEN_since)
        return -2;
    if (b == BW_WHEN_to && i >= p->sentence->first + 2 && token(p, i - 2)->upos == BW_UPOS_VERB)
        return 1; /* "postponed to Thursday" */
    bool deadline = b == BW_WHEN_by || b == BW_WHEN_until || b == BW_WHEN_for || b == BW_WHEN_before;
    int s = bw_tense_side(&p->tense, p->sentence, i, deadline);
    return s ? s : p->prefer_future ? 1 : b == BW_WHEN_by || b == BW_WHEN_until ? 1 : 0;
}

/* Of a day that comes `earlier` and one that comes `later` than the document's: the one that is meant. */
static bool take_later(const bw_phrase *p, bw_day now, int s, bw_day earlier, bw_day later)
{
    int back = now - earlier, ahead = later - now;
    if (s > 0)
        return s > 1 || p->prefer_future || !(ahead > FAR && back < NEAR);
    if (s < 0)
        return s == -1 && back > FAR && ahead < NEAR;
    return ahead < back;
}

/* The year of "5 June" or of "October" (day 0), which do not say it. 0: cannot be known. */
static int year_of(bw_phrase *p, uint32_t i, int month, int day)
{
    if (p->now == BW_NO_DAY)
        return bw_value_known(&p->last) ? bw_day_date(p->last.from).year : 0;
    int year = bw_day_date(p->now).year;
    /* A story of other days: the year that was last said holds on. */
    if (p->last.unit && p->last.year_said && bw_value_known(&p->last)) {
        int said = bw_day_date(p->last.from).year;
        bool at_hand = p->last_in == p->sentence && (p->last.unit == 'd' || p->last.unit == 'M');
        if ((said < year - 1 || (said < year && at_hand)) && bw_day_date(p->last.to).year == said)
            return said;
    }
    bw_day this_year = bw_day_of(year, month, day ? day : 15);
    bw_day now = day ? p->now : bw_day_of(year, bw_day_date(p->now).month, 15);
    if (this_year == now)
        return year;
    int other = this_year < now ? year + 1 : year - 1;
    bw_day there = bw_day_of(other, month, day ? day : 15);
    bool later = this_year < now ? take_later(p, now, side(p, i), this_year, there) : take_later(p, now, side(p, i), there, this_year);
    return later == (this_year < now) ? other : year;
}

static bw_day weekday_near(bw_phrase *p, uint32_t i, int weekday)
{
    if (p->now == BW_NO_DAY)
        return BW_NO_DAY;
    int ahead = (weekday - bw_day_weekday(p->now) + 7) % 7;
    if (ahead == 0)
        return p->prefer_future ? p->now + 7 : p->now;
    return p->now + (side(p, i) > 0 ? ahead : ahead - 7);
}

/* ---- numbers ------------------------------------------------------------------------------------ */

/* "three", "3", "a", "twenty-one", "a couple of", "a few", "two thousand": *n, -1 when vague. */
static bool count(const bw_phrase *p, uint32_t i, int64_t *n, uint32_t *end)
{
    uint32_t j = i;
    int64_t sum = 0;
    bool any = false;

    j = skip(p, j, BW_WHEN_approx);
    if (kind(p, j) == BW_WHEN_a || kind(p, j) == BW_WHEN_an) {
        j++;
        sum = 1;
        any = true;
        j = skip(p, j, BW_WHEN_approx);
    }
    if (kind(p, j) == BW_WHEN_few) {
        if (before(p, j) == BW_WHEN_as) /* "the third in as many weeks" */
            return false;
        *n = -1;
        *end = j + 1;
        return true;
    }
    if (kind(p, j) == BW_WHEN_couple) {
        *n = 2;
        *end = skip(p, j + 1, BW_WHEN_of);
        return true;
    }
    if (kind(p, j) == BW_WHEN_number) {
        sum = value(p, j);
        any = true;
        if (!figures(p, j) && sum >= 20) {
            uint32_t k = skip(p, j + 1, BW_WHEN_dash);
            if (kind(p, k) == BW_WHEN_number && !figures(p, k) && value(p, k) < 10) {
                sum += value(p, k);
                j = k;
            }
        }
        j++;
    }
    for (int steps = 0; kind(p, j) == BW_WHEN_scale && steps < 3; steps++, j++) {
        sum = (any ? sum : 1) * value(p, j);
        any = true;
        if (sum > 1000000000000)
            return false;
    }
    /* halves are let go: no value here is finer than the unit */
    if (any && is_word(p, j, "1/2"))
        j++;
    else if (any && kind(p, j) == BW_WHEN_and && (kind(p, j + 1) == BW_WHEN_a || kind(p, j + 1) == BW_WHEN_an) && kind(p, j + 2) == BW_WHEN_half)
        j += 3;
    if (!any || sum == 0)
        return false;
    *n = sum;
    *end = j;
    return true;
}

/* ---- years -------------------------------------------------------------------------------------- */

static bool word_year(const bw_phrase *p, uint32_t i, int *year, uint32_t *end)
{
    if (kind(p, i) != BW_WHEN_number || figures(p, i))
        return false;
    int64_t n;
    uint32_t j;
    if (value(p, i) == 2 && kind(p, i + 1) == BW_WHEN_scale && value(p, i + 1) == 1000) {
        if (!count(p, skip(p, i + 2, BW_WHEN_and), &n, &j) || n < 1 || n > 99)
            return false;
        *year = 2000 + (int)n;
    } else {
        if (value(p, i) < 13 || value(p, i) > 20 || !count(p, i + 1, &n, &j) || n < 10 || n > 99)
            return false;
        if (kind(p, i + 1) != BW_WHEN_number || figures(p, i + 1))
            return false;
        *year = value(p, i) * 100 + (int)n;
    }
    *end = j;
    return true;
}

/* Figures or words that may be a year. */
static bool year_number(const bw_phrase *p, uint32_t i, int *year, uint32_t *end)
{
    if (word_year(p, i, year, end))
        return true;
    if (kind(p, i) == BW_WHEN_era && value(p, i) > 0 && kind(p, i + 1) == BW_WHEN_number && figures(p, i + 1)) {
        *year = value(p, i + 1);
        *end = i + 2;
        return true;
    }
    if (kind(p, i) != BW_WHEN_number || !figures(p, i))
        return false;
    if (kind(p, i + 1) == BW_WHEN_era && value(p, i) > 0) {
        *year = value(p, i + 1) < 0 ? -value(p, i) : value(p, i);
        *end = i + 2;
        return true;
    }
    if (p->lexemes[i].digits != 4 || value(p, i) < 1000 || value(p, i) > 2100)
        return false;
    *year = value(p, i);
    *end = i + 1;
    return true;
}

/* "last year", "this year", "the same year", "that year" */
static bool named_year(const bw_phrase *p, uint32_t i, int *year, uint32_t *end)
{
    bw_day base = p->now;
    i = skip(p, i, BW_WHEN_the);
    int k = kind(p, i);
    if (k != BW_WHEN_which && k != BW_WHEN_that)
        return false;
    int by = value(p, i);
    if (k == BW_WHEN_that) {
        base = bw_value_known(&p->last) ? p->last.from : p->now;
        i = skip(p, i + 1, BW_WHEN_that);
    } else {
        i++;
        by = by > 0 ? 1 : by < 0 ? -1 : 0;
    }
    if (kind(p, i) != BW_WHEN_unit || value(p, i) != 'y' || base == BW_NO_DAY)
        return false;
    *year = bw_day_date(base).year + by;
    *end = i + 1;
    return true;
}

/* The year behind a month, a day, a season: ", 2019"; "of 2019"; "last year". */
static bool year_behind(const bw_phrase *p, uint32_t i, int *year, uint32_t *end, bool *said)
{
    uint32_t j = i;
    *said = true;
    if (kind(p, j) == BW_WHEN_comma)
        j++;
    else if (kind(p, j) == BW_WHEN_of || kind(p, j) == BW_WHEN_in)
        j++;
    if (kind(p, j) == BW_WHEN_the && kind(p, j + 1) == BW_WHEN_unit && value(p, j + 1) == 'y')
        j += 2;
    if (year_number(p, j, year, end))
        return j > i || !counts_noun(p, *end - 1);
    if (kind(p, i) == BW_WHEN_of && kind(p, j) == BW_WHEN_number && p->lexemes[j].digits == 3) { /* December of 384 */
        *year = value(p, j);
        *end = j + 1;
        return true;
    }
    if (kind(p, j) == BW_WHEN_number && p->lexemes[j].digits == 2 && j == i && token(p, j)->form.len > 2 &&
        !bw_is_digit(token(p, j)->form.ptr[0])) { /* '99 */
        *year = value(p, j) + (value(p, j) < 50 ? 2000 : 1900);
        *end = j + 1;
        return true;
    }
    *said = false;
    return kind(p, i) != BW_WHEN_comma && named_year(p, j, year, end);
}

/* ---- days and months ---------------------------------------------------------------------------- */

static void put_day_of(bw_phrase *p, uint32_t i, bw_when_value *v, int year, int month, int day)
{
    if (!year)
        year = year_of(p, i, month, day);
    bw_day d = year ? bw_day_checked(year, month, day) : BW_NO_DAY;
    bw_value_day(v, d);
    if (d == BW_NO_DAY)
        bw_value_text(v, 'D', "XXXX-%02d-%02d", month, day);
}

/* 1 to 31, in figures or as an ordinal. */
static bool month_day(const bw_phrase *p, uint32_t i, int *day, uint32_t *end)
{
    int k = kind(p, i);
    if (k == BW_WHEN_ordinal) {
        *day = value(p, i);
        *end = i + 1;
    } else if (k == BW_WHEN_number && figures(p, i) && p->lexemes[i].digits <= 2) {
        *day = value(p, i);
        *end = i + 1;
    } else if (k == BW_WHEN_number && (value(p, i) == 20 || value(p, i) == 30)) {
        uint32_t j = skip(p, i + 1, BW_WHEN_dash);
        if (kind(p, j) != BW_WHEN_ordinal || value(p, j) > 9)
            return false;
        *day = value(p, i) + value(p, j);
        *end = j + 1;
    } else
        return false;
    return *day >= 1 && *day <= 31;
}

static bool range_sign(const bw_phrase *p, uint32_t i)
{
    int k = kind(p, i);
    return k == BW_WHEN_dash || k == BW_WHEN_to || k == BW_WHEN_through || k == BW_WHEN_until;
}

static void put_days_of(bw_phrase *p, uint32_t i, bw_when_value *v, int year, int month, int day, int last)
{
    if (!year)
        year = year_of(p, i, month, day);
    bw_day a = year ? bw_day_checked(year, month, day) : BW_NO_DAY, b = year ? bw_day_checked(year, month, last) : BW_NO_DAY;
    if (a == BW_NO_DAY || b == BW_NO_DAY || b < a)
        bw_value_text(v, 'D', "XXXX-%02d-%02d/XXXX-%02d-%02d", month, day, month, last);
    else
        bw_value_range(v, a, b, BW_PRECISION_DAY);
}

static bool any_date(bw_phrase *p, uint32_t i, bw_when_value *v);

/* "In June and July of 1973": the year that the date behind `i` says for both. 0: none. */
static int shared_year(bw_phrase *p, uint32_t i, int month)
{
    uint32_t hi = p->hi;
    bw_when_value next = {0};
    int year = 0;
    p->hi = p->sentence->first + p->sentence->n; /* the caller's span may end before the year */
    int k = kind(p, i);
    if (p->depth < MAX_DEPTH && (k == BW_WHEN_and || k == BW_WHEN_to || k == BW_WHEN_dash || k == BW_WHEN_through || k == BW_WHEN_comma)) {
        p->depth++;
        if (any_date(p, i + 1, &next) && next.year_said && bw_value_known(&next)) {
            bw_date d = bw_day_date(next.from);
            year = d.month >= month ? d.year : d.year - 1;
        }
        p->depth--;
    }
    p->hi = hi;
    return year;
}

static bool plain_month(const bw_phrase *p, uint32_t i)
{
    if (p->asked || !(p->lexemes[i].flags & BW_WHEN_LOOSE) || p->lexemes[i].flags & BW_WHEN_MID)
        return true;
    if (!capital(p, i) || token(p, i)->ner == BW_NER_PER || token(p, i)->upos == BW_UPOS_AUX)
        return false;
    int k = kind(p, i + 1), b = before(p, i);
    if (k == BW_WHEN_number || (k == BW_WHEN_ordinal && i + 1 < p->hi))
        return true;
    return b == BW_WHEN_in || b == BW_WHEN_since || b == BW_WHEN_until || b == BW_WHEN_of || b == BW_WHEN_by || b == BW_WHEN_from ||
           b == BW_WHEN_through || b == BW_WHEN_to || b == BW_WHEN_edge || b == BW_WHEN_which || b == BW_WHEN_dash ||
           b == BW_WHEN_between || b == BW_WHEN_during || b == BW_WHEN_ordinal || b == BW_WHEN_number;
}

/* "April", "April 1", "April 1st, 2021", "April 2021", "April 1-3" */
static bool month_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int month = value(p, i), day = 0, year = 0, last = 0;
    uint32_t j = i + 1, k;
    bool said = false;
    if (!plain_month(p, i) || inside_name(p, i, i + 1))
        return false;
    if (kind(p, j) == BW_WHEN_ordinal && value(p, j) < 6 && kind(p, j + 1) == BW_WHEN_unit && value(p, j + 1) == 'w') { /* "April 2nd week" */
        bw_value_month(v, year_of(p, i, month, 0), month);
        bw_day sunday = bw_value_known(v) ? bw_calendar_nth_weekday(v->from + 6, v->to, 6, value(p, j)) : BW_NO_DAY;
        if (sunday == BW_NO_DAY)
            return false;
        bw_value_week(v, sunday);
        v->year_said = false;
        v->end = j + 2;
        return true;
    }
    if (month_day(p, skip(p, j, BW_WHEN_the), &day, &k) && !(j + 1 == k && before(p, i) != BW_WHEN_the && counts_noun(p, j)) && kind(p, k) != BW_WHEN_month) {
        j = k;
        uint32_t m = skip(p, j + 1, BW_WHEN_the);
        if (range_sign(p, j) && month_day(p, m, &last, &k) && kind(p, k) != BW_WHEN_month && last > day)
            j = k;
        else
            last = 0;
        if (year_behind(p, j, &year, &k, &said))
            j = k;
        else
            year = shared_year(p, j, month);
        if (last)
            put_days_of(p, i, v, year, month, day, last);
        else
            put_day_of(p, i, v, year, month, day);
    } else {
        if (year_behind(p, j, &year, &k, &said))
            j = k;
        else
            year = shared_year(p, j, month);
        bw_value_month(v, year ? year : year_of(p, i, month, 0), month);
    }
    v->year_said = said;
    v->end = j;
    return true;
}

/* "1 April", "the 1st of April 2021", "5-6 September 2019" */
static bool day_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int day, last = 0, year = 0;
    uint32_t j, k, m;
    bool said = false;
    if (!month_day(p, i, &day, &j))
        return false;
    if (range_sign(p, j) && month_day(p, skip(p, j + 1, BW_WHEN_the), &last, &k))
        j = k;
    m = j;
    if (kind(p, m) == BW_WHEN_unit && value(p, m) == 'd')
        m++;
    m = skip(p, m, BW_WHEN_of);
    int cut = kind(p, m);
    if ((cut == BW_WHEN_dash || cut == BW_WHEN_slash) && !token(p, m)->space_after) /* 23-March, 23/March */
        m++;
    if (kind(p, m) != BW_WHEN_month || (loose(p, m) && !capital(p, m)))
        return false;
    j = m + 1;
    uint32_t y = kind(p, j) == BW_WHEN_slash && cut == BW_WHEN_slash ? j + 1 : skip(p, j, BW_WHEN_dash);
    if (year_behind(p, y, &year, &k, &said))
        j = k;
    else
        year = shared_year(p, j, value(p, m));
    if (last > day)
        put_days_of(p, m, v, year, value(p, m), day, last);
    else
        put_day_of(p, m, v, year, value(p, m), day);
    v->year_said = said;
    v->end = j;
    return true;
}

static bool written_date(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int d = value(p, i);
    if (d < 10000) { /* 4/13 */
        if (!p->asked)
            return false;
        put_day_of(p, i, v, 0, d / 100, d % 100);
        v->year_said = false;
        v->end = i + 1;
        return true;
    }
    if (d % 100)
        bw_value_day(v, bw_day_of(d / 10000, d / 100 % 100, d % 100));
    else
        bw_value_month(v, d / 10000, d / 100 % 100);
    v->year_said = true;
    v->end = i + 1;
    return true;
}

/* "2021 - 04 - 01", which the tokenizer may have cut; "4 / 1 / 2021" */
static bool cut_date(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int sign = kind(p, i + 1);
    if (!figures(p, i) || (sign != BW_WHEN_dash && sign != BW_WHEN_slash) || kind(p, i + 2) != BW_WHEN_number ||
        kind(p, i + 3) != sign || kind(p, i + 4) != BW_WHEN_number)
        return false;
    int a = value(p, i), b = value(p, i + 2), c = value(p, i + 4);
    bw_day day = BW_NO_DAY;
    if (p->lexemes[i].digits == 4)
        day = bw_day_checked(a, b, c);
    else if (p->lexemes[i + 4].digits == 4)
        day = a <= 12 ? bw_day_checked(c, a, b) : bw_day_checked(c, b, a);
    if (day == BW_NO_DAY)
        return false;
    bw_value_day(v, day);
    v->year_said = true;
    v->end = i + 5;
    return true;
}

static bool any_date(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    i = skip(p, i, BW_WHEN_the);
    switch (kind(p, i)) {
    case BW_WHEN_month:
        return month_first(p, i, v);
    case BW_WHEN_number:
        return cut_date(p, i, v) || day_first(p, i, v);
    case BW_WHEN_ordinal:
        return day_first(p, i, v);
    case BW_WHEN_date:
        return written_date(p, i, v);
    default:
        return false;
    }
}

static void put_weekday(bw_when_value *v, bw_day day, int weekday)
{
    bw_value_day(v, day);
    if (day == BW_NO_DAY)
        bw_value_text(v, 'D', "XXXX-WXX-%d", weekday + 1);
}

/* The nth weekday before or after a day: `j` at "before". */
static bool weekday_beside(bw_phrase *p, uint32_t j, int weekday, int nth, bw_when_value *v)
{
    bw_when_value day = {0};
    if ((kind(p, j) != BW_WHEN_before && kind(p, j) != BW_WHEN_after) || !core(p, j + 1, &day) || day.unit != 'd' || !bw_value_known(&day))
        return false;
    int by = kind(p, j) == BW_WHEN_after ? 1 : -1, apart = (weekday - bw_day_weekday(day.from)) * by;
    bw_value_day(v, day.from + by * ((apart > 0 ? apart : apart + 7) + 7 * (nth - 1)));
    v->year_said = day.year_said;
    v->end = day.end;
    return true;
}

/* The nth of the weekdays around a day, the nearest first: `j` at the day. */
static bool weekday_around(bw_phrase *p, uint32_t j, int weekday, int nth, bw_when_value *v)
{
    bw_when_value day = {0};
    if (nth < 1 || nth > 20 || !core(p, j, &day) || day.unit != 'd' || !bw_value_known(&day))
        return false;
    int ahead = (weekday - bw_day_weekday(day.from) + 7) % 7, back = 7 - ahead;
    for (int k = 1; k < nth; k++) { /* the nearer of the two is let go */
        if (ahead <= back)
            ahead += 7;
        else
            back += 7;
    }
    bw_value_day(v, ahead <= back ? day.from + ahead : day.from - back);
    v->year_said = day.year_said;
    v->end = day.end;
    return true;
}

/* "the nearest Saturday to 5 May": `i` at "nearest". */
static bool closest(bw_phrase *p, uint32_t i, int nth, bw_when_value *v)
{
    return kind(p, i) == BW_WHEN_closest && kind(p, i + 1) == BW_WHEN_weekday && kind(p, i + 2) == BW_WHEN_to &&
           weekday_around(p, i + 3, value(p, i + 1), nth, v);
}

/* "Tuesday", "Tuesday, 12 February", "Tuesday the 19th", "Tuesday of next week", "Friday after next" */
static bool weekday_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int weekday = value(p, i), day;
    uint32_t j = i + 1, k;
    if (loose(p, i) && !(capital(p, i) && (kind(p, i + 1) == BW_WHEN_comma || kind(p, i + 1) == BW_WHEN_month ||
                                           kind(p, i + 1) == BW_WHEN_number || before(p, i) == BW_WHEN_on)))
        return false;
    if (inside_name(p, i, i + 1))
        return false;
    uint32_t m = skip(p, j, BW_WHEN_comma);
    if (any_date(p, m, v) && v->unit == 'd' && bw_value_known(v)) {
        /* Without a year the weekday tells it. */
        if (!v->year_said && p->now != BW_NO_DAY && bw_day_weekday(v->from) != weekday) {
            bw_date d = bw_day_date(v->from);
            uint32_t end = v->end;
            for (int by = -1; by <= 1; by += 2) {
                bw_day other = bw_day_checked(d.year + by, d.month, d.day);
                if (other != BW_NO_DAY && bw_day_weekday(other) == weekday) {
                    bw_value_day(v, other);
                    v->year_said = false;
                    v->end = end;
                    break;
                }
            }
        }
        return true;
    }
    v->year_said = false;
    if (kind(p, m) == BW_WHEN_the && month_day(p, m + 1, &day, &k) && p->now != BW_NO_DAY) {
        bw_date d = bw_day_date(p->now);
        for (int step = 0; step < 28; step++) { /* this month, then next, last, the one after … */
            int by = step % 2 ? (step + 1) / 2 : -step / 2;
            bw_day first = bw_calendar_add_months(bw_day_of(d.year, d.month, 1), by);
            bw_date f = bw_day_date(first);
            bw_day found = bw_day_checked(f.year, f.month, day);
            if (found != BW_NO_DAY && bw_day_weekday(found) == weekday && !(p->prefer_future && by < 0)) {
                bw_value_day(v, found);
                v->end = k;
                return true;
            }
        }
    }
    if (kind(p, j) == BW_WHEN_after && kind(p, j + 1) == BW_WHEN_which && value(p, j + 1) > 0) {
        bw_day day_after = p->now == BW_NO_DAY ? p->now : p->now + (weekday - bw_day_weekday(p->now) + 6) % 7 + 8;
        put_weekday(v, day_after, weekday);
        v->end = j + 2;
        return true;
    }
    if ((before(p, i) == BW_WHEN_the || p->asked) && weekday_beside(p, j, weekday, 1, v)) /* "the Saturday before Easter" */
        return true;
    if (kind(p, j) == BW_WHEN_closest && kind(p, j + 1) == BW_WHEN_to && weekday_around(p, j + 2, weekday, 1, v))
        return true;
    v->year_said = false;
    k = skip(p, j, BW_WHEN_of);
    k = skip(p, k, BW_WHEN_the);
    if (kind(p, k) == BW_WHEN_which && kind(p, k + 1) == BW_WHEN_unit && value(p, k + 1) == 'w' && p->now != BW_NO_DAY) {
        int by = value(p, k) > 0 ? 7 : value(p, k) < 0 ? -7 : 0;
        bw_value_day(v, bw_calendar_monday(p->now) + weekday + by);
        v->end = k + 2;
        return true;
    }
    put_weekday(v, weekday_near(p, i, weekday), weekday);
    v->end = j;
    return true;
}

/* ---- named days --------------------------------------------------------------------------------- */

static bool country_named(const bw_phrase *p, const char *country)
{
    const bw_document *doc = p->doc;
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const bw_mention *m = &doc->mentions[i];
        if (m->sentence >= 0 && &doc->sentences[m->sentence] == p->sentence && strcmp(m->country, country) == 0)
            return true;
    }
    return false;
}

/* The longest name of a day or period that begins with token `i`; *end behind it. `anywhere`: no matter the country. */
static const bw_when_feast *feast_name(const bw_phrase *p, uint32_t i, bool anywhere, uint32_t *end)
{
    char name[BW_WHEN_LONGEST_NAME];
    size_t len = bw_when_plain(token(p, i)->form, name, sizeof name - 1);
    const bw_when_word *w = len < sizeof name ? bw_when_word_of((bw_str){name, len}) : NULL;
    const bw_when_feast *best = NULL;
    uint32_t low = w ? w->feast : 0, high = w ? low + w->n_feasts : 0, same = 0;
    for (uint32_t j = i; low < high; ) {
        if (j > i) {
            size_t n = bw_when_plain(token(p, j)->form, name + len, sizeof name - 1 - len);
            if (n > sizeof name - 1 - len)
                break;
            len += n;
            if (n == 0 && ++j < p->hi) /* a hyphen */
                continue;
            if (n == 0)
                break;
        }
        j++;
        bw_when_feasts_of((bw_str){name, len}, &low, &high, &same);
        for (uint32_t k = low; k < low + same; k++)
            if (anywhere || !bw_when_feasts[k].country[0] || country_named(p, bw_when_feasts[k].country)) {
                best = &bw_when_feasts[k];
                *end = j;
            }
        if (j == p->hi || j == i + BW_WHEN_NAME_WORDS || low + same == high)
            break;
    }
    return best;
}

static void put_feast(bw_when_value *v, const bw_when_feast *f, int year, bool again)
{
    int days = 1;
    bw_day day = year ? bw_calendar_feast(f, year, again, &days) : BW_NO_DAY;
    if (day != BW_NO_DAY && days > 1)
        bw_value_range(v, day, day + days - 1, BW_PRECISION_DAY);
    else
        bw_value_day(v, day);
}

/* The feast before (-1) or behind (+1) the document's day, or the one that is meant (0). */
static void put_near_feast(bw_phrase *p, uint32_t i, bw_when_value *v, const bw_when_feast *f, int by)
{
    if (p->now == BW_NO_DAY) {
        put_feast(v, f, 0, false);
        return;
    }
    int year = bw_day_date(p->now).year, days;
    bw_day earlier = BW_NO_DAY, later = BW_NO_DAY;
    int earlier_at = 0, later_at = 0; /* twice the year, and one for its second feast */
    for (int at = 2 * (year - 2); at < 2 * (year + 3); at++) { /* a lunar feast may miss a year */
        bw_day d = bw_calendar_feast(f, at / 2, at % 2, &days);
        if (d == BW_NO_DAY)
            continue;
        if (by == 0 && d <= p->now && p->now < d + days) {
            put_feast(v, f, at / 2, at % 2);
            return;
        }
        if (d < p->now) {
            earlier = d;
            earlier_at = at;
        } else if (d > p->now && later == BW_NO_DAY) {
            later = d;
            later_at = at;
        }
    }
    if (earlier == BW_NO_DAY || later == BW_NO_DAY) {
        put_feast(v, f, 0, false);
        return;
    }
    bool ahead = by ? by > 0 : take_later(p, p->now, side(p, i), earlier, later);
    int at = ahead ? later_at : earlier_at;
    put_feast(v, f, at / 2, at % 2);
}

/* Somebody or some place that the tables know: it goes by a name of its own. */
static bool heads_mention(const bw_phrase *p, uint32_t i)
{
    for (uint32_t k = 0; k < p->doc->n_mentions; k++)
        if (p->doc->mentions[k].head == i && p->doc->mentions[k].country[0])
            return true;
    return false;
}

/* Whether the name of a period stands as a time: "during the Cold War", "the end of World War II"; not "a Cold War relic",
 * "the lessons of the Vietnam War". Words `i` to `end`, the article left out. */
static bool stands_as_time(const bw_phrase *p, uint32_t i, uint32_t end)
{
    const bw_sentence *s = p->sentence;
    uint32_t first = before(p, i) == BW_WHEN_the ? i - 1 : i;
    bool named = false; /* "the fall of Saigon": one capital is enough */
    for (uint32_t j = i; j < end; j++)
        named = named || capital(p, j) || figures(p, j);
    if (!named)
        return false;
    if (end < s->first + s->n) {
        const bw_token *t = token(p, end - 1), *next = token(p, end);
        bool capitals_go_on = next->form.len && bw_is_upper(next->form.ptr[0]) && p->lexemes[end].kind == BW_WHEN_none;
        /* "during the Cold War Cuba sent troops" */
        bool another = (t->head != (int32_t)end && next->head != (int32_t)end - 1) || heads_mention(p, end);
        if ((capitals_go_on && !another) || p->lexemes[end].kind == BW_WHEN_possessive || (t->rel == BW_REL_compound && t->head >= (int32_t)end && !another))
            return false;
    }
    const bw_token *head = token(p, i); /* the word of the name that hangs outside */
    for (uint32_t j = i; j < end; j++)
        if (token(p, j)->head < (int32_t)first || token(p, j)->head >= (int32_t)end)
            head = token(p, j);
    /* "damage during World War II" says when the damage was done, not when the clause is. */
    bool of_noun = head->rel == BW_REL_nmod;
    switch (before(p, first)) {
    case BW_WHEN_since:
    case BW_WHEN_until:
        return true;
    case BW_WHEN_during:
    case BW_WHEN_before:
    case BW_WHEN_after:
    case BW_WHEN_throughout:
    case BW_WHEN_between:
        return !of_noun;
    case BW_WHEN_from:
        return range_sign(p, end);
    case BW_WHEN_to:
        return p->ranging || (first >= s->first + 2 && is_word(p, first - 2, "prior"));
    case BW_WHEN_and:
    case BW_WHEN_through:
    case BW_WHEN_dash:
        return p->ranging;
    case BW_WHEN_which:
        return is_word(p, first - 1, "following");
    case BW_WHEN_in:
    case BW_WHEN_at:
    case BW_WHEN_on: /* "fought in the Gulf War", not "interest in the Gulf War" */
        return head->upos == BW_UPOS_X || head->rel == BW_REL_obl || head->rel == BW_REL_obl_unmarked || head->rel == BW_REL_root;
    case BW_WHEN_of: /* "the end of" */
        return first >= s->first + 2 && (p->lexemes[first - 2].kind == BW_WHEN_part_of || p->lexemes[first - 2].kind == BW_WHEN_edge);
    default:
        return false;
    }
}

static bool period_first(bw_phrase *p, uint32_t i, uint32_t end, const bw_when_feast *f, bw_when_value *v)
{
    if (!p->asked && !stands_as_time(p, i, end)) {
        if (!figures(p, i)) { /* nothing in "the Good Friday Agreement" or "the Sept. 11 attacks" is a time; a year is */
            p->name = i;
            p->name_end = end;
        }
        return false;
    }
    if (f->from == f->to)
        bw_value_day(v, f->from);
    else {
        bw_value_range(v, f->from, f->to, bw_value_precision((char)f->precision));
        v->unit = 'p';
    }
    v->year_said = true;
    v->end = end;
    return true;
}

/* Words `i` to `end` are only a part of the name of someone or something: "Rakhi Sawant", "Christmas Island". */
static bool in_other_name(const bw_phrase *p, uint32_t i, uint32_t end)
{
    const bw_token *t = token(p, i), *last = token(p, end - 1);
    if (p->asked)
        return false;
    if (t->ner == BW_NER_PER && !t->ner_begin)
        return true;
    if (last->ner == BW_NER_PER && end < p->sentence->first + p->sentence->n && last[1].ner == BW_NER_PER && !last[1].ner_begin)
        return true;
    for (uint32_t k = i; k < end; k++) {
        int32_t h = token(p, k)->head;
        if (h < 0 || (h >= (int32_t)i && h < (int32_t)end))
            continue;
        if (token(p, k)->rel == BW_REL_flat && h < (int32_t)i && p->lexemes[h].kind == BW_WHEN_none)
            return true;
        if (token(p, k)->rel == BW_REL_compound && h >= (int32_t)end && p->doc->tokens[h].upos == BW_UPOS_PROPN && p->lexemes[h].kind == BW_WHEN_none && !(h == (int32_t)end && heads_mention(p, end)))
            return true;
    }
    return false;
}

static bool feast_first(bw_phrase *p, uint32_t i, bw_when_value *v, int by)
{
    uint32_t j = 0, k;
    int year;
    bool said = false;
    const bw_when_feast *f = feast_name(p, i, false, &j);
    if (!f || in_other_name(p, i, j))
        return false;
    if (f->rule == BW_FEAST_PERIOD)
        return period_first(p, i, j, f, v);
    if (!p->asked && !capital(p, i) && !figures(p, i))
        return false;
    if (year_behind(p, j, &year, &k, &said)) {
        put_feast(v, f, year, false);
        j = k;
    } else
        put_near_feast(p, i, v, f, by);
    v->year_said = said;
    v->end = j;
    return true;
}

/* ---- units: last week, the next three months, two days ago ----------------------------------------- */

static bw_day base_day(const bw_phrase *p)
{
    return p->last_day.unit && bw_value_known(&p->last_day) ? p->last_day.from : p->now;
}

/* The day that "the day before", "two months later" and "that year" count from: what was named, or the document's day when
 * nothing was; BW_NO_DAY when only a longer period was named, which does not say when in it. */
static bw_day base_of_unit(const bw_phrase *p, int unit)
{
    bool days = bw_value_precision((char)unit) == BW_PRECISION_DAY || bw_value_precision((char)unit) == BW_PRECISION_WEEK;
    bool day_named = p->last_day.unit && bw_value_known(&p->last_day);
    if (!p->last.unit || !bw_value_known(&p->last))
        return days && day_named ? p->last_day.from : p->now;
    bool longer = strchr("yDC", p->last.unit) ? unit != 'y' && unit != 'D' && unit != 'C' : days && !strchr("dwe", p->last.unit);
    if (!longer && !days)
        return p->last.from;
    bool within = day_named && p->last_day.from >= p->last.from && p->last_day.from <= p->last.to;
    if (day_named && (within || days) && !(p->last.year_said && p->last_day.year_said && !within))
        return p->last_day.from;
    if (!longer)
        return p->last.from;
    return p->now != BW_NO_DAY && p->now >= p->last.from && p->now <= p->last.to ? p->now : BW_NO_DAY;
}

/* The same for "the next day": not the document's day where the clause tells of the past and nothing was named. */
static bw_day base_of_next(bw_phrase *p, uint32_t i, int unit)
{
    bw_day base = base_of_unit(p, unit);
    return base == p->now && !p->asked && !p->prefer_future && !p->last.unit && side(p, i) < 0 ? BW_NO_DAY : base;
}

static void mark_side(bw_when_value *v, int by)
{
    v->past = by < 0;
    v->future = by > 0;
}

/* `n` units before (by -1) or after the base. News counts years and months as such; exactly to the day when
 * the caller plans ahead (prefer_future), where "in three weeks" is a date. */
static void put_moved(const bw_phrase *p, bw_when_value *v, bw_day base, int64_t n, int unit, int by)
{
    if (n < 0 && (unit == 'h' || unit == 'm' || unit == 's')) {
        bw_value_day(v, base);
    } else if (n < 0) {
        if (by < 0)
            bw_value_range(v, BW_NO_DAY, base, bw_value_precision((char)unit));
        else
            bw_value_range(v, base, BW_NO_DAY, bw_value_precision((char)unit));
        memcpy(v->text, by < 0 ? "PAST_REF" : "FUTURE_REF", by < 0 ? sizeof "PAST_REF" : sizeof "FUTURE_REF");
    } else if (unit == 'h' || unit == 'm' || unit == 's') {
        int64_t hours = unit == 'h' ? n : 0;
        bw_value_day(v, bw_value_move(base, by * (hours / 24), 'd'));
        v->type = hours % 24 || unit != 'h' ? 'T' : 'D';
    } else {
        bw_day day = bw_value_move(base, by * n, (char)unit);
        if (p->prefer_future && day != BW_NO_DAY)
            bw_value_day(v, day);
        else if (unit == 'D' || unit == 'C')
            bw_value_period(v, 'y', day, 0);
        else if (unit == 'f' || unit == 'e')
            bw_value_period(v, 'w', day, 0);
        else
            bw_value_period(v, unit == 't' || unit == 'q' ? 'M' : (char)unit, day, 0);
    }
    mark_side(v, by);
}

/* "the last three months": rolling up to the day, or whole units when the caller plans ahead. */
static void put_stretch(const bw_phrase *p, bw_when_value *v, int64_t n, int unit, int by)
{
    bw_precision precision = bw_value_precision((char)unit);
    if (n < 0 && p->prefer_future)
        n = 3;
    if (n < 0) {
        put_moved(p, v, p->now, -1, unit, by);
        return;
    }
    if (unit == 'h' || unit == 'm' || unit == 's') {
        bw_day other = p->now == BW_NO_DAY || unit != 'h' ? p->now : bw_value_move(p->now, by * (n / 24), 'd');
        bw_value_range(v, by < 0 ? other : p->now, by < 0 ? p->now : other, BW_PRECISION_DAY);
    } else if (p->now == BW_NO_DAY) {
        bw_value_duration(v, n, (char)unit, 'P');
    } else if (p->prefer_future && unit != 'd') {
        bw_when_value a = {0}, b = {0};
        bw_value_period(&a, (char)unit, p->now, by < 0 ? (int)-n : 1);
        bw_value_period(&b, (char)unit, p->now, by < 0 ? -1 : (int)n);
        bw_value_range(v, a.from, b.to, precision);
    } else {
        bw_day other = bw_value_move(p->now, by * n, (char)unit);
        if (other == BW_NO_DAY)
            bw_value_duration(v, n, (char)unit, 'P');
        else if (by < 0)
            bw_value_range(v, p->prefer_future ? other : other + 1, p->prefer_future ? p->now - 1 : p->now, precision);
        else
            bw_value_range(v, p->now + 1, other, precision);
    }
    mark_side(v, by);
}

static void put_part(bw_when_value *v, int part)
{
    static const char *const names[] = {"MO", "MI", "AF", "EV", "NI"};
    size_t len = strlen(v->text);
    if (v->unit != 'd' || strchr(v->text, 'T') || len + 4 > sizeof v->text)
        return;
    v->text[len] = 'T';
    memcpy(v->text + len + 1, names[part], 3);
    v->type = 'T';
}

static void put_clock(bw_when_value *v, int minutes)
{
    if (v->unit != 'd')
        return;
    char *t = strchr(v->text, 'T');
    size_t len = t ? (size_t)(t - v->text) : strlen(v->text);
    if (len + 7 > sizeof v->text)
        return;
    const char clock[] = {'T', (char)('0' + minutes / 600), (char)('0' + minutes / 60 % 10), ':', (char)('0' + minutes % 60 / 10),
                          (char)('0' + minutes % 10), 0};
    memcpy(v->text + len, clock, sizeof clock);
    v->type = 'T';
}

/* The first (1) or last (3) day of a named period, or month or year where no day is known. */
static void put_edge(bw_when_value *v, int edge)
{
    bool said = v->year_said;
    uint32_t end = v->end;
    bw_value_period(v, v->precision == BW_PRECISION_YEAR ? 'y' : v->precision == BW_PRECISION_MONTH ? 'M' : 'd', edge == 1 ? v->from : v->to, 0);
    v->year_said = said;
    v->end = end;
}

/* Part of a period: 1 early, 2 mid, 3 late. */
static void narrow(bw_when_value *v, int edge)
{
    bw_date a = v->from == BW_NO_DAY ? (bw_date){0} : bw_day_date(v->from);
    bw_day from = v->from, to = v->to;
    if (!bw_value_known(v))
        return;
    switch (v->unit) {
    case 'w':
        from += edge == 1 ? 0 : edge == 2 ? 2 : 4;
        to = edge == 3 ? to : from + (edge == 1 ? 2 : 1);
        break;
    case 'M':
        from += edge == 1 ? 0 : edge == 2 ? 10 : 20;
        to = edge == 3 ? to : from + 9;
        break;
    case 'q': case 'S':
        from = bw_calendar_add_months(from, edge - 1);
        to = bw_calendar_add_months(from, 1) - 1;
        break;
    case 'y':
        from = bw_day_of(a.year, edge == 1 ? 1 : edge == 2 ? 5 : 9, 1);
        to = edge == 1 ? bw_day_of(a.year, 3, 31) : edge == 2 ? bw_day_of(a.year, 8, 31) : to;
        break;
    case 'D':
        from = bw_day_of(a.year + (edge == 1 ? 0 : edge == 2 ? 3 : 6), 1, 1);
        to = bw_day_of(a.year + (edge == 1 ? 4 : edge == 2 ? 7 : 9), 12, 31);
        break;
    case 'C':
        from = bw_day_of(a.year + (edge == 1 ? 0 : edge == 2 ? 34 : 67), 1, 1);
        to = edge == 3 ? to : bw_day_of(a.year + (edge == 1 ? 33 : 66), 12, 31);
        break;
    default:
        return;
    }
    if (from > to) /* "late early 2019" */
        return;
    v->from = from;
    v->to = to;
}

/* The nth period or weekday of one: "the first Monday of March", "the last week of 2018". */
static bool nth_of(bw_phrase *p, uint32_t j, int nth, bool weekday, int unit, bw_when_value *v)
{
    bw_when_value whole = {0};
    bool linked = kind(p, j) == BW_WHEN_of || kind(p, j) == BW_WHEN_in;
    uint32_t k = linked ? j + 1 : j;
    if (linked && kind(p, k) == BW_WHEN_the && kind(p, k + 1) == BW_WHEN_unit) {
        bw_value_period(&whole, (char)value(p, k + 1), p->now, 0);
        whole.end = k + 2;
    } else if (!core(p, k, &whole))
        return false;
    if (!linked && whole.unit != 'y')
        return false;
    if (!bw_value_known(&whole) || !whole.unit || whole.unit == 'd')
        return false;
    uint32_t end = whole.end;
    bool said = whole.year_said;
    bw_date a = bw_day_date(whole.from), b = bw_day_date(whole.to);
    bw_day day;
    if (weekday) {
        day = bw_calendar_nth_weekday(whole.from, whole.to, unit, nth);
        if (day == BW_NO_DAY)
            return false;
        bw_value_day(v, day);
    } else
        switch (unit) {
        case 'd':
            day = nth > 0 ? whole.from + nth - 1 : whole.to + nth + 1;
            if (day < whole.from || day > whole.to)
                return false;
            bw_value_day(v, day);
            break;
        case 'w': /* weeks that lie within, by their last day; weekends that begin there */
        case 'e':
            day = unit == 'w' ? bw_calendar_nth_weekday(whole.from + 6, whole.to, 6, nth)
                              : bw_calendar_nth_weekday(whole.from, whole.to, 5, nth);
            if (day == BW_NO_DAY)
                return false;
            bw_value_period(v, (char)unit, day, 0);
            break;
        case 'M':
            if (whole.unit != 'y' && whole.unit != 'q')
                return false;
            day = nth > 0 ? bw_calendar_add_months(whole.from, nth - 1) : bw_calendar_add_months(bw_day_of(b.year, b.month, 1), nth + 1);
            if (day < whole.from || day > whole.to)
                return false;
            bw_value_period(v, 'M', day, 0);
            break;
        case 'q':
            if (whole.unit != 'y' || nth > 4 || nth < -1)
                return false;
            bw_value_quarter(v, a.year, nth > 0 ? nth : 4);
            break;
        case 'y':
            if (whole.unit != 'D' || nth > 10)
                return false;
            bw_value_year(v, nth > 0 ? a.year + nth - 1 : b.year + nth + 1);
            break;
        case 'D':
            if (whole.unit != 'C' || nth > 10)
                return false;
            bw_value_decade(v, nth > 0 ? a.year / 10 * 10 + (nth - 1) * 10 : a.year + 90 + (nth + 1) * 10);
            break;
        default:
            return false;
        }
    v->year_said = said;
    v->end = end;
    return true;
}

/* "the first six months of 2019" (edge 1), "the last two days of May" (-1): `j` at the number. */
static bool stretch_of(bw_phrase *p, uint32_t j, int edge, bw_when_value *v)
{
    bw_when_value whole = {0};
    int64_t n;
    uint32_t k;
    if (!count(p, j, &n, &j) || n < 1 || n > 400 || kind(p, j) != BW_WHEN_unit || !strchr("dwMqyD", value(p, j)))
        return false;
    k = j + 1;
    if (kind(p, k) != BW_WHEN_of && kind(p, k) != BW_WHEN_in)
        return false;
    if (kind(p, k + 1) == BW_WHEN_the && kind(p, k + 2) == BW_WHEN_unit && !plural(p, k + 2)) {
        bw_value_period(&whole, (char)value(p, k + 2), p->now, 0);
        whole.end = k + 3;
    } else if (!core(p, k + 1, &whole))
        return false;
    if (!whole.unit || whole.unit == 'd' || !bw_value_known(&whole))
        return false;
    bw_day other = edge > 0 ? bw_value_move(whole.from, n, (char)value(p, j)) : bw_value_move(whole.to + 1, -n, (char)value(p, j));
    if (other == BW_NO_DAY || other < whole.from || other > whole.to + 1)
        return false;
    bw_value_range(v, edge > 0 ? whole.from : other, edge > 0 ? other - 1 : whole.to, bw_value_precision((char)value(p, j)));
    v->year_said = whole.year_said;
    v->end = whole.end;
    return true;
}

static bool old(const bw_phrase *p, uint32_t i)
{
    i = i < p->sentence->first + p->sentence->n && p->lexemes[i].kind == BW_WHEN_dash ? i + 1 : i;
    return i < p->sentence->first + p->sentence->n && p->lexemes[i].kind == BW_WHEN_old;
}

/* "ten years ago today", "a year ago this week": `k` behind "ago". The word that makes it exact may stand behind the span. */
static bool anniversary(const bw_phrase *p, uint32_t k, int64_t n, int unit, bw_when_value *v)
{
    uint32_t end = p->sentence->first + p->sentence->n;
    if (k >= end)
        return false;
    const bw_when_lexeme *x = &p->lexemes[k];
    char period = 0;
    if (x->kind == BW_WHEN_day || x->kind == BW_WHEN_tonight)
        period = 'd';
    else if (x->kind == BW_WHEN_which && x->value == 0 && k + 1 < end && x[1].kind == BW_WHEN_unit && strchr("wM", x[1].value))
        period = (char)x[1].value;
    bw_day day = x->kind == BW_WHEN_day ? p->now + x->value : p->now;
    if (x->kind == BW_WHEN_weekday && !(x->flags & BW_WHEN_LOOSE)) { /* "ten years ago Thursday": the nearest one */
        int ahead = (x->value - bw_day_weekday(p->now) + 7) % 7;
        day = p->now + (ahead > 3 ? ahead - 7 : ahead);
        period = 'd';
    }
    if (!period)
        return false;
    bw_value_period(v, period, bw_value_move(day, n, (char)unit), 0);
    mark_side(v, n < 0 ? -1 : 1);
    v->year_said = false;
    k += period == 'd' ? 1 : 2;
    v->end = k <= p->hi ? k : p->hi;
    return true;
}

/* "the six months to June", "the year ended March 31": `j` behind the unit. */
static bool stretch_to(bw_phrase *p, uint32_t j, int64_t n, int unit, bw_when_value *v)
{
    bw_when_value last = {0};
    if (kind(p, j) != BW_WHEN_to && !is_word(p, j, "ended") && !is_word(p, j, "ending"))
        return false;
    if (!core(p, j + 1, &last) || !bw_value_known(&last) || !strchr("dMqy", last.unit ? last.unit : 'p'))
        return false;
    bw_day first = bw_value_move(last.to + 1, -n, (char)unit);
    if (first == BW_NO_DAY || first > last.from)
        return false;
    bw_value_range(v, first, last.to, bw_value_precision((char)unit));
    v->year_said = last.year_said;
    v->end = last.end;
    return true;
}

/* To planners "two upcoming months" is the second from now, as Duckling has it. */
static bool upcoming(const bw_phrase *p, uint32_t i) { return p->prefer_future && is_word(p, i, "upcoming"); }

/* "two days ago", "a week later", "three weeks from now", "two days after Easter", "two weeks" */
static bool counted_unit(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int64_t n;
    uint32_t j, k;
    bool half = kind(p, i) == BW_WHEN_half;
    if (half && kind(p, i + 1) != BW_WHEN_a && kind(p, i + 1) != BW_WHEN_an)
        return false;
    if (!count(p, half ? i + 1 : i, &n, &j))
        return false;
    if (kind(p, i) == BW_WHEN_a && kind(p, j) == BW_WHEN_half && n == 1) { /* "a half year" */
        half = true;
        j++;
    } else if (n != 1 && kind(p, j) == BW_WHEN_none && kind(p, j + 1) == BW_WHEN_unit && token(p, j)->upos == BW_UPOS_ADJ)
        j++; /* "twenty working days", "ten more years" */
    bool adjective = kind(p, j) == BW_WHEN_dash;
    j = skip(p, j, BW_WHEN_dash);
    v->year_said = false;
    if (p->asked && (kind(p, j) == BW_WHEN_weekday || kind(p, j) == BW_WHEN_weekdays) && n > 0 && n < 1000) { /* "3 Fridays ago" */
        int w = value(p, j), by = kind(p, j + 1) == BW_WHEN_ago ? value(p, j + 1) : kind(p, j + 1) == BW_WHEN_from ? 1 : 0;
        if (!by || p->now == BW_NO_DAY)
            return false;
        int ahead = (w - bw_day_weekday(p->now) + 6) % 7 + 1;
        bw_value_day(v, by > 0 ? p->now + ahead + 7 * ((int)n - 1) : p->now + ahead - 7 - (ahead == 7 ? 7 : 0) - 7 * ((int)n - 1));
        v->end = kind(p, j + 1) == BW_WHEN_from ? j + 3 : j + 2;
        if (v->end > p->hi)
            v->end = p->hi;
        return true;
    }
    if (kind(p, j) == BW_WHEN_which && value(p, j) > 0 && kind(p, j + 1) == BW_WHEN_unit && n > 0) { /* "two upcoming months" */
        if (n < 1000 && upcoming(p, j))
            bw_value_period(v, (char)value(p, j + 1), p->now, (int)n);
        else
            put_stretch(p, v, n, value(p, j + 1), 1);
        v->year_said = false;
        v->end = j + 2;
        return true;
    }
    if (kind(p, j) != BW_WHEN_unit || old(p, j + 1))
        return false;
    if (n >= 1000 && n <= 2100 && !plural(p, j)) /* "the 2018 season" */
        return false;
    int unit = value(p, j), by = 0;
    j++;
    if (half) {
        static const struct {
            char whole, part;
            int n;
        } halves[] = {{'h', 'm', 30}, {'d', 'h', 12}, {'y', 'M', 6}, {'D', 'y', 5}, {'C', 'y', 50}};
        for (size_t h = 0; h < sizeof halves / sizeof *halves; h++)
            if (unit == halves[h].whole) {
                unit = halves[h].part;
                n = halves[h].n;
                break;
            }
    }
    if (kind(p, j) == BW_WHEN_and && kind(p, j + 1) == BW_WHEN_a && kind(p, j + 2) == BW_WHEN_half)
        j += 3; /* "a year and a half" */
    bw_day base = p->now;
    bool named = false; /* counts from what was named */
    bw_when_value from = {0};
    switch (kind(p, j)) {
    case BW_WHEN_ago:
        by = value(p, j);
        k = j + 1;
        if (n > 0 && p->now != BW_NO_DAY && strchr("MyD", unit) && anniversary(p, k, n * by, unit, v))
            return true;
        break;
    case BW_WHEN_shift: /* earlier, later */
        by = value(p, j);
        base = base_of_unit(p, unit);
        named = true;
        k = j + 1;
        break;
    case BW_WHEN_from:
        if (kind(p, j + 1) == BW_WHEN_approx)
            j++;
        if (kind(p, j + 1) == BW_WHEN_now || kind(p, j + 1) == BW_WHEN_day) {
            by = 1;
            base = p->now == BW_NO_DAY || kind(p, j + 1) == BW_WHEN_now ? p->now : p->now + value(p, j + 1);
            k = j + 2;
        } else if (is_word(p, j + 1, "right") && kind(p, j + 2) == BW_WHEN_now) {
            by = 1;
            k = j + 3;
        } else if (n > 0 && core(p, j + 1, &from) && from.unit == 'd' && bw_value_known(&from)) {
            bw_day to = bw_value_move(from.from, n, (char)unit);
            if (to != BW_NO_DAY && before(p, i) != BW_WHEN_for && p->asked) { /* "a year from Christmas" */
                bw_value_day(v, to);
                v->year_said = from.year_said;
                v->end = from.end;
                return true;
            }
            if (to != BW_NO_DAY) { /* "for 10 days from 18 December" */
                bw_value_range(v, from.from, to, BW_PRECISION_DAY);
                v->end = from.end;
                return true;
            }
        }
        break;
    case BW_WHEN_after:
    case BW_WHEN_before:
        if (n > 0 && core(p, j + 1, &from) && bw_value_known(&from) && from.unit) {
            by = kind(p, j) == BW_WHEN_after ? 1 : -1;
            base = by > 0 ? from.to : from.from;
            k = from.end;
            if (from.unit == 'd' && bw_value_precision((char)unit) <= BW_PRECISION_WEEK) {
                bw_value_day(v, bw_value_move(base, by * n, (char)unit));
                v->end = k;
                return true;
            }
        } else if (!adjective && (p->asked || token(p, j)->upos == BW_UPOS_ADV)) {
            by = kind(p, j) == BW_WHEN_after ? 1 : -1;
            base = base_of_unit(p, unit);
            k = j + 1;
        }
        break;
    default:
        if ((is_word(p, j, "time") || is_word(p, j + 1, "time")) && before(p, i) == BW_WHEN_in) { /* "in two weeks' time" */
            by = 1;
            k = is_word(p, j, "time") ? j + 1 : j + 2;
        }
    }
    if (by && named && base == p->now && unit != 'h' && unit != 'm' && unit != 's' && !p->prefer_future && side(p, i) < 0)
        base = BW_NO_DAY; /* "two days later", and nothing was named */
    if (by) {
        put_moved(p, v, base, n, unit, by);
        v->year_said = base != p->now && p->last.year_said;
        v->end = k;
        return true;
    }
    if (before(p, i) == BW_WHEN_in && !adjective && unit != 'C' && (p->prefer_future || bw_tense_side(&p->tense, p->sentence, j - 1, false) > 0)) {
        put_moved(p, v, p->now, n, unit, 1);
        v->end = j;
        return true;
    }
    if (n > 0 && before(p, i) == BW_WHEN_the && stretch_to(p, j, n, unit, v))
        return true;
    if (unit == 'q' && n == 1 && kind(p, j) == BW_WHEN_of) /* "a quarter of them" */
        return false;
    bw_value_duration(v, n, (char)unit, 'P');
    v->end = j;
    return true;
}

/* "last", "next", "this" and what they choose. `the`: "the next day" counts from the day named before. */
static bool which_first(bw_phrase *p, uint32_t i, bool the, bw_when_value *v)
{
    int by = value(p, i);
    bool from_named = by > 1 || by < -1;
    uint32_t j = i + 1, k;
    int64_t n;
    by = by > 0 ? 1 : by < 0 ? -1 : 0;
    v->year_said = false;
    if (by == 0 && kind(p, j) == BW_WHEN_which) { /* "this past week" */
        by = value(p, j) > 0 ? 1 : -1;
        j++;
        the = false;
    }
    j = skip(p, j, BW_WHEN_approx);
    bool next_named = the && is_word(p, i, "next");
    from_named = from_named || next_named;
    if (kind(p, j) == BW_WHEN_weekday) {
        int w = value(p, j);
        if (inside_name(p, j, j + 1))
            return false;
        if (by < 0 && nth_of(p, j + 1, -1, true, w, v))
            return true;
        bw_day d = p->now;
        if (from_named && p->last_day.unit && base_of_unit(p, 'd') != BW_NO_DAY) { /* "the following Monday" */
            d = base_of_unit(p, 'd');
            int ahead = (w - bw_day_weekday(d) + 7) % 7;
            d += by < 0 ? (ahead ? ahead - 7 : -7) : ahead ? ahead : 7;
        } else if (d != BW_NO_DAY) {
            int ahead = (w - bw_day_weekday(d) + 7) % 7;
            if (by < 0)
                d += ahead ? ahead - 7 : -7;
            else if (by > 0 && !is_word(p, i, "next"))
                d += ahead ? ahead : 7; /* coming, upcoming */
            else if (by > 0)
                d = bw_calendar_monday(d) + 7 + w;
            else if (ahead && side(p, i) < 0)
                d += ahead - 7;
            else
                d += ahead;
        }
        put_weekday(v, d, w);
        v->end = j + 1;
        return true;
    }
    if (kind(p, j) == BW_WHEN_month && plain_month(p, j)) {
        int m = value(p, j), year = 0;
        bw_day now = from_named && p->last.unit && bw_value_known(&p->last) ? p->last.from : p->now; /* "the following March" */
        if (by < 0 && now == BW_NO_DAY)
            by = 0;
        if (now != BW_NO_DAY) {
            bw_date d = bw_day_date(now);
            year = d.year + (by < 0 ? m >= d.month ? -1 : 0 : by > 0 ? m <= d.month ? 1 : 0 : 0);
        }
        int day;
        if (month_day(p, j + 1, &day, &k)) {
            bw_day here = year ? bw_day_checked(bw_day_date(p->now).year, m, day) : BW_NO_DAY;
            if (here != BW_NO_DAY && by) /* "last Nov. 3" on the 14th is this year's */
                year = bw_day_date(p->now).year + (by < 0 ? (here < p->now ? 0 : -1) : here > p->now ? 0 : 1);
            put_day_of(p, j, v, year, m, day);
            v->end = k;
            return true;
        }
        bw_value_month(v, year, m);
        v->end = j + 1;
        return true;
    }
    if (kind(p, j) == BW_WHEN_season) {
        int s = value(p, j), year = 0;
        if (from_named && p->last.unit && bw_value_known(&p->last)) { /* "the following winter" */
            year = bw_day_date(p->last.from).year + (by > 0 ? -1 : 1);
            for (int step = 0; step < 3; step++, year += by) {
                put_season(p, v, year, s);
                if (by > 0 ? v->from > p->last.to : v->to < p->last.from)
                    break;
            }
        } else if (p->now != BW_NO_DAY) {
            bw_date d = bw_day_date(p->now);
            bw_when_value current = {0};
            year = d.year;
            put_season(p, &current, year, s);
            put_season(p, v, year - 1, s);
            bool within = p->now >= current.from && p->now <= current.to, still = p->now <= v->to;
            if (by < 0)
                year -= (still && p->now >= v->from) ? 2 : current.to >= p->now ? 1 : 0;
            else if (by > 0)
                year += (still && p->now >= v->from) ? 0 : current.from > p->now && !within ? 0 : 1;
            else if (still)
                year -= 1;
        }
        put_season(p, v, year, s);
        mark_side(v, by);
        v->end = j + 1;
        return true;
    }
    if (kind(p, j) == BW_WHEN_part) {
        bw_value_day(v, from_named ? bw_value_move(base_of_next(p, i, 'd'), by, 'd') : bw_value_move(p->now, by, 'd'));
        put_part(v, value(p, j));
        v->end = j + 1;
        return true;
    }
    if (j < p->hi && p->lexemes[j].flags & BW_WHEN_HOLIDAY && feast_first(p, j, v, by))
        return true;
    if (by < 0 && !from_named && stretch_of(p, j, -1, v))
        return true;
    bool counted = by && count(p, j, &n, &k);
    if (counted && kind(p, k) == BW_WHEN_fiscal)
        k++;
    if (counted) {
        k = skip(p, k, BW_WHEN_dash);
        if (kind(p, k) != BW_WHEN_unit || old(p, k + 1))
            return false;
        if (n == 1)
            bw_value_period(v, (char)value(p, k), p->now, by);
        else if (n > 0 && n < 1000 && upcoming(p, i))
            bw_value_period(v, (char)value(p, k), p->now, (int)n);
        else
            put_stretch(p, v, n, value(p, k), by);
        mark_side(v, by);
        v->end = k + 1;
        return true;
    }
    j = skip(p, j, BW_WHEN_fiscal);
    if (kind(p, j) != BW_WHEN_unit)
        return false;
    int unit = value(p, j);
    if (unit == 'h' || unit == 'm' || unit == 's')
        return false;
    if (by < 0 && nth_of(p, j + 1, -1, false, unit, v))
        return true;
    if (by && plural(p, j) && unit != 'n') { /* "in the coming weeks" */
        put_stretch(p, v, -1, unit, by);
        v->end = j + 1;
        return true;
    }
    bw_day base = from_named ? base_of_next(p, i, unit) : p->now;
    if (!p->prefer_future && is_word(p, j - 1, "past") && strchr("MqyD", unit)) { /* "the past year": the twelve months up to now */
        put_stretch(p, v, 1, unit, -1);
        v->end = j + 1;
        return true;
    }
    uint32_t h = skip(p, j + 1, BW_WHEN_possessive);
    if (unit == 'y' && h < p->hi && p->lexemes[h].flags & BW_WHEN_HOLIDAY && base != BW_NO_DAY) { /* "last year's Christmas" */
        const bw_when_feast *f = feast_name(p, h, false, &k);
        if (f && f->rule != BW_FEAST_PERIOD) {
            put_feast(v, f, bw_day_date(base).year + by, false);
            v->end = k;
            return true;
        }
    }
    if (unit == 'n') {
        bw_value_day(v, bw_value_move(base, by, 'd'));
        put_part(v, 4);
    } else if (unit == 'e' && !from_named && p->now != BW_NO_DAY) {
        int w = bw_day_weekday(p->now);
        if (by < 0)
            bw_value_weekend(v, p->now - 7);
        else if (by > 0 || w >= 5 || side(p, i) >= 0)
            bw_value_weekend(v, by > 0 && (w >= 5 || is_word(p, j - 1, "next")) ? p->now + 7 : p->now);
        else /* on a Tuesday "this weekend" with a past tense is the one that ended */
            bw_value_weekend(v, p->now - 7);
    } else
        bw_value_period(v, (char)unit, base, by);
    mark_side(v, by);
    v->year_said = base != p->now && p->last.year_said;
    v->end = j + 1;
    if (by && kind(p, j + 1) == BW_WHEN_part && unit == 'd') { /* the next day's morning */
        put_part(v, value(p, j + 1));
        v->end = j + 2;
    }
    return true;
}

/* "that day", "the same year", "that night": what was named before. */
static bool that_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    uint32_t j = i + 1;
    while (kind(p, j) == BW_WHEN_that)
        j++;
    v->year_said = false;
    if (!p->asked && token(p, i)->upos != BW_UPOS_DET && token(p, i)->upos != BW_UPOS_ADJ && token(p, i)->upos != BW_UPOS_X)
        return false;
    if (kind(p, j) == BW_WHEN_unit && !plural(p, j)) {
        int unit = value(p, j);
        if (unit == 'h' || unit == 'm' || unit == 's')
            return false;
        bw_day base = base_of_unit(p, unit);
        if (unit == 'n') {
            bw_value_day(v, base_of_unit(p, 'd'));
            put_part(v, 4);
        } else
            bw_value_period(v, (char)unit, base, 0);
        v->year_said = base != p->now && p->last.year_said;
    } else if (kind(p, j) == BW_WHEN_part) {
        bw_value_day(v, base_of_unit(p, 'd'));
        put_part(v, value(p, j));
    } else if (kind(p, j) == BW_WHEN_weekday) {
        bw_day d = base_day(p);
        if (d != BW_NO_DAY)
            d -= (bw_day_weekday(d) - value(p, j) + 7) % 7;
        put_weekday(v, d, value(p, j));
    } else if (kind(p, j) == BW_WHEN_month && bw_value_known(&p->last)) {
        bw_value_month(v, bw_day_date(p->last.from).year, value(p, j));
    } else
        return false;
    v->end = j + 1;
    return true;
}

/* "day before yesterday", "week after next", "week of October 7", "year 2030", "day before" */
static bool unit_first(bw_phrase *p, uint32_t i, bool the, bw_when_value *v)
{
    int unit = value(p, i), year;
    uint32_t j = i + 1, k;
    bw_when_value from = {0};
    v->year_said = false;
    if (unit == 'w' && kind(p, j) == BW_WHEN_dash && is_word(p, j + 1, "end")) { /* week-end */
        unit = 'e';
        j += 2;
    }
    if (kind(p, j) == BW_WHEN_before || kind(p, j) == BW_WHEN_after) {
        int by = kind(p, j) == BW_WHEN_after ? 1 : -1;
        if (kind(p, j + 1) == BW_WHEN_which && value(p, j + 1) * by > 0 && kind(p, j + 2) != BW_WHEN_unit) {
            bw_value_period(v, (char)unit, p->now, 2 * by);
            mark_side(v, by);
            v->end = j + 2;
            return true;
        }
        if (core(p, j + 1, &from) && bw_value_known(&from) && from.unit) {
            if (unit == 'e' && from.unit == 'd') /* "the weekend after Thanksgiving" is of the same week */
                bw_value_weekend(v, by > 0 ? from.from + (bw_day_weekday(from.from) >= 5 ? 7 : 0) : from.from - (bw_day_weekday(from.from) == 6 ? 8 : 7));
            else
                bw_value_period(v, unit == 'n' ? 'd' : (char)unit, by > 0 ? from.to : from.from, by);
            if (unit == 'n')
                put_part(v, 4);
            v->end = from.end;
            return true;
        }
        if (!the)
            return false;
        bw_value_period(v, unit == 'n' ? 'd' : (char)unit, base_of_unit(p, unit), by);
        if (unit == 'n')
            put_part(v, 4);
        v->end = j + 1;
        return true;
    }
    if (the && (unit == 'y' || unit == 'q') && stretch_to(p, j, 1, unit, v))
        return true;
    if (unit == 'y' && year_number(p, skip(p, j, BW_WHEN_of), &year, &k)) {
        bw_value_year(v, year);
        v->year_said = true;
        v->end = k;
        return true;
    }
    if (unit == 'y' && kind(p, skip(p, j, BW_WHEN_possessive)) == BW_WHEN_part_of) { /* "year end", "the year's end" */
        k = skip(p, j, BW_WHEN_possessive);
        if (value(p, k) == 3 && p->now != BW_NO_DAY) {
            bw_value_day(v, bw_day_of(bw_day_date(p->now).year, 12, 31));
            v->end = k + 1;
            return true;
        }
    }
    if ((unit == 'w' || unit == 'M' || unit == 'e') && kind(p, j) == BW_WHEN_of && core(p, j + 1, &from) && bw_value_known(&from)) {
        if (unit == 'M' && from.unit == 'M')
            *v = from;
        else if (unit != 'M' && from.unit == 'd')
            bw_value_period(v, (char)unit, from.from, 0);
        else
            return false;
        v->end = from.end;
        return true;
    }
    if (unit == 'e' && (the || p->asked) && !plural(p, i)) {
        bw_day d = p->now;
        if (d != BW_NO_DAY && bw_day_weekday(d) < 5 && side(p, i) <= 0)
            d -= 7;
        bw_value_weekend(v, d);
        v->end = j;
        return true;
    }
    if (plural(p, i) && before(p, i) == BW_WHEN_for && unit != 'e') { /* "for years" */
        bw_value_duration(v, -1, (char)unit, 'P');
        v->end = j;
        return true;
    }
    bool of_feast = i > p->lo && p->lexemes[i - 1].flags & BW_WHEN_HOLIDAY && feast_name(p, i - 1, true, &k);
    if (p->asked && !of_feast && !plural(p, i) && strchr("dwMyDCq", unit)) { /* "the year": the one spoken of */
        bw_value_period(v, (char)unit, base_of_unit(p, unit), 0);
        v->end = j;
        return true;
    }
    return false;
}

/* ---- ordinals: third quarter, 21st century, first Monday in March ----------------------------------- */

static bool century(const bw_phrase *p, uint32_t j, int n, bw_when_value *v)
{
    int era = kind(p, j) == BW_WHEN_era ? value(p, j) : 1;
    if (n > 30 || n < 1)
        return false;
    if (era < 0)
        bw_value_text(v, 'D', "BC%02d", n - 1);
    else
        bw_value_century(v, (n - 1) * 100);
    v->end = kind(p, j) == BW_WHEN_era ? j + 1 : j;
    v->year_said = true;
    return true;
}

static bool quarter(bw_phrase *p, uint32_t i, uint32_t j, int n, bool half, bw_when_value *v)
{
    int year = 0;
    uint32_t k;
    bool said = false;
    j = skip(p, j, BW_WHEN_dash);
    if (year_behind(p, kind(p, j) == BW_WHEN_of && kind(p, j + 1) == BW_WHEN_fiscal ? j + 1 : skip(p, j, BW_WHEN_fiscal), &year, &k, &said))
        j = k;
    else if (kind(p, j) == BW_WHEN_of && kind(p, j + 1) == BW_WHEN_the && kind(p, j + 2) == BW_WHEN_unit && value(p, j + 2) == 'y') {
        year = p->now == BW_NO_DAY ? 0 : bw_day_date(p->now).year;
        j += 3;
    } else if (p->now != BW_NO_DAY) {
        int s = side(p, i), months_each = half ? 6 : 3;
        bw_date d = bw_day_date(p->now);
        int here = (d.month - 1) / months_each + 1;
        year = d.year + (s < 0 && n > here ? -1 : s > 0 && n < here && !p->prefer_future ? 1 : 0);
    }
    if (half)
        bw_value_half(v, year, n);
    else
        bw_value_quarter(v, year, n);
    v->year_said = said;
    v->end = j;
    return true;
}

static bool ordinal_first(bw_phrase *p, uint32_t i, bool the, bw_when_value *v)
{
    int n = value(p, i);
    uint32_t j = i + 1;
    v->year_said = false;
    if (day_first(p, i, v))
        return true;
    if (kind(p, i) == BW_WHEN_number) /* "20 of this month" */
        return figures(p, i) && n >= 1 && n <= 31 && kind(p, j) == BW_WHEN_of && kind(p, j + 1) != BW_WHEN_number && nth_of(p, j, n, false, 'd', v) && v->from != BW_NO_DAY;
    int sign = 1;
    if (kind(p, j) == BW_WHEN_which && value(p, j) == -1) { /* "third last week of 2018" */
        sign = -1;
        j++;
    }
    if (sign > 0 && n == 1 && stretch_of(p, j, 1, v))
        return true;
    if (sign > 0 && closest(p, j, n, v))
        return true;
    if (sign > 0 && n <= 31 && kind(p, j) == BW_WHEN_which && kind(p, j + 1) == BW_WHEN_unit && value(p, j + 1) == 'M' && p->asked &&
        p->now != BW_NO_DAY) { /* "20th next month" */
        bw_date d = bw_day_date(bw_calendar_add_months(p->now, value(p, j) > 0 ? 1 : value(p, j) < 0 ? -1 : 0));
        bw_value_day(v, bw_day_checked(d.year, d.month, n));
        v->end = j + 2;
        return true;
    }
    uint32_t k = skip(p, j, BW_WHEN_dash);
    if (kind(p, k) == BW_WHEN_unit && value(p, k) == 'C')
        return century(p, k + 1, n, v);
    if (kind(p, k) == BW_WHEN_half && n <= 2 && sign > 0) {
        bw_when_value whole = {0};
        if (kind(p, k + 1) == BW_WHEN_of && core(p, k + 2, &whole) && bw_value_known(&whole) && whole.unit && whole.unit != 'y' && whole.to > whole.from) {
            bw_day middle = whole.unit == 'D' ? bw_day_of(bw_day_date(whole.from).year + 5, 1, 1)
                            : whole.unit == 'C' ? bw_day_of(bw_day_date(whole.from).year + 50, 1, 1)
                                                : whole.from + (whole.to - whole.from + 1) / 2;
            *v = whole;
            if (n == 1)
                v->to = middle - 1;
            else
                v->from = middle;
            v->unit = 0;
            return true;
        }
        if (kind(p, k + 1) == BW_WHEN_of || p->asked)
            return quarter(p, i, k + 1, n, true, v);
        return false;
    }
    if (kind(p, k) == BW_WHEN_weekday)
        return (sign > 0 && weekday_beside(p, k + 1, value(p, k), n, v)) || nth_of(p, k + 1, sign * n, true, value(p, k), v);
    if (kind(p, k) == BW_WHEN_unit && value(p, k) == 'q' && sign > 0 && n <= 4 && (the || kind(p, k + 1) == BW_WHEN_of || p->asked ||
                                                                                 kind(p, k + 1) == BW_WHEN_number))
        return quarter(p, i, k + 1, n, false, v);
    if (kind(p, k) == BW_WHEN_unit)
        return nth_of(p, k + 1, sign * n, false, value(p, k), v);
    if (sign > 0 && n <= 31 && kind(p, j) == BW_WHEN_of && (kind(p, j + 1) == BW_WHEN_which || kind(p, j + 1) == BW_WHEN_the) &&
        nth_of(p, j, n, false, 'd', v))
        return true; /* "the 20th of last month" */
    /* "the 19th" alone */
    if (n <= 31 && p->now != BW_NO_DAY && (p->asked || (the && figures(p, i) && i >= p->sentence->first + 2 && p->lexemes[i - 2].kind == BW_WHEN_on &&
                                                        kind(p, j) == BW_WHEN_none && token(p, i)->head < (int32_t)i))) {
        bw_date d = bw_day_date(p->now);
        bw_day day = bw_day_checked(d.year, d.month, n), other;
        int s = side(p, i);
        int step = day != BW_NO_DAY && day > p->now ? -1 : 1;
        bw_date o = bw_day_date(bw_calendar_add_months(bw_day_of(d.year, d.month, 1), step));
        other = bw_day_checked(o.year, o.month, n);
        if (day == BW_NO_DAY || (other != BW_NO_DAY && ((s < 0 && step < 0) || (s > 0 && step > 0 && day < p->now))))
            day = other;
        bw_value_day(v, day);
        v->end = j;
        return true;
    }
    return false;
}

/* ---- years, decades, seasons, clocks ----------------------------------------------------------------- */

static bool year_context(const bw_phrase *p, uint32_t i, uint32_t end, int year)
{
    if (p->asked)
        return true;
    if (kind(p, end) == BW_WHEN_unit || kind(p, end) == BW_WHEN_scale || kind(p, end) == BW_WHEN_meridiem)
        return false;
    if (i > p->sentence->first) {
        bw_str f = token(p, i - 1)->form;
        if (bw_str_is(f, "$") || bw_str_is(f, "#") || token(p, i - 1)->upos == BW_UPOS_SYM || bw_str_eq_fold(f, BW_LIT("no.")))
            return false;
    }
    int b = before(p, i);
    if (b == BW_WHEN_approx && i >= p->sentence->first + 2)
        b = p->lexemes[i - 2].kind;
    bool strong = b == BW_WHEN_in || b == BW_WHEN_since || b == BW_WHEN_until || b == BW_WHEN_by || b == BW_WHEN_during || b == BW_WHEN_edge;
    if (counts_noun(p, i))
        return b == BW_WHEN_the && year >= 1950 && year <= 2035; /* "the 2014 protests" */
    if (year >= 1900 && year <= 2060)
        return true;
    return strong || b == BW_WHEN_from || b == BW_WHEN_between || b == BW_WHEN_and || b == BW_WHEN_to || b == BW_WHEN_dash ||
           b == BW_WHEN_of;
}

static bool year_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int year;
    uint32_t end;
    if (!year_number(p, i, &year, &end)) {
        if (!p->asked || kind(p, i) != BW_WHEN_number || !figures(p, i) || p->lexemes[i].digits > 4 || value(p, i) < 32)
            return false;
        year = value(p, i);
        end = i + 1;
        if (p->lexemes[i].digits == 2) { /* "94" where 1892 was named before */
            bool cut_range = i >= p->sentence->first + 2 && before(p, i) == BW_WHEN_dash && p->lexemes[i - 2].digits == 4; /* 1892-94 */
            int century_of = cut_range ? p->lexemes[i - 2].value / 100 * 100
                             : before(p, i) == BW_WHEN_unit ? 0 /* "the year 71" */
                             : p->last.unit && bw_value_known(&p->last) ? bw_day_date(p->last.from).year / 100 * 100 : 1900;
            year += century_of;
        }
    }
    if (year > 0 && !year_context(p, i, end, year))
        return false;
    /* "1950-53" */
    if (year > 0 && kind(p, end) == BW_WHEN_dash && kind(p, end + 1) == BW_WHEN_number && figures(p, end + 1)) {
        int n = p->lexemes[end + 1].digits, last = value(p, end + 1);
        if (n == 2)
            last += year / 100 * 100;
        if ((n == 2 || n == 3 || n == 4) && last > year && last <= 2100 && last - year < 600) {
            bw_value_range(v, bw_day_of(year, 1, 1), bw_day_of(last, 12, 31), BW_PRECISION_YEAR);
            if (year >= 1000)
                snprintf(v->text, sizeof v->text, "%04d/%04d", year, last);
            v->year_said = true;
            v->end = end + 2;
            return true;
        }
    }
    if ((kind(p, end) == BW_WHEN_quarter && value(p, end) < 10) || kind(p, end) == BW_WHEN_half_year) {
        if (kind(p, end) == BW_WHEN_quarter)
            bw_value_quarter(v, year, value(p, end));
        else
            bw_value_half(v, year, value(p, end));
        end++;
    } else if (year < 0)
        bw_value_text(v, 'D', "BC%04d", -year);
    else
        bw_value_year(v, year);
    v->year_said = true;
    v->end = end;
    return true;
}

static bool decade_first(bw_phrase *p, uint32_t i, bool the, bw_when_value *v)
{
    int d = value(p, i);
    if (d < 100) {
        bool quoted = figures(p, i) && !bw_is_digit(token(p, i)->form.ptr[0]);
        if (!p->asked && !quoted && !(the || before(p, i) == BW_WHEN_edge || before(p, i) == BW_WHEN_dash))
            return false;
        if (!figures(p, i) || d > 20)
            d += 1900;
        else
            d += 2000;
    }
    if (d % 100 == 0 && d < 2000)
        bw_value_century(v, d); /* "the 1600s" */
    else
        bw_value_decade(v, d);
    v->year_said = true;
    v->end = i + 1;
    return true;
}

static bool season_first(bw_phrase *p, uint32_t i, bool the, bw_when_value *v)
{
    int s = value(p, i), year, last;
    uint32_t j = i + 1, k;
    bool said;
    if (year_behind(p, j, &year, &k, &said)) {
        if (kind(p, k) == BW_WHEN_dash && kind(p, k + 1) == BW_WHEN_number) { /* winter of 2013-14 */
            last = value(p, k + 1);
            if (s == 4 && (last == year + 1 || last == (year + 1) % 100))
                k += 2;
        }
        put_season(p, v, year, s);
        v->year_said = said;
        v->end = k;
        return true;
    }
    int b = the && i > p->sentence->first ? before(p, i - 1) : before(p, i);
    if (loose(p, i) && kind(p, j) == BW_WHEN_of) /* "since the fall of the government" */
        return false;
    if (!p->asked && !(b == BW_WHEN_in || b == BW_WHEN_since || b == BW_WHEN_until || b == BW_WHEN_by || b == BW_WHEN_during ||
                       before(p, i) == BW_WHEN_edge || before(p, i) == BW_WHEN_dash))
        return false;
    if ((p->lexemes[i].flags & BW_WHEN_LOOSE) && !the && !p->asked && before(p, i) != BW_WHEN_edge && b != BW_WHEN_in)
        return false;
    year = year_of(p, i, s * 3 == 12 ? 12 : s * 3 + 1, 0);
    if (year && s == 4 && p->now != BW_NO_DAY && bw_day_date(p->now).month < 3)
        year = bw_day_date(p->now).year - 1;
    put_season(p, v, year, s);
    v->year_said = false;
    v->end = j;
    return true;
}

/* "3:15", "3 pm", "3 o'clock", "15 h": minutes since midnight */
static bool clock_at(const bw_phrase *p, uint32_t i, bool sure, int *minutes, uint32_t *end)
{
    uint32_t j = i + 1;
    bool marked = false;
    if (kind(p, i) == BW_WHEN_clock)
        *minutes = value(p, i);
    else if (kind(p, i) == BW_WHEN_number && value(p, i) <= 24 && (!figures(p, i) || p->lexemes[i].digits <= 2))
        *minutes = value(p, i) * 60;
    else
        return false;
    if (kind(p, j) == BW_WHEN_oclock) {
        marked = true;
        j++;
    }
    if (kind(p, j) == BW_WHEN_meridiem && *minutes < 13 * 60 && (!(p->lexemes[j].flags & BW_WHEN_LOOSE) || token(p, j)->upos != BW_UPOS_AUX)) {
        *minutes = *minutes % 720 + value(p, j) * 60;
        marked = true;
        j++;
    }
    if (kind(p, j) == BW_WHEN_zone && (marked || kind(p, i) == BW_WHEN_clock)) {
        marked = true;
        j++;
    }
    if (!marked && !sure)
        return false;
    *minutes %= 1440;
    *end = j;
    return true;
}

static bool clock_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int minutes;
    uint32_t j, k;
    int b = before(p, i);
    bool sure = p->asked || b == BW_WHEN_at || b == BW_WHEN_by || b == BW_WHEN_until || b == BW_WHEN_since || b == BW_WHEN_before ||
                b == BW_WHEN_after;
    bw_when_value day = {0};
    if (!clock_at(p, i, sure && kind(p, i) == BW_WHEN_clock, &minutes, &j)) {
        /* "8 this evening", "9 tomorrow evening" */
        if (!p->asked || !clock_at(p, i, true, &minutes, &j))
            return false;
        if (kind(p, j) != BW_WHEN_which && kind(p, j) != BW_WHEN_day && kind(p, j) != BW_WHEN_on && kind(p, j) != BW_WHEN_in)
            return false;
    }
    k = kind(p, j) == BW_WHEN_on || kind(p, j) == BW_WHEN_comma ? j + 1 : j;
    if (kind(p, j) == BW_WHEN_in && kind(p, j + 1) == BW_WHEN_the && kind(p, j + 2) == BW_WHEN_part) {
        j += 3;
        k = skip(p, j, BW_WHEN_on);
    }
    if (core(p, k, &day) && day.unit == 'd') {
        *v = day;
        j = day.end;
    } else {
        bw_value_day(v, p->last_day.unit && bw_value_known(&p->last_day) ? p->last_day.from : p->now);
        v->year_said = false;
    }
    put_clock(v, minutes);
    v->end = j;
    return true;
}

/* ---- the rest ------------------------------------------------------------------------------------ */

/* "early 2019", "mid-March", "late Thursday", "the beginning of the year" */
static bool edge_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    uint32_t j = i + 1;
    int edge = value(p, i);
    bool part_of = kind(p, i) == BW_WHEN_part_of;
    if (part_of) {
        bw_when_value whole = {0};
        if (kind(p, j) != BW_WHEN_of)
            return false;
        j = skip(p, j + 1, BW_WHEN_approx);
        uint32_t u = skip(p, j, BW_WHEN_the);
        if (kind(p, u) == BW_WHEN_unit && !plural(p, u)) {
            bw_value_period(&whole, (char)value(p, u), p->now, 0);
            whole.year_said = false;
            whole.end = u + 1;
        } else if (!core(p, j, &whole))
            return false;
        *v = whole;
        if (v->unit == 'p' && is_word(p, i, "eve")) {
            bw_value_day(v, v->from - 1);
            v->year_said = true;
            v->end = whole.end;
            return true;
        }
        if (v->unit == 'p') {
            if (edge != 2)
                put_edge(v, edge);
            return true;
        }
    } else {
        j = skip(p, j, BW_WHEN_dash);
        if (kind(p, j) == BW_WHEN_on || kind(p, j) == BW_WHEN_in)
            j++;
        else if (is_word(p, j, "part") && kind(p, j + 1) == BW_WHEN_of) { /* "the early part of 2019" */
            j += 2;
            uint32_t u = skip(p, j, BW_WHEN_the);
            if (u > j && kind(p, u) == BW_WHEN_unit && !plural(p, u)) {
                bw_value_period(v, (char)value(p, u), p->now, 0);
                v->year_said = false;
                v->end = u + 1;
                narrow(v, edge);
                return true;
            }
        }
        if (p->asked && edge == 2 && kind(p, j) == BW_WHEN_unit && !plural(p, j)) { /* "mid-week" */
            bw_value_period(v, (char)value(p, j), p->now, 0);
            v->year_said = false;
            v->end = j + 1;
        } else if (!core(p, j, v))
            return false;
    }
    if (!v->unit || v->type != 'D')
        return part_of ? false : v->type == 'D' || v->type == 'T';
    narrow(v, edge);
    return true;
}

/* "later this month", "earlier in the day", "later on Thursday" */
static bool shift_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    uint32_t j = i + 1;
    int by = value(p, i);
    if (kind(p, j) == BW_WHEN_on || kind(p, j) == BW_WHEN_in)
        j++;
    if (kind(p, j) == BW_WHEN_the && kind(p, j + 1) == BW_WHEN_unit && !plural(p, j + 1)) {
        bw_value_period(v, (char)value(p, j + 1), p->now, 0);
        v->year_said = false;
        v->end = j + 2;
    } else if (!core(p, j, v))
        return false;
    if (v->type != 'D' && v->type != 'T')
        return false;
    if (v->unit == 'D' || v->unit == 'C') { /* "the later 1800s" */
        narrow(v, by > 0 ? 3 : 1);
        return true;
    }
    bool that = kind(p, j) == BW_WHEN_that; /* "later that month": than what was told */
    if (!that && v->unit && v->unit != 'd' && bw_value_known(v) && p->now >= v->from && p->now <= v->to) {
        if (by > 0 && p->now < v->to)
            v->from = p->now + 1;
        else if (by < 0 && p->now > v->from)
            v->to = p->now - 1;
    }
    mark_side(v, by);
    return true;
}

static bool every_first(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int64_t n = 1;
    uint32_t j = i + 1, k;
    v->year_said = false;
    if (count(p, j, &n, &k))
        j = k;
    else if (kind(p, j) == BW_WHEN_ordinal) {
        n = value(p, j);
        j++;
    }
    switch (kind(p, j)) {
    case BW_WHEN_unit:
        bw_value_duration(v, n, (char)value(p, j), 'S');
        break;
    case BW_WHEN_weekday:
    case BW_WHEN_weekdays:
        bw_value_text(v, 'S', "XXXX-WXX-%d", value(p, j) + 1);
        break;
    case BW_WHEN_month:
        bw_value_text(v, 'S', "XXXX-%02d", value(p, j));
        break;
    case BW_WHEN_season:
        bw_value_text(v, 'S', "XXXX-%s", (const char *const[]){"SP", "SU", "FA", "WI"}[value(p, j) - 1]);
        v->precision = BW_PRECISION_MONTH;
        break;
    case BW_WHEN_part:
        bw_value_text(v, 'S', "XXXX-XX-XXT%s", (const char *const[]){"MO", "MI", "AF", "EV", "NI"}[value(p, j)]);
        break;
    default:
        return false;
    }
    v->end = j + 1;
    return true;
}

static bool day_word(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    bw_value_day(v, bw_value_move(p->now, value(p, i), 'd'));
    v->year_said = false;
    if (kind(p, i) == BW_WHEN_tonight)
        put_part(v, 4);
    mark_side(v, value(p, i));
    v->end = i + 1;
    return true;
}

static bool bare_part(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    bw_when_value day = {0};
    uint32_t j = i + 1;
    if (kind(p, j) == BW_WHEN_of && core(p, j + 1, &day) && day.unit == 'd') {
        *v = day;
        put_part(v, value(p, i));
        return true;
    }
    if (kind(p, j) == BW_WHEN_on && core(p, j + 1, &day) && day.unit == 'd') {
        *v = day;
        put_part(v, value(p, i));
        return true;
    }
    if (!p->asked)
        return false;
    bw_value_day(v, base_day(p));
    v->year_said = false;
    put_part(v, value(p, i));
    v->end = j;
    return true;
}

static bool dispatch(bw_phrase *p, uint32_t i, bool the, bw_when_value *v)
{
    if (p->lexemes[i].flags & BW_WHEN_HOLIDAY && feast_first(p, i, v, 0))
        return true;
    if (!p->asked && i >= p->name && i < p->name_end)
        return false;
    switch (kind(p, i)) {
    case BW_WHEN_approx:
        return kind(p, i + 1) != BW_WHEN_approx && core(p, i + 1, v);
    case BW_WHEN_date:
        return written_date(p, i, v);
    case BW_WHEN_number:
        return cut_date(p, i, v) || day_first(p, i, v) || counted_unit(p, i, v) || clock_first(p, i, v) || year_first(p, i, v) ||
               ordinal_first(p, i, the, v);
    case BW_WHEN_era:
        return year_first(p, i, v);
    case BW_WHEN_a:
    case BW_WHEN_an:
    case BW_WHEN_couple:
    case BW_WHEN_few:
    case BW_WHEN_scale:
    case BW_WHEN_half:
        return counted_unit(p, i, v);
    case BW_WHEN_ordinal:
        return ordinal_first(p, i, the, v);
    case BW_WHEN_month:
        return month_first(p, i, v);
    case BW_WHEN_weekday:
        return weekday_first(p, i, v);
    case BW_WHEN_weekdays:
        if (loose(p, i))
            return false;
        bw_value_text(v, 'S', "XXXX-WXX-%d", value(p, i) + 1);
        v->year_said = false;
        v->end = i + 1;
        return true;
    case BW_WHEN_season:
        return season_first(p, i, the, v);
    case BW_WHEN_decade:
        return decade_first(p, i, the, v);
    case BW_WHEN_clock:
        return clock_first(p, i, v);
    case BW_WHEN_quarter:
        if (value(p, i) < 10)
            return quarter(p, i, i + 1, value(p, i), false, v);
        bw_value_quarter(v, value(p, i) / 10, value(p, i) % 10);
        v->year_said = true;
        v->end = i + 1;
        return true;
    case BW_WHEN_half_year:
        return quarter(p, i, i + 1, value(p, i), true, v);
    case BW_WHEN_day:
    case BW_WHEN_tonight:
        return day_word(p, i, v);
    case BW_WHEN_now:
        if (before(p, i) == BW_WHEN_every) /* "every now and then" */
            return false;
        bw_value_day(v, p->now);
        memcpy(v->text, "PRESENT_REF", sizeof "PRESENT_REF");
        v->year_said = false;
        v->end = i + 1;
        return true;
    case BW_WHEN_vague:
        if (loose(p, i))
            return false;
        put_moved(p, v, p->now, -1, 'd', value(p, i));
        v->year_said = false;
        v->end = i + 1;
        return true;
    case BW_WHEN_recent:
        if (kind(p, i + 1) != BW_WHEN_unit)
            return false;
        put_moved(p, v, p->now, -1, value(p, i + 1), -1);
        v->year_said = false;
        v->end = i + 2;
        return true;
    case BW_WHEN_which:
        return which_first(p, i, the, v);
    case BW_WHEN_that:
        return that_first(p, i, v);
    case BW_WHEN_unit:
        return unit_first(p, i, the, v);
    case BW_WHEN_edge:
    case BW_WHEN_part_of:
        return edge_first(p, i, v);
    case BW_WHEN_closest:
        return closest(p, i, 1, v);
    case BW_WHEN_begins:
    case BW_WHEN_ends: /* planners' "EOM"; no word of the press, "BOM" and "EOD" are bodies and bombs there */
        if (!p->asked || (p->lexemes[i].flags & BW_WHEN_LOOSE && !capital(p, i)))
            return false;
        bw_value_period(v, (char)value(p, i), p->now, 0);
        narrow(v, kind(p, i) == BW_WHEN_ends ? 3 : 1);
        v->year_said = false;
        v->end = i + 1;
        return true;
    case BW_WHEN_shift:
        return shift_first(p, i, v);
    case BW_WHEN_every:
        return every_first(p, i, v);
    case BW_WHEN_rate:
        if (!p->asked && capital(p, i) && i > p->sentence->first)
            return false;
        bw_value_duration(v, 1, (char)value(p, i), 'S');
        v->year_said = false;
        v->end = i + 1;
        return true;
    case BW_WHEN_part:
        return bare_part(p, i, v);
    case BW_WHEN_fiscal: {
        int year;
        uint32_t end, j = i + 1;
        if (kind(p, j) == BW_WHEN_unit && value(p, j) == 'y')
            j++;
        if (!year_number(p, j, &year, &end))
            return false;
        bw_value_year(v, year);
        snprintf(v->text, sizeof v->text, "FY%04d", year);
        v->year_said = true;
        v->end = end;
        return true;
    }
    default:
        return false;
    }
}

/* "Thursday morning", "Thursday at 9:30 pm", "1 April in the evening" */
static void attach_clock(bw_phrase *p, bw_when_value *v)
{
    for (int step = 0; step < 2; step++) {
        uint32_t j = v->end, k;
        int minutes;
        if (v->unit != 'd' || (v->type != 'D' && v->type != 'T'))
            return;
        if (kind(p, j) == BW_WHEN_part) {
            put_part(v, value(p, j));
            v->end = j + 1;
        } else if (kind(p, j) == BW_WHEN_unit && value(p, j) == 'n' && !plural(p, j)) {
            put_part(v, 4);
            v->end = j + 1;
        } else if (kind(p, j) == BW_WHEN_in && kind(p, j + 1) == BW_WHEN_the && kind(p, j + 2) == BW_WHEN_part) {
            put_part(v, value(p, j + 2));
            v->end = j + 3;
        } else if ((kind(p, j) == BW_WHEN_at || kind(p, j) == BW_WHEN_comma) && kind(p, j + 1) == BW_WHEN_part) {
            put_part(v, value(p, j + 1));
            v->end = j + 2;
        } else if (clock_at(p, skip(p, kind(p, j) == BW_WHEN_at || kind(p, j) == BW_WHEN_comma ? j + 1 : j, BW_WHEN_approx),
                            kind(p, j) == BW_WHEN_at, &minutes, &k)) {
            put_clock(v, minutes);
            v->end = k;
        } else
            return;
    }
}

static bool core(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    bool the = kind(p, i) == BW_WHEN_the;
    *v = (bw_when_value){.from = BW_NO_DAY, .to = BW_NO_DAY};
    if (the)
        i++;
    if (i >= p->hi || p->depth >= MAX_DEPTH)
        return false;
    if (p->lexemes[i].kind == BW_WHEN_none && !p->lexemes[i].flags)
        return false;
    p->depth++;
    bool good = dispatch(p, i, the, v);
    p->depth--;
    if (good && p->lexemes[i].flags & BW_WHEN_MID)
        narrow(v, 2);
    if (good && v->unit == 'd' && v->year_said && kind(p, v->end) == BW_WHEN_weekday && bw_value_known(v) &&
        bw_day_weekday(v->from) == value(p, v->end)) /* "March 30, 2004, Tuesday" */
        v->end++;
    if (good && v->unit == 'd')
        attach_clock(p, v);
    return good;
}

/* ---- ranges -------------------------------------------------------------------------------------- */

static void join(bw_when_value *v, const bw_when_value *a, const bw_when_value *b)
{
    bw_when_value r = {0};
    bw_value_range(&r, a->from, b->to, a->precision > b->precision ? a->precision : b->precision);
    if (a->unit != 'p' && b->unit != 'p' && strlen(a->text) + strlen(b->text) + 2 <= sizeof r.text)
        snprintf(r.text, sizeof r.text, "%.23s/%.23s", a->text, b->text);
    r.type = a->type == 'T' && b->type == 'T' ? 'T' : 'D';
    r.year_said = a->year_said || b->year_said;
    r.end = b->end;
    *v = r;
}

/* "13th to 15 July": the month stands only behind. `i` behind "from". */
static bool bare_days(bw_phrase *p, uint32_t i, bw_when_value *v)
{
    int day;
    uint32_t j, k = skip(p, i, BW_WHEN_the);
    bw_when_value last = {0};
    if (!month_day(p, k, &day, &j) || !(range_sign(p, j) || (kind(p, j) == BW_WHEN_and && before(p, i) == BW_WHEN_between)))
        return false;
    if (!any_date(p, j + 1, &last) || last.unit != 'd' || !bw_value_known(&last))
        return false;
    bw_date d = bw_day_date(last.from);
    bw_day first = bw_day_checked(d.year, d.month, day);
    if (first == BW_NO_DAY || first >= last.from)
        return false;
    bw_value_range(v, first, last.from, BW_PRECISION_DAY);
    v->year_said = last.year_said;
    v->end = last.end;
    return true;
}

/* The other end, at `j`, of a range that begins with *a. `alike`: both must be days, both months … */
static bool second_end(bw_phrase *p, uint32_t j, bool alike, bw_when_value *a)
{
    bw_when_value b = {0};
    if (a->type == 'P' || a->type == 'S')
        return false;
    p->ranging = true;
    bool good = core(p, j, &b);
    p->ranging = false;
    if (!good || b.type == 'P' || b.type == 'S')
        return false;
    if (!a->unit || !b.unit || (alike && a->unit != b.unit))
        return false;
    /* "from January to March 2019": the year of the end is that of the start */
    if (!a->year_said && b.year_said && bw_value_known(a) && bw_value_known(&b) && (a->unit == 'd' || a->unit == 'M')) {
        bw_date d = bw_day_date(a->from), e = bw_day_date(b.from);
        int year = d.month <= e.month ? e.year : e.year - 1;
        bw_when_value c = *a;
        if (a->unit == 'M')
            bw_value_month(&c, year, d.month);
        else
            bw_value_day(&c, bw_day_checked(year, d.month, d.day));
        if (bw_value_known(&c))
            *a = c;
    }
    if (bw_value_known(a) && a->from == b.from && a->to == b.to) { /* "Christmas - December 25": one day, said twice */
        a->end = b.end;
        return true;
    }
    if (bw_value_known(a) && bw_value_known(&b) && b.to < a->from) {
        /* A weekday or a date that lies before the start is the next one. */
        if (b.year_said)
            return false;
        bw_day to = b.unit == 'd' && a->from - b.from < 7 ? b.to + 7 : bw_calendar_add_months(b.to, 12);
        if (to == BW_NO_DAY || to < a->from)
            return false;
        b.to = to;
        bw_day_format(b.to, b.text);
    }
    p->second = b;
    join(a, a, &b);
    return true;
}

static void open_end(bw_when_value *v, bool from)
{
    char text[BW_WHEN_VALUE_ROOM];
    snprintf(text, sizeof text, from ? "%.46s/" : "/%.46s", v->text);
    memcpy(v->text, text, sizeof text);
    v->unit = 0;
    if (from)
        v->to = BW_NO_DAY;
    else
        v->from = BW_NO_DAY;
}

bool bw_phrase_read(bw_phrase *p, uint32_t i, uint32_t *first, bw_when_value *out)
{
    bw_when_value v = {0};
    int k = kind(p, i);
    *first = i;
    p->depth = 0;
    switch (k) {
    case BW_WHEN_since:
        if (!core(p, i + 1, &v) || v.type == 'P' || v.type == 'S')
            return false;
        if (v.unit == 'p')
            put_edge(&v, 3); /* "since World War II": since it ended */
        open_end(&v, true);
        v.past = true;
        break;
    case BW_WHEN_until:
        if (!core(p, i + 1, &v) || v.type == 'P' || v.type == 'S')
            return false;
        if (v.unit == 'p')
            put_edge(&v, 1);
        open_end(&v, false);
        break;
    case BW_WHEN_from:
        if (bare_days(p, i + 1, &v))
            break;
        if (!core(p, i + 1, &v))
            return false;
        if (range_sign(p, v.end) && second_end(p, v.end + 1, false, &v))
            break;
        if (is_word(p, v.end, "onward") || is_word(p, v.end, "onwards") || (kind(p, v.end) == BW_WHEN_on && v.type == 'D' &&
                                                                           token(p, v.end)->upos == BW_UPOS_ADV)) {
            v.end++;
            open_end(&v, true);
            break;
        }
        *first = i + 1;
        break;
    case BW_WHEN_between: {
        if (bare_days(p, i + 1, &v))
            break;
        if (!core(p, i + 1, &v))
            return false;
        bw_when_value whole = v;
        if (kind(p, v.end) == BW_WHEN_and && second_end(p, v.end + 1, false, &v)) {
            if (whole.unit == 'p' && bw_value_known(&v) && p->second.unit == 'p' && whole.to < p->second.from) {
                uint32_t end = v.end; /* between two wars is neither of them */
                bw_value_range(&v, whole.to + 1, p->second.from - 1, v.precision);
                v.year_said = true;
                v.end = end;
            }
            break;
        }
        *first = i + 1;
        break;
    }
    case BW_WHEN_in:
        if (p->asked || kind(p, i + 1) == BW_WHEN_number || kind(p, i + 1) == BW_WHEN_a || kind(p, i + 1) == BW_WHEN_approx) {
            if (!core(p, i + 1, &v))
                return false;
            *first = v.type == 'D' && v.future && !v.unit ? i : i + 1;
            break;
        }
        return false;
    case BW_WHEN_within: {
        uint32_t j = skip(p, skip(p, i + 1, BW_WHEN_the), BW_WHEN_which);
        int64_t n;
        if (!count(p, j, &n, &j) || kind(p, j) != BW_WHEN_unit)
            return false;
        if (n < 0 || !strchr("dwfMyD", value(p, j)) || side(p, i) < 0) {
            bw_value_duration(&v, n, (char)value(p, j), 'P');
        } else {
            bw_day to = bw_value_move(p->now, n, (char)value(p, j));
            bw_value_range(&v, p->now, to, bw_value_precision((char)value(p, j)));
        }
        v.end = j + 1;
        break;
    }
    case BW_WHEN_by:
    case BW_WHEN_at:
    case BW_WHEN_on:
    case BW_WHEN_during:
    case BW_WHEN_over:
    case BW_WHEN_for:
    case BW_WHEN_of:
    case BW_WHEN_through:
    case BW_WHEN_throughout:
        if (!p->asked || !core(p, i + 1, &v))
            return false;
        *first = i + 1;
        break;
    case BW_WHEN_before:
    case BW_WHEN_after:
        if (!p->asked)
            return false;
        if (!core(p, kind(p, i + 1) == BW_WHEN_dash ? i + 2 : i + 1, &v) || !bw_value_known(&v))
            return false;
        if (k == BW_WHEN_before) {
            v.to = v.from - 1;
            v.from = BW_NO_DAY;
        } else {
            v.from = v.to + 1;
            v.to = BW_NO_DAY;
        }
        v.unit = 0;
        break;
    default: {
        if (!(p->asked && bare_days(p, i, &v)) && !core(p, i, &v))
            return false;
        int sign = kind(p, v.end);
        bool like = sign == BW_WHEN_dash || sign == BW_WHEN_through || sign == BW_WHEN_to || sign == BW_WHEN_until;
        if (like && v.unit && v.type == 'D') {
            bw_when_value a = v;
            /* "moved from Monday to Friday" needs its "from"; "Monday to Friday" alone is a range of the same kind */
            if (second_end(p, v.end + 1, true, &a))
                v = a;
        }
    }
    }
    *out = v;
    return v.type != 0;
}
