/* json.h - JSON out (RFC 8259): appends members in the order of the calls; commas look after themselves.
 *
 *   takes:   text in UTF-8; malformed bytes are written as U+FFFD
 *   fails:   never (memory: as the arena of the buffer)
 *
 * JSON in is json-c's; what it may cost is told here before it is called.
 */
#ifndef BW_BASE_JSON_H
#define BW_BASE_JSON_H

#include "base/day.h"

typedef struct {
    bw_buf *out;
    bool more; /* a value stands before: a comma is due */
} bw_json;

/* `key` NULL: an element of an array, or the whole text. */
void bw_json_open(bw_json *j, const char *key, char bracket); /* '{' or '[' */
void bw_json_close(bw_json *j, char bracket);                 /* '}' or ']' */
void bw_json_str(bw_json *j, const char *key, bw_str v);      /* null when v.ptr is NULL */
void bw_json_int(bw_json *j, const char *key, int64_t v);
void bw_json_fixed(bw_json *j, const char *key, double v, int decimals); /* no trailing zeros */
void bw_json_bool(bw_json *j, const char *key, bool v);
void bw_json_null(bw_json *j, const char *key);
void bw_json_day(bw_json *j, const char *key, bw_day day); /* "2021-04-01"; null for BW_NO_DAY */

/* About how many bytes of memory json-c takes for the values in a JSON text, beside the text itself: an empty object
 * of two bytes takes 760. */
size_t bw_json_weight(bw_str text);
enum { BW_JSON_HEAVY = 100 << 20 }; /* texts over this weight are to be refused */

#endif
