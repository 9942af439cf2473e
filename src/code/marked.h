/* marked.h - a sentence with its actor and recipient marked in the text. */
#ifndef BW_CODE_MARKED_H
#define BW_CODE_MARKED_H

#include "document.h"

/* Takes <s>…</s> and <t>…</t> out of the text; the first of each says where actor and recipient stand, further
 * marks are dropped. Who is not marked has an empty span: the text does not name it. The text is new, in the arena. */
void bw_unmark(bw_arena *a, bw_str marked, bw_str *text, bw_span *actor, bw_span *recipient);

#endif
