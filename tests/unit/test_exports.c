/* Exports of databases: RTF, HTML and Word as lines; odd documents; what is cut off or no export at all; going on in the middle. */
#include "base/file.h"
#include "tap.h"
#include "wire/export/docx.h"
#include "wire/export/pagelines.h"
#include "wire/export/rtf.h"
#include "wire/wire.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- containers: "\n" is an end of line, "^" a heading, "~" where something new begins ------------ */

static const struct {
    const char *why, *rtf, *want;
} rtf_rows[] = {
    {"paragraphs and lines", "{\\rtf1\\ansi One\\par Two\\line three\\par}", "One\n\nTwo\nthree\n\n"},
    {"line ends in the file are none", "{\\rtf1 On\r\ne\\par\r\nTwo\\par}", "One\n\nTwo\n\n"},
    {"windows-1252, an escaped brace", "{\\rtf1\\ansi caf\\'e9 \\{x\\} \\'93q\\'94\\par}", "café {x} “q”\n\n"},
    {"code page of the document", "{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'ee\\'f0\\'f2\\par}", "Порт\n\n"},
    {"code page of a font", "{\\rtf1{\\fonttbl{\\f0\\fcharset0 A;}{\\f7\\fcharset128 B;}}\\f7 \\'8d\\'60\\f0  caf\\'e9\\par}", "港 café\n\n"},
    {"code page of a font, ended by its group", "{\\rtf1{\\fonttbl{\\f7\\fcharset204 B;}}{\\f7 \\'cf}\\'e9\\par}", "Пé\n\n"},
    {"Unicode with stand-ins", "{\\rtf1\\uc1 \\u8217?s \\uc2\\u8364 EU\\uc0\\u233 x\\par}", "’s €éx\n\n"},
    {"a stand-in in hexadecimal", "{\\rtf1 \\u8211\\'96x\\par}", "–x\n\n"},
    {"Unicode below zero and in pairs", "{\\rtf1 \\u-10179?\\u-8704?\\par}", "😀\n\n"},
    {"half a pair", "{\\rtf1 \\u-10179?x\\par}", "\xEF\xBF\xBDx\n\n"},
    {"raw UTF-8", "{\\rtf1\\ansi caf\xC3\xA9\\par}", "café\n\n"},
    {"left out", "{\\rtf1{\\info{\\title T}}{\\*\\generator G;}{\\header H\\par}{\\footnote F}{\\pict 0a0b}{\\v hidden}{\\colortbl;\\red0;}x{\\deleted gone}\\par}", "x\n\n"},
    {"a link keeps its text", "{\\rtf1{\\field{\\*\\fldinst HYPERLINK \"http://x\"}{\\fldrslt{\\ul see}}} this\\par}", "see this\n\n"},
    {"bytes of a picture", "{\\rtf1{\\pict\\bin5 }}}}}}x\\par}", "x\n\n"},
    {"cells and rows", "{\\rtf1 HD\\cell Ferries\\cell\\row LP\\cell One\\par Two\\cell\\row}", "HD\tFerries\n\nLP\tOne\n\nTwo\n\n"},
    {"bold lines are headings", "{\\rtf1{\\b Ferries sail}\\par\\b0 {\\b The} port\\par\\b x\\plain y\\par}", "^Ferries sail\n\nThe port\n\nxy\n\n"},
    {"special characters", "{\\rtf1 a\\emdash b\\~c\\_d\\-e\\tab f\\bullet\\par}", "a—b c-de\tf•\n\n"},
    {"cut off in a word", "{\\rtf1 Ferries\\pa", "Ferries\n"},
    {"cut off in a group", "{\\rtf1 Ferries{\\b sail", "Ferriessail\n"},
    {"braces that do not match", "{\\rtf1 a}}}b{{{c\\par", "abc\n\n"},
    {"a number beyond all", "{\\rtf1\\u99999999999999?\\uc999999 x\\bin-5 y\\par}", "xy\n\n"},
    {"controls", "{\\rtf1 a\x01\x02\\'00\\u2?b\\par}", "a    b\n\n"},
};

