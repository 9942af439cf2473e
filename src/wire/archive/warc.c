/* Web archives: WARC (ISO 28500, 0.17 to 1.1) and ARC 1, packed or not, in constant memory. Pages, plain text and the entries of feeds
 * become documents; requests, pictures, redirections and whatever else a crawler keeps are passed over.
 *
 * A record is read whole before anything is made of it, so that the archive stands at the next one whatever comes of it. */
#include "wire/archive/response.h"
#include "wire/decode.h"
#include "wire/feed/feed_entry.h"
#include "wire/page/page.h"
#include "wire/reader.h"

#include <stdlib.h>

enum {
    WINDOW = 256 << 10,
    HEAD = 64 << 10, /* bytes of a record's fields */
    LEAD = 64 << 10, /* bytes of a response within which its fields end */
    FEED_MEMORY = 512 << 20, /* of a feed's entries; 16 MB of the shortest take 400 MB */
};

/* Where a record begins: its place in the file, where reading can be taken up, as long as all records began with a member. In
 * the first member that has a record inside, and behind it, bytes are counted unpacked, from that member's place; this bit
 * tells the two apart. */
static const uint64_t UNPACKED = (uint64_t)1 << 62;

/* An offset is a place, and below it the number of entries given of the feed that is there. */
enum { ENTRY_BITS = 18 };
_Static_assert(BW_FEED_MAX_ENTRIES < 1 << ENTRY_BITS, "an entry's number has its room in an offset");

typedef enum { KIND_NONE, KIND_PAGE, KIND_COPY, KIND_TEXT, KIND_FEED, KIND_MAYBE_FEED /* XML or JSON */ } kind;

/* What is said of a place: the member's, and how far behind its start, unpacked. */
typedef struct {
    uint64_t member, inner;
} spot;

typedef struct {
    spot at;
    bool is_arc;
    bw_str type, id, uri, date, content_type; /* in archive.head */
    uint64_t length;
    bool cut;     /* ends before its length */
    bool damaged; /* and that for the packing's sake */
} record;

typedef struct {
    bw_wire *wire;
    bw_unpack *in;
    char window[WINDOW]; /* bytes of one member */
    size_t at, end;
    uint64_t member; /* the window's */
    bool begins;     /* the window with its member */
    uint64_t unpacked, in_member; /* bytes before the window: of all, of its member */

    bool inside;   /* records have begun inside members since `origin` */
    uint64_t origin, origin_unpacked;

    /* What comes next: a line, the end, or trouble. The head of the record before stays where it was. */
    char heads[2][HEAD];
    char *head;
    size_t n_head;
    bool line_begins, line_whole; /* whether what `head` holds begins and ends with its line */
    uint64_t place;
    spot spot;
    bool ended;
    bw_err trouble;

    uint64_t left; /* of the record's content */
    struct {
        char *ptr;
        size_t len, room;
    } body;
    uint64_t n_records, n_said; /* said: given or refused */

    struct {
        bw_arena *arena; /* its own, for a feed stays over several documents */
        bw_feed feed;
        uint32_t next;
        record record;
        uint64_t place;
    } entries; /* of the record before, when not all are given */
} archive;

/* ---- bytes --------------------------------------------------------------------------------------- */

/* The window is used up; the next one. */
static bw_status refill(archive *s, bw_err *err)
{
    size_t n = 0;
    bw_status st = bw_unpack_read(s->in, s->window, sizeof s->window, &n, err);
    s->unpacked += s->end;
    s->in_member += s->end;
    s->at = s->end = 0;
    s->begins = false;
    if (st)
        return st;
    s->end = n;
    s->member = bw_unpack_member(s->in);
    s->begins = bw_unpack_begins(s->in);
    if (s->begins)
        s->in_member = 0;
    return BW_OK;
}

static bw_str window(const archive *s) { return (bw_str){s->window + s->at, s->end - s->at}; }

