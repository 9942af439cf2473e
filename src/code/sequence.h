/* sequence.h - word patterns: words in their order before and behind a verb, as the dictionaries of TABARI and PETRARCH have
 * them, and who acts on whom where the pattern does not say (docs/rules.md, "Word patterns").
 *
 *   takes:   a prepared document; the options of coder.conf in the lexicon
 *   gives:   the parties and bound words of a match
 *   owner:   the document's arena
 *   fails:   never
 */
#ifndef BW_CODE_SEQUENCE_H
#define BW_CODE_SEQUENCE_H

#include "code/match.h"

enum { BW_MAX_STEMS = 6, BW_SEQUENCE_FITS = -100, BW_SEQUENCE_NO_VERB = -101 };

void bw_sequence_prepare(bw_coder *c);

/* By which word a rule may name the token: 0 its lemma, 1 its form, then what begins it ("violat*"); 0 where there is none. */
uint32_t bw_sequence_word(const bw_coder *c, int32_t token, int which);

/* Fills the match of m->pattern at m->frame.predicate. The part at fault, or one of the above. */
int bw_sequence_fit(bw_coder *c, bw_match *m);

/* The token stands in the verb's own phrase, behind it. */
bool bw_sequence_behind(bw_coder *c, int32_t verb, int32_t token);

#endif
