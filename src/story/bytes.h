/* bytes.h - rows of the state: numbers and texts as bytes, the lowest byte first, so that a state is the same on every machine.
 *
 *   fails:   what is read beyond the end, or is not as it was written, makes the reader bad; it then gives zeros
 */
#ifndef BW_STORY_BYTES_H
#define BW_STORY_BYTES_H

#include "base/str.h"

void bw_bytes_put(bw_buf *out, uint64_t n, size_t bytes);
void bw_bytes_put_text(bw_buf *out, bw_str s); /* ptr NULL stays so */

/* To be called last: a hash of all before, by which damage is seen. */
void bw_bytes_seal(bw_buf *out);

typedef struct {
    bw_str rest;
    bool bad;
} bw_bytes;

/* What stands before the seal; bad where it is broken. */
bw_bytes bw_bytes_open(bw_str row);
uint64_t bw_bytes_take(bw_bytes *r, size_t bytes);
uint64_t bw_bytes_take_count(bw_bytes *r, size_t bytes, uint64_t most); /* bad where it is over that */
bw_str bw_bytes_take_text(bw_bytes *r); /* points into the row */

#endif
