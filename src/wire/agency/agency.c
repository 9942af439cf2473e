#include "wire/agency/agency.h"

#include "wire/copy/copyhead.h"
#include "wire/copy/copytail.h"
#include "wire/copy/copytext.h"
#include "wire/copy/dateline.h"
#include "wire/copy/marker.h"
#include "wire/copy/terms.h"
#include "wire/language.h"
#include "wire/markup/instant.h"
#include "wire/markup/plain.h"
#include "wire/reader.h"

enum {
    MAX_OPENING = 12,       /* lines of a body that may stand before its dateline */
    SURE_OF_LANGUAGE = 300, /* bytes of text */
    MAX_WORDS = 9999999,
    MAX_VERSION = 1000,     /* above: a serial number that counts no versions */
};

/* "Porto riaperto (2)": the second part of a story is the first that is added to it. */
static bw_str strip_part(bw_str headline, bw_head *h)
{
    size_t at = headline.len;
    if (at < 12 || headline.ptr[at - 1] != ')' || headline.ptr[at - 3] != '(' || headline.ptr[at - 4] != ' ' ||
        headline.ptr[at - 2] < '2' || headline.ptr[at - 2] > '9')
        return headline;
    if (h->revision.kind == BW_REVISION_NONE)
        h->revision = (bw_revision){BW_REVISION_ADD, headline.ptr[at - 2] - '1', -1};
    return bw_str_trim(bw_str_slice(headline, 0, at - 4));
}

void bw_agency_title(bw_document *doc, bw_str headline)
{
    bw_head *h = &doc->head;
    bw_str s = bw_str_trim(bw_copytext_fold_space(doc->arena, headline));
    if (bw_str_find_char(s, '&', 0) < s.len) /* JSON may hold what HTML escapes */
        s = bw_plain_line(doc->arena, s);
    while (bw_str_ends(s, BW_LIT("=")))
        s = bw_str_trim(bw_str_slice(s, 0, s.len - 1));
    if (s.len == 0 || h->title.ptr)
        return;
    s = strip_part(bw_marker_strip(doc->arena, s, false, h, NULL), h);
    if (s.len)
        h->title = s;
}

void bw_agency_slug(bw_document *doc, bw_str slug)
{
    bw_copydate none;
    slug = bw_str_trim(bw_copytext_fold_space(doc->arena, slug));
    while (bw_str_starts(slug, BW_LIT("-")))
        slug = bw_str_slice(slug, 1, slug.len);
    while (bw_str_ends(slug, BW_LIT("-")))
        slug.len--;
    if (slug.len == 0 || doc->head.slug.ptr)
        return;
    bw_document probe = {.arena = doc->arena, .head = doc->head};
    if (bw_copyhead_read(slug, false, &probe, &none) && probe.head.slug.ptr) {
        doc->head = probe.head;
        return;
    }
    bw_str bare = bw_marker_strip(doc->arena, slug, false, &doc->head, NULL);
    slug = bare.len ? bare : slug;
    while (bw_str_ends(slug, BW_LIT("/")))
        slug.len--;
    if (slug.len)
        doc->head.slug = slug;
}

/* "harfang.com" is known as "harfang". */
static const bw_terms_agency *find_agency(bw_str name)
{
    const bw_terms_agency *known = bw_terms_find_agency(name);
    size_t dot = bw_str_find_char(name, '.', 0);
    if (!known && dot < name.len && bw_str_find_char(name, ' ', 0) == name.len)
        known = bw_terms_find_agency(bw_str_slice(name, 0, dot));
    return known;
}

void bw_agency_provider(bw_document *doc, bw_str name)
{
    bw_head *h = &doc->head;
    name = bw_str_trim(bw_copytext_fold_space(doc->arena, name));
    if (name.len == 0)
        return;
    const bw_terms_agency *known = find_agency(name);
    if (known && !h->agency.ptr)
        h->agency = bw_str_of(known->agency);
    /* "CL", "harfang.com": what a machine calls it gives way to a name. */
    bool code =
        (h->publisher.len < 4 && !find_agency(h->publisher)) ||
        (bw_str_find_char(h->publisher, '.', 0) < h->publisher.len && bw_str_find_char(name, '.', 0) == name.len);
    if (!h->publisher.ptr || code)
        h->publisher = name;
}

