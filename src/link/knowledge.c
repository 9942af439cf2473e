#include "link/knowledge.h"

#include "base/file.h"
#include "link/compile.h"
#include "link/coverage.h"
#include "link/import.h"

#include <stdlib.h>

/* Made by tools/kbc.c from knowledge/ and built in by tools/embed.sh. */
extern const char bw_knowledge_bytes[], bw_knowledge_bytes_end[];

typedef struct {
    bw_knowledge *k;
    const char *overlay;
    bool builtin;
    bw_str image;
} opening;

static bw_str builtin_image(void)
{
    return (bw_str){bw_knowledge_bytes, (size_t)(bw_knowledge_bytes_end - bw_knowledge_bytes)};
}

extern const char bw_gazetteer_bytes[], bw_gazetteer_bytes_end[];

static bw_str gazetteer_image(void)
{
    return (bw_str){bw_gazetteer_bytes, (size_t)(bw_gazetteer_bytes_end - bw_gazetteer_bytes)};
}

/* The first line of the faults is the message. */
static bw_status read_tables(bw_tables *t, const char *overlay, bool builtin, bw_err *err)
{
    kb base;
    t->folder = "knowledge";
    /* The closed lists are the linker's grammar, no knowledge of who is who: they stay. */
    if (kb_attach(&base, builtin_image())) {
        bw_str source;
        if (!kb_unpack_source(&base, t->arena, &source))
            return bw_fail(err, BW_ERR_MEMORY, "the knowledge tables built in cannot be unpacked");
        bw_tables_add_source(t, source, builtin ? NULL : "words.tsv");
    }
    t->overlay = true;
    t->folder = overlay;
    if (overlay) {
        bw_status st = bw_tables_add_folder(t, overlay, err);
        if (st)
            return st;
    }
    bw_tables_check(t);
    if (t->n_faults) {
        bw_str all = bw_buf_view(&t->faults), line;
        bw_str_cut(&all, '\n', &line);
        return bw_fail(err, BW_ERR_SYNTAX, "%.*s%s", BW_STR_FMT(line),
                       t->n_faults > 1 ? " (and more: see broadway kb check)" : "");
    }
    return BW_OK;
}

static bw_status open_tables(void *with, bw_err *err)
{
    opening *o = with;
    if (!o->overlay && o->builtin) {
        o->image = builtin_image();
        return BW_OK;
    }
    bw_tables t = {.arena = o->k->arena};
    bw_status st = read_tables(&t, o->overlay, o->builtin, err);
    return st ? st : bw_compile(&t, &o->image, err);
}

bw_status bw_knowledge_open(const char *overlay, bool builtin, bw_knowledge **out, bw_err *err)
{
    bw_arena *arena = bw_arena_new(0);
    bw_knowledge *k = calloc(1, sizeof *k);
    if (!arena || !k) {
        bw_arena_free(arena);
        free(k);
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the knowledge tables");
    }
    k->arena = arena;
    opening o = {.k = k, .overlay = overlay, .builtin = builtin};
    bw_status st = bw_arena_try(arena, open_tables, &o, err);
    if (st == BW_OK && !kb_attach(&k->kb, o.image))
        st = bw_fail(err, BW_ERR_SYNTAX, "the knowledge tables built in are of another version");
    if (st) {
        bw_knowledge_close(k);
        return st;
    }
    if (builtin)
        (void)bw_gazetteer_attach(&k->gazetteer, gazetteer_image());
    k->role_hos = kb_find_role(&k->kb, "HOS");
    k->role_hog = kb_find_role(&k->kb, "HOG");
    k->role_io = kb_find_role(&k->kb, "IO");
    k->role_official = kb_find_role(&k->kb, "OFFICIAL");
    *out = k;
    return BW_OK;
}

void bw_knowledge_close(bw_knowledge *k)
{
    if (!k)
        return;
    bw_arena_free(k->arena);
    free(k);
}

bw_str bw_knowledge_region(const bw_knowledge *k, const char *country)
{
    uint32_t at = kb_find_country(&k->kb, country);
    return at == KB_NONE ? BW_LIT("") : kb_str(&k->kb, k->kb.countries[at].region);
}

uint64_t bw_knowledge_hash(const bw_knowledge *k) { return k->kb.hash; }

