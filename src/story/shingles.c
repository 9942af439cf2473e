#include "story/shingles.h"

enum {
    SHORT = 80, /* words: all runs of a shorter text are taken */
    MOST = 320, /* runs of one text, about */
};

static uint64_t run_hash(const bw_word *w)
{
    uint64_t h = (uint64_t)w[0].hash * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32 ^ w[1].hash) * 0xD6E8FEB86659FD93u;
    h = (h ^ h >> 32 ^ w[2].hash) * 0xCA5A826395121157u;
    return h ^ h >> 32;
}

/* Runs whose hash has these bits clear are taken: the longer the text, the fewer, each choice a part of the one before. */
static uint64_t chosen(uint32_t n_words)
{
    uint64_t mask = n_words <= SHORT ? 0 : 3;
    while (mask && n_words / (mask + 1) > MOST)
        mask = mask * 2 + 1;
    return mask;
}

uint32_t bw_shingles_tags(bw_arena *a, bw_wordprint text, uint32_t **out)
{
    uint64_t mask = chosen(text.n);
    uint32_t n = 0;
    *out = BW_NEW(a, uint32_t, text.n);
    for (uint32_t i = 0; i + 3 <= text.n; i++) {
        uint64_t h = run_hash(&text.items[i]);
        if (!(h & mask))
            (*out)[n++] = bw_postings_tag(h);
    }
    return n;
}

/* What one search knows of the texts that it has met. */
typedef struct {
    uint32_t number, family;
    float weight;
} counted;

static counted *count_for(counted *table, uint32_t size, uint32_t number)
{
    uint32_t at = (uint32_t)(number * 0x9E3779B97F4A7C15u >> 32) & (size - 1);
    while (table[at].weight > 0 && table[at].number != number)
        at = (at + 1) & (size - 1);
    return &table[at];
}

/* Keeps the list in order; of equal weight the later text comes first: it is likelier to be revised. */
static void keep(bw_shingles_found *out, bw_shingles_hit hit)
{
    uint32_t at = out->n;
    while (at > 0 && (out->hits[at - 1].weight < hit.weight ||
                      (out->hits[at - 1].weight <= hit.weight && out->hits[at - 1].number < hit.number)))
        at--;
    if (at == BW_SHINGLES_FOUND)
        return;
    uint32_t last = out->n < BW_SHINGLES_FOUND ? out->n++ : BW_SHINGLES_FOUND - 1;
    memmove(&out->hits[at + 1], &out->hits[at], (last - at) * sizeof hit);
    out->hits[at] = hit;
}

void bw_shingles_find(const bw_postings *index, bw_arena *a, bw_wordprint text,
                      uint32_t (*family)(const void *with, uint32_t number), const void *with, bw_shingles_found *out)
{
    *out = (bw_shingles_found){.spread = BW_NEW(a, uint8_t, text.n + 1)};
    memset(out->spread, BW_SHINGLES_UNKNOWN, text.n);
    uint64_t mask = chosen(text.n), *runs = BW_NEW(a, uint64_t, text.n + 1);
    uint32_t n_runs = 0, size = 64;
    for (uint32_t i = 0; i + 3 <= text.n; i++) {
        runs[i] = run_hash(&text.items[i]);
        if (runs[i] & mask)
            continue;
        n_runs++;
        bw_postings_fetch(index, bw_postings_tag(runs[i]));
    }
    while (size < n_runs * BW_POSTINGS_EACH * 2)
        size *= 2;
    counted *table = BW_NEW(a, counted, size);
    for (uint32_t i = 0; i + 3 <= text.n; i++) {
        uint32_t numbers[BW_POSTINGS_EACH], families[BW_POSTINGS_EACH], n_families = 0;
        counted *of[BW_POSTINGS_EACH];
        if (runs[i] & mask)
            continue;
        uint32_t n = bw_postings_get(index, runs[i], numbers);
        for (uint32_t k = 0; k < n; k++) {
            counted *c = of[k] = count_for(table, size, numbers[k]);
            if (!(c->weight > 0))
                *c = (counted){.number = numbers[k], .family = family(with, numbers[k]), .weight = 1e-6f};
            uint32_t f = 0;
            while (f < n_families && families[f] != c->family)
                f++;
            if (f == n_families)
                families[n_families++] = c->family;
        }
        out->spread[i] = (uint8_t)n_families;
        for (uint32_t k = 0; k < n; k++)
            of[k]->weight += 1.0f / (float)n_families;
    }
    for (uint32_t i = 0; i < size; i++)
        if (table[i].weight > 0)
            keep(out, (bw_shingles_hit){table[i].number, table[i].weight});
}
