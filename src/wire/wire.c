#include "wire/wire.h"

#include "wire/copy/copydate.h"
#include "wire/copy/dateline.h"
#include "wire/copy/marker.h"
#include "wire/language.h"
#include "wire/markup/instant.h"
#include "wire/reader.h"
#include "wire/source.h"

#include <errno.h>
#include <stdlib.h>

/* In the order in which they are tried; the last takes what nobody knows. */
static const bw_reader *const readers[] = {
    &bw_reader_warc,  &bw_reader_arc,      &bw_reader_anpa,       &bw_reader_iptc7901, &bw_reader_nitf, &bw_reader_newsml, &bw_reader_newsmlg2,
    &bw_reader_ritzau, &bw_reader_sitemap, &bw_reader_feed,       &bw_reader_ninjs,    &bw_reader_jsonl, &bw_reader_lexis, &bw_reader_factiva,
    &bw_reader_proquest, &bw_reader_monitoring, &bw_reader_html,  &bw_reader_tsv,      &bw_reader_csv,  &bw_reader_copy,
};
enum { N_READERS = sizeof readers / sizeof *readers };

/* What people hand in by mistake, or too early, by its first bytes. */
static const struct {
    bw_str magic;
    const char *what;
} foreign[] = {
    {BW_LIT("\x1F\x8B"), "gzip data within packed data: unpack it once (gunzip, unzstd)"},
    {BW_LIT("PK\x03\x04"), "a zip archive or office file: unpack it, or save it as CSV or plain text"},
    {BW_LIT("%PDF-"), "PDF: turn it into plain text first (pdftotext)"},
    {BW_LIT("\xFD"
            "7zXZ"),
     "xz data: unpack it first (unxz)"},
    {BW_LIT("\x28\xB5\x2F\xFD"), "zstd data within packed data: unpack it once (gunzip, unzstd)"},
    {BW_LIT("BZh"), "bzip2 data: unpack it first (bunzip2)"},
    {BW_LIT("\xD0\xCF\x11\xE0"), "an office file: save it as CSV or plain text"},
    {BW_LIT("SQLite format 3"), "an SQLite database, not text"},
    {BW_LIT("\x89PNG"), "a picture, not text"},
    {BW_LIT("\xFF\xD8\xFF"), "a picture, not text"},
    {BW_LIT("{\\rtf"), "RTF: save it as plain text"},
    {BW_LIT("<?xml"), "XML of a kind that is not known"},
};

/* "<catalog>…</catalog>" without a declaration. */
static bool is_element(bw_str head)
{
    size_t end = 1;
    while (end < head.len && (bw_is_alpha(head.ptr[end]) || bw_is_digit(head.ptr[end]) || memchr("_:-.", head.ptr[end], 4)))
        end++;
    bw_str name = bw_str_slice(head, 1, end);
    for (size_t at = bw_str_find(head, BW_LIT("</"), end); name.len && head.ptr[0] == '<' && at < head.len; at = bw_str_find(head, BW_LIT("</"), at + 2))
        if (bw_str_starts(bw_str_slice(head, at + 2, head.len), name))
            return true;
    return false;
}

