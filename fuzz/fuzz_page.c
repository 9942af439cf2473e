/* Any bytes as a web page: all that is said of it is valid text, twice the same. */
#include "base/utf8.h"
#include "wire/page/page.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    bw_str input;
} job;

static void must(bool good)
{
    if (!good)
        abort();
}

static bool valid(bw_str s) { return bw_utf8_count_bad(s) == 0; }

static bw_status read_page(void *with, bw_err *err)
{
    job *j = with;
    bw_page p, again;
    bw_buf why = {.arena = j->arena};
    bw_str url = BW_LIT("https://www.example.org/2024/05/08/a?b=c");
    bw_status st = bw_page_extract(j->arena, j->input, url, BW_LIT("text/html"), &p, &why, err);
    if (st)
        return st;
    must(valid(p.title) && valid(p.site) && valid(p.url) && valid(p.language) && valid(p.date) && valid(p.updated) && valid(p.text));
    for (size_t i = 0; i < p.authors.n; i++)
        must(valid(p.authors.items[i]));
    must(valid(bw_buf_view(&why)) && (!p.date.len || p.date.len >= 10));
    st = bw_page_extract(j->arena, j->input, url, BW_LIT("text/html"), &again, NULL, err);
    must(st == BW_OK && bw_str_eq(p.text, again.text) && bw_str_eq(p.title, again.title));
    bw_document doc = {.arena = j->arena};
    st = bw_page_read(j->input, url, (bw_str){0}, NULL, &doc, err);
    must(st == BW_OK || err->msg[0]);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_arena *a = bw_arena_new(256 << 20);
    bw_err err = {0};
    must(a != NULL);
    job j = {a, {(const char *)data, size}};
    bw_status st = bw_arena_try(a, read_page, &j, &err);
    must(st == BW_OK || st == BW_ERR_LIMIT || st == BW_ERR_SYNTAX);
    bw_arena_free(a);
    return 0;
}
