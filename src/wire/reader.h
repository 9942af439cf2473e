/* reader.h - inside the stage: a stream, and what each format must know. One file a format; wire.c lists them.
 *
 * A reader takes bytes from `file` (copy) or line by line from `lines`. Memory that it needs between items hangs
 * from `permanent`; an item's lies in the document's arena.
 */
#ifndef BW_WIRE_READER_H
#define BW_WIRE_READER_H

#include "base/file.h"
#include "wire/source.h"
#include "wire/wire.h"

#include <stdio.h>

typedef struct {
    const char *name;
    /* Whether a stream that begins with `head` is of this format; *whole: that is all of it. */
    bool (*recognise)(const bw_wire *w, bw_str head, bool whole);
    /* Called once, in an arena try on w->permanent; may be NULL. */
    bw_status (*open)(bw_wire *w, bw_err *err);
    bw_status (*next)(bw_wire *w, bw_document *doc, bw_err *err);
    void (*close)(bw_wire *w); /* may be NULL */
    /* Where the next item begins, and how to go on there, for streams that know; NULL: lines when by_line, else the number of
     * items handed out. */
    uint64_t (*offset)(const bw_wire *w);
    bw_status (*seek)(bw_wire *w, uint64_t offset, bw_err *err);
    bool by_line;
    bool checks; /* whether the file is text is for the reader to see: bw_reader_check_text() */
    bool raw; /* takes bytes as the file has them: any encoding, NULs, controls */
} bw_reader;

extern const bw_reader bw_reader_copy, bw_reader_lexis, bw_reader_factiva, bw_reader_proquest, bw_reader_monitoring, bw_reader_jsonl, bw_reader_csv,
    bw_reader_tsv, bw_reader_html, bw_reader_feed, bw_reader_warc, bw_reader_arc, bw_reader_sitemap;
extern const bw_reader bw_reader_anpa, bw_reader_iptc7901, bw_reader_ninjs, bw_reader_nitf, bw_reader_newsml, bw_reader_newsmlg2,
    bw_reader_ritzau;

struct bw_wire {
    const char *name; /* as given */
    const bw_wire_options *options;
    const bw_reader *reader;
    bw_source *source;
    FILE *file; /* what it holds, for readers that do not take it from the source themselves */
    bw_str head; /* its first bytes, decoded; `whole`: all of them */
    bool whole;
    bw_lines *lines;
    uint64_t item_line; /* where the last item began */
    uint64_t n_items;   /* handed out or refused */
    bw_arena *permanent;
    void *state; /* the reader's own */
    bool done, fault_told;
};

/* Whether the first bytes are of a text that can be read; else says what they are. */
BW_MUST_USE bw_status bw_reader_check_text(const bw_wire *w, bw_str head, bool whole, bw_err *err);

/* All that is left of the file, in `a`. BW_ERR_LIMIT, with `what` it should have been, when that is over `limit` bytes. */
BW_MUST_USE bw_status bw_reader_whole(bw_wire *w, bw_arena *a, size_t limit, const char *what, bw_str *out, bw_err *err);

/* FILE:LINE, for an item without an id. */
bw_str bw_reader_id(const bw_wire *w, bw_arena *a);

/* A time as feeds and tables write it, for head.published and head.day; what holds no date ("3:58 PM") leaves the
 * document undated, as does a month or year alone. False: a date in figures that may mean two days ("5/8/24"), or does not exist. */
bool bw_reader_published(bw_document *doc, bw_str s);

/* Completes the head of an item whose fields came one by one: dateline that stands in the text, language, day. The
 * text is not altered. */
void bw_reader_complete(const bw_wire_options *options, bw_document *doc);

#endif
