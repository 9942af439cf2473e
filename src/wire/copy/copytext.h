/* copytext.h - plain copy as lines: walking, cleaning, joining, and what a line looks like.
 *
 *   takes:   valid UTF-8; but for bw_copytext_clean(), its output
 *   fails:   never
 *   threads: no shared state
 */
#ifndef BW_WIRE_COPYTEXT_H
#define BW_WIRE_COPYTEXT_H

#include "base/str.h"

/* Control characters of transmission, no-break spaces and the like become blanks; line ends become LF; the quotes of
 * typewriters ("``", "''") become quotes. `s` itself when it is clean. */
bw_str bw_copytext_clean(bw_arena *a, bw_str s);

/* Lines of a text one after the other; `line` comes trimmed, *start is where it begins untrimmed. */
bool bw_copytext_line(bw_str text, size_t *pos, bw_str *line, size_t *start);

/* Paragraphs, with an empty line between them; lines that were broken at a fixed width are joined. */
bw_str bw_copytext_paragraphs(bw_arena *a, bw_str text);

/* Line ends and runs of blanks as one blank; `s` itself when it is one line. */
bw_str bw_copytext_fold_space(bw_arena *a, bw_str s);

bw_str bw_copytext_unbracket(bw_str s); /* without the round brackets around it */
bool bw_copytext_ends_sentence(bw_str s);
bool bw_copytext_is_capitals(bw_str s); /* four letters or more, all capitals of ASCII */
bool bw_copytext_is_address(bw_str s);  /* of mail, alone */
size_t bw_copytext_count_words(bw_str s);
int bw_copytext_two_digits(bw_str s, size_t at); /* -1: none stand there */

/* Two texts with something between them, or the one that is there; without the second where that would be over
 * BW_COPYTEXT_JOINED bytes, so that many pieces cost no more than their sum. */
enum { BW_COPYTEXT_JOINED = 4000 };
bw_str bw_copytext_join(bw_arena *a, bw_str first, const char *between, bw_str second);

#endif
