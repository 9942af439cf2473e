#include "story/records.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <zstd.h>

enum {
    MAX_TEXT = 64 << 20, /* bytes; a row that claims more is damaged */
    LEVEL = 1,           /* of packing: the quickest */
};

/* In this order in the table and in what is read. */
#define COLUMNS                                                                                                  \
    "number, key, id, copy, family, revises, before, revision, revision_of, story, day, published, updated, item, version, url, slug, " \
    "agency, publisher, language, title, kind, marker, flags, length, text"

static const char schema[] = "CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY, key BLOB NOT NULL, id TEXT NOT NULL, "
                             "copy TEXT NOT NULL, family INTEGER NOT NULL, revises INTEGER, before INTEGER, revision INTEGER NOT NULL, "
                             "revision_of TEXT, story TEXT, day INTEGER, published TEXT, updated TEXT, item TEXT, version TEXT, url TEXT, "
                             "slug TEXT, agency TEXT, publisher TEXT, language TEXT, title TEXT, kind INTEGER NOT NULL, "
                             "marker INTEGER NOT NULL, flags INTEGER NOT NULL, length INTEGER NOT NULL, text BLOB NOT NULL);"
                             "CREATE TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, keys INTEGER NOT NULL, runs INTEGER NOT NULL, row BLOB NOT NULL);"
                             "CREATE UNIQUE INDEX IF NOT EXISTS documents_key ON documents (key);"
                             "CREATE INDEX IF NOT EXISTS documents_id ON documents (id);"
                             "CREATE INDEX IF NOT EXISTS documents_copy ON documents (copy) WHERE family = number;"
                             "CREATE INDEX IF NOT EXISTS documents_revises ON documents (revises) WHERE revises IS NOT NULL";

enum { PUT, PUT_KEPT, LAST, SIZES, KEPT, SEEN, BY_ID, BY_NUMBER, REVISER, HAS_COPY, N_QUERIES };

static const char *const queries[N_QUERIES] = {
    [PUT] = "INSERT INTO documents (" COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_KEPT] = "INSERT INTO kept (number, size, keys, runs, row) VALUES (?,?,?,?,?)",
    [LAST] = "SELECT max(number) FROM documents",
    [SIZES] = "SELECT number, size, keys, runs FROM kept ORDER BY number DESC",
    [KEPT] = "SELECT number, row FROM kept WHERE number >= ? ORDER BY number",
    [SEEN] = "SELECT " COLUMNS " FROM documents WHERE key = ?",
    [BY_ID] = "SELECT " COLUMNS " FROM documents WHERE id = ? ORDER BY number DESC LIMIT 1",
    [BY_NUMBER] = "SELECT " COLUMNS " FROM documents WHERE number = ?",
    [REVISER] = "SELECT " COLUMNS " FROM documents WHERE revises = ? ORDER BY number LIMIT 1",
    [HAS_COPY] = "SELECT 1 FROM documents WHERE copy = ? AND family = number LIMIT 1",
};

/* What of a head's flags is not told by its revision. */
enum { KILL = 1, CORRECTION = 2, REFILE = 4, URGENT = 8, ALERT = 16, TRANSLATED = 32, INDEXED = 64 };

struct bw_records {
    bw_state *state;
    sqlite3_stmt *statements[N_QUERIES];
    ZSTD_CCtx *packer; /* NULL, as the next one, without a file */
    ZSTD_DCtx *unpacker;
};

bw_status bw_records_open(bw_state *state, bw_records **out, bw_err *err)
{
    bw_records *r = calloc(1, sizeof *r);
    if (!r)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    r->state = state;
    bw_status st = BW_OK;
    if (bw_state_db(state)) {
        st = bw_state_check(state, sqlite3_exec(bw_state_db(state), schema, NULL, NULL, NULL), err);
        for (int i = 0; !st && i < N_QUERIES; i++)
            st = bw_state_prepare(state, queries[i], &r->statements[i], err);
        r->packer = ZSTD_createCCtx();
        r->unpacker = ZSTD_createDCtx();
        if (!st && (!r->packer || !r->unpacker))
            st = bw_fail(err, BW_ERR_MEMORY, "out of memory");
    }
    if (st) {
        bw_records_close(r);
        return st;
    }
    *out = r;
    return BW_OK;
}

void bw_records_close(bw_records *r)
{
    if (!r)
        return;
    for (int i = 0; i < N_QUERIES; i++)
        sqlite3_finalize(r->statements[i]);
    ZSTD_freeCCtx(r->packer);
    ZSTD_freeDCtx(r->unpacker);
    free(r);
}

static bw_status damaged(bw_records *r, sqlite3_stmt *q, const char *what, bw_err *err)
{
    return bw_fail(err, BW_ERR_SYNTAX, "%s: is damaged: document %lld: %s", bw_state_name(r->state),
                   (long long)sqlite3_column_int64(q, 0), what);
}

