#include "wire/export/export.h"

#include "wire/copy/copyhead.h"
#include "wire/copy/copytail.h"
#include "wire/copy/copytext.h"
#include "wire/copy/dateline.h"
#include "wire/copy/marker.h"
#include "wire/reader.h"
#include "wire/copy/terms.h"

/* ---- LexisNexis and Factiva: labelled fields ---------------------------------------------------- */

typedef enum {
    LABEL_NONE,
    LABEL_SECTION,
    LABEL_LENGTH,
    LABEL_HEADLINE,
    LABEL_BYLINE,
    LABEL_DATELINE,
    LABEL_BODY,
    LABEL_LANGUAGE,
    LABEL_SOURCE,
    LABEL_DATE,
    LABEL_CORRECTION,
    LABEL_OTHER,
    LABEL_END,
} label;

typedef struct {
    const char *name;
    label label;
} label_name;

/* Older exports write them in capitals. */
static const label_name lexis_labels[] = {
    {"Section:", LABEL_SECTION},       {"Length:", LABEL_LENGTH},      {"Headline:", LABEL_HEADLINE},
    {"Byline:", LABEL_BYLINE},         {"Dateline:", LABEL_DATELINE},  {"Body:", LABEL_BODY},
    {"Language:", LABEL_LANGUAGE},     {"Load-Date:", LABEL_OTHER},    {"Publication-Type:", LABEL_OTHER},
    {"Graphic:", LABEL_OTHER},         {"Highlight:", LABEL_OTHER},    {"Correction-Date:", LABEL_CORRECTION},
    {"Correction:", LABEL_CORRECTION}, {"Journal-Code:", LABEL_OTHER}, {"Document-Type:", LABEL_OTHER},
    {"Subject:", LABEL_OTHER},         {"Geographic:", LABEL_OTHER},   {"Distribution:", LABEL_OTHER},
};

static const label_name factiva_labels[] = {
    {"HD", LABEL_HEADLINE}, {"BY", LABEL_BYLINE}, {"WC", LABEL_LENGTH},   {"PD", LABEL_DATE},   {"ET", LABEL_OTHER},
    {"SN", LABEL_SOURCE},   {"SC", LABEL_OTHER},  {"LA", LABEL_LANGUAGE}, {"CY", LABEL_OTHER},  {"LP", LABEL_BODY},
    {"TD", LABEL_BODY},     {"NS", LABEL_OTHER},  {"RE", LABEL_OTHER},    {"IPD", LABEL_OTHER}, {"AN", LABEL_OTHER},
    {"SE", LABEL_SECTION},  {"CO", LABEL_OTHER},  {"IN", LABEL_OTHER},    {"PUB", LABEL_OTHER}, {"CT", LABEL_OTHER},
    {"PG", LABEL_OTHER},    {"ED", LABEL_OTHER},  {"VOL", LABEL_OTHER},   {"RF", LABEL_OTHER},  {"CR", LABEL_OTHER},
    {"CLM", LABEL_OTHER},   {"IPC", LABEL_OTHER},
};

static label lexis_label(bw_str line, bw_str *value)
{
    for (size_t i = 0; i < sizeof lexis_labels / sizeof *lexis_labels; i++) {
        bw_str name = bw_str_of(lexis_labels[i].name);
        bool capitals = line.len > 1 && bw_is_upper(line.ptr[1]);
        if (bw_str_starts_fold(line, name) && (capitals || bw_str_starts(line, name))) {
            *value = bw_str_trim(bw_str_slice(line, name.len, line.len));
            return lexis_labels[i].label;
        }
    }
    *value = (bw_str){0};
    return bw_str_is(line, "Body")                                             ? LABEL_BODY
           : bw_str_is(line, "Classification") || bw_str_is(line, "Load-Date") ? LABEL_OTHER
           : bw_str_is(line, "End of Document")                                ? LABEL_END
                                                                               : LABEL_NONE;
}

/* "HD Talks resume", or the code alone and the text below. */
static label factiva_label(bw_str line, bw_str *value)
{
    for (size_t i = 0; i < sizeof factiva_labels / sizeof *factiva_labels; i++) {
        bw_str name = bw_str_of(factiva_labels[i].name);
        if (bw_str_starts(line, name) &&
            (line.len == name.len || line.ptr[name.len] == ' ' || line.ptr[name.len] == '\t')) {
            *value = bw_str_trim(bw_str_slice(line, name.len, line.len));
            return factiva_labels[i].label;
        }
    }
    *value = (bw_str){0};
    return bw_str_starts(line, BW_LIT("Document ")) && bw_str_find_char(line, ' ', 9) == line.len ? LABEL_END
                                                                                                  : LABEL_NONE;
}

