/* Web archives: records in all their shapes, packed in all ways, taken up at every offset, damaged. */
#include "tap.h"
#include "wire/wire.h"

#include <stdarg.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define WARC(type, id, uri, content_type, length) \
    "WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Record-ID: <urn:x:" id ">\r\nWARC-Target-URI: " uri \
    "\r\nWARC-Date: 2024-05-08T10:00:00Z\r\nContent-Type: " content_type "\r\nContent-Length: " length "\r\n\r\n"
#define RESPONSE(id, length) WARC("response", id, "http://news.example/" id, "application/http; msgtype=response", length)
#define END "\r\n\r\n"
#define PLAIN "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
#define COPY "The port said it was open."
#define ENTRY(n) "<item><title>Port " n "</title><link>http://news.example/" n "</link><description>Port " n " is open.</description></item>"
#define GIVEN(n) "urn:x:f#" n " | http://news.example/" n " | 2024-05-08T10:00:00Z | Port " n " is open.\n"
#define JSON_FEED "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"url\":\"http://news.example/1\",\"content_text\":\"Port 1 is open.\"}]}"

/* One line for each item: "id | url | updated | text", or "! " and a part of the reason. */
static const struct {
    const char *why;
    bw_str bytes;
    const char *want;
} rows[] = {
    {"a response of plain text", BW_LIT(RESPONSE("a", "71") PLAIN "\r\n" COPY END), "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"what is no page is passed over", BW_LIT(WARC("warcinfo", "w", "x", "application/warc-fields", "5") "a: b\n" END
                                              WARC("request", "q", "http://news.example/", "application/http; msgtype=request", "16") "GET / HTTP/1.0\r\n" END
                                              RESPONSE("404", "65") "HTTP/1.1 404 Not\r\nContent-Type: text/html\r\n\r\n<html>gone.</html>\r\n" END
                                              WARC("revisit", "v", "http://news.example/", "application/http", "19") "HTTP/1.1 200 OK\r\n\r\n" END
                                              RESPONSE("a", "71") PLAIN "\r\n" COPY END), "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"none of them", BW_LIT(WARC("warcinfo", "w", "x", "application/warc-fields", "5") "a: b\n" END), "! none of its 1 records holds a page or text"},
    {"LF alone, names in any case, no blank lines behind", BW_LIT("WARC/0.17\nwarc-type: resource\nwarc-record-id: <urn:x:a>\nwarc-target-uri: <http://news.example/a b>\n"
                                                                "content-type: text/plain\ncontent-length: 26\n\n" COPY), "urn:x:a | http://news.example/a b |  | " COPY "\n"},
    {"a folded field", BW_LIT("WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:x:a>\r\nWARC-Target-URI: http://news.example/a\r\n /b\r\nContent-Type: text/plain\r\n"
                              "Content-Length: 3\r\n\r\nx y" END), "urn:x:a | http://news.example/a/b |  | x y\n"},
    {"chunks", BW_LIT(RESPONSE("a", "121") PLAIN "Transfer-Encoding: chunked\r\n\r\n00a;n=1\r\nThe port s\r\n10\r\naid it was open.\r\n0\r\n\r\n" END), "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"chunks that are none", BW_LIT(RESPONSE("a", "99") PLAIN "Transfer-Encoding: chunked\r\n\r\n" COPY END), "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"packing that is none", BW_LIT(RESPONSE("a", "99") PLAIN "Content-Encoding: br, gzip\r\n\r\n" COPY END), "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"packing that is not read", BW_LIT(RESPONSE("a", "73") PLAIN "Content-Encoding: br\r\n\r\n\x0b\x02\x80\x01\x02\x03" END RESPONSE("b", "71") PLAIN "\r\n" COPY END),
     "! the body is packed with 'br'\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"a length too small", BW_LIT(RESPONSE("a", "66") PLAIN "\r\n" COPY END RESPONSE("b", "71") PLAIN "\r\n" COPY END),
     "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | The port said it was\n! no record begins here\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"no length", BW_LIT("WARC/1.0\r\nWARC-Type: response\r\n\r\nabc" END RESPONSE("b", "71") PLAIN "\r\n" COPY END),
     "! the record has no Content-Length\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"robots.txt is for crawlers", BW_LIT(WARC("resource", "r", "http://news.example/robots.txt", "text/plain", "11") "User-agent:" END
                                          WARC("resource", "m", "metadata://x.example/log", "text/plain", "3") "abc" END RESPONSE("b", "71") PLAIN "\r\n" COPY END),
     "urn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"ARC", BW_LIT("filedesc://x.arc 0.0.0.0 20140216050221 text/plain 20\n1 0 Somebody\nURL IP\n\n"
                   "http://news.example/a b 192.0.2.1 20140216050222 text/plain 70\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" COPY "\n"
                   "http://news.example/c 192.0.2.1 20140216050222 text/plain x\nabc\n"
                   "http://news.example/d 192.0.2.1 20140216050222 image/png 3\nabc\n"
                   "http://news.example/e 192.0.2.1 20140216050222 text/plain 200 - - 0 x.arc 26\n" COPY "\n"),
     "http://news.example/a b | http://news.example/a b | 2014-02-16T05:02:22Z | The port said it was open\n! no record begins here\n! length is no number\n"
     "http://news.example/e | http://news.example/e | 2014-02-16T05:02:22Z | " COPY "\n"},
    {"a feed's entries, between others", BW_LIT(RESPONSE("a", "71") PLAIN "\r\n" COPY END
        RESPONSE("f", "414") "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>" ENTRY("1") ENTRY("2") ENTRY("3") "</channel></rss>" END
        RESPONSE("b", "71") PLAIN "\r\n" COPY END),
     "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n" GIVEN("1") GIVEN("2") GIVEN("3") "urn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"feeds called XML and JSON", BW_LIT(WARC("resource", "f", "http://news.example/f", "text/xml; charset=utf-8", "140") "<rss><channel>" ENTRY("1") "</channel></rss>" END
                                         WARC("resource", "f", "http://news.example/f", "application/json", "130") JSON_FEED END), GIVEN("1") GIVEN("1")},
    {"XML and JSON that are none, a feed without entries", BW_LIT(WARC("resource", "f", "http://news.example/f", "text/xml", "4") "<a/>" END
        WARC("resource", "g", "http://news.example/g", "application/json", "2") "{}" END WARC("resource", "g", "http://news.example/g", "text/xml", "25")
        "<rss><channel/></rss>    " END RESPONSE("b", "71") PLAIN "\r\n" COPY END), "urn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"what is called a feed and is none", BW_LIT(WARC("resource", "f", "http://news.example/f", "application/atom+xml", "4") "<a/>" END RESPONSE("b", "71") PLAIN "\r\n" COPY END),
     "! is no feed\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n"},
    {"three in a row", BW_LIT(RESPONSE("a", "71") PLAIN "\r\n" COPY END RESPONSE("b", "71") PLAIN "\r\n" COPY END RESPONSE("c", "71") PLAIN "\r\n" COPY END),
     "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY
     "\nurn:x:c | http://news.example/c | 2024-05-08T10:00:00Z | " COPY "\n"},
};

