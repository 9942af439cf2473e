#include "story/bytes.h"

#include <xxhash.h>

enum { NO_TEXT = UINT32_MAX, SEAL = 8 };

void bw_bytes_put(bw_buf *out, uint64_t n, size_t bytes)
{
    char text[8];
    for (size_t i = 0; i < bytes; i++)
        text[i] = (char)(n >> (8 * i));
    bw_buf_str(out, (bw_str){text, bytes});
}

void bw_bytes_put_text(bw_buf *out, bw_str s)
{
    bw_bytes_put(out, s.ptr ? s.len : NO_TEXT, 4);
    bw_buf_str(out, s);
}

void bw_bytes_seal(bw_buf *out) { bw_bytes_put(out, XXH3_64bits(out->ptr ? out->ptr : "", out->len), SEAL); }

bw_bytes bw_bytes_open(bw_str row)
{
    if (row.len < SEAL)
        return (bw_bytes){.bad = true};
    bw_bytes all = {.rest = bw_str_slice(row, 0, row.len - SEAL)}, seal = {.rest = bw_str_slice(row, row.len - SEAL, row.len)};
    all.bad = bw_bytes_take(&seal, SEAL) != XXH3_64bits(all.rest.ptr, all.rest.len);
    return all;
}

uint64_t bw_bytes_take(bw_bytes *r, size_t bytes)
{
    uint64_t n = 0;
    r->bad |= r->rest.len < bytes;
    if (r->bad)
        return 0;
    for (size_t i = 0; i < bytes; i++)
        n |= (uint64_t)(unsigned char)r->rest.ptr[i] << (8 * i);
    r->rest = bw_str_slice(r->rest, bytes, r->rest.len);
    return n;
}

uint64_t bw_bytes_take_count(bw_bytes *r, size_t bytes, uint64_t most)
{
    uint64_t n = bw_bytes_take(r, bytes);
    r->bad |= n > most;
    return r->bad ? 0 : n;
}

bw_str bw_bytes_take_text(bw_bytes *r)
{
    uint64_t len = bw_bytes_take(r, 4);
    if (len == NO_TEXT)
        return (bw_str){0};
    r->bad |= len > r->rest.len;
    if (r->bad)
        return (bw_str){0};
    bw_str s = bw_str_slice(r->rest, 0, (size_t)len);
    r->rest = bw_str_slice(r->rest, (size_t)len, r->rest.len);
    return s.ptr ? s : BW_LIT("");
}
