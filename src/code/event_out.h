/* event_out.h - events as people and programs take them: a table, JSON Lines, CSV.
 *
 *   takes:   a coded document
 *   gives:   whole lines, in the order of the events
 *   columns: of CSV, docs/commands.md; the record of JSON Lines, docs/events.md
 *   threads: no shared state
 */
#ifndef BW_CODE_EVENT_OUT_H
#define BW_CODE_EVENT_OUT_H

#include "code/code.h"

typedef enum { BW_TO_TABLE, BW_TO_JSONL, BW_TO_CSV } bw_event_format;

typedef struct {
    bw_event_format format;
    bw_event_options record; /* record.all_modalities: also what is not positive and actual */
    bool unique;             /* of events that tell one happening, the first */
    bool dyads;              /* a row for each ordered pair of one actor and one recipient */
    int width;               /* of the terminal, in columns; 0: lines are not cut */
} bw_event_out;

/* The line above all events, with its newline; empty when the format has none. */
bw_str bw_event_header(const bw_event_out *how, bw_arena *a);

/* All events of a document that `how` (a bw_event_out) asks for. The document's events may be changed. */
void bw_event_write(bw_document *doc, const void *how, bw_buf *out);

/* Columns of CSV one by one: the name of the i-th (NULL behind the last), and what event `i` has there. */
const char *bw_event_column(size_t i);
void bw_event_cell(const bw_document *doc, uint32_t event, size_t column, const bw_event_options *record, bw_buf *out);

/* Of one party of an event: "text", "name", "code", "country", "sectors", "role", "entity", "wikidata". False: no such thing. */
bool bw_event_party(const bw_document *doc, uint32_t event, const bw_party *party, const char *name, bw_buf *out);

/* Cells that a text takes on a terminal: 0 for combining marks, 2 for East Asian wide characters. */
int bw_cells(bw_str s);

#endif
