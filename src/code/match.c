#include "code/match.h"

#include "code/sequence.h"

enum { MAX_DEPTH = 8, MAX_PARTIES = 16, MAX_BASES = 12 };

#define TOKEN(c, t) ((c)->doc->tokens[t])

struct bw_found {
    bw_match *strict, *loose;
    bool tried_strict, tried_loose, busy;
};

/* ---- parties ------------------------------------------------------------------------------------ */

static bool is_state(const bw_mention *m);

/* A country and its own government are one: "Chung renewed Seoul's desire". */
static bool country_and_state(const bw_mention *x, const bw_mention *y)
{
    return x->kind == BW_MENTION_COUNTRY && x->country[0] && strcmp(x->country, y->country) == 0 && is_state(y);
}

bool bw_same_actor(const bw_document *doc, int32_t a, int32_t b)
{
    if (a == b)
        return true;
    if (a < 0 || b < 0)
        return false;
    const bw_mention *x = &doc->mentions[a], *y = &doc->mentions[b];
    if (x->same_as == b || y->same_as == a || (x->same_as >= 0 && x->same_as == y->same_as))
        return true;
    if (country_and_state(x, y) || country_and_state(y, x))
        return true;
    return x->entity.len > 0 && bw_str_eq(x->entity, y->entity);
}

static bool among(const bw_document *doc, const bw_parties *list, int32_t mention)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (bw_same_actor(doc, list->items[i].mention, mention))
            return true;
    return false;
}

bool bw_parties_hold(const bw_document *doc, const bw_parties *list, int32_t mention)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (bw_same_actor(doc, list->items[i].mention, mention))
            return true;
    return false;
}

static void add_party(bw_coder *c, int32_t m, bool places, bw_parties *out)
{
    const bw_mention *x = &c->doc->mentions[m];
    bool named = x->country[0] || x->n_sectors || x->code.len;
    if (!named || !(x->actor || (places && x->place)) || out->n >= MAX_PARTIES)
        return;
    for (uint32_t i = 0; i < out->n; i++)
        if (out->items[i].mention == m)
            return;
    bw_party p = {.start = x->start, .end = x->end, .mention = m, .confidence = x->confidence};
    BW_PUSH(c->arena, out->items, out->n, out->room, p);
}

/* "South Korean and Japanese diplomats", "the leaders of Brazil and Peru": the other nations of a phrase. */
static void add_nations(bw_coder *c, int32_t t, int32_t own, bool places, bw_parties *out)
{
    bool plural = strcmp(TOKEN(c, t).xpos, "NNS") == 0 || strcmp(TOKEN(c, t).xpos, "NNPS") == 0;
    for (int32_t k = c->child[t]; k >= 0 && plural; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel;
        int32_t p = bw_case_of(c, k);
        bool nation = ((r == BW_REL_amod || r == BW_REL_compound) && p < 0) || (r == BW_REL_nmod && p >= 0 && bw_form_is(c, p, "of"));
        if (!nation)
            continue;
        for (int32_t x = k, n = 0; x >= 0 && n < 6; n++) {
            int32_t m = c->mention[x];
            const bw_mention *other = m >= 0 && m != own ? &c->doc->mentions[m] : NULL;
            if (other && (other->country[0] || other->code.len) && !bw_mention_compatriots(other, &c->doc->mentions[own]))
                add_party(c, m, places, out);
            int32_t next = n == 0 ? c->child[k] : c->sibling[x];
            while (next >= 0 && TOKEN(c, next).rel != BW_REL_conj)
                next = c->sibling[next];
            x = next;
        }
    }
}

static void gather(bw_coder *c, int32_t t, bool places, bw_parties *out, int depth)
{
    if (t < 0 || depth > MAX_DEPTH)
        return;
    uint32_t before = out->n;
    int32_t m = c->mention[t];
    if (m >= 0) {
        uint32_t first = out->n;
        add_party(c, m, places, out);
        /* "the two sides" are two mentions of the same words */
        for (int32_t also = c->doc->mentions[m].also, from = m; also > from; from = also, also = c->doc->mentions[also].also)
            add_party(c, also, places, out);
        if (out->n > first)
            add_nations(c, t, m, places, out);
    }
    if (out->n == before && (c->flags[t] & BW_GRAMMAR_PARTITIVE)) /* "dozens of soldiers" */
        for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
            int32_t p = TOKEN(c, k).rel == BW_REL_nmod ? bw_case_of(c, k) : -1;
            if (p >= 0 && bw_form_is(c, p, "of"))
                gather(c, k, places, out, depth + 1);
        }
    for (int32_t k = c->child[t]; k >= 0 && out->n == before; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_appos || TOKEN(c, k).rel == BW_REL_flat)
            gather(c, k, places, out, depth + 1);
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_conj && !bw_is_verb(c, k))
            gather(c, k, places, out, depth + 1);
    /* Two subjects with "and" between them, as parsers sometimes have it. */
    if (TOKEN(c, t).rel == BW_REL_nsubj && depth == 0)
        for (int32_t k = c->sibling[t]; k >= 0; k = c->sibling[k])
            if (TOKEN(c, k).rel == BW_REL_nsubj && k < TOKEN(c, t).head)
                gather(c, k, places, out, depth + 1);
}

void bw_match_parties(bw_coder *c, int32_t t, bool places, bw_parties *out) { gather(c, t, places, out, 0); }

static bool is_state(const bw_mention *m)
{
    static const char state[][4] = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"};
    if (m->kind == BW_MENTION_COUNTRY)
        return true;
    for (uint8_t i = 0; i < m->n_sectors; i++)
        for (size_t k = 0; k < sizeof state / sizeof *state; k++)
            if (memcmp(m->sectors[i], state[k], 3) == 0)
                return true;
    return false;
}

