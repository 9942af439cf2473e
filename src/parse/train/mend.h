/* mend.h - names that a rule took from a treebank, brought nearer to those that people mark.
 *
 *   takes:   samples on which names of a two-column text were laid (GUM's, cut to the head noun and its compounds:
 *            "United [States]"; "[President Diop]", "[Americans]", "[Belgium]" as a body when its government acts)
 *   gives:   the same with names as training/names/README.md has them. Names without a tree stay as they are
 *   owner:   the samples' arena
 */
#ifndef BW_PARSE_TRAIN_MEND_H
#define BW_PARSE_TRAIN_MEND_H

#include "parse/train/data.h"

/* `known` tells which names are countries and places; it may be empty. */
void bw_samples_mend(bw_samples *s, const bw_known_names *known);

#endif
