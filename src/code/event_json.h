/* event_json.h - parts of the records in JSON that several of them have (docs/events.md).
 *
 *   takes:   a writer: a document, what its offsets count in, where the members go
 *   fails:   never
 */
#ifndef BW_CODE_EVENT_JSON_H
#define BW_CODE_EVENT_JSON_H

#include "base/json.h"
#include "code/code.h"

typedef struct {
    const bw_document *doc;
    const bw_event_options *options;
    bw_str source;           /* what the offsets count in */
    bw_json j;
} bw_record_writer;

/* "start", "end": in bytes or characters, as the options say. */
void bw_record_span(bw_record_writer *w, uint32_t start, uint32_t end);
/* An ISO day, or null. */
void bw_record_day(bw_record_writer *w, const char *key, bw_day d);
/* Who a phrase is: the members of a participant, without their brackets. */
void bw_record_who(bw_record_writer *w, const bw_mention *m, bw_span span, double confidence);

#endif
