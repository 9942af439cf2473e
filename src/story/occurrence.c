/* occurrence.c: open stories, where their marks lie, and which of them a document fits.
 *
 * Stories that share a mark are found by an index (mark_index.h), so without a walk over all; a mark that many stories have finds
 * none. All numbers that matter are sums and quotients of floats in a fixed order, so every machine answers the same.
 */
#include "story/occurrence.h"

#include "story/bytes.h"
#include "story/mark_index.h"
#include "story/occurrence_traits.h"

#include <math.h>
#include <stdlib.h>

enum {
    COUNTERS = 1 << 18,
    FAMILY_CHAINS = 1 << 18,
    FAMILIES = 8,       /* of texts, that a story remembers */
    PROBES = 20,        /* marks of a document that look for candidates */
    COMMON = 300,       /* stories that have a mark which looks for none any more */
    LISTED = 400,       /* places in the list of such a mark, with those of marks that share it */
    CANDIDATES = 24,
    CORE = 24,          /* marks of the document that opened a story */
    WINDOW = 6,         /* days of silence that close a story */
    LIFE = 16,          /* days that a story lives */
    PAST = 30,          /* days since its last document, and */
    PAST_DOCUMENTS = 1 << 15, /* documents since then, after which its place is for another: not for one wrong date, nor in disorder */
    NONE = -1,
};
static const float ENOUGH = 0.18f, ENOUGH_UNDATED = 0.25f;
/* So many of the open stories halve the weight of a mark which they have. */
static const float COMMON_HALF = 8.0f, COMMON_SHARE = 0.002f;
static const float CORE_SHARE = 0.5f; /* of the score: what is shared with the story's first document */
static const float PROOF = 7.0f, LIGHT = 0.03f; /* so many marks that are not light have to be shared: one name is no occurrence */
static const float LEARN_LEAST = 0.2f;/* how much a document changes what its story is about, at least */
static const float SAME_DAY = 1.15f, OTHER_DAY = 0.6f, A_DAY_OFF = 0.85f, SILENT_DAY = 0.09f;
static const float FORM_LIKE = 0.75f;
static const float GROWN_MORE = 0.002f;
enum { GROWN_MOST = 40, FORM_NUMBERS = 4 };

typedef struct {
    char *id;          /* malloc; NULL: no story lies here */
    uint64_t touched;  /* when a document came last: number of the document */
    uint32_t n;        /* documents that told something new */
    bw_day first, last;/* days of its documents */
    bw_day told[BW_MAX_TOLD];
    uint32_t n_told;
    bw_trait core[CORE];
    uint32_t n_core;
    uint64_t families[FAMILIES];
    uint32_t n_families;  /* that it ever had: the last ones are remembered */
    uint32_t in_chain[FAMILIES]; /* what follows each in its chain */
    int32_t older, newer; /* by `touched` */
} story;

struct bw_occurrences {
    story *stories;
    bw_trait *marks;             /* BW_MAX_TRAITS of each story; mark 0: not taken */
    bw_mark_index index;         /* of them, by their place in `marks` */
    uint32_t counters[COUNTERS]; /* stories that have a mark; marks that share a counter are added up */
    uint32_t families[FAMILY_CHAINS]; /* story * FAMILIES + place + 1 */
    float shared[BW_OCCURRENCES]; /* with the document that is being placed; 0 in between */
    uint32_t n, room;            /* stories */
    uint64_t documents;
    int32_t oldest, newest;
    char *spare;                 /* room for the id of the next story; malloc */
};

bw_occurrences *bw_occurrences_new(void)
{
    bw_occurrences *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    o->oldest = o->newest = NONE;
    return o;
}

/* Room for a story with this number, and for all its marks in the index. Nothing may be held that points to one. */
static bool make_room(bw_occurrences *o, uint32_t slot)
{
    uint32_t room = o->room ? o->room : 64;
    while (room <= slot)
        room *= 2;
    if (!bw_mark_index_room(&o->index, room * BW_MAX_TRAITS, BW_MAX_TRAITS))
        return false;
    if (slot < o->room)
        return true;
    story *stories = realloc(o->stories, room * sizeof *stories);
    o->stories = stories ? stories : o->stories;
    bw_trait *marks = stories ? realloc(o->marks, (size_t)room * BW_MAX_TRAITS * sizeof *marks) : NULL;
    o->marks = marks ? marks : o->marks;
    if (!marks)
        return false;
    memset(stories + o->room, 0, (room - o->room) * sizeof *stories);
    memset(marks + (size_t)o->room * BW_MAX_TRAITS, 0, (size_t)(room - o->room) * BW_MAX_TRAITS * sizeof *marks);
    o->room = room;
    return true;
}

