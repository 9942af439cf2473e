/* Streams: JSON Lines, CSV and TSV, encodings, what is refused and how, going on in the middle. */
#include "tap.h"
#include "wire/decode.h"
#include "wire/wire.h"

#include <unistd.h>

/* One line for each item: "id | published | title | text", or "! " and a part of the reason. */
static const struct {
    const char *why, *ending; /* of the file's name */
    bw_str bytes;
    const char *want;
} rows[] = {
    {"plain copy is what nobody knows", "", BW_LIT("Talks resume\nOSLO, May 8, 2024 (Reuters) - Ferries sail.\n"),
     "FILE | 2024-05-08 | Talks resume | Ferries sail.\n"},
    {"JSON Lines: text stays as it is", "", BW_LIT("{\"id\":\"a\",\"text\":\" OSLO (AP) - x\\n\",\"date\":\"2024-05-08\"}\n\n{\"id\":7,\"title\":\"T\"}\n"),
     "a | 2024-05-08 |  |  OSLO (AP) - x\n\n7 |  | T | \n"},
    {"raw is read as copy, its id kept", "", BW_LIT("{\"id\":\"a\",\"raw\":\"Talks\\nOSLO, May 8, 2024 (Reuters) - Ferries sail.\"}"),
     "a | 2024-05-08 | Talks | Ferries sail.\n"},
    {"no id: file and line", "", BW_LIT("\n{\"text\":\"x\"}"), "FILE:2 |  |  | x\n"},
    {"published: several forms", "", BW_LIT("{\"id\":1,\"text\":\"x\",\"published\":\"2024-05-08T10:00:00Z\"}\n{\"id\":2,\"text\":\"x\",\"published\":20240508}\n"
                                            "{\"id\":3,\"text\":\"x\",\"published\":\"Wed, 08 May 2024 10:00:00 GMT\"}\n{\"id\":4,\"text\":\"x\",\"published\":\"\"}\n"
                                            "{\"id\":5,\"text\":\"x\",\"published\":null}\n{\"id\":6,\"text\":\"x\",\"published\":\"05/06/2024\"}\n"),
     "1 | 2024-05-08T10:00:00Z |  | x\n2 | 2024-05-08 |  | x\n3 | 2024-05-08T10:00:00Z |  | x\n4 |  |  | x\n5 |  |  | x\n! :6: 'published' is no date\n"},
    {"bad lines are refused, the rest is read", "",
     BW_LIT("{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":\"cut\n{\"id\":3,\"text\":}\n[1]\n{\"id\":4}\n{\"id\":5,\"text\":[]}\n"
            "{\"id\":6,\"text\":\"x\"} y\nnull\n{\"id\":7,\"text\":\"x\",\"spans\":[[0,2]]}\n{\"id\":8,\"text\":\"x\",\"spans\":[[0]]}\n{\"id\":9,\"text\":\"x\"}"),
     "1 |  |  | x\n! :2:20: the JSON object is cut off\n! :3:16: JSON\n! :4: a JSON list\n! :5: has neither\n! :6: 'text' is no text\n"
     "! :7:\n! :8: no JSON object\n! :9: 'spans' reach beyond\n! :10: 'spans' holds\n9 |  |  | x\n"},
    {"fields that mean something else to others", "",
     BW_LIT("{\"id\":1,\"text\":\"x\",\"source\":[\"a\"],\"spans\":[[\"R\",0,1]],\"label\":{},\"words\":[1]}\n"), "1 |  |  | x\n"},
    {"dates that are none leave it undated", "",
     BW_LIT("{\"id\":1,\"text\":\"x\",\"date\":\"3:58 PM\"}\n{\"id\":2,\"text\":\"On Wednesday\",\"date\":\"May 8\"}\n"
            "{\"id\":3,\"text\":\"x\",\"date\":1715126400}\n{\"id\":4,\"text\":\"x\",\"date\":\"2024\"}\n"),
     "1 |  |  | x\n2 | 2024-05-08 |  | On Wednesday\n3 | 2024-05-08T00:00:00Z |  | x\n4 |  |  | x\n"},
    {"dates as feeds write them", "",
     BW_LIT("{\"id\":1,\"text\":\"x\",\"date\":\"2024-05-08 10:00:00\"}\n{\"id\":2,\"text\":\"x\",\"date\":\"Wed, 08 May 2024 23:00:00 -0500\"}\n"
            "{\"id\":3,\"text\":\"x\",\"date\":\"8 мая 2024\"}\n{\"id\":4,\"text\":\"x\",\"date\":\"2024年5月8日 10:00\"}\n"
            "{\"id\":5,\"text\":\"x\",\"date\":\"12/25/24\"}\n{\"id\":6,\"text\":\"x\",\"date\":\"Posted on May 8, 2024 by Ana\"}\n"
            "{\"id\":7,\"text\":\"x\",\"date\":\"20240508T100000+0900\"}\n{\"id\":8,\"text\":\"x\",\"date\":\"1404/01/12\"}\n"),
     "1 | 2024-05-08 10:00:00 |  | x\n2 | 2024-05-08T23:00:00-05:00 |  | x\n3 | 2024-05-08 |  | x\n4 | 2024-05-08T10:00:00Z |  | x\n5 | 2024-12-25 |  | x\n"
     "6 | 2024-05-08 |  | x\n7 | 2024-05-08T10:00:00+09:00 |  | x\n! :8: 'date' is no date\n"},
    {"nesting is bounded", "", BW_LIT("{\"id\":1,\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],\"text\":\"x\"}\n"), "! :1:\n"},
    {"bad UTF-8 in JSON", "", BW_LIT("{\"id\":\"a\",\"text\":\"x\xFF\xFE y\"}"), "a |  |  | x\xEF\xBF\xBD\xEF\xBF\xBD y\n"},
    {"JSON in one piece", "", BW_LIT("{\n\"id\":1\n}\n"), "! JSON in one piece"},
    {"CSV", "", BW_LIT("id,date,text\n1,2024-05-08,One\n2,,\"Two, \"\"three\"\"\nfour\"\n\n3,,Five"),
     "1 | 2024-05-08 |  | One\n2 |  |  | Two, \"three\"\nfour\n3 |  |  | Five\n"},
    {"CSV: mark, CR LF, semicolons", "", BW_LIT("\xEF\xBB\xBF\"ID\";\"Headline\";\"Full Text\"\r\n1;T;\"One\r\ntwo\"\r\n"), "1 |  | T | One\ntwo\n"},
    {"CSV: rows of a wrong length", "", BW_LIT("id,text\n1,a,b\n2\n3,c\n"), "! :2: 3 cells where the header has 2\n! :3: 1 cells\n3 |  |  | c\n"},
    {"CSV: a quote never closed", "", BW_LIT("id,text\n1,a\n2,\"b\n3,c\n"), "1 |  |  | a\n! :3: a quote is opened in this row and not closed\n"},
    {"CSV: no column of text", ".csv", BW_LIT("id,when\n1,2\n"), "! :1: no column for the text; the columns are 'id', 'when'"},
    {"CSV: one column", ".csv", BW_LIT("text\nOne.\n"), "FILE:2 |  |  | One.\n"},
    {"CSV: a bad date", "", BW_LIT("id,date,text\n1,8/5/24,a\n"), "! :2: '8/5/24' in column 'date' is no date\n"},
    {"CSV: an empty text", "", BW_LIT("id,text\n1,\n2,b\n"), "! :2: the text is empty\n2 |  |  | b\n"},
    {"TSV", "", BW_LIT("id\ttext\n1\tOne, \"two\"\n2\t\"We agree,\" he said.\n"), "1 |  |  | One, \"two\"\n2 |  |  | \"We agree,\" he said.\n"},
    {"a headline with a comma is no CSV", "", BW_LIT("Text, more text\nOSLO, May 8, 2024 (AP) - Ferries sail.\n"),
     "FILE | 2024-05-08 | Text, more text | Ferries sail.\n"},
    {"UTF-16 with mark", "", BW_LIT("\xFF\xFE" "i\0d\0,\0t\0e\0x\0t\0\n\0" "1\0,\0\xE9\0\x3D\xD8\x00\xDE"), "1 |  |  | \xC3\xA9\xF0\x9F\x98\x80\n"},
    {"UTF-16 big-endian, cut", "", BW_LIT("\xFE\xFF\0i\0d\0,\0t\0e\0x\0t\0\n\0" "1\0,\0x\0\xE9\xD8"), "1 |  |  | x\xC3\xA9\xEF\xBF\xBD\n"},
    {"UTF-16 without mark", "", BW_LIT("i\0d\0,\0t\0e\0x\0t\0\n\0" "1\0,\0x\0\n\0"), "1 |  |  | x\n"},
    {"windows-1252", "", BW_LIT("id,text\n1,Le pr\xE9sident \x93" "a\x94\n"), "1 |  |  | Le pr\xC3\xA9sident \xE2\x80\x9C" "a\xE2\x80\x9D\n"},
    {"NUL in copy", "", BW_LIT("The port\0said that it was open today, and for good.\n"), "FILE |  |  | The port said that it was open today, and for good.\n"},
    {"XML that nobody knows", "", BW_LIT("<catalog><book>War</book></catalog>\n"), "! is markup of a kind that is not known"},
    {"a tag that is none", "", BW_LIT("<Harbour News> OSLO, May 8, 2024 (AP) - Ferries sail.\n"), "FILE |  |  | <Harbour News> OSLO, May 8, 2024 (AP) - Ferries sail.\n"},
    {"empty", "", BW_LIT(""), "! is empty"},
    {"white space", "", BW_LIT(" \n\n"), "! nothing but white space"},
    {"binary", "", BW_LIT("ab\x01\x02\x03\x04" "cd\x05"), "! looks binary"},
    {"gzip, cut off", "", BW_LIT("\x1F\x8B\x08\x00"), "! byte 4: the packed data ends here"},
    {"LexisNexis: two documents", "", BW_LIT("1 of 2 DOCUMENTS\nThe Gazette\nMay 8, 2024 Wednesday\nLENGTH: 2 words\nHEADLINE: A\nBODY:\nFerries sail.\n"
                                             "2 of 2 DOCUMENTS\nThe Gazette\nMay 9, 2024 Thursday\nLENGTH: 2 words\nHEADLINE: B\nBODY:\nFerries stop.\nLANGUAGE: ENGLISH\n"),
     "FILE:2 | 2024-05-08 | A | Ferries sail.\nFILE:9 | 2024-05-09 | B | Ferries stop.\n"},
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

static const char *write_file(const char *ending, bw_str bytes)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/test_wire_XXXXXX%s", ending);
    int fd = mkstemps(path, (int)strlen(ending));
    bool good = fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len;
    if (fd >= 0)
        close(fd);
    return good ? path : NULL;
}

