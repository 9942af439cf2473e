/* occurrence.c: open stories, where their marks lie, and which of them a document fits.
 *
 * The marks of all open stories lie in chains by their hash, newest first, so that the stories that share a mark are found without
 * a walk over all. A mark that many stories have finds none. All numbers that matter are sums and quotients of floats in a fixed
 * order, so every machine answers the same.
 */
#include "story/occurrence.h"

#include "story/occurrence_traits.h"

#include <math.h>
#include <stdlib.h>

enum {
    CHAINS = 1 << 18,
    COUNTERS = 1 << 18,
    FAMILIES = 8,       /* of texts, that a story remembers */
    PROBES = 20,        /* marks of a document that look for candidates */
    COMMON = 300,       /* stories that have a mark which looks for none any more */
    STEPS = 400,        /* along one chain */
    CANDIDATES = 24,
    CORE = 24,          /* marks of the document that opened a story */
    POOL = 512,         /* candidates before the best are taken */
    WINDOW = 6,         /* days of silence that close a story */
    LIFE = 16,          /* days that a story lives */
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
    uint32_t mark;     /* 0: not taken */
    float weight;
    uint32_t since;    /* when it was put into its chain */
    int32_t next, previous;
} node;

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
    int32_t older, newer; /* by `touched` */
} story;

enum { NODES = BW_MAX_TRAITS + FAMILIES }; /* of a story; those of families behind the others */

struct bw_occurrences {
    story *stories;
    node *nodes;
    int32_t chains[CHAINS];
    uint32_t counters[COUNTERS]; /* stories that have a mark; marks that share a counter are added up */
    uint32_t n, room, clock;     /* stories; changes of chains */
    uint64_t documents;
    int32_t oldest, newest;
};

bw_occurrences *bw_occurrences_new(void)
{
    bw_occurrences *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    memset(o->chains, 0xFF, sizeof o->chains);
    o->oldest = o->newest = NONE;
    return o;
}

/* Room for a story with this number. Nothing may be held that points to one. */
static bool make_room(bw_occurrences *o, uint32_t slot)
{
    uint32_t room = o->room ? o->room : 64;
    if (slot < o->room)
        return true;
    while (room <= slot)
        room *= 2;
    story *stories = realloc(o->stories, room * sizeof *stories);
    o->stories = stories ? stories : o->stories;
    node *nodes = stories ? realloc(o->nodes, (size_t)room * NODES * sizeof *nodes) : NULL;
    o->nodes = nodes ? nodes : o->nodes;
    if (!nodes)
        return false;
    memset(stories + o->room, 0, (room - o->room) * sizeof *stories);
    memset(nodes + (size_t)o->room * NODES, 0, (size_t)(room - o->room) * NODES * sizeof *nodes);
    o->room = room;
    return true;
}

void bw_occurrences_free(bw_occurrences *o)
{
    if (!o)
        return;
    for (uint32_t i = 0; o->stories && i < o->n; i++)
        free(o->stories[i].id);
    free(o->stories);
    free(o->nodes);
    free(o);
}

/* ---- chains ---------------------------------------------------------------------------------------- */

static uint32_t chain_of(uint32_t mark) { return (mark * 2654435761u) >> 14; }
static uint32_t counter_of(uint32_t mark) { return (mark * 2246822519u) >> 14; }

static void link_node(bw_occurrences *o, int32_t at, uint32_t mark, float weight, uint32_t since)
{
    node *it = &o->nodes[at];
    int32_t *head = &o->chains[chain_of(mark)];
    *it = (node){.mark = mark, .weight = weight, .since = since, .next = *head, .previous = NONE};
    if (*head != NONE)
        o->nodes[*head].previous = at;
    *head = at;
    o->counters[counter_of(mark)]++;
}

static void unlink_node(bw_occurrences *o, int32_t at)
{
    node *it = &o->nodes[at];
    if (!it->mark)
        return;
    if (it->previous == NONE)
        o->chains[chain_of(it->mark)] = it->next;
    else
        o->nodes[it->previous].next = it->next;
    if (it->next != NONE)
        o->nodes[it->next].previous = it->previous;
    o->counters[counter_of(it->mark)]--;
    *it = (node){0};
}

static node *marks_of(const bw_occurrences *o, uint32_t slot) { return &o->nodes[(size_t)slot * NODES]; }

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

