/* Markup: tokens of XML and HTML, whole and broken, and references. */
#include "tap.h"
#include "tap_arena.h"
#include "wire/markup/markup.h"

/* A token a piece: T text, D cdata, < open, > close, ! comment, ? instruction, Y doctype; attributes as name=value; "/" empty. */
static const struct {
    const char *why;
    bw_markup_dialect dialect;
    const char *input, *want;
} rows[] = {
    {"plain", BW_MARKUP_XML, "<a x='1' y=\"2>3\">b</a>", "<a x=1 y=2>3|Tb|>a|"},
    {"empty tags", BW_MARKUP_XML, "<a/><b c='d' /><e f/>", "<a/|<b c=d/|<e f/|"},
    {"prefixes and other letters", BW_MARKUP_XML, "<dc:date>x</dc:date><\xC3\xA9/>", "<dc:date|Tx|>dc:date|<\xC3\xA9/|"},
    {"cdata", BW_MARKUP_XML, "<![CDATA[<b>&amp;]]>", "D<b>&amp;|"},
    {"cdata cut off", BW_MARKUP_XML, "<![CDATA[<b>", "D<b>|"},
    {"cdata is a remark in HTML", BW_MARKUP_HTML, "<![CDATA[x]]>y", "![CDATA[x]]|Ty|"},
    {"comments", BW_MARKUP_XML, "a<!-- <b> -->c<!-- d", "Ta|! <b> |Tc|! d|"},
    {"comments of HTML", BW_MARKUP_HTML, "<!-->a<!--->b</ x>c</>d", "!|Ta|!|Tb|! x|Tc|!|Td|"},
    {"instruction", BW_MARKUP_XML, "<?xml version='1.0'?>a<?php b > c ?>", "?xml version='1.0'|Ta|?php b > c|"},
    {"instruction without its end", BW_MARKUP_XML, "<?x y>a<?z>", "?x y|Ta|?z|"},
    {"doctype with entities", BW_MARKUP_XML, "<!DOCTYPE r [ <!ENTITY a \"]>\"> <!-- ' --> ]>b", "Y r [ <!ENTITY a \"]>\"> <!-- ' --> ]|Tb|"},
    {"doctype cut off", BW_MARKUP_XML, "<!DOCTYPE r [ <a>b</a>", "Y r [ <a|Tb|>a|"},
    {"doctype of HTML", BW_MARKUP_HTML, "<!doctype html><p>", "Y html|<p|"},
    {"less-than is text", BW_MARKUP_XML, "a < b <3 <", "Ta < b <3 <|"},
    {"less-than is text in HTML", BW_MARKUP_HTML, "<< a", "T<< a|"},
    {"values without quotes", BW_MARKUP_HTML, "<a href=/x/ b=c>d", "<a href=/x/ b=c|Td|"},
    {"values without quotes in XML", BW_MARKUP_XML, "<br clear=all/>x", "<br clear=all/|Tx|"},
    {"a quote that is not closed", BW_MARKUP_HTML, "<a x=\"b c>d</a>", "<a x=b c|Td|>a|"},
    {"a forgotten >", BW_MARKUP_XML, "<a <b c=d<e>f", "<a|<b c=d|<e|Tf|"},
    {"blanks around =", BW_MARKUP_HTML, "<a  x = 'y'  z >", "<a x=y z|"},
    {"an end tag with attributes", BW_MARKUP_HTML, "</a b='c'>d", ">a|Td|"},
    {"cut off in a tag", BW_MARKUP_HTML, "a<b c", "Ta|<b c|"},
    {"script is raw", BW_MARKUP_HTML, "<script>if (a<b) '</b>'</scripts></SCRIPT >c", "<script|Tif (a<b) '</b>'</scripts>|>SCRIPT|Tc|"},
    {"script is empty", BW_MARKUP_HTML, "<script></script>c", "<script|>script|Tc|"},
    {"script cut off", BW_MARKUP_HTML, "<style>a<b", "<style|Ta<b|"},
    {"script in XML", BW_MARKUP_XML, "<script>a<b></script>", "<script|Ta|<b|>script|"},
    {"a title holds no tags", BW_MARKUP_HTML, "<title>a <b></title>", "<title|Ta <b>|>title|"},
};

