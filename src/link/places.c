/* Which place of a name: by its size, by what stands beside it ("Paris, Texas"), by the countries and places that the
 * document speaks of. A name means one place throughout a document. */
#include "link/linker.h"

#include <math.h>

enum { MOST_WORDS = 6, MOST_CANDIDATES = 300, MOST_NEAR = 40, ROUNDS = 3 };

/* Points of evidence; ten times as many people are worth one point. */
static const float OF_TABLES = 3.0f, NAMED_BESIDE = 8.0f, COUNTRY_HOME = 1.5f, COUNTRY_SHARE = 2.5f,
                   COUNTRY_SEEN = 0.8f, VERY_NEAR = 1.2f, NEAR = 0.6f, SAME_PROVINCE = 0.8f, ENOUGH_NEAR = 3.0f,
                   OTHER_NAME = -1.0f, CALLED_AREA = 4.0f, SURE = 1.5f;

static const bw_token *token(const linker *l, uint32_t t) { return &l->doc->tokens[t]; }

typedef struct {
    uint32_t spot; /* BW_NO_SPOT: what the tables said of the mention */
    char country[4];
    float lat, lon, prior, score;
} candidate;

struct place_group {
    bw_str folded;
    candidate *candidates;
    uint32_t n, choice; /* choice: of candidates; BW_NO_SPOT while none is sure */
    uint32_t beside;    /* a group named behind it after a comma, or BW_NO_SPOT */
    char beside_country[4];
    bool area;            /* "… county" */
    int32_t given;        /* mention by which the tables know a place of this name, or -1 */
    uint32_t n_countries; /* how many mentions take the name for a country's */
    float margin;
};

static float radians(float degrees) { return degrees * 0.01745329252f; }

/* Kilometres, good enough below a thousand; no libm, so that all machines agree. */
static float distance(const candidate *a, const candidate *b)
{
    float x = radians((a->lat + b->lat) / 2), square = x * x;
    float shrink = 1 - square / 2 + square * square / 24; /* cosine */
    float dx = b->lon - a->lon;
    if (dx > 180)
        dx -= 360;
    if (dx < -180)
        dx += 360;
    dx *= shrink;
    float dy = b->lat - a->lat;
    return 111.2f * sqrtf(dx * dx + dy * dy);
}

/* log10 of the number, in pieces of straight lines; 0 people count as 300. */
static float size_of(uint32_t people)
{
    float points = 0, n = people < 300 ? 300 : (float)people;
    while (n >= 10) {
        n /= 10;
        points++;
    }
    return points + (n - 1) / 9;
}

static float prior_of(const bw_spot *s, bool other_name)
{
    static const float by_kind[] = {[BW_SPOT_PROVINCE] = 0.3f, [BW_SPOT_DISTRICT] = -1.5f, [BW_SPOT_CITY] = 0,
                                    [BW_SPOT_SEAT] = 0.5f,     [BW_SPOT_CAPITAL] = 1.0f,   [BW_SPOT_QUARTER] = -0.6f};
    return size_of(s->people) + by_kind[s->kind] + (other_name ? OTHER_NAME : 0);
}

static void add_candidates(linker *l, struct place_group *g, bw_str folded)
{
    const bw_gazetteer *z = &l->k->gazetteer;
    uint32_t n;
    const uint64_t *entries = bw_gazetteer_find(z, folded, &n);
    if (n > MOST_CANDIDATES)
        n = MOST_CANDIDATES;
    if (!n)
        return;
    g->candidates = bw_arena_grow(l->arena, g->candidates, g->n, g->n + n, sizeof *g->candidates);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = bw_entry_spot(entries[i]);
        const bw_spot *s = &z->spots[at];
        candidate c = {.spot = at,
                       .lat = (float)s->lat / 100,
                       .lon = (float)s->lon / 100,
                       .prior = prior_of(s, bw_entry_other_name(entries[i]))};
        memcpy(c.country, s->country, sizeof c.country);
        bool twice = false;
        for (uint32_t k = 0; k < g->n; k++)
            twice |= g->candidates[k].spot == at;
        if (!twice)
            g->candidates[g->n++] = c;
    }
}

