/* agency.h - inside this folder: what the formats of agencies share once their fields are found.
 *
 *   gives:   fields of the document's head, normalised; its text without what stands in the head already
 *   owner:   what is given must live as long as the document
 *   fails:   never; words that say nothing leave the head as it is
 *   threads: no shared state
 */
#ifndef BW_WIRE_AGENCY_H
#define BW_WIRE_AGENCY_H

#include "wire/wire.h"

/* A headline: its markers go to the head ("UPDATE 2-", "(LEAD)"), the rest becomes the title unless there is one. */
void bw_agency_title(bw_document *doc, bw_str headline);

/* A slug, with what it says of version and length: "BC-EU--Harbor-Talks, 1st Ld,210", "NORWAY-TALKS/ (UPDATE 1)". */
void bw_agency_slug(bw_document *doc, bw_str slug);

/* Who provides the item: "Agence Harfang", "harfang.com". The agency that it is known as, else the publisher; the first
 * to speak counts. */
void bw_agency_provider(bw_document *doc, bw_str name);

/* "By Ola Berg and Siri Dahl, Harbour News". */
void bw_agency_byline(bw_document *doc, bw_str byline);

/* A dateline that stands in a field of its own, whole ("OSLO, April 2 (Reuters) -") or only its places. */
void bw_agency_dateline(bw_document *doc, bw_str dateline);
void bw_agency_place(bw_document *doc, bw_str place);

/* A note to editors, behind those that came before; without its wrapping. */
void bw_agency_note(bw_document *doc, bw_str note);

/* "usable", "canceled", "withheld", "stat:embargoed": a status, its scheme aside. */
void bw_agency_status(bw_head *h, bw_str status);
/* "sig:update", "edStat:C": what a signal says of the version. */
void bw_agency_signal(bw_head *h, bw_str signal);
/* "1" to "9": one and two are urgent. */
void bw_agency_priority(bw_head *h, bw_str priority);

/* A version; one above the first means that there is an earlier one. */
void bw_agency_version(bw_document *doc, bw_str version);

/* "210": a count of words; true: it is one. */
bool bw_agency_words(bw_head *h, bw_str count);

/* When the item was first published, when this version was made, until when it is held: any may be empty or unreadable.
 */
void bw_agency_times(bw_document *doc, bw_str first, bw_str version, bw_str embargo);

/* The body as plain copy: what opens it (headline again, byline, dateline) and what closes it (credits, end marks,
 * sign-offs) goes to the head, the rest becomes head.text. It completes the head. */
void bw_agency_body(const bw_wire_options *options, bw_document *doc, bw_str body);

/* The last step of a reader: id, body (may be empty), and all text of the head in the document's arena. `type`:
 * "picture", "ninat:text", "Text" … BW_ERR_SYNTAX: the item holds nothing to read, and what it holds instead. */
BW_MUST_USE bw_status bw_agency_finish(bw_wire *w, bw_document *doc, bw_str type, bw_str body, bw_err *err);

#endif
