#include "wire/copy/copytext.h"

#include "base/utf8.h"

enum { WRAPPED_MOST = 100 }; /* bytes of a line that was broken at a fixed width */

bool bw_copytext_line(bw_str text, size_t *pos, bw_str *line, size_t *start)
{
    if (*pos >= text.len)
        return false;
    size_t end = bw_str_find_char(text, '\n', *pos);
    *start = *pos;
    *line = bw_str_trim(bw_str_slice(text, *pos, end));
    *pos = end + 1;
    return true;
}

bool bw_copytext_ends_sentence(bw_str s)
{
    static const char *const closers[] = {"\"", "'", ")", "]", "”", "’", "»"};
    static const char *const ends[] = {".", "?", "!", "…", "。", "！", "？"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
            if (bw_str_ends(s, bw_str_of(closers[i]))) {
                s.len -= strlen(closers[i]);
                more = true;
            }
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (bw_str_ends(s, bw_str_of(ends[i])))
            return true;
    return false;
}

bool bw_copytext_is_capitals(bw_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (bw_is_lower(s.ptr[i]) || (s.ptr[i] & (char)0x80))
            return false;
        n += bw_is_upper(s.ptr[i]);
    }
    return n >= 4;
}

bw_str bw_copytext_fold_space(bw_arena *a, bw_str s)
{
    if (bw_str_find_char(s, '\n', 0) == s.len)
        return s;
    bw_buf out = {.arena = a};
    for (size_t i = 0; i < s.len; i++)
        if (!bw_is_space(s.ptr[i]))
            bw_buf_char(&out, s.ptr[i]);
        else if (out.len && out.ptr[out.len - 1] != ' ')
            bw_buf_char(&out, ' ');
    return bw_buf_view(&out);
}

bw_str bw_copytext_unbracket(bw_str s)
{
    if (s.len < 2 || s.ptr[0] != '(' || !bw_str_ends(s, BW_LIT(")")))
        return s;
    int depth = 0; /* "(Adds quote) … (Reporting by Ola Berg)" is not in brackets */
    for (size_t i = 0; i + 1 < s.len; i++) {
        depth += (s.ptr[i] == '(') - (s.ptr[i] == ')');
        if (depth == 0)
            return s;
    }
    return bw_str_trim(bw_str_slice(s, 1, s.len - 1));
}

bool bw_copytext_is_address(bw_str s)
{
    return bw_str_find_char(s, '@', 0) < s.len && bw_str_find_char(s, ' ', 0) == s.len;
}

size_t bw_copytext_count_words(bw_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += !bw_is_space(s.ptr[i]) && (i == 0 || bw_is_space(s.ptr[i - 1]));
    return n;
}

bw_str bw_copytext_clean(bw_arena *a, bw_str s)
{
    bw_buf out = {.arena = a};
    bool typewriter = bw_str_find(s, BW_LIT("``"), 0) < s.len;
    size_t plain = 0;
    for (size_t i = 0; i < s.len;) {
        unsigned char c = (unsigned char)s.ptr[i];
        const char *by = NULL;
        size_t n = 1;
        if (c == '\r') {
            n = i + 1 < s.len && s.ptr[i + 1] == '\n' ? 2 : 1;
            by = "\n";
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
            by = c == '\f' || c == '\v' ? "\n" : " ";
        } else if (typewriter && i + 1 < s.len && (c == '`' || c == '\'') && s.ptr[i + 1] == (char)c) {
            n = 2;
            by = "\"";
        } else if (c >= 0xC2) {
            bw_str here = bw_str_slice(s, i, i + 3);
            if (bw_str_starts(here, BW_LIT("\xC2\xA0"))) {
                n = 2;
                by = " ";
            } else if (bw_str_starts(here, BW_LIT("\xC2\xAD"))) {
                n = 2;
                by = "";
            } else if (bw_str_is(here, "\xE2\x80\x8B") || bw_str_is(here, "\xEF\xBB\xBF")) {
                n = 3;
                by = "";
            } else if (bw_str_is(here, "\xE2\x80\xAF") || bw_str_is(here, "\xE2\x80\x89")) {
                n = 3;
                by = " ";
            } else if (bw_str_is(here, "\xE3\x80\x80")) { /* opens paragraphs in Chinese and Japanese */
                n = 3;
                by = " ";
            } else if (bw_str_is(here, "\xE2\x80\xA8") || bw_str_is(here, "\xE2\x80\xA9")) {
                n = 3;
                by = "\n";
            }
        }
        if (by) {
            bw_buf_str(&out, bw_str_slice(s, plain, i));
            bw_buf_text(&out, by);
            plain = i + n;
        }
        i += n;
    }
    if (plain == 0)
        return s;
    bw_buf_str(&out, bw_str_slice(s, plain, s.len));
    return bw_buf_view(&out);
}

/* A row of a table: columns that blanks hold apart. */
static bool is_row(bw_str line) { return bw_str_find(line, BW_LIT("   "), 0) < line.len; }

/* Lines of even width that end in the middle of sentences. */
static bool is_wrapped(bw_str text)
{
    size_t n = 0, n_open = 0, pos = 0, start;
    bw_str line, before = {0};
    while (n < 400 && bw_copytext_line(text, &pos, &line, &start)) {
        if (line.len > WRAPPED_MOST)
            return false;
        bool indented = bw_is_space(text.ptr[start]); /* opens a paragraph */
        if (before.len && line.len && !indented) {
            n++;
            n_open +=
                !is_row(before) && (before.len >= 40 || bw_is_lower(line.ptr[0])) && !bw_copytext_ends_sentence(before);
        }
        before = line;
    }
    return n_open * 2 > n;
}

bw_str bw_copytext_paragraphs(bw_arena *a, bw_str text)
{
    bw_buf out = {.arena = a};
    bool wrapped = is_wrapped(text), open = false;
    size_t pos = 0, start;
    bw_str line;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bool rule = line.len >= 3 && (bw_str_is(line, "___") || bw_str_is(line, "---") || bw_str_is(line, "***") ||
                                      bw_str_is(line, "(MORE)") || bw_str_is(line, "(more)"));
        if (line.len == 0 || rule) {
            open = false;
            continue;
        }
        bool indented = start < text.len && bw_is_space(text.ptr[start]);
        if (out.len)
            bw_buf_text(&out, wrapped && open && !indented && !is_row(line) ? " " : "\n\n");
        bw_buf_str(&out, line);
        open = !is_row(line);
    }
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}

int bw_copytext_two_digits(bw_str s, size_t at)
{
    if (at + 2 > s.len || !bw_is_digit(s.ptr[at]) || !bw_is_digit(s.ptr[at + 1]))
        return -1;
    return (s.ptr[at] - '0') * 10 + (s.ptr[at + 1] - '0');
}

bw_str bw_copytext_join(bw_arena *a, bw_str first, const char *between, bw_str second)
{
    bw_buf out = {.arena = a};
    if (first.len == 0 || second.len == 0)
        return first.len ? first : second;
    if (first.len + second.len > BW_COPYTEXT_JOINED)
        return first;
    bw_buf_str(&out, first);
    bw_buf_text(&out, between);
    bw_buf_str(&out, second);
    return bw_buf_view(&out);
}