static uint32_t group_of(linker *l, bw_str folded)
{
    if (folded.len == 0)
        folded = BW_LIT("-"); /* has no places */
    bool added;
    bw_map_entry *e = bw_map_put(&l->place_names, folded, l->n_groups, &added);
    if (added) {
        struct place_group g = {.folded = folded, .choice = BW_NO_SPOT, .beside = BW_NO_SPOT, .given = -1};
        add_candidates(l, &g, folded);
        BW_PUSH(l->arena, l->groups, l->n_groups, l->groups_room, g);
    }
    return e->value;
}

/* The words of the tokens, without a "the" before them; nothing where "in" is no Indiana. */
static bw_str folded_name(linker *l, uint32_t first, uint32_t end)
{
    bw_str form = token(l, first)->form;
    if (end - first == 1 && form.len == 2 && !(bw_is_upper(form.ptr[0]) && bw_is_upper(form.ptr[1])))
        return (bw_str){0};
    bw_str name = bw_pieces_folded(l, first, end, true);
    return bw_str_starts(name, BW_LIT("the ")) ? bw_str_slice(name, 4, name.len) : name;
}

/* The group of a toponym; where the gazetteer lacks the name, of its part: "downtown X", "X City". */
static uint32_t find_group(linker *l, uint32_t first, uint32_t end)
{
    uint32_t g = group_of(l, folded_name(l, first, end));
    if (l->groups[g].n)
        return g;
    for (uint32_t i = first + 1; i < end; i++) { /* "northern Mali", "downtown Accra": the first word is no name */
        bool small = !bw_is_upper(token(l, first)->form.ptr[0]) || (bw_pieces_listed(l, first, LIST_REGION));
        if (!small)
            break;
        uint32_t part = group_of(l, folded_name(l, i, end));
        if (l->groups[part].n)
            return part;
        first = i;
    }
    if (end - first > 1 && bw_pieces_listed(l, end - 1, LIST_AREA)) {
        uint32_t part = group_of(l, folded_name(l, first, end - 1));
        if (l->groups[part].n) {
            l->groups[part].area = true;
            return part;
        }
    }
    return g;
}

/* What the tables say of the mention takes part. */
static void add_given(linker *l, struct place_group *g, int32_t mention)
{
    const bw_mention *m = &l->doc->mentions[mention];
    if (g->given >= 0 || !m->has_point)
        return;
    candidate c = {.spot = BW_NO_SPOT, .lat = (float)m->lat, .lon = (float)m->lon, .prior = 5 + OF_TABLES};
    memcpy(c.country, m->country, sizeof c.country);
    for (uint32_t i = 0; i < g->n; i++) {
        candidate *k = &g->candidates[i];
        if (distance(k, &c) < 60) { /* the same, which the gazetteer knows better */
            k->prior += OF_TABLES;
            g->given = mention;
            return;
        }
    }
    g->candidates = bw_arena_grow(l->arena, g->candidates, g->n, g->n + 1u, sizeof *g->candidates);
    g->candidates[g->n++] = c;
    g->given = mention;
}

/* ", Texas", "(Texas)", ", Mali" behind the name, but not the members of a list. */
static void read_beside(linker *l, uint32_t g, uint32_t end, uint32_t stop)
{
    if (end + 1 >= stop || !(bw_str_is(token(l, end)->form, ",") || bw_str_is(token(l, end)->form, "(")))
        return;
    uint32_t t = end + 1, behind = t + 1;
    bool bracket = bw_str_is(token(l, end)->form, "(");
    if (bracket && token(l, t)->ner != BW_NER_LOC)
        return; /* an agency */
    while (behind < stop && token(l, behind)->ner == BW_NER_LOC && !token(l, behind)->ner_begin)
        behind++;
    if (behind < stop &&
        (token(l, behind)->upos == BW_UPOS_CCONJ ||
         (bw_str_is(token(l, behind)->form, ",") && behind + 1 < stop && token(l, behind + 1)->ner == BW_NER_LOC)))
        return;
    const piece *p = bw_pieces_at(l, t);
    const char *code = p && p->first == t ? bw_phrases_nation_code(l, p) : "";
    if (code[0] && (p->kinds & 1u << KB_IS_COUNTRY))
        memcpy(l->groups[g].beside_country, code, 4);
    uint32_t last = t;
    while (last < stop && last - t < MOST_WORDS && token(l, last)->form.len &&
           bw_is_upper(token(l, last)->form.ptr[0]) && (token(l, last)->ner == BW_NER_LOC || last == t))
        last++;
    for (; last > t; last--) {
        uint32_t other = group_of(l, folded_name(l, t, last));
        if (l->groups[other].n && other != g) {
            if (l->groups[g].beside == BW_NO_SPOT)
                l->groups[g].beside = other;
            return;
        }
    }
}

