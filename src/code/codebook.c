#include "code/codebook.h"

#include <stdlib.h>

enum { MAX_COLUMNS = 5 };

/* Walks a table: a remark begins with '#', the first line names the columns. */
typedef struct {
    const char *name;
    bw_str rest;
    unsigned line;
    bool headed;
    bw_str cell[MAX_COLUMNS];
} table;

static bool next_row(table *t, int n_columns, bw_status *st, bw_err *err)
{
    bw_str line;
    *st = BW_OK;
    while (bw_str_cut(&t->rest, '\n', &line)) {
        t->line++;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (!t->headed) {
            t->headed = true;
            continue;
        }
        int n = 0;
        bw_str cell;
        while (n <= n_columns && bw_str_cut(&line, '\t', &cell)) {
            if (n < n_columns)
                t->cell[n] = bw_str_trim(cell);
            n++;
        }
        if (n != n_columns) {
            *st = bw_fail(err, BW_ERR_SYNTAX, "%s:%u: %d columns wanted", t->name, t->line, n_columns);
            return false;
        }
        return true;
    }
    return false;
}

static bw_status number(const table *t, bw_str s, double *out, bw_err *err)
{
    char z[32], *end;
    if (s.len == 0 || s.len >= sizeof z)
        return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: no number: '%.*s'", t->name, t->line, BW_STR_FMT(s));
    memcpy(z, s.ptr, s.len);
    z[s.len] = '\0';
    *out = strtod(z, &end);
    return *end ? bw_fail(err, BW_ERR_SYNTAX, "%s:%u: no number: '%s'", t->name, t->line, z) : BW_OK;
}

bw_status bw_codebook_read_types(bw_codebook *b, const char *name, bw_str text, bw_err *err)
{
    table t = {.name = name, .rest = text};
    bw_status st;
    while (next_row(&t, 5, &st, err)) {
        bw_plover type;
        if (!bw_plover_of(t.cell[0], &type) || type == BW_PLOVER_NONE)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: unknown type '%.*s'", name, t.line, BW_STR_FMT(t.cell[0]));
        if (t.cell[1].len == 0) {
            if ((st = number(&t, t.cell[2], &b->types[type].score, err)) != BW_OK)
                return st;
            b->types[type].needs_recipient = bw_str_is(t.cell[3], "yes");
            b->types[type].cameo = t.cell[4];
            b->types[type].line = t.line;
            continue;
        }
        if (b->types[type].n_modes == BW_MAX_TYPE_MODES)
            return bw_fail(err, BW_ERR_LIMIT, "%s:%u: over %d modes", name, t.line, BW_MAX_TYPE_MODES);
        bw_mode *m = &b->types[type].modes[b->types[type].n_modes++];
        m->name = bw_str_print(b->arena, "%.*s", BW_STR_FMT(t.cell[1])).ptr;
        m->has_score = t.cell[2].len > 0;
        if (m->has_score && (st = number(&t, t.cell[2], &m->score, err)) != BW_OK)
            return st;
    }
    return st;
}

bw_status bw_codebook_read_codes(bw_codebook *b, const char *name, bw_str text, bw_err *err)
{
    table t = {.name = name, .rest = text};
    bw_status st;
    b->by_code.arena = b->arena;
    while (next_row(&t, 3, &st, err)) {
        bw_cameo c = {.name = t.cell[1]};
        bool added;
        if (t.cell[0].len < 2 || t.cell[0].len >= sizeof c.code)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: no code: '%.*s'", name, t.line, BW_STR_FMT(t.cell[0]));
        memcpy(c.code, t.cell[0].ptr, t.cell[0].len);
        if ((st = number(&t, t.cell[2], &c.goldstein, err)) != BW_OK)
            return st;
        for (int i = 0; i < BW_N_EXPORTS; i++) {
            c.exports[i].quad = -1;
            c.exports[i].goldstein = c.goldstein;
        }
        bw_map_put(&b->by_code, t.cell[0], b->n_codes, &added);
        if (!added)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: code %s stands twice", name, t.line, c.code);
        BW_PUSH(b->arena, b->codes, b->n_codes, b->room_codes, c);
    }
    return st;
}

