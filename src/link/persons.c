/* A person's name and what stands around it -> the person. A string alone links only when it is the whole name; a part of
 * a name, or a garbled one, needs role, country, day or an earlier mention beside it. */
#include "link/linker.h"

#include "link/sound.h"

/* A document of nothing but names costs a bounded time a word. */
enum { MAX_NAME_WORDS = 8, MAX_ALIKE_WORDS = 6, MAX_CANDIDATES = 600, CANDIDATES_A_WORD = 4, FREE_CANDIDATES = 4000 };

/* Costs in hundredths of a letter, per letter: garbled names of one person mostly stay below, other people's above. */
enum { CLOSE_WITH_POST = 34, CLOSE_WITH_COUNTRY = 22, CLOSE_ALONE = 10, CLOSE_UNSEEN = 3, MARGIN = 6 };

typedef struct {
    bw_str words[MAX_NAME_WORDS];  /* folded */
    bw_str sounds[MAX_NAME_WORDS];
    uint32_t n;
    bw_str joined, all_sounds;     /* without blanks */
} written;

static written name_words(linker *l, const evidence *e)
{
    written w = {.n = 0};
    bw_str rest = bw_pieces_folded(l, e->name_first, e->name_first + e->name_n, true), word;
    bw_buf all = {.arena = l->arena};
    while (w.n < MAX_NAME_WORDS && bw_str_cut(&rest, ' ', &word)) {
        if (!word.len)
            continue;
        w.words[w.n] = word;
        w.sounds[w.n] = bw_sound_spell(word, bw_arena_alloc(l->arena, BW_SOUND_MAX));
        bw_buf_str(&all, w.sounds[w.n++]);
    }
    w.all_sounds = bw_buf_view(&all);
    w.joined = bw_pieces_folded(l, e->name_first, e->name_first + e->name_n, false);
    return w;
}

uint32_t bw_persons_office(const linker *l, uint32_t person, uint32_t role, bool *held)
{
    const kb_person *p = &l->kb->persons[person];
    uint32_t best = KB_NONE;
    int best_rank = -1;
    if (held)
        *held = false;
    for (uint32_t i = p->first_office; i < p->first_office + p->n_offices; i++) {
        uint32_t at = l->kb->person_offices[i];
        const kb_office *o = &l->kb->offices[at];
        if (held && o->from <= l->day)
            *held = true;
        if (!kb_holds(o->from, o->to, l->day))
            continue;
        /* Roles stand in posts.tsv in no order of weight: heads of state and government come first. */
        int rank = o->role == role && role != KB_NONE ? 4 : o->role == l->k->role_hos ? 3 : o->role == l->k->role_hog ? 2
                   : o->role != KB_NONE ? 1 : 0;
        if (rank > best_rank) {
            best = at;
            best_rank = rank;
        }
    }
    return best;
}

static bool of_country(const linker *l, uint32_t person, const char *country)
{
    const kb_person *p = &l->kb->persons[person];
    if (strcmp(p->country, country) == 0)
        return true;
    for (uint32_t i = p->first_office; i < p->first_office + p->n_offices; i++)
        if (strcmp(l->kb->offices[l->kb->person_offices[i]].country, country) == 0)
            return true;
    return false;
}

static bool holds_role(const linker *l, uint32_t person, uint32_t role, const char *country, int slack)
{
    const kb_person *p = &l->kb->persons[person];
    for (uint32_t i = p->first_office; i < p->first_office + p->n_offices; i++) {
        const kb_office *o = &l->kb->offices[l->kb->person_offices[i]];
        bool in_time = (o->from == KB_EVER || o->from <= l->day) && (o->to >= KB_ALWAYS - slack || o->to + slack >= l->day);
        /* A head of state may be called premier and the other way round where one person is both. */
        bool fits = o->role == role || ((o->role == l->k->role_hos || o->role == l->k->role_hog) &&
                                        (role == l->k->role_hos || role == l->k->role_hog));
        if (fits && in_time && (!country[0] || strcmp(o->country, country) == 0))
            return true;
    }
    return false;
}

static bool seen_country(const linker *l, const char *code)
{
    uint32_t at = kb_find_country(l->kb, code);
    return at != KB_NONE && l->countries_seen[at];
}

