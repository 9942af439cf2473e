/* Bytes to UTF-8: each row is one way in which bytes say, or do not say, what they are. */
#include "tap_arena.h"
#include "wire/markup/encoding.h"

#define DECLARED(label, text) BW_LIT("<?xml version=\"1.0\" encoding=\"" label "\"?><t>" text "</t>")

static const struct {
    const char *why;
    bw_str bytes;
    const char *content_type;
    bw_encoding_dialect dialect;
    const char *name;
    bw_encoding_whence whence;
    const char *part; /* stands in the result */
    bool contradicted;
    uint32_t n_repaired;
} rows[] = {
    {"nothing said", BW_LIT("<t>x</t>"), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_DEFAULT, "x"},
    {"a mark", BW_LIT("\xEF\xBB\xBF<t>\xC3\xA9</t>"), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_MARK, "é"},
    {"a mark over a label", BW_LIT("\xEF\xBB\xBF<?xml version='1.0' encoding='koi8-r'?><t>\xC3\xA9</t>"), "", BW_ENCODING_FOR_XML,
     "utf-8", BW_ENCODING_BY_MARK, "é"},
    {"UTF-16 with a mark", BW_LIT("\xFF\xFE<\0t\0>\0\xE9\0"), "", BW_ENCODING_FOR_XML, "utf-16le", BW_ENCODING_BY_MARK, "<t>é"},
    {"UTF-16 without one", BW_LIT("\0<\0t\0>\0\xE9"), "", BW_ENCODING_FOR_XML, "utf-16be", BW_ENCODING_BY_PATTERN, "<t>é"},
    {"UTF-16 cut off", BW_LIT("\0<\0t\0>\0\xE9\0"), "", BW_ENCODING_FOR_XML, "utf-16be", BW_ENCODING_BY_PATTERN, "<t>é\xEF\xBF\xBD"},
    {"UTF-32", BW_LIT("<\0\0\0t\0\0\0>\0\0\0\xE9\0\0\0"), "", BW_ENCODING_FOR_XML, "utf-32le", BW_ENCODING_BY_PATTERN, "<t>é"},
    {"EBCDIC", BW_LIT("\x4C\x6F\xA7\x94\x93\x6F\x6E"), "", BW_ENCODING_FOR_XML, "cp037", BW_ENCODING_BY_PATTERN, "<?xml?>"},
    {"declared Latin-1 is windows-1252", DECLARED("ISO-8859-1", "\x93\xE9\x94"), "", BW_ENCODING_FOR_XML, "iso-8859-1",
     BW_ENCODING_BY_DECLARATION, "“é”"},
    {"declared GB2312 is GB18030", DECLARED("gb2312", "\xE9\x46"), "", BW_ENCODING_FOR_XML, "gb18030", BW_ENCODING_BY_DECLARATION,
     "镕"},
    {"declared Cyrillic", DECLARED("windows-1251", "\xCC\xE8\xF0"), "", BW_ENCODING_FOR_XML, "windows-1251",
     BW_ENCODING_BY_DECLARATION, "Мир"},
    {"declared Japanese", DECLARED("Shift_JIS", "\x93\xFA\x96\x7B"), "", BW_ENCODING_FOR_XML, "shift_jis", BW_ENCODING_BY_DECLARATION,
     "日本"},
    {"the transport over the declaration", DECLARED("koi8-r", "\xCC\xE8\xF0"), "text/xml; charset=\"windows-1251\"",
     BW_ENCODING_FOR_XML, "windows-1251", BW_ENCODING_BY_TRANSPORT, "Мир"},
    {"the transport says nothing usable", DECLARED("windows-1251", "\xCC\xE8\xF0"), "text/xml; charset=none", BW_ENCODING_FOR_XML,
     "windows-1251", BW_ENCODING_BY_DECLARATION, "Мир", true},
    {"ASCII by the transport's word", BW_LIT("<t>x</t>"), "text/xml;charset = 'us-ascii'", BW_ENCODING_FOR_XML, "us-ascii",
     BW_ENCODING_BY_TRANSPORT, "x"},
    {"UTF-8 under a wrong label", DECLARED("iso-8859-1", "caf\xC3\xA9"), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_DEFAULT,
     "café", true},
    {"windows-1252 under the label of UTF-8", DECLARED("utf-8", "\x93" "caf\xE9\x94"), "", BW_ENCODING_FOR_XML, "windows-1252",
     BW_ENCODING_BY_GUESS, "café", true, 3},
    {"one bad byte in UTF-8", DECLARED("utf-8", "caf\xC3\xA9, na\xC3\xAFve \xFF"), "", BW_ENCODING_FOR_XML, "utf-8",
     BW_ENCODING_BY_DEFAULT, "café, naïve \xEF\xBF\xBD", true, 1},
    {"UTF-16 in a declaration that can be read", DECLARED("utf-16", "\xC3\xA9"), "", BW_ENCODING_FOR_XML, "utf-8",
     BW_ENCODING_BY_DEFAULT, "é", true},
    {"an unknown label", DECLARED("x-none", "\xC3\xA9"), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_DEFAULT, "é", true},
    {"a meta", BW_LIT("<html><!-- <meta charset=gbk> --><meta charset=windows-1251><p>\xCC\xE8\xF0"), "", BW_ENCODING_FOR_HTML,
     "windows-1251", BW_ENCODING_BY_DECLARATION, "Мир"},
    {"a meta of the old kind", BW_LIT("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>\xED\xC9\xD2"), "",
     BW_ENCODING_FOR_HTML, "koi8-r", BW_ENCODING_BY_DECLARATION, "Мир"},
    {"no meta in XML", BW_LIT("<r><meta charset=gbk/></r>"), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_DEFAULT, "gbk"},
    {"a NUL", BW_LIT("<t>a\0b</t>"), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_DEFAULT, "a b", false, 1},
    {"a NUL under a label", DECLARED("koi8-r", "a\0b"), "", BW_ENCODING_FOR_XML, "koi8-r", BW_ENCODING_BY_DECLARATION, "a b", false, 1},
    {"JSON", BW_LIT("{\"a\":\"\xC3\xA9\"}"), "application/json", BW_ENCODING_FOR_JSON, "utf-8", BW_ENCODING_BY_DEFAULT, "é"},
    {"nothing at all", BW_LIT(""), "", BW_ENCODING_FOR_XML, "utf-8", BW_ENCODING_BY_DEFAULT, ""},
};

