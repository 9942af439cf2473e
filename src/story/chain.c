#include "story/chain.h"

enum {
    HEAD_WORDS = 60,    /* of the text, beside the title: what a short first version would have told */
    BODY_WORDS = 300,   /* in which they are looked for */
    LEAD_WORDS = 40,    /* whose telling words are keys */
    N_TELLING = 10,     /* of them are keys; */
    N_ASKED = 16,       /* so many are looked up */
    MAX_CANDIDATES = 48,
    MAX_STEPS = 1000,   /* along a chain */
};

enum key_kind { SEEN = 1, WORDS, ID, ITEM, URL, SLUG, TITLE, FAMILY, TELLING };

static uint64_t key(enum key_kind kind, uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (uint64_t)kind * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 31 ^ b) * 0x94D049BB133111EBu;
    return h ^ h >> 29;
}

uint64_t bw_chain_key_of_words(const bw_kept *k) { return key(WORDS, k->words, 0); }
uint64_t bw_chain_key_seen(const bw_kept *k)
{
    uint64_t h[2];
    memcpy(h, k->key, sizeof h);
    return key(SEEN, h[0], h[1]);
}
uint64_t bw_chain_key_of_id(uint64_t id_hash) { return key(ID, id_hash, 0); }

/* The sender: the publisher, or the agency where it sends its own. */
static uint64_t sender(const bw_kept *k) { return k->publisher ? k->publisher : k->agency; }

/* Names, numbers and words that are not small of the beginning, each once. */
static uint32_t telling_words(const bw_kept *k, uint32_t most, uint32_t out[])
{
    uint32_t n = 0;
    for (int part = 0; part < 2; part++) {
        bw_wordprint p = part ? k->text : k->title;
        uint32_t last = part && p.n > LEAD_WORDS ? LEAD_WORDS : p.n;
        for (uint32_t i = 0; i < last && n < most; i++) {
            uint32_t known = 0, hash = p.items[i].hash;
            if (bw_word_length(p.items[i]) < 5 && !(p.items[i].look & BW_LOOK_KEY))
                continue;
            while (known < n && out[known] != hash)
                known++;
            if (known == n)
                out[n++] = hash;
        }
    }
    return n;
}

static uint64_t day_of(const bw_kept *k) { return k->day == BW_NO_DAY ? 0 : (uint64_t)(uint32_t)k->day + (1u << 31); }

uint32_t bw_chain_keys(const bw_kept *k, uint32_t family, uint64_t keys[BW_CHAIN_KEYS])
{
    uint32_t n = 0, telling[N_TELLING];
    keys[n++] = bw_chain_key_seen(k);
    keys[n++] = bw_chain_key_of_id(k->id_hash);
    if (k->words)
        keys[n++] = bw_chain_key_of_words(k);
    if (k->item)
        keys[n++] = key(ITEM, k->item, 0);
    if (k->url)
        keys[n++] = key(URL, k->url, 0);
    if (k->slug && k->agency)
        keys[n++] = key(SLUG, k->slug, k->agency);
    const uint64_t senders[2] = {k->publisher, k->agency == k->publisher ? 0 : k->agency};
    for (int i = 0; i < 2; i++)
        if (senders[i]) {
            keys[n++] = key(FAMILY, family, senders[i]);
            if (k->title_hash)
                keys[n++] = key(TITLE, k->title_hash, senders[i]);
        }
    uint32_t n_telling = sender(k) ? telling_words(k, N_TELLING, telling) : 0;
    for (uint32_t i = 0; i < n_telling; i++)
        keys[n++] = key(TELLING, telling[i], sender(k) ^ day_of(k));
    return n;
}

/* ---- what two documents share ------------------------------------------------------------------- */

typedef struct {
    uint32_t *slots, mask;
} word_set;

static word_set set_of(bw_arena *a, const bw_kept *k)
{
    uint32_t n_text = k->text.n < BODY_WORDS ? k->text.n : BODY_WORDS, size = 64;
    while (size < (n_text + k->title.n) * 2)
        size *= 2;
    word_set s = {BW_NEW(a, uint32_t, size), size - 1};
    for (int part = 0; part < 2; part++) {
        bw_wordprint p = part ? k->text : k->title;
        for (uint32_t i = 0; i < (part ? n_text : p.n); i++) {
            uint32_t at = p.items[i].hash & s.mask;
            while (s.slots[at] && s.slots[at] != p.items[i].hash)
                at = (at + 1) & s.mask;
            s.slots[at] = p.items[i].hash;
        }
    }
    return s;
}

static bool holds(const word_set *s, bw_word w)
{
    uint32_t at = w.hash & s->mask;
    while (s->slots[at] && s->slots[at] != w.hash)
        at = (at + 1) & s->mask;
    return s->slots[at] != 0;
}

/* How much of the words stands in the set, by weight; small words do not count. */
static double share_in(bw_wordprint p, uint32_t most, const word_set *s, double *all)
{
    double in = 0;
    for (uint32_t i = 0; i < p.n && i < most; i++) {
        uint32_t weight = bw_word_weight(p.items[i]);
        if (weight <= 50)
            continue;
        *all += weight;
        in += holds(s, p.items[i]) ? weight : 0;
    }
    return in;
}

