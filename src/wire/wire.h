/* wire.h - bytes to documents: a stream of news items out of files in the formats that newsrooms use.
 *
 *   takes:   the formats that docs/wire.md lists, recognised by content or named
 *   gives:   documents with their head and text; text is valid UTF-8, repaired where it was not
 *   owner:   a document lies in its arena; the stream stays open until bw_wire_close()
 *   fails:   an item that cannot be read is refused with file, line and cause; the next call goes on behind it
 *   threads: one stream, one thread
 */
#ifndef BW_WIRE_WIRE_H
#define BW_WIRE_WIRE_H

#include "document.h"

/* As --from takes them; wire.c has them in the order in which they are tried. */
#define BW_WIRE_FORMATS                                                                                                \
    "copy|jsonl|csv|tsv|feed|html|nitf|newsml|newsmlg2|ninjs|ritzau|iptc7901|anpa|lexis|factiva|proquest|monitoring|"   \
    "warc|arc|sitemap"

typedef struct {
    bw_str format; /* one of BW_WIRE_FORMATS; empty: recognised */
    bw_day date;   /* for documents without one, and the year's reference for a date without a year; or BW_NO_DAY */
    bw_str text_column, date_column, id_column, title_column, url_column; /* CSV; empty: found by their usual names */
} bw_wire_options;

enum { BW_WIRE_MAX_ITEM = 16 << 20 }; /* bytes of one item */

typedef struct bw_wire bw_wire;

/* Opens a file ("-": standard input). `name` and the options must outlive the stream. */
BW_MUST_USE bw_status bw_wire_open(const char *name, const bw_wire_options *options, bw_wire **out, bw_err *err);
void bw_wire_close(bw_wire *w); /* NULL is allowed */

/* The next document, into doc->arena (inside bw_arena_try). BW_END: no more. Another failure: this item is
 * refused, *err says which (file:line) and why, and the stream goes on, unless the status is BW_ERR_IO. */
BW_MUST_USE bw_status bw_wire_next(bw_wire *w, bw_document *doc, bw_err *err);

/* Where the next item begins, for bw_wire_seek() alone: bytes from the start (of what is unpacked, or UTF-16 becomes), the number of items before
 * it where a file is read whole, an archive's own numbers; its line. Both grow from item to item. */
uint64_t bw_wire_offset(const bw_wire *w);
uint64_t bw_wire_line(const bw_wire *w);
/* How much of the file, as it is stored, was read so far. */
uint64_t bw_wire_bytes(const bw_wire *w);
/* Goes on at an offset that bw_wire_offset() gave, by reading up to it: lines and ids stay what they were.
 * BW_ERR_USAGE: no item begins there. */
BW_MUST_USE bw_status bw_wire_seek(bw_wire *w, uint64_t offset, bw_err *err);

/* One item of plain copy in memory, inside bw_arena_try. */
BW_MUST_USE bw_status bw_wire_read_copy(bw_str bytes, const bw_wire_options *options, bw_document *doc, bw_err *err);

/* The document as one line of JSON, without its newline, as `broadway wire` prints it. */
void bw_wire_write(const bw_document *doc, bw_buf *out);

#endif
