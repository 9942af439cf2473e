/* JSON out: nesting, escapes, numbers. */
#include "base/json.h"
#include "tap.h"

static const struct {
    const char *text;
    size_t want;
} weights[] = {
    {"", 0},
    {"{\"a\":1,\"b\":[2,3]}", 760 + 360 + 2 * 130},
    {"\"{{[[,,\\\"{{\"", 0},
    {"\"{{", 0},
    {"\"\\", 0},
};

static bw_status use(void *with, bw_err *err)
{
    (void)err;
    bw_buf b = {.arena = with};
    bw_json j = {.out = &b};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "a\"b", BW_LIT("x\\\n\x01\xFF\xC3\xA9"));
    bw_json_open(&j, "list", '[');
    bw_json_int(&j, NULL, -5);
    bw_json_fixed(&j, NULL, 2.50, 3);
    bw_json_fixed(&j, NULL, 10, 0);
    bw_json_close(&j, ']');
    bw_json_bool(&j, "t", true);
    bw_json_null(&j, "n");
    bw_json_close(&j, '}');
    bw_str want = BW_LIT("{\"a\\\"b\":\"x\\\\\\n\\u0001\xEF\xBF\xBD\xC3\xA9\",\"list\":[-5,2.5,10],\"t\":true,\"n\":null}");
    ok(bw_str_eq(bw_buf_view(&b), want), "%.*s", BW_STR_FMT(bw_buf_view(&b)));
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    if (!a || bw_arena_try(a, use, a, NULL) != BW_OK)
        return 1;
    bw_arena_free(a);
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
        ok(bw_json_weight(bw_str_of(weights[i].text)) == weights[i].want, "weight of text %zu", i);
    return tap_done();
}