/* How much of what `part` begins with is told in `whole`; a headline that both have tells nothing. */
static double told_in(const bw_kept *part, bw_arena *a, const bw_kept *whole, bool same_title)
{
    word_set words = set_of(a, whole);
    double all = 0, in = same_title ? 0 : share_in(part->title, part->title.n, &words, &all);
    in += share_in(part->text, HEAD_WORDS, &words, &all);
    return all > 0 ? in / all : 0;
}

typedef struct {
    const bw_shelf *shelf;
    const bw_kept *k;
    bw_textmatcher *m;
    bw_arena *a;
    word_set words;      /* of k */
    uint32_t family;
    uint32_t candidates[MAX_CANDIDATES], n;
} search;

static uint32_t days_between(const bw_kept *a, const bw_kept *b)
{
    if (a->day == BW_NO_DAY || b->day == BW_NO_DAY)
        return 0;
    int64_t apart = (int64_t)a->day - b->day;
    return (uint32_t)(apart < 0 ? -apart : apart);
}

typedef enum { STRANGERS, CLIENT, SAME } kinship;

/* A publisher's own; what an agency sends itself. A site that reprints an agency's copy is its client. */
static kinship sender_of(const bw_kept *k, const bw_kept *p)
{
    if (k->publisher && k->publisher == p->publisher)
        return SAME;
    if (!k->agency || k->agency != p->agency)
        return STRANGERS;
    return k->publisher || p->publisher ? CLIENT : SAME;
}

/* The headline of `p` stands in the words of the notice that takes it back or puts it right. */
static bool names_headline(const search *s, const bw_kept *p)
{
    double all = 0, in = share_in(p->title, p->title.n, &s->words, &all);
    return all >= 300 && in >= 0.8 * all;
}

/* How strongly it is tied to `p`, as bw_chain.strength; 0: it is not. */
static uint32_t strength_of(search *s, const bw_kept *p)
{
    const bw_kept *k = s->k;
    bool kill = k->flags & BW_KEPT_KILL, correction = k->flags & BW_KEPT_CORRECTION;
    bool marked = k->flags & (BW_KEPT_MARKED | BW_KEPT_FIRST) || p->flags & BW_KEPT_FIRST;
    bool same_title = k->title_hash && k->title_hash == p->title_hash;
    bw_textmatch match;
    bw_textmatch_compare(s->m, p->text, &match);
    double shared = bw_textmatch_shared(&match);
    bool next = k->rank >= 2 && k->rank != UINT32_MAX; /* its marker says that there was one before */
    bool form = bw_textmatch_is_form(&match) && !correction && !kill && !next;
    double told = p->text.n > k->text.n ? told_in(k, s->a, p, same_title) : told_in(p, s->a, k, same_title);
    double touch = shared > told ? shared : told;

    if (k->item && k->item == p->item) {
        bool versions = k->version >= 0 && p->version >= 0 && k->version != p->version;
        if (kill || touch >= (versions ? 0.1 : 0.3) || (same_title && !form))
            return 5;
    }
    if (k->url && k->url == p->url && (kill || (touch >= 0.25 && !form) || (same_title && !form && touch >= 0.1)))
        return 4;
    if (k->slug && k->slug == p->slug && k->agency && k->agency == p->agency && days_between(k, p) <= 1 &&
        (kill || (!form && touch >= (marked ? 0.3 : 0.45))))
        return 3;
    kinship kin = sender_of(k, p);
    if (kin == STRANGERS || (kin == CLIENT && !(k->flags & BW_KEPT_MARKED)))
        return 0;
    if (same_title && days_between(k, p) <= 2 && !form && (kill || touch >= (marked ? 0.2 : 0.35)))
        return 3;
    if (s->family != BW_NO_NUMBER && p->family == s->family && days_between(k, p) <= 3) {
        /* Of an agency alone nobody knows who cut it: a new version says more than the old one. */
        bool more = match.all_mine - match.same_mine - match.alike_mine > match.all_mine / 14;
        if (k->publisher || marked || more)
            return 2;
    }
    if (!marked || days_between(k, p) > 1 || form)
        return 0;
    if ((kill || correction) && names_headline(s, p))
        return 1;
    return told >= 0.6 ? 1 : 0;
}

/* ---- candidates --------------------------------------------------------------------------------- */

static void gather(search *s, const bw_postings *keys, uint64_t hash, uint32_t most)
{
    uint32_t numbers[BW_POSTINGS_EACH], n = bw_postings_get(keys, hash, numbers);
    for (uint32_t i = 0; i < n && i < most && s->n < MAX_CANDIDATES; i++) {
        uint32_t known = 0;
        while (known < s->n && s->candidates[known] != numbers[i])
            known++;
        if (known == s->n)
            s->candidates[s->n++] = numbers[i];
    }
}

