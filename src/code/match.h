/* match.h - patterns against frames: which rule fits a predicate best, and who fills its slots.
 *
 *   takes:   a prepared document
 *   gives:   at most one match a predicate, kept in coder.matches; NULL where no pattern fits
 *   owner:   the document's arena
 *   fails:   never
 */
#ifndef BW_CODE_MATCH_H
#define BW_CODE_MATCH_H

#include "code/frame.h"

typedef struct bw_match bw_match;

struct bw_match {
    const bw_pattern *pattern; /* NULL: made without a rule, to ask stance.h */
    const bw_cameo *code;    /* by content where the block says so; NULL: "code none" */
    bw_frame frame;
    int32_t bound[BW_MAX_PARTS]; /* the token that each part found, or -1 */
    bw_parties actor, recipient, other;
    bool reciprocal;
    int32_t act;             /* what VERB or EVENT stands for: a token, or -1 */
    const bw_match *content; /* the act's own match; its slots may be empty */
    uint32_t points;
    bool named_recipient;    /* the pattern has a recipient slot that was filled */
    bool by_form;            /* of a word pattern: the verb stands as the pattern has it, not in another form */
    bool denies;             /* of a word pattern: its words deny, so the denial is part of the act */
};

/* Why a pattern did not fit: the part at fault, or -1 (not), -2 (auxiliary), -3 (particle or word before it), -4
 * (nobody to act), -5 (parties are the same). `with` is the caller's. */
typedef struct {
    void (*tried)(void *with, int32_t token, const bw_pattern *p, bool fits, int part, uint32_t points);
    void *with;
} bw_match_trace;

/* The best match of the predicate at `token`, or NULL. With `loose`, slots may stay empty where the sentence names
 * nobody: for what is agreed, asked, alleged. */
const bw_match *bw_match_at(bw_coder *c, int32_t token, bool loose);

/* The same, freshly, with each attempt told to `trace`. */
void bw_match_explain(bw_coder *c, int32_t token, const bw_match_trace *trace);

/* The coded act that a verb or noun leads to: itself, or what it carries ("agreed to hold talks"); -1 for none. */
int32_t bw_match_act(bw_coder *c, int32_t token);

/* Who a noun phrase is, coordination and partitives resolved; appends to *out those that can act. */
void bw_match_parties(bw_coder *c, int32_t token, bool places, bw_parties *out);

/* Two mentions that are the same actor. */
bool bw_same_actor(const bw_document *doc, int32_t a, int32_t b);
/* The mention, or the same actor, is among them. */
bool bw_parties_hold(const bw_document *doc, const bw_parties *list, int32_t mention);

#endif
