/* golden.c: text in, events out, compared with what a careful coder wrote down.
 *
 *   usage: golden FILE…          the cases of a file (tests/golden/README.md)
 *          golden --examples N   the examples and counters of the rules that are built in; at most N may fail
 *          golden --failing …    only the ids that fail, a line each
 *
 * A case passes when each event that it names was found and no other positive, actual one. `todo:` marks a known miss:
 * it may fail, and is told when it need no longer be marked.
 */
#include "base/file.h"
#include "code/lexicon.h"
#include "pipeline.h"
#include "tap.h"

enum { MAX_EVENTS = 16 };

typedef struct {
    bw_str id, why, text, title, date, todo;
    bw_str events[MAX_EVENTS];
    uint32_t n_events;
    bool none;               /* "event: none" */
    const char *not_code;    /* of a counter: events of this code must not come */
    bool any_other;          /* other events do not matter */
    const char *file;
    uint32_t line;
} golden_case;

static bool only_failing;
static int may_fail = -1;   /* as many cases may fail, -1: none */
static unsigned n_right, n_wrong, n_todo;

/* ---- what was found, in words ------------------------------------------------------------------- */

static void code_of(const bw_document *doc, int32_t mention, bw_buf *b)
{
    const bw_mention *m = &doc->mentions[mention];
    bw_buf_text(b, m->country);
    if (m->n_sectors)
        bw_buf_text(b, m->sectors[0]);
}

static void codes_of(const bw_document *doc, const bw_parties *list, bw_buf *b)
{
    for (uint32_t i = 0; i < list->n; i++) {
        if (i)
            bw_buf_char(b, ',');
        code_of(doc, list->items[i].mention, b);
    }
    if (list->n == 0)
        bw_buf_char(b, '-');
}

static void describe(const bw_document *doc, const bw_event *e, bw_buf *b)
{
    codes_of(doc, &e->actor, b);
    bw_buf_print(b, " %s", bw_plover_name(e->type));
    for (uint8_t i = 0; i < e->n_modes; i++)
        bw_buf_print(b, " %s", e->modes[i]);
    bw_buf_char(b, ' ');
    codes_of(doc, &e->recipient, b);
    if (e->reciprocal)
        bw_buf_text(b, " reciprocal");
    if (e->negated)
        bw_buf_text(b, " negated");
    if (e->modality != BW_ACTUAL)
        bw_buf_print(b, " %s", bw_modality_name(e->modality));
    if (e->content.present)
        bw_buf_print(b, " content=%s", bw_plover_name(e->content.type));
    bw_buf_print(b, "  (%s, %.*s)", e->cameo, BW_STR_FMT(e->rule));
}

/* ---- comparing ---------------------------------------------------------------------------------- */

/* "KORGOV,JPN": each stands, by its beginning ("KOR" is met by KORGOV), and there are no more. */
static bool parties_match(const bw_document *doc, bw_str want, const bw_parties *got, bool exact)
{
    bool used[64] = {false};
    uint32_t n = 0;
    bw_str code;
    if (bw_str_is(want, "-"))
        return got->n == 0 || !exact;
    while (bw_str_cut(&want, ',', &code)) {
        bool found = false;
        for (uint32_t i = 0; i < got->n && i < 64 && !found; i++) {
            const bw_mention *m = &doc->mentions[got->items[i].mention];
            for (uint8_t k = 0; k <= m->n_sectors && !found; k++) { /* any of its sectors will do */
                char z[16] = "";
                snprintf(z, sizeof z, "%s%s", m->country, k < m->n_sectors ? m->sectors[k] : "");
                bool sector = k < m->n_sectors && bw_str_is(code, m->sectors[k]); /* "REB", of whatever country */
                if (!used[i] && (sector || bw_str_starts(bw_str_of(z), code)))
                    used[i] = found = true;
            }
        }
        if (!found)
            return false;
        n++;
    }
    return n == got->n;
}

