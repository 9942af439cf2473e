/* linker.h - what the files of link/ share while they work on one document.
 *
 *   pieces.c   tokens -> pieces: phrases of the tables
 *   phrases.c  pieces and tree -> evidence: what one noun phrase says of whom it means
 *   resolve.c  evidence -> mention: country, role, sectors, entity by post and day
 *   persons.c  name -> person: exact, surname, garbled
 *   refer.c    pronouns, "the ministry", "the two sides"
 *   places.c   a place's name -> which place of that name
 *   mentions.c the whole, and what is asked of the result
 */
#ifndef BW_LINK_LINKER_H
#define BW_LINK_LINKER_H

#include "base/map.h"
#include "link/knowledge.h"

typedef struct {
    uint32_t first, n;      /* tokens */
    uint32_t kinds;         /* bit i: a posting of kind i */
    uint32_t first_posting; /* in linker.postings: those that case and day allow */
    uint32_t n_postings;
} piece;

/* Words of the closed lists (words.tsv). */
typedef enum {
    LIST_FORMER, LIST_DEPUTY, LIST_ACTING, LIST_COUNTERPART, LIST_PAIR, LIST_LOCATIVE, LIST_QUANTITY, LIST_PARTICLE,
    LIST_AGAINST, LIST_FRAGMENT, LIST_HONORIFIC, LIST_REGION, LIST_MEMBER, LIST_PARTICIPLE, LIST_AREA, LIST_SHOUTED, LIST_HIT,
    LIST_LEAVE, LIST_SECTOR, LIST_FACILITY, LIST_CALENDAR, N_LISTS
} list_kind;

enum { MAX_AGENTS = 4, MAX_MORE = 4 };

/* A country, or whom a dictionary of another coder names; both where both are known. */
typedef struct {
    kb_code country;
    uint32_t actor;               /* record, or KB_NONE */
} nationality;

/* What a noun phrase says. */
typedef struct {
    uint32_t first, end, head;    /* tokens */
    nationality of;
    bool country_weak;            /* from "in Mali" behind the phrase */
    nationality more[MAX_MORE];        /* "ministers from Japan, China and Korea": the countries behind the first */
    uint32_t n_more;
    uint32_t org;
    int32_t title;                /* piece, or -1 */
    uint32_t agents[MAX_AGENTS];  /* records, the head last */
    uint32_t n_agents;
    uint32_t group;
    uint32_t name_first, name_n;  /* tokens of a person's name */
    int32_t name_piece;           /* piece that is the name, or -1 */
    int32_t nation;               /* piece that names a country or an actor of a dictionary, and is the head */
    int32_t parted;               /* piece of another nation in the phrase ("Kastel-Varenia talks"), or -1 */
    int32_t owner;                /* mention of the possessor, or -1 */
    uint32_t owner_agent;         /* record of the possessor that is an agent: "the ministry's director" */
    bool former, deputy, acting, plural, definite, counterpart, counted, body;
    bool headless;                /* shares its head with the next phrase: "South Korean and Japanese diplomats" */
    bool of_body;                 /* "president of the league": a post in a body, not in the country */
    bool guess;                   /* capitalised words that may be a name: nobody unless somebody is found */
    bool modifier;                /* stands before another noun that is no actor */
    bool member;                  /* "leader", "fighter": the head takes the sectors of the body that it belongs to */
    bool dependent;               /* "positions", "head": an actor only where it is said whose */
    uint32_t hint;                /* 1 + a token before the phrase that tells its sector, or 0 */
    bool area;                    /* "town", "state": a place where its name follows, */
    bool somewhere;               /* which it does; `nation` then, where the tables have it */
} evidence;

/* What the linker keeps of a mention beside what the document shows. */
typedef struct {
    uint32_t agent;   /* head agent record, or KB_NONE */
    uint32_t role;    /* or KB_NONE */
    uint32_t person;  /* record, or KB_NONE */
    uint32_t org;
    uint32_t actor;   /* record, or KB_NONE: whose code the mention has */
    bool plural, subject, named, pronoun;
    char sex;
} backing;

typedef struct {
    uint32_t mention;
    bw_str family_sounds, joined, all_sounds; /* joined: folded */
    uint32_t skeleton, family_skeleton;
} known_name;

typedef struct {
    uint32_t mention, group; /* group: of all toponyms of that name */
} toponym;

