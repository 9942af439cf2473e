/* Noun phrases: runs of tokens that a noun phrase is made of, cut into units (nation, title, name, …); what follows by
 * "of", "from", "in" and what stands in apposition. The order of words decides; the tree is asked where it knows better,
 * so that a wrong tree costs little. */
#include "link/linker.h"

typedef enum {
    UNIT_NATION, UNIT_ORG, UNIT_TITLE, UNIT_STYLE, UNIT_AGENT, UNIT_NAME, UNIT_GROUP, UNIT_PLACE, UNIT_BODY, UNIT_QUANTITY,
    UNIT_NOUN
} unit_kind;

typedef struct {
    unit_kind kind;
    uint32_t first, end;
    int32_t piece;
} unit;

enum { MAX_UNITS = 24, MAX_SEGMENT = 60, NATION_KINDS = 1 << KB_IS_COUNTRY | 1 << KB_IS_ADJECTIVE | 1 << KB_IS_CITIZEN |
                                                        1 << KB_IS_CAPITAL | 1 << KB_IS_SEAT |
                                                        1 << KB_IS_COUNTRY_SHORT };

static const bw_token *token(const linker *l, uint32_t t) { return &l->doc->tokens[t]; }

static bool is(const linker *l, uint32_t t, const char *word) { return bw_str_eq_fold(token(l, t)->form, bw_str_of(word)); }

static bool capital(bw_str form)
{
    return form.len && (bw_is_upper(form.ptr[0]) || (unsigned char)form.ptr[0] >= 0xC3);
}

static bool possessive(const linker *l, uint32_t t)
{
    const bw_token *k = token(l, t);
    return strcmp(k->xpos, "POS") == 0 || (k->upos == BW_UPOS_PART && !is(l, t, "to") && !is(l, t, "not") && k->form.len <= 4 &&
                                           k->form.len && !bw_is_alpha(k->form.ptr[0]));
}

static bool hyphen(const linker *l, uint32_t t)
{
    return bw_str_is(token(l, t)->form, "-") || bw_str_is(token(l, t)->form, "\xE2\x80\x93");
}

/* Whether the token can stand inside a noun phrase. */
static bool material(const linker *l, uint32_t t, uint32_t end)
{
    const bw_token *k = token(l, t);
    const piece *p = bw_pieces_at(l, t);
    /* A phrase of the tables of several words holds together, whatever its words are. */
    if (p && p->n > 1 && (p->kinds & ~(1u << KB_IS_LISTED)))
        return true;
    switch ((bw_upos)k->upos) {
    case BW_UPOS_DET: case BW_UPOS_ADJ: case BW_UPOS_NUM: case BW_UPOS_NOUN: case BW_UPOS_PROPN: case BW_UPOS_SYM:
    case BW_UPOS_X:
        return true;
    case BW_UPOS_PRON:
        return strcmp(k->xpos, "PRP$") == 0;
    case BW_UPOS_VERB:
        if (k->rel == BW_REL_amod || k->rel == BW_REL_compound)
            return true;
        return false;
    case BW_UPOS_ADV:
        return k->rel == BW_REL_advmod && t + 1 < end && k->head == (int32_t)t + 1 && token(l, t + 1)->rel == BW_REL_amod;
    case BW_UPOS_PUNCT:
        /* A hyphen between two words, or the one before the second of them that is no word of its own. */
        return hyphen(l, t) && t > 0 && t + 1 < end && !token(l, t - 1)->space_after && material(l, t + 1, end);
    default:
        break;
    }
    return false;
}

/* "Kuwait's emir | dissolved parliament", whatever the tree says: behind a noun that acts only some participles belong to
 * the next one ("government backed militia"). */
static bool predicate(const linker *l, uint32_t t)
{
    const piece *before = bw_pieces_at(l, t - 1);
    return token(l, t)->upos == BW_UPOS_VERB && !bw_pieces_at(l, t) && token(l, t - 1)->space_after && before &&
           (token(l, t - 1)->upos == BW_UPOS_NOUN || token(l, t - 1)->upos == BW_UPOS_PROPN) &&
           (before->kinds & ~(1u << KB_IS_LISTED)) && !bw_str_ends(token(l, t)->form, BW_LIT("ing")) &&
           !bw_pieces_listed(l, t, LIST_PARTICIPLE);
}

static uint32_t chunk_end(const linker *l, uint32_t from, uint32_t end)
{
    uint32_t t = from;
    while (t < end && t - from < MAX_SEGMENT && (material(l, t, end) || (t > from && possessive(l, t)))) {
        const piece *p = bw_pieces_at(l, t);
        /* A second determiner begins a new phrase: "told Japan the talks". */
        if (t > from && token(l, t)->upos == BW_UPOS_DET && token(l, t - 1)->upos != BW_UPOS_DET && !(p && p->first < t))
            break;
        if (t > from && (token(l, t)->upos == BW_UPOS_PRON || predicate(l, t)))
            break;
        t++;
    }
    return t;
}

static bool is_noun(const bw_token *k) { return k->upos == BW_UPOS_NOUN || k->upos == BW_UPOS_PROPN || k->upos == BW_UPOS_X; }

/* "The alliance" is NATO where NATO was named before. */
static bool named_org(const linker *l, uint32_t org)
{
    return bw_map_get(&l->entities, kb_str(l->kb, l->kb->orgs[org].id), KB_NONE) != KB_NONE;
}

/* "The North said": where the text speaks of the country, and no noun follows. "North and South Korea". */
static bool short_country(const linker *l, const piece *p)
{
    uint32_t next = p->first + p->n;
    const kb_posting *q = bw_pieces_posting(l, p, KB_IS_COUNTRY_SHORT);
    if (next + 1 < l->doc->n_tokens && token(l, next)->upos == BW_UPOS_CCONJ && bw_pieces_at(l, next + 1) &&
        (bw_pieces_at(l, next + 1)->kinds & 1u << KB_IS_COUNTRY))
        return true;
    return l->countries_seen[q->record] && p->first > 0 && is(l, p->first - 1, "the") &&
           (next >= l->doc->n_tokens || !is_noun(token(l, next)));
}

/* "President" of "President Bor", where a dictionary's agents stand for titles: the tagger takes both for the name. */
static bool coded_title(const linker *l, const piece *p)
{
    const kb_posting *q = bw_pieces_posting(l, p, KB_IS_AGENT);
    uint32_t next = p->first + p->n;
    return q && l->kb->agents[q->record].code.len && next < l->doc->n_tokens && token(l, next)->ner == BW_NER_PER &&
           !token(l, next)->ner_begin;
}

