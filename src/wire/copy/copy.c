/* Plain copy: markers, headline, notes and byline above a dateline, the story, and what stands below it. */
#include "base/utf8.h"
#include "wire/copy/copyhead.h"
#include "wire/copy/copytail.h"
#include "wire/copy/copytext.h"
#include "wire/copy/dateline.h"
#include "wire/copy/marker.h"
#include "wire/decode.h"
#include "wire/export/export.h"
#include "wire/language.h"
#include "wire/reader.h"

enum {
    MAX_HEAD = 48,       /* lines before the dateline */
    MAX_HEADLINE = 240,  /* bytes */
    LONG_SENTENCE = 150, /* bytes: prose, not head matter */
};

typedef struct {
    bw_str s;     /* trimmed */
    size_t start; /* in the text */
    bool gap;     /* an empty line stands before */
    bool taken;   /* known to be something else than headline */
    bool marked;  /* bore a marker */
} head_line;

typedef struct {
    bw_document *doc;
    const bw_wire_options *options;
    bw_str text;
    head_line lines[MAX_HEAD];
    size_t n_lines;
    bw_dateline dateline;
    size_t at;          /* line with the dateline, or where the text begins */
    bool found;         /* a dateline */
    size_t headline;    /* line with the headline */
    bw_copydate header; /* a full date on a line of its own */
} copy;

static size_t shared_words(bw_str line, bw_str body)
{
    size_t n = 0;
    body = bw_str_slice(body, 0, 800);
    for (size_t at = 0, end; at < line.len; at = end + 1) {
        end = at;
        while (end < line.len && (bw_is_alpha(line.ptr[end]) || line.ptr[end] & (char)0x80))
            end++;
        bw_str word = bw_str_slice(line, at, end);
        for (size_t i = 0; word.len >= 4 && i + word.len <= body.len; i++)
            if (bw_str_eq_fold(bw_str_slice(body, i, i + word.len), word)) {
                n++;
                break;
            }
    }
    return n;
}

static void split_head(copy *c)
{
    size_t pos = 0, start;
    bw_str line;
    bool gap = false;
    while (c->n_lines < MAX_HEAD && bw_copytext_line(c->text, &pos, &line, &start)) {
        if (line.len)
            c->lines[c->n_lines++] = (head_line){.s = line, .start = start, .gap = gap};
        gap = line.len == 0;
    }
}

/* The dateline stands before the prose: no more than two sentences go before it. */
static void find_dateline(copy *c)
{
    int n_prose = 0;
    for (size_t i = 0; i < c->n_lines && n_prose < 2; i++) {
        bw_str s = c->lines[i].s;
        if (bw_dateline_read(c->doc->arena, s, &c->doc->head, &c->dateline)) {
            c->found = true;
            c->at = i;
            return;
        }
        n_prose += s.len >= LONG_SENTENCE && bw_copytext_ends_sentence(s) && s.ptr[0] != '(';
    }
}

/* Joins the lines of a bracket that was broken over several. */
static void join_brackets(copy *c, size_t end)
{
    for (size_t i = 0; i + 1 < end; i++) {
        bw_str s = c->lines[i].s;
        if (s.ptr[0] != '(' || bw_str_find_char(s, ')', 0) < s.len)
            continue;
        for (size_t j = i + 1; j < end && j < i + 8; j++)
            if (bw_str_ends(c->lines[j].s, BW_LIT(")"))) {
                c->lines[i].s.len = (size_t)(c->lines[j].s.ptr - s.ptr) + c->lines[j].s.len;
                for (size_t k = i + 1; k <= j; k++)
                    c->lines[k].taken = true;
                break;
            }
    }
}

static bw_str shown_headline(copy *c, head_line *l)
{
    int n = 0;
    bw_str s = l->s;
    while (s.len > 1 && bw_str_ends(s, BW_LIT("=")))
        s = bw_str_trim(bw_str_slice(s, 0, s.len - 1));
    s = bw_marker_strip(c->doc->arena, s, c->found, &c->doc->head, &n);
    l->marked = n > 0;
    return s;
}

/* Of the lines before the text, the headline is the one that bears a marker, else the first that shares about as many
 * words with the story as any: site furniture shares none. What is long enough to be a sentence below the headline
 * stays text: *extra is its line. */