void bw_occurrences_free(bw_occurrences *o)
{
    if (!o)
        return;
    for (uint32_t i = 0; o->stories && i < o->n; i++)
        free(o->stories[i].id);
    bw_mark_index_free(&o->index);
    free(o->stories);
    free(o->marks);
    free(o->spare);
    free(o);
}

/* ---- marks ----------------------------------------------------------------------------------------- */

static uint32_t counter_of(uint32_t mark) { return (mark * 2246822519u) >> 14; }

static bw_trait *marks_of(const bw_occurrences *o, uint32_t slot) { return &o->marks[(size_t)slot * BW_MAX_TRAITS]; }

/* There is room, and the place is free. */
static void put_mark(bw_occurrences *o, uint32_t place, bw_trait mark)
{
    o->marks[place] = mark;
    o->counters[counter_of(mark.mark)]++;
    bw_mark_index_put(&o->index, mark.mark, place);
}

static void take_mark(bw_occurrences *o, uint32_t place)
{
    uint32_t mark = o->marks[place].mark;
    if (!mark)
        return;
    o->counters[counter_of(mark)]--;
    bw_mark_index_take(&o->index, mark, place);
    o->marks[place] = (bw_trait){0};
}

/* What a mark is worth among the stories that are open. */
static float worth(const bw_occurrences *o, uint32_t mark)
{
    float half = COMMON_HALF + COMMON_SHARE * (float)o->n;
    return half / (half + (float)o->counters[counter_of(mark)]);
}

/* ---- which story is silent longest ------------------------------------------------------------------- */

static void leave_line(bw_occurrences *o, uint32_t slot)
{
    story *s = &o->stories[slot];
    *(s->older == NONE ? &o->oldest : &o->stories[s->older].newer) = s->newer;
    *(s->newer == NONE ? &o->newest : &o->stories[s->newer].older) = s->older;
}

static void join_line(bw_occurrences *o, uint32_t slot)
{
    story *s = &o->stories[slot];
    s->older = o->newest;
    s->newer = NONE;
    *(o->newest == NONE ? &o->oldest : &o->stories[o->newest].newer) = (int32_t)slot;
    o->newest = (int32_t)slot;
}

/* ---- how well a document fits ------------------------------------------------------------------------ */

enum { TABLE = 256 };

/* A document's marks with what they are worth today, to be looked up. */
typedef struct {
    bw_trait items[TABLE];
    float length;
} weighed;

static float weight_in(const weighed *w, uint32_t mark)
{
    for (uint32_t i = (mark >> 8) % TABLE; w->items[i].mark; i = (i + 1) % TABLE)
        if (w->items[i].mark == mark)
            return w->items[i].weight;
    return 0;
}

static void weigh(const bw_occurrences *o, const bw_traits *t, weighed *w)
{
    float square = 0;
    *w = (weighed){0};
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t at = (t->items[i].mark >> 8) % TABLE;
        float weight = t->items[i].weight * worth(o, t->items[i].mark);
        while (w->items[at].mark)
            at = (at + 1) % TABLE;
        w->items[at] = (bw_trait){t->items[i].mark, weight};
        square += weight * weight;
    }
    w->length = sqrtf(square);
}

