/* encoding.h - bytes of XML, HTML or JSON in any encoding to UTF-8.
 *
 *   takes:   bytes as they came, and what the transport said of them
 *            "\xFF\xFE<\0r\0s\0s\0"  "<?xml version='1.0' encoding='koi8-r'?>…"  "<meta charset=gbk>…"
 *   gives:   valid UTF-8 without NUL and without a byte order mark, and which encoding it was by whose word
 *   owner:   the result is the input itself where that was in order, else it lies in the arena
 *   fails:   never: a byte that is no character becomes U+FFFD (a NUL a blank) and is counted
 *   cost:    linear; at most a few passes where labels turn out wrong
 *
 * Whose word counts, in this order: a byte order mark; the bytes of "<?xm" in UTF-16, UTF-32 and EBCDIC; the charset of
 * the transport; the XML declaration or HTML meta; then UTF-8 if the bytes are such; then what the bytes look like; then
 * windows-1252. A label that the bytes contradict is passed over. What a label means is in knowledge/wire/encodings.tsv.
 */
#ifndef BW_WIRE_ENCODING_H
#define BW_WIRE_ENCODING_H

#include "base/str.h"

typedef enum { BW_ENCODING_FOR_XML, BW_ENCODING_FOR_HTML, BW_ENCODING_FOR_JSON } bw_encoding_dialect;

typedef struct {
    bw_str content_type; /* "text/xml; charset=utf-8", or empty */
    bw_encoding_dialect dialect;
} bw_encoding_hints;

typedef enum {
    BW_ENCODING_BY_MARK,
    BW_ENCODING_BY_PATTERN,
    BW_ENCODING_BY_TRANSPORT,
    BW_ENCODING_BY_DECLARATION,
    BW_ENCODING_BY_DEFAULT,
    BW_ENCODING_BY_GUESS,
} bw_encoding_whence;

typedef struct {
    bw_str name; /* "utf-8", "iso-8859-1", "gb18030": lower case */
    bw_encoding_whence whence;
    bool contradicted; /* another one was claimed */
} bw_encoding_verdict;

/* `hints` and `verdict` may be NULL. *n_repaired grows by the number of bytes replaced. */
bw_str bw_encoding_read(bw_arena *a, bw_str bytes, const bw_encoding_hints *hints, bw_encoding_verdict *verdict,
                        uint32_t *n_repaired);

/* A row of encodings.tsv: what a label is reported as (empty: as itself) and iconv's name for what it means. */
typedef struct {
    const char *label, *name, *codeset;
} bw_encoding_label;
extern const bw_encoding_label bw_encoding_labels[];
extern const size_t n_bw_encoding_labels;

/* NULL: no encoding is called so. */
const bw_encoding_label *bw_encoding_find(bw_str label);

/* The value of a parameter of a media type: "charset" of "text/html; charset='x'" is "x"; ptr NULL: there is none. */
bw_str bw_encoding_parameter(bw_str content_type, const char *name);

#endif
