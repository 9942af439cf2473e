/* What a noun phrase says -> whom it means on the document's day. */
#include "link/linker.h"

#include "link/tables.h"

static const bw_token *token(const linker *l, uint32_t t) { return &l->doc->tokens[t]; }

static void set_code(char out[4], const char *code)
{
    memcpy(out, code, 4);
}

static void add_sector(bw_mention *m, const char *sector)
{
    if (!sector[0] || m->n_sectors == BW_MAX_SECTORS)
        return;
    for (int i = 0; i < m->n_sectors; i++)
        if (strcmp(m->sectors[i], sector) == 0)
            return;
    set_code(m->sectors[m->n_sectors++], sector);
}

static void add_sectors(bw_mention *m, const kb_sectors s)
{
    for (int i = 0; i < KB_SECTORS; i++)
        add_sector(m, s[i]);
}

static bool where_has(bw_str where, bw_str word)
{
    for (size_t at = bw_str_find(where, word, 0); at < where.len; at = bw_str_find(where, word, at + 1))
        if ((at == 0 || where.ptr[at - 1] == ' ') && where.ptr[at + word.len] == ' ')
            return true;
    return false;
}

/* Which of the posts with this title is meant; KB_NONE when it is none in this country or body. A title of one country
 * or body only implies it: *country, *org are filled. */
static uint32_t role_of(const linker *l, const evidence *e, char country[4], uint32_t *implied)
{
    if (e->title < 0)
        return KB_NONE;
    const piece *p = &l->pieces[e->title];
    uint32_t best = KB_NONE;
    int best_score = 0;
    bw_str org = e->org == KB_NONE ? (bw_str){0} : kb_str(l->kb, l->kb->orgs[e->org].id);
    const kb_sectors *org_country = e->org == KB_NONE ? NULL : kb_org_says(l->kb, e->org, false, l->day);
    bool of_body = e->of_body || (e->org != KB_NONE && !country[0]);
    for (uint32_t i = p->first_posting; i < p->first_posting + p->n_postings; i++) {
        const kb_posting *q = &l->postings[i];
        if (q->kind != KB_IS_TITLE && q->kind != KB_IS_STYLE)
            continue;
        const kb_title *t = &l->kb->titles[q->record];
        bw_str where = kb_str(l->kb, t->where);
        int score;
        if (t->role == l->k->role_io && e->org == KB_NONE && !where.len)
            score = country[0] ? 0 : 1; /* at the head of a body, not of a ministry's department */
        else if (t->role == l->k->role_io && !where.len)
            score = org_country && kb_find_country(l->kb, (*org_country)[0]) == KB_NONE ? 3 : 0;
        else if (where.len == 0)
            score = of_body && l->kb->roles[t->role].one ? 0 : 2;
        else if (org.len && where_has(where, org))
            score = 5;
        else if (country[0] && where_has(where, bw_str_of(country)))
            score = 4;
        else if (org_country && where_has(where, bw_str_of((*org_country)[0])))
            score = 3;
        else
            score = country[0] || of_body ? 0 : t->org != KB_NONE || where.len == 4 ? 3 : 1;
        if (score > best_score) {
            best_score = score;
            best = t->role;
            *implied = t->org;
            if (!country[0] && score == 3 && where.len == 4 && t->org == KB_NONE && !of_body) {
                memcpy(country, where.ptr, 3);
                country[3] = '\0';
                best_score = 3;
            }
        }
    }
    return best;
}

/* The word before the phrase that says in which relation it stands. */
static uint32_t word_before(const linker *l, const evidence *e, int32_t sentence)
{
    uint32_t first = l->doc->sentences[sentence].first, t = e->first;
    while (t > first) {
        const bw_token *k = token(l, t - 1);
        if (k->upos == BW_UPOS_DET || k->upos == BW_UPOS_ADJ || k->upos == BW_UPOS_NUM || k->upos == BW_UPOS_ADV)
            t--;
        else
            return t - 1;
    }
    return UINT32_MAX;
}

static bool subject_rel(int rel)
{
    return rel == BW_REL_nsubj || rel == BW_REL_nsubj_pass || rel == BW_REL_nsubj_outer || rel == BW_REL_csubj;
}

