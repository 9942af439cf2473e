/* Factiva. With codes of two or three capitals before each field ("HD", "LP"), or as an article: section, headline, byline, then
 * "512 words", date, time, publication, code, page, language, copyright, the text, and "Document XYZ0000020240402ek42001". */
#include "base/utf8.h"
#include "wire/copy/copytext.h"
#include "wire/copy/terms.h"
#include "wire/export/exportdoc.h"

/* ---- codes -------------------------------------------------------------------------------------- */

/* Names behind codes: "gtrans : Transport", "GAZ | GAZNE". */
static bool is_list(bw_str value)
{
    return bw_str_find(value, BW_LIT(" : "), 0) < value.len || bw_str_find_char(value, '|', 0) < value.len;
}

/* "HD Talks resume", or the code alone and the text below. `within`: in the body, which may begin a line with "IN". */
static bw_label read_code(bw_str line, bool within, bw_str *value)
{
    size_t n = 0;
    *value = (bw_str){0};
    while (n < line.len && n < 4 && bw_is_upper(line.ptr[n]))
        n++;
    size_t blanks = n;
    while (blanks < line.len && line.ptr[blanks] == ' ')
        blanks++;
    bool tab = blanks < line.len && line.ptr[blanks] == '\t'; /* a cell of a table */
    if (n < 2 || n > 3 || (blanks == n && n < line.len && !tab))
        return BW_LABEL_NONE;
    bw_str code = bw_str_slice(line, 0, n);
    bw_label l = bw_label_find("factiva", code);
    *value = bw_str_trim(bw_str_slice(line, n, line.len));
    if (l == BW_LABEL_NONE || !within || tab || value->len == 0)
        return l;
    bool names = bw_str_is(code, "IN") || bw_str_is(code, "CO") || bw_str_is(code, "NS") || bw_str_is(code, "RE") ||
                 bw_str_is(code, "IPC") || bw_str_is(code, "IPD") || bw_str_is(code, "DE");
    if (names)
        return is_list(*value) ? l : BW_LABEL_NONE;
    if (l == BW_LABEL_ITEM)
        return bw_str_starts(*value, BW_LIT("Document ")) ? l : BW_LABEL_NONE;
    return l == BW_LABEL_BODY || (l == BW_LABEL_TAIL && bw_utf8_count_bad(*value) == 0 && !bw_is_lower(value->ptr[0]))
               ? l
               : BW_LABEL_NONE;
}

/* "Document GAZ0000020240508ek580001" */
static bool is_end(bw_str line, bw_str *item)
{
    size_t blank = bw_str_find_char(line, ' ', 0);
    bw_str code = bw_str_slice(line, blank + 1, line.len);
    if (code.len < 10 || code.len > 60 || bw_label_find("factiva-end", bw_str_slice(line, 0, blank)) != BW_LABEL_END)
        return false;
    size_t n_digits = 0;
    for (size_t i = 0; i < code.len; i++) {
        if (!bw_is_alpha(code.ptr[i]) && !bw_is_digit(code.ptr[i]))
            return false;
        n_digits += bw_is_digit(code.ptr[i]);
    }
    *item = code;
    return n_digits >= 6;
}

bool bw_factiva_ends(bw_str line)
{
    bw_str item, value;
    return is_end(line, &item) || (read_code(line, true, &value) == BW_LABEL_ITEM && is_end(value, &item));
}

static bool has_codes(bw_str text)
{
    bool body = false, head = false;
    size_t pos = 0, start;
    bw_str line, value;
    unsigned seen = 0;
    int n_kinds = 0;
    for (int i = 0; i < 4000 && bw_copytext_line(text, &pos, &line, &start); i++) {
        bw_label l = read_code(line, false, &value);
        body |= l == BW_LABEL_BODY;
        head |= l == BW_LABEL_LENGTH || l == BW_LABEL_HEADLINE;
        n_kinds += l != BW_LABEL_NONE && !(seen & 1u << l);
        seen |= 1u << l;
    }
    return body && head && n_kinds >= 4;
}

