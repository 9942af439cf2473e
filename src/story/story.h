/* story.h - documents to stories: which are versions of one text, which revise which, which tell of one occurrence.
 *
 *   takes:   documents one after the other, as wire gives them or as code leaves them
 *   gives:   doc->story, at once and for good: what comes later never changes what was answered
 *   state:   in memory, or in a file (SQLite) that survives a kill at any time: what bw_story_commit() has written is there when
 *            the file is opened again. A document that was placed before, by its id, head and text, gets the same answer again
 *   memory:  bounded: texts are compared with those that came last, as many as BW_STORY_MEMORY holds (docs/story.md)
 *   owner:   doc->story lies in the document's arena
 *   fails:   BW_ERR_IO, BW_ERR_SYNTAX for a state that is damaged, another's or in use, with its name; BW_ERR_MEMORY.
 *            A document that fails is not placed; the stories stay as they were. Where the state could not be written (BW_ERR_IO)
 *            nothing more is placed or committed: memory may be ahead of the file
 *   threads: one at a time; the order of the calls is the order of the stream
 */
#ifndef BW_STORY_STORY_H
#define BW_STORY_STORY_H

#include "document.h"

typedef struct bw_stories bw_stories;

typedef struct {
    const char *state; /* file; made when it is not there. NULL: in memory */
    size_t memory;     /* for what later documents are compared with; 0: BW_STORY_MEMORY */
} bw_story_options;

enum { BW_STORY_MEMORY = 400 << 20 };

BW_MUST_USE bw_status bw_story_open(const bw_story_options *options, bw_stories **out, bw_err *err);
void bw_story_close(bw_stories *s); /* NULL is allowed. What was not committed is lost */

/* Inside bw_arena_try(). */
BW_MUST_USE bw_status bw_story_place(bw_stories *s, bw_document *doc, bw_err *err);

/* Writes what was placed since the last call to the state; to be called before its answers are handed on. */
BW_MUST_USE bw_status bw_story_commit(bw_stories *s, bw_err *err);

/* The document's answer as one line of JSON, without its newline: `id`, `copy`, `revision_of`, `revision`, `story`; `kill`,
 * `correction` where it takes back or corrects what it revises. */
void bw_story_write(const bw_document *doc, bw_buf *out);

/* What became of a document after it was placed: ids of the first later version of its chain, of the first that corrects it
 * and of the first that takes it back; ptr NULL where there is none. */
typedef struct {
    bw_str revised_by, corrected_by, withdrawn_by;
} bw_story_fate;

/* BW_END: no such document (or, without a state, none so late). Inside bw_arena_try(). */
BW_MUST_USE bw_status bw_story_fate_of(bw_stories *s, bw_str id, bw_arena *a, bw_story_fate *out, bw_err *err);

/* A document as it was placed: head and text, the last placed under this id. BW_END: no such. Needs a state. */
BW_MUST_USE bw_status bw_story_recall(bw_stories *s, bw_str id, bw_document *doc, bw_err *err);

#endif
