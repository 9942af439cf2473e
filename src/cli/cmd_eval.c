#include "cli/eval_score.h"
#include "code/marked.h"
#include "code/unmatched.h"
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
    int errors, unmatched;
    const char *by, *where, *half, *predictions, *write, *diff;
} settings;

static const bw_option options[] = {
    {"json", 0, BW_OPTION_FLAG, NULL, "print the figures as one JSON object", offsetof(settings, json)},
    {"per-class", 0, BW_OPTION_FLAG, NULL, "also precision, recall and F1 of each class",
     offsetof(settings, per_class)},
    {"by", 0, BW_OPTION_TEXT, "KEY", "also precision, recall and F1 by type, mode, actor-region, recipient-region, length, …", offsetof(settings, by)},
    {"errors", 0, BW_OPTION_NUMBER, "N", "also the first N rows that are wrong, with the rule that answered", offsetof(settings, errors)},
    {"unmatched", 0, BW_OPTION_NUMBER, "N", "instead, the N commonest predicates between two actors that no rule knows",
     offsetof(settings, unmatched)},
    {"where", 0, BW_OPTION_TEXT, "KEY=VALUE", "only gold rows with this member", offsetof(settings, where)},
    {"half", 0, BW_OPTION_CHOICE, "open|locked", "only rows whose SHA-1 of id is even, or odd",
     offsetof(settings, half)},
    {"predictions", 0, BW_OPTION_TEXT, "FILE", "score what FILE says, and not this coder",
     offsetof(settings, predictions)},
    {"write", 0, BW_OPTION_TEXT, "FILE", "write what this coder says to FILE, a line a row", offsetof(settings, write)},
    {"diff", 0, BW_OPTION_TEXT, "FILE", "also the rows that are right now and were wrong in FILE, and the other way round",
     offsetof(settings, diff)},
    BW_OPTIONS_INPUT,
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
                bw_json_str(j, "rule", e->rule);
                bw_json_close(j, '}');
            }
        }
    }
    bw_json_close(j, ']');
}

/* Who the span is: the mention that overlaps it most; NULL: nobody. */
static const bw_mention *who_is(const bw_document *doc, bw_span span)
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
    return best;
}

/* Where the first of these words stand, as rows of quad classes have their actors. */
static bw_span span_of_first(json_object *gold, const char *key, bw_str text)
{
    json_object *list = bw_json_list(gold, key), *first = list ? json_object_array_get_idx(list, 0) : NULL;
    bw_str words = first ? bw_str_of(json_object_get_string(first)) : (bw_str){0};
    size_t at = words.len ? bw_str_find(text, words, 0) : text.len;
    return at < text.len ? (bw_span){(uint32_t)at, (uint32_t)(at + words.len)} : (bw_span){0};
}

static void make_document(const asking *q, bw_document *doc, bw_span *actor, bw_span *recipient)
{
    bw_str date = bw_json_text(q->gold, "date"), mention = bw_json_text(q->gold, "mention");
    size_t n_bad;
    *doc = (bw_document){.arena = q->scratch};
    *actor = *recipient = (bw_span){0};

    doc->head.id = bw_json_id(q->gold, "id");
    doc->head.text = bw_json_text(q->gold, "text");
    doc->head.words = -1;
    doc->head.day = date.ptr ? bw_day_parse(date) : BW_NO_DAY;
    if (doc->head.day != BW_NO_DAY)
        doc->head.published = date;
    if (q->kind == BW_EVAL_RELATION)
        bw_unmark(q->scratch, bw_json_text(q->gold, "marked"), &doc->head.text, actor, recipient);
    if (q->kind == BW_EVAL_PENTA) {
        *actor = span_of_first(q->gold, "source", doc->head.text);
        *recipient = span_of_first(q->gold, "target", doc->head.text);
    }
    if (q->kind == BW_EVAL_ACTORS) {
        bw_str context = bw_json_text(q->gold, "context");
        size_t at = context.ptr ? bw_str_find(context, mention, 0) : context.len;
        doc->head.text = at < context.len ? context : mention;
        actor->start = at < context.len ? (uint32_t)at : 0;
        actor->end = actor->start + (uint32_t)mention.len;
    }
    doc->head.text = bw_utf8_repair(q->scratch, doc->head.text, &n_bad);
}

