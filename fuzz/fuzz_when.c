/* Any words: dates never fail, and each lies in the text with a first day not behind its last. The first byte says
 * whether spans are asked for and whether the caller plans ahead. */
#include "../tests/unit/when_words.h"
#include "when/when.h"

#include <stdlib.h>

typedef struct {
    bw_document doc;
    bw_str text;
    uint8_t how;
} job;

static bw_status read_times(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {.prefer_future = j->how & 1};
    bw_span spans[2] = {{0, (uint32_t)j->text.len}, {(uint32_t)j->text.len / 3, (uint32_t)j->text.len / 2}};
    doc->head.day = j->how & 2 ? BW_NO_DAY : bw_day_of(j->how & 8 ? 9999 : j->how & 16 ? 1 : 2021, 1 + j->how % 12, 1 + j->how % 28);
    if (j->how & 4) {
        doc->head.spans = spans;
        doc->head.n_spans = 2;
        doc->head.has_spans = true;
    }
    when_words(doc, j->text);
    bw_status st = bw_when_dates(&o, doc, err);
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const bw_time *t = &doc->times[i];
        if (t->start > t->end || t->end > j->text.len)
            abort();
        if (t->type && t->from != BW_NO_DAY && t->to != BW_NO_DAY && t->from > t->to)
            abort();
    }
    bw_buf out = {.arena = doc->arena};
    bw_when_write(doc, &out);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    bw_arena *a = bw_arena_new(64 << 20);
    if (!a)
        return 0;
    job j = {.doc.arena = a, .text = {(const char *)data + 1, size - 1}, .how = data[0]};
    (void)!bw_arena_try(a, read_times, &j, NULL);
    bw_arena_free(a);
    return 0;
}
