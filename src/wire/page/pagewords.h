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
    BW_PART_HARD = 2,      /* furniture however much prose it holds: what readers wrote, notes on cookies, what is hidden */
    BW_PART_NOTE = 4,      /* of an article, but not its text: captions, bylines, dates, tags */
    BW_PART_BODY = 8,      /* the text of an article, by its name */
    BW_PART_MATTER = 16,   /* a text of something: "content" */
    BW_PART_SUBJECT = 32,  /* an article, a story: with MATTER in one name a body */
    BW_PART_WEAK = 64,     /* furniture, unless it reads like text */
    BW_PART_KEEP = 128,    /* of the text whatever else the name says: an embedded message */
    BW_PART_DEK = 256,     /* what stands between the headline and the text; further down, a heading */
    BW_PART_DROPPABLE = BW_PART_FURNITURE | BW_PART_NOTE | BW_PART_WEAK,
};

/* The rows of one kind. */
typedef struct {
    uint16_t from, to;
} bw_pagewords_range;

/* Where rows begin. Made once a page, in about a microsecond. */
typedef struct {
    uint16_t first[27];              /* of the kind "class", by their first letter */
    bw_pagewords_range holds, consent, phrases;
} bw_pagewords;
void bw_pagewords_index(bw_pagewords *w);

/* What a value of "class" or "id" says of its element: BW_PART_… */
uint32_t bw_pagewords_part(const bw_pagewords *w, bw_str value);

/* The row of a kind and a form, case folded; NULL: there is none. */
const bw_pagewords_row *bw_pagewords_find(const char *kind, bw_str form);

/* Whether a short text in one line says of itself that it is no text of an article: it is a phrase of the kind "phrase" or begins
 * with one (if `begins`), or it holds one of the kind "holds". One of the value "end" (all of the text) or "wall" (its
 * beginning) says it also of what follows. */
typedef enum { BW_PHRASE_NONE, BW_PHRASE_OUT, BW_PHRASE_END } bw_phrase;
bw_phrase bw_pagewords_phrase(const bw_pagewords *w, bw_arena *a, bw_str text, bool begins);

/* Whether a text speaks of the reader's consent to be followed: "We use cookies". */
bool bw_pagewords_consent(const bw_pagewords *w, bw_arena *a, bw_str text);

/* The bytes of a label of this kind that a text begins with, as "Autor:"; 0: there is none. */
size_t bw_pagewords_starts(const char *kind, bw_str text);

/* Letters and digits of a text, ASCII letters in lower case: "The Hill" and "TheHill" have one. */
bw_str bw_pagewords_skeleton(bw_arena *a, bw_str s);

#endif
