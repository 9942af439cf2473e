/* wire_items.h - reading a stream item by item, and what came of it beside what was wanted. */
#ifndef BW_TESTS_WIRE_ITEMS_H
#define BW_TESTS_WIRE_ITEMS_H

#include "wire/wire.h"

typedef struct {
    bw_wire *wire;
    bw_document doc;
} step;

/* In bw_arena_try(), with a step. */
static bw_status read_next(void *with, bw_err *err)
{
    step *s = with;
    return bw_wire_next(s->wire, &s->doc, err);
}

/* Lines that begin with '!' need only contain what is wanted. */
static inline bool same_items(bw_str got, bw_str want)
{
    bw_str g, w;
    while (bw_str_cut(&want, '\n', &w)) {
        if (!bw_str_cut(&got, '\n', &g))
            return w.len == 0;
        if (bw_str_starts(w, BW_LIT("! ")) ? bw_str_find(g, bw_str_slice(w, 2, w.len), 0) == g.len : !bw_str_eq(g, w))
            return false;
    }
    return bw_str_trim(got).len == 0;
}

#endif
