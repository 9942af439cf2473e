#include "cli/run.h"

typedef struct {
    bw_settings shared;
    const char *prefer;
} settings;

static const bw_option options[] = {
    {"prefer", 0, BW_OPTION_CHOICE, "past|future", "which Monday \"Monday\" is when nothing says (past)",
     offsetof(settings, prefer)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_RUN,
};

static const bw_line_writer writer = bw_when_write;

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    bw_job job = {.command = self, .write = bw_run_write_line, .with = &writer};
    bw_run_stages(&s.shared, BW_STAGE_WHEN, &job.stages);
    job.stages.without_link = true;
    job.stages.when.prefer_future = s.prefer && strcmp(s.prefer, "future") == 0;
    return bw_run_documents(&s.shared, &job);
}

const bw_command bw_command_when = {
    .name = "when",
    .arguments = "[FILE…]",
    .summary = "find dates and durations, resolved against the document's day",
    .text = "Reads documents and writes a line of JSON for each: its id and the expressions of time in it, with their\n"
            "TIMEX3 value and the days they cover. A document that asks with \"spans\":[[start,end],…] is answered\n"
            "for just those, in order.\n",
    BW_OPTIONS(options),
    .run = run,
};
