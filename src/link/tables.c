#include "link/tables.h"

#include "base/file.h"
#include "base/utf8.h"
#include "link/crosswalk.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* What a fact's columns hold, from the value on; '|' divides those that must be there from those that may:
 *   n text   t lower-case words   d first day   e last day   c country   C countries and bodies   O country or body
 *   o body   s sectors   f degrees   w number   q Wikidata   r role   k kind of body   l language   x sex   h holders
 *   P an existing place's country (any country)   g region of the world   y scheme   v its code   W out or in   z code   a code of an agent   i countries, which need no line */
static const struct {
    bw_table table;
    const char *fact; /* "*": any word */
    const char *columns;
} schema[] = {
    {BW_TABLE_COUNTRIES, "name", "n|de"},
    {BW_TABLE_COUNTRIES, "adjective", "n|de"},
    {BW_TABLE_COUNTRIES, "person", "n|n"},
    {BW_TABLE_COUNTRIES, "capital", "n|ffde"},
    {BW_TABLE_COUNTRIES, "seat", "n|sno"},
    {BW_TABLE_COUNTRIES, "short", "n"},
    {BW_TABLE_COUNTRIES, "point", "ff"},
    {BW_TABLE_COUNTRIES, "geonames", "w"},
    {BW_TABLE_COUNTRIES, "life", "|de"},
    {BW_TABLE_COUNTRIES, "part", "c"},
    {BW_TABLE_COUNTRIES, "sector", "s"},
    {BW_TABLE_COUNTRIES, "news", ""},
    {BW_TABLE_COUNTRIES, "region", "g"},
    {BW_TABLE_CROSSWALK, "*", "yv|deW"},
    {BW_TABLE_POSTS, "sectors", "s"},
    {BW_TABLE_POSTS, "holders", "h"},
    {BW_TABLE_POSTS, "title", "n|C"},
    {BW_TABLE_POSTS, "style", "n|C"},
    {BW_TABLE_PEOPLE, "name", "n"},
    {BW_TABLE_PEOPLE, "family", "n"},
    {BW_TABLE_PEOPLE, "given", "n"},
    {BW_TABLE_PEOPLE, "country", "c"},
    {BW_TABLE_PEOPLE, "script", "l"},
    {BW_TABLE_PEOPLE, "alias", "n"},
    {BW_TABLE_PEOPLE, "office", "rO|den"},
    {BW_TABLE_PEOPLE, "sector", "s|cde"},
    {BW_TABLE_PEOPLE, "wikidata", "q"},
    {BW_TABLE_PEOPLE, "born", "d"},
    {BW_TABLE_PEOPLE, "died", "d"},
    {BW_TABLE_PEOPLE, "sex", "x"},
    {BW_TABLE_ORGANISATIONS, "name", "n|de"},
    {BW_TABLE_ORGANISATIONS, "acronym", "n|de"},
    {BW_TABLE_ORGANISATIONS, "country", "c|de"},
    {BW_TABLE_ORGANISATIONS, "sector", "s|de"},
    {BW_TABLE_ORGANISATIONS, "kind", "k"},
    {BW_TABLE_ORGANISATIONS, "part", "o"},
    {BW_TABLE_ORGANISATIONS, "short", "n"},
    {BW_TABLE_ORGANISATIONS, "adjective", "n"},
    {BW_TABLE_ORGANISATIONS, "person", "n|n"},
    {BW_TABLE_ORGANISATIONS, "life", "|de"},
    {BW_TABLE_ORGANISATIONS, "wikidata", "q"},
    {BW_TABLE_ORGANISATIONS, "point", "ff"},
    {BW_TABLE_AGENTS, "person", "|sc"},
    {BW_TABLE_AGENTS, "group", "|sc"},
    {BW_TABLE_AGENTS, "body", "|sc"},
    {BW_TABLE_AGENTS, "thing", "|sc"},
    {BW_TABLE_AGENTS, "plural", "n"},
    {BW_TABLE_AGENTS, "role", "r"},
    {BW_TABLE_AGENTS, "code", "a|n"},
    {BW_TABLE_GROUPS, "religion", "n"},
    {BW_TABLE_GROUPS, "ethnicity", "n|c"},
    {BW_TABLE_GROUPS, "region", "n|c"},
    {BW_TABLE_GROUPS, "sectors", "s"},
    {BW_TABLE_GROUPS, "noun", "|n"},
    {BW_TABLE_PLACES, "alias", "n|P"},
    {BW_TABLE_PLACES, "*", "|cffw"}, /* a sea has no country */
    {BW_TABLE_WORDS, "*", "|n"},
    {BW_TABLE_ACTORS, "name", "n"},
    {BW_TABLE_ACTORS, "code", "z|dei"},
    {BW_TABLE_SOURCES, "*", "n|n"},
};

