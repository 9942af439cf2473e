/* telling_record.h - what is held of all tellings, and the record of an event with what the best of its tellings say.
 *
 * Inside the stage: telling.c takes tellings in and finds which are one event, telling_record.c writes.
 */
#ifndef BW_STORY_TELLING_RECORD_H
#define BW_STORY_TELLING_RECORD_H

#include "base/map.h"
#include "code/code.h"
#include "story/packer.h"
#include "story/telling.h"
#include "story/telling_match.h"

enum { BW_TOLD_NONE = UINT32_MAX };

/* A document that tells of events. */
typedef struct {
    bw_str id, story, copy, revision_of, publisher, published;
    bw_str withdrawn_by, corrected_by; /* ids; ptr NULL: neither */
    bw_day day;
    uint32_t source;                   /* the first document of its chain of versions */
    uint32_t same_id;                  /* an earlier one of the same id, or none */
} bw_told_by;

/* An event: a chain of tellings, in the order in which they were found to be its. */
typedef struct {
    uint32_t first, last, n;
    uint32_t earliest; /* that came first */
    bw_day from, to;   /* the finest date that is told */
    bool assumed;      /* it is a document's own */
    uint32_t next;     /* of the same story and type */
    char id[33];
} bw_told;

struct bw_tellings {
    bw_tellings_options options;
    bw_event_options how;  /* records are written, where a document brings none */
    bw_packer *packer;     /* of bw_telling.raw */
    bw_arena *kept, *scratch;
    bw_arena_mark empty;   /* of scratch */
    bw_told_by *documents;
    uint32_t n_documents, room_documents;
    bw_telling *tellings;
    uint32_t n_tellings, room_tellings;
    bw_told *events;
    uint32_t n_events, room_events;
    bw_map by_id, by_telling, by_key; /* documents; tellings that are known; events, or the last of a story and type */
    uint32_t n_strays;     /* see bw_tellings_strays() */
    uint32_t given;        /* events handed out */
    bool grouped;
    bw_status full;        /* not BW_OK: no more is taken, and nothing given */
};

/* What is to be kept of event `i` of a document, to be written later; packed it is bw_telling.raw. In the document's arena. */
bw_str bw_told_keep(const bw_tellings *t, const bw_document *doc, uint32_t i);

/* The line that names the columns; nothing for JSON. */
void bw_told_header(const bw_tellings *t, bw_buf *out);
/* The event's line, with its newline; memory from t->scratch. */
BW_MUST_USE bw_status bw_told_write(const bw_tellings *t, const bw_told *e, bw_buf *out, bw_err *err);

#endif