/* Whether a member begins here. */
static bool is_aligned(const archive *s) { return s->begins && s->at == 0 && bw_unpack_is_packed(s->in); }

static bw_status refuse(const archive *s, spot at, bw_err *err, const char *what)
{
    unsigned long long member = (unsigned long long)at.member, inner = (unsigned long long)at.inner;
    if (inner)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: byte %llu, unpacked %llu bytes on: %s", s->wire->name, member, inner, what);
    return bw_fail(err, BW_ERR_SYNTAX, "%s: byte %llu: %s", s->wire->name, member, what);
}

/* ---- where records begin ------------------------------------------------------------------------- */

static bool begins_warc(bw_str s)
{
    return s.len > 7 && bw_str_starts(s, BW_LIT("WARC/")) && bw_is_digit(s.ptr[5]) && s.ptr[6] == '.';
}

/* "http://www.example.com/a b 192.0.2.1 20140216050221 text/html 1591": address, IP, time, type, length; ARC 2 has more
 * between. Both ends are looked at, for addresses hold blanks now and then. */
static bool read_arc_line(bw_str line, record *r)
{
    line = bw_str_trim(line);
    size_t scheme = bw_str_find(line, BW_LIT("://"), 0), at = line.len, ends[16], n = 0;
    if ((scheme == line.len || scheme > 20) && !bw_str_starts(line, BW_LIT("dns:")))
        return false;
    while (n < 16 && at > 0) { /* the blanks, from the right */
        while (at > 0 && line.ptr[at - 1] != ' ')
            at--;
        if (at > 0)
            ends[n++] = --at;
    }
    for (size_t i = 1; i + 1 < n; i++) { /* the time stands between blanks i and i-1, before it the IP */
        bw_str time = bw_str_slice(line, ends[i] + 1, ends[i - 1]);
        bool digits = time.len >= 8 && time.len <= 18;
        for (size_t k = 0; digits && k < time.len; k++)
            digits = bw_is_digit(time.ptr[k]);
        if (!digits)
            continue;
        bw_str type = bw_str_slice(line, ends[i - 1] + 1, line.len), length = bw_str_slice(line, ends[0] + 1, line.len);
        int64_t number;
        r->uri = bw_str_slice(line, 0, ends[i + 1]);
        r->date = time;
        r->content_type = bw_str_slice(type, 0, i > 1 ? bw_str_find_char(type, ' ', 0) : 0);
        r->length = bw_str_to_int(length, &number) && number >= 0 ? (uint64_t)number : UINT64_MAX;
        r->is_arc = true;
        return i > 1;
    }
    return false;
}

static bool begins_record(bw_str line)
{
    record r = {0};
    return begins_warc(line) || read_arc_line(bw_str_slice(line, 0, bw_str_find_char(line, '\n', 0)), &r);
}

/* Adds a line, or what there is of it, to the head. It ends, whole or not, where a member begins with a record. */
static void take_line(archive *s)
{
    bw_err err;
    s->line_whole = false;
    while (s->n_head < HEAD) {
        if (s->at == s->end && refill(s, &err))
            return; /* a failure comes again */
        if (is_aligned(s) && s->n_head > 0 && begins_record(window(s)))
            return;
        size_t room = HEAD - s->n_head, n = bw_str_find_char(bw_str_slice(window(s), 0, room), '\n', 0);
        s->line_whole = n < room && n < window(s).len;
        n += s->line_whole;
        memcpy(s->head + s->n_head, s->window + s->at, n);
        s->n_head += n;
        s->at += n;
        if (s->line_whole)
            return;
    }
}

/* Places grow from one stop to the next: what is at fault has its member's place, what is no record within one comes one behind it, and
 * both behind the stop before. `here` is where the line began that is now in the head, before which so many bytes came unpacked. */
