#include "cli/run.h"
#include "story/story.h"

typedef struct {
    bw_settings shared;
    const char *state;
} settings;

static const bw_option options[] = {
    {"state", 0, BW_OPTION_TEXT, "FILE", "keep the stories in FILE, and go on with those in it", offsetof(settings, state)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_RUN,
};

static const bw_line_writer writer = bw_story_write;

static bw_status place(void *teller, bw_document *doc, bw_err *err) { return bw_story_place(teller, doc, err); }
static bw_status settle(void *teller, bw_err *err) { return bw_story_commit(teller, err); }

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    bw_err err = {0};
    bw_stories *stories = NULL;
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (s.shared.resume && !s.state)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --resume needs --state FILE: what was placed before is in there");
    if (bw_story_open(&(bw_story_options){.state = s.state}, &stories, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    bw_job job = {.command = self, .write = bw_run_write_line, .with = &writer, .in_turn = place, .settle = settle, .teller = stories};
    bw_run_stages(&s.shared, BW_STAGE_WIRE, &job.stages);
    status = bw_run_documents(&s.shared, &job);
    bw_story_close(stories);
    return status;
}

const bw_command bw_command_story = {
    .name = "story",
    .arguments = "[FILE…]",
    .summary = "tell which documents are versions of one text, and which revise which",
    .text = "Reads documents and writes a line of JSON for each, in their order: its id, the family of versions of one text\n"
            "that it belongs to (copy), the document that it revises, the number of the revision, and its story. Each is placed\n"
            "among those before it, at once and for good. With --state a later run goes on where this one ended or was killed.\n",
    BW_OPTIONS(options),
    .run = run,
};
