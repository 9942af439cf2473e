#include "story/textmatch.h"

enum {
    GAP = 5,        /* words that a walk may step over */
    NONE = UINT32_MAX,
    MAX_TRIES = 8,  /* places of one anchor that are looked at */
    BEGINNING = 30, /* words */
    SHORT_TEXT = 60,  /* words: in a shorter one few changes make another text */
    NO_TAIL = 110,    /* words: what sites put under everything is hardly ever longer */
};

struct bw_textmatcher {
    bw_wordprint text;
    const uint32_t *weights;
    uint32_t *slots, mask; /* by the hash of three words: the first place + 1 */
    uint32_t *next;        /* the next place of the same slot + 1 */
    uint32_t *taken;       /* round in which a word was matched */
    uint32_t round;
    uint32_t all;
};

typedef struct {
    bw_textmatcher *m;
    bw_wordprint other;
    bw_textmatch *out;
    uint32_t run_words;
} walk;

static uint32_t anchor(const bw_word *w)
{
    uint64_t h = (uint64_t)w[0].hash * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 29 ^ w[1].hash) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 31 ^ w[2].hash) * 0x94D049BB133111EBu;
    return (uint32_t)(h >> 32);
}

static uint32_t weight_of(const bw_textmatcher *m, uint32_t i)
{
    return m->weights ? m->weights[i] : bw_word_weight(m->text.items[i]);
}

bw_textmatcher *bw_textmatch_ready(bw_arena *a, bw_wordprint text, const uint32_t *weights)
{
    bw_textmatcher *m = BW_NEW(a, bw_textmatcher, 1);
    uint32_t size = 16;
    while (size < text.n * 2)
        size *= 2;
    *m = (bw_textmatcher){.text = text, .weights = weights, .mask = size - 1};
    m->slots = BW_NEW(a, uint32_t, size);
    m->next = BW_NEW(a, uint32_t, text.n + 1);
    m->taken = BW_NEW(a, uint32_t, text.n + 1);
    for (uint32_t i = text.n; i-- > 0;) {
        m->all += weight_of(m, i);
        if (i + 3 > text.n)
            continue;
        uint32_t *slot = &m->slots[anchor(&text.items[i]) & m->mask];
        m->next[i] = *slot;
        *slot = i + 1;
    }
    return m;
}

static bool same(const walk *w, uint32_t i, uint32_t j)
{
    return i < w->m->text.n && j < w->other.n && w->m->taken[i] != w->m->round && w->m->text.items[i].hash == w->other.items[j].hash;
}

/* The place in mine of three words of the other: the nearest behind `after`, else the first that is free. */
static uint32_t find_anchor(const walk *w, uint32_t j, uint32_t after)
{
    const bw_textmatcher *m = w->m;
    uint32_t found = NONE, tries = 0;
    for (uint32_t at = m->slots[anchor(&w->other.items[j]) & m->mask]; at && tries < MAX_TRIES; at = m->next[at - 1], tries++) {
        uint32_t i = at - 1;
        if (!same(w, i, j) || !same(w, i + 1, j + 1) || !same(w, i + 2, j + 2))
            continue;
        if (i >= after)
            return i;
        if (found == NONE)
            found = i;
    }
    return found;
}

/* A word of the other weighs what its counterpart does: boilerplate is so on both sides. */
static void count_same(walk *w, uint32_t i, uint32_t j)
{
    bw_word word = w->m->text.items[i];
    uint32_t weight = weight_of(w->m, i);
    w->out->all_other += weight - bw_word_weight(w->other.items[j]); /* modulo 2^32, and never below 0 in the end */
    w->m->taken[i] = w->m->round;
    w->out->same_mine += weight;
    w->out->same_other += weight;
    w->out->keys_same += (word.look & BW_LOOK_KEY) != 0;
    w->out->numbers_same += (word.look & BW_LOOK_NUMBER) != 0;
    w->run_words++;
}

static void count_changed(walk *w, uint32_t i, uint32_t n_mine, uint32_t j, uint32_t n_other)
{
    bw_textmatch *o = w->out;
    uint32_t pairs = n_mine == n_other ? n_mine : 0, keys[2] = {0}, numbers[2] = {0};
    for (uint32_t k = 0; k < n_mine; k++) {
        bool alike = k < pairs && bw_word_alike(w->m->text.items[i + k], w->other.items[j + k]);
        uint32_t look = w->m->text.items[i + k].look;
        w->m->taken[i + k] = w->m->round;
        *(alike ? &o->alike_mine : &o->changed_mine) += weight_of(w->m, i + k);
        keys[0] += !alike && (look & BW_LOOK_KEY);
        numbers[0] += !alike && (look & BW_LOOK_NUMBER);
        w->run_words += alike;
    }
    for (uint32_t k = 0; k < n_other; k++) {
        bool alike = k < pairs && bw_word_alike(w->m->text.items[i + k], w->other.items[j + k]);
        uint32_t look = w->other.items[j + k].look;
        uint32_t weight = alike ? weight_of(w->m, i + k) : bw_word_weight(w->other.items[j + k]);
        *(alike ? &o->alike_other : &o->changed_other) += weight;
        o->all_other += weight - bw_word_weight(w->other.items[j + k]);
        keys[1] += !alike && (look & BW_LOOK_KEY);
        numbers[1] += !alike && (look & BW_LOOK_NUMBER);
    }
    /* What only one side has was put in or left out; a change has both. */
    o->keys_changed += keys[0] < keys[1] ? keys[0] : keys[1];
    o->numbers_changed += numbers[0] < numbers[1] ? numbers[0] : numbers[1];
}

