#include "cli/cli.h"

static int run(const bw_command *self, int argc, char **argv)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    return bw_cli_fail(BW_EXIT_USAGE, "%s: not written yet", self->name);
}

const bw_command bw_command_lexicon = {
    .name = "lexicon",
    .arguments = "check [DIR]",
    .summary = "check the rules",
    .text = "check: reads the rules that are built in, with those of DIR laid over them, and reports every fault with\n"
            "file, line and column.\n",
    .run = run,
};
