#include "story/occurrence_traits.h"

#include "base/utf8.h"
#include "wire/copy/terms.h"

#include <math.h>
#include <stdlib.h>

/* Where a document says what it is about: how much words weigh there. */
enum {
    STEM = 6,         /* letters of a word that count: "attacked", "attackers" */
    LEAD = 45,        /* words of the text that tell what happened */
    BODY = 130,       /* and that tell more of it */
    TAIL = 260,       /* behind that only names count, to here */
    LEAD_SENTENCE = 2,/* the last one whose events are what the document is about */
    SLOTS = 1024,
};
static const float TITLE_WEIGHT = 1.2f, LEAD_WEIGHT = 1.0f, BODY_WEIGHT = 0.6f, TAIL_WEIGHT = 0.3f;
static const float NAME_MORE = 1.35f, AGAIN_MORE = 0.15f, AGAIN_MOST = 0.45f, NUMBER_RARITY = 0.5f;
static const float HALF_RARE = 200; /* a word that so many of 10,000 sentences have weighs half of one that is in none */
static const float PLACE_WEIGHT = 0.8f, REGION_WEIGHT = 0.4f, WHO_WEIGHT = 0.5f, ACT_WEIGHT = 0.5f;

typedef struct {
    bw_trait items[SLOTS];
    uint32_t list[SLOTS / 2], n; /* slots that are taken, in their order */
} table;

/* Marks of one kind are not taken for those of another. */
enum { WORD, NUMBER, ENTITY, COUNTRY, PLACE, ACT };
static uint32_t mark_of(int kind, bw_str s)
{
    uint32_t hash = (uint32_t)((bw_hash(s) ^ (uint64_t)kind * 0x9E3779B97F4A7C15u) >> 32) | 1;
    return kind == NUMBER ? hash | BW_TRAIT_NUMBER : hash & ~(uint32_t)BW_TRAIT_NUMBER;
}

static bw_trait *find(table *t, uint32_t mark)
{
    for (uint32_t i = (mark >> 8) % SLOTS;; i = (i + 1) % SLOTS) {
        if (t->items[i].mark == mark)
            return &t->items[i];
        if (t->items[i].mark == 0) {
            if (t->n == SLOTS / 2)
                return NULL;
            t->list[t->n++] = i;
            t->items[i].mark = mark;
            return &t->items[i];
        }
    }
}

/* What is said again weighs a little more. */
static void add(table *t, uint32_t mark, float weight)
{
    bw_trait *item = weight > 0 ? find(t, mark) : NULL;
    if (!item)
        return;
    float more = item->weight == 0 ? weight : weight * AGAIN_MORE;
    float most = item->weight > weight ? item->weight : weight * (1 + AGAIN_MOST);
    item->weight = item->weight + more < most ? item->weight + more : most;
}

/* ---- words ----------------------------------------------------------------------------------------- */

/* 0: in all news; 1: in next to none. */
static float rarity(bw_str stem)
{
    int64_t n = 2;
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < stem.len; i++)
        h = bw_terms_hash(h, stem.ptr[i]);
    for (size_t slot = h;; slot++) {
        uint32_t at = bw_story_words_slots[slot & (n_bw_story_words_slots - 1)];
        const bw_story_word *word = at ? &bw_story_words[(at & 0xFFFF) - 1] : NULL;
        if (word && ((at ^ h) >> 16 != 0 || !bw_str_is(stem, word->stem)))
            continue;
        if (word)
            (void)bw_str_to_int(bw_str_of(word->per_10000), &n);
        return HALF_RARE / (HALF_RARE + (float)n);
    }
}

typedef struct {
    bw_str text;
    size_t pos;
    bw_str whole;      /* the word as it stands */
    char stem[4 * STEM + 8];
    size_t len;
    bool name, number, first; /* begins with a capital; a digit; a sentence */
    int letters;
} words;

static bool in_word(uint32_t c) { return bw_utf8_is_letter(c) || (c < 0x80 && bw_is_digit((char)c)); }

/* The next word; "Nigeria's" is "Nigeria", "4,000" and "6.9" are numbers. */
static bool next_word(words *w)
{
    uint32_t c = 0;
    size_t start = w->pos;
    w->first = w->pos == 0;
    while (w->pos < w->text.len) {
        start = w->pos;
        c = bw_utf8_next(w->text, &w->pos);
        if (in_word(c))
            break;
        w->first |= c == '.' || c == '\n' || c == '!' || c == '?' || c == 0x201C || c == '"';
        c = 0;
    }
    if (c == 0)
        return false;
    w->len = 0;
    w->letters = 0;
    w->name = bw_utf8_is_upper(c);
    w->number = c < 0x80 && bw_is_digit((char)c);
    for (;;) {
        uint32_t second, folded = bw_utf8_fold(c, &second);
        if (w->letters++ < (w->number ? 2 * STEM : STEM) && w->len + 8 < sizeof w->stem) {
            w->len += bw_utf8_put(folded, w->stem + w->len);
            if (second)
                w->len += bw_utf8_put(second, w->stem + w->len);
        }
        size_t here = w->pos;
        if (w->pos >= w->text.len)
            break;
        c = bw_utf8_next(w->text, &w->pos);
        if (w->number && (c == ',' || c == '.') && w->pos < w->text.len && bw_is_digit(w->text.ptr[w->pos]))
            c = bw_utf8_next(w->text, &w->pos);
        if (!in_word(c)) {
            w->pos = here;
            break;
        }
    }
    w->whole = bw_str_slice(w->text, start, w->pos);
    /* An apostrophe and an "s" are no word. */
    bw_str rest = bw_str_slice(w->text, w->pos, w->text.len);
    size_t mark = bw_str_starts(rest, BW_LIT("'")) ? 1 : bw_str_starts(rest, BW_LIT("\xE2\x80\x99")) ? 3 : 0;
    if (mark && rest.len > mark && rest.ptr[mark] == 's' && (rest.len == mark + 1 || !in_word((unsigned char)rest.ptr[mark + 1])))
        w->pos += mark + 1;
    return true;
}