/* The document speaks of the person's country, or of one where the person holds an office on the day. */
static bool seen(const linker *l, uint32_t person)
{
    const kb_person *p = &l->kb->persons[person];
    bool found = seen_country(l, p->country);
    for (uint32_t i = p->first_office; !found && i < p->first_office + p->n_offices; i++) {
        const kb_office *o = &l->kb->offices[l->kb->person_offices[i]];
        found = kb_holds(o->from, o->to, l->day) && seen_country(l, o->country);
    }
    return found;
}

/* A plumber of the same name is somebody else. */
static bool other_trade(const linker *l, const evidence *e)
{
    static const char trades[] = "CVL LAB AGR MED EDU CRM ";
    if (e->title >= 0 || !e->n_agents)
        return false;
    const char *sector = l->kb->agents[e->agents[e->n_agents - 1]].sectors[0];
    return sector[0] && strstr(trades, sector) != NULL;
}

static person_found exact(linker *l, const evidence *e, uint32_t role)
{
    person_found found = {.person = KB_NONE, .same_as = -1};
    const piece *p = &l->pieces[e->name_piece];
    int best = -1;
    if (other_trade(l, e))
        return found;
    for (uint32_t i = p->first_posting; i < p->first_posting + p->n_postings; i++) {
        const kb_posting *q = &l->postings[i];
        if (q->kind != KB_IS_PERSON)
            continue;
        bool held;
        int score = bw_persons_office(l, q->record, role, &held) != KB_NONE ? 3 : held ? 1 : 0;
        if (role != KB_NONE && holds_role(l, q->record, role, e->of.country, 30))
            score += 8;
        if (e->of.country[0] && !e->country_weak)
            score += of_country(l, q->record, e->of.country) ? 4 : kb_find_country(l->kb, e->of.country) == KB_NONE ? 0 : -6;
        if (seen(l, q->record))
            score += 2;
        if (score > best) {
            best = score;
            found.person = q->record;
        }
    }
    found.confidence = best >= 8 ? 0.98f : best >= 3 ? 0.92f : 0.8f;
    found.reason = "name";
    return found;
}

static bw_str joined(bw_str a, bw_str b, char out[2 * BW_SOUND_MAX])
{
    memcpy(out, a.ptr, a.len);
    memcpy(out + a.len, b.ptr, b.len);
    return (bw_str){out, a.len + b.len};
}

static int least(int a, int b) { return a < b ? a : b; }

/* Cost a letter of reading the written name as this person; more than `limit` is limit + 1. */
static int name_cost(const linker *l, uint32_t person, const written *w, int limit)
{
    const kb_person *p = &l->kb->persons[person];
    bw_str family = kb_str(l->kb, p->family_sounds), given = kb_str(l->kb, p->given_sounds), own = kb_str(l->kb, p->own_sounds);
    char text[2 * BW_SOUND_MAX];
    int best = limit + 1, nearest = 51;
    if (w->n > 1) {
        if (w->all_sounds.len > BW_SOUND_MAX)
            return best;
        best = least(best, bw_sound_cost(w->all_sounds, own, best));
        best = least(best, bw_sound_cost(w->all_sounds, joined(family, given, text), best));
        best = least(best, bw_sound_cost(w->all_sounds, joined(given, family, text), best));
        if (best > limit)
            return best;
    }
    /* Some word, or two together, must be the family name or near it. */
    for (uint32_t i = 0; i < w->n; i++) {
        nearest = least(nearest, bw_sound_cost(w->sounds[i], family, nearest));
        if (i + 1 < w->n && family.len > w->sounds[i].len)
            nearest = least(nearest, bw_sound_cost(joined(w->sounds[i], w->sounds[i + 1], text), family, nearest));
    }
    if (w->n == 1)
        return nearest > limit ? limit + 1 : nearest;
    return nearest <= 50 ? best : limit + 1;
}

typedef struct {
    uint32_t person;
    int cost, second; /* of the nearest and of the next person */
} nearest;

/* Costs over `limit` and what keeps a second name at a distance do not matter. */
static void consider(linker *l, uint32_t person, const written *w, int limit, nearest *n)
{
    if (person == n->person)
        return;
    int cost = name_cost(l, person, w, least(n->second, limit + MARGIN));
    if (cost < n->cost) {
        n->second = n->cost;
        n->cost = cost;
        n->person = person;
    } else if (cost < n->second) {
        n->second = cost;
    }
}

static bool accepted(const nearest *n, int limit) { return n->person != KB_NONE && n->cost <= limit && n->second - n->cost >= MARGIN; }

