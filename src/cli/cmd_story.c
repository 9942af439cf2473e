#include "cli/run.h"
#include "code/event_read.h"
#include "story/story.h"
#include "story/telling.h"

typedef struct {
    bw_settings shared;
    const char *state, *merge;
    bool events;
} settings;

static const bw_option options[] = {
    {"state", 0, BW_OPTION_TEXT, "FILE", "keep the stories in FILE, and go on with those in it", offsetof(settings, state)},
    {"events", 0, BW_OPTION_FLAG, NULL, "of coded documents: a line for each event, with all its tellings", offsetof(settings, events)},
    {"merge", 0, BW_OPTION_CHOICE, "none|story|phoenix|root",
     "which tellings are one event: none; those of one story that agree; by day, codes; by day, countries, type (none)",
     offsetof(settings, merge)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_RUN,
};

typedef struct {
    bw_stories *stories;
    bw_tellings *tellings; /* NULL: documents are asked for */
    bool committed;
} teller;

static const bw_line_writer writer = bw_story_write;

static bw_status place(void *with, bw_document *doc, bw_err *err)
{
    teller *t = with;
    if (t->tellings && !doc->head.coded)
        return bw_fail(err, BW_ERR_SYNTAX, "'%.*s' is not coded: broadway code --to documents does that", BW_STR_FMT(doc->head.id));
    bw_status st = doc->head.coded ? bw_code_read(doc, err) : BW_OK;
    if (!st)
        st = bw_story_place(t->stories, doc, err);
    return !st && t->tellings ? bw_tellings_add(t->tellings, doc, err) : st;
}

static bw_status settle(void *with, bw_err *err) { return bw_story_commit(((teller *)with)->stories, err); }

/* Events wait until all documents are read. */
static void write_nothing(bw_document *doc, const void *with, bw_buf *out) { (void)doc, (void)with, (void)out; }

static bw_status collect_nothing(void *with, bw_str written, bw_err *err)
{
    (void)with, (void)written, (void)err;
    return BW_OK;
}

static bw_status next_event(void *with, bw_str *row, bw_err *err)
{
    teller *t = with;
    bw_status st = t->committed ? BW_OK : settle(t, err);
    t->committed = true;
    return st ? st : bw_tellings_next(t->tellings, row, err);
}

static int run_job(const bw_command *self, const settings *s, teller *t)
{
    bw_job job = {.command = self, .write = bw_run_write_line, .with = &writer, .in_turn = place, .settle = settle, .teller = t};
    if (t->tellings) {
        job.write = write_nothing;
        job.settle = NULL;
        job.collect = collect_nothing;
        job.collected = next_event;
        job.collector = t;
    }
    bw_run_stages(&s->shared, BW_STAGE_WIRE, &job.stages);
    return bw_run_documents(&s->shared, &job);
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    bw_err err = {0};
    bw_sameness merge = BW_SAME_NONE;
    bw_knowledge *knowledge = NULL;
    teller t = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    (void)(s.merge && bw_sameness_of(s.merge, &merge)); /* the option takes no other */
    if (s.shared.resume && !s.state)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --resume needs --state FILE: what was placed before is in there");
    if (s.merge && !s.events)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --merge is for --events");
    if (s.events && s.shared.resume)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --events writes when all is read: there is nothing to --resume");
    if (merge == BW_SAME_PHOENIX && bw_knowledge_open(s.shared.knowledge, !s.shared.no_builtin, &knowledge, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    if (s.events && !(t.tellings = bw_tellings_new(merge, knowledge)))
        status = bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    else if (bw_story_open(&(bw_story_options){.state = s.state}, &t.stories, &err))
        status = bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    else
        status = run_job(self, &s, &t);
    bw_story_close(t.stories);
    bw_tellings_free(t.tellings);
    if (knowledge)
        bw_knowledge_close(knowledge);
    return status;
}

const bw_command bw_command_story = {
    .name = "story",
    .arguments = "[FILE…]",
    .summary = "tell which documents are versions of one text, and which tell of one occurrence",
    .text = "Reads documents and writes a line of JSON for each, in their order: its id, the family of versions of one text\n"
            "that it belongs to (copy), the document that it revises, the number of the revision, and the story: all that\n"
            "tells of the same occurrence. Each is placed among those before it, at once and for good. With --state a later\n"
            "run goes on where this one ended or was killed. Documents that broadway code --to documents has coded are placed\n"
            "by their events too. With --events it writes, when all is read, a line for each event of theirs, with all who told\n"
            "it; --merge says how strict tellings are to agree to be one event.\n",
    BW_OPTIONS(options),
    .run = run,
};
