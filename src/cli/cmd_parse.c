#include "base/file.h"
#include "cli/run.h"
#include "parse/conllu.h"

typedef struct {
    bw_settings shared;
    bool gold_tokens;
    const char *kernels, *models;
} settings;

static const bw_option options[] = {
    {"gold-tokens", 0, BW_OPTION_FLAG, NULL, "the input is CoNLL-U; keep its sentences and tokens",
     offsetof(settings, gold_tokens)},
    {"kernels", 0, BW_OPTION_TEXT, "NAME", "arithmetic of this kind of processor (the fastest); the trees are the same",
     offsetof(settings, kernels)},
    {"models", 0, BW_OPTION_TEXT, "DIR", "read with the weights of this folder, as `broadway train` writes them",
     offsetof(settings, models)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_RUN,
};

static void write_conllu(bw_document *doc, const void *with, bw_buf *out)
{
    (void)with;
    bw_conllu_write(doc, out);
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    bw_job job = {.command = self, .write = write_conllu};
    bw_run_stages(&s.shared, BW_STAGE_PARSE, &job.stages);
    job.stages.given_tokens = s.gold_tokens;
    job.stages.kernels = s.kernels;
    job.stages.models = s.models;
    return s.gold_tokens ? bw_run_conllu(&s.shared, &job) : bw_run_documents(&s.shared, &job);
}

const bw_command bw_command_parse = {
    .name = "parse",
    .arguments = "[FILE…]",
    .summary = "split into sentences and tokens; tags, lemmas, dependency trees, names",
    .text = "Reads documents and writes CoNLL-U: sentences, tokens, tags, lemmas, dependency heads, and in the last\n"
            "column the names, as NER=B-PER.\n",
    BW_OPTIONS(options),
    .run = run,
};
