/* Markup in both dialects: tokens lie end to end over the input, and references become valid text. */
#include "base/utf8.h"
#include "wire/markup/markup.h"

#include <stdlib.h>

static void must(bool good)
{
    if (!good)
        abort();
}

typedef struct {
    bw_arena *arena;
    bw_str input;
} step;

static void read_all(step *s, bw_markup_dialect dialect)
{
    static const bw_markup_entity own[] = {{BW_LIT("a"), BW_LIT("<b>")}};
    static const bw_markup_entities declared = {own, 1};
    bw_markup m;
    bw_markup_token t;
    size_t end = 0;
    bw_markup_start(&m, s->input, dialect);
    while (bw_markup_next(&m, &t)) {
        must(t.start == end && t.end > t.start && t.end <= s->input.len && t.n_attributes <= BW_MARKUP_ATTRIBUTES);
        end = t.end;
        must(bw_utf8_count_bad(bw_markup_unescape(s->arena, t.text, dialect, &declared)) == 0);
        for (uint32_t i = 0; i < t.n_attributes; i++)
            must(bw_utf8_count_bad(bw_markup_unescape_value(s->arena, t.attributes[i].value, dialect, NULL)) == 0);
    }
    must(end == s->input.len);
}

static bw_status run(void *with, bw_err *err)
{
    step *s = with;
    size_t n_bad;
    (void)err;
    s->input = bw_utf8_repair(s->arena, s->input, &n_bad);
    read_all(s, BW_MARKUP_XML);
    read_all(s, BW_MARKUP_HTML);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    bw_arena *a = bw_arena_new(64 << 20);
    must(a != NULL);
    step s = {.arena = a, .input = {(const char *)data, size}};
    must(bw_arena_try(a, run, &s, &err) != BW_ERR_MEMORY);
    bw_arena_free(a);
    return 0;
}
