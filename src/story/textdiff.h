/* textdiff.h - what a revision added, changed and withdrew, sentence by sentence.
 *
 *   takes:   two documents split into sentences (parse)
 *   gives:   changes in the order of the new one; what was withdrawn stands where it stood in the old one. A sentence that only
 *            moved is the same; one that keeps half of its words or more is changed
 *   owner:   the arena
 *   fails:   never; where over BW_TEXTDIFF_MOST sentences are not the same, none counts as changed
 */
#ifndef BW_STORY_TEXTDIFF_H
#define BW_STORY_TEXTDIFF_H

#include "document.h"

enum { BW_TEXTDIFF_MOST = 300 };

typedef enum { BW_CHANGE_SAME, BW_CHANGE_ADDED, BW_CHANGE_CHANGED, BW_CHANGE_WITHDRAWN, BW_N_CHANGES } bw_change_kind;

typedef struct {
    bw_change_kind kind;
    int32_t from, to; /* sentences of the old and the new document, by their index; -1: none */
} bw_change;

typedef struct {
    bw_change *items;
    uint32_t n;
    uint32_t of[BW_N_CHANGES];
} bw_textdiff;

void bw_textdiff_find(bw_arena *a, const bw_document *from, const bw_document *to, bw_textdiff *out);

/* For a person: "- " withdrawn, "+ " added, "~ " changed, with [-old-]{+new+} words. */
void bw_textdiff_write(const bw_textdiff *d, const bw_document *from, const bw_document *to, bw_buf *out);

/* JSON Lines: one with ids and counts, then one for each change. */
void bw_textdiff_write_json(const bw_textdiff *d, const bw_document *from, const bw_document *to, bw_buf *out);

#endif
