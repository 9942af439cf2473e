/* arena.h - memory in two lifetimes: what is loaded once, and what lives as long as one document.
 *
 *   gives:   zeroed memory, aligned to 16 bytes, freed all together
 *   fails:   never to the caller: when memory or the arena's limit runs out, control goes back to the
 *            innermost bw_arena_try(), which gives everything back and returns BW_ERR_MEMORY or
 *            BW_ERR_LIMIT. So stages allocate without checks, and hold nothing but arena memory;
 *            what else must be released (a parser of a library, a file) is told to bw_arena_defer().
 *   threads: one arena, one thread
 *
 * Debug builds poison what is given back. With BW_ARENA_MALLOC each object is a malloc of its own, so
 * that sanitizers see its bounds.
 */
#ifndef BW_BASE_ARENA_H
#define BW_BASE_ARENA_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

typedef struct bw_arena bw_arena;

typedef struct {
    size_t n_chunks, used; /* of the last chunk */
    size_t n_deferred;
} bw_arena_mark;

/* An arena that holds at most `limit` bytes (0: no limit). NULL when there is no memory. */
BW_MUST_USE bw_arena *bw_arena_new(size_t limit);
void bw_arena_free(bw_arena *a); /* NULL is allowed */

/* `size` bytes; `n` objects of `size`, overflow checked. Never NULL. Only inside bw_arena_try(). */
void *bw_arena_alloc(bw_arena *a, size_t size);
void *bw_arena_array(bw_arena *a, size_t n, size_t size);
#define BW_NEW(arena, type, n) ((type *)bw_arena_array((arena), (n), sizeof(type)))

/* A copy of `old` (`n_old` objects) in room for `n_new`; the old place stays until the arena goes. */
void *bw_arena_grow(bw_arena *a, const void *old, size_t n_old, size_t n_new, size_t size);

/* Appends `item` to the array `ptr` of `*n` items with room for `*room`. */
#define BW_PUSH(arena, ptr, n, room, item)                                                        \
    do {                                                                                          \
        if ((n) == (room)) {                                                                      \
            size_t grown_ = (room) ? (size_t)(room) * 2 : 8;                                      \
            (ptr) = bw_arena_grow((arena), (ptr), (n), grown_, sizeof *(ptr));                    \
            (room) = (__typeof__(room))grown_;                                                    \
        }                                                                                         \
        (ptr)[(n)++] = (item);                                                                    \
    } while (0)

/* Runs release(what) when the arena goes back beyond this point, last come first. */
void bw_arena_defer(bw_arena *a, void (*release)(void *what), void *what);

bw_arena_mark bw_arena_save(const bw_arena *a);
void bw_arena_restore(bw_arena *a, bw_arena_mark mark);

/* Runs job(with, err). When an allocation fails inside, everything since is given back and the status
 * says so; otherwise the job's own status is returned and its memory stays. Calls may nest. */
BW_MUST_USE bw_status bw_arena_try(bw_arena *a, bw_status (*job)(void *with, bw_err *err), void *with,
                                   bw_err *err);

/* Bytes given out since the arena was empty (restored ones taken off); differences tell what a job took. */
size_t bw_arena_used(const bw_arena *a);

/* Bytes held from the system now, and the most that were ever held. */
size_t bw_arena_held(const bw_arena *a);
size_t bw_arena_peak(const bw_arena *a);

#endif
