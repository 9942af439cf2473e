#include "wire/page/page.h"

#include "wire/copy/terms.h"
#include "wire/decode.h"
#include "wire/page/article.h"
#include "wire/page/page_head.h"

/* What stands between headline and text says who and when, where the head does not. */
static void hear_notes(bw_page_head *h, const bw_article *article)
{
    for (size_t i = 0; i < article->notes.n; i++) {
        bw_str note = article->notes.items[i];
        if (bw_terms_starts("byline", note) && note.len < 80)
            bw_page_head_take(h, BW_HEAD_AUTHOR, 8, note);
        bw_page_head_take(h, BW_HEAD_DATE, 7, note);
    }
}

bw_status bw_page_extract(bw_arena *a, bw_str bytes, bw_str url, bw_str content_type, bw_page *out, bw_buf *why, bw_err *err)
{
    (void)content_type;
    *out = (bw_page){0};
    if (bytes.len > BW_WIRE_MAX_ITEM)
        return bw_fail(err, BW_ERR_LIMIT, "a page of %zu bytes is over the limit of %d MB", bytes.len, BW_WIRE_MAX_ITEM >> 20);
    bw_tree *t = bw_tree_read(a, bw_decode_text(a, bytes, &out->n_repaired), BW_MARKUP_HTML);
    bw_page_head head;
    bw_page_head_read(t, &head);
    bw_article_hints hints = {head.values[BW_HEAD_TITLE], head.page_title, head.values[BW_HEAD_BODY]};
    bw_article article;
    bw_article_find(t, &hints, &article, why);
    hear_notes(&head, &article);
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
