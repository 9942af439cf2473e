/* decode.h - bytes of unknown encoding to UTF-8.
 *
 *   takes:   an item's bytes: UTF-8, UTF-8 with faults, windows-1252 (and so Latin-1), or code page 850
 *   gives:   valid UTF-8 without NUL
 *   fails:   never
 */
#ifndef BW_WIRE_DECODE_H
#define BW_WIRE_DECODE_H

#include "base/str.h"

/* `s` itself when it is in order, else a copy. Bytes that are no UTF-8 are read as windows-1252 when most bytes above
 * 127 are such and look like it, as code page 850 when letters within words are that, else become U+FFFD; a NUL becomes a blank. *n_repaired grows by their number. */
bw_str bw_decode_text(bw_arena *a, bw_str s, uint32_t *n_repaired);

/* The character that windows-1252 has for a byte; 0: none. */
uint32_t bw_decode_1252(unsigned char byte);

typedef enum { BW_ENCODING_BYTES, BW_ENCODING_UTF16LE, BW_ENCODING_UTF16BE } bw_encoding;

/* The encoding of a stream by its first bytes: a byte order mark (*mark is its length), or the zeros of UTF-16. */
bw_encoding bw_decode_guess(bw_str head, size_t *mark);

/* UTF-16 to UTF-8. `out` needs room for 3 bytes for each unit and 3 more. *high holds the first half of a pair between
 * calls (0 at first). Returns the bytes written; a half without its other half becomes U+FFFD. */
size_t bw_decode_utf16(bw_str units, bool big, uint16_t *high, char *out);

#endif
