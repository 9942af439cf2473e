/* kb.h - the compiled knowledge tables: one block of bytes without pointers, and what is looked up in it.
 *
 *   form:    little-endian; a header with offsets of sections; records refer to each other by index, to text by
 *            offset into the pool; the same tables always give the same bytes
 *   owner:   the block is the program's own (built in) or an overlay's arena; it is only read
 *   threads: shared by all
 */
#ifndef BW_LINK_KB_H
#define BW_LINK_KB_H

#include "base/arena.h"
#include "base/day.h"
#include "link/words.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the compiled tables are little-endian"
#endif

enum { KB_VERSION = 9, KB_MAX_WORDS = 12, KB_SECTORS = 4 };
#define KB_NONE UINT32_MAX
#define KB_EVER INT32_MIN   /* a span's open start */
#define KB_ALWAYS INT32_MAX /* a span's open end */

typedef struct {
    uint32_t at, len;
} kb_text;

typedef char kb_code[4]; /* NUL-terminated */
typedef kb_code kb_sectors[KB_SECTORS];

typedef struct {
    int32_t lat, lon; /* millionths of a degree; KB_EVER: unknown */
} kb_point;

typedef struct {
    kb_code code, part; /* part: the state that it is coded under */
    kb_text name, capital, region;
    kb_point point;
    uint32_t geonames;
    bw_day from, to;
    kb_sectors sectors;
    uint32_t news; /* often in the news: its ministers are kept complete */
} kb_country;

typedef struct {
    uint32_t country;
    kb_text name;
    kb_point point;
} kb_capital;

typedef struct {
    uint32_t country, org;
    kb_text name;
    kb_sectors sectors;
} kb_seat;

typedef struct {
    char code[12];
    kb_sectors sectors;
    uint32_t one; /* one holder a country and day */
} kb_role;

typedef struct {
    uint32_t role, org; /* org: the only body that has the post, or KB_NONE */
    kb_text where; /* country codes and organisation ids, each followed by a blank; empty: everywhere */
} kb_title;

typedef struct {
    kb_text id, name, family, given, wikidata;
    kb_text own_sounds, family_sounds, given_sounds; /* joined: see sound.h */
    kb_code country, script;
    bw_day born, died;
    char sex[4];
    uint32_t first_office, n_offices; /* in section PERSON_OFFICES */
} kb_person;

typedef struct {
    uint32_t person, role; /* role KB_NONE: a leader without office, see sectors */
    uint32_t org;
    kb_code country; /* of the post; an organisation's own code where `org` is given */
    bw_day from, to;
    kb_text title;
    kb_sectors sectors;
} kb_office;

typedef struct {
    kb_text id, name, wikidata, kind;
    uint32_t part;
    kb_point point;
    bw_day from, to;
    uint32_t first_fact, n_facts;
} kb_org;

typedef struct {
    uint32_t is_sector; /* else country */
    kb_sectors value;
    bw_day from, to;
} kb_org_fact;

enum { KB_AGENT_PERSON, KB_AGENT_GROUP, KB_AGENT_BODY, KB_AGENT_THING };

typedef struct {
    kb_text phrase;
    uint32_t type, role; /* KB_AGENT_… */
    kb_code country;
    kb_sectors sectors;
    kb_text code;        /* "~COD" behind, "COD~" before the code of whom the agent belongs to; or empty */
} kb_agent;

/* Whom a dictionary of another coder names, and the codes that it gives: the first that holds on a day counts. */
typedef struct {
    kb_text id, name;
    uint32_t first_code, n_codes; /* in section ACTOR_CODES */
} kb_actor;

typedef struct {
    kb_text code;      /* "FRA/DEU": two actors; KB_NOBODY: none */
    kb_text countries; /* that parts of the code begin with, each followed by a blank */
    kb_code country;   /* of a code without parts */
    bw_day from, to;
} kb_actor_code;

/* The rest of a name that other words may stand in, behind its first part. */
typedef struct {
    uint32_t actor;
    kb_text rest; /* folded words; "*" where others may stand */
} kb_actor_rest;

#define KB_NOBODY "---"
#define KB_DISCARD "discard" /* list of words.tsv; value "story": all of the document */
#define KB_SMALL "small"     /* words that names write small */

typedef struct {
    kb_text religion, ethnicity, region;
    kb_code country;
    kb_sectors sectors;
} kb_group;

typedef struct {
    kb_text name, feature;
    kb_code country;
    kb_point point;
    uint32_t geonames;
} kb_place;

typedef struct {
    kb_text list, value;
} kb_listed;

/* A code of ours in another scheme (link/crosswalk.h); in the order of kind, code, scheme. */
typedef struct {
    uint32_t kind, scheme, way; /* bw_crossed, bw_scheme, KB_OUT | KB_IN */
    kb_text code, value;
    bw_day from, to;
} kb_crossing;

enum { KB_OUT = 1, KB_IN = 2 };

