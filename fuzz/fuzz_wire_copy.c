/* Plain copy and what databases make of it: any bytes become a document of valid UTF-8, or are refused. */
#include "base/utf8.h"
#include "wire/wire.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    bw_str bytes;
} input;

static void must(bool good)
{
    if (!good)
        abort();
}

static bw_status read_copy(void *with, bw_err *err)
{
    input *in = with;
    bw_document doc = {.arena = in->arena, .head = {.words = -1, .day = BW_NO_DAY, .revision = {.writethru = -1}}};
    bw_wire_options options = {.date = in->bytes.len % 2 ? bw_day_of(2021, 4, 5) : BW_NO_DAY};
    bw_status st = bw_wire_read_copy(in->bytes, &options, &doc, err);
    if (st)
        return st;
    must(bw_utf8_count_bad(doc.head.text) == 0 && bw_utf8_count_bad(doc.head.title) == 0);
    must(bw_str_find_char(doc.head.text, '\0', 0) == doc.head.text.len);
    must((doc.head.day == BW_NO_DAY) == (doc.head.published.ptr == NULL));
    bw_buf out = {.arena = in->arena};
    bw_wire_write(&doc, &out);
    must(bw_utf8_count_bad(bw_buf_view(&out)) == 0 && bw_str_find_char(bw_buf_view(&out), '\n', 0) == out.len);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input in = {bw_arena_new(64 << 20), {(const char *)data, size}};
    must(in.arena != NULL);
    bw_err err;
    (void)!bw_arena_try(in.arena, read_copy, &in, &err);
    bw_arena_free(in.arena);
    return 0;
}
