/* packer.h - many short texts that are much alike (records of JSON, rows), held in a fifth of their size.
 *
 *   takes:   texts; the first one teaches what they have in common
 *   gives:   packed texts in an arena, and the texts again
 *   fails:   ptr NULL: no memory
 *   threads: one at a time
 */
#ifndef BW_STORY_PACKER_H
#define BW_STORY_PACKER_H

#include "base/str.h"

typedef struct bw_packer bw_packer;

BW_MUST_USE bw_packer *bw_packer_new(void); /* NULL: no memory */
void bw_packer_free(bw_packer *p);          /* NULL is allowed */

/* Inside bw_arena_try(). `scratch` is needed for the time of the call. */
BW_MUST_USE bw_str bw_packer_pack(bw_packer *p, bw_str text, bw_arena *scratch, bw_arena *kept);
BW_MUST_USE bw_str bw_packer_unpack(const bw_packer *p, bw_str packed, bw_arena *a);

#endif
