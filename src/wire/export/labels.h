/* labels.h - what the labels of exports mean (knowledge/wire/labels.tsv): "HEADLINE:", "Länge:", "LP", "Full text:".
 *
 *   takes:   a kind of label as the table names it, and a line of text
 *   owner:   values point into the line
 *   fails:   BW_LABEL_NONE
 */
#ifndef BW_WIRE_LABELS_H
#define BW_WIRE_LABELS_H

#include "base/str.h"

/* Names are those of the column `field`. */
#define BW_LABEL_LIST(X)                                                                                               \
    X(NONE, "") X(HEADLINE, "headline") X(BYLINE, "byline") X(SECTION, "section") X(LENGTH, "length")                  \
    X(DATELINE, "dateline") X(LANGUAGE, "language") X(PUBLISHER, "publisher") X(DATE, "date") X(TIME, "time") X(YEAR, "year")          \
    X(CITATION, "citation") X(BODY, "body") X(ABSTRACT, "abstract") X(CORRECTION, "correction")                        \
    X(CORRECTED, "corrected") X(CREDITS, "credits") X(ITEM, "item") X(URL, "url") X(UPDATED, "updated")                \
    X(HEAD, "head")   /* above the body, not kept */                                                                   \
    X(TAIL, "tail")   /* below it, not kept */                                                                         \
    X(CLOSE, "close") /* the same, and not to be taken for a line of the body */                                       \
    X(END, "end") X(COVER, "cover") X(OF, "of") X(WHAT, "what") X(PAGE, "page")

typedef enum {
#define BW_LABEL_ENUM(name, text) BW_LABEL_##name,
    BW_LABEL_LIST(BW_LABEL_ENUM)
#undef BW_LABEL_ENUM
} bw_label;

typedef struct {
    const char *kind, *form, *field, *source;
} bw_label_row;
extern const bw_label_row bw_label_rows[];
extern const size_t n_bw_label_rows;

bw_label bw_label_find(const char *kind, bw_str words);
/* "Words: value" */
bw_label bw_label_read(const char *kind, bw_str line, bw_str *value);

/* "2 of 9 DOCUMENTS", "Document 2 of 9", "Dokument 2 von 9", "Page 2 of 9": BW_LABEL_WHAT, BW_LABEL_PAGE. */
bw_label bw_label_count(bw_str line);

#endif