/* Whether the phrase stands where a place does; a list takes it from its first member. */
static bool locative(const linker *l, const evidence *e, int32_t sentence)
{
    if (e->first >= l->doc->dateline_first && e->first < l->doc->dateline_end)
        return true;
    if (token(l, e->head)->rel == BW_REL_amod && token(l, e->head)->upos == BW_UPOS_ADJ)
        return false; /* "in an Israeli strike" */
    uint32_t before = word_before(l, e, sentence);
    if (before != UINT32_MAX && bw_pieces_listed(l, before, LIST_LOCATIVE) && token(l, before)->upos != BW_UPOS_ADV)
        return true;
    int32_t h = token(l, e->head)->head;
    if (token(l, e->head)->rel == BW_REL_conj && h >= 0 && l->doc->mention_of[h] >= 0) {
        const bw_mention *m = &l->doc->mentions[l->doc->mention_of[h]];
        return m->place && !m->actor;
    }
    return false;
}

/* A town that is shelled means its people, one that is captured is a place. */
static bool people_of_town(const linker *l, const evidence *e, int32_t sentence)
{
    const bw_token *k = token(l, e->head);
    bool suffers = k->rel == BW_REL_obj || k->rel == BW_REL_obl || k->rel == BW_REL_nsubj_pass || k->rel == BW_REL_nmod;
    return !locative(l, e, sentence) && !(suffers && k->head >= 0 && !bw_pieces_listed(l, (uint32_t)k->head, LIST_HIT));
}

static void set_point(bw_mention *m, kb_point p)
{
    if (p.lat == KB_EVER || p.lon == KB_EVER)
        return;
    m->has_point = true;
    m->lat = p.lat / 1e6;
    m->lon = p.lon / 1e6;
}

static void set_country(const linker *l, bw_mention *m, const char *code, bool name)
{
    uint32_t at = kb_find_country(l->kb, code);
    set_code(m->country, code);
    if (!name || at == KB_NONE)
        return;
    const kb_country *c = &l->kb->countries[at];
    m->name = kb_str(l->kb, c->name);
    m->feature = BW_LIT("country");
    m->geonames = c->geonames;
    set_point(m, c->point);
}

/* A country, its capital or a seat of its government, by itself. */
static void fill_nation(linker *l, const evidence *e, int32_t sentence, bw_mention *m, backing *b)
{
    const piece *p = &l->pieces[e->nation];
    const kb_posting *q = bw_phrases_nation(l, p);
    bool in = locative(l, e, sentence);
    m->actor = !in;
    m->place = true;
    m->confidence = 0.9f;
    if (!q) { /* a place of places.tsv */
        const kb_place *place = &l->kb->places[bw_pieces_posting(l, p, KB_IS_PLACE)->record];
        m->kind = BW_MENTION_PLACE;
        m->actor = false;
        m->name = kb_str(l->kb, place->name);
        m->feature = kb_str(l->kb, place->feature);
        m->geonames = place->geonames;
        set_point(m, place->point);
        m->reason = BW_LIT("place");
        if (!in && !e->modifier && bw_str_is(m->feature, "city")) {
            /* Who shells a city hits its people. */
            int rel = token(l, e->head)->rel;
            bool people = people_of_town(l, e, sentence);
            m->actor = people && (rel == BW_REL_obj || rel == BW_REL_nsubj_pass);
            if (people)
                add_sector(m, "CVL");
        }
        return;
    }
    if (q->kind == KB_IS_CAPITAL) {
        const kb_capital *c = &l->kb->capitals[q->record];
        uint32_t end = e->end;
        /* "Seoul, South Korea"; "Kabul airport" */
        bool named = end + 1 < l->doc->n_tokens && bw_str_is(token(l, end)->form, ",") && bw_pieces_at(l, end + 1) &&
                     strcmp(bw_phrases_nation_code(l, bw_pieces_at(l, end + 1)), e->of.country) == 0;
        m->feature = BW_LIT("city");
        m->geonames = 0;
        set_point(m, c->point);
        if (in || named || e->modifier) {
            m->kind = BW_MENTION_PLACE;
            m->actor = e->modifier && !in;
            m->name = kb_str(l->kb, c->name);
            m->reason = BW_LIT("capital as a place");
        } else {
            m->kind = BW_MENTION_COUNTRY;
            m->name = kb_str(l->kb, l->kb->countries[c->country].name);
            m->entity = bw_str_of(l->kb->countries[c->country].code);
            add_sector(m, "GOV");
            m->reason = BW_LIT("capital for its government");
        }
        return;
    }
    if (q->kind == KB_IS_SEAT) {
        const kb_seat *seat = &l->kb->seats[q->record];
        m->kind = in ? BW_MENTION_PLACE : BW_MENTION_ORG;
        m->name = kb_str(l->kb, seat->name);
        if (!m->name.len)
            m->name = kb_str(l->kb, l->kb->countries[seat->country].name);
        if (!in && seat->org != KB_NONE) {
            m->entity = kb_str(l->kb, l->kb->orgs[seat->org].id);
            b->org = seat->org;
        }
        if (!in && seat->org == KB_NONE)
            m->entity = bw_str_print(l->arena, "%s/seat", l->kb->countries[seat->country].code);
        m->place = in;
        add_sectors(m, seat->sectors);
        if (!m->n_sectors)
            add_sector(m, "GOV");
        m->feature = BW_LIT("building");
        m->reason = BW_LIT("seat of power");
        return;
    }
    if (q->kind == KB_IS_CITIZEN && !(p->kinds & (1u << KB_IS_COUNTRY | 1u << KB_IS_ADJECTIVE))) {
        m->kind = BW_MENTION_AGENT;
        m->place = false;
        m->actor = true;
        if (e->counted)
            add_sector(m, "CVL");
        b->plural = e->plural;
        m->reason = BW_LIT("citizens");
        return;
    }
    const kb_country *c = &l->kb->countries[q->record];
    m->kind = BW_MENTION_COUNTRY;
    m->place = q->kind != KB_IS_ADJECTIVE;
    set_country(l, m, e->of.country, true);
    m->entity = bw_str_of(c->code);
    m->name = kb_str(l->kb, c->name);
    add_sectors(m, c->sectors);
    m->reason = q->kind == KB_IS_COUNTRY_SHORT ? BW_LIT("short for a country spoken of")
                : q->kind == KB_IS_COUNTRY       ? BW_LIT("country") : BW_LIT("adjective of a country");
}

