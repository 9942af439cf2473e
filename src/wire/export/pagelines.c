#define _GNU_SOURCE /* fopencookie */
#include "wire/export/pagelines.h"

#include "base/utf8.h"
#include "wire/export/exportdoc.h"
#include "wire/export/lineout.h"
#include "wire/markup/encoding.h"
#include "wire/markup/markup.h"

#include <errno.h>
#include <stdlib.h>

enum { BLOCK = 1 << 16 };

typedef struct {
    FILE *in;
    bw_pagelines_kind kind;
    bool ended;
    char charset[32]; /* that the page declares */
    char *raw; /* bytes behind the window */
    size_t n_raw, raw_room;
    char *window; /* text that waits for the end of its last tag */
    size_t n_window, window_room;
    bw_arena *scratch;
    bw_markup markup;
    bw_lineout out;
    size_t bold, passed_over, preformatted; /* depths */
    bool heading, blank, text;              /* of the line: shown as one; white space waits. Within w:t */
} pagelines;

/* ---- what elements do --------------------------------------------------------------------------- */

static bool is_among(bw_str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bw_str_eq_fold(name, bw_str_of(names[i])))
            return true;
    return false;
}
#define IS_AMONG(name, list) is_among(name, list, sizeof(list) / sizeof *(list))

static void end_line(pagelines *p, bool paragraph)
{
    if (!(paragraph && p->out.len == 0 && !p->out.cut))
        bw_lineout_end(&p->out, paragraph);
    p->heading = p->blank = false;
}

static void add_text(pagelines *p, bw_str s)
{
    for (size_t pos = 0; pos < s.len;) {
        uint32_t c = bw_utf8_next(s, &pos);
        bool space = c < 0x80 && bw_is_space((char)c);
        if (space && p->preformatted && c != '\r') {
            if (c == '\n')
                bw_lineout_end(&p->out, false);
            else
                bw_lineout_add(&p->out, c, false);
        } else if (space && p->kind == BW_PAGELINES_HTML) {
            p->blank = true;
        } else {
            if (p->blank)
                bw_lineout_add(&p->out, ' ', false);
            p->blank = false;
            bw_lineout_add(&p->out, c, p->heading || p->bold > 0);
        }
    }
}

static void count(size_t *depth, bool open, bool empty)
{
    if (open)
        *depth += !empty;
    else if (*depth > 0)
        --*depth;
}

static void html_element(pagelines *p, const bw_markup_token *t, bool open)
{
    static const char *const blocks[] = {
        "p",  "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "body", "blockquote", "pre", "dt", "dd",
        "dl", "section", "article", "header", "footer", "center", "form", "main", "aside", "tbody", "thead", "text", "caption"};
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    static const char *const bold[] = {"b", "strong"};
    static const char *const hidden[] = {"select", "noscript", "button", "svg", "template"};
    bw_str name = t->name;
    if (IS_AMONG(name, hidden)) {
        count(&p->passed_over, open, t->empty);
    } else if (bw_str_eq_fold(name, BW_LIT("br"))) {
        end_line(p, false);
    } else if (bw_str_eq_fold(name, BW_LIT("hr"))) {
        end_line(p, true);
        for (int i = 0; i < BW_EXPORT_RULE; i++)
            bw_lineout_add(&p->out, '_', false);
        end_line(p, true);
    } else if (bw_str_eq_fold(name, BW_LIT("td")) || bw_str_eq_fold(name, BW_LIT("th"))) {
        if (open) {
            p->blank = false;
            bw_lineout_add(&p->out, '\t', false);
        }
    } else if (IS_AMONG(name, bold)) {
        count(&p->bold, open, t->empty);
    } else if (IS_AMONG(name, blocks)) {
        end_line(p, true);
        if (bw_str_eq_fold(name, BW_LIT("pre")))
            count(&p->preformatted, open, t->empty);
        p->bold = 0;
    }
    bw_str class = open ? bw_markup_value(t, "class") : (bw_str){0};
    if (bw_str_starts(class, BW_LIT("article ")) && bw_str_eq_fold(name, BW_LIT("div")))
        bw_lineout_break(&p->out);
    p->heading |= open && (IS_AMONG(name, headings) || bw_str_find(class, BW_LIT("eadline"), 0) < class.len ||
                           bw_str_find(class, BW_LIT("documentTitle"), 0) < class.len);
}

