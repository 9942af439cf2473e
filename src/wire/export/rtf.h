/* rtf.h - Rich Text Format (Microsoft's specification 1.9.1) as lines of text, while it is read.
 *
 *   takes:   a stream "{\rtf1\ansi … Ferries sail.\par …}"
 *   gives:   a stream of its text: lines as lineout.h describes them, an empty one behind each paragraph, tabs between cells
 *   owner:   fclose() of what comes back closes `in` too
 *   fails:   NULL without memory. What is cut off or broken ends or is passed over; a byte that is no character becomes U+FFFD
 *   cost:    linear, in constant memory
 *
 * Left out: pictures, objects, styles, headers, footers and footnotes, hidden and deleted text, field codes, destinations that a reader
 * may pass over ("\*").
 */
#ifndef BW_WIRE_RTF_H
#define BW_WIRE_RTF_H

#include "base/str.h"

#include <stdio.h>

FILE *bw_rtf_open(FILE *in);

#endif
