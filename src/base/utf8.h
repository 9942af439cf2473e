/* utf8.h - characters of UTF-8 (RFC 3629): reading, repairing, folding.
 *
 *   takes:   any bytes; a malformed sequence counts as one U+FFFD for each byte that begins nothing valid
 *   fails:   never
 */
#ifndef BW_BASE_UTF8_H
#define BW_BASE_UTF8_H

#include "base/str.h"

enum { BW_REPLACEMENT = 0xFFFD };

/* The character at *pos, which moves past it; malformed bytes give U+FFFD and move by one. */
uint32_t bw_utf8_next(bw_str s, size_t *pos);

/* Writes the character to out (room for 4) and returns its length; what is no character becomes U+FFFD. */
size_t bw_utf8_put(uint32_t c, char *out);

/* How many bytes of `s` belong to no valid character; 0 = valid. */
size_t bw_utf8_count_bad(bw_str s);

/* `s` itself when it is valid and holds no NUL; else a copy with U+FFFD for each bad byte and a blank for
 * each NUL. *n_bad counts both. */
bw_str bw_utf8_repair(bw_arena *a, bw_str s, size_t *n_bad);

/* `s` without the byte order mark that some editors put before a text. */
bw_str bw_utf8_skip_mark(bw_str s);

/* Number of characters in `s`. */
size_t bw_utf8_length(bw_str s);

/* The character in lower case with its accent taken off (Latin, Greek, Cyrillic; others as they are).
 * Ligatures and letters that fold to two ("ß", "æ", "þ") give two through *second, else 0. */
uint32_t bw_utf8_fold(uint32_t c, uint32_t *second);

bool bw_utf8_is_upper(uint32_t c);
bool bw_utf8_is_lower(uint32_t c);
bool bw_utf8_is_letter(uint32_t c); /* any script */

#endif
