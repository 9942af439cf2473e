/* Who is meant where no name stands: pronouns, "the ministry", "the two sides". Only near and clear antecedents count. */
#include "link/linker.h"

enum { FAR = 3 /* sentences */ };

static const bw_token *token(const linker *l, uint32_t t) { return &l->doc->tokens[t]; }

static bool is(const linker *l, uint32_t t, const char *word) { return bw_str_eq_fold(token(l, t)->form, bw_str_of(word)); }

static int32_t copy(linker *l, int32_t of, uint32_t first, uint32_t end, uint32_t head, int32_t sentence)
{
    bw_mention m = l->doc->mentions[of];
    backing b = l->backs[of];
    m.start = token(l, first)->start;
    m.end = token(l, end - 1)->end;
    m.sentence = sentence;
    m.first = first;
    m.n = end - first;
    m.head = head;
    m.same_as = of;
    m.also = -1;
    m.actor = true;
    m.place = false;
    m.confidence *= 0.8f;
    m.reason = BW_LIT("named before");
    b.pronoun = true;
    b.subject = false;
    return bw_resolve_add(l, m, b);
}

/* "Qatar and Kuwait": one of several is not "it". */
static bool coordinated(const linker *l, int32_t at)
{
    const bw_mention *m = &l->doc->mentions[at];
    if (token(l, m->head)->rel == BW_REL_conj || m->also >= 0)
        return true;
    for (uint32_t i = (uint32_t)at + 1; i < l->doc->n_mentions && i < (uint32_t)at + 3; i++) {
        const bw_token *next = token(l, l->doc->mentions[i].head);
        if (next->rel == BW_REL_conj && next->head == (int32_t)m->head)
            return true;
    }
    return false;
}

