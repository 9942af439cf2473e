#include "wire/export/exportdoc.h"

#include "base/utf8.h"
#include "wire/copy/copyhead.h"
#include "wire/copy/copytail.h"
#include "wire/copy/copytext.h"
#include "wire/copy/dateline.h"
#include "wire/copy/marker.h"
#include "wire/copy/terms.h"
#include "wire/language.h"
#include "wire/markup/instant.h"

void bw_exportdoc_start(bw_exportdoc *x, const char *format, bw_strs headings, const bw_wire_options *options,
                        bw_document *doc)
{
    *x = (bw_exportdoc){.doc = doc, .options = options, .headings = headings, .abstract.arena = doc->arena, .body.arena = doc->arena};
    doc->head.format = bw_str_of(format);
}

bool bw_exportdoc_is_heading(const bw_exportdoc *x, bw_str line)
{
    for (size_t i = 0; i < x->headings.n; i++)
        if (bw_str_eq(x->headings.items[i], line))
            return true;
    return false;
}

bool bw_exportdoc_notice(bw_str line)
{
    static const char *const within[] = {"opyright ", "opyright\302\240", "ights Reserved", "ights reserved"};
    if (bw_terms_starts("tail", line) || bw_label_count(line) != BW_LABEL_NONE)
        return true;
    for (size_t i = 0; line.len < 300 && i < sizeof within / sizeof *within; i++)
        if (bw_str_find(line, bw_str_of(within[i]), 0) < line.len)
            return true;
    return false;
}

/* A line drawn across the page. */
bool bw_exportdoc_is_rule(bw_str s)
{
    size_t n = 0;
    while (n < s.len && s.ptr[n] == '_')
        n++;
    return n == s.len && n >= BW_EXPORT_RULE;
}

/* Letters in a row, of any script. */
static size_t count_letters(bw_str s, size_t *n_words)
{
    size_t n = 0;
    bool inside = false;
    *n_words = 0;
    for (size_t pos = 0; pos < s.len;) {
        bool letter = bw_utf8_is_letter(bw_utf8_next(s, &pos));
        *n_words += letter && !inside;
        n += letter;
        inside = letter;
    }
    return n;
}

/* "01.04.2021" is a day first; "25/04/2021" can be nothing else. */
static bool read_figures(bw_str s, size_t *len, bw_copydate *d)
{
    int v[3] = {0};
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        size_t from = at;
        while (at < s.len && at - from < 4 && bw_is_digit(s.ptr[at]))
            v[i] = v[i] * 10 + (s.ptr[at++] - '0');
        if (at == from || (i == 2 && at - from != 4) || (i < 2 && at - from > 2))
            return false;
        if (i < 2 && (at >= s.len || (s.ptr[at] != '.' && s.ptr[at] != '/') || (i == 1 && s.ptr[at] != s.ptr[from - 1])))
            return false;
        at += i < 2;
    }
    bool dots = s.ptr[at - 5] == '.';
    if (!dots && (v[0] <= 12) == (v[1] <= 12) && v[0] != v[1])
        return false;
    bool month_first = !dots && v[1] > 12;
    *d = (bw_copydate){.year = v[2], .month = v[month_first ? 0 : 1], .day = v[month_first ? 1 : 0], .weekday = -1};
    *len = at;
    return bw_day_checked(d->year, d->month, d->day) != BW_NO_DAY;
}

/* "April 2021", "Spring 2021", "April/May 2021" */
static bool is_month(bw_str s)
{
    bw_str year = bw_str_slice(s, s.len - (s.len < 4 ? s.len : 4), s.len);
    size_t end = 0;
    int64_t v;
    while (end < s.len && (bw_is_alpha(s.ptr[end]) || s.ptr[end] & (char)0x80))
        end++;
    return s.len < 24 && bw_str_to_int(year, &v) && v >= 1800 && v < 2100 &&
           bw_terms_find("month", bw_str_slice(s, 0, end)) != NULL;
}