static bw_status pack(bw_records *r, bw_arena *a, bw_str text, bw_str *out, bw_err *err)
{
    size_t room = ZSTD_compressBound(text.len);
    char *to = BW_NEW(a, char, room);
    size_t n = ZSTD_compressCCtx(r->packer, to, room, text.ptr ? text.ptr : "", text.len, LEVEL);
    if (ZSTD_isError(n))
        return bw_fail(err, BW_ERR_LIMIT, "the text cannot be packed: %s", ZSTD_getErrorName(n));
    *out = (bw_str){to, n};
    return BW_OK;
}

static bw_status unpack(bw_records *r, bw_arena *a, sqlite3_stmt *q, bw_str packed, int64_t length, bw_str *out, bw_err *err)
{
    if (length < 0 || length > MAX_TEXT)
        return damaged(r, q, "no such length", err);
    char *to = BW_NEW(a, char, (size_t)length);
    size_t n = ZSTD_decompressDCtx(r->unpacker, to, (size_t)length, packed.ptr ? packed.ptr : "", packed.len);
    if (ZSTD_isError(n) || n != (size_t)length)
        return damaged(r, q, "its text cannot be unpacked", err);
    *out = (bw_str){to, n};
    return bw_utf8_count_bad(*out) ? damaged(r, q, "its text is no UTF-8", err) : BW_OK;
}

