/* import_verbs.h - verb dictionaries of TABARI, PETRARCH and PETRARCH2 to a folder of rules.
 *
 *   takes:   dictionaries as they are (docs/import.md says what is read)
 *   gives:   the files of a folder for --lexicon: rules/, sets/, coder.conf, without faults; the same dictionaries give the same
 *            bytes
 *   owner:   the arena; what is kept points into the dictionaries' texts, which must stay
 *   fails:   faults do not stop the reading: look at faults.n
 */
#ifndef BW_CODE_IMPORT_VERBS_H
#define BW_CODE_IMPORT_VERBS_H

#include "base/file.h"
#include "base/map.h"
#include "code/codebook.h"
#include "link/dictionary.h"

typedef struct bw_verb_line bw_verb_line;
typedef struct bw_verb_set bw_verb_set;

typedef struct {
    bw_arena *arena;
    const bw_codebook *book; /* codes that it has are CAMEO's; NULL: every code is another book's */

    bw_verb_line *lines;
    uint32_t n_lines, lines_room;
    bw_verb_set *sets;
    uint32_t n_sets, sets_room;
    bw_map set_of;           /* name in capitals -> set */
    bw_map file_names;       /* of sets -> 1 */

    bw_dictionary_faults faults;
    uint32_t n_verbs, n_forms, n_words, n_patterns;
} bw_verb_import;

/* A dictionary without a line that begins with "---" is TABARI's: its words are beginnings of words. `file` is for messages. */
void bw_verb_import_add(bw_verb_import *m, bw_str file, bw_str text);

/* The files of all that was added. */
void bw_verb_import_files(bw_verb_import *m, bw_file_named **out, size_t *n);

#endif