static bool next_word(bw_str *rest, bw_str *word)
{
    do {
        if (!bw_str_cut(rest, ' ', word))
            return false;
    } while (word->len == 0);
    return true;
}

static bool key_matches(const bw_document *doc, const bw_event *e, bw_str key, bw_str value)
{
    char day[11] = "";
    if (bw_str_is(key, "cameo"))
        return bw_str_starts(bw_str_of(e->cameo), value);
    if (bw_str_is(key, "content"))
        return bw_str_is(value, e->content.present ? bw_plover_name(e->content.type) : "none");
    if (bw_str_is(key, "date")) {
        if (e->from != BW_NO_DAY)
            bw_day_format(e->from, day);
        return bw_str_starts(bw_str_of(day), value);
    }
    if (bw_str_is(key, "place"))
        return e->place >= 0 && bw_str_eq_fold(doc->mentions[e->place].name, value);
    if (bw_str_is(key, "said_by")) {
        char z[16];
        const bw_mention *m = e->said_by >= 0 ? &doc->mentions[e->said_by] : NULL;
        snprintf(z, sizeof z, "%s%s", m ? m->country : "", m && m->n_sectors ? m->sectors[0] : "");
        return bw_str_starts(bw_str_of(z), value);
    }
    int64_t n = -1;
    if (!bw_str_to_int(value, &n))
        return false;
    return bw_str_is(key, "dead")       ? e->dead.least == n
           : bw_str_is(key, "injured")  ? e->injured.least == n
           : bw_str_is(key, "arrested") ? e->arrested.least == n
                                        : false;
}

static bool event_matches(const bw_document *doc, bw_str want, const bw_event *e)
{
    bw_str actor, type, word, recipient = {0};
    bool reciprocal = false, negated = false;
    bw_modality modality = BW_ACTUAL;
    if (!next_word(&want, &actor) || !next_word(&want, &type))
        return false;
    bool by_code = bw_is_digit(type.ptr[0]);
    if (by_code ? !bw_str_starts(bw_str_of(e->cameo), type) : !bw_str_is(type, bw_plover_name(e->type)))
        return false;
    while (next_word(&want, &word)) {
        size_t eq = bw_str_find_char(word, '=', 0);
        if (eq < word.len) {
            if (!key_matches(doc, e, bw_str_slice(word, 0, eq), bw_str_slice(word, eq + 1, word.len)))
                return false;
        } else if (bw_str_is(word, "reciprocal")) {
            reciprocal = true;
        } else if (bw_str_is(word, "negated")) {
            negated = true;
        } else if (bw_str_is(word, "planned")) {
            modality = BW_PLANNED;
        } else if (bw_str_is(word, "hypothetical")) {
            modality = BW_HYPOTHETICAL;
        } else if (bw_str_is(word, "denied")) {
            modality = BW_DENIED;
        } else if (bw_is_upper(word.ptr[0]) || word.ptr[0] == '-') {
            recipient = word;
        } else { /* a mode */
            bool has = false;
            for (uint8_t i = 0; i < e->n_modes; i++)
                has |= bw_str_is(word, e->modes[i]);
            if (!has)
                return false;
        }
    }
    return parties_match(doc, actor, &e->actor, true) && (!recipient.ptr || parties_match(doc, recipient, &e->recipient, true)) &&
           reciprocal == e->reciprocal && negated == e->negated && modality == e->modality;
}

static bool counts(const bw_event *e) { return !e->negated && e->modality == BW_ACTUAL; }