bw_status bw_codebook_read_exports(bw_codebook *b, const char *name, bw_str text, bw_err *err)
{
    static const char *const systems[BW_N_EXPORTS] = {"gdelt", "phoenix"};
    table t = {.name = name, .rest = text};
    bw_status st;
    while (next_row(&t, 4, &st, err)) {
        int system = 0;
        double quad = -1, goldstein = 0;
        while (system < BW_N_EXPORTS && !bw_str_is(t.cell[0], systems[system]))
            system++;
        if (system == BW_N_EXPORTS)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: no system: '%.*s'", name, t.line, BW_STR_FMT(t.cell[0]));
        if (!bw_codebook_find(b, t.cell[1]))
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: unknown code '%.*s'", name, t.line, BW_STR_FMT(t.cell[1]));
        if ((t.cell[2].len && (st = number(&t, t.cell[2], &quad, err)) != BW_OK) ||
            (t.cell[3].len && (st = number(&t, t.cell[3], &goldstein, err)) != BW_OK))
            return st;
        if (t.cell[2].len && !(quad >= 0 && quad <= 4))
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: no class from 0 to 4: '%.*s'", name, t.line, BW_STR_FMT(t.cell[2]));
        for (uint32_t i = 0; i < b->n_codes; i++) {
            if (!bw_str_starts(bw_str_of(b->codes[i].code), t.cell[1]))
                continue;
            if (t.cell[2].len)
                b->codes[i].exports[system].quad = (int)quad;
            if (t.cell[3].len)
                b->codes[i].exports[system].goldstein = goldstein;
        }
    }
    for (uint32_t i = 0; !st && i < b->n_codes; i++)
        for (int k = 0; !st && k < BW_N_EXPORTS; k++)
            if (b->codes[i].exports[k].quad < 0)
                st = bw_fail(err, BW_ERR_SYNTAX, "%s:%u: %s has no class for %s", name, t.line, systems[k], b->codes[i].code);
    return st;
}

bw_status bw_codebook_read_plover(bw_codebook *b, const char *name, bw_str text, bw_err *err)
{
    table t = {.name = name, .rest = text};
    bw_status st;
    while (next_row(&t, 3, &st, err)) {
        uint32_t i = bw_map_get(&b->by_code, t.cell[0], UINT32_MAX);
        if (i == UINT32_MAX)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: unknown code '%.*s'", name, t.line, BW_STR_FMT(t.cell[0]));
        bw_cameo *c = &b->codes[i];
        if (t.cell[1].len && !bw_plover_of(t.cell[1], &c->type))
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: unknown type '%.*s'", name, t.line, BW_STR_FMT(t.cell[1]));
        bw_str modes = t.cell[2], mode;
        while (modes.len && bw_str_cut(&modes, ' ', &mode)) {
            const bw_mode *m = bw_codebook_mode(b, c->type, mode);
            if (!m || c->n_modes == BW_MAX_MODES)
                return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: %s owns no mode '%.*s'", name, t.line, bw_plover_name(c->type),
                               BW_STR_FMT(mode));
            c->modes[c->n_modes++] = m->name;
        }
    }
    return st;
}

bw_status bw_codebook_read_contexts(bw_codebook *b, const char *name, bw_str text, bw_err *err)
{
    table t = {.name = name, .rest = text};
    bw_status st;
    while (next_row(&t, 2, &st, err)) {
        if (b->n_contexts == BW_MAX_CONTEXTS)
            return bw_fail(err, BW_ERR_LIMIT, "%s:%u: over %d contexts", name, t.line, BW_MAX_CONTEXTS);
        b->contexts[b->n_contexts++] = bw_str_print(b->arena, "%.*s", BW_STR_FMT(t.cell[0]));
    }
    return st;
}

uint32_t bw_codebook_context(const bw_codebook *b, bw_str name)
{
    for (uint32_t i = 0; i < b->n_contexts; i++)
        if (bw_str_eq(b->contexts[i], name))
            return i;
    return UINT32_MAX;
}

const bw_cameo *bw_codebook_find(const bw_codebook *b, bw_str code)
{
    uint32_t i = bw_map_get(&b->by_code, code, UINT32_MAX);
    return i == UINT32_MAX ? NULL : &b->codes[i];
}

size_t bw_cameo_depth(const char *code)
{
    size_t n = strlen(code);
    return n == 3 && code[2] == '0' ? 2 : n;
}

bw_status bw_codebook_check_types(const bw_codebook *b, const char *name, bw_err *err)
{
    for (int t = BW_PLOVER_NONE + 1; t < BW_N_PLOVER; t++) {
        const bw_cameo *c = bw_codebook_find(b, b->types[t].cameo);
        if (!c)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: unknown code '%.*s' for %s", name, b->types[t].line, BW_STR_FMT(b->types[t].cameo),
                           bw_plover_name((bw_plover)t));
        if (c->type != (bw_plover)t)
            return bw_fail(err, BW_ERR_SYNTAX, "%s:%u: %s is %s, not %s", name, b->types[t].line, c->code, bw_plover_name(c->type),
                           bw_plover_name((bw_plover)t));
    }
    return BW_OK;
}

const bw_cameo *bw_codebook_of_event(const bw_codebook *b, const bw_event *e)
{
    const bw_cameo *c = e->cameo[0] ? bw_codebook_find(b, bw_str_of(e->cameo)) : NULL;
    return c ? c : bw_codebook_find(b, b->types[e->type].cameo);
}

const bw_mode *bw_codebook_mode(const bw_codebook *b, bw_plover type, bw_str mode)
{
    for (uint8_t i = 0; i < b->types[type].n_modes; i++)
        if (bw_str_is(mode, b->types[type].modes[i].name))
            return &b->types[type].modes[i];
    return NULL;
}