/* The unit that the piece is here. */
static unit_kind classify(const linker *l, const piece *p, const unit *before)
{
    const bw_token *k = token(l, p->first), *last = token(l, p->first + p->n - 1);
    bool named_before = before && (before->kind == UNIT_TITLE || before->kind == UNIT_STYLE);
    uint32_t names = p->kinds & (1u << KB_IS_PERSON | 1u << KB_IS_FAMILY);
    const kb_posting *coded = bw_pieces_posting(l, p, KB_IS_ACTOR);
    if (coded && bw_pieces_nobody(l, coded->record))
        return UNIT_NOUN;
    bool joined = (p->first + p->n < l->doc->n_tokens && hyphen(l, p->first + p->n) && !last->space_after) ||
                  (p->first > 0 && hyphen(l, p->first - 1) && !token(l, p->first - 1)->space_after);

    if (names && capital(k->form) && !joined) {
        if ((p->kinds & 1u << KB_IS_PERSON) && p->n > 1)
            return UNIT_NAME;
        if ((k->ner == BW_NER_PER && !(p->kinds & 1u << KB_IS_COUNTRY)) || named_before)
            return UNIT_NAME; /* "Jordan" alone is the country */
    }
    if (k->ner == BW_NER_PER && capital(k->form) && p->n == 1 && !(p->kinds & (1u << KB_IS_TITLE | 1u << KB_IS_STYLE)) &&
        !coded_title(l, p) && !(joined && bw_pieces_only_actor(p)) &&
        ((p->first > 0 && token(l, p->first - 1)->ner == BW_NER_PER && !k->ner_begin && !is(l, p->first - 1, "of")) ||
         (p->first + 1 < l->doc->n_tokens && token(l, p->first + 1)->ner == BW_NER_PER && !token(l, p->first + 1)->ner_begin)))
        return UNIT_NAME; /* "Jordan Henderson" */
    if (coded && bw_pieces_only_actor(p))
        return UNIT_NATION;
    if ((p->kinds & NATION_KINDS) != 1u << KB_IS_COUNTRY_SHORT && (p->kinds & NATION_KINDS))
        return UNIT_NATION;
    if ((p->kinds & NATION_KINDS) && short_country(l, p))
        return UNIT_NATION;
    if (p->kinds & (1u << KB_IS_ORG | 1u << KB_IS_MEMBER))
        return UNIT_ORG;
    bool word = p->n > 1 || is_noun(last) || capital(k->form) ||
                (k->upos == BW_UPOS_ADJ && p->first + 1 < l->doc->n_tokens && is_noun(token(l, p->first + 1)));
    bool noun_next = p->first + p->n < l->doc->n_tokens && is_noun(token(l, p->first + p->n));
    /* "a Taliban militant" */
    word |= k->upos == BW_UPOS_ADJ && !noun_next && before && before->end == p->first &&
            (before->kind == UNIT_NATION || before->kind == UNIT_ORG) && !(p->kinds & 1u << KB_IS_TITLE);
    if ((p->kinds & 1u << KB_IS_TITLE) && (word || k->upos == BW_UPOS_ADJ) &&
        !(p->n == 1 && k->upos == BW_UPOS_ADJ && !capital(k->form) && noun_next))
        return UNIT_TITLE;
    uint32_t next = p->first + p->n;
    if ((p->kinds & 1u << KB_IS_STYLE) && capital(k->form) && next < l->doc->n_tokens && capital(token(l, next)->form))
        return UNIT_STYLE;
    if ((p->kinds & 1u << KB_IS_AGENT) && word && last->upos != BW_UPOS_VERB)
        return UNIT_AGENT;
    if (bw_pieces_listed(l, p->first, LIST_MEMBER) && is_noun(k))
        return UNIT_AGENT; /* "head of the party" */
    if (bw_pieces_listed(l, p->first, LIST_HONORIFIC) && capital(k->form))
        return UNIT_STYLE;
    if (bw_pieces_listed(l, p->first, LIST_QUANTITY))
        return UNIT_QUANTITY;
    if (p->kinds & 1u << KB_IS_GROUP)
        return UNIT_GROUP;
    if (p->kinds & 1u << KB_IS_PLACE)
        return UNIT_PLACE;
    if ((p->kinds & 1u << KB_IS_SHORT) && named_org(l, bw_pieces_posting(l, p, KB_IS_SHORT)->record))
        return UNIT_ORG;
    if (names && capital(k->form) && !joined && (k->upos == BW_UPOS_PROPN || k->upos == BW_UPOS_X) && !bw_pieces_listed(l, p->first, LIST_CALENDAR))
        return UNIT_NAME; /* but not "on Friday" */
    return UNIT_NOUN;
}

/* A capitalised word that no table explains: part of a person's name? */
static bool begins_name(const linker *l, uint32_t t, uint32_t end, const unit *before)
{
    const bw_token *k = token(l, t);
    if (!capital(k->form))
        return false;
    if (k->ner == BW_NER_PER)
        return true;
    if (k->ner != BW_NER_NONE || k->upos != BW_UPOS_PROPN)
        return false;
    if (before && before->end == t && (before->kind == UNIT_TITLE || before->kind == UNIT_STYLE || before->kind == UNIT_AGENT))
        return t + 1 >= end || !is_noun(token(l, t + 1)) || token(l, t + 1)->upos == BW_UPOS_PROPN;
    if (t + 1 < end && token(l, t + 1)->rel == BW_REL_flat && token(l, t + 1)->upos == BW_UPOS_PROPN)
        return true;
    bw_word cut[2];
    char text[2 * BW_WORD_MAX];
    if (bw_words_cut(k->form, cut, 2, text, sizeof text, NULL) == 1 &&
        bw_map_get(&l->name_words, (bw_str){text, cut[0].len}, KB_NONE) != KB_NONE)
        return true;
    return false;
}

/* End of the name that begins at `t`: capitalised words, particles and hyphens. */
static uint32_t name_end(const linker *l, uint32_t t, uint32_t end)
{
    uint32_t from = t++;
    for (; t < end && t - from < 12; t++) {
        const bw_token *k = token(l, t);
        const piece *p = bw_pieces_at(l, t);
        if (hyphen(l, t) && !token(l, t - 1)->space_after && !k->space_after)
            continue;
        if (hyphen(l, t - 1) && t >= 2 && !token(l, t - 1)->space_after && !token(l, t - 2)->space_after)
            continue;
        if (bw_pieces_listed(l, t, LIST_PARTICLE) && t + 1 < end && capital(token(l, t + 1)->form) &&
            token(l, t + 1)->upos == BW_UPOS_PROPN)
            continue;
        if (!capital(k->form) || k->upos != BW_UPOS_PROPN || (k->ner != BW_NER_PER && k->ner != BW_NER_NONE) ||
            (k->ner == BW_NER_PER && k->ner_begin) || (p && p->first == t && coded_title(l, p)))
            break;
        if (p && p->first == t && k->ner != BW_NER_PER &&
            (p->kinds & (NATION_KINDS | 1u << KB_IS_TITLE | 1u << KB_IS_AGENT | 1u << KB_IS_ORG | 1u << KB_IS_ACTOR)) &&
            k->rel != BW_REL_flat)
            break;
    }
    return t;
}