static bool asked_for(const bw_document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t i = 0; i < doc->head.n_spans; i++)
        if (doc->head.spans[i].start < doc->tokens[end - 1].end && doc->tokens[first].start < doc->head.spans[i].end)
            return true;
    return false;
}

/* The end of the span that the caller asks for and that begins at the token; 0. */
static uint32_t asked_end(const linker *l, uint32_t t, uint32_t stop)
{
    const bw_document *doc = l->doc;
    for (uint32_t i = 0; doc->head.has_spans && i < doc->head.n_spans; i++) {
        if (doc->head.spans[i].start != token(l, t)->start)
            continue;
        uint32_t end = t + 1;
        while (end < stop && token(l, end)->end <= doc->head.spans[i].end)
            end++;
        bw_str first = token(l, t)->form, last = token(l, end - 1)->form; /* "people in the UK" is no place */
        return first.len && bw_is_lower(first.ptr[0]) ? 0 : last.len && bw_is_lower(last.ptr[0]) ? 0 : end;
    }
    return 0;
}

static void remember(linker *l, uint32_t mention, uint32_t group)
{
    BW_PUSH(l->arena, l->toponyms, l->n_toponyms, l->toponyms_room, ((toponym){mention, group}));
}

/* A place that no mention stands for yet. */
static void add_mention(linker *l, uint32_t first, uint32_t end, int32_t sentence, uint32_t group)
{
    bw_mention m = {.sentence = sentence,
                    .first = first,
                    .n = end - first,
                    .same_as = -1,
                    .also = -1,
                    .place = true,
                    .kind = BW_MENTION_PLACE,
                    .confidence = 0.6f,
                    .start = token(l, first)->start,
                    .end = token(l, end - 1)->end};
    m.head = first;
    for (uint32_t t = first; t < end; t++)
        if (token(l, t)->head < (int32_t)first || token(l, t)->head >= (int32_t)end) {
            m.head = t;
            break;
        }
    m.name = bw_str_slice(bw_sentence_source(l->doc, &l->doc->sentences[sentence]), m.start, m.end);
    m.reason = BW_LIT("place of the gazetteer");
    backing b = {.agent = KB_NONE, .role = KB_NONE, .person = KB_NONE, .org = KB_NONE};
    int32_t at = bw_resolve_add(l, m, b);
    for (uint32_t t = first; t < end; t++)
        if (l->doc->mention_of[t] < 0)
            l->doc->mention_of[t] = at;
    remember(l, (uint32_t)at, group);
}

/* A country that is asked for by a span inside somebody's name or role. */
static void add_country(linker *l, uint32_t first, uint32_t end, int32_t sentence, const char *code)
{
    uint32_t at = kb_find_country(l->kb, code);
    if (at == KB_NONE)
        return;
    const kb_country *k = &l->kb->countries[at];
    bw_mention m = {.sentence = sentence,
                    .first = first,
                    .n = end - first,
                    .head = end - 1,
                    .same_as = -1,
                    .also = -1,
                    .kind = BW_MENTION_COUNTRY,
                    .confidence = 0.9f,
                    .start = token(l, first)->start,
                    .end = token(l, end - 1)->end,
                    .name = kb_str(l->kb, k->name),
                    .feature = BW_LIT("country"),
                    .geonames = k->geonames,
                    .entity = bw_str_of(k->code),
                    .reason = BW_LIT("country, asked for"),
                    .has_point = k->point.lat != KB_EVER,
                    .lat = k->point.lat / 1e6,
                    .lon = k->point.lon / 1e6};
    memcpy(m.country, code, sizeof m.country);
    (void)bw_resolve_add(l, m, (backing){.agent = KB_NONE, .role = KB_NONE, .person = KB_NONE, .org = KB_NONE});
}

