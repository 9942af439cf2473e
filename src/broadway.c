/* broadway.c: the public interface over the pipeline. */
#include "broadway.h"

#include "base/utf8.h"
#include "code/event_out.h"
#include "pipeline.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>

struct bw_coder {
    bw_pipeline *pipeline;
};

struct bw_reader {
    const bw_coder *coder;
    bw_arena *arena;
    bw_arena_mark empty;
    bw_document doc;
    bw_err err;
};

const char *bw_version(void) { return BW_VERSION; }

static bw_outcome outcome_of(bw_status st)
{
    switch (st) {
    case BW_OK: return BW_DONE;
    case BW_ERR_MEMORY: return BW_NO_MEMORY;
    default: return BW_REFUSED;
    }
}

bw_outcome bw_coder_open(const bw_coder_options *options, bw_coder **out, char *why)
{
    bw_err err = {0};
    bw_pipeline_options o = {.until = BW_STAGE_CODE, .english_only = true};
    *out = NULL;
    if (why)
        why[0] = 0;
    if (options) {
        if (options->size < sizeof *options) {
            if (why)
                snprintf(why, BW_MESSAGE, "bw_coder_options: size is not set");
            return BW_MISUSE;
        }
        o.knowledge = options->knowledge;
        o.lexicon = options->lexicon;
        o.codebook = options->codebook;
        o.no_builtin = options->no_builtin != 0;
    }
    bw_coder *c = calloc(1, sizeof *c);
    bw_status st = c ? bw_pipeline_open(&o, &c->pipeline, &err) : bw_fail(&err, BW_ERR_MEMORY, "out of memory");
    if (st) {
        free(c);
        if (why)
            snprintf(why, BW_MESSAGE, "%s", err.msg);
        return st == BW_ERR_MEMORY ? BW_NO_MEMORY : st == BW_ERR_USAGE ? BW_MISUSE : BW_UNREADABLE;
    }
    *out = c;
    return BW_DONE;
}

void bw_coder_close(bw_coder *coder)
{
    if (coder)
        bw_pipeline_close(coder->pipeline);
    free(coder);
}

const char *bw_coder_version(const bw_coder *coder) { return bw_pipeline_coder(coder->pipeline); }

bw_reader *bw_reader_new(const bw_coder *coder)
{
    bw_reader *r = calloc(1, sizeof *r);
    bw_arena *arena = bw_arena_new(BW_DOCUMENT_MEMORY);
    if (!r || !arena) {
        free(r);
        bw_arena_free(arena);
        return NULL;
    }
    *r = (bw_reader){.coder = coder, .arena = arena, .empty = bw_arena_save(arena)};
    return r;
}

void bw_reader_free(bw_reader *reader)
{
    if (reader)
        bw_arena_free(reader->arena);
    free(reader);
}

const char *bw_reader_error(const bw_reader *reader) { return reader->err.msg; }

/* ---- reading ------------------------------------------------------------------------------------- */

typedef struct {
    bw_reader *reader;
    const bw_text *text; /* or copy */
    bw_str copy;
    const char *published;
} reading;

static bw_str repaired(bw_reader *r, bw_str s)
{
    size_t n_bad = 0;
    if (!s.ptr)
        return s;
    bw_str whole = bw_utf8_repair(r->arena, s, &n_bad);
    r->doc.head.n_repaired += (uint32_t)n_bad;
    return whole.ptr == s.ptr ? bw_str_copy(r->arena, s) : whole; /* the caller's bytes may go */
}

static bw_status read_text(reading *job, bw_err *err)
{
    bw_reader *r = job->reader;
    const bw_text *t = job->text;
    bw_head *h = &r->doc.head;
    size_t len = t->length ? t->length : strlen(t->text);
    if (len > BW_WIRE_MAX_ITEM)
        return bw_fail(err, BW_ERR_LIMIT, "text is over the limit of %d MB", BW_WIRE_MAX_ITEM >> 20);
    h->text = repaired(r, (bw_str){t->text, len});
    h->id = repaired(r, bw_str_of(t->id));
    h->title = repaired(r, bw_str_of(t->title));
    h->published = repaired(r, bw_str_of(t->published));
    h->url = repaired(r, bw_str_of(t->url));
    h->publisher = repaired(r, bw_str_of(t->publisher));
    h->language = BW_LIT("en");
    if (h->published.ptr)
        h->day = bw_day_parse(h->published);
    return BW_OK;
}

static bw_status read_copy(reading *job, bw_err *err)
{
    bw_wire_options o = {.date = BW_NO_DAY};
    if (job->published && (o.date = bw_day_parse(bw_str_of(job->published))) == BW_NO_DAY)
        return bw_fail(err, BW_ERR_SYNTAX, "'%.40s' is not a day such as 2021-04-01", job->published);
    return bw_wire_read_copy(bw_str_copy(job->reader->arena, job->copy), &o, &job->reader->doc, err);
}

