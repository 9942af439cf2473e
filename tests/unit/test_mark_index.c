/* The index from marks to places: whatever is put and taken, in whatever order, the places of a mark are those that have it. */
#include "story/mark_index.h"
#include "tap.h"

#include <stdlib.h>

enum { PLACES = 5000, MARKS = 40, ROUNDS = 200000 };

static uint32_t mark_number(uint32_t i) { return i * 2654435761u | 1; }

/* Whether the index and the list of all places say the same of each mark. */
static bool agrees(const bw_mark_index *x, const uint8_t *has)
{
    static uint32_t places[PLACES];
    for (uint32_t i = 1; i <= MARKS; i++) {
        uint32_t n = bw_mark_index_get(x, mark_number(i), PLACES, places), n_here = 0, n_want = 0;
        for (uint32_t k = 0; k < n; k++)
            n_here += has[places[k]] == i; /* others may share its list */
        for (uint32_t k = 0; k < PLACES; k++)
            n_want += has[k] == i;
        if (n_here != n_want)
            return false;
    }
    return true;
}

int main(void)
{
    bw_mark_index *x = calloc(1, sizeof *x);
    uint8_t *has = calloc(PLACES, 1); /* number of the mark of each place; 0: none */
    uint32_t random = 7, wrong = 0, places[8];
    if (!x || !has)
        return 1;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        random = random * 1664525u + 1013904223u;
        uint32_t place = (random >> 8) % PLACES;
        if (!bw_mark_index_room(x, PLACES, 1))
            return 1;
        if (has[place])
            bw_mark_index_take(x, mark_number(has[place]), place);
        has[place] = has[place] ? 0 : (uint8_t)((random >> 24) % MARKS + 1);
        if (has[place])
            bw_mark_index_put(x, mark_number(has[place]), place);
        wrong += round % 20000 == 0 && !agrees(x, has);
    }
    ok(wrong == 0 && agrees(x, has), "%d places put and taken", ROUNDS);
    ok(x->room_blocks < 2 * (PLACES / BW_MARK_BLOCK + MARKS + 2), "blocks are used again: %u", x->room_blocks);
    ok(bw_mark_index_get(x, mark_number(1), 8, places) == 0, "a long list is not given");
    for (uint32_t i = 0; i < PLACES; i++)
        if (has[i])
            bw_mark_index_take(x, mark_number(has[i]), i);
    ok(bw_mark_index_get(x, mark_number(1), 8, places) == 0 && x->n_unused == x->n_blocks, "all taken");
    bw_mark_index_free(x);
    free(has);
    free(x);
    return tap_done();
}