/* Whom only a dictionary names: what kind of thing it is the text's own names say best. A code of three letters is mostly a
 * country's, and a country is where one can be. */
static void fill_actor(linker *l, const evidence *e, int32_t sentence, bw_mention *m, backing *b)
{
    const kb_actor *a = &l->kb->actors[e->of.actor];
    const piece *p = &l->pieces[e->nation];
    int ner = token(l, p->first + p->n - 1)->ner;
    bool short_code = kb_actor_says(l->kb, e->of.actor, l->day)->code.len == 3;
    m->kind = ner == BW_NER_PER ? BW_MENTION_PERSON : short_code && ner != BW_NER_ORG ? BW_MENTION_COUNTRY : BW_MENTION_ORG;
    m->place = m->kind == BW_MENTION_COUNTRY || ner == BW_NER_LOC;
    m->actor = !(m->place && locative(l, e, sentence));
    m->entity = kb_str(l->kb, a->id);
    m->name = kb_str(l->kb, a->name);
    m->confidence = 0.9f;
    m->reason = BW_LIT("name of a dictionary");
    b->named = m->kind == BW_MENTION_PERSON;
}

static void fill_org(const linker *l, uint32_t org, bw_mention *m, bool self)
{
    const kb_org *o = &l->kb->orgs[org];
    const kb_sectors *country = kb_org_says(l->kb, org, false, l->day), *sectors = kb_org_says(l->kb, org, true, l->day);
    /* What the tables say of other days is better than nothing. */
    for (uint32_t i = o->first_fact; i < o->first_fact + o->n_facts; i++) {
        if (!country && !l->kb->org_facts[i].is_sector)
            country = &l->kb->org_facts[i].value;
        if (!sectors && l->kb->org_facts[i].is_sector)
            sectors = &l->kb->org_facts[i].value;
    }
    if (!m->country[0] && country)
        set_code(m->country, (*country)[0]);
    if (sectors)
        add_sectors(m, *sectors);
    if (!self)
        return;
    m->entity = kb_str(l->kb, o->id);
    m->name = kb_str(l->kb, o->name);
    m->wikidata = kb_str(l->kb, o->wikidata);
    set_point(m, o->point);
}