void bw_agency_byline(bw_document *doc, bw_str byline)
{
    bw_str s = bw_copytext_unbracket(bw_str_trim(bw_copytext_fold_space(doc->arena, byline)));
    const bw_terms_row *by = bw_terms_starts("byline", s);
    if (s.len == 0 || s.len > 300 || doc->head.byline.n)
        return;
    size_t n_other = 0;
    for (size_t i = 0; i < s.len; i++)
        n_other += !bw_is_lower(s.ptr[i]) && s.ptr[i] != '/';
    if (n_other == 0) { /* "gr/bp" */
        doc->head.signoff = s;
        return;
    }
    s = bw_str_slice(s, 0, bw_str_find(s, BW_LIT(" / "), 0)); /* "Ola Berg / Harbour News" */
    if (by)
        s = bw_str_trim(bw_str_slice(s, strlen(by->form), s.len));
    bw_copyhead_byline(doc->arena, s, &doc->head.byline);
}

void bw_agency_place(bw_document *doc, bw_str place)
{
    bw_strs found;
    place = bw_str_trim(bw_copytext_fold_space(doc->arena, place));
    if (place.len == 0 || place.len > 160 || doc->head.places.n)
        return;
    bw_dateline_places(doc->arena, place, &found);
    doc->head.places = found;
}

static void take_dateline(bw_document *doc, const bw_dateline *d, bw_str text, bw_day reference)
{
    bw_head *h = &doc->head;
    if (d->agency.ptr && (!h->agency.ptr || bw_terms_find_agency(d->agency))) /* not a partner that nobody knows */
        h->agency = d->agency;
    if (d->places.n)
        h->places = d->places;
    if (d->byline.n && !h->byline.n)
        h->byline = d->byline;
    if (!d->date.month || h->date_written.ptr)
        return;
    bw_str published = h->published;
    bw_day day = h->day;
    bw_copydate_settle(doc, &d->date, text, day != BW_NO_DAY ? day : reference);
    if (day != BW_NO_DAY) { /* given with the item: better than what is written in it */
        h->published = published;
        h->day = day;
    }
}

void bw_agency_dateline(bw_document *doc, bw_str dateline)
{
    bw_dateline d;
    bw_str s = bw_str_trim(bw_copytext_fold_space(doc->arena, dateline));
    size_t n_letters = 0;
    for (size_t i = 0; i < s.len; i++)
        n_letters += bw_is_alpha(s.ptr[i]) || (s.ptr[i] & (char)0x80);
    if (n_letters < 2 || s.len > 200 || bw_is_digit(s.ptr[0])) /* "4/4/2018", "2014-07-17 GMT" */
        return;
    if (bw_dateline_alone(doc->arena, s, &doc->head, &d))
        take_dateline(doc, &d, s, BW_NO_DAY);
}

void bw_agency_note(bw_document *doc, bw_str note)
{
    bw_head *h = &doc->head;
    bw_str s = bw_str_trim(bw_copytext_fold_space(doc->arena, note));
    s = bw_copytext_unbracket(s);
    if (s.len == 0)
        return;
    bw_document probe = {.arena = doc->arena};
    if (bw_copyhead_note(s, &probe)) {
        if (probe.head.embargo.ptr && !h->embargo.ptr)
            h->embargo = probe.head.embargo;
        if (probe.head.note.ptr)
            s = probe.head.note;
    }
    bool label = bw_str_ends(h->note, BW_LIT(":"));
    if (label || bw_str_find(h->note, s, 0) == h->note.len)
        h->note = bw_copytext_join(doc->arena, h->note, label ? " " : "; ", s);
}

/* What stands behind the scheme: "update" of "sig:update". */
static bw_str code_of(bw_str qcode)
{
    qcode = bw_str_trim(qcode);
    size_t colon = bw_str_find_char(qcode, ':', 0);
    return colon < qcode.len ? bw_str_slice(qcode, colon + 1, qcode.len) : qcode;
}

static bool is(const char *value, const char *what) { return value && strcmp(value, what) == 0; }

void bw_agency_status(bw_head *h, bw_str status)
{
    bw_str s = code_of(status);
    const char *value = bw_terms_find("status", s);
    if (is(value, "withdrawn"))
        (void)bw_marker_apply(BW_LIT("withdrawn"), h);
    else if (is(value, "held") && !h->embargo.ptr)
        h->embargo = s;
}

static void set_kind(bw_head *h, bw_revision_kind kind)
{
    if (h->revision.kind == BW_REVISION_NONE)
        h->revision.kind = kind;
}

