#include "base/json_in.h"
#include "code/marked.h"
#include "cli/run.h"

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"

#include <errno.h>

static const bw_option options[] = {
    {"date", 0, BW_OPTION_DAY, "DAY", "date of texts that have none, as 2021-04-01", offsetof(bw_settings, date)},
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_LEXICON,
    BW_OPTION_RULES_ONLY,
};

typedef struct {
    const bw_pipeline *pipeline;
    bw_arena *arena;
    bw_day date;
    bw_str line;
    bw_buf out;
} row;

static bool span_of(json_object *o, const char *key, bw_str text, bw_span *out)
{
    int64_t v[2];
    if (!bw_json_pair(o, key, v) || v[0] < 0 || v[1] <= v[0] || v[1] > (int64_t)text.len)
        return false;
    *out = (bw_span){(uint32_t)v[0], (uint32_t)v[1]};
    return true;
}

static bw_status answer(void *with, bw_err *err)
{
    row *r = with;
    json_object *o;
    bw_status st = bw_json_in(r->arena, r->line, &o, err);
    if (st)
        return st;

    bw_document doc = {.arena = r->arena};
    bw_span actor, recipient;
    bw_str marked = bw_json_text(o, "marked"), text = bw_json_text(o, "text");
    if (!text.ptr && marked.ptr) {
        bw_unmark(r->arena, marked, &text, &actor, &recipient);
    } else if (!text.ptr) {
        return bw_fail(err, BW_ERR_SYNTAX, "neither \"text\" nor \"marked\"");
    } else if (!span_of(o, "actor", text, &actor) || !span_of(o, "recipient", text, &recipient)) {
        return bw_fail(err, BW_ERR_SYNTAX, "\"actor\" and \"recipient\" must be [start,end] within \"text\"");
    }
    if (bw_utf8_count_bad(text))
        return bw_fail(err, BW_ERR_SYNTAX, "text is not UTF-8");
    bw_str published = bw_json_text(o, "published");
    if (!published.ptr)
        published = bw_json_text(o, "date");
    doc.head.text = text;
    doc.head.id = bw_json_id(o, "id");
    doc.head.published = published;
    doc.head.day = published.ptr ? bw_day_parse(published) : r->date;
    doc.head.words = -1;

    bw_relation rel = {0};
    st = bw_pipeline_run(r->pipeline, &doc, err);
    if (!st)
        st = bw_code_relate(bw_pipeline_readers(r->pipeline), &doc, actor, recipient, &rel, err);
    if (st)
        return st;
    bw_json j = {.out = &r->out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "id", doc.head.id);
    bw_json_str(&j, "type", bw_str_of(bw_plover_name(rel.type)));
    bw_json_str(&j, "cameo", rel.cameo[0] ? bw_str_of(rel.cameo) : (bw_str){0});
    bw_json_int(&j, "quad", bw_plover_quad(rel.type));
    bw_json_fixed(&j, "confidence", (double)rel.confidence, 3);
    bw_json_str(&j, "rule", rel.rule);
    bw_json_close(&j, '}');
    bw_buf_char(&r->out, '\n');
    return BW_OK;
}

static bool relate_file(const bw_settings *s, const bw_pipeline *p, bw_arena *arena, const char *name)
{
    FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    bw_lines *lines = f ? bw_lines_new(f, name, BW_WIRE_MAX_ITEM) : NULL;
    bool good = lines != NULL;
    if (!good)
        bw_cli_fail(0, "%s: %s", name, f ? "out of memory" : strerror(errno));
    bw_arena_mark empty = bw_arena_save(arena);
    while (lines) {
        row r = {.pipeline = p, .arena = arena, .date = s->date, .out.arena = arena};
        bw_err err = {0};
        bw_status st = bw_lines_next(lines, &r.line, &err);
        if (st == BW_END)
            break;
        if (!st && bw_str_trim(r.line).len == 0)
            continue;
        if (!st) {
            st = bw_arena_try(arena, answer, &r, &err);
            if (st)
                (void)bw_fail_at(&err, st, "%s:%llu", name, (unsigned long long)bw_lines_number(lines));
        }
        if (st) {
            bw_cli_fail(0, "%s", err.msg);
            good = false;
        } else {
            fwrite(r.out.ptr, 1, r.out.len, stdout);
        }
        bw_arena_restore(arena, empty);
        if (st == BW_ERR_IO)
            break;
    }
    bw_lines_free(lines);
    if (f && f != stdin)
        fclose(f);
    return good;
}

static int run(const bw_command *self, int argc, char **argv)
{
    bw_settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;

    bw_pipeline_options stages;
    bw_pipeline *p = NULL;
    bw_err err = {0};
    bw_run_stages(&s, BW_STAGE_WHEN, &stages);
    stages.with_lexicon = true;
    if (bw_pipeline_open(&stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    bw_arena *arena = bw_arena_new(BW_DOCUMENT_MEMORY);
    bool good = arena != NULL;
    if (arena && !s.n_files)
        good = relate_file(&s, p, arena, "-");
    for (int i = 0; arena && i < s.n_files; i++)
        good &= relate_file(&s, p, arena, s.files[i]);
    bw_arena_free(arena);
    bw_pipeline_close(p);
    return good ? BW_EXIT_DONE : BW_EXIT_REFUSED;
}

const bw_command bw_command_relate = {
    .name = "relate",
    .arguments = "[FILE…]",
    .summary = "say what a sentence states between two of its spans",
    .text = "Reads lines of JSON, {\"id\",\"text\",\"actor\":[start,end],\"recipient\":[start,end]} or "
            "{\"id\",\"marked\"} with\n"
            "<s>…</s> around the actor and <t>…</t> around the recipient (the first of each counts), and answers each\n"
            "with a line: {\"id\",\"type\",\"cameo\",\"quad\",\"confidence\",\"rule\"}. It always answers.\n",
    BW_OPTIONS(options),
    .run = run,
};
