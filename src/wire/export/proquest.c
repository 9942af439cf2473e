/* ProQuest. Between rules of underscores a document: headline, fields, "Full text:" or "FULL TEXT", the text, and more fields, of
 * which "Publication title:" and others never stand in a text. Newer files name the parts "ABSTRACT", "FULL TEXT", "DETAILS".
 */
#include "wire/copy/copytext.h"
#include "wire/export/exportdoc.h"

static bw_label read_label(bw_str line, bw_str *value)
{
    bw_label l = bw_label_read("proquest", line, value);
    if (l != BW_LABEL_NONE)
        return l;
    l = bw_label_find("proquest-alone", line);
    size_t tab = bw_str_find_char(line, '\t', 0); /* a row of a table */
    if (l == BW_LABEL_NONE && tab > 0 && tab < line.len) {
        bw_str name = bw_str_slice(line, 0, tab);
        name.len -= name.ptr[tab - 1] == ':';
        l = bw_label_find("proquest", name);
        *value = l == BW_LABEL_NONE ? (bw_str){0} : bw_str_trim(bw_str_slice(line, tab, line.len));
    }
    return l;
}

/* A field that no text has. */
static bool is_strong(bw_str line)
{
    size_t end = bw_str_find_char(line, ':', 0), tab = bw_str_find_char(line, '\t', 0);
    return bw_label_find("proquest-strong", bw_str_slice(line, 0, end < tab ? end : tab)) != BW_LABEL_NONE &&
           (end < line.len || tab < line.len);
}

bool bw_proquest_looks(bw_str text)
{
    size_t pos = 0, start;
    bw_str line;
    int n = 0;
    while (n < 3 && bw_copytext_line(text, &pos, &line, &start))
        n += is_strong(line);
    return n >= 3;
}

/* Where the fields below the text begin: the first strong one, or what stands above it without a gap of prose. */
static size_t find_tail(bw_str text, size_t from)
{
    size_t pos = from, start, first = text.len;
    bool run = false;
    bw_str line, value;
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bw_label l = read_label(line, &value);
        if (line.len == 0)
            continue;
        if (l == BW_LABEL_NONE || l == BW_LABEL_BODY) {
            run = false;
            continue;
        }
        if (!run)
            first = start;
        run = true;
        if (is_strong(line))
            return first;
    }
    return run ? first : text.len;
}

/* "The Gazette ; Oslo [Oslo]. 01 Apr 2021: A.1." */
static void read_citation(bw_str line, bw_exportdoc *x)
{
    size_t end = bw_str_find_char(line, ';', 0);
    bw_exportdoc_set(x, BW_LABEL_PUBLISHER, bw_str_trim(bw_str_slice(line, 0, end)));
    bw_exportdoc_set(x, BW_LABEL_DATE, line);
}

static void set(bw_exportdoc *x, bw_label l, bw_str value)
{
    if (l == BW_LABEL_PUBLISHER) { /* "The Gazette, Late Edition; Oslo" */
        value = bw_str_trim(bw_str_slice(value, 0, bw_str_find_char(value, ';', 0)));
        size_t comma = bw_str_find(value, BW_LIT(", "), 0);
        if (bw_str_find(value, BW_LIT("dition"), comma) < value.len)
            value = bw_str_slice(value, 0, comma);
    }
    if (l != BW_LABEL_CITATION && l != BW_LABEL_BODY)
        bw_exportdoc_set(x, l, value);
}

/* Fields, the first of whose lines without a label is the headline where `above`. */
static void read_fields(bw_str text, bool above, bw_str *headline, bw_str *citation, bw_exportdoc *x)
{
    size_t pos = 0, start;
    bw_str line, value;
    bw_label open = BW_LABEL_NONE; /* stands alone: its value follows */
    while (bw_copytext_line(text, &pos, &line, &start)) {
        bw_copydate d;
        bw_label l = read_label(line, &value);
        if (line.len == 0 || bw_label_count(line) != BW_LABEL_NONE || bw_exportdoc_is_rule(line))
            continue;
        if (l != BW_LABEL_NONE) {
            open = value.len == 0 || l == BW_LABEL_ABSTRACT ? l : BW_LABEL_NONE;
            if (l == BW_LABEL_CITATION && value.len)
                *citation = value;
            else if (value.len)
                set(x, l, value);
        } else if (open != BW_LABEL_NONE) {
            set(x, open, line);
            if (open == BW_LABEL_CITATION)
                *citation = line;
            open = open == BW_LABEL_ABSTRACT ? open : BW_LABEL_NONE;
        } else if (above && !headline->ptr) {
            *headline = line;
        } else if (above && !citation->ptr && bw_copydate_find(line, &d) && d.year) {
            size_t stop = bw_str_find(line, BW_LIT(". "), 0), semicolon = bw_str_find_char(line, ';', 0);
            if (stop + 2 < semicolon && semicolon < line.len) { /* "Berg, Ola. The Gazette; Oslo [Oslo]. 01 Apr 2021" */
                set(x, BW_LABEL_BYLINE, bw_str_slice(line, 0, stop));
                line = bw_str_slice(line, stop + 2, line.len);
            }
            *citation = line;
        }
    }
}

void bw_proquest_read(bw_str text, bw_exportdoc *x)
{
    size_t pos = 0, start, begin = text.len, body = text.len;
    bw_str line, value, headline = {0}, citation = {0}, unused = BW_LIT("");
    while (begin == text.len && bw_copytext_line(text, &pos, &line, &start))
        if (read_label(line, &value) == BW_LABEL_BODY) {
            begin = start;
            body = pos < text.len ? pos : text.len;
        }
    bool has_body = begin < text.len;
    size_t tail = has_body ? find_tail(text, body) : text.len;
    bw_str below = bw_str_slice(text, tail, text.len);
    read_fields(below, false, &unused, &citation, x);
    read_fields(bw_str_slice(text, 0, begin), true, &headline, &citation, x);
    bw_exportdoc_set(x, BW_LABEL_HEADLINE, headline);
    if (citation.len)
        read_citation(citation, x);
    if (!has_body)
        return;
    (void)read_label(bw_str_trim(bw_str_slice(text, begin, body)), &value);
    if (value.len && !bw_str_starts_fold(value, BW_LIT("not available")))
        bw_exportdoc_set(x, BW_LABEL_BODY, value);
    for (pos = body; pos < tail && bw_copytext_line(text, &pos, &line, &start);) {
        bw_label l = read_label(line, &value);
        if (l == BW_LABEL_CREDITS && value.len)
            bw_exportdoc_set(x, l, value);
        else
            bw_exportdoc_set(x, BW_LABEL_BODY, line);
    }
}