/* Holders of the post first, then all whose names sound alike. */
static person_found alike(linker *l, const evidence *e, uint32_t role, const written *w)
{
    person_found found = {.person = KB_NONE, .same_as = -1, .reason = "name alike"};
    bool post = role != KB_NONE, country = e->of.country[0] && !e->country_weak;
    nearest n = {KB_NONE, 100, 100};
    if (other_trade(l, e) || w->joined.len < 3)
        return found;
    if (post && country) {
        uint32_t first, end;
        kb_find_offices(l->kb, role, e->of.country, &first, &end);
        for (uint32_t i = first; i < end; i++) {
            const kb_office *o = &l->kb->offices[i];
            if (o->from <= l->day && (o->to == KB_ALWAYS || o->to + 30 >= l->day))
                consider(l, o->person, w, CLOSE_WITH_POST, &n);
        }
        /* One word must be the family name or very near it. */
        if (accepted(&n, w->n == 1 ? 30 : CLOSE_WITH_POST)) {
            found.person = n.person;
            found.confidence = 0.9f - (float)n.cost * 0.005f;
            found.reason = "name alike, post and day";
            return found;
        }
    }
    if (w->n == 1 || w->n > MAX_ALIKE_WORDS ||
        l->n_compared > FREE_CANDIDATES + (uint64_t)CANDIDATES_A_WORD * l->doc->n_tokens)
        return found;
    n = (nearest){KB_NONE, 100, 100};
    uint32_t tried = 0;
    int limit = post && country ? CLOSE_WITH_POST : post || country ? CLOSE_WITH_COUNTRY : CLOSE_ALONE;
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->words[i].len < 2)
            continue;
        uint32_t skeleton = bw_sound_skeleton(w->sounds[i]), low = 0, high = l->kb->n_sounds;
        while (low < high) {
            uint32_t mid = low + (high - low) / 2;
            if (l->kb->sounds[mid].skeleton < skeleton)
                low = mid + 1;
            else
                high = mid;
        }
        for (; low < l->kb->n_sounds && l->kb->sounds[low].skeleton == skeleton; low++) {
            uint32_t person = l->kb->sounds[low].person;
            if (country && !of_country(l, person, e->of.country))
                continue;
            if (post && !holds_role(l, person, role, country ? e->of.country : "", 30))
                continue;
            if (!post && bw_persons_office(l, person, KB_NONE, NULL) == KB_NONE)
                continue;
            if (!post && !country && !seen(l, person) && w->n < 3)
                continue;
            if (++tried > MAX_CANDIDATES)
                return found;
            l->n_compared++;
            consider(l, person, w, limit, &n);
        }
    }
    if (!post && !country && n.person != KB_NONE && !seen(l, n.person))
        limit = CLOSE_UNSEEN;
    if (accepted(&n, limit)) {
        found.person = n.person;
        found.confidence = 0.8f - (float)n.cost * 0.005f;
    }
    return found;
}

/* Family name alone, as the tables have it: whoever holds the post named, or a post that makes the name enough. */
static person_found surname(linker *l, const evidence *e, uint32_t role)
{
    person_found found = {.person = KB_NONE, .same_as = -1, .reason = "family name, post and day"};
    const piece *p = e->name_piece >= 0 ? &l->pieces[e->name_piece] : NULL;
    if (!p || other_trade(l, e))
        return found;
    int best = 0, second = 0;
    for (uint32_t i = p->first_posting; i < p->first_posting + p->n_postings; i++) {
        const kb_posting *q = &l->postings[i];
        if (q->kind != KB_IS_FAMILY && q->kind != KB_IS_PERSON)
            continue;
        uint32_t office = bw_persons_office(l, q->record, role, NULL);
        int score;
        if (role != KB_NONE) {
            if (!holds_role(l, q->record, role, e->country_weak ? "" : e->of.country, 0))
                continue;
            score = 6;
        } else {
            if (office == KB_NONE || (e->of.country[0] && !of_country(l, q->record, e->of.country)))
                continue;
            uint32_t held = l->kb->offices[office].role;
            score = held == l->k->role_hos || held == l->k->role_hog ? 3 : 1;
            score += e->of.country[0] ? 2 : 0;
        }
        score += seen(l, q->record) ? 3 : 0;
        if (score > best) {
            second = best;
            best = score;
            found.person = q->record;
        } else if (score > second) {
            second = score;
        }
    }
    if (best < 3 || best == second)
        found.person = KB_NONE;
    found.confidence = best >= 6 ? 0.9f : 0.7f;
    return found;
}

