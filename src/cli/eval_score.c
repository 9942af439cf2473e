#include "cli/eval_score.h"

#include "base/map.h"
#include "document.h"

#include <stdlib.h>

/* ---- names of types ------------------------------------------------------------------------------ */

static const struct {
    const char *code, *type;
} cameo_types[] = {
    /* The longest prefix decides, so exceptions to a root stand with the roots. */
    {"02", "REQUEST"},   {"03", "AGREE"},     {"04", "CONSULT"},  {"05", "SUPPORT"},  {"06", "COOPERATE"},
    {"07", "AID"},       {"08", "RETREAT"},   {"09", "ACCUSE"},   {"10", "REQUEST"},  {"11", "ACCUSE"},
    {"12", "REJECT"},    {"13", "THREATEN"},  {"14", "PROTEST"},  {"15", "MOBILIZE"}, {"16", "SANCTION"},
    {"17", "COERCE"},    {"18", "ASSAULT"},   {"19", "ASSAULT"},  {"20", "ASSAULT"},  {"0813", "RETREAT"},
    {"0814", "RETREAT"}, {"080", "CONCEDE"},  {"081", "CONCEDE"}, {"082", "CONCEDE"}, {"083", "CONCEDE"},
    {"163", "COERCE"},   {"1712", "ASSAULT"}, {"175", "ASSAULT"}, {"191", "COERCE"},  {"192", "COERCE"},
};
enum { N_CAMEO_TYPES = sizeof cameo_types / sizeof *cameo_types };

static const struct {
    const char *old, *now;
} renamed[] = {{"DEMAND", "REQUEST"}, {"DISAPPROVE", "ACCUSE"}, {"INVESTIGATE", "ACCUSE"}, {"FIGHT", "ASSAULT"}};

static bw_str upper(bw_arena *a, bw_str s)
{
    char *p = BW_NEW(a, char, s.len);
    for (size_t i = 0; i < s.len; i++)
        p[i] = bw_is_lower(s.ptr[i]) ? (char)(s.ptr[i] & ~0x20) : s.ptr[i];
    return (bw_str){p, s.len};
}

/* The PLOVER type of a type's name, an older name or a CAMEO code; empty when there is none. */
static bw_str plover(bw_arena *a, bw_str name)
{
    name = upper(a, bw_str_trim(name));
    bool digits = name.len > 0;
    for (size_t i = 0; i < name.len; i++)
        digits &= bw_is_digit(name.ptr[i]);
    if (digits) {
        for (size_t len = name.len; len > 1; len--)
            for (int i = 0; i < N_CAMEO_TYPES; i++)
                if (bw_str_is(bw_str_slice(name, 0, len), cameo_types[i].code))
                    return bw_str_of(cameo_types[i].type);
        return BW_LIT("");
    }
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (bw_str_is(name, renamed[i].old))
            return bw_str_of(renamed[i].now);
    return name;
}

static bw_str root_of(bw_arena *a, bw_str name)
{
    name = plover(a, name);
    return bw_str_is(name, "CONCEDE") || bw_str_is(name, "RETREAT") ? BW_LIT("YIELD") : name;
}

/* 1 to 4; 0 for what is no type. */
static int quad_of(bw_str type)
{
    bw_plover t;
    if (bw_str_is(type, "YIELD"))
        return 2;
    return bw_plover_of(type, &t) ? bw_plover_quad(t) : 0;
}

static bw_str digit(int n)
{
    static const char digits[] = "0123456789?";
    return (bw_str){digits + (n >= 0 && n <= 9 ? n : 10), 1};
}

static bw_str first_of(bw_str a, bw_str b) { return a.len ? a : b; }

bw_str bw_eval_country(bw_str c)
{
    if (bw_str_is(c, "UNO") || bw_str_is(c, "EUR"))
        return BW_LIT("IGO");
    if (bw_str_is(c, "KOS") || bw_str_is(c, "XKX"))
        return BW_LIT("SRB");
    return c;
}

