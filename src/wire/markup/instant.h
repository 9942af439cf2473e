/* instant.h - a date or time as feeds, pages and agencies write it.
 *
 *   takes:   "Tue, 02 Apr 2024 09:00:00 +0900", "2024-04-02T09:00:00Z", "20240402T090000+0900", "2024-W14-2",
 *            "Apr 2, 2024 09:00 AM", "2 avril 2024", "2004년 05월 28일 01:31:15", "1712048400"
 *   gives:   the instant in UTC, and how much of it was written
 *   fails:   false: no date, one that does not exist ("30 February"), or one that may mean two days ("02/04/2024");
 *            *out is unchanged
 *   threads: no shared state
 *
 * The words are in knowledge/wire/instants.tsv, and the names of months and days also in terms.tsv.
 */
#ifndef BW_WIRE_INSTANT_H
#define BW_WIRE_INSTANT_H

#include "base/day.h"

typedef enum { BW_INSTANT_YEAR, BW_INSTANT_MONTH, BW_INSTANT_DAY, BW_INSTANT_TIME } bw_instant_precision;

typedef struct {
    int64_t seconds;    /* since 1970, UTC */
    bw_day day;         /* as written: that of the place where it was */
    int offset;         /* minutes that the place is ahead of UTC; 0 when the zone is not known */
    bool zone_known;    /* written, or told by the language (Korean) */
    bw_instant_precision precision;
} bw_instant;

BW_MUST_USE bool bw_instant_read(bw_str s, bw_instant *out);

/* "2024-04-02T00:00:00Z" */
bw_str bw_instant_print(bw_arena *a, bw_instant i);
/* As written where it was, and no more of it: "2024-04-02T09:00:00+09:00", "2024-04-02". */
bw_str bw_instant_print_local(bw_arena *a, bw_instant i);
/* The same, without a zone where none was written: "2024-04-02T09:00:00". */
bw_str bw_instant_print_written(bw_arena *a, bw_instant i);

/* A row of instants.tsv. */
typedef struct {
    const char *kind, *form, *value;
} bw_instant_word;
extern const bw_instant_word bw_instant_words[];
extern const size_t n_bw_instant_words;

#endif
