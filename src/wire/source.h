/* source.h - a file or standard input as a stream of bytes, looked into before it is read.
 *
 *   gives:   a FILE whose bytes have no byte order mark and are UTF-8 when the file is UTF-16
 *   owner:   fclose() frees all but standard input itself
 *   fails:   BW_ERR_IO with name and reason
 *   threads: one source, one thread
 */
#ifndef BW_WIRE_SOURCE_H
#define BW_WIRE_SOURCE_H

#include "base/str.h"

#include <stdio.h>

enum { BW_SOURCE_HEAD = 1 << 16 };

/* `name` "-" is standard input. Up to BW_SOURCE_HEAD first bytes, which will be read
 * again, are shown in *head as long as the stream is open; *whole: there are no more. */
BW_MUST_USE bw_status bw_source_open(const char *name, FILE **out, bw_str *head, bool *whole, bw_err *err);

#endif