/* ---- sets of labels, and the counts over them ----------------------------------------------------- */

static bool has(const bw_strs *set, bw_str label)
{
    for (size_t i = 0; i < set->n; i++)
        if (bw_str_eq(set->items[i], label))
            return true;
    return false;
}

static void add(bw_arena *a, bw_strs *set, bw_str label)
{
    if (!has(set, label))
        BW_PUSH(a, set->items, set->n, set->room, label);
}

static size_t shared(const bw_strs *a, const bw_strs *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        n += has(b, a->items[i]);
    return n;
}

typedef struct {
    uint32_t gold, predicted, hit, rows;
} count;

/* Counts by class, over rows of a gold set and a predicted set. */
typedef struct {
    bw_arena *arena;
    bw_map classes;
    count *counts;
    uint32_t n, room;
    count all;
} report;

static count *class_of(report *r, bw_str label)
{
    bool added;
    r->classes.arena = r->arena;
    uint32_t at = bw_map_put(&r->classes, label, r->n, &added)->value;
    if (added)
        BW_PUSH(r->arena, r->counts, r->n, r->room, ((count){0}));
    return &r->counts[at];
}

static void report_row(report *r, const bw_strs *gold, const bw_strs *predicted)
{
    for (size_t i = 0; i < gold->n; i++)
        class_of(r, gold->items[i])->gold++;
    for (size_t i = 0; i < predicted->n; i++) {
        class_of(r, predicted->items[i])->predicted++;
        if (has(gold, predicted->items[i])) {
            class_of(r, predicted->items[i])->hit++;
            r->all.hit++;
        }
    }
    r->all.gold += (uint32_t)gold->n;
    r->all.predicted += (uint32_t)predicted->n;
}

/* The same row under its label. */
static void report_group(report *r, const bw_str *labels, size_t row, const bw_strs *gold, const bw_strs *predicted)
{
    if (!labels)
        return;
    count *c = class_of(r, labels[row]);
    c->rows++;
    c->gold += (uint32_t)gold->n;
    c->predicted += (uint32_t)predicted->n;
    c->hit += (uint32_t)shared(gold, predicted);
}

static bw_eval_class measure(bw_str name, count c)
{
    bw_eval_class m = {.name = name, .gold = c.gold, .rows = c.rows};
    m.precision = c.predicted ? (double)c.hit / c.predicted : 0;
    m.recall = c.gold ? (double)c.hit / c.gold : 0;
    if (m.precision + m.recall > 0)
        m.f1 = 2 * m.precision * m.recall / (m.precision + m.recall);
    return m;
}

static int by_name(const void *x, const void *y)
{
    return bw_str_cmp(((const bw_eval_class *)x)->name, ((const bw_eval_class *)y)->name);
}

static bw_eval_class *measure_all(report *r)
{
    bw_eval_class *list = BW_NEW(r->arena, bw_eval_class, r->n);
    for (uint32_t i = 0; i < r->n; i++)
        list[i] = measure(r->classes.entries[i].key, r->counts[i]);
    qsort(list, r->n, sizeof *list, by_name);
    return list;
}

static double macro_f1(report *r, bw_eval_class **classes, uint32_t *n)
{
    bw_eval_class *list = measure_all(r);
    double sum = 0;
    for (uint32_t i = 0; i < r->n; i++)
        sum += list[i].f1;
    if (classes) {
        *classes = list;
        *n = r->n;
    }
    return r->n ? sum / r->n : 0;
}

/* ---- rows ---------------------------------------------------------------------------------------- */

const char *bw_eval_kind_name(bw_eval_kind kind)
{
    static const char *const names[] = {"actors", "relation", "events", "penta"};
    return names[kind];
}