static uint32_t person_of_mention(const linker *l, int32_t mention) { return mention < 0 ? KB_NONE : l->backs[mention].person; }

/* Somebody whom the document has named in full. */
static int32_t known_by(linker *l, const written *w, uint32_t role)
{
    uint32_t at = KB_NONE;
    if (w->n == 1)
        at = bw_map_get(&l->name_words, w->words[0], KB_NONE);
    for (uint32_t i = l->n_known; at == KB_NONE && i-- > 0 && l->n_known - i < 64;)
        if (bw_str_eq(l->known[i].joined, w->joined))
            at = l->known[i].mention;
    /* Another spelling of a name that stood before. */
    int best = w->n == 1 ? 26 : 20;
    uint32_t skeleton = bw_sound_skeleton(w->all_sounds);
    for (uint32_t i = l->n_known; at == KB_NONE && w->joined.len >= 4 && i-- > 0 && l->n_known - i < 64;) {
        if (skeleton != (w->n == 1 ? l->known[i].family_skeleton : l->known[i].skeleton))
            continue;
        int c = bw_sound_cost(w->all_sounds, w->n == 1 ? l->known[i].family_sounds : l->known[i].all_sounds, best);
        /* In copy that garbles names ("Chung", then "Sung") the first sound may be another of its class. */
        if (c < best && (w->n > 1 || l->garbled || w->joined.ptr[0] == l->known[i].joined.ptr[0] ||
                         w->joined.ptr[0] == l->known[i].family_sounds.ptr[0])) {
            best = c;
            at = l->known[i].mention;
        }
    }
    if (at == KB_NONE)
        return -1;
    uint32_t was = l->backs[at].role;
    if (role != KB_NONE && was != KB_NONE && was != role)
        return -1;
    return (int32_t)at;
}

person_found bw_persons_find(linker *l, const evidence *e, uint32_t role)
{
    person_found found = {.person = KB_NONE, .same_as = -1, .confidence = 0.5f, .reason = "name unknown"};
    written w = name_words(l, e);
    if (w.n == 0)
        return found;
    if (w.n > 1 && e->name_piece >= 0 && (l->pieces[e->name_piece].kinds & 1u << KB_IS_PERSON)) {
        person_found exactly = exact(l, e, role);
        if (exactly.person != KB_NONE)
            return exactly;
    }
    if (w.n == 1 && role != KB_NONE) {
        person_found holder = surname(l, e, role);
        if (holder.person != KB_NONE)
            return holder;
    }
    int32_t before = known_by(l, &w, role);
    if (before >= 0) {
        found.same_as = before;
        found.person = person_of_mention(l, before);
        found.confidence = 0.9f;
        found.reason = "named before";
        return found;
    }
    person_found near = alike(l, e, role, &w);
    if (near.person != KB_NONE) {
        l->garbled = true;
        return near;
    }
    if (w.n == 1 && role == KB_NONE) {
        if (e->name_piece >= 0 && (l->pieces[e->name_piece].kinds & 1u << KB_IS_PERSON)) {
            person_found one = exact(l, e, role); /* "Lula" */
            if (one.person != KB_NONE)
                return one;
        }
        person_found alone = surname(l, e, role);
        if (alone.person != KB_NONE)
            return alone;
    }
    return found;
}

void bw_persons_remember(linker *l, uint32_t mention, const evidence *e)
{
    written w = name_words(l, e);
    uint32_t person = l->backs[mention].person;
    if (w.n < 2 && person == KB_NONE)
        return;
    /* In an unknown name either end may be the family name; the last word mostly is. */
    known_name k = {.mention = mention, .family_sounds = w.sounds[w.n - 1], .joined = w.joined, .all_sounds = w.all_sounds};
    if (person != KB_NONE) {
        bw_str rest = bw_words_fold(l->arena, kb_str(l->kb, l->kb->persons[person].family)), word;
        k.family_sounds = kb_str(l->kb, l->kb->persons[person].family_sounds);
        while (bw_str_cut(&rest, ' ', &word))
            if (word.len > 1)
                bw_map_put(&l->name_words, word, mention, NULL)->value = mention;
    }
    k.skeleton = bw_sound_skeleton(k.all_sounds);
    k.family_skeleton = bw_sound_skeleton(k.family_sounds);
    for (uint32_t i = 0; i < w.n; i++)
        if (w.words[i].len > 2)
            bw_map_put(&l->name_words, w.words[i], mention, NULL);
    BW_PUSH(l->arena, l->known, l->n_known, l->known_room, k);
}
