/* Any bytes as coded documents: what is read writes the same records again, and they can be placed and merged. */
#include "code/event_read.h"
#include "story/occurrence.h"
#include "story/telling.h"
#include "wire_stream.h"

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

typedef struct {
    bw_wire *wire;
    bw_document doc;
} item;

static bw_status take(void *with, bw_err *err)
{
    item *it = with;
    uint32_t slot;
    bw_status st = bw_wire_next(it->wire, &it->doc, err);
    if (st)
        return st;
    st = read_again(&it->doc, err);
    it->doc.story.copy = it->doc.head.id;
    it->doc.story.kill = it->doc.head.kill;
    it->doc.story.correction = it->doc.head.correction;
    if (it->doc.head.version.ptr)
        BW_PUSH(it->doc.arena, it->doc.story.replaced.items, it->doc.story.replaced.n, it->doc.story.replaced.room, it->doc.head.version);
    if (!st)
        st = bw_occurrences_place(occurrences, &it->doc, &slot, err);
    for (int i = 0; !st && i < 4; i++)
        st = bw_tellings_add(tellings[i], &it->doc, err);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bw_wire_options options = {.date = BW_NO_DAY, .format = BW_LIT("jsonl")};
    bw_err err;
    bw_wire *w;
    bw_str row;
    char name[64];
    int fd = memfd_create("fuzz", 0);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    bw_arena *arena = bw_arena_new(64 << 20);
    occurrences = bw_occurrences_new();
    must(arena != NULL && occurrences != NULL);
    for (int i = 0; i < 4; i++)
        must((tellings[i] = bw_tellings_new((bw_sameness)i, NULL, BW_LIT("c"))) != NULL);
    if (bw_wire_open(name, &options, &w, &err) == BW_OK) {
        bw_arena_mark empty = bw_arena_save(arena);
        bw_status st;
        do {
            item it = {.wire = w, .doc.arena = arena};
            st = bw_arena_try(arena, take, &it, &err);
            bw_arena_restore(arena, empty);
        } while (st != BW_END);
        bw_wire_close(w);
    }
    for (int i = 0; i < 4; i++) {
        bw_status st;
        while ((st = bw_tellings_next(tellings[i], &row, &err)) == BW_OK)
            must(bw_utf8_count_bad(row) == 0 && row.len > 2 && row.ptr[row.len - 1] == '\n');
        must(st == BW_END || st == BW_ERR_LIMIT || st == BW_ERR_SYNTAX);
        bw_tellings_free(tellings[i]);
    }
    bw_occurrences_free(occurrences);
    bw_arena_free(arena);
    close(fd);
    return 0;
}