bool bw_exportdoc_date(bw_str line, bw_copydate *out)
{
    bw_copydate d;
    size_t n_words, len = 0, n_digits = 0;
    char close[96]; /* "2024 年 5 月 9 日" without its blanks */
    size_t n = 0;
    for (size_t i = 0; i < line.len && line.len <= 90; i++)
        n_digits += bw_is_digit(line.ptr[i]);
    if (n_digits < 4)
        return false;
    if (bw_str_find(line, BW_LIT(" 年"), 0) < line.len || bw_str_find(line, BW_LIT(" 月"), 0) < line.len) {
        for (size_t i = 0; i < line.len; i++)
            if (line.ptr[i] != ' ')
                close[n++] = line.ptr[i];
        line = (bw_str){close, n};
    }
    for (size_t at = 0; at < line.len && at < 24; at++) /* behind a weekday, "Le", "Published:" */
        if ((at == 0 || !(bw_is_alpha(line.ptr[at - 1]) || bw_is_digit(line.ptr[at - 1]))) &&
            ((bw_copydate_at(bw_str_slice(line, at, line.len), &len, &d) && d.year) ||
             read_figures(bw_str_slice(line, at, line.len), &len, &d))) {
            (void)count_letters(bw_str_slice(line, 0, at), &n_words);
            if (n_words > 1)
                return false;
            (void)count_letters(bw_str_slice(line, at + len, line.len), &n_words);
            if (n_words > 6)
                return false;
            *out = d;
            return true;
        }
    if (!is_month(line))
        return false;
    *out = (bw_copydate){0};
    return true;
}

/* "English", "Chinese - Simplified", "ENGLISH; ENGLISH" */
static const char *language_of(bw_str s)
{
    size_t end = bw_str_find(s, BW_LIT(" - "), 0), semicolon = bw_str_find_char(s, ';', 0), bracket = bw_str_find(s, BW_LIT(" ("), 0);
    end = end < semicolon ? end : semicolon;
    return bw_terms_find("language", bw_str_trim(bw_str_slice(s, 0, end < bracket ? end : bracket)));
}

bool bw_exportdoc_language(bw_str line) { return line.len < 48 && language_of(line) != NULL; }

/* A number with its thousands parted by a comma, a full stop or a blank; *end is where it ends. */
static int number_at(bw_str s, size_t *end)
{
    int v = 0;
    size_t i = 0;
    for (; i < s.len && i < 9; i++) {
        bool parted = i > 0 && i + 3 < s.len && (s.ptr[i] == ',' || s.ptr[i] == '.' || s.ptr[i] == ' ') &&
                      bw_is_digit(s.ptr[i + 1]) && bw_is_digit(s.ptr[i + 2]) && bw_is_digit(s.ptr[i + 3]);
        if (bw_is_digit(s.ptr[i]))
            v = v * 10 + (s.ptr[i] - '0');
        else if (!parted)
            break;
    }
    *end = i;
    return i > 0 && (i == s.len || s.ptr[i] == ' ' || s.ptr[i] & (char)0x80) ? v : -1;
}

int bw_exportdoc_number(bw_str s)
{
    size_t end;
    return number_at(s, &end);
}

bool bw_exportdoc_words(bw_str line)
{
    size_t end;
    return line.len < 40 && number_at(line, &end) >= 0 &&
           bw_label_find("factiva-words", bw_str_slice(line, end, line.len)) != BW_LABEL_NONE;
}

static void set_language(bw_str value, bw_head *h)
{
    const char *code = language_of(value);
    if (!code)
        code = bw_terms_find("language", bw_str_slice(value, 0, bw_str_find_char(value, ',', 0)));
    if (code && !h->language.ptr)
        h->language = bw_str_of(code);
}

