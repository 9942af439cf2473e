#include "cli/eval_score.h"
#include "code/marked.h"
#include "cli/run.h"
#include "cli/sha1.h"

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"

#include <errno.h>

typedef struct {
    bw_settings shared;
    bool json, per_class;
    int errors;
    const char *where, *half, *predictions, *write, *diff;
} settings;

static const bw_option options[] = {
    {"json", 0, BW_OPTION_FLAG, NULL, "print the figures as one JSON object", offsetof(settings, json)},
    {"per-class", 0, BW_OPTION_FLAG, NULL, "also precision, recall and F1 of each class",
     offsetof(settings, per_class)},
    {"errors", 0, BW_OPTION_NUMBER, "N", "also the first N rows that are wrong", offsetof(settings, errors)},
    {"where", 0, BW_OPTION_TEXT, "KEY=VALUE", "only gold rows with this member", offsetof(settings, where)},
    {"half", 0, BW_OPTION_CHOICE, "open|locked", "only rows whose SHA-1 of id is even, or odd",
     offsetof(settings, half)},
    {"predictions", 0, BW_OPTION_TEXT, "FILE", "score what FILE says, and not this coder",
     offsetof(settings, predictions)},
    {"write", 0, BW_OPTION_TEXT, "FILE", "write what this coder says to FILE, a line a row", offsetof(settings, write)},
    {"diff", 0, BW_OPTION_TEXT, "FILE", "also the rows that are right now and were wrong in FILE, and the other way round",
     offsetof(settings, diff)},
    BW_OPTIONS_KNOWLEDGE,
    BW_OPTIONS_LEXICON_OF("cameo2plover-2021"),
    BW_OPTION_RULES_ONLY,
};

/* ---- lines of JSON -------------------------------------------------------------------------------- */

typedef struct {
    json_object **items;
    size_t n, room;
} objects;

typedef struct {
    bw_arena *arena;
    bw_lines *lines;
    const char *name;
    objects *out;
} reading;

static bw_status read_lines(void *with, bw_err *err)
{
    reading *r = with;
    for (;;) {
        bw_str line;
        json_object *o = NULL;
        bw_status st = bw_lines_next(r->lines, &line, err);
        if (st)
            return st == BW_END ? BW_OK : st;
        if (bw_str_trim(line).len == 0)
            continue;
        st = bw_json_in(r->arena, line, &o, err);
        if (!st && !bw_json_id(o, "id").ptr && !bw_json_text(o, "document").ptr)
            st = bw_fail(err, BW_ERR_SYNTAX, "neither \"id\" nor \"document\"");
        if (st)
            return bw_fail_at(err, st, "%s:%llu", r->name, (unsigned long long)bw_lines_number(r->lines));
        BW_PUSH(r->arena, r->out->items, r->out->n, r->out->room, o);
    }
}

static bw_status read_objects(bw_arena *arena, const char *name, objects *out, bw_err *err)
{
    FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
    if (!f)
        return bw_fail(err, BW_ERR_IO, "%s: %s", name, strerror(errno));
    reading r = {arena, bw_lines_new(f, name, BW_WIRE_MAX_ITEM), name, out};
    bw_status st = r.lines ? bw_arena_try(arena, read_lines, &r, err) : bw_fail(err, BW_ERR_MEMORY, "out of memory");
    bw_lines_free(r.lines);
    if (f != stdin)
        fclose(f);
    return st;
}

/* ---- which gold rows ------------------------------------------------------------------------------ */

static bool is_value(json_object *row, const char *key, bw_str value)
{
    json_object *v = bw_json_member(row, key);
    return bw_str_eq_fold(v ? bw_str_of(json_object_get_string(v)) : BW_LIT("none"), value);
}

static void keep_rows(const settings *s, const char *field, objects *gold)
{
    size_t n = 0;
    bw_str where = bw_str_of(s->where);
    size_t equals = bw_str_find_char(where, '=', 0);
    char key[100];
    snprintf(key, sizeof key, "%.*s", BW_STR_FMT(bw_str_slice(where, 0, equals)));
    for (size_t i = 0; i < gold->n; i++) {
        json_object *row = gold->items[i];
        uint8_t digest[20];
        if (!json_object_object_get_ex(row, field, NULL) ||
            (s->where && !is_value(row, key, bw_str_slice(where, equals + 1, where.len))))
            continue;
        bw_sha1(bw_json_id(row, "id"), digest);
        if (s->half && (digest[19] % 2 == 1) != (strcmp(s->half, "locked") == 0))
            continue;
        gold->items[n++] = row;
    }
    gold->n = n;
}