static bool in_class(const bw_mention *m, const bw_class *k)
{
    switch (k->kind) {
    case BW_CLASS_COUNTRY: return m->kind == BW_MENTION_COUNTRY;
    case BW_CLASS_ORG: return m->kind == BW_MENTION_ORG;
    case BW_CLASS_PERSON: return m->kind == BW_MENTION_PERSON;
    case BW_CLASS_AGENT: return m->kind == BW_MENTION_AGENT;
    case BW_CLASS_STATE: return is_state(m);
    case BW_CLASS_PLACE: return m->place;
    case BW_CLASS_CODE:
        if (memcmp(m->country, k->code, 3) == 0)
            return true;
        for (uint8_t i = 0; i < m->n_sectors; i++)
            if (memcmp(m->sectors[i], k->code, 3) == 0)
                return true;
        return false;
    default: return true;
    }
}

static bool fits_classes(const bw_mention *m, const bw_classes *classes, const bw_document *doc, const bw_parties *actors)
{
    for (uint8_t i = 0; i < classes->n;) {
        uint8_t group = classes->items[i].group;
        bool any = false;
        for (; i < classes->n && classes->items[i].group == group; i++) {
            const bw_class *k = &classes->items[i];
            bool in = in_class(m, k);
            if (k->kind == BW_CLASS_FOREIGN || k->kind == BW_CLASS_DOMESTIC) {
                const char *own = actors->n ? doc->mentions[actors->items[0].mention].country : "";
                bool same = own[0] && strcmp(own, m->country) == 0;
                in = !actors->n || !own[0] || !m->country[0] || same == (k->kind == BW_CLASS_DOMESTIC);
            }
            any |= in != k->denied;
        }
        if (!any)
            return false;
    }
    return true;
}

/* A place stands for its country where something is done to it: "shelled Jericho", "aid to Gaza". */
static bool place_will_do(const bw_part *part)
{
    return part->classes.place || (part->fill == BW_FILL_RECIPIENT && part->classes.n == 0 && !part->thing &&
                                   (part->place == BW_PLACE_OBJECT || part->place == BW_PLACE_PREPOSITION || part->place == BW_PLACE_INDIRECT));
}

/* Those of the phrase that may fill the slot; who is `not_in` is left out. */
static uint32_t slot_parties(bw_coder *c, int32_t t, const bw_part *part, const bw_parties *actors, const bw_parties *not_in, bw_parties *out)
{
    bw_parties all = {0};
    uint32_t before = out->n;
    gather(c, t, place_will_do(part), &all, 0);
    for (uint32_t i = 0; i < all.n; i++) {
        if (not_in && among(c->doc, not_in, all.items[i].mention))
            continue;
        if (fits_classes(&c->doc->mentions[all.items[i].mention], &part->classes, c->doc, actors))
            BW_PUSH(c->arena, out->items, out->n, out->room, all.items[i]);
    }
    return out->n - before;
}

/* ---- words -------------------------------------------------------------------------------------- */

static bool child_word(const bw_coder *c, int32_t t, uint32_t word)
{
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel;
        if (bw_token_is(c, k, word) && (r == BW_REL_compound || r == BW_REL_amod || r == BW_REL_nmod || r == BW_REL_flat || r == BW_REL_nummod ||
                                        r == BW_REL_nmod_poss || r == BW_REL_det || r == BW_REL_nmod_desc || r == BW_REL_advmod || r == BW_REL_conj))
            return true;
        if ((r == BW_REL_compound || r == BW_REL_amod) && child_word(c, k, word))
            return true;
    }
    return false;
}

static bool choice_stands(const bw_coder *c, int32_t t, const bw_choice *k)
{
    for (int i = 0; i < BW_MAX_BEFORE && k->before[i]; i++) {
        bool beside = false;
        for (int32_t n = t - 1; n >= 0 && n >= t - 4 && !beside; n--)
            beside = bw_token_is(c, n, k->before[i]);
        if (!beside && !child_word(c, t, k->before[i]))
            return false;
    }
    return true;
}

static int32_t particle_of(const bw_coder *c, int32_t t, uint32_t particle);

/* One of the choices is the word at t, with what must stand before it, and its particle where `whole`. */
static const bw_choice *choose(const bw_coder *c, int32_t t, const bw_choices *choices, bool whole)
{
    for (int pass = 0; pass < 2; pass++) {
        uint32_t word = pass ? c->form[t] : c->lemma[t], at = 0;
        if (pass && word == c->lemma[t])
            break;
        const bw_choice *k;
        while ((k = bw_choices_find(choices, word, &at)) != NULL)
            if (choice_stands(c, t, k) && (!whole || !k->particle || particle_of(c, t, k->particle) >= 0))
                return k;
    }
    return NULL;
}

static bool auxiliary_stands(const bw_coder *c, int32_t t, const bw_choices *choices)
{
    if (choices->n == 0)
        return true;
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        uint32_t at = 0, at2 = 0;
        if (TOKEN(c, k).rel == BW_REL_aux && (bw_choices_find(choices, c->lemma[k], &at) || bw_choices_find(choices, c->form[k], &at2)))
            return true;
    }
    return false;
}

static int32_t particle_of(const bw_coder *c, int32_t t, uint32_t particle)
{
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel;
        if (bw_token_is(c, k, particle) && (r == BW_REL_compound_prt || r == BW_REL_advmod || r == BW_REL_case || r == BW_REL_obl || r == BW_REL_dep))
            return k;
    }
    /* "pulled out of the bloc": parsers make the particle a preposition beside the one that follows. */
    const uint32_t next = (uint32_t)t + 1;
    if (next + 1 < c->doc->n_tokens && TOKEN(c, next + 1).rel == BW_REL_case && bw_token_is(c, (int32_t)next, particle) && TOKEN(c, next).rel == BW_REL_case && TOKEN(c, next).head >= 0 &&
        TOKEN(c, TOKEN(c, next).head).head == t)
        return (int32_t)next;
    return -1;
}

