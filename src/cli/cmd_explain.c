#include "cli/run.h"

#include "base/file.h"
#include "base/utf8.h"

#include <sys/stat.h>

static const bw_option options[] = {
    {"date", 0, BW_OPTION_DAY, "DAY", "the day on which it was written, as 2021-04-01", offsetof(bw_settings, date)},
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_LEXICON,
    BW_OPTION_RULES_ONLY,
};

typedef struct {
    const bw_settings *settings;
    const bw_pipeline *pipeline;
    bw_arena *arena;
    bw_str text;
    bw_buf out;
} job;

/* The text to explain: the arguments are words of one sentence, or sentences; the shell took their blanks. */
static bw_status read_text(void *with, bw_err *err)
{
    job *j = with;
    bw_str text = {0};
    size_t n_bad;

    if (j->settings->n_files == 0) {
        bw_status st = bw_file_read(j->arena, "-", 1 << 20, &text, err);
        if (st)
            return st;
    } else {
        bw_buf b = {.arena = j->arena};
        for (int i = 0; i < j->settings->n_files; i++)
            bw_buf_print(&b, i ? " %s" : "%s", j->settings->files[i]);
        text = bw_buf_view(&b);
    }
    j->text = bw_str_trim(bw_utf8_repair(j->arena, text, &n_bad));
    return j->text.len ? BW_OK : bw_fail(err, BW_ERR_USAGE, "explain: no sentence");
}

static bw_status explain(void *with, bw_err *err)
{
    job *j = with;
    bw_document doc = {.arena = j->arena};
    doc.head.text = j->text;
    doc.head.id = BW_LIT("sentence");
    doc.head.words = -1;
    doc.head.day = j->settings->date;
    if (doc.head.day != BW_NO_DAY) {
        char day[11];
        bw_day_format(doc.head.day, day);
        doc.head.published = bw_str_copy(j->arena, bw_str_of(day));
    }
    bw_status st = bw_pipeline_run(j->pipeline, &doc, err);
    return st ? st : bw_code_explain(bw_pipeline_readers(j->pipeline), &doc, &j->out, err);
}

static int run(const bw_command *self, int argc, char **argv)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    struct stat there;
    if (s.n_files == 1 && stat(s.files[0], &there) == 0 && S_ISREG(there.st_mode))
        return bw_cli_fail(BW_EXIT_USAGE, "explain: '%s' is a file, and a sentence is wanted: broadway explain <%s",
                           s.files[0], s.files[0]);
    bw_pipeline_options stages;
    bw_pipeline *p = NULL;
    bw_err err = {0};
    bw_run_stages(&s, BW_STAGE_WHEN, &stages); /* what explains also codes */
    stages.with_lexicon = true;
    bw_arena *arena = bw_arena_new(BW_DOCUMENT_MEMORY);
    job j = {.settings = &s, .arena = arena, .out.arena = arena};
    bw_status st = arena ? bw_arena_try(arena, read_text, &j, &err) : bw_fail(&err, BW_ERR_MEMORY, "out of memory");
    if (!st) {
        st = bw_pipeline_open(&stages, &p, &err);
        if (st)
            st = BW_ERR_USAGE; /* tables that are not there, or faulty */
    }
    j.pipeline = p;
    if (!st)
        st = bw_arena_try(arena, explain, &j, &err);
    if (st)
        status = bw_cli_fail(st == BW_ERR_USAGE ? BW_EXIT_USAGE : BW_EXIT_REFUSED, "%s", err.msg);
    else {
        fwrite(j.out.ptr ? j.out.ptr : "", 1, j.out.len, stdout);
        status = BW_EXIT_DONE;
    }
    bw_arena_free(arena);
    bw_pipeline_close(p);
    return status;
}

const bw_command bw_command_explain = {
    .name = "explain",
    .arguments = "[SENTENCE…]",
    .summary = "show for a sentence what every stage makes of it, and why",
    .text =
        "Takes a sentence as arguments, or from standard input, and shows tokens, tree, entities with reasons, dates,\n"
        "the rules tried, where each failed and why one that fits gave no event, the classifier's view, and the events.\n",
    BW_OPTIONS(options),
    .run = run,
};