static float likeness(const bw_occurrences *o, const weighed *w, const story *s, const bw_trait *marks)
{
    float shared = 0, square = 0, core_shared = 0, core_square = 0, n = 0;
    for (uint32_t i = 0; i < BW_MAX_TRAITS; i++) {
        float weight = marks[i].mark ? marks[i].weight * worth(o, marks[i].mark) : 0;
        float other = marks[i].mark ? weight_in(w, marks[i].mark) : 0;
        shared += weight * other;
        square += weight * weight;
        n += other > LIGHT && weight > LIGHT;
    }
    for (uint32_t i = 0; i < s->n_core; i++) {
        float weight = s->core[i].weight * worth(o, s->core[i].mark);
        core_shared += weight * weight_in(w, s->core[i].mark);
        core_square += weight * weight;
    }
    if (square <= 0 || core_square <= 0 || w->length <= 0)
        return 0;
    float both = ((1 - CORE_SHARE) * shared / sqrtf(square) + CORE_SHARE * core_shared / sqrtf(core_square)) / w->length;
    return n < PROOF ? both * n / PROOF : both;
}

/* By the days that both name: of one day, a day apart, of others. */
static float by_days_told(const bw_traits *t, const story *s)
{
    int32_t apart = INT32_MAX;
    for (uint32_t i = 0; i < t->n_told; i++)
        for (uint32_t k = 0; k < s->n_told; k++) {
            int32_t d = t->told[i] - s->told[k];
            d = d < 0 ? -d : d;
            apart = d < apart ? d : apart;
        }
    return apart == INT32_MAX ? 1 : apart == 0 ? SAME_DAY : apart == 1 ? A_DAY_OFF : OTHER_DAY;
}

/* 0: not in the story's time. */
static float by_time(const bw_traits *t, const story *s)
{
    if (t->day == BW_NO_DAY || s->last == BW_NO_DAY)
        return 1;
    int32_t silent = t->day > s->last ? t->day - s->last : t->day < s->first ? s->first - t->day : 0;
    int32_t life = t->day > s->last ? t->day - s->first : t->day < s->first ? s->last - t->day : 0;
    return silent > WINDOW || life > LIFE ? 0 : 1 - SILENT_DAY * (float)silent;
}

/* A form filled in anew (prices of the day, results) has the words of the last one and other numbers. */
static bool is_form(const bw_traits *t, float like, const bw_trait *marks)
{
    uint32_t numbers = 0, shared = 0;
    for (uint32_t i = 0; i < t->n && like > FORM_LIKE; i++) {
        bool found = false;
        if (!(t->items[i].mark & BW_TRAIT_NUMBER))
            continue;
        for (uint32_t k = 0; k < BW_MAX_TRAITS && !found; k++)
            found = marks[k].mark == t->items[i].mark;
        numbers++;
        shared += found;
    }
    return numbers >= FORM_NUMBERS && shared * 4 <= numbers;
}

static float score(const bw_occurrences *o, const bw_traits *t, const weighed *w, uint32_t slot)
{
    const story *s = &o->stories[slot];
    float time = by_time(t, s), like = time > 0 ? likeness(o, w, s, marks_of(o, slot)) : 0;
    return is_form(t, like, marks_of(o, slot)) ? 0 : time * by_days_told(t, s) * like;
}

static float enough(const bw_traits *t, const story *s)
{
    float least = t->day == BW_NO_DAY || s->last == BW_NO_DAY ? ENOUGH_UNDATED : ENOUGH;
    return least + GROWN_MORE * (float)(s->n < GROWN_MOST ? s->n : GROWN_MOST);
}

/* ---- candidates -------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t slot;
    float shared;
} candidate;

/* Keeps the list in order, most first; of equals the lower slot. */
static void keep_candidate(candidate list[CANDIDATES], uint32_t *n, candidate c)
{
    uint32_t at = *n;
    while (at > 0 && (list[at - 1].shared < c.shared || (list[at - 1].shared <= c.shared && list[at - 1].slot > c.slot)))
        at--;
    if (at == CANDIDATES)
        return;
    uint32_t last = *n < CANDIDATES ? (*n)++ : CANDIDATES - 1;
    memmove(&list[at + 1], &list[at], (last - at) * sizeof c);
    list[at] = c;
}