static bw_status ask(void *with, bw_err *err)
{
    asking *q = with;
    bw_document doc;
    bw_span actor, recipient;
    make_document(q, &doc, &actor, &recipient);
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
        bw_json_str(&j, "rule", rel.rule.len ? rel.rule : bw_pipeline_readers(q->pipeline)->classifier ? BW_LIT("model") : (bw_str){0});
    } else if (q->kind == BW_EVAL_ACTORS) {
        const bw_mention *m = who_is(&doc, actor);
        bw_json_str(&j, "country", bw_str_of(m ? m->country : ""));
        bw_json_str(&j, "sector", bw_str_of(m && m->n_sectors ? m->sectors[0] : ""));
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

/* ---- groups of rows ------------------------------------------------------------------------------- */

static bw_str by_length(bw_str text)
{
    static const struct {
        int most;
        const char *label;
    } steps[] = {{15, "  1-15 words"}, {25, " 16-25 words"}, {35, " 26-35 words"}, {50, " 36-50 words"}, {INT32_MAX, " over 50 words"}};
    int n = 0, i = 0;
    for (size_t k = 0; k < text.len; k++)
        n += !bw_is_space(text.ptr[k]) && (k == 0 || bw_is_space(text.ptr[k - 1]));
    while (n > steps[i].most)
        i++;
    return bw_str_of(steps[i].label);
}

/* "mode" of the row, or of its events; older gold sets call it "mode_v05". */
static bw_str by_mode(json_object *gold)
{
    static const char *const keys[] = {"mode", "mode_v05"};
    json_object *list = bw_json_list(gold, "events");
    for (size_t i = 0; i < 1 + (list ? json_object_array_length(list) : 0); i++)
        for (int k = 0; k < 2; k++) {
            json_object *row = i ? json_object_array_get_idx(list, i - 1) : gold, *modes = bw_json_list(row, keys[k]);
            bw_str mode = modes && json_object_array_length(modes) ? bw_str_of(json_object_get_string(json_object_array_get_idx(modes, 0)))
                                                                   : bw_json_text(row, keys[k]);
            if (mode.len)
                return mode;
        }
    return BW_LIT("none");
}

/* The rule's file; of several the first. */
static bw_str by_rule(bw_arena *a, const bw_eval_row *predicted)
{
    bw_str rules = predicted ? bw_eval_rules(a, predicted) : (bw_str){0};
    return rules.len ? bw_str_slice(rules, 0, bw_str_find_char(rules, ':', 0)) : BW_LIT("none");
}

/* The id up to its last hyphen. */
static bw_str by_source(json_object *gold)
{
    bw_str id = bw_json_id(gold, "id");
    size_t end = id.len;
    for (size_t i = 0; i < id.len; i++)
        if (id.ptr[i] == '-')
            end = i;
    return bw_str_slice(id, 0, end);
}

typedef struct {
    asking asking;
    const char *side;        /* "source", "target" */
    bw_str region;
} placing;

/* The region of him who acts, or is acted on: as the gold row codes him, else as link does. */
static bw_status place(void *with, bw_err *err)
{
    placing *p = with;
    const asking *q = &p->asking;
    char country[4] = "";
    bw_document doc;
    bw_span span[2];
    bool second = strcmp(p->side, "target") == 0;
    if (q->kind == BW_EVAL_EVENTS) {
        json_object *events = bw_json_list(q->gold, "events"), *first = events ? json_object_array_get_idx(events, 0) : NULL;
        json_object *list = first ? bw_json_list(first, p->side) : NULL, *who = list ? json_object_array_get_idx(list, 0) : NULL;
        bw_str code = who ? bw_str_slice(bw_json_text(who, "code"), 0, 3) : (bw_str){0};
        memcpy(country, code.ptr ? code.ptr : "", code.len);
    } else {
        make_document(q, &doc, &span[0], &span[1]);
        bw_status st = bw_pipeline_run(q->pipeline, &doc, err);
        if (st)
            return st;
        const bw_mention *m = who_is(&doc, span[second]);
        memcpy(country, m ? m->country : "", m ? sizeof country : 1);
    }
    p->region = bw_knowledge_region(bw_pipeline_knowledge(q->pipeline), country);
    return BW_OK;
}

static bw_status label_regions(const settings *s, bw_eval_kind kind, const objects *gold, const char *side, bw_arena *keep, bw_str *labels,
                               bw_err *err)
{
    bw_pipeline_options stages;
    bw_pipeline *pipeline = NULL;
    bw_run_stages(&s->shared, BW_STAGE_LINK, &stages);
    bw_status st = bw_pipeline_open(&stages, &pipeline, err);
    bw_arena *scratch = st ? NULL : bw_arena_new(BW_DOCUMENT_MEMORY);
    if (!st && !scratch)
        st = bw_fail(err, BW_ERR_MEMORY, "out of memory");
    for (size_t i = 0; !st && i < gold->n; i++) {
        placing p = {.asking = {.pipeline = pipeline, .kind = kind, .gold = gold->items[i], .scratch = scratch}, .side = side};
        bw_arena_mark empty = bw_arena_save(scratch);
        st = bw_arena_try(scratch, place, &p, err);
        labels[i] = p.region.len ? bw_str_copy(keep, p.region) : BW_LIT("no region");
        bw_arena_restore(scratch, empty);
    }
    bw_arena_free(scratch);
    bw_pipeline_close(pipeline);
    return st;
}

/* The group of each row. */
static bw_status label_rows(const settings *s, bw_eval_kind kind, const objects *gold, bw_eval_row *const *predicted, bw_arena *a, bw_str *labels,
                            bw_err *err)
{
    bw_str by = bw_str_of(s->by);
    bool any = false;
    if (bw_str_is(by, "actor-region") || bw_str_is(by, "recipient-region"))
        return label_regions(s, kind, gold, by.ptr[0] == 'a' ? "source" : "target", a, labels, err);
    for (size_t i = 0; i < gold->n; i++) {
        json_object *row = gold->items[i], *v = bw_json_member(row, s->by);
        bw_str text = bw_json_text(row, "text");
        labels[i] = bw_str_is(by, "length")   ? by_length(text.ptr ? text : bw_json_text(row, "mention"))
                    : bw_str_is(by, "mode")   ? by_mode(row)
                    : bw_str_is(by, "rule")   ? by_rule(a, predicted[i])
                    : bw_str_is(by, "source") ? by_source(row)
                    : v                       ? bw_str_of(json_object_get_string(v))
                                              : BW_LIT("none");
        any |= v != NULL;
    }
    return any || bw_str_is(by, "length") || bw_str_is(by, "mode") || bw_str_is(by, "rule") || bw_str_is(by, "source")
               ? BW_OK
               : bw_fail(err, BW_ERR_USAGE, "--by %s: no row has such a member (there are type, mode, actor-region, recipient-region, length, rule, "
                                            "source too)", s->by);
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
    if (r->n_groups)
        bw_json_open(&j, "groups", '[');
    for (uint32_t i = 0; i < r->n_groups; i++) {
        const bw_eval_class *g = &r->groups[i];
        bw_json_open(&j, NULL, '{');
        bw_json_str(&j, "group", bw_str_trim(g->name));
        bw_json_int(&j, "rows", g->rows);
        bw_json_fixed(&j, "precision", g->precision, 9);
        bw_json_fixed(&j, "recall", g->recall, 9);
        bw_json_fixed(&j, "f1", g->f1, 9);
        bw_json_close(&j, '}');
    }
    if (r->n_groups)
        bw_json_close(&j, ']');
    bw_json_close(&j, '}');
    printf("%.*s\n", (int)out.len, out.ptr);
}

/* "a-1 gold AID pred AGREE (lexicon/rules/agree.rules:10) | The sentence." */
static void print_error(const bw_eval_error *e)
{
    printf("%.*s gold %.*s pred %.*s", BW_STR_FMT(e->id), BW_STR_FMT(e->gold), BW_STR_FMT(e->predicted));
    if (e->rule.len)
        printf(" (%.*s)", BW_STR_FMT(e->rule));
    printf(" | %.*s\n", (int)e->text.len, e->text.ptr);
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
    if (s->by && !s->json) {
        printf("\n%-36s %6s %9s %9s %9s\n", s->by, "rows", "precision", "recall", "F1");
        for (uint32_t i = 0; i < r->n_groups; i++) {
            const bw_eval_class *g = &r->groups[i];
            printf("%-36.*s %6u %9.3f %9.3f %9.3f\n", BW_STR_FMT(g->name), g->rows, g->precision, g->recall, g->f1);
        }
    }
    for (uint32_t i = 0; i < r->n_errors && i < (uint32_t)s->errors; i++)
        print_error(&r->errors[i]);
}

/* What is said of each gold row; NULL: nothing. */
static bw_eval_row **match_rows(bw_arena *a, const objects *gold, const objects *said)
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
    return predicted;
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
        if (n++ < (uint32_t)(s->errors ? s->errors : INT32_MAX)) {
            printf("%c ", sign);
            print_error(e);
        }
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
    bw_eval_row **predicted = match_rows(e->arena, &gold, &said);
    bool by_type = s->by && strcmp(s->by, "type") == 0;
    bw_str *labels = s->by && !by_type ? BW_NEW(e->arena, bw_str, gold.n) : NULL;
    st = labels ? label_rows(s, kind, &gold, predicted, e->arena, labels, err) : BW_OK;
    if (st)
        return st;
    bw_eval_score(e->arena, kind, gold.items, predicted, labels, gold.n, &result);
    if (by_type) { /* the classes are the groups */
        result.groups = result.classes;
        result.n_groups = result.n_classes;
        for (uint32_t i = 0; i < result.n_groups; i++)
            result.groups[i].rows = result.groups[i].gold;
    }
    print(s, e->arena, &result);
    if (!s->diff)
        return BW_OK;
    objects old = {0};
    st = read_objects(e->arena, s->diff, &old, err);
    if (st)
        return st;
    bw_eval_score(e->arena, kind, gold.items, match_rows(e->arena, &gold, &old), NULL, gold.n, &before);
    print_changes(s, e->arena, &before, &result);
    return BW_OK;
}