static bool compare(const bw_document *doc, const golden_case *g, bw_buf *why)
{
    bool right = true;
    bool *met = BW_NEW(doc->arena, bool, doc->n_events + 1);
    for (uint32_t i = 0; i < g->n_events; i++) {
        bool found = false;
        for (uint32_t k = 0; k < doc->n_events && !found; k++)
            if (!met[k] && event_matches(doc, g->events[i], &doc->events[k]))
                found = met[k] = true;
        if (!found)
            bw_buf_print(why, "#   missing  %.*s\n", BW_STR_FMT(g->events[i]));
        right &= found;
    }
    for (uint32_t k = 0; k < doc->n_events; k++) {
        const bw_event *e = &doc->events[k];
        bool told = false; /* one happening told twice */
        for (uint32_t i = 0; i < doc->n_events; i++)
            told |= met[i] && doc->events[i].happening == e->happening;
        bool bad = !met[k] && !told && counts(e) && !g->any_other;
        if (g->not_code)
            bad = counts(e) && strncmp(e->cameo, g->not_code, strlen(g->not_code)) == 0;
        if (bad || (!met[k] && why->len)) {
            bw_buf_text(why, bad ? "#   too much " : "#   also     ");
            describe(doc, e, why);
            bw_buf_char(why, '\n');
        }
        right &= !bad;
    }
    return right;
}

/* ---- one case ----------------------------------------------------------------------------------- */

typedef struct {
    const bw_pipeline *pipeline;
    const golden_case *g;
    bw_arena *arena;
} job;

static bw_status run_case(void *with, bw_err *err)
{
    job *j = with;
    const golden_case *g = j->g;
    bw_document doc = {.arena = j->arena};
    doc.head.text = g->text;
    doc.head.title = g->title;
    doc.head.id = g->id;
    doc.head.words = -1;
    doc.head.published = g->date.len ? g->date : BW_LIT("2021-04-01");
    doc.head.day = bw_day_parse(doc.head.published);
    bw_status st = bw_pipeline_run(j->pipeline, &doc, err);
    if (st)
        return st;
    bw_buf why = {.arena = j->arena};
    bool right = compare(&doc, g, &why), known = g->todo.len > 0 || may_fail >= 0;
    if (only_failing) {
        if (!right)
            printf("%.*s\n", BW_STR_FMT(g->id));
    } else {
        printf("%sok %d - %.*s: %.*s%s\n", right ? "" : "not ", ++tap_n, BW_STR_FMT(g->id), BW_STR_FMT(g->why), !right && known ? " # TODO known" : "");
        if (!right)
            printf("# %s:%u: %.*s\n%.*s", g->file, g->line, BW_STR_FMT(g->text), (int)why.len, why.ptr ? why.ptr : "");
        else if (g->todo.len)
            printf("# %s:%u: the 'todo:' can go\n", g->file, g->line);
    }
    n_right += right;
    n_wrong += !right && !known;
    n_todo += !right && known;
    return BW_OK;
}

static void try_case(const bw_pipeline *p, const golden_case *g)
{
    bw_arena *a = bw_arena_new(BW_DOCUMENT_MEMORY);
    job j = {p, g, a};
    bw_err err = {0};
    if (!a || bw_arena_try(a, run_case, &j, &err) != BW_OK)
        n_wrong += !ok(false, "%.*s: %s", BW_STR_FMT(g->id), err.msg);
    bw_arena_free(a);
}

/* ---- files of cases ----------------------------------------------------------------------------- */

static bool field(bw_str line, const char *key, bw_str *value)
{
    if (!bw_str_starts(line, bw_str_of(key)))
        return false;
    *value = bw_str_trim(bw_str_slice(line, strlen(key), line.len));
    return true;
}

static void finish(const bw_pipeline *p, golden_case *g, const char *file)
{
    if (g->id.len) {
        if (!g->text.len || (!g->n_events && !g->none))
            n_wrong += !ok(false, "%s:%u: %.*s: a case needs 'text:' and 'event:'", file, g->line, BW_STR_FMT(g->id));
        else
            try_case(p, g);
    }
    *g = (golden_case){.file = file};
}

typedef struct {
    const bw_pipeline *pipeline;
    bw_arena *arena;
    const char *file;
} reader;

