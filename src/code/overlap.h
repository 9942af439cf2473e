/* overlap.h - patterns that say what another says already, and those that give two codes to the same words.
 *
 *   takes:   a compiled lexicon
 *   gives:   a fault for each pattern that never counts and for each that contradicts another
 *   owner:   the lexicon's arena
 */
#ifndef BW_CODE_OVERLAP_H
#define BW_CODE_OVERLAP_H

#include "code/lexicon.h"

typedef void bw_fault_fn(void *with, const char *file, uint32_t line, uint32_t column, const char *cause);

/* Rules of a folder may contradict those built in, over which they lie. Gives the number of readings: the ways to fill all
 * patterns with one word at each place, which is what dictionaries of one phrase a line count. */
uint64_t bw_overlaps_find(const bw_lexicon *l, bw_fault_fn *report, void *with);

#endif
