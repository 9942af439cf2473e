/* run.h - a command that does one thing to every document of its inputs, on one thread or many.
 *
 *   order:   output has the order of the input, whatever the number of threads
 *   memory:  bounded: few documents are under way at a time, a large one by itself
 *   fails:   a refused document is named on standard error with file, line and cause; the rest is done
 */
#ifndef BW_CLI_RUN_H
#define BW_CLI_RUN_H

#include "cli/cli.h"
#include "pipeline.h"
#include "wire/wire.h"

typedef struct {
    const bw_command *command;
    bw_pipeline_options stages;
    bw_str header; /* once, before all else; may be empty */
    /* What one document becomes, whole lines; called by several threads at once. */
    void (*write)(bw_document *doc, const void *with, bw_buf *out);
    const void *with;
    /* Where what was written is not printed but collected: takes one document's, in the order of the input, one at a time; at
     * the end hands out what is to be printed, piece by piece, until BW_END. NULL: it is printed as it is. */
    bw_status (*collect)(void *collector, bw_str written, bw_err *err);
    bw_status (*collected)(void *collector, bw_str *piece, bw_err *err);
    void *collector;
    /* Where an answer depends on the documents before: called for each before it is written, in the order of the input, one at a
     * time. What was written is held back a moment and handed on after settle(), so that it holds after a kill. BW_ERR_IO of either
     * ends the run. NULL: not so. */
    bw_status (*in_turn)(void *teller, bw_document *doc, bw_err *err);
    bw_status (*settle)(void *teller, bw_err *err);
    void *teller;
} bw_job;

/* `s` is the first member of the command's settings.
 * Opens the pipeline, runs all inputs (standard input when there are none), returns the exit status. */
int bw_run_documents(const bw_settings *s, const bw_job *job);

/* The same with a pipeline that is open already. */
int bw_run_with(const bw_settings *s, const bw_job *job, const bw_pipeline *p);

/* The same over documents in CoNLL-U, with the tokens they bring. */
int bw_run_conllu(const bw_settings *s, const bw_job *job);
int bw_run_conllu_with(const bw_settings *s, const bw_job *job, const bw_pipeline *p);

/* Prints what the job has collected. Without a message in `err`: the output takes no more, and errno says why. */
BW_MUST_USE bw_status bw_run_print_collected(const bw_job *job, FILE *out, bw_err *err);

/* A bw_job.write: a line of JSON by the bw_line_writer that `with` points to. */
typedef void (*bw_line_writer)(const bw_document *doc, bw_buf *out);
void bw_run_write_line(bw_document *doc, const void *with, bw_buf *out);
/* A command without options of its own that shows what the stages up to `until` make of each document. */
int bw_run_lines(const bw_command *self, int argc, char **argv, bw_stage until, const bw_line_writer *write);

void bw_run_wire_options(const bw_settings *s, bw_wire_options *out);
void bw_run_stages(const bw_settings *s, bw_stage until, bw_pipeline_options *out);

#endif
