#include "cli/cli.h"

static int run(const bw_command *self, int argc, char **argv)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    return bw_cli_fail(BW_EXIT_USAGE, "%s: not written yet", self->name);
}

const bw_command bw_command_train = {
    .name = "train",
    .arguments = "WHAT [FILE…]",
    .summary = "train the weights",
    .text = "Trains the weights that are built in, from treebanks and annotated sentences.\n",
    .run = run,
};
