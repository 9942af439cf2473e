/* event_out.h - events as people and programs take them: a table, JSON Lines, CSV, and the formats of other data sets.
 *
 *   takes:   a coded document
 *   gives:   whole lines, in the order of the events
 *   columns: of CSV, docs/commands.md; the record of JSON Lines, docs/events.md; the other formats, docs/formats.md
 *   threads: no shared state
 */
#ifndef BW_CODE_EVENT_OUT_H
#define BW_CODE_EVENT_OUT_H

#include "code/code.h"
#include "code/event_key.h"
#include "link/link.h"

typedef enum {
    BW_TO_TABLE, BW_TO_JSONL, BW_TO_CSV, BW_TO_PLOVER, BW_TO_POLECAT, BW_TO_PHOENIX, BW_TO_PETRARCH, BW_TO_ICEWS, BW_TO_GDELT,
    BW_TO_GDELT1, BW_TO_DOCUMENTS, BW_N_EVENT_FORMATS
} bw_event_format;

typedef struct {
    bw_event_format format;
    bw_event_options record; /* record.all_modalities: also what is not positive and actual */
    float least_confidence;  /* what is less likely to be right is left out */
    bool unique;             /* of events that tell one happening, the first */
    bool dyads;              /* a row for each ordered pair of one actor and one recipient */
    bw_sameness one_a_day;   /* PHOENIX, ROOT: with dyads; bw_event_write() gives records for a collector then */
    int width;               /* of the terminal, in columns; 0: lines are not cut */
    const struct bw_codebook *book; /* of the formats behind CSV, and of dyads; of the others NULL will do */
    const bw_knowledge *knowledge;  /* of the formats behind CSV, and of one_a_day */
} bw_event_out;

/* By the name that --to takes; false: no such format. */
bool bw_event_format_of(const char *name, bw_event_format *out);
/* Whether it has room for the number of documents and publishers that --one-a-day counts. */
bool bw_event_format_counts(bw_event_format f);
/* A line is a document with its events, to be read again: they have their offsets in bytes, and no pairs. */
bool bw_event_format_is_whole(bw_event_format f);
/* CAMEO 01 belongs to the format: the coder is to give statements too. */
bool bw_event_format_has_statements(bw_event_format f);

/* The line above all events, with its newline; empty when the format has none. */
bw_str bw_event_header(const bw_event_out *how, bw_arena *a);

/* All events of a document that `how` (a bw_event_out) asks for. The document's events may be changed. */
void bw_event_write(bw_document *doc, const void *how, bw_buf *out);

/* Collects the records of all documents, in the order in which they come, and gives the rows, in the order in which the first of each
 * came. Holds them in memory, at most BW_COLLECTED bytes. */
typedef struct bw_event_collector bw_event_collector;
enum { BW_COLLECTED = 1 << 30 };

BW_MUST_USE bw_event_collector *bw_event_collector_new(void); /* NULL: no memory */
void bw_event_collector_free(bw_event_collector *c);          /* NULL is allowed */
/* What bw_event_write() gave for one document. BW_ERR_LIMIT when it is too much. `collector`: a bw_event_collector. */
BW_MUST_USE bw_status bw_event_collect(void *collector, bw_str records, bw_err *err);
/* The next row, valid until the next call; BW_END behind the last. */
BW_MUST_USE bw_status bw_event_collected(void *collector, bw_str *row, bw_err *err);

/* Columns of CSV one by one: the name of the i-th (NULL behind the last), and what event `i` has there. */
const char *bw_event_column(size_t i);
void bw_event_cell(const bw_document *doc, uint32_t event, size_t column, const bw_event_options *record, bw_buf *out);
/* A cell as it stands in a row, quoted where it must be. */
void bw_event_field(bw_str cell, bw_buf *out);

/* Of one party of an event: "text", "name", "code", "country", "sectors", "role", "entity", "wikidata". False: no such thing. */
bool bw_event_party(const bw_document *doc, uint32_t event, const bw_party *party, const char *name, bw_buf *out);

/* Cells that a text takes on a terminal: 0 for combining marks, 2 for East Asian wide characters. */
int bw_cells(bw_str s);

#endif
