/* map.h - from text to a number, in an arena. Insertion order is kept, so walks are deterministic. */
#ifndef BW_BASE_MAP_H
#define BW_BASE_MAP_H

#include "base/str.h"

typedef struct {
    bw_str key; /* points where the caller's key points */
    uint32_t value;
} bw_map_entry;

typedef struct {
    bw_arena *arena;
    bw_map_entry *entries;
    uint32_t n, room;
    uint32_t *slots; /* entry + 1; 0 = free */
    uint32_t n_slots;
} bw_map;

/* The value of `key`, or `missing`. */
uint32_t bw_map_get(const bw_map *m, bw_str key, uint32_t missing);

/* The entry of `key`, added with `value` when it is new (*added, may be NULL). It may move at the next call. */
bw_map_entry *bw_map_put(bw_map *m, bw_str key, uint32_t value, bool *added);

#endif
