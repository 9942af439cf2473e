#include "cli/run.h"

static const bw_option options[] = {BW_OPTIONS_INPUT, BW_OPTIONS_RUN};

static void write_line(bw_document *doc, const void *with, bw_buf *out)
{
    (void)with;
    bw_wire_write(doc, out);
    bw_buf_char(out, '\n');
}

static int run(const bw_command *self, int argc, char **argv)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    bw_job job = {.command = self, .write = write_line};
    bw_run_stages(&s, BW_STAGE_WIRE, &job.stages);
    return bw_run_documents(&s, &job);
}

const bw_command bw_command_wire = {
    .name = "wire",
    .arguments = "[FILE…]",
    .summary = "read wire copy, CSV or JSON Lines; write documents as JSON Lines",
    .text = "Reads each FILE (or standard input) and writes its documents as JSON Lines: headline, datelines,\n"
            "agency, revision marker, date and text.\n",
    BW_OPTIONS(options),
    .run = run,
};
