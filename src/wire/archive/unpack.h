/* unpack.h - the bytes of a file, unpacked as they are read: gzip (RFC 1952), zstd (RFC 8878), or as they are.
 *
 *   gives:   unpacked bytes, never of two members (gzip) or frames (zstd) at once, and where in the file each member
 *            begins: reading can be taken up there
 *   memory:  constant; up to 128 MB more where zstd was told to look back that far
 *   fails:   BW_ERR_SYNTAX: a member is damaged, cut off or looks back further, or something else follows; bw_unpack_skip() goes on behind it.
 *            BW_ERR_LIMIT: it unpacks to more than text ever does; BW_ERR_IO. After these two nothing comes.
 *   threads: one at a time
 *
 * A file in the WARC form of zstd begins with a dictionary in a frame of its own, which is applied to all frames.
 */
#ifndef BW_WIRE_UNPACK_H
#define BW_WIRE_UNPACK_H

#include "base/str.h"

#include <stdio.h>

typedef struct bw_unpack bw_unpack;

/* Takes over `file` (standard input is not closed). The name is for messages and must outlive it. On failure the file is
 * the caller's. */
BW_MUST_USE bw_status bw_unpack_open(FILE *file, const char *name, bw_unpack **out, bw_err *err);
void bw_unpack_close(bw_unpack *u); /* NULL is allowed */

/* The first bytes, which will be read again; only before the first read. *whole: there are no more. */
BW_MUST_USE bw_status bw_unpack_peek(bw_unpack *u, char *out, size_t room, size_t *n, bool *whole, bw_err *err);

/* Up to `room` next bytes, at least one. BW_END: no more. */
BW_MUST_USE bw_status bw_unpack_read(bw_unpack *u, char *out, size_t room, size_t *n, bw_err *err);

/* Of the bytes last given: where in the file their member begins, and whether they are its first. A file that is not packed
 * consists of members of a byte. */
uint64_t bw_unpack_member(const bw_unpack *u);
bool bw_unpack_begins(const bw_unpack *u);
/* The place in the file up to which it is used. After a failure bw_unpack_member() is the member, or other thing, at fault. */
uint64_t bw_unpack_place(const bw_unpack *u);

bool bw_unpack_is_packed(const bw_unpack *u);
bool bw_unpack_is_gzip(bw_str head); /* whether bytes that begin so are */

/* Up to `room` bytes of a file that is not packed, from a place in it on, without going there: how many. 0: there are none, or the file is
 * packed or a pipe. */
size_t bw_unpack_look(const bw_unpack *u, uint64_t at, char *out, size_t room);

/* Leaves the member that is read or failed, for the next thing in the file that looks like one. */
void bw_unpack_skip(bw_unpack *u);

/* Goes on at a member by its place in the file. BW_ERR_USAGE: the file is a pipe; nothing has changed. */
BW_MUST_USE bw_status bw_unpack_seek(bw_unpack *u, uint64_t member, bw_err *err);

#endif
