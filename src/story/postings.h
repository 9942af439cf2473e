/* postings.h - from hashes to the numbers of documents that came last with them, at most so many of each.
 *
 *   memory:  8 bytes an entry, in a table at most two thirds full; numbers below the oldest are dropped when it grows
 *   owner:   the table owns its memory (malloc)
 *   fails:   bw_postings_room: BW_ERR_MEMORY, the table as it was
 *
 * What it holds depends on what was put in, not on the order in the table. Only 32 bits of a hash are kept: who needs to be sure
 * compares what the document has.
 */
#ifndef BW_STORY_POSTINGS_H
#define BW_STORY_POSTINGS_H

#include "base/err.h"

#include <stdint.h>

enum { BW_POSTINGS_EACH = 8 };

typedef struct {
    uint32_t tag; /* of the hash; 0: free */
    uint32_t number;
} bw_posting;

typedef struct {
    bw_posting *slots;
    uint32_t n, size; /* a power of two */
    uint32_t oldest;  /* numbers below are forgotten */
} bw_postings;

void bw_postings_free(bw_postings *p);

/* Room for so many more; then bw_postings_put() cannot fail. */
BW_MUST_USE bw_status bw_postings_room(bw_postings *p, uint32_t more, bw_err *err);
void bw_postings_put(bw_postings *p, uint32_t tag, uint32_t number);

uint32_t bw_postings_tag(uint64_t hash); /* never 0 */

/* Has memory fetched that a put or get of this tag will need: worth its while where several follow. */
void bw_postings_fetch(const bw_postings *p, uint32_t tag);

/* The numbers of a hash, the latest first; returns how many. */
uint32_t bw_postings_get(const bw_postings *p, uint64_t hash, uint32_t numbers[BW_POSTINGS_EACH]);

#endif
