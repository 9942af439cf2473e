#include "wire/export.h"

#include "wire/copy.h"
#include "wire/copydate.h"
#include "wire/dateline.h"
#include "wire/reader.h"
#include "wire/terms.h"

/* ---- LexisNexis: labels in capitals ------------------------------------------------------------- */

typedef enum {
    LABEL_NONE, LABEL_SECTION, LABEL_LENGTH, LABEL_HEADLINE, LABEL_BYLINE, LABEL_DATELINE, LABEL_BODY, LABEL_LANGUAGE,
    LABEL_OTHER,
} label;

static const struct {
    const char *name;
    label label;
} labels[] = {
    {"SECTION:", LABEL_SECTION},   {"LENGTH:", LABEL_LENGTH},       {"HEADLINE:", LABEL_HEADLINE},
    {"BYLINE:", LABEL_BYLINE},     {"DATELINE:", LABEL_DATELINE},   {"BODY:", LABEL_BODY},
    {"LANGUAGE:", LABEL_LANGUAGE}, {"LOAD-DATE:", LABEL_OTHER},     {"PUBLICATION-TYPE:", LABEL_OTHER},
    {"GRAPHIC:", LABEL_OTHER},     {"HIGHLIGHT:", LABEL_OTHER},     {"CORRECTION-DATE:", LABEL_OTHER},
    {"CORRECTION:", LABEL_OTHER},  {"JOURNAL-CODE:", LABEL_OTHER},  {"DOCUMENT-TYPE:", LABEL_OTHER},
    {"TYPE:", LABEL_OTHER},        {"SUBJECT:", LABEL_OTHER},       {"GEOGRAPHIC:", LABEL_OTHER},
    {"DISTRIBUTION:", LABEL_OTHER},
};

static label label_of(bw_str line, bw_str *value)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (bw_str_starts(line, bw_str_of(labels[i].name))) {
            *value = bw_str_trim(bw_str_slice(line, strlen(labels[i].name), line.len));
            return labels[i].label;
        }
    return LABEL_NONE;
}

static bool looks_lexis(bw_str text)
{
    bool body = false, length = false;
    size_t pos = 0, start;
    bw_str line, value;
    for (int i = 0; i < 200 && bw_copy_line(text, &pos, &line, &start); i++) {
        label l = label_of(line, &value);
        body |= l == LABEL_BODY && value.len == 0;
        length |= l == LABEL_LENGTH || l == LABEL_HEADLINE;
    }
    return body && length;
}

static bool is_notice(bw_str line)
{
    return bw_terms_starts("tail", line) || bw_str_eq_fold(line, BW_LIT("All Rights Reserved")) ||
           bw_str_find(line, BW_LIT(" DOCUMENTS"), 0) < line.len;
}

/* "12 words" */
static int leading_number(bw_str s)
{
    int64_t v;
    bw_str first = bw_str_slice(s, 0, bw_str_find_char(s, ' ', 0));
    return bw_str_to_int(first, &v) && v >= 0 && v < 1000000 ? (int)v : -1;
}

bool bw_export_read_lexis(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str line, value;
    size_t pos = 0, start, body_start = 0, body_end = text.len;
    bool in_body = false, before_labels = true;
    bw_copydate date = {0};

    if (!looks_lexis(text))
        return false;
    h->format = BW_LIT("lexis");
    while (bw_copy_line(text, &pos, &line, &start)) {
        label l = label_of(line, &value);
        if (l != LABEL_NONE)
            before_labels = false;
        if (in_body && (l != LABEL_NONE || bw_str_is(line, "End of Document"))) {
            body_end = start;
            in_body = false;
        }
        switch (l) {
        case LABEL_NONE:
            if (!before_labels || line.len == 0 || is_notice(line))
                break;
            if (date.month == 0 && bw_copydate_find(line, &date) && date.year)
                break;
            if (!h->source.ptr)
                h->source = line;
            break;
        case LABEL_SECTION: h->section = value; break;
        case LABEL_LENGTH: h->words = leading_number(value); break;
        case LABEL_HEADLINE:
            if (!h->title.ptr)
                h->title = value;
            break;
        case LABEL_BYLINE:
            if (h->byline.n == 0) {
                const bw_terms_row *by = bw_terms_starts("byline", value);
                bw_copy_byline(doc->arena, by ? bw_str_slice(value, strlen(by->form), value.len) : value, &h->byline);
            }
            break;
        case LABEL_DATELINE: bw_dateline_places(doc->arena, value, &h->places); break;
        case LABEL_LANGUAGE: {
            size_t end = 0;
            while (end < value.len && bw_is_alpha(value.ptr[end]))
                end++;
            const char *code = bw_terms_find("language", bw_str_slice(value, 0, end));
            if (code)
                h->language = bw_str_of(code);
            break;
        }
        case LABEL_BODY:
            if (body_start == 0) {
                body_start = pos;
                in_body = true;
            }
            break;
        case LABEL_OTHER: break;
        }
    }
    bw_str body = bw_copy_tail(bw_str_slice(text, body_start, body_end), doc);
    bw_dateline d;
    size_t at = 0;
    while (at < body.len && bw_is_space(body.ptr[at]))
        at++;
    bw_str first = bw_str_slice(body, at, bw_str_find_char(body, '\n', at));
    if (bw_dateline_read(doc->arena, first, &d)) {
        h->agency = d.agency;
        if (h->places.n == 0)
            h->places = d.places;
        body = bw_str_slice(body, at + d.end, body.len);
    }
    h->text = bw_copy_paragraphs(doc->arena, body);
    if (h->day == BW_NO_DAY && date.month && date.year)
        bw_copydate_settle(doc, &date, h->text, options ? options->date : BW_NO_DAY);
    return true;
}