bool bw_eval_kind_of(json_object *const *gold, size_t n, bw_eval_kind *kind, const char **field)
{
    static const char *const fields[] = {"expect", "root", "events", "penta"};
    for (int k = 0; k < 4; k++) {
        for (size_t i = 0; i < n; i++) {
            if (json_object_object_get_ex(gold[i], fields[k], NULL)) {
                *kind = (bw_eval_kind)k;
                *field = fields[k];
                return true;
            }
        }
    }
    return false;
}

static void take_dyads(bw_arena *a, json_object *event, bw_eval_row *into)
{
    static const char *const sides[2] = {"actor", "recipient"};
    bw_strs code[2] = {0};
    for (int side = 0; side < 2; side++) {
        json_object *list = bw_json_list(event, sides[side]);
        size_t n = list ? json_object_array_length(list) : 0;
        for (size_t i = 0; i < n; i++) {
            bw_str c = bw_eval_country(bw_json_text(json_object_array_get_idx(list, i), "country"));
            BW_PUSH(a, code[side].items, code[side].n, code[side].room, c);
        }
        if (n == 0)
            BW_PUSH(a, code[side].items, code[side].n, code[side].room, BW_LIT(""));
    }
    bool reciprocal = json_object_get_boolean(bw_json_member(event, "reciprocal"));
    const bw_strs *other = reciprocal ? &code[0] : &code[1];
    for (size_t i = 0; i < code[0].n; i++) {
        for (size_t k = 0; k < other->n; k++) {
            if (reciprocal && i == k)
                continue;
            bw_eval_event e = {.type = bw_json_text(event, "type"),
                               .cameo = bw_json_text(event, "cameo"),
                               .source = code[0].items[i],
                               .target = other->items[k],
                               .rule = bw_json_text(event, "rule")};
            BW_PUSH(a, into->events, into->n_events, into->room_events, e);
        }
    }
}

void bw_eval_take(bw_arena *a, json_object *line, bw_eval_row *into)
{
    if (bw_json_member(line, "document")) {
        bw_str polarity = bw_json_text(line, "polarity"), modality = bw_json_text(line, "modality");
        if ((polarity.ptr && !bw_str_is(polarity, "positive")) || (modality.ptr && !bw_str_is(modality, "actual")))
            return;
        take_dyads(a, line, into);
        return;
    }
    int64_t penta;
    into->root = bw_json_text(line, "root");
    into->type = bw_json_text(line, "type");
    into->country = bw_json_text(line, "country");
    into->sector = first_of(bw_json_text(line, "sector"), bw_json_text(line, "code_1"));
    into->rule = bw_json_text(line, "rule");
    into->penta = bw_json_whole(line, "penta", &penta) ? (int)penta : -1;
    json_object *events = bw_json_list(line, "events");
    for (size_t i = 0; events && i < json_object_array_length(events); i++) {
        json_object *e = json_object_array_get_idx(events, i);
        bw_eval_event one = {bw_json_text(e, "type"), bw_json_text(e, "code"), bw_json_text(e, "cameo"),
                             bw_json_text(e, "source_code"), bw_json_text(e, "target_code"), bw_json_text(e, "rule")};
        BW_PUSH(a, into->events, into->n_events, into->room_events, one);
    }
}

static const bw_eval_row nothing = {.penta = -1};

static void figure(bw_eval_result *out, const char *name, double value, bool whole)
{
    out->figures[out->n_figures++] = (bw_eval_figure){name, value, whole};
}

static void set_groups(bw_eval_result *out, report *groups)
{
    out->groups = measure_all(groups);
    out->n_groups = groups->n;
}

static double share(double part, double of) { return of > 0 ? part / of : 0; }

static bw_str text_of(json_object *gold) { return first_of(bw_json_text(gold, "text"), bw_json_text(gold, "mention")); }

static bw_str joined(bw_arena *a, const bw_strs *set)
{
    bw_buf b = {.arena = a};
    for (size_t i = 0; i < set->n; i++) {
        if (i)
            bw_buf_text(&b, ", ");
        bw_buf_str(&b, set->items[i]);
    }
    return set->n ? bw_buf_view(&b) : BW_LIT("nothing");
}

