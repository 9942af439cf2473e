#define _GNU_SOURCE /* fopencookie */
#include "wire/source.h"

#include "wire/decode.h"

#include <errno.h>
#include <stdlib.h>

typedef struct {
    FILE *file;
    bw_encoding encoding;
    uint16_t high;             /* of a surrogate pair */
    size_t n_head, read;       /* of head: held, handed on */
    char head[BW_SOURCE_HEAD]; /* decoded */
    char raw[BW_SOURCE_HEAD / 4];
    size_t n_raw; /* an odd byte of UTF-16 waits for the next */
} source;

/* Decodes what comes next into `out` (room for at least 8 bytes); 0: end, -1: failed. */
static ssize_t take(source *s, char *out, size_t room)
{
    if (s->encoding == BW_ENCODING_BYTES) {
        size_t n = fread(out, 1, room, s->file);
        return n == 0 && ferror(s->file) ? -1 : (ssize_t)n;
    }
    size_t want = (room - 3) / 3 * 2, n = 1, len = 0;
    if (want > sizeof s->raw)
        want = sizeof s->raw;
    while (len == 0 && n > 0) {
        n = fread(s->raw + s->n_raw, 1, want - s->n_raw, s->file);
        if (n == 0 && ferror(s->file))
            return -1;
        s->n_raw += n;
        len = bw_decode_utf16((bw_str){s->raw, s->n_raw}, s->encoding == BW_ENCODING_UTF16BE, &s->high, out);
        s->raw[0] = s->raw[s->n_raw - (s->n_raw > 0)];
        s->n_raw %= 2;
    }
    if (len == 0 && (s->n_raw || s->high)) { /* cut off within a character */
        s->n_raw = s->high = 0;
        memcpy(out, "\xEF\xBF\xBD", 3);
        len = 3;
    }
    return (ssize_t)len;
}

static ssize_t read_source(void *cookie, char *out, size_t room)
{
    source *s = cookie;
    if (s->read < s->n_head) {
        size_t n = s->n_head - s->read < room ? s->n_head - s->read : room;
        memcpy(out, s->head + s->read, n);
        s->read += n;
        return (ssize_t)n;
    }
    return take(s, out, room);
}

static int close_source(void *cookie)
{
    source *s = cookie;
    int st = s->file == stdin ? 0 : fclose(s->file);
    free(s);
    return st;
}

/* Fills the head as far as it goes; in UTF-16 what was read so far is decoded first. */
static bool fill_head(source *s, bool *whole)
{
    size_t mark;
    s->n_head = fread(s->head, 1, sizeof s->head / 4, s->file);
    if (ferror(s->file))
        return false;
    s->encoding = bw_decode_guess((bw_str){s->head, s->n_head}, &mark);
    memmove(s->head, s->head + mark, s->n_head - mark);
    s->n_head -= mark;
    if (s->encoding != BW_ENCODING_BYTES) {
        memcpy(s->raw, s->head, s->n_head);
        size_t n = s->n_head;
        s->n_head = bw_decode_utf16((bw_str){s->raw, n}, s->encoding == BW_ENCODING_UTF16BE, &s->high, s->head);
        s->raw[0] = n ? s->raw[n - 1] : 0;
        s->n_raw = n % 2;
    }
    *whole = false;
    while (s->n_head + 64 < sizeof s->head && !*whole) {
        ssize_t n = take(s, s->head + s->n_head, sizeof s->head - s->n_head);
        if (n < 0)
            return false;
        s->n_head += (size_t)n;
        *whole = n == 0;
    }
    return true;
}

bw_status bw_source_open(const char *name, FILE **out, bw_str *head, bool *whole, bw_err *err)
{
    source *s = calloc(1, sizeof *s);
    if (!s)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    s->file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    if (!s->file) {
        bw_status st = bw_fail(err, BW_ERR_IO, "%s: %s", name, strerror(errno));
        free(s);
        return st;
    }
    if (!fill_head(s, whole)) {
        bw_status st = bw_fail(err, BW_ERR_IO, "%s: %s", name, strerror(errno));
        close_source(s);
        return st;
    }
    FILE *f = fopencookie(s, "rb", (cookie_io_functions_t){.read = read_source, .close = close_source});
    if (!f) {
        close_source(s);
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    }
    setvbuf(f, NULL, _IOFBF, 1 << 16);
    *head = (bw_str){s->head, s->n_head};
    *out = f;
    return BW_OK;
}
