/* Any text as a date: what is read lies within the years that can be printed, and reads as itself again. */
#include "base/utf8.h"
#include "wire/markup/instant.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    bw_arena *arena;
    bw_str text;
} input;

static bw_status read_date(void *with, bw_err *err)
{
    input *in = with;
    bw_instant t, again;
    (void)err;
    if (!bw_instant_read(in->text, &t))
        return BW_OK;
    bw_str printed = bw_instant_print(in->arena, t);
    bw_str local = bw_instant_print_local(in->arena, t);
    bool within = t.seconds > INT64_C(-62135596800) && t.seconds < INT64_C(253402300000);
    if (printed.len != 20 || local.len < 10 || (within && (!bw_instant_read(printed, &again) || again.seconds != t.seconds)))
        abort();
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    bw_arena *arena = bw_arena_new(1 << 20);
    input in = {.arena = arena, .text = {(const char *)data, size}};
    if (!arena || bw_arena_try(arena, read_date, &in, &err) != BW_OK)
        abort();
    bw_arena_free(arena);
    return 0;
}
