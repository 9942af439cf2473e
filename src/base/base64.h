/* base64.h - text that was written in base64 (RFC 4648), as feeds and agencies send it.
 *
 *   takes:   "RmVycmllcw==", white space anywhere
 *   gives:   "Ferries", in the arena
 *   fails:   false: a character that base64 does not have, or bytes that are no UTF-8 text
 *   threads: no shared state
 */
#ifndef BW_BASE64_H
#define BW_BASE64_H

#include "base/str.h"

bool bw_base64_text(bw_arena *a, bw_str s, bw_str *out);

#endif