static void set_place(archive *s, spot here, uint64_t unpacked)
{
    bool stopped = s->ended || s->trouble.code;
    s->spot = here;
    if (!bw_unpack_is_packed(s->in)) {
        s->place = bw_unpack_place(s->in) - (s->end - s->at) - s->n_head;
        s->spot = (spot){s->place, 0};
        return;
    }
    if (!s->inside && !stopped && here.inner > 0 && begins_record((bw_str){s->head, s->n_head})) {
        s->inside = true;
        s->origin = here.member;
        s->origin_unpacked = unpacked - here.inner;
    }
    uint64_t member = stopped ? bw_unpack_member(s->in) : here.member + (here.inner > 0), before = s->place;
    if (s->inside)
        s->place = UNPACKED | (s->origin + (unpacked - s->origin_unpacked));
    else if (s->ended)
        s->place = bw_unpack_place(s->in);
    else
        s->place = member > before || (!stopped && here.inner == 0) ? member : before + 1;
}

/* Goes to what comes next, behind empty lines. */
static void settle(archive *s)
{
    s->line_begins = s->line_whole;
    s->n_head = 0;
    while (s->at == s->end || s->window[s->at] == '\n' || s->window[s->at] == '\r') {
        bw_err err = {0};
        bw_status st = BW_OK;
        if (s->at < s->end) {
            s->line_begins = true;
            s->at++;
        } else {
            st = refill(s, &err);
        }
        if (!st)
            continue;
        s->ended = st == BW_END;
        if (!s->ended)
            s->trouble = err;
        set_place(s, (spot){0}, s->unpacked);
        return;
    }
    spot here = {s->member, s->in_member + s->at};
    uint64_t unpacked = s->unpacked + s->at;
    s->line_begins |= is_aligned(s);
    take_line(s);
    set_place(s, here, unpacked);
}

/* To the next thing that looks like a record. */
static void find_record(archive *s)
{
    while (!s->ended && !s->trouble.code && !(s->line_begins && begins_record((bw_str){s->head, s->n_head})))
        settle(s);
}

/* Behind damage. */
static void recover(archive *s)
{
    bw_unpack_skip(s->in);
    s->unpacked++; /* so that places differ */
    s->trouble.code = BW_OK;
    settle(s);
    find_record(s);
}

/* ---- a record ------------------------------------------------------------------------------------ */

static bw_status read_fields(archive *s, record *r, bw_err *err)
{
    size_t from;
    bool blank = false, has_length = false;
    int64_t number;
    bw_str name, value, unread;
    while (!blank && s->n_head < HEAD) {
        from = s->n_head;
        take_line(s);
        if (!s->line_whole)
            return refuse(s, r->at, err, s->n_head < HEAD ? "the record is cut off within its head" : "the record's head is over 64 KB");
        blank = bw_str_trim((bw_str){s->head + from, s->n_head - from}).len == 0;
    }
    bw_str head = {s->head, s->n_head};
    (void)bw_str_cut(&head, '\n', &unread);
    while (bw_response_field(&head, &name, &value)) {
        if (bw_str_eq_fold(name, BW_LIT("warc-type")))
            r->type = value;
        else if (bw_str_eq_fold(name, BW_LIT("warc-record-id")))
            r->id = value;
        else if (bw_str_eq_fold(name, BW_LIT("warc-target-uri")))
            r->uri = value;
        else if (bw_str_eq_fold(name, BW_LIT("warc-date")))
            r->date = value;
        else if (bw_str_eq_fold(name, BW_LIT("content-type")))
            r->content_type = value;
        else if (bw_str_eq_fold(name, BW_LIT("content-length"))) {
            has_length = bw_str_to_int(value, &number) && number >= 0;
            r->length = has_length ? (uint64_t)number : 0;
        }
    }
    return has_length ? BW_OK : refuse(s, r->at, err, "the record has no Content-Length, or one that is no number");
}

