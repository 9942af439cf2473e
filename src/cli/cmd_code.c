#include "cli/run.h"
#include "code/event_out.h"

#include <sys/ioctl.h>
#include <unistd.h>

typedef struct {
    bw_settings shared;
    const char *to, *offsets;
    bool all_modalities, unique, dyads, gold_trees, explain;
} settings;

static const bw_option options[] = {
    {"to", 0, BW_OPTION_CHOICE, "table|jsonl|csv", "how events are written (table)", offsetof(settings, to)},
    {"all-modalities", 0, BW_OPTION_FLAG, NULL,
     "table, CSV and dyads: also what is negated, planned, hypothetical or denied", offsetof(settings, all_modalities)},
    {"unique", 0, BW_OPTION_FLAG, NULL, "one event for each happening that a document tells more than once",
     offsetof(settings, unique)},
    {"dyads", 0, BW_OPTION_FLAG, NULL, "a row for each ordered pair of one actor and one recipient",
     offsetof(settings, dyads)},
    {"offsets", 0, BW_OPTION_CHOICE, "bytes|chars", "what offsets into the text count (bytes)",
     offsetof(settings, offsets)},
    {"explain", 0, BW_OPTION_FLAG, NULL, "a line of JSON for each sentence: all that was made of it, the rules tried, its events",
     offsetof(settings, explain)},
    {"gold-trees", 0, BW_OPTION_FLAG, NULL, "the input is CoNLL-U; keep its trees", offsetof(settings, gold_trees)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_LEXICON,
    BW_OPTION_RULES_ONLY,
    BW_OPTIONS_RUN,
};

/* Columns of the terminal that the table goes to; 0 when it goes elsewhere. */
static int terminal_width(const bw_settings *s)
{
    struct winsize w;
    return !s->output && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 ? w.ws_col : 0;
}

static bool is(const char *value, const char *name) { return value && strcmp(value, name) == 0; }

typedef struct {
    const bw_event_out *how;
    bw_arena *arena;
    bw_str text;
} header;

static bw_status make_header(void *with, bw_err *err)
{
    header *h = with;
    (void)err;
    h->text = bw_event_header(h->how, h->arena);
    return BW_OK;
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;

    if (s.explain && s.to && !is(s.to, "jsonl"))
        return bw_cli_fail(BW_EXIT_USAGE, "code: --explain writes JSON Lines, not --to %s", s.to);
    if (s.explain && (s.unique || s.dyads))
        return bw_cli_fail(BW_EXIT_USAGE, "code: --explain and --%s exclude each other", s.unique ? "unique" : "dyads");
    bw_job job = {.command = self, .write = s.explain ? bw_code_explain_write : bw_event_write};
    bw_run_stages(&s.shared, s.explain ? BW_STAGE_WHEN : BW_STAGE_CODE, &job.stages); /* what explains also codes */
    job.stages.with_lexicon = s.explain;
    job.stages.given_tokens = job.stages.given_trees = s.gold_trees;
    bw_err err = {0};
    bw_pipeline *p = NULL;
    if (bw_pipeline_open(&job.stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);

    bw_event_out how = {
        .format = is(s.to, "jsonl") || s.explain ? BW_TO_JSONL
                  : is(s.to, "csv") ? BW_TO_CSV
                                    : BW_TO_TABLE,
        .record = {.coder = bw_str_of(bw_pipeline_coder(p)),
                   .all_modalities = s.all_modalities,
                   .chars = is(s.offsets, "chars")},
        .unique = s.unique,
        .dyads = s.dyads,
        .width = terminal_width(&s.shared),
    };
    bw_explain_out explained = {.readers = bw_pipeline_readers(p), .record = how.record};
    job.with = s.explain ? (const void *)&explained : &how;

    header h = {.how = &how, .arena = bw_arena_new(0)};
    if (!h.arena || bw_arena_try(h.arena, make_header, &h, &err))
        status = bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    else {
        job.header = h.text;
        status = s.gold_trees ? bw_run_conllu_with(&s.shared, &job, p) : bw_run_with(&s.shared, &job, p);
    }
    bw_arena_free(h.arena);
    bw_pipeline_close(p);
    return status;
}

const bw_command bw_command_code = {
    .name = "code",
    .arguments = "[FILE…]",
    .summary = "read the news and write its events",
    .text =
        "Reads wire copy, CSV or JSON Lines (standard input when no FILE is named, or \"-\") and writes the events\n"
        "in it: who did what to whom, when and where. What is negated, planned, hypothetical or denied stands in\n"
        "JSON Lines, and is left out of the table, CSV and dyads unless --all-modalities asks for it.\n"
        "With --explain each sentence is a line of JSON that says why it was coded so.\n",
    BW_OPTIONS(options),
    .run = run,
};