int32_t bw_refer_pronoun(linker *l, uint32_t t, int32_t sentence, bool add)
{
    bool he = is(l, t, "he") || is(l, t, "him") || is(l, t, "his"), she = is(l, t, "she") || is(l, t, "her");
    bool it = is(l, t, "it") || is(l, t, "its"), they = is(l, t, "they") || is(l, t, "them") || is(l, t, "their");
    if (!he && !she && !it && !they)
        return -1;
    /* "It is striking that …" */
    int32_t governor = token(l, t)->head;
    if (it && add && governor >= 0 && token(l, (uint32_t)governor)->upos == BW_UPOS_ADJ)
        return -1;
    int32_t best = -1;
    int best_score = 0;
    for (int32_t i = (int32_t)l->doc->n_mentions; i-- > 0 && l->doc->n_mentions - (uint32_t)i < 40;) {
        const bw_mention *m = &l->doc->mentions[i];
        const backing *b = &l->backs[i];
        int back = sentence - m->sentence;
        if (back > FAR - 1 || (l->doc->sentences[sentence].number >= 0 && l->doc->sentences[m->sentence].number < 0))
            break;
        if (!m->actor)
            continue;
        int score = 0;
        if (he || she) {
            if (!(m->kind == BW_MENTION_PERSON || (m->kind == BW_MENTION_AGENT && b->role != KB_NONE)) || b->plural)
                continue;
            bool other = b->sex && b->sex != (he ? 'm' : 'f');
            if (other && b->named)
                continue;
            score = b->sex && !other ? 4 : 3; /* whom only post and day name may be another */
        } else if (it) {
            bool body = m->kind == BW_MENTION_ORG || (m->kind == BW_MENTION_AGENT && !b->plural && b->agent != KB_NONE &&
                                                      l->kb->agents[b->agent].type != KB_AGENT_PERSON);
            if ((m->kind != BW_MENTION_COUNTRY && !body) || coordinated(l, i))
                continue;
            /* What stands behind a verb is mostly a thing that the text has just named. */
            if (add && back > 0 && (token(l, t)->rel == BW_REL_obj || token(l, t)->rel == BW_REL_obl))
                continue;
            score = b->subject ? 2 : 0; /* "it" is much else: only what was a subject */
        } else {
            if (!b->plural && m->kind != BW_MENTION_ORG)
                continue;
            if (!b->subject && !b->plural)
                continue;
            score = b->plural ? 3 : 1;
        }
        score = score * 4 + (b->subject ? 6 : 0) - back * 5;
        /* A verb's object is not its own subject. */
        if (add && back == 0 && token(l, m->head)->head == token(l, t)->head && token(l, t)->head >= 0)
            continue;
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    /* "It was said that …" */
    if (it && add && token(l, t)->rel != BW_REL_nsubj && token(l, t)->rel != BW_REL_obj && token(l, t)->rel != BW_REL_obl)
        return -1;
    if (best < 0 || !add)
        return add ? -1 : best;
    int32_t whole = l->doc->mention_of[l->doc->mentions[best].head];
    if (they && whole >= 0 && l->doc->mentions[whole].head == l->doc->mentions[best].head)
        best = whole; /* the chain from its beginning */
    int32_t chain = l->doc->mentions[best].also;
    int32_t first = copy(l, best, t, t + 1, t, sentence), last = first;
    for (int i = 0; they && chain >= 0 && i < 4; i++, chain = l->doc->mentions[chain].also) {
        int32_t next = copy(l, chain, t, t + 1, t, sentence);
        l->doc->mentions[last].also = next;
        last = next;
    }
    return first;
}

/* The last word of an agent's phrase: "ministry" of "foreign ministry". */
static bw_str last_word(bw_str s)
{
    size_t at = s.len;
    while (at > 0 && s.ptr[at - 1] != ' ')
        at--;
    return bw_str_slice(s, at, s.len);
}

int32_t bw_refer_body(linker *l, const evidence *e, uint32_t agent, uint32_t role)
{
    bw_str wanted = agent == KB_NONE ? (bw_str){0} : kb_str(l->kb, l->kb->agents[agent].phrase);
    bool one_word = bw_str_find_char(wanted, ' ', 0) == wanted.len;
    for (int32_t i = (int32_t)l->doc->n_mentions; i-- > 0 && l->doc->n_mentions - (uint32_t)i < 200;) {
        const bw_mention *m = &l->doc->mentions[i];
        const backing *b = &l->backs[i];
        if (!(m->country[0] || m->code.len) || b->plural || b->pronoun)
            continue;
        if (role != KB_NONE && b->role == role && b->org == e->org)
            return i;
        if (agent != KB_NONE && (b->agent == agent || (one_word && b->agent != KB_NONE && role == KB_NONE &&
                                                       l->kb->agents[b->agent].type == KB_AGENT_BODY &&
                                                       bw_str_eq(last_word(kb_str(l->kb, l->kb->agents[b->agent].phrase)), wanted))))
            return i;
    }
    return -1;
}

/* Distinct countries among the actors of the nearest sentence that has two, not counting what stands behind `before`. */
static bool last_two(const linker *l, int32_t sentence, bool persons, int32_t out[2])
{
    int32_t i = (int32_t)l->doc->n_mentions;
    for (int32_t s = sentence; s >= 0 && s >= sentence - 4 && i > 0; s--) {
        int32_t found[2] = {-1, -1};
        uint32_t n = 0;
        int32_t from = i;
        while (from > 0 && l->doc->mentions[from - 1].sentence == s)
            from--;
        for (int32_t j = from; j < i; j++) {
            const bw_mention *m = &l->doc->mentions[j];
            if (!m->actor || (!m->country[0] && !m->code.len && !(m->n_sectors && coordinated(l, j))) ||
                (persons && m->kind != BW_MENTION_PERSON) || (!persons && m->kind == BW_MENTION_AGENT && !m->n_sectors))
                continue;
            /* "Sudan's army and the rebels" are two of one country. */
            bool joined = n == 1 && token(l, m->head)->rel == BW_REL_conj &&
                          token(l, m->head)->head == (int32_t)l->doc->mentions[found[0]].head;
            if (n && bw_mention_compatriots(&l->doc->mentions[found[0]], m) && !joined)
                continue;
            if (n == 2 && bw_mention_compatriots(&l->doc->mentions[found[1]], m))
                continue;
            if (n < 2)
                found[n] = j;
            n++;
        }
        i = from;
        if (n >= 2) {
            out[0] = found[0];
            out[1] = found[1];
            return true;
        }
    }
    return false;
}

/* What the noun of "the two …" counts: "country", "government", "person", or "" for whatever acted. NULL: no such noun. */
static const char *pair_noun(const linker *l, uint32_t t, bw_str *counts)
{
    const piece *p = bw_pieces_at(l, t);
    for (uint32_t i = p ? p->first_posting : 0; p && i < p->first_posting + p->n_postings; i++) {
        const kb_listed *listed = &l->kb->listed[l->postings[i].record];
        if (l->postings[i].kind == KB_IS_LISTED && bw_str_is(kb_str(l->kb, listed->list), "pair")) {
            *counts = kb_str(l->kb, listed->value);
            return "";
        }
    }
    return NULL;
}

/* The mention stands for the country itself, not for who spoke for it. */
static void widen(linker *l, int32_t at, bool government)
{
    bw_mention *m = &l->doc->mentions[at];
    uint32_t country = kb_find_country(l->kb, m->country);
    if (country == KB_NONE)
        return;
    const kb_country *c = &l->kb->countries[country];
    m->kind = BW_MENTION_COUNTRY;
    m->entity = bw_str_of(c->code);
    m->name = kb_str(l->kb, c->name);
    m->wikidata = m->role = (bw_str){0};
    m->n_sectors = 0;
    if (government)
        memcpy(m->sectors[m->n_sectors++], "GOV", 4);
    m->same_as = (int32_t)bw_map_get(&l->entities, m->entity, KB_NONE);
    bw_map_put(&l->entities, m->entity, 0, NULL)->value = (uint32_t)at;
    l->backs[at] = (backing){.agent = KB_NONE, .role = KB_NONE, .person = KB_NONE, .org = KB_NONE, .actor = l->backs[at].actor};
    bw_resolve_code(l, NULL, at);
}

int32_t bw_refer_pair(linker *l, const evidence *e, int32_t sentence)
{
    bool two = false;
    uint32_t noun = e->end - 1;
    bw_str counts;
    if (e->end - e->first > 4 || e->end - e->first < 2 || !pair_noun(l, noun, &counts))
        return -1;
    for (uint32_t t = e->first; t < noun; t++) {
        two |= is(l, t, "two") || is(l, t, "both") || (counts.len == 0 && e->end - e->first == 2 && is(l, t, "the"));
        const piece *p = bw_pieces_at(l, t);
        if (p && (p->kinds & ~(1u << KB_IS_LISTED)))
            return -1; /* "the two Koreas", "two Russian ministers" */
    }
    bool persons = bw_str_is(counts, "person");
    int32_t of[2];
    if (!two || (!last_two(l, sentence, persons, of) && !(persons && last_two(l, sentence, false, of))))
        return -1;
    int32_t both[2];
    int rel = token(l, noun)->rel;
    for (int i = 0; i < 2; i++) {
        both[i] = copy(l, of[i], e->first, e->end, noun, sentence);
        /* Whoever speaks for a side is not the side. */
        const bw_mention *m = &l->doc->mentions[both[i]];
        bool official = counts.len == 0 && m->kind == BW_MENTION_PERSON && strcmp(m->sectors[0], "GOV") == 0;
        if (bw_str_is(counts, "country") || bw_str_is(counts, "government") || official)
            widen(l, both[i], official || bw_str_is(counts, "government"));
        l->backs[both[i]].plural = true;
        l->backs[both[i]].subject = rel == BW_REL_nsubj || rel == BW_REL_nsubj_pass || rel == BW_REL_dep;
    }
    l->doc->mentions[both[0]].also = both[1];
    return both[0];
}