/* Whether both go on alike behind a gap: two words, or a long one where as much was passed over on both sides. */
static bool resumes(const walk *w, uint32_t i, uint32_t j, bool even)
{
    return same(w, i, j) && (same(w, i + 1, j + 1) || (even && bw_word_length(w->other.items[j]) >= 5));
}

/* Over a gap behind (i, j), the smallest first; false: this run is at its end. */
static bool step_over(walk *w, uint32_t *i, uint32_t *j)
{
    for (uint32_t g = 1; g <= GAP; g++)
        for (uint32_t less = 0; less <= g; less++)
            for (uint32_t side = 0; side < (less ? 2u : 1u); side++) {
                uint32_t a = side ? g - less : g, b = side ? g : g - less;
                if (!resumes(w, *i + a, *j + b, a == b))
                    continue;
                for (uint32_t k = 0; k < a; k++)
                    if (w->m->taken[*i + k] == w->m->round)
                        return false;
                count_changed(w, *i, a, *j, b);
                *i += a;
                *j += b;
                return true;
            }
    return false;
}

/* Words before an anchor that are alike although no three of them in a row are the same. */
static void walk_back(walk *w, uint32_t i, uint32_t j, uint32_t from)
{
    while (i > 0 && j > from && (same(w, i - 1, j - 1) || (w->m->taken[i - 1] != w->m->round &&
                                                           bw_word_alike(w->m->text.items[i - 1], w->other.items[j - 1])))) {
        i--, j--;
        if (same(w, i, j))
            count_same(w, i, j);
        else
            count_changed(w, i, 1, j, 1);
    }
}

/* Whether most of the first words of mine were matched. */
static bool begins_alike(const bw_textmatcher *m, uint32_t n)
{
    uint32_t matched = 0;
    for (uint32_t i = 0; i < n; i++)
        matched += m->taken[i] == m->round;
    return matched * 2 > n;
}

void bw_textmatch_compare(bw_textmatcher *m, bw_wordprint other, bw_textmatch *out)
{
    *out = (bw_textmatch){.all_mine = m->all};
    walk w = {.m = m, .other = other, .out = out};
    uint32_t after = 0, from = 0, at_start = 0, beginning = other.n < m->text.n ? other.n : m->text.n;
    if (beginning > BEGINNING)
        beginning = BEGINNING;
    m->round++;
    for (uint32_t j = 0; j < other.n; j++)
        out->all_other += bw_word_weight(other.items[j]);
    for (uint32_t j = 0; j + 3 <= other.n;) {
        uint32_t i = find_anchor(&w, j, after);
        if (i == NONE) {
            j++;
            continue;
        }
        uint32_t begun = j;
        w.run_words = 0;
        walk_back(&w, i, j, from);
        for (;;) {
            while (same(&w, i, j)) {
                count_same(&w, i, j);
                i++, j++;
            }
            if (!step_over(&w, &i, &j))
                break;
        }
        if (begun < beginning)
            at_start += (j < beginning ? j : beginning) - begun;
        if (w.run_words > out->longest)
            out->longest = w.run_words;
        after = i;
        from = j;
    }
    out->from_start = at_start * 2 > beginning && begins_alike(m, beginning);
}

bool bw_textmatch_is_form(const bw_textmatch *m)
{
    uint32_t keys = m->keys_same + m->keys_changed, numbers = m->numbers_same + m->numbers_changed;
    double beside = m->same_mine + m->alike_mine + m->changed_mine, words = beside / 90 + 1; /* a plain word weighs about so much */
    bool harmed = m->alike_mine > m->changed_mine / 2; /* misread, as scans are, rather than filled in */
    if (words < SHORT_TEXT && m->keys_changed >= 1 && !harmed && m->changed_mine > beside * 0.045)
        return true;
    if (m->numbers_changed * 10 > numbers * 6 && m->numbers_changed >= (m->numbers_changed > words * 0.08 ? 2 : 4) &&
        m->numbers_changed > words * 0.035)
        return true;
    return m->keys_changed >= 4 && m->keys_changed > keys * (harmed ? 0.5 : 0.25) && m->keys_changed > words * 0.035;
}

double bw_textmatch_shared(const bw_textmatch *m)
{
    double mine = m->all_mine ? (double)(m->same_mine + m->alike_mine) / m->all_mine : 0;
    double other = m->all_other ? (double)(m->same_other + m->alike_other) / m->all_other : 0;
    return mine > other ? mine : other;
}

double bw_textmatch_score(const bw_textmatch *m)
{
    if (!m->all_mine || !m->all_other || bw_textmatch_is_form(m))
        return 0;
    double mine = (double)(m->same_mine + m->alike_mine) / m->all_mine;
    double other = (double)(m->same_other + m->alike_other) / m->all_other;
    double more = mine > other ? mine : other, less = mine > other ? other : mine;
    double words = (m->same_mine + m->alike_mine) / 90.0;
    /* A short text that stands in a long one is a cut version of it when both begin alike, and a quotation when not. What two
     * short ones share elsewhere may be the tail that their site puts under everything. */
    double need = 0.6 + (less < 0.5 ? (0.5 - less) * (m->from_start ? 0.4 : 3.6) : 0);
    if (!m->from_start && words < NO_TAIL)
        need += 0.4 * (1 - words / NO_TAIL);
    double score = 0.5 + (more - need) + (m->from_start || words >= NO_TAIL ? 0.2 * (less - 0.5) : 0);
    return score < 0 ? 0 : score;
}
