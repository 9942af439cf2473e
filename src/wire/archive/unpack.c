#include "wire/archive/unpack.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    READ = 64 << 10,     /* bytes asked of the file at a time */
    ROOM = 256 << 10,    /* over the largest block of zstd, so that a peek sees something */
    MAX_RATIO = 400,     /* bytes that text unpacks to for each one packed: prose 3 to 10, one text again and again 300 */
    MAX_DICTIONARY = 16 << 20,
    WINDOW_LOG = 27,     /* bytes that zstd may look back, as a power of two */
};
static const uint64_t FREE_OF_RATIO = 256u << 20; /* unpacked bytes up to which no ratio is asked for */

typedef enum { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD } packing;

struct bw_unpack {
    FILE *file;
    const char *name;
    off_t base; /* where the file stood when it was opened */
    packing packing;
    unsigned char in[ROOM];
    size_t at, end;
    uint64_t stored; /* place of in[0] in the file */
    bool at_end, peeking;

    bool inside;     /* a member is open */
    bool begins;
    uint64_t member; /* place of the last one */
    uint64_t n_members;
    uint64_t taken, given; /* bytes packed and unpacked, since the start or a seek */
    uint64_t again;        /* bytes looked through a second time */
    bw_status failed;      /* what the next read says */
    char why[sizeof((bw_err *)0)->msg];

    z_stream gzip;
    bool has_gzip;
    ZSTD_DCtx *zstd;
};

static bw_status fail(bw_unpack *u, bw_status st, const char *what, uint64_t at)
{
    u->failed = st;
    snprintf(u->why, sizeof u->why, "byte %llu: %s", (unsigned long long)at, what);
    return st;
}

/* The failure as it was kept. */
static bw_status tell(const bw_unpack *u, bw_err *err) { return bw_fail(err, u->failed, "%s: %s", u->name, u->why); }

static uint64_t place(const bw_unpack *u) { return u->stored + u->at; }
static size_t held(const bw_unpack *u) { return u->end - u->at; }
static bw_str input(const bw_unpack *u) { return (bw_str){(const char *)u->in + u->at, u->end - u->at}; }

/* Holds at least `want` bytes (no more than ROOM), if the file has them. */
static bw_status fill(bw_unpack *u, size_t want)
{
    while (held(u) < want && !u->at_end && !u->peeking) {
        if (u->at > 0 && u->end + READ > ROOM) {
            memmove(u->in, u->in + u->at, held(u));
            u->stored += u->at;
            u->end -= u->at;
            u->at = 0;
        }
        size_t room = ROOM - u->end < READ ? ROOM - u->end : READ;
        /* Not fread(): what a pipe has sent so far is handed on before it sends more. */
        ssize_t n;
        do
            n = read(fileno(u->file), u->in + u->end, room);
        while (n < 0 && errno == EINTR);
        u->end += n > 0 ? (size_t)n : 0;
        u->at_end = n == 0;
        if (n < 0)
            return fail(u, BW_ERR_IO, strerror(errno), place(u));
    }
    return BW_OK;
}

static void use(bw_unpack *u, size_t n)
{
    u->at += n;
    u->taken += n;
}

/* ---- what begins here ------------------------------------------------------------------------------ */

/* Deflate, and no reserved flags. */
bool bw_unpack_is_gzip(bw_str s)
{
    return bw_str_starts(s, BW_LIT("\x1F\x8B\x08")) && (s.len < 4 || ((unsigned char)s.ptr[3] & 0xE0) == 0);
}

/* Found in the middle of anything: with an effort and a system that there are. */
static bool looks_gzip(bw_str s)
{
    return bw_unpack_is_gzip(s) && s.len >= 10 && (s.ptr[8] == 0 || s.ptr[8] == 2 || s.ptr[8] == 4) &&
           ((unsigned char)s.ptr[9] <= 19 || (unsigned char)s.ptr[9] == 255);
}

static bool is_skippable(bw_str s) { return s.len >= 4 && ((unsigned char)s.ptr[0] & 0xF0) == 0x50 && memcmp(s.ptr + 1, "\x2A\x4D\x18", 3) == 0; }
static bool is_zstd(bw_str s) { return bw_str_starts(s, BW_LIT("\x28\xB5\x2F\xFD")) || is_skippable(s); }

