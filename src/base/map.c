#include "base/map.h"

static uint32_t *slot_of(const bw_map *m, bw_str key)
{
    uint32_t mask = m->n_slots - 1;
    for (uint32_t i = (uint32_t)bw_hash(key) & mask;; i = (i + 1) & mask)
        if (!m->slots[i] || bw_str_eq(m->entries[m->slots[i] - 1].key, key))
            return &m->slots[i];
}

uint32_t bw_map_get(const bw_map *m, bw_str key, uint32_t missing)
{
    if (m->n == 0)
        return missing;
    uint32_t at = *slot_of(m, key);
    return at ? m->entries[at - 1].value : missing;
}

bw_map_entry *bw_map_put(bw_map *m, bw_str key, uint32_t value, bool *added)
{
    if ((uint64_t)m->n * 3 >= (uint64_t)m->n_slots * 2) {
        m->n_slots = m->n_slots ? m->n_slots * 2 : 16;
        m->slots = BW_NEW(m->arena, uint32_t, m->n_slots);
        for (uint32_t i = 0; i < m->n; i++)
            *slot_of(m, m->entries[i].key) = i + 1;
    }
    uint32_t *slot = slot_of(m, key);
    if (added)
        *added = *slot == 0;
    if (*slot == 0) {
        BW_PUSH(m->arena, m->entries, m->n, m->room, ((bw_map_entry){key, value}));
        *slot = m->n;
    }
    return &m->entries[*slot - 1];
}