/* ---- what this coder says ------------------------------------------------------------------------- */

typedef struct {
    const bw_pipeline *pipeline;
    bw_eval_kind kind;
    json_object *gold;
    bw_arena *scratch;
    bw_str line; /* the answer as JSON */
} asking;

static bw_str country_of(const bw_document *doc, const bw_party *p)
{
    if (p->mention < 0)
        return BW_LIT("");
    return bw_eval_country(bw_str_of(doc->mentions[p->mention].country));
}

/* A row an ordered pair, as bw_eval_take() makes it of an event's own line. */
static void event_lines(const bw_document *doc, bw_json *j)
{
    static const bw_party nobody = {.mention = -1};
    bw_json_open(j, "events", '[');
    for (uint32_t i = 0; i < doc->n_events; i++) {
        const bw_event *e = &doc->events[i];
        const bw_parties *others = e->reciprocal ? &e->actor : &e->recipient;
        if (e->negated || e->modality != BW_ACTUAL)
            continue;
        for (uint32_t a = 0; a < (e->actor.n ? e->actor.n : 1); a++) {
            for (uint32_t b = 0; b < (others->n ? others->n : 1); b++) {
                if (e->reciprocal && a == b)
                    continue;
                bw_json_open(j, NULL, '{');
                bw_json_str(j, "type", bw_str_of(bw_plover_name(e->type)));
                bw_json_str(j, "cameo", bw_str_of(e->cameo));
                bw_json_str(j, "source_code", country_of(doc, e->actor.n ? &e->actor.items[a] : &nobody));
                bw_json_str(j, "target_code", country_of(doc, others->n ? &others->items[b] : &nobody));
                bw_json_close(j, '}');
            }
        }
    }
    bw_json_close(j, ']');
}

/* Who the span is: the mention that overlaps it most. */
static void actor_line(const bw_document *doc, bw_span span, bw_json *j)
{
    const bw_mention *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const bw_mention *m = &doc->mentions[i];
        uint32_t from = m->start > span.start ? m->start : span.start, to = m->end < span.end ? m->end : span.end;
        if (from < to && to - from > most) {
            most = to - from;
            best = m;
        }
    }
    bw_json_str(j, "country", bw_str_of(best ? best->country : ""));
    bw_json_str(j, "sector", bw_str_of(best && best->n_sectors ? best->sectors[0] : ""));
}

static bw_status ask(void *with, bw_err *err)
{
    asking *q = with;
    bw_document doc = {.arena = q->scratch};
    bw_str date = bw_json_text(q->gold, "date"), mention = bw_json_text(q->gold, "mention");
    bw_span actor = {0}, recipient = {0};
    size_t n_bad;

    doc.head.id = bw_json_id(q->gold, "id");
    doc.head.text = bw_json_text(q->gold, "text");
    doc.head.words = -1;
    doc.head.day = date.ptr ? bw_day_parse(date) : BW_NO_DAY;
    if (doc.head.day != BW_NO_DAY)
        doc.head.published = date;
    if (q->kind == BW_EVAL_RELATION)
        bw_unmark(q->scratch, bw_json_text(q->gold, "marked"), &doc.head.text, &actor, &recipient);
    if (q->kind == BW_EVAL_ACTORS) {
        bw_str context = bw_json_text(q->gold, "context");
        size_t at = context.ptr ? bw_str_find(context, mention, 0) : context.len;
        doc.head.text = at < context.len ? context : mention;
        actor.start = at < context.len ? (uint32_t)at : 0;
        actor.end = actor.start + (uint32_t)mention.len;
    }
    doc.head.text = bw_utf8_repair(q->scratch, doc.head.text, &n_bad);
    bw_status st = bw_pipeline_run(q->pipeline, &doc, err);
    bw_relation rel = {0};
    if (!st && q->kind == BW_EVAL_RELATION)
        st = bw_code_relate(bw_pipeline_readers(q->pipeline), &doc, actor, recipient, &rel, err);
    if (st)
        return st;

    bw_buf out = {.arena = q->scratch};
    bw_json j = {.out = &out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "id", doc.head.id);
    if (q->kind == BW_EVAL_RELATION) {
        bw_json_str(&j, "type", bw_str_of(bw_plover_name(rel.type)));
        bw_json_str(&j, "cameo", rel.cameo[0] ? bw_str_of(rel.cameo) : (bw_str){0});
    } else if (q->kind == BW_EVAL_ACTORS) {
        actor_line(&doc, actor, &j);
    } else {
        event_lines(&doc, &j);
    }
    bw_json_close(&j, '}');
    q->line = bw_buf_view(&out);
    return BW_OK;
}

