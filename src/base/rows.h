/* rows.h - tables of texts that are compiled in (tools/tsv2c), looked up by their keys.
 *
 *   takes:   an array of structs whose first members are C strings, sorted by them bytewise
 *   fails:   never
 */
#ifndef BW_BASE_ROWS_H
#define BW_BASE_ROWS_H

#include "base/str.h"

/* The first row that does not stand before the keys, of which there are `n_keys`; `n` when all do. */
size_t bw_rows_bound(const void *rows, size_t n, size_t size, const bw_str *keys, size_t n_keys);

/* The row whose first `n_keys` members are the keys, or NULL. */
const void *bw_rows_find(const void *rows, size_t n, size_t size, const bw_str *keys, size_t n_keys);

/* By one key, or two. */
#define BW_ROWS_FIND(rows, n, ...)                                          \
    bw_rows_find((rows), (n), sizeof *(rows), (const bw_str[]){__VA_ARGS__}, \
                 sizeof((const bw_str[]){__VA_ARGS__}) / sizeof(bw_str))

#endif
