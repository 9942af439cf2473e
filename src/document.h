/* document.h - one news item on its way through the stages, and what each stage writes into it.
 *
 * Each stage fills its own part and reads only the parts above it:
 *
 *     wire   head and text        parse  sentences, tokens      link   mentions
 *     when   times                code   events             story  versions, occurrence
 *
 *   owner:   everything lies in document.arena, or in the permanent memory of a model or table
 *   offsets: bytes into `text`, or into `title` for what belongs to the title (sentence number -1)
 */
#ifndef BW_DOCUMENT_H
#define BW_DOCUMENT_H

#include "base/day.h"
#include "base/str.h"

typedef struct {
    uint32_t start, end; /* end is exclusive */
} bw_span;

/* ---- wire: head and text ------------------------------------------------------------------------ */

#define BW_REVISION_LIST(X)                                                             \
    X(NONE, "") X(LEAD, "lead") X(UPDATE, "update") X(WRAPUP, "wrapup")                 \
    X(ROUNDUP, "roundup") X(FLASH_UPDATE, "flash-update") X(CORRECTED, "corrected")     \
    X(REPEAT, "repeat") X(WITHDRAWN, "withdrawn") X(ADD, "add")

typedef enum {
#define BW_REVISION_ENUM(name, text) BW_REVISION_##name,
    BW_REVISION_LIST(BW_REVISION_ENUM)
#undef BW_REVISION_ENUM
} bw_revision_kind;

typedef struct {
    bw_revision_kind kind;
    int number;    /* 0: none given */
    int writethru; /* 1 yes, 0 no, -1 the copy does not say */
} bw_revision;

typedef struct {
    bw_str id, url, publisher, agency, title, slug, language, format;
    bw_strs byline, places;       /* places: of the dateline, as written */
    bw_str published;             /* ISO day or time; ptr NULL: undated */
    bw_day day;                   /* the day of `published`, or BW_NO_DAY */
    bw_str item, version;         /* its identity through all versions, as the sender gives it ("urn:newsml:…", a feed entry's
                                     id), and which version this is; ptr NULL: not given */
    bw_str updated;               /* ISO time of this version, where it is told apart from `published` */
    bw_str date_written;          /* the dateline's date as the copy has it; "04-01" when it has no year */
    bw_revision revision;
    bool correction, refile, kill, urgent, alert, end, translated;
    bw_str label, note, embargo, credits, signoff, source, section;
    int words;                    /* as the copy counts them; -1: does not say */
    bool guessed;                 /* the text was asked for its language already: it is what `language` says, or cannot be told */
    bool foreign;                 /* surely not in English: kept and marked, not coded */
    uint32_t n_repaired;          /* bytes that were no UTF-8, replaced */
    struct json_object *coded;    /* what code made of it before: a list of its events' records; NULL: nothing that is known */
    bw_str text;
    bw_span *spans;               /* asked for by the caller of link or when */
    uint32_t n_spans;
    bool has_spans;
} bw_head;

/* ---- parse: sentences and tokens ---------------------------------------------------------------- */

/* The parameter is not called X: one of the tags is. */
#define BW_UPOS_LIST(T)                                                                            \
    T(X) T(ADJ) T(ADP) T(ADV) T(AUX) T(CCONJ) T(DET) T(INTJ) T(NOUN) T(NUM) T(PART) T(PRON) T(PROPN) \
    T(PUNCT) T(SCONJ) T(SYM) T(VERB)

typedef enum {
#define BW_UPOS_ENUM(name) BW_UPOS_##name,
    BW_UPOS_LIST(BW_UPOS_ENUM)
#undef BW_UPOS_ENUM
    BW_N_UPOS
} bw_upos;

