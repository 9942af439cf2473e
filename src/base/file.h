/* file.h - bytes from files and pipes, and whole files out.
 *
 *   fails:   BW_ERR_IO with the name and the system's reason; BW_ERR_LIMIT
 *   threads: one reader, one thread
 */
#ifndef BW_BASE_FILE_H
#define BW_BASE_FILE_H

#include "base/str.h"

#include <stdio.h>

/* The whole file ("-": standard input), at most `limit` bytes, in the arena. */
BW_MUST_USE bw_status bw_file_read(bw_arena *a, const char *path, size_t limit, bw_str *out, bw_err *err);

/* What is left of a stream, which is called `name` in messages; about `size` bytes, 0 where that is not known. */
BW_MUST_USE bw_status bw_file_read_stream(bw_arena *a, FILE *stream, const char *name, size_t size, size_t limit, bw_str *out, bw_err *err);

/* Writes to PATH.part and renames: the old file stays whole until the new one is. */
BW_MUST_USE bw_status bw_file_write(const char *path, bw_str bytes, bw_err *err);

/* Writes the files into the folder PATH.part and renames it: there is the whole folder or none. PATH must not be there yet, or
 * be an empty folder. A name may have a folder of its own: "sets/x.txt". */
typedef struct {
    const char *name;
    bw_str bytes;
} bw_file_named;
BW_MUST_USE bw_status bw_file_write_folder(const char *path, const bw_file_named *files, size_t n, bw_err *err);

/* Lines of a stream, one at a time, in constant memory: a line longer than the limit is skipped to its end. */
typedef struct bw_lines bw_lines;

/* NULL when there is no memory. `limit` is the longest line. The stream stays the caller's. */
BW_MUST_USE bw_lines *bw_lines_new(FILE *stream, const char *name, size_t limit);
void bw_lines_free(bw_lines *l);

/* The next line without its end (LF or CR LF), valid until the next call. BW_END after the last;
 * BW_ERR_LIMIT for a line over the limit (the next call goes on behind it). */
BW_MUST_USE bw_status bw_lines_next(bw_lines *l, bw_str *line, bw_err *err);

/* Number of the line last returned, from 1, and the offset of the byte behind it. */
uint64_t bw_lines_number(const bw_lines *l);
uint64_t bw_lines_offset(const bw_lines *l);

#endif
