#include "code/overlap.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

/* A pattern with more readings than this is compared by the first of them only. */
enum { MOST_READINGS = 1 << 12, MOST_TURNS = 3 + 4 * BW_MAX_PARTS };

/* Something that a reading decides: which of several words, or whether an optional part is there. */
typedef struct {
    const bw_choices *choices; /* NULL: there or not */
    int part;                  /* -1: the predicate's own */
    uint32_t n, at;
} turn;

typedef struct {
    const bw_pattern *p;
    turn turns[MOST_TURNS];
    uint32_t n;
} reading;

static void add_turn(reading *r, const bw_choices *c, int part, uint32_t n)
{
    if (n)
        r->turns[r->n++] = (turn){c, part, n, 0};
}

static void begin(reading *r, const bw_pattern *p)
{
    *r = (reading){.p = p};
    add_turn(r, &p->words, -1, p->words.n);
    add_turn(r, &p->prepositions, -1, p->prepositions.n);
    add_turn(r, &p->auxiliaries, -1, p->auxiliaries.n);
    for (int i = 0; i < p->n_parts; i++) {
        const bw_part *q = &p->parts[i];
        add_turn(r, &q->words, i, q->words.n);
        add_turn(r, &q->prepositions, i, q->prepositions.n);
        add_turn(r, &q->auxiliaries, i, q->auxiliaries.n);
        add_turn(r, NULL, i, q->optional ? 2 : 0);
    }
}

static bool next(reading *r)
{
    for (uint32_t i = r->n; i-- > 0;) {
        if (++r->turns[i].at < r->turns[i].n)
            return true;
        r->turns[i].at = 0;
    }
    return false;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
    const uint64_t both[2] = {h, v};
    return XXH3_64bits(both, sizeof both);
}

static uint64_t of_classes(const bw_classes *c)
{
    uint64_t sum = c->place;
    for (uint8_t i = 0; i < c->n; i++) {
        const bw_class *k = &c->items[i];
        sum += mix(mix(k->kind, k->denied | k->group << 1), XXH3_64bits(k->code, strlen(k->code)));
    }
    return sum;
}

static uint64_t chosen(const reading *r, int part)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        const turn *t = &r->turns[i];
        if (t->part == part && t->choices) {
            const bw_choice *c = &t->choices->items[t->at];
            h = mix(h, c->word | (uint64_t)c->particle << 32);
            for (int k = 0; k < BW_MAX_BEFORE; k++)
                h = mix(h, c->before[k]);
        }
    }
    return h;
}

static bool present(const reading *r, int part)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (!r->turns[i].choices && r->turns[i].part == part)
            return r->turns[i].at == 0;
    return true;
}

/* The same for two readings that fit the same sentences: parts count in any order, each with what it stands under. */
static uint64_t sign(const reading *r)
{
    const bw_pattern *p = r->p;
    uint64_t sum = mix(chosen(r, -1), p->kind | (uint64_t)p->negated << 8), of[BW_MAX_PARTS];
    bool there[BW_MAX_PARTS];
    for (int i = 0; i < p->n_parts; i++) {
        const bw_part *q = &p->parts[i];
        there[i] = present(r, i) && (q->parent < 0 || there[q->parent]);
        if (!there[i])
            continue;
        uint64_t h = mix(chosen(r, i), of_classes(&q->classes));
        h = mix(h, q->fill | (uint64_t)q->place << 8 | (uint64_t)q->thing << 16 | (uint64_t)q->negated << 24 | (uint64_t)q->loose << 25);
        for (uint8_t k = 0; k < q->n_types; k++)
            h = mix(h, q->types[k]);
        h = mix(h, XXH3_64bits(q->cameo, strlen(q->cameo)));
        sum += of[i] = mix(h, q->parent < 0 ? 0 : of[q->parent]);
    }
    return sum;
}

static void put_word(const bw_lexicon *l, bw_buf *out, const bw_choice *c)
{
    for (int k = 0; k < BW_MAX_BEFORE && c->before[k]; k++)
        bw_buf_print(out, "%.*s ", BW_STR_FMT(l->words.entries[c->before[k] - 1].key));
    bw_buf_str(out, l->words.entries[c->word - 1].key);
    if (c->particle)
        bw_buf_print(out, "_%.*s", BW_STR_FMT(l->words.entries[c->particle - 1].key));
}