/* The stream's items as in `rows`, with FILE for its name; reasons in full. */
static bw_str describe(bw_arena *a, const char *path, const bw_wire_options *options)
{
    bw_buf out = {.arena = a};
    bw_err err = {0};
    bw_wire *w;
    if (bw_wire_open(path, options, &w, &err)) {
        bw_buf_print(&out, "! %s", err.msg);
        return bw_buf_view(&out);
    }
    for (;;) {
        step s = {.wire = w, .doc.arena = a};
        bw_status st = bw_arena_try(a, read_next, &s, &err);
        const bw_head *h = &s.doc.head;
        if (st == BW_END)
            break;
        if (st) {
            bw_buf_print(&out, "! %s\n", err.msg);
            continue;
        }
        bw_str id = h->id, name = bw_str_of(path);
        if (bw_str_starts(id, name))
            id = bw_str_print(a, "FILE%.*s", (int)(id.len - name.len), id.ptr + name.len);
        bw_buf_print(&out, "%.*s | %.*s | %.*s | ", BW_STR_FMT(id), BW_STR_FMT(h->published), BW_STR_FMT(h->title));
        bw_buf_str(&out, h->text);
        bw_buf_char(&out, '\n');
    }
    bw_wire_close(w);
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

static bw_status read_rows(void *with, bw_err *err)
{
    (void)err;
    bw_wire_options options = {.date = BW_NO_DAY};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *path = write_file(rows[i].ending, rows[i].bytes);
        bw_str got = path ? describe(with, path, &options) : BW_LIT("cannot write");
        if (!ok(same(got, bw_str_of(rows[i].want)), "%s", rows[i].why))
            printf("# got %.*s\n", (int)got.len, got.ptr);
        if (path)
            unlink(path);
    }
    return BW_OK;
}

