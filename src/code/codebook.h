/* codebook.h - CAMEO codes, and what each means in PLOVER: the tables of lexicon/codebook.
 *
 *   owner:   the lexicon's arena
 *   fails:   BW_ERR_SYNTAX with file and line of a fault
 */
#ifndef BW_CODE_CODEBOOK_H
#define BW_CODE_CODEBOOK_H

#include "base/map.h"
#include "document.h"

/* Data sets with classes and values of their own (exports.tsv). */
typedef enum { BW_EXPORT_GDELT, BW_EXPORT_PHOENIX, BW_N_EXPORTS } bw_export;

typedef struct {
    char code[BW_MAX_CAMEO];
    bw_str name;
    double goldstein;
    struct {
        int quad;            /* -1: none */
        double goldstein;
    } exports[BW_N_EXPORTS];
    bw_plover type;          /* BW_PLOVER_NONE: no event (CAMEO 01) */
    const char *modes[BW_MAX_MODES]; /* those that the code alone says */
    uint8_t n_modes;
    bool raw;                /* of another coder's book: "raw:112" in a rule; nothing but its name is known */
} bw_cameo;

typedef struct {
    const char *name;
    double score;
    bool has_score;
} bw_mode;

enum { BW_MAX_TYPE_MODES = 20, BW_MAX_CONTEXTS = 64 };

typedef struct bw_codebook {
    bw_arena *arena;
    bw_cameo *codes;
    uint32_t n_codes, room_codes;
    bw_map by_code;          /* code -> index into codes */
    struct {
        double score;
        bool needs_recipient;
        bw_str cameo;        /* the code that stands for the type where an event has none */
        unsigned line;       /* of types.tsv, for messages */
        bw_mode modes[BW_MAX_TYPE_MODES];
        uint8_t n_modes;
    } types[BW_N_PLOVER];
    bw_str contexts[BW_MAX_CONTEXTS]; /* names, NUL-terminated, in the order of the code book */
    uint32_t n_contexts;
} bw_codebook;

/* Reads types.tsv, cameo.tsv, exports.tsv and the table of codes to types; in this order. `name` is for messages. */
BW_MUST_USE bw_status bw_codebook_read_types(bw_codebook *b, const char *name, bw_str text, bw_err *err);
BW_MUST_USE bw_status bw_codebook_read_codes(bw_codebook *b, const char *name, bw_str text, bw_err *err);
BW_MUST_USE bw_status bw_codebook_read_exports(bw_codebook *b, const char *name, bw_str text, bw_err *err);
BW_MUST_USE bw_status bw_codebook_read_plover(bw_codebook *b, const char *name, bw_str text, bw_err *err);

/* Whether the code that stands for each type is one, and of that type. `name`: of types.tsv. */
BW_MUST_USE bw_status bw_codebook_check_types(const bw_codebook *b, const char *name, bw_err *err);

BW_MUST_USE bw_status bw_codebook_read_contexts(bw_codebook *b, const char *name, bw_str text, bw_err *err);

/* The number of a context, UINT32_MAX when there is no such. */
uint32_t bw_codebook_context(const bw_codebook *b, bw_str name);
/* NULL when there is no such code. */
const bw_cameo *bw_codebook_find(const bw_codebook *b, bw_str code);
/* CAMEO 01: said, and no act in PLOVER. */
static inline bool bw_is_statement(const bw_cameo *c) { return c->type == BW_PLOVER_NONE && !c->raw; }
/* Digits that say something: of 07 and 070 ("not specified") 2, of 071 3. */
size_t bw_cameo_depth(const char *code);
/* The code of an event, or what stands for its type; never NULL for an event of a checked code book. */
const bw_cameo *bw_codebook_of_event(const bw_codebook *b, const bw_event *e);
/* NULL when the type owns no such mode. */
const bw_mode *bw_codebook_mode(const bw_codebook *b, bw_plover type, bw_str mode);

#endif
