#include "story/kept_row.h"

#include "story/shingles.h"

void bw_traces_of(bw_arena *a, const bw_kept *k, bw_traces *out)
{
    uint64_t keys[BW_CHAIN_KEYS];
    *out = (bw_traces){.n_keys = bw_chain_keys(k, k->family, keys)};
    for (uint32_t i = 0; i < out->n_keys; i++)
        out->keys[i] = bw_postings_tag(keys[i]);
    if (k->flags & BW_KEPT_INDEXED)
        out->n_runs = bw_shingles_tags(a, k->text, &out->runs);
}

void bw_kept_row_write(const bw_kept *k, const bw_traces *t, bw_buf *out)
{
    const uint64_t hashes[] = {k->id_hash, k->words, k->item, k->url, k->slug, k->title_hash, k->publisher, k->agency, (uint64_t)k->time, (uint64_t)k->version};
    const uint32_t numbers[] = {(uint32_t)k->day, k->rank, k->flags, k->title.n, k->text.n, k->number, k->family, k->revises, k->before, k->revision};
    const bw_str texts[] = {k->id, k->copy, k->revision_of, k->story};
    bw_buf_str(out, (bw_str){(const char *)k->key, sizeof k->key});
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        bw_bytes_put(out, hashes[i], 8);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        bw_bytes_put(out, numbers[i], 4);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bw_bytes_put_text(out, texts[i]);
    bw_bytes_put(out, t->n_keys, 1);
    for (uint32_t i = 0; i < t->n_keys; i++)
        bw_bytes_put(out, t->keys[i], 4);
    bw_bytes_put(out, t->n_runs, 2);
    for (uint32_t i = 0; i < t->n_runs; i++)
        bw_bytes_put(out, t->runs[i], 4);
    bw_bytes_seal(out);
}

bool bw_kept_row_read(bw_arena *a, bw_str row, bw_kept *k, bw_traces *t)
{
    bw_bytes r = bw_bytes_open(row);
    *k = (bw_kept){0};
    *t = (bw_traces){0};
    uint64_t *const hashes[] = {&k->id_hash, &k->words, &k->item, &k->url, &k->slug, &k->title_hash, &k->publisher, &k->agency};
    uint32_t *const numbers[] = {&k->rank, &k->flags, &k->title.n, &k->text.n, &k->number, &k->family, &k->revises, &k->before, &k->revision};
    bw_str *const texts[] = {&k->id, &k->copy, &k->revision_of, &k->story};
    for (size_t i = 0; i < sizeof k->key; i++)
        k->key[i] = (unsigned char)bw_bytes_take(&r, 1);
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        *hashes[i] = bw_bytes_take(&r, 8);
    k->time = (int64_t)bw_bytes_take(&r, 8);
    k->version = (int64_t)bw_bytes_take(&r, 8);
    k->day = (bw_day)(uint32_t)bw_bytes_take(&r, 4);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = (uint32_t)bw_bytes_take(&r, 4);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = bw_bytes_take_text(&r);
    t->n_keys = (uint32_t)bw_bytes_take_count(&r, 1, BW_CHAIN_KEYS);
    for (uint32_t i = 0; i < t->n_keys; i++)
        t->keys[i] = (uint32_t)bw_bytes_take(&r, 4);
    t->n_runs = (uint32_t)bw_bytes_take_count(&r, 2, BW_WORDPRINT_MAX);
    t->runs = t->n_runs ? BW_NEW(a, uint32_t, t->n_runs) : NULL;
    for (uint32_t i = 0; i < t->n_runs; i++)
        t->runs[i] = (uint32_t)bw_bytes_take(&r, 4);
    return !r.bad && r.rest.len == 0 && k->number != BW_NO_NUMBER && k->family != BW_NO_NUMBER && k->family <= k->number &&
           k->revises < k->number && k->before < k->number && k->revision > 0 && k->copy.len > 0 && k->title.n <= BW_WORDPRINT_MAX &&
           k->text.n <= BW_WORDPRINT_MAX;
}
