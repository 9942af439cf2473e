#include "cli/run.h"

static const bw_option options[] = {BW_OPTIONS_INPUT, BW_OPTIONS_KNOWLEDGE, BW_OPTIONS_RUN};

static void write_line(bw_document *doc, const void *with, bw_buf *out)
{
    (void)with;
    bw_link_write(doc, out);
    bw_buf_char(out, '\n');
}

static int run(const bw_command *self, int argc, char **argv)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    bw_job job = {.command = self, .write = write_line};
    bw_run_stages(&s, BW_STAGE_LINK, &job.stages);
    return bw_run_documents(&s, &job);
}

const bw_command bw_command_link = {
    .name = "link",
    .arguments = "[FILE…]",
    .summary = "find who and where: persons, organisations, agents, countries, places",
    .text = "Reads documents and writes a line of JSON for each: its id and the mentions of persons, organisations,\n"
            "agents, countries and places, with the entity that each means on the document's day. A document that\n"
            "asks with \"spans\":[[start,end],…] is answered for just those, in order.\n",
    BW_OPTIONS(options),
    .run = run,
};