/* "Georgia" is a state as well. */
static bool may_be_province(const linker *l, const struct place_group *g, const char *country)
{
    enum { LEAST_PEOPLE = 1000000 };
    for (uint32_t i = 0; i < g->n; i++)
        if (g->candidates[i].spot != BW_NO_SPOT && strcmp(g->candidates[i].country, country) != 0) {
            const bw_spot *s = &l->k->gazetteer.spots[g->candidates[i].spot];
            if (s->kind == BW_SPOT_PROVINCE && s->people >= LEAST_PEOPLE)
                return true;
        }
    return false;
}

static bool stands_for_place(const bw_mention *m, uint32_t first, uint32_t end)
{
    return m->kind == BW_MENTION_PLACE && m->first <= first && m->first + m->n >= end;
}

void bw_places_collect(linker *l, const bw_sentence *s, int32_t sentence)
{
    if (!l->k->gazetteer.n_names)
        return;
    const uint32_t stop = s->first + s->n, n_before = l->doc->n_mentions;
    for (uint32_t t = s->first; t < stop;) {
        uint32_t end = s->number < 0 ? 0 : asked_end(l, t, stop), asked = end;
        if (!end && token(l, t)->ner == BW_NER_LOC) {
            end = t + 1;
            while (end < stop && token(l, end)->ner == BW_NER_LOC && !token(l, end)->ner_begin)
                end++;
        }
        if (!end || end - t > MOST_WORDS) {
            t = end ? end : t + 1;
            continue;
        }
        int32_t at = l->doc->mention_of[end - 1];
        if (at < 0)
            at = l->doc->mention_of[t];
        const bw_mention *m = at >= 0 ? &l->doc->mentions[at] : NULL;
        const piece *p = bw_pieces_at(l, t);
        const char *nation = p && p->first == t && p->first + p->n == end ? bw_phrases_nation_code(l, p) : "";
        if (asked && nation[0] && !(m && m->kind == BW_MENTION_PLACE) &&
            (p->kinds & (1u << KB_IS_COUNTRY | 1u << KB_IS_ADJECTIVE | 1u << KB_IS_CITIZEN))) {
            if (!m || m->n > end - t)
                add_country(l, t, end, sentence, nation);
            t = end;
            continue;
        }
        bool whole = m && m->first <= t + 1 && m->first + m->n >= end && m->n <= end - t + 1;
        uint32_t g = find_group(l, t, end);
        if (m && whole && m->kind != BW_MENTION_PLACE && !m->entity.len && bw_pieces_listed(l, end - 1, LIST_AREA) &&
            l->groups[g].n) {
            l->groups[g].area = true; /* "Borno state", which may act as well */
            remember(l, (uint32_t)at, g);
            t = end;
            continue;
        }
        if (m && whole && m->kind != BW_MENTION_PLACE && !(asked && !m->has_point && !m->entity.len)) {
            if (m->kind == BW_MENTION_COUNTRY && bw_str_is(m->feature, "country") &&
                may_be_province(l, &l->groups[g], m->country)) {
                read_beside(l, g, end, stop);
                add_given(l, &l->groups[g], at);
                l->groups[g].n_countries++;
                remember(l, (uint32_t)at, g);
            }
            t = end; /* a country, or its government, or somebody */
            continue;
        }
        if (end < stop && bw_pieces_listed(l, end, LIST_AREA) && !bw_str_is(token(l, end)->form, "city"))
            l->groups[g].area = true;
        read_beside(l, g, end, stop);
        if (m && stands_for_place(m, t, end)) {
            add_given(l, &l->groups[g], at);
            remember(l, (uint32_t)at, g);
        } else if (l->groups[g].n) {
            add_mention(l, t, end, sentence, g);
        }
        t = end;
    }
    /* Places of the tables where the reader saw no name. */
    for (uint32_t i = n_before; i > 0 && l->doc->mentions[i - 1].sentence == sentence; i--) {
        const bw_mention *m = &l->doc->mentions[i - 1];
        if (m->kind != BW_MENTION_PLACE || token(l, m->first)->ner == BW_NER_LOC || m->n > MOST_WORDS ||
            (l->doc->head.has_spans && asked_for(l->doc, m->first, m->first + m->n)))
            continue;
        uint32_t g = find_group(l, m->first, m->first + m->n);
        read_beside(l, g, m->first + m->n, stop);
        add_given(l, &l->groups[g], (int32_t)i - 1);
        if (l->groups[g].n)
            remember(l, i - 1, g);
    }
}