typedef struct {
    bw_wire *wire;
    bw_document doc;
} step;

static bw_status read_next(void *with, bw_err *err)
{
    step *s = with;
    return bw_wire_next(s->wire, &s->doc, err);
}

static char path[] = "/tmp/test_archive_XXXXXX";

static void write_file(bw_str bytes)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len || fclose(f) != 0)
        printf("Bail out! cannot write %s\n", path);
}

enum { MAX_ITEMS = 32 };

/* The items from `from` on, and the offset behind each. */
static bw_str describe(bw_arena *a, uint64_t from, uint64_t *offsets, size_t *n)
{
    bw_buf out = {.arena = a};
    bw_err err = {0};
    bw_wire *w;
    bool growing = true;
    *n = 0;
    if (bw_wire_open(path, NULL, &w, &err) || (from && bw_wire_seek(w, from, &err))) {
        bw_buf_print(&out, "! %s\n", err.msg);
        return bw_buf_view(&out);
    }
    for (;;) {
        uint64_t before = bw_wire_offset(w);
        step s = {.wire = w, .doc.arena = a};
        bw_status st = bw_arena_try(a, read_next, &s, &err);
        const bw_head *h = &s.doc.head;
        if (st == BW_END)
            break;
        growing &= bw_wire_offset(w) > before;
        if (*n < MAX_ITEMS)
            offsets[(*n)++] = bw_wire_offset(w);
        if (st)
            bw_buf_print(&out, "! %s\n", err.msg);
        else
            bw_buf_print(&out, "%.*s | %.*s | %.*s | %.*s\n", BW_STR_FMT(h->id), BW_STR_FMT(h->url), BW_STR_FMT(h->updated), BW_STR_FMT(h->text));
        if (st == BW_ERR_IO)
            break;
    }
    bw_wire_close(w);
    if (!growing)
        bw_buf_text(&out, "offsets do not grow\n");
    return bw_buf_view(&out);
}