/* Cyrillic of windows-1251, which a server labels as it labels all. */
static void wrong_label(bw_arena *a)
{
    bw_encoding_verdict v;
    bw_str word = BW_LIT(" \xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xEF\xEE\xE4\xEF\xE8\xF1\xE0\xEB \xE7\xE0\xEA\xEE\xED \xEE \xE2\xFB\xE1\xEE\xF0\xE0\xF5.");
    bw_buf text = {.arena = a};
    bw_buf_text(&text, "<?xml version='1.0' encoding='iso-8859-1'?><a>");
    for (int i = 0; i < 4; i++)
        bw_buf_str(&text, word);
    bw_str got = bw_encoding_read(a, bw_buf_view(&text), NULL, &v, NULL);
    ok(bw_str_is(v.name, "windows-1251") && v.contradicted && bw_str_find(got, BW_LIT("Президент"), 0) < got.len, "a label of the West on Cyrillic: %.*s", BW_STR_FMT(v.name));
    text.len = 0;
    bw_buf_text(&text, "<?xml version='1.0' encoding='iso-8859-1'?><a>");
    for (int i = 0; i < 40; i++)
        bw_buf_text(&text, " h\xE4\xE4y\xF6 \xA0\xA0\xA0\xA0 p\xE4iv\xE4 m\xE4\xE4r\xE4 t\xF6it\xE4.");
    bw_encoding_read(a, bw_buf_view(&text), NULL, &v, NULL);
    ok(bw_str_is(v.name, "iso-8859-1") && !v.contradicted, "Finnish is of the West: %.*s", BW_STR_FMT(v.name));
}

static bw_status test(void *with, bw_err *err)
{
    (void)err;
    wrong_label(with);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_encoding_hints hints = {bw_str_of(rows[i].content_type), rows[i].dialect};
        bw_encoding_verdict v;
        uint32_t n_repaired = 0;
        bw_str got = bw_encoding_read(with, rows[i].bytes, &hints, &v, &n_repaired);
        ok(bw_str_is(v.name, rows[i].name) && v.whence == rows[i].whence && v.contradicted == rows[i].contradicted, "%s: %.*s %d %d",
           rows[i].why, BW_STR_FMT(v.name), v.whence, v.contradicted);
        ok((rows[i].part[0] == '\0' || bw_str_find(got, bw_str_of(rows[i].part), 0) < got.len) && n_repaired == rows[i].n_repaired,
           "%s: '%.*s' %u", rows[i].why, BW_STR_FMT(got), n_repaired);
    }
    ok(bw_encoding_find(BW_LIT(" LATIN1 ")) && bw_encoding_find(BW_LIT("ISO_8859-1")) && !bw_encoding_find(BW_LIT("nonsense")), "labels");
    ok(bw_str_is(bw_encoding_parameter(BW_LIT("text/html; a=\"b; charset=x\" ; Charset = 'y'"), "charset"), "y"), "a parameter");
    ok(!bw_encoding_parameter(BW_LIT("text/html; charset"), "charset").ptr, "a parameter without a value");
    for (size_t i = 0; i < n_bw_encoding_labels; i++) {
        bw_str name = bw_str_of(bw_encoding_labels[i].name);
        if (name.len && !bw_encoding_find(name))
            ok(false, "'%s' is reported by a name that is no label", bw_encoding_labels[i].label);
    }
    return BW_OK;
}

int main(void) { return tap_in_arena(test); }