/* Universal Dependencies 2 relations as English treebanks use them. The C name is the label with '_' for ':'. */
#define BW_REL_LIST(X)                                                                                       \
    X(dep, "dep") X(root, "root") X(acl, "acl") X(acl_relcl, "acl:relcl") X(advcl, "advcl")                  \
    X(advcl_relcl, "advcl:relcl") X(advmod, "advmod") X(amod, "amod") X(appos, "appos") X(aux, "aux")        \
    X(aux_pass, "aux:pass") X(case, "case") X(cc, "cc") X(cc_preconj, "cc:preconj") X(ccomp, "ccomp")        \
    X(compound, "compound") X(compound_prt, "compound:prt") X(conj, "conj") X(cop, "cop") X(csubj, "csubj") \
    X(csubj_outer, "csubj:outer") X(csubj_pass, "csubj:pass") X(det, "det") X(det_predet, "det:predet")      \
    X(discourse, "discourse") X(dislocated, "dislocated") X(expl, "expl") X(fixed, "fixed") X(flat, "flat") \
    X(goeswith, "goeswith") X(iobj, "iobj") X(list, "list") X(mark, "mark") X(nmod, "nmod")                  \
    X(nmod_desc, "nmod:desc") X(nmod_poss, "nmod:poss") X(nmod_unmarked, "nmod:unmarked") X(nsubj, "nsubj") \
    X(nsubj_outer, "nsubj:outer") X(nsubj_pass, "nsubj:pass") X(nummod, "nummod") X(obj, "obj") X(obl, "obl") \
    X(obl_agent, "obl:agent") X(obl_unmarked, "obl:unmarked") X(orphan, "orphan") X(parataxis, "parataxis") \
    X(punct, "punct") X(reparandum, "reparandum") X(vocative, "vocative") X(xcomp, "xcomp")

typedef enum {
#define BW_REL_ENUM(name, text) BW_REL_##name,
    BW_REL_LIST(BW_REL_ENUM)
#undef BW_REL_ENUM
    BW_N_REL
} bw_rel;

const char *bw_upos_name(bw_upos u);
const char *bw_rel_name(bw_rel r);
/* The relation of a treebank's label; a subtype not in the list falls back to its main type, else dep. */
bw_rel bw_rel_of(bw_str label);
bool bw_upos_of(bw_str name, bw_upos *out);

typedef enum { BW_NER_NONE, BW_NER_PER, BW_NER_ORG, BW_NER_LOC, BW_NER_MISC, BW_N_NER } bw_ner;
const char *bw_ner_name(bw_ner n); /* "PER"; "O" for none */

typedef struct {
    uint32_t start, end;  /* bytes; words of one multi-word token share its span unless they divide it */
    bw_str form, lemma;
    uint8_t upos, rel;    /* bw_upos, bw_rel */
    char xpos[6];         /* Penn tag, NUL-terminated */
    uint8_t ner;          /* bw_ner */
    bool ner_begin;       /* first token of a name */
    uint8_t mwt;          /* > 0: a multi-word token of so many words begins here */
    bool space_after;     /* behind the word, or behind the multi-word token that it ends */
    int32_t head;         /* index into document.tokens; -1: root of its sentence */
} bw_token;

typedef struct {
    int32_t number;          /* -1 for the title, then 0, 1, … */
    uint32_t first, n;       /* tokens */
    uint32_t start, end;     /* bytes of the text, or of the title for number -1 */
    uint32_t paragraph;      /* counted from 0 */
    uint8_t flags;           /* BW_SENTENCE_… */
} bw_sentence;

enum {
    BW_SENTENCE_CUT = 1,     /* cut by the length limit, not at a sentence end */
    BW_SENTENCE_HEADLINE = 2,/* the title, read in headline style */
    BW_SENTENCE_NOISE = 4,   /* table, list of figures, debris: not to be coded */
    BW_SENTENCE_DISCARD = 8, /* holds a phrase of a dictionary's list of discards, or its story does: not to be coded (by link) */
};

/* ---- link: mentions of entities ----------------------------------------------------------------- */

typedef enum { BW_MENTION_PERSON, BW_MENTION_ORG, BW_MENTION_AGENT, BW_MENTION_COUNTRY, BW_MENTION_PLACE } bw_mention_kind;
const char *bw_mention_kind_name(bw_mention_kind k);

enum { BW_MAX_SECTORS = 4 };

/* One noun phrase that means an actor or a place. An actor phrase is one mention as a whole: "South Korean
 * Foreign Minister Chung Eui-yong" has the person as entity, KOR as country, GOV as sector. Coordinated
 * phrases are mentions of their own. */
