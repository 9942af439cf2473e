#include "cli/run.h"
#include "code/event_out.h"

#include <sys/ioctl.h>
#include <unistd.h>

typedef struct {
    bw_settings shared;
    const char *to, *offsets, *one_a_day;
    int confidence;
    bool all_modalities, any_language, statements, unique, dyads, gold_trees, explain;
} settings;

static const bw_option options[] = {
    {"to", 0, BW_OPTION_CHOICE, "table|jsonl|csv|plover|polecat|phoenix|petrarch|icews|gdelt|gdelt1|documents",
     "how events are written (table)", offsetof(settings, to)},
    {"all-modalities", 0, BW_OPTION_FLAG, NULL,
     "all but JSON Lines: also what is negated, planned, hypothetical or denied", offsetof(settings, all_modalities)},
    {"confidence", 0, BW_OPTION_NUMBER, "PERCENT", "only events that are at least so likely to be right", offsetof(settings, confidence)},
    {"statements", 0, BW_OPTION_FLAG, NULL, "also statements (CAMEO 01), which have no type; the formats of CAMEO have them",
     offsetof(settings, statements)},
    {"any-language", 0, BW_OPTION_FLAG, NULL, "code what is not in English too", offsetof(settings, any_language)},
    {"unique", 0, BW_OPTION_FLAG, NULL, "one event for each happening that a document tells more than once",
     offsetof(settings, unique)},
    {"dyads", 0, BW_OPTION_FLAG, NULL, "a row for each ordered pair of one actor and one recipient",
     offsetof(settings, dyads)},
    {"one-a-day", 0, BW_OPTION_CHOICE, "phoenix|root", "dyads of all documents on one day made one: of whole codes, or countries and type",
     offsetof(settings, one_a_day)},
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

    bw_event_format format = s.explain ? BW_TO_JSONL : BW_TO_TABLE;
    bw_sameness one_a_day = BW_SAME_NONE;
    (void)(s.to && bw_event_format_of(s.to, &format)); /* the options take no other */
    (void)(s.one_a_day && bw_sameness_of(s.one_a_day, &one_a_day));
    if (s.explain && format != BW_TO_JSONL)
        return bw_cli_fail(BW_EXIT_USAGE, "code: --explain writes JSON Lines, not --to %s", s.to);
    if (s.explain && (s.unique || s.dyads || s.one_a_day || s.confidence))
        return bw_cli_fail(BW_EXIT_USAGE, "code: --explain and --%s exclude each other", s.unique ? "unique" : s.dyads ? "dyads" : s.one_a_day ? "one-a-day" : "confidence");
    if (s.confidence > 100)
        return bw_cli_fail(BW_EXIT_USAGE, "code: --confidence is a percentage, 1 to 100");
    if (s.one_a_day && !bw_event_format_counts(format))
        return bw_cli_fail(BW_EXIT_USAGE, "code: --one-a-day counts documents and publishers, and --to %s has no room for them",
                           s.to ? s.to : "table");
    if (bw_event_format_is_whole(format) && (s.dyads || is(s.offsets, "chars")))
        return bw_cli_fail(BW_EXIT_USAGE, "code: --to documents keeps events whole and counts bytes, to be read again: no %s", s.dyads ? "--dyads" : "--offsets chars");
    if (s.one_a_day && s.shared.resume)
        return bw_cli_fail(BW_EXIT_USAGE, "code: --one-a-day writes when all is read: there is nothing to --resume");

    bw_job job = {.command = self, .write = s.explain ? bw_code_explain_write : bw_event_write};
    bw_run_stages(&s.shared, s.explain ? BW_STAGE_WHEN : BW_STAGE_CODE, &job.stages); /* what explains also codes */
    job.stages.with_lexicon = s.explain;
    job.stages.given_tokens = job.stages.given_trees = s.gold_trees;
    job.stages.english_only = !s.any_language;
    job.stages.statements = s.statements || bw_event_format_has_statements(format);
    bw_err err = {0};
    bw_pipeline *p = NULL;
    if (bw_pipeline_open(&job.stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);

    bw_event_out how = {
        .format = format,
        .record = {.coder = bw_str_of(bw_pipeline_coder(p)),
                   .all_modalities = s.all_modalities,
                   .chars = is(s.offsets, "chars")},
        .least_confidence = (float)s.confidence / 100,
        .unique = s.unique,
        .dyads = s.dyads || s.one_a_day,
        .one_a_day = one_a_day,
        .width = terminal_width(&s.shared),
        .book = bw_lexicon_book(bw_pipeline_readers(p)->lexicon),
        .knowledge = bw_pipeline_knowledge(p),
    };
    bw_explain_out explained = {.readers = bw_pipeline_readers(p), .record = how.record};
    job.with = s.explain ? (const void *)&explained : &how;
    bw_event_collector *collector = s.one_a_day ? bw_event_collector_new() : NULL;
    if (collector) {
        job.collect = bw_event_collect;
        job.collected = bw_event_collected;
        job.collector = collector;
    }

    header h = {.how = &how, .arena = bw_arena_new(0)};
    if (!h.arena || (s.one_a_day && !collector) || bw_arena_try(h.arena, make_header, &h, &err))
        status = bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    else {
        job.header = h.text;
        status = s.gold_trees ? bw_run_conllu_with(&s.shared, &job, p) : bw_run_with(&s.shared, &job, p);
    }
    bw_event_collector_free(collector);
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
        "JSON Lines, and is left out of all else and of dyads unless --all-modalities asks for it. plover, polecat, phoenix,\n"
        "petrarch, icews, gdelt (2.0) and gdelt1 (1.0) are the formats of those data sets; documents is each document\n"
        "with its events in it, for broadway story.\n"
        "With --explain each sentence is a line of JSON that says why it was coded so.\n",
    BW_OPTIONS(options),
    .run = run,
};