static const struct {
    bw_markup_dialect dialect;
    bool value;
    const char *input, *want;
} references[] = {
    {BW_MARKUP_XML, false, "a &amp; b &lt;&gt;&quot;&apos;", "a & b <>\"'"},
    {BW_MARKUP_XML, false, "&eacute;&hellip;&NotEqualTilde;", "\xC3\xA9\xE2\x80\xA6\xE2\x89\x82\xCC\xB8"},
    {BW_MARKUP_XML, false, "&#8217;&#x2019;&#X41;&#65", "\xE2\x80\x99\xE2\x80\x99" "AA"},
    {BW_MARKUP_XML, false, "&#146;&#x80;", "\xE2\x80\x99\xE2\x82\xAC"},
    {BW_MARKUP_XML, false, "&#0;&#xD800;&#99999999999;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {BW_MARKUP_XML, false, "AT&T &; & &# &#x; &copy &nosuch;", "AT&T &; & &# &#x; &copy &nosuch;"},
    {BW_MARKUP_XML, false, "&own;&own.b;&a;", "mine<b>&a;"},
    {BW_MARKUP_HTML, false, "&copy 2024 &ampx &notit; &amp", "\xC2\xA9 2024 &x \xC2\xACit; &"},
    {BW_MARKUP_HTML, true, "?a=1&copy=2&lt=3&reg&ampx&amp;b", "?a=1&copy=2&lt=3\xC2\xAE&ampx&b"},
};

static void append(bw_buf *out, const bw_markup_token *t)
{
    bw_buf_char(out, "TD<>!?Y"[t->kind]);
    bw_buf_str(out, t->name);
    if (t->kind == BW_MARKUP_INSTRUCTION && t->text.len)
        bw_buf_char(out, ' ');
    bw_buf_str(out, t->text);
    for (uint32_t i = 0; i < t->n_attributes; i++) {
        bw_buf_print(out, " %.*s", BW_STR_FMT(t->attributes[i].name));
        if (t->attributes[i].value.ptr)
            bw_buf_print(out, "=%.*s", BW_STR_FMT(t->attributes[i].value));
    }
    if (t->empty)
        bw_buf_char(out, '/');
    bw_buf_char(out, '|');
}

static void check_rows(bw_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bw_markup m;
        bw_markup_token t;
        bw_buf out = {.arena = a};
        size_t end = 0;
        bool joined = true;
        bw_markup_start(&m, bw_str_of(rows[i].input), rows[i].dialect);
        while (bw_markup_next(&m, &t)) {
            append(&out, &t);
            joined &= t.start == end && t.end > t.start;
            end = t.end;
        }
        ok(bw_str_is(bw_buf_view(&out), rows[i].want), "%s: %.*s", rows[i].why, BW_STR_FMT(bw_buf_view(&out)));
        ok(joined && end == strlen(rows[i].input), "%s: every byte lies in one token", rows[i].why);
    }
}

static void check_references(bw_arena *a)
{
    static const bw_markup_entity own[] = {{BW_LIT("own"), BW_LIT("mine")}, {BW_LIT("own.b"), BW_LIT("<b>")}};
    static const bw_markup_entities declared = {own, 2};
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        bw_str s = bw_str_of(references[i].input);
        bw_str got = references[i].value ? bw_markup_unescape_value(a, s, references[i].dialect, &declared)
                                         : bw_markup_unescape(a, s, references[i].dialect, &declared);
        ok(bw_str_is(got, references[i].want), "%s: %.*s", references[i].input, BW_STR_FMT(got));
    }
}

/* What makes a careless reader go over the input again and again. */
static void check_bounds(bw_arena *a)
{
    static const struct {
        bw_markup_dialect dialect;
        const char *piece;
    } pieces[] = {{BW_MARKUP_HTML, "<a x=\"b c=d>"}, {BW_MARKUP_XML, "<?x "}, {BW_MARKUP_XML, "<!DOCTYPE a ["}, {BW_MARKUP_XML, "<![CDATA["},
                  {BW_MARKUP_HTML, "<script>"},     {BW_MARKUP_XML, "<!-- "}, {BW_MARKUP_XML, "<a"}, {BW_MARKUP_HTML, "<"}};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        bw_buf out = {.arena = a};
        bw_markup m;
        bw_markup_token t;
        for (int n = 0; n < 200000; n++)
            bw_buf_text(&out, pieces[i].piece);
        bw_markup_start(&m, bw_buf_view(&out), pieces[i].dialect);
        while (bw_markup_next(&m, &t))
            ;
        ok(t.start == out.len, "200,000 times %s", pieces[i].piece);
    }
}

static bw_status test(void *with, bw_err *err)
{
    (void)err;
    check_rows(with);
    check_references(with);
    check_bounds(with);
    return BW_OK;
}

int main(void) { return tap_in_arena(test); }