/* ---- prepositions ------------------------------------------------------------------------------- */

static bool preposition_fits(const bw_coder *c, int32_t phrase, const bw_choices *choices)
{
    int32_t p = bw_case_of(c, phrase);
    if (p < 0 || bw_form_is(c, p, "to"))
        for (int32_t k = c->child[phrase]; k >= 0 && k < phrase; k = c->sibling[k])
            if (TOKEN(c, k).rel == BW_REL_mark && bw_form_is(c, k, "for"))
                p = k;
    if (p < 0) { /* "demand for Tokyo to be honest": "for" may hang on the infinitive, and the name on the noun */
        int32_t first = phrase;
        while (c->child[first] >= 0 && c->child[first] < first)
            first = c->child[first];
        if (first > 0 && bw_form_is(c, first - 1, "for") && TOKEN(c, first - 1).rel == BW_REL_mark)
            p = first - 1;
    }
    if (p < 0)
        return false;
    for (int pass = 0; pass < 2; pass++) {
        uint32_t word = pass ? c->form[p] : c->lemma[p];
        for (uint32_t i = 0; i < choices->n; i++) {
            const bw_choice *k = &choices->items[i];
            uint32_t last = k->particle ? k->particle : k->word;
            if (word && last == word && (!k->particle || (p > 0 && bw_token_is(c, p - 1, k->word))))
                return true;
        }
    }
    return false;
}

static bool phrase_relation(uint8_t r)
{
    return r == BW_REL_obl || r == BW_REL_nmod || r == BW_REL_obl_agent || r == BW_REL_advcl || r == BW_REL_acl || r == BW_REL_xcomp || r == BW_REL_ccomp ||
           r == BW_REL_nmod_desc;
}

typedef struct {
    int32_t base[MAX_BASES];
    int n, n_near;           /* those after n_near are phrases in phrases */
} bases;

static void add_base(bases *b, int32_t t)
{
    if (t < 0 || b->n == MAX_BASES)
        return;
    for (int i = 0; i < b->n; i++)
        if (b->base[i] == t)
            return;
    b->base[b->n++] = t;
}

/* What a verb says of its object: "unacceptable" in "called the remarks unacceptable". */
static int32_t complement_of(const bw_coder *c, int32_t verb)
{
    int32_t x = bw_child_with(c, verb, BW_REL_xcomp);
    return x >= 0 && !bw_is_verb(c, x) ? x : -1;
}

static void find_bases(bw_coder *c, const bw_match *m, int32_t parent, bases *b)
{
    *b = (bases){0};
    if (parent >= 0) {
        add_base(b, parent);
        add_base(b, bw_child_with(c, parent, BW_REL_obj));
    }
    add_base(b, m->frame.predicate);
    add_base(b, m->frame.carrier);
    if (m->frame.object >= 0 && !bw_is_verb(c, m->frame.object))
        add_base(b, m->frame.object);
    add_base(b, m->frame.shared);
    if (parent < 0 && m->frame.object >= 0)
        add_base(b, complement_of(c, m->frame.predicate));
    if (m->frame.carrier >= 0)
        add_base(b, bw_child_with(c, m->frame.carrier, BW_REL_obj));
    /* "telephone or direct talks between …": what hangs on the first noun may be the second one's. */
    const int32_t act = m->frame.predicate, joined = act >= 0 && TOKEN(c, act).rel == BW_REL_conj ? TOKEN(c, act).head : -1;
    if (joined >= 0 && !bw_is_verb(c, act) && !bw_is_verb(c, joined))
        add_base(b, joined);
    b->n_near = b->n;
    for (int i = 0; i < b->n_near; i++)
        for (int32_t k = c->child[b->base[i]]; k >= 0; k = c->sibling[k])
            if (TOKEN(c, k).rel == BW_REL_nmod || TOKEN(c, k).rel == BW_REL_obl)
                add_base(b, k);
}

/* ---- one part ----------------------------------------------------------------------------------- */

typedef struct {
    bw_coder *c;
    const bw_pattern *p;
    bw_match *m;
    bool loose;
    int depth;
} attempt;

static const bw_match *match_at(bw_coder *c, int32_t t, bool loose, int depth);
static int32_t act_from(bw_coder *c, int32_t t, int depth);

/* An act in the sense of PLOVER, who does it or not; NULL. */
static const bw_match *act_at(bw_coder *c, int32_t t, int depth)
{
    const bw_match *m = match_at(c, t, true, depth);
    return m && m->code && !bw_is_statement(m->code) ? m : NULL;
}

static bool taken(const attempt *a, int32_t t)
{
    for (uint8_t i = 0; i < a->p->n_parts; i++)
        if (a->m->bound[i] == t)
            return true;
    return false;
}

static bw_parties *list_of(bw_match *m, bw_fill fill)
{
    return fill == BW_FILL_RECIPIENT ? &m->recipient : fill == BW_FILL_OTHER ? &m->other : &m->actor;
}

static bool is_pronoun(const bw_coder *c, int32_t t) { return TOKEN(c, t).upos == BW_UPOS_PRON; }

