#include "base/arena.h"

#include <assert.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_CHUNK = 64 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024 };

typedef struct {
    unsigned char *data;
    size_t size;
} chunk;

typedef struct {
    void (*release)(void *what);
    void *what;
} deferred;

typedef struct landing {
    jmp_buf at;
    struct landing *outer;
} landing;

struct bw_arena {
    chunk *chunks;
    size_t n_chunks, room_chunks;
    size_t used; /* of the last chunk */
    deferred *deferred;
    size_t n_deferred, room_deferred;
    size_t limit, held, peak;
    landing *landing;
    bw_status why;
};

bw_arena *bw_arena_new(size_t limit)
{
    bw_arena *a = calloc(1, sizeof *a);
    if (a)
        a->limit = limit;
    return a;
}

void bw_arena_free(bw_arena *a)
{
    if (!a)
        return;
    bw_arena_restore(a, (bw_arena_mark){0});
    free(a->chunks);
    free(a->deferred);
    free(a);
}

_Noreturn static void give_up(bw_arena *a, bw_status why)
{
    assert(a->landing && "allocation outside bw_arena_try()");
    if (!a->landing)
        abort();
    a->why = why;
    longjmp(a->landing->at, 1);
}

static void *grow_table(bw_arena *a, void *table, size_t *room, size_t item)
{
    size_t more = *room ? *room * 2 : 16;
    void *bigger = realloc(table, more * item);
    if (!bigger)
        give_up(a, BW_ERR_MEMORY);
    *room = more;
    return bigger;
}

static void add_chunk(bw_arena *a, size_t size)
{
    if (a->limit && size > a->limit - a->held)
        give_up(a, BW_ERR_LIMIT);
    if (a->n_chunks == a->room_chunks)
        a->chunks = grow_table(a, a->chunks, &a->room_chunks, sizeof *a->chunks);
    unsigned char *data = malloc(size);
    if (!data)
        give_up(a, BW_ERR_MEMORY);
    a->chunks[a->n_chunks++] = (chunk){data, size};
    a->used = 0;
    a->held += size;
    if (a->held > a->peak)
        a->peak = a->held;
}

void *bw_arena_alloc(bw_arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        give_up(a, BW_ERR_LIMIT);
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size == 0)
        size = ALIGN;
#ifdef BW_ARENA_MALLOC
    add_chunk(a, size);
#else
    if (a->n_chunks == 0 || size > a->chunks[a->n_chunks - 1].size - a->used) {
        size_t want = a->n_chunks ? a->chunks[a->n_chunks - 1].size * 2 : FIRST_CHUNK;
        if (want > LARGEST_CHUNK)
            want = LARGEST_CHUNK;
        if (a->limit && want > a->limit - a->held)
            want = size;
        add_chunk(a, want > size ? want : size);
    }
#endif
    void *p = a->chunks[a->n_chunks - 1].data + a->used;
    a->used += size;
    return memset(p, 0, size);
}

void *bw_arena_array(bw_arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / 2 / size)
        give_up(a, BW_ERR_LIMIT);
    return bw_arena_alloc(a, n * size);
}

void *bw_arena_grow(bw_arena *a, const void *old, size_t n_old, size_t n_new, size_t size)
{
    assert(n_new >= n_old);
    void *p = bw_arena_array(a, n_new, size);
    if (n_old)
        memcpy(p, old, n_old * size);
    return p;
}

void bw_arena_defer(bw_arena *a, void (*release)(void *what), void *what)
{
    if (a->n_deferred == a->room_deferred) {
        size_t more = a->room_deferred ? a->room_deferred * 2 : 8;
        deferred *bigger = realloc(a->deferred, more * sizeof *bigger);
        if (!bigger) {
            release(what); /* nobody else would */
            give_up(a, BW_ERR_MEMORY);
        }
        a->deferred = bigger;
        a->room_deferred = more;
    }
    a->deferred[a->n_deferred++] = (deferred){release, what};
}

bw_arena_mark bw_arena_save(const bw_arena *a)
{
    return (bw_arena_mark){a->n_chunks, a->used, a->n_deferred};
}

void bw_arena_restore(bw_arena *a, bw_arena_mark mark)
{
    while (a->n_deferred > mark.n_deferred) {
        deferred *d = &a->deferred[--a->n_deferred];
        d->release(d->what);
    }
#ifndef NDEBUG
    /* Poisons what was used of the chunk that stays; of a later chunk's forerunner nobody knows how much it was. */
    if (mark.n_chunks) {
        chunk *c = &a->chunks[mark.n_chunks - 1];
        size_t end = a->n_chunks == mark.n_chunks ? a->used : c->size;
        if (end > mark.used)
            memset(c->data + mark.used, 0xDB, end - mark.used);
    }
#endif
    while (a->n_chunks > mark.n_chunks) {
        chunk *c = &a->chunks[--a->n_chunks];
        a->held -= c->size;
        free(c->data);
    }
    a->used = mark.used;
}

bw_status bw_arena_try(bw_arena *a, bw_status (*job)(void *with, bw_err *err), void *with, bw_err *err)
{
    bw_arena_mark start = bw_arena_save(a);
    landing here = {.outer = a->landing};
    volatile bw_status st;

    a->landing = &here;
    if (setjmp(here.at) == 0) {
        st = job(with, err);
    } else {
        st = a->why;
        bw_arena_restore(a, start);
        if (st == BW_ERR_LIMIT)
            (void)bw_fail(err, st, "needs more than the limit of %zu MB of memory", a->limit >> 20);
        else
            (void)bw_fail(err, st, "out of memory");
    }
    a->landing = here.outer;
    return st;
}

size_t bw_arena_used(const bw_arena *a)
{
    return a->n_chunks ? a->held - a->chunks[a->n_chunks - 1].size + a->used : 0;
}

size_t bw_arena_held(const bw_arena *a) { return a->held; }
size_t bw_arena_peak(const bw_arena *a) { return a->peak; }
