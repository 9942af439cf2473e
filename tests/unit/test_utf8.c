/* UTF-8: each row is bytes and what they repair to. */
#include "base/utf8.h"
#include "tap_arena.h"

static const struct {
    const char *why;
    bw_str in, out;
    size_t bad;
} rows[] = {
    {"plain", BW_LIT("abc"), BW_LIT("abc"), 0},
    {"two to four bytes", BW_LIT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), BW_LIT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 0},
    {"Latin-1", BW_LIT("caf\xE9 au"), BW_LIT("caf\xEF\xBF\xBD au"), 1},
    {"cut at the end", BW_LIT("x\xE2\x82"), BW_LIT("x\xEF\xBF\xBD\xEF\xBF\xBD"), 2},
    {"overlong", BW_LIT("\xC0\xAF"), BW_LIT("\xEF\xBF\xBD\xEF\xBF\xBD"), 2},
    {"surrogate", BW_LIT("\xED\xA0\x80"), BW_LIT("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"), 3},
    {"U+FFFD itself is valid", BW_LIT("\xEF\xBF\xBD"), BW_LIT("\xEF\xBF\xBD"), 0},
    {"NUL", BW_LIT("a\0b"), BW_LIT("a b"), 1},
};

static const struct {
    uint32_t c, folded, second;
} folds[] = {{'A', 'a', 0}, {0xC9, 'e', 0}, {0xDF, 's', 's'}, {0x141, 'l', 0}, {0x1EC7, 'e', 0},
             {0x416, 0x436, 0}, {0x401, 0x451, 0}, {0xAC00, 0xAC00, 0}, {'1', '1', 0}};

static bw_status use(void *with, bw_err *err)
{
    (void)err;
    bw_arena *a = with;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bad = 99;
        bw_str got = bw_utf8_repair(a, rows[i].in, &bad);
        ok(bw_str_eq(got, rows[i].out) && bad == rows[i].bad, "%s", rows[i].why);
    }
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        uint32_t second;
        ok(bw_utf8_fold(folds[i].c, &second) == folds[i].folded && second == folds[i].second, "fold U+%04X", folds[i].c);
    }
    char out[4];
    bool same = true;
    for (uint32_t c = 0; c < 0x110000; c += 7) {
        size_t pos = 0, n = bw_utf8_put(c, out);
        uint32_t back = bw_utf8_next((bw_str){out, n}, &pos);
        same = same && pos == n && (back == c || (c >= 0xD800 && c <= 0xDFFF && back == BW_REPLACEMENT));
    }
    ok(same, "written characters read back");
    ok(bw_utf8_is_upper(0xC9) && bw_utf8_is_lower(0xE9) && bw_utf8_is_letter(0x4E2D) && !bw_utf8_is_letter(0x2014), "classes");
    return BW_OK;
}

int main(void) { return tap_in_arena(use); }
