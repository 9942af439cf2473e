#define _GNU_SOURCE /* fopencookie */
#include "wire/source.h"

#include "base/file.h"
#include "wire/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct bw_source {
    bw_unpack *unpack;
    bw_err fault;
    size_t size; /* 0: not known */
    bool raw;
    bw_encoding encoding;
    uint16_t high; /* of a surrogate pair */
    char units[BW_SOURCE_HEAD / 4];
    size_t n_units; /* an odd byte of UTF-16 waits for the next */
    size_t mark;    /* bytes of the mark that are still to be passed over */
    char bytes[BW_SOURCE_HEAD];
    char text[BW_SOURCE_HEAD / 2 * 3 + 3]; /* of a head in UTF-16 */
};

/* 0: the end, or a fault that is kept. */
static size_t take(bw_source *s, char *out, size_t room)
{
    size_t n = 0;
    if (s->fault.code)
        return 0;
    bw_status st = bw_unpack_read(s->unpack, out, room, &n, &s->fault);
    s->fault.code = st == BW_END ? BW_OK : st;
    return st ? 0 : n;
}

static size_t take_utf16(bw_source *s, char *out, size_t room)
{
    size_t want = (room - 3) / 3 * 2, n = 1, len = 0;
    if (want > sizeof s->units)
        want = sizeof s->units;
    while (len == 0 && n > 0) {
        n = take(s, s->units + s->n_units, want - s->n_units);
        s->n_units += n;
        size_t from = s->mark < s->n_units ? s->mark : s->n_units;
        s->mark -= from;
        len = bw_decode_utf16((bw_str){s->units + from, s->n_units - from}, s->encoding == BW_ENCODING_UTF16BE, &s->high, out);
        s->units[0] = s->units[s->n_units - (s->n_units > 0)];
        s->n_units = (s->n_units - from) % 2;
    }
    if (len == 0 && (s->n_units || s->high)) { /* cut off within a character */
        s->n_units = s->high = 0;
        memcpy(out, "\xEF\xBF\xBD", 3);
        len = 3;
    }
    return len;
}

static size_t take_bytes(bw_source *s, char *out, size_t room)
{
    size_t n = 1;
    while (s->mark > 0 && n > 0) {
        n = take(s, out, s->mark < room ? s->mark : room);
        s->mark -= n;
    }
    return take(s, out, room);
}

/* `room` is at least that of a character. */
static ssize_t read_source(void *cookie, char *out, size_t room)
{
    bw_source *s = cookie;
    if (s->raw)
        return (ssize_t)take(s, out, room);
    return (ssize_t)(s->encoding == BW_ENCODING_BYTES ? take_bytes(s, out, room) : take_utf16(s, out, room));
}

static bw_status look(bw_source *s, bw_str *head, bool *whole, bw_err *err)
{
    size_t n;
    bw_status st = bw_unpack_peek(s->unpack, s->bytes, sizeof s->bytes, &n, whole, err);
    if (st)
        return st;
    s->encoding = bw_decode_guess((bw_str){s->bytes, n}, &s->mark);
    *head = (bw_str){s->bytes + s->mark, n - s->mark};
    if (s->encoding == BW_ENCODING_BYTES)
        return BW_OK;
    uint16_t high = 0;
    *head = (bw_str){s->text, bw_decode_utf16(*head, s->encoding == BW_ENCODING_UTF16BE, &high, s->text)};
    return BW_OK;
}

bw_status bw_source_open(const char *name, bw_source **out, bw_str *head, bool *whole, bw_err *err)
{
    bw_source *s = calloc(1, sizeof *s);
    if (!s)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    bw_status st = file ? bw_unpack_open(file, name, &s->unpack, err) : bw_fail(err, BW_ERR_IO, "%s: %s", name, strerror(errno));
    if (st && file && file != stdin)
        fclose(file);
    struct stat there;
    if (!st && !bw_unpack_is_packed(s->unpack) && fstat(fileno(file), &there) == 0 && S_ISREG(there.st_mode))
        s->size = (size_t)there.st_size;
    if (!st)
        st = look(s, head, whole, err);
    if (st) {
        bw_source_close(s);
        return st;
    }
    *out = s;
    return BW_OK;
}

void bw_source_close(bw_source *s)
{
    if (!s)
        return;
    bw_unpack_close(s->unpack);
    free(s);
}

FILE *bw_source_stream(bw_source *s, bool raw)
{
    s->raw = raw;
    FILE *f = fopencookie(s, "rb", (cookie_io_functions_t){.read = read_source});
    if (f)
        setvbuf(f, NULL, _IOFBF, 1 << 16);
    return f;
}

size_t bw_source_size(const bw_source *s) { return s->size; }

static void close_source(void *source) { bw_source_close(source); }
static void close_stream(void *stream) { fclose(stream); }

bw_status bw_source_whole(bw_arena *a, const char *name, size_t limit, bw_str *out, bw_err *err)
{
    bw_source *s;
    bw_str head;
    bool whole;
    *out = (bw_str){0};
    bw_status st = bw_source_open(name, &s, &head, &whole, err);
    if (st)
        return st;
    bw_arena_defer(a, close_source, s);
    FILE *stream = bw_source_stream(s, true);
    if (!stream)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    bw_arena_defer(a, close_stream, stream);
    st = bw_file_read_stream(a, stream, name, s->size, limit, out, err);
    return st ? st : bw_source_fault(s, err);
}

bw_unpack *bw_source_unpack(bw_source *s) { return s->unpack; }

bw_status bw_source_fault(const bw_source *s, bw_err *err)
{
    return s->fault.code ? bw_fail(err, BW_ERR_IO, "%s", s->fault.msg) : BW_OK;
}