typedef label read_label(bw_str line, bw_str *value);

static bool looks_labelled(bw_str text, read_label *read)
{
    bool body = false, head = false;
    size_t pos = 0, start;
    bw_str line, value;
    int n_kinds = 0;
    unsigned seen = 0;
    for (int i = 0; i < 200 && bw_copytext_line(text, &pos, &line, &start); i++) {
        label l = read(line, &value);
        body |= l == LABEL_BODY && (value.len == 0 || read == factiva_label);
        head |= l == LABEL_LENGTH || l == LABEL_HEADLINE;
        n_kinds += l != LABEL_NONE && !(seen & 1u << l);
        seen |= 1u << l;
    }
    return body && head && n_kinds >= (read == factiva_label ? 4 : 2);
}

static bool is_notice(bw_str line)
{
    return bw_terms_starts("tail", line) || bw_str_eq_fold(line, BW_LIT("All Rights Reserved")) ||
           bw_str_find(line, BW_LIT(" DOCUMENT"), 0) < line.len;
}

/* "12 words" */
static int leading_number(bw_str s)
{
    int v = 0;
    size_t i = 0;
    for (; i < s.len && i < 9 && (bw_is_digit(s.ptr[i]) || (s.ptr[i] == ',' && i > 0)); i++)
        if (bw_is_digit(s.ptr[i]))
            v = v * 10 + (s.ptr[i] - '0');
    return i > 0 && (i == s.len || s.ptr[i] == ' ') ? v : -1;
}

static void set_language(bw_str value, bw_head *h)
{
    size_t end = 0;
    while (end < value.len && bw_is_alpha(value.ptr[end]))
        end++;
    const char *code = bw_terms_find("language", bw_str_slice(value, 0, end));
    if (code)
        h->language = bw_str_of(code);
}

static void set_field(label l, bw_str value, bw_copydate *date, bw_document *doc)
{
    bw_head *h = &doc->head;
    const bw_terms_row *by;
    switch (l) {
    case LABEL_SECTION: h->section = value; break;
    case LABEL_LENGTH: h->words = leading_number(value); break;
    case LABEL_HEADLINE:
        if (!h->title.ptr)
            h->title = bw_marker_strip(doc->arena, value, false, h, NULL);
        break;
    case LABEL_BYLINE:
        by = bw_terms_starts("byline", value);
        if (h->byline.n == 0)
            bw_copyhead_byline(doc->arena, by ? bw_str_slice(value, strlen(by->form), value.len) : value, &h->byline);
        break;
    case LABEL_DATELINE: bw_dateline_places(doc->arena, value, &h->places); break;
    case LABEL_LANGUAGE: set_language(value, h); break;
    case LABEL_SOURCE: h->source = value; break;
    case LABEL_DATE: (void)bw_copydate_find(value, date); break;
    case LABEL_CORRECTION: h->correction = true; break;
    case LABEL_NONE:
    case LABEL_BODY:
    case LABEL_OTHER:
    case LABEL_END: break;
    }
}

/* The lines above the first label: in newer LexisNexis exports the headline stands there, above the source. */
typedef struct {
    bw_str lines[2];
    size_t n;
} preamble;

static void read_preamble_line(bw_str line, preamble *p, bw_copydate *date)
{
    bw_copydate found;
    if (line.len == 0 || is_notice(line))
        return;
    if (bw_copydate_find(line, &found) && found.year && line.len < 60) {
        if (date->month == 0)
            *date = found;
    } else if (date->month == 0 && p->n < 2) {
        p->lines[p->n++] = line;
    }
}