typedef struct {
    uint32_t start, end;     /* bytes of the phrase that names it */
    int32_t sentence;        /* index into document.sentences */
    uint32_t first, n;       /* tokens of the phrase that names it */
    uint32_t head;           /* its head token in the tree: arguments are looked up by it */
    bw_mention_kind kind;
    bool actor;              /* can act: a country, government, body, person, agent */
    bool place;              /* can be a place of an event: also countries, and capitals named as such */
    bw_str entity;           /* id in the knowledge base, or "" when nobody in particular */
    bw_str name;             /* the entity's own name, else the phrase */
    bw_str wikidata, role;   /* role as names/README lists it: HOS, FM, … or "" */
    char country[4];         /* ISO 3166-1 alpha-3, KOS, UNO, EUR, IGO, NGO, ISM, IMG, MNC, or "" */
    char sectors[BW_MAX_SECTORS][4];
    uint8_t n_sectors;
    bw_str code;             /* as the dictionary of another coder has it ("GONREB"); "": country and sectors say it */
    bw_str religion, ethnicity;
    double lat, lon;         /* valid when has_point */
    bool has_point;
    int64_t geonames;        /* 0: unknown */
    bw_str feature;          /* "country", "province", "city", … */
    bw_str province, district; /* that a place lies in, where the gazetteer knows them */
    int32_t same_as;         /* an earlier mention of the same referent in this document, or -1 */
    int32_t also;            /* the next mention of this very phrase when it means several ("the two sides", "South
                                Korean and Japanese diplomats": one mention for each), or -1 */
    bw_str reason;           /* how it was resolved, for explain */
    float confidence;        /* 0 to 1 */
} bw_mention;

/* The actor's code: the dictionary's, else country and first sector ("KORGOV"); nothing when neither is known. */
void bw_mention_code(const bw_mention *m, bw_buf *out);

/* Whether two are of one country, or of one code where no country is known. */
bool bw_mention_compatriots(const bw_mention *a, const bw_mention *b);

/* ---- when: times -------------------------------------------------------------------------------- */

typedef enum { BW_PRECISION_DAY, BW_PRECISION_WEEK, BW_PRECISION_MONTH, BW_PRECISION_YEAR } bw_precision;
const char *bw_precision_name(bw_precision p);

typedef struct {
    uint32_t start, end;     /* bytes */
    int32_t sentence;        /* index into document.sentences */
    uint32_t first, n;       /* tokens */
    bw_str value;            /* TIMEX3 value: "2021-04-01", "2021-W13", "P2D", "PAST_REF" */
    char type;               /* TIMEX3: 'D' date, 'T' time, 'P' duration, 'S' set */
    bw_day from, to;         /* inclusive; BW_NO_DAY = open, or not known */
    bw_precision precision;
    bool past, future;       /* which side of the document's day its words point to, where they do */
} bw_time;

const char *bw_time_type_name(char type); /* "DATE", "TIME", "DURATION", "SET" */

/* ---- code: events ------------------------------------------------------------------------------- */

#define BW_PLOVER_LIST(X)                                                                             \
    X(AGREE, 1) X(CONSULT, 1) X(SUPPORT, 1) X(CONCEDE, 1) X(COOPERATE, 2) X(AID, 2) X(RETREAT, 2)     \
    X(REQUEST, 3) X(ACCUSE, 3) X(REJECT, 3) X(THREATEN, 3) X(PROTEST, 4) X(SANCTION, 4)               \
    X(MOBILIZE, 4) X(COERCE, 4) X(ASSAULT, 4)

typedef enum {
    BW_PLOVER_NONE,
#define BW_PLOVER_ENUM(name, quad) BW_PLOVER_##name,
    BW_PLOVER_LIST(BW_PLOVER_ENUM)
#undef BW_PLOVER_ENUM
    BW_N_PLOVER
} bw_plover;

const char *bw_plover_name(bw_plover t); /* "AGREE"; "" for none */
int bw_plover_quad(bw_plover t);         /* 1 to 4; 0 for none */
bool bw_plover_of(bw_str name, bw_plover *out);

typedef enum { BW_ACTUAL, BW_PLANNED, BW_HYPOTHETICAL, BW_DENIED } bw_modality;
const char *bw_modality_name(bw_modality m);