static bw_status read_cases(void *with, bw_err *err)
{
    reader *r = with;
    bw_str text, line;
    bw_status st = bw_file_read(r->arena, r->file, 16 << 20, &text, err);
    if (st)
        return st;
    golden_case g = {.file = r->file};
    uint32_t number = 0;
    while (bw_str_cut(&text, '\n', &line)) {
        bw_str value;
        number++;
        if (bw_str_trim(line).len == 0) {
            finish(r->pipeline, &g, r->file);
        } else if (line.ptr[0] == '#') {
            continue;
        } else if (field(line, "id:", &value)) {
            finish(r->pipeline, &g, r->file);
            g.id = value;
            g.line = number;
        } else if (field(line, "why:", &g.why) || field(line, "text:", &g.text) || field(line, "title:", &g.title) || field(line, "date:", &g.date) ||
                   field(line, "todo:", &g.todo)) {
            continue;
        } else if (field(line, "event:", &value) && g.n_events < MAX_EVENTS) {
            if (bw_str_is(value, "none"))
                g.none = true;
            else
                g.events[g.n_events++] = value;
        } else {
            n_wrong += !ok(false, "%s:%u: no such field", r->file, number);
        }
    }
    finish(r->pipeline, &g, r->file);
    return BW_OK;
}

static bw_status run_examples(void *with, bw_err *err)
{
    (void)err;
    reader *r = with;
    const bw_lexicon *l = bw_pipeline_readers(r->pipeline)->lexicon;
    for (uint32_t b = 0; b < l->n_blocks; b++)
        for (uint32_t i = 0; i < l->blocks[b].n_examples; i++) {
            const bw_block *block = &l->blocks[b];
            const bw_example *e = &block->examples[i];
            golden_case g = {.text = e->text, .why = e->counter ? BW_LIT("counter") : BW_LIT("example"), .line = e->line};
            g.file = bw_str_print(r->arena, "%.*s", BW_STR_FMT(block->file)).ptr;
            g.id = bw_str_print(r->arena, "%.*s:%u", BW_STR_FMT(block->file), e->line);
            bw_str rest = e->want, one;
            while (!e->counter && bw_str_cut(&rest, ';', &one) && g.n_events < MAX_EVENTS)
                if (bw_str_is(bw_str_trim(one), "none"))
                    g.none = true;
                else
                    g.events[g.n_events++] = bw_str_trim(one);
            g.any_other = !e->counter && !g.none;
            if (e->counter)
                g.not_code = block->code ? block->code->code : "none";
            try_case(r->pipeline, &g);
        }
    return BW_OK;
}

int main(int argc, char **argv)
{
    bw_pipeline_options options = {.until = BW_STAGE_CODE, .rules_only = true};
    bw_pipeline *p = NULL;
    if (argc > 2 && strcmp(argv[1], "--both") == 0) {
        options.rules_only = false;
        may_fail = atoi(argv[2]);
        argc -= 2;
        argv += 2;
    }
    options.statements = argc > 1 && strcmp(argv[1], "--examples") == 0; /* every code has examples */
    bool counted = !options.rules_only;
    bw_err err = {0};
    if (bw_pipeline_open(&options, &p, &err)) {
        if (strstr(err.msg, "models"))
            tap_skip_all(err.msg);
        printf("Bail out! %s\n", err.msg);
        return 1;
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--failing") == 0) {
            only_failing = true;
            continue;
        }
        bw_arena *a = bw_arena_new(0);
        reader r = {p, a, argv[i]};
        bool examples = strcmp(argv[i], "--examples") == 0;
        if (examples && i + 1 < argc) {
            may_fail = atoi(argv[++i]);
            counted = true;
        }
        if (!a || bw_arena_try(a, examples ? run_examples : read_cases, &r, &err) != BW_OK)
            n_wrong += !ok(false, "%s", err.msg);
        bw_arena_free(a);
    }
    bw_pipeline_close(p);
    if (only_failing)
        return 0;
    if (counted)
        n_wrong += !ok(n_todo <= (unsigned)may_fail, "%u cases fail, at most %d may", n_todo, may_fail);
    printf("# %u right, %u wrong, %u known misses\n", n_right, n_wrong, n_todo);
    (void)tap_done();
    return n_wrong != 0;
}
