#include "cli/run.h"

static const bw_option options[] = {
    BW_OPTIONS_LEXICON,
    {"no-builtin", 0, BW_OPTION_FLAG, NULL, "leave out the rules that are built in", offsetof(bw_settings, no_builtin)},
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
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (!s.n_files || strcmp(s.files[0], "check") != 0 || s.n_files > 2)
        return bw_cli_fail(BW_EXIT_USAGE, "lexicon: 'check [DIR]' is needed");

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
    .arguments = "check [DIR]",
    .summary = "check the rules",
    .text = "check: reads the rules and lists that are built in, with those of DIR laid over them, and reports every\n"
            "fault with file, line and column; else how many patterns there are of each type.\n",
    BW_OPTIONS(options),
    .run = run,
};
