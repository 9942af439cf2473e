/* The program: picks the command and hands over. */
#include "cli/cli.h"
#include "pipeline.h"

#include <string.h>

static const bw_command *const commands[] = {
#define BW_COMMAND_ROW(name) &bw_command_##name,
    BW_COMMAND_LIST(BW_COMMAND_ROW)
#undef BW_COMMAND_ROW
};

static void list(FILE *out)
{
    fputs("usage: broadway COMMAND [options] [FILE…]\n\n"
          "Reads news wire copy and writes who did what to whom, when and where.\n\ncommands:\n",
          out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  %-10s%s\n", commands[i]->name, commands[i]->summary);
    fputs("\nbroadway COMMAND --help says what a command takes; broadway --version names the program and its coder.\n",
          out);
}

static int version(void)
{
    char coder[33];
    bw_err err = {0};
    if (bw_pipeline_hash(&(bw_pipeline_options){0}, coder, &err))
        return bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg);
    printf("broadway %s\ncoder %s\n", BW_VERSION, coder);
    return BW_EXIT_DONE;
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        list(stderr);
        return BW_EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        list(stdout);
        return BW_EXIT_DONE;
    }
    if (strcmp(name, "--version") == 0)
        return version();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i]->run(commands[i], argc - 1, argv + 1);
    return bw_cli_fail(BW_EXIT_USAGE, "no command '%s' (broadway --help lists them)", name);
}

int main(int argc, char **argv)
{
    int status = run(argc, argv);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == BW_EXIT_DONE)
        status = bw_cli_fail(BW_EXIT_REFUSED, "standard output: cannot write");
    return status;
}
