#include "wire/page/page.h"

#include "wire/copy/terms.h"
#include "wire/language.h"
#include "wire/markup/encoding.h"
#include "wire/page/article.h"
#include "wire/page/page_head.h"
#include "wire/page/pagewords.h"
#include "wire/reader.h"

enum { HEAD = 4096 }; /* bytes by which text is told from what is none */

#define WIDE_COLON BW_LIT("\xEF\xBC\x9A")

/* "By Ann Lee", "Source: The Gazette Author: Ann Lee" from the label on; empty: there is none. */
static bw_str byline_in(bw_str note)
{
    if (bw_terms_starts("byline", note) || bw_pagewords_starts("byline", note))
        return note;
    bool label_in = bw_str_find_char(note, ':', 0) < note.len || bw_str_find(note, WIDE_COLON, 0) < note.len;
    for (size_t i = 1; label_in && i + 1 < note.len; i++) {
        bw_str rest = bw_str_slice(note, i, note.len);
        size_t label = bw_is_space(note.ptr[i - 1]) ? bw_pagewords_starts("byline", rest) : 0;
        if (label && (bw_str_ends(bw_str_slice(rest, 0, label), BW_LIT(":")) || bw_str_ends(bw_str_slice(rest, 0, label), WIDE_COLON)))
            return rest;
    }
    return (bw_str){0};
}

/* What stands between headline and text says who and when, where the head does not. */
static void hear_notes(bw_page_head *h, const bw_tree *t, const bw_article *article)
{
    for (const bw_tree_node *n = article->above; n && n != article->first; n = bw_tree_next(n, t->root))
        if (n->tag == BW_TAG_time)
            bw_page_head_take(h, BW_HEAD_DATE, 6, bw_tree_value(n, "datetime"));
    for (size_t i = 0; i < article->names.n && h->ranks[BW_HEAD_AUTHOR] > 9; i++)
        bw_page_head_take(h, BW_HEAD_AUTHOR, 9, article->names.items[i]);
    for (size_t i = 0; i < article->notes.n; i++) {
        bw_str note = article->notes.items[i];
        bw_str by = byline_in(note);
        if (by.len && by.len < 80)
            bw_page_head_take(h, BW_HEAD_AUTHOR, 8, by);
        bw_page_head_take(h, BW_HEAD_DATE, 7, note);
    }
}

/* Control characters, and what stands where bytes were no characters, among the first of a text. */
static size_t count_odd(bw_str head)
{
    size_t n = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        n += (c < ' ' && !bw_is_space((char)c)) || c == 0x7F;
        n += c == 0xEF && bw_str_starts(bw_str_slice(head, i, head.len), BW_LIT("\xEF\xBF\xBD"));
    }
    return n;
}

bw_status bw_page_extract(bw_arena *a, bw_str bytes, bw_str url, bw_str content_type, bw_page *out, bw_buf *why, bw_err *err)
{
    bw_encoding_hints encoding = {content_type, BW_ENCODING_FOR_HTML};
    *out = (bw_page){0};
    if (bytes.len > BW_WIRE_MAX_ITEM)
        return bw_fail(err, BW_ERR_LIMIT, "a page of %zu bytes is over the limit of %d MB", bytes.len, BW_WIRE_MAX_ITEM >> 20);
    bw_str text = bw_encoding_read(a, bytes, &encoding, NULL, &out->n_repaired), start = bw_str_slice(text, 0, HEAD);
    if (bw_str_trim(start).len == 0 && start.len == text.len)
        return bw_fail(err, BW_ERR_SYNTAX, "the page is empty");
    if (bw_str_starts(start, BW_LIT("%PDF-")) || count_odd(start) * 20 > start.len)
        return bw_fail(err, BW_ERR_SYNTAX, "looks binary, not like a web page");
    bw_tree *t = bw_tree_read(a, text, BW_MARKUP_HTML);
    bw_page_head head;
    bw_page_head_read(t, &head);
    bw_article_hints hints = {head.values[BW_HEAD_TITLE], head.page_title, head.values[BW_HEAD_BODY],
                              head.is_article || head.values[BW_HEAD_DATE].len > 0, head.is_site};
    bw_article article;
    bw_article_find(t, &hints, &article, why);
    if (article.text.len == 0 && !article.is_list)
        article.text = bw_page_data_text(&head, t);
    hear_notes(&head, t, &article);
    bw_page_head_settle(&head, article.headline, url);
    out->title = head.values[BW_HEAD_TITLE];
    out->site = head.values[BW_HEAD_SITE];
    out->url = head.values[BW_HEAD_URL];
    out->language = head.values[BW_HEAD_LANGUAGE];
    out->date = head.values[BW_HEAD_DATE];
    out->updated = head.values[BW_HEAD_UPDATED];
    out->authors = head.authors;
    out->text = article.text;
    return BW_OK;
}

bw_status bw_page_read(bw_str bytes, bw_str url, bw_str content_type, const bw_wire_options *o, bw_document *doc, bw_err *err)
{
    bw_page p;
    bw_status st = bw_page_extract(doc->arena, bytes, url, content_type, &p, NULL, err);
    if (st)
        return st;
    bw_head *h = &doc->head;
    if (p.text.len == 0 && p.title.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "no article on this page");
    h->url = p.url;
    h->publisher = p.site;
    h->title = p.title;
    h->byline = p.authors;
    h->guessed = true;
    h->language = bw_language_settle(p.language, p.text.len ? p.text : p.title);
    h->n_repaired += p.n_repaired;
    h->text = p.text;
    if (p.date.len) {
        h->published = p.date;
        h->day = bw_day_parse(p.date);
    }
    if (p.updated.len && !bw_str_eq(p.updated, p.date))
        h->updated = p.updated;
    bw_reader_complete(o, doc);
    return BW_OK;
}
