#include "story/occurrence_state.h"

#include "story/bytes.h"

#include <stdlib.h>

struct bw_occurrence_state {
    bw_state *state;
    bw_occurrences *open;
    sqlite3_stmt *put;   /* NULL: memory is all */
    bw_arena *scratch;
    uint32_t *changed, n_changed; /* slots; room for all */
    bool is_changed[BW_OCCURRENCES];
};

static const char schema[] = "CREATE TABLE IF NOT EXISTS occurrences (slot INTEGER PRIMARY KEY, row BLOB NOT NULL)";

static bw_status load_rows(bw_occurrence_state *s, bw_err *err)
{
    sqlite3_stmt *q = NULL;
    int code = SQLITE_DONE;
    bw_status st = bw_state_prepare(s->state, "SELECT slot, row FROM occurrences ORDER BY slot", &q, err);
    while (!st && (code = sqlite3_step(q)) == SQLITE_ROW) {
        int64_t slot = sqlite3_column_int64(q, 0);
        bw_str row = {sqlite3_column_blob(q, 1), (size_t)sqlite3_column_bytes(q, 1)};
        bw_bytes r = bw_bytes_open(row);
        st = r.bad ? bw_fail(err, BW_ERR_SYNTAX, "story %lld: its row is not as it was written", (long long)slot)
                   : bw_occurrences_load(s->open, slot >= 0 && slot < BW_OCCURRENCES ? (uint32_t)slot : BW_OCCURRENCES, r.rest, err);
        if (st)
            st = bw_fail_at(err, st, "%s: is damaged", bw_state_name(s->state));
    }
    if (!st)
        st = bw_state_check(s->state, code, err);
    sqlite3_finalize(q);
    if (!st && (st = bw_occurrences_begin(s->open, err)))
        st = bw_fail_at(err, st, "%s: is damaged", bw_state_name(s->state));
    return st;
}

bw_status bw_occurrence_state_open(bw_state *state, bw_occurrence_state **out, bw_err *err)
{
    bw_occurrence_state *s = calloc(1, sizeof *s);
    if (!s)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    s->state = state;
    s->open = bw_occurrences_new();
    s->scratch = bw_arena_new(0);
    s->changed = malloc(BW_OCCURRENCES * sizeof *s->changed);
    bw_status st = s->open && s->scratch && s->changed ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "out of memory");
    if (!st && bw_state_db(state)) {
        st = bw_state_check(state, sqlite3_exec(bw_state_db(state), schema, NULL, NULL, NULL), err);
        if (!st)
            st = load_rows(s, err);
        if (!st)
            st = bw_state_prepare(state, "INSERT OR REPLACE INTO occurrences (slot, row) VALUES (?, ?)", &s->put, err);
    }
    if (st) {
        bw_occurrence_state_close(s);
        return st;
    }
    *out = s;
    return BW_OK;
}

void bw_occurrence_state_close(bw_occurrence_state *s)
{
    if (!s)
        return;
    sqlite3_finalize(s->put);
    bw_occurrences_free(s->open);
    bw_arena_free(s->scratch);
    free(s->changed);
    free(s);
}

bw_status bw_occurrence_state_choose(bw_occurrence_state *s, bw_document *doc, bw_occurrence_choice **out, bw_err *err)
{
    return bw_occurrences_choose(s->open, doc, out, err);
}

void bw_occurrence_state_put(bw_occurrence_state *s, const bw_occurrence_choice *c)
{
    uint32_t slot = bw_occurrences_put(s->open, c);
    if (!s->is_changed[slot] && s->put) {
        s->is_changed[slot] = true;
        s->changed[s->n_changed++] = slot;
    }
}

typedef struct {
    bw_occurrence_state *state;
    uint32_t slot;
} writing;

static bw_status write_row(void *with, bw_err *err)
{
    writing *w = with;
    bw_occurrence_state *s = w->state;
    bw_buf row = {.arena = s->scratch};
    bw_occurrences_row(s->open, w->slot, &row);
    bw_bytes_seal(&row);
    sqlite3_bind_int64(s->put, 1, w->slot);
    sqlite3_bind_blob64(s->put, 2, row.ptr, row.len, SQLITE_STATIC);
    bw_status st = bw_state_check(s->state, sqlite3_step(s->put), err);
    sqlite3_reset(s->put);
    sqlite3_clear_bindings(s->put);
    return st;
}

bw_status bw_occurrence_state_write(bw_occurrence_state *s, bw_err *err)
{
    bw_arena_mark empty = bw_arena_save(s->scratch);
    while (s->n_changed > 0) {
        writing w = {s, s->changed[s->n_changed - 1]};
        bw_status st = bw_arena_try(s->scratch, write_row, &w, err);
        bw_arena_restore(s->scratch, empty);
        if (st)
            return st;
        s->is_changed[w.slot] = false;
        s->n_changed--;
    }
    return BW_OK;
}
