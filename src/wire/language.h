/* language.h - which language a text is in, cheaply: by its script, and by small words for Latin letters. */
#ifndef BW_WIRE_LANGUAGE_H
#define BW_WIRE_LANGUAGE_H

#include "base/str.h"

/* ISO 639-1 code (static); ptr NULL when the text is too short or strange to say. */
bw_str bw_language_guess(bw_str text);

/* What the text shows, else what its sender declares ("en-GB": templates of sites declare what they are born with). */
bw_str bw_language_settle(bw_str declared, bw_str text);

bool bw_language_is_english(bw_str language);

#endif
