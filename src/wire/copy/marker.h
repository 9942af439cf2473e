/* marker.h - markers of revision and status: "(2nd LD)", "UPDATE 1-", "Urgent:", ", 1st Ld-Writethru".
 *
 *   takes:   the marker alone, or a headline that markers stand before or behind
 *   gives:   what they say, in the document's head
 *   fails:   false or unchanged text, for words that are no marker (knowledge/wire/markers.tsv lists them)
 *   threads: no shared state
 */
#ifndef BW_WIRE_MARKER_H
#define BW_WIRE_MARKER_H

#include "document.h"

/* One marker, without brackets or hyphen. */
bool bw_marker_apply(bw_str marker, bw_head *head);

/* The headline without its markers. *n_found (may be NULL) grows by their number. `foreign`: a short bracket that is
 * in no table counts as a marker too and becomes the label. */
bw_str bw_marker_strip(bw_arena *a, bw_str headline, bool foreign, bw_head *head, int *n_found);

#endif
