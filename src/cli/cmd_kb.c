#include "base/file.h"
#include "cli/run.h"
#include "link/crosswalk.h"

typedef struct {
    bw_settings shared;
    const char *reference;
} settings;

static const bw_option options[] = {
    {"date", 0, BW_OPTION_DAY, "DAY", "find, crosswalk: on that day", offsetof(settings, shared.date)},
    {"reference", 0, BW_OPTION_TEXT, "FILE", "check: compare office holders of 2001 to 2024 with this CSV file's",
     offsetof(settings, reference)},
    {"output", 'o', BW_OPTION_TEXT, "DIR", "import: the folder to write, which must not be there yet",
     offsetof(settings, shared.output)},
    BW_OPTIONS_KNOWLEDGE,
};

typedef struct {
    const bw_settings *settings;
    const char *reference;
    bw_buf out, faults;
} job;

/* Beside the faults: what the tables lack that another list of office holders has. */
static bw_status compare(job *j, const char *folder, bw_err *err)
{
    enum { MOST_BYTES = 1 << 28 };
    bw_knowledge *k = NULL;
    bw_str csv;
    bw_status st = bw_file_read(j->out.arena, j->reference, MOST_BYTES, &csv, err);
    if (!st)
        st = bw_knowledge_open(folder, !j->settings->no_builtin, &k, err);
    if (st)
        return st;
    st = bw_knowledge_coverage(k, csv, &j->out, err);
    bw_knowledge_close(k);
    return st ? bw_fail_at(err, st, "%s", j->reference) : BW_OK;
}

static bw_status check(void *with, bw_err *err)
{
    job *j = with;
    const char *folder = j->settings->n_files > 1 ? j->settings->files[1] : j->settings->knowledge;
    bw_status st = bw_knowledge_check(folder, !j->settings->no_builtin, &j->out, err);
    return st || !j->reference ? st : compare(j, folder, err);
}

static bw_status find(void *with, bw_err *err)
{
    job *j = with;
    const bw_settings *s = j->settings;
    bw_knowledge *k = NULL;
    bw_status st = bw_knowledge_open(s->knowledge, !s->no_builtin, &k, err);
    if (st)
        return st;
    bw_buf name = {.arena = j->out.arena};
    for (int i = 1; i < s->n_files; i++)
        bw_buf_print(&name, i > 1 ? " %s" : "%s", s->files[i]);
    bw_knowledge_find(k, bw_buf_view(&name), s->date, &j->out);
    bw_knowledge_close(k);
    return BW_OK;
}

static bw_status crosswalk(void *with, bw_err *err)
{
    job *j = with;
    const bw_settings *s = j->settings;
    bw_knowledge *k = NULL;
    bw_status st = bw_knowledge_open(s->knowledge, !s->no_builtin, &k, err);
    if (st)
        return st;
    for (int i = 1; i < s->n_files; i++) {
        size_t before = j->out.len;
        bw_crosswalk_show(k, bw_str_of(s->files[i]), s->date, &j->out);
        if (j->out.len == before)
            bw_buf_print(&j->faults, "kb: no scheme has the code '%s'%s\n", s->files[i], s->date == BW_NO_DAY ? "" : " on that day");
    }
    bw_knowledge_close(k);
    return BW_OK;
}

static bw_status import(void *with, bw_err *err)
{
    job *j = with;
    const bw_settings *s = j->settings;
    return bw_knowledge_import((const char *const *)s->files + 1, (size_t)s->n_files - 1, s->output, &j->faults, &j->out, err);
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings own = {0};
    int status = bw_cli_parse(self, argc, argv, &own);
    if (status >= 0)
        return status;
    const bw_settings s = own.shared;
    const char *what = s.n_files ? s.files[0] : "";
    bool checking = strcmp(what, "check") == 0, importing = strcmp(what, "import") == 0, crossing = strcmp(what, "crosswalk") == 0;
    if (checking ? s.n_files > 2 : (!importing && !crossing && strcmp(what, "find") != 0) || s.n_files < 2)
        return bw_cli_fail(BW_EXIT_USAGE, "kb: 'check [DIR]', 'find NAME', 'crosswalk CODE...' or 'import FILE...' is needed");
    if (importing && !s.output)
        return bw_cli_fail(BW_EXIT_USAGE, "kb: import needs --output DIR");

    bw_err err = {0};
    bw_arena *arena = bw_arena_new(0);
    job j = {.settings = &s, .reference = own.reference, .out.arena = arena, .faults.arena = arena};
    if (!arena)
        return bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    bw_status st = bw_arena_try(arena, checking ? check : importing ? import : crossing ? crosswalk : find, &j, &err);
    bw_cli_fail_lines(bw_buf_view(&j.faults));
    fwrite(j.out.ptr ? j.out.ptr : "", 1, j.out.len, stdout);
    bool nothing = !st && !crossing && j.out.len == 0;
    bw_arena_free(arena);
    if (nothing)
        return bw_cli_fail(BW_EXIT_DONE, "kb: the tables know nobody and nothing of this name");
    if (st) /* faults are what was looked for; a folder that is not there is a wrong use */
        return bw_cli_fail(st == BW_ERR_SYNTAX && (checking || importing) ? BW_EXIT_REFUSED : BW_EXIT_USAGE, "%s", err.msg);
    return BW_EXIT_DONE;
}

const bw_command bw_command_kb = {
    .name = "kb",
    .arguments = "check [DIR] | find NAME | crosswalk CODE... | import FILE...",
    .summary = "check the tables of who is who, look up somebody or a code, import dictionaries",
    .text =
        "check: reads the tables that are built in, with those of DIR laid over them, and reports every fault with\n"
        "file, line and column. find: whom and what NAME may mean, best first, and why. crosswalk: each line of the table\n"
        "of codes with a CODE, ours or another scheme's (CAMEO, FIPS, COW, Gleditsch and Ward, ICEWS, GDELT). import:\n"
        "reads dictionaries of TABARI and PETRARCH (actors, agents, discards) and writes tables into the folder --output,\n"
        "for --knowledge: what they name is coded with their codes.\n",
    BW_OPTIONS(options),
    .run = run,
};
