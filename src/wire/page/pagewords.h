/* pagewords.h - what the makers of pages call their parts (knowledge/wire/pages.tsv), looked up.
 *
 *   takes:   values of "class" and "id" ("article-body js-share"), and the text of short blocks
 *   owner:   the table is static; an index of it lies with the caller
 *   fails:   never
 *   threads: an index is read-only once made
 */
#ifndef BW_WIRE_PAGEWORDS_H
#define BW_WIRE_PAGEWORDS_H

#include "base/str.h"

typedef struct {
    const char *kind, *form, *value, *source;
} bw_pagewords_row;

extern const bw_pagewords_row bw_pagewords_rows[];
extern const size_t n_bw_pagewords_rows;

enum {
    BW_PART_FURNITURE = 1, /* navigation, advertisements, related stories, newsletters … */
    BW_PART_COMMENTS = 2,  /* what readers wrote: furniture however much of it there is */
    BW_PART_NOTE = 4,      /* of an article, but not its text: captions, bylines, dates, tags */
    BW_PART_BODY = 8,      /* the text of an article, by its name */
    BW_PART_MATTER = 16,   /* a text of something: "content" */
    BW_PART_SUBJECT = 32,  /* an article, a story: with MATTER in one name a body */
};

/* Where the words of each kind begin, by their first letter. Made once a page, in about a microsecond. */
typedef struct {
    uint16_t first[27]; /* of the names of parts */
} bw_pagewords;
void bw_pagewords_index(bw_pagewords *w);

/* What a value of "class" or "id" says of its element: BW_PART_… */
uint32_t bw_pagewords_part(const bw_pagewords *w, bw_str value);

/* How a short text is to be taken (a value of the kind "phrase"), or NULL: the longest row whose form it begins with, case and
 * accents folded, at the end of a word. */
const bw_pagewords_row *bw_pagewords_phrase(bw_str text);

#endif