static const struct {
    const char *why;
    bw_pagelines_kind kind;
    const char *page, *want;
} page_rows[] = {
    {"blocks, white space, references", BW_PAGELINES_HTML, "<div><p>One\n  two &amp; three</p><p>Four<br>five</p></div>", "One two & three\n\nFour\nfive\n\n"},
    {"head, script and style are no text", BW_PAGELINES_HTML, "<html><head><title>T</title><style>p > a {}</style></head><script>a > '<p>x</p>'</script><p>x", "x\n"},
    {"tables", BW_PAGELINES_HTML, "<table><tr><td><b>HD</b>&nbsp;</td><td>Ferries</td></tr><tr><th>LP<td>x</table>", "HD \tFerries\n\nLP\tx\n\n"},
    {"headings", BW_PAGELINES_HTML, "<h1>One</h1><p><b>Two</b></p><p><b>a</b> b</p><span class='enHeadline'>Three</span><p>", "^One\n\n^Two\n\na b\n\n^Three\n\n"},
    {"a rule", BW_PAGELINES_HTML, "a<hr>b", "a\n\n____________________\n\nb\n"},
    {"an article begins", BW_PAGELINES_HTML, "x<div class=\"article enArticle\">y</div>", "x\n\n~\ny\n\n"},
    {"preformatted", BW_PAGELINES_HTML, "<pre>a\n  b</pre>", "a\nb\n\n"},
    {"windows-1252", BW_PAGELINES_HTML, "<p>Le pr\xE9sident \xE9lu \xE0 l\x92unanimit\xE9</p>", "Le président élu à l’unanimité\n\n"},
    {"cut off in a tag", BW_PAGELINES_HTML, "<p>a</p><p cla", "a\n\n"},
    {"comments", BW_PAGELINES_HTML, "<p>a<!-- <p> > -->b</p>", "ab\n\n"},
    {"Word", BW_PAGELINES_WORD,
     "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Fer</w:t></w:r><w:r><w:t xml:space=\"preserve\">ries </w:t></w:r></w:p>"
     "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:tab/><w:t>b</w:t><w:instrText>PAGE</w:instrText></w:r></w:p><w:p/>"
     "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
     "^Ferries\n\na\tb\n\n\nc\n\n"},
};

static FILE *open_bytes(bw_str bytes)
{
    FILE *f = tmpfile();
    if (!f || fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len)
        abort();
    rewind(f);
    return f;
}

static bw_str read_all(bw_arena *a, FILE *f)
{
    bw_buf out = {.arena = a};
    for (int c; f && (c = getc(f)) != EOF;)
        bw_buf_char(&out, c == 1 ? '^' : c == 2 ? '~' : (char)c);
    if (f)
        fclose(f);
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}

static void same(bw_str got, const char *want, const char *why)
{
    if (!ok(bw_str_is(got, want), "%s", why))
        printf("# got %.*s\n", (int)got.len, got.ptr);
}

static bw_status containers(void *with, bw_err *err)
{
    bw_arena *a = with;
    (void)err;
    for (size_t i = 0; i < sizeof rtf_rows / sizeof *rtf_rows; i++)
        same(read_all(a, bw_rtf_open(open_bytes(bw_str_of(rtf_rows[i].rtf)))), rtf_rows[i].want, rtf_rows[i].why);
    for (size_t i = 0; i < sizeof page_rows / sizeof *page_rows; i++)
        same(read_all(a, bw_pagelines_open(open_bytes(bw_str_of(page_rows[i].page)), page_rows[i].kind)), page_rows[i].want, page_rows[i].why);

    /* Tags, scripts and references fall on every place of the blocks that are read. */
    bw_buf page = {.arena = a}, want = page;
    for (int i = 0; i < 20000; i++) {
        bw_buf_print(&page, "<p class='a > b'>%d &lt; %d</p>%s", i, i + 1, i % 997 ? "" : "<script>if (a > b) c('<p>')</script><!-- > -->");
        bw_buf_print(&want, "%d < %d\n\n", i, i + 1);
    }
    ok(bw_str_eq(read_all(a, bw_pagelines_open(open_bytes(bw_buf_view(&page)), BW_PAGELINES_HTML)), bw_buf_view(&want)), "a long page in blocks");

    bw_buf deep = {.arena = a};
    for (int i = 0; i < 100000; i++)
        bw_buf_text(&deep, "{\\b ");
    bw_buf_text(&deep, "x\\par");
    same(read_all(a, bw_rtf_open(open_bytes(bw_buf_view(&deep)))), "^x\n\n", "100,000 groups deep");
    same(read_all(a, bw_docx_open(open_bytes(BW_LIT("PK\3\4\24\0\0\0\10\0")))), "", "Word: cut off in a header");
    same(read_all(a, bw_docx_open(open_bytes(BW_LIT("no zip at all, but long enough for a header or two")))), "", "Word: no zip");
    return BW_OK;
}