/* "Berg, Ola" is how indexes have it. */
static bw_str turn_name(bw_arena *a, bw_str name)
{
    size_t comma = bw_str_find_char(name, ',', 0);
    bw_str last = bw_str_trim(bw_str_slice(name, 0, comma)), first = bw_str_trim(bw_str_slice(name, comma + 1, name.len));
    if (first.len == 0 || last.len == 0 || bw_str_find_char(first, ',', 0) < first.len ||
        bw_copytext_count_words(last) > 2 || bw_copytext_count_words(first) > 3 || bw_terms_find("byline-stop", first))
        return name;
    return bw_str_print(a, "%.*s %.*s", BW_STR_FMT(first), BW_STR_FMT(last));
}

static void set_byline(bw_document *doc, bw_str value)
{
    bw_head *h = &doc->head;
    const bw_terms_row *by = bw_terms_starts("byline", value);
    if (h->byline.n)
        return;
    if (bw_terms_starts("credit", value)) { /* "Reporting by Ola Berg" */
        size_t at = bw_str_find(value, BW_LIT(" by "), 0);
        h->credits = value;
        value = bw_str_slice(value, at + 4, value.len);
    } else if (by) {
        value = bw_str_trim(bw_str_slice(value, strlen(by->form), value.len));
    }
    if (bw_str_ends(value, BW_LIT(".")) && bw_copytext_count_words(value) < 6)
        value.len--;
    bool indexed = bw_str_is(h->format, "proquest");
    bw_str name, rest = value;
    while (bw_str_cut(&rest, ';', &name)) {
        name = bw_str_trim(name);
        if (bw_str_find(name, BW_LIT(" contributed "), 0) < name.len) {
            h->credits = name;
            continue;
        }
        name = bw_str_slice(name, 0, bw_str_find(name, BW_LIT(" in "), 0));
        bw_copyhead_byline(doc->arena, indexed ? turn_name(doc->arena, name) : name, &h->byline);
    }
}

/* Between pages: "Page 2 of 9", and the headline once more below it. */
static bool is_page_furniture(bw_exportdoc *x, bw_str line)
{
    bool page = bw_label_count(line) == BW_LABEL_PAGE;
    bool again = x->new_page && line.len && bw_str_eq_fold(line, x->doc->head.title);
    if (page || line.len)
        x->new_page = page;
    return page || again;
}

static void set_updated(bw_document *doc, bw_str value)
{
    bw_copydate d;
    bw_day day = bw_copydate_find(value, &d) && d.year ? bw_day_checked(d.year, d.month, d.day) : BW_NO_DAY;
    if (day != BW_NO_DAY)
        doc->head.updated = bw_copydate_print(doc->arena, day);
}

void bw_exportdoc_set(bw_exportdoc *x, bw_label field, bw_str value)
{
    bw_head *h = &x->doc->head;
    bw_copydate d;
    bw_dateline line;
    if (value.len == 0 && field != BW_LABEL_CORRECTION && field != BW_LABEL_CORRECTED && field != BW_LABEL_BODY)
        return;
    switch (field) {
    case BW_LABEL_HEADLINE:
        if (!h->title.ptr)
            h->title = bw_marker_strip(x->doc->arena, value, false, h, NULL);
        break;
    case BW_LABEL_BYLINE: set_byline(x->doc, value); break;
    case BW_LABEL_SECTION:
        if (!h->section.ptr)
            h->section = value;
        break;
    case BW_LABEL_LENGTH:
        if (h->words < 0)
            h->words = bw_exportdoc_number(value);
        break;
    case BW_LABEL_DATELINE:
        if (h->places.n == 0 && bw_dateline_alone(x->doc->arena, value, h, &line))
            h->places = line.places;
        break;
    case BW_LABEL_LANGUAGE: set_language(value, h); break;
    case BW_LABEL_PUBLISHER:
        if (!h->publisher.ptr)
            h->publisher = h->source = value;
        break;
    case BW_LABEL_DATE:
        if (x->date.month == 0 && (bw_exportdoc_date(value, &d) || bw_copydate_find(value, &d)) && d.year && d.month) {
            x->date = d;
            x->when = value;
        }
        break;
    case BW_LABEL_BODY:
        if (is_page_furniture(x, value) || bw_exportdoc_is_rule(value))
            break;
        if (x->wrapped && x->unfinished && value.len && x->body.len)
            x->body.ptr[x->body.len - 1] = ' ';
        bw_buf_str(&x->body, value);
        bw_buf_char(&x->body, '\n');
        x->unfinished = value.len >= 50 && value.len <= 100 && !bw_copytext_ends_sentence(value);
        break;
    case BW_LABEL_ABSTRACT:
        bw_buf_str(&x->abstract, value);
        bw_buf_text(&x->abstract, "\n\n");
        break;
    case BW_LABEL_CORRECTION:
        h->correction = true;
        if (value.len && !bw_exportdoc_date(value, &d))
            h->note = bw_copytext_join(x->doc->arena, h->note, " ", value);
        break;
    case BW_LABEL_CORRECTED:
        h->correction = true;
        set_updated(x->doc, value);
        break;
    case BW_LABEL_CREDITS:
        if (!h->credits.ptr)
            h->credits = value;
        break;
    case BW_LABEL_ITEM:
        if (!h->item.ptr)
            h->item = value;
        break;
    case BW_LABEL_URL:
        if (!h->url.ptr)
            h->url = value;
        break;
    case BW_LABEL_TIME: x->clock = value; break;
    case BW_LABEL_UPDATED: set_updated(x->doc, value); break;
    default: break;
    }
}

