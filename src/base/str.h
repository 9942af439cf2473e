/* str.h - text as a pointer and a length, and a buffer to build it in.
 *
 *   owner:   a bw_str points into somebody's bytes and owns nothing; no NUL follows it
 *   case:    the "fold" calls ignore the case of ASCII letters only (utf8.h folds the rest)
 *   threads: no shared state
 */
#ifndef BW_BASE_STR_H
#define BW_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *ptr;
    size_t len;
} bw_str;

typedef struct {
    bw_str *items;
    size_t n, room;
} bw_strs;

#define BW_LIT(s) ((bw_str){"" s, sizeof(s) - 1})
#define BW_STR_FMT(s) (int)((s).len > 200 ? 200 : (s).len), (s).ptr ? (s).ptr : "" /* for "%.*s" in messages */

static inline bw_str bw_str_of(const char *z) { return (bw_str){z, z ? strlen(z) : 0}; }
static inline bw_str bw_str_slice(bw_str s, size_t start, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (start > end)
        start = end;
    return (bw_str){s.ptr ? s.ptr + start : s.ptr, end - start};
}
static inline bool bw_str_eq(bw_str a, bw_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool bw_str_is(bw_str a, const char *z) { return bw_str_eq(a, bw_str_of(z)); }

static inline bool bw_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool bw_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool bw_is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool bw_is_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool bw_is_alpha(char c) { return bw_is_upper(c) || bw_is_lower(c); }
static inline char bw_lower(char c) { return bw_is_upper(c) ? (char)(c | 0x20) : c; }

bool bw_str_eq_fold(bw_str a, bw_str b);
int bw_str_cmp(bw_str a, bw_str b); /* byte order */
bool bw_str_starts(bw_str s, bw_str head);
bool bw_str_ends(bw_str s, bw_str tail);
bool bw_str_starts_fold(bw_str s, bw_str head);
bw_str bw_str_trim(bw_str s); /* ASCII white space at both ends */

/* Where `part` first stands in `s` at or after `from`; s.len when nowhere. */
size_t bw_str_find(bw_str s, bw_str part, size_t from);
size_t bw_str_find_char(bw_str s, char c, size_t from);

/* Takes what stands before the next `by` (or all that is left) from *rest into *piece.
 * False, with *piece empty, when *rest was already used up (its ptr is NULL). */
bool bw_str_cut(bw_str *rest, char by, bw_str *piece);

/* Decimal digits and nothing else, with an optional sign; *out is unchanged on failure. */
bool bw_str_to_int(bw_str s, int64_t *out);

bw_str bw_str_copy(bw_arena *a, bw_str s);
bw_str bw_str_lower(bw_arena *a, bw_str s); /* ASCII letters only */
bw_str bw_str_print(bw_arena *a, const char *fmt, ...) BW_PRINTF(2, 3);

/* Text that grows, in an arena. */
typedef struct {
    bw_arena *arena;
    char *ptr;
    size_t len, room;
} bw_buf;

void bw_buf_char(bw_buf *b, char c);
void bw_buf_str(bw_buf *b, bw_str s);
void bw_buf_text(bw_buf *b, const char *z);
void bw_buf_print(bw_buf *b, const char *fmt, ...) BW_PRINTF(2, 3);
static inline bw_str bw_buf_view(const bw_buf *b) { return (bw_str){b->ptr, b->len}; }

/* A stable 64-bit hash (FNV-1a, then a final mix): the same on every machine. */
uint64_t bw_hash(bw_str s);

#endif
