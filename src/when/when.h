/* when.h - words to dates: expressions of time, resolved against the document's day.
 *
 *   takes:   a document with sentences and tokens; its day may be missing (then only full dates resolve)
 *   gives:   doc->times, in order
 *   values:  TIMEX3 (ISO-TimeML); ranges of days are inclusive
 *   fails:   never
 */
#ifndef BW_WHEN_WHEN_H
#define BW_WHEN_WHEN_H

#include "document.h"

typedef struct {
    bool prefer_future; /* "Monday" is the next one; the default follows the clause's tense, then the past */
} bw_when_options;

BW_MUST_USE bw_status bw_when_dates(const bw_when_options *options, bw_document *doc, bw_err *err);

/* {"id","times":[…]}, one line, as `broadway when` prints it: all times, or one a span asked for. */
void bw_when_write(const bw_document *doc, bw_buf *out);

#endif