static void add_told(bw_traits *out, bw_day day)
{
    for (uint32_t i = 0; i < out->n_told; i++)
        if (out->told[i] == day)
            return;
    if (out->n_told < BW_MAX_TOLD)
        out->told[out->n_told++] = day;
}

/* "Monday" is the last one before the document, or its own day. */
static void read_weekday(const words *w, bw_traits *out)
{
    const char *number = w->name && out->day != BW_NO_DAY ? bw_terms_find("weekday", w->whole) : NULL;
    if (number)
        add_told(out, out->day - (bw_day_weekday(out->day) - (number[0] - '0') + 7) % 7);
}

static void add_words(table *t, bw_str text, bool title, bw_traits *out)
{
    words w = {.text = text};
    for (int n = 0; n < TAIL && next_word(&w); n++) {
        float where = title ? TITLE_WEIGHT : n < LEAD ? LEAD_WEIGHT : n < BODY ? BODY_WEIGHT : TAIL_WEIGHT;
        bw_str stem = {w.stem, w.len};
        bool name = w.name && !w.first && !title; /* titles may have capitals all over */
        if ((title || n < LEAD) && w.letters > 2)
            read_weekday(&w, out);
        if (n >= BODY && !name)
            continue;
        if (w.number && w.letters < 2)
            continue;
        add(t, mark_of(w.number ? NUMBER : WORD, stem), where * (w.number ? NUMBER_RARITY : rarity(stem)) * (name ? NAME_MORE : 1));
    }
}

/* ---- events ---------------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b) { return strcmp(a, b); }

static void put_side(const bw_document *doc, const bw_parties *side, bw_buf *key)
{
    char codes[8][4];
    uint32_t n = 0;
    for (uint32_t i = 0; i < side->n && n < 8; i++)
        memcpy(codes[n++], doc->mentions[side->items[i].mention].country, 4);
    qsort(codes, n, sizeof codes[0], by_code);
    for (uint32_t i = 0; i < n; i++)
        bw_buf_print(key, "+%s", codes[i]);
}

static void add_who(const bw_document *doc, const bw_parties *side, table *t)
{
    for (uint32_t i = 0; i < side->n; i++) {
        const bw_mention *m = &doc->mentions[side->items[i].mention];
        bool country = bw_str_is(m->entity, m->country);
        if (m->entity.len && !country)
            add(t, mark_of(ENTITY, m->entity), WHO_WEIGHT);
        if (m->country[0])
            add(t, mark_of(COUNTRY, bw_str_of(m->country)), WHO_WEIGHT / 2);
    }
}

static void add_place(const bw_document *doc, int32_t mention, table *t)
{
    if (mention < 0)
        return;
    const bw_mention *m = &doc->mentions[mention];
    bool region = bw_str_is(m->feature, "province") || bw_str_is(m->feature, "district");
    if (m->kind == BW_MENTION_COUNTRY || bw_str_is(m->feature, "country"))
        return;
    add(t, mark_of(PLACE, m->name), region ? REGION_WEIGHT : PLACE_WEIGHT);
}

static void add_event(const bw_document *doc, const bw_event *e, table *t, bw_traits *out)
{
    bw_buf key = {.arena = doc->arena};
    if (e->negated || e->modality != BW_ACTUAL || doc->sentences[e->sentence].number > LEAD_SENTENCE)
        return;
    bw_buf_text(&key, bw_plover_name(e->type));
    put_side(doc, &e->actor, &key);
    bw_buf_char(&key, '|');
    put_side(doc, &e->recipient, &key);
    add(t, mark_of(ACT, bw_buf_view(&key)), ACT_WEIGHT);
    add_who(doc, &e->actor, t);
    add_who(doc, &e->recipient, t);
    add_place(doc, e->place, t);
    if (e->from != BW_NO_DAY && e->from == e->to && bw_str_is(e->date_source, "clause"))
        add_told(out, e->from);
}

/* ---- all of it ------------------------------------------------------------------------------------- */

static int by_weight(const void *a, const void *b)
{
    const bw_trait *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight) : (x->mark > y->mark) - (x->mark < y->mark);
}

void bw_traits_of(const bw_document *doc, bw_traits *out)
{
    table *t = BW_NEW(doc->arena, table, 1);
    *out = (bw_traits){.day = doc->head.day};
    add_words(t, doc->head.title, true, out);
    add_words(t, doc->head.text, false, out);
    for (uint32_t i = 0; i < doc->n_events; i++)
        add_event(doc, &doc->events[i], t, out);

    bw_trait *all = BW_NEW(doc->arena, bw_trait, t->n);
    for (uint32_t i = 0; i < t->n; i++)
        all[i] = t->items[t->list[i]];
    qsort(all, t->n, sizeof *all, by_weight);
    out->n = t->n < BW_MAX_TRAITS ? t->n : BW_MAX_TRAITS;
    double square = 0;
    for (uint32_t i = 0; i < out->n; i++)
        square += (double)all[i].weight * (double)all[i].weight;
    for (uint32_t i = 0; i < out->n; i++)
        out->items[i] = (bw_trait){all[i].mark, all[i].weight / (float)sqrt(square > 0 ? square : 1)};
}
