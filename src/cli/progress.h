/* progress.h - one line on the terminal while long work goes on: documents, words a second, time left.
 *
 * Nothing is written unless standard error is a terminal and results go elsewhere, and nothing in the first
 * second. threads: one at a time.
 */
#ifndef BW_CLI_PROGRESS_H
#define BW_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    bool on;
    double started, shown; /* seconds; shown 0: not yet */
    uint64_t documents, words; /* documents 0: not told */
    uint64_t bytes, total; /* of the inputs; total 0: not known */
} bw_progress;

/* Seconds of a clock that never goes back. */
double bw_clock(void);

void bw_progress_start(bw_progress *p, bool to_terminal, uint64_t total);
void bw_progress_show(bw_progress *p);  /* when it is time again */
void bw_progress_clear(bw_progress *p); /* takes the line away: something else is to be written, or the end */

/* The line, without cursor control: "1,204 documents  18,400 words/s  2 min 10 s left". */
void bw_progress_text(const bw_progress *p, double now, char *out, int room);

#endif