/* Adds a name; capitalised words right before it that nothing explains belong to it ("Brewer George Bush" is nobody known). */
static uint32_t add_name(const linker *l, unit *units, uint32_t n, unit name)
{
    while (n && units[n - 1].kind == UNIT_NOUN && units[n - 1].end == name.first && units[n - 1].piece < 0 &&
           token(l, units[n - 1].first)->upos == BW_UPOS_PROPN && capital(token(l, units[n - 1].first)->form) &&
           token(l, units[n - 1].first)->ner != BW_NER_ORG && token(l, units[n - 1].first)->ner != BW_NER_LOC) {
        name.first = units[--n].first;
        name.piece = -1;
    }
    units[n++] = name;
    return n;
}

/* Cuts [from, end) into units; marks former, deputy, … in `e`, the first such word in *marked. */
static uint32_t cut_units(linker *l, uint32_t from, uint32_t end, unit *units, evidence *e, uint32_t *marked)
{
    uint32_t n = 0;
    for (uint32_t t = from; t < end && n < MAX_UNITS;) {
        const bw_token *k = token(l, t);
        const piece *p = bw_pieces_at(l, t);
        const unit *before = n ? &units[n - 1] : NULL;
        if (p && p->first != t)
            p = NULL; /* cut off by the phrase's beginning */
        if (p && p->first + p->n > end)
            p = NULL;
        if (p && !(p->kinds & ~(1u << KB_IS_LISTED)) && k->ner == BW_NER_ORG && capital(k->form))
            p = NULL; /* a word of a name */
        if (p) {
            if (!n && !e->hint && bw_pieces_listed(l, t, LIST_SECTOR))
                e->hint = t + 1;
            if (bw_pieces_listed(l, t, LIST_FORMER))
                e->former = true;
            if (bw_pieces_listed(l, t, LIST_DEPUTY))
                e->deputy = true;
            if (bw_pieces_listed(l, t, LIST_ACTING))
                e->acting = true;
            if (bw_pieces_listed(l, t, LIST_COUNTERPART)) {
                e->counterpart = true;
                units[n++] = (unit){UNIT_AGENT, t, t + p->n, -1};
                t += p->n;
                continue;
            }
            bool qualifies = e->deputy || e->former || e->acting;
            const piece *then = t + p->n < end ? bw_pieces_at(l, t + p->n) : NULL;
            if (qualifies && (p->kinds & 1u << KB_IS_LISTED) && p->n == 1 && then &&
                (then->kinds & (1u << KB_IS_TITLE | 1u << KB_IS_STYLE))) {
                if (n == 0 && *marked == end)
                    *marked = t;
                t++; /* "Deputy Minister": no member of parliament */
                continue;
            }
            if (n == 0 && *marked == end && qualifies)
                *marked = t;
            bool only_listed = !(p->kinds & ~(1u << KB_IS_LISTED));
            unit_kind kind = classify(l, p, before);
            if (kind == UNIT_ORG && k->ner == BW_NER_ORG && !k->ner_begin && before && before->kind == UNIT_BODY && before->end == t) {
                units[n - 1].end = t += p->n; /* "Human Rights League" is not the League */
                continue;
            }
            if (kind == UNIT_NAME) {
                uint32_t stop = name_end(l, t, end);
                if (stop < t + p->n)
                    stop = t + p->n;
                n = add_name(l, units, n, (unit){UNIT_NAME, t, stop, stop == t + p->n ? l->piece_of[t] : -1});
                t = stop;
                continue;
            }
            if (!(only_listed && kind == UNIT_NOUN && !is_noun(k)))
                units[n++] = (unit){kind, t, t + p->n, l->piece_of[t]};
            t += p->n;
            continue;
        }
        if (begins_name(l, t, end, before)) {
            uint32_t stop = name_end(l, t, end);
            n = add_name(l, units, n, (unit){UNIT_NAME, t, stop, -1});
            t = stop;
            continue;
        }
        if (k->upos == BW_UPOS_DET) {
            e->definite |= is(l, t, "the") || is(l, t, "this") || is(l, t, "that") || is(l, t, "both");
            e->counted |= is(l, t, "a") || is(l, t, "an") || is(l, t, "some") || is(l, t, "both");
        } else if (k->upos == BW_UPOS_NUM) {
            e->counted = true;
        } else if (is_noun(k) || (k->ner == BW_NER_ORG && capital(k->form))) {
            bool body = k->ner == BW_NER_ORG && capital(k->form);
            if (body && n && units[n - 1].kind == UNIT_BODY && units[n - 1].end == t && !k->ner_begin)
                units[n - 1].end = t + 1;
            else
                units[n++] = (unit){body ? UNIT_BODY : UNIT_NOUN, t, t + 1, -1};
        }
        t++;
    }
    return n;
}

/* Two capitalised words at the end that nothing explains may be a person's name; whoever asks must find the person. */
static bool guess_name(const linker *l, unit *units, uint32_t *n, uint32_t end)
{
    uint32_t from = *n;
    while (from > 0 && units[from - 1].kind == UNIT_NOUN && units[from - 1].piece < 0 &&
           token(l, units[from - 1].first)->upos == BW_UPOS_PROPN && token(l, units[from - 1].first)->ner == BW_NER_NONE)
        from--;
    if (*n - from < 2 || units[*n - 1].end + 1 < end)
        return false;
    units[from] = (unit){UNIT_NAME, units[from].first, units[*n - 1].end, -1};
    *n = from + 1;
    return true;
}

static bool known(const nationality *n) { return n->country[0] || n->actor != KB_NONE; }

/* What the later of two words says counts. */
static void note_nation(evidence *e, const char *country, uint32_t actor)
{
    nationality n = {.actor = actor};
    if (country[0])
        memcpy(n.country, country, sizeof n.country);
    if (known(&n))
        e->of = n;
}

static void take_nation(evidence *e, const evidence *from)
{
    if (!known(&e->of))
        e->of = from->of;
}

const kb_posting *bw_phrases_nation(const linker *l, const piece *p)
{
    static const int kinds[] = {KB_IS_COUNTRY, KB_IS_ADJECTIVE, KB_IS_CITIZEN, KB_IS_CAPITAL, KB_IS_SEAT,
                                KB_IS_COUNTRY_SHORT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const kb_posting *q = bw_pieces_posting(l, p, kinds[i]);
        if (q)
            return q;
    }
    return NULL;
}

