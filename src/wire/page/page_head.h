/* page_head.h - what a page says about its article: title, authors, dates, site, address, language.
 *
 *   takes:   the tree of a page
 *   gives:   for each field the best that any of its voices says (docs/pages.md lists them in their order): schema.org in JSON-LD
 *            and in attributes, OpenGraph, Dublin Core, what tools of newsrooms write, the elements of HTML
 *   owner:   the tree's arena
 *   fails:   never; what no voice says is empty
 */
#ifndef BW_WIRE_PAGE_HEAD_H
#define BW_WIRE_PAGE_HEAD_H

#include "wire/markup/tree.h"

typedef enum {
    BW_HEAD_TITLE,
    BW_HEAD_AUTHOR,
    BW_HEAD_DATE,
    BW_HEAD_UPDATED,
    BW_HEAD_SITE,
    BW_HEAD_URL,
    BW_HEAD_LANGUAGE,
    BW_HEAD_BODY, /* the text of the article, of schema.org */
    BW_N_HEAD,
} bw_head_field;

enum { BW_HEAD_NONE = 100 }; /* the rank of what nobody said */

typedef struct {
    bw_arena *arena;
    bw_str values[BW_N_HEAD];  /* dates as ISO day or time */
    uint8_t ranks[BW_N_HEAD];  /* whose word it is: the lower the better */
    bw_strs authors;
    bw_str page_title;         /* of <title> */
    uint32_t n_taken;          /* how often somebody said something */
    size_t json_weight;        /* of what was read of JSON */
    bool is_article, is_site;  /* someone says that the page is one */
} bw_page_head;

void bw_page_head_read(const bw_tree *t, bw_page_head *out);

/* Someone says that a field has this value; a better or an equal word said before stays. What is no value of such a field
 * (an address for an author's name, a date that is none) is not heard. */
void bw_page_head_take(bw_page_head *h, bw_head_field field, uint8_t rank, bw_str value);

/* Completes and cleans what was said, once the headline that readers see is known (it may be empty): the site's name is
 * taken off the title, a date found in the address where there is no other. `url`: where the page came from, or empty. */
void bw_page_head_settle(bw_page_head *h, bw_str headline, bw_str url);

/* The objects of a script of JSON-LD. */
void bw_linked_data_read(bw_page_head *h, bw_str json);

/* For pages that a script fills: the text that the data of their scripts hold (<script type="application/json">); empty: none. */
bw_str bw_page_data_text(bw_page_head *h, const bw_tree *t);

/* The value of a member of JSON, valid UTF-8; ptr NULL: it is no text. */
struct json_object;
bw_str bw_page_json_text(bw_arena *a, struct json_object *v);
/* A text of JSON, read; NULL: it is none, or too much was read already. The arena releases it. */
struct json_object *bw_page_json_read(bw_page_head *h, bw_str json);

/* A text that may be markup; in one that is not, lines are paragraphs. */
bw_str bw_page_body(bw_arena *a, bw_str s);

#endif