static float likeness(const bw_occurrences *o, const weighed *w, const story *s, const node *marks)
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
static bool is_form(const bw_traits *t, float like, const node *marks)
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
    struct {
        uint32_t slot;
        float shared;
    } items[POOL];
    uint32_t n;
    uint16_t by_slot[2 * POOL]; /* item + 1 */
} pool;

static void put_candidate(pool *p, uint32_t slot, float shared)
{
    uint32_t at = slot * 2654435761u % (2 * POOL);
    for (; p->by_slot[at]; at = (at + 1) % (2 * POOL))
        if (p->items[p->by_slot[at] - 1].slot == slot) {
            p->items[p->by_slot[at] - 1].shared += shared;
            return;
        }
    if (p->n == POOL)
        return;
    p->items[p->n].slot = slot;
    p->items[p->n++].shared = shared;
    p->by_slot[at] = (uint16_t)p->n;
}

static void find_candidates(const bw_occurrences *o, const bw_traits *t, pool *p)
{
    uint32_t probes = 0;
    for (uint32_t i = 0; i < t->n && probes < PROBES; i++) {
        uint32_t mark = t->items[i].mark, n = o->counters[counter_of(mark)];
        if (n == 0 || n > COMMON)
            continue;
        probes++;
        float weight = t->items[i].weight * worth(o, mark);
        int32_t at = o->chains[chain_of(mark)];
        for (int step = 0; at != NONE && step < STEPS; step++, at = o->nodes[at].next)
            if (o->nodes[at].mark == mark && at % NODES < BW_MAX_TRAITS)
                put_candidate(p, (uint32_t)(at / NODES), weight * o->nodes[at].weight);
    }
}

/* The story that fits best, or NONE. */
static int32_t best_of(const bw_occurrences *o, const bw_traits *t, pool *p)
{
    weighed w;
    int32_t best = NONE;
    float best_score = 0;
    weigh(o, t, &w);
    for (int looked = 0; looked < CANDIDATES; looked++) {
        uint32_t most = 0;
        for (uint32_t i = 1; i < p->n; i++)
            if (p->items[i].shared > p->items[most].shared)
                most = i;
        if (p->n == 0 || p->items[most].shared <= 0)
            break;
        p->items[most].shared = 0;
        uint32_t slot = p->items[most].slot;
        float got = score(o, t, &w, slot);
        if (got >= enough(t, &o->stories[slot]) && got > best_score) {
            best = (int32_t)slot;
            best_score = got;
        }
    }
    return best;
}

/* ---- families ---------------------------------------------------------------------------------------- */

static uint32_t family_mark(uint64_t family) { return (uint32_t)(family >> 32) | 1; }

static int32_t story_of_family(const bw_occurrences *o, uint64_t family)
{
    int32_t at = o->chains[chain_of(family_mark(family))];
    for (; at != NONE; at = o->nodes[at].next) {
        int32_t place = at % NODES - BW_MAX_TRAITS;
        if (place >= 0 && o->stories[at / NODES].families[place] == family)
            return at / NODES;
    }
    return NONE;
}

/* In the place of the one that came first. */
static void add_family(bw_occurrences *o, uint32_t slot, uint64_t family)
{
    story *s = &o->stories[slot];
    node *nodes = marks_of(o, slot) + BW_MAX_TRAITS;
    int place = 0;
    for (int i = 0; i < FAMILIES && nodes[place].mark; i++)
        if (!nodes[i].mark || nodes[i].since < nodes[place].since)
            place = i;
    int32_t at = (int32_t)(slot * NODES + BW_MAX_TRAITS) + place;
    unlink_node(o, at);
    link_node(o, at, family_mark(family), 0, ++o->clock);
    s->families[place] = family;
}

/* ---- what a story learns ------------------------------------------------------------------------------ */

/* Marks fade with each document; the heaviest of old and new stay. */
static void learn(bw_occurrences *o, uint32_t slot, const bw_traits *t)
{
    story *s = &o->stories[slot];
    node *marks = marks_of(o, slot);
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
            int32_t n = (int32_t)(slot * NODES + lightest);
            unlink_node(o, n);
            link_node(o, n, t->items[i].mark, more, ++o->clock);
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
    for (int i = 0; i < NODES; i++)
        unlink_node(o, (int32_t)(slot * NODES) + i);
    leave_line(o, slot);
    free(o->stories[slot].id);
    o->stories[slot] = (story){0};
}