bw_status bw_knowledge_coverage(const bw_knowledge *k, bw_str csv, bw_buf *report, bw_err *err)
{
    enum { FIRST_YEAR = 2001, LAST_YEAR = 2024 };
    return bw_coverage_report(&k->kb, csv, FIRST_YEAR, LAST_YEAR, report, err);
}

typedef struct {
    bw_tables tables;
    const char *folder;
    bool builtin;
} checking;

static bw_status check_tables(void *with, bw_err *err)
{
    checking *c = with;
    bw_status st = read_tables(&c->tables, c->folder, c->builtin, err);
    bw_str image;
    return st ? st : bw_compile(&c->tables, &image, err);
}

bw_status bw_knowledge_check(const char *folder, bool builtin, bw_buf *report, bw_err *err)
{
    checking c = {.tables.arena = report->arena, .folder = folder, .builtin = builtin};
    bw_status st = bw_arena_try(report->arena, check_tables, &c, err);
    if (st != BW_OK && st != BW_ERR_SYNTAX)
        return st;
    bw_buf_str(report, bw_buf_view(&c.tables.faults));
    bw_str warnings = bw_buf_view(&c.tables.warnings), line;
    while (warnings.len && bw_str_cut(&warnings, '\n', &line))
        if (line.len) {
            bw_buf_text(report, "warning: ");
            bw_buf_str(report, line);
            bw_buf_char(report, '\n');
        }
    uint32_t n[BW_N_TABLES] = {0};
    for (uint32_t i = 0; i < c.tables.n_facts; i++)
        n[c.tables.facts[i].table] += !c.tables.facts[i].dropped;
    bw_buf_print(report, "%u facts: %u of countries, %u of people, %u of organisations, %u of agents, %u of places, %u of actors; "
                 "%u faults, %u warnings\n", c.tables.n_facts, n[BW_TABLE_COUNTRIES], n[BW_TABLE_PEOPLE],
                 n[BW_TABLE_ORGANISATIONS], n[BW_TABLE_AGENTS], n[BW_TABLE_PLACES], n[BW_TABLE_ACTORS], c.tables.n_faults,
                 c.tables.n_warnings);
    if (c.tables.n_faults)
        return bw_fail(err, BW_ERR_SYNTAX, "%u fault%s in the tables", c.tables.n_faults, c.tables.n_faults > 1 ? "s" : "");
    return st;
}

typedef struct {
    const char *const *files;
    size_t n_files;
    const char *folder;
    bw_buf *faults, *summary;
} importing;

static bw_status import_files(void *with, bw_err *err)
{
    importing *i = with;
    kb base = {0};
    bw_import m = {.arena = i->faults->arena, .kb = &base};
    if (!kb_attach(&base, builtin_image()))
        return bw_fail(err, BW_ERR_SYNTAX, "the knowledge tables built in are of another version");
    for (size_t f = 0; f < i->n_files; f++) {
        bw_str text;
        bw_status st = bw_file_read(m.arena, i->files[f], (size_t)256 << 20, &text, err);
        if (st)
            return st;
        bw_import_add(&m, bw_str_of(i->files[f]), text);
    }
    bw_file_named tables[] = {{"actors.tsv", {0}}, {"agents.tsv", {0}}, {"words.tsv", {0}}};
    bw_import_tables(&m, &tables[0].bytes, &tables[1].bytes, &tables[2].bytes);
    bw_status st = bw_file_write_folder(i->folder, tables, sizeof tables / sizeof *tables, err);
    if (st)
        return st;
    bw_buf_str(i->faults, bw_buf_view(&m.faults.text));
    bw_buf_print(i->summary, "%u actors with %u names, %u agents, %u discards; %u names stood before; %u faults\n", m.n_actors,
                 m.n_names, m.n_agents, m.n_discards, m.n_repeated, m.faults.n);
    return m.faults.n ? bw_fail(err, BW_ERR_SYNTAX, "%u fault%s in the dictionaries; the rest is in %s", m.faults.n,
                                m.faults.n > 1 ? "s" : "", i->folder)
                      : BW_OK;
}

bw_status bw_knowledge_import(const char *const *files, size_t n_files, const char *folder, bw_buf *faults, bw_buf *summary,
                              bw_err *err)
{
    importing i = {files, n_files, folder, faults, summary};
    return bw_arena_try(faults->arena, import_files, &i, err);
}