/* Asks about every gold row; the answers go through the same lines of JSON that a prediction file has. */
static bw_status ask_all(const settings *s, bw_eval_kind kind, const objects *gold, bw_arena *keep, objects *out,
                         bw_err *err)
{
    bw_pipeline_options stages;
    bw_pipeline *p = NULL;
    bw_run_stages(&s->shared,
                  kind == BW_EVAL_ACTORS     ? BW_STAGE_LINK
                  : kind == BW_EVAL_RELATION ? BW_STAGE_WHEN
                                             : BW_STAGE_CODE,
                  &stages);
    stages.with_lexicon = kind == BW_EVAL_RELATION;
    if (!stages.codebook)
        stages.codebook = "cameo2plover-2021"; /* the gold sets were coded with it */
    bw_status st = bw_pipeline_open(&stages, &p, err);
    if (st)
        return st;
    FILE *f = s->write ? fopen(s->write, "wb") : NULL;
    bw_arena *scratch = bw_arena_new(BW_DOCUMENT_MEMORY);
    if (!scratch)
        st = bw_fail(err, BW_ERR_MEMORY, "out of memory");
    else if (s->write && !f)
        st = bw_fail(err, BW_ERR_IO, "%s: %s", s->write, strerror(errno));
    for (size_t i = 0; !st && i < gold->n; i++) {
        asking q = {.pipeline = p, .kind = kind, .gold = gold->items[i], .scratch = scratch};
        bw_arena_mark empty = bw_arena_save(scratch);
        st = bw_arena_try(scratch, ask, &q, err);
        if (st) {
            bw_str id = bw_json_id(gold->items[i], "id");
            (void)bw_fail_at(err, st, "%.*s", BW_STR_FMT(id));
            break;
        }
        if (f)
            fprintf(f, "%.*s\n", (int)q.line.len, q.line.ptr);
        json_object *o = NULL;
        st = bw_json_in(keep, q.line, &o, err);
        BW_PUSH(keep, out->items, out->n, out->room, o);
        bw_arena_restore(scratch, empty);
    }
    bw_arena_free(scratch);
    if (f && fclose(f) != 0 && !st)
        st = bw_fail(err, BW_ERR_IO, "%s: cannot write", s->write);
    bw_pipeline_close(p);
    return st;
}

/* ---- the figures ---------------------------------------------------------------------------------- */

static void print_json(bw_arena *a, const bw_eval_result *r)
{
    bw_buf out = {.arena = a};
    bw_json j = {.out = &out};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "kind", bw_str_of(bw_eval_kind_name(r->kind)));
    for (int i = 0; i < r->n_figures; i++)
        bw_json_fixed(&j, r->figures[i].name, r->figures[i].value, r->figures[i].whole ? 0 : 9);
    bw_json_close(&j, '}');
    printf("%.*s\n", (int)out.len, out.ptr);
}

static void print(const settings *s, bw_arena *a, const bw_eval_result *r)
{
    if (s->json) {
        print_json(a, r);
    } else {
        printf("%-20s %s\n", "kind", bw_eval_kind_name(r->kind));
        for (int i = 0; i < r->n_figures; i++)
            printf("%-20s %.*f\n", r->figures[i].name, r->figures[i].whole ? 0 : 4, r->figures[i].value);
    }
    for (uint32_t i = 0; s->per_class && i < r->n_classes; i++) {
        const bw_eval_class *c = &r->classes[i];
        printf("  %-12.*s P %.3f  R %.3f  F1 %.3f  gold %u\n", BW_STR_FMT(c->name), c->precision, c->recall, c->f1,
               c->gold);
    }
    for (uint32_t i = 0; i < r->n_errors && i < (uint32_t)s->errors; i++) {
        const bw_eval_error *e = &r->errors[i];
        printf("%.*s gold %.*s pred %.*s | %.*s\n", BW_STR_FMT(e->id), BW_STR_FMT(e->gold), BW_STR_FMT(e->predicted),
               (int)e->text.len, e->text.ptr);
    }
}