bw_str bw_eval_rules(bw_arena *a, const bw_eval_row *p)
{
    bw_buf b = {.arena = a};
    bw_strs seen = {0};
    if (p->rule.len)
        add(a, &seen, p->rule);
    for (uint32_t i = 0; i < p->n_events; i++)
        if (p->events[i].rule.len)
            add(a, &seen, p->events[i].rule);
    for (size_t i = 0; i < seen.n; i++) {
        bw_buf_text(&b, i ? "; " : "");
        bw_buf_str(&b, seen.items[i]);
    }
    return bw_buf_view(&b);
}

static void wrong(bw_arena *a, bw_eval_result *out, json_object *gold, bw_str want, bw_str got, const bw_eval_row *p)
{
    bw_eval_error e = {bw_json_id(gold, "id"), want, got.len ? got : BW_LIT("nothing"), text_of(gold), bw_eval_rules(a, p)};
    BW_PUSH(a, out->errors, out->n_errors, out->room_errors, e);
}

/* The types of a row's events, in order, without those that are none. */
static bw_strs types_of(bw_arena *a, const bw_eval_row *p)
{
    bw_strs out = {0};
    for (uint32_t i = 0; i < p->n_events; i++) {
        bw_str t = plover(a, first_of(p->events[i].type, p->events[i].code));
        if (t.len)
            BW_PUSH(a, out.items, out.n, out.room, t);
    }
    return out;
}

static void score_relation(bw_arena *a, json_object *const *gold, bw_eval_row *const *predicted, const bw_str *labels, size_t n,
                           bw_eval_result *out)
{
    report roots = {.arena = a}, quads = {.arena = a}, groups = {.arena = a};
    size_t answered = 0, right = 0, right_quad = 0;
    for (size_t i = 0; i < n; i++) {
        const bw_eval_row *p = predicted[i] ? predicted[i] : &nothing;
        bw_strs types = types_of(a, p);
        bw_str want = root_of(a, bw_json_text(gold[i], "root"));
        bw_str got = root_of(a, first_of(first_of(p->root, p->type), types.n ? types.items[0] : BW_LIT("")));
        int64_t want_quad = 0;
        int got_quad = p->penta >= 0 ? p->penta : quad_of(got);
        bw_json_whole(gold[i], "penta", &want_quad);

        bw_strs g = {0}, q = {0};
        add(a, &g, want);
        if (got.len)
            add(a, &q, got);
        report_row(&roots, &g, &q);
        report_group(&groups, labels, i, &g, &q);
        answered += got.len > 0;
        right += bw_str_eq(want, got);
        if (!bw_str_eq(want, got))
            wrong(a, out, gold[i], want, got, p);

        bw_strs gq = {0}, qq = {0};
        add(a, &gq, digit((int)want_quad));
        if (got_quad)
            add(a, &qq, digit(got_quad));
        report_row(&quads, &gq, &qq);
        right_quad += got_quad == want_quad;
    }
    figure(out, "rows", (double)n, true);
    figure(out, "answered", (double)answered, true);
    figure(out, "accuracy", share((double)right, (double)n), false);
    figure(out, "root_macro_f1", macro_f1(&roots, &out->classes, &out->n_classes), false);
    set_groups(out, &groups);
    figure(out, "penta_accuracy", share((double)right_quad, (double)n), false);
    figure(out, "penta_macro_f1", macro_f1(&quads, NULL, NULL), false);
}

static bw_str triple(bw_arena *a, bw_str source, bw_str type, bw_str target)
{
    return bw_str_print(a, "%.*s %.*s %.*s", BW_STR_FMT(source), BW_STR_FMT(type), BW_STR_FMT(target));
}

