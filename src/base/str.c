#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

bool bw_str_eq_fold(bw_str a, bw_str b) { return a.len == b.len && bw_str_starts_fold(a, b); }

int bw_str_cmp(bw_str a, bw_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool bw_str_starts(bw_str s, bw_str head)
{
    return head.len <= s.len && (head.len == 0 || memcmp(s.ptr, head.ptr, head.len) == 0);
}

bool bw_str_ends(bw_str s, bw_str tail)
{
    return tail.len <= s.len && bw_str_eq(bw_str_slice(s, s.len - tail.len, s.len), tail);
}

bool bw_str_starts_fold(bw_str s, bw_str head)
{
    if (head.len > s.len)
        return false;
    for (size_t i = 0; i < head.len; i++)
        if (bw_lower(s.ptr[i]) != bw_lower(head.ptr[i]))
            return false;
    return true;
}

bw_str bw_str_trim(bw_str s)
{
    while (s.len && bw_is_space(s.ptr[s.len - 1]))
        s.len--;
    while (s.len && bw_is_space(*s.ptr)) {
        s.ptr++;
        s.len--;
    }
    return s;
}

size_t bw_str_find(bw_str s, bw_str part, size_t from)
{
    if (part.len == 0)
        return from < s.len ? from : s.len;
    for (size_t i = from; part.len <= s.len && i <= s.len - part.len; i++) {
        i = bw_str_find_char(s, *part.ptr, i);
        if (i > s.len - part.len)
            break;
        if (memcmp(s.ptr + i, part.ptr, part.len) == 0)
            return i;
    }
    return s.len;
}

size_t bw_str_find_char(bw_str s, char c, size_t from)
{
    if (from >= s.len)
        return s.len;
    const char *at = memchr(s.ptr + from, c, s.len - from);
    return at ? (size_t)(at - s.ptr) : s.len;
}

bool bw_str_cut(bw_str *rest, char by, bw_str *piece)
{
    *piece = (bw_str){0};
    if (!rest->ptr)
        return false;
    size_t at = bw_str_find_char(*rest, by, 0);
    *piece = (bw_str){rest->ptr, at};
    *rest = at < rest->len ? (bw_str){rest->ptr + at + 1, rest->len - at - 1} : (bw_str){0};
    return true;
}

bool bw_str_to_int(bw_str s, int64_t *out)
{
    bool minus = s.len && *s.ptr == '-';
    size_t i = s.len && (*s.ptr == '-' || *s.ptr == '+');
    uint64_t v = 0;

    if (i == s.len)
        return false;
    for (; i < s.len; i++) {
        if (!bw_is_digit(s.ptr[i]) || v > (INT64_MAX - 9) / 10)
            return false;
        v = v * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *out = minus ? -(int64_t)v : (int64_t)v;
    return true;
}

bw_str bw_str_copy(bw_arena *a, bw_str s)
{
    char *p = bw_arena_alloc(a, s.len + 1);
    if (s.len)
        memcpy(p, s.ptr, s.len);
    return (bw_str){p, s.len};
}

bw_str bw_str_lower(bw_arena *a, bw_str s)
{
    char *p = bw_arena_alloc(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        p[i] = bw_lower(s.ptr[i]);
    return (bw_str){p, s.len};
}

static void reserve(bw_buf *b, size_t more)
{
    if (more <= b->room - b->len)
        return;
    size_t room = b->room ? b->room * 2 : 64;
    if (room < b->len + more)
        room = b->len + more;
    b->ptr = bw_arena_grow(b->arena, b->ptr, b->len, room, 1);
    b->room = room;
}

void bw_buf_char(bw_buf *b, char c)
{
    reserve(b, 1);
    b->ptr[b->len++] = c;
}

void bw_buf_str(bw_buf *b, bw_str s)
{
    reserve(b, s.len);
    if (s.len)
        memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}

void bw_buf_text(bw_buf *b, const char *z) { bw_buf_str(b, bw_str_of(z)); }

static void BW_PRINTF(2, 0) print(bw_buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n > 0) {
        reserve(b, (size_t)n + 1);
        vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void bw_buf_print(bw_buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print(b, fmt, ap);
    va_end(ap);
}

bw_str bw_str_print(bw_arena *a, const char *fmt, ...)
{
    bw_buf b = {.arena = a};
    va_list ap;
    va_start(ap, fmt);
    print(&b, fmt, ap);
    va_end(ap);
    return bw_buf_view(&b);
}

uint64_t bw_hash(bw_str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 1099511628211u;
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ (h >> 32);
}