static void word_element(pagelines *p, const bw_markup_token *t, bool open)
{
    bw_str name = t->name, value = open ? bw_markup_value(t, "w:val") : (bw_str){0};
    if (bw_str_is(name, "w:t")) {
        p->text = open && !t->empty;
    } else if (bw_str_is(name, "mc:Fallback")) {
        count(&p->passed_over, open, t->empty);
    } else if (bw_str_is(name, "w:p") && (!open || t->empty)) {
        bw_lineout_end(&p->out, true);
        p->heading = false;
    } else if (open && (bw_str_is(name, "w:br") || bw_str_is(name, "w:cr"))) {
        bw_lineout_end(&p->out, false);
    } else if ((open && bw_str_is(name, "w:tab")) || (!open && bw_str_is(name, "w:tc"))) {
        bw_lineout_add(&p->out, '\t', false);
    } else if (open && bw_str_is(name, "w:r")) {
        p->bold = 0;
    } else if (open && bw_str_is(name, "w:b")) {
        p->bold = !(bw_str_is(value, "0") || bw_str_is(value, "false"));
    } else if (open && bw_str_is(name, "w:pStyle")) {
        p->heading = bw_str_find(value, BW_LIT("eading"), 0) < value.len || bw_str_is(value, "Title");
    }
}

static void take_token(pagelines *p, const bw_markup_token *t)
{
    bool html = p->kind == BW_PAGELINES_HTML;
    switch (t->kind) {
    case BW_MARKUP_OPEN:
    case BW_MARKUP_CLOSE:
        if (html)
            html_element(p, t, t->kind == BW_MARKUP_OPEN);
        else
            word_element(p, t, t->kind == BW_MARKUP_OPEN);
        break;
    case BW_MARKUP_TEXT:
        if (p->passed_over == 0 && (html || p->text))
            add_text(p, bw_markup_unescape(p->scratch, t->text, p->markup.dialect, NULL));
        break;
    case BW_MARKUP_CDATA:
        if (p->passed_over == 0 && p->text)
            add_text(p, t->text);
        break;
    case BW_MARKUP_COMMENT:
    case BW_MARKUP_INSTRUCTION:
    case BW_MARKUP_DOCTYPE: break;
    }
}

/* ---- the window --------------------------------------------------------------------------------- */

static bool make_room(char **data, size_t *room, size_t want)
{
    if (want <= *room)
        return true;
    size_t more = want + want / 2;
    char *bigger = realloc(*data, more);
    if (!bigger)
        return false;
    *data = bigger;
    *room = more;
    return true;
}

/* In the encoding that the page declares, which is known from its first block. */
static bw_str decode(pagelines *p, bw_str bytes)
{
    uint32_t n_repaired = 0;
    bw_encoding_verdict verdict;
    bw_encoding_hints hints = {.dialect = p->kind == BW_PAGELINES_HTML ? BW_ENCODING_FOR_HTML : BW_ENCODING_FOR_XML};
    if (p->charset[0])
        hints.content_type = bw_str_print(p->scratch, "text/html; charset=%s", p->charset);
    bw_str text = bw_encoding_read(p->scratch, bytes, &hints, &verdict, &n_repaired);
    bool said = verdict.whence == BW_ENCODING_BY_MARK || verdict.whence == BW_ENCODING_BY_DECLARATION;
    if (!p->charset[0] && said && verdict.name.len < sizeof p->charset)
        memcpy(p->charset, verdict.name.ptr, verdict.name.len);
    return text;
}