static void read_coded(bw_str text, bw_exportdoc *x)
{
    size_t pos = 0, start;
    bw_str line, value, held = {0}, item;
    bw_label open = BW_LABEL_NONE;
    bool gap = false;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bw_label l = read_code(line, open == BW_LABEL_BODY, &value);
        if (l == BW_LABEL_NONE && is_end(line, &item)) {
            bw_exportdoc_set(x, BW_LABEL_ITEM, item);
            continue;
        }
        if (l == BW_LABEL_BODY || (l == BW_LABEL_NONE && open == BW_LABEL_BODY)) {
            if (l == BW_LABEL_BODY && open == BW_LABEL_BODY) /* TD below LP */
                bw_exportdoc_set(x, BW_LABEL_BODY, (bw_str){0});
            else if (l == BW_LABEL_BODY)
                bw_exportdoc_set(x, open, held);
            open = BW_LABEL_BODY;
            if (l == BW_LABEL_NONE || value.len)
                bw_exportdoc_set(x, BW_LABEL_BODY, l == BW_LABEL_NONE ? line : value);
        } else if (l != BW_LABEL_NONE) {
            if (open != BW_LABEL_NONE && open != BW_LABEL_BODY)
                bw_exportdoc_set(x, open, held);
            open = l;
            if (l == BW_LABEL_ITEM && is_end(value, &item))
                value = item;
            held = value;
        } else if (line.len && open != BW_LABEL_NONE && (held.len == 0 || !gap)) {
            held = bw_copytext_join(x->doc->arena, held, " ", line); /* the code stood alone, or its value goes on */
        }
        gap = line.len == 0;
    }
    if (open != BW_LABEL_NONE && open != BW_LABEL_BODY)
        bw_exportdoc_set(x, open, held);
}

/* ---- articles ----------------------------------------------------------------------------------- */

enum { MAX_ABOVE = 6, MAX_BELOW = 10 };

/* "09:12", "09:12 GMT" */
static bool is_time(bw_str s)
{
    return s.len >= 4 && s.len <= 16 && bw_is_digit(s.ptr[0]) && bw_str_find_char(s, ':', 0) <= 2 &&
           bw_is_digit(s.ptr[s.len > 4 ? 4 : 3]);
}

/* The lines with anything on them that follow. */
static size_t next_lines(bw_str text, size_t pos, bw_str *lines, size_t *ends, size_t most)
{
    size_t n = 0, start;
    bw_str line;
    while (n < most && bw_copytext_line(text, &pos, &line, &start))
        if (line.len) {
            ends[n] = pos < text.len ? pos : text.len;
            lines[n++] = line;
        }
    return n;
}

/* The words' count, the date and, some lines on, the language: *words is the line, *below where what follows begins. */
static bool find_count(bw_str text, size_t *words, size_t *below)
{
    size_t pos = 0, start, ends[3];
    bw_str line, lines[3];
    bw_copydate d;
    while (bw_copytext_line(text, &pos, &line, &start))
        if (bw_exportdoc_words(line) && next_lines(text, pos, lines, ends, 3) > 1 && bw_exportdoc_date(lines[0], &d)) {
            *words = start;
            *below = pos;
            return true;
        }
    return false;
}

bool bw_factiva_looks(bw_str text)
{
    size_t words, below, ends[MAX_BELOW];
    bw_str lines[MAX_BELOW];
    if (has_codes(text))
        return true;
    if (!find_count(text, &words, &below))
        return false;
    size_t n = next_lines(text, below, lines, ends, MAX_BELOW);
    for (size_t i = 2; i < n; i++)
        if (bw_exportdoc_language(lines[i]))
            return true;
    return false;
}

