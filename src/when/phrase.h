/* phrase.h - reads one expression of time from tokens and resolves it.
 *
 *   takes:   the document's tokens as words of time (lex.h), the document's day, what was named before
 *   gives:   a value and the token behind the phrase
 *   fails:   never: false where no expression begins
 *   cost:    bounded look-ahead: linear in the document
 */
#ifndef BW_WHEN_PHRASE_H
#define BW_WHEN_PHRASE_H

#include "when/tense.h"
#include "when/value.h"

typedef struct {
    const bw_document *doc;
    const bw_when_lexeme *lexemes; /* one a token */
    bw_tense tense;
    const bw_sentence *sentence;   /* the one that is read */
    uint32_t lo, hi;               /* the phrase stands within these tokens */
    bool asked;                    /* the caller says that this is a time: no caution */
    bool prefer_future;
    bool ranging;                  /* the second end of a range is read */
    bw_when_value second;          /* that end, once read */
    bw_day now;                    /* the document's day, or BW_NO_DAY */
    /* What was last named: any period; a day. unit 0: nothing yet. */
    bw_when_value last, last_day;
    const bw_sentence *last_in;    /* where `last` stands */
    int depth;
    uint32_t name, name_end;       /* tokens that are a name and no time, the last that was met */
} bw_phrase;

/* The longest expression that begins with token `i`; *first is its first token (a preposition that changes
 * nothing is left out). */
bool bw_phrase_read(bw_phrase *p, uint32_t i, uint32_t *first, bw_when_value *out);

#endif