/* Lines that begin with '!' need only contain what is wanted. */
static bool same(bw_str got, bw_str want)
{
    bw_str g, w;
    while (bw_str_cut(&want, '\n', &w)) {
        if (!bw_str_cut(&got, '\n', &g))
            return w.len == 0;
        if (bw_str_starts(w, BW_LIT("! ")) ? bw_str_find(g, bw_str_slice(w, 2, w.len), 0) == g.len : !bw_str_eq(g, w))
            return false;
    }
    return bw_str_trim(got).len == 0;
}

static void BW_PRINTF(3, 4) told(bool good, bw_str got, const char *fmt, ...)
{
    char why[100];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    if (!ok(good, "%s", why))
        printf("# got %.*s\n", (int)got.len, got.ptr);
}

/* Taken up behind each item, what is left comes out as it did in one go. */
static bool goes_on_everywhere(bw_arena *a, bw_str all, const uint64_t *offsets, size_t n)
{
    uint64_t more[MAX_ITEMS];
    size_t n_more;
    for (size_t i = 0; i < n; i++) {
        bw_str line;
        if (!bw_str_cut(&all, '\n', &line))
            return false;
        bw_str rest = describe(a, offsets[i], more, &n_more);
        if (!bw_str_eq(rest.len ? rest : (bw_str){0}, all.len ? all : (bw_str){0})) {
            printf("# from item %zu: %.*s\n", i + 1, BW_STR_FMT(rest));
            return false;
        }
    }
    return true;
}

/* ---- ways of packing ------------------------------------------------------------------------------ */

typedef enum { AS_IS, GZIP_EACH, GZIP_ONE, GZIP_BLOCKS, ZSTD_EACH, ZSTD_DICTIONARY, ZSTD_PACKED_DICTIONARY, N_WAYS } way;
static const char *const ways[] = {"as it is", "gzip, a member a record", "gzip, one member", "gzip, members of 50 bytes", "zstd, a frame a record",
                                   "zstd with a dictionary", "zstd with a packed dictionary"};

static void gzip_member(bw_buf *out, bw_str s)
{
    z_stream z = {0};
    unsigned char packed[20000];
    (void)deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (unsigned char *)(uintptr_t)s.ptr;
    z.avail_in = (unsigned)s.len;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    (void)deflate(&z, Z_FINISH);
    bw_buf_str(out, (bw_str){(const char *)packed, sizeof packed - z.avail_out});
    deflateEnd(&z);
}

static const bw_str dictionary = BW_LIT("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x: WARC-Target-URI: http://news.example/");

