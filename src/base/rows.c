#include "base/rows.h"

/* Most rows differ in their first byte, and these tables are asked for every word: no call. */
static int compare(const char *row, bw_str key)
{
    size_t i = 0;
    while (i < key.len && row[i] == key.ptr[i] && row[i])
        i++;
    unsigned char a = (unsigned char)row[i], b = i < key.len ? (unsigned char)key.ptr[i] : 0;
    return a != b ? (a > b) - (a < b) : i < key.len ? -1 : 0;
}

static int compare_row(const void *rows, size_t size, size_t at, const bw_str *keys, size_t n_keys)
{
    const char *const *members = (const void *)((const char *)rows + at * size);
    int order = 0;
    for (size_t i = 0; i < n_keys && order == 0; i++)
        order = compare(members[i], keys[i]);
    return order;
}

size_t bw_rows_bound(const void *rows, size_t n, size_t size, const bw_str *keys, size_t n_keys)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (compare_row(rows, size, mid, keys, n_keys) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const void *bw_rows_find(const void *rows, size_t n, size_t size, const bw_str *keys, size_t n_keys)
{
    size_t at = bw_rows_bound(rows, n, size, keys, n_keys);
    return at < n && compare_row(rows, size, at, keys, n_keys) == 0 ? (const char *)rows + at * size : NULL;
}
