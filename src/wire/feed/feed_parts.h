/* feed_parts.h - inside the folder: what the readers of XML and of JSON share.
 *
 *   owner:   as feed.h
 *   threads: no shared state
 */
#ifndef BW_WIRE_FEED_PARTS_H
#define BW_WIRE_FEED_PARTS_H

#include "wire/feed/feed.h"

/* Decoded text (valid UTF-8) of XML and JSON. */
void bw_feed_read_xml(bw_arena *a, bw_str text, bw_str base, bw_str language, bw_feed *out);
void bw_feed_read_json(bw_arena *a, bw_str text, bw_str base, bw_feed *out);

/* Markup without scripts, handlers and other unsafe parts, its addresses resolved against `base`; `html` itself when
 * nothing was to be done. */
bw_str bw_feed_clean(bw_arena *a, bw_str html, bw_str base);

/* An address resolved; as written when what comes of it is of no scheme that the web knows. */
bw_str bw_feed_resolve(bw_arena *a, bw_str base, bw_str reference);

/* Text that was UTF-8, taken for windows-1252 and written as UTF-8 again, as it was meant; else `s` itself. */
bw_str bw_feed_unmangle(bw_arena *a, bw_str s);

void bw_feed_set_time(bw_feed_time *t, bw_str written); /* the first that can be read counts */
/* "desk@example.org (Ana Ruiz)", "Ana Ruiz <desk@example.org>", "Ana Ruiz" */
bw_feed_person bw_feed_person_of(bw_str written);
void bw_feed_add_person(bw_arena *a, bw_feed_persons *list, bw_feed_person p);
void bw_feed_add_tag(bw_arena *a, bw_feed_item *it, bw_feed_tag tag); /* once */
void bw_feed_add_link(bw_arena *a, bw_feed_item *it, bw_feed_link link); /* the first alternate becomes item->link */
void bw_feed_add_content(bw_arena *a, bw_feed_item *it, bw_feed_text text);
bw_feed_extra *bw_feed_add_extra(bw_arena *a, bw_feed_item *it, const char *name, bool listed);
void bw_feed_add_member(bw_arena *a, bw_feed_extra *x, bw_str key, bw_str value);

#endif