/* The person who is meant, and what that person is on the day. */
static void fill_person(linker *l, const evidence *e, uint32_t person, uint32_t role, bw_mention *m, backing *b)
{
    const kb_person *p = &l->kb->persons[person];
    bool held;
    uint32_t office = bw_persons_office(l, person, role, &held);
    m->kind = BW_MENTION_PERSON;
    m->entity = kb_str(l->kb, p->id);
    m->name = kb_str(l->kb, p->name);
    m->wikidata = kb_str(l->kb, p->wikidata);
    b->person = person;
    b->sex = p->sex[0];
    const kb_office *o = office == KB_NONE ? NULL : &l->kb->offices[office];
    bool titled = role != KB_NONE && !e->former;
    if (o && o->role != KB_NONE && (!titled || o->role == role)) {
        set_code(m->country, o->country);
        m->role = bw_str_of(l->kb->roles[o->role].code);
        b->role = o->role;
        m->n_sectors = 0;
        add_sectors(m, l->kb->roles[o->role].sectors);
        if (o->org != KB_NONE) {
            m->country[0] = '\0';
            fill_org(l, o->org, m, false);
        }
        return;
    }
    if (o && o->role == KB_NONE) {
        set_code(m->country, o->country[0] ? o->country : p->country);
        m->n_sectors = 0;
        add_sectors(m, o->sectors);
        return;
    }
    if (!m->country[0])
        set_code(m->country, p->country);
    if (!titled && !o && held) {
        m->role = BW_LIT("FORMER");
        m->n_sectors = 0;
        add_sector(m, "ELI");
    }
}

int32_t bw_resolve_add(linker *l, bw_mention m, backing b)
{
    bw_document *doc = l->doc;
    int32_t at = (int32_t)doc->n_mentions;
    if (m.entity.len && m.same_as < 0) {
        bool added;
        bw_map_entry *before = bw_map_put(&l->entities, m.entity, (uint32_t)at, &added);
        if (!added && m.kind == doc->mentions[before->value].kind)
            m.same_as = (int32_t)before->value;
        before->value = (uint32_t)at;
    }
    BW_PUSH(l->arena, doc->mentions, doc->n_mentions, l->mentions_room, m);
    BW_PUSH(l->arena, l->backs, l->n_backs, l->backs_room, b);
    return at;
}

static bw_str phrase_text(const linker *l, uint32_t first, uint32_t end, int32_t sentence, uint32_t *from, uint32_t *to)
{
    *from = token(l, first)->start;
    *to = token(l, end - 1)->end;
    return bw_str_slice(bw_sentence_source(l->doc, &l->doc->sentences[sentence]), *from, *to);
}

/* The holder of the post on the day; of several ("president", "supreme leader") the one whose title is written. */
static uint32_t holder(linker *l, const evidence *e, uint32_t role, const char *country)
{
    uint32_t best = kb_find_holder(l->kb, role, country, e->org, l->day), first, end;
    if (e->title < 0 || best == KB_NONE)
        return best;
    const piece *p = &l->pieces[e->title];
    bw_str title = bw_pieces_folded(l, p->first, p->first + p->n, true);
    if (e->plural && title.len && title.ptr[title.len - 1] == 's')
        title.len--;
    kb_find_offices(l->kb, role, country, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        const kb_office *o = &l->kb->offices[i];
        if (kb_holds(o->from, o->to, l->day) && (e->org == KB_NONE || o->org == e->org) &&
            bw_str_eq_fold(kb_str(l->kb, o->title), title))
            best = i;
    }
    return best;
}

static bool post_holder(const linker *l, const evidence *e, uint32_t role)
{
    return role != KB_NONE && l->kb->roles[role].one && (!e->plural || e->n_more) && !e->deputy && !e->former && !e->headless &&
           (e->definite || e->owner >= 0 || !e->counted);
}

/* "The town of Goma", "the state of Victoria": a place; people live in a town. */
static void fill_area(linker *l, const evidence *e, int32_t sentence, bool state, bw_mention *m)
{
    const piece *p = e->nation < 0 ? NULL : &l->pieces[e->nation];
    const kb_posting *q = p ? bw_pieces_posting(l, p, KB_IS_PLACE) : NULL;
    m->place = true;
    m->actor = !state && people_of_town(l, e, sentence);
    m->kind = m->actor ? BW_MENTION_AGENT : BW_MENTION_PLACE;
    m->reason = BW_LIT("place");
    m->n_sectors = 0;
    if (m->actor)
        add_sector(m, "CVL");
    if (q) {
        const kb_place *place = &l->kb->places[q->record];
        set_code(m->country, place->country);
        m->name = kb_str(l->kb, place->name);
        m->feature = kb_str(l->kb, place->feature);
        m->geonames = place->geonames;
        set_point(m, place->point);
    } else if (p && !state && (q = bw_pieces_posting(l, p, KB_IS_CAPITAL)) != NULL) {
        const kb_capital *c = &l->kb->capitals[q->record];
        m->name = kb_str(l->kb, c->name);
        m->feature = BW_LIT("city");
        set_point(m, c->point);
    } else if (state) {
        m->country[0] = '\0'; /* a part of a country that has the name of some capital */
    }
}

