/* Dates as feeds write them: each row is one way to write, and the instant, or that there is none. */
#include "tap_arena.h"
#include "wire/markup/instant.h"

static const struct {
    const char *why;
    bw_str s;
    const char *want; /* NULL: no date */
} rows[] = {
    {"RFC 5322", BW_LIT("Tue, 02 Apr 2024 09:00:00 +0900"), "2024-04-02T00:00:00Z"},
    {"no weekday, no seconds", BW_LIT("2 Apr 2024 09:00 GMT"), "2024-04-02T09:00:00Z"},
    {"a wrong weekday", BW_LIT("Fri, 02 Apr 2024 09:00:00 UT"), "2024-04-02T09:00:00Z"},
    {"two digits of a year", BW_LIT("02 Apr 24 09:00:00 EST"), "2024-04-02T14:00:00Z"},
    {"a year of the last century", BW_LIT("02 Apr 99 09:00:00 Z"), "1999-04-02T09:00:00Z"},
    {"long names, zone in words behind it", BW_LIT("Tuesday, 2 April 2024 09:00:00 GMT+0900 (Korea Standard Time)"), "2024-04-02T00:00:00Z"},
    {"offset with a colon", BW_LIT("Tue, 02 Apr 2024 09:00:00 +02:00"), "2024-04-02T07:00:00Z"},
    {"an unknown zone tells nothing", BW_LIT("Tue, 02 Apr 2024 09:00:00 QQT"), "2024-04-02T09:00:00Z"},
    {"a zone of letters only half", BW_LIT("Tue, 02 Apr 2024 09:00:00 +0x:00"), NULL},
    {"two times", BW_LIT("02 Apr 2024 09:00 10:00"), NULL},
    {"four parts of a time", BW_LIT("02 Apr 2024 9:0:0:0"), NULL},
    {"asctime", BW_LIT("Tue Apr  2 09:00:00 2024"), "2024-04-02T09:00:00Z"},
    {"asctime with a zone", BW_LIT("Tue Apr  2 09:00:00 +0900 2024"), "2024-04-02T00:00:00Z"},
    {"Perforce", BW_LIT("Tue, 2024/04/02 09:00:00 EDT"), "2024-04-02T13:00:00Z"},
    {"American", BW_LIT("Apr 2, 2024 09:00 PM"), "2024-04-02T21:00:00Z"},
    {"noon and midnight", BW_LIT("April 2, 2024 12:30 a.m."), "2024-04-02T00:30:00Z"},
    {"an hour only", BW_LIT("April 2nd, 2024 at 9pm EDT"), "2024-04-03T01:00:00Z"},
    {"W3CDTF", BW_LIT("2024-04-02T09:00:00.25-05:00"), "2024-04-02T14:00:00Z"},
    {"a blank for the T", BW_LIT("2024-04-02 09:00:00"), "2024-04-02T09:00:00Z"},
    {"a day", BW_LIT("2024-04-02"), "2024-04-02T00:00:00Z"},
    {"a month", BW_LIT("2024-04"), "2024-04-01T00:00:00Z"},
    {"a year", BW_LIT("2024"), "2024-01-01T00:00:00Z"},
    {"basic form", BW_LIT("20240402T090000Z"), "2024-04-02T09:00:00Z"},
    {"basic form, local", BW_LIT("20240402T090000+0300"), "2024-04-02T06:00:00Z"},
    {"basic form, no T", BW_LIT("20240402090000"), "2024-04-02T09:00:00Z"},
    {"week and day", BW_LIT("2024-W14-2"), "2024-04-02T00:00:00Z"},
    {"week and day, basic", BW_LIT("2024W142T0900Z"), "2024-04-02T09:00:00Z"},
    {"week 53 of a year that has it", BW_LIT("2020-W53-5"), "2021-01-01T00:00:00Z"},
    {"day of the year", BW_LIT("2024-093"), "2024-04-02T00:00:00Z"},
    {"day of the year, basic", BW_LIT("2024093"), "2024-04-02T00:00:00Z"},
    {"day 366 of a common year", BW_LIT("2023-366"), NULL},
    {"midnight at the day's end", BW_LIT("2024-04-02T24:00:00Z"), "2024-04-03T00:00:00Z"},
    {"behind midnight", BW_LIT("2024-04-02T24:00:01Z"), NULL},
    {"a leap second", BW_LIT("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z"},
    {"61 minutes", BW_LIT("2024-04-02T09:61:00Z"), NULL},
    {"30 February", BW_LIT("30 Feb 2024 09:00:00 GMT"), NULL},
    {"29 February of a common year", BW_LIT("2023-02-29"), NULL},
    {"day or month?", BW_LIT("02/04/2024"), NULL},
    {"the day is over 12", BW_LIT("25/04/2024"), "2024-04-25T00:00:00Z"},
    {"the second is over 12", BW_LIT("4/25/2024 9:00 AM"), "2024-04-25T09:00:00Z"},
    {"day and month are one number", BW_LIT("04/04/2024"), "2024-04-04T00:00:00Z"},
    {"short, and nothing is sure", BW_LIT("02/04/24"), NULL},
    {"dots: the day first", BW_LIT("02.04.2024 14.30"), "2024-04-02T14:30:00Z"},
    {"dots and blanks: Korean", BW_LIT("2024. 4. 2. 오후 1:30:00"), "2024-04-02T04:30:00Z"},
    {"dots and blanks: day first", BW_LIT("2. 4. 2024 10:00"), "2024-04-02T10:00:00Z"},
    {"month by its name", BW_LIT("02-Apr-2024 09:00"), "2024-04-02T09:00:00Z"},
    {"too many parts", BW_LIT("2024-04-02-01"), NULL},
    {"a day with a zone", BW_LIT("2024-04-02+09:00"), "2024-04-01T15:00:00Z"},
    {"words behind the time", BW_LIT("2024-04-02T09:00:00-06:00Tx"), NULL},
    {"truncated month", BW_LIT("-2404"), "2024-04-01T00:00:00Z"},
    {"six digits", BW_LIT("240431"), NULL},
    {"six digits that mean one day", BW_LIT("990402"), "1999-04-02T00:00:00Z"},
    {"a slipped digit", BW_LIT("22024"), NULL},
    {"Korean", BW_LIT("2024년 04월 02일  09:00:00"), "2024-04-02T00:00:00Z"},
    {"Korean afternoon", BW_LIT("2024-04-02 오후 01:00:00"), "2024-04-02T04:00:00Z"},
    {"Chinese", BW_LIT("2024年4月2日 09:00"), "2024-04-02T09:00:00Z"},
    {"Greek", BW_LIT("Τρι, 02 Απρ 2024 09:00:00 EST"), "2024-04-02T14:00:00Z"},
    {"Hungarian", BW_LIT("2024-április-2T9:15-05:00"), "2024-04-02T14:15:00Z"},
    {"German", BW_LIT("Di, 2. April 2024 um 14:30 Uhr MESZ"), "2024-04-02T12:30:00Z"},
    {"German, at noon", BW_LIT("am 2. April 2024, 12:30 Uhr"), "2024-04-02T12:30:00Z"},
    {"German March", BW_LIT("02. März 2024"), "2024-03-02T00:00:00Z"},
    {"French: Tuesday is no March", BW_LIT("mar., 02 avr. 2024 09:00:00 +0200"), "2024-04-02T07:00:00Z"},
    {"French, h", BW_LIT("mardi 2 avril 2024 à 09h30"), "2024-04-02T09:30:00Z"},
    {"French, first", BW_LIT("1er mai 2024"), "2024-05-01T00:00:00Z"},
    {"Spanish", BW_LIT("2 de abril de 2024"), "2024-04-02T00:00:00Z"},
    {"Portuguese", BW_LIT("ter, 02 abr 2024 09:00:00 -0300"), "2024-04-02T12:00:00Z"},
    {"Italian", BW_LIT("mar, 02 apr 2024 09:00:00 +0200"), "2024-04-02T07:00:00Z"},
    {"Russian", BW_LIT("Вт, 02 апреля 2024 09:00:00 MSK"), "2024-04-02T06:00:00Z"},
    {"Arabic digits and month", BW_LIT("٢ أبريل ٢٠٢٤"), "2024-04-02T00:00:00Z"},
    {"Ukrainian, short", BW_LIT("Вт, 02 квіт 2024 09:00:00 +0300"), "2024-04-02T06:00:00Z"},
    {"Serbian, short", BW_LIT("02. сеп. 2024"), "2024-09-02T00:00:00Z"},
    {"Finnish, short", BW_LIT("ti, 02 huhti 2024 09:00:00 +0300"), "2024-04-02T06:00:00Z"},
    {"Czech, short", BW_LIT("út, 02 dub 2024 09:00:00 +0200"), "2024-04-02T07:00:00Z"},
    {"Hindi, short", BW_LIT("02 अप्रै 2024"), "2024-04-02T00:00:00Z"},
    {"a year of another calendar", BW_LIT("1404/01/12"), NULL},
    {"seconds since 1970", BW_LIT("1712048400"), "2024-04-02T09:00:00Z"},
    {"milliseconds", BW_LIT("1712048400000"), "2024-04-02T09:00:00Z"},
    {"seconds with a fraction", BW_LIT("1712048400.5"), "2024-04-02T09:00:00Z"},
    {"blanks around it", BW_LIT(" \n2024-04-02\t"), "2024-04-02T00:00:00Z"},
    {"nothing", BW_LIT(""), NULL},
    {"a word", BW_LIT("yesterday"), NULL},
    {"no year", BW_LIT("Tue, 02 Apr 09:00:00"), NULL},
    {"a time only", BW_LIT("09:00:00"), NULL},
    {"digits without end", BW_LIT("99999999999999999999999999"), NULL},
    {"three digits", BW_LIT("024"), NULL},
};

static void details(void)
{
    bw_instant t;
    ok(bw_instant_read(BW_LIT("Tue, 02 Apr 2024 01:00:00 +0900"), &t) && t.day == bw_day_of(2024, 4, 2) && t.offset == 540 &&
           t.zone_known && t.precision == BW_INSTANT_TIME,
       "the day is that of the place");
    ok(bw_instant_read(BW_LIT("2024-04-02 01:00"), &t) && !t.zone_known && t.offset == 0, "no zone was written");
    ok(bw_instant_read(BW_LIT("2 April 2024"), &t) && t.precision == BW_INSTANT_DAY, "a day is a day");
    ok(bw_instant_read(BW_LIT("2024"), &t) && t.precision == BW_INSTANT_YEAR, "a year is a year");
}

static bw_status test(void *with, bw_err *err)
{
    bw_arena *a = with;
    (void)err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_instant t = {.seconds = -1, .day = -1};
        bool got = bw_instant_read(rows[i].s, &t);
        bw_str text = got ? bw_instant_print(a, t) : BW_LIT("(none)");
        ok(got ? bw_str_is(text, rows[i].want ? rows[i].want : "") : !rows[i].want && t.seconds == -1 && t.day == -1, "%s: %.*s",
           rows[i].why, BW_STR_FMT(text));
    }
    details();
    return BW_OK;
}

int main(void) { return tap_in_arena(test); }