/* "attacked a base in Borno": what is attacked lies in a country. */
static bool attacked_place(attempt *a, const bw_part *part, int32_t t, bw_parties *list)
{
    bw_coder *c = a->c;
    const bw_cameo *code = c->l->blocks[a->p->block].code;
    if (!code || code->type != BW_PLOVER_ASSAULT || part->fill != BW_FILL_RECIPIENT || c->mention[t] >= 0)
        return false;
    if (bw_owner_of(c, t, 0) >= 0 && c->mention[bw_owner_of(c, t, 0)] >= 0)
        return false; /* "Hamas positions in Gaza" are Hamas's */
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        int32_t p = TOKEN(c, k).rel == BW_REL_nmod ? bw_case_of(c, k) : -1;
        if (p >= 0 && (c->flags[p] & BW_GRAMMAR_LOCATIVE) && slot_parties(c, k, part, &a->m->actor, &a->m->actor, list))
            return true;
    }
    return false;
}

/* "granted asylum to Afghan interpreters", "seized an Iranian ship": where nobody is named, the nation. */
static bool nation_stands_for_it(attempt *a, const bw_part *part, int32_t t, bw_parties *list)
{
    int32_t owner;
    for (int k = 0; (owner = bw_owner_of(a->c, t, k)) >= 0; k++)
        if (TOKEN(a->c, owner).rel != BW_REL_nmod && TOKEN(a->c, owner).rel != BW_REL_nmod_poss && slot_parties(a->c, owner, part, &a->m->actor, &a->m->actor, list)) {
            a->m->points = a->m->points > 2 ? a->m->points - 2 : 0; /* a pattern that says so is better */
            return true;
        }
    return false;
}

/* The slot is filled by whom the thing belongs to, or by the phrase itself. */
static bool fill_slot(attempt *a, const bw_part *part, int32_t t)
{
    bw_coder *c = a->c;
    bw_match *m = a->m;
    if (part->fill == BW_FILL_RECIPIENT && bw_is_each_other(c, t)) { /* "fought against each other" */
        m->frame.each_other = true;
        return m->actor.n > 0;
    }
    if (part->fill == BW_FILL_ACTOR && m->actor.n) { /* "said that actor will …": the same one, or a pronoun that nobody knows */
        bw_parties again = {0};
        (void)slot_parties(c, t, part, NULL, NULL, &again);
        bool same = again.n == 0 && is_pronoun(c, t);
        for (uint32_t i = 0; i < again.n && !same; i++)
            same = among(c->doc, &m->actor, again.items[i].mention) || bw_mention_compatriots(&c->doc->mentions[again.items[i].mention], &c->doc->mentions[m->actor.items[0].mention]);
        return same;
    }
    bw_parties *list = list_of(m, (bw_fill)part->fill);
    const bw_parties *not_in = part->fill == BW_FILL_ACTOR ? (m->recipient.n ? &m->recipient : NULL) : &m->actor;
    if (part->thing != BW_THING_MUST && slot_parties(c, t, part, &m->actor, not_in, list))
        return true;
    if (part->thing == BW_THING_NONE && place_will_do(part) && attacked_place(a, part, t, list))
        return true;
    if (part->thing == BW_THING_NONE && !part->classes.n && place_will_do(part) && c->mention[t] < 0 && nation_stands_for_it(a, part, t, list))
        return true;
    if (part->thing == BW_THING_NONE)
        return a->loose && is_pronoun(c, t) && c->mention[t] < 0;
    if (part->words.n) {
        const bw_choice *k = choose(c, t, &part->words, true);
        if (!k)
            return false;
        m->points += k->before[0] ? 4 : 0;
        if (slot_parties(c, t, part, &m->actor, not_in, list)) /* "Russian diplomats" as a whole */
            return true;
    }
    int32_t owner;
    for (int k = 0; (owner = bw_owner_of(c, t, k)) >= 0; k++)
        if (slot_parties(c, owner, part, &m->actor, not_in, list))
            return true;
    return a->loose && part->words.n;
}

static bool event_wanted(const bw_part *part, const bw_match *act)
{
    if (part->n_types == 0 && !part->cameo[0])
        return true;
    for (uint8_t i = 0; i < part->n_types; i++)
        if (part->types[i] == act->code->type)
            return true;
    return part->cameo[0] && !act->code->raw && strncmp(act->code->code, part->cameo, strlen(part->cameo)) == 0;
}

static bool fill_act(attempt *a, const bw_part *part, int32_t t)
{
    bw_coder *c = a->c;
    int32_t act = act_from(c, t, a->depth + 1);
    const bw_match *content = act >= 0 ? act_at(c, act, a->depth + 1) : NULL;
    if (content && (part->fill == BW_FILL_VERB || event_wanted(part, content))) {
        a->m->act = act;
        a->m->content = content;
        return true;
    }
    bool word = part->words.n && choose(c, t, &part->words, true);
    bool clause = bw_is_verb(c, t) || bw_child_with(c, t, BW_REL_cop) >= 0;
    if (!word && !part->loose && (part->fill == BW_FILL_EVENT || !clause))
        return false;
    a->m->act = t;
    return true;
}

static bool fill_part(attempt *a, const bw_part *part, int32_t t)
{
    bw_coder *c = a->c;
    switch ((bw_fill)part->fill) {
    case BW_FILL_ACTOR: case BW_FILL_RECIPIENT: case BW_FILL_ACTORS: case BW_FILL_OTHER: return fill_slot(a, part, t);
    case BW_FILL_WORDS: {
        const bw_choice *k = choose(c, t, &part->words, true);
        a->m->points += k && k->before[0] ? 4 : 0;
        return k != NULL;
    }
    case BW_FILL_ANY: return true;
    case BW_FILL_VERB: case BW_FILL_EVENT: return fill_act(a, part, t);
    }
    return false;
}

