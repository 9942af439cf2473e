#include "cli/run.h"

static const bw_option options[] = {BW_OPTIONS_INPUT, BW_OPTIONS_RUN};

static const bw_line_writer writer = bw_wire_write;

static int run(const bw_command *self, int argc, char **argv) { return bw_run_lines(self, argc, argv, BW_STAGE_WIRE, &writer); }

const bw_command bw_command_wire = {
    .name = "wire",
    .arguments = "[FILE…]",
    .summary = "read wire copy, CSV or JSON Lines; write documents as JSON Lines",
    .text = "Reads each FILE (or standard input) and writes its documents as JSON Lines: headline, datelines,\n"
            "agency, revision marker, date and text.\n",
    BW_OPTIONS(options),
    .run = run,
};