/* The stories that share most of the document's heaviest marks; returns how many. */
static uint32_t find_candidates(bw_occurrences *o, const bw_traits *t, candidate out[CANDIDATES])
{
    uint32_t met[PROBES * LISTED], n_met = 0, n = 0, probes = 0;
    for (uint32_t i = 0; i < t->n && probes < PROBES; i++) {
        uint32_t mark = t->items[i].mark, n_stories = o->counters[counter_of(mark)], places[LISTED];
        if (n_stories == 0 || n_stories > COMMON)
            continue;
        probes++;
        float weight = t->items[i].weight * worth(o, mark);
        uint32_t n_places = bw_mark_index_get(&o->index, mark, LISTED, places);
        for (uint32_t k = 0; k < n_places; k++) {
            const bw_trait *other = &o->marks[places[k]];
            uint32_t slot = places[k] / BW_MAX_TRAITS;
            if (other->mark != mark || !(weight * other->weight > 0))
                continue;
            if (!(o->shared[slot] > 0))
                met[n_met++] = slot;
            o->shared[slot] += weight * other->weight;
        }
    }
    for (uint32_t i = 0; i < n_met; i++) {
        float shared = o->shared[met[i]];
        o->shared[met[i]] = 0;
        if ((n < CANDIDATES || shared >= out[n - 1].shared) && by_time(t, &o->stories[met[i]]) > 0)
            keep_candidate(out, &n, (candidate){met[i], shared});
    }
    return n;
}

/* The story that fits best, or NONE. */
static int32_t best_of(const bw_occurrences *o, const bw_traits *t, const candidate *candidates, uint32_t n)
{
    weighed w;
    int32_t best = NONE;
    float best_score = 0;
    weigh(o, t, &w);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = candidates[i].slot;
        float got = score(o, t, &w, slot);
        if (got >= enough(t, &o->stories[slot]) && got > best_score) {
            best = (int32_t)slot;
            best_score = got;
        }
    }
    return best;
}

/* ---- families ---------------------------------------------------------------------------------------- */

static uint32_t *family_chain(bw_occurrences *o, uint64_t family) { return &o->families[(family >> 32) % FAMILY_CHAINS]; }

static int32_t story_of_family(bw_occurrences *o, uint64_t family)
{
    for (uint32_t at = *family_chain(o, family); at; at = o->stories[(at - 1) / FAMILIES].in_chain[(at - 1) % FAMILIES])
        if (o->stories[(at - 1) / FAMILIES].families[(at - 1) % FAMILIES] == family)
            return (int32_t)((at - 1) / FAMILIES);
    return NONE;
}

static void link_family(bw_occurrences *o, uint32_t slot, uint32_t place)
{
    story *s = &o->stories[slot];
    uint32_t *chain = family_chain(o, s->families[place]);
    s->in_chain[place] = *chain;
    *chain = slot * FAMILIES + place + 1;
}

static void unlink_family(bw_occurrences *o, uint32_t slot, uint32_t place)
{
    story *s = &o->stories[slot];
    uint32_t *at = family_chain(o, s->families[place]);
    while (*at != slot * FAMILIES + place + 1)
        at = &o->stories[(*at - 1) / FAMILIES].in_chain[(*at - 1) % FAMILIES];
    *at = s->in_chain[place];
}

/* In the place of the one that came first. */
static void add_family(bw_occurrences *o, uint32_t slot, uint64_t family)
{
    story *s = &o->stories[slot];
    uint32_t place = s->n_families % FAMILIES;
    if (s->n_families >= FAMILIES)
        unlink_family(o, slot, place);
    s->families[place] = family;
    s->n_families = s->n_families + 1 < 2 * FAMILIES ? s->n_families + 1 : FAMILIES; /* it only tells which came first */
    link_family(o, slot, place);
}

/* ---- what a story learns ------------------------------------------------------------------------------ */

/* Marks fade with each document; the heaviest of old and new stay. */
static void learn(bw_occurrences *o, uint32_t slot, const bw_traits *t)
{
    story *s = &o->stories[slot];
    bw_trait *marks = marks_of(o, slot);
    float share = 1 / (float)(s->n + 1);
    share = share > LEARN_LEAST ? share : LEARN_LEAST;
    for (uint32_t i = 0; i < BW_MAX_TRAITS; i++)
        marks[i].weight *= 1 - share;
    for (uint32_t i = 0; i < t->n; i++) {
        float more = t->items[i].weight * share;
        uint32_t lightest = 0, at = BW_MAX_TRAITS;
        for (uint32_t k = 0; k < BW_MAX_TRAITS; k++) {
            if (marks[k].mark == t->items[i].mark)
                at = k;
            if (marks[k].weight < marks[lightest].weight)
                lightest = k;
        }
        if (at < BW_MAX_TRAITS) {
            marks[at].weight += more;
        } else if (more > marks[lightest].weight) {
            take_mark(o, slot * BW_MAX_TRAITS + lightest);
            put_mark(o, slot * BW_MAX_TRAITS + lightest, (bw_trait){t->items[i].mark, more});
        }
    }
}

