/* import.h - actor, agent and discard dictionaries of TABARI and PETRARCH to tables of our own form.
 *
 *   takes:   dictionaries as they are (docs/knowledge.md, "Foreign dictionaries", says what is read)
 *   gives:   actors.tsv, agents.tsv, words.tsv as text, without faults; the same dictionaries give the same bytes
 *   owner:   the arena; what is kept points into the dictionaries' texts, which must stay
 *   fails:   faults do not stop the reading: look at faults.n
 */
#ifndef BW_LINK_IMPORT_H
#define BW_LINK_IMPORT_H

#include "base/map.h"
#include "link/dictionary.h"
#include "link/kb.h"

typedef struct bw_import_actor bw_import_actor;
typedef struct bw_import_agent bw_import_agent;
typedef struct bw_import_discard bw_import_discard;

typedef struct {
    bw_arena *arena;
    const kb *kb; /* the tables built in: countries, and which names are acronyms */

    bw_import_actor *actors;
    uint32_t n_actors, actors_room;
    bw_import_agent *agents;
    uint32_t n_agents, agents_room;
    bw_import_discard *discards;
    uint32_t n_discards, discards_room;
    bw_map actor_names;  /* folded name -> actor */
    bw_map agent_names;  /* folded noun -> agent */
    bw_map discard_of;   /* folded phrase -> discard */
    bw_map ids;          /* id -> 1 */

    bw_dictionary_faults faults;
    uint32_t n_names, n_repeated; /* repeated: names that stood before, whose first codes count */
} bw_import;

/* A dictionary without any code in it is a list of discards; in the others each line says what it is. `file` is for messages. */
void bw_import_add(bw_import *m, bw_str file, bw_str text);

/* The tables of all that was added. An empty one has no lines but its heading. */
void bw_import_tables(bw_import *m, bw_str *actors, bw_str *agents, bw_str *words);

#endif
