#define _GNU_SOURCE /* fgets_unlocked */
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_stream(void *stream)
{
    if (stream != stdin)
        fclose(stream);
}

/* All that is left of a stream; `first` bytes are read at once. */
static bw_status read_rest(bw_arena *a, FILE *f, const char *name, size_t first, size_t limit, bw_str *out, bw_err *err)
{
    char *data = NULL;
    size_t len = 0, room = 0, n;
    do {
        if (len == room) {
            room = room ? room * 2 : first;
            data = bw_arena_grow(a, data, len, room, 1);
        }
        n = fread(data + len, 1, room - len, f);
        len += n;
        if (len > limit)
            return bw_fail(err, BW_ERR_LIMIT, "%s: over the limit of %zu MB", name, limit >> 20);
    } while (n > 0);
    if (ferror(f))
        return bw_fail(err, BW_ERR_IO, "%s: %s", name, strerror(errno));
    *out = (bw_str){data, len};
    return BW_OK;
}

bw_status bw_file_read_stream(bw_arena *a, FILE *stream, const char *name, size_t size, size_t limit, bw_str *out, bw_err *err)
{
    return read_rest(a, stream, name, size && size <= limit ? size + 1 : 65536, limit, out, err);
}

bw_status bw_file_read(bw_arena *a, const char *path, size_t limit, bw_str *out, bw_err *err)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdin : fopen(path, "rb");
    if (!f)
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(errno));
    bw_arena_defer(a, close_stream, f);

    struct stat there;
    /* The size that a file says, and one byte more, in which its end is found. */
    bool sized = fstat(fileno(f), &there) == 0 && S_ISREG(there.st_mode) && there.st_size > 0 && (uint64_t)there.st_size <= limit;
    return read_rest(a, f, path, sized ? (size_t)there.st_size + 1 : 65536, limit, out, err);
}

bw_status bw_file_write(const char *path, bw_str bytes, bw_err *err)
{
    char part[4096];
    int n = snprintf(part, sizeof part, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof part)
        return bw_fail(err, BW_ERR_IO, "%s: name is too long", path);
    FILE *f = fopen(part, "wb");
    if (!f)
        return bw_fail(err, BW_ERR_IO, "%s: %s", part, strerror(errno));
    bool good = fwrite(bytes.ptr ? bytes.ptr : "", 1, bytes.len, f) == bytes.len;
    good = fclose(f) == 0 && good;
    if (!good || rename(part, path) != 0) {
        int why = errno;
        remove(part);
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, strerror(why));
    }
    return BW_OK;
}

/* "DIR/rules" of "DIR/rules/x.rules"; false where the file lies in DIR itself. */
static bool folder_of(const char *path, const bw_file_named *file, char name[4200])
{
    size_t cut = bw_str_find_char(bw_str_of(file->name), '/', 0);
    return cut < strlen(file->name) && snprintf(name, 4200, "%s/%.*s", path, (int)cut, file->name) < 4200;
}

static void remove_folder(const char *path, const bw_file_named *files, size_t n)
{
    char name[4200];
    for (size_t i = 0; i < n; i++)
        if (snprintf(name, sizeof name, "%s/%s", path, files[i].name) < (int)sizeof name)
            unlink(name);
    for (size_t i = 0; i < n; i++)
        if (folder_of(path, &files[i], name))
            rmdir(name);
    rmdir(path);
}

bw_status bw_file_write_folder(const char *path, const bw_file_named *files, size_t n, bw_err *err)
{
    char part[4096], name[4200];
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') /* "DIR/" is DIR */
        len--;
    int length = snprintf(part, sizeof part, "%.*s.part", len < sizeof part ? (int)len : (int)sizeof part, path);
    if (len == 0 || length < 0 || (size_t)length >= sizeof part)
        return bw_fail(err, BW_ERR_IO, "%s: name is %s", path, len ? "too long" : "empty");
    /* Said before any work: a folder with files in it is somebody's. */
    struct stat there;
    if (stat(path, &there) == 0 && rmdir(path) != 0)
        return bw_fail(err, BW_ERR_IO, "%s: %s", path, S_ISDIR(there.st_mode) ? "the folder is not empty" : "is there and no folder");
    remove_folder(part, files, n); /* left by a run that was killed */
    if (mkdir(part, 0777) != 0)
        return bw_fail(err, BW_ERR_IO, "%s: %s", part, strerror(errno));
    bw_status st = BW_OK;
    for (size_t i = 0; i < n && !st; i++) {
        if (folder_of(part, &files[i], name) && mkdir(name, 0777) != 0 && errno != EEXIST) {
            st = bw_fail(err, BW_ERR_IO, "%s: %s", name, strerror(errno));
            break;
        }
        snprintf(name, sizeof name, "%s/%s", part, files[i].name);
        st = bw_file_write(name, files[i].bytes, err);
    }
    char whole[4096];
    snprintf(whole, sizeof whole, "%.*s", (int)len, path);
    if (!st && rename(part, whole) != 0)
        st = bw_fail(err, BW_ERR_IO, "%s: %s", whole, strerror(errno));
    if (st)
        remove_folder(part, files, n);
    return st;
}

