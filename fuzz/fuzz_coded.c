/* Any bytes as coded documents: what is read writes the same records again, and they can be placed and merged. */
#include "wire_stream.h"

#include "code/event_read.h"
#include "story/occurrence.h"
#include "story/telling.h"

static bw_tellings *tellings[4];
static bw_occurrences *occurrences;

static bw_status read_again(bw_document *doc, bw_err *err)
{
    bw_buf out = {.arena = doc->arena};
    bw_status st = bw_code_read(doc, err);
    if (st) {
        must(doc->n_events == 0 && strstr(err->msg, "event ") != NULL);
        return BW_OK;
    }
    for (uint32_t i = 0; i < doc->n_events; i++) {
        const bw_event *e = &doc->events[i];
        const bw_sentence *s = &doc->sentences[e->sentence];
        bw_str source = bw_sentence_source(doc, s);
        must(s->start <= s->end && s->end <= source.len && e->trigger.start <= e->trigger.end && e->trigger.end <= source.len);
        must(e->place < (int32_t)doc->n_mentions && e->said_by < (int32_t)doc->n_mentions);
        bw_code_write(doc, i, NULL, &out);
    }
    must(bw_utf8_count_bad(bw_buf_view(&out)) == 0);
    return BW_OK;
}

static bw_status take(bw_document *doc, bw_err *err)
{
    uint32_t slot;
    bw_status st = read_again(doc, err);
    doc->story.copy = doc->head.id;
    doc->story.kill = doc->head.kill;
    doc->story.correction = doc->head.correction;
    if (doc->head.version.ptr)
        BW_PUSH(doc->arena, doc->story.replaced.items, doc->story.replaced.n, doc->story.replaced.room, doc->head.version);
    if (!st)
        st = bw_occurrences_place(occurrences, doc, &slot, err);
    for (int i = 0; !st && i < 4; i++)
        st = bw_tellings_add(tellings[i], doc, err);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    bw_str row;
    occurrences = bw_occurrences_new();
    must(occurrences != NULL);
    for (int i = 0; i < 4; i++)
        must((tellings[i] = bw_tellings_new(&(bw_tellings_options){.merge = (bw_sameness)i, .coder = BW_LIT("c"), .csv = i % 2})) != NULL);
    fuzz_stream_then(BW_LIT("jsonl"), data, size, take);
    for (int i = 0; i < 4; i++) {
        bw_status st;
        while ((st = bw_tellings_next(tellings[i], &row, &err)) == BW_OK)
            must(bw_utf8_count_bad(row) == 0 && row.len > 2 && row.ptr[row.len - 1] == '\n');
        must(st == BW_END || st == BW_ERR_LIMIT || st == BW_ERR_SYNTAX);
        bw_tellings_free(tellings[i]);
    }
    bw_occurrences_free(occurrences);
    return 0;
}
