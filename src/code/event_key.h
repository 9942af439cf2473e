/* event_key.h - what makes two tellings one event: the choices of strictness, in one place.
 *
 * NONE     nothing: every telling stands for itself
 * STORY    within one story: the same type, whom and where as far as both say it, and no two different days (story/telling.h)
 * PHOENIX  the same day, the actors' whole codes and the CAMEO code
 * ROOT     the same day, countries and type
 */
#ifndef BW_CODE_EVENT_KEY_H
#define BW_CODE_EVENT_KEY_H

#include "document.h"
#include "link/link.h"

typedef enum { BW_SAME_NONE, BW_SAME_STORY, BW_SAME_PHOENIX, BW_SAME_ROOT } bw_sameness;

/* False: no such strictness. */
bool bw_sameness_of(const char *name, bw_sameness *out);
const char *bw_sameness_name(bw_sameness s);

/* Without a day that is known there is nothing that an event could be the same as, but within a story. */
static inline bool bw_event_has_day(const bw_event *e) { return e->from != BW_NO_DAY && e->from == e->to; }

/* For PHOENIX and ROOT: events of equal keys that have a day are one. `knowledge` NULL: our own codes instead of Phoenix's. */
void bw_event_key(const bw_document *doc, const bw_event *e, bw_sameness s, const bw_knowledge *knowledge, bw_buf *out);

#endif