static void learn_days(story *s, const bw_traits *t)
{
    if (t->day != BW_NO_DAY) {
        s->first = s->first == BW_NO_DAY || t->day < s->first ? t->day : s->first;
        s->last = s->last == BW_NO_DAY || t->day > s->last ? t->day : s->last;
    }
    /* The days that its first documents name; later ones name those of what followed. */
    for (uint32_t i = 0; i < t->n_told && s->n_told < BW_MAX_TOLD && s->n < 3; i++) {
        bool known = false;
        for (uint32_t k = 0; k < s->n_told; k++)
            known |= s->told[k] == t->told[i];
        if (!known)
            s->told[s->n_told++] = t->told[i];
    }
}

static void close_story(bw_occurrences *o, uint32_t slot)
{
    story *s = &o->stories[slot];
    for (uint32_t i = 0; i < BW_MAX_TRAITS; i++)
        take_mark(o, slot * BW_MAX_TRAITS + i);
    for (uint32_t i = 0; i < FAMILIES && i < s->n_families; i++)
        unlink_family(o, slot, i);
    leave_line(o, slot);
    free(s->id);
    *s = (story){0};
}

/* Whether the story that was silent longest can take no document any more, as the stream goes. */
static bool oldest_is_past(const bw_occurrences *o, bw_day day)
{
    const story *s = o->oldest == NONE ? NULL : &o->stories[o->oldest];
    return s && day != BW_NO_DAY && s->last != BW_NO_DAY && (int64_t)day - s->last > PAST && o->documents - s->touched > PAST_DOCUMENTS;
}

/* There is room for it, and for its id in `spare`. */
static uint32_t open_story(bw_occurrences *o, bw_str id, const bw_traits *t)
{
    bool full = o->n == BW_OCCURRENCES || oldest_is_past(o, t->day);
    uint32_t slot = full ? (uint32_t)o->oldest : o->n++;
    story *s = &o->stories[slot];
    if (s->id)
        close_story(o, slot);
    *s = (story){.id = o->spare, .first = BW_NO_DAY, .last = BW_NO_DAY, .n_core = t->n < CORE ? t->n : CORE};
    o->spare = NULL;
    if (id.len)
        memcpy(s->id, id.ptr, id.len);
    s->id[id.len] = '\0';
    for (uint32_t i = 0; i < s->n_core; i++)
        s->core[i] = t->items[i];
    join_line(o, slot);
    return slot;
}

/* ---- placing ------------------------------------------------------------------------------------------ */

struct bw_occurrence_choice {
    bw_str id;
    bw_traits traits;
    uint64_t family;
    int32_t slot;   /* of the story that it fits; NONE: it opens one */
    bool known;     /* its family lies there */
};

bw_status bw_occurrences_choose(bw_occurrences *o, bw_document *doc, bw_occurrence_choice **out, bw_err *err)
{
    bw_str copy = doc->story.copy.len ? doc->story.copy : doc->head.id;
    bw_occurrence_choice *c = BW_NEW(doc->arena, bw_occurrence_choice, 1);
    c->id = doc->head.id;
    c->family = bw_hash(copy);
    c->slot = bw_str_eq(copy, c->id) ? NONE : story_of_family(o, c->family);
    c->known = c->slot != NONE;
    bw_traits_of(doc, &c->traits);
    if (!c->known) {
        candidate candidates[CANDIDATES];
        uint32_t n = find_candidates(o, &c->traits, candidates);
        c->slot = best_of(o, &c->traits, candidates, n);
    }
    char *spare = c->slot == NONE ? realloc(o->spare, c->id.len + 1) : o->spare;
    o->spare = spare ? spare : o->spare;
    if ((c->slot == NONE && !spare) || !make_room(o, o->n < BW_OCCURRENCES ? o->n : 0))
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    doc->story.story = c->slot == NONE ? c->id : bw_str_copy(doc->arena, bw_str_of(o->stories[c->slot].id));
    *out = c;
    return BW_OK;
}