const char *bw_phrases_nation_code(const linker *l, const piece *p)
{
    const kb_posting *q = bw_phrases_nation(l, p);
    if (!q) {
        uint32_t actor = bw_pieces_actor(l, p);
        return actor == KB_NONE ? "" : kb_actor_says(l->kb, actor, l->day)->country;
    }
    uint32_t at = q->kind == KB_IS_CAPITAL ? l->kb->capitals[q->record].country
                  : q->kind == KB_IS_SEAT  ? l->kb->seats[q->record].country
                                           : q->record;
    const kb_country *c = &l->kb->countries[at];
    return c->part[0] ? c->part : c->code;
}

static bool plural_token(const linker *l, uint32_t t)
{
    const char *x = token(l, t)->xpos;
    return strcmp(x, "NNS") == 0 || strcmp(x, "NNPS") == 0;
}

/* "Positions", "head": say nothing by themselves. */
static bool needs_owner(const linker *l, const unit *u)
{
    const piece *p = u->piece < 0 ? NULL : &l->pieces[u->piece];
    if (!p || (p->kinds & (1u << KB_IS_TITLE | 1u << KB_IS_STYLE)))
        return false;
    const kb_posting *q = bw_pieces_posting(l, p, KB_IS_AGENT);
    return !q || l->kb->agents[q->record].type == KB_AGENT_THING;
}

/* "The Chadian League" is not the League of another country. */
static bool foreign(const linker *l, const unit *nation, const unit *org)
{
    const piece *n = &l->pieces[nation->piece];
    const kb_posting *q = bw_pieces_posting(l, &l->pieces[org->piece], KB_IS_ORG);
    const kb_sectors *country = q ? kb_org_says(l->kb, q->record, false, l->day) : NULL;
    return country && (n->kinds & 1u << KB_IS_ADJECTIVE) && l->pieces[org->piece].n == 1 && !(q->flags & KB_ACRONYM) &&
           kb_find_country(l->kb, (*country)[0]) != KB_NONE && strcmp((*country)[0], bw_phrases_nation_code(l, n)) != 0;
}

/* "Kastel-Varenia", "Kastel attack Varenia" where the tagger takes a verb for a noun, "Varenian Freedom Front": two whom only
 * dictionaries know, of codes that begin otherwise, are two. The first gets a mention of its own. */
static void part_actors(const linker *l, evidence *e, int32_t piece_at, int32_t *before)
{
    const piece *second = &l->pieces[piece_at];
    if (!bw_pieces_only_actor(second))
        return;
    if (*before >= 0 && *before != piece_at) {
        const piece *first = &l->pieces[*before];
        bw_str a = kb_str(l->kb, kb_actor_says(l->kb, bw_pieces_actor(l, first), l->day)->code);
        bw_str b = kb_str(l->kb, kb_actor_says(l->kb, bw_pieces_actor(l, second), l->day)->code);
        if (!bw_str_eq(bw_str_slice(a, 0, 3), bw_str_slice(b, 0, 3))) {
            e->parted = *before;
            e->first = first->first + first->n;
            const piece *p;
            while (e->first < second->first && (!(p = bw_pieces_at(l, e->first)) || !(p->kinds & ~(1u << KB_IS_LISTED))))
                e->first++;
        }
    }
    *before = piece_at;
}

/* The actor that the unit names, or a part of a name does ("Anna" of "Anna Bor"); the last one counts. */
static uint32_t actor_of(const linker *l, evidence *e, const unit *u, int32_t *before)
{
    uint32_t actor = KB_NONE;
    for (uint32_t t = u->first; t < u->end; t++) {
        const piece *p = u->piece >= 0 ? &l->pieces[u->piece] : bw_pieces_at(l, t);
        uint32_t one = u->piece >= 0 || u->kind == UNIT_NAME ? bw_pieces_actor(l, p) : KB_NONE;
        if (one == KB_NONE)
            continue;
        actor = one;
        if (u->kind == UNIT_NATION || u->kind == UNIT_NAME)
            part_actors(l, e, (int32_t)(p - l->pieces), before);
    }
    return actor;
}

