/* Text: cutting, finding, numbers, buffers. */
#include "base/map.h"
#include "base/str.h"
#include "tap_arena.h"

static const struct {
    bw_str text;
    bool good;
    int64_t value;
} numbers[] = {
    {BW_LIT("0"), true, 0},       {BW_LIT("-17"), true, -17}, {BW_LIT("+5"), true, 5},
    {BW_LIT(""), false, 0},       {BW_LIT("-"), false, 0},    {BW_LIT("1a"), false, 0},
    {BW_LIT("99999999999999999999"), false, 0},
};

static bw_status use(void *with, bw_err *err)
{
    (void)err;
    bw_arena *a = with;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t v = 0;
        ok(bw_str_to_int(numbers[i].text, &v) == numbers[i].good && v == numbers[i].value, "number '%.*s'",
           BW_STR_FMT(numbers[i].text));
    }

    bw_str rest = BW_LIT("a,,b"), piece;
    ok(bw_str_cut(&rest, ',', &piece) && bw_str_is(piece, "a"), "first piece");
    ok(bw_str_cut(&rest, ',', &piece) && piece.len == 0, "empty piece");
    ok(bw_str_cut(&rest, ',', &piece) && bw_str_is(piece, "b"), "last piece");
    ok(!bw_str_cut(&rest, ',', &piece), "nothing behind the last piece");

    ok(bw_str_find(BW_LIT("abcabd"), BW_LIT("abd"), 0) == 3, "find");
    ok(bw_str_find(BW_LIT("ab"), BW_LIT("abc"), 0) == 2, "find: longer than the text");
    ok(bw_str_eq_fold(BW_LIT("SeOUL"), BW_LIT("seoul")), "equal but for case");
    ok(bw_str_is(bw_str_trim(BW_LIT(" \t x y\r\n")), "x y"), "trim");
    ok(bw_str_ends(BW_LIT("-0-"), BW_LIT("0-")) && !bw_str_ends(BW_LIT("-"), BW_LIT("0-")), "ends");

    bw_buf b = {.arena = a};
    for (int i = 0; i < 100; i++)
        bw_buf_print(&b, "%d,", i);
    ok(b.len == 290 && bw_str_ends(bw_buf_view(&b), BW_LIT("98,99,")), "buffer grows");

    bw_map m = {.arena = a};
    for (int i = 0; i < 1000; i++)
        bw_map_put(&m, bw_str_print(a, "key%d", i), (uint32_t)i, NULL);
    bool added = true;
    bw_map_put(&m, BW_LIT("key7"), 99, &added);
    ok(!added && m.n == 1000 && bw_map_get(&m, BW_LIT("key7"), 0) == 7, "a key is added once");
    ok(bw_map_get(&m, BW_LIT("key1000"), 42) == 42, "a missing key");
    return BW_OK;
}

int main(void) { return tap_in_arena(use); }
