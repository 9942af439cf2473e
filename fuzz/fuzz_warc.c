/* Web archives, plain or packed as the first byte says: read to the end, and taken up again behind some of the items. */
#include "wire_stream.h"

#include <zlib.h>

enum { MAX_ITEMS = 12 };

typedef struct {
    uint64_t offset; /* behind the item before */
    uint64_t item;   /* a hash of what came then */
} stop;

static void pack_member(FILE *out, const uint8_t *data, size_t size)
{
    z_stream z = {0};
    must(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    size_t room = deflateBound(&z, size) + 64;
    unsigned char *packed = malloc(room);
    must(packed != NULL);
    z.next_in = (unsigned char *)(uintptr_t)data;
    z.avail_in = (unsigned)size;
    z.next_out = packed;
    z.avail_out = (unsigned)room;
    must(deflate(&z, Z_FINISH) == Z_STREAM_END);
    must(fwrite(packed, 1, room - z.avail_out, out) == room - z.avail_out);
    deflateEnd(&z);
    free(packed);
}

/* 0: as it is, 1: a member before each "WARC/", 2: members of 100 bytes, 3: one member, cut off. */
static void write_archive(FILE *out, int how, const uint8_t *data, size_t size)
{
    if (how == 0)
        must(fwrite(data, 1, size, out) == size);
    for (size_t at = 0, end; how > 0 && at < size; at = end) {
        end = how == 1 ? bw_str_find((bw_str){(const char *)data, size}, BW_LIT("WARC/"), at + 1) : how == 2 && at + 100 < size ? at + 100 : size;
        pack_member(out, data + at, end - at);
    }
    must(fflush(out) == 0);
    if (how == 3)
        must(ftruncate(fileno(out), ftello(out) - ftello(out) / 5) == 0);
}

static uint64_t hash_of(const step *s, bw_status st, const bw_err *err)
{
    return st == BW_OK ? bw_hash(s->doc.head.id) ^ bw_hash(s->doc.head.text) : bw_hash(bw_str_of(err->msg)) + st;
}

/* The items from where the stream stands, up to `most`; 0 for the end. */
static size_t read_items(bw_wire *w, bw_arena *arena, stop *stops, size_t most)
{
    bw_arena_mark empty = bw_arena_save(arena);
    for (size_t n = 0; n < most; n++) {
        bw_err err = {0};
        step s = {.wire = w, .doc.arena = arena};
        stops[n].offset = bw_wire_offset(w);
        bw_status st = bw_arena_try(arena, read_next, &s, &err);
        stops[n].item = st == BW_END ? 0 : hash_of(&s, st, &err);
        bw_arena_restore(arena, empty);
        if (st == BW_END || st == BW_ERR_IO)
            return n + 1;
    }
    return most;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    bw_wire_options options = {.date = BW_NO_DAY, .format = BW_LIT("warc")};
    char name[64];
    int fd = memfd_create("fuzz", 0);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    FILE *out = fdopen(fd, "wb");
    bw_arena *arena = bw_arena_new(64 << 20);
    must(out && arena);
    write_archive(out, data[0] % 4, data + 1, size - 1);

    bw_err err;
    bw_wire *w;
    stop stops[MAX_ITEMS], again;
    if (bw_wire_open(name, &options, &w, &err) == BW_OK) {
        size_t n = read_items(w, arena, stops, MAX_ITEMS);
        bw_wire_close(w);
        for (size_t i = 1; i < n; i++) {
            must(stops[i].offset > stops[i - 1].offset);
            must(bw_wire_open(name, &options, &w, &err) == BW_OK);
            must(bw_wire_seek(w, stops[i].offset, &err) == BW_OK);
            (void)read_items(w, arena, &again, 1);
            must(again.item == stops[i].item && again.offset == stops[i].offset);
            bw_wire_close(w);
        }
    }
    bw_arena_free(arena);
    fclose(out);
    return 0;
}