/* What the units of one segment (no possessive inside) say. False when no unit is an actor or a place. */
static bool scan(linker *l, uint32_t from, uint32_t end, evidence *e)
{
    unit units[MAX_UNITS];
    *e = (evidence){.first = from, .of.actor = KB_NONE, .org = KB_NONE, .title = -1, .group = KB_NONE, .name_piece = -1,
                    .nation = -1, .parted = -1, .owner = -1, .owner_agent = KB_NONE};
    uint32_t marked = end, n = cut_units(l, from, end, units, e, &marked);
    int32_t last = -1;
    for (uint32_t i = 1; i < n; i++)
        if (units[i].kind == UNIT_ORG && units[i - 1].kind == UNIT_NATION && units[i - 1].end == units[i].first &&
            foreign(l, &units[i - 1], &units[i]))
            units[i].kind = UNIT_BODY;
    for (uint32_t i = 0; i + 1 < n; i++)
        if (units[i].kind == UNIT_AGENT && needs_owner(l, &units[i]))
            units[i].kind = UNIT_NOUN; /* "missile programme", "head coach" */
    for (uint32_t i = 0; i < n; i++)
        if (units[i].kind != UNIT_NOUN && !(units[i].kind == UNIT_QUANTITY && i + 1 < n))
            last = (int32_t)i;
    if (last < 0 && guess_name(l, units, &n, end)) {
        e->guess = true;
        last = (int32_t)n - 1;
    }
    if (last < 0)
        return false;
    e->modifier = (uint32_t)last + 1 < n;
    e->end = units[last].end;
    e->first = marked < units[0].first ? marked : units[0].first;
    bool styled = false;
    int32_t coded = -1;
    for (uint32_t i = 0; i <= (uint32_t)last; i++) {
        const unit *u = &units[i];
        const piece *p = u->piece < 0 ? NULL : &l->pieces[u->piece];
        const kb_posting *q;
        uint32_t actor = actor_of(l, e, u, &coded);
        switch (u->kind) {
        case UNIT_NATION:
            note_nation(e, bw_phrases_nation_code(l, p), actor);
            e->nation = u->piece;
            continue;
        case UNIT_ORG:
            if ((q = bw_pieces_posting(l, p, KB_IS_ORG)) != NULL || (q = bw_pieces_posting(l, p, KB_IS_MEMBER)) != NULL ||
                (q = bw_pieces_posting(l, p, KB_IS_SHORT)) != NULL)
                e->org = q->record;
            e->nation = -1;
            break;
        case UNIT_TITLE: case UNIT_STYLE:
            /* "Deputy Minister Colonel-General", "Gen. Secretary": the post, not the rank */
            if (p && (p->kinds & (1u << KB_IS_TITLE | 1u << KB_IS_STYLE)) && (e->title < 0 || (u->kind == UNIT_TITLE && styled)))
                e->title = u->piece;
            styled = u->kind == UNIT_STYLE;
            break;
        case UNIT_AGENT:
            q = p ? bw_pieces_posting(l, p, KB_IS_AGENT) : NULL;
            if (q && e->n_agents < MAX_AGENTS)
                e->agents[e->n_agents++] = q->record;
            break;
        case UNIT_NAME:
            e->name_first = u->first;
            e->name_n = u->end - u->first;
            e->name_piece = u->piece;
            break;
        case UNIT_BODY:
            e->body = true;
            break;
        case UNIT_GROUP:
            e->group = bw_pieces_posting(l, p, KB_IS_GROUP)->record;
            break;
        case UNIT_PLACE: {
            const kb_place *place = &l->kb->places[bw_pieces_posting(l, p, KB_IS_PLACE)->record];
            note_nation(e, place->country, actor);
            e->nation = u->piece;
            continue;
        }
        default:
            break;
        }
        if (actor != KB_NONE && (e->of.actor == KB_NONE || u->kind == UNIT_NAME || u->kind == UNIT_ORG))
            note_nation(e, e->of.country[0] ? e->of.country : kb_actor_says(l->kb, actor, l->day)->country, actor);
    }
    unit_kind head = units[last].kind;
    if (head == UNIT_AGENT && e->modifier && token(l, units[last].first)->upos == BW_UPOS_ADJ && units[last].end == units[last].first + 1)
        return false; /* "executive arm" */
    if (head != UNIT_NATION && head != UNIT_PLACE)
        e->nation = -1;
    if (head == UNIT_STYLE && !e->name_n)
        return false;
    if (head == UNIT_GROUP && !(bw_pieces_posting(l, &l->pieces[units[last].piece], KB_IS_GROUP)->flags & KB_NOUN) &&
        e->n_agents == 0 && e->modifier)
        return false;
    if (head == UNIT_AGENT || head == UNIT_TITLE) {
        e->dependent = head == UNIT_AGENT && needs_owner(l, &units[last]);
        e->member = bw_pieces_listed(l, units[last].first, LIST_MEMBER) || (e->dependent && e->n_agents);
        e->area = bw_pieces_listed(l, units[last].first, LIST_AREA);
    }
    e->plural = plural_token(l, e->end - 1);
    if ((head == UNIT_TITLE || head == UNIT_AGENT) && units[last].piece >= 0 && l->pieces[units[last].piece].n > 1) {
        /* "ministers of defence" */
        const piece *p = &l->pieces[units[last].piece];
        const kb_posting *q = bw_pieces_posting(l, p, head == UNIT_TITLE ? KB_IS_TITLE : KB_IS_AGENT);
        e->plural = q && (q->flags & KB_PLURAL);
    }

    /* The token that the rest of the sentence hangs on. */
    e->head = head == UNIT_NAME ? units[last].first : e->end - 1;
    for (uint32_t t = e->first; t < e->end; t++) {
        int32_t h = token(l, t)->head;
        if ((h < (int32_t)e->first || h >= (int32_t)e->end) && token(l, t)->upos != BW_UPOS_PUNCT && token(l, t)->rel != BW_REL_case &&
            token(l, t)->rel != BW_REL_det && token(l, t)->rel != BW_REL_amod && token(l, t)->rel != BW_REL_compound) {
            e->head = t;
            break;
        }
    }
    if (head != UNIT_BODY)
        e->body = false;
    return true;
}

static bool role_like(const evidence *e) { return e->title >= 0 || e->n_agents || e->counterpart || e->member; }
static bool bare_nation(const evidence *e) { return e->nation >= 0 && !role_like(e) && !e->name_n && e->org == KB_NONE; }

/* What stands behind the possessor belongs to it: takes its evidence over. */
static void take_owner(linker *l, evidence *e, const evidence *owner, int32_t mention)
{
    e->owner = mention;
    if (mention >= 0) {
        if (!known(&e->of) && !e->counterpart)
            note_nation(e, l->doc->mentions[mention].country, l->backs[mention].actor);
        if (e->org == KB_NONE && !e->counterpart)
            e->org = l->backs[mention].org;
        return;
    }
    take_nation(e, owner);
    if (e->org == KB_NONE)
        e->org = owner->org;
    if (e->group == KB_NONE)
        e->group = owner->group;
    if (owner->n_agents)
        e->owner_agent = owner->agents[owner->n_agents - 1];
    else if (owner->owner_agent != KB_NONE)
        e->owner_agent = owner->owner_agent;
    e->first = owner->first;
    e->definite = true;
}

static void index_tokens(linker *l, uint32_t first, uint32_t end, int32_t mention)
{
    for (uint32_t t = first; t < end; t++)
        if (l->doc->mention_of[t] < 0)
            l->doc->mention_of[t] = mention;
}

static int32_t resolve(linker *l, const evidence *e, int32_t sentence)
{
    int32_t m = bw_resolve(l, e, sentence);
    if (m >= 0)
        index_tokens(l, e->first, e->end, m);
    return m;
}

/* "Asia and Pacific director": a post whose first words are joined like nouns. The part behind the "and" at `at`. */
static bool joined_post(linker *l, const evidence *first, bool found, uint32_t at, uint32_t end, evidence *e, uint32_t *next)
{
    if (at + 1 >= end || token(l, at)->upos != BW_UPOS_CCONJ || token(l, at + 1)->upos == BW_UPOS_DET ||
        (found && !(bare_nation(first) && !(l->pieces[first->nation].kinds & NATION_KINDS))))
        return false;
    uint32_t stop = chunk_end(l, at + 1, end);
    for (uint32_t t = at + 1; t < stop; t++)
        if (possessive(l, t))
            return false;
    if (!scan(l, at + 1, stop, e) || e->modifier || !(role_like(e) || e->name_n) || known(&e->of) ||
        (bw_pieces_at(l, at + 1) && e->first == at + 1 && e->title >= 0 && l->pieces[e->title].first == at + 1))
        return false;
    *next = stop;
    return true;
}

/* Reads the phrase that begins at `from`; the mentions of possessors that stay on their own are added unless `look` only.
 * *next is the token behind it. False when it is no actor and no place. */
