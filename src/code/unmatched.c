#include "code/unmatched.h"

#include "base/json.h"
#include "base/map.h"
#include "code/explain.h"

#include <stdlib.h>

enum { MAX_REGIONS = 16, MAX_CLIMB = 24 };

#define TOKEN(c, t) ((c)->doc->tokens[t])

typedef struct {
    bw_str pattern;
    uint32_t n;
    uint32_t regions[MAX_REGIONS];
    uint32_t types[BW_N_PLOVER]; /* as the classifier sees them; [0]: no act */
    bw_str document, sentence;
} row;

struct bw_unmatched {
    bw_arena *arena;
    const bw_readers *readers;
    const bw_knowledge *knowledge;
    bw_map patterns;         /* -> index into rows */
    row *rows;
    uint32_t n, room;
    bw_str regions[MAX_REGIONS];
    uint32_t n_regions;
};

bw_unmatched *bw_unmatched_new(bw_arena *keep, const bw_readers *readers, const bw_knowledge *knowledge)
{
    bw_unmatched *u = BW_NEW(keep, bw_unmatched, 1);
    *u = (bw_unmatched){.arena = keep, .readers = readers, .knowledge = knowledge, .patterns.arena = keep};
    return u;
}

/* ---- what rules know ---------------------------------------------------------------------------- */

/* Words that a fitting pattern, of `code none` too, has as verb, noun or part. */
static void touch(bw_coder *c, const bw_sentence *s, uint8_t *touched)
{
    for (uint32_t t = s->first; t < s->first + s->n; t++) {
        const bw_match *m = bw_match_at(c, (int32_t)t, false);
        if (!m)
            continue;
        touched[t] = 1;
        if (m->frame.carrier >= 0)
            touched[m->frame.carrier] = 1;
        if (m->act >= 0)
            touched[m->act] = 1;
        for (uint8_t i = 0; i < m->pattern->n_parts; i++)
            if (m->bound[i] >= 0)
                touched[m->bound[i]] = 1;
    }
}

/* A fitting pattern somewhere in the sentence speaks of the two. */
static bool spoken_of(bw_coder *c, const bw_sentence *s, const bw_pair *p)
{
    const bw_document *doc = c->doc;
    for (uint32_t t = s->first; t < s->first + s->n; t++) {
        const bw_match *m = bw_match_at(c, (int32_t)t, false);
        if (m && (bw_parties_hold(doc, &m->actor, p->actor) || bw_parties_hold(doc, &m->recipient, p->actor)) &&
            (bw_parties_hold(doc, &m->actor, p->recipient) || bw_parties_hold(doc, &m->recipient, p->recipient)))
            return true;
    }
    return false;
}

/* ---- predicates as patterns --------------------------------------------------------------------- */

static void put_lemma(const bw_coder *c, int32_t t, bw_buf *b)
{
    bw_str lemma = TOKEN(c, t).lemma;
    for (size_t i = 0; i < lemma.len; i++)
        bw_buf_char(b, bw_lower(lemma.ptr[i]));
}

/* " against", " out_of"; nothing where there is no preposition. */
static bool put_preposition(const bw_coder *c, int32_t t, bw_buf *b)
{
    int32_t p = bw_case_of(c, t);
    if (p < 0 || bw_is_verb(c, t))
        return false;
    bw_buf_char(b, ' ');
    if (TOKEN(c, p).rel == BW_REL_fixed && TOKEN(c, p).head >= 0) {
        put_lemma(c, TOKEN(c, p).head, b);
        bw_buf_char(b, '_');
    }
    put_lemma(c, p, b);
    return true;
}

static bool joins(uint8_t rel) { return rel == BW_REL_conj || rel == BW_REL_appos || rel == BW_REL_flat; }

/* The way from a phrase up to the predicate: the word that the phrase hangs by, joins left out of account; the last one; and
 * how many verbs there are on it. */
static int32_t way_up(const bw_coder *c, int32_t from, int32_t predicate, int32_t *phrase, int *n_verbs)
{
    *phrase = -1;
    *n_verbs = 0;
    for (int i = 0; i < MAX_CLIMB && TOKEN(c, from).head >= 0 && TOKEN(c, from).head != predicate; i++) {
        if (*phrase < 0 && !joins(TOKEN(c, from).rel))
            *phrase = from;
        from = TOKEN(c, from).head;
        *n_verbs += bw_is_verb(c, from);
    }
    if (*phrase < 0)
        *phrase = from;
    return from;
}

