/* References against a base: the cases of RFC 3986, 5.4, and those of pages. */
#include "tap_arena.h"
#include "wire/markup/address.h"

#define BASE "http://a/b/c/d;p?q"

static const struct {
    bw_str base, reference;
    const char *want;
} rows[] = {
    {BW_LIT(BASE), BW_LIT("g:h"), "g:h"},
    {BW_LIT(BASE), BW_LIT("g"), "http://a/b/c/g"},
    {BW_LIT(BASE), BW_LIT("./g"), "http://a/b/c/g"},
    {BW_LIT(BASE), BW_LIT("g/"), "http://a/b/c/g/"},
    {BW_LIT(BASE), BW_LIT("/g"), "http://a/g"},
    {BW_LIT(BASE), BW_LIT("//g"), "http://g"},
    {BW_LIT(BASE), BW_LIT("?y"), "http://a/b/c/d;p?y"},
    {BW_LIT(BASE), BW_LIT("g?y"), "http://a/b/c/g?y"},
    {BW_LIT(BASE), BW_LIT("#s"), "http://a/b/c/d;p?q#s"},
    {BW_LIT(BASE), BW_LIT("g#s"), "http://a/b/c/g#s"},
    {BW_LIT(BASE), BW_LIT("g?y#s"), "http://a/b/c/g?y#s"},
    {BW_LIT(BASE), BW_LIT(";x"), "http://a/b/c/;x"},
    {BW_LIT(BASE), BW_LIT("g;x?y#s"), "http://a/b/c/g;x?y#s"},
    {BW_LIT(BASE), BW_LIT(""), BASE},
    {BW_LIT(BASE), BW_LIT("."), "http://a/b/c/"},
    {BW_LIT(BASE), BW_LIT("./"), "http://a/b/c/"},
    {BW_LIT(BASE), BW_LIT(".."), "http://a/b/"},
    {BW_LIT(BASE), BW_LIT("../"), "http://a/b/"},
    {BW_LIT(BASE), BW_LIT("../g"), "http://a/b/g"},
    {BW_LIT(BASE), BW_LIT("../.."), "http://a/"},
    {BW_LIT(BASE), BW_LIT("../../g"), "http://a/g"},
    {BW_LIT(BASE), BW_LIT("../../../g"), "http://a/g"},
    {BW_LIT(BASE), BW_LIT("/./g"), "http://a/g"},
    {BW_LIT(BASE), BW_LIT("/../g"), "http://a/g"},
    {BW_LIT(BASE), BW_LIT("g."), "http://a/b/c/g."},
    {BW_LIT(BASE), BW_LIT("..g"), "http://a/b/c/..g"},
    {BW_LIT(BASE), BW_LIT("./../g"), "http://a/b/g"},
    {BW_LIT(BASE), BW_LIT("./g/."), "http://a/b/c/g/"},
    {BW_LIT(BASE), BW_LIT("g/../h"), "http://a/b/c/h"},
    {BW_LIT(BASE), BW_LIT("g?y/../x"), "http://a/b/c/g?y/../x"},
    {BW_LIT(BASE), BW_LIT("http:g"), "http://a/b/c/g"},
    {BW_LIT(BASE), BW_LIT("https://x.example/y"), "https://x.example/y"},
    {BW_LIT("http://a"), BW_LIT("g"), "http://a/g"},
    {BW_LIT(" http://a/ "), BW_LIT(" /g\n"), "http://a/g"},
    {BW_LIT(""), BW_LIT(" g"), "g"},
    {BW_LIT("http://[::1]:80/x"), BW_LIT("y"), "http://[::1]:80/y"},
};

static bw_status test(void *with, bw_err *err)
{
    (void)err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_str got = bw_address_resolve(with, rows[i].base, rows[i].reference);
        ok(bw_str_is(got, rows[i].want), "row %zu: '%.*s'", i, BW_STR_FMT(got));
    }
    bw_address p = bw_address_split(BW_LIT("https://user@news.example:8080/a?b#c"));
    ok(bw_str_is(p.scheme, "https") && bw_str_is(p.host, "news.example") && bw_str_is(p.path, "/a") && bw_str_is(p.query, "b") &&
           bw_str_is(p.fragment, "c"),
       "parts");
    ok(bw_address_has_known_scheme(BW_LIT("URN:x")) && !bw_address_has_known_scheme(BW_LIT("Note: x")), "schemes");
    return BW_OK;
}

int main(void) { return tap_in_arena(test); }
