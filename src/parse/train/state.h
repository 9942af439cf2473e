/* state.h - what training must know to go on after a kill, kept in a file beside the weights.
 *
 * The file is replaced whole after each round: a header with the run's fingerprint, then the numbers. It is
 * of one machine and one build; weights that are to be kept are in the file that training ends with.
 *
 *   fails:   BW_ERR_IO; BW_ERR_SYNTAX for a damaged file; BW_ERR_USAGE when it belongs to another run
 */
#ifndef BW_PARSE_TRAIN_STATE_H
#define BW_PARSE_TRAIN_STATE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Numbers of 32 bits that go into the file and come back from it. */
typedef struct {
    float *values;
    size_t n;
} bw_state_part;

typedef struct {
    uint64_t run; /* of data and options: the state of another run is not taken up */
    uint32_t rounds; /* done */
    uint32_t steps;
} bw_state_place;

BW_MUST_USE bw_status bw_state_write(const char *path, const bw_state_place *place, const bw_state_part *parts,
                                     size_t n_parts, bw_err *err);
/* place->run says which run is to go on; the rest is filled in. BW_END: there is no such file, nothing is changed. */
BW_MUST_USE bw_status bw_state_read(const char *path, bw_state_place *place, const bw_state_part *parts,
                                    size_t n_parts, bw_err *err);

#endif