static bool open_story(bw_occurrences *o, bw_str id, const bw_traits *t, uint32_t *slot)
{
    char *name = malloc(id.len + 1);
    if (!name)
        return false;
    memcpy(name, id.ptr, id.len);
    name[id.len] = '\0';
    if (o->n < BW_OCCURRENCES) {
        if (!make_room(o, o->n)) {
            free(name);
            return false;
        }
        *slot = o->n++;
    } else {
        *slot = (uint32_t)o->oldest;
        close_story(o, *slot);
    }
    story *s = &o->stories[*slot];
    *s = (story){.id = name, .first = BW_NO_DAY, .last = BW_NO_DAY, .n_core = t->n < CORE ? t->n : CORE};
    for (uint32_t i = 0; i < s->n_core; i++)
        s->core[i] = t->items[i];
    join_line(o, *slot);
    return true;
}

bw_status bw_occurrences_place(bw_occurrences *o, bw_document *doc, uint32_t *slot, bw_err *err)
{
    bw_str copy = doc->story.copy.len ? doc->story.copy : doc->head.id;
    uint64_t family = bw_hash(copy);
    int32_t at = bw_str_eq(copy, doc->head.id) ? NONE : story_of_family(o, family);
    bool known = at != NONE;
    bw_traits *t = BW_NEW(doc->arena, bw_traits, 1);
    bw_traits_of(doc, t);
    if (!known) {
        pool *p = BW_NEW(doc->arena, pool, 1);
        find_candidates(o, t, p);
        at = best_of(o, t, p);
    }
    *slot = (uint32_t)at;
    doc->story.story = at == NONE ? doc->head.id : bw_str_copy(doc->arena, bw_str_of(o->stories[at].id));
    if (at == NONE && !open_story(o, doc->head.id, t, slot)) /* from here on nothing fails */
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    story *s = &o->stories[*slot];
    learn_days(s, t);
    if (!known) { /* a copy says nothing new, and a version little */
        learn(o, *slot, t);
        add_family(o, *slot, family);
        s->n++;
    }
    s->touched = ++o->documents;
    leave_line(o, *slot);
    join_line(o, *slot);
    return BW_OK;
}

/* ---- rows of a state ---------------------------------------------------------------------------------- */

enum { ROW_FORM = 1, FAR_DAY = 4000000 }; /* days beyond that are no days */

static void put_number(bw_buf *out, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++)
        bw_buf_char(out, (char)(n >> (8 * i)));
}

static void put_weight(bw_buf *out, float weight)
{
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits);
    put_number(out, bits, 4);
}

void bw_occurrences_row(const bw_occurrences *o, uint32_t slot, bw_buf *out)
{
    const story *s = &o->stories[slot];
    const node *nodes = marks_of(o, slot);
    size_t len = strlen(s->id);
    put_number(out, ROW_FORM, 1);
    put_number(out, len, 4);
    bw_buf_str(out, (bw_str){s->id, len});
    put_number(out, s->touched, 8);
    put_number(out, s->n, 4);
    put_number(out, (uint32_t)s->first, 4);
    put_number(out, (uint32_t)s->last, 4);
    put_number(out, s->n_told, 1);
    for (uint32_t i = 0; i < s->n_told; i++)
        put_number(out, (uint32_t)s->told[i], 4);
    put_number(out, s->n_core, 1);
    for (uint32_t i = 0; i < s->n_core; i++) {
        put_number(out, s->core[i].mark, 4);
        put_weight(out, s->core[i].weight);
    }
    for (int i = 0; i < NODES; i++) {
        put_number(out, nodes[i].mark, 4);
        if (!nodes[i].mark)
            continue;
        put_weight(out, nodes[i].weight);
        put_number(out, nodes[i].since, 4);
    }
    for (int i = 0; i < FAMILIES; i++)
        put_number(out, s->families[i], 8);
}

typedef struct {
    bw_str rest;
    bool bad;
} row;

static uint64_t take_number(row *r, int bytes)
{
    uint64_t n = 0;
    if (r->rest.len < (size_t)bytes) {
        r->bad = true;
        return 0;
    }
    for (int i = 0; i < bytes; i++)
        n |= (uint64_t)(unsigned char)r->rest.ptr[i] << (8 * i);
    r->rest = bw_str_slice(r->rest, (size_t)bytes, r->rest.len);
    return n;
}