static bw_status read_head(archive *s, record *r, bw_err *err)
{
    *r = (record){.at = s->spot};
    bw_str line = {s->head, s->n_head};
    if (begins_warc(line))
        return read_fields(s, r, err);
    (void)read_arc_line(line, r);
    return r->length < UINT64_MAX ? BW_OK : refuse(s, r->at, err, "the ARC record's length is no number");
}

static bw_status append(archive *s, bw_str bytes, bw_err *err)
{
    if (s->body.len + bytes.len > s->body.room) {
        size_t room = s->body.room ? s->body.room * 2 : LEAD * 2;
        while (room < s->body.len + bytes.len)
            room *= 2;
        char *bigger = realloc(s->body.ptr, room);
        if (!bigger)
            return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", s->wire->name);
        s->body.ptr = bigger;
        s->body.room = room;
    }
    memcpy(s->body.ptr + s->body.len, bytes.ptr, bytes.len);
    s->body.len += bytes.len;
    return BW_OK;
}

/* Up to `n` bytes of what is left of the content: into the body, or passed over. */
static bw_status take_content(archive *s, record *r, uint64_t n, bool keep, bw_err *err)
{
    bw_err fault;
    while (n > 0 && s->left > 0) {
        bw_status st = s->at == s->end ? refill(s, &fault) : BW_OK;
        bool next = !st && is_aligned(s) && begins_record(window(s));
        if (st || next) {
            r->cut = true;
            r->damaged = !next && (st != BW_END || !bw_unpack_is_packed(s->in));
            s->left = 0;
            break;
        }
        size_t most = window(s).len;
        most = most < n ? most : (size_t)n;
        most = most < s->left ? most : (size_t)s->left;
        st = keep ? append(s, bw_str_slice(window(s), 0, most), err) : BW_OK;
        s->at += most;
        s->left -= most;
        n -= most;
        if (st)
            return st;
    }
    return BW_OK;
}

/* ---- what a record holds --------------------------------------------------------------------------- */

/* What a crawler fetched for itself, or says of itself ("metadata://…", "urn:…"). */
static bool is_for_crawlers(bw_str uri)
{
    static const bw_str schemes[] = {BW_LIT("http:"), BW_LIT("https:"), BW_LIT("ftp:"), BW_LIT("file:")};
    bool fetched = uri.len == 0;
    uri = bw_str_slice(uri, uri.len && uri.ptr[0] == '<', bw_str_find_char(uri, '?', 0));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        fetched |= bw_str_starts_fold(uri, schemes[i]);
    return !fetched || bw_str_ends(uri, BW_LIT("/robots.txt")) || bw_str_ends(uri, BW_LIT("/robots.txt>"));
}

static const struct {
    bw_str type;
    kind what;
} feeds[] = {
    {BW_LIT("application/rss+xml"), KIND_FEED},        {BW_LIT("application/atom+xml"), KIND_FEED},   {BW_LIT("application/feed+json"), KIND_FEED},
    {BW_LIT("application/rdf+xml"), KIND_MAYBE_FEED},  {BW_LIT("application/xml"), KIND_MAYBE_FEED},  {BW_LIT("text/xml"), KIND_MAYBE_FEED},
    {BW_LIT("application/json"), KIND_MAYBE_FEED},
};

static kind kind_of_type(bw_str content_type, bw_str uri, bw_str start)
{
    bw_str type = bw_response_type(content_type);
    start = bw_str_trim(start);
    if (bw_str_eq_fold(type, BW_LIT("text/html")) || bw_str_eq_fold(type, BW_LIT("application/xhtml+xml")))
        return KIND_PAGE;
    if (bw_str_eq_fold(type, BW_LIT("text/plain")) && !is_for_crawlers(uri))
        return KIND_COPY;
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (bw_str_eq_fold(type, feeds[i].type))
            return feeds[i].what;
    bool unsaid = type.len == 0 || bw_str_eq_fold(type, BW_LIT("application/octet-stream")) || bw_str_eq_fold(type, BW_LIT("unknown/unknown"));
    return unsaid && (bw_str_starts_fold(start, BW_LIT("<!doctype html")) || bw_str_starts_fold(start, BW_LIT("<html"))) ? KIND_PAGE : KIND_NONE;
}