static void zstd_frame(bw_buf *out, bw_str s, bool with_dictionary)
{
    char packed[20000];
    ZSTD_CCtx *z = ZSTD_createCCtx();
    if (with_dictionary)
        (void)ZSTD_CCtx_loadDictionary(z, dictionary.ptr, dictionary.len);
    bw_buf_str(out, (bw_str){packed, ZSTD_compress2(z, packed, sizeof packed, s.ptr, s.len)});
    ZSTD_freeCCtx(z);
}

static void dictionary_frame(bw_buf *out, bool packed)
{
    bw_buf content = {.arena = out->arena};
    if (packed)
        zstd_frame(&content, dictionary, false);
    else
        bw_buf_str(&content, dictionary);
    bw_buf_str(out, BW_LIT("\x5D\x2A\x4D\x18"));
    for (int i = 0; i < 4; i++)
        bw_buf_char(out, (char)(content.len >> (8 * i) & 0xFF));
    bw_buf_str(out, bw_buf_view(&content));
}

static bw_str pack(bw_arena *a, bw_str s, way how)
{
    bw_buf out = {.arena = a};
    if (how == AS_IS)
        return s;
    if (how >= ZSTD_DICTIONARY)
        dictionary_frame(&out, how == ZSTD_PACKED_DICTIONARY);
    for (size_t at = 0, end; at < s.len; at = end) {
        size_t warc = bw_str_find(s, BW_LIT("WARC/1.0\r\n"), at + 1), arc = bw_str_find(s, BW_LIT("\nhttp"), at);
        end = how == GZIP_ONE ? s.len : how == GZIP_BLOCKS ? (at + 50 < s.len ? at + 50 : s.len) : warc < arc + 1 ? warc : arc + (arc < s.len);
        if (how <= GZIP_BLOCKS)
            gzip_member(&out, bw_str_slice(s, at, end));
        else
            zstd_frame(&out, bw_str_slice(s, at, end), how >= ZSTD_DICTIONARY);
    }
    return bw_buf_view(&out);
}

static bw_status read_rows(void *with, bw_err *err)
{
    bw_arena *a = with;
    uint64_t offsets[MAX_ITEMS];
    size_t n;
    (void)err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (way how = 0; how < N_WAYS; how++) {
            write_file(pack(a, rows[i].bytes, how));
            bw_str got = describe(a, 0, offsets, &n);
            told(same(got, bw_str_of(rows[i].want)), got, "%s, %s", rows[i].why, ways[how]);
            ok(goes_on_everywhere(a, got, offsets, n), "%s, %s: taken up anywhere", rows[i].why, ways[how]);
        }
    return BW_OK;
}

/* ---- damage --------------------------------------------------------------------------------------- */

static const char all_three[] = "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY
                                "\nurn:x:c | http://news.example/c | 2024-05-08T10:00:00Z | " COPY "\n";

