/* Coded documents read back: what code wrote comes out again the same, and what is damaged is refused with its place. */
#include "code/event_out.h"
#include "code/event_read.h"
#include "pipeline.h"
#include "tap.h"
#include "wire/wire.h"

#include <unistd.h>

static bw_arena *arena;
static const bw_pipeline *pipeline;

typedef struct {
    const char *text;
    bw_buf line, events, again;
} trip;

/* The documents that stand in these bytes, one after the other. */
static bw_status read_one(bw_str bytes, bw_document *doc, bw_err *err)
{
    static const bw_wire_options options = {.date = BW_NO_DAY, .format = BW_LIT("jsonl")};
    char name[] = "/tmp/test_event_read.XXXXXX";
    bw_wire *w;
    int fd = mkstemp(name);
    if (fd < 0 || write(fd, bytes.ptr, bytes.len) != (ssize_t)bytes.len)
        return bw_fail(err, BW_ERR_IO, "no temporary file");
    close(fd);
    bw_status st = bw_wire_open(name, &options, &w, err);
    if (!st) {
        st = bw_wire_next(w, doc, err);
        bw_wire_close(w);
    }
    unlink(name);
    return st;
}

static void write_events(bw_document *doc, const bw_event_options *o, bw_buf *out)
{
    out->arena = arena;
    for (uint32_t i = 0; i < doc->n_events; i++) {
        bw_code_write(doc, i, o, out);
        bw_buf_char(out, '\n');
    }
}

static bw_status there_and_back(void *with, bw_err *err)
{
    trip *t = with;
    bw_event_options o = {.coder = BW_LIT("c")};
    bw_event_out how = {.format = BW_TO_DOCUMENTS, .record = o};
    bw_document doc = {.arena = arena}, back = {.arena = arena};
    doc.head = (bw_head){.id = BW_LIT("d"), .title = BW_LIT("Kenya's president visits Tokyo"), .text = bw_str_of(t->text), .published = BW_LIT("2021-04-15"),
                         .day = bw_day_of(2021, 4, 15), .publisher = BW_LIT("AP"), .language = BW_LIT("en"), .words = -1,
                         .revision = {.kind = BW_REVISION_UPDATE, .number = 2, .writethru = -1}};
    t->line.arena = arena;
    bw_status st = bw_pipeline_run(pipeline, &doc, err);
    if (st)
        return st;
    write_events(&doc, &o, &t->events);
    bw_event_write(&doc, &how, &t->line);
    st = read_one(bw_buf_view(&t->line), &back, err);
    if (!st)
        st = bw_code_read(&back, err);
    write_events(&back, &o, &t->again);
    return st;
}

static const char *const texts[] = {
    "Rebels killed at least five soldiers near Goma on Monday, police said. Up to 12 people were wounded.",
    "Japan and South Korea agreed on Tuesday to hold talks in Seoul next week. The United States may impose sanctions on Iran.",
    "Poland did not condemn Ukraine. Police in Chicago arrested 30 protesters. NATO accused Russia of aggression in March.",
    "Former President \"Lee\" Myung-bak, 이명박, met the Pope\nin the Vatican. Protesters demanding the resignation of the mayor marched in Lagos.",
    "Nothing happened here.",
};

#define HEAD "{\"id\":\"d\",\"title\":\"T\",\"text\":\"Kenya thanked Sudan.\",\"events\":["
#define WHERE "\"sentence\":0,\"start\":0,\"end\":20,\"trigger\":{\"start\":6,\"end\":13}"
#define REST "\"modality\":\"actual\",\"actor\":[{\"start\":0,\"end\":5,\"country\":\"KEN\"}],\"recipient\":[]"