/* The phrase, or what is coordinated with it: "diplomatic and trade ties". */
static int32_t fill_with(attempt *a, const bw_part *part, int32_t t)
{
    if (t < 0 || taken(a, t))
        return -1;
    if (fill_part(a, part, t))
        return t;
    if (part->fill == BW_FILL_WORDS)
        for (int32_t k = a->c->child[t]; k >= 0; k = a->c->sibling[k]) {
            bool counted = (a->c->flags[t] & BW_GRAMMAR_PARTITIVE) && TOKEN(a->c, k).rel == BW_REL_nmod; /* "some of its troops" */
            if ((counted || (TOKEN(a->c, k).rel == BW_REL_conj && !bw_is_verb(a->c, k))) && fill_part(a, part, k))
                return k;
        }
    return -1;
}

/* "is accused by the committee of burning villages": what hangs on him who acts, in the passive. */
static int32_t find_behind_agent(attempt *a, const bw_part *part)
{
    bw_coder *c = a->c;
    int32_t agent = a->m->frame.passive ? bw_child_with(c, a->m->frame.predicate, BW_REL_obl_agent) : -1;
    int32_t got = -1;
    for (int32_t k = agent < 0 ? -1 : c->child[agent]; k >= 0 && got < 0; k = c->sibling[k])
        if (phrase_relation(TOKEN(c, k).rel) && bw_is_verb(c, k) && preposition_fits(c, k, &part->prepositions))
            got = fill_with(a, part, k);
    return got;
}

static int32_t find_preposition(attempt *a, const bw_part *part, int32_t parent)
{
    bw_coder *c = a->c;
    bases b;
    find_bases(c, a->m, parent, &b);
    bool slot = part->fill <= BW_FILL_OTHER;
    for (int i = 0; i < b.n; i++) {
        if (i >= b.n_near && !slot)
            break;
        for (int32_t k = c->child[b.base[i]]; k >= 0; k = c->sibling[k]) {
            if (!phrase_relation(TOKEN(c, k).rel) || !preposition_fits(c, k, &part->prepositions))
                continue;
            if (b.base[i] == a->m->frame.shared && k < a->m->frame.predicate)
                continue; /* said of the first verb only */
            int32_t p = bw_case_of(c, k);
            if (i >= b.n_near && c->mention[b.base[i]] >= 0 && p >= 0 && (bw_form_is(c, p, "of") || bw_form_is(c, p, "in")))
                continue; /* "the minister of Algeria"; but "a visit by the minister to Algeria" may hang wrong */
            if (part->fill == BW_FILL_ANY && p >= 0 && (bw_form_is(c, p, "on") || bw_form_is(c, p, "in") || bw_form_is(c, p, "at")) && bw_in_time(c, k))
                continue; /* "briefed lawmakers on Friday" */
            int32_t got = fill_with(a, part, bw_antecedent(c, k));
            if (got < 0 && slot && bw_child_with(c, k, BW_REL_nsubj) >= 0) /* "demand for Tokyo to be more honest" */
                got = fill_with(a, part, bw_child_with(c, k, BW_REL_nsubj));
            if (got >= 0)
                return got;
        }
    }
    return parent < 0 && (part->fill == BW_FILL_VERB || part->fill == BW_FILL_EVENT) ? find_behind_agent(a, part) : -1;
}

static int32_t find_infinitive(attempt *a, const bw_part *part, int32_t parent)
{
    bw_coder *c = a->c;
    bases b;
    find_bases(c, a->m, parent, &b);
    for (int i = 0; i < b.n_near; i++)
        for (int32_t k = c->child[b.base[i]]; k >= 0; k = c->sibling[k]) {
            uint8_t r = TOKEN(c, k).rel;
            bool bare = (c->flags[b.base[i]] & BW_GRAMMAR_BARE) && (r == BW_REL_xcomp || r == BW_REL_ccomp) && strcmp(TOKEN(c, k).xpos, "VB") == 0;
            if (bare || ((r == BW_REL_xcomp || r == BW_REL_advcl || r == BW_REL_acl || r == BW_REL_ccomp || r == BW_REL_csubj) && bw_is_infinitive(c, k))) {
                int32_t got = fill_with(a, part, k);
                if (got >= 0)
                    return got;
            }
        }
    return find_preposition(a, part, parent);
}

static int32_t find_clause(attempt *a, const bw_part *part, int32_t base)
{
    bw_coder *c = a->c;
    int32_t clause = bw_child_with(c, base, BW_REL_ccomp);
    if (clause < 0 && TOKEN(c, base).rel == BW_REL_parataxis)
        clause = TOKEN(c, base).head; /* "…, police said" */
    if (clause < 0)
        for (int32_t k = c->child[base]; k >= 0 && clause < 0; k = c->sibling[k])
            if ((TOKEN(c, k).rel == BW_REL_parataxis || TOKEN(c, k).rel == BW_REL_acl) && bw_is_verb(c, k) && !bw_is_infinitive(c, k))
                clause = k;
    if (clause < 0 || !auxiliary_stands(c, clause, &part->auxiliaries) || (part->negated && !bw_negated_here(c, clause)))
        return -1;
    return fill_with(a, part, clause);
}

static bool is_plural(const bw_coder *c, int32_t t)
{
    if (t < 0)
        return false;
    if (bw_form_is(c, t, "they") || bw_form_is(c, t, "both") || bw_form_is(c, t, "their"))
        return true;
    bool several = (c->flags[t] & BW_GRAMMAR_PLURAL) != 0;
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k])
        several |= TOKEN(c, k).rel == BW_REL_nummod || bw_form_is(c, k, "both");
    return several && (strcmp(TOKEN(c, t).xpos, "NNS") == 0 || strcmp(TOKEN(c, t).xpos, "NNPS") == 0);
}