static bw_strs codes_of(bw_arena *a, json_object *event, const char *side, bool full)
{
    bw_strs out = {0};
    json_object *list = bw_json_list(event, side);
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        bw_str code = bw_json_text(json_object_array_get_idx(list, i), "code");
        BW_PUSH(a, out.items, out.n, out.room, full ? code : bw_str_slice(code, 0, 3));
    }
    if (out.n == 0)
        BW_PUSH(a, out.items, out.n, out.room, BW_LIT(""));
    return out;
}

static void add_triples(bw_arena *a, const bw_strs *from, bw_str type, const bw_strs *to, bool reciprocal, bw_strs *out)
{
    for (size_t i = 0; i < from->n; i++)
        for (size_t k = 0; k < to->n; k++)
            if (!reciprocal || i != k)
                add(a, out, triple(a, from->items[i], type, to->items[k]));
}

/* Source and target of a triple, without its type. */
static bw_str pair_of(bw_arena *a, bw_str t)
{
    size_t first = bw_str_find_char(t, ' ', 0), second = bw_str_find_char(t, ' ', first + 1);
    return bw_str_print(a, "%.*s %.*s", BW_STR_FMT(bw_str_slice(t, 0, first)),
                        BW_STR_FMT(bw_str_slice(t, second + 1, t.len)));
}

static void score_events(bw_arena *a, json_object *const *gold, bw_eval_row *const *predicted, const bw_str *labels, size_t n,
                         bw_eval_result *out)
{
    report types = {.arena = a}, quads = {.arena = a}, groups = {.arena = a};
    size_t n_gold = 0, n_predicted = 0, near = 0, right = 0, exact = 0, answered = 0, first = 0;
    bool full = true; /* records without PLOVER types: whole codes are compared */
    for (size_t i = 0; i < n; i++) {
        json_object *list = bw_json_list(gold[i], "events");
        for (size_t k = 0; list && k < json_object_array_length(list); k++)
            full &= bw_json_text(json_object_array_get_idx(list, k), "type").ptr == NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const bw_eval_row *p = predicted[i] ? predicted[i] : &nothing;
        json_object *list = bw_json_list(gold[i], "events");
        bw_strs g = {0}, q = {0}, gold_types = {0}, gold_pairs = {0};
        for (size_t k = 0; list && k < json_object_array_length(list); k++) {
            json_object *e = json_object_array_get_idx(list, k);
            bw_str type =
                full ? bw_json_text(e, "code") : plover(a, first_of(bw_json_text(e, "type"), bw_json_text(e, "code")));
            bool reciprocal = json_object_get_boolean(bw_json_member(e, "reciprocal"));
            bw_strs from = codes_of(a, e, "source", full), to = codes_of(a, e, "target", full);
            add_triples(a, &from, type, reciprocal ? &from : &to, reciprocal, &g);
            add(a, &gold_types, type);
        }
        for (uint32_t k = 0; k < p->n_events; k++) {
            const bw_eval_event *e = &p->events[k];
            bw_str type = full ? first_of(e->code, e->type) : plover(a, first_of(e->type, e->code));
            if (type.len)
                add(a, &q,
                    full ? triple(a, e->source, type, e->target)
                         : triple(a, bw_str_slice(e->source, 0, 3), type, bw_str_slice(e->target, 0, 3)));
        }
        for (size_t k = 0; k < g.n; k++)
            add(a, &gold_pairs, pair_of(a, g.items[k]));
        for (size_t k = 0; k < q.n; k++)
            near += has(&gold_pairs, pair_of(a, q.items[k]));
        size_t hits = shared(&g, &q);
        right += hits;
        n_gold += g.n;
        n_predicted += q.n;
        answered += p->n_events > 0;
        if (hits == g.n && hits == q.n)
            exact++;
        else
            wrong(a, out, gold[i], joined(a, &g), joined(a, &q), p);
        if (full) {
            report_group(&groups, labels, i, &g, &q);
            continue;
        }
        bw_strs all = types_of(a, p), set = {0}, gold_quads = {0}, quad_set = {0};
        for (size_t k = 0; k < all.n; k++)
            add(a, &set, all.items[k]);
        first += all.n ? has(&gold_types, all.items[0]) : gold_types.n == 0;
        report_row(&types, &gold_types, &set);
        report_group(&groups, labels, i, &gold_types, &set);
        for (size_t k = 0; k < gold_types.n; k++)
            add(a, &gold_quads, digit(quad_of(gold_types.items[k])));
        for (size_t k = 0; k < set.n; k++)
            if (quad_of(set.items[k]))
                add(a, &quad_set, digit(quad_of(set.items[k])));
        report_row(&quads, &gold_quads, &quad_set);
    }
    bw_eval_class m = measure(BW_LIT(""), (count){(uint32_t)n_gold, (uint32_t)n_predicted, (uint32_t)right});
    figure(out, "rows", (double)n, true);
    figure(out, "answered", (double)answered, true);
    figure(out, "triple_p", m.precision, false);
    figure(out, "triple_r", m.recall, false);
    figure(out, "triple_f1", m.f1, false);
    figure(out, "pair_precision", share((double)right, (double)near), false);
    figure(out, "rows_exactly_right", share((double)exact, (double)n), false);
    set_groups(out, &groups);
    if (full)
        return;
    bw_eval_class micro = measure(BW_LIT(""), types.all);
    figure(out, "accuracy", share((double)first, (double)n), false);
    figure(out, "type_p", micro.precision, false);
    figure(out, "type_r", micro.recall, false);
    figure(out, "type_micro_f1", micro.f1, false);
    figure(out, "type_macro_f1", macro_f1(&types, &out->classes, &out->n_classes), false);
    figure(out, "quad_macro_f1", macro_f1(&quads, NULL, NULL), false);
}

