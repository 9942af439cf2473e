/* lex.h - tokens as words of time: looked up in the table, figures read.
 *
 *   takes:   one token's form
 *   gives:   its kind (table.h); kind none for what is no word of time
 *   threads: no shared state
 */
#ifndef BW_WHEN_LEX_H
#define BW_WHEN_LEX_H

#include "when/table.h"

typedef struct {
    uint8_t kind, flags; /* bw_when_kind, BW_WHEN_… */
    uint8_t digits;      /* of a number in figures: how many */
    int32_t value;       /* date: yyyymmdd with 00 for what is not said; quarter: 4, or 20214; clock: minutes since midnight;
                          * decade: 1990, or 90 when the century is not said */
} bw_when_lexeme;

bw_when_lexeme bw_when_lex(bw_str form);

/* Small letters, figures and strokes of `form` without dots, hyphens and apostrophes, into at most `room` bytes;
 * their number, or `room` + 1 when they are more or another sign stands among them. */
size_t bw_when_plain(bw_str form, char *out, size_t room);

#endif
