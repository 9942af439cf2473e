/* Streams of what databases hand out: a file as plain text, RTF or HTML, cut into its documents. */
#include "wire/copy/copytext.h"
#include "wire/decode.h"
#include "wire/export/docx.h"
#include "wire/export/export.h"
#include "wire/export/exportdoc.h"
#include "wire/export/lineout.h"
#include "wire/export/pagelines.h"
#include "wire/export/rtf.h"
#include "wire/reader.h"

typedef enum { WITHIN, APART, LAST } boundary; /* a line of a document; between two; the last of one */

typedef struct {
    const char *name, *cover; /* the kind of labels that pages around the documents have */
    bool (*looks)(bw_str text);
    void (*read)(bw_str text, bw_exportdoc *x);
    boundary (*divide)(bw_str line, bool *counted);
    int least; /* so many of these labels make a cover; 0: there are none */
} database;

/* ---- where documents end ------------------------------------------------------------------------ */

static boundary divide_counted(bw_str line, bool *counted)
{
    bool is_count = bw_label_count(line) == BW_LABEL_WHAT;
    *counted |= is_count;
    return is_count ? APART : WITHIN;
}

static boundary divide_lexis(bw_str line, bool *counted)
{
    if (bw_label_find("lexis-alone", line) == BW_LABEL_END)
        return LAST;
    return divide_counted(line, counted);
}

static boundary divide_factiva(bw_str line, bool *counted)
{
    (void)counted;
    return bw_factiva_ends(line) ? LAST : WITHIN;
}

static boundary divide_proquest(bw_str line, bool *counted)
{
    return bw_exportdoc_is_rule(line) ? APART : divide_counted(line, counted);
}

static boundary divide_monitoring(bw_str line, bool *counted)
{
    (void)counted;
    if (bw_monitoring_ends(line))
        return LAST;
    return bw_exportdoc_is_rule(line) || bw_str_starts(line, BW_LIT("BBC Mon ")) ? APART : WITHIN;
}

static const database lexis = {"lexis", "lexis-cover", bw_lexis_looks, bw_lexis_read, divide_lexis, 3};
static const database factiva = {"factiva", "factiva-cover", bw_factiva_looks, bw_factiva_read, divide_factiva, 0};
static const database proquest = {"proquest", "proquest-cover", bw_proquest_looks, bw_proquest_read, divide_proquest, 2};

/* Read as plain copy, which knows them. */
static const database monitoring = {"monitoring", "", bw_monitoring_looks, NULL, divide_monitoring, 0};

static const database *database_of(const bw_wire *w)
{
    return w->reader == &bw_reader_monitoring ? &monitoring : w->reader == &bw_reader_factiva ? &factiva : w->reader == &bw_reader_proquest ? &proquest : &lexis;
}

/* ---- a document --------------------------------------------------------------------------------- */

static void read_as(const database *db, bw_str text, bw_strs headings, const bw_wire_options *options, bw_document *doc)
{
    bw_exportdoc x;
    bw_exportdoc_start(&x, db->name, headings, options, doc);
    db->read(text, &x);
    bw_exportdoc_finish(&x);
}

bool bw_export_read_database(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    static const database *const all[] = {&lexis, &factiva, &proquest};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->looks(text)) {
            read_as(all[i], text, (bw_strs){0}, options, doc);
            return true;
        }
    return false;
}

/* Covers, lists, what was asked for, how to write to the database: a label of such pages or, unless the file says that this is a
 * document, no line of prose. */
static bool is_furniture(const database *db, bw_str text, bool sure)
{
    size_t pos = 0, start;
    bw_str line, value;
    bool prose = false;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        if (bw_label_read(db->cover, line, &value) == BW_LABEL_COVER || bw_label_find(db->cover, line) == BW_LABEL_COVER)
            return true;
        prose |= line.len > 60 && bw_copytext_ends_sentence(line) && !bw_exportdoc_notice(line);
    }
    return !prose && !sure;
}

/* ---- the stream --------------------------------------------------------------------------------- */

typedef struct {
    bool plain;   /* text as the file has it: any encoding, no headings marked */
    bool counted; /* what comes next stands behind a count */
} stream;

enum { MAX_HEADINGS = 32 };

