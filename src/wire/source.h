/* source.h - a file or standard input as a stream of bytes, unpacked, and looked into before it is read.
 *
 *   gives:   a FILE whose bytes have no byte order mark and are UTF-8 when the file is UTF-16; or as the file has them
 *   fails:   BW_ERR_IO with name and reason. Packed data that is damaged or cut off gives what it holds, then ends;
 *            bw_source_fault() says why.
 *   threads: one source, one thread
 */
#ifndef BW_WIRE_SOURCE_H
#define BW_WIRE_SOURCE_H

#include "wire/archive/unpack.h"

enum { BW_SOURCE_HEAD = 1 << 16 };

typedef struct bw_source bw_source;

/* `name` "-" is standard input. Up to BW_SOURCE_HEAD first bytes, unpacked and decoded, which will be read again, are shown in
 * *head as long as the source is open; *whole: there are no more. */
BW_MUST_USE bw_status bw_source_open(const char *name, bw_source **out, bw_str *head, bool *whole, bw_err *err);
void bw_source_close(bw_source *s); /* NULL is allowed; after its stream */

/* All bytes from the first on; `raw`: not decoded. Once. NULL: no memory. */
FILE *bw_source_stream(bw_source *s, bool raw);

/* Instead of a stream: for who knows about members. */
bw_unpack *bw_source_unpack(bw_source *s);

/* How many bytes it holds, where a file says so and is not packed; 0: not known. */
size_t bw_source_size(const bw_source *s);

/* A whole file in the arena, unpacked. BW_ERR_IO: packed data ends too early; *out is what it holds then. */
BW_MUST_USE bw_status bw_source_whole(bw_arena *a, const char *name, size_t limit, bw_str *out, bw_err *err);

/* BW_OK, or why the stream ended before the file did: BW_ERR_IO. */
BW_MUST_USE bw_status bw_source_fault(const bw_source *s, bw_err *err);

#endif
