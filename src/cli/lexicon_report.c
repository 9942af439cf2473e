#include "cli/lexicon_report.h"

#include "base/file.h"
#include "cli/run.h"
#include "code/tally.h"

#include <string.h>

typedef struct {
    const bw_pipeline *pipeline;
    bw_tally *tally;
    bw_arena *files, *sentence;
    bw_str line;
    const char *file;
    uint32_t number;
} reading;

static bw_status read_pair(void *with, bw_err *err)
{
    reading *r = with;
    bw_annotated said;
    bw_status st = bw_annotated_read(r->sentence, r->line, r->file, r->number, &said, err);
    bw_document doc = {.arena = r->sentence, .head.words = -1, .head.day = BW_NO_DAY, .head.text = said.text};
    if (!st)
        st = bw_pipeline_run(r->pipeline, &doc, err);
    if (!st)
        bw_tally_pair(r->tally, &doc, &said);
    return st;
}

static bw_status read_annotated(void *with, bw_err *err)
{
    reading *r = with;
    bw_str text;
    bw_status st = bw_file_read(r->files, r->file, SIZE_MAX >> 1, &text, err);
    for (r->number = 1; !st && bw_str_cut(&text, '\n', &r->line); r->number++) {
        if (r->line.len == 0 || *r->line.ptr == '#')
            continue;
        bw_arena_mark mark = bw_arena_save(r->sentence);
        st = bw_arena_try(r->sentence, read_pair, r, err);
        bw_arena_restore(r->sentence, mark);
    }
    return st;
}

static void count_document(bw_document *doc, const void *with, bw_buf *out)
{
    (void)out;
    const reading *r = with;
    bw_tally_text(r->tally, doc);
}

static bw_status begin_tally(void *with, bw_err *err)
{
    reading *r = with;
    (void)err;
    r->tally = bw_tally_new(bw_pipeline_readers(r->pipeline)->lexicon, r->files);
    return BW_OK;
}

static bw_status end_tally(void *with, bw_err *err)
{
    reading *r = with;
    bw_buf out = {.arena = r->files};
    (void)err;
    bw_tally_write(r->tally, &out);
    fwrite(out.ptr, 1, out.len, stdout);
    return BW_OK;
}

static int report(const bw_command *self, const bw_settings *s, char *annotated, reading *r)
{
    bw_err err = {0};
    char *rest = NULL;
    if (bw_arena_try(r->files, begin_tally, r, &err))
        return bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg);
    for (char *f = annotated ? strtok_r(annotated, ",", &rest) : NULL; f; f = strtok_r(NULL, ",", &rest)) {
        r->file = f;
        if (bw_arena_try(r->files, read_annotated, r, &err))
            return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    }
    bw_job job = {.command = self, .write = count_document, .with = r};
    int status = s->n_files ? bw_run_with(s, &job, r->pipeline) : BW_EXIT_DONE;
    return bw_arena_try(r->files, end_tally, r, &err) ? bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg) : status;
}

int bw_lexicon_report_run(const bw_command *self, const bw_settings *s, char *annotated)
{
    bw_pipeline *p = NULL;
    bw_pipeline_options stages;
    bw_err err = {0};
    bw_run_stages(s, BW_STAGE_CODE, &stages);
    stages.rules_only = true;
    if (bw_pipeline_open(&stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    reading r = {.pipeline = p, .files = bw_arena_new(0), .sentence = bw_arena_new(BW_DOCUMENT_MEMORY)};
    int status = r.files && r.sentence ? report(self, s, annotated, &r) : bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    bw_arena_free(r.files);
    bw_arena_free(r.sentence);
    bw_pipeline_close(p);
    return status;
}
