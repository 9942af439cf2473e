/* mark_index.c: lists of blocks. All blocks of a list but the first are full: the place that is taken out is filled with the last one
 * of the first block. */
#include "story/mark_index.h"

#include <stdlib.h>
#include <string.h>

enum { SHIFT = 12 }; /* of a 32-bit hash to the number of a list */

static uint32_t list_of(uint32_t mark) { return (mark * 2654435761u) >> SHIFT; }

/* How many places the first block of a list of n has. */
static uint32_t in_first(uint32_t n) { return (n - 1) % BW_MARK_BLOCK + 1; }

void bw_mark_index_free(bw_mark_index *x)
{
    free(x->blocks);
    free(x->where);
    x->blocks = NULL;
    x->where = NULL;
}

bool bw_mark_index_room(bw_mark_index *x, uint32_t places, uint32_t more)
{
    if (places > x->room) {
        uint32_t *where = realloc(x->where, places * sizeof *where);
        if (!where)
            return false;
        x->where = where;
        x->room = places;
    }
    uint32_t need = x->n_blocks + more + 1; /* block 0 is none */
    if (x->n_unused >= more || need <= x->room_blocks)
        return true;
    uint32_t room = x->room_blocks * 2 > need ? x->room_blocks * 2 : need;
    bw_mark_block *blocks = realloc(x->blocks, room * sizeof *blocks);
    if (!blocks)
        return false;
    x->blocks = blocks;
    x->room_blocks = room;
    return true;
}

static uint32_t new_block(bw_mark_index *x)
{
    uint32_t block = x->unused;
    if (!block)
        return ++x->n_blocks;
    x->unused = x->blocks[block].next;
    x->n_unused--;
    return block;
}

void bw_mark_index_put(bw_mark_index *x, uint32_t mark, uint32_t place)
{
    uint32_t list = list_of(mark), at = x->lists[list].n++ % BW_MARK_BLOCK;
    if (at == 0) {
        uint32_t block = new_block(x);
        x->blocks[block].next = x->lists[list].first;
        x->lists[list].first = block;
    }
    x->blocks[x->lists[list].first].places[at] = place;
    x->where[place] = x->lists[list].first << 3 | at;
}

void bw_mark_index_take(bw_mark_index *x, uint32_t mark, uint32_t place)
{
    uint32_t list = list_of(mark), first = x->lists[list].first, hole = x->where[place];
    uint32_t n_first = in_first(x->lists[list].n--), last = x->blocks[first].places[n_first - 1];
    x->blocks[hole >> 3].places[hole & 7] = last;
    x->where[last] = hole;
    if (n_first > 1)
        return;
    x->lists[list].first = x->blocks[first].next;
    x->blocks[first].next = x->unused;
    x->unused = first;
    x->n_unused++;
}

uint32_t bw_mark_index_get(const bw_mark_index *x, uint32_t mark, uint32_t most, uint32_t places[])
{
    uint32_t list = list_of(mark), n = x->lists[list].n, got = 0;
    if (n == 0 || n > most)
        return 0;
    for (uint32_t block = x->lists[list].first, here = in_first(n); got < n; block = x->blocks[block].next, here = BW_MARK_BLOCK) {
        memcpy(places + got, x->blocks[block].places, here * sizeof *places);
        got += here;
    }
    return got;
}
