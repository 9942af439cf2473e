/* event_read.h - the events of a coded document, back from what code wrote.
 *
 *   takes:   head.coded: the records of docs/events.md that stood in the document's line (`code --to documents`), offsets in bytes
 *   gives:   doc->events, and of sentences and mentions those that they speak of; there are no tokens
 *   owner:   the document's arena
 *   fails:   BW_ERR_SYNTAX with the number of the record and its member; the document has no events then
 */
#ifndef BW_CODE_EVENT_READ_H
#define BW_CODE_EVENT_READ_H

#include "code/code.h"

/* What bw_code_write() makes of them is what stood there. Inside bw_arena_try. */
BW_MUST_USE bw_status bw_code_read(bw_document *doc, bw_err *err);

#endif
