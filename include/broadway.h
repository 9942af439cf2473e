/* broadway.h - news in, events out: the public interface of libbroadway.
 *
 *     bw_coder *coder;
 *     char why[BW_MESSAGE];
 *     if (bw_coder_open(NULL, &coder, why) != BW_DONE)
 *         …why says what is wrong…
 *     bw_reader *reader = bw_reader_new(coder);
 *     bw_text story = {.size = sizeof story, .text = bytes, .published = "2021-04-01"};
 *     if (bw_reader_read(reader, &story) == BW_DONE)
 *         for (size_t i = 0; i < bw_reader_events(reader); i++)
 *             puts(bw_reader_field(reader, i, "type"));
 *     bw_reader_free(reader);
 *     bw_coder_close(coder);
 *
 *   threads: a coder is read-only and shared by any number of threads; a reader belongs to one thread at a time.
 *   owner:   what a reader returns stays its own, and valid until its next read or bw_reader_free().
 *   text:    UTF-8, ended by NUL. What comes in malformed is repaired.
 *   fails:   a call returns a bw_outcome; nothing prints, exits, or changes a locale or signal. After a failure a
 *            reader can read the next document.
 *   binary:  the two structs begin with their size, so that later versions can add members at the end.
 */
#ifndef BROADWAY_H
#define BROADWAY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    BW_DONE = 0,
    BW_REFUSED = 1,   /* the document is malformed or asks for more memory than one document may have */
    BW_NO_MEMORY = 2,
    BW_UNREADABLE = 3, /* a folder of tables cannot be read, or a table in it is faulty */
    BW_MISUSE = 4,     /* an option that does not exist */
} bw_outcome;

enum { BW_MESSAGE = 400 }; /* bytes for a message, with its NUL */

/* ---- the coder: tables, rules and weights, opened once ------------------------------------------------ */

typedef struct bw_coder bw_coder;

typedef struct {
    size_t size;           /* sizeof(bw_coder_options) */
    const char *knowledge; /* folder of tables laid over those built in, or NULL */
    const char *lexicon;   /* folder of rules laid over those built in, or NULL */
    const char *codebook;  /* "plover-2024" (NULL too) or "cameo2plover-2021" */
    int no_builtin;        /* not 0: leave out the tables and rules that are built in */
} bw_coder_options;

/* `options` NULL: all built in. On failure *out is NULL and `why` (BW_MESSAGE bytes, or NULL) says what is wrong. */
bw_outcome bw_coder_open(const bw_coder_options *options, bw_coder **out, char *why);
void bw_coder_close(bw_coder *coder); /* after its readers; NULL is allowed */

/* The hash of program, tables, rules and weights in use: 32 hexadecimal digits. */
const char *bw_coder_version(const bw_coder *coder);

/* ---- a reader: one document at a time ------------------------------------------------------------------ */

typedef struct bw_reader bw_reader;

/* One document. All but `size` and `text` may be left 0. */
typedef struct {
    size_t size;           /* sizeof(bw_text) */
    const char *text;
    size_t length;         /* bytes of the text; 0: up to its NUL */
    const char *id;        /* as it shall stand in the events */
    const char *title;
    const char *published; /* "2021-04-01", or a time that begins so */
    const char *url, *publisher;
} bw_text;

bw_reader *bw_reader_new(const bw_coder *coder); /* NULL: no memory */
void bw_reader_free(bw_reader *reader);          /* NULL is allowed */

/* Codes a text that is an article's body as it stands. */
bw_outcome bw_reader_read(bw_reader *reader, const bw_text *document);

/* Codes wire copy as an agency sends it: headline, dateline, agency and revision marker are taken from the copy.
 * `published` (or NULL) is the date of copy without one. */
bw_outcome bw_reader_read_copy(bw_reader *reader, const char *copy, size_t length, const char *published);

/* What went wrong with the last read; "" after a success. */
const char *bw_reader_error(const bw_reader *reader);

/* ---- what the document said ----------------------------------------------------------------------------- */

/* Events of the document last read, in the order of sentence and trigger; also those that are negated, planned,
 * hypothetical or denied (see the fields "polarity" and "modality"). 0 after a failure. */
size_t bw_reader_events(const bw_reader *reader);

/* A field of an event by the name of its column in CSV ("date", "type", "actor_code", …); "" when the event does
 * not have it, NULL for an event or a field that does not exist, or without memory. */
const char *bw_reader_field(bw_reader *reader, size_t event, const char *name);

/* The names of all fields: the i-th, or NULL behind the last. */
const char *bw_field_name(size_t i);

/* An event has parties on two sides. */
typedef enum { BW_ACTOR, BW_RECIPIENT } bw_side;
size_t bw_reader_parties(const bw_reader *reader, size_t event, bw_side side);

/* One thing of one party: "text", "name", "code", "country", "sectors", "role", "entity", "wikidata". As above. */
const char *bw_reader_party(bw_reader *reader, size_t event, bw_side side, size_t party, const char *name);

/* The whole event as one line of JSON, without its newline; NULL as above. */
const char *bw_reader_json(bw_reader *reader, size_t event);

/* "0.1.0" */
const char *bw_version(void);

#ifdef __cplusplus
}
#endif

#endif
