/* page.h - a web page to its article: the text, its title, who wrote it, when, for which site, and its own address.
 *
 *   takes:   the bytes of a page, and where it came from if known
 *   gives:   what a reader would call the article, exactly; docs/pages.md says how it is found
 *   owner:   all lies in the arena
 *   fails:   BW_ERR_LIMIT: over BW_WIRE_MAX_ITEM bytes; BW_ERR_SYNTAX: empty or no text at all. A page without an article is no failure: its text is empty.
 *   threads: no shared state
 */
#ifndef BW_WIRE_PAGE_H
#define BW_WIRE_PAGE_H

#include "wire/wire.h"

typedef struct {
    bw_str title, site, url, language; /* ptr NULL: the page does not say */
    bw_strs authors;
    bw_str date, updated;              /* ISO day or time */
    bw_str text;                       /* empty: no article */
    uint32_t n_repaired;               /* bytes that were no text in their encoding */
} bw_page;

/* Inside bw_arena_try. `url` and `content_type` (the header's value) may be empty. `why`, unless NULL, gets a line a block of
 * the page: whether it was taken for the text, and the reason. */
BW_MUST_USE bw_status bw_page_extract(bw_arena *a, bw_str bytes, bw_str url, bw_str content_type, bw_page *out, bw_buf *why, bw_err *err);

/* The same as a document. */
BW_MUST_USE bw_status bw_page_read(bw_str bytes, bw_str url, bw_str content_type, const bw_wire_options *o, bw_document *doc,
                                   bw_err *err);

#endif