static bool with_phrase(attempt *a, const bw_part *part, const char *preposition, int32_t *plural)
{
    bw_coder *c = a->c;
    bases b;
    bool added = false;
    find_bases(c, a->m, -1, &b);
    for (int i = 0; i < b.n_near; i++)
        for (int32_t k = c->child[b.base[i]]; k >= 0; k = c->sibling[k]) {
            int32_t p = phrase_relation(TOKEN(c, k).rel) ? bw_case_of(c, k) : -1;
            if (p >= 0 && bw_form_is(c, p, preposition) && slot_parties(c, bw_antecedent(c, k), part, &a->m->actor, &a->m->actor, &a->m->actor)) {
                added = true;
                *plural = k;
            }
        }
    return added;
}

/* Two or more who act on each other. */
static int32_t find_actors(attempt *a, const bw_part *part)
{
    bw_coder *c = a->c;
    bw_match *m = a->m;
    const bw_frame *f = &m->frame;
    int32_t who = -1, other = -1;

    if (part->place == BW_PLACE_OWNER) {
        if (with_phrase(a, part, "between", &who) || with_phrase(a, part, "among", &who))
            return m->actor.n > 1 || is_plural(c, who) ? who : -1;
        int32_t t;
        for (int k = 0; (t = bw_frame_owner(c, f, k)) >= 0; k++) {
            int32_t p = bw_case_of(c, t);
            if (m->actor.n && (p >= 0 || t == f->subject))
                break; /* of several nations before the noun, all count; else the first owner alone */
            if (slot_parties(c, t, part, &m->actor, &m->actor, &m->actor) && who < 0)
                who = t;
        }
    } else {
        who = f->subject;
        if (who >= 0)
            (void)slot_parties(c, who, part, &m->actor, NULL, &m->actor);
        bool has_object = false;
        for (uint8_t i = 0; i < a->p->n_parts; i++)
            has_object |= a->p->parts[i].place == BW_PLACE_OBJECT && a->p->parts[i].parent < 0;
        if (!has_object && f->object >= 0 && m->actor.n)
            (void)slot_parties(c, f->object, part, &m->actor, &m->actor, &m->actor);
    }
    if (m->actor.n == 0)
        return a->loose && who < 0 ? -2 : -1;
    uint32_t alone = m->actor.n;
    (void)with_phrase(a, part, "with", &other);
    m->points += m->actor.n > alone ? 3 : 0;
    return m->actor.n > 1 || f->each_other || is_plural(c, who) || a->loose ? who : -1;
}

static int32_t find_owner(attempt *a, const bw_part *part)
{
    const bw_frame *f = &a->m->frame;
    int32_t t;
    for (int k = 0; (t = part->fill == BW_FILL_RECIPIENT ? bw_owner_of(a->c, f->predicate, k) : bw_frame_owner(a->c, f, k)) >= 0; k++)
        if (!taken(a, t) && fill_part(a, part, t))
            return t;
    return a->loose ? -2 : -1;
}

/* The token that fills the part, -1 for none, -2 for none where none is needed. */
static int32_t find_part(attempt *a, const bw_part *part)
{
    bw_coder *c = a->c;
    bw_match *m = a->m;
    int32_t parent = part->parent >= 0 ? m->bound[part->parent] : -1;
    bool slot = part->fill <= BW_FILL_OTHER;

    if (part->parent >= 0 && parent < 0)
        return -1;
    if (part->fill == BW_FILL_ACTORS)
        return find_actors(a, part);
    switch ((bw_place_of)part->place) {
    case BW_PLACE_SUBJECT: {
        bw_frame inner;
        const bw_frame *f = &m->frame;
        if (parent >= 0) {
            bw_frame_make(c, parent, &inner);
            f = &inner;
        }
        int32_t subject = f->verbal || parent >= 0 || f->subject >= 0 ? f->subject : bw_frame_surface(c, m->frame.predicate);
        if (subject < 0 && f->verbal && f->passive && part->fill == BW_FILL_WORDS)
            subject = f->object;
        if (subject < 0)
            return (a->loose && slot) || part->fill == BW_FILL_ANY ? -2 : -1;
        return fill_with(a, part, subject);
    }
    case BW_PLACE_OBJECT: {
        bw_frame inner;
        const bw_frame *f = &m->frame;
        if (parent >= 0) {
            bw_frame_make(c, parent, &inner);
            f = &inner;
        }
        if (f->each_other && part->fill == BW_FILL_RECIPIENT && parent < 0)
            return m->actor.n ? -2 : -1;
        int32_t got = fill_with(a, part, f->object);
        int32_t base = parent >= 0 ? parent : m->frame.predicate;
        if (got < 0 && (part->fill == BW_FILL_VERB || part->fill == BW_FILL_EVENT))
            for (int32_t k = c->child[base]; k >= 0 && got < 0; k = c->sibling[k])
                if ((TOKEN(c, k).rel == BW_REL_xcomp || TOKEN(c, k).rel == BW_REL_ccomp) && !bw_is_infinitive(c, k))
                    got = fill_with(a, part, k);
        if (got < 0 && part->fill == BW_FILL_WORDS) /* a noun after "become", "be named" */
            got = fill_with(a, part, bw_child_with(c, base, BW_REL_xcomp));
        return got < 0 && a->loose && slot && f->object < 0 ? -2 : got;
    }
    case BW_PLACE_INDIRECT: {
        int32_t got = m->frame.indirect >= 0 ? fill_with(a, part, m->frame.indirect) : -1;
        if (got < 0 && m->frame.indirect < 0 && complement_of(c, m->frame.predicate) >= 0)
            got = fill_with(a, part, m->frame.object); /* "held Serbia responsible" */
        if (got < 0) { /* "give aid to Japan" */
            bw_choice to[2] = {{.word = bw_lexicon_word(c->l, BW_LIT("to"))}, {.word = bw_lexicon_word(c->l, BW_LIT("for"))}};
            bw_part same = *part;
            same.prepositions = (bw_choices){to, 2};
            got = find_preposition(a, &same, parent);
        }
        return got < 0 && a->loose && slot ? -2 : got;
    }
    case BW_PLACE_PREPOSITION: {
        int32_t got = find_preposition(a, part, parent);
        return got < 0 && a->loose && slot ? -2 : got;
    }
    case BW_PLACE_TO: return find_infinitive(a, part, parent);
    case BW_PLACE_THAT: return find_clause(a, part, parent >= 0 ? parent : m->frame.predicate);
    case BW_PLACE_OWNER: return find_owner(a, part);
    case BW_PLACE_BEFORE: case BW_PLACE_BEHIND: break; /* of word patterns: sequence.c */
    }
    return -1;
}

