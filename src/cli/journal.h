/* journal.h - how far a run has got, so that --resume goes on where it was killed.
 *
 * Beside OUTPUT lies OUTPUT.progress while a run is under way: which input, at what offset, and how long the
 * output was then. It is replaced whole, after the output has reached the disk; so at any moment it describes
 * bytes that are there, and what stands behind them can be cut off and made again.
 *
 *   fails:   BW_ERR_IO; BW_ERR_SYNTAX for a damaged journal; BW_ERR_USAGE when it belongs to another run
 */
#ifndef BW_CLI_JOURNAL_H
#define BW_CLI_JOURNAL_H

#include "base/str.h"

typedef struct {
    int file;        /* index of the input that is next to be read, or being read */
    uint64_t offset; /* where its next item begins: bw_wire_offset() */
    uint64_t output; /* bytes of the output that tell of all that is done */
    bool refused;    /* some input was refused */
} bw_place;

/* `run` names the command, its options and inputs: another run's journal is not taken up. */
BW_MUST_USE bw_status bw_journal_write(const char *output, const char *run, const bw_place *place, bw_err *err);
/* BW_END: there is no journal. */
BW_MUST_USE bw_status bw_journal_read(const char *output, const char *run, bw_place *place, bw_err *err);
/* The run is complete. */
void bw_journal_remove(const char *output);

#endif
