/* Any text through all stages and out in every format: events lie within the text, and each is one sound line. */
#include "code/event_out.h"
#include "pipeline.h"
#include "wire/wire.h"

#include <json-c/json.h>
#include <stdlib.h>

static bw_pipeline *pipeline;

typedef struct {
    bw_document doc;
    bw_str bytes;
} job;

static void check_span(bw_str source, uint32_t start, uint32_t end)
{
    if (start > end || end > source.len)
        abort();
}

static void check_json(bw_str lines)
{
    bw_str line;
    while (lines.len && bw_str_cut(&lines, '\n', &line)) {
        if (line.len == 0)
            continue;
        struct json_tokener *t = json_tokener_new();
        struct json_object *o = t ? json_tokener_parse_ex(t, line.ptr, (int)line.len) : NULL;
        if (t && !o)
            abort();
        json_object_put(o);
        json_tokener_free(t);
    }
}

/* Rows of tab-separated formats have one number of columns: no value breaks them. */
static void check_columns(bw_str lines, size_t want)
{
    bw_str line;
    while (lines.len && bw_str_cut(&lines, '\n', &line)) {
        size_t n = 1;
        for (size_t i = 0; i < line.len; i++)
            n += line.ptr[i] == '\t';
        if (line.len && n != want)
            abort();
    }
}

static void write_all(bw_document *doc, bw_event_format f, bool dyads, bw_err *err)
{
    static const size_t columns[BW_N_EVENT_FORMATS] = {[BW_TO_POLECAT] = 40, [BW_TO_PHOENIX] = 26, [BW_TO_PETRARCH] = 7,
                                                       [BW_TO_ICEWS] = 20,   [BW_TO_GDELT] = 61,   [BW_TO_GDELT1] = 58};
    bw_event_out how = {.format = f, .dyads = dyads, .width = 80, .record = {.all_modalities = true, .chars = dyads},
                        .book = bw_lexicon_book(bw_pipeline_readers(pipeline)->lexicon), .knowledge = bw_pipeline_knowledge(pipeline)};
    bw_buf out = {.arena = doc->arena};
    bw_event_write(doc, &how, &out);
    if (f == BW_TO_JSONL || f == BW_TO_PLOVER)
        check_json(bw_buf_view(&out));
    if (columns[f])
        check_columns(bw_buf_view(&out), columns[f]);
    if (!dyads || !bw_event_format_counts(f))
        return;
    how.one_a_day = BW_SAME_ROOT;
    out.len = 0;
    bw_event_write(doc, &how, &out);
    bw_event_collector *c = bw_event_collector_new();
    bw_str row;
    if (c && bw_event_collect(c, bw_buf_view(&out), err) == BW_OK)
        while (bw_event_collected(c, &row, err) == BW_OK) {
            if (f == BW_TO_JSONL || f == BW_TO_PLOVER)
                check_json(row);
            if (columns[f])
                check_columns(row, columns[f]);
        }
    bw_event_collector_free(c);
}

static bw_status read_document(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_wire_options o = {.date = bw_day_of(2021, 4, 1)};
    doc->head = (bw_head){.words = -1, .day = BW_NO_DAY, .revision.writethru = -1};
    bw_status st = bw_wire_read_copy(j->bytes, &o, doc, err);
    if (!st)
        st = bw_pipeline_run(pipeline, doc, err);
    if (st)
        return st;
    for (uint32_t i = 0; i < doc->n_events; i++) {
        const bw_event *e = &doc->events[i];
        bw_str source = bw_sentence_source(doc, &doc->sentences[e->sentence]);
        check_span(source, e->trigger.start, e->trigger.end);
        for (uint32_t k = 0; k < e->actor.n; k++)
            check_span(source, e->actor.items[k].start, e->actor.items[k].end);
        for (uint32_t k = 0; k < e->recipient.n; k++)
            check_span(source, e->recipient.items[k].start, e->recipient.items[k].end);
    }
    for (int dyads = 0; dyads < 2; dyads++)
        for (int f = 0; f < BW_N_EVENT_FORMATS; f++)
            write_all(doc, (bw_event_format)f, dyads != 0, err);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err;
    if (!pipeline && bw_pipeline_open(&(bw_pipeline_options){.until = BW_STAGE_CODE}, &pipeline, &err))
        return 0;
    bw_arena *a = bw_arena_new(BW_DOCUMENT_MEMORY);
    if (!a)
        return 0;
    job j = {.doc.arena = a, .bytes = {(const char *)data, size}};
    (void)!bw_arena_try(a, read_document, &j, &err);
    bw_arena_free(a);
    return 0;
}
