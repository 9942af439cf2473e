/* pipeline.h - the whole flow: one document through all stages, up to the one that is wanted.
 *
 *   takes:   a document with its head and text, as wire gives it
 *   gives:   the parts that each stage fills
 *   owner:   the document's arena; the pipeline is read-only after it was opened and shared by threads
 *   fails:   BW_ERR_LIMIT for a document over the limits below; bw_pipeline_open: a damaged table or model, with file, line and column
 */
#ifndef BW_PIPELINE_H
#define BW_PIPELINE_H

#include "code/code.h"
#include "link/link.h"
#include "parse/parse.h"
#include "when/when.h"

typedef enum { BW_STAGE_WIRE, BW_STAGE_PARSE, BW_STAGE_LINK, BW_STAGE_WHEN, BW_STAGE_CODE } bw_stage;

/* What one document may have at most. A text over the first is refused before any work is done on it; one that
 * asks for more than the second, when it does. */
enum { BW_DOCUMENT_TEXT = 1 << 20, BW_DOCUMENT_MEMORY = 200 << 20 };

typedef struct {
    bw_stage until;          /* the last stage to run; what later ones need is not loaded */
    const char *knowledge;   /* folders laid over the tables and rules that are built in; NULL: none */
    const char *lexicon;
    const char *codebook;    /* NULL: plover-2024 */
    bool no_builtin;
    bool rules_only;         /* code without the classifier */
    bool statements;         /* code CAMEO 01 as well */
    bool english_only;       /* what is surely in another language gets no sentences and no events */
    bool without_link;       /* leave link out, though a later stage is wanted */
    bool with_lexicon;       /* load the lexicon though the events stage is not run */
    bool given_tokens;       /* the documents bring their tokens (CoNLL-U) */
    bool given_trees;        /* and their tags and trees, and names where any is marked */
    const char *kernels;     /* of the network; NULL: the fastest */
    const char *models;      /* folder of other weights (parse.h); NULL: those that are built in. Not in the coder's hash */
    bw_when_options when;
} bw_pipeline_options;

typedef struct bw_pipeline bw_pipeline;

BW_MUST_USE bw_status bw_pipeline_open(const bw_pipeline_options *options, bw_pipeline **out, bw_err *err);
void bw_pipeline_close(bw_pipeline *p); /* NULL is allowed */

/* Runs the stages over a document that was read. Inside bw_arena_try. */
BW_MUST_USE bw_status bw_pipeline_run(const bw_pipeline *p, bw_document *doc, bw_err *err);

/* NULL where link is left out. */
const bw_knowledge *bw_pipeline_knowledge(const bw_pipeline *p);
/* Members that were not loaded are NULL. */
const bw_readers *bw_pipeline_readers(const bw_pipeline *p);

/* The coder's hash (coder_hash.h): 32 hexadecimal digits. */
const char *bw_pipeline_coder(const bw_pipeline *p);
/* The same without opening anything; 33 bytes with the NUL. */
BW_MUST_USE bw_status bw_pipeline_hash(const bw_pipeline_options *options, char out[33], bw_err *err);

#endif