/* A collection: each document ends where the next is counted, or says so. */
static bool ends_document(bw_str line)
{
    int64_t n;
    bw_str rest = bw_str_trim(line), word;
    if (bw_str_is(rest, "End of Document"))
        return true;
    return bw_str_cut(&rest, ' ', &word) && bw_str_to_int(word, &n) && bw_str_cut(&rest, ' ', &word) && bw_str_is(word, "of") &&
           bw_str_cut(&rest, ' ', &word) && bw_str_to_int(word, &n) &&
           (bw_str_is(rest, "DOCUMENTS") || bw_str_is(rest, "DOCUMENT"));
}

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    size_t pos = 0, start, n = 0;
    bw_str line, value;
    (void)w, (void)whole;
    while (pos < 8192 && bw_copy_line(head, &pos, &line, &start)) {
        label l = label_of(line, &value);
        n += l == LABEL_LENGTH || l == LABEL_HEADLINE || l == LABEL_SECTION || l == LABEL_BODY;
    }
    return n >= 2 && looks_lexis(head);
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_buf out = {.arena = doc->arena};
    bw_str line;
    bw_status st;
    bool has_text = false;
    while ((st = bw_lines_next(w->lines, &line, err)) == BW_OK) {
        if (ends_document(line)) {
            if (has_text)
                break;
            continue;
        }
        if (!has_text && bw_str_trim(line).len) {
            has_text = true;
            w->item_line = bw_lines_number(w->lines);
        }
        if (out.len + line.len >= BW_WIRE_MAX_ITEM)
            return bw_fail(err, BW_ERR_LIMIT, "%s:%llu: document is over the limit of %d MB", w->name,
                           (unsigned long long)w->item_line, BW_WIRE_MAX_ITEM >> 20);
        bw_buf_str(&out, line);
        bw_buf_char(&out, '\n');
    }
    if (st != BW_OK && !(st == BW_END && has_text))
        return st;
    doc->head.id = bw_reader_id(w, doc->arena);
    st = bw_wire_read_copy(bw_buf_view(&out), w->options, doc, err);
    return st ? bw_fail_at(err, st, "%s:%llu", w->name, (unsigned long long)w->item_line) : BW_OK;
}

const bw_reader bw_reader_export = {.name = "lexis", .recognise = recognise, .next = next, .by_line = true};

/* ---- BBC Monitoring --------------------------------------------------------------------------- */

/* "Source: Harbour News Agency, Oslo, in English 0915 gmt 2 Apr 24" */
static bool read_source_line(bw_str line, bw_str *source, bw_copydate *date)
{
    size_t gmt = bw_str_find(line, BW_LIT(" gmt "), 0), len;
    if (!bw_str_starts(line, BW_LIT("Source: ")) || gmt == line.len)
        return false;
    bw_str when = bw_str_slice(line, gmt + 5, line.len);
    if (!bw_copydate_at(when, &len, date))
        return false;
    int64_t year;
    if (date->year == 0 && bw_str_to_int(bw_str_trim(bw_str_slice(when, len, when.len)), &year) && year >= 0 && year < 100)
        date->year = (int)(year < 70 ? 2000 + year : 1900 + year);
    *source = bw_str_trim(bw_str_slice(line, 8, bw_str_find_char(line, ',', 8)));
    return true;
}

bool bw_export_read_monitoring(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    bw_head *h = &doc->head;
    size_t pos = 0, start, intro_at = text.len;
    bw_str line, intro = {0}, title = {0}, source = {0};
    bw_copydate date = {0};
    for (int i = 0; i < 12 && bw_copy_line(text, &pos, &line, &start); i++) {
        if (bw_str_starts(line, BW_LIT("Text of report ")) || bw_str_starts(line, BW_LIT("Excerpt from report "))) {
            intro = line;
            intro_at = pos;
            break;
        }
        if (line.len && !title.ptr)
            title = line;
    }
    if (!intro.ptr)
        return false;
    size_t end = text.len;
    for (size_t at = intro_at; bw_copy_line(text, &at, &line, &start);)
        if (read_source_line(line, &source, &date)) {
            end = start;
            break;
        }
    h->source = source;
    if (!h->title.ptr)
        h->title = title;
    bw_str body = bw_copy_tail(bw_str_trim(bw_str_slice(text, intro_at, end)), doc);
    bw_dateline d;
    bool has_dateline = bw_dateline_read(doc->arena, bw_str_slice(body, 0, bw_str_find_char(body, '\n', 0)), &d);
    if (has_dateline) {
        h->agency = d.agency;
        h->places = d.places;
        body = bw_str_slice(body, d.end, body.len);
    }
    h->text = bw_copy_paragraphs(doc->arena, body);
    if (h->day == BW_NO_DAY && date.month && date.year)
        bw_copydate_settle(doc, &date, h->text, BW_NO_DAY);
    else if (h->day == BW_NO_DAY && has_dateline && d.date.month)
        bw_copydate_settle(doc, &d.date, h->text, options ? options->date : BW_NO_DAY);
    return true;
}