/* Phoenix's grouping of CAMEO roots (01 and 02 are no event); without a code, that of the type's first root. */
static int phoenix_class(bw_arena *a, const bw_eval_event *e)
{
    bw_str root = bw_str_slice(e->cameo, 0, 2), type = plover(a, e->type);
    for (int i = 0; root.len == 0 && i < N_CAMEO_TYPES; i++)
        if (strlen(cameo_types[i].code) == 2 && strcmp(cameo_types[i].code, "02") != 0 &&
            bw_str_is(type, cameo_types[i].type))
            root = bw_str_of(cameo_types[i].code);
    if (root.len == 0 || bw_str_is(root, "01") || bw_str_is(root, "02"))
        return 0;
    if (bw_str_cmp(root, BW_LIT("05")) <= 0)
        return 1;
    if (bw_str_cmp(root, BW_LIT("08")) <= 0)
        return 2;
    return bw_str_cmp(root, BW_LIT("13")) <= 0 || bw_str_is(root, "16") ? 3 : 4;
}

static void score_penta(bw_arena *a, json_object *const *gold, bw_eval_row *const *predicted, const bw_str *labels, size_t n,
                        bw_eval_result *out)
{
    report classes = {.arena = a}, groups = {.arena = a};
    size_t right = 0, none = 0, none_coded = 0;
    for (size_t i = 0; i < n; i++) {
        const bw_eval_row *p = predicted[i] ? predicted[i] : &nothing;
        int64_t want = 0;
        int got = p->penta >= 0 ? p->penta : 0;
        bw_json_whole(gold[i], "penta", &want);
        for (uint32_t k = 0; p->penta < 0 && got == 0 && k < p->n_events; k++)
            got = phoenix_class(a, &p->events[k]);
        bw_strs g = {0}, q = {0};
        bw_strs g_act = {0}, q_act = {0}; /* in a group, class 0 is to find nothing */
        add(a, &g, digit((int)want));
        add(a, &q, digit(got));
        report_row(&classes, &g, &q);
        if (want)
            add(a, &g_act, digit((int)want));
        if (got)
            add(a, &q_act, digit(got));
        report_group(&groups, labels, i, &g_act, &q_act);
        right += got == want;
        none += want == 0;
        none_coded += want == 0 && got != 0;
        if (got != want)
            wrong(a, out, gold[i], digit((int)want), digit(got), p);
    }
    figure(out, "rows", (double)n, true);
    figure(out, "accuracy", share((double)right, (double)n), false);
    figure(out, "penta_macro_f1", macro_f1(&classes, &out->classes, &out->n_classes), false);
    set_groups(out, &groups);
    figure(out, "class_0_coded", share((double)none_coded, (double)(none ? none : 1)), false);
}