uint32_t bw_occurrences_put(bw_occurrences *o, const bw_occurrence_choice *c)
{
    uint32_t slot = c->slot == NONE ? open_story(o, c->id, &c->traits) : (uint32_t)c->slot;
    story *s = &o->stories[slot];
    learn_days(s, &c->traits);
    if (!c->known) { /* a copy says nothing new, and a version little */
        learn(o, slot, &c->traits);
        add_family(o, slot, c->family);
        s->n++;
    }
    s->touched = ++o->documents;
    leave_line(o, slot);
    join_line(o, slot);
    return slot;
}

bw_status bw_occurrences_place(bw_occurrences *o, bw_document *doc, uint32_t *slot, bw_err *err)
{
    bw_occurrence_choice *c;
    bw_status st = bw_occurrences_choose(o, doc, &c, err);
    if (!st)
        *slot = bw_occurrences_put(o, c);
    return st;
}

/* ---- rows of a state ---------------------------------------------------------------------------------- */

enum { ROW_FORM = 2, FAR_DAY = 4000000 }; /* days beyond that are no days */

static void put_trait(bw_buf *out, bw_trait t)
{
    uint32_t bits;
    memcpy(&bits, &t.weight, sizeof bits);
    bw_bytes_put(out, t.mark, 4);
    bw_bytes_put(out, bits, 4);
}

void bw_occurrences_row(const bw_occurrences *o, uint32_t slot, bw_buf *out)
{
    const story *s = &o->stories[slot];
    const bw_trait *marks = marks_of(o, slot);
    uint32_t n_families = s->n_families < FAMILIES ? s->n_families : FAMILIES;
    size_t len = strlen(s->id);
    bw_bytes_put(out, ROW_FORM, 1);
    bw_bytes_put(out, len, 4);
    bw_buf_str(out, (bw_str){s->id, len});
    bw_bytes_put(out, s->touched, 8);
    bw_bytes_put(out, s->n, 4);
    bw_bytes_put(out, (uint32_t)s->first, 4);
    bw_bytes_put(out, (uint32_t)s->last, 4);
    bw_bytes_put(out, s->n_told, 1);
    for (uint32_t i = 0; i < s->n_told; i++)
        bw_bytes_put(out, (uint32_t)s->told[i], 4);
    bw_bytes_put(out, s->n_core, 1);
    for (uint32_t i = 0; i < s->n_core; i++)
        put_trait(out, s->core[i]);
    for (int i = 0; i < BW_MAX_TRAITS; i++) {
        if (marks[i].mark)
            put_trait(out, marks[i]);
        else
            bw_bytes_put(out, 0, 4);
    }
    bw_bytes_put(out, s->n_families, 1);
    for (uint32_t i = 0; i < n_families; i++)
        bw_bytes_put(out, s->families[i], 8);
}

static float take_weight(bw_bytes *r)
{
    uint32_t bits = (uint32_t)bw_bytes_take(r, 4);
    float weight;
    memcpy(&weight, &bits, sizeof weight);
    r->bad |= !(weight >= 0 && weight <= 2);
    return r->bad ? 0 : weight;
}

static bw_day take_day(bw_bytes *r)
{
    bw_day day = (bw_day)(uint32_t)bw_bytes_take(r, 4);
    r->bad |= day != BW_NO_DAY && (day < -FAR_DAY || day > FAR_DAY);
    return day;
}

