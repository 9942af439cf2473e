#include "wire/archive/response.h"

#include "wire/archive/unpack.h"

#include <zlib.h>
#include <zstd.h>

/* ---- fields -------------------------------------------------------------------------------------- */

static bool goes_on(bw_str rest) { return rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t'); }

bool bw_response_field(bw_str *head, bw_str *name, bw_str *value)
{
    bw_str line;
    while (bw_str_cut(head, '\n', &line)) {
        if (bw_str_trim(line).len == 0) {
            *head = (bw_str){0};
            return false;
        }
        const char *from = line.ptr;
        size_t colon = bw_str_find_char(line, ':', 0);
        while (goes_on(*head))
            (void)bw_str_cut(head, '\n', &line);
        if (from + colon >= line.ptr + line.len)
            continue;
        *name = bw_str_trim((bw_str){from, colon});
        *value = bw_str_trim((bw_str){from + colon + 1, (size_t)(line.ptr + line.len - from) - colon - 1});
        return true;
    }
    return false;
}

bw_str bw_response_type(bw_str value)
{
    bw_str type = bw_str_trim(bw_str_slice(value, 0, bw_str_find_char(value, ';', 0)));
    return type.len ? type : (bw_str){0};
}

/* "HTTP/1.1 200 OK" */
static bool read_status(bw_str line, int *status)
{
    int64_t number;
    if (!bw_str_starts_fold(line, BW_LIT("HTTP/")))
        return false;
    size_t at = bw_str_find_char(line, ' ', 0);
    bw_str code = bw_str_trim(bw_str_slice(line, at, line.len));
    if (code.len < 3 || !bw_str_to_int(bw_str_slice(code, 0, 3), &number) || number < 100)
        return false;
    *status = (int)number;
    return true;
}

/* Where the empty line ends that ends the head. */
static size_t end_of_head(bw_str s)
{
    for (size_t at = bw_str_find_char(s, '\n', 0); at < s.len; at = bw_str_find_char(s, '\n', at + 1)) {
        size_t next = at + 1 + (at + 1 < s.len && s.ptr[at + 1] == '\r');
        if (next < s.len && s.ptr[next] == '\n')
            return next + 1;
    }
    return s.len;
}

bool bw_response_read(bw_str bytes, bw_response *out)
{
    bw_response r = {.body = end_of_head(bytes)};
    bw_str head = bw_str_slice(bytes, 0, r.body), line, name, value;
    if (!bw_str_cut(&head, '\n', &line) || !read_status(line, &r.status))
        return false;
    while (bw_response_field(&head, &name, &value)) {
        if (bw_str_eq_fold(name, BW_LIT("content-type")) && !r.type.ptr)
            r.type = value;
        else if (bw_str_eq_fold(name, BW_LIT("content-encoding")) && value.len && !bw_str_eq_fold(value, BW_LIT("identity")))
            r.packing = value;
        else if (bw_str_eq_fold(name, BW_LIT("transfer-encoding")) && bw_str_find(value, BW_LIT("hunked"), 0) < value.len)
            r.chunked = true;
    }
    *out = r;
    return true;
}

/* ---- body ---------------------------------------------------------------------------------------- */

static int hex(char c) { return bw_is_digit(c) ? c - '0' : bw_lower(c) >= 'a' && bw_lower(c) <= 'f' ? bw_lower(c) - 'a' + 10 : -1; }

/* "1c37; name=value" and its line end: the size of a chunk. */
static bool chunk_size(bw_str *rest, size_t *size)
{
    size_t at = 0, n = 0, end = bw_str_find_char(*rest, '\n', 0);
    while (at < rest->len && hex(rest->ptr[at]) >= 0 && at < 15)
        n = n * 16 + (size_t)hex(rest->ptr[at++]);
    bw_str more = bw_str_trim(bw_str_slice(*rest, at, end));
    if (at == 0 || end == rest->len || (more.len && more.ptr[0] != ';'))
        return false;
    *rest = bw_str_slice(*rest, end + 1, rest->len);
    *size = n;
    return true;
}

/* The chunks put together; the body as it is when it does not begin with one. */
static bw_str join_chunks(bw_arena *a, bw_str body)
{
    bw_str rest = body;
    size_t size, n = 0;
    if (!chunk_size(&rest, &size))
        return body;
    char *out = bw_arena_alloc(a, body.len);
    do {
        bw_str chunk = bw_str_slice(rest, 0, size);
        memcpy(out + n, chunk.ptr, chunk.len);
        n += chunk.len;
        rest = bw_str_slice(rest, chunk.len, rest.len);
        size_t end = bw_str_find_char(rest, '\n', 0);
        rest = bw_str_slice(rest, end + (end < rest.len), rest.len);
    } while (size > 0 && chunk_size(&rest, &size));
    return (bw_str){out, n};
}

static bool is_zlib(bw_str s)
{
    return s.len >= 2 && (s.ptr[0] & 0x0F) == 8 && (((unsigned char)s.ptr[0] << 8) + (unsigned char)s.ptr[1]) % 31 == 0;
}

static bw_status over(size_t limit, bw_err *err) { return bw_fail(err, BW_ERR_LIMIT, "the body is over %zu MB unpacked", limit >> 20); }

/* Room for more; false: the limit is reached. */
static bool grow(bw_arena *a, char **out, size_t len, size_t *room, size_t limit)
{
    if (len < *room)
        return true;
    if (len > limit)
        return false;
    size_t more = *room * 2 <= limit ? *room * 2 : limit + 1;
    *out = bw_arena_grow(a, *out, len, more, 1);
    *room = more;
    return true;
}

static size_t first_room(bw_str packed, size_t limit) { return packed.len < limit / 6 ? packed.len * 6 + 64 : limit + 1; }

static void end_inflate(void *z) { inflateEnd(z); }

static bw_status inflate_body(bw_arena *a, bw_str packed, int window_bits, size_t limit, bw_str *out, bw_err *err)
{
    z_stream *z = BW_NEW(a, z_stream, 1);
    size_t room = first_room(packed, limit), len = 0;
    char *bytes = bw_arena_alloc(a, room);
    if (inflateInit2(z, window_bits) != Z_OK)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    bw_arena_defer(a, end_inflate, z);
    z->next_in = (unsigned char *)(uintptr_t)packed.ptr; /* zlib does not write there */
    z->avail_in = (unsigned)packed.len;
    int got = Z_OK;
    while (got == Z_OK && grow(a, &bytes, len, &room, limit)) {
        z->next_out = (unsigned char *)bytes + len;
        z->avail_out = (unsigned)(room - len);
        got = inflate(z, Z_NO_FLUSH);
        len = room - z->avail_out;
    }
    *out = (bw_str){bytes, len};
    return len > limit ? over(limit, err) : BW_OK;
}

enum { WINDOW_LOG = 23 }; /* a server's answer may look back 8 MB (RFC 9659) */

static void free_zstd(void *z) { ZSTD_freeDCtx(z); }

static bw_status unpack_zstd(bw_arena *a, bw_str packed, size_t limit, bw_str *out, bw_err *err)
{
    size_t room = first_room(packed, limit), left = 1;
    char *bytes = bw_arena_alloc(a, room);
    ZSTD_DCtx *z = ZSTD_createDCtx();
    if (!z)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    bw_arena_defer(a, free_zstd, z);
    (void)ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, WINDOW_LOG);
    ZSTD_inBuffer from = {packed.ptr, packed.len, 0};
    ZSTD_outBuffer to = {bytes, room, 0};
    while (left && !ZSTD_isError(left) && grow(a, &bytes, to.pos, &room, limit)) {
        size_t before = to.pos;
        to.dst = bytes;
        to.size = room;
        left = ZSTD_decompressStream(z, &to, &from);
        if (from.pos == from.size && to.pos == before)
            break;
    }
    *out = (bw_str){bytes, to.pos};
    return to.pos > limit ? over(limit, err) : BW_OK;
}