/* ---- one pattern -------------------------------------------------------------------------------- */

static bool right_kind(const bw_coder *c, const bw_pattern *p, int32_t t)
{
    uint8_t u = TOKEN(c, t).upos;
    switch ((bw_predicate_kind)p->kind) {
    case BW_PREDICATE_VERB: case BW_PREDICATE_SEQUENCE: return u == BW_UPOS_VERB || (u == BW_UPOS_AUX && TOKEN(c, t).rel != BW_REL_aux && TOKEN(c, t).rel != BW_REL_aux_pass);
    case BW_PREDICATE_NOUN: return u == BW_UPOS_NOUN || u == BW_UPOS_PROPN;
    case BW_PREDICATE_STATE: return u == BW_UPOS_ADJ || u == BW_UPOS_NOUN || u == BW_UPOS_VERB || u == BW_UPOS_ADV;
    }
    return false;
}

/* -100: it fits. Else the part at fault, or as bw_match_trace says. */
enum { FITS = -100, NO_NEGATION = -1, NO_AUXILIARY = -2, NO_WORD = -3, NOBODY = -4, SAME_PARTIES = -5 };

static int try_pattern(attempt *a)
{
    bw_coder *c = a->c;
    const bw_pattern *p = a->p;
    bw_match *m = a->m;
    int32_t t = m->frame.predicate;

    for (int i = 0; i < BW_MAX_PARTS; i++)
        m->bound[i] = -1;
    m->act = -1;
    if (p->kind == BW_PREDICATE_SEQUENCE) {
        int part = bw_sequence_fit(c, m);
        return part == BW_SEQUENCE_FITS ? FITS : part == BW_SEQUENCE_NO_VERB ? NO_WORD : part;
    }
    const bw_choice *k = choose(c, t, &p->words, false);
    uint32_t at = 0;
    if (k && k->particle) { /* several entries of one verb: the one whose particle stands */
        const bw_choice *best = NULL;
        for (int pass = 0; pass < 2 && !best; pass++, at = 0) {
            uint32_t word = pass ? c->form[t] : c->lemma[t];
            while (!best && (k = bw_choices_find(&p->words, word, &at)) != NULL) {
                if (!k->particle || particle_of(c, t, k->particle) >= 0)
                    best = k;
                for (int32_t x = c->child[t]; !best && x >= 0 && m->frame.object < 0; x = c->sibling[x]) {
                    int32_t prep = TOKEN(c, x).rel == BW_REL_obl ? bw_case_of(c, x) : -1;
                    if (prep >= 0 && bw_token_is(c, prep, k->particle)) { /* "called on Iran" */
                        m->frame.object = bw_antecedent(c, x);
                        best = k;
                    }
                }
            }
        }
        k = best;
    }
    if (!k || (p->prepositions.n && !preposition_fits(c, t, &p->prepositions)))
        return NO_WORD;
    if (p->negated && !bw_negated_here(c, t))
        return NO_NEGATION;
    if (!auxiliary_stands(c, t, &p->auxiliaries))
        return NO_AUXILIARY;
    m->points = (p->prepositions.n ? 4u : 0u) + (p->negated ? 4 : 0) + (p->auxiliaries.n ? 4 : 0) + (k->particle ? 4 : 0) + (k->before[0] ? 4 : 0);

    for (uint8_t i = 0; i < p->n_parts; i++) {
        const bw_part *part = &p->parts[i];
        int32_t got = find_part(a, part);
        if (got == -1 && !part->optional)
            return i;
        m->bound[i] = got;
        if (got >= 0) {
            m->points += part->points;
            m->named_recipient |= part->fill == BW_FILL_RECIPIENT;
        }
    }
    m->reciprocal = p->has_actors;
    if (m->frame.each_other && !m->reciprocal && (m->actor.n > 1 || is_plural(c, m->frame.subject))) {
        m->reciprocal = true;
        m->recipient.n = 0;
    }
    if (!a->loose && m->actor.n == 0 && !bw_says_nothing(&c->l->blocks[p->block]))
        return NOBODY;
    return FITS;
}

/* The types whose act speaks of another one. */
static bool speaks_of_act(bw_plover t)
{
    return t == BW_PLOVER_AGREE || t == BW_PLOVER_REQUEST || t == BW_PLOVER_REJECT || t == BW_PLOVER_THREATEN || t == BW_PLOVER_ACCUSE;
}

/* "agree to meet recipient": a word of the pattern that is an act itself is what is agreed. */
static void content_from_words(bw_coder *c, bw_match *m, int depth)
{
    const bw_pattern *p = m->pattern;
    const bw_cameo *code = c->l->blocks[p->block].code;
    for (uint8_t i = 0; code && speaks_of_act(code->type) && i < p->n_parts && !m->content; i++) {
        const bw_part *q = &p->parts[i];
        bool named = q->fill == BW_FILL_WORDS && (q->place == BW_PLACE_TO || q->place == BW_PLACE_THAT || q->place == BW_PLACE_PREPOSITION);
        const bw_match *act = named && m->bound[i] >= 0 ? act_at(c, m->bound[i], depth + 1) : NULL;
        if (act && act->code->type != code->type) {
            m->act = m->bound[i];
            m->content = act;
        }
    }
}