/* One participant of an event: a mention in the part that it plays. */
typedef struct {
    uint32_t start, end;     /* bytes of the whole phrase in the sentence, of a pronoun too */
    int32_t mention;         /* index into document.mentions: who it is */
    float confidence;
} bw_party;

typedef struct {
    bw_party *items;
    uint32_t n, room;
} bw_parties;

enum { BW_MAX_CAMEO = 8, BW_MAX_MODES = 4 };

/* The act that was agreed, asked, refused, threatened, alleged. */
typedef struct {
    bool present;
    bw_plover type;
    bw_parties actor, recipient;
    bw_day from, to;
    bw_precision precision;
    int32_t place;           /* index into document.mentions, or -1 */
    bool negated;
} bw_content;

typedef struct {
    int least, most;         /* least -1: not given */
    bw_str text;
} bw_toll;

typedef struct {
    char id[33];             /* 128 bits in hexadecimal */
    int32_t sentence;        /* index into document.sentences */
    bw_span trigger;
    uint32_t predicate;      /* token at the head of the trigger */
    bw_day from, to;         /* BW_NO_DAY when undated */
    bw_precision precision;
    bw_str date_source;      /* "clause", "dateline", "published"; ptr NULL when undated */
    bw_plover type;
    char cameo[BW_MAX_CAMEO];
    bool raw;                /* the code is another book's, not CAMEO's */
    const char *modes[BW_MAX_MODES];
    uint8_t n_modes;
    const char *const *contexts; /* in the order of the code book */
    uint8_t n_contexts;
    double intensity, goldstein;
    bool has_goldstein, has_intensity;
    bw_parties actor, recipient;
    bool reciprocal;
    bool paired;             /* what the recipient does to the actor is an event of its own */
    bw_content content;
    int32_t place;           /* index into document.mentions, or -1 */
    bw_str place_source;     /* "clause", "dateline", "document" */
    bw_toll dead, injured, arrested;
    bool negated;
    bw_modality modality;
    int32_t said_by;         /* index into document.mentions, or -1 */
    bw_str rule;             /* file:line; "model" where the classifier alone says it */
    struct {
        bw_plover type;
        float share;         /* how likely the classifier thinks it */
    } alternatives[2];       /* BW_PLOVER_NONE: no such */
    float confidence;
    uint32_t happening;      /* events of the document that tell one happening share it */
} bw_event;

/* Of its type; a statement (CAMEO 01) is verbal cooperation; 0 of another book's code. */
static inline int bw_event_quad(const bw_event *e) { return e->type == BW_PLOVER_NONE && !e->raw ? 1 : bw_plover_quad(e->type); }

/* ---- story: versions and occurrence -------------------------------------------------------------- */

typedef struct {
    bw_str copy;             /* id of the first document of its family: all versions of one text, on any site */
    bw_str revision_of;      /* id of the document that it revises; ptr NULL: of none */
    uint32_t revision;       /* its number in the chain of revisions, from 1; 0: not placed yet */
    bw_strs replaced;        /* ids of all earlier versions in its chain, the latest first (1,000 at most) */
    bw_str story;            /* id of the occurrence that it tells of */
    bool kill, correction;   /* takes back, or corrects, what it revises */
    bool seen;               /* was placed before: same id, same text */
} bw_placing;

typedef struct {
    bw_arena *arena;
    bw_head head;
    bw_sentence *sentences;
    uint32_t n_sentences;
    bw_token *tokens;
    uint32_t n_tokens;
    bw_mention *mentions;
    uint32_t n_mentions;
    int32_t *mention_of;     /* for each token the mention it stands in (the first, see `also`), or -1; NULL before link */
    uint32_t dateline_first, dateline_end; /* tokens of a dateline left in the text, found by link */
    bw_time *times;
    uint32_t n_times;
    bw_event *events;
    uint32_t n_events;
    bw_placing story;
} bw_document;

/* Stands in a dateline that was left in the text. */
static inline bool bw_in_dateline(const bw_document *doc, const bw_time *t) { return t->first >= doc->dateline_first && t->first < doc->dateline_end; }

/* The title or the text: what the sentence's offsets count in. */
bw_str bw_sentence_source(const bw_document *doc, const bw_sentence *s);
bw_str bw_sentence_text(const bw_document *doc, const bw_sentence *s);

#endif