typedef struct {
    const bw_knowledge *k;
    const kb *kb;
    bw_document *doc;
    bw_arena *arena;
    bw_day day;
    bool dated;

    piece *pieces;
    uint32_t n_pieces, pieces_room;
    kb_posting *postings;
    uint32_t n_postings, postings_room;
    int32_t *piece_of; /* for each token, or -1 */

    uint32_t mentions_room, backs_room, n_backs;
    backing *backs;    /* one a mention */
    bw_map name_words; /* folded word of a person's name -> mention */
    bw_map entities;   /* entity -> its last mention */
    known_name *known; /* persons named in full, in order */
    uint32_t n_known, known_room;
    bool garbled;            /* a name that was written otherwise than in the tables has been resolved */
    uint8_t *countries_seen; /* for each country record: named in the document */
    uint64_t n_compared;     /* names compared letter by letter so far */
    kb_code home;            /* country of the dateline, or "" */

    bw_map place_names;      /* folded -> group */
    struct place_group *groups;
    uint32_t n_groups, groups_room;
    toponym *toponyms;
    uint32_t n_toponyms, toponyms_room;
} linker;

/* pieces.c */
void bw_pieces_find(linker *l);
bool bw_pieces_listed(const linker *l, uint32_t token, list_kind list);
/* The value beside the word in the list; empty when it is not listed or has none. */
bw_str bw_pieces_value(const linker *l, uint32_t token, list_kind list);
/* The country that a place's name in the head of a document (in capitals, perhaps) lies in; "". */
const char *bw_pieces_country(const linker *l, bw_str name);
/* The folded words of tokens [first, end), divided by blanks, or joined when `blank` is false. */
bw_str bw_pieces_folded(linker *l, uint32_t first, uint32_t end, bool blank);
static inline const piece *bw_pieces_at(const linker *l, uint32_t token)
{
    return l->piece_of[token] < 0 ? NULL : &l->pieces[l->piece_of[token]];
}
/* The posting of this kind, the one that holds on the day first; NULL. */
const kb_posting *bw_pieces_posting(const linker *l, const piece *p, int kind);
/* The actor of a dictionary that the piece names, or KB_NONE; whether no table knows it as anything else. */
uint32_t bw_pieces_actor(const linker *l, const piece *p);
bool bw_pieces_only_actor(const piece *p);
/* The actor's code on the day is the one that means nobody. */
bool bw_pieces_nobody(const linker *l, uint32_t actor);

/* phrases.c */
void bw_phrases_link(linker *l, const bw_sentence *s, int32_t sentence);
/* What makes the piece stand for a country (a name, an adjective, a citizen, a capital, a seat), and its code; NULL, "". */
const kb_posting *bw_phrases_nation(const linker *l, const piece *p);
const char *bw_phrases_nation_code(const linker *l, const piece *p);

/* resolve.c: adds the mention (more than one for "the two sides") and returns the first, or -1. */
int32_t bw_resolve(linker *l, const evidence *e, int32_t sentence);
int32_t bw_resolve_add(linker *l, bw_mention m, backing b);
/* The mention's code, from its actor and what the phrase says of it (`e` NULL: nothing), where a dictionary gives one. */
void bw_resolve_code(linker *l, const evidence *e, int32_t mention);

/* persons.c */
typedef struct {
    uint32_t person;   /* record, or KB_NONE */
    int32_t same_as;   /* mention of the document, or -1 */
    float confidence;
    const char *reason;
} person_found;
person_found bw_persons_find(linker *l, const evidence *e, uint32_t role);
/* Lets later sentences call the mention by a part of its name. */
void bw_persons_remember(linker *l, uint32_t mention, const evidence *e);
/* The office to name a person by on the day: one of `role` first, else the highest; KB_NONE when none is held. `held`
 * (may be NULL): whether the person held any before that day. */
uint32_t bw_persons_office(const linker *l, uint32_t person, uint32_t role, bool *held);

/* refer.c */
int32_t bw_refer_pronoun(linker *l, uint32_t token, int32_t sentence, bool add);
int32_t bw_refer_body(linker *l, const evidence *e, uint32_t agent, uint32_t role);
int32_t bw_refer_pair(linker *l, const evidence *e, int32_t sentence);

/* places.c: adds the places of a sentence that the gazetteer has, then says of all of the document which they are. */
void bw_places_collect(linker *l, const bw_sentence *s, int32_t sentence);
void bw_places_resolve(linker *l);

#endif
