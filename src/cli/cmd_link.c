#include "cli/run.h"

static const bw_option options[] = {BW_OPTIONS_INPUT, BW_OPTIONS_KNOWLEDGE, BW_OPTIONS_RUN};

static const bw_line_writer writer = bw_link_write;

static int run(const bw_command *self, int argc, char **argv) { return bw_run_lines(self, argc, argv, BW_STAGE_LINK, &writer); }

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