/* ---- choosing ----------------------------------------------------------------------------------- */

typedef struct {
    char code[4];
    float weight;
} country_weight;

enum { MOST_COUNTRIES = 64 };

typedef struct {
    country_weight items[MOST_COUNTRIES];
    uint32_t n;
    float all;
} country_weights;

static void weigh(country_weights *w, const char *code, float weight)
{
    if (!code[0])
        return;
    w->all += weight;
    for (uint32_t i = 0; i < w->n; i++)
        if (memcmp(w->items[i].code, code, 4) == 0) {
            w->items[i].weight += weight;
            return;
        }
    if (w->n == MOST_COUNTRIES)
        return;
    memcpy(w->items[w->n].code, code, 4);
    w->items[w->n++].weight = weight;
}

static float weight_of(const country_weights *w, const char *code)
{
    for (uint32_t i = 0; i < w->n; i++)
        if (memcmp(w->items[i].code, code, 4) == 0)
            return w->items[i].weight;
    return 0;
}

static bool within(const bw_gazetteer *z, uint32_t spot, uint32_t area)
{
    while (spot != BW_NO_SPOT && spot != area)
        spot = z->spots[spot].area;
    return spot == area;
}

/* "Springfield, Illinois": some province, district or city of that name holds the candidate, or lies by it. */
static bool fits_beside(const linker *l, const candidate *c, const struct place_group *beside)
{
    const bw_gazetteer *z = &l->k->gazetteer;
    for (uint32_t i = 0; i < beside->n && c->spot != BW_NO_SPOT; i++) {
        const candidate *b = &beside->candidates[i];
        if (b->spot != BW_NO_SPOT && z->spots[b->spot].kind <= BW_SPOT_DISTRICT && within(z, c->spot, b->spot) &&
            b->spot != c->spot)
            return true;
    }
    return false;
}

/* The other side: "Illinois" behind "Springfield,". */
static bool holds_one(const linker *l, const candidate *c, const struct place_group *g)
{
    const bw_gazetteer *z = &l->k->gazetteer;
    for (uint32_t i = 0; i < g->n && c->spot != BW_NO_SPOT; i++)
        if (g->candidates[i].spot != BW_NO_SPOT && g->candidates[i].spot != c->spot &&
            within(z, g->candidates[i].spot, c->spot))
            return true;
    return false;
}

static void score(linker *l, uint32_t at, const country_weights *w, bool nearby)
{
    struct place_group *g = &l->groups[at];
    const bw_gazetteer *z = &l->k->gazetteer;
    for (uint32_t i = 0; i < g->n; i++) {
        candidate *c = &g->candidates[i];
        float own = weight_of(w, c->country) - (c->spot == BW_NO_SPOT ? (float)g->n_countries : 0);
        c->score = c->prior + (own > 0 ? COUNTRY_SEEN + COUNTRY_SHARE * own / w->all : 0);
        if (l->home[0] && memcmp(c->country, l->home, 4) == 0)
            c->score += COUNTRY_HOME;
        if (g->beside_country[0] && memcmp(c->country, g->beside_country, 4) == 0)
            c->score += NAMED_BESIDE;
        if (g->beside != BW_NO_SPOT && fits_beside(l, c, &l->groups[g->beside]))
            c->score += NAMED_BESIDE;
        if (g->area && c->spot != BW_NO_SPOT && z->spots[c->spot].kind <= BW_SPOT_DISTRICT)
            c->score += CALLED_AREA;
        for (uint32_t k = 0; k < l->n_groups && k < 200; k++)
            if (l->groups[k].beside == at && holds_one(l, c, &l->groups[k])) {
                c->score += NAMED_BESIDE;
                break;
            }
        if (!nearby)
            continue;
        float near = 0;
        uint32_t seen = 0;
        for (uint32_t k = 0; k < l->n_groups && seen < MOST_NEAR && near < ENOUGH_NEAR; k++) {
            const struct place_group *o = &l->groups[k];
            if (k == at || o->choice == BW_NO_SPOT)
                continue;
            const candidate *other = &o->candidates[o->choice];
            if (other->spot == c->spot && c->spot != BW_NO_SPOT)
                continue;
            seen++;
            float km = distance(c, other);
            near += km < 60 ? VERY_NEAR : km < 250 ? NEAR : 0;
            if (c->spot != BW_NO_SPOT && other->spot != BW_NO_SPOT) {
                uint32_t p = bw_spot_within(z, c->spot, BW_SPOT_PROVINCE);
                near += p != BW_NO_SPOT && p == bw_spot_within(z, other->spot, BW_SPOT_PROVINCE) ? SAME_PROVINCE : 0;
            }
        }
        c->score += near < ENOUGH_NEAR ? near : ENOUGH_NEAR;
    }
}

