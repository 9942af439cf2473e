/* lexicon.h - the rules compiled: words as numbers, patterns as lists of parts, an index by predicate.
 *
 *   takes:   the files of lexicon/, built in, and those of a folder laid over them (docs/rules.md)
 *   gives:   a read-only table that threads share
 *   owner:   the lexicon owns its arena, and all text in it
 *   fails:   BW_ERR_SYNTAX; each fault as FILE:LINE:COLUMN: cause
 */
#ifndef BW_CODE_LEXICON_H
#define BW_CODE_LEXICON_H

#include "code/codebook.h"
#include "code/code.h"
#include "code/coder_conf.h"

/* Word lists of lexicon/grammar that the engine itself knows. Keep in step with lexicon/grammar/README.md. */
#define BW_GRAMMAR_LIST(X)                                                                                         \
    X(PREPOSITION, "prepositions") X(LIGHT, "light") X(SAY, "say") X(WILL, "will") X(MAY, "may") X(DENY, "deny")  \
    X(FAIL, "fail") X(TRY, "try") X(NEGATION, "negation") X(PARTITIVE, "partitive") X(HABIT, "habit")             \
    X(LOCATIVE, "locative") X(FUTURE_AUXILIARY, "future-auxiliary") X(OPEN_AUXILIARY, "open-auxiliary")           \
    X(CONDITION, "condition") X(DURING, "during") X(ASPECT, "aspect") X(DEAD, "dead") X(INJURED, "injured")       \
    X(ARRESTED, "arrested") X(SUBJECT_CONTROL, "subject-control") X(RELATIVE, "relative") X(AT_LEAST, "at-least") \
    X(AT_MOST, "at-most") X(PLURAL, "plural") X(FICTION, "fiction")        \
    X(BARE, "bare-infinitive")

enum {
#define BW_GRAMMAR_ENUM(name, file) BW_GRAMMAR_INDEX_##name,
    BW_GRAMMAR_LIST(BW_GRAMMAR_ENUM)
#undef BW_GRAMMAR_ENUM
    BW_N_GRAMMAR
};
enum {
#define BW_GRAMMAR_FLAG(name, file) BW_GRAMMAR_##name = 1u << BW_GRAMMAR_INDEX_##name,
    BW_GRAMMAR_LIST(BW_GRAMMAR_FLAG)
#undef BW_GRAMMAR_FLAG
};

enum { BW_MAX_BEFORE = 5 };

/* One of several words that may stand in a place. Words are numbers; 0 is no word. The word "violat*" stands for all that
 * begin so. */
typedef struct {
    uint32_t word;
    uint32_t particle;       /* of a verb ("carry_out"), or the word before it in a preposition ("out_of") */
    uint32_t before[BW_MAX_BEFORE]; /* words that must stand with a noun; 0 ends them */
} bw_choice;

typedef struct {
    bw_choice *items;        /* in the order of `word` */
    uint32_t n;
} bw_choices;

typedef enum { BW_FILL_ACTOR, BW_FILL_RECIPIENT, BW_FILL_ACTORS, BW_FILL_OTHER, BW_FILL_WORDS, BW_FILL_ANY, BW_FILL_VERB, BW_FILL_EVENT } bw_fill;

/* Where a part stands, seen from its predicate. */
typedef enum {
    BW_PLACE_SUBJECT,
    BW_PLACE_OBJECT,
    BW_PLACE_INDIRECT,
    BW_PLACE_PREPOSITION,
    BW_PLACE_TO,             /* infinitive; with words also the preposition "to" */
    BW_PLACE_THAT,           /* clause */
    BW_PLACE_OWNER,          /* of a noun predicate: "actor's visit" */
    BW_PLACE_BEFORE,         /* of a word pattern: in the order of the text, outward from the verb */
    BW_PLACE_BEHIND,
} bw_place_of;

enum { BW_CLASS_ANY, BW_CLASS_COUNTRY, BW_CLASS_ORG, BW_CLASS_PERSON, BW_CLASS_AGENT, BW_CLASS_STATE, BW_CLASS_PLACE,
       BW_CLASS_FOREIGN, BW_CLASS_DOMESTIC, BW_CLASS_CODE };

/* Slot classes: any of the terms of each group, all groups. */
typedef struct {
    uint8_t kind;            /* BW_CLASS_… */
    bool denied;
    uint8_t group;
    char code[4];            /* of BW_CLASS_CODE: a sector or country */
} bw_class;

typedef struct {
    bw_class *items;
    uint8_t n;
    bool place;              /* a place that cannot act will do */
} bw_classes;

enum { BW_THING_NONE, BW_THING_MUST, BW_THING_MAY };

typedef struct {
    uint8_t fill;            /* bw_fill */
    uint8_t place;           /* bw_place_of */
    uint8_t thing;           /* of a slot: BW_THING_…: something that belongs to it stands in its place */
    bool optional;
    bool negated;            /* of a nested verb */
    bool loose;              /* of BW_FILL_VERB: any noun will do too ("VERB|*") */
    bool joined;             /* of a word pattern: nothing stands between it and the part, or verb, before it */
    int8_t parent;           /* the part under which it stands; -1: the predicate */
    uint8_t points;
    uint32_t column;
    bw_choices prepositions;
    bw_choices words;        /* of BW_FILL_WORDS, or the thing; n 0: anything */
    bw_choices auxiliaries;  /* of a nested verb */
    bw_classes classes;
    bw_plover *types;        /* of BW_FILL_EVENT; n_types 0 and no cameo: any */
    uint8_t n_types;
    char cameo[BW_MAX_CAMEO];
} bw_part;