bw_status bw_reader_check_text(const bw_wire *w, bw_str head, bool whole, bw_err *err)
{
    if (bw_str_trim(head).len == 0 && whole)
        return bw_fail(err, BW_ERR_SYNTAX, head.len ? "%s: holds nothing but white space" : "%s: is empty", w->name);
    bw_str start = bw_str_trim(bw_str_slice(head, 0, 256));
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (bw_str_starts_fold(start, foreign[i].magic) && (foreign[i].magic.ptr[0] != '<' || w->reader == &bw_reader_copy))
            return bw_fail(err, BW_ERR_SYNTAX, "%s: is %s", w->name, foreign[i].what);
    if (w->reader == &bw_reader_copy && is_element(bw_str_trim(head)))
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is markup of a kind that is not known", w->name);
    if (bw_str_starts(bw_str_slice(head, 257, head.len), BW_LIT("ustar")))
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is a tar archive: unpack it first (tar -xf)", w->name);
    bw_str first = bw_str_trim(bw_str_slice(start, 0, bw_str_find_char(start, '\n', 0)));
    if (bw_str_is(first, "{") || bw_str_is(first, "[") || bw_str_starts(first, BW_LIT("[{")))
        return bw_fail(err, BW_ERR_SYNTAX,
                       "%s: is JSON in one piece; JSON Lines have one object a line (jq -c '.' or '.[]' makes them)",
                       w->name);
    size_t n_control = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        n_control += (c < 0x20 && !bw_is_space((char)c) && c != 0x1B) || c == 0x7F;
    }
    if (n_control * 20 > head.len)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: looks binary: %zu of its first %zu bytes are control characters",
                       w->name, n_control, head.len);
    return BW_OK;
}

static bw_status choose_reader(bw_wire *w, bw_str head, bool whole, bw_err *err)
{
    bw_str named = w->options->format;
    for (size_t i = 0; i < N_READERS; i++)
        if (named.len ? bw_str_is(named, readers[i]->name) : readers[i]->recognise(w, head, whole)) {
            w->reader = readers[i];
            return BW_OK;
        }
    bw_str names = bw_str_of(readers[0]->name);
    for (size_t i = 1; i < N_READERS; i++)
        names = bw_str_print(w->permanent, "%.*s, %s", BW_STR_FMT(names), readers[i]->name);
    return bw_fail(err, BW_ERR_USAGE, "unknown format '%.*s': it is one of %.*s", BW_STR_FMT(named), BW_STR_FMT(names));
}

static bw_status open_stream(void *with, bw_err *err)
{
    bw_wire *w = with;
    bw_str head = {0};
    bool whole = false;
    bw_status st = bw_source_open(w->name, &w->source, &head, &whole, err);
    if (!st)
        st = choose_reader(w, head, whole, err);
    w->head = head;
    w->whole = whole;
    if (!st && !w->reader->raw && !w->reader->checks)
        st = bw_reader_check_text(w, head, whole, err);
    if (!st) {
        w->file = bw_source_stream(w->source, w->reader->raw);
        st = w->file ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
    }
    if (!st && w->reader->by_line) {
        w->lines = bw_lines_new(w->file, w->name, BW_WIRE_MAX_ITEM);
        if (!w->lines)
            st = bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
    }
    if (!st && w->reader->open)
        st = w->reader->open(w, err);
    return st;
}

bw_status bw_wire_open(const char *name, const bw_wire_options *options, bw_wire **out, bw_err *err)
{
    static const bw_wire_options none = {.date = BW_NO_DAY};
    bw_wire *w = calloc(1, sizeof *w);
    if (!w)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    *w = (bw_wire){
        .name = name,
        .options = options ? options : &none,
        .permanent = bw_arena_new(0),
    };
    bw_status st = w->permanent ? bw_arena_try(w->permanent, open_stream, w, err)
                                : bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", name);
    if (st) {
        bw_wire_close(w);
        return st;
    }
    *out = w;
    return BW_OK;
}

void bw_wire_close(bw_wire *w)
{
    if (!w)
        return;
    if (w->reader && w->reader->close)
        w->reader->close(w);
    bw_lines_free(w->lines);
    if (w->file)
        fclose(w->file);
    bw_source_close(w->source);
    bw_arena_free(w->permanent);
    free(w);
}