static const char *const table_names[BW_N_TABLES] = {"countries", "crosswalk", "posts",  "people", "organisations",
                                                     "agents",    "groups",    "places", "words",  "actors",
                                                     "SOURCES"};
static const char sector_codes[] = "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED "
                                   "REF OPP PRE REL SOC ";
static const char supranational[] = "UNO EUR IGO NGO ISM IMG MNC ";
static const char body_kinds[] = "body ministry agency military police court parliament party armed company media union "
                                 "university church ngo bank gang ";
static const char regions[] = "africa mideast europe-east europe-west south-asia east-asia latin-america north-america ";
static const char features[] = "city province district region sea river mountain island airport base camp building "
                               "site ";

/* One of the words of `list`, each followed by a blank. */
static bool listed(const char *list, bw_str word)
{
    size_t len = strlen(list);
    for (size_t pos = 0; word.len && pos < len; pos += strcspn(list + pos, " ") + 1)
        if (strcspn(list + pos, " ") == word.len && memcmp(list + pos, word.ptr, word.len) == 0)
            return true;
    return false;
}

bool bw_tables_is_sector(bw_str s) { return listed(sector_codes, s); }
bool bw_tables_is_supranational(bw_str s) { return listed(supranational, s); }

static BW_PRINTF(4, 5) void fault(bw_tables *t, const bw_fact *f, uint32_t column, const char *fmt, ...)
{
    if (t->n_faults++ >= 200) /* the rest is only counted */
        return;
    size_t at = 1;
    for (uint32_t i = 0; i < column; i++)
        at += f->column[i].len + 1;
    char cause[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(cause, sizeof cause, fmt, ap);
    va_end(ap);
    bw_buf_str(&t->faults, f->file);
    bw_buf_print(&t->faults, ":%u:%zu: %s\n", f->line, at, cause);
}

static bw_str key_name(bw_tables *t, bw_table table, bw_str key)
{
    return bw_str_print(t->arena, "%c%.*s", 'A' + (int)table, BW_STR_FMT(key));
}

static void drop(bw_tables *t, const bw_fact *by)
{
    uint32_t at = bw_map_get(&t->last, key_name(t, by->table, by->column[0]), KB_NONE);
    uint32_t n = 0;
    for (; at != KB_NONE; at = t->facts[at].before)
        if (by->column[2].len == 0 || bw_str_eq(t->facts[at].column[1], by->column[2])) {
            t->facts[at].dropped = true;
            n++;
        }
    if (n == 0)
        fault(t, by, 0, "nothing to drop: '%.*s' has no such fact", BW_STR_FMT(by->column[0]));
}

static void add_line(bw_tables *t, bw_table table, bw_str file, uint32_t number, bw_str line, bw_str *key)
{
    bw_fact f = {.table = table, .file = file, .line = number, .before = KB_NONE};
    bw_str rest = line, piece;
    uint32_t n = 0;
    while (bw_str_cut(&rest, '\t', &piece)) {
        if (n == BW_FACT_COLUMNS) {
            fault(t, &f, BW_FACT_COLUMNS, "more than %d columns", BW_FACT_COLUMNS);
            return;
        }
        f.column[n] = piece;
        if (!bw_str_eq(bw_str_trim(piece), piece)) {
            fault(t, &f, n, "blank at the end of a column");
            return;
        }
        n++;
    }
    if (f.column[0].len == 0 || f.column[0].len > 200) {
        fault(t, &f, 0, "the key is %s", f.column[0].len ? "over 200 bytes long" : "empty");
        return;
    }
    if (n < 2 || f.column[1].len == 0) {
        fault(t, &f, n < 2 ? n : 1, "the fact's name is missing");
        return;
    }
    if (bw_utf8_count_bad(line)) {
        fault(t, &f, 0, "the line is no UTF-8");
        return;
    }
    int order = key->ptr ? bw_str_cmp(*key, f.column[0]) : -1;
    if (order > 0 && t->n_warnings++ < 200) {
        bw_buf_str(&t->warnings, file);
        bw_buf_print(&t->warnings, ":%u:1: '%.*s' stands behind '%.*s': keys ascend\n", number, BW_STR_FMT(f.column[0]),
                     BW_STR_FMT(*key));
    }
    *key = f.column[0];

    if (t->overlay && bw_str_is(f.column[1], "drop")) {
        drop(t, &f);
        return;
    }
    bool added;
    bw_map_entry *e = bw_map_put(&t->last, key_name(t, table, f.column[0]), t->n_facts, &added);
    if (!added) {
        f.before = e->value;
        e->value = t->n_facts;
    }
    BW_PUSH(t->arena, t->facts, t->n_facts, t->room, f);
}

void bw_tables_add(bw_tables *t, bw_str file, bw_str text)
{
    if (!t->last.arena) {
        t->last.arena = t->arena;
        t->source.arena = t->faults.arena = t->warnings.arena = t->arena;
    }
    bw_str shown = t->folder ? bw_str_print(t->arena, "%s/%.*s", t->folder, BW_STR_FMT(file)) : file;
    text = bw_utf8_skip_mark(text);
    if (bw_str_starts(file, BW_LIT("wire/"))) /* that stage's own words, compiled in by tools/tsv2c */
        return;
    size_t stem = bw_str_find_char(file, '/', 0);
    if (stem == file.len && bw_str_ends(file, BW_LIT(".tsv")))
        stem = file.len - 4;
    bw_table table = BW_N_TABLES;
    for (int i = 0; i < BW_N_TABLES; i++)
        if (bw_str_is(bw_str_slice(file, 0, stem), table_names[i]))
            table = (bw_table)i;
    if (table == BW_N_TABLES) {
        bw_fact f = {.file = shown, .line = 1};
        fault(t, &f, 0, "no table of this name");
        return;
    }
    t->n_tables++;
    /* Name, size, text: as bw_tables_add_source() reads it. */
    bw_buf_print(&t->source, "%.*s\t%zu\n", BW_STR_FMT(file), text.len);
    bw_buf_str(&t->source, text);

    bw_str rest = text, line, key = {0};
    for (uint32_t number = 1; bw_str_cut(&rest, '\n', &line); number++) {
        if (line.len && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (line.len && line.ptr[0] != '#')
            add_line(t, table, shown, number, line, &key);
    }
}

void bw_tables_add_source(bw_tables *t, bw_str source, const char *only)
{
    while (source.len) {
        size_t tab = bw_str_find_char(source, '\t', 0), end = bw_str_find_char(source, '\n', tab);
        int64_t size = 0;
        if (!bw_str_to_int(bw_str_slice(source, tab + 1, end), &size))
            return;
        size_t from = end + 1;
        bw_str name = bw_str_slice(source, 0, tab);
        if (!only || bw_str_is(name, only))
            bw_tables_add(t, name, bw_str_slice(source, from, from + (size_t)size));
        source = bw_str_slice(source, from + (size_t)size, source.len);
    }
}

static int by_name(const void *a, const void *b)
{
    return bw_str_cmp(*(const bw_str *)a, *(const bw_str *)b);
}

static bw_status add_folder(bw_tables *t, const char *path, bw_str below, bw_err *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return bw_fail(err, BW_ERR_IO, "%s: no such folder", path);
    bw_strs names = {0};
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.')
            BW_PUSH(t->arena, names.items, names.n, names.room, bw_str_copy(t->arena, bw_str_of(e->d_name)));
    closedir(dir);
    if (names.n)
        qsort(names.items, names.n, sizeof *names.items, by_name);

    for (size_t i = 0; i < names.n; i++) {
        bw_str name = bw_str_print(t->arena, "%.*s%.*s", BW_STR_FMT(below), BW_STR_FMT(names.items[i]));
        const char *full = bw_str_print(t->arena, "%s/%.*s", path, BW_STR_FMT(names.items[i])).ptr;
        if (bw_str_ends(name, BW_LIT(".tsv"))) {
            bw_str text;
            bw_status st = bw_file_read(t->arena, full, (size_t)1 << 30, &text, err);
            if (st)
                return st;
            bw_tables_add(t, name, text);
        } else if (below.len == 0 && (bw_str_is(name, "people") || bw_str_is(name, "organisations"))) {
            DIR *inner = opendir(full);
            if (!inner)
                continue;
            closedir(inner);
            bw_status st = add_folder(t, full, bw_str_print(t->arena, "%.*s/", BW_STR_FMT(name)), err);
            if (st)
                return st;
        }
    }
    return BW_OK;
}

bw_status bw_tables_add_folder(bw_tables *t, const char *path, bw_err *err)
{
    return add_folder(t, path, BW_LIT(""), err);
}

bw_day bw_tables_day(bw_str s, bool last)
{
    if (s.len == 0)
        return last ? KB_ALWAYS : KB_EVER;
    int64_t year, month;
    if (s.len == 10 && s.ptr[4] == '-' && s.ptr[7] == '-')
        return bw_day_parse(s);
    if (s.len == 7 && s.ptr[4] == '-' && bw_str_to_int(bw_str_slice(s, 0, 4), &year) &&
        bw_str_to_int(bw_str_slice(s, 5, 7), &month) && month >= 1 && month <= 12)
        return bw_day_checked((int)year, (int)month, last ? bw_days_in_month((int)year, (int)month) : 1);
    if (s.len == 4 && bw_str_to_int(s, &year))
        return bw_day_checked((int)year, last ? 12 : 1, last ? 31 : 1);
    return BW_NO_DAY;
}

void bw_tables_sectors(bw_str s, kb_sectors out)
{
    memset(out, 0, sizeof(kb_sectors));
    bw_str piece;
    for (int i = 0; i < KB_SECTORS && s.len && bw_str_cut(&s, ' ', &piece);)
        if (piece.len == 3)
            memcpy(out[i++], piece.ptr, 3);
}

/* Millionths of a degree; KB_EVER when it is no decimal number. */
int32_t bw_tables_degrees(bw_str s)
{
    bool minus = s.len && s.ptr[0] == '-';
    size_t dot = bw_str_find_char(s, '.', 0);
    int64_t whole = 0, part = 0;
    bw_str digits = bw_str_slice(s, minus, dot), after = bw_str_slice(s, dot + 1, s.len);
    if (digits.len == 0 || digits.len > 3 || !bw_is_digit(digits.ptr[0]) || !bw_str_to_int(digits, &whole) || whole > 180)
        return KB_EVER;
    for (size_t i = 0; i < 6; i++) {
        if (i < after.len && !bw_is_digit(after.ptr[i]))
            return KB_EVER;
        part = part * 10 + (i < after.len ? after.ptr[i] - '0' : 0);
    }
    int64_t v = whole * 1000000 + part;
    return (int32_t)(minus ? -v : v);
}

static bool has_key(bw_tables *t, bw_table table, bw_str key)
{
    return bw_map_get(&t->last, key_name(t, table, key), KB_NONE) != KB_NONE;
}

static bool is_country(bw_tables *t, bw_str s)
{
    return s.len == 3 && (listed(supranational, s) || has_key(t, BW_TABLE_COUNTRIES, s));
}

/* The cause of the fault in a column, or NULL. */
static const char *column_fault(bw_tables *t, char kind, bw_str s)
{
    bw_str piece, rest = s;
    switch (kind) {
    case 'n': case 't': case 'v':
        return NULL;
    case 'd': case 'e':
        return bw_tables_day(s, kind == 'e') == BW_NO_DAY ? "no date" : NULL;
    case 'c': case 'P':
        return is_country(t, s) ? NULL : "no country of countries.tsv";
    case 'o':
        return has_key(t, BW_TABLE_ORGANISATIONS, s) ? NULL : "no organisation's id";
    case 'O':
        return is_country(t, s) || has_key(t, BW_TABLE_ORGANISATIONS, s) ? NULL : "no country and no organisation's id";
    case 'C':
        while (bw_str_cut(&rest, ' ', &piece))
            if (!is_country(t, piece) && !has_key(t, BW_TABLE_ORGANISATIONS, piece))
                return "a word that is no country and no organisation's id";
        return NULL;
    case 's': {
        int n = 0;
        while (bw_str_cut(&rest, ' ', &piece))
            if (++n > KB_SECTORS || !listed(sector_codes, piece))
                return n > KB_SECTORS ? "more than four sectors" : "a word that is no sector";
        return NULL;
    }
    case 'f':
        return bw_tables_degrees(s) == KB_EVER ? "no decimal degrees" : NULL;
    case 'w': {
        int64_t v;
        return bw_str_to_int(s, &v) && v >= 0 && v <= UINT32_MAX ? NULL : "no number";
    }
    case 'q': {
        int64_t v;
        return s.ptr[0] == 'Q' && s.len > 1 && bw_is_digit(s.ptr[1]) && bw_str_to_int(bw_str_slice(s, 1, s.len), &v)
                   ? NULL
                   : "no Wikidata number (Q…)";
    }
    case 'z':
        return bw_str_find_char(s, ' ', 0) < s.len ? "a code has no blank" : NULL;
    case 'a':
        return bw_str_find_char(s, ' ', 0) == s.len && s.len > 1 && (s.ptr[0] == '~') != (s.ptr[s.len - 1] == '~')
                   ? NULL
                   : "no code of an agent (~COD or COD~)";
    case 'i':
        while (bw_str_cut(&rest, ' ', &piece))
            if (piece.len != 3 || !bw_is_upper(piece.ptr[0]) || !bw_is_upper(piece.ptr[1]) || !bw_is_upper(piece.ptr[2]))
                return "a word that is no code of three capitals";
        return NULL;
    case 'y': {
        bw_scheme scheme;
        return bw_scheme_of(s, &scheme) ? NULL : "no scheme";
    }
    case 'W':
        return bw_str_is(s, "out") || bw_str_is(s, "in") ? NULL : "neither out nor in";
    case 'g':
        return listed(regions, s) ? NULL : "no region";
    case 'r':
        return has_key(t, BW_TABLE_POSTS, s) ? NULL : "no role of posts.tsv";
    case 'k':
        return listed(body_kinds, s) ? NULL : "no kind of organisation";
    case 'l':
        return s.len == 2 || s.len == 3 ? NULL : "no language (two or three letters)";
    case 'x':
        return bw_str_is(s, "m") || bw_str_is(s, "f") ? NULL : "neither m nor f";
    default:
        return bw_str_is(s, "one") || bw_str_is(s, "many") ? NULL : "neither one nor many";
    }
}

static const char *key_fault(bw_table table, bw_str key)
{
    bw_crossed kind;
    if (table == BW_TABLE_CROSSWALK)
        return bw_crossed_of(key, &kind) ? NULL : "neither country, sector nor body";
    if (table == BW_TABLE_COUNTRIES) {
        for (size_t i = 0; i < key.len; i++)
            if (!bw_is_upper(key.ptr[i]))
                return "the key is no code of three capitals";
        return key.len == 3 ? NULL : "the key is no code of three capitals";
    }
    if (table == BW_TABLE_POSTS && key.len > 11)
        return "a role has at most 11 letters";
    if (table == BW_TABLE_PEOPLE || table == BW_TABLE_ORGANISATIONS || table == BW_TABLE_ACTORS)
        for (size_t i = 0; i < key.len; i++)
            if (!bw_is_lower(key.ptr[i]) && !bw_is_digit(key.ptr[i]) && key.ptr[i] != '-')
                return "an id has lower-case letters, digits and hyphens only";
    return NULL;
}

static void check_fact(bw_tables *t, const bw_fact *f)
{
    const char *why = key_fault(f->table, f->column[0]);
    if (why) {
        fault(t, f, 0, "%s: '%.*s'", why, BW_STR_FMT(f->column[0]));
        return;
    }
    const char *columns = NULL;
    for (size_t i = 0; i < sizeof schema / sizeof *schema && !columns; i++)
        if (schema[i].table == f->table && (schema[i].fact[0] == '*' || bw_str_is(f->column[1], schema[i].fact)))
            columns = schema[i].columns;
    if (!columns) {
        fault(t, f, 1, "no fact of this table: '%.*s'", BW_STR_FMT(f->column[1]));
        return;
    }
    if (f->table == BW_TABLE_PLACES && !bw_str_is(f->column[1], "alias") && !listed(features, f->column[1])) {
        fault(t, f, 1, "no feature: '%.*s'", BW_STR_FMT(f->column[1]));
        return;
    }
    bool needed = true;
    uint32_t at = 2;
    bw_day from = KB_EVER;
    for (const char *c = columns; *c; c++) {
        if (*c == '|') {
            needed = false;
            continue;
        }
        bw_str s = f->column[at];
        if (s.len == 0 && needed) {
            fault(t, f, at, "'%.*s' needs a value here", BW_STR_FMT(f->column[1]));
            return;
        }
        why = s.len ? column_fault(t, *c, s) : NULL;
        if (why) {
            fault(t, f, at, "%s: '%.*s'", why, BW_STR_FMT(s));
            return;
        }
        if (*c == 'd')
            from = bw_tables_day(s, false);
        if (*c == 'e' && bw_tables_day(s, true) < from) {
            fault(t, f, at, "ends before it begins: '%.*s'", BW_STR_FMT(s));
            return;
        }
        at++;
    }
    for (; at < BW_FACT_COLUMNS; at++)
        if (f->column[at].len) {
            fault(t, f, at, "'%.*s' has no such column", BW_STR_FMT(f->column[1]));
            return;
        }
}

/* Our code, and its code in the form of the scheme. */
static void check_crossing(bw_tables *t, const bw_fact *f)
{
    bw_crossed kind;
    bw_scheme scheme;
    if (!bw_crossed_of(f->column[0], &kind) || !bw_scheme_of(f->column[2], &scheme) || f->column[3].len == 0)
        return; /* is a fault already */
    bw_str code = f->column[1];
    const char *why = kind == BW_CROSS_COUNTRY  ? column_fault(t, 'c', code)
                      : kind == BW_CROSS_BODY   ? column_fault(t, 'o', code)
                      : listed(sector_codes, code) || listed(supranational, code) ? NULL
                                                                                   : "no sector";
    if (why)
        fault(t, f, 1, "%s: '%.*s'", why, BW_STR_FMT(code));
    if (!bw_scheme_allows(scheme, f->column[3]))
        fault(t, f, 3, "no code of %s: '%.*s'", bw_scheme_name(scheme), BW_STR_FMT(f->column[3]));
}

/* No two lines may say on one day how a code of ours is written, or how one of theirs is read: so each way is a function,
 * and what is lost on the way there and back stands in the lines that hold one way only. */
static void check_crosswalk(bw_tables *t)
{
    bw_map last = {.arena = t->arena};
    uint32_t *before[2] = {BW_NEW(t->arena, uint32_t, t->n_facts), BW_NEW(t->arena, uint32_t, t->n_facts)};
    for (uint32_t i = 0; i < t->n_facts; i++) {
        const bw_fact *f = &t->facts[i];
        if (f->table != BW_TABLE_CROSSWALK || f->dropped)
            continue;
        check_crossing(t, f);
        for (int in = 0; in < 2; in++) {
            if (bw_str_is(f->column[6], in ? "out" : "in"))
                continue;
            bw_str key = bw_str_print(t->arena, "%d%.*s\t%.*s\t%.*s", in, BW_STR_FMT(f->column[0]), BW_STR_FMT(f->column[2]),
                                      BW_STR_FMT(f->column[in ? 3 : 1]));
            bool added;
            bw_map_entry *e = bw_map_put(&last, key, i, &added);
            before[in][i] = added ? KB_NONE : e->value;
            for (uint32_t k = before[in][i]; k != KB_NONE; k = before[in][k]) {
                const bw_fact *g = &t->facts[k];
                if (bw_tables_day(g->column[4], false) > bw_tables_day(f->column[5], true) ||
                    bw_tables_day(f->column[4], false) > bw_tables_day(g->column[5], true))
                    continue;
                fault(t, f, in ? 3 : 1, "'%.*s' of %.*s is %s twice on the same days: see line %u", BW_STR_FMT(f->column[in ? 3 : 1]),
                      BW_STR_FMT(f->column[2]), in ? "read" : "written", g->line);
                break;
            }
            e->value = i;
        }
    }
}

/* Each key of the table needs a fact of this name. */
static void check_needed(bw_tables *t, bw_table table, const char *fact)
{
    for (uint32_t i = 0; i < t->last.n; i++) {
        const bw_map_entry *e = &t->last.entries[i];
        if (e->key.ptr[0] != 'A' + (int)table)
            continue;
        bool found = false, any = false;
        for (uint32_t at = e->value; at != KB_NONE; at = t->facts[at].before)
            if (!t->facts[at].dropped) {
                any = true;
                found |= bw_str_is(t->facts[at].column[1], fact);
            }
        if (any && !found)
            fault(t, &t->facts[e->value], 0, "'%.*s' has no %s", BW_STR_FMT(t->facts[e->value].column[0]), fact);
    }
}

void bw_tables_check(bw_tables *t)
{
    for (uint32_t i = 0; i < t->n_facts; i++)
        if (!t->facts[i].dropped)
            check_fact(t, &t->facts[i]);
    check_crosswalk(t);
    check_needed(t, BW_TABLE_COUNTRIES, "name");
    check_needed(t, BW_TABLE_PEOPLE, "name");
    check_needed(t, BW_TABLE_PEOPLE, "family");
    check_needed(t, BW_TABLE_PEOPLE, "country");
    check_needed(t, BW_TABLE_ORGANISATIONS, "name");
    check_needed(t, BW_TABLE_ACTORS, "name");
    check_needed(t, BW_TABLE_ACTORS, "code");
}