static bw_status read_document(void *with, bw_err *err)
{
    reading *job = with;
    bw_status st = job->text ? read_text(job, err) : read_copy(job, err);
    return st ? st : bw_pipeline_run(job->reader->coder->pipeline, &job->reader->doc, err);
}

static bw_outcome run(reading *job)
{
    bw_reader *r = job->reader;
    bw_arena_restore(r->arena, r->empty);
    r->doc = (bw_document){.arena = r->arena, .head = {.words = -1, .day = BW_NO_DAY, .revision.writethru = -1}};
    r->err = (bw_err){0};
    bw_status st = bw_arena_try(r->arena, read_document, job, &r->err);
    if (st) {
        bw_arena_restore(r->arena, r->empty);
        r->doc = (bw_document){.arena = r->arena};
    }
    return outcome_of(st);
}

bw_outcome bw_reader_read(bw_reader *reader, const bw_text *document)
{
    if (document->size < sizeof *document || !document->text) {
        (void)bw_fail(&reader->err, BW_ERR_USAGE, "bw_text: size or text is not set");
        return BW_MISUSE;
    }
    reading job = {.reader = reader, .text = document};
    return run(&job);
}

bw_outcome bw_reader_read_copy(bw_reader *reader, const char *copy, size_t length, const char *published)
{
    reading job = {.reader = reader, .copy = {copy, length}, .published = published};
    if (length > BW_WIRE_MAX_ITEM) {
        (void)bw_fail(&reader->err, BW_ERR_LIMIT, "copy is over the limit of %d MB", BW_WIRE_MAX_ITEM >> 20);
        return BW_REFUSED;
    }
    return run(&job);
}

/* ---- what it said --------------------------------------------------------------------------------- */

size_t bw_reader_events(const bw_reader *reader) { return reader->doc.n_events; }

const char *bw_field_name(size_t i) { return bw_event_column(i); }

static const bw_parties *parties_of(const bw_reader *r, size_t event, bw_side side)
{
    if (event >= r->doc.n_events)
        return NULL;
    const bw_event *e = &r->doc.events[event];
    return side == BW_ACTOR ? &e->actor : side == BW_RECIPIENT ? &e->recipient : NULL;
}

size_t bw_reader_parties(const bw_reader *reader, size_t event, bw_side side)
{
    const bw_parties *ps = parties_of(reader, event, side);
    return ps ? ps->n : 0;
}

/* A question about the document, put where memory may run out. */
typedef struct {
    const bw_reader *reader;
    uint32_t event;
    size_t column;
    const bw_party *party; /* or a column, or the whole when name is NULL */
    const char *name;
    bw_buf out;
    bool there;
} question;

static bw_status answer(void *with, bw_err *err)
{
    question *q = with;
    const bw_document *doc = &q->reader->doc;
    bw_event_options how = {.coder = bw_str_of(bw_coder_version(q->reader->coder))};
    (void)err;
    q->there = true;
    if (q->party)
        q->there = bw_event_party(doc, q->event, q->party, q->name, &q->out);
    else if (q->name)
        bw_event_cell(doc, q->event, q->column, &how, &q->out);
    else
        bw_code_write(doc, q->event, &how, &q->out);
    bw_buf_char(&q->out, '\0');
    return BW_OK;
}

static const char *ask(bw_reader *r, question *q)
{
    bw_err err;
    q->reader = r;
    q->out.arena = r->arena;
    return bw_arena_try(r->arena, answer, q, &err) == BW_OK && q->there ? q->out.ptr : NULL;
}

const char *bw_reader_field(bw_reader *reader, size_t event, const char *name)
{
    question q = {.event = (uint32_t)event, .name = name};
    while (bw_event_column(q.column) && strcmp(bw_event_column(q.column), name) != 0)
        q.column++;
    return event < reader->doc.n_events && bw_event_column(q.column) ? ask(reader, &q) : NULL;
}

const char *bw_reader_party(bw_reader *reader, size_t event, bw_side side, size_t party, const char *name)
{
    const bw_parties *ps = parties_of(reader, event, side);
    if (!ps || party >= ps->n)
        return NULL;
    question q = {.event = (uint32_t)event, .party = &ps->items[party], .name = name};
    return ask(reader, &q);
}

const char *bw_reader_json(bw_reader *reader, size_t event)
{
    question q = {.event = (uint32_t)event};
    return event < reader->doc.n_events ? ask(reader, &q) : NULL;
}
