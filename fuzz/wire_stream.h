/* wire_stream.h - any bytes through a stream of one format: every item is read or refused, and the stream ends. */
#ifndef BW_FUZZ_WIRE_STREAM_H
#define BW_FUZZ_WIRE_STREAM_H

#define _GNU_SOURCE /* memfd_create */
#include "base/utf8.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
    bw_wire *wire;
    bw_document doc;
    bw_status (*then)(bw_document *doc, bw_err *err); /* with what was read; NULL: nothing */
} step;

static void must(bool good)
{
    if (!good)
        abort();
}

static bw_status read_next(void *with, bw_err *err)
{
    step *s = with;
    bw_status st = bw_wire_next(s->wire, &s->doc, err);
    if (st)
        return st;
    must(s->doc.head.id.len > 0 && bw_utf8_count_bad(s->doc.head.text) == 0 &&
         bw_utf8_count_bad(s->doc.head.title) == 0);
    bw_buf out = {.arena = s->doc.arena};
    bw_wire_write(&s->doc, &out);
    must(bw_utf8_count_bad(bw_buf_view(&out)) == 0);
    return s->then ? s->then(&s->doc, err) : BW_OK;
}

static inline int fuzz_stream_then(bw_str format, const uint8_t *data, size_t size, bw_status (*then)(bw_document *doc, bw_err *err))
{
    bw_wire_options options = {.date = BW_NO_DAY, .format = format};
    bw_err err;
    bw_wire *w;
    char name[64];
    int fd = memfd_create("fuzz", 0);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    bw_arena *arena = bw_arena_new(64 << 20);
    must(arena != NULL);
    if (bw_wire_open(name, &options, &w, &err) == BW_OK) {
        bw_arena_mark empty = bw_arena_save(arena);
        bw_status st;
        uint64_t before;
        do {
            before = bw_wire_offset(w);
            step s = {.wire = w, .doc.arena = arena, .then = then};
            st = bw_arena_try(arena, read_next, &s, &err);
            bw_arena_restore(arena, empty);
            must(st == BW_END || st == BW_ERR_IO || bw_wire_offset(w) > before);
        } while (st != BW_END && st != BW_ERR_IO);
        bw_wire_close(w);
    }
    bw_arena_free(arena);
    close(fd);
    return 0;
}

static inline int fuzz_stream(bw_str format, const uint8_t *data, size_t size) { return fuzz_stream_then(format, data, size, NULL); }

#endif
