/* exportdoc.h - one document of an export, put together field by field.
 *
 *   takes:   lines and fields as bw_copytext_clean() leaves them
 *   gives:   the head and text of `doc`
 *   fails:   never: what a field does not hold stays unset
 */
#ifndef BW_WIRE_EXPORTDOC_H
#define BW_WIRE_EXPORTDOC_H

#include "wire/copy/copydate.h"
#include "wire/export/labels.h"
#include "wire/wire.h"

enum { BW_EXPORT_RULE = 20 };

typedef struct {
    bw_document *doc;
    const bw_wire_options *options;
    bw_strs headings; /* lines that the file shows as such */
    bw_copydate date; /* month 0: none yet */
    bw_str when;      /* the line or field that it stands in */
    bw_str clock;     /* the time of day, where a field of its own has it */
    bool dated;       /* a line says when, if only the month */
    bw_buf abstract, body;
    bool new_page;   /* the body's last line was the number of a page */
    bool wrapped;    /* lines are broken at a width, paragraphs apart */
    bool unfinished; /* so was the last line of the body, it seems */
} bw_exportdoc;

void bw_exportdoc_start(bw_exportdoc *x, const char *format, bw_strs headings, const bw_wire_options *options,
                        bw_document *doc);
void bw_exportdoc_set(bw_exportdoc *x, bw_label field, bw_str value); /* BODY: a line of it */
/* Dates, dateline, tail, paragraphs. */
void bw_exportdoc_finish(bw_exportdoc *x);

/* A line that is a date with its year, and a time, weekday or edition at most. A month alone ("April 2021") has month 0. */
bool bw_exportdoc_date(bw_str line, bw_copydate *out);
bool bw_exportdoc_notice(bw_str line);  /* copyright, "All Rights Reserved", "Page 2 of 9" */
bool bw_exportdoc_is_rule(bw_str line); /* drawn across the page: BW_EXPORT_RULE underscores */
bool bw_exportdoc_is_heading(const bw_exportdoc *x, bw_str line);
bool bw_exportdoc_language(bw_str line); /* the name of a language, alone */
/* "1,012 words"; -1: no number. */
int bw_exportdoc_number(bw_str s);
/* "1,012 words", "512 Wörter", alone */
bool bw_exportdoc_words(bw_str line);

/* The report between "Text of report by …" and "Source: NAME, … 0915 gmt 2 Apr 24", and who is named there; what has no such lines
 * comes back as it is. */
bw_str bw_monitoring_trim(bw_str body, bw_str *source, bw_copydate *date);

/* The databases: whether a text looks like one of their documents; one document out of its text. */
bool bw_lexis_looks(bw_str text);
bool bw_factiva_looks(bw_str text);
bool bw_proquest_looks(bw_str text);
bool bw_monitoring_looks(bw_str text);
bool bw_factiva_ends(bw_str line); /* "Document GAZ0000020240508ek580001" */
bool bw_monitoring_ends(bw_str line); /* "Source: Harbour News Agency, Oslo, in English 0915 gmt 2 Apr 24" */
void bw_lexis_read(bw_str text, bw_exportdoc *x);
void bw_factiva_read(bw_str text, bw_exportdoc *x);
void bw_proquest_read(bw_str text, bw_exportdoc *x);

#endif