static float take_weight(row *r)
{
    uint32_t bits = (uint32_t)take_number(r, 4);
    float weight;
    memcpy(&weight, &bits, sizeof weight);
    r->bad |= !(weight >= 0 && weight <= 2);
    return r->bad ? 0 : weight;
}

static bw_day take_day(row *r)
{
    bw_day day = (bw_day)(uint32_t)take_number(r, 4);
    r->bad |= day != BW_NO_DAY && (day < -FAR_DAY || day > FAR_DAY);
    return day;
}

static uint32_t take_count(row *r, uint32_t most)
{
    uint32_t n = (uint32_t)take_number(r, 1);
    r->bad |= n > most;
    return r->bad ? 0 : n;
}

static void take_story(row *r, story *s, node *nodes)
{
    r->bad |= take_number(r, 1) != ROW_FORM;
    size_t len = (size_t)take_number(r, 4);
    r->bad |= len > r->rest.len || memchr(r->rest.ptr ? r->rest.ptr : "", '\0', len > r->rest.len ? 0 : len);
    if (r->bad || !(s->id = malloc(len + 1)))
        return;
    memcpy(s->id, r->rest.ptr, len);
    s->id[len] = '\0';
    r->rest = bw_str_slice(r->rest, len, r->rest.len);
    s->touched = take_number(r, 8);
    s->n = (uint32_t)take_number(r, 4);
    s->first = take_day(r);
    s->last = take_day(r);
    s->n_told = take_count(r, BW_MAX_TOLD);
    for (uint32_t i = 0; i < s->n_told; i++)
        s->told[i] = take_day(r);
    s->n_core = take_count(r, CORE);
    for (uint32_t i = 0; i < s->n_core; i++) {
        s->core[i].mark = (uint32_t)take_number(r, 4);
        s->core[i].weight = take_weight(r);
    }
    for (int i = 0; i < NODES; i++) {
        nodes[i] = (node){.mark = (uint32_t)take_number(r, 4)};
        if (!nodes[i].mark)
            continue;
        nodes[i].weight = take_weight(r);
        nodes[i].since = (uint32_t)take_number(r, 4);
    }
    for (int i = 0; i < FAMILIES; i++)
        s->families[i] = take_number(r, 8);
    r->bad |= r->rest.len > 0;
}

bw_status bw_occurrences_load(bw_occurrences *o, uint32_t slot, bw_str bytes, bw_err *err)
{
    row r = {.rest = bytes};
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

typedef struct {
    uint64_t when;
    int32_t what;
} turn;

static int by_turn(const void *a, const void *b)
{
    const turn *x = a, *y = b;
    return x->when != y->when ? (x->when > y->when) - (x->when < y->when) : (x->what > y->what) - (x->what < y->what);
}

/* Chains and line as they were: what came first is put there first. */
bw_status bw_occurrences_begin(bw_occurrences *o, bw_err *err)
{
    size_t n = 0, room = (size_t)o->n * NODES;
    turn *turns = malloc((room ? room : 1) * sizeof *turns);
    if (!turns)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    for (uint32_t i = 0; i < o->n; i++) {
        if (!o->stories[i].id) {
            free(turns);
            return bw_fail(err, BW_ERR_SYNTAX, "story %u: its row is missing", i);
        }
        turns[n++] = (turn){o->stories[i].touched, (int32_t)i};
        o->documents = o->stories[i].touched > o->documents ? o->stories[i].touched : o->documents;
    }
    qsort(turns, n, sizeof *turns, by_turn);
    for (size_t i = 0; i < n; i++)
        join_line(o, (uint32_t)turns[i].what);
    n = 0;
    for (size_t i = 0; i < room; i++)
        if (o->nodes[i].mark)
            turns[n++] = (turn){o->nodes[i].since, (int32_t)i};
    qsort(turns, n, sizeof *turns, by_turn);
    for (size_t i = 0; i < n; i++) {
        node was = o->nodes[turns[i].what];
        o->clock = was.since > o->clock ? was.since : o->clock;
        link_node(o, turns[i].what, was.mark, was.weight, was.since);
    }
    free(turns);
    return BW_OK;
}
