/* frame.h - trees made regular: of each predicate, who acts, on what, with which prepositions, whatever the form.
 *
 *   takes:   tokens with heads and relations; mentions
 *   gives:   frames, made on demand; all answers are indexes into doc->tokens, -1 for nothing
 *   owner:   the document's arena
 *   fails:   never; trees with cycles or wild heads are cut
 */
#ifndef BW_CODE_FRAME_H
#define BW_CODE_FRAME_H

#include "code/lexicon.h"

typedef struct bw_found bw_found;
typedef struct bw_sequences bw_sequences;

/* One document while it is coded. */
typedef struct {
    const bw_lexicon *l;
    bw_document *doc;
    bw_arena *arena;
    uint32_t *lemma, *form;  /* by token: numbers of words, 0 for what no rule names */
    uint32_t *flags;         /* by token: BW_GRAMMAR_… of lemma and form */
    int32_t *mention;        /* by token: the mention that has it as head, else the shortest that covers it, else -1 */
    int32_t *child, *sibling;/* by token: first child, next sibling, in text order */
    int32_t *sentence;       /* by token */
    bw_found **found;        /* by token: what match.c knows of it */
    bool statements;         /* CAMEO 01 counts too */
    bw_sequences *sequences; /* what sequence.c knows; NULL where no rule is a word pattern */
} bw_coder;

typedef struct {
    int32_t predicate;
    int32_t subject, object, indirect; /* as in an active clause */
    int32_t carrier;         /* of a noun: the light verb that it hangs on */
    int32_t shared;          /* of a coordinated verb: the one whose prepositional phrases count too */
    bool passive, verbal, each_other;
} bw_frame;

void bw_coder_prepare(bw_coder *c, const bw_lexicon *l, bw_document *doc);

void bw_frame_make(const bw_coder *c, int32_t predicate, bw_frame *out);

/* What stands before the verb, or would if the clause were a main clause. */
int32_t bw_frame_surface(const bw_coder *c, int32_t verb);
bool bw_frame_passive(const bw_coder *c, int32_t verb);

/* Who does what a noun names: possessor, nation, "by", subject of the light verb, "of"; the k-th of them, -1 at the end. */
int32_t bw_frame_owner(const bw_coder *c, const bw_frame *f, int k);
/* To whom a thing belongs: possessor, nation, "of", "by"; the k-th, -1 at the end. */
int32_t bw_owner_of(const bw_coder *c, int32_t noun, int k);

/* The first child from `from` (-1: the first) on with this relation. */
int32_t bw_child_with(const bw_coder *c, int32_t token, bw_rel rel);
bool bw_is_verb(const bw_coder *c, int32_t token);
/* Where the ways of two words to the root meet; -1 in different sentences. */
int32_t bw_meeting_point(const bw_document *doc, int32_t a, int32_t b);
/* The word is part of an expression of time: "on Friday". */
bool bw_in_time(const bw_coder *c, int32_t token);
/* "each other", "one another". */
bool bw_is_each_other(const bw_coder *c, int32_t token);
/* The word itself, in any of its forms. */
bool bw_token_is(const bw_coder *c, int32_t token, uint32_t word);
/* The word as it stands in the text, in any case. */
bool bw_form_is(const bw_coder *c, int32_t token, const char *word);
/* A verb with its "to" before it. */
bool bw_is_infinitive(const bw_coder *c, int32_t verb);
/* The last word of the preposition or marker before a phrase; -1 for none. */
int32_t bw_case_of(const bw_coder *c, int32_t token);
/* A pronoun of a relative clause gives what it stands for; every other token itself. */
int32_t bw_antecedent(const bw_coder *c, int32_t token);
/* The token carries a negation of its own. */
bool bw_negated_here(const bw_coder *c, int32_t token);

#endif
