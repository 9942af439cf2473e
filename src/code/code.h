/* code.h - sentence to events: rules over dependency trees say who did what to whom.
 *
 *   takes:   a document with tokens, mentions and times; a compiled lexicon
 *   gives:   doc->events, in the order of sentence and trigger
 *   owner:   the document's arena; the lexicon is read-only and shared by threads
 *   fails:   bw_lexicon_open: BW_ERR_SYNTAX with file, line and column of a fault
 */
#ifndef BW_CODE_CODE_H
#define BW_CODE_CODE_H

#include "document.h"

typedef struct bw_lexicon bw_lexicon;

/* The rules built in, with those of `overlay` (a folder, or NULL) laid over them. `codebook`: "plover-2024"
 * (NULL too) or "cameo2plover-2021": which table turns CAMEO codes into types. */
BW_MUST_USE bw_status bw_lexicon_open(const char *overlay, bool builtin, const char *codebook, bw_lexicon **out,
                                      bw_err *err);
void bw_lexicon_close(bw_lexicon *l);
const struct bw_codebook *bw_lexicon_book(const bw_lexicon *l);

/* The two readers: rules, and a trained network (classifier.h) that proposes what no rule foresaw and doubts what a rule says. */
typedef struct {
    const bw_lexicon *lexicon;
    const struct bw_classifier *classifier; /* NULL: rules alone */
    bool statements;         /* also CAMEO 01, which PLOVER leaves out: events without a type */
} bw_readers;

/* Opens and closes: every fault as a line FILE:LINE:COLUMN: cause, or a count of patterns a type when there is none. */
BW_MUST_USE bw_status bw_lexicon_report(const char *overlay, bool builtin, const char *codebook, bw_buf *out,
                                        uint32_t *n_faults, bw_err *err);

/* Verb dictionaries of TABARI and PETRARCH to a new folder of rules (docs/import.md); with `cameo` their codes are CAMEO's. Faults
 * come as FILE:LINE:COLUMN: cause, with BW_ERR_SYNTAX; the rest is written. */
BW_MUST_USE bw_status bw_lexicon_import(const char *const *files, size_t n_files, bool cameo, const char *folder, bw_buf *faults,
                                        bw_buf *summary, bw_err *err);

BW_MUST_USE bw_status bw_code_events(const bw_readers *readers, bw_document *doc, bw_err *err);

typedef struct {
    bw_str coder;         /* hash of program, lexicon, knowledge, model */
    bool all_modalities;  /* for CSV and table; JSON Lines always has them all */
    bool chars;           /* offsets in characters instead of bytes */
} bw_event_options;

/* Event `i` as one line of JSON, without its newline; the record of docs/events.md. */
void bw_code_write(const bw_document *doc, uint32_t i, const bw_event_options *options, bw_buf *out);

/* What the text states between two spans of it: always answers. `doc` holds the parsed, linked, dated text. */
typedef struct {
    bw_plover type;
    char cameo[BW_MAX_CAMEO];
    float confidence;
    bw_str rule;          /* empty: the classifier says it */
} bw_relation;
BW_MUST_USE bw_status bw_code_relate(const bw_readers *readers, bw_document *doc, bw_span actor, bw_span recipient,
                                     bw_relation *out, bw_err *err);

/* For a person: tokens, tree, entities, dates, rules tried and where each failed, events. */
BW_MUST_USE bw_status bw_code_explain(const bw_readers *readers, bw_document *doc, bw_buf *out, bw_err *err);

/* The same as JSON, a line for each sentence, events in it (docs/events.md). `with` is a bw_explain_out. */
typedef struct {
    const bw_readers *readers;
    bw_event_options record;
} bw_explain_out;
void bw_code_explain_write(bw_document *doc, const void *with, bw_buf *out);

#endif
