/* event_merge.h - rows that tell the same, made one that counts them.
 *
 *   takes:   rows with a key; rows of one key become one
 *   gives:   the rows in the order in which their keys first came, each with the text of the first and what was
 *            counted or listed over all of them in its slots
 *   memory:  the first row of each key, and what its lists hold, in the arena
 *   owner:   rows are copied
 */
#ifndef BW_CODE_EVENT_MERGE_H
#define BW_CODE_EVENT_MERGE_H

#include "base/map.h"

typedef enum {
    BW_SLOT_NONE,
    BW_SLOT_SUM,        /* of the rows' numbers */
    BW_SLOT_DOCUMENTS,  /* how many documents they come from */
    BW_SLOT_PUBLISHERS, /* how many publishers; those without a name are one */
    BW_SLOT_LIST,       /* the rows' values, each once, with ';' between */
    BW_N_SLOTS
} bw_slot_kind;

enum { BW_MAX_SLOTS = 4 };

typedef struct {
    bw_slot_kind kind;
    uint32_t at;     /* in the row's text: what goes there */
    bw_str value;    /* of this row */
} bw_slot;

typedef struct {
    bw_str key, publisher, text;
    bw_slot slots[BW_MAX_SLOTS];
    uint32_t n_slots;
} bw_merge_row;

typedef struct bw_merged bw_merged; /* a row of the result */

typedef struct {
    bw_arena *arena;
    bw_map by_key;
    bw_merged *rows;
    uint32_t n, room;
} bw_merge;

/* `document` numbers the document that the row comes from; those of one document come together. */
void bw_merge_add(bw_merge *m, const bw_merge_row *r, uint64_t document);
void bw_merge_write(const bw_merge *m, uint32_t i, bw_buf *out);

/* A row as bytes, to be handed from one thread to another. */
void bw_merge_pack(const bw_merge_row *r, bw_buf *out);
/* Takes one from the front; false when there is none. */
bool bw_merge_unpack(bw_str *rest, bw_merge_row *r);

#endif