void bw_agency_signal(bw_head *h, bw_str signal)
{
    bw_str s = code_of(signal);
    const char *value = bw_str_starts_fold(signal, BW_LIT("edstat:")) ? bw_terms_find("edstat", s) : NULL;
    if (!value)
        value = bw_terms_find("signal", s);
    if (is(value, "correction"))
        h->correction = true;
    if (is(value, "update") || is(value, "correction"))
        set_kind(h, is(value, "update") ? BW_REVISION_UPDATE : BW_REVISION_CORRECTED);
    h->alert |= is(value, "alert");
    h->urgent |= is(value, "urgent");
    if (!value || is(value, "withdrawn"))
        bw_agency_status(h, value ? bw_str_of(value) : s);
}

void bw_agency_priority(bw_head *h, bw_str priority)
{
    priority = bw_str_trim(priority);
    h->urgent |= bw_str_is(priority, "1") || bw_str_is(priority, "2");
}

void bw_agency_version(bw_document *doc, bw_str version)
{
    bw_head *h = &doc->head;
    int64_t v;
    version = bw_str_trim(version);
    if (version.len == 0)
        return;
    h->version = version;
    if (bw_str_to_int(version, &v) && v > 1 && v < MAX_VERSION)
        set_kind(h, BW_REVISION_UPDATE);
}

bool bw_agency_words(bw_head *h, bw_str count)
{
    int64_t n;
    if (!bw_str_to_int(count, &n) || n <= 0 || n > MAX_WORDS)
        return false;
    h->words = (int)n;
    return true;
}

/* A line above the text that the head has already, or that belongs there. */
static bool read_opening(bw_document *doc, bw_str line)
{
    bw_head *h = &doc->head;
    if (h->title.len && bw_str_eq_fold(line, h->title))
        return true;
    bw_copydate date = {0};
    bw_document probe = {.arena = doc->arena, .head = *h};
    probe.head.byline = (bw_strs){0};
    probe.head.slug = BW_LIT("known"); /* none is looked for */
    if (!bw_copyhead_read(line, false, &probe, &date))
        return false;
    probe.head.slug = h->slug;
    if (h->byline.n)
        probe.head.byline = h->byline;
    *h = probe.head;
    if (date.month && h->day == BW_NO_DAY)
        bw_copydate_settle(doc, &date, line, BW_NO_DAY);
    return true;
}

/* The text without a last line that is its author again: "Mira Holt/TT". */
static bw_str cut_author(const bw_document *doc, bw_str text)
{
    text = bw_str_trim(text);
    size_t start = text.len;
    while (start > 0 && text.ptr[start - 1] != '\n')
        start--;
    bw_str last = bw_str_slice(text, start, text.len);
    bool author = start > 0 && doc->head.byline.n > 0 && bw_str_starts(last, doc->head.byline.items[0]) &&
                  last.len < doc->head.byline.items[0].len + 24 && !bw_copytext_ends_sentence(last) &&
                  (last.len == doc->head.byline.items[0].len || last.ptr[doc->head.byline.items[0].len] == '/');
    return author ? bw_str_slice(text, 0, start) : text;
}

void bw_agency_body(const bw_wire_options *options, bw_document *doc, bw_str body)
{
    bw_head *h = &doc->head;
    bw_str text = bw_copytext_clean(doc->arena, body), line;
    size_t begin = 0, pos = 0, start;
    bool points = false;
    bw_dateline d;
    for (int n = 0; n < MAX_OPENING && bw_copytext_line(text, &pos, &line, &start);) {
        if (line.len == 0)
            continue;
        n++;
        if (bw_dateline_read(doc->arena, line, h, &d)) {
            begin = (size_t)(line.ptr - text.ptr) + d.end;
            take_dateline(doc, &d, bw_str_slice(text, begin, text.len), options ? options->date : BW_NO_DAY);
            break;
        }
        bool point =
            bw_str_starts(line, BW_LIT("* ")); /* what Reuters sums up above the dateline: no text if one follows */
        points |= point;
        if (!point && !read_opening(doc, line))
            break;
        if (!points)
            begin = pos < text.len ? pos : text.len;
    }
    text = cut_author(doc, bw_copytail_cut(bw_str_slice(text, begin, text.len), doc));
    h->text = bw_copytext_paragraphs(doc->arena, text);
    if (!h->agency.ptr && h->publisher.ptr)
        h->agency = h->publisher;
    bw_reader_complete(options, doc);
}

