#include "parse/names.h"

#include "base/map.h"

/* A vote of a word as part of a person's whole name, and of one that stands alone; what it takes to overrule a name,
 * and to make a name of a word that has none. */
enum { WHOLE = 2, ALONE = 1, TO_CHANGE = 2, TO_ADD = 3 };

typedef struct {
    uint32_t token, sentence, form;
    uint8_t kind, weight; /* kind BW_NER_NONE: only asks */
    bool alone;
} vote;

static bool capital(bw_str form)
{
    return form.len > 1 && (bw_is_upper(form.ptr[0]) || (unsigned char)form.ptr[0] >= 0xC3);
}

static uint32_t name_end(const bw_token *t, uint32_t i, uint32_t end)
{
    uint32_t j = i + 1;
    while (j < end && t[j].ner == t[i].ner && !t[j].ner_begin)
        j++;
    return j;
}

typedef struct {
    bw_arena *arena;
    bw_map forms; /* form -> number */
    vote *items;
    uint32_t n, room;
} votes;

static void add(votes *v, const bw_document *doc, uint32_t token, uint32_t sentence, uint8_t kind, uint8_t weight,
                bool alone)
{
    bw_str form = doc->tokens[token].form;
    if (!capital(form))
        return;
    uint32_t number = bw_map_put(&v->forms, form, v->forms.n, NULL)->value;
    BW_PUSH(v->arena, v->items, v->n, v->room, ((vote){token, sentence, number, kind, weight, alone}));
}

static void collect(votes *v, const bw_document *doc)
{
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const uint32_t first = doc->sentences[s].first, end = first + doc->sentences[s].n;
        for (uint32_t i = first; i < end;) {
            const bw_token *t = doc->tokens;
            if (t[i].ner == BW_NER_NONE) {
                if (t[i].upos == BW_UPOS_PROPN && i > first)
                    add(v, doc, i, s, BW_NER_NONE, 0, true);
                i++;
                continue;
            }
            uint32_t stop = name_end(t, i, end);
            if (stop == i + 1) {
                add(v, doc, i, s, t[i].ner, ALONE, true);
            } else if (t[i].ner == BW_NER_PER) {
                add(v, doc, i, s, BW_NER_PER, WHOLE, false);
                add(v, doc, stop - 1, s, BW_NER_PER, WHOLE, false);
            }
            i = stop;
        }
    }
}

/* What the sentences around say of the word, its own vote left out. */
static void decide(bw_token *t, const vote *own, const uint32_t sums[BW_N_NER])
{
    uint32_t best = BW_NER_NONE, mine;
    for (uint32_t k = BW_NER_NONE + 1; k < BW_N_NER; k++)
        if (sums[k] > sums[best] || best == BW_NER_NONE)
            best = k;
    uint32_t rest = 0;
    for (uint32_t k = BW_NER_NONE + 1; k < BW_N_NER; k++)
        rest += k == best ? 0 : sums[k];
    mine = own->kind == BW_NER_NONE ? rest : sums[own->kind];
    if (best == own->kind || sums[best] < (own->kind == BW_NER_NONE ? TO_ADD : TO_CHANGE) ||
        sums[best] <= 2 * mine + (own->kind == BW_NER_NONE ? rest : 0))
        return;
    t->ner = (uint8_t)best;
    t->ner_begin = true;
}

static void settle(bw_document *doc, const vote *group, uint32_t n)
{
    uint32_t sums[BW_N_NER] = {0}, from = 0, to = 0;
    for (uint32_t i = 0; i < n; i++) {
        while (to < n && group[to].sentence <= group[i].sentence + BW_NAMES_WINDOW)
            sums[group[to].kind] += group[to].weight, to++;
        while (group[from].sentence + BW_NAMES_WINDOW < group[i].sentence)
            sums[group[from].kind] -= group[from].weight, from++;
        if (!group[i].alone)
            continue;
        sums[group[i].kind] -= group[i].weight;
        decide(&doc->tokens[group[i].token], &group[i], sums);
        sums[group[i].kind] += group[i].weight;
    }
}

void bw_names_agree(bw_document *doc)
{
    bw_arena_mark mark = bw_arena_save(doc->arena);
    votes v = {.arena = doc->arena, .forms = {.arena = doc->arena}};
    collect(&v, doc);
    /* Together by form, in the order of the text. */
    uint32_t n_forms = v.forms.n, *start = BW_NEW(doc->arena, uint32_t, n_forms + 1u);
    vote *sorted = BW_NEW(doc->arena, vote, v.n);
    for (uint32_t i = 0; i < v.n; i++)
        start[v.items[i].form + 1]++;
    for (uint32_t f = 0; f < n_forms; f++)
        start[f + 1] += start[f];
    uint32_t *at = BW_NEW(doc->arena, uint32_t, n_forms + 1u);
    for (uint32_t f = 0; f < n_forms; f++)
        at[f] = start[f];
    for (uint32_t i = 0; i < v.n; i++)
        sorted[at[v.items[i].form]++] = v.items[i];
    for (uint32_t f = 0; f < n_forms; f++)
        if (start[f + 1] - start[f] > 1)
            settle(doc, sorted + start[f], start[f + 1] - start[f]);
    bw_arena_restore(doc->arena, mark);
}
