#include "cli/lexicon_report.h"
#include "cli/run.h"

typedef struct {
    bw_settings shared;
    char *annotated;
} settings;

static const bw_option options[] = {
    BW_OPTIONS_LEXICON,
    BW_OPTIONS_KNOWLEDGE,
    {"annotated", 0, BW_OPTION_TEXT, "LIST", "report: files of annotated sentences (training/events), with commas between", offsetof(settings, annotated)},
};

typedef struct {
    const bw_settings *settings;
    bw_buf out;
    uint32_t n_faults;
} job;

static bw_status check(void *with, bw_err *err)
{
    job *j = with;
    const char *folder = j->settings->n_files > 1 ? j->settings->files[1] : j->settings->lexicon;
    return bw_lexicon_report(folder, !j->settings->no_builtin, j->settings->codebook, &j->out, &j->n_faults, err);
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings all = {0};
    int status = bw_cli_parse(self, argc, argv, &all);
    if (status >= 0)
        return status;
    bw_settings s = all.shared;
    if (s.n_files && strcmp(s.files[0], "report") == 0) {
        s.files++;
        if (--s.n_files == 0 && !all.annotated)
            return bw_cli_fail(BW_EXIT_USAGE, "lexicon report: files of news, or --annotated, are needed");
        return bw_lexicon_report_run(self, &s, all.annotated);
    }
    if (!s.n_files || strcmp(s.files[0], "check") != 0 || s.n_files > 2)
        return bw_cli_fail(BW_EXIT_USAGE, "lexicon: 'check [DIR]' or 'report [FILE…]' is needed");

    bw_err err = {0};
    bw_arena *arena = bw_arena_new(0);
    job j = {.settings = &s, .out.arena = arena};
    if (!arena)
        return bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    bw_status st = bw_arena_try(arena, check, &j, &err);
    fwrite(j.out.ptr ? j.out.ptr : "", 1, j.out.len, stdout);
    bw_arena_free(arena);
    if (st)
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    return j.n_faults ? BW_EXIT_REFUSED : BW_EXIT_DONE;
}

const bw_command bw_command_lexicon = {
    .name = "lexicon",
    .arguments = "check [DIR] | report [FILE…]",
    .summary = "check the rules, and count how often each is right",
    .text = "check: reads the rules that are built in, with those of DIR laid over them, and reports every fault with\n"
            "file, line and column; else how many patterns there are of each type.\n"
            "report: codes the news in FILEs and the annotated sentences by rules alone, and prints, for each pattern, how\n"
            "often it fires and how often it is right.\n",
    BW_OPTIONS(options),
    .run = run,
};