static bw_status options_and_offsets(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_wire_options options = {.date = bw_day_of(2020, 1, 2), .text_column = BW_LIT("words"), .format = BW_LIT("csv")};
    const char *path = write_file("", BW_LIT("words|n\nOne|a\nTwo|b\n"));
    bw_str got = describe(a, path, &options);
    ok(bw_str_is(got, "FILE:2 | 2020-01-02 |  | One\nFILE:3 | 2020-01-02 |  | Two\n"), "named column, given date");
    options.text_column = BW_LIT("nowhere");
    got = describe(a, path, &options);
    ok(bw_str_find(got, BW_LIT(":1: no column 'nowhere' for the text; the columns are 'words', 'n'"), 0) < got.len, "no such column");
    options.format = BW_LIT("odd");
    got = describe(a, path, &options);
    ok(bw_str_find(got, BW_LIT("unknown format 'odd'"), 0) < got.len, "no such format");
    unlink(path);
    got = describe(a, path, &options);
    ok(bw_str_find(got, BW_LIT("No such file"), 0) < got.len, "no such file");

    static const bw_str files[] = {BW_LIT("{\"text\":\"x\"}\n\n{\"text\":\"y\"}\n{\"text\":\"z\"}\n"), BW_LIT("text,n\n\"x\nx\",1\ny,2\nz,3\n")};
    for (size_t i = 0; i < 2; i++) {
        bw_wire *w = NULL, *again = NULL;
        path = write_file("", files[i]);
        step first = {.doc.arena = a}, second = first, later = first;
        bool good = bw_wire_open(path, NULL, &w, err) == BW_OK;
        first.wire = second.wire = w;
        good = good && bw_arena_try(a, read_next, &first, err) == BW_OK;
        uint64_t offset = bw_wire_offset(w);
        good = good && bw_arena_try(a, read_next, &second, err) == BW_OK && bw_wire_open(path, NULL, &again, err) == BW_OK &&
               bw_wire_seek(again, offset, err) == BW_OK;
        later.wire = again;
        good = good && bw_arena_try(a, read_next, &later, err) == BW_OK;
        ok(good && bw_str_eq(second.doc.head.id, later.doc.head.id) && bw_str_is(later.doc.head.text, "y"), "goes on at an offset: %.*s",
           BW_STR_FMT(later.doc.head.id));
        ok(bw_wire_seek(again, offset + 3, err) == BW_ERR_USAGE || bw_wire_seek(again, 1000, err) == BW_ERR_USAGE, "no item begins there");
        bw_wire_close(w);
        bw_wire_close(again);
        unlink(path);
    }
    return BW_OK;
}