enum { PIECE = 512 }; /* bytes of a line that are read at once */

struct bw_lines {
    FILE *stream;
    const char *name;
    char *data;
    size_t room, start, end, limit;
    uint64_t number, offset;
    bool at_end;
};

bw_lines *bw_lines_new(FILE *stream, const char *name, size_t limit)
{
    bw_lines *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    *l = (bw_lines){.stream = stream, .name = name, .limit = limit, .room = 65536};
    l->data = malloc(l->room);
    if (!l->data) {
        free(l);
        return NULL;
    }
    return l;
}

void bw_lines_free(bw_lines *l)
{
    if (l) {
        free(l->data);
        free(l);
    }
}

/* Bytes of a line, up to its end or as many as there is room for. fgets() is many times as fast as getc() but does not say how many they are,
 * and NULs may be among them: what it leaves of line ends laid out before tells. */
static size_t read_piece(FILE *stream, char *out, size_t room)
{
    memset(out, '\n', room);
    if (!fgets_unlocked(out, (int)room, stream))
        return 0;
    const char *end = memchr(out, '\n', room);
    if (!end)
        return room - 1;
    size_t at = (size_t)(end - out);
    return at + 1 < room && out[at + 1] == '\0' ? at + 1 : at - 1; /* the file's own, or the first behind the NUL that ends a string */
}

/* Reads more behind what is held. False: nothing came, or no memory (*st says). */
static bool fill(bw_lines *l, bw_status *st, bw_err *err)
{
    if (l->start > 0) {
        memmove(l->data, l->data + l->start, l->end - l->start);
        l->end -= l->start;
        l->start = 0;
    }
    if (l->room - l->end < 2) {
        char *bigger = realloc(l->data, l->room * 2);
        if (!bigger) {
            *st = bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", l->name);
            return false;
        }
        l->data = bigger;
        l->room *= 2;
    }
    /* To the end of a line and no further: behind it the stream may keep us waiting. */
    size_t room = l->room - l->end, n = read_piece(l->stream, l->data + l->end, room < PIECE ? room : PIECE);
    if (n == 0) {
        l->at_end = true;
        if (ferror(l->stream))
            *st = bw_fail(err, BW_ERR_IO, "%s: %s", l->name, strerror(errno));
        return false;
    }
    l->end += n;
    return true;
}

bw_status bw_lines_next(bw_lines *l, bw_str *line, bw_err *err)
{
    bw_status st = BW_OK;
    bool skipping = false;
    size_t seen = 0;

    *line = (bw_str){0};
    for (;;) {
        bw_str held = {l->data + l->start, l->end - l->start};
        size_t at = bw_str_find_char(held, '\n', seen);
        bool complete = at < held.len;
        if (!complete && !skipping && held.len > l->limit)
            skipping = true;
        if (!complete && !l->at_end) {
            if (skipping) {
                l->offset += held.len;
                l->start = l->end;
                seen = 0;
            } else {
                seen = held.len;
            }
            if (!fill(l, &st, err) && st != BW_OK)
                return st;
            continue;
        }
        if (!complete && held.len == 0 && !skipping)
            return BW_END;
        l->start += at + complete;
        l->offset += at + complete;
        l->number++;
        if (skipping || at > l->limit)
            return bw_fail(err, BW_ERR_LIMIT, "%s:%llu: line is over the limit of %zu MB", l->name,
                           (unsigned long long)l->number, l->limit >> 20);
        if (at > 0 && held.ptr[at - 1] == '\r')
            at--;
        *line = (bw_str){held.ptr, at};
        return BW_OK;
    }
}

uint64_t bw_lines_number(const bw_lines *l) { return l->number; }
uint64_t bw_lines_offset(const bw_lines *l) { return l->offset; }