/* Names, not a headline: "By Ola Berg", "Ola Berg in Oslo". */
static bool is_byline(bw_str s, bw_str above)
{
    size_t n = bw_copytext_count_words(s), pos = 0;
    if (bw_terms_starts("byline", s) && n < 14)
        return true;
    if (above.len == 0 || n < 2 || n > 5 || bw_copytext_count_words(above) <= n || bw_copytext_ends_sentence(s))
        return false;
    bool first = true;
    for (size_t i = 0; i < s.len; i++) {
        if (bw_is_digit(s.ptr[i]) || s.ptr[i] == ':' || s.ptr[i] == '?')
            return false;
        if (first && bw_is_lower(s.ptr[i]) && !bw_terms_find("byline-stop", bw_str_slice(s, i, bw_str_find_char(s, ' ', i))))
            return false;
        first = s.ptr[i] == ' ';
    }
    return bw_utf8_is_upper(bw_utf8_next(s, &pos));
}

/* Section, headline and byline, of which only the headline is sure to be there. */
static void read_above(bw_str text, bw_exportdoc *x)
{
    bw_str lines[MAX_ABOVE], line;
    size_t n = 0, pos = 0, start;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        if (line.len == 0 || bw_exportdoc_notice(line))
            continue;
        if (n == MAX_ABOVE) {
            memmove(lines, lines + 1, (MAX_ABOVE - 1) * sizeof *lines);
            n--;
        }
        lines[n++] = line;
    }
    size_t title = n;
    for (size_t i = 0; i < n; i++)
        if (bw_exportdoc_is_heading(x, lines[i]))
            title = i;
    if (title == n && n > 0) {
        title = n - 1;
        if (n > 1 && is_byline(lines[title], lines[title - 1]))
            title--;
    }
    if (title < n)
        bw_exportdoc_set(x, BW_LABEL_HEADLINE, lines[title]);
    if (title + 1 < n)
        bw_exportdoc_set(x, BW_LABEL_BYLINE, lines[title + 1]);
    if (title > 0 && title < n && lines[title - 1].len < 60 && !bw_copytext_ends_sentence(lines[title - 1]))
        bw_exportdoc_set(x, BW_LABEL_SECTION, lines[title - 1]);
}

static void read_article(bw_str text, bw_exportdoc *x)
{
    size_t words = 0, below = 0, ends[MAX_BELOW], at = 0, start, body;
    bw_str lines[MAX_BELOW], line, item;
    if (!find_count(text, &words, &below))
        return;
    read_above(bw_str_slice(text, 0, words), x);
    bw_exportdoc_set(x, BW_LABEL_LENGTH, bw_str_trim(bw_str_slice(text, words, below)));
    size_t n = next_lines(text, below, lines, ends, MAX_BELOW), language = n;
    for (size_t i = 2; i < n && language == n; i++)
        if (bw_exportdoc_language(lines[i]))
            language = i;
    bw_exportdoc_set(x, BW_LABEL_DATE, lines[0]);
    at = 1;
    if (at < n && is_time(lines[at]))
        bw_exportdoc_set(x, BW_LABEL_TIME, lines[at++]);
    if (at < n && at < language)
        bw_exportdoc_set(x, BW_LABEL_PUBLISHER, lines[at]);
    if (language < n)
        bw_exportdoc_set(x, BW_LABEL_LANGUAGE, lines[language]);
    at = language < n ? language : at < n ? at : n - 1;
    while (at + 1 < n && bw_exportdoc_notice(lines[at + 1]))
        at++;
    body = ends[at];
    while (bw_copytext_line(text, &body, &line, &start)) {
        if (is_end(line, &item)) {
            bw_exportdoc_set(x, BW_LABEL_ITEM, item);
            break;
        }
        bw_exportdoc_set(x, BW_LABEL_BODY, line);
    }
}

void bw_factiva_read(bw_str text, bw_exportdoc *x)
{
    if (has_codes(text))
        read_coded(text, x);
    else
        read_article(text, x);
}