static bool is_member(const bw_unpack *u, bw_str s) { return u->packing == PACKING_GZIP ? bw_unpack_is_gzip(s) : is_zstd(s); }
static bool looks_member(const bw_unpack *u, bw_str s) { return u->packing == PACKING_GZIP ? looks_gzip(s) : is_zstd(s); }

/* The dictionary may itself be packed. */
static bw_status take_dictionary(bw_unpack *u, const unsigned char *frame, size_t len)
{
    size_t n = len;
    unsigned char *plain = NULL;
    if (is_zstd((bw_str){(const char *)frame, len})) {
        plain = malloc(MAX_DICTIONARY);
        if (!plain)
            return fail(u, BW_ERR_MEMORY, "out of memory", u->stored);
        n = ZSTD_decompressDCtx(u->zstd, plain, MAX_DICTIONARY, frame, len);
    }
    bool good = !ZSTD_isError(n) && !ZSTD_isError(ZSTD_DCtx_loadDictionary(u->zstd, plain ? plain : frame, n));
    free(plain);
    return good ? BW_OK : fail(u, BW_ERR_SYNTAX, "the zstd dictionary of this archive is damaged", u->stored);
}

static bw_status read_dictionary(bw_unpack *u)
{
    enum { HEAD = 8 };
    bw_status st = fill(u, HEAD);
    if (st || held(u) < HEAD || !bw_str_starts(input(u), BW_LIT("\x5D\x2A\x4D\x18")))
        return st;
    const unsigned char *p = u->in + u->at + 4;
    size_t len = (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24, n = 0;
    if (len > MAX_DICTIONARY)
        return fail(u, BW_ERR_LIMIT, "the zstd dictionary of this archive is over 16 MB", 0);
    use(u, HEAD);
    unsigned char *frame = malloc(len + 1);
    if (!frame)
        return fail(u, BW_ERR_MEMORY, "out of memory", 0);
    while (n < len && !st) {
        st = fill(u, 1);
        size_t more = held(u) < len - n ? held(u) : len - n;
        if (!st && more == 0)
            st = fail(u, BW_ERR_SYNTAX, "ends within the zstd dictionary of this archive", place(u));
        memcpy(frame + n, u->in + u->at, more);
        use(u, more);
        n += more;
    }
    if (!st)
        st = take_dictionary(u, frame, len);
    free(frame);
    return st;
}

static bw_status prepare(bw_unpack *u)
{
    bw_status st = fill(u, 10);
    if (st)
        return st;
    u->packing = bw_unpack_is_gzip(input(u)) ? PACKING_GZIP : is_zstd(input(u)) ? PACKING_ZSTD : PACKING_NONE;
    if (u->packing == PACKING_GZIP)
        u->has_gzip = inflateInit2(&u->gzip, 31) == Z_OK;
    if (u->packing == PACKING_ZSTD && (u->zstd = ZSTD_createDCtx()) != NULL)
        (void)ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
    if (u->packing != PACKING_NONE && !u->has_gzip && !u->zstd)
        return fail(u, BW_ERR_MEMORY, "out of memory", 0);
    return u->packing == PACKING_ZSTD ? read_dictionary(u) : BW_OK;
}

bw_status bw_unpack_open(FILE *file, const char *name, bw_unpack **out, bw_err *err)
{
    bw_unpack *u = calloc(1, sizeof *u);
    if (!u)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    u->file = file;
    u->name = name;
    u->base = lseek(fileno(file), 0, SEEK_CUR);
    bw_status st = prepare(u);
    if (st == BW_ERR_IO || st == BW_ERR_MEMORY) {
        st = bw_fail(err, st, "%s: %s", name, st == BW_ERR_IO ? strerror(errno) : "out of memory");
        u->file = NULL;
        bw_unpack_close(u);
        return st;
    }
    *out = u; /* a bad dictionary is said when it is read */
    return BW_OK;
}

void bw_unpack_close(bw_unpack *u)
{
    if (!u)
        return;
    if (u->has_gzip)
        inflateEnd(&u->gzip);
    ZSTD_freeDCtx(u->zstd);
    if (u->file && u->file != stdin)
        fclose(u->file);
    free(u);
}

/* ---- reading --------------------------------------------------------------------------------------- */

/* Stands at the start of a member afterwards. Zeros that fill up a tape's block are no fault. */
static bw_status begin_member(bw_unpack *u)
{
    bw_status st;
    while ((st = fill(u, 10)) == BW_OK && u->n_members > 0 && held(u) && u->in[u->at] == 0)
        use(u, 1);
    if (st)
        return st;
    if (held(u) == 0)
        return BW_END;
    u->member = place(u);
    if (!is_member(u, input(u)))
        return fail(u, BW_ERR_SYNTAX, "what follows here is not packed, and is passed over", place(u));
    if (u->packing == PACKING_GZIP)
        inflateReset(&u->gzip);
    else
        ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    u->begins = u->inside = true;
    u->n_members++;
    return BW_OK;
}

static bw_status fail_zstd(bw_unpack *u, size_t code)
{
    ZSTD_ErrorCode why = ZSTD_getErrorCode(code);
    if (why == ZSTD_error_memory_allocation)
        return fail(u, BW_ERR_MEMORY, "out of memory", place(u));
    return fail(u, BW_ERR_SYNTAX, why == ZSTD_error_frameParameter_windowTooLarge
                                      ? "the zstd data looks back over more than 128 MB: unpack it first (zstd -d --long=31)"
                                      : "the zstd data is damaged", place(u));
}

/* One step of the library: *n bytes come out. */
static bw_status step(bw_unpack *u, char *out, size_t room, size_t *n)
{
    size_t before = u->at;
    if (u->packing == PACKING_GZIP) {
        u->gzip.next_in = u->in + u->at;
        u->gzip.avail_in = (unsigned)held(u);
        u->gzip.next_out = (unsigned char *)out;
        u->gzip.avail_out = room > 1 << 30 ? 1 << 30 : (unsigned)room;
        int got = inflate(&u->gzip, Z_NO_FLUSH);
        *n = (size_t)((char *)u->gzip.next_out - out);
        use(u, held(u) - u->gzip.avail_in);
        u->inside = got != Z_STREAM_END;
        if (got != Z_OK && got != Z_STREAM_END && got != Z_BUF_ERROR)
            return fail(u, got == Z_MEM_ERROR ? BW_ERR_MEMORY : BW_ERR_SYNTAX,
                        got == Z_MEM_ERROR ? "out of memory" : "the gzip data is damaged", place(u));
    } else {
        ZSTD_inBuffer from = {u->in + u->at, held(u), 0};
        ZSTD_outBuffer to = {out, room, 0};
        size_t left = ZSTD_decompressStream(u->zstd, &to, &from);
        *n = to.pos;
        use(u, from.pos);
        u->inside = left != 0;
        if (ZSTD_isError(left))
            return fail_zstd(u, left);
    }
    if (*n || u->at > before || !u->inside)
        return BW_OK;
    size_t had = held(u);
    bw_status st = fill(u, had + 1);
    if (st || held(u) > had)
        return st;
    return u->at_end ? fail(u, BW_ERR_SYNTAX, "the packed data ends here, in the middle", u->stored + u->end) : BW_END;
}

static bw_status read_packed(bw_unpack *u, char *out, size_t room, size_t *n)
{
    bool first = false;
    *n = 0;
    while (*n == 0) {
        if (!u->inside) {
            bw_status st = begin_member(u);
            if (st)
                return st;
            first = true;
        }
        bw_status st = step(u, out, room, n);
        u->given += *n;
        if (*n)
            u->begins = first;
        if (st)
            return *n ? BW_OK : st; /* what came before the fault first */
        if (u->given > FREE_OF_RATIO && u->given / MAX_RATIO > u->taken)
            return fail(u, BW_ERR_LIMIT, "unpacks to over 400 times its size, as no text does: the rest is left", place(u));
    }
    return BW_OK;
}

static bw_status read_plain(bw_unpack *u, char *out, size_t room, size_t *n)
{
    bw_status st = fill(u, 1);
    *n = held(u) < room ? held(u) : room;
    if (st || *n == 0)
        return st ? st : BW_END;
    u->member = place(u);
    u->begins = true;
    memcpy(out, u->in + u->at, *n);
    use(u, *n);
    return BW_OK;
}

static bw_status read_some(bw_unpack *u, char *out, size_t room, size_t *n)
{
    return u->failed ? u->failed : u->packing == PACKING_NONE ? read_plain(u, out, room, n) : read_packed(u, out, room, n);
}

bw_status bw_unpack_read(bw_unpack *u, char *out, size_t room, size_t *n, bw_err *err)
{
    bw_status st = read_some(u, out, room, n);
    return st && st != BW_END ? tell(u, err) : st;
}

/* Whether the first line is held, and is an object of JSON: a slow stream of such lines is known by one. */
static bool holds_json_line(const bw_unpack *u)
{
    bw_str s = input(u);
    size_t end = bw_str_find_char(s, '\n', 0);
    bw_str line = bw_str_trim(bw_str_slice(s, 0, end));
    return u->packing == PACKING_NONE && end < s.len && bw_str_starts(line, BW_LIT("{")) && bw_str_ends(line, BW_LIT("}"));
}

static bw_status fill_head(bw_unpack *u)
{
    size_t want = u->packing == PACKING_ZSTD ? ROOM : READ;
    bw_status st = BW_OK;
    while (!st && held(u) < want && !u->at_end && !holds_json_line(u))
        st = fill(u, held(u) + 1);
    return st;
}

bw_status bw_unpack_peek(bw_unpack *u, char *out, size_t room, size_t *n, bool *whole, bw_err *err)
{
    size_t more = 0;
    bw_status st = u->failed ? BW_OK : fill_head(u);
    if (st)
        return tell(u, err);
    bw_status failed = u->failed, fault = BW_OK;
    uint64_t stored = u->stored, member = u->member;
    size_t at = u->at;
    u->peeking = true;
    *n = 0;
    while (!st && *n < room) {
        st = read_some(u, out + *n, room - *n, &more);
        *n += st ? 0 : more;
        if (st == BW_ERR_SYNTAX && *n == 0) { /* an archive may begin with a damaged record */
            (void)tell(u, err);
            fault = st;
            bw_unpack_skip(u);
            st = u->failed;
        }
    }
    *whole = st == BW_END && u->at_end && u->at == u->end;
    u->at = at;
    u->stored = stored;
    u->member = member;
    u->peeking = u->inside = false;
    u->taken = u->given = u->again = u->n_members = 0;
    u->failed = failed;
    return *n ? BW_OK : fault;
}

uint64_t bw_unpack_member(const bw_unpack *u) { return u->member; }
bool bw_unpack_begins(const bw_unpack *u) { return u->begins; }
uint64_t bw_unpack_place(const bw_unpack *u) { return place(u); }
bool bw_unpack_is_packed(const bw_unpack *u) { return u->packing != PACKING_NONE; }

void bw_unpack_skip(bw_unpack *u)
{
    if (u->packing == PACKING_NONE || u->failed == BW_ERR_IO || u->failed == BW_ERR_LIMIT || u->failed == BW_ERR_MEMORY)
        return;
    /* A member that was cut off may have swallowed the start of the next: what is still held of it is looked through again,
     * as long as that does not double the work. */
    uint64_t from = u->member + 1 > u->stored ? u->member + 1 : u->stored;
    if (u->n_members && from < place(u) && u->again + (place(u) - from) <= place(u)) {
        u->again += place(u) - from;
        u->at = (size_t)(from - u->stored);
    }
    if (u->at < u->end && place(u) == u->member) /* not a byte of it was taken */
        use(u, 1);
    u->inside = false;
    u->failed = BW_OK;
    while (fill(u, 10) == BW_OK && held(u)) {
        const unsigned char *next = memchr(u->in + u->at, u->packing == PACKING_GZIP ? 0x1F : 0x28, held(u));
        use(u, next ? (size_t)(next - u->in) - u->at : held(u));
        if (next && fill(u, 10) == BW_OK && looks_member(u, input(u)))
            return;
        if (held(u))
            use(u, 1);
    }
}

size_t bw_unpack_look(const bw_unpack *u, uint64_t at, char *out, size_t room)
{
    if (u->packing != PACKING_NONE || u->base < 0 || at > INT64_MAX / 2)
        return 0;
    ssize_t n = pread(fileno(u->file), out, room, u->base + (off_t)at);
    return n > 0 ? (size_t)n : 0;
}

bw_status bw_unpack_seek(bw_unpack *u, uint64_t member, bw_err *err)
{
    if (u->base < 0 || member > INT64_MAX / 2 || lseek(fileno(u->file), u->base + (off_t)member, SEEK_SET) < 0)
        return bw_fail(err, BW_ERR_USAGE, "%s: cannot be read from the middle", u->name);
    u->at = u->end = 0;
    u->stored = member;
    u->at_end = u->inside = false;
    u->failed = BW_OK;
    u->taken = u->given = 0;
    return BW_OK;
}
