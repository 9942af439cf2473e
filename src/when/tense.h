/* tense.h - on which side of the document's day a clause stands.
 *
 *   takes:   tags and heads of the parser; words of time (lex.h), which know modals and words of outlook
 *   gives:   below 0 past, above 0 future, 0 when nothing says; 2 and -2 when it is sure
 *            (an auxiliary; a past tense that the word depends on)
 *   robust:  tags and heads may be wrong or missing: then the nearest modal before the word decides
 *   cost:    linear in the sentence once, then a bounded walk up the tree a question
 */
#ifndef BW_WHEN_TENSE_H
#define BW_WHEN_TENSE_H

#include "document.h"
#include "when/lex.h"

typedef struct {
    const bw_document *doc;
    const bw_when_lexeme *lexemes; /* one a token */
    uint8_t *helpers;              /* one a token: which auxiliaries stand under it */
    const bw_sentence *ready;      /* the sentence that `helpers` was filled for */
} bw_tense;

/* `deadline`: "by", "until" or "for" stands before: what was asked, planned or set for then lies ahead. */
int bw_tense_side(bw_tense *t, const bw_sentence *s, uint32_t token, bool deadline);

#endif