static bool read_labelled(bw_str text, read_label *read, const char *format, const bw_wire_options *options,
                          bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str line, value;
    size_t pos = 0, start;
    label current = LABEL_NONE;
    bool above = true;
    preamble pre = {0};
    bw_copydate date = {0};
    bw_buf body = {.arena = doc->arena};

    if (!looks_labelled(text, read))
        return false;
    h->format = bw_str_of(format);
    while (bw_copytext_line(text, &pos, &line, &start)) {
        label l = read(line, &value);
        if (l == LABEL_END)
            break;
        above &= l == LABEL_NONE;
        if (above)
            read_preamble_line(line, &pre, &date);
        if (l != LABEL_NONE) {
            current = l;
            if (l == LABEL_CORRECTION || value.len)
                set_field(l, value, &date, doc);
        } else if (current != LABEL_BODY && line.len && read == factiva_label) {
            set_field(current, line, &date, doc); /* the code stood alone */
        }
        if (current == LABEL_BODY && (l == LABEL_NONE || value.len)) {
            bw_buf_str(&body, l == LABEL_NONE ? line : value);
            bw_buf_char(&body, '\n');
        }
    }
    if (!h->title.ptr && pre.n == 2)
        h->title = bw_marker_strip(doc->arena, pre.lines[0], false, h, NULL);
    if (!h->source.ptr && pre.n)
        h->source = pre.lines[pre.n - 1];

    bw_str story = bw_str_trim(bw_copytail_cut(bw_str_trim(bw_buf_view(&body)), doc));
    bw_dateline d;
    if (bw_dateline_read(doc->arena, bw_str_slice(story, 0, bw_str_find_char(story, '\n', 0)), h, &d)) {
        h->agency = d.agency;
        if (h->places.n == 0)
            h->places = d.places;
        story = bw_str_slice(story, d.end, story.len);
    }
    h->text = bw_copytext_paragraphs(doc->arena, story);
    if (h->day == BW_NO_DAY && date.month && date.year)
        bw_copydate_settle(doc, &date, h->text, options ? options->date : BW_NO_DAY);
    return true;
}

bool bw_export_read_database(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    return read_labelled(text, lexis_label, "lexis", options, doc) ||
           read_labelled(text, factiva_label, "factiva", options, doc);
}

/* A collection: each document ends where the next is counted, or says so. */
static bool ends_document(bw_str line)
{
    int64_t n;
    bw_str rest = bw_str_trim(line), word;
    if (bw_str_is(rest, "End of Document") ||
        (bw_str_starts(rest, BW_LIT("Document ")) && bw_str_find_char(rest, ' ', 9) == rest.len))
        return true;
    return bw_str_cut(&rest, ' ', &word) && bw_str_to_int(word, &n) && bw_str_cut(&rest, ' ', &word) &&
           bw_str_is(word, "of") && bw_str_cut(&rest, ' ', &word) && bw_str_to_int(word, &n) &&
           (bw_str_is(rest, "DOCUMENTS") || bw_str_is(rest, "DOCUMENT"));
}

static bool recognise_lexis(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    return looks_labelled(head, lexis_label);
}

static bool recognise_factiva(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    return looks_labelled(head, factiva_label);
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

const bw_reader bw_reader_lexis = {.name = "lexis", .recognise = recognise_lexis, .next = next, .by_line = true};
const bw_reader bw_reader_factiva = {.name = "factiva", .recognise = recognise_factiva, .next = next, .by_line = true};

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
    if (date->year == 0 && bw_str_to_int(bw_str_trim(bw_str_slice(when, len, when.len)), &year) && year >= 0 &&
        year < 100)
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
    for (int i = 0; i < 12 && bw_copytext_line(text, &pos, &line, &start); i++) {
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
    for (size_t at = intro_at; bw_copytext_line(text, &at, &line, &start);)
        if (read_source_line(line, &source, &date)) {
            end = start;
            break;
        }
    h->source = source;
    if (!h->title.ptr)
        h->title = title;
    bw_str body = bw_copytail_cut(bw_str_trim(bw_str_slice(text, intro_at, end)), doc);
    bw_dateline d;
    bool has_dateline = bw_dateline_read(doc->arena, bw_str_slice(body, 0, bw_str_find_char(body, '\n', 0)), h, &d);
    if (has_dateline) {
        h->agency = d.agency;
        h->places = d.places;
        body = bw_str_slice(body, d.end, body.len);
    }
    h->text = bw_copytext_paragraphs(doc->arena, body);
    if (h->day == BW_NO_DAY && date.month && date.year)
        bw_copydate_settle(doc, &date, h->text, BW_NO_DAY);
    else if (h->day == BW_NO_DAY && has_dateline && d.date.month)
        bw_copydate_settle(doc, &d.date, h->text, options ? options->date : BW_NO_DAY);
    return true;
}
