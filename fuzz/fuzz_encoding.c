/* Any bytes, after a first that chooses the hints: valid UTF-8 without NUL comes of them. */
#include "base/utf8.h"
#include "wire/markup/encoding.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    bw_arena *arena;
    bw_str bytes;
} input;

static bw_status decode(void *with, bw_err *err)
{
    static const char *const types[] = {"", "text/html; charset=gbk", "text/xml; charset=\"shift_jis\"", "text/plain; charset=utf-16", "x; charset=iso-2022-jp"};
    input *in = with;
    uint8_t first = in->bytes.len ? (uint8_t)*in->bytes.ptr : 0;
    bw_encoding_hints hints = {.content_type = bw_str_of(types[first % 5]), .dialect = (bw_encoding_dialect)(first / 5 % 3)};
    bw_encoding_verdict v;
    uint32_t n = 0;
    (void)err;
    bw_str out = bw_encoding_read(in->arena, bw_str_slice(in->bytes, 1, in->bytes.len), &hints, &v, &n);
    if (bw_utf8_count_bad(out) || (out.len && memchr(out.ptr, '\0', out.len)) || v.name.len == 0)
        abort();
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    bw_arena *arena = bw_arena_new(64 << 20);
    input in = {.arena = arena, .bytes = {(const char *)data, size}};
    if (!arena || bw_arena_try(arena, decode, &in, &err) != BW_OK)
        abort();
    bw_arena_free(arena);
    return 0;
}