static void score(bw_arena *a, bw_eval_kind kind, const objects *gold, const objects *said, bw_eval_result *out)
{
    bw_map ids = {.arena = a};
    bw_eval_row *rows = BW_NEW(a, bw_eval_row, said->n);
    uint32_t n_rows = 0;
    for (size_t i = 0; i < said->n; i++) {
        bw_str id = bw_json_text(said->items[i], "document");
        bool added;
        if (!id.ptr)
            id = bw_json_id(said->items[i], "id");
        uint32_t at = bw_map_put(&ids, id, n_rows, &added)->value;
        if (added)
            rows[n_rows++] = (bw_eval_row){.id = id, .penta = -1};
        bw_eval_take(a, said->items[i], &rows[at]);
    }
    bw_eval_row **predicted = BW_NEW(a, bw_eval_row *, gold->n);
    for (size_t i = 0; i < gold->n; i++) {
        uint32_t at = bw_map_get(&ids, bw_json_id(gold->items[i], "id"), UINT32_MAX);
        predicted[i] = at == UINT32_MAX ? NULL : &rows[at];
    }
    bw_eval_score(a, kind, gold->items, predicted, gold->n, out);
}

/* Rows that were wrong in `before` and are not in `after`, or the other way round. */
static uint32_t print_only(const settings *s, bw_arena *a, char sign, const bw_eval_result *before, const bw_eval_result *after)
{
    bw_map wrong = {.arena = a};
    uint32_t n = 0;
    for (uint32_t i = 0; i < after->n_errors; i++)
        (void)bw_map_put(&wrong, after->errors[i].id, i, NULL);
    for (uint32_t i = 0; i < before->n_errors; i++) {
        const bw_eval_error *e = &before->errors[i];
        if (bw_map_get(&wrong, e->id, UINT32_MAX) != UINT32_MAX)
            continue;
        if (n++ < (uint32_t)(s->errors ? s->errors : INT32_MAX))
            printf("%c %.*s gold %.*s pred %.*s | %.*s\n", sign, BW_STR_FMT(e->id), BW_STR_FMT(e->gold), BW_STR_FMT(e->predicted), (int)e->text.len, e->text.ptr);
    }
    return n;
}

static void print_changes(const settings *s, bw_arena *a, const bw_eval_result *before, const bw_eval_result *after)
{
    uint32_t gained = print_only(s, a, '+', before, after), lost = print_only(s, a, '-', after, before);
    printf("%u rows are right that were wrong (+, with what was said then), %u wrong that were right (-)\n", gained, lost);
}

typedef struct {
    const settings *settings;
    bw_arena *arena;
} evaluation;

static bw_status evaluate(void *with, bw_err *err)
{
    evaluation *e = with;
    const settings *s = e->settings;
    objects gold = {0}, said = {0};
    bw_eval_kind kind;
    const char *field, *name = s->shared.files[0];

    bw_status st = read_objects(e->arena, name, &gold, err);
    if (st)
        return st;
    if (!bw_eval_kind_of(gold.items, gold.n, &kind, &field))
        return bw_fail(err, BW_ERR_SYNTAX, "%s: no gold rows", name);
    keep_rows(s, field, &gold);
    st = s->predictions ? read_objects(e->arena, s->predictions, &said, err)
                        : ask_all(s, kind, &gold, e->arena, &said, err);
    if (st)
        return st;

    bw_eval_result result, before;
    score(e->arena, kind, &gold, &said, &result);
    print(s, e->arena, &result);
    if (!s->diff)
        return BW_OK;
    objects old = {0};
    st = read_objects(e->arena, s->diff, &old, err);
    if (st)
        return st;
    score(e->arena, kind, &gold, &old, &before);
    print_changes(s, e->arena, &before, &result);
    return BW_OK;
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (s.shared.n_files != 1)
        return bw_cli_fail(BW_EXIT_USAGE, "eval: one file of gold rows is needed");
    if (s.where && !strchr(s.where, '='))
        return bw_cli_fail(BW_EXIT_USAGE, "eval: --where takes KEY=VALUE, not '%s'", s.where);
    if (s.predictions && s.write)
        return bw_cli_fail(BW_EXIT_USAGE, "eval: --predictions and --write exclude each other");
    bw_arena *arena = bw_arena_new(0);
    bw_err err = {0};
    evaluation e = {&s, arena};
    if (!arena || bw_arena_try(arena, evaluate, &e, &err))
        status = bw_cli_fail(BW_EXIT_REFUSED, "%s", arena ? err.msg : "out of memory");
    else
        status = BW_EXIT_DONE;
    bw_arena_free(arena);
    return status;
}

const bw_command bw_command_eval = {
    .name = "eval",
    .arguments = "GOLD",
    .summary = "score the coder against gold rows",
    .text =
        "Reads gold rows (JSON Lines: relations with \"root\", events, quad classes with \"penta\", or actors with\n"
        "\"expect\"), runs the coder over their texts and prints how well it did. Types are those of the code book\n"
        "cameo2plover-2021 unless --codebook says otherwise: gold sets were coded with it.\n",
    BW_OPTIONS(options),
    .run = run,
};
