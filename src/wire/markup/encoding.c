#include "wire/markup/encoding.h"

#include "base/utf8.h"
#include "wire/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <uchardet.h>

enum {
    MAX_LABEL = 40,
    HEAD = 1024,         /* an XML declaration stands within so many bytes, */
    META = 4096,         /* an HTML meta within so many */
    SAMPLE = 64 << 10,   /* what the guess looks at */
    FEW = 12,            /* bytes that are not ASCII, and no text to guess by */
    MANY = 40,           /* such bytes, and their look contradicts a label */
};

/* ---- labels -------------------------------------------------------------------------------------- */

const bw_encoding_label *bw_encoding_find(bw_str label)
{
    char key[MAX_LABEL];
    label = bw_str_trim(label);
    if (label.len == 0 || label.len >= sizeof key)
        return NULL;
    for (size_t i = 0; i < label.len; i++)
        key[i] = label.ptr[i] == '_' ? '-' : bw_lower(label.ptr[i]);
    bw_str form = {key, label.len};
    size_t low = 0, high = n_bw_encoding_labels;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = bw_str_cmp(bw_str_of(bw_encoding_labels[mid].label), form);
        if (order == 0)
            return &bw_encoding_labels[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static bw_str name_of(const bw_encoding_label *l) { return bw_str_of(*l->name ? l->name : l->label); }

/* Takes one value, quoted or up to one of `stops`, off the front of *rest. */
static bw_str take_value(bw_str *rest, const char *stops)
{
    bw_str s = bw_str_trim(*rest);
    size_t end = 0;
    if (s.len && (*s.ptr == '"' || *s.ptr == '\'')) {
        end = bw_str_find_char(s, *s.ptr, 1);
        *rest = bw_str_slice(s, end + 1, s.len);
        return bw_str_trim(bw_str_slice(s, 1, end));
    }
    while (end < s.len && !strchr(stops, s.ptr[end]))
        end++;
    *rest = bw_str_slice(s, end, s.len);
    return bw_str_trim(bw_str_slice(s, 0, end));
}

bw_str bw_encoding_parameter(bw_str content_type, const char *name)
{
    size_t at = bw_str_find_char(content_type, ';', 0);
    while (at < content_type.len) {
        bw_str rest = bw_str_slice(content_type, at + 1, content_type.len);
        bw_str key = take_value(&rest, "=;");
        if (rest.len && *rest.ptr == '=') {
            rest = bw_str_slice(rest, 1, rest.len);
            bw_str value = take_value(&rest, ";");
            if (bw_str_eq_fold(key, bw_str_of(name)))
                return value;
        }
        at = content_type.len - rest.len;
        at = bw_str_find_char(content_type, ';', at);
    }
    return (bw_str){0};
}

/* The value behind "NAME =" in `s`; ptr NULL: there is none. */
static bw_str value_after(bw_str s, bw_str name, const char *stops)
{
    for (size_t i = 0; i + name.len < s.len; i++) {
        if (!bw_str_eq_fold(bw_str_slice(s, i, i + name.len), name))
            continue;
        bw_str rest = bw_str_trim(bw_str_slice(s, i + name.len, s.len));
        if (rest.len == 0 || *rest.ptr != '=')
            continue;
        rest = bw_str_slice(rest, 1, rest.len);
        return take_value(&rest, stops);
    }
    return (bw_str){0};
}

/* The label in an XML declaration, before which a server may have said something; `head` in ASCII. */
static bw_str declared_xml(bw_str head)
{
    head = bw_str_slice(head, 0, HEAD);
    size_t from = bw_str_find(head, BW_LIT("<?xml"), 0), end = bw_str_find_char(head, '>', from);
    if (from + 5 >= end || !bw_is_space(head.ptr[from + 5])) /* "<?xml-stylesheet" */
        return (bw_str){0};
    return value_after(bw_str_slice(head, from, end), BW_LIT("encoding"), " \t\r\n?>");
}

/* The label in the first <meta> that has one. */
static bw_str declared_html(bw_str head)
{
    head = bw_str_slice(head, 0, META);
    for (size_t at = bw_str_find_char(head, '<', 0); at < head.len; at = bw_str_find_char(head, '<', at + 1)) {
        bw_str tag = bw_str_slice(head, at, head.len);
        if (bw_str_starts(tag, BW_LIT("<!--"))) {
            at = bw_str_find(head, BW_LIT("-->"), at);
            continue;
        }
        if (!bw_str_starts_fold(tag, BW_LIT("<meta")))
            continue;
        bw_str label = value_after(bw_str_slice(tag, 0, bw_str_find_char(tag, '>', 0)), BW_LIT("charset"), " \t\r\n\"';/>");
        if (label.ptr)
            return label;
    }
    return (bw_str){0};
}

/* ---- conversion ---------------------------------------------------------------------------------- */

static void close_iconv(void *what) { iconv_close((iconv_t)what); }

/* `s` from `codeset`; *n_bad: bytes that are no character in it. False: iconv does not know it. */
static bool convert(bw_arena *a, bw_str s, const char *codeset, bw_str *out, size_t *n_bad)
{
    iconv_t cd = iconv_open("UTF-8", codeset);
    if (cd == (iconv_t)-1)
        return false;
    bw_arena_defer(a, close_iconv, (void *)cd);
    bw_buf text = {.arena = a};
    char room[16 << 10];
    char *in = (char *)(uintptr_t)s.ptr; /* iconv() does not write there, but its type says so */
    size_t left = s.len;
    *n_bad = 0;
    while (left > 0) {
        char *to = room;
        size_t free_room = sizeof room;
        size_t got = iconv(cd, &in, &left, &to, &free_room);
        int why = got == (size_t)-1 ? errno : 0;
        bw_buf_str(&text, (bw_str){room, (size_t)(to - room)});
        if (why != EILSEQ && why != EINVAL)
            continue; /* there was no more room */
        bw_buf_text(&text, "\xEF\xBF\xBD");
        ++*n_bad;
        size_t skip = why == EINVAL ? left : 1;
        in += skip;
        left -= skip;
    }
    char *to = room;
    size_t free_room = sizeof room;
    iconv(cd, NULL, NULL, &to, &free_room); /* what a combining encoding holds back */
    bw_buf_str(&text, (bw_str){room, (size_t)(to - room)});
    *out = bw_buf_view(&text);
    return true;
}

typedef struct {
    size_t n_bad, n_nul;
    size_t n_long;  /* characters of more than one byte */
    size_t n_high;  /* of the bad bytes, those that are letters in most encodings of a byte: C0 to FF, */
    size_t n_runs;  /* and of these, those right behind another */
    size_t n_three; /* of these, those of three or four */
} tally;

/* What the bytes are as UTF-8; eight at a time where they are ASCII. */
static tally survey(bw_str s)
{
    tally t = {0};
    size_t last_high = 0; /* the place behind it */
    for (size_t pos = 0; pos < s.len;) {
        uint64_t eight;
        if (pos + sizeof eight <= s.len) {
            memcpy(&eight, s.ptr + pos, sizeof eight);
            bool nul = ((eight - 0x0101010101010101u) & ~eight & 0x8080808080808080u) != 0;
            if (!(eight & 0x8080808080808080u) && !nul) {
                pos += sizeof eight;
                continue;
            }
        }
        size_t start = pos;
        if (!(s.ptr[pos] & 0x80)) {
            t.n_nul += s.ptr[pos++] == '\0';
            continue;
        }
        bw_utf8_next(s, &pos);
        if (pos - start == 1) {
            bool high = (unsigned char)s.ptr[start] >= 0xC0;
            t.n_bad++;
            t.n_high += high;
            t.n_runs += high && last_high == start;
            last_high = high ? pos : 0;
        }
        t.n_long += pos - start > 1;
        t.n_three += pos - start > 2;
    }
    return t;
}

/* Bytes out of UTF-16 or UTF-32 by iconv, or 8-bit text, without NULs. */
static bw_str finish(bw_arena *a, bw_str s, uint32_t *n_repaired)
{
    size_t n_bad;
    bw_str good = survey(s).n_nul ? bw_utf8_repair(a, s, &n_bad) : s;
    if (good.ptr != s.ptr)
        *n_repaired += (uint32_t)n_bad;
    return bw_utf8_skip_mark(good);
}

static bw_str from_utf16(bw_arena *a, bw_str s, bool big)
{
    uint16_t high = 0;
    char *out = bw_arena_array(a, s.len / 2 + 2, 3);
    size_t len = bw_decode_utf16(s, big, &high, out);
    if (high || s.len % 2) {
        memcpy(out + len, "\xEF\xBF\xBD", 3);
        len += 3;
    }
    return (bw_str){out, len};
}

/* ---- the bytes' own word ------------------------------------------------------------------------- */

static const struct {
    bw_str bytes;
    const char *label;
    bool mark; /* to be taken off */
} patterns[] = {
    /* UTF-32 before UTF-16, whose mark it begins with. */
    {BW_LIT("\xFF\xFE\0\0"), "utf-32le", true},
    {BW_LIT("\0\0\xFE\xFF"), "utf-32be", true},
    {BW_LIT("\xFF\xFE"), "utf-16le", true},
    {BW_LIT("\xFE\xFF"), "utf-16be", true},
    {BW_LIT("\xEF\xBB\xBF"), "utf-8", true},
    {BW_LIT("<\0\0\0"), "utf-32le", false},
    {BW_LIT("\0\0\0<"), "utf-32be", false},
    {BW_LIT("<\0"), "utf-16le", false},
    {BW_LIT("\0<"), "utf-16be", false},
    {BW_LIT("{\0\0\0"), "utf-32le", false},
    {BW_LIT("\0\0\0{"), "utf-32be", false},
    {BW_LIT("\x4C\x6F\xA7\x94"), "cp037", false},
};

static bool is_ebcdic(const bw_encoding_label *l)
{
    /* The digits of these encodings are F0 to F9: that of a label says it without a list of names. */
    iconv_t cd = iconv_open("UTF-8", l->codeset);
    if (cd == (iconv_t)-1)
        return false;
    char in[] = "\xF1", out[8] = "", *from = in, *to = out;
    size_t n_in = 1, n_out = sizeof out;
    iconv(cd, &from, &n_in, &to, &n_out);
    iconv_close(cd);
    return out[0] == '1';
}

/* EBCDIC: the declaration tells which; all of them write it alike. */
static const bw_encoding_label *which_ebcdic(bw_arena *a, bw_str bytes)
{
    bw_str head;
    size_t n_bad;
    const bw_encoding_label *general = bw_encoding_find(BW_LIT("cp037")), *l = NULL;
    if (convert(a, bw_str_slice(bytes, 0, HEAD), general->codeset, &head, &n_bad))
        l = bw_encoding_find(declared_xml(head));
    return l && is_ebcdic(l) ? l : general;
}

static bool is_utf8(const bw_encoding_label *l) { return bw_str_is(bw_str_of(l->codeset), "UTF-8"); }

static bool is_wide(const bw_encoding_label *l)
{
    return bw_str_starts(bw_str_of(l->codeset), BW_LIT("UTF-16")) || bw_str_starts(bw_str_of(l->codeset), BW_LIT("UTF-32"));
}

/* What a mark or the first characters say; NULL: nothing. */
static const bw_encoding_label *by_pattern(bw_arena *a, bw_str *bytes, bw_encoding_whence *whence)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (bw_str_starts(*bytes, patterns[i].bytes)) {
            const bw_encoding_label *l = bw_encoding_find(bw_str_of(patterns[i].label));
            *whence = patterns[i].mark ? BW_ENCODING_BY_MARK : BW_ENCODING_BY_PATTERN;
            if (patterns[i].mark)
                *bytes = bw_str_slice(*bytes, patterns[i].bytes.len, bytes->len);
            return bw_str_is(bw_str_of(l->label), "cp037") ? which_ebcdic(a, *bytes) : l;
        }
    size_t mark;
    bw_encoding e = bw_decode_guess(bw_str_slice(*bytes, 0, SAMPLE), &mark);
    *whence = BW_ENCODING_BY_PATTERN;
    return e == BW_ENCODING_UTF16LE   ? bw_encoding_find(BW_LIT("utf-16le"))
           : e == BW_ENCODING_UTF16BE ? bw_encoding_find(BW_LIT("utf-16be"))
                                      : NULL;
}

static void free_detector(void *what) { uchardet_delete(what); }

/* What the bytes look like, from the first that is not ASCII; NULL: like nothing known. */
static const bw_encoding_label *by_looks(bw_arena *a, bw_str bytes)
{
    size_t from = 0;
    while (from < bytes.len && !(bytes.ptr[from] & 0x80))
        from++;
    uchardet_t d = uchardet_new();
    if (!d)
        return NULL;
    bw_arena_defer(a, free_detector, d);
    bw_str sample = bw_str_slice(bytes, from > 256 ? from - 256 : 0, bytes.len);
    sample = bw_str_slice(sample, 0, SAMPLE);
    if (uchardet_handle_data(d, sample.ptr, sample.len) != 0)
        return NULL;
    uchardet_data_end(d);
    return bw_encoding_find(bw_str_of(uchardet_get_charset(d)));
}

/* ---- the reading --------------------------------------------------------------------------------- */

typedef struct {
    const bw_encoding_label *label;
    bw_encoding_whence whence;
} candidate;

/* Whether text that is valid UTF-8 is that, whatever it is labelled: its longer characters would be odd pairs elsewhere.
 * In the encodings of two bytes short texts may be both. */
static bool surely_utf8(tally t, const bw_encoding_label *label)
{
    static const char *const double_byte[] = {"GB18030", "BIG5-HKSCS", "CP949", "CP932", "EUC-JP-MS", "EUC-TW", "JOHAB"};
    if (t.n_bad || t.n_long == 0)
        return false;
    for (size_t i = 0; i < sizeof double_byte / sizeof *double_byte; i++)
        if (strcmp(label->codeset, double_byte[i]) == 0)
            return t.n_three > 4;
    return true;
}

/* A label of Western Europe, where accents stand alone between letters of ASCII, on text whose words are all high letters:
 * Cyrillic, Greek, Hebrew … of a server that labels all alike. */
static bool is_wrongly_western(tally t, const bw_encoding_label *label)
{
    bool western = strcmp(label->codeset, "CP1252") == 0 || strcmp(label->codeset, "ISO-8859-15") == 0;
    return western && t.n_high >= MANY && t.n_runs * 2 > t.n_high;
}

/* Transport, declaration: labels that may be true of bytes in which "<?xml" or "<meta" can be read. */
static size_t gather_claims(bw_str bytes, const bw_encoding_hints *hints, candidate *out, bool *unknown)
{
    size_t n = 0;
    bw_str declared = {0}, transport = {0};
    if (hints && hints->content_type.len)
        transport = bw_encoding_parameter(hints->content_type, "charset");
    if (!hints || hints->dialect != BW_ENCODING_FOR_JSON)
        declared = declared_xml(bytes);
    if (!declared.ptr && hints && hints->dialect == BW_ENCODING_FOR_HTML)
        declared = declared_html(bytes);
    const struct {
        bw_str label;
        bw_encoding_whence whence;
    } claims[] = {{transport, BW_ENCODING_BY_TRANSPORT}, {declared, BW_ENCODING_BY_DECLARATION}};
    for (size_t i = 0; i < 2; i++) {
        const bw_encoding_label *l = bw_encoding_find(claims[i].label);
        if (l && (is_utf8(l) || (!is_wide(l) && !is_ebcdic(l))))
            out[n++] = (candidate){l, claims[i].whence};
        else
            *unknown |= claims[i].label.len > 0;
    }
    return n;
}

static bw_str settle(bw_str text, const bw_encoding_label *l, bw_encoding_whence whence, bool contradicted,
                     bw_encoding_verdict *verdict)
{
    if (verdict)
        *verdict = (bw_encoding_verdict){name_of(l), whence, contradicted};
    return text;
}

/* Bytes in which ASCII is ASCII. */
static bw_str read_bytes(bw_arena *a, bw_str bytes, const bw_encoding_hints *hints, bw_encoding_verdict *verdict,
                         uint32_t *n_repaired)
{
    candidate claims[2];
    bool contradicted = false;
    size_t n = gather_claims(bytes, hints, claims, &contradicted);
    tally t = survey(bytes);
    const bw_encoding_label *utf8 = bw_encoding_find(BW_LIT("utf-8"));
    bool shifts = memchr(bytes.ptr, 0x1B, bytes.len) || memchr(bytes.ptr, 0x0E, bytes.len);

    for (size_t i = 0; i < n; i++) {
        const bw_encoding_label *l = claims[i].label;
        bw_str text;
        size_t n_bad;
        /* Plain ASCII is the same in all but those that shift by control characters. */
        if (t.n_bad == 0 && t.n_nul == 0 && (is_utf8(l) || (t.n_long == 0 && !shifts)))
            return settle(bytes, l, claims[i].whence, contradicted, verdict);
        if (!is_utf8(l) && !surely_utf8(t, l) && !is_wrongly_western(t, l) && convert(a, bytes, l->codeset, &text, &n_bad) &&
            n_bad * 50 <= t.n_bad + t.n_long) {
            *n_repaired += (uint32_t)n_bad;
            return settle(finish(a, text, n_repaired), l, claims[i].whence, contradicted, verdict);
        }
        contradicted |= !is_utf8(l) || t.n_bad > 0;
    }
    if (t.n_bad == 0)
        return settle(finish(a, bytes, n_repaired), utf8, BW_ENCODING_BY_DEFAULT, contradicted, verdict);
    /* Mostly UTF-8 with faults in it is that. */
    if (t.n_long >= t.n_bad)
        return settle(bw_decode_text(a, bytes, n_repaired), utf8, BW_ENCODING_BY_DEFAULT, contradicted, verdict);
    /* A few odd bytes within ASCII are too little to guess by: a Western text's quotes and accents. */
    const bw_encoding_label *guess = t.n_bad < FEW && t.n_bad * 8 < bytes.len ? NULL : by_looks(a, bytes);
    bw_str text;
    size_t n_bad;
    if (guess && !is_utf8(guess) && !is_wide(guess) && convert(a, bytes, guess->codeset, &text, &n_bad) && n_bad * 10 <= t.n_bad) {
        *n_repaired += (uint32_t)n_bad;
        return settle(finish(a, text, n_repaired), guess, BW_ENCODING_BY_GUESS, contradicted, verdict);
    }
    bool western = t.n_long * 4 <= t.n_bad; /* as bw_decode_text() decides */
    return settle(bw_decode_text(a, bytes, n_repaired), western ? bw_encoding_find(BW_LIT("windows-1252")) : utf8,
                  BW_ENCODING_BY_GUESS, contradicted, verdict);
}

bw_str bw_encoding_read(bw_arena *a, bw_str bytes, const bw_encoding_hints *hints, bw_encoding_verdict *verdict,
                        uint32_t *n_repaired)
{
    uint32_t repaired = 0;
    bw_encoding_whence whence;
    bw_str text = {0};
    size_t n_bad = 0;
    if (!n_repaired)
        n_repaired = &repaired;
    const bw_encoding_label *l = by_pattern(a, &bytes, &whence);
    if (!l)
        return read_bytes(a, bytes, hints, verdict, n_repaired);
    if (is_utf8(l)) {
        if (survey(bytes).n_bad == 0)
            return settle(finish(a, bytes, n_repaired), l, whence, false, verdict);
        text = read_bytes(a, bytes, hints, verdict, n_repaired);
        if (verdict)
            verdict->contradicted = true;
        return text;
    }
    if (bw_str_is(bw_str_of(l->codeset), "UTF-16LE") || bw_str_is(bw_str_of(l->codeset), "UTF-16BE"))
        text = from_utf16(a, bytes, l->codeset[6] == 'B');
    else if (!convert(a, bytes, l->codeset, &text, &n_bad))
        return read_bytes(a, bytes, hints, verdict, n_repaired);
    *n_repaired += (uint32_t)n_bad;
    return settle(finish(a, text, n_repaired), l, whence, false, verdict);
}