/* ---- what no rule knows --------------------------------------------------------------------------- */

typedef struct {
    bw_arena *keep;
    const bw_pipeline *pipeline;
    bw_unmatched *unmatched;
    bw_document *doc;        /* that is being added */
    uint32_t most;
    bool json;
    bw_buf out;
} tallying;

static bw_status begin_tally(void *with, bw_err *err)
{
    tallying *t = with;
    (void)err;
    t->unmatched = bw_unmatched_new(t->keep, bw_pipeline_readers(t->pipeline), bw_pipeline_knowledge(t->pipeline));
    return BW_OK;
}

static bw_status add_document(void *with, bw_err *err)
{
    tallying *t = with;
    (void)err;
    bw_unmatched_add(t->unmatched, t->doc);
    return BW_OK;
}

static bw_status end_tally(void *with, bw_err *err)
{
    tallying *t = with;
    (void)err;
    bw_unmatched_write(t->unmatched, t->most, t->json, &t->out);
    return BW_OK;
}

/* A bw_job.write that writes nothing: it counts, on the one thread there is. */
static void tally(bw_document *doc, const void *with, bw_buf *out)
{
    tallying *t = *(tallying *const *)with;
    bw_err err = {0};
    (void)out;
    t->doc = doc;
    if (bw_arena_try(t->keep, add_document, t, &err))
        (void)bw_cli_fail(0, "%.*s: %s", BW_STR_FMT(doc->head.id), err.msg);
}