/* ---- documents ---------------------------------------------------------------------------------- */

#define LEXIS "The Gazette\nMay 8, 2024 Wednesday\nLENGTH: 2 words\n"

/* One line for each: "id | published | publisher | title | text", or "! " and a part of the reason. */
static const struct {
    const char *why, *format, *bytes, *want;
} rows[] = {
    {"the last document is cut off in its head", "", "1 of 2 DOCUMENTS\n" LEXIS "HEADLINE: A\nBODY:\nFerries sail.\n2 of 2 DOCUMENTS\nThe Gazette\nMay 9, 2024 Thursday\nHEADLINE: B\n",
     "FILE:2 | 2024-05-08 | The Gazette | A | Ferries sail.\nFILE:9 | 2024-05-09 | The Gazette | B | \n"},
    {"nothing but a publication and a date", "", "1 of 2 DOCUMENTS\n" LEXIS "HEADLINE: A\nBODY:\nFerries sail.\n2 of 2 DOCUMENTS\nThe Gazette\nMay 9, 2024 Thursday\n",
     "FILE:2 | 2024-05-08 | The Gazette | A | Ferries sail.\n! :9: a document of lexis without headline and text\n"},
    {"the abstract where there is no text", "", LEXIS "HEADLINE: A\nHIGHLIGHT: Ferries sail\nagain.\nBODY:\n\nLOAD-DATE: May 9, 2024\n", "FILE:1 | 2024-05-08 | The Gazette | A | Ferries sail again.\n"},
    {"a correction above the text", "", LEXIS "CORRECTION-DATE: May 9, 2024\nCORRECTION: The port is Oslo.\nHEADLINE: A\nBODY:\nFerries sail.\n", "FILE:1 | 2024-05-08 | The Gazette | A | Ferries sail.\n"},
    {"figures for a date", "", "Fähren\nDer Bote\n08.05.2024\nLänge: 2 Wörter\nTextkörper\nEs fährt.\nEnde des Dokuments\n", "FILE:1 | 2024-05-08 | Der Bote | Fähren | Es fährt.\n"},
    {"a month alone", "", "Ferries\nThe Monthly\nMay 2024\nLength: 2 words\nBody\nFerries sail.\nEnd of Document\n", "FILE:1 |  | The Monthly | Ferries | Ferries sail.\n"},
    {"labels within a text", "", "Ferries\nThe Gazette\nMay 8, 2024\nLength: 9 words\nBody\nSection: four was cut.\n\nLength: it is long.\n\nSubject: none.\nLoad-Date: May 9, 2024\nEnd of Document\n",
     "FILE:1 | 2024-05-08 | The Gazette | Ferries | Section: four was cut.\\n\\nLength: it is long.\\n\\nSubject: none.\n"},
    {"page numbers within a text", "", "Ferries\nThe Gazette\nMay 8, 2024\nLength: 9 words\nBody\nFerries sail.\n\nPage 2 of 3\nFerries\n\nThey sail again.\nEnd of Document\n",
     "FILE:1 | 2024-05-08 | The Gazette | Ferries | Ferries sail.\\n\\nThey sail again.\n"},
    {"reports of BBC Monitoring", "", "Envoy speaks\nText of report by Ararat News\nHe spoke.\nSource: Ararat News, Yerevan, in Russian 1015 gmt 1 Apr 21\nBBC Mon TCU 010421 ak\n\nMinister speaks\n"
     "Excerpt from report by Khazar TV\nShe spoke.\nSource: Khazar TV, Baku, in Azeri 1600 gmt 2 Apr 21\nBBC Mon TCU 020421 ak\n",
     "FILE:1 | 2021-04-01 | Ararat News | Envoy speaks | He spoke.\nFILE:7 | 2021-04-02 | Khazar TV | Minister speaks | She spoke.\n"},
    {"a headline that looks like a label", "", "Correction: Ferries sail\nThe Gazette\nMay 8, 2024\nLength: 9 words\nBody\nFerries sail.\nEnd of Document\n", "FILE:1 | 2024-05-08 | The Gazette | Ferries sail | Ferries sail.\n"},
    {"a named format with other copy in it", "lexis", "Ferries to sail again\nOSLO, May 8, 2024 (Reuters) - Ferries will sail again from Monday, the port authority said.\n",
     "FILE:1 | 2024-05-08 |  | Ferries to sail again | Ferries will sail again from Monday, the port authority said.\n"},
    {"an empty export", "factiva", "\n\n", "! nothing but white space"},
    {"binary under a named format", "lexis", "ab\x01\x02\x03\x04" "cd\x05", "! looks binary"},
    {"Factiva: words of the text that look like codes", "", "HD A\nBY Ola Berg\nWC 9 words\nPD 8 May 2024\nSN The Gazette\nLP Ferries sail.\nTD\nIN Oslo all was calm.\nRE the strike, it is over.\nCO was found.\nNS gtrans : Transport\nAN Document GAZ0000020240508ek580001\n",
     "FILE:1 | 2024-05-08 | The Gazette | A | Ferries sail.\\n\\nIN Oslo all was calm.\\n\\nRE the strike, it is over.\\n\\nCO was found.\n"},
    {"Factiva: a time, with its zone and without", "", "HD A\nWC 9 words\nPD 8 May 2024\nET 09:15\nSN The Gazette\nLP Ferries sail.\nTD\nAN Document GAZ0000020240508ek580001\nHD B\nWC 9 words\nPD 8 May 2024\nET 02:15 GMT\nSN The Gazette\nLP Ferries sail.\nTD\nAN Document GAZ0000020240508ek580002\n",
     "FILE:1 | 2024-05-08T09:15:00 | The Gazette | A | Ferries sail.\nFILE:9 | 2024-05-08T02:15:00Z | The Gazette | B | Ferries sail.\n"},
    {"Factiva: the end of a newswire", "", "HD A\nWC 9 words\nPD 8 May 2024\nSN Harbour Newswires\nLP PORT ELSE (Harbour Newswires) -- Ferries sail.\nTD\nThey sail.\n\n(END) Harbour Newswires\n\n05-08-24 1402GMT\nAN Document GAZ0000020240508ek580001\n",
     "FILE:1 | 2024-05-08 | Harbour Newswires | A | Ferries sail.\\n\\nThey sail.\n"},
    {"ProQuest: labels in Spanish", "", "____________________\nPuertos\nTexto completo: Zarpan.\n\nMateria: Huelgas; Puertos\n\nTítulo: Puertos\nTítulo de publicación: La Gaceta; Oslo\nFecha de publicación: May 8, 2024\nID del documento de ProQuest: 7\n____________________\n", "FILE:2 | 2024-05-08 | La Gaceta | Puertos | Zarpan.\n"},
    {"ProQuest: no text", "", "____________________\nFerries\nAbstract: Ferries sail.\nPublication title: The Gazette; Oslo\nPublication date: May 8, 2024\nProQuest document ID: 7\n____________________\n", "FILE:2 | 2024-05-08 | The Gazette | Ferries | Ferries sail.\n"},
    {"RTF that is no export", "", "{\\rtf1 Ferries sail.\\par}", "! is RTF"},
    {"a zip that is no export", "", "PK\3\4xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "! is a zip archive"},
    {"HTML under a named format, empty", "proquest", "<html><body></body></html>", ""},
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

static bw_str describe(bw_arena *a, const char *path, const bw_wire_options *options)
{
    bw_buf out = {.arena = a};
    bw_err err = {0};
    bw_wire *w;
    if (bw_wire_open(path, options, &w, &err)) {
        bw_buf_print(&out, "! %s\n", err.msg);
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
        bw_str name = bw_str_of(path);
        bw_buf_print(&out, "FILE%.*s | %.*s | %.*s | %.*s | ", (int)(h->id.len - name.len), h->id.ptr + name.len, BW_STR_FMT(h->published),
                     BW_STR_FMT(h->publisher), BW_STR_FMT(h->title));
        for (size_t i = 0; i < h->text.len; i++)
            if (h->text.ptr[i] == '\n')
                bw_buf_text(&out, "\\n");
            else
                bw_buf_char(&out, h->text.ptr[i]);
        bw_buf_char(&out, '\n');
    }
    bw_wire_close(w);
    return out.len ? bw_buf_view(&out) : BW_LIT("");
}

/* Lines that begin with '!' need only contain what is wanted. */
static bool alike(bw_str got, bw_str want)
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

static bw_status documents(void *with, bw_err *err)
{
    (void)err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[] = "/tmp/test_exports_XXXXXX";
        int fd = mkstemp(path);
        bw_wire_options options = {.date = BW_NO_DAY, .format = bw_str_of(rows[i].format)};
        if (fd < 0 || write(fd, rows[i].bytes, strlen(rows[i].bytes)) < 0)
            return bw_fail(err, BW_ERR_IO, "cannot write");
        close(fd);
        bw_str got = describe(with, path, &options);
        if (!ok(alike(got, bw_str_of(rows[i].want)), "%s", rows[i].why))
            printf("# got %.*s\n", (int)got.len, got.ptr);
        unlink(path);
    }
    return BW_OK;
}

/* Every sample, read on from every offset. */
static bw_status offsets(void *with, bw_err *err)
{
    bw_arena *a = with;
    const char *root = getenv("BW_SOURCE_ROOT");
    bw_str folder = bw_str_print(a, "%s/tests/samples/exports%c", root ? root : ".", 0);
    DIR *dir = opendir(folder.ptr);
    int n_files = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        bw_str path = bw_str_print(a, "%s/%s%c", folder.ptr, entry->d_name, 0);
        bw_wire *w = NULL;
        uint64_t at[16] = {0};
        bw_str ids[16];
        size_t n = 0;
        bool good = bw_wire_open(path.ptr, NULL, &w, err) == BW_OK;
        for (bw_status st = BW_OK; good && st != BW_END && n < 15;) {
            step s = {.wire = w, .doc.arena = a};
            st = bw_arena_try(a, read_next, &s, err);
            good = st == BW_OK || st == BW_END;
            if (st == BW_OK) {
                ids[n++] = s.doc.head.id;
                at[n] = bw_wire_offset(w);
                good = at[n] > at[n - 1];
            }
        }
        bw_wire_close(w);
        for (size_t i = 0; good && i < n; i++) {
            step s = {.doc.arena = a};
            good = bw_wire_open(path.ptr, NULL, &s.wire, err) == BW_OK && bw_wire_seek(s.wire, at[i], err) == BW_OK &&
                   bw_arena_try(a, read_next, &s, err) == BW_OK && bw_str_eq(s.doc.head.id, ids[i]);
            bw_wire_close(s.wire);
        }
        ok(good && n >= 2, "%s: goes on at each of %zu documents", entry->d_name, n);
        n_files++;
    }
    if (dir)
        closedir(dir);
    ok(n_files >= 17, "%d samples", n_files);
    return BW_OK;
}