static void choose_headline(copy *c, size_t end, bw_str body, size_t *extra)
{
    size_t n_left = 0, best = end, most = 0;
    *extra = end;
    join_brackets(c, end);
    for (size_t i = 0; i < end; i++)
        n_left += !c->lines[i].taken;
    for (size_t i = 0; i < end; i++)
        if (!c->lines[i].taken && bw_copyhead_read(c->lines[i].s, n_left <= 1, c->doc, &c->header)) {
            c->lines[i].taken = true;
            n_left--;
        }
    for (size_t i = 0; i < end && best == end; i++) {
        head_line *l = &c->lines[i];
        if (l->taken)
            continue;
        /* Markers are looked for in a copy of the head, so that a line not chosen leaves no trace. */
        bw_head before = c->doc->head;
        bw_str shown = shown_headline(c, l);
        if (l->marked && shown.len == 0) /* "(EDITORIAL from …)": the headline follows */
            l->taken = true;
        else
            c->doc->head = before;
        if (l->marked && shown.len && shown.len <= MAX_HEADLINE)
            best = i;
    }
    for (size_t i = 0; i < end && best == end; i++) {
        size_t shared = c->lines[i].taken || c->lines[i].s.len > MAX_HEADLINE ? 0 : shared_words(c->lines[i].s, body);
        most = shared > most ? shared : most;
    }
    for (size_t i = 0; i < end && best == end; i++)
        if (!c->lines[i].taken && c->lines[i].s.len <= MAX_HEADLINE && shared_words(c->lines[i].s, body) * 2 >= most)
            best = i;
    if (best == end)
        return;
    /* A line above that no gap divides from it is the headline, and this the line below it. */
    while (!c->lines[best].marked && best > 0 && !c->lines[best].gap && !c->lines[best - 1].taken &&
           bw_copytext_count_words(c->lines[best - 1].s) >= 3)
        best--;
    bw_str headline = c->lines[best].s;
    size_t after = best + 1;
    /* A headline that was broken over two lines goes on in small letters. */
    while (after < end && !c->lines[after].taken && !c->lines[after].gap && bw_is_lower(c->lines[after].s.ptr[0]) &&
           headline.len + c->lines[after].s.len < MAX_HEADLINE) {
        headline = bw_str_print(c->doc->arena, "%.*s %.*s", (int)headline.len, headline.ptr, (int)c->lines[after].s.len,
                                c->lines[after].s.ptr);
        c->lines[after++].taken = true;
    }
    c->lines[best].s = headline;
    c->headline = best;
    c->doc->head.title = shown_headline(c, &c->lines[best]);
    for (size_t i = after; i < end; i++)
        if (!c->lines[i].taken && bw_copytext_ends_sentence(c->lines[i].s) &&
            bw_copytext_count_words(c->lines[i].s) >= 8) {
            *extra = i;
            break;
        }
}

/* Without a dateline the head is what stands before the first line of prose; all lines when there is none. */
static size_t head_without_dateline(copy *c)
{
    size_t n = c->n_lines;
    for (size_t i = 0; i < n; i++) {
        bw_str s = c->lines[i].s;
        bool wraps = i + 1 < n && !c->lines[i + 1].gap && s.len >= 40 && bw_is_lower(c->lines[i + 1].s.ptr[0]);
        bool bracket = s.ptr[0] == '(' && bw_str_ends(s, BW_LIT(")"));
        bool question = (bw_str_ends(s, BW_LIT("?")) || bw_str_ends(s, BW_LIT("!"))) && s.len < 100 && i == 0 && n > 1;
        bw_document probe = {.arena = c->doc->arena, .head = {.words = -1}};
        bool note = !question && bw_copytext_ends_sentence(s) && bw_copyhead_note(s, &probe);
        if (!note && !bracket && !question && (bw_copytext_ends_sentence(s) || wraps || s.len > MAX_HEADLINE))
            return i;
    }
    return n;
}

/* No line is prose: the first is the headline and what follows the text; but a line alone is text, unless something
 * says that it is a flash. */
static size_t begin_without_prose(copy *c)
{
    bw_head *h = &c->doc->head;
    size_t n_taken = 0;
    for (size_t i = 0; i < c->n_lines; i++)
        n_taken += c->lines[i].taken;
    for (size_t i = c->headline + 1; i < c->n_lines; i++)
        if (!c->lines[i].taken)
            return c->lines[i].start;
    if (!h->title.ptr || n_taken > 0 || c->lines[c->headline].marked)
        return c->text.len;
    if (bw_copytext_is_capitals(h->title)) {
        while (h->title.ptr[0] == '*' || h->title.ptr[0] == ' ')
            h->title = bw_str_slice(h->title, 1, h->title.len);
        h->alert = true;
        return c->text.len;
    }
    h->title = (bw_str){0};
    return c->lines[0].start;
}