/* Reads as much again as waits, so that what is looked at anew stays linear, and moves it up to the last tag into the window: there
 * no character, reference or word is cut. */
static bool refill(pagelines *p)
{
    size_t want = p->n_window > BLOCK ? p->n_window : BLOCK, cut = 0;
    while (cut == 0) {
        if (!make_room(&p->raw, &p->raw_room, p->n_raw + want))
            return false;
        size_t n = fread(p->raw + p->n_raw, 1, want, p->in);
        p->n_raw += n;
        p->ended = n == 0;
        cut = p->n_raw;
        while (cut > 0 && p->raw[cut - 1] != '>')
            cut--;
        if (p->ended || p->n_raw > BW_PAGELINES_MOST)
            cut = p->n_raw;
        if (p->ended)
            break;
    }
    bw_str text = decode(p, (bw_str){p->raw, cut});
    if (!make_room(&p->window, &p->window_room, p->n_window + text.len + 1))
        return false;
    if (text.len)
        memcpy(p->window + p->n_window, text.ptr, text.len);
    p->n_window += text.len;
    p->n_raw -= cut;
    if (p->n_raw)
        memmove(p->raw, p->raw + cut, p->n_raw);
    return true;
}

/* Takes the tokens that end within the window. What reaches its end waits, as do raw elements until they are whole. */
static void take_window(pagelines *p)
{
    bw_markup_token t;
    size_t done = 0;
    bool last = p->ended || p->n_window > BW_PAGELINES_MOST;
    bw_markup_start(&p->markup, (bw_str){p->window, p->n_window},
                    p->kind == BW_PAGELINES_HTML ? BW_MARKUP_HTML : BW_MARKUP_XML);
    bw_arena_mark empty = bw_arena_save(p->scratch);
    while (bw_markup_next(&p->markup, &t) && (last || t.end < p->n_window)) {
        bool opens_raw = t.kind == BW_MARKUP_OPEN && p->markup.raw.len > 0;
        if (opens_raw) {
            bw_markup_token inside;
            if (!bw_markup_next(&p->markup, &inside) || (!last && inside.end >= p->n_window))
                break;
            t = inside; /* and is no text */
        } else {
            take_token(p, &t);
        }
        done = t.end;
        bw_arena_restore(p->scratch, empty);
    }
    if (last)
        done = p->n_window;
    p->n_window -= done;
    if (p->n_window)
        memmove(p->window, p->window + done, p->n_window);
}

static bw_status step(void *with, bw_err *err)
{
    pagelines *p = with;
    if (!refill(p))
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    take_window(p);
    if (p->ended && (p->out.len || p->out.cut))
        end_line(p, false);
    return BW_OK;
}

static ssize_t read_text(void *cookie, char *out, size_t room)
{
    pagelines *p = cookie;
    while (!bw_lineout_waits(&p->out) && !p->ended) {
        bw_arena_mark empty = bw_arena_save(p->scratch);
        bw_status st = bw_arena_try(p->scratch, step, p, NULL);
        bw_arena_restore(p->scratch, empty);
        if (st || p->out.failed) {
            errno = ENOMEM;
            return -1;
        }
        if (ferror(p->in))
            return -1;
    }
    return (ssize_t)bw_lineout_take(&p->out, out, room);
}

static int close_text(void *cookie)
{
    pagelines *p = cookie;
    int st = p->in ? fclose(p->in) : 0;
    bw_lineout_free(&p->out);
    bw_arena_free(p->scratch);
    free(p->raw);
    free(p->window);
    free(p);
    return st;
}

FILE *bw_pagelines_open(FILE *in, bw_pagelines_kind kind)
{
    pagelines *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->kind = kind;
    p->scratch = bw_arena_new(0);
    FILE *f = p->scratch ? fopencookie(p, "rb", (cookie_io_functions_t){.read = read_text, .close = close_text}) : NULL;
    if (f)
        p->in = in;
    else
        close_text(p);
    return f;
}
