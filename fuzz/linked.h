/* linked.h - what the fuzz targets of link/ share: bytes come in as a job in an arena, words are linked, and what link promises
 * of its mentions is looked at. */
#ifndef BW_FUZZ_LINKED_H
#define BW_FUZZ_LINKED_H

#include "../tests/unit/link_words.h"
#include "link/compile.h"
#include "link/knowledge.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    const uint8_t *data;
    size_t size;
} job;

/* Links `words` (see link_words.h), or `instead` where there are none, on a day that the byte says. */
static inline bw_status link_any(const bw_knowledge *k, bw_arena *a, bw_str words, bw_str instead, uint8_t day, bw_err *err)
{
    bw_document doc = {.arena = a};
    doc.head.day = day ? bw_day_of(1900 + day, 4, 1) : BW_NO_DAY;
    link_words(&doc, words.ptr ? words : instead);
    bw_status st = bw_link_actors(k, &doc, err);
    if (st)
        return st;
    for (uint32_t i = 0; i < doc.n_mentions; i++) {
        const bw_mention *m = &doc.mentions[i];
        if (m->start > m->end || m->end > doc.head.text.len || m->same_as >= (int32_t)i || m->first + m->n > doc.n_tokens ||
            (m->also >= 0 && (uint32_t)m->also >= doc.n_mentions))
            abort();
    }
    bw_buf out = {.arena = a};
    bw_link_write(&doc, &out);
    bw_knowledge_find(k, bw_str_slice(words, 0, 60), doc.head.day, &out);
    return BW_OK;
}

/* Runs `work` over inputs of `least` bytes and more, within a bounded memory. */
static inline int run_job(bw_status (*work)(void *with, bw_err *err), const uint8_t *data, size_t size, size_t least)
{
    bw_err err;
    if (size < least)
        return 0;
    job j = {bw_arena_new((size_t)256 << 20), data, size};
    if (!j.arena)
        return 0;
    bw_status st = bw_arena_try(j.arena, work, &j, &err);
    (void)st;
    bw_arena_free(j.arena);
    return 0;
}

#endif