static bool read_phrase(linker *l, uint32_t from, uint32_t end, int32_t sentence, bool look, evidence *e, uint32_t *next)
{
    uint32_t stop = chunk_end(l, from, end);
    evidence owner = {.of.actor = KB_NONE, .org = KB_NONE, .owner_agent = KB_NONE};
    bool owned = false; /* by `owner`, or by the mention */
    int32_t owner_mention = -1;
    *next = stop;
    for (uint32_t t = from;;) {
        uint32_t cut = t;
        while (cut < stop) {
            const piece *p = bw_pieces_at(l, cut);
            if (possessive(l, cut) && !(p && p->first < cut && p->first + p->n > cut))
                break;
            cut++;
        }
        bool found = scan(l, t, cut, e);
        if (found && e->parted >= 0 && !look) {
            evidence other;
            const piece *p = &l->pieces[e->parted];
            if (scan(l, p->first, p->first + p->n, &other))
                resolve(l, &other, sentence);
        }
        if (token(l, t)->upos == BW_UPOS_PRON && found && role_like(e))
            owner_mention = bw_refer_pronoun(l, t, sentence, false);
        bool fits = found && (role_like(e) || e->org != KB_NONE || e->name_n || e->body) && !(e->modifier && e->name_n);
        evidence post;
        if (owned && !fits && cut >= stop && joined_post(l, e, found, stop, end, &post, next)) {
            *e = post;
            found = fits = true;
        }
        if (fits && (owned || owner_mention >= 0))
            take_owner(l, e, &owner, owner_mention);
        else if (owned && !look)
            resolve(l, &owner, sentence);
        owned = false;
        owner_mention = -1;
        if (cut >= stop)
            return found;
        if (found && e->modifier && !look) {
            resolve(l, e, sentence);
        } else if (found && e->name_n && !look) {
            owner_mention = resolve(l, e, sentence);
        } else if (found && !e->modifier) {
            owner = *e;
            owned = true;
        }
        t = cut + 1;
        if (t >= stop) {
            /* The phrase ends in the possessive. */
            if (owned && !look)
                resolve(l, &owner, sentence);
            return false;
        }
    }
}

/* "Diplomats", "police": a noun that means several. */
static bool several(const linker *l, const evidence *e)
{
    return e->plural || (e->n_agents && e->title < 0 && l->kb->agents[e->agents[e->n_agents - 1]].type == KB_AGENT_GROUP);
}

/* ", China and South Korea" behind "ministers from Japan". */
static void read_more_countries(linker *l, evidence *e, bw_str preposition, uint32_t end, int32_t sentence, uint32_t *behind,
                                evidence *last)
{
    uint32_t next = *behind;
    evidence found[MAX_MORE];
    uint32_t n = 0;
    bool closed = false;
    while (next + 1 < end && n < MAX_MORE && !closed) {
        bool comma = is(l, next, ",");
        if (comma && token(l, next + 1)->upos == BW_UPOS_CCONJ)
            next++;
        closed = token(l, next)->upos == BW_UPOS_CCONJ;
        /* "of Kenya and of Uganda" */
        uint32_t from = next + 1, stop;
        if (closed && from + 1 < end && token(l, from)->upos == BW_UPOS_ADP && bw_str_eq_fold(token(l, from)->form, preposition))
            from++;
        if (!(comma || closed) || from >= end || !read_phrase(l, from, end, sentence, true, &found[n], &stop) ||
            !bare_nation(&found[n]) || found[n].modifier || found[n].owner >= 0 || found[n].first > from + 2)
            return;
        n++;
        next = stop;
    }
    if (!closed)
        return;
    for (uint32_t i = 0; i < n; i++)
        e->more[e->n_more++] = found[i].of;
    last->end = found[n - 1].end;
    *behind = next;
}

/* "met the negotiators in Havana": officials are often where they do not belong. */
static bool visits(const linker *l, const evidence *e, const evidence *c)
{
    int32_t h = token(l, c->head)->head;
    bool official = e->title >= 0 ||
                    (e->n_agents && strcmp(l->kb->agents[e->agents[e->n_agents - 1]].sectors[0], "GOV") == 0);
    return official && token(l, c->head)->rel == BW_REL_obl && h >= 0 && token(l, (uint32_t)h)->upos == BW_UPOS_VERB;
}

/* "withdrew troops from Mali": where they leave, not where they belong. */
static bool leaves_from(const linker *l, const evidence *e, const evidence *c)
{
    int32_t h = token(l, c->head)->head, verb = token(l, e->head)->head;
    int rel = token(l, e->head)->rel;
    if (verb >= 0 && (rel == BW_REL_obj || rel == BW_REL_nsubj_pass) && bw_pieces_listed(l, (uint32_t)verb, LIST_LEAVE))
        return true;
    return token(l, c->head)->rel == BW_REL_obl && h >= 0 && h < (int32_t)e->first && token(l, (uint32_t)h)->upos == BW_UPOS_VERB;
}

/* "of …", "from …", "in …" behind a role. */
static void read_complements(linker *l, evidence *e, uint32_t end, int32_t sentence, uint32_t *next, int depth)
{
    bool quantity = !role_like(e) && !e->name_n && e->org == KB_NONE && e->nation < 0;
    for (int i = 0; i < 3 && *next + 1 < end; i++) {
        bool of = is(l, *next, "of") || (e->title >= 0 && is(l, *next, "for")), from = is(l, *next, "from");
        bool in = is(l, *next, "in"), at = !of && (is(l, *next, "at") || is(l, *next, "for") || is(l, *next, "with"));
        /* "President Bor of Varenia" */
        bool of_named = of && e->name_n && role_like(e) && !known(&e->of) && e->org == KB_NONE && e->owner < 0;
        if (!(of || from || in || at) || (e->name_n && !of_named) || !(role_like(e) || quantity) || (e->modifier && !quantity))
            return;
        /* "University of St. Andrews" is one name. */
        if (of && token(l, *next)->ner == BW_NER_ORG && !token(l, *next)->ner_begin && token(l, e->end - 1)->ner == BW_NER_ORG) {
            while (*next < end && token(l, *next)->ner == BW_NER_ORG && !token(l, *next)->ner_begin)
                (*next)++;
            e->end = *next;
            continue;
        }
        evidence c;
        uint32_t behind;
        uint32_t begin = *next + 1; /* "of both Kenya and Uganda" */
        if (token(l, begin)->rel == BW_REL_cc_preconj && begin + 1 < end)
            begin++;
        bool found = read_phrase(l, begin, end, sentence, true, &c, &behind);
        if (!found && of && behind > *next + 1 && behind < end && token(l, behind)->upos == BW_UPOS_ADP) {
            *next = behind; /* "professor of law at …" */
            continue;
        }
        if (!found && of && e->area && !e->name_n && behind > *next + 1 && token(l, behind - 1)->upos == BW_UPOS_PROPN) {
            e->end = *next = behind; /* "the town of Somewhere" */
            e->somewhere = true;
            return;
        }
        if (!found || c.first > *next + 4)
            return;
        if (of_named) { /* the place stays one of its own */
            if (bare_nation(&c) && !c.modifier)
                take_nation(e, &c);
            return;
        }
        if (of && e->area && bare_nation(&c) && !c.modifier) {
            e->nation = c.nation;
            e->somewhere = true;
        }
        if (from && leaves_from(l, e, &c))
            return;
        if (in) {
            if (bare_nation(&c) && !c.modifier && !known(&e->of) && !visits(l, e, &c)) {
                e->of = c.of;
                e->country_weak = true;
                if (several(l, e)) /* "officials in Kenya and Uganda" */
                    read_more_countries(l, e, token(l, *next)->form, end, sentence, &behind, &c);
            }
            return;
        }
        if (c.modifier || (c.name_n && !of))
            return;
        if (at && (c.name_n || bare_nation(&c) || !e->n_agents ||
                   (c.org == KB_NONE && !c.body && !(c.n_agents && l->kb->agents[c.agents[c.n_agents - 1]].type == KB_AGENT_BODY))))
            return;
        if (depth < 2)
            read_complements(l, &c, end, sentence, &behind, depth + 1);
        if (from && !bare_nation(&c))
            return;
        if (c.name_n && !quantity)
            return;
        take_nation(e, &c);
        if (bare_nation(&c) && several(l, e))
            read_more_countries(l, e, token(l, *next)->form, end, sentence, &behind, &c);
        if (e->org == KB_NONE)
            e->org = c.org;
        if (e->group == KB_NONE)
            e->group = c.group;
        if (quantity)
            e->title = c.title;
        else
            e->of_body |= c.n_agents > 0 || c.body || c.org != KB_NONE;
        for (uint32_t j = 0; j < c.n_agents && e->n_agents < MAX_AGENTS; j++) {
            memmove(e->agents + 1, e->agents, e->n_agents * sizeof *e->agents);
            e->agents[0] = c.agents[j];
            e->n_agents++;
        }
        e->plural |= quantity;
        e->end = c.end;
        *next = behind;
        quantity = false;
    }
}

