#include "code/proposals.h"
#include <string.h>

enum { MOST_ACTORS = 5, MOST_A_SENTENCE = 2 };
_Static_assert(BW_MOST_PAIRS >= MOST_ACTORS * (MOST_ACTORS - 1), "each with each, both ways");
/* Looser finds more and is wrong more often; docs/classifier.md has the figures. */
static const float LEAST_TYPE = 0.6f, MOST_NONE = 0.25f;

static bw_range tokens_of(const bw_mention *m) { return (bw_range){m->first, m->first + m->n}; }

static bool read_ranges(bw_second_reader *s, uint32_t sentence, const bw_mention *a, const bw_mention *r, bw_opinion *out)
{
    if (s->sentence != (int32_t)sentence) {
        s->readable = bw_classifier_prepare(s->classifier, &s->c->l->book, s->c->doc, sentence, &s->ready);
        s->sentence = (int32_t)sentence;
    }
    if (s->readable)
        bw_classifier_read(&s->ready, tokens_of(a), tokens_of(r), out);
    return s->readable;
}

bool bw_proposals_judge(bw_second_reader *s, const bw_event *e, bw_opinion *out)
{
    const bw_document *doc = s->c->doc;
    const bw_parties *second = e->reciprocal ? &e->actor : &e->recipient;
    uint32_t at = e->reciprocal ? 1 : 0;
    if (e->actor.n == 0 || second->n <= at)
        return false;
    const bw_mention *a = &doc->mentions[e->actor.items[0].mention], *r = &doc->mentions[second->items[at].mention];
    return a->sentence == e->sentence && r->sentence == e->sentence && read_ranges(s, (uint32_t)e->sentence, a, r, out);
}

static bool inside(const bw_mention *m, int32_t token) { return token >= (int32_t)m->first && token < (int32_t)(m->first + m->n); }

bool bw_proposals_taken(const bw_document *doc, const bw_event *events, size_t n, int32_t sentence, const bw_pair *p)
{
    for (size_t i = 0; i < n; i++) {
        const bw_event *e = &events[i];
        if (e->sentence != sentence)
            continue;
        if ((int32_t)e->predicate == p->predicate)
            return true;
        if ((bw_parties_hold(doc, &e->actor, p->actor) || bw_parties_hold(doc, &e->recipient, p->actor)) &&
            (bw_parties_hold(doc, &e->actor, p->recipient) || bw_parties_hold(doc, &e->recipient, p->recipient)))
            return true;
    }
    return false;
}

static bool states_acts(const bw_token *t)
{
    return t->upos == BW_UPOS_VERB || t->upos == BW_UPOS_NOUN || t->upos == BW_UPOS_ADJ;
}

/* A rule says that this word tells of no act here, or it is denied. */
static bool ruled_out(bw_coder *c, int32_t predicate)
{
    const bw_match *m = bw_match_at(c, predicate, false);
    return (m && !m->code) || bw_negated_here(c, predicate);
}

static void keep(bw_arena *arena, bw_proposals *out, bw_proposal p)
{
    for (uint32_t i = 0; i < out->n; i++) /* one a predicate: the surer direction */
        if (out->items[i].pair.predicate == p.pair.predicate) {
            if (p.opinion.type[p.opinion.likely] > out->items[i].opinion.type[out->items[i].opinion.likely])
                out->items[i] = p;
            return;
        }
    BW_PUSH(arena, out->items, out->n, out->room, p);
}

/* How the phrase with this head hangs on the word above it: the relation of its uppermost word below that. */
static uint8_t hangs_by(const bw_document *doc, uint32_t head, int32_t top)
{
    int32_t t = (int32_t)head;
    for (uint32_t i = 0; i < BW_CLASSIFIER_LONGEST && doc->tokens[t].head >= 0 && doc->tokens[t].head != top; i++)
        t = doc->tokens[t].head;
    return doc->tokens[t].rel;
}

static bool subject(uint8_t rel) { return rel == BW_REL_nsubj || rel == BW_REL_nsubj_outer || rel == BW_REL_obl_agent || rel == BW_REL_csubj; }
static bool acted_on(uint8_t rel) { return rel == BW_REL_nsubj_pass || rel == BW_REL_obj || rel == BW_REL_iobj; }
static bool to_press(const bw_mention *m) { return m->n_sectors && strcmp(m->sectors[0], "JRN") == 0; }

/* Whether the first can be he who acts: the subject does before others, and who is acted on does not. What somebody says of
 * others in a clause of its own, or tells the press, is no act of his towards them. */
