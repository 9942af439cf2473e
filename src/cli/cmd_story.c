#include "cli/run.h"
#include "code/event_read.h"
#include "story/story.h"
#include "story/telling.h"
#include "story/textdiff.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    bw_settings shared;
    const char *state, *merge, *to;
    bool diff, code, events, all_modalities;
} settings;

static const bw_option options[] = {
    {"state", 0, BW_OPTION_TEXT, "FILE", "keep the stories in FILE, and go on with those in it", offsetof(settings, state)},
    {"code", 0, BW_OPTION_FLAG, NULL, "code the documents first: stories are told by their events too", offsetof(settings, code)},
    {"events", 0, BW_OPTION_FLAG, NULL, "of coded documents: a line for each event, with all its tellings", offsetof(settings, events)},
    {"merge", 0, BW_OPTION_CHOICE, "none|story|phoenix|root",
     "with --events, what is one: of a story; of a day and codes; of a day and type",
     offsetof(settings, merge)},
    {"diff", 0, BW_OPTION_FLAG, NULL, "what document B changed in A: two files, or with --state two ids", offsetof(settings, diff)},
    {"to", 0, BW_OPTION_CHOICE, "text|jsonl|csv", "how --diff writes: text or jsonl (text); --events: jsonl or csv (jsonl)", offsetof(settings, to)},
    {"all-modalities", 0, BW_OPTION_FLAG, NULL, "--to csv: also what is negated, planned, hypothetical or denied", offsetof(settings, all_modalities)},
    BW_OPTIONS_INPUT,
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_LEXICON,
    BW_OPTIONS_RUN,
};

/* ---- placing ------------------------------------------------------------------------------------ */

typedef struct {
    bw_stories *stories;
    bw_tellings *tellings; /* NULL: documents are asked for */
    bool code;             /* they are coded here */
    bool committed;
} teller;

static const bw_line_writer writer = bw_story_write;

static bw_status place(void *with, bw_document *doc, bw_err *err)
{
    teller *t = with;
    bool read = doc->head.coded && !t->code;
    if (t->tellings && !t->code && !read)
        return bw_fail(err, BW_ERR_SYNTAX, "'%.*s' is not coded: --code does that, or broadway code --to documents before", BW_STR_FMT(doc->head.id));
    bw_status st = read ? bw_code_read(doc, err) : BW_OK;
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

static int place_all(const bw_command *self, const settings *s)
{
    teller t = {.code = s->code};
    bw_err err = {0};
    bw_sameness merge = BW_SAME_NONE;
    bw_knowledge *knowledge = NULL;
    char coder[33] = "";
    bw_job job = {.command = self, .write = bw_run_write_line, .with = &writer, .in_turn = place, .settle = settle, .teller = &t};
    bw_run_stages(&s->shared, s->code ? BW_STAGE_CODE : BW_STAGE_WIRE, &job.stages);
    (void)(s->merge && bw_sameness_of(s->merge, &merge)); /* the option takes no other */
    bw_status st = bw_story_open(&(bw_story_options){.state = s->state}, &t.stories, &err);
    if (!st && merge == BW_SAME_PHOENIX)
        st = bw_knowledge_open(s->shared.knowledge, !s->shared.no_builtin, &knowledge, &err);
    if (!st && s->events && s->code)
        st = bw_pipeline_hash(&job.stages, coder, &err);
    bool csv = s->to && strcmp(s->to, "csv") == 0;
    bw_tellings_options how = {.merge = merge, .knowledge = knowledge, .coder = bw_str_of(coder), .csv = csv, .only_actual = csv && !s->all_modalities};
    if (!st && s->events && !(t.tellings = bw_tellings_new(&how)))
        st = bw_fail(&err, BW_ERR_MEMORY, "out of memory");
    if (t.tellings) {
        job.write = write_nothing;
        job.settle = NULL;
        job.collect = collect_nothing;
        job.collected = next_event;
        job.collector = &t;
    }
    int status = st ? bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg) : bw_run_documents(&s->shared, &job);
    uint32_t strays = t.tellings ? bw_tellings_strays(t.tellings) : 0;
    if (strays)
        bw_cli_fail(0, "%u document%s back or correct%s what was read in an earlier run: read all again to see its events marked", strays,
                    strays == 1 ? " takes" : "s take", strays == 1 ? "s" : "");
    bw_story_close(t.stories);
    bw_tellings_free(t.tellings);
    if (knowledge)
        bw_knowledge_close(knowledge);
    return status;
}

/* ---- what changed ------------------------------------------------------------------------------- */

typedef struct {
    const settings *s;
    bw_arena *arena;
    bw_stories *stories;
    bw_pipeline *pipeline;
    bw_wire *wire;
    bw_str out;
} comparison;

