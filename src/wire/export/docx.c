#define _GNU_SOURCE /* fopencookie */
#include "wire/export/docx.h"

#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    HEADER = 30,         /* bytes of a part's header before its name */
    HAS_DESCRIPTOR = 8,  /* flag: sizes stand behind the part */
    ENCRYPTED = 1,       /* flag */
    STORED = 0,
    DEFLATED = 8,
    MAX_PARTS = 10000,
};

typedef struct {
    FILE *in;
    unsigned char block[1 << 16];
    size_t at, n;
    uint64_t n_read, n_out;
    z_stream z;
    bool inflating, found, ended;
    uint32_t stored; /* bytes of a stored part that are left */
} docx;

static bool refill(docx *d)
{
    d->n = fread(d->block, 1, sizeof d->block, d->in);
    d->at = 0;
    d->n_read += d->n;
    return d->n > 0;
}

static int next_byte(docx *d) { return d->at < d->n || refill(d) ? d->block[d->at++] : EOF; }

static bool read_bytes(docx *d, unsigned char *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int c = next_byte(d);
        if (c == EOF)
            return false;
        out[i] = (unsigned char)c;
    }
    return true;
}

static bool skip_bytes(docx *d, uint32_t n)
{
    while (n-- > 0)
        if (next_byte(d) == EOF)
            return false;
    return true;
}

static uint32_t number(const unsigned char *p, size_t n)
{
    uint32_t v = 0;
    while (n-- > 0)
        v = v << 8 | p[n];
    return v;
}

/* Some of the part that is open; 0: its end, or what is left of it is broken. */
static size_t unpack(docx *d, unsigned char *out, size_t room)
{
    if (!d->inflating) {
        size_t n = 0;
        for (; n < room && d->stored > 0; n++, d->stored--) {
            int c = next_byte(d);
            if (c == EOF)
                break;
            out[n] = (unsigned char)c;
        }
        return n;
    }
    d->z.next_out = out;
    d->z.avail_out = (unsigned)room;
    int st = Z_OK;
    while (d->z.avail_out == room && st == Z_OK) {
        if (d->at == d->n && !refill(d))
            break;
        d->z.next_in = d->block + d->at;
        d->z.avail_in = (unsigned)(d->n - d->at);
        st = inflate(&d->z, Z_NO_FLUSH);
        d->at = d->n - d->z.avail_in;
        d->z.avail_in = 0;
    }
    size_t n = room - d->z.avail_out;
    if (st != Z_OK) {
        inflateEnd(&d->z);
        d->inflating = false;
        d->stored = 0;
    }
    return n;
}

/* Behind a part that was written without its size: up to the next signature. */
static bool find_header(docx *d, unsigned char *header)
{
    if (!read_bytes(d, header, 4))
        return false;
    for (int i = 0; i < 32 && memcmp(header, "PK\3\4", 4) != 0 && memcmp(header, "PK\1\2", 4) != 0; i++) {
        memmove(header, header + 1, 3);
        if (!read_bytes(d, header + 3, 1))
            return false;
    }
    return memcmp(header, "PK\3\4", 4) == 0;
}

/* Opens the next part, *wanted: the document's body. */
static bool open_part(docx *d, bool *wanted)
{
    unsigned char header[HEADER];
    char name[64];
    if (!find_header(d, header) || !read_bytes(d, header + 4, HEADER - 4))
        return false;
    uint32_t flags = number(header + 6, 2), method = number(header + 8, 2), size = number(header + 18, 4);
    uint32_t n_name = number(header + 26, 2), n_extra = number(header + 28, 2);
    for (uint32_t i = 0; i < n_name; i++) {
        int c = next_byte(d);
        if (c == EOF)
            return false;
        if (i < sizeof name)
            name[i] = (char)c;
    }
    if (!skip_bytes(d, n_extra) || flags & ENCRYPTED)
        return false;
    bw_str part = {name, n_name < sizeof name ? n_name : sizeof name};
    *wanted = bw_str_starts(part, BW_LIT("word/document")) && bw_str_ends(part, BW_LIT(".xml"));
    if (method == DEFLATED && (*wanted || flags & HAS_DESCRIPTOR)) {
        d->z = (z_stream){0};
        d->inflating = inflateInit2(&d->z, -15) == Z_OK;
        return d->inflating;
    }
    if (flags & HAS_DESCRIPTOR || (method != STORED && method != DEFLATED))
        return false;
    if (*wanted)
        d->stored = size;
    else
        return skip_bytes(d, size);
    return true;
}

static bool is_too_large(const docx *d) { return d->n_out > BW_DOCX_MORE + d->n_read * BW_DOCX_RATIO; }

static void find_body(docx *d)
{
    unsigned char waste[4096];
    for (int i = 0; i < MAX_PARTS && !d->found && !is_too_large(d) && open_part(d, &d->found); i++)
        while (!d->found && d->inflating && !is_too_large(d))
            d->n_out += unpack(d, waste, sizeof waste);
    d->ended = !d->found;
}

static ssize_t read_body(void *cookie, char *out, size_t room)
{
    docx *d = cookie;
    if (!d->found && !d->ended)
        find_body(d);
    size_t n = d->ended ? 0 : unpack(d, (unsigned char *)out, room);
    d->n_out += n;
    d->ended = n == 0;
    if (is_too_large(d)) {
        d->ended = true;
        errno = EFBIG;
        return -1;
    }
    return n == 0 && ferror(d->in) ? -1 : (ssize_t)n;
}

static int close_body(void *cookie)
{
    docx *d = cookie;
    int st = fclose(d->in);
    if (d->inflating)
        inflateEnd(&d->z);
    free(d);
    return st;
}

FILE *bw_docx_open(FILE *in)
{
    docx *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    FILE *f = fopencookie(d, "rb", (cookie_io_functions_t){.read = read_body, .close = close_body});
    if (f)
        d->in = in;
    else
        free(d);
    return f;
}