static const bw_cameo *code_of(const bw_coder *c, const bw_match *m)
{
    const bw_block *b = &c->l->blocks[m->pattern->block];
    const bw_cameo *inner = m->content ? m->content->code : NULL;
    if (b->of_content)
        return inner;
    for (uint32_t i = 0; inner && i < b->n_contents; i++) {
        const bw_content_code *k = &b->contents[i];
        if (k->type ? k->type == inner->type : !inner->raw && strncmp(inner->code, k->cameo, strlen(k->cameo)) == 0)
            return k->code;
    }
    return b->code;
}

static bool better(const bw_coder *c, const bw_match *x, const bw_match *y)
{
    if (x->pattern->kind == BW_PREDICATE_SEQUENCE && y->pattern->kind == BW_PREDICATE_SEQUENCE) /* the first that fits */
        return x->by_form != y->by_form ? x->by_form : x->pattern->rank < y->pattern->rank;
    if (x->points != y->points)
        return x->points > y->points;
    const bw_cameo *a = c->l->blocks[x->pattern->block].code, *b = c->l->blocks[y->pattern->block].code;
    size_t n = a ? bw_cameo_depth(a->code) : 9, o = b ? bw_cameo_depth(b->code) : 9;
    if (n != o)
        return n > o;
    if (x->pattern->overlay != y->pattern->overlay)
        return x->pattern->overlay;
    return x->pattern->rank < y->pattern->rank;
}

static bw_match *find_best(bw_coder *c, int32_t t, bool loose, int depth, const bw_match_trace *trace)
{
    bw_match *best = NULL;
    bw_frame frame;
    bool framed = false;
    for (int pass = 0; pass < 2 + BW_MAX_STEMS; pass++) {
        uint32_t word = bw_sequence_word(c, t, pass);
        if (word == 0 || word >= c->l->n_words || (pass && word == c->lemma[t]))
            continue;
        for (uint32_t i = c->l->first[word]; i < c->l->first[word + 1]; i++) {
            const bw_pattern *p = &c->l->patterns[c->l->by_word[i]];
            uint32_t at = 0;
            if (!right_kind(c, p, t) || (pass && bw_choices_find(&p->words, c->lemma[t], &at))) /* tried already */
                continue;
            if (!framed)
                bw_frame_make(c, t, &frame);
            framed = true;
            bw_match m = {.pattern = p, .frame = frame};
            attempt a = {.c = c, .p = p, .m = &m, .loose = loose, .depth = depth};
            int why = try_pattern(&a);
            if (trace)
                trace->tried(trace->with, t, p, why == FITS, why, m.points);
            if (why != FITS || (best && !better(c, &m, best)))
                continue;
            if (!best)
                best = BW_NEW(c->arena, bw_match, 1);
            *best = m;
        }
    }
    if (!best)
        return NULL;
    if (!best->content)
        content_from_words(c, best, depth);
    best->code = code_of(c, best);
    if (best->code && bw_is_statement(best->code) && !c->statements)
        best->code = NULL; /* as "code none" */
    if (c->l->blocks[best->pattern->block].of_content && best->content && !best->named_recipient) {
        best->recipient = best->content->recipient;
        best->named_recipient = best->content->named_recipient;
    }
    return best;
}

static bool has_patterns(const bw_coder *c, int32_t t)
{
    for (int pass = 0; pass < 2 + BW_MAX_STEMS; pass++) {
        uint32_t word = bw_sequence_word(c, t, pass);
        if (word && word < c->l->n_words && c->l->first[word] < c->l->first[word + 1])
            return true;
    }
    return false;
}

static const bw_match *match_at(bw_coder *c, int32_t t, bool loose, int depth)
{
    bw_found *known = c->found[t];
    if (!known) {
        if (!has_patterns(c, t))
            return NULL;
        known = c->found[t] = BW_NEW(c->arena, bw_found, 1);
    }
    if (known->busy || depth > MAX_DEPTH)
        return NULL;
    known->busy = true;
    if (!known->tried_strict)
        known->strict = find_best(c, t, false, depth, NULL);
    known->tried_strict = true;
    if (loose && !known->tried_loose) { /* who is named is better than nobody */
        known->loose = known->strict ? known->strict : find_best(c, t, true, depth, NULL);
        known->tried_loose = true;
    }
    known->busy = false;
    return loose ? known->loose : known->strict;
}

const bw_match *bw_match_at(bw_coder *c, int32_t t, bool loose) { return match_at(c, t, loose, 0); }

void bw_match_explain(bw_coder *c, int32_t t, const bw_match_trace *trace) { (void)find_best(c, t, false, 0, trace); }

static int32_t act_from(bw_coder *c, int32_t t, int depth)
{
    if (depth > MAX_DEPTH)
        return -1;
    if (act_at(c, t, depth))
        return t;
    if (!bw_is_verb(c, t)) /* "talks and consultations" */
        return -1;
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel;
        bool carried = (r == BW_REL_obj || r == BW_REL_nsubj_pass) && (c->flags[t] & (BW_GRAMMAR_LIGHT | BW_GRAMMAR_ASPECT));
        bool led = r == BW_REL_xcomp && (c->flags[t] & (BW_GRAMMAR_TRY | BW_GRAMMAR_WILL));
        bool along = r == BW_REL_conj && bw_is_verb(c, k);
        if (carried || led || along) {
            int32_t act = act_from(c, k, depth + 1);
            if (act >= 0)
                return act;
        }
    }
    return -1;
}

int32_t bw_match_act(bw_coder *c, int32_t t) { return act_from(c, t, 0); }