static int run_unmatched(const bw_command *self, const settings *s)
{
    bw_job job = {.command = self, .write = tally};
    bw_err err = {0};
    bw_pipeline *p = NULL;
    bw_run_stages(&s->shared, BW_STAGE_WHEN, &job.stages);
    job.stages.with_lexicon = true;
    if (bw_pipeline_open(&job.stages, &p, &err))
        return bw_cli_fail(BW_EXIT_USAGE, "%s", err.msg);
    int status;
    tallying t = {.keep = bw_arena_new(0), .pipeline = p, .most = (uint32_t)s->unmatched, .json = s->json}, *at = &t;
    t.out.arena = t.keep;
    job.with = &at;
    if (!t.keep || bw_arena_try(t.keep, begin_tally, &t, &err))
        status = bw_cli_fail(BW_EXIT_REFUSED, "out of memory");
    else
        status = bw_run_with(&s->shared, &job, p);
    if (t.unmatched && bw_arena_try(t.keep, end_tally, &t, &err))
        status = bw_cli_fail(BW_EXIT_REFUSED, "%s", err.msg);
    fwrite(t.out.ptr ? t.out.ptr : "", 1, t.out.len, stdout);
    bw_arena_free(t.keep);
    bw_pipeline_close(p);
    return status;
}