static void infer_dates(copy *c)
{
    bw_document *doc = c->doc;
    bw_day reference = c->options ? c->options->date : BW_NO_DAY;
    bw_copydate d = c->dateline.date;
    if (doc->head.day != BW_NO_DAY)
        reference = doc->head.day;
    if (c->header.month && reference == BW_NO_DAY)
        reference = bw_day_checked(c->header.year, c->header.month, c->header.day);
    bool has_date = doc->head.day != BW_NO_DAY;
    if (c->found && d.month) {
        bw_str published = doc->head.published;
        bw_day day = doc->head.day;
        bw_copydate_settle(doc, &d, doc->head.text, reference);
        if (has_date) { /* given with the copy: better than what is written in it */
            doc->head.published = published;
            doc->head.day = day;
        }
    } else if (!has_date && c->header.month && reference != BW_NO_DAY) {
        bw_copydate_settle(doc, &c->header, doc->head.text, reference);
    }
}

static void complete(const bw_wire_options *options, bw_document *doc)
{
    bw_head *h = &doc->head;
    if (h->day == BW_NO_DAY && options && options->date != BW_NO_DAY && !h->date_written.ptr) {
        h->day = options->date;
        h->published = bw_copydate_print(doc->arena, h->day);
    }
    if (!h->language.ptr) {
        h->guessed = true;
        h->language = bw_language_guess(h->text.len ? h->text : h->title);
    }
}

static void read_plain(bw_str text, const bw_wire_options *options, bw_document *doc)
{
    copy c = {.doc = doc, .options = options, .text = text};
    bw_head *h = &doc->head;
    bw_str given = h->title;
    split_head(&c);
    find_dateline(&c);
    if (!c.found)
        c.at = head_without_dateline(&c);
    size_t begin = c.at < c.n_lines ? c.lines[c.at].start : text.len, extra;
    if (c.found) {
        begin = (size_t)(c.lines[c.at].s.ptr - text.ptr) + c.dateline.end;
        h->agency = c.dateline.agency;
        h->places = c.dateline.places;
        h->byline = c.dateline.byline;
    }
    bw_str body = bw_copytail_cut(bw_str_slice(text, begin, text.len), doc);
    choose_headline(&c, c.at, body, &extra);
    if (!c.found && c.at == c.n_lines) {
        body = bw_copytail_cut(bw_str_slice(text, begin_without_prose(&c), text.len), doc);
        extra = c.at;
    }
    if (!c.found && c.at > 0 && c.at < c.n_lines && c.at - 1 > c.headline && h->title.ptr &&
        bw_dateline_is_place(c.lines[c.at - 1].s))
        bw_dateline_places(doc->arena, c.lines[c.at - 1].s, &h->places);
    if (given.len)
        h->title = given;
    h->text = bw_copytext_paragraphs(doc->arena, body);
    if (extra < c.at)
        h->text = bw_str_print(doc->arena, "%.*s\n\n%.*s", (int)c.lines[extra].s.len, c.lines[extra].s.ptr,
                               (int)h->text.len, h->text.ptr);
    infer_dates(&c);
}

bw_status bw_wire_read_copy(bw_str bytes, const bw_wire_options *options, bw_document *doc, bw_err *err)
{
    if (bytes.len > BW_WIRE_MAX_ITEM)
        return bw_fail(err, BW_ERR_LIMIT, "copy of %zu bytes is over the limit of %d MB", bytes.len,
                       BW_WIRE_MAX_ITEM >> 20);
    doc->head.words = -1;
    doc->head.revision = (bw_revision){.writethru = -1};
    if (!doc->head.published.ptr)
        doc->head.day = BW_NO_DAY;
    bw_str text = bw_copytext_clean(doc->arena, bw_decode_text(doc->arena, bytes, &doc->head.n_repaired));
    if (bw_str_trim(text).len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "copy is empty");
    if (!bw_export_read_database(text, options, doc) && !bw_export_read_monitoring(text, options, doc))
        read_plain(text, options, doc);
    complete(options, doc);
    return BW_OK;
}

/* ---- the stream: one file, one document --------------------------------------------------------- */

static bool recognise(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)head, (void)whole;
    return true;
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    bw_str bytes;
    if (w->done)
        return BW_END;
    w->done = true;
    bw_status st = bw_reader_whole(w, doc->arena, BW_WIRE_MAX_ITEM,
                                   "plain copy is one document a file; are these JSON Lines or CSV?", &bytes, err);
    if (st)
        return st;
    doc->head.id = bw_str_copy(doc->arena, bw_str_of(w->name));
    st = bw_wire_read_copy(bytes, w->options, doc, err);
    return st ? bw_fail_at(err, st, "%s", w->name) : BW_OK;
}

const bw_reader bw_reader_copy = {.name = "copy", .recognise = recognise, .next = next};
