/* marked.h - a sentence with its actor and recipient marked in the text. */
#ifndef BW_CODE_MARKED_H
#define BW_CODE_MARKED_H

#include "document.h"

/* Takes <s>…</s> and <t>…</t> out of the text; the first of each says where actor and recipient stand, further
 * marks are dropped. Who is not marked has an empty span: the text does not name it. The text is new, in the arena. */
void bw_unmark(bw_arena *a, bw_str marked, bw_str *text, bw_span *actor, bw_span *recipient);

/* The statuses of an annotated act, in the order of `bw_annotated.status`. */
enum { BW_ANNOTATED_STATUSES = 5 };
extern const char *const bw_annotated_statuses[BW_ANNOTATED_STATUSES];

/* A line of training/events: what is coded of two actors of a sentence. */
typedef struct {
    bw_plover act, code; /* `code` BW_PLOVER_NONE: no event */
    uint8_t status;
    char cameo[BW_MAX_CAMEO]; /* "": not said */
    bw_str text;
    bw_span actor, recipient;
} bw_annotated;

/* Fails with BW_ERR_SYNTAX and FILE:LINE. The text is new, in the arena. */
BW_MUST_USE bw_status bw_annotated_read(bw_arena *a, bw_str line, const char *file, uint32_t number, bw_annotated *out, bw_err *err);

#endif
