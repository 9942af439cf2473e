/* copytail.h - the end of a story: end marks, credits, sign-offs, copyright, what is meant for editors or for a site.
 *
 *   takes:   text as bw_copytext_clean() leaves it
 *   gives:   the text without them; what they say in the document's head
 *   fails:   never
 */
#ifndef BW_WIRE_COPYTAIL_H
#define BW_WIRE_COPYTAIL_H

#include "document.h"

bw_str bw_copytail_cut(bw_str text, bw_document *doc);

/* A time of transmission: "131137 GMT Nov 13", the 13th at 11:37, in November 2013. The zone may lack or be another. Sets the head's
 * date unless it has one. */
bool bw_copytail_sent(bw_str line, bw_document *doc);

#endif