bw_status bw_wire_next(bw_wire *w, bw_document *doc, bw_err *err)
{
    doc->head = (bw_head){.words = -1, .day = BW_NO_DAY, .revision = {.writethru = -1}};
    bw_status st = w->reader->next(w, doc, err);
    /* What comes out wrong where packed data ends too early does so for that reason, and all behind it is lost. */
    if (st && !w->fault_told && bw_source_fault(w->source, err)) {
        w->fault_told = true;
        st = BW_ERR_IO;
    }
    bw_head *h = &doc->head;
    if (!st && !h->translated) {
        bw_str shown = h->guessed ? h->language : bw_language_settle(h->language, h->text.len ? h->text : h->title);
        h->foreign = shown.len && !bw_language_is_english(shown);
    }
    w->n_items += st != BW_END;
    return st;
}

uint64_t bw_wire_offset(const bw_wire *w)
{
    return w->reader->offset ? w->reader->offset(w) : w->lines ? bw_lines_offset(w->lines) : w->n_items;
}
uint64_t bw_wire_bytes(const bw_wire *w) { return bw_unpack_place(bw_source_unpack(w->source)); }
uint64_t bw_wire_line(const bw_wire *w) { return w->lines ? bw_lines_number(w->lines) + 1 : 1; }

typedef struct {
    bw_wire *w;
    bw_document doc;
} passed_over;

static bw_status pass_over(void *with, bw_err *err)
{
    passed_over *p = with;
    return bw_wire_next(p->w, &p->doc, err);
}

/* All before is read again, so that line numbers, and the ids made of them, stay what they were. */
static bw_status seek_by_reading(bw_wire *w, uint64_t offset, bw_err *err)
{
    bw_status st = BW_OK;
    bw_str line;
    if (w->lines) {
        while (st != BW_END && st != BW_ERR_IO && st != BW_ERR_MEMORY && bw_lines_offset(w->lines) < offset)
            st = bw_lines_next(w->lines, &line, err);
    } else {
        bw_arena *a = bw_arena_new(0);
        if (!a)
            return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
        while (st != BW_END && st != BW_ERR_IO && st != BW_ERR_MEMORY && w->n_items < offset) {
            bw_arena_mark empty = bw_arena_save(a);
            passed_over p = {.w = w, .doc.arena = a};
            st = bw_arena_try(a, pass_over, &p, err);
            bw_arena_restore(a, empty);
        }
        bw_arena_free(a);
    }
    return st == BW_ERR_IO || st == BW_ERR_MEMORY ? st : BW_OK;
}

bw_status bw_wire_seek(bw_wire *w, uint64_t offset, bw_err *err)
{
    bw_status st = w->reader->seek ? w->reader->seek(w, offset, err) : seek_by_reading(w, offset, err);
    if (st)
        return st;
    if (bw_wire_offset(w) == offset)
        return BW_OK;
    return bw_fail(err, BW_ERR_USAGE, "%s: no item begins at offset %llu: has the file changed?", w->name,
                   (unsigned long long)offset);
}

bw_status bw_reader_whole(bw_wire *w, bw_arena *a, size_t limit, const char *what, bw_str *out, bw_err *err)
{
    char *data = NULL;
    size_t len = 0, room = 0, n, size = bw_source_size(w->source);
    do {
        if (len == room) {
            room = room ? room * 2 : size && size <= limit ? size + 1 : 1 << 16; /* one more, in which the end is found */
            data = bw_arena_grow(a, data, len, room, 1);
        }
        n = fread(data + len, 1, room - len, w->file);
        len += n;
        if (len > limit)
            return bw_fail(err, BW_ERR_LIMIT, "%s: over %zu MB: %s", w->name, limit >> 20, what);
    } while (n > 0);
    if (ferror(w->file))
        return bw_fail(err, BW_ERR_IO, "%s: %s", w->name, strerror(errno));
    *out = (bw_str){data, len};
    return BW_OK;
}

bw_str bw_reader_id(const bw_wire *w, bw_arena *a)
{
    return bw_str_print(a, "%s:%llu", w->name, (unsigned long long)w->item_line);
}