/* What bw_wire_write() writes, the reader reads again. */
static bw_status round_trip(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_document doc = {.arena = a, .head = {.words = -1, .day = BW_NO_DAY, .revision = {.writethru = -1}}};
    bw_str raw = BW_LIT("BC-EU--Ferries, 2nd Ld-Writethru,310\n(Adds \xE2\x80\x9Cquote\xE2\x80\x9D)\nBy Ola Berg\nOSLO/BERGEN, May 8, 2024 (AP) - Ferries\tsail.\n(END)");
    bw_status st = bw_wire_read_copy(raw, NULL, &doc, err);
    bw_buf once = {.arena = a}, twice = once;
    doc.head.id = BW_LIT("x");
    bw_wire_write(&doc, &once);
    const char *path = write_file("", bw_buf_view(&once));
    step s = {.doc.arena = a};
    if (!st)
        st = bw_wire_open(path, NULL, &s.wire, err);
    if (!st)
        st = bw_wire_next(s.wire, &s.doc, err);
    bw_wire_write(&s.doc, &twice);
    ok(!st && once.len > 100 && bw_str_eq(bw_buf_view(&once), bw_buf_view(&twice)), "written, read and written again");
    bw_wire_close(s.wire);
    unlink(path);
    return st;
}

/* An item over the limit is refused in bounded memory. */
static bw_status huge_line(void *with, bw_err *err)
{
    bw_arena *a = with;
    char path[] = "/tmp/test_wire_XXXXXX";
    FILE *f = fdopen(mkstemp(path), "wb");
    static char block[1 << 20];
    memset(block, 'x', sizeof block);
    fputs("{\"id\":1,\"text\":\"", f);
    for (int i = 0; i < 40; i++)
        fwrite(block, 1, sizeof block, f);
    fputs("\"}\n{\"id\":2,\"text\":\"y\"}\n", f);
    fclose(f);
    bw_str got = describe(a, path, NULL);
    ok(same(got, BW_LIT("! :1: line is over the limit of 16 MB\n2 |  |  | y\n")), "a line of 40 MB");
    ok(bw_arena_peak(a) < 16 << 20, "memory stays small");
    unlink(path);
    (void)err;
    return BW_OK;
}