/* "Chadian Human Rights League": some word tells what the rest does not. */
static void guess_sector(const linker *l, const evidence *e, bw_mention *m)
{
    for (uint32_t t = e->hint ? e->hint - 1 : e->first; t < e->end && !m->n_sectors; t++) {
        /* Of the "Northern Workers Party" no more than what the Workers Party is. */
        const piece *p = bw_pieces_at(l, t);
        const kb_posting *like = p && p->n > 1 ? bw_pieces_posting(l, p, KB_IS_ORG) : NULL;
        const kb_sectors *sectors = like ? kb_org_says(l->kb, like->record, true, l->day) : NULL;
        if (sectors)
            add_sector(m, (*sectors)[0]);
        bw_str s = bw_pieces_value(l, t, LIST_SECTOR);
        char code[4] = "";
        if (s.len == 3 && !m->n_sectors) {
            memcpy(code, s.ptr, 3);
            add_sector(m, code);
        }
    }
}

/* Sectors of the body that a "leader" or "fighter" belongs to; false when none is said. */
static bool add_whole(linker *l, const evidence *e, bw_mention *m)
{
    int before = m->n_sectors;
    if (e->owner >= 0 && l->doc->mentions[e->owner].kind != BW_MENTION_PERSON) {
        const bw_mention *owner = &l->doc->mentions[e->owner];
        for (int i = 0; i < owner->n_sectors; i++)
            add_sector(m, owner->sectors[i]);
    } else if (e->org != KB_NONE) {
        fill_org(l, e->org, m, false);
    }
    if (e->owner_agent != KB_NONE)
        add_sectors(m, l->kb->agents[e->owner_agent].sectors);
    for (uint32_t i = 0; i + 1 < e->n_agents; i++)
        add_sectors(m, l->kb->agents[e->agents[i]].sectors);
    return m->n_sectors > before;
}

/* Puts the parts of three letters that the code lacks behind it: "USAGOV" and "GOVMED" is USAGOVMED. */
static void append_code(bw_buf *code, bw_str more)
{
    for (size_t at = 0; at < more.len; at += 3) {
        bw_str part = bw_str_slice(more, at, at + 3);
        bool there = false;
        for (size_t pos = 0; pos + part.len <= code->len && !there; pos += 3)
            there = bw_str_eq(bw_str_slice(bw_buf_view(code), pos, pos + part.len), part);
        if (!there)
            bw_buf_str(code, part);
    }
}

enum { MAX_CODES = MAX_AGENTS + 2 };

/* Codes that a dictionary gives to what the phrase calls the actor, in the order of the words. */
static uint32_t agent_codes(const linker *l, const evidence *e, bw_str codes[MAX_CODES])
{
    uint32_t n = 0;
    bw_str code;
    if (e->owner_agent != KB_NONE && (code = kb_str(l->kb, l->kb->agents[e->owner_agent].code)).len)
        codes[n++] = code;
    const kb_posting *title = e->title >= 0 ? bw_pieces_posting(l, &l->pieces[e->title], KB_IS_AGENT) : NULL;
    if (title && (code = kb_str(l->kb, l->kb->agents[title->record].code)).len)
        codes[n++] = code;
    for (uint32_t i = 0; i < e->n_agents; i++)
        if ((code = kb_str(l->kb, l->kb->agents[e->agents[i]].code)).len)
            codes[n++] = code;
    return n;
}