static bool read_time(bw_str s, bw_instant *out)
{
    return bw_str_trim(s).len && bw_instant_read(bw_str_trim(s), out) && out->precision >= BW_INSTANT_DAY;
}

void bw_agency_times(bw_document *doc, bw_str first, bw_str version, bw_str embargo)
{
    bw_head *h = &doc->head;
    bw_instant a, b, until;
    bool has_first = read_time(first, &a), has_version = read_time(version, &b);
    if (has_version && !has_first) {
        a = b;
        has_first = true;
    }
    if (has_first && h->day == BW_NO_DAY) {
        h->day = a.day;
        h->published = bw_instant_print_written(doc->arena, a);
    }
    if (has_version && has_first && b.seconds > a.seconds)
        h->updated = bw_instant_print_written(doc->arena, b);
    /* Held at most until it was sent: no embargo. */
    if (read_time(embargo, &until) && (!has_first || until.seconds > (h->updated.ptr ? b.seconds : a.seconds)))
        h->embargo = bw_instant_print_written(doc->arena, until);
    else if (bw_str_trim(embargo).len && !read_time(embargo, &until))
        h->embargo = bw_str_trim(embargo);
}

/* What an item of this type holds instead of text; NULL: text. */
static const char *other_content(bw_str type)
{
    static const struct {
        const char *type, *what;
    } types[] = {{"picture", "a picture, no text"},
                 {"photo", "a picture, no text"},
                 {"image", "a picture, no text"},
                 {"graphic", "a graphic, no text"},
                 {"animated", "a graphic, no text"},
                 {"video", "a film, no text"},
                 {"audio", "sound, no text"},
                 {"package", "a package of other items, no text"},
                 {"composite", "a package of other items, no text"},
                 {"concept", "a concept, no story"},
                 {"event", "the plan of an event, no story"},
                 {"planning", "a plan of coverage, no story"}};
    bw_str s = code_of(type);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (bw_str_eq_fold(s, bw_str_of(types[i].type)))
            return types[i].what;
    return NULL;
}

/* Names and lines point into the tree of a file, which goes with the stream. */
static void keep(bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_str *const all[] = {&h->id,      &h->url,      &h->publisher,    &h->agency,    &h->title,
                           &h->slug,    &h->language, &h->format,       &h->published, &h->item,
                           &h->version, &h->updated,  &h->date_written, &h->label,     &h->note,
                           &h->embargo, &h->credits,  &h->signoff,      &h->source,    &h->section};
    bw_strs *const lists[] = {&h->byline, &h->places};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = all[i]->len ? bw_str_copy(doc->arena, *all[i]) : (bw_str){0};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t k = 0; k < lists[i]->n; k++)
            lists[i]->items[k] = bw_str_copy(doc->arena, lists[i]->items[k]);
}

bw_status bw_agency_finish(bw_wire *w, bw_document *doc, bw_str type, bw_str body, bw_err *err)
{
    bw_head *h = &doc->head;
    const char *other = other_content(type);
    if (!h->id.len && h->item.len)
        h->id = bw_copytext_join(doc->arena, h->item, ":", h->version);
    if (!h->id.len)
        h->id = bw_reader_id(w, doc->arena);
    body = bw_str_trim(body);
    bool package = h->title.len && code_of(type).len &&
                   (bw_str_is(code_of(type), "package") || bw_str_is(code_of(type), "composite"));
    if (!body.len && (other || !h->title.len) && !h->kill && !package)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%llu: item %s%.*s%sholds %s", w->name, (unsigned long long)w->item_line,
                       h->item.len ? "'" : "", BW_STR_FMT(h->item), h->item.len ? "' " : "",
                       other ? other : "neither headline nor text");
    if (h->language.len > 2) /* "en-GB" */
        h->language = bw_str_lower(doc->arena, bw_str_slice(h->language, 0, bw_str_find_char(h->language, '-', 0)));
    else
        h->language = bw_str_lower(doc->arena, h->language);
    if (!h->language.len || h->language.len > 3)
        h->language = (bw_str){0};
    bw_agency_body(w->options, doc, body);
    /* Senders declare what their templates have; a long text knows better. */
    bool norwegian = bw_str_is(h->language, "nb") || bw_str_is(h->language, "nn");
    if (h->text.len >= SURE_OF_LANGUAGE && !norwegian)
        h->language = bw_language_settle(h->language, h->text);
    keep(doc);
    return BW_OK;
}