/* A line of few bytes may hold values that take hundreds of times their memory. */
static bw_status heavy_line(void *with, bw_err *err)
{
    bw_arena *a = with;
    char path[] = "/tmp/test_wire_XXXXXX";
    FILE *f = fdopen(mkstemp(path), "wb");
    fputs("{\"id\":1,\"text\":\"x\",\"y\":[{}", f);
    for (int i = 0; i < 200000; i++)
        fputs(",{}", f);
    fputs("]}\n{\"id\":2,\"text\":\"y\"}\n", f);
    fclose(f);
    bw_str got = describe(a, path, NULL);
    ok(same(got, BW_LIT("! :1: the JSON object holds too many values\n2 |  |  | y\n")), "200,000 objects in a line");
    unlink(path);
    (void)err;
    return BW_OK;
}

/* Memory that runs out in the middle of an item refuses this item only, wherever it happens. */
static bw_status short_of_memory(void *with, bw_err *err)
{
    static char long_text[100000];
    memset(long_text, 'x', sizeof long_text - 1);
    bw_str lines = bw_str_print(with, "{\"id\":1,\"text\":\"%s\"}\n{\"id\":2,\"raw\":\"OSLO (AP) - y\"}\n", long_text);
    const char *path = write_file("", lines);
    int n_refused = 0, n_read = 0;
    bool good = path != NULL;
    for (size_t limit = 1 << 16; good && limit < 1 << 19; limit += 1 << 14) {
        bw_wire *w;
        bw_arena *a = bw_arena_new(limit);
        good = a && bw_wire_open(path, NULL, &w, err) == BW_OK;
        for (int i = 0; good && i < 2; i++) {
            step s = {.wire = w, .doc.arena = a};
            bw_status st = bw_arena_try(a, read_next, &s, err);
            n_refused += st == BW_ERR_LIMIT;
            n_read += st == BW_OK;
            good = i == 0 ? st == BW_OK || st == BW_ERR_LIMIT : st == BW_OK && bw_str_is(s.doc.head.text, "y");
            bw_arena_restore(a, (bw_arena_mark){0});
        }
        if (good)
            bw_wire_close(w);
        bw_arena_free(a);
    }
    ok(good && n_refused > 0 && n_read > n_refused, "too little memory: %d refused, %d read", n_refused, n_read);
    unlink(path);
    return BW_OK;
}

int main(void)
{
    bw_status (*const tests[])(void *, bw_err *) = {read_rows, options_and_offsets, round_trip, huge_line, heavy_line, short_of_memory};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        bw_arena *a = bw_arena_new(0);
        bw_err err = {0};
        if (!a || bw_arena_try(a, tests[i], a, &err) != BW_OK) {
            printf("Bail out! %s\n", err.msg);
            return 1;
        }
        bw_arena_free(a);
    }
    return tap_done();
}
