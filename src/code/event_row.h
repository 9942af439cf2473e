/* event_row.h - what the formats share: one event on its way into a row, and cells of tab-separated rows.
 *
 *   event_csv.c    CSV          event_cameo.c  PETRARCH, Phoenix, ICEWS: pairs in CAMEO
 *   event_table.c  for people   event_gdelt.c  GDELT
 *   event_json.c   JSON Lines   event_plover.c PLOVER JSON, POLECAT
 *   event_document.c documents with their events in them
 *   event_out.c    which events, pairs, repeats, and which format
 */
#ifndef BW_CODE_EVENT_ROW_H
#define BW_CODE_EVENT_ROW_H

#include "base/json.h"
#include "code/codebook.h"
#include "code/event_merge.h"
#include "code/event_out.h"
#include "link/crosswalk.h"

typedef struct {
    const bw_document *doc;
    const bw_event *event;
    const bw_event_out *how;
    bw_buf *out;
    int dyad, of;         /* which pair of how many; of 0: the whole event */
    uint32_t mentions;    /* events of the document that tell its happening */
    bw_merge_row *record; /* NULL: the row is written at once */
    void *lines;          /* of the table for people */
} bw_row;

/* A format. */
typedef struct {
    const char *name;
    bool pairs;   /* a row is a pair, whether --dyads or not */
    bool lonely;  /* and an event without recipient has a row */
    bool story;   /* rows of a document that tell the same are one */
    bool cameo;   /* CAMEO's own: statements (01) belong to it */
    bool plover;  /* PLOVER's own: what has no type does not */
    bool counts;  /* has room for documents and publishers */
    bool all;     /* also what is negated, planned, hypothetical or denied: the record says so */
    void (*header)(const bw_event_out *how, bw_buf *out); /* NULL: none */
    void (*row)(const bw_row *r);
    void (*begin)(const bw_document *doc, bw_buf *out), (*end)(const bw_document *doc, bw_buf *out); /* of each document; NULL: nothing */
} bw_writer;

extern const bw_writer bw_writer_table, bw_writer_jsonl, bw_writer_csv, bw_writer_plover, bw_writer_polecat, bw_writer_phoenix,
    bw_writer_petrarch, bw_writer_icews, bw_writer_gdelt, bw_writer_gdelt1, bw_writer_documents;

/* The table for people is laid out when all its lines are known. */
void *bw_table_new(bw_arena *a);
void bw_table_write(const void *table, const bw_event_out *how, bw_buf *out);

const bw_mention *bw_row_mention(const bw_row *r, int32_t mention); /* NULL for -1 */
uint32_t bw_row_offset(const bw_row *r, uint32_t pos);
bw_str bw_row_words(const bw_row *r, uint32_t start, uint32_t end);
const bw_sentence *bw_row_sentence(const bw_row *r);
bw_str bw_row_publisher(const bw_row *r); /* else the agency */
const char *bw_revision_text(bw_revision_kind k);

void bw_row_join(bw_buf *b, const char *by, bw_str s); /* with `by` before it where the cell has something; nothing for nothing */
void bw_row_names(bw_buf *b, const char *const *names, uint8_t n); /* modes or contexts: "a; b" */
void bw_row_int(bw_buf *b, int64_t n);
void bw_row_fixed(bw_buf *b, double v, int decimals); /* as JSON writes it: no trailing zeros */
void bw_row_day(bw_buf *b, bw_day d);                 /* 2021-04-01; nothing for BW_NO_DAY */

/* 1 country, 2 province, 3 district, 4 city, 5 below. */
int bw_place_resolution(const bw_mention *m);

/* What a row says of all that it may be merged with: `value` here, or what all of them come to. */
void bw_row_slot(const bw_row *r, bw_slot_kind kind, bw_str value);

/* The end of a JSON record that is closed already: what dyads and one-a-day add to it, and its newline. `whole`: also the event's id. */
void bw_row_close_json(const bw_row *r, bool whole);

/* ---- tab-separated rows ---------------------------------------------------------------------------- */

/* A pair of one actor and one recipient. */
typedef struct {
    const bw_row *row;
    const bw_party *party[2];     /* NULL: there is no recipient */
    const bw_mention *mention[2];
    bw_str code[2];               /* in the format's scheme; empty where nothing is known */
    const bw_cameo *cameo;
    const bw_mention *place;      /* or NULL */
} bw_pair;

typedef struct {
    const char *name;
    bw_slot_kind slot;
    void (*put)(const bw_pair *p, bw_buf *cell);
} bw_column;

/* Control characters in values become blanks. `none` stands for an empty cell. */
void bw_row_columns(const bw_row *r, bw_scheme scheme, const bw_column *columns, size_t n, const char *none);
void bw_row_header(const bw_column *columns, size_t n, bw_buf *out);

bw_day bw_pair_day(const bw_pair *p);     /* of the event, for codes that hold for a time */
void bw_pair_compact_day(const bw_pair *p, bw_buf *b); /* 20210401 */
/* The event's code, or what stands for its type; of another book's code only that it has. Never NULL. */
const bw_cameo *bw_row_cameo(const bw_row *r);
void bw_pair_cameo(const bw_pair *p, bw_buf *b); /* three or four digits: a root is its "not specified" */
void bw_pair_root(const bw_pair *p, bw_buf *b);
/* Number of so many bits for the pair, the same in every run. */
uint64_t bw_pair_number(const bw_pair *p, int bits);
/* Number of the sentence from 1; 0: the title. */
int32_t bw_pair_sentence(const bw_pair *p);
/* The place's own name where it is of this resolution, else what it lies in. */
bw_str bw_place_part(const bw_mention *m, int resolution);

/* For a list of columns X(id, name, slot, statement): NONE, SUM, … for the slot. */
#define BW_COLUMN_FUNCTION(id, name, slot, body) \
    static void column_##id(const bw_pair *p, bw_buf *b) { body; (void)p; (void)b; }
#define BW_COLUMN_ROW(id, name, slot, body) {name, BW_SLOT_##slot, column_##id},
#define BW_COLUMN_SKIP(id, name, slot, body)

#endif