/* "5/8/24": a date, but of which day? */
static bool is_numeric_date(bw_str s)
{
    size_t n = 0;
    for (size_t i = 1; i + 1 < s.len; i++)
        n += (s.ptr[i] == '/' || s.ptr[i] == '.' || s.ptr[i] == '-') && bw_is_digit(s.ptr[i - 1]) &&
             bw_is_digit(s.ptr[i + 1]);
    return n >= 2;
}

static bool has_words(bw_str s)
{
    size_t i = 0;
    while (i < s.len && !bw_is_alpha(s.ptr[i]) && !(s.ptr[i] & (char)0x80))
        i++;
    return i < s.len;
}

bool bw_reader_published(bw_document *doc, bw_str s)
{
    bw_head *h = &doc->head;
    bw_instant t;
    bw_copydate d;
    s = bw_str_trim(s);
    if (s.len == 0)
        return true;
    bw_day day = bw_day_parse(s);
    if (day != BW_NO_DAY && s.ptr[4] == '-') { /* as JSON Lines have it: as it is */
        h->published = bw_str_copy(doc->arena, s);
    } else if (bw_instant_read(s, &t)) {
        if (t.precision < BW_INSTANT_DAY)
            return true;
        h->published = bw_instant_print_local(doc->arena, t);
        day = t.day;
    } else if (has_words(s) && bw_copydate_find(s, &d)) { /* among other words, or without a year, which bw_reader_complete() finds */
        day = d.year ? bw_day_checked(d.year, d.month, d.day) : BW_NO_DAY;
        if (d.year == 0)
            h->date_written = bw_str_print(doc->arena, "%02d-%02d", d.month, d.day);
        else if (day != BW_NO_DAY)
            h->published = bw_copydate_print(doc->arena, day);
    } else {
        return !is_numeric_date(s);
    }
    h->day = day;
    return true;
}

/* "CORRECTED-Poland expels two", "UPDATE 1-…" in the headline of a source that has no field for it. The headline stays as it is. */
static void read_markers(bw_document *doc)
{
    bw_head *h = &doc->head, said = {0};
    if (h->revision.kind != BW_REVISION_NONE || h->correction || h->kill || h->refile)
        return;
    (void)bw_marker_strip(doc->arena, h->title, false, &said, NULL);
    h->correction = said.correction;
    h->kill = said.kill;
    h->refile = said.refile;
    if (said.revision.kind == BW_REVISION_NONE)
        return;
    h->revision.kind = said.revision.kind;
    h->revision.number = said.revision.number;
}

void bw_reader_complete(const bw_wire_options *options, bw_document *doc)
{
    bw_head *h = &doc->head;
    bw_dateline d;
    bw_str first = bw_str_slice(h->text, 0, bw_str_find_char(h->text, '\n', 0));
    if (bw_dateline_read(doc->arena, first, h, &d)) {
        if (!h->agency.ptr)
            h->agency = d.agency;
        if (h->places.n == 0)
            h->places = d.places;
        if (!h->date_written.ptr)
            h->date_written = d.date_written;
        if (h->day == BW_NO_DAY && d.date.month)
            bw_copydate_settle(doc, &d.date, h->text, options ? options->date : BW_NO_DAY);
    }
    if (h->day == BW_NO_DAY && h->date_written.len == 5) {
        bw_copydate written = {.weekday = -1};
        written.month = (h->date_written.ptr[0] - '0') * 10 + (h->date_written.ptr[1] - '0');
        written.day = (h->date_written.ptr[3] - '0') * 10 + (h->date_written.ptr[4] - '0');
        bw_copydate_settle(doc, &written, h->text, options ? options->date : BW_NO_DAY);
    }
    read_markers(doc);
    if (h->day == BW_NO_DAY && options && options->date != BW_NO_DAY) {
        h->day = options->date;
        h->published = bw_copydate_print(doc->arena, h->day);
    }
    if (!h->language.ptr && h->text.len) {
        h->guessed = true;
        h->language = bw_language_guess(h->text);
    }
}