typedef enum {
    BW_PREDICATE_VERB,
    BW_PREDICATE_NOUN,
    BW_PREDICATE_STATE,      /* be + adjective or noun */
    BW_PREDICATE_SEQUENCE,   /* a word pattern: words in their order around a verb */
} bw_predicate_kind;

enum { BW_MAX_PARTS = 12 };

typedef struct {
    uint32_t block;          /* index into blocks */
    uint8_t kind;            /* bw_predicate_kind */
    bool negated;
    bool has_actors;
    bool overlay;
    uint8_t n_parts;
    bw_part *parts;
    bw_choices words;        /* the predicate */
    bw_choices prepositions; /* of a state: "be in talks" */
    bw_choices auxiliaries;
    uint32_t line, column;
    bw_str source;           /* the line as written */
    uint32_t rank;           /* order of file and line */
} bw_pattern;

typedef struct {
    bw_plover type;          /* BW_PLOVER_NONE: by code */
    char cameo[BW_MAX_CAMEO];
    const bw_cameo *code;
    uint32_t line;
} bw_content_code;

typedef struct {
    bw_str text;             /* the sentence */
    bw_str want;             /* behind "=>"; of a counter: empty */
    bool counter;
    uint32_t line;
} bw_example;

typedef struct {
    bw_str file;             /* "lexicon/rules/consult.rules" */
    uint32_t line;
    const bw_cameo *code;    /* NULL: "code none" and "code EVENT" */
    bool of_content;         /* "code EVENT": the act that the pattern's EVENT is, done by the actor */
    const bw_cameo *reverse; /* of a second event, in which the recipient acts on the actor; NULL: none */
    bw_plover type;          /* where the block says so; else BW_PLOVER_NONE: by code */
    const char *modes[BW_MAX_MODES];
    uint8_t n_modes;
    bw_content_code *contents;
    uint32_t n_contents, room_contents;
    bw_example *examples;
    uint32_t n_examples, room_examples;
} bw_block;

typedef struct {
    char from[BW_MAX_CAMEO];
    const bw_cameo *to;
    const bw_cameo *refused; /* NULL: refusing it is nothing of its own */
} bw_future;

struct bw_lexicon {
    bw_arena *arena;
    bw_codebook book;
    bw_map raw_codes;        /* -> index into raws */
    bw_cameo **raws;
    uint32_t n_raws, room_raws;
    bw_coder_conf conf;
    bool has_sequences, has_stems;
    bool other_book;         /* not the manual's: a block's mode may be none of its type's */
    bw_map words;            /* lower-case word -> number */
    uint32_t *grammar;       /* by word: BW_GRAMMAR_… */
    uint32_t room_grammar;
    bw_map set_names;        /* -> index into sets */
    bw_choices *sets;
    uint32_t n_sets, room_sets;
    bw_block *blocks;
    uint32_t n_blocks, room_blocks;
    bw_pattern *patterns;
    uint32_t n_patterns, room_patterns;
    uint32_t *first;         /* by word, n_words + 1: where its patterns begin in by_word */
    uint32_t *by_word;       /* indexes into patterns */
    uint32_t n_words;
    bw_future *futures;
    uint32_t n_futures, room_futures;
    struct bw_contexts *contexts; /* of contexts.h; NULL: no lists */
};

typedef struct {
    const char *name;        /* "rules/consult.rules" */
    bw_str text;
} bw_lexicon_file;

/* The files of lexicon/, in the order of their names; made by tools/embed_lexicon.c. */
extern const bw_lexicon_file bw_lexicon_files[];
extern const uint32_t bw_n_lexicon_files;

/* Files in memory instead of all rules; sets, word lists and code books as built in where they have none. For tests. */
BW_MUST_USE bw_status bw_lexicon_open_files(const bw_lexicon_file *files, uint32_t n, bw_lexicon **out, bw_err *err);
BW_MUST_USE bw_status bw_lexicon_open_text(bw_str rules, bw_lexicon **out, bw_err *err);

/* "code none": what looks like an act and is none. */
static inline bool bw_says_nothing(const bw_block *b) { return !b->code && !b->of_content; }
/* As the block's first line has it. */
static inline const char *bw_block_code(const bw_block *b) { return b->code ? b->code->code : b->of_content ? "EVENT" : "none"; }

/* The number of a word (any case), or 0. */
uint32_t bw_lexicon_word(const bw_lexicon *l, bw_str word);

/* By word; what was first of one word stays first. */
void bw_choices_sort(bw_arena *a, bw_choices *c);

/* The choice with this word, from *at on (begin with 0); NULL when there is none (left). */
const bw_choice *bw_choices_find(const bw_choices *c, uint32_t word, uint32_t *at);

/* Private to the compiler: reads one file of rules. Faults go to `report`. */
typedef struct {
    bw_lexicon *lexicon;
    const char *file;        /* for messages */
    bool overlay;
    void (*report)(void *with, const char *file, uint32_t line, uint32_t column, const char *cause);
    void *with;
} bw_rules_reader;
void bw_rules_read(bw_rules_reader *r, bw_str text);

/* "; did you mean 'NAME'?" with the name nearest to the one that was wanted, or nothing. */
const char *bw_lexicon_hint(bw_arena *a, bw_str wanted, const bw_str *names, uint32_t n);

/* Adds the word if it is new. */
uint32_t bw_lexicon_add_word(bw_lexicon *l, bw_str word);

#endif