/* One actor's code with those of the agents before and behind it. */
static bw_str whole_code(linker *l, const evidence *e, bw_str actor, const bw_str *agents, uint32_t n, const bw_mention *m)
{
    bool role_like = e && (e->title >= 0 || e->n_agents || e->counterpart || e->member);
    bw_buf code = {.arena = l->arena};
    bool before = false;
    for (uint32_t i = 0; i < n; i++)
        if (agents[i].ptr[0] != '~') {
            bw_buf_str(&code, bw_str_slice(agents[i], 0, agents[i].len - 1));
            before = true;
        }
    if (actor.len)
        bw_buf_str(&code, actor);
    else if (!before)
        bw_buf_text(&code, KB_NOBODY);
    if (role_like && e->former)
        append_code(&code, BW_LIT("ELI"));
    for (uint32_t i = 0; i < n && !(role_like && e->former); i++)
        if (agents[i].ptr[0] == '~')
            append_code(&code, bw_str_slice(agents[i], 1, agents[i].len));
    /* Where a dictionary has no agents at all ours do. */
    if (role_like && n == 0 && !e->former && actor.len == 3 && m->n_sectors && !l->kb->agent_codes)
        append_code(&code, bw_str_of(m->sectors[0]));
    return bw_buf_view(&code);
}

static void set_whole_code(bw_mention *m, bw_str code)
{
    m->code = code;
    for (size_t at = 3; at + 3 <= code.len; at += 3) {
        char sector[4] = "";
        memcpy(sector, code.ptr + at, 3);
        if (bw_tables_is_sector(bw_str_of(sector)))
            add_sector(m, sector);
    }
}

void bw_resolve_code(linker *l, const evidence *e, int32_t mention)
{
    bw_mention *m = &l->doc->mentions[mention];
    uint32_t actor = l->backs[mention].actor, n = 0;
    bw_str agents[MAX_CODES];
    if (e)
        n = agent_codes(l, e, agents);
    if (actor == KB_NONE && m->same_as >= 0 && l->doc->mentions[m->same_as].code.len) {
        m->code = l->doc->mentions[m->same_as].code;
        return;
    }
    m->code = (bw_str){0};
    if (actor == KB_NONE && n == 0)
        return;
    if (actor == KB_NONE) {
        set_whole_code(m, whole_code(l, e, bw_str_of(m->country), agents, n, m));
        return;
    }
    const kb_actor_code *says = kb_actor_says(l->kb, actor, l->day);
    bw_str rest = kb_str(l->kb, says->code), countries = kb_str(l->kb, says->countries), part;
    int32_t last = mention;
    while (bw_str_cut(&rest, '/', &part)) {
        bool first = part.ptr == kb_str(l->kb, says->code).ptr;
        bw_mention one = l->doc->mentions[mention];
        bw_str whole = whole_code(l, e, part, agents, n, &one);
        if (!first) {
            /* The phrase means several. */
            one.country[0] = '\0';
            one.entity = one.entity.len ? bw_str_print(l->arena, "%.*s/%.*s", BW_STR_FMT(one.entity), BW_STR_FMT(part)) : one.entity;
            one.same_as = one.also = -1;
        }
        if (!one.country[0] && part.len >= 3 && where_has(countries, bw_str_slice(part, 0, 3)))
            memcpy(one.country, part.ptr, 3);
        one.country[3] = '\0';
        set_whole_code(&one, whole);
        if (first) {
            l->doc->mentions[mention] = one;
            continue;
        }
        int32_t next = bw_resolve_add(l, one, l->backs[mention]);
        l->doc->mentions[last].also = next;
        last = next;
    }
}

