#include "story/statefile.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    APPLICATION = 0x42575354, /* "BWST": what the file is of */
    SCHEMA = 2,               /* goes up when tables change their meaning */
};

struct bw_state {
    const char *path;
    sqlite3 *db;
};

bw_status bw_state_check(bw_state *s, int code, bw_err *err)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return BW_OK;
    case SQLITE_NOTADB:
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is no state of broadway story", s->path);
    case SQLITE_CORRUPT:
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is damaged: %s", s->path, sqlite3_errmsg(s->db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return bw_fail(err, BW_ERR_IO, "%s: is in use by another process", s->path);
    case SQLITE_NOMEM: return bw_fail(err, BW_ERR_MEMORY, "%s: out of memory", s->path);
    default: break;
    }
    int why = sqlite3_system_errno(s->db);
    if ((code & 0xFF) == SQLITE_IOERR && why)
        return bw_fail(err, BW_ERR_IO, "%s: %s: %s", s->path, sqlite3_errmsg(s->db), strerror(why));
    return bw_fail(err, BW_ERR_IO, "%s: %s", s->path, sqlite3_errmsg(s->db));
}

static bw_status run(bw_state *s, const char *sql, bw_err *err)
{
    return bw_state_check(s, sqlite3_exec(s->db, sql, NULL, NULL, NULL), err);
}

static bw_status number_of(bw_state *s, const char *sql, int64_t *out, bw_err *err)
{
    sqlite3_stmt *q = NULL;
    bw_status st = bw_state_prepare(s, sql, &q, err);
    if (!st) {
        int code = sqlite3_step(q);
        st = bw_state_check(s, code, err);
        *out = code == SQLITE_ROW ? sqlite3_column_int64(q, 0) : 0;
    }
    sqlite3_finalize(q);
    return st;
}

/* Whose file it is. An empty database becomes ours. */
static bw_status recognise(bw_state *s, bw_err *err)
{
    int64_t application = 0, schema = 0, n_tables = 0;
    bw_status st = number_of(s, "PRAGMA application_id", &application, err);
    if (!st)
        st = number_of(s, "PRAGMA user_version", &schema, err);
    if (!st)
        st = number_of(s, "SELECT count(*) FROM sqlite_master", &n_tables, err);
    if (st)
        return st;
    if (application != APPLICATION && (n_tables || application))
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is an SQLite database, but no state of broadway story", s->path);
    if (application == APPLICATION && schema != SCHEMA)
        return bw_fail(err, BW_ERR_SYNTAX, "%s: is the state of another version of broadway (schema %lld, this one has %d)", s->path,
                       (long long)schema, SCHEMA);
    if (application == APPLICATION)
        return BW_OK;
    char sql[120];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION, SCHEMA);
    return run(s, sql, err);
}

bw_status bw_state_open(const char *path, bw_state **out, bw_err *err)
{
    bw_state *s = calloc(1, sizeof *s);
    if (!s)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    s->path = path;
    bw_status st = BW_OK;
    if (path) {
        st = bw_state_check(s, sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL), err);
        /* One process holds the file for as long as it is open: what the others have in memory would be out of date. Every
         * commit is on the disk before it returns. */
        if (!st)
            st = run(s, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON", err);
        if (!st)
            st = run(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE", err);
        if (!st)
            st = recognise(s, err);
    }
    if (st) {
        bw_state_close(s);
        return st;
    }
    *out = s;
    return BW_OK;
}

void bw_state_close(bw_state *s)
{
    if (!s)
        return;
    sqlite3_close_v2(s->db); /* an open transaction is rolled back */
    free(s);
}

const char *bw_state_name(const bw_state *s) { return s->path; }

sqlite3 *bw_state_db(bw_state *s) { return s->db; }

bw_status bw_state_commit(bw_state *s, bw_err *err) { return s->db ? run(s, "COMMIT; BEGIN IMMEDIATE", err) : BW_OK; }

bw_status bw_state_prepare(bw_state *s, const char *sql, sqlite3_stmt **out, bw_err *err)
{
    return bw_state_check(s, sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL), err);
}
