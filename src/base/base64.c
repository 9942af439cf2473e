#include "base/base64.h"

#include "base/utf8.h"

static int digit(char c)
{
    return bw_is_upper(c)   ? c - 'A'
           : bw_is_lower(c) ? c - 'a' + 26
           : bw_is_digit(c) ? c - '0' + 52
           : c == '+'       ? 62
           : c == '/'       ? 63
                            : -1;
}

bool bw_base64_text(bw_arena *a, bw_str s, bw_str *out)
{
    char *bytes = bw_arena_alloc(a, s.len / 4 * 3 + 3);
    size_t n = 0, n_digits = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (bw_is_space(s.ptr[i]) || s.ptr[i] == '=')
            continue;
        int d = digit(s.ptr[i]);
        if (d < 0)
            return false;
        bits = bits << 6 | (uint32_t)d;
        if (++n_digits % 4 == 0) {
            bytes[n++] = (char)(bits >> 16);
            bytes[n++] = (char)(bits >> 8);
            bytes[n++] = (char)bits;
        }
    }
    if (n_digits % 4 > 1)
        bytes[n++] = (char)(n_digits % 4 == 2 ? bits >> 4 : bits >> 10);
    if (n_digits % 4 == 3)
        bytes[n++] = (char)(bits >> 2);
    *out = (bw_str){bytes, n};
    return n > 0 && bw_utf8_count_bad(*out) == 0 && !memchr(bytes, '\0', n);
}
