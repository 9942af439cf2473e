/* copyhead.h - lines above a story that are no headline: bylines, notes to editors, embargoes, slugs, dates.
 *
 *   takes:   one line, trimmed
 *   gives:   what it says, in the document's head
 *   fails:   false: it is something else
 */
#ifndef BW_WIRE_COPYHEAD_H
#define BW_WIRE_COPYHEAD_H

#include "wire/copy/copydate.h"

/* `only`: no other line can be the headline, so a doubtful slug is not taken for one. A full date on a line of its own
 * goes to *date. */
bool bw_copyhead_read(bw_str s, bool only, bw_document *doc, bw_copydate *date);

/* Only notes and embargoes: they may be whole sentences. */
bool bw_copyhead_note(bw_str s, bw_document *doc);

/* "By Ola Berg and Kim Min-ji, in Oslo" without the "By". */
void bw_copyhead_byline(bw_arena *a, bw_str s, bw_strs *out);

#endif