typedef struct {
    bw_buf text;
    bw_strs headings;
    bool has_text;
    bool counted, ended; /* the file says that a document begins here, or ended */
} chunk;

typedef enum { PLAIN, RTF, HTML, WORD } container;

static container container_of(bw_str head)
{
    static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<div", "<table", "<p>", "<?xml", "<meta"};
    head = bw_str_trim(bw_str_slice(head, 0, 1024));
    if (bw_str_starts(head, BW_LIT("{\\rtf")))
        return RTF;
    if (bw_str_starts(head, BW_LIT("PK\x03\x04")))
        return WORD;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (bw_str_starts_fold(head, bw_str_of(tags[i])))
            return HTML;
    return PLAIN;
}

/* Puts in place of *f what it holds, as lines. False: no memory; then *f, which is the caller's to close, may be one layer on. */
static bool open_lines(container what, FILE **f)
{
    if (what == WORD) {
        FILE *body = bw_docx_open(*f);
        if (!body)
            return false;
        *f = body;
    }
    FILE *lines = what == RTF ? bw_rtf_open(*f) : bw_pagelines_open(*f, what == WORD ? BW_PAGELINES_WORD : BW_PAGELINES_HTML);
    if (lines)
        *f = lines;
    return lines != NULL;
}

/* The first bytes as text. */
static bw_str sample(const bw_wire *w, bw_str head)
{
    uint32_t n_repaired = 0;
    container what = container_of(head);
    if (what == PLAIN)
        return bw_copytext_clean(w->permanent, bw_decode_text(w->permanent, head, &n_repaired));
    char *text = bw_arena_alloc(w->permanent, head.len); /* first: without memory it does not come back */
    FILE *f = fmemopen((void *)(uintptr_t)head.ptr, head.len, "rb");
    size_t n = f && open_lines(what, &f) ? fread(text, 1, head.len, f) : 0;
    if (f)
        fclose(f);
    return bw_copytext_clean(w->permanent, (bw_str){text, n});
}

/* A cover may list more documents than the first bytes hold. */
static bool begins_with_cover(const database *db, bw_str text)
{
    size_t pos = 0, start;
    bw_str line, value;
    int n = 0;
    for (int i = 0; i < 60 && bw_copytext_line(text, &pos, &line, &start); i++)
        n += bw_label_read(db->cover, line, &value) == BW_LABEL_COVER || bw_label_find(db->cover, line) == BW_LABEL_COVER;
    return db->least && n >= db->least;
}

/* Of plain text only what is no table: a cell may hold a document. */
static bool recognise(const database *db, const bw_wire *w, bw_str head, bool whole)
{
    bool table = container_of(head) == PLAIN &&
                 (bw_reader_tsv.recognise(w, head, whole) || bw_reader_csv.recognise(w, head, whole));
    bw_str text = table ? (bw_str){0} : sample(w, head);
    return !table && (db->looks(text) || begins_with_cover(db, text));
}
static bool recognise_lexis(const bw_wire *w, bw_str head, bool whole) { return recognise(&lexis, w, head, whole); }
static bool recognise_factiva(const bw_wire *w, bw_str head, bool whole) { return recognise(&factiva, w, head, whole); }
static bool recognise_monitoring(const bw_wire *w, bw_str head, bool whole) { return recognise(&monitoring, w, head, whole); }
static bool recognise_proquest(const bw_wire *w, bw_str head, bool whole) { return recognise(&proquest, w, head, whole); }

static bw_status open(bw_wire *w, bw_err *err)
{
    stream *s = BW_NEW(w->permanent, stream, 1);
    container what = container_of(w->head);
    w->state = s;
    s->plain = what == PLAIN;
    if (s->plain) {
        bw_status st = bw_reader_check_text(w, w->head, w->whole, err);
        if (st)
            return st;
    } else {
        if (!open_lines(what, &w->file))
            return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
    }
    w->lines = bw_lines_new(w->file, w->name, BW_WIRE_MAX_ITEM);
    return w->lines ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
}

