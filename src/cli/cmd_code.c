#include "cli/run.h"

typedef struct {
    bw_settings shared;
    const char *to;
    bool all_modalities;
} settings;

static const bw_option options[] = {
    {"to", 0, BW_OPTION_CHOICE, "table|jsonl|csv", "how events are written (table)", offsetof(settings, to)},
    {"all-modalities", 0, BW_OPTION_FLAG, NULL, "also what is negated, planned, hypothetical or denied",
     offsetof(settings, all_modalities)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_LEXICON,
    BW_OPTIONS_RUN,
};

static void write_jsonl(bw_document *doc, const void *with, bw_buf *out)
{
    for (uint32_t i = 0; i < doc->n_events; i++) {
        bw_code_write(doc, i, with, out);
        bw_buf_char(out, '\n');
    }
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    char coder[33];
    bw_pipeline_coder(NULL, coder);
    bw_event_options how = {.coder = bw_str_of(coder), .all_modalities = s.all_modalities};
    bw_job job = {.command = self->name, .write = write_jsonl, .with = &how};
    bw_run_stages(&s.shared, BW_STAGE_CODE, &job.stages);
    return bw_run_documents(&s.shared, &job);
}

const bw_command bw_command_code = {
    .name = "code",
    .arguments = "[FILE…]",
    .summary = "read the news and write its events",
    .text = "Reads wire copy, CSV or JSON Lines and writes the events in it: who did what to whom, when and where.\n",
    BW_OPTIONS(options),
    .run = run,
};
