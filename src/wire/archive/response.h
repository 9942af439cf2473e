/* response.h - what a web server answered: status, fields and body, as archives keep it (RFC 9110, 9112).
 *
 *   takes:   bytes as they came over the line, or as a crawler changed them: lengths, chunks and packing may be claimed falsely
 *   gives:   fields that point into them; the body unpacked
 *   owner:   an unpacked body lies in the arena
 *   threads: no shared state
 */
#ifndef BW_WIRE_RESPONSE_H
#define BW_WIRE_RESPONSE_H

#include "base/str.h"

/* Takes the next "Name: value" from *head, up to its empty line; a value may go on in lines that begin with white space, and has
 * their line ends in it. What is no field is passed over. False: no more. */
bool bw_response_field(bw_str *head, bw_str *name, bw_str *value);

/* The media type ("text/html") of a Content-Type; ptr NULL where it says none. */
bw_str bw_response_type(bw_str value);

typedef struct {
    int status;
    bw_str type, packing; /* Content-Type, Content-Encoding; ptr NULL: not given */
    bool chunked;
    size_t body; /* where it begins; the length of the bytes when the head has no end */
} bw_response;

/* False: no response begins here. */
bool bw_response_read(bw_str bytes, bw_response *out);

/* The body as text. What was claimed falsely is left as it is, what is cut off is kept as far as it goes. BW_ERR_LIMIT: over
 * `limit` bytes; BW_ERR_SYNTAX: packed in a way that is not read. */
BW_MUST_USE bw_status bw_response_body(bw_arena *a, const bw_response *r, bw_str body, size_t limit, bw_str *out, bw_err *err);

#endif