/* "recipient"; or, where it stands under the word on top, "reform in recipient", "recipient's offer". */
static void put_recipient(const bw_coder *c, int32_t top, int32_t phrase, bw_buf *b)
{
    if (top == phrase) {
        bw_buf_text(b, " recipient");
        return;
    }
    bool owns = bw_case_of(c, phrase) < 0 || TOKEN(c, phrase).rel == BW_REL_nmod_poss;
    bw_buf_text(b, owns ? " recipient's " : " ");
    put_lemma(c, top, b);
    if (!owns) {
        (void)put_preposition(c, phrase, b);
        bw_buf_text(b, " recipient");
    }
}

static int32_t object_of(const bw_coder *c, int32_t verb)
{
    int32_t o = bw_child_with(c, verb, BW_REL_obj);
    return o >= 0 ? o : bw_child_with(c, verb, BW_REL_nsubj_pass);
}

/* "actor hold_out against recipient": a line that could stand in a file of rules. False where the way between the two is that
 * of several clauses. */
static bool put_pattern(const bw_coder *c, const bw_pair *p, bw_buf *b)
{
    int n_verbs;
    int32_t v = p->predicate, phrase, top = way_up(c, (int32_t)c->doc->mentions[p->recipient].head, v, &phrase, &n_verbs);
    uint8_t rel = TOKEN(c, top).rel;
    bool leads = rel == BW_REL_xcomp || rel == BW_REL_ccomp; /* to one verb more */
    if (n_verbs != (leads ? 1 : 0) || (leads && (!bw_is_verb(c, top) || TOKEN(c, phrase).head != top)))
        return false;
    if (!bw_is_verb(c, v)) {
        bw_buf_text(b, TOKEN(c, v).upos == BW_UPOS_ADJ ? "actor be " : "actor's ");
        put_lemma(c, v, b);
        if (!put_preposition(c, top, b))
            return false;
        put_recipient(c, top, phrase, b);
        return true;
    }
    int32_t particle = bw_child_with(c, v, BW_REL_compound_prt), object = object_of(c, v);
    bw_buf_text(b, "actor ");
    put_lemma(c, v, b);
    if (particle >= 0) {
        bw_buf_char(b, '_');
        put_lemma(c, particle, b);
    }
    switch (rel) {
    case BW_REL_obj: case BW_REL_iobj: case BW_REL_nsubj_pass:
        put_recipient(c, top, phrase, b);
        return true;
    case BW_REL_obl: case BW_REL_obl_agent: case BW_REL_nmod: case BW_REL_advmod:
        if (object >= 0 && object != top && (c->flags[v] & BW_GRAMMAR_LIGHT) && c->mention[object] < 0) { /* "pay a visit to" */
            bw_buf_char(b, ' ');
            put_lemma(c, object, b);
        }
        if (!put_preposition(c, top, b))
            return false;
        put_recipient(c, top, phrase, b);
        return true;
    case BW_REL_xcomp:
        bw_buf_text(b, " to ");
        put_lemma(c, top, b);
        (void)put_preposition(c, phrase, b);
        bw_buf_text(b, " recipient");
        return true;
    case BW_REL_ccomp:
        bw_buf_text(b, " that recipient VERB");
        return TOKEN(c, phrase).rel == BW_REL_nsubj || TOKEN(c, phrase).rel == BW_REL_nsubj_pass;
    default: return false;
    }
}

/* ---- counting ----------------------------------------------------------------------------------- */

static int region_of(bw_unmatched *u, const bw_mention *m)
{
    bw_str region = bw_knowledge_region(u->knowledge, m->country);
    for (uint32_t i = 0; i < u->n_regions; i++)
        if (bw_str_eq(u->regions[i], region))
            return (int)i;
    if (region.len == 0 || u->n_regions == MAX_REGIONS)
        return -1;
    u->regions[u->n_regions] = bw_str_print(u->arena, "%.*s", BW_STR_FMT(region)); /* NUL-terminated, as a key of JSON */
    return (int)u->n_regions++;
}

static void count(bw_unmatched *u, bw_second_reader *second, const bw_pair *p, uint32_t sentence, bw_str pattern)
{
    const bw_document *doc = second->c->doc;
    uint32_t at = bw_map_get(&u->patterns, pattern, UINT32_MAX);
    if (at == UINT32_MAX) {
        row new = {.pattern = bw_str_copy(u->arena, pattern), .document = bw_str_copy(u->arena, doc->head.id),
                   .sentence = bw_str_copy(u->arena, bw_sentence_text(doc, &doc->sentences[sentence]))};
        at = u->n;
        (void)bw_map_put(&u->patterns, new.pattern, at, NULL);
        BW_PUSH(u->arena, u->rows, u->n, u->room, new);
    }
    row *r = &u->rows[at];
    r->n++;
    int a = region_of(u, &doc->mentions[p->actor]), b = region_of(u, &doc->mentions[p->recipient]);
    if (a >= 0)
        r->regions[a]++;
    if (b >= 0 && b != a)
        r->regions[b]++;
    bw_opinion o;
    if (second->classifier && bw_proposals_read(second, sentence, p, &o))
        r->types[o.none > 0.5f ? BW_PLOVER_NONE : o.likely]++;
}

