#define _GNU_SOURCE /* fopencookie */
#include "wire/export/rtf.h"

#include "base/utf8.h"
#include "wire/export/lineout.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

enum {
    MAX_DEPTH = 256,  /* of groups; deeper ones share the state of the last */
    MAX_FONTS = 2048, /* fonts of higher numbers are in the document's own code page */
    MAX_RUN = 256,    /* bytes of one code page that wait to be converted */
    DEFAULT_PAGE = 1252,
};

typedef struct {
    uint16_t page;  /* of text, by its font */
    uint16_t skip_after_unicode; /* characters that stand in for \u */
    bool passed_over, hidden, bold, fonts;
} group;

typedef struct {
    FILE *in;
    bool ended;
    group now, groups[MAX_DEPTH];
    size_t depth;
    bool star;          /* "\*": the next word may be passed over with its group */
    int stand_ins;      /* characters still to be left out behind \u */
    uint16_t high;      /* of a surrogate pair */
    uint16_t page;      /* of the document */
    uint16_t fonts[MAX_FONTS];
    size_t font;        /* that is being declared */
    iconv_t converter;  /* of converter_page; (iconv_t)-1: none */
    uint16_t converter_page, run_page;
    size_t n_run;
    char run[MAX_RUN];
    bw_lineout out;
} rtf;

/* ---- words -------------------------------------------------------------------------------------- */

typedef enum {
    CHARACTER,
    PARAGRAPH,
    LINE,
    PASS_OVER,
    FONTS,
    FONT,
    FONT_SET,
    FONT_PAGE,
    PAGE,
    SET_PAGE,
    UNICODE,
    STAND_INS,
    BINARY,
    BOLD,
    HIDDEN,
    PLAIN,
} act;

typedef struct {
    const char *word;
    act act;
    uint16_t value;
} word;

/* Sorted. */
static const word words[] = {
    {"annotation", PASS_OVER, 0},
    {"ansicpg", PAGE, 0},
    {"atnauthor", PASS_OVER, 0},
    {"atnid", PASS_OVER, 0},
    {"b", BOLD, 0},
    {"bin", BINARY, 0},
    {"bullet", CHARACTER, 0x2022},
    {"cell", CHARACTER, '\t'},
    {"colortbl", PASS_OVER, 0},
    {"column", PARAGRAPH, 0},
    {"cpg", FONT_PAGE, 0},
    {"deleted", HIDDEN, 0},
    {"emdash", CHARACTER, 0x2014},
    {"emspace", CHARACTER, ' '},
    {"endash", CHARACTER, 0x2013},
    {"enspace", CHARACTER, ' '},
    {"f", FONT, 0},
    {"fcharset", FONT_SET, 0},
    {"filetbl", PASS_OVER, 0},
    {"fldinst", PASS_OVER, 0},
    {"fonttbl", FONTS, 0},
    {"footer", PASS_OVER, 0},
    {"footerf", PASS_OVER, 0},
    {"footerl", PASS_OVER, 0},
    {"footerr", PASS_OVER, 0},
    {"footnote", PASS_OVER, 0},
    {"header", PASS_OVER, 0},
    {"headerf", PASS_OVER, 0},
    {"headerl", PASS_OVER, 0},
    {"headerr", PASS_OVER, 0},
    {"info", PASS_OVER, 0},
    {"ldblquote", CHARACTER, 0x201C},
    {"line", LINE, 0},
    {"listtable", PASS_OVER, 0},
    {"lquote", CHARACTER, 0x2018},
    {"mac", SET_PAGE, 10000},
    {"nestcell", CHARACTER, '\t'},
    {"nestrow", PARAGRAPH, 0},
    {"nonshppict", PASS_OVER, 0},
    {"object", PASS_OVER, 0},
    {"page", PARAGRAPH, 0},
    {"par", PARAGRAPH, 0},
    {"pc", SET_PAGE, 437},
    {"pca", SET_PAGE, 850},
    {"pict", PASS_OVER, 0},
    {"plain", PLAIN, 0},
    {"private", PASS_OVER, 0},
    {"qmspace", CHARACTER, ' '},
    {"rdblquote", CHARACTER, 0x201D},
    {"revtbl", PASS_OVER, 0},
    {"row", PARAGRAPH, 0},
    {"rquote", CHARACTER, 0x2019},
    {"rxe", PASS_OVER, 0},
    {"sect", PARAGRAPH, 0},
    {"stylesheet", PASS_OVER, 0},
    {"tab", CHARACTER, '\t'},
    {"tc", PASS_OVER, 0},
    {"u", UNICODE, 0},
    {"uc", STAND_INS, 0},
    {"v", HIDDEN, 0},
    {"xe", PASS_OVER, 0},
};

