/* copydate.h - dates as copy writes them, and the year of a date that has none.
 *
 *   takes:   "April 2", "Dec. 31, 2024", "Thursday, 1 April", "10 juil 2024", "2024-04-02", "4月2日"
 *   fails:   false; outputs unchanged
 *   threads: no shared state
 */
#ifndef BW_WIRE_COPYDATE_H
#define BW_WIRE_COPYDATE_H

#include "document.h"

/* With neither a reference date nor a year in the copy, a date is taken to lie in this year or before it: the year
 * up to which the built-in knowledge tells who holds office. */
enum { BW_COPYDATE_EDITION = 2025 };

typedef struct {
    int year;       /* 0: not written */
    int month, day; /* month 0: no date */
    int weekday;    /* 0 = Monday; -1: not written */
} bw_copydate;

/* A date at the start of `s`; *len is its length. */
bool bw_copydate_at(bw_str s, size_t *len, bw_copydate *out);
/* The first date within `s`. */
bool bw_copydate_find(bw_str s, bw_copydate *out);

bw_str bw_copydate_print(bw_arena *a, bw_day d); /* "2024-04-02" */

/* Sets published, day and date_written of the head from the date in its dateline. A missing year is found from the
 * weekdays that the beginning of `text` names and from `reference` (or BW_NO_DAY); when neither helps the document
 * stays undated and only date_written is set. */
void bw_copydate_settle(bw_document *doc, const bw_copydate *date, bw_str text, bw_day reference);

#endif
