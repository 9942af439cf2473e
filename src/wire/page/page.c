#include "wire/page/page.h"

#include "wire/decode.h"
#include "wire/page/article.h"

bw_status bw_page_extract(bw_arena *a, bw_str bytes, bw_str url, bw_str content_type, bw_page *out, bw_buf *why, bw_err *err)
{
    (void)content_type, (void)url;
    *out = (bw_page){0};
    if (bytes.len > BW_WIRE_MAX_ITEM)
        return bw_fail(err, BW_ERR_LIMIT, "a page of %zu bytes is over the limit of %d MB", bytes.len, BW_WIRE_MAX_ITEM >> 20);
    bw_tree *t = bw_tree_read(a, bw_decode_text(a, bytes, &out->n_repaired), BW_MARKUP_HTML);
    bw_article_hints hints = {0};
    out->text = bw_article_text(t, &hints, why);
    return BW_OK;
}
