/* sound.h - how alike two spellings of a name are.
 *
 *   takes:   words folded by words.h, spelt as sounds
 *   gives:   skeletons (consonant classes, to find candidates by) and costs (0: the same, 100 and more a letter)
 *   threads: no shared state
 */
#ifndef BW_LINK_SOUND_H
#define BW_LINK_SOUND_H

#include "base/str.h"

enum { BW_SOUND_MAX = 32 };

/* The sounds of a folded word, one byte each: digraphs that write one sound are one, doubled letters count once. At most
 * BW_SOUND_MAX; written to out, returned as text. */
bw_str bw_sound_spell(bw_str word, char out[BW_SOUND_MAX]);

/* The classes of the consonants in order, doubled ones once: l = r, b = v = f = p = w, d = t, g = k = h = q = c,
 * s = z = j = ch = sh = x, m = n; at most four. Spellings of one name mostly agree. */
uint32_t bw_sound_skeleton(bw_str sounds);

/* Weighted edit distance of two spelt words in hundredths of a letter: vowels and consonants of one class cost less. More
 * than `limit` comes back as limit + 1. */
int bw_sound_distance(bw_str a, bw_str b, int limit);

/* The distance over the length of the longer one: 0 to 100. More than `limit` comes back as limit + 1. */
int bw_sound_cost(bw_str a, bw_str b, int limit);

#endif