static void bind_text(sqlite3_stmt *q, int at, bw_str s)
{
    if (s.ptr)
        sqlite3_bind_text64(q, at, s.ptr, s.len, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(q, at);
}

static void bind_number(sqlite3_stmt *q, int at, uint32_t number)
{
    if (number == BW_NO_NUMBER)
        sqlite3_bind_null(q, at);
    else
        sqlite3_bind_int64(q, at, number);
}

static int32_t flags_of(const bw_head *h)
{
    return (h->kill ? KILL : 0) | (h->correction ? CORRECTION : 0) | (h->refile ? REFILE : 0) | (h->urgent ? URGENT : 0) |
           (h->alert ? ALERT : 0) | (h->translated ? TRANSLATED : 0);
}

typedef struct {
    bw_records *r;
    const bw_head *h;
    const bw_kept *k;
    const bw_traces *t;
    bw_arena *a;
} put_job;

static bw_status put_kept(const put_job *j, bw_err *err)
{
    sqlite3_stmt *q = j->r->statements[PUT_KEPT];
    bw_buf row = {.arena = j->a};
    bw_kept_row_write(j->k, j->t, &row);
    sqlite3_bind_int64(q, 1, j->k->number);
    sqlite3_bind_int64(q, 2, (sqlite3_int64)bw_kept_size(j->k));
    sqlite3_bind_int64(q, 3, j->t->n_keys);
    sqlite3_bind_int64(q, 4, j->t->n_runs);
    sqlite3_bind_blob64(q, 5, row.ptr, row.len, SQLITE_STATIC);
    bw_status st = bw_state_check(j->r->state, sqlite3_step(q), err);
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    return st;
}

static bw_status put(void *with, bw_err *err)
{
    put_job *j = with;
    const bw_head *h = j->h;
    const bw_kept *k = j->k;
    sqlite3_stmt *q = j->r->statements[PUT];
    bw_str packed = {0};
    bw_status st = pack(j->r, j->a, h->text, &packed, err);
    if (st)
        return st;
    sqlite3_bind_int64(q, 1, k->number);
    sqlite3_bind_blob(q, 2, k->key, sizeof k->key, SQLITE_STATIC);
    bind_text(q, 3, h->id);
    bind_text(q, 4, k->copy);
    sqlite3_bind_int64(q, 5, k->family);
    bind_number(q, 6, k->revises);
    bind_number(q, 7, k->before);
    sqlite3_bind_int64(q, 8, k->revision);
    bind_text(q, 9, k->revision_of);
    bind_text(q, 10, k->story);
    if (h->day == BW_NO_DAY)
        sqlite3_bind_null(q, 11);
    else
        sqlite3_bind_int64(q, 11, h->day);
    const bw_str texts[] = {h->published, h->updated, h->item, h->version, h->url, h->slug, h->agency, h->publisher, h->language, h->title};
    for (int i = 0; i < 10; i++)
        bind_text(q, 12 + i, texts[i]);
    sqlite3_bind_int64(q, 22, h->revision.kind);
    sqlite3_bind_int64(q, 23, h->revision.number);
    sqlite3_bind_int64(q, 24, flags_of(h) | (k->flags & BW_KEPT_INDEXED ? INDEXED : 0));
    sqlite3_bind_int64(q, 25, (sqlite3_int64)h->text.len);
    sqlite3_bind_blob64(q, 26, packed.ptr, packed.len, SQLITE_STATIC);
    st = bw_state_check(j->r->state, sqlite3_step(q), err);
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    return st ? st : put_kept(j, err);
}

bw_status bw_records_put(bw_records *r, bw_arena *a, const bw_head *h, const bw_kept *k, const bw_traces *t, bw_err *err)
{
    if (!r->statements[PUT])
        return BW_OK;
    put_job j = {r, h, k, t, a};
    return bw_arena_try(a, put, &j, err);
}

/* In the arena, as the row gives it; *good becomes false for what is no text. */
static bw_str text_at(bw_arena *a, sqlite3_stmt *q, int column, bool *good)
{
    int type = sqlite3_column_type(q, column);
    if (type == SQLITE_NULL)
        return (bw_str){0};
    const unsigned char *text = sqlite3_column_text(q, column);
    bw_str s = {(const char *)text, (size_t)sqlite3_column_bytes(q, column)};
    *good &= type == SQLITE_TEXT && text && bw_utf8_count_bad(s) == 0;
    s = text ? bw_str_copy(a, s) : (bw_str){0};
    return s.ptr ? s : BW_LIT("");
}

static uint32_t number_at(sqlite3_stmt *q, int column, bool *good)
{
    int64_t v = sqlite3_column_int64(q, column);
    *good &= v >= 0 && v < UINT32_MAX;
    return (uint32_t)v;
}

static bw_status read_row(bw_records *r, bw_arena *a, sqlite3_stmt *q, bw_head *h, bw_kept *k, bw_err *err)
{
    bool good = sqlite3_column_bytes(q, 1) == sizeof k->key;
    *h = (bw_head){.words = -1, .day = BW_NO_DAY, .revision = {.writethru = -1}};
    *k = (bw_kept){.flags = sqlite3_column_int(q, 23) & INDEXED ? BW_KEPT_INDEXED : 0};
    if (good)
        memcpy(k->key, sqlite3_column_blob(q, 1), sizeof k->key);
    k->number = number_at(q, 0, &good);
    h->id = text_at(a, q, 2, &good);
    k->copy = text_at(a, q, 3, &good);
    k->family = number_at(q, 4, &good);
    k->revises = number_at(q, 5, &good);
    k->before = number_at(q, 6, &good);
    k->revision = number_at(q, 7, &good);
    k->revision_of = text_at(a, q, 8, &good);
    k->story = text_at(a, q, 9, &good);
    if (sqlite3_column_type(q, 10) != SQLITE_NULL)
        h->day = sqlite3_column_int(q, 10);
    bw_str *texts[] = {&h->published, &h->updated, &h->item, &h->version, &h->url, &h->slug, &h->agency, &h->publisher, &h->language, &h->title};
    for (int i = 0; i < 10; i++)
        *texts[i] = text_at(a, q, 11 + i, &good);
    int kind = sqlite3_column_int(q, 21), flags = sqlite3_column_int(q, 23);
    h->revision.kind = kind >= BW_REVISION_NONE && kind <= BW_REVISION_ADD ? (bw_revision_kind)kind : BW_REVISION_NONE;
    h->revision.number = sqlite3_column_int(q, 22);
    h->kill = flags & KILL;
    h->correction = flags & CORRECTION;
    h->refile = flags & REFILE;
    h->urgent = flags & URGENT;
    h->alert = flags & ALERT;
    h->translated = flags & TRANSLATED;
    const char *blob = sqlite3_column_blob(q, 25);
    bw_str packed = {blob, (size_t)sqlite3_column_bytes(q, 25)};
    good &= k->number != BW_NO_NUMBER && k->family != BW_NO_NUMBER && k->family <= k->number && k->revises < k->number &&
            k->before < k->number && k->revision > 0 && k->copy.len > 0;
    if (!good)
        return damaged(r, q, "its row is not as it was written", err);
    return unpack(r, a, q, packed, sqlite3_column_int64(q, 24), &h->text, err);
}

/* The next row of a query. */
static bw_status step(bw_records *r, bw_arena *a, sqlite3_stmt *q, bw_head *h, bw_kept *k, bw_err *err)
{
    int code = sqlite3_step(q);
    if (code == SQLITE_DONE)
        return BW_END;
    bw_status st = bw_state_check(r->state, code, err);
    if (!st)
        st = read_row(r, a, q, h, k, err);
    return st;
}

bw_status bw_records_last(bw_records *r, size_t limit, uint64_t *n_keys, uint64_t *n_runs, bw_err *err)
{
    *n_keys = *n_runs = 0;
    sqlite3_stmt *last = r->statements[LAST], *sizes = r->statements[SIZES];
    if (!last)
        return BW_OK;
    int code = sqlite3_step(last);
    bw_status st = bw_state_check(r->state, code, err);
    int64_t number = st ? 0 : sqlite3_column_int64(last, 0), first = number + 1;
    uint64_t bytes = 0;
    sqlite3_reset(last);
    while (!st && (code = sqlite3_step(sizes)) == SQLITE_ROW) {
        bytes += (uint64_t)sqlite3_column_int64(sizes, 1);
        if (first <= number && bytes > limit)
            break;
        first--;
        *n_keys += (uint64_t)sqlite3_column_int64(sizes, 2);
        *n_runs += (uint64_t)sqlite3_column_int64(sizes, 3);
        if (sqlite3_column_int64(sizes, 0) != first)
            st = bw_fail(err, BW_ERR_SYNTAX, "%s: is damaged: what is kept of its documents does not fit them", bw_state_name(r->state));
    }
    if (!st)
        st = bw_state_check(r->state, code, err);
    if (!st && code == SQLITE_DONE && first > 1)
        st = bw_fail(err, BW_ERR_SYNTAX, "%s: is damaged: of document %lld nothing is kept", bw_state_name(r->state), (long long)first - 1);
    sqlite3_reset(sizes);
    sqlite3_bind_int64(r->statements[KEPT], 1, first);
    return st;
}

bw_status bw_records_next(bw_records *r, bw_arena *a, bw_kept *k, bw_traces *t, bw_err *err)
{
    sqlite3_stmt *q = r->statements[KEPT];
    int code = q ? sqlite3_step(q) : SQLITE_DONE;
    if (code == SQLITE_DONE)
        return BW_END;
    bw_status st = bw_state_check(r->state, code, err);
    if (st)
        return st;
    const char *blob = sqlite3_column_blob(q, 1);
    bw_str row = {blob, (size_t)sqlite3_column_bytes(q, 1)};
    bool good = bw_kept_row_read(a, row, k, t) && k->number == sqlite3_column_int64(q, 0);
    return good ? BW_OK : damaged(r, q, "what is kept of it is not as it was written", err);
}

void bw_records_done(bw_records *r) { sqlite3_reset(r->statements[KEPT]); } /* NULL is allowed */

typedef struct {
    bw_records *r;
    sqlite3_stmt *q;
    bw_arena *a;
    bw_head *h;
    bw_kept *k;
} step_job;

static bw_status step_once(void *with, bw_err *err)
{
    step_job *j = with;
    return step(j->r, j->a, j->q, j->h, j->k, err);
}

/* The first row of a query whose parameter is bound. The arena may unwind, the query is given back all the same. */
static bw_status first(bw_records *r, bw_arena *a, sqlite3_stmt *q, bw_head *h, bw_kept *k, bw_err *err)
{
    step_job j = {r, q, a, h, k};
    bw_status st = bw_arena_try(a, step_once, &j, err);
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    return st;
}

bw_status bw_records_seen(bw_records *r, bw_arena *a, const unsigned char key[16], bw_head *h, bw_kept *k, bw_err *err)
{
    sqlite3_stmt *q = r->statements[SEEN];
    if (!q)
        return BW_END;
    sqlite3_bind_blob(q, 1, key, 16, SQLITE_STATIC);
    return first(r, a, q, h, k, err);
}

bw_status bw_records_by_id(bw_records *r, bw_arena *a, bw_str id, bw_head *h, bw_kept *k, bw_err *err)
{
    sqlite3_stmt *q = r->statements[BY_ID];
    if (!q)
        return BW_END;
    bind_text(q, 1, id.ptr ? id : BW_LIT(""));
    return first(r, a, q, h, k, err);
}

bw_status bw_records_by_number(bw_records *r, bw_arena *a, uint32_t number, bw_head *h, bw_kept *k, bw_err *err)
{
    sqlite3_stmt *q = r->statements[BY_NUMBER];
    if (!q)
        return BW_END;
    sqlite3_bind_int64(q, 1, number);
    return first(r, a, q, h, k, err);
}

bw_status bw_records_reviser(bw_records *r, bw_arena *a, uint32_t number, bw_head *h, bw_kept *k, bw_err *err)
{
    sqlite3_stmt *q = r->statements[REVISER];
    if (!q)
        return BW_END;
    sqlite3_bind_int64(q, 1, number);
    return first(r, a, q, h, k, err);
}

bw_status bw_records_has_copy(bw_records *r, bw_str copy, bool *out, bw_err *err)
{
    sqlite3_stmt *q = r->statements[HAS_COPY];
    *out = false;
    if (!q)
        return BW_OK;
    bind_text(q, 1, copy);
    int code = sqlite3_step(q);
    *out = code == SQLITE_ROW;
    bw_status st = bw_state_check(r->state, code, err);
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    return st;
}
