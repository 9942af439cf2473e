/* shelf.h - the documents that later ones are compared with: those that came last, as many as memory allows.
 *
 *   owner:   the shelf owns its documents (malloc)
 *   fails:   BW_ERR_MEMORY, the shelf as it was
 */
#ifndef BW_STORY_SHELF_H
#define BW_STORY_SHELF_H

#include "document.h"
#include "story/wordprint.h"

#define BW_NO_NUMBER 0u /* documents are numbered from 1 */

enum {
    BW_KEPT_MARKED = 1,     /* its headline or slug says that it is a new version, a correction, a withdrawal */
    BW_KEPT_FIRST = 2,      /* an alert or urgent first word of a story */
    BW_KEPT_KILL = 4,
    BW_KEPT_CORRECTION = 8,
    BW_KEPT_INDEXED = 16,   /* its runs of words are in the index: it says something that none before it said */
};

/* What is remembered of a document. Hashes are 0 where it has no such thing. */
typedef struct {
    unsigned char key[16];   /* of id, head and text: a document seen before has the same */
    uint64_t id_hash, words, item, url, slug, title_hash, publisher, agency;
    bw_day day;
    int64_t time;            /* of this version, in seconds; INT64_MIN: no time of day is known */
    int64_t version;         /* as the sender counts; -1: does not */
    uint32_t rank;           /* that its markers give it in its chain: 0 alert, 1 none, 2 first lead …; UINT32_MAX: none that counts */
    uint32_t flags;          /* BW_KEPT_… */
    bw_str id;
    /* A document without text has its title as text. Of one from the state, items are NULL until bw_shelf_read(). */
    bw_wordprint title, text;
    bw_word *late;            /* both, malloc, where they were read then */

    /* Its place, given once. */
    uint32_t number, family; /* the family's first document */
    uint32_t revises;        /* number, or BW_NO_NUMBER */
    uint32_t before;         /* the later version that came first, where this one came late */
    uint32_t next;           /* the first to revise it, or BW_NO_NUMBER: changes */
    uint32_t revision;
    bw_str copy, revision_of, story;
} bw_kept;

/* What the document's head and text say of it; `number` and what follows are left alone. In the arena. */
void bw_kept_describe(bw_arena *a, const bw_head *h, bw_kept *out);

size_t bw_kept_size(const bw_kept *k); /* bytes that a copy of it takes, with its words, about; the same in every program */

typedef struct {
    /* Gives the words of a document from the state, malloc: its title's, then its text's. */
    bw_status (*read)(void *with, const bw_kept *k, bw_word **out, bw_err *err);
    void *with;
    bw_kept **items; /* malloc each; a ring */
    uint32_t *families; /* of each, beside each other: who only asks for these touches no document */
    uint32_t room;   /* a power of two */
    uint32_t oldest, next; /* numbers: of the first that is kept, of the one to come */
    size_t bytes, limit;
} bw_shelf;

/* Empty, the next number being `first`. */
void bw_shelf_begin(bw_shelf *s, uint32_t first);
void bw_shelf_free(bw_shelf *s);

/* A copy of `k`, malloc, numbered as the next. There is room for one after bw_shelf_room(); then bw_shelf_put() cannot fail. */
BW_MUST_USE bw_status bw_shelf_room(bw_shelf *s, bw_err *err);
BW_MUST_USE bw_status bw_shelf_copy(bw_shelf *s, const bw_kept *k, bw_kept **out, bw_err *err);
void bw_shelf_put(bw_shelf *s, bw_kept *k);

bw_kept *bw_shelf_get(const bw_shelf *s, uint32_t number); /* NULL: forgotten, or none */

uint32_t bw_shelf_family(const bw_shelf *s, uint32_t number); /* of one that is forgotten, its own number */

/* The same with its words. BW_ERR_IO, BW_ERR_SYNTAX: they cannot be read. */
BW_MUST_USE bw_status bw_shelf_read(const bw_shelf *s, uint32_t number, const bw_kept **out, bw_err *err);

#endif
