#include "link/dictionary.h"

#include "base/utf8.h"

#include <stdio.h>

enum { MAX_FAULTS = 200 };

void bw_dictionary_fault(bw_dictionary_faults *f, const bw_dictionary *d, uint32_t line, size_t column, const char *fmt, va_list ap)
{
    if (f->n++ >= MAX_FAULTS)
        return;
    char cause[300];
    vsnprintf(cause, sizeof cause, fmt, ap);
    bw_buf_str(&f->text, d->file);
    bw_buf_print(&f->text, ":%u:%zu: ", line, column + 1);
    /* A damaged file must not damage the report. */
    size_t bad;
    bw_buf_str(&f->text, bw_utf8_repair(d->arena, bw_str_of(cause), &bad));
    bw_buf_char(&f->text, '\n');
}

size_t bw_dictionary_skip(bw_str s, size_t at)
{
    while (at < s.len && bw_is_space(s.ptr[at]))
        at++;
    return at;
}

/* A "#" or ";" inside brackets is part of a code. */
static bw_str without_comments(bw_dictionary *d, bw_str line)
{
    char *out = bw_arena_alloc(d->arena, line.len + 1);
    size_t i = 0, n = line.len;
    memset(out, ' ', line.len);
    bw_str start = bw_str_trim(line);
    if (!d->in_comment && bw_str_starts(start, BW_LIT("<!")) && !bw_str_starts(start, BW_LIT("<!--")))
        return (bw_str){out, 0}; /* "<! -- … -->" */
    while (i < n) {
        if (d->in_comment) {
            size_t end = bw_str_find(line, BW_LIT("-->"), i);
            d->in_comment = end == n;
            i = end == n ? n : end + 3;
        } else if (bw_str_starts(bw_str_slice(line, i, n), BW_LIT("<!--"))) {
            d->in_comment = true;
            d->opened = d->line;
            d->opened_at = (uint32_t)i;
            i += 4;
        } else if (line.ptr[i] == '#' || line.ptr[i] == ';') {
            break;
        } else {
            size_t close = line.ptr[i] == '[' ? bw_str_find_char(line, ']', i) : n;
            size_t end = close < n ? close + 1 : i + 1;
            memcpy(out + i, line.ptr + i, end - i);
            i = end;
        }
    }
    size_t len = n;
    while (len > 0 && bw_is_space(out[len - 1]))
        len--;
    return (bw_str){out, len};
}

bool bw_dictionary_next(bw_dictionary *d, bw_str *line)
{
    if (!bw_str_cut(&d->rest, '\n', line))
        return false;
    d->line++;
    if (line->len && line->ptr[line->len - 1] == '\r')
        line->len--;
    if (line->len)
        *line = without_comments(d, *line);
    return true;
}
