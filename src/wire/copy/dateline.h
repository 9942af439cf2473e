/* dateline.h - where the story was filed, when, by whom: what stands before the first sentence.
 *
 *   takes:   a line of copy
 *            "TOKYO / SEOUL, April 1 (Yonhap) -- South Korean and Japanese diplomats …"
 *   gives:   its parts, pointing into the line, and where the sentence begins
 *   fails:   false, for lines that do not open with a dateline
 *   threads: no shared state
 */
#ifndef BW_WIRE_DATELINE_H
#define BW_WIRE_DATELINE_H

#include "wire/copy/copydate.h"

typedef struct {
    bw_strs places, byline;
    bw_str agency; /* as it is called in documents; ptr NULL: none */
    bw_str date_written;
    bw_copydate date; /* month 0: none */
    size_t end;       /* where the text begins */
} bw_dateline;

/* Markers may stand before it: "(2nd LD) OSLO, …"; what they say goes to *head (may be NULL). The publisher and agency that
 * head names may stand in a dateline though no table knows them. */
bool bw_dateline_read(bw_arena *a, bw_str line, bw_head *head, bw_dateline *out);

/* One that stands in a field of its own, without text behind it: "BERGEN, April 3", "OSLO, April 2 (AP) -", "Port Else". */
bool bw_dateline_alone(bw_arena *a, bw_str s, bw_head *head, bw_dateline *out);

/* "ANKARA", "PORT ELSE, Sandmark": a line that is a place and nothing else, its first name in capitals. */
bool bw_dateline_is_place(bw_str line);

/* A list of places as datelines join them. */
void bw_dateline_places(bw_arena *a, bw_str s, bw_strs *out);

#endif