static void choose(struct place_group *g, float margin)
{
    uint32_t best = 0;
    float second = -100;
    for (uint32_t i = 1; i < g->n; i++) {
        if (g->candidates[i].score > g->candidates[best].score)
            best = i;
    }
    for (uint32_t i = 0; i < g->n; i++)
        if (i != best && distance(&g->candidates[i], &g->candidates[best]) > 100 && g->candidates[i].score > second)
            second = g->candidates[i].score;
    g->margin = g->n ? g->candidates[best].score - second : 0;
    g->choice = g->n && g->margin >= margin ? best : BW_NO_SPOT;
}

static void fill(linker *l, const toponym *p)
{
    static const char *const features[] = {
        [BW_SPOT_PROVINCE] = "province", [BW_SPOT_DISTRICT] = "district", [BW_SPOT_CITY] = "city",
        [BW_SPOT_SEAT] = "city",         [BW_SPOT_CAPITAL] = "city",      [BW_SPOT_QUARTER] = "city"};
    const bw_gazetteer *z = &l->k->gazetteer;
    const struct place_group *g = &l->groups[p->group];
    bw_mention *m = &l->doc->mentions[p->mention];
    if (g->choice == BW_NO_SPOT)
        return;
    const candidate *c = &g->candidates[g->choice];
    if (c->spot == BW_NO_SPOT) { /* as the tables have it */
        const bw_mention *given = &l->doc->mentions[g->given];
        if (m->kind == BW_MENTION_PLACE && !m->has_point && given->kind == BW_MENTION_PLACE) {
            m->lat = given->lat;
            m->lon = given->lon;
            m->has_point = given->has_point;
            m->name = given->name;
            m->feature = given->feature;
            m->geonames = given->geonames;
            memcpy(m->country, given->country, sizeof m->country);
        }
        return;
    }
    if (m->kind == BW_MENTION_COUNTRY) { /* "Georgia", between Alabama and Florida */
        if (g->margin < SURE || strcmp(c->country, m->country) == 0)
            return;
        m->kind = BW_MENTION_PLACE;
        m->entity = (bw_str){0};
        m->has_point = false;
        m->n_sectors = 0;
        m->same_as = -1;
    }
    const bw_spot *s = &z->spots[c->spot];
    uint32_t province = bw_spot_within(z, c->spot, BW_SPOT_PROVINCE),
             district = bw_spot_within(z, c->spot, BW_SPOT_DISTRICT);
    candidate was = {.lat = (float)m->lat, .lon = (float)m->lon};
    bool moved = !m->has_point || distance(&was, c) > 60;
    if (moved) {
        m->lat = s->lat / 100.0;
        m->lon = s->lon / 100.0;
        m->has_point = true;
        m->place = true;
        m->name = bw_spot_name(z, c->spot);
        m->feature = bw_str_of(features[s->kind]);
        memcpy(m->country, s->country, sizeof m->country);
        m->confidence = g->margin > 3 ? 0.9f : 0.5f + 0.13f * g->margin;
    }
    m->geonames = s->geonames;
    if (province != BW_NO_SPOT)
        m->province = bw_spot_name(z, province);
    if (district != BW_NO_SPOT)
        m->district = bw_spot_name(z, district);
}