static const word *find_word(bw_str name)
{
    size_t low = 0, high = sizeof words / sizeof *words;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = bw_str_cmp(bw_str_of(words[mid].word), name);
        if (order == 0)
            return &words[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* The code page of a font's character set; 0: the document's own. */
static uint16_t page_of_set(long set)
{
    static const uint16_t sets[][2] = {
        {77, 10000}, {128, 932},  {129, 949},  {130, 1361}, {134, 936},  {136, 950},  {161, 1253}, {162, 1254},
        {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250}, {254, 437},
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (sets[i][0] == set)
            return sets[i][1];
    return 0;
}

/* ---- text --------------------------------------------------------------------------------------- */

static void add(rtf *r, uint32_t c) { bw_lineout_add(&r->out, c, r->now.bold); }

static void add_unicode(rtf *r, uint32_t u)
{
    if (r->high && u >= 0xDC00 && u <= 0xDFFF) {
        add(r, 0x10000 + ((r->high & 0x3FFu) << 10) + (u & 0x3FF));
        r->high = 0;
        return;
    }
    if (r->high)
        add(r, BW_REPLACEMENT);
    r->high = 0;
    if (u >= 0xD800 && u <= 0xDBFF)
        r->high = (uint16_t)u;
    else
        add(r, u);
}

static void choose_converter(rtf *r, uint16_t page)
{
    char name[16];
    if (r->converter_page == page)
        return;
    if (r->converter != (iconv_t)-1)
        iconv_close(r->converter);
    snprintf(name, sizeof name, page == 10000 ? "MACINTOSH" : page == 65001 ? "UTF-8" : "CP%u", page);
    r->converter = iconv_open("UTF-32LE", name);
    if (r->converter == (iconv_t)-1)
        r->converter = iconv_open("UTF-32LE", "CP1252");
    r->converter_page = page;
}

/* Converts the bytes that wait. A character whose rest is still to come waits on, unless `last`. */
static void end_run(rtf *r, bool last)
{
    char out[MAX_RUN * 4], *from = r->run;
    size_t left = r->n_run;
    if (left == 0)
        return;
    bw_str run = {r->run, r->n_run};
    if (r->run_page == DEFAULT_PAGE && bw_utf8_count_bad(run) == 0) { /* some write UTF-8 and do not say so */
        for (size_t pos = 0; pos < run.len;)
            add(r, bw_utf8_next(run, &pos));
        r->n_run = 0;
        return;
    }
    choose_converter(r, r->run_page);
    while (left > 0) {
        char *to = out;
        size_t room = sizeof out;
        size_t st = r->converter == (iconv_t)-1 ? (size_t)-1 : iconv(r->converter, &from, &left, &to, &room);
        for (const char *p = out; p < to; p += 4)
            add(r, (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8 |
                       (uint32_t)(unsigned char)p[2] << 16);
        if (st != (size_t)-1 || left == 0)
            break;
        if (!last && left < 4)
            break;
        add(r, BW_REPLACEMENT);
        from++;
        left--;
        if (r->converter != (iconv_t)-1)
            iconv(r->converter, NULL, NULL, NULL, NULL);
    }
    memmove(r->run, from, left);
    r->n_run = left;
}

static void put(rtf *r, uint32_t c)
{
    if (r->now.passed_over || r->now.hidden)
        return;
    end_run(r, true);
    add_unicode(r, c);
}

static void put_byte(rtf *r, unsigned char c)
{
    if (r->now.passed_over || r->now.hidden)
        return;
    if (r->stand_ins > 0) {
        r->stand_ins--;
        return;
    }
    bool pairs = r->run_page >= 900 && r->run_page < 1000; /* a character's second byte may be below 0x80 */
    if (r->n_run && (r->run_page != r->now.page || (c < 0x80 && !pairs)))
        end_run(r, true);
    if (c < 0x80 && r->n_run == 0) {
        add_unicode(r, c);
        return;
    }
    if (r->n_run == MAX_RUN)
        end_run(r, false);
    r->run_page = r->now.page;
    r->run[r->n_run++] = (char)c;
}

static void end_line(rtf *r, bool paragraph)
{
    if (r->now.passed_over)
        return;
    end_run(r, true);
    if (r->high)
        add(r, BW_REPLACEMENT);
    r->high = 0;
    bw_lineout_end(&r->out, paragraph);
}

/* ---- groups and words --------------------------------------------------------------------------- */

static void open_group(rtf *r)
{
    r->stand_ins = 0;
    if (r->depth < MAX_DEPTH)
        r->groups[r->depth] = r->now;
    r->depth++;
}

static void close_group(rtf *r)
{
    r->stand_ins = 0;
    r->star = false;
    if (r->depth == 0)
        return;
    r->depth--;
    if (r->depth < MAX_DEPTH) {
        if (r->groups[r->depth].page != r->now.page)
            end_run(r, true);
        r->now = r->groups[r->depth];
    }
}

static void obey(rtf *r, bw_str name, bool has_number, long number)
{
    const word *w = find_word(name);
    bool star = r->star;
    r->star = false;
    if (!w) {
        r->now.passed_over |= star;
        return;
    }
    bool on = !has_number || number != 0;
    switch (w->act) {
    case CHARACTER:
        if (r->stand_ins > 0)
            r->stand_ins--;
        else
            put(r, w->value);
        break;
    case PARAGRAPH: end_line(r, true); break;
    case LINE: end_line(r, false); break;
    case PASS_OVER: r->now.passed_over = true; break;
    case FONTS: r->now.passed_over = r->now.fonts = true; break;
    case FONT:
        if (r->now.fonts) {
            r->font = number >= 0 && number < MAX_FONTS ? (size_t)number : MAX_FONTS;
        } else {
            bool known = number >= 0 && number < MAX_FONTS && r->fonts[number];
            r->now.page = known ? r->fonts[number] : r->page;
        }
        break;
    case FONT_SET:
        if (r->now.fonts && r->font < MAX_FONTS)
            r->fonts[r->font] = page_of_set(number);
        break;
    case FONT_PAGE:
        if (r->now.fonts && r->font < MAX_FONTS && number > 0 && number <= UINT16_MAX)
            r->fonts[r->font] = (uint16_t)number;
        break;
    case PAGE:
        if (number > 0 && number <= UINT16_MAX)
            r->page = r->now.page = (uint16_t)number;
        break;
    case SET_PAGE: r->page = r->now.page = w->value; break;
    case UNICODE:
        if (has_number && number > -65536 && number < 65536)
            put(r, (uint32_t)(number < 0 ? number + 65536 : number));
        r->stand_ins = r->now.skip_after_unicode;
        break;
    case STAND_INS: r->now.skip_after_unicode = number >= 0 && number < 64 ? (uint16_t)number : 1; break;
    case BINARY:
        for (long i = 0; i < number && getc(r->in) != EOF; i++)
            ;
        break;
    case BOLD: r->now.bold = on; break;
    case HIDDEN:
        end_run(r, true);
        r->now.hidden = on;
        break;
    case PLAIN: r->now.bold = r->now.hidden = false; break;
    }
}

/* A word and its number behind a backslash; a blank behind them belongs to them. */
static void read_word(rtf *r, int c)
{
    char name[32];
    size_t n = 0;
    long number = 0;
    bool has_number = false, minus = false;
    for (; c != EOF && bw_is_alpha((char)c); c = getc(r->in))
        if (n < sizeof name)
            name[n++] = (char)c;
    if (c == '-') {
        minus = true;
        c = getc(r->in);
    }
    for (; c != EOF && bw_is_digit((char)c); c = getc(r->in)) {
        has_number = true;
        if (number < 100000000)
            number = number * 10 + (c - '0');
    }
    if (c != ' ' && c != EOF)
        ungetc(c, r->in);
    obey(r, (bw_str){name, n}, has_number, minus ? -number : number);
}

static int hex(int c)
{
    return bw_is_digit((char)c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void read_symbol(rtf *r, int c)
{
    int high, low;
    switch (c) {
    case '\'':
        high = getc(r->in);
        low = high == EOF ? EOF : getc(r->in);
        if (low != EOF && hex(high) >= 0 && hex(low) >= 0)
            put_byte(r, (unsigned char)(hex(high) << 4 | hex(low)));
        break;
    case '*': r->star = true; break;
    case '~': put(r, ' '); break;
    case '_': put(r, '-'); break;
    case '\t': put(r, '\t'); break;
    case '\r':
    case '\n': end_line(r, true); break;
    case '{':
    case '}':
    case '\\': put_byte(r, (unsigned char)c); break;
    default: break; /* "\-", "\|", "\:" and what is unknown */
    }
}

/* Reads until something goes out. False: the end. */
static bool advance(rtf *r)
{
    while (!bw_lineout_waits(&r->out) && !r->out.failed) {
        int c = getc(r->in);
        if (c == EOF) {
            if (r->ended)
                return false;
            r->ended = true;
            r->now.passed_over = false;
            end_run(r, true);
            if (r->out.len || r->out.cut || r->high)
                end_line(r, false);
        } else if (c == '{')
            open_group(r);
        else if (c == '}')
            close_group(r);
        else if (c == '\t')
            put(r, '\t');
        else if (c == '\\') {
            c = getc(r->in);
            if (c != EOF && bw_is_alpha((char)c))
                read_word(r, c);
            else if (c != EOF)
                read_symbol(r, c);
        } else if (c != '\r' && c != '\n' && c != '\0') {
            put_byte(r, (unsigned char)c);
        }
    }
    return !r->out.failed;
}

static ssize_t read_text(void *cookie, char *out, size_t room)
{
    rtf *r = cookie;
    if (!advance(r) || ferror(r->in)) {
        errno = r->out.failed ? ENOMEM : errno;
        return r->out.failed || ferror(r->in) ? -1 : 0;
    }
    return (ssize_t)bw_lineout_take(&r->out, out, room);
}

static int close_text(void *cookie)
{
    rtf *r = cookie;
    int st = fclose(r->in);
    if (r->converter != (iconv_t)-1)
        iconv_close(r->converter);
    bw_lineout_free(&r->out);
    free(r);
    return st;
}

FILE *bw_rtf_open(FILE *in)
{
    rtf *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->in = in;
    r->converter = (iconv_t)-1;
    r->page = r->now.page = DEFAULT_PAGE;
    r->now.skip_after_unicode = 1;
    FILE *f = fopencookie(r, "rb", (cookie_io_functions_t){.read = read_text, .close = close_text});
    if (!f)
        free(r);
    return f;
}
