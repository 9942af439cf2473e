/* feed_entry.h - an entry of a feed as a document.
 *
 *   owner:   the document lies in its arena; the feed may go
 *   fails:   never
 *   threads: no shared state
 */
#ifndef BW_WIRE_FEED_ENTRY_H
#define BW_WIRE_FEED_ENTRY_H

#include "wire/feed/feed.h"
#include "wire/wire.h"

/* Entry `i`, inside bw_arena_try. The id is the entry's own, or its address, or NAME#NUMBER. */
void bw_feed_entry_read(const bw_feed *f, uint32_t i, bw_str name, const bw_wire_options *options, bw_document *doc);

#endif
