#include "cli/lexicon_report.h"
#include "cli/run.h"

typedef struct {
    bw_settings shared;
    char *annotated;
    const char *codes;
} settings;

static const bw_option options[] = {
    {"output", 'o', BW_OPTION_TEXT, "DIR", "import: the folder to write, which must not be there yet", offsetof(settings, shared.output)},
    {"codes", 0, BW_OPTION_CHOICE, "raw|cameo", "import: what the codes of the dictionary are (raw)", offsetof(settings, codes)},
    BW_OPTIONS_LEXICON,
    BW_OPTIONS_KNOWLEDGE,
    {"annotated", 0, BW_OPTION_TEXT, "LIST", "report: files of annotated sentences (training/events), with commas between", offsetof(settings, annotated)},
};

typedef struct {
    const settings *settings;
    bw_buf out, faults;
    uint32_t n_faults;
} job;

static bw_status check(void *with, bw_err *err)
{
    job *j = with;
    const bw_settings *s = &j->settings->shared;
    return bw_lexicon_report(s->n_files > 1 ? s->files[1] : s->lexicon, !s->no_builtin, s->codebook, &j->out, &j->n_faults, err);
}

static bw_status import(void *with, bw_err *err)
{
    job *j = with;
    const bw_settings *s = &j->settings->shared;
    bool cameo = j->settings->codes && strcmp(j->settings->codes, "cameo") == 0;
    return bw_lexicon_import((const char *const *)s->files + 1, (size_t)s->n_files - 1, cameo, s->output, &j->faults, &j->out, err);
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings own = {0};
    int status = bw_cli_parse(self, argc, argv, &own);
    if (status >= 0)
        return status;
    const bw_settings *s = &own.shared;
    const char *what = s->n_files ? s->files[0] : "";
    bool importing = strcmp(what, "import") == 0;
    if (strcmp(what, "report") == 0) {
        own.shared.files++;
        if (--own.shared.n_files == 0 && !own.annotated)
            return bw_cli_fail(BW_EXIT_USAGE, "lexicon report: files of news, or --annotated, are needed");
        return bw_lexicon_report_run(self, s, own.annotated);
    }
    if (importing ? s->n_files < 2 : strcmp(what, "check") != 0 || s->n_files > 2)
        return bw_cli_fail(BW_EXIT_USAGE, "lexicon: 'check [DIR]', 'report [FILE...]' or 'import FILE...' is needed");
    if (importing && !s->output)
        return bw_cli_fail(BW_EXIT_USAGE, "lexicon: import needs --output DIR");

    bw_err err = {0};
    bw_arena *arena = bw_arena_new(0);
    job j = {.settings = &own, .out.arena = arena, .faults.arena = arena};
    if (!arena)
        return bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    bw_status st = bw_arena_try(arena, importing ? import : check, &j, &err);
    bw_cli_fail_lines(bw_buf_view(&j.faults));
    fwrite(j.out.ptr ? j.out.ptr : "", 1, j.out.len, stdout);
    bw_arena_free(arena);
    if (st)
        return bw_cli_fail(st == BW_ERR_SYNTAX && importing ? BW_EXIT_REFUSED : BW_EXIT_USAGE, "%s", err.msg);
    return j.n_faults ? BW_EXIT_REFUSED : BW_EXIT_DONE;
}

const bw_command bw_command_lexicon = {
    .name = "lexicon",
    .arguments = "check [DIR] | report [FILE...] | import FILE...",
    .summary = "check the rules, count how often each is right, import dictionaries of verbs",
    .text = "check: reads the rules and lists that are built in, with those of DIR laid over them, and reports every fault with\n"
            "file, line and column; else how many patterns there are of each type.\n"
            "report: codes the news in FILEs and the annotated sentences by rules alone, and prints, for each pattern, how\n"
            "often it fires and how often it is right.\n"
            "import: reads verb dictionaries of\n"
            "TABARI, PETRARCH and PETRARCH2 and writes rules into the folder --output, for --lexicon. With --codes raw\n"
            "their codes stay as they are; with --codes cameo those that CAMEO has give events of PLOVER's types.\n",
    BW_OPTIONS(options),
    .run = run,
};