/* By its head and the first bytes of its content, which *response tells of (its body begins at 0 when there is none). */
static kind kind_of(const record *r, bw_str start, bw_response *response)
{
    *response = (bw_response){0};
    if (bw_str_eq_fold(r->type, BW_LIT("conversion")))
        return bw_str_eq_fold(bw_response_type(r->content_type), BW_LIT("text/plain")) ? KIND_TEXT : KIND_NONE;
    bool answer = r->is_arc || bw_str_eq_fold(r->type, BW_LIT("response"));
    if (!answer && !bw_str_eq_fold(r->type, BW_LIT("resource")))
        return KIND_NONE;
    if (r->is_arc && bw_str_starts_fold(r->uri, BW_LIT("filedesc:")))
        return KIND_NONE;
    if (answer && bw_response_read(start, response))
        return response->status == 200 ? kind_of_type(response->type, r->uri, bw_str_slice(start, response->body, start.len)) : KIND_NONE;
    if (answer && !r->is_arc)
        return KIND_NONE;
    response->type = r->content_type;
    return kind_of_type(response->type, r->uri, start);
}

/* Whether another record, or the end, comes behind a content that ends there. */
static bool stands_well(const archive *s, uint64_t end)
{
    char around[64];
    size_t n = bw_unpack_look(s->in, end - 1, around, sizeof around), at = 1;
    while (at < n && (around[at] == '\r' || around[at] == '\n'))
        at++;
    return n > 0 && (at == n || begins_warc((bw_str){around + at, n - at}));
}

/* The content of a plain archive whose length is too great holds the next records: it ends before the first of them. */
static void mend_length(const archive *s, record *r)
{
    static const bw_str mark = BW_LIT("\nWARC/1.");
    char bytes[16 << 10];
    uint64_t from = bw_unpack_place(s->in) - (s->end - s->at);
    if (r->is_arc || bw_unpack_is_packed(s->in) || bw_unpack_look(s->in, from - 1, bytes, 1) == 0 || stands_well(s, from + r->length))
        return;
    for (uint64_t at = 0; at < r->length;) {
        size_t n = bw_unpack_look(s->in, from + at, bytes, sizeof bytes), found = bw_str_find((bw_str){bytes, n}, mark, 0);
        if (found < n && at + found < r->length)
            r->length = at + found;
        if (found < n || n < mark.len)
            return;
        at += n - (mark.len - 1);
    }
}

/* The record's content, if it is wanted, into the body; the archive goes on behind it. */
static bw_status read_content(archive *s, record *r, kind *what, bw_err *err)
{
    bw_response response;
    mend_length(s, r);
    s->left = r->length;
    s->body.len = 0;
    bw_status st = take_content(s, r, LEAD, true, err);
    *what = st ? KIND_NONE : kind_of(r, (bw_str){s->body.ptr, s->body.len}, &response);
    bool over = r->length > BW_WIRE_MAX_ITEM;
    if (over && *what == KIND_MAYBE_FEED)
        *what = KIND_NONE;
    if (!st && *what != KIND_NONE && over)
        st = refuse(s, r->at, err, "the record is over 16 MB");
    bool keep = !st && *what != KIND_NONE;
    if (keep)
        st = take_content(s, r, UINT64_MAX, true, err);
    (void)take_content(s, r, UINT64_MAX, false, NULL);
    s->head = s->heads[s->head == s->heads[0]];
    settle(s);
    return st;
}

/* ---- documents ----------------------------------------------------------------------------------- */