static bw_status damage(void *with, bw_err *err)
{
    bw_arena *a = with;
    uint64_t offsets[MAX_ITEMS];
    size_t n;
    const char *middle_gone = "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY
                              "\n! gzip data is damaged\nurn:x:c | http://news.example/c | 2024-05-08T10:00:00Z | " COPY "\n";
    bw_str three = rows[sizeof rows / sizeof *rows - 1].bytes, each = pack(a, three, GZIP_EACH);
    size_t second = bw_str_find(each, BW_LIT("\x1F\x8B\x08"), 1), third = bw_str_find(each, BW_LIT("\x1F\x8B\x08"), second + 1);
    (void)err;

    char *bytes = (char *)(uintptr_t)bw_str_copy(a, each).ptr;
    bytes[second + 30] ^= 0x55;
    bytes[second + 31] ^= 0x55;
    write_file((bw_str){bytes, each.len});
    bw_str got = describe(a, 0, offsets, &n);
    told(same(got, bw_str_of(middle_gone)), got, "a damaged member");
    told(goes_on_everywhere(a, got, offsets, n), got, "taken up around it");

    bw_buf cut = {.arena = a}; /* the second is cut off and the third follows at once */
    bw_buf_str(&cut, bw_str_slice(each, 0, second + 40));
    bw_buf_str(&cut, bw_str_slice(each, third, each.len));
    write_file(bw_buf_view(&cut));
    got = describe(a, 0, offsets, &n);
    told(same(got, bw_str_of(middle_gone)), got, "a member cut off within the file");

    write_file(bw_str_slice(each, 0, each.len - 20));
    got = describe(a, 0, offsets, &n);
    told(bw_str_find(got, BW_LIT("\n! "), 0) < got.len && bw_str_find(got, BW_LIT("the packed data ends here, in the middle"), 0) < got.len && n == 3,
       got, "cut off at the end");

    bw_buf longer = {.arena = a};
    bw_buf_str(&longer, each);
    bw_buf_str(&longer, (bw_str){(char[512]){0}, 512});
    write_file(bw_buf_view(&longer));
    got = describe(a, 0, offsets, &n);
    told(same(got, bw_str_of(all_three)), got, "zeros behind the last member");
    bw_buf_str(&longer, BW_LIT("something else"));
    write_file(bw_buf_view(&longer));
    got = describe(a, 0, offsets, &n);
    told(n == 4 && bw_str_find(got, BW_LIT("what follows here is not packed"), 0) < got.len, got, "something else behind it");

    bw_str record = BW_LIT(RESPONSE("a", "500") PLAIN "\r\n" COPY END RESPONSE("b", "71") PLAIN "\r\n" COPY END);
    const char *both = "urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\nurn:x:b | http://news.example/b | 2024-05-08T10:00:00Z | " COPY "\n";
    write_file(record);
    got = describe(a, 0, offsets, &n);
    told(same(got, bw_str_of(both)), got, "a length too great gives back what it swallowed");
    write_file(pack(a, record, GZIP_EACH));
    got = describe(a, 0, offsets, &n);
    told(same(got, bw_str_of(both)), got, "or ends with its member");

    static const bw_str far[] = {BW_LIT("200"), BW_LIT("16000000"), BW_LIT("99999999999"), BW_LIT("999999999999999999")};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        bw_buf lost = {.arena = a};
        bw_buf_print(&lost, WARC("resource", "p", "http://news.example/p", "image/png", "%s") "png" END RESPONSE("a", "%s") PLAIN "\r\n" COPY END
                     RESPONSE("b", "71") PLAIN "\r\n" COPY END, far[i].ptr, far[i].ptr);
        write_file(bw_buf_view(&lost));
        got = describe(a, 0, offsets, &n);
        told(same(got, bw_str_of(both)), got, "a length of %s, of a picture too", far[i].ptr);
        told(goes_on_everywhere(a, got, offsets, n), got, "taken up between them");
    }

    write_file(bw_str_slice(three, 0, three.len - 20));
    got = describe(a, 0, offsets, &n);
    told(n == 3 && bw_str_find(got, BW_LIT("the record is cut off by the end of the file"), 0) < got.len, got, "a plain archive cut off");
    return BW_OK;
}