static bool same_event(const bw_block *a, const bw_block *b)
{
    bool same = a->code == b->code && a->of_content == b->of_content && a->type == b->type && a->n_modes == b->n_modes;
    for (uint8_t i = 0; same && i < a->n_modes; i++)
        same = strcmp(a->modes[i], b->modes[i]) == 0;
    return same;
}

static bool same_contents(const bw_block *a, const bw_block *b)
{
    bool same = a->reverse == b->reverse && a->n_contents == b->n_contents;
    for (uint32_t i = 0; same && i < a->n_contents; i++)
        same = a->contents[i].type == b->contents[i].type && a->contents[i].code == b->contents[i].code && strcmp(a->contents[i].cameo, b->contents[i].cameo) == 0;
    return same;
}

/* At a tie the more exact code of a type counts, so that a general pattern may name words that finer ones have too. */
static bool one_refines(const bw_block *a, const bw_block *b)
{
    return a->code && b->code && a->code->type == b->code->type && bw_cameo_depth(a->code->code) != bw_cameo_depth(b->code->code);
}

typedef struct {
    uint32_t pattern;        /* the other one */
    bw_str words;            /* of the reading that both have */
} clash;

static bw_str words_of(const bw_lexicon *l, const reading *r)
{
    bw_buf b = {.arena = l->arena};
    for (uint32_t i = 0; i < r->n; i++)
        if (r->turns[i].choices && (r->turns[i].part < 0 || r->turns[i].choices == &r->p->parts[r->turns[i].part].words)) {
            if (b.len)
                bw_buf_char(&b, ' ');
            put_word(l, &b, &r->turns[i].choices->items[r->turns[i].at]);
        }
    return bw_buf_view(&b);
}

uint64_t bw_overlaps_find(const bw_lexicon *l, bw_fault_fn *report, void *with)
{
    enum { NOBODY = UINT32_MAX };
    uint64_t n_all = 0;
    bw_map first = {.arena = l->arena};
    for (uint32_t i = 0; i < l->n_patterns; i++) {
        const bw_pattern *p = &l->patterns[i];
        const bw_block *block = &l->blocks[p->block];
        if (p->kind == BW_PREDICATE_SEQUENCE)
            continue; /* of word patterns the first that fits counts */
        clash other = {.pattern = NOBODY};
        uint32_t n = 0, n_said = 0, says = NOBODY;
        reading r;
        begin(&r, p);
        uint64_t n_readings = 1;
        for (uint32_t k = 0; k < r.n && n_readings < UINT32_MAX; k++)
            n_readings *= r.turns[k].n;
        n_all += n_readings;
        do {
            const uint64_t sum = sign(&r);
            bool added;
            bw_map_entry *e = bw_map_put(&first, bw_str_copy(l->arena, (bw_str){(const char *)&sum, sizeof sum}), i, &added);
            const bw_pattern *q = &l->patterns[e->value];
            n++;
            if (added || q == p || q->overlay != p->overlay)
                continue;
            if (same_event(block, &l->blocks[q->block])) {
                n_said += same_contents(block, &l->blocks[q->block]);
                says = e->value;
            } else if (other.pattern == NOBODY && !one_refines(block, &l->blocks[q->block])) {
                other = (clash){e->value, words_of(l, &r)};
            }
        } while (next(&r) && n < MOST_READINGS);
        char cause[512];
        if (other.pattern != NOBODY) {
            const bw_pattern *q = &l->patterns[other.pattern];
            const bw_block *b = &l->blocks[q->block];
            snprintf(cause, sizeof cause, b->code && b->code == block->code ? "'%.*s' has code %s here, and in %.*s:%u, in the same pattern, code %s with other modes or type"
                                                                 : "'%.*s' has code %s here, and in %.*s:%u, in the same pattern, code %s", BW_STR_FMT(other.words), bw_block_code(block),
                     BW_STR_FMT(b->file), q->line, bw_block_code(b));
            report(with, block->file.ptr, p->line, p->column, cause);
        } else if (n_said == n) {
            const bw_pattern *q = &l->patterns[says];
            snprintf(cause, sizeof cause, "the pattern says nothing that %.*s:%u does not say", BW_STR_FMT(l->blocks[q->block].file), q->line);
            report(with, block->file.ptr, p->line, p->column, cause);
        }
    }
    return n_all;
}