/* "<urn:…>" and "<http://…>", as some write, without the brackets; without the line ends of a folded field; valid. */
static bw_str field_text(bw_document *doc, bw_str s)
{
    if (s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
        s = bw_str_slice(s, 1, s.len - 1);
    char *out = bw_arena_alloc(doc->arena, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '\r' && s.ptr[i] != '\n' && (s.ptr[i] != '\t' && (s.ptr[i] != ' ' || i == 0 || s.ptr[i - 1] != '\n')))
            out[n++] = s.ptr[i];
    return bw_decode_text(doc->arena, (bw_str){out, n}, &doc->head.n_repaired);
}

/* The time of the crawl: "2017-03-06T04:02:06Z", or ARC's "20170306040206". */
static bw_str crawl_time(bw_document *doc, bw_str date)
{
    if (bw_day_parse(date) == BW_NO_DAY && date.len >= 14) {
        bw_str day = bw_str_slice(date, 0, 8);
        if (bw_day_parse(day) != BW_NO_DAY)
            return bw_str_print(doc->arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", date.ptr, date.ptr + 4, date.ptr + 6, date.ptr + 8,
                                date.ptr + 10, date.ptr + 12);
    }
    return bw_day_parse(date) != BW_NO_DAY && date.len > 10 ? bw_str_copy(doc->arena, date) : (bw_str){0};
}

static bw_status make_document(archive *s, const record *r, bw_document *doc, bw_err *err)
{
    bw_head *h = &doc->head;
    bw_str content = {s->body.ptr, s->body.len}, bytes;
    bw_response response;
    kind what = kind_of(r, bw_str_slice(content, 0, LEAD), &response);
    bw_status st = bw_response_body(doc->arena, &response, bw_str_slice(content, response.body, content.len), BW_WIRE_MAX_ITEM,
                                    &bytes, err);
    if (st)
        return st;
    bytes = bw_str_copy(doc->arena, bytes); /* the body is the next record's */
    bw_str uri = r->uri.len ? field_text(doc, r->uri) : (bw_str){0};
    h->url = uri;
    h->id = r->id.len ? field_text(doc, r->id) : uri;
    if (!h->id.len)
        h->id = bw_str_print(doc->arena, "%s:%llu:%llu", s->wire->name, (unsigned long long)r->at.member, (unsigned long long)r->at.inner);
    if (what == KIND_PAGE)
        st = bw_page_read(bytes, uri, bw_str_copy(doc->arena, response.type), s->wire->options, doc, err);
    else if (what == KIND_COPY)
        st = bw_wire_read_copy(bytes, s->wire->options, doc, err);
    else {
        h->text = bw_decode_text(doc->arena, bytes, &h->n_repaired);
        if (bw_str_trim(h->text).len == 0)
            return bw_fail(err, BW_ERR_SYNTAX, "the text is empty");
        bw_reader_complete(s->wire->options, doc);
    }
    if (r->uri.len) /* where it was fetched, whatever the page calls itself */
        h->url = uri;
    if (!h->updated.ptr)
        h->updated = crawl_time(doc, r->date);
    return st;
}

/* ---- entries of a feed ------------------------------------------------------------------------------- */

typedef struct {
    archive *archive;
    const record *record;
    kind what;
} feed_job;

static bw_status read_feed(void *with, bw_err *err)
{
    const feed_job *job = with;
    archive *s = job->archive;
    bw_arena *a = s->entries.arena;
    bw_str content = {s->body.ptr, s->body.len}, bytes;
    bw_response response;
    (void)kind_of(job->record, bw_str_slice(content, 0, LEAD), &response);
    bw_status st = bw_response_body(a, &response, bw_str_slice(content, response.body, content.len), BW_WIRE_MAX_ITEM, &bytes, err);
    if (job->what == KIND_MAYBE_FEED && (st || !bw_feed_looks_so(a, bw_str_slice(bytes, 0, HEAD))))
        return BW_OK;
    bytes = st ? (bw_str){0} : bw_str_copy(a, bytes); /* the body is the next record's */
    return st ? st : bw_feed_read(a, bytes, &(bw_feed_hints){.url = job->record->uri, .content_type = response.type}, &s->entries.feed, err);
}

static bool has_entries(const archive *s) { return s->entries.next < s->entries.feed.n_entries; }

static void drop_entries(archive *s)
{
    s->entries.feed.n_entries = s->entries.next = 0;
    bw_arena_restore(s->entries.arena, (bw_arena_mark){0});
}

/* The body's feed into s->entries. None there is when XML or JSON is something else. */
static bw_status open_feed(archive *s, const record *r, kind what, uint64_t place, bw_err *err)
{
    feed_job job = {.archive = s, .record = r, .what = what};
    bw_err cause = {0};
    drop_entries(s);
    s->entries.record = *r;
    s->entries.place = place;
    bw_status st = bw_arena_try(s->entries.arena, read_feed, &job, &cause);
    if (st) {
        drop_entries(s);
        (void)refuse(s, r->at, err, cause.msg);
    }
    return st;
}

static void give_entry(archive *s, bw_document *doc)
{
    bw_head *h = &doc->head;
    const record *r = &s->entries.record;
    bw_str id = r->id.len ? field_text(doc, r->id) : r->uri.len ? field_text(doc, r->uri) : bw_str_of(s->wire->name);
    bw_feed_entry_read(&s->entries.feed, s->entries.next++, id, s->wire->options, doc);
    h->id = bw_str_print(doc->arena, "%.*s#%u", (int)id.len, id.ptr, s->entries.next);
    if (!h->updated.ptr)
        h->updated = crawl_time(doc, r->date);
    if (!has_entries(s))
        drop_entries(s);
}

/* ---- the stream ---------------------------------------------------------------------------------- */

/* Passes the next record, or what stands in its place; *what tells of the body. A failure is what there is to say. */
static bw_status advance(archive *s, record *r, kind *what, bw_err *err)
{
    bw_status st;
    *what = KIND_NONE;
    if (s->trouble.code) {
        st = bw_fail(err, s->trouble.code == BW_ERR_SYNTAX ? BW_ERR_SYNTAX : BW_ERR_IO, "%s", s->trouble.msg);
        s->ended = st == BW_ERR_IO;
        if (s->ended)
            s->trouble.code = BW_OK;
        else
            recover(s);
        return st;
    }
    if (s->ended)
        return BW_END;
    spot here = s->spot;
    if (!begins_record((bw_str){s->head, s->n_head})) {
        find_record(s);
        return refuse(s, here, err, "no record begins here: all up to the next is passed over");
    }
    s->n_records++;
    st = read_head(s, r, err);
    if (st) {
        settle(s);
        find_record(s);
        return st;
    }
    st = read_content(s, r, what, err);
    if (st || !r->damaged || !r->cut)
        return st;
    *what = KIND_NONE;
    /* What is wrong with packed data is said by itself. */
    return s->trouble.code ? BW_OK : refuse(s, r->at, err, "the record is cut off by the end of the file");
}

/* As advance(); a feed's entries are laid out instead. */
static bw_status advance_to_item(archive *s, record *r, kind *what, bw_err *err)
{
    uint64_t place = s->place;
    bw_status st = advance(s, r, what, err);
    if (st || (*what != KIND_FEED && *what != KIND_MAYBE_FEED))
        return st;
    kind feed = *what;
    *what = KIND_NONE;
    return open_feed(s, r, feed, place, err);
}

static bw_status next(bw_wire *w, bw_document *doc, bw_err *err)
{
    archive *s = w->state;
    record r;
    kind what = KIND_NONE;
    bw_status st = BW_OK;
    while (!st && what == KIND_NONE && !has_entries(s))
        st = advance_to_item(s, &r, &what, err);
    if (st == BW_END && s->n_records > 0 && s->n_said == 0) {
        s->place++;
        s->n_said++;
        return bw_fail(err, BW_ERR_SYNTAX, "%s: none of its %llu records holds a page or text", w->name, (unsigned long long)s->n_records);
    }
    s->n_said++;
    if (!st && has_entries(s))
        give_entry(s, doc);
    if (st || what == KIND_NONE)
        return st;
    st = make_document(s, &r, doc, err);
    if (!st)
        return BW_OK;
    bw_err cause = *err;
    (void)refuse(s, r.at, err, cause.msg);
    return st;
}

static void start(archive *s)
{
    s->at = s->end = 0;
    s->unpacked = s->in_member = s->place = 0;
    s->inside = s->ended = false;
    s->trouble.code = BW_OK;
    s->line_whole = true;
    drop_entries(s);
    settle(s);
}

static bw_status open(bw_wire *w, bw_err *err)
{
    archive *s = BW_NEW(w->permanent, archive, 1);
    w->state = s;
    s->entries.arena = bw_arena_new(FEED_MEMORY);
    if (!s->entries.arena)
        return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", w->name);
    s->wire = w;
    s->in = bw_source_unpack(w->source);
    s->head = s->heads[0];
    start(s);
    return BW_OK;
}

static void release(bw_wire *w)
{
    archive *s = w->state;
    if (s) {
        free(s->body.ptr);
        bw_arena_free(s->entries.arena);
    }
}

static uint64_t offset(const bw_wire *w)
{
    const archive *s = w->state;
    uint64_t place = has_entries(s) ? s->entries.place : s->place, n = has_entries(s) ? s->entries.next : 0;
    return (place & UNPACKED) | (place & ~UNPACKED) << ENTRY_BITS | n;
}

static bw_status seek(bw_wire *w, uint64_t where, bw_err *err)
{
    archive *s = w->state;
    record r;
    kind what;
    bw_status st = BW_OK;
    uint64_t n_given = where & ((1 << ENTRY_BITS) - 1), to = (where & UNPACKED) | (where & ~UNPACKED) >> ENTRY_BITS;
    if (!(to & UNPACKED) && bw_unpack_seek(s->in, to, NULL) == BW_OK) {
        start(s);
        if (s->place != to || s->trouble.code) { /* a place within a member, or of damage, is found by reading */
            st = bw_unpack_seek(s->in, 0, err);
            start(s);
        }
    }
    while (!st && !s->ended && s->place < to) {
        st = advance(s, &r, &what, err);
        st = st == BW_ERR_SYNTAX || st == BW_ERR_LIMIT ? BW_OK : st;
    }
    if (!st && s->ended && s->place + 1 == to) /* behind what is said at the end of an archive without a page */
        s->place = to;
    if (!st && n_given > 0 && s->place == to)
        st = advance_to_item(s, &r, &what, err);
    st = st == BW_ERR_SYNTAX || st == BW_ERR_LIMIT ? BW_OK : st;
    if (!st && n_given < s->entries.feed.n_entries)
        s->entries.next = (uint32_t)n_given;
    s->n_said = 1; /* what came before may have held documents */
    return st;
}

static bool recognise_warc(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    while (head.len && (head.ptr[0] == '\n' || head.ptr[0] == '\r'))
        head = bw_str_slice(head, 1, head.len);
    return begins_warc(head);
}

static bool recognise_arc(const bw_wire *w, bw_str head, bool whole)
{
    (void)w, (void)whole;
    return begins_record(head) && !begins_warc(head);
}

const bw_reader bw_reader_warc = {.name = "warc",
                                  .recognise = recognise_warc,
                                  .open = open,
                                  .next = next,
                                  .close = release,
                                  .offset = offset,
                                  .seek = seek,
                                  .raw = true};
const bw_reader bw_reader_arc = {.name = "arc",
                                 .recognise = recognise_arc,
                                 .open = open,
                                 .next = next,
                                 .close = release,
                                 .offset = offset,
                                 .seek = seek,
                                 .raw = true};