static void add_line(bw_wire *w, bw_str line, chunk *c)
{
    stream *s = w->state;
    if (!c->has_text && bw_str_trim(line).len) {
        c->has_text = true;
        w->item_line = bw_lines_number(w->lines);
    }
    if (!s->plain && line.len && line.ptr[0] == BW_EXPORT_HEADING) {
        line = bw_str_slice(line, 1, line.len);
        if (c->headings.n < MAX_HEADINGS)
            BW_PUSH(c->text.arena, c->headings.items, c->headings.n, c->headings.room,
                    bw_str_trim(bw_copytext_clean(c->text.arena, bw_str_copy(c->text.arena, line))));
    }
    bw_buf_str(&c->text, line);
    bw_buf_char(&c->text, '\n');
}

/* The lines up to where a document ends. */
static bw_status read_chunk(bw_wire *w, const database *db, chunk *c, bw_err *err)
{
    stream *s = w->state;
    bw_str line;
    bw_status st;
    bool too_long = false;
    c->counted = s->counted;
    s->counted = false;
    while ((st = bw_lines_next(w->lines, &line, err)) == BW_OK) {
        bw_str bare = bw_str_trim(line);
        if (!s->plain && bare.len && bare.ptr[0] == BW_EXPORT_HEADING)
            bare = bw_str_slice(bare, 1, bare.len);
        bool apart = !s->plain && bare.len == 1 && bare.ptr[0] == BW_EXPORT_BREAK;
        if (bare.len < 120)
            bare = bw_str_trim(bw_copytext_clean(c->text.arena, bare));
        boundary b = apart ? APART : db->divide(bare, &s->counted);
        c->ended |= b == LAST;
        if (b != APART && !too_long) {
            too_long = c->text.len + line.len >= BW_WIRE_MAX_ITEM;
            if (!too_long)
                add_line(w, line, c);
        }
        if (b != WITHIN && c->has_text)
            break;
        if (b == APART) {
            c->counted |= s->counted;
            s->counted = false;
        }
    }
    if (too_long && (st == BW_OK || st == BW_END))
        return bw_fail(err, BW_ERR_LIMIT, "%s:%llu: document is over the limit of %d MB", w->name,
                       (unsigned long long)w->item_line, BW_WIRE_MAX_ITEM >> 20);
    return st == BW_END && c->has_text ? BW_OK : st;
}

/* Characters that the file's own encoding did not have. */
static uint32_t count_replaced(bw_str text)
{
    uint32_t n = 0;
    for (size_t at = 0; (at = bw_str_find(text, BW_LIT("\xEF\xBF\xBD"), at)) < text.len; at += 3)
        n++;
    return n;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    const database *db = database_of(w);
    stream *s = w->state;
    for (;;) {
        chunk c = {.text.arena = doc->arena};
        bw_arena_mark empty = bw_arena_save(doc->arena);
        bw_status st = read_chunk(w, db, &c, err);
        if (st)
            return st;
        uint32_t n_repaired = 0;
        bw_str bytes = bw_buf_view(&c.text);
        if (s->plain)
            bytes = bw_decode_text(doc->arena, bytes, &n_repaired);
        else
            n_repaired = count_replaced(bytes);
        bw_str text = bw_copytext_clean(doc->arena, bytes);
        bool looks = db->looks(text);
        if (!looks && !c.ended && is_furniture(db, text, c.counted)) {
            bw_arena_restore(doc->arena, empty);
            continue;
        }
        doc->head.id = bw_reader_id(w, doc->arena);
        doc->head.n_repaired = n_repaired;
        if (db->read && (looks || c.counted)) {
            read_as(db, text, c.headings, w->options, doc);
        } else {
            st = bw_wire_read_copy(text, w->options, doc, err);
            if (st)
                return bw_fail_at(err, st, "%s:%llu", w->name, (unsigned long long)w->item_line);
        }
        if (doc->head.text.len == 0 && doc->head.title.len == 0)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: a document of %s without headline and text: is it cut off?",
                           w->name, (unsigned long long)w->item_line, db->name);
        return BW_OK;
    }
}

#define READER(which) \
    {.name = #which, .recognise = recognise_##which, .open = open, .next = next, .checks = true}
const bw_reader bw_reader_lexis = READER(lexis);
const bw_reader bw_reader_factiva = READER(factiva);
const bw_reader bw_reader_proquest = READER(proquest);
const bw_reader bw_reader_monitoring = READER(monitoring);