/* The only document of a file. */
static bw_status read_file(comparison *c, const char *name, bw_document *doc, bw_err *err)
{
    bw_wire_options reading;
    bw_document more = {.arena = c->arena};
    bw_run_wire_options(&c->s->shared, &reading);
    bw_status st = bw_wire_open(name, &reading, &c->wire, err);
    if (!st)
        st = bw_wire_next(c->wire, doc, err);
    if (st == BW_END)
        st = bw_fail(err, BW_ERR_SYNTAX, "%s: holds no document", name);
    if (!st && bw_wire_next(c->wire, &more, err) != BW_END)
        st = bw_fail(err, BW_ERR_SYNTAX, "%s: holds more than one document (with --state FILE two of them can be named by their ids)", name);
    bw_wire_close(c->wire);
    c->wire = NULL;
    return st;
}

static bw_status recall(comparison *c, const char *id, bw_document *doc, bw_err *err)
{
    bw_status st = bw_story_recall(c->stories, bw_str_of(id), doc, err);
    return st == BW_END ? bw_fail(err, BW_ERR_SYNTAX, "%s: holds no document '%s'", c->s->state, id) : st;
}

static bw_status compare(void *with, bw_err *err)
{
    comparison *c = with;
    bw_document docs[2] = {{.arena = c->arena}, {.arena = c->arena}};
    bw_status st = BW_OK;
    for (int i = 0; !st && i < 2; i++) {
        const char *name = c->s->shared.files[i];
        st = c->stories ? recall(c, name, &docs[i], err) : read_file(c, name, &docs[i], err);
        if (!st)
            st = bw_pipeline_run(c->pipeline, &docs[i], err);
    }
    if (st)
        return st;
    bw_textdiff d;
    bw_buf out = {.arena = c->arena};
    bw_textdiff_find(c->arena, &docs[0], &docs[1], &d);
    if (c->s->to && strcmp(c->s->to, "jsonl") == 0)
        bw_textdiff_write_json(&d, &docs[0], &docs[1], &out);
    else
        bw_textdiff_write(&d, &docs[0], &docs[1], &out);
    c->out = bw_buf_view(&out);
    return BW_OK;
}

static int diff(const settings *s)
{
    bw_err err = {0};
    comparison c = {.s = s, .arena = bw_arena_new(BW_DOCUMENT_MEMORY)};
    bw_pipeline_options stages;
    bw_run_stages(&s->shared, BW_STAGE_PARSE, &stages);
    bw_status st = c.arena ? bw_pipeline_open(&stages, &c.pipeline, &err) : bw_fail(&err, BW_ERR_MEMORY, "out of memory");
    if (!st && s->state && access(s->state, F_OK) != 0)
        st = bw_fail(&err, BW_ERR_IO, "%s: %s", s->state, strerror(errno));
    if (!st && s->state)
        st = bw_story_open(&(bw_story_options){.state = s->state}, &c.stories, &err);
    if (!st)
        st = bw_arena_try(c.arena, compare, &c, &err);
    if (!st && (fwrite(c.out.ptr ? c.out.ptr : "", 1, c.out.len, stdout) != c.out.len || fflush(stdout) != 0))
        st = bw_fail(&err, BW_ERR_IO, "standard output: cannot write: %s", strerror(errno));
    bw_wire_close(c.wire);
    bw_story_close(c.stories);
    bw_pipeline_close(c.pipeline);
    bw_arena_free(c.arena);
    return st ? bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg) : BW_EXIT_DONE;
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (s.to && !s.diff && !s.events)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --to goes with --diff or --events");
    if (s.to && strcmp(s.to, s.events ? "text" : "csv") == 0)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --%s does not write %s", s.events ? "events" : "diff", s.to);
    if (s.all_modalities && !(s.events && s.to && strcmp(s.to, "csv") == 0))
        return bw_cli_fail(BW_EXIT_USAGE, "story: --all-modalities goes with --events --to csv; JSON Lines have all");
    if (s.merge && !s.events)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --merge goes with --events");
    if (s.diff && s.events)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --diff and --events exclude each other");
    if (s.events && s.shared.resume)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --events writes when all is read: there is nothing to --resume");
    if (s.diff)
        return s.shared.n_files == 2 ? diff(&s) : bw_cli_fail(BW_EXIT_USAGE, "story: --diff takes two documents, A and B");
    if (s.shared.resume && !s.state)
        return bw_cli_fail(BW_EXIT_USAGE, "story: --resume needs --state FILE: what was placed before is in there");
    return place_all(self, &s);
}

const bw_command bw_command_story = {
    .name = "story",
    .arguments = "[FILE…]",
    .summary = "tell which documents are versions of one text, and which tell one story",
    .text = "Reads documents and writes a line of JSON for each, in their order: its id, the family of versions of one text\n"
            "that it belongs to (copy), the document that it revises, the number of the revision, and the story that it tells\n"
            "with others. Each is placed among those before it, at once and for good. With --state a later run goes on where\n"
            "this one ended or was killed. Documents that broadway code --to documents has coded are placed by their events\n"
            "too; with --events it writes, when all is read, a line for each event of theirs, with all who told it, or with\n"
            "--to csv the columns of broadway code --to csv and how many did, and --merge says how far tellings are to agree to\n"
            "be one event. With --diff it says what a revision added (+), changed (~) and withdrew (-).\n",
    BW_OPTIONS(options),
    .run = run,
};