/* Documents of this sender and day that begin with most of the same telling words. */
static void gather_by_words(search *s, const bw_postings *keys)
{
    uint32_t words[N_ASKED], n_words = telling_words(s->k, N_ASKED, words), n_met = 0;
    struct {
        uint32_t number, times;
    } met[N_ASKED * 2 * BW_POSTINGS_EACH];
    for (uint32_t i = 0; i < n_words; i++)
        for (uint32_t back = 0; back < 2; back++) {
            bw_kept on = {.day = s->k->day == BW_NO_DAY ? BW_NO_DAY : s->k->day - (bw_day)back};
            uint32_t numbers[BW_POSTINGS_EACH];
            if (back && s->k->day == BW_NO_DAY)
                break;
            uint32_t n = bw_postings_get(keys, key(TELLING, words[i], sender(s->k) ^ day_of(&on)), numbers);
            for (uint32_t j = 0; j < n; j++) {
                uint32_t at = 0;
                while (at < n_met && met[at].number != numbers[j])
                    at++;
                if (at == n_met)
                    met[n_met++] = (__typeof__(*met)){numbers[j], 0};
                met[at].times++;
            }
        }
    for (uint32_t taken = 0; taken < 4 && s->n < MAX_CANDIDATES; taken++) {
        uint32_t best = n_met;
        for (uint32_t i = 0; i < n_met; i++)
            if (met[i].times >= 2 && (best == n_met || met[i].times > met[best].times ||
                                      (met[i].times == met[best].times && met[i].number > met[best].number)))
                best = i;
        if (best == n_met)
            return;
        met[best].times = 0;
        uint32_t known = 0;
        while (known < s->n && s->candidates[known] != met[best].number)
            known++;
        if (known == s->n)
            s->candidates[s->n++] = met[best].number;
    }
}

/* Whether `p` is a later version than `k`, which came after it. */
static bool is_later(const bw_kept *p, const bw_kept *k)
{
    if (k->item && k->item == p->item && k->version >= 0 && p->version >= 0)
        return p->version > k->version;
    if (k->time != INT64_MIN && p->time != INT64_MIN && k->time != p->time)
        return p->time > k->time;
    return k->rank != UINT32_MAX && p->rank != UINT32_MAX && p->rank > k->rank && k->rank == 0;
}

static bool is_same(const bw_kept *p, const bw_kept *k)
{
    if (sender_of(k, p) == CLIENT && k->rank == p->rank && k->rank >= 2 && k->rank != UINT32_MAX && k->flags == p->flags)
        return true; /* "UPDATE 2" on a site is the agency's second update */
    return p->words == k->words && p->title_hash == k->title_hash && p->flags == k->flags && p->rank == k->rank &&
           (p->version == k->version || p->version < 0 || k->version < 0);
}

bw_status bw_chain_find(const bw_shelf *shelf, const bw_postings *keys, bw_arena *a, const bw_kept *k, bw_textmatcher *m,
                        uint32_t family, bw_chain *out, bw_err *err)
{
    *out = (bw_chain){0};
    search s = {.shelf = shelf, .k = k, .m = m, .a = a, .family = family};
    if (k->item)
        gather(&s, keys, key(ITEM, k->item, 0), 4);
    if (k->url)
        gather(&s, keys, key(URL, k->url, 0), 2);
    if (k->slug && k->agency)
        gather(&s, keys, key(SLUG, k->slug, k->agency), BW_POSTINGS_EACH);
    const uint64_t senders[2] = {k->publisher, k->agency == k->publisher ? 0 : k->agency};
    for (int i = 0; i < 2; i++)
        if (senders[i]) {
            if (k->title_hash)
                gather(&s, keys, key(TITLE, k->title_hash, senders[i]), 3);
            if (family != BW_NO_NUMBER)
                gather(&s, keys, key(FAMILY, family, senders[i]), 3);
        }
    if (sender(k))
        gather_by_words(&s, keys);
    if (s.n == 0)
        return BW_OK;

    s.words = set_of(a, k);
    const bw_kept *best = NULL;
    for (uint32_t i = 0; i < s.n; i++) {
        const bw_kept *p;
        bw_status st = bw_shelf_read(shelf, s.candidates[i], &p, err);
        if (st)
            return st;
        uint32_t strength = p ? strength_of(&s, p) : 0;
        if (strength > out->strength || (strength && strength == out->strength && p->number > best->number)) {
            best = p;
            out->strength = strength;
        }
    }
    if (!best)
        return BW_OK;
    out->family = best->family;
    for (uint32_t i = 0; best->next != BW_NO_NUMBER && i < MAX_STEPS; i++) {
        const bw_kept *next = bw_shelf_get(shelf, best->next);
        if (!next)
            break;
        best = next;
    }
    for (uint32_t i = 0; best && !is_same(best, k) && is_later(best, k) && i < MAX_STEPS; i++) {
        out->before = best;
        best = bw_shelf_get(shelf, best->revises);
    }
    out->version = best;
    out->same = best && is_same(best, k);
    return BW_OK;
}