static bw_status unpack(bw_arena *a, bw_str packing, bw_str body, size_t limit, bw_str *out, bw_err *err)
{
    bool deflate = bw_str_eq_fold(packing, BW_LIT("deflate"));
    if (bw_unpack_is_gzip(body))
        return inflate_body(a, body, 31, limit, out, err);
    if (deflate && is_zlib(body))
        return inflate_body(a, body, 15, limit, out, err);
    if (bw_str_starts(body, BW_LIT("\x28\xB5\x2F\xFD")))
        return unpack_zstd(a, body, limit, out, err);
    *out = body;
    if (deflate) { /* some send it without its frame, some do not pack at all */
        bw_str bare;
        bw_status st = inflate_body(a, body, -15, limit, &bare, err);
        if (!st && bare.len > body.len)
            *out = bare;
        return st;
    }
    if (bw_str_eq_fold(packing, BW_LIT("br")) || bw_str_eq_fold(packing, BW_LIT("compress"))) {
        size_t n_control = 0;
        bw_str head = bw_str_slice(body, 0, 512);
        for (size_t i = 0; i < head.len; i++)
            n_control += (unsigned char)head.ptr[i] < 0x20 && !bw_is_space(head.ptr[i]);
        if (n_control > 0)
            return bw_fail(err, BW_ERR_SYNTAX, "the body is packed with '%.*s', which is not read", BW_STR_FMT(packing));
    }
    return BW_OK;
}

bw_status bw_response_body(bw_arena *a, const bw_response *r, bw_str body, size_t limit, bw_str *out, bw_err *err)
{
    if (r->chunked)
        body = join_chunks(a, body);
    if (body.len > limit)
        return over(limit, err);
    if (r->packing.ptr || bw_unpack_is_gzip(body))
        return unpack(a, r->packing, body, limit, out, err);
    *out = body;
    return BW_OK;
}