enum {
    KB_IS_COUNTRY, KB_IS_ADJECTIVE, KB_IS_CITIZEN, KB_IS_CAPITAL, KB_IS_SEAT, KB_IS_TITLE, KB_IS_STYLE, KB_IS_PERSON,
    KB_IS_FAMILY, KB_IS_ORG, KB_IS_SHORT, KB_IS_MEMBER, KB_IS_AGENT, KB_IS_GROUP, KB_IS_PLACE, KB_IS_LISTED, KB_IS_COUNTRY_SHORT,
    KB_IS_ACTOR,
    /* Looked up in other ways, so that they are no part of a phrase: the beginning of an actor's name, a word of these lists. */
    KB_IS_ACTOR_PART, KB_IS_ASIDE, KB_N_KINDS
};
enum { KB_PLURAL = 1, KB_ACRONYM = 2, KB_OWN_NAME = 4, KB_NOUN = 8 };

/* What a phrase may mean. */
typedef struct {
    uint8_t kind, flags;
    uint16_t capitals; /* bit i: word i must begin with a capital letter */
    uint32_t record;
    bw_day from, to;
} kb_posting;

typedef struct {
    uint64_t hash; /* 0: a free slot */
    uint32_t text, first;
    uint16_t text_len, n; /* postings from `first` on; n 0: only the beginning of longer phrases */
    uint8_t n_words;
    uint8_t longer;       /* 1: longer phrases begin so */
    uint16_t unused;
} kb_phrase;

typedef struct {
    uint32_t skeleton, person;
} kb_sound;

/* Section `nations`: the phrases of one word that mean a country, its adjective or its citizens, in the order of their bytes. */
enum { KB_NATIONS = 1u << KB_IS_COUNTRY | 1u << KB_IS_ADJECTIVE | 1u << KB_IS_CITIZEN };

#define KB_SECTION_LIST(X)                                                                                    \
    X(text, char) X(source, char) X(countries, kb_country) X(capitals, kb_capital) X(seats, kb_seat)          \
    X(roles, kb_role) X(titles, kb_title) X(persons, kb_person) X(offices, kb_office)                         \
    X(person_offices, uint32_t) X(orgs, kb_org) X(org_facts, kb_org_fact) X(agents, kb_agent)                 \
    X(actors, kb_actor) X(actor_codes, kb_actor_code) X(actor_rests, kb_actor_rest)                           \
    X(groups, kb_group) X(places, kb_place) X(listed, kb_listed) X(crossings, kb_crossing)                    \
    X(phrases, kb_phrase) X(postings, kb_posting) X(nations, uint32_t) X(sounds, kb_sound)

typedef enum {
#define KB_SECTION_ENUM(name, type) KB_##name,
    KB_SECTION_LIST(KB_SECTION_ENUM)
#undef KB_SECTION_ENUM
    KB_N_SECTIONS
} kb_section;

typedef struct {
    char magic[8]; /* "BWKNOWS" */
    uint32_t version, size;
    uint64_t hash; /* of the tables' text */
    uint64_t source_size; /* of their text, unpacked; section `source` has it packed (RFC 1950) */
    struct {
        uint32_t at, n;
    } sections[KB_N_SECTIONS];
} kb_header;

/* The sections as arrays. */
typedef struct {
#define KB_SECTION_ARRAY(name, type) \
    const type *name;                \
    uint32_t n_##name;
    KB_SECTION_LIST(KB_SECTION_ARRAY)
#undef KB_SECTION_ARRAY
    uint64_t hash, source_size;
    bool discards;    /* words.tsv has a list of them */
    bool agent_codes; /* some agent has a code */
} kb;

/* False when the bytes are no compiled tables of this version. */
bool kb_attach(kb *k, bw_str image);

/* The text that the tables were compiled from, in the arena; false when it cannot be unpacked. */
bool kb_unpack_source(const kb *k, bw_arena *a, bw_str *out);

static inline bw_str kb_str(const kb *k, kb_text t) { return (bw_str){k->text + t.at, t.len}; }
static inline bool kb_holds(bw_day from, bw_day to, bw_day day) { return from <= day && day <= to; }

/* The slot where the search for a phrase begins; the next ones follow, the first behind the last. */
static inline uint32_t kb_phrase_slot(uint64_t hash, uint32_t n_slots) { return (uint32_t)((hash >> 32) * n_slots >> 32); }

/* The phrase with this hash (bw_words_extend over its words), or NULL. */
const kb_phrase *kb_find_phrase(const kb *k, uint64_t hash);
/* The phrase that a name as written folds to; NULL when there is none. */
const kb_phrase *kb_find_name(const kb *k, bw_str name);

/* The country with this code, or KB_NONE; the role. */
uint32_t kb_find_country(const kb *k, const char *code);
uint32_t kb_find_role(const kb *k, const char *code);

/* Offices of a role, in the order of country, organisation, start: the range of those in a country
 * ("" with `org` KB_NONE: all countries). */
void kb_find_offices(const kb *k, uint32_t role, const char *country, uint32_t *first, uint32_t *end);

/* The holder that began last, of those who hold the post on the day; KB_NONE. `org` narrows it to a body. */
uint32_t kb_find_holder(const kb *k, uint32_t role, const char *country, uint32_t org, bw_day day);

/* Country or sectors of a body on a day; NULL when the tables do not say. */
const kb_sectors *kb_org_says(const kb *k, uint32_t org, bool sector, bw_day day);

/* The code of an actor on a day; NULL when it has none. */
const kb_actor_code *kb_actor_says(const kb *k, uint32_t actor, bw_day day);

#endif