void bw_unmatched_add(bw_unmatched *u, bw_document *doc)
{
    bw_coder c;
    const bw_readers rules = {.lexicon = u->readers->lexicon};
    bw_code_events_told(&rules, doc, NULL);
    bw_coder_prepare(&c, rules.lexicon, doc);
    bw_second_reader second = {.c = &c, .classifier = u->readers->classifier, .sentence = -1};
    uint8_t *touched = BW_NEW(doc->arena, uint8_t, doc->n_tokens + 1);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const bw_sentence *x = &doc->sentences[s];
        bw_pair pairs[BW_MOST_PAIRS];
        uint32_t n = x->flags & (BW_SENTENCE_NOISE | BW_SENTENCE_DISCARD) ? 0 : bw_proposals_pairs(&c, s, pairs);
        if (n)
            touch(&c, x, touched);
        for (uint32_t i = 0; i < n; i++) {
            bw_buf pattern = {.arena = doc->arena};
            if (touched[pairs[i].predicate] || c.mention[pairs[i].predicate] >= 0 || bw_proposals_taken(doc, doc->events, doc->n_events, (int32_t)s, &pairs[i]) ||
                spoken_of(&c, x, &pairs[i]) || !put_pattern(&c, &pairs[i], &pattern))
                continue;
            touched[pairs[i].predicate] = 1; /* once a sentence */
            count(u, &second, &pairs[i], s, bw_buf_view(&pattern));
        }
    }
}

/* ---- telling ------------------------------------------------------------------------------------ */

static int by_frequency(const void *a, const void *b)
{
    const row *x = a, *y = b;
    return x->n != y->n ? (x->n > y->n ? -1 : 1) : bw_str_cmp(x->pattern, y->pattern);
}

/* The most frequent that is left; -1: none. */
static int most_of(uint32_t *counts, uint32_t n)
{
    int best = -1;
    for (uint32_t i = 0; i < n; i++)
        if (counts[i] && (best < 0 || counts[i] > counts[best]))
            best = (int)i;
    return best;
}

static const char *type_name(int type) { return type == BW_PLOVER_NONE ? "none" : bw_plover_name((bw_plover)type); }

static void tell(const bw_unmatched *u, row *r, bw_buf *b)
{
    bw_buf_print(b, "%6u  %.*s\n        ", r->n, BW_STR_FMT(r->pattern));
    const char *gap = "";
    for (int i; (i = most_of(r->regions, u->n_regions)) >= 0; r->regions[i] = 0, gap = ", ")
        bw_buf_print(b, "%s%.*s %u", gap, BW_STR_FMT(u->regions[i]), r->regions[i]);
    gap = gap[0] ? "; classifier: " : "classifier: ";
    for (int i; (i = most_of(r->types, BW_N_PLOVER)) >= 0; r->types[i] = 0, gap = ", ")
        bw_buf_print(b, "%s%s %u", gap, type_name(i), r->types[i]);
    bw_buf_text(b, "\n        ");
    bw_buf_str(b, r->sentence);
    bw_buf_print(b, " [%.*s]\n", BW_STR_FMT(r->document));
}

static void tell_json(const bw_unmatched *u, const row *r, bw_buf *b)
{
    bw_json j = {.out = b};
    bw_json_open(&j, NULL, '{');
    bw_json_str(&j, "pattern", r->pattern);
    bw_json_int(&j, "n", r->n);
    bw_json_open(&j, "regions", '{');
    for (uint32_t i = 0; i < u->n_regions; i++)
        if (r->regions[i])
            bw_json_int(&j, u->regions[i].ptr, r->regions[i]);
    bw_json_close(&j, '}');
    bw_json_open(&j, "classifier", '{');
    for (int t = 0; t < BW_N_PLOVER; t++)
        if (r->types[t])
            bw_json_int(&j, type_name(t), r->types[t]);
    bw_json_close(&j, '}');
    bw_json_str(&j, "document", r->document);
    bw_json_str(&j, "sentence", r->sentence);
    bw_json_close(&j, '}');
    bw_buf_char(b, '\n');
}

void bw_unmatched_write(bw_unmatched *u, uint32_t most, bool json, bw_buf *out)
{
    if (u->n)
        qsort(u->rows, u->n, sizeof *u->rows, by_frequency);
    for (uint32_t i = 0; i < u->n && i < most; i++) {
        if (json)
            tell_json(u, &u->rows[i], out);
        else
            tell(u, &u->rows[i], out);
    }
}
