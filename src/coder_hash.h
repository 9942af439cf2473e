/* coder_hash.h - the version of all that decides what is coded, so that a run can be repeated.
 *
 *   hash:  128 bits over program source, knowledge, lexicon and models as built in, the options that shape the
 *          output, and every file of the folders laid over them; the same on all machines
 *   fails: BW_ERR_IO for a folder that cannot be read
 */
#ifndef BW_CODER_HASH_H
#define BW_CODER_HASH_H

#include "base/str.h"

/* `folders`: n of them, NULL where there is none. `options`: any text. Writes 32 hexadecimal digits and a NUL. */
BW_MUST_USE bw_status bw_coder_hash(const char *const *folders, int n, const char *options, char out[33], bw_err *err);

#endif
