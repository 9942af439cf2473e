#include "cli/run.h"

#include "base/file.h"
#include "parse/conllu.h"

/* One file after the other, on one thread: this is for measuring. */
typedef struct {
    const bw_job *job;
    const bw_pipeline *pipeline;
    bw_document doc;
    bw_str *rest;
    uint64_t *line;
    bw_buf out;
} item;

static bw_status work_item(void *with, bw_err *err)
{
    item *it = with;
    bw_status st = bw_conllu_read(it->rest, it->line, &it->doc, err);
    if (!st)
        st = bw_pipeline_run(it->pipeline, &it->doc, err);
    if (!st)
        it->job->write(&it->doc, it->job->with, &it->out);
    return st;
}

typedef struct {
    bw_arena *arena;
    const char *name;
    bw_str bytes;
} whole_file;

static bw_status read_file(void *with, bw_err *err)
{
    whole_file *f = with;
    return bw_file_read(f->arena, f->name, BW_WIRE_MAX_ITEM, &f->bytes, err);
}

static bw_status run_file(const bw_job *job, const bw_pipeline *p, bw_arena *arena, const char *name, bw_err *err)
{
    whole_file f = {.arena = arena, .name = name};
    bw_status st = bw_arena_try(arena, read_file, &f, err);
    if (st)
        return st;
    uint64_t line = 0;
    bw_arena_mark before = bw_arena_save(arena);
    for (;;) {
        item it = {.job = job, .pipeline = p, .doc.arena = arena, .out.arena = arena, .rest = &f.bytes, .line = &line};
        st = bw_arena_try(arena, work_item, &it, err);
        if (st == BW_END)
            return BW_OK;
        if (st)
            return bw_fail_at(err, st, "%s", name);
        if (job->collect)
            st = job->collect(job->collector, bw_buf_view(&it.out), err);
        else
            fwrite(it.out.ptr ? it.out.ptr : "", 1, it.out.len, stdout);
        bw_arena_restore(arena, before);
        if (st)
            return st;
    }
}

int bw_run_conllu_with(const bw_settings *s, const bw_job *job, const bw_pipeline *p)
{
    static char standard[] = "-";
    char *one[] = {standard};
    char **files = s->n_files ? s->files : one;
    int status = BW_EXIT_DONE, n = s->n_files ? s->n_files : 1;
    bw_err err = {0};
    fwrite(job->header.ptr ? job->header.ptr : "", 1, job->header.len, stdout);
    for (int i = 0; i < n; i++) {
        bw_arena *arena = bw_arena_new((size_t)BW_DOCUMENT_MEMORY);
        if (!arena || run_file(job, p, arena, files[i], &err))
            status = bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg);
        bw_arena_free(arena);
    }
    err = (bw_err){0};
    if (job->collect && bw_run_print_collected(job, stdout, &err))
        status = bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg[0] ? err.msg : "standard output: cannot write");
    return status;
}

int bw_run_conllu(const bw_settings *s, const bw_job *job)
{
    bw_pipeline *p = NULL;
    bw_err err = {0};
    if (bw_pipeline_open(&job->stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    int status = bw_run_conllu_with(s, job, p);
    bw_pipeline_close(p);
    return status;
}