/* ---- hospitals, streets ------------------------------------------------------------------------- */

/* "Thomas Memorial Hospital": something that stands somewhere, told by a word of its name. */
static bool is_facility(const linker *l, const bw_mention *m)
{
    for (uint32_t t = m->first; t < m->first + m->n; t++)
        if (token(l, t)->form.len && bw_is_upper(token(l, t)->form.ptr[0]) && bw_pieces_listed(l, t, LIST_FACILITY))
            return true;
    return false;
}

static bool is_town(const linker *l, uint32_t i)
{
    const bw_mention *m = &l->doc->mentions[l->toponyms[i].mention];
    return m->has_point && m->kind == BW_MENTION_PLACE &&
           (bw_str_is(m->feature, "city") || bw_str_is(m->feature, "district"));
}

/* The town that the sentence names nearest to the mention, behind it rather than before it; else the document's
 * commonest. UINT32_MAX: none. */
static uint32_t town_of(const linker *l, const bw_mention *m, uint32_t commonest)
{
    uint32_t best = commonest, best_far = UINT32_MAX;
    for (uint32_t i = 0; i < l->n_toponyms; i++) {
        const bw_mention *p = &l->doc->mentions[l->toponyms[i].mention];
        if (p->sentence != m->sentence || p == m || !is_town(l, i))
            continue;
        uint32_t far = p->first >= m->first ? p->first - m->first : 2 * (m->first - p->first);
        if (far < best_far) {
            best_far = far;
            best = l->toponyms[i].mention;
        }
    }
    return best;
}

static void locate_facilities(linker *l)
{
    uint32_t *count = BW_NEW(l->arena, uint32_t, l->n_groups + 1u), commonest = UINT32_MAX, most = 0;
    for (uint32_t i = 0; i < l->n_toponyms; i++)
        if (is_town(l, i) && ++count[l->toponyms[i].group] > most) {
            most = count[l->toponyms[i].group];
            commonest = l->toponyms[i].mention;
        }
    for (uint32_t i = 0; commonest != UINT32_MAX && i < l->doc->n_mentions; i++) {
        bw_mention *m = &l->doc->mentions[i];
        if (m->has_point || m->entity.len || m->kind == BW_MENTION_COUNTRY || m->n > MOST_WORDS + 2 ||
            !is_facility(l, m))
            continue;
        const bw_mention *town = &l->doc->mentions[town_of(l, m, commonest)];
        m->lat = town->lat;
        m->lon = town->lon;
        m->has_point = true;
        m->feature = BW_LIT("building");
        m->province = town->province;
        m->district = town->district;
        if (!m->country[0])
            memcpy(m->country, town->country, sizeof m->country);
        uint32_t before = m->first > l->doc->sentences[m->sentence].first ? m->first - 1 : m->first;
        if (bw_str_eq_fold(token(l, before)->form, BW_LIT("the")) && before > l->doc->sentences[m->sentence].first)
            before--;
        m->place |= bw_str_eq_fold(token(l, before)->form, BW_LIT("at")) || bw_pieces_listed(l, before, LIST_LOCATIVE);
    }
}

void bw_places_resolve(linker *l)
{
    static const float margins[ROUNDS] = {3, 1, -100};
    country_weights w = {.n = 0};
    if (!l->n_toponyms)
        return;
    for (uint32_t i = 0; i < l->doc->n_mentions; i++)
        if (l->doc->mentions[i].kind != BW_MENTION_PLACE)
            weigh(&w, l->doc->mentions[i].country, 1);
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < l->n_groups; i++) {
            score(l, i, &w, round > 0);
            choose(&l->groups[i], margins[round]);
        }
        for (uint32_t i = 0; round + 1 < ROUNDS && i < l->n_groups; i++)
            if (l->groups[i].choice != BW_NO_SPOT)
                weigh(&w, l->groups[i].candidates[l->groups[i].choice].country, round ? 0 : 1);
    }
    for (uint32_t i = 0; i < l->n_toponyms; i++)
        fill(l, &l->toponyms[i]);
    locate_facilities(l);
}
