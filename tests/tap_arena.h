/* tap_arena.h - a unit test whose work is done in one arena, and whose failure is told. */
#ifndef BW_TESTS_TAP_ARENA_H
#define BW_TESTS_TAP_ARENA_H

#include "base/arena.h"
#include "tap.h"

/* Runs `test` with the arena as `with`; returns what main returns. */
static inline int tap_in_arena(bw_status (*test)(void *with, bw_err *err))
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = a ? bw_arena_try(a, test, a, &err) : BW_ERR_MEMORY;
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}

#endif
