#include "base/json.h"

#include "base/utf8.h"

#include <stdio.h>

/* Whether none of eight bytes needs a look: a control character, a quote, a backslash, no ASCII. Tricks with the high bits: S. E. Anderson, "Bit
 * Twiddling Hacks" (has zero, has less). */
static bool eight_plain(const char *p)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t v, quote, slash;
    memcpy(&v, p, 8);
    quote = v ^ ones * '"';
    slash = v ^ ones * '\\';
    return !((((v - ones * 0x20) | (quote - ones) | (slash - ones) | v)) & high);
}

static void quoted(bw_buf *b, bw_str s)
{
    bw_buf_char(b, '"');
    for (size_t pos = 0, plain = 0; pos <= s.len;) {
        while (pos + 8 <= s.len && eight_plain(s.ptr + pos))
            pos += 8;
        size_t start = pos;
        unsigned char c = pos < s.len ? (unsigned char)s.ptr[pos] : 0;
        bool end = pos == s.len, bad = false;
        if (!end && c >= 0x80)
            bad = bw_utf8_next(s, &pos) == BW_REPLACEMENT && pos - start == 1;
        else
            pos++;
        if (!end && !bad && c >= 0x20 && c != '"' && c != '\\')
            continue;
        bw_buf_str(b, bw_str_slice(s, plain, start));
        plain = pos;
        if (end)
            break;
        if (bad)
            bw_buf_text(b, "\xEF\xBF\xBD");
        else if (c == '"' || c == '\\')
            bw_buf_str(b, (bw_str){(const char[]){'\\', (char)c}, 2});
        else if (c == '\n')
            bw_buf_text(b, "\\n");
        else if (c == '\t')
            bw_buf_text(b, "\\t");
        else
            bw_buf_print(b, "\\u%04x", c);
    }
    bw_buf_char(b, '"');
}

static void begin(bw_json *j, const char *key)
{
    if (j->more)
        bw_buf_char(j->out, ',');
    j->more = true;
    if (key) {
        quoted(j->out, bw_str_of(key));
        bw_buf_char(j->out, ':');
    }
}

void bw_json_open(bw_json *j, const char *key, char bracket)
{
    begin(j, key);
    bw_buf_char(j->out, bracket);
    j->more = false;
}

void bw_json_close(bw_json *j, char bracket)
{
    bw_buf_char(j->out, bracket);
    j->more = true;
}

void bw_json_str(bw_json *j, const char *key, bw_str v)
{
    begin(j, key);
    if (v.ptr)
        quoted(j->out, v);
    else
        bw_buf_text(j->out, "null");
}

void bw_json_int(bw_json *j, const char *key, int64_t v)
{
    begin(j, key);
    bw_buf_print(j->out, "%lld", (long long)v);
}

void bw_json_fixed(bw_json *j, const char *key, double v, int decimals)
{
    char text[64];
    int n = snprintf(text, sizeof text, "%.*f", decimals, v);
    if (n < 0 || (size_t)n >= sizeof text) {
        bw_json_null(j, key);
        return;
    }
    if (memchr(text, '.', (size_t)n)) {
        while (text[n - 1] == '0')
            n--;
        if (text[n - 1] == '.')
            n--;
    }
    begin(j, key);
    bw_buf_str(j->out, (bw_str){text, (size_t)n});
}

void bw_json_bool(bw_json *j, const char *key, bool v)
{
    begin(j, key);
    bw_buf_text(j->out, v ? "true" : "false");
}

void bw_json_null(bw_json *j, const char *key) { bw_json_str(j, key, (bw_str){0}); }

/* The quote that ends the string: one that no odd number of backslashes stands before. */
static size_t end_of_string(bw_str text, size_t from)
{
    for (size_t at = from;; at++) {
        at = bw_str_find_char(text, '"', at);
        size_t slash = at;
        while (slash > from && text.ptr[slash - 1] == '\\')
            slash--;
        if ((at - slash) % 2 == 0 || at == text.len)
            return at;
    }
}

void bw_json_day(bw_json *j, const char *key, bw_day day)
{
    char text[11];
    if (day == BW_NO_DAY) {
        bw_json_null(j, key);
        return;
    }
    bw_day_format(day, text);
    bw_json_str(j, key, bw_str_of(text));
}

size_t bw_json_weight(bw_str text)
{
    enum { OBJECT = 760, LIST = 360, VALUE = 130 }; /* json-c 0.16, measured */
    size_t weight = 0;
    for (size_t i = 0; i < text.len; i++)
        switch (text.ptr[i]) {
        case '{': weight += OBJECT; break;
        case '[': weight += LIST; break;
        case ',': weight += VALUE; break;
        case '"': i = end_of_string(text, i + 1); break;
        default: break;
        }
    return weight;
}