static bool can_act_on(const bw_coder *c, const bw_mention *a, const bw_mention *r, int32_t meet)
{
    uint8_t by = hangs_by(c->doc, a->head, meet), on = hangs_by(c->doc, r->head, meet);
    if (subject(on) || (acted_on(by) && on != BW_REL_obl && on != BW_REL_conj) || by == BW_REL_ccomp || by == BW_REL_parataxis || by == BW_REL_advcl)
        return false;
    return !((c->flags[meet] & BW_GRAMMAR_SAY) && (on == BW_REL_ccomp || on == BW_REL_parataxis || to_press(r)));
}

/* Somebody whom a code can name; what stands somewhere ("the school") is no actor here. */
static bool known(const bw_document *doc, const bw_mention *m)
{
    return doc->tokens[m->head].upos != BW_UPOS_PRON && m->actor && m->n && m->kind != BW_MENTION_PLACE && (m->country[0] || m->n_sectors || m->code.len);
}

/* Whom or where an act may be aimed at: "withdrew its observers from Chad". */
static bool aimed_at(const bw_document *doc, const bw_mention *m) { return known(doc, m) || (m->n && m->country[0] && (m->kind == BW_MENTION_COUNTRY || m->kind == BW_MENTION_PLACE)); }

static bool of_a_country(const bw_mention *m) { return m->country[0] || m->code.len; }

uint32_t bw_proposals_pairs(const bw_coder *c, uint32_t sentence, bw_pair out[BW_MOST_PAIRS])
{
    const bw_document *doc = c->doc;
    int32_t actors[MOST_ACTORS];
    uint32_t n_actors = 0, n = 0;
    for (uint32_t i = 0; i < doc->n_mentions && n_actors < MOST_ACTORS; i++)
        if (doc->mentions[i].sentence == (int32_t)sentence && aimed_at(doc, &doc->mentions[i]) &&
            (n_actors == 0 || doc->mentions[actors[n_actors - 1]].head != doc->mentions[i].head))
            actors[n_actors++] = (int32_t)i;
    for (uint32_t i = 0; i < n_actors; i++)
        for (uint32_t k = 0; k < n_actors; k++) {
            const bw_mention *a = &doc->mentions[actors[i]], *r = &doc->mentions[actors[k]];
            if (i == k || !known(doc, a) || !(of_a_country(a) || of_a_country(r)) || bw_same_actor(doc, actors[i], actors[k]) || inside(a, (int32_t)r->head) || inside(r, (int32_t)a->head))
                continue;
            int32_t meet = bw_meeting_point(doc, (int32_t)a->head, (int32_t)r->head);
            if (meet >= 0 && !inside(a, meet) && !inside(r, meet) && states_acts(&doc->tokens[meet]) && can_act_on(c, a, r, meet))
                out[n++] = (bw_pair){actors[i], actors[k], meet};
        }
    return n;
}

bool bw_proposals_read(bw_second_reader *s, uint32_t sentence, const bw_pair *p, bw_opinion *out)
{
    return read_ranges(s, sentence, &s->c->doc->mentions[p->actor], &s->c->doc->mentions[p->recipient], out);
}

void bw_proposals_find(bw_second_reader *s, uint32_t sentence, const bw_event *events, size_t n, bw_proposals *out)
{
    bw_pair pairs[BW_MOST_PAIRS];
    uint32_t n_pairs = bw_proposals_pairs(s->c, sentence, pairs);
    *out = (bw_proposals){0};
    for (uint32_t i = 0; i < n_pairs; i++) {
        bw_proposal p = {pairs[i], {0}};
        if (!bw_proposals_taken(s->c->doc, events, n, (int32_t)sentence, &pairs[i]) && !ruled_out(s->c, pairs[i].predicate) && bw_proposals_read(s, sentence, &pairs[i], &p.opinion) &&
            p.opinion.none <= MOST_NONE && p.opinion.type[p.opinion.likely] >= LEAST_TYPE)
            keep(s->c->arena, out, p);
    }
    for (uint32_t i = 1; i < out->n; i++)
        for (uint32_t k = i; k > 0 && out->items[k].opinion.none < out->items[k - 1].opinion.none; k--) {
            bw_proposal p = out->items[k];
            out->items[k] = out->items[k - 1];
            out->items[k - 1] = p;
        }
    out->n = out->n < MOST_A_SENTENCE ? out->n : MOST_A_SENTENCE;
}