static bool closes(const linker *l, uint32_t t, uint32_t end)
{
    return t >= end || is(l, t, ",") || is(l, t, ".") || is(l, t, ")") || is(l, t, ";");
}

static bool person_role(const linker *l, const evidence *e)
{
    return e->counterpart || e->title >= 0 || (e->n_agents && l->kb->agents[e->agents[e->n_agents - 1]].type == KB_AGENT_PERSON);
}

/* ", the country's top diplomat," behind a name; ", Sergey Lavrov," behind a role. */
static void read_apposition(linker *l, evidence *e, uint32_t end, int32_t sentence, uint32_t *next, uint32_t *upto)
{
    *upto = e->end;
    if (e->modifier || *next + 1 >= end || !(is(l, *next, ",") || is(l, *next, "(")))
        return;
    evidence a;
    uint32_t behind;
    if (!read_phrase(l, *next + 1, end, sentence, true, &a, &behind) || a.modifier)
        return;
    read_complements(l, &a, end, sentence, &behind, 0);
    int32_t h = token(l, a.head)->head;
    bool of_tree = token(l, a.head)->rel == BW_REL_appos && h >= (int32_t)e->first && h < (int32_t)e->end;
    if (token(l, a.head)->rel == BW_REL_conj && h >= 0 && (uint32_t)h >= l->doc->sentences[sentence].first && (uint32_t)h < a.head)
        return;
    bool fits = (e->name_n && !a.name_n && !a.plural && person_role(l, &a)) ||
                (a.name_n && !e->name_n && !e->plural && person_role(l, e));
    if (!fits || !(of_tree || closes(l, behind, end)))
        return;
    if (!of_tree && behind + 1 < end && is(l, behind, ",") && token(l, behind + 1)->upos == BW_UPOS_CCONJ)
        return;
    if (a.name_n) {
        e->name_first = a.name_first;
        e->name_n = a.name_n;
        e->name_piece = a.name_piece;
    } else {
        if (e->title < 0)
            e->title = a.title;
        e->counterpart |= a.counterpart;
        e->deputy |= a.deputy;
        e->former |= a.former;
        for (uint32_t i = 0; i < a.n_agents && e->n_agents < MAX_AGENTS; i++)
            e->agents[e->n_agents++] = a.agents[i];
        if (e->group == KB_NONE)
            e->group = a.group;
    }
    take_nation(e, &a);
    if (e->org == KB_NONE)
        e->org = a.org;
    *upto = a.end;
    *next = behind;
}

/* "South Korean", not "South Korea"; of what only a dictionary knows the tree must say that it stands with the noun behind
 * `next`, as the second of the two nations does, or that the two are joined. */
static bool adjective(const linker *l, const evidence *e, uint32_t next)
{
    const piece *p = &l->pieces[e->nation];
    if (!bw_pieces_only_actor(p))
        return p->kinds & 1u << KB_IS_ADJECTIVE;
    const bw_token *own = token(l, p->first + p->n - 1), *other = token(l, next);
    bool before_noun = own->rel == BW_REL_compound || own->rel == BW_REL_amod || own->rel == BW_REL_nmod;
    return own->upos == BW_UPOS_ADJ || (before_noun && own->head > (int32_t)next) ||
           (p->n < 3 && other->rel == BW_REL_conj && other->head >= (int32_t)p->first && other->head < (int32_t)(p->first + p->n));
}

/* "South Korean" in "South Korean and Japanese diplomats": the phrase with the head that it shares. */
static bool shared_head(linker *l, const evidence *e, uint32_t next, uint32_t end, int32_t sentence, evidence *whole)
{
    if (!bare_nation(e) || e->modifier)
        return false;
    for (int i = 0; i < 6 && next + 1 < end; i++) {
        bool joined = token(l, next)->upos == BW_UPOS_CCONJ || is(l, next, ",");
        if (!joined)
            return false;
        if (is(l, next, ",") && token(l, next + 1)->upos == BW_UPOS_CCONJ)
            next++;
        /* "The Kasteli and the Varenian presidents" */
        const evidence *own = i ? whole : e;
        bool articles = next + 2 < end && own->first > 0 && token(l, next + 1)->upos == BW_UPOS_DET &&
                        token(l, own->first - 1)->upos == BW_UPOS_DET;
        uint32_t first = next + 1 + articles, behind;
        if (!(articles && bw_pieces_only_actor(&l->pieces[own->nation])) && !adjective(l, own, first))
            return false;
        if (!read_phrase(l, next + 1, end, sentence, true, whole, &behind) || whole->first != first)
            return false;
        if (role_like(whole))
            return known(&whole->of) && several(l, whole) && !whole->name_n && !whole->modifier && whole->owner < 0;
        if (!bare_nation(whole) || whole->modifier)
            return false;
        next = behind;
    }
    return false;
}

/* "Kenya's" in "Kenya's and Uganda's presidents", the possessive at the end of the phrase that begins at `from`. */
static bool shared_owner(linker *l, uint32_t from, uint32_t end, int32_t sentence, evidence *e, uint32_t *next, evidence *whole)
{
    uint32_t stop = chunk_end(l, from, end), behind, second;
    if (stop < from + 2 || stop + 1 >= end || !possessive(l, stop - 1) || token(l, stop)->upos != BW_UPOS_CCONJ)
        return false;
    for (second = stop + 1; second < end && second < stop + 6 && !possessive(l, second); second++)
        ;
    if (second == end || !possessive(l, second) || !scan(l, from, stop - 1, e) || !bare_nation(e) || e->modifier ||
        !read_phrase(l, stop + 1, end, sentence, true, whole, &behind) || second >= behind)
        return false;
    *next = stop;
    return role_like(whole) && known(&whole->of) && several(l, whole) && !whole->name_n && !whole->modifier && whole->owner < 0;
}