static int32_t resolve(linker *l, const evidence *said, int32_t sentence)
{
    evidence with = *said;
    const evidence *e = &with;
    bw_mention m = {.sentence = sentence, .first = e->first, .n = e->end - e->first, .head = e->head, .same_as = -1,
                    .also = -1, .actor = true, .confidence = 0.8f};
    backing b = {.agent = KB_NONE, .role = KB_NONE, .person = KB_NONE, .org = KB_NONE, .actor = e->of.actor, .plural = e->plural};
    bw_str phrase = phrase_text(l, e->first, e->end, sentence, &m.start, &m.end);
    m.name = phrase;
    b.subject = subject_rel(token(l, e->head)->rel);
    set_code(m.country, e->of.country);
    if (e->n_agents)
        b.agent = e->agents[e->n_agents - 1];
    if (e->group != KB_NONE) {
        const kb_group *g = &l->kb->groups[e->group];
        m.religion = kb_str(l->kb, g->religion);
        m.ethnicity = kb_str(l->kb, g->ethnicity);
        if (!m.country[0])
            set_code(m.country, g->country);
    }

    bool role_like = e->title >= 0 || e->n_agents || e->counterpart || e->member;
    if (e->nation >= 0 && !role_like && !e->name_n && e->org == KB_NONE && e->group == KB_NONE) {
        bool coded = bw_pieces_only_actor(&l->pieces[e->nation]);
        (coded ? fill_actor : fill_nation)(l, e, sentence, &m, &b);
        int32_t at = bw_resolve_add(l, m, b);
        if (coded && b.named) {
            with.name_first = l->pieces[e->nation].first;
            with.name_n = l->pieces[e->nation].n;
            bw_persons_remember(l, (uint32_t)at, e);
        }
        return at;
    }

    uint32_t implied = KB_NONE, role = role_of(l, e, m.country, &implied);
    if (e->org == KB_NONE)
        with.org = implied;
    if (e->counterpart && e->owner >= 0)
        role = l->backs[e->owner].role;
    else if (e->counterpart && e->owner < 0 && l->doc->n_mentions)
        role = KB_NONE;
    if (e->deputy && role != KB_NONE && l->kb->roles[role].one) {
        add_sectors(&m, l->kb->roles[role].sectors);
        role = l->k->role_official;
    }
    b.role = role;
    if (role != KB_NONE)
        m.role = bw_str_of(l->kb->roles[role].code);

    /* Sectors of the head first, then of what stands before it. */
    if (e->former && role_like)
        add_sector(&m, "ELI");
    bool belongs = e->member && !e->name_n && add_whole(l, e, &m);
    if (belongs)
        ;
    else if (role != KB_NONE)
        add_sectors(&m, l->kb->roles[role].sectors);
    else if (e->title >= 0 && e->org != KB_NONE)
        fill_org(l, e->org, &m, false);
    for (uint32_t i = e->n_agents; i-- > 0;) {
        const kb_agent *a = &l->kb->agents[e->agents[i]];
        if (belongs && i + 1 == e->n_agents)
            continue;
        if (!(role != KB_NONE && a->type == KB_AGENT_PERSON && m.n_sectors))
            add_sectors(&m, a->sectors);
        if (!m.country[0])
            set_code(m.country, a->country);
    }
    if (e->owner_agent != KB_NONE) {
        add_sectors(&m, l->kb->agents[e->owner_agent].sectors);
        if (!m.country[0])
            set_code(m.country, l->kb->agents[e->owner_agent].country);
    }
    if (e->org != KB_NONE && (role_like || e->name_n)) {
        fill_org(l, e->org, &m, false);
        b.org = e->org;
    }

    m.kind = BW_MENTION_AGENT;
    m.reason = BW_LIT("role");
    if (e->somewhere && !e->name_n && b.agent != KB_NONE) {
        bool state = l->kb->agents[b.agent].type == KB_AGENT_BODY;
        const piece *p = e->nation < 0 ? NULL : &l->pieces[e->nation];
        if (!(state && p && (p->kinds & 1u << KB_IS_COUNTRY) && !(p->kinds & 1u << KB_IS_PLACE))) {
            fill_area(l, e, sentence, state, &m);
            return bw_resolve_add(l, m, b);
        }
    }
    if (e->name_n) {
        set_code(with.of.country, m.country);
        person_found found = bw_persons_find(l, e, role);
        if (e->guess && found.person == KB_NONE && found.same_as < 0)
            return -1;
        m.kind = BW_MENTION_PERSON;
        m.name = phrase_text(l, e->name_first, e->name_first + e->name_n, sentence, &(uint32_t){0}, &(uint32_t){0});
        m.reason = bw_str_of(found.reason);
        m.confidence = found.confidence;
        m.same_as = found.same_as;
        b.named = true;
        if (found.same_as >= 0) {
            const bw_mention *was = &l->doc->mentions[found.same_as];
            if (!m.country[0])
                set_code(m.country, was->country);
            if (!m.n_sectors || role == KB_NONE)
                for (int i = 0; i < was->n_sectors; i++)
                    add_sector(&m, was->sectors[i]);
            m.kind = was->kind == BW_MENTION_AGENT ? BW_MENTION_PERSON : was->kind;
            if (role == KB_NONE) {
                b.role = l->backs[found.same_as].role;
                m.role = was->role;
            }
            m.entity = was->entity;
            m.name = was->name;
            m.wikidata = was->wikidata;
            b.person = found.person;
            b.sex = l->backs[found.same_as].sex;
        }
        /* What the text called somebody holds until it says otherwise. */
        if (found.person != KB_NONE && !(found.same_as >= 0 && role == KB_NONE))
            fill_person(l, e, found.person, role, &m, &b);
        int32_t at = bw_resolve_add(l, m, b);
        bw_persons_remember(l, (uint32_t)at, e);
        return at;
    }
    if (e->body && !role_like && e->org == KB_NONE) {
        /* A body that no table knows, or a person whom the tagger takes for one. */
        with.name_first = e->first;
        with.name_n = e->end - e->first;
        person_found found = e->end - e->first <= 3 && !m.country[0] ? bw_persons_find(l, e, KB_NONE) : (person_found){.same_as = -1};
        if (found.same_as >= 0) {
            with.body = false;
            return resolve(l, e, sentence);
        }
        m.kind = BW_MENTION_ORG;
        guess_sector(l, e, &m);
        m.reason = BW_LIT("organisation unknown");
        m.confidence = 0.5f;
        return bw_resolve_add(l, m, b);
    }
    if (e->org != KB_NONE && !role_like) {
        fill_org(l, e->org, &m, true);
        m.kind = BW_MENTION_ORG;
        m.reason = BW_LIT("organisation");
        m.confidence = 0.9f;
        b.org = e->org;
        return bw_resolve_add(l, m, b);
    }
    if (m.country[0] && post_holder(l, e, role) && !(e->modifier && !e->definite)) {
        uint32_t office = holder(l, e, role, m.country);
        if (office != KB_NONE) {
            fill_person(l, e, l->kb->offices[office].person, role, &m, &b);
            m.reason = BW_LIT("post and day");
            m.confidence = 0.85f;
            return bw_resolve_add(l, m, b);
        }
    }
    bool body = b.agent != KB_NONE && l->kb->agents[b.agent].type == KB_AGENT_BODY;
    bool placed = m.country[0] || e->of.actor != KB_NONE;
    if (!placed && !e->plural && (body || role != KB_NONE) && (e->definite || body)) {
        int32_t before = bw_refer_body(l, e, b.agent, role);
        if (before >= 0) {
            const bw_mention *was = &l->doc->mentions[before];
            m.same_as = before;
            set_code(m.country, was->country);
            m.entity = was->entity;
            if (was->entity.len)
                m.name = was->name;
            m.wikidata = was->wikidata;
            m.reason = BW_LIT("named before");
            m.kind = was->kind;
            b.person = l->backs[before].person;
            b.sex = l->backs[before].sex;
            for (int i = 0; i < was->n_sectors; i++)
                add_sector(&m, was->sectors[i]);
            return bw_resolve_add(l, m, b);
        }
    }
    /* "The interior ministry", "police": of the country that the story is written in. */
    bool force = b.agent != KB_NONE && strcmp(l->kb->agents[b.agent].sectors[0], "COP") == 0;
    bool head_of = role != KB_NONE && l->kb->roles[role].one && !e->plural && e->definite && e->org == KB_NONE && !e->of_body;
    if (!placed && l->home[0] && (body || force || head_of)) {
        set_code(m.country, l->home);
        m.confidence = 0.6f;
        m.reason = BW_LIT("country of the dateline");
    }
    if (body)
        m.kind = BW_MENTION_ORG;
    bool bare_post = e->title >= 0 && role != KB_NONE && !m.n_sectors;
    const kb_posting *agent = bare_post ? bw_pieces_posting(l, &l->pieces[e->title], KB_IS_AGENT) : NULL;
    if (agent) /* "guerrilla leader": the post has no sector of its own */
        add_sectors(&m, l->kb->agents[agent->record].sectors);
    if (e->group == KB_NONE)
        guess_sector(l, e, &m);
    if (e->area && !body && !e->plural && !people_of_town(l, e, sentence)) {
        m.actor = false;
        m.n_sectors = 0;
    }
    if (e->group != KB_NONE && !role_like)
        add_sectors(&m, l->kb->groups[e->group].sectors);
    return bw_resolve_add(l, m, b);
}

int32_t bw_resolve(linker *l, const evidence *e, int32_t sentence)
{
    int32_t at = resolve(l, e, sentence);
    if (at >= 0)
        bw_resolve_code(l, e, at);
    return at;
}
