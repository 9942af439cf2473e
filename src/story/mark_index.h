/* mark_index.h - from marks to the places that have them.
 *
 *   takes:   marks, each put at a place, a number below the room that was asked for
 *   gives:   the places of a mark, in an order without meaning, and those of a few other marks that share its list
 *   cost:    flat to put and to take; a list is read seven places to half a cache line
 *   memory:  8 MB, 4 bytes for each place, 5 to 32 for each that is taken
 *   owner:   the index owns its memory (malloc)
 *   fails:   bw_mark_index_room() alone: false, the index as it was
 */
#ifndef BW_STORY_MARK_INDEX_H
#define BW_STORY_MARK_INDEX_H

#include <stdbool.h>
#include <stdint.h>

enum { BW_MARK_LISTS = 1 << 20, BW_MARK_BLOCK = 7 };

typedef struct {
    uint32_t next; /* block, or 0 */
    uint32_t places[BW_MARK_BLOCK];
} bw_mark_block;

typedef struct {
    struct {
        uint32_t first, n; /* its first block, the only one that may have room; places in all */
    } lists[BW_MARK_LISTS];
    bw_mark_block *blocks; /* from 1 */
    uint32_t n_blocks, room_blocks, unused; /* the first that was given back, or 0 */
    uint32_t n_unused;
    uint32_t *where; /* for each place that is taken: block * 8 + place in it */
    uint32_t room;
} bw_mark_index;

void bw_mark_index_free(bw_mark_index *x);

/* Places below `places`, and so many marks more: then nothing below can fail. */
bool bw_mark_index_room(bw_mark_index *x, uint32_t places, uint32_t more);

/* The place is free; it has this mark. */
void bw_mark_index_put(bw_mark_index *x, uint32_t mark, uint32_t place);
void bw_mark_index_take(bw_mark_index *x, uint32_t mark, uint32_t place);

/* Returns how many; 0 where there are over `most`. */
uint32_t bw_mark_index_get(const bw_mark_index *x, uint32_t mark, uint32_t most, uint32_t places[]);

#endif
