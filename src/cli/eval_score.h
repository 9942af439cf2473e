/* eval_score.h - scores of predictions against gold rows, as the field's scorer for these files defines them.
 *
 * The kind of scoring follows from the gold rows:
 *
 *   actors    {"id","mention","expect":{…}}            country, sector, both
 *   relation  {"id","root","penta",…}                  one pair a row: accuracy, macro-F1 of root and of quad class
 *   events    {"id","events":[{"type","source","target"}]}  types, quad classes, triples (source, type, target)
 *   penta     {"id","penta":0-4}                       quad class, 0 = no codable event
 *
 *   macro-F1: mean of the F1 of every class in gold or prediction. "No prediction" is an error of the gold class and
 *             no class itself.
 *   codes:    CONCEDE and RETREAT are YIELD in relation rows; the UN and the EU are IGO and Kosovo is SRB, as the
 *             gold sets code them
 *   owner:    all in the arena given; inside bw_arena_try
 */
#ifndef BW_CLI_EVAL_SCORE_H
#define BW_CLI_EVAL_SCORE_H

#include "base/json_in.h"

typedef enum { BW_EVAL_ACTORS, BW_EVAL_RELATION, BW_EVAL_EVENTS, BW_EVAL_PENTA } bw_eval_kind;

/* One event of a prediction: text as given, ptr NULL when absent. */
typedef struct {
    bw_str type, code, cameo, source, target, rule;
} bw_eval_event;

typedef struct {
    bw_str id;
    bw_str root, type, country, sector, rule;
    int penta; /* -1: not given */
    bw_eval_event *events;
    uint32_t n_events, room_events;
} bw_eval_row;

typedef struct {
    const char *name;
    double value;
    bool whole; /* a count */
} bw_eval_figure;

typedef struct {
    bw_str name;
    double precision, recall, f1;
    uint32_t gold, rows;     /* rows: of a group only */
} bw_eval_class;

typedef struct {
    bw_str id, gold, predicted, text;
    bw_str rule;             /* of what was predicted; empty: not known */
} bw_eval_error;

typedef struct {
    bw_eval_kind kind;
    bw_eval_figure figures[16];
    int n_figures;
    bw_eval_class *classes;
    uint32_t n_classes;
    bw_eval_class *groups;   /* of rows with one label, by name; precision and recall over what the classes count */
    uint32_t n_groups;
    bw_eval_error *errors; /* rows that are not right */
    uint32_t n_errors, room_errors;
} bw_eval_result;

const char *bw_eval_kind_name(bw_eval_kind kind);

/* Of which kind the rows are; *field is the member that says so (rows without it are left out). */
bool bw_eval_kind_of(json_object *const *gold, size_t n, bw_eval_kind *kind, const char **field);

/* What a line of a prediction file says, added to the row of its id: a row, or one event of a document
 * ({"document","type","actor","recipient",…}; one that is not positive and actual is left out). */
void bw_eval_take(bw_arena *a, json_object *line, bw_eval_row *into);

/* "IGO" for "UNO": a country as the gold sets code it. */
bw_str bw_eval_country(bw_str country);

/* The rules behind a prediction, "; " between them; empty where it does not say. */
bw_str bw_eval_rules(bw_arena *a, const bw_eval_row *predicted);

/* `predicted[i]` belongs to gold[i]; NULL: nothing was predicted. `labels` (NULL: none): the group of each row. */
void bw_eval_score(bw_arena *a, bw_eval_kind kind, json_object *const *gold, bw_eval_row *const *predicted, const bw_str *labels, size_t n,
                   bw_eval_result *out);

#endif
