/* token.h - from characters to tokens, as the English treebanks of Universal Dependencies cut them.
 *
 *   takes:   a paragraph of text, and the table lexicon/tokens/tokens.tsv (its head says what the kinds mean)
 *   gives:   tokens appended to a growing list: offsets, form, mwt, space_after; nothing else is set
 *   how:     rules over characters, left to right, in linear time; a stretch of more than BW_TOKEN_MAX_CHUNK
 *            bytes without a blank is debris and falls into pieces
 *   owner:   forms point into the text
 *   fails:   bw_token_rules_open: BW_ERR_SYNTAX with the line of the table; bw_token_split: never
 *   threads: open rules are read-only and shared
 */
#ifndef BW_PARSE_TOKEN_H
#define BW_PARSE_TOKEN_H

#include "document.h"

enum { BW_TOKEN_MAX_CHUNK = 1000 };

#define BW_TOKEN_KIND_LIST(K)                                                                         \
    K(ABBREVIATION, "abbreviation") K(TITLE, "title") K(NUMBERED, "numbered") K(WEAK, "weak")         \
    K(CONTRACTION, "contraction") K(PREFIX, "prefix") K(SUFFIX, "suffix") K(UNIT, "unit")             \
    K(ENDING, "ending") K(WHOLE, "whole") K(EMOTICON, "emoticon")

typedef enum {
#define BW_TOKEN_KIND_ENUM(name, text) BW_TOKEN_##name,
    BW_TOKEN_KIND_LIST(BW_TOKEN_KIND_ENUM)
#undef BW_TOKEN_KIND_ENUM
} bw_token_kind;

typedef struct bw_token_rules bw_token_rules;

/* Reads the table into the arena; `table` must outlive the rules. */
BW_MUST_USE bw_status bw_token_rules_read(bw_arena *a, bw_str table, bw_token_rules **out, bw_err *err);

/* The table that is built in. */
bw_str bw_token_builtin(void);

/* The kinds of a form, case ignored: a bit (1 << kind) for each. */
uint32_t bw_token_kinds(const bw_token_rules *rules, bw_str form);

typedef struct {
    bw_arena *arena;
    bw_token *items;
    uint32_t n, room;
} bw_token_list;

/* Appends the tokens of text[start, end), a paragraph. */
void bw_token_split(const bw_token_rules *rules, bw_str text, uint32_t start, uint32_t end, bw_token_list *out);

/* Length of the white space that begins at `pos` (ASCII, and the blanks and marks of Unicode that show nothing); 0: none. */
size_t bw_token_space(bw_str text, size_t pos);

#endif
