#include "story/postings.h"

#include <stdlib.h>

uint32_t bw_postings_tag(uint64_t hash) { return (uint32_t)(hash >> 32) ? (uint32_t)(hash >> 32) : 1; }

static uint32_t place_of(const bw_postings *p, uint32_t tag) { return (uint32_t)(tag * 0x9E3779B97F4A7C15u >> 32) & (p->size - 1); }

void bw_postings_free(bw_postings *p)
{
    free(p->slots);
    *p = (bw_postings){0};
}

void bw_postings_fetch(const bw_postings *p, uint32_t tag)
{
    if (p->size)
        __builtin_prefetch(&p->slots[place_of(p, tag)]);
}

void bw_postings_put(bw_postings *p, uint32_t tag, uint32_t number)
{
    uint32_t at = place_of(p, tag), same = 0, oldest = 0;
    for (; p->slots[at].tag; at = (at + 1) & (p->size - 1)) {
        if (p->slots[at].tag != tag)
            continue;
        if (p->slots[at].number == number)
            return;
        if (!same++ || p->slots[at].number < p->slots[oldest].number)
            oldest = at;
    }
    if (same == BW_POSTINGS_EACH || (same && p->slots[oldest].number < p->oldest)) {
        p->slots[oldest].number = number;
    } else {
        p->slots[at] = (bw_posting){tag, number};
        p->n++;
    }
}

bw_status bw_postings_room(bw_postings *p, uint32_t more, bw_err *err)
{
    if (((uint64_t)p->n + more) * 3 <= (uint64_t)p->size * 2)
        return BW_OK;
    bw_postings next = {.oldest = p->oldest};
    uint64_t need = more, size = 1 << 10;
    for (uint32_t i = 0; i < p->size; i++)
        need += p->slots[i].tag && p->slots[i].number >= p->oldest;
    while (size * 2 < need * 4) /* so that it is not full again at once */
        size *= 2;
    next.slots = size <= UINT32_MAX / 2 ? calloc(size, sizeof *next.slots) : NULL;
    if (!next.slots)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    next.size = (uint32_t)size;
    for (uint32_t i = 0; i < p->size; i++)
        if (p->slots[i].tag && p->slots[i].number >= p->oldest)
            bw_postings_put(&next, p->slots[i].tag, p->slots[i].number);
    free(p->slots);
    *p = next;
    return BW_OK;
}

uint32_t bw_postings_get(const bw_postings *p, uint64_t hash, uint32_t numbers[BW_POSTINGS_EACH])
{
    uint32_t n = 0, tag = bw_postings_tag(hash);
    if (!p->size)
        return 0;
    for (uint32_t at = place_of(p, tag); p->slots[at].tag; at = (at + 1) & (p->size - 1)) {
        if (p->slots[at].tag != tag || p->slots[at].number < p->oldest)
            continue;
        uint32_t to = n++;
        while (to > 0 && numbers[to - 1] < p->slots[at].number) {
            numbers[to] = numbers[to - 1];
            to--;
        }
        numbers[to] = p->slots[at].number;
    }
    return n;
}
