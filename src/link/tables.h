/* tables.h - the knowledge tables as text: reading and checking (docs/knowledge.md has their form).
 *
 *   takes:   TSV texts by file name; a folder of them
 *   gives:   facts in order, and a report of faults as "file:line:column: cause", one a line
 *   owner:   facts point into the texts, which must stay; the rest lies in the arena
 *   fails:   faults do not stop the reading: look at n_faults
 */
#ifndef BW_LINK_TABLES_H
#define BW_LINK_TABLES_H

#include "base/map.h"
#include "link/kb.h"

typedef enum {
    BW_TABLE_COUNTRIES, BW_TABLE_CROSSWALK, BW_TABLE_POSTS, BW_TABLE_PEOPLE, BW_TABLE_ORGANISATIONS, BW_TABLE_AGENTS,
    BW_TABLE_GROUPS, BW_TABLE_PLACES, BW_TABLE_WORDS, BW_TABLE_ACTORS, BW_TABLE_SOURCES, BW_N_TABLES
} bw_table;

enum { BW_FACT_COLUMNS = 7 };

typedef struct {
    bw_table table;
    bw_str file;
    uint32_t line;
    bw_str column[BW_FACT_COLUMNS]; /* key, fact, value, more; empty where the line is shorter */
    uint32_t before;                /* the fact of the same key before it, or KB_NONE */
    bool dropped;
} bw_fact;

typedef struct {
    bw_arena *arena;
    bw_fact *facts;
    uint32_t n_facts, room;
    bw_map last;     /* table and key -> its last fact */
    bw_buf source;   /* all texts, as an overlay compiles them again */
    bw_buf faults, warnings;
    uint32_t n_faults, n_warnings, n_tables;
    bool overlay;    /* lines read now may drop earlier ones */
    const char *folder; /* of the files read now, for messages; NULL: none is named */
} bw_tables;

/* One table's text; `file` is its name below the folder: "people/KOR.tsv". */
void bw_tables_add(bw_tables *t, bw_str file, bw_str text);

/* All *.tsv of the folder and of people/ and organisations/ in it, in the order of their names. */
BW_MUST_USE bw_status bw_tables_add_folder(bw_tables *t, const char *path, bw_err *err);

/* The texts that a compiled block was made of; `only` that of this name, NULL: all. */
void bw_tables_add_source(bw_tables *t, bw_str source, const char *only);

/* Checks every fact against its kind, and what it refers to. */
void bw_tables_check(bw_tables *t);

/* Values of columns that have passed the check. */
bw_day bw_tables_day(bw_str s, bool last);
void bw_tables_sectors(bw_str s, kb_sectors out);
int32_t bw_tables_degrees(bw_str s);

/* One of PLOVER's sectors; one of what stands instead of a country (UNO, IGO, …). */
bool bw_tables_is_sector(bw_str s);
bool bw_tables_is_supranational(bw_str s);

#endif