static const struct {
    const char *why, *line, *want; /* of the message; NULL: it is read; "": it counts as not coded */
} rows[] = {
    {"as little as is needed", HEAD "{\"id\":\"1\"," WHERE "," REST "}]}", NULL},
    {"no events at all", "{\"id\":\"d\",\"text\":\"x\",\"events\":[]}", NULL},
    {"events of somebody else", "{\"id\":\"d\",\"text\":\"x\",\"events\":[{\"name\":\"fair\"}]}", ""},
    {"events that are no list", "{\"id\":\"d\",\"text\":\"x\",\"events\":3}", ""},
    {"a list of numbers", "{\"id\":\"d\",\"text\":\"x\",\"events\":[1]}", ""},
    {"no id", HEAD "{" WHERE "," REST "}]}", "event 1: 'id'"},
    {"an id that is too long", HEAD "{\"id\":\"0123456789012345678901234567890123\"," WHERE "," REST "}]}", "event 1: 'id'"},
    {"a sentence that is none", HEAD "{\"id\":\"1\",\"sentence\":-2,\"start\":0,\"end\":2,\"trigger\":{\"start\":0,\"end\":1}," REST "}]}", "'sentence'"},
    {"a sentence beyond the text", HEAD "{\"id\":\"1\",\"sentence\":0,\"start\":0,\"end\":21,\"trigger\":{\"start\":0,\"end\":1}," REST "}]}", "'start'"},
    {"offsets of the title count there", HEAD "{\"id\":\"1\",\"sentence\":-1,\"start\":0,\"end\":2,\"trigger\":{\"start\":0,\"end\":1}," REST "}]}", "'start'"},
    {"a trigger that ends before it begins", HEAD "{\"id\":\"1\",\"sentence\":0,\"start\":0,\"end\":20,\"trigger\":{\"start\":9,\"end\":6}," REST "}]}", "'trigger'"},
    {"an actor beyond the text", HEAD "{\"id\":\"1\"," WHERE ",\"modality\":\"actual\",\"actor\":[{\"start\":0,\"end\":99}],\"recipient\":[]}]}", "'actor'"},
    {"an actor that is no object", HEAD "{\"id\":\"1\"," WHERE ",\"modality\":\"actual\",\"actor\":[7],\"recipient\":[]}]}", "'actor'"},
    {"a country that is none", HEAD "{\"id\":\"1\"," WHERE ",\"modality\":\"actual\",\"actor\":[{\"start\":0,\"end\":5,\"country\":\"KENYA\"}],\"recipient\":[]}]}", "'actor'"},
    {"no recipient", HEAD "{\"id\":\"1\"," WHERE ",\"modality\":\"actual\",\"actor\":[]}]}", "'recipient'"},
    {"a type that PLOVER has not", HEAD "{\"id\":\"1\",\"type\":\"FLY\"," WHERE "," REST "}]}", "'type'"},
    {"a modality that is none", HEAD "{\"id\":\"1\"," WHERE ",\"modality\":\"odd\",\"actor\":[],\"recipient\":[]}]}", "'modality'"},
    {"a toll without words", HEAD "{\"id\":\"1\"," WHERE "," REST ",\"dead\":{\"min\":4}}]}", "'dead'"},
    {"too many modes", HEAD "{\"id\":\"1\"," WHERE "," REST ",\"modes\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}]}", "'modes'"},
    {"the second record", HEAD "{\"id\":\"1\"," WHERE "," REST "},{\"id\":\"2\",\"trigger\":0}]}", "event 2:"},
};

typedef struct {
    const char *line;
    bool coded;
} damaged;

static bw_status read_damaged(void *with, bw_err *err)
{
    damaged *d = with;
    bw_document doc = {.arena = arena};
    bw_status st = read_one(bw_str_of(d->line), &doc, err);
    d->coded = doc.head.coded != NULL;
    return st ? st : bw_code_read(&doc, err);
}

int main(void)
{
    bw_err err = {0};
    bw_pipeline *p = NULL;
    bw_pipeline_options options = {.until = BW_STAGE_CODE};
    arena = bw_arena_new(0);
    if (!arena || bw_pipeline_open(&options, &p, &err)) {
        ok(false, "opens: %s", err.msg);
        return tap_done();
    }
    pipeline = p;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        trip t = {.text = texts[i]};
        bw_status st = bw_arena_try(arena, there_and_back, &t, &err);
        bool same = !st && bw_str_eq(bw_buf_view(&t.events), bw_buf_view(&t.again));
        if (!ok(same, "%.40s: %zu bytes of events come back", texts[i], t.events.len))
            printf("# %s\n# %.*s# %.*s", st ? err.msg : "", (int)t.events.len, t.events.ptr, (int)t.again.len, t.again.ptr);
        bw_arena_restore(arena, (bw_arena_mark){0});
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        damaged d = {.line = rows[i].line};
        err = (bw_err){0};
        bw_status st = bw_arena_try(arena, read_damaged, &d, &err);
        bool passed_over = rows[i].want && !rows[i].want[0];
        bool good = !rows[i].want || passed_over ? st == BW_OK && d.coded == !passed_over : st == BW_ERR_SYNTAX && strstr(err.msg, rows[i].want);
        ok(good, "%s%s%s", rows[i].why, good ? "" : ": ", good ? "" : err.msg);
        bw_arena_restore(arena, (bw_arena_mark){0});
    }
    bw_pipeline_close(p);
    bw_arena_free(arena);
    return tap_done();
}
