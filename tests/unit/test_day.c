/* Days: known dates, and every day of 400 years there and back. */
#include "base/day.h"
#include "tap.h"

int main(void)
{
    ok(bw_day_of(1970, 1, 1) == 0, "the epoch");
    ok(bw_day_weekday(bw_day_of(2021, 4, 1)) == 3, "1 April 2021 was a Thursday");
    ok(bw_day_weekday(bw_day_of(1950, 6, 25)) == 6, "25 June 1950 was a Sunday");

    bool same = true;
    bw_date last = bw_day_date(bw_day_of(1799, 12, 31));
    for (bw_day d = bw_day_of(1800, 1, 1); d < bw_day_of(2200, 1, 1); d++) {
        bw_date t = bw_day_date(d);
        same = same && bw_day_of(t.year, t.month, t.day) == d && (t.day == last.day + 1 || t.day == 1);
        last = t;
    }
    ok(same, "400 years there and back");

    static const struct {
        bw_str in;
        const char *want;
    } rows[] = {{BW_LIT("2021-04-01"), "2021-04-01"}, {BW_LIT("20210401"), "2021-04-01"},
                {BW_LIT("2021-04-01T10:00:00Z"), "2021-04-01"}, {BW_LIT("2020-02-29"), "2020-02-29"},
                {BW_LIT("2021-02-29"), ""}, {BW_LIT("2021-4-1"), ""}, {BW_LIT("2021-04-011"), ""}, {BW_LIT(""), ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[11] = "";
        bw_day d = bw_day_parse(rows[i].in);
        if (d != BW_NO_DAY)
            bw_day_format(d, out);
        ok(bw_str_is(bw_str_of(out), rows[i].want), "parse '%.*s'", BW_STR_FMT(rows[i].in));
    }
    return tap_done();
}