static void take_story(bw_bytes *r, story *s, bw_trait *marks)
{
    r->bad |= bw_bytes_take(r, 1) != ROW_FORM;
    size_t len = (size_t)bw_bytes_take(r, 4);
    r->bad |= len > r->rest.len || memchr(r->rest.ptr ? r->rest.ptr : "", '\0', len > r->rest.len ? 0 : len);
    if (r->bad || !(s->id = malloc(len + 1)))
        return;
    memcpy(s->id, r->rest.ptr, len);
    s->id[len] = '\0';
    r->rest = bw_str_slice(r->rest, len, r->rest.len);
    s->touched = bw_bytes_take(r, 8);
    s->n = (uint32_t)bw_bytes_take(r, 4);
    s->first = take_day(r);
    s->last = take_day(r);
    r->bad |= (s->first == BW_NO_DAY) != (s->last == BW_NO_DAY) || s->first > s->last;
    s->n_told = (uint32_t)bw_bytes_take_count(r, 1, BW_MAX_TOLD);
    for (uint32_t i = 0; i < s->n_told; i++) {
        s->told[i] = take_day(r);
        r->bad |= s->told[i] == BW_NO_DAY;
    }
    s->n_core = (uint32_t)bw_bytes_take_count(r, 1, CORE);
    for (uint32_t i = 0; i < s->n_core; i++) {
        s->core[i].mark = (uint32_t)bw_bytes_take(r, 4);
        s->core[i].weight = take_weight(r);
    }
    for (int i = 0; i < BW_MAX_TRAITS; i++) {
        marks[i] = (bw_trait){.mark = (uint32_t)bw_bytes_take(r, 4)};
        if (marks[i].mark)
            marks[i].weight = take_weight(r);
    }
    s->n_families = (uint32_t)bw_bytes_take_count(r, 1, 2 * FAMILIES - 1);
    for (uint32_t i = 0; i < s->n_families && i < FAMILIES; i++)
        s->families[i] = bw_bytes_take(r, 8);
    r->bad |= r->rest.len > 0;
}

bw_status bw_occurrences_load(bw_occurrences *o, uint32_t slot, bw_str bytes, bw_err *err)
{
    bw_bytes r = {.rest = bytes};
    if (slot >= BW_OCCURRENCES || (slot < o->room && o->stories[slot].id))
        return bw_fail(err, BW_ERR_SYNTAX, "story %u: there is no such, or twice", slot);
    if (!make_room(o, slot))
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    take_story(&r, &o->stories[slot], marks_of(o, slot));
    o->n = slot >= o->n ? slot + 1 : o->n;
    if (r.bad)
        return bw_fail(err, BW_ERR_SYNTAX, "story %u: its row is damaged", slot);
    return o->stories[slot].id ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "out of memory");
}

static void index_story(bw_occurrences *o, uint32_t slot)
{
    for (uint32_t i = 0; i < BW_MAX_TRAITS; i++)
        if (marks_of(o, slot)[i].mark)
            put_mark(o, slot * BW_MAX_TRAITS + i, marks_of(o, slot)[i]);
    for (uint32_t i = 0; i < FAMILIES && i < o->stories[slot].n_families; i++)
        link_family(o, slot, i);
}

typedef struct {
    uint64_t touched;
    uint32_t slot;
} turn;

static int by_turn(const void *a, const void *b)
{
    const turn *x = a, *y = b;
    return x->touched != y->touched ? (x->touched > y->touched) - (x->touched < y->touched) : (x->slot > y->slot) - (x->slot < y->slot);
}

/* The line as it was, what came last at its end; all marks and families where they are found. */
bw_status bw_occurrences_begin(bw_occurrences *o, bw_err *err)
{
    turn *turns = malloc((o->n ? o->n : 1) * sizeof *turns);
    bw_status st = turns ? BW_OK : bw_fail(err, BW_ERR_MEMORY, "out of memory");
    for (uint32_t i = 0; !st && i < o->n; i++) {
        turns[i] = (turn){o->stories[i].touched, i};
        o->documents = o->stories[i].touched > o->documents ? o->stories[i].touched : o->documents;
        if (!o->stories[i].id)
            st = bw_fail(err, BW_ERR_SYNTAX, "story %u: its row is missing", i);
        else if (!make_room(o, i))
            st = bw_fail(err, BW_ERR_MEMORY, "out of memory");
        else
            index_story(o, i);
    }
    if (!st && o->n)
        qsort(turns, o->n, sizeof *turns, by_turn);
    for (uint32_t i = 0; !st && i < o->n; i++)
        join_line(o, turns[i].slot);
    free(turns);
    return st;
}
