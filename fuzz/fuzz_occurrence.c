/* Any bytes as rows of a state of stories: they are taken or refused, and what was taken can be gone on with. */
#include "story/occurrence.h"

#include <stdlib.h>

typedef struct {
    bw_occurrences *o;
    bw_document doc;
    uint32_t slot;
} job;

static bw_status go_on(void *with, bw_err *err)
{
    job *j = with;
    static const char *const texts[] = {"Ferry sinks on Lake Victoria near Kisumu on Monday, 23 drowned", "Bombers kill 14 at the market of Maiduguri", ""};
    bw_buf row = {.arena = j->doc.arena};
    for (int i = 0; i < 3; i++) {
        j->doc.head = (bw_head){.id = BW_LIT("n"), .text = bw_str_of(texts[i]), .day = i == 2 ? BW_NO_DAY : 19786 + i};
        bw_status st = bw_occurrences_place(j->o, &j->doc, &j->slot, err);
        if (st)
            return st;
        bw_occurrences_row(j->o, j->slot, &row);
    }
    return BW_OK;
}

/* Rows with a length of two bytes before each. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    bw_occurrences *o = bw_occurrences_new();
    bw_arena *arena = bw_arena_new(64 << 20);
    bw_status st = BW_OK;
    if (!o || !arena)
        abort();
    for (uint32_t slot = 0; !st && size >= 2; slot++) {
        size_t len = data[0] | (size_t)data[1] << 8;
        len = len > size - 2 ? size - 2 : len;
        st = bw_occurrences_load(o, slot, (bw_str){(const char *)data + 2, len}, &err);
        data += 2 + len;
        size -= 2 + len;
    }
    if (!st)
        st = bw_occurrences_begin(o, &err);
    job j = {.o = o, .doc.arena = arena};
    if (!st && bw_arena_try(arena, go_on, &j, &err))
        abort();
    bw_occurrences_free(o);
    bw_arena_free(arena);
    return 0;
}
