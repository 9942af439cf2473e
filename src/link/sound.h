/* sound.h - how alike two spellings of a name are.
 *
 *   takes:   words folded by words.h
 *   gives:   skeletons (consonant classes, to find candidates by) and costs (0: the same, 100 and more a letter)
 *   threads: no shared state
 */
#ifndef BW_LINK_SOUND_H
#define BW_LINK_SOUND_H

#include "base/str.h"

/* The classes of the consonants in order, doubled ones once: l = r, b = v = f = p = w, d = t, g = k = h = q = c,
 * s = z = j = ch = sh = x, m = n; at most four. Spellings of one name mostly agree. */
uint32_t bw_sound_skeleton(bw_str word);

/* Weighted edit distance in hundredths of a letter: vowels and letters of one class cost less, digraphs that write one
 * sound are one letter. More than `limit` comes back as limit + 1. Words count up to 32 letters. */
int bw_sound_distance(bw_str a, bw_str b, int limit);

/* Letters that the distance counts. */
int bw_sound_length(bw_str word);

#endif