/* A role, and nothing that says whose. */
static bool bare_role(const evidence *e)
{
    return role_like(e) && !known(&e->of) && e->org == KB_NONE && e->owner < 0 && e->owner_agent == KB_NONE &&
           e->group == KB_NONE && !e->name_n && !e->modifier;
}

/* "Lawmakers" of "lawmakers, clerics and officials in Kenya", "the president" of "the president and prime minister of Kenya":
 * what stands behind the last belongs to all. */
static void share_complement(linker *l, evidence *e, uint32_t next, uint32_t end, int32_t sentence)
{
    for (int i = 0; i < 4 && bare_role(e) && next + 1 < end; i++) {
        evidence other;
        bool comma = is(l, next, ",");
        if (comma && token(l, next + 1)->upos == BW_UPOS_CCONJ)
            next++;
        bool closed = token(l, next)->upos == BW_UPOS_CCONJ;
        uint32_t from = next + 1;
        if (!(comma || closed) || from >= end || !read_phrase(l, from, end, sentence, true, &other, &next) || other.first != from ||
            !bare_role(&other))
            return;
        bool all_several = several(l, e) && several(l, &other), of = next < end && is(l, next, "of");
        if (!all_several && !(closed && of && e->definite))
            return;
        if (!closed)
            continue;
        read_complements(l, &other, end, sentence, &next, 0);
        e->of = other.of;
        e->country_weak = other.country_weak;
        memcpy(e->more, other.more, sizeof e->more);
        e->n_more = other.n_more;
        return;
    }
}

/* "Lawmakers" of "Varenian officials and lawmakers": a dictionary's actor goes with all the agents of its phrase, as its own
 * coder reads it, where the tree joins them. `with` is the phrase that names it, `next` the token before this one. */
static bool share_actor(const linker *l, evidence *e, const evidence *with, uint32_t next)
{
    int32_t h = token(l, e->head)->head;
    if (!bare_role(e) || e->first != next + 1 || with->of.actor == KB_NONE || !with->n_agents || with->name_n || !e->n_agents ||
        !(token(l, next)->upos == BW_UPOS_CCONJ || is(l, next, ",")) || !l->kb->agents[e->agents[e->n_agents - 1]].code.len ||
        token(l, e->head)->rel != BW_REL_conj || h < (int32_t)with->first || h >= (int32_t)next)
        return false;
    e->of = with->of;
    return true;
}

/* Lists joined in one phrase are one chain from the first on. */
static void join(linker *l, int32_t first, int32_t second)
{
    bw_mention *m = l->doc->mentions;
    while (m[first].also >= 0)
        first = m[first].also;
    if (first != second)
        m[first].also = second;
}

/* Nobody's positions, the head of nothing that acts. */
static bool ownerless(const evidence *e)
{
    return !known(&e->of) && e->org == KB_NONE && e->owner_agent == KB_NONE && e->group == KB_NONE && e->owner < 0 &&
           !e->of_body && !e->name_n && e->n_agents < 2;
}

/* Of a dateline only the places count. */
static uint32_t dateline_place(linker *l, uint32_t t, int32_t sentence)
{
    const piece *p = bw_pieces_at(l, t);
    evidence e;
    uint32_t next = p ? p->first + p->n : t + 1;
    if (p && p->first == t && next <= l->doc->dateline_end && (p->kinds & (NATION_KINDS | 1u << KB_IS_PLACE | 1u << KB_IS_ACTOR)) &&
        scan(l, t, next, &e) && bare_nation(&e))
        resolve(l, &e, sentence);
    return next;
}

void bw_phrases_link(linker *l, const bw_sentence *s, int32_t sentence)
{
    uint32_t end = s->first + s->n;
    int32_t open = -1; /* first of the mentions that wait for the head they share */
    evidence last = {.of.actor = KB_NONE};
    uint32_t last_end = 0;
    for (uint32_t t = s->first; t < end;) {
        const bw_token *k = token(l, t);
        if (t >= l->doc->dateline_first && t < l->doc->dateline_end) {
            t = dateline_place(l, t, sentence);
            continue;
        }
        if (k->upos == BW_UPOS_PRON && strcmp(k->xpos, "PRP") == 0) {
            int32_t m = bw_refer_pronoun(l, t, sentence, true);
            if (m >= 0)
                index_tokens(l, t, t + 1, m);
            t++;
            continue;
        }
        if (!material(l, t, end)) {
            t++;
            continue;
        }
        evidence e, whole;
        uint32_t next, upto;
        bool owner = shared_owner(l, t, end, sentence, &e, &next, &whole);
        bool found = owner || read_phrase(l, t, end, sentence, false, &e, &next);
        if (next == t)
            next = t + 1;
        int32_t pair = bw_refer_pair(l, &(evidence){.first = t, .end = next, .head = next - 1}, sentence);
        if (pair >= 0) {
            index_tokens(l, t, next, pair);
            t = next;
            continue;
        }
        if (!found) {
            t = next;
            continue;
        }
        if (owner || shared_head(l, &e, next, end, sentence, &whole)) {
            uint32_t first = e.first, stop = e.end;
            nationality of = e.of;
            e = whole;
            e.first = first;
            e.end = stop;
            e.headless = true;
            e.of = of;
            int32_t m = bw_resolve(l, &e, sentence);
            if (m >= 0) {
                index_tokens(l, e.first, e.end, m);
                if (open >= 0)
                    join(l, open, m);
                else
                    open = m;
            }
            t = next;
            continue;
        }
        read_complements(l, &e, end, sentence, &next, 0);
        share_complement(l, &e, next, end, sentence);
        bool shared = last_end && last_end < end && share_actor(l, &e, &last, last_end);
        read_apposition(l, &e, end, sentence, &next, &upto);
        if (!shared)
            last = e;
        last_end = next;
        if (e.dependent && ownerless(&e)) {
            t = next;
            continue;
        }
        int32_t m = bw_resolve(l, &e, sentence);
        if (m >= 0) {
            if (open >= 0) {
                join(l, open, m);
                m = open;
            }
            for (uint32_t i = 0; i < e.n_more; i++) {
                e.of = e.more[i];
                join(l, m, bw_resolve(l, &e, sentence));
            }
            index_tokens(l, e.first, e.end, m);
            index_tokens(l, e.end, upto, m);
        }
        if (m >= 0 || token(l, next < end ? next : end - 1)->upos != BW_UPOS_CCONJ)
            open = -1;
        t = next;
    }
}