static int run(const bw_command *self, int argc, char **argv)
{
    settings s = {0};
    int status = bw_cli_parse(self, argc, argv, &s);
    if (status >= 0)
        return status;
    if (s.unmatched && (s.by || s.errors || s.per_class || s.where || s.half || s.predictions || s.write || s.diff))
        return bw_cli_fail(BW_EXIT_USAGE, "eval: --unmatched reads documents and scores nothing");
    if (s.unmatched)
        return run_unmatched(self, &s);
    if (s.shared.n_files != 1)
        return bw_cli_fail(BW_EXIT_USAGE, "eval: one file of gold rows is needed");
    if (s.where && !strchr(s.where, '='))
        return bw_cli_fail(BW_EXIT_USAGE, "eval: --where takes KEY=VALUE, not '%s'", s.where);
    if (s.predictions && s.write)
        return bw_cli_fail(BW_EXIT_USAGE, "eval: --predictions and --write exclude each other");
    bw_arena *arena = bw_arena_new(0);
    bw_err err = {0};
    evaluation e = {&s, arena};
    bw_status st = arena ? bw_arena_try(arena, evaluate, &e, &err) : bw_fail(&err, BW_ERR_MEMORY, "out of memory");
    status = st ? bw_cli_fail(st == BW_ERR_USAGE ? BW_EXIT_USAGE : BW_EXIT_REFUSED, "%s", err.msg) : BW_EXIT_DONE;
    bw_arena_free(arena);
    return status;
}

const bw_command bw_command_eval = {
    .name = "eval",
    .arguments = "GOLD | --unmatched N [FILE…]",
    .summary = "score the coder against gold rows",
    .text =
        "Reads gold rows (JSON Lines: relations with \"root\", events, quad classes with \"penta\", or actors with\n"
        "\"expect\"), runs the coder over their texts and prints how well it did. Types are those of the code book\n"
        "cameo2plover-2021 unless --codebook says otherwise: gold sets were coded with it. --by KEY also takes rule,\n"
        "source (the id up to its last hyphen) and members of the rows. With --unmatched, any documents that code\n"
        "reads: what stands between two actors and no rule knows, as patterns, with regions and an example.\n",
    BW_OPTIONS(options),
    .run = run,
};