/* The first thing to say is of the dictionary, then come records behind it. */
static bw_status damaged_dictionary(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_buf file = {.arena = a};
    uint64_t offsets[MAX_ITEMS];
    size_t n;
    (void)err;
    bw_buf_str(&file, BW_LIT("\x5D\x2A\x4D\x18\x08\x00\x00\x00\x28\xB5\x2F\xFD\xFF\xFF\xFF\xFF"));
    zstd_frame(&file, rows[0].bytes, false);
    write_file(bw_buf_view(&file));
    bw_str got = describe(a, 0, offsets, &n);
    told(n == 2 && same(got, BW_LIT("! dictionary of this archive is damaged\nurn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY "\n")), got,
         "a damaged dictionary");
    told(goes_on_everywhere(a, got, offsets, n), got, "taken up behind it");
    return BW_OK;
}

/* A frame of three bytes that may look back 256 MB; a response whose fields never end. */
static bw_status ceilings(void *with, bw_err *err)
{
    bw_arena *a = with;
    uint64_t offsets[MAX_ITEMS];
    size_t n;
    (void)err;
    write_file(BW_LIT("\x28\xB5\x2F\xFD\x00\x90\x19\x00\x00" "abc"));
    bw_str got = describe(a, 0, offsets, &n);
    told(bw_str_find(got, BW_LIT("looks back over more than 128 MB"), 0) < got.len, got, "zstd that looks back too far");

    bw_buf long_head = {.arena = a};
    bw_buf_text(&long_head, RESPONSE("a", "200077") "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Y: ");
    for (int i = 0; i < 200000; i++)
        bw_buf_char(&long_head, 'x');
    bw_buf_text(&long_head, "\r\nContent-Type: image/png\r\n\r\n" END RESPONSE("b", "71") PLAIN "\r\n" COPY END);
    write_file(bw_buf_view(&long_head));
    got = describe(a, 0, offsets, &n);
    told(n == 2 && offsets[1] > offsets[0], got, "a response with a head of 200 kB");

    static const bw_str sizes[] = {BW_LIT("FFFFFFFFFFFFFFFF"), BW_LIT("fffffffffffffff"), BW_LIT("7fffffff"), BW_LIT("1a;x=y")};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        bw_buf chunk = {.arena = a};
        bw_buf_print(&chunk, RESPONSE("a", "%zu") PLAIN "Transfer-Encoding: chunked\r\n\r\n%s\r\n" COPY END, 44 + 30 + sizes[i].len + 2 + sizeof COPY - 1, sizes[i].ptr);
        write_file(bw_buf_view(&chunk));
        got = describe(a, 0, offsets, &n);
        told(n == 1 && bw_str_find(got, BW_LIT(COPY), 0) < got.len, got, "a chunk of %s", sizes[i].ptr);
    }
    return BW_OK;
}

/* A body that is packed itself. */
static bw_status bodies(void *with, bw_err *err)
{
    static const struct {
        const char *name;
        int window_bits;
    } packings[] = {{"gzip", 31}, {"deflate", 15}, {"deflate", -15}, {"", 31}};
    bw_arena *a = with;
    uint64_t offsets[MAX_ITEMS];
    size_t n;
    (void)err;
    for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
        z_stream z = {0};
        unsigned char packed[1000];
        (void)deflateInit2(&z, 6, Z_DEFLATED, packings[i].window_bits, 8, Z_DEFAULT_STRATEGY);
        z.next_in = (unsigned char *)(uintptr_t)COPY COPY;
        z.avail_in = 2 * (sizeof COPY - 1);
        z.next_out = packed;
        z.avail_out = sizeof packed;
        (void)deflate(&z, Z_FINISH);
        size_t len = sizeof packed - z.avail_out;
        deflateEnd(&z);
        bw_buf record = {.arena = a}, http = {.arena = a};
        bw_buf_print(&http, PLAIN "Content-Encoding: %s\r\n\r\n", packings[i].name);
        bw_buf_str(&http, (bw_str){(char *)packed, len});
        bw_buf_print(&record, RESPONSE("a", "%zu"), http.len);
        bw_buf_str(&record, bw_buf_view(&http));
        bw_buf_text(&record, END);
        write_file(bw_buf_view(&record));
        bw_str got = describe(a, 0, offsets, &n);
        told(same(got, BW_LIT("urn:x:a | http://news.example/a | 2024-05-08T10:00:00Z | " COPY COPY "\n")), got, "a body packed as '%s', %d", packings[i].name,
           packings[i].window_bits);
    }
    return BW_OK;
}

int main(void)
{
    bw_status (*const tests[])(void *, bw_err *) = {read_rows, damage, damaged_dictionary, ceilings, bodies};
    int fd = mkstemp(path);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        bw_arena *a = bw_arena_new(0);
        bw_err err = {0};
        if (fd < 0 || !a || bw_arena_try(a, tests[i], a, &err) != BW_OK) {
            printf("Bail out! %s\n", err.msg);
            return 1;
        }
        bw_arena_free(a);
    }
    close(fd);
    unlink(path);
    return tap_done();
}
