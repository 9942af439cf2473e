/* Arenas: alignment, zeroing, marks, deferred releases, and the way out when memory ends. */
#include "base/arena.h"
#include "tap.h"

#include <string.h>

static int released;
static void release(void *what) { released = released * 10 + *(int *)what; }

static bw_status take_all(void *with, bw_err *err)
{
    (void)err;
    bw_arena *a = with;
    static int one = 1;
    bw_arena_defer(a, release, &one);
    for (int i = 0; i < 1000; i++)
        bw_arena_alloc(a, 1 << 16);
    return BW_OK;
}

static bw_status overflow(void *with, bw_err *err)
{
    (void)err;
    bw_arena_array(with, SIZE_MAX / 4, 16);
    return BW_OK;
}

static bw_status use(void *with, bw_err *err)
{
    (void)err;
    bw_arena *a = with;
    static int two = 2, three = 3;

    char *p = bw_arena_alloc(a, 3), *q = bw_arena_alloc(a, 100000);
    ok((uintptr_t)p % 16 == 0 && (uintptr_t)q % 16 == 0, "aligned to 16 bytes");
    bool zero = true;
    for (int i = 0; i < 100000; i++)
        zero = zero && q[i] == 0;
    ok(zero, "zeroed");

    bw_arena_mark m = bw_arena_save(a);
    bw_arena_defer(a, release, &two);
    bw_arena_defer(a, release, &three);
    memset(bw_arena_alloc(a, 500), 7, 500);
    released = 0;
    bw_arena_restore(a, m);
    ok(released == 32, "deferred releases run last come first");

    int *v = NULL;
    size_t n = 0, room = 0;
    for (int i = 0; i < 1000; i++)
        BW_PUSH(a, v, n, room, i);
    ok(n == 1000 && v[999] == 999 && v[0] == 0, "pushed items stay");

    bw_err inner = {0};
    ok(bw_arena_try(a, take_all, a, &inner) == BW_ERR_LIMIT && inner.msg[0], "limit gives a status and a reason");
    ok(released == 321, "what was deferred inside was released");
    ok(bw_arena_try(a, overflow, a, &inner) == BW_ERR_LIMIT, "size overflow is refused");
    ok(v[999] == 999 && bw_arena_alloc(a, 10) != NULL, "the outer job goes on");
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(1 << 20);
    if (!a)
        return 1;
    ok(bw_arena_try(a, use, a, NULL) == BW_OK, "job done");
    ok(bw_arena_peak(a) <= 1 << 20, "never over the limit");
    bw_arena_free(a);
    return tap_done();
}