/* A file of many documents in the memory of one. */
static bw_status memory(void *with, bw_err *err)
{
    bw_arena *a = bw_arena_new(16 << 20);
    char path[] = "/tmp/test_exports_XXXXXX";
    FILE *f = fdopen(mkstemp(path), "wb");
    static char block[1 << 20];
    memset(block, 'x', sizeof block - 1);
    fputs("{\\rtf1\\ansi ", f);
    for (int i = 0; i < 20; i++)
        fprintf(f, "A\\par The Gazette\\par May 8, 2024\\par Length: 2 words\\par Body\\par %s\\par End of Document\\par\n", block);
    fputs("}", f);
    fclose(f);
    (void)with;
    bw_wire *w;
    int n = 0;
    bool good = a && bw_wire_open(path, NULL, &w, err) == BW_OK;
    for (bw_status st = BW_OK; good && st != BW_END;) {
        bw_arena_mark empty = bw_arena_save(a);
        step s = {.wire = w, .doc.arena = a};
        st = bw_arena_try(a, read_next, &s, err);
        good = st == BW_END || (st == BW_OK && s.doc.head.text.len == sizeof block - 1);
        n += st == BW_OK;
        bw_arena_restore(a, empty);
    }
    if (good)
        bw_wire_close(w);
    bw_arena_free(a);
    unlink(path);
    ok(good && n == 20, "20 documents of 1 MB with 16 MB of memory: %d", n);
    return BW_OK;
}

int main(void)
{
    bw_status (*const tests[])(void *, bw_err *) = {containers, documents, offsets, memory};
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