/* The headline stands above the body once more, as pages have it. */
static bw_str drop_headline(bw_str body, bw_str title)
{
    bw_str line = bw_str_trim(bw_str_slice(body, 0, bw_str_find_char(body, '\n', 0)));
    return title.len && bw_str_eq_fold(line, title) ? bw_str_trim(bw_str_slice(body, line.len, body.len)) : body;
}

/* The time of day that the date's line gives with its zone, or a field of its own with or without. */
static void add_time(bw_exportdoc *x)
{
    bw_instant i;
    bw_head *h = &x->doc->head;
    bw_str clock = bw_str_print(x->doc->arena, "%.*s %.*s", BW_STR_FMT(h->published), BW_STR_FMT(x->clock));
    bool found = bw_instant_read(x->when, &i) && i.zone_known;
    if (!found && x->clock.len)
        found = bw_instant_read(clock, &i);
    if (found && i.precision == BW_INSTANT_TIME && i.day == h->day)
        h->published = bw_instant_print_written(x->doc->arena, i);
}

void bw_exportdoc_finish(bw_exportdoc *x)
{
    bw_document *doc = x->doc;
    bw_head *h = &doc->head;
    bw_dateline d;
    bw_str body = drop_headline(bw_str_trim(bw_buf_view(&x->body)), h->title);
    if (body.len == 0)
        body = bw_str_trim(bw_buf_view(&x->abstract));
    body = bw_monitoring_trim(body, &h->source, &d.date);
    bw_str story = bw_str_trim(bw_copytail_cut(body, doc));
    if (bw_dateline_read(doc->arena, bw_str_slice(story, 0, bw_str_find_char(story, '\n', 0)), h, &d)) {
        h->agency = d.agency;
        if (h->places.n == 0)
            h->places = d.places;
        story = bw_str_slice(story, d.end, story.len);
    }
    h->text = bw_copytext_paragraphs(doc->arena, story);
    if (h->day == BW_NO_DAY && x->date.month && x->date.year)
        bw_copydate_settle(doc, &x->date, h->text, x->options ? x->options->date : BW_NO_DAY);
    if (h->day != BW_NO_DAY && x->date.month)
        add_time(x);
    if (h->day == BW_NO_DAY && x->options && x->options->date != BW_NO_DAY) {
        h->day = x->options->date;
        h->published = bw_copydate_print(doc->arena, h->day);
    }
    if (!h->language.ptr) {
        h->guessed = true;
        h->language = bw_language_guess(h->text.len ? h->text : h->title);
    }
}