/* Whether `got` is what `expect` asks for under `key`, or one of those under KEY_any. -1: it asks nothing. */
static int meets(json_object *expect, const char *key, const char *key_any, bw_str got)
{
    bool none = json_object_get_boolean(bw_json_member(expect, "none")); /* must not be coded at all */
    json_object *any = bw_json_list(expect, key_any);
    if (none)
        return got.len == 0;
    if (json_object_object_get_ex(expect, key, NULL))
        return bw_str_eq(bw_json_text(expect, key), got);
    if (!any)
        return -1;
    for (size_t i = 0; i < json_object_array_length(any); i++) {
        json_object *one = json_object_array_get_idx(any, i);
        if (bw_str_eq((bw_str){json_object_get_string(one), (size_t)json_object_get_string_len(one)}, got))
            return 1;
    }
    return 0;
}

static void score_actors(bw_arena *a, json_object *const *gold, bw_eval_row *const *predicted, const bw_str *labels, size_t n,
                         bw_eval_result *out)
{
    size_t asked[3] = {0}, right[3] = {0};
    report groups = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        const bw_eval_row *p = predicted[i] ? predicted[i] : &nothing;
        json_object *expect = bw_json_member(gold[i], "expect");
        int country = meets(expect, "country", "country_any", p->country);
        int sector = meets(expect, "code_1", "code_1_any", p->sector);
        asked[0] += country >= 0;
        right[0] += country == 1;
        asked[1] += sector >= 0;
        right[1] += sector == 1;
        if (country < 0 && sector < 0)
            continue;
        asked[2]++;
        bw_strs all = {0}, said = {0}; /* "right", where anything was said */
        add(a, &all, BW_LIT("right"));
        if (p->country.len || p->sector.len || (country && sector))
            add(a, &said, country && sector ? BW_LIT("right") : BW_LIT("wrong"));
        report_group(&groups, labels, i, &all, &said);
        if (country && sector)
            right[2]++;
        else
            wrong(a, out, gold[i], bw_str_of(json_object_to_json_string_ext(expect, JSON_C_TO_STRING_PLAIN)),
                  bw_str_print(a, "country \"%.*s\", sector \"%.*s\"", BW_STR_FMT(p->country), BW_STR_FMT(p->sector)), p);
    }
    figure(out, "rows", (double)asked[2], true);
    figure(out, "country_accuracy", share((double)right[0], (double)asked[0]), false);
    figure(out, "sector_accuracy", share((double)right[1], (double)asked[1]), false);
    figure(out, "all_right", share((double)right[2], (double)asked[2]), false);
    set_groups(out, &groups);
}

void bw_eval_score(bw_arena *a, bw_eval_kind kind, json_object *const *gold, bw_eval_row *const *predicted, const bw_str *labels, size_t n,
                   bw_eval_result *out)
{
    bw_eval_result r = {.kind = kind};
    switch (kind) {
    case BW_EVAL_ACTORS: score_actors(a, gold, predicted, labels, n, &r); break;
    case BW_EVAL_RELATION: score_relation(a, gold, predicted, labels, n, &r); break;
    case BW_EVAL_EVENTS: score_events(a, gold, predicted, labels, n, &r); break;
    case BW_EVAL_PENTA: score_penta(a, gold, predicted, labels, n, &r); break;
    }
    *out = r;
}
