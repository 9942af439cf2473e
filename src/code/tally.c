#include "code/tally.h"

#include "code/lexicon.h"

/* Below this share of right ones a pattern is to be mended or taken out; fewer hits say nothing. */
static const double least_precision = 0.6;
enum { LEAST_PAIRS = 5 };

typedef struct {
    uint32_t hits, pairs, right;
} counts;

struct bw_tally {
    const bw_lexicon *l;
    bw_map rules;            /* "FILE:LINE" -> pattern */
    counts *of;
    uint64_t words, pairs, said, found; /* pairs annotated, those of them with an event, those of these that were found */
};

bw_tally *bw_tally_new(const bw_lexicon *l, bw_arena *a)
{
    bw_tally *t = BW_NEW(a, bw_tally, 1);
    t->l = l;
    t->rules.arena = a;
    t->of = BW_NEW(a, counts, l->n_patterns + 1u);
    for (uint32_t i = 0; i < l->n_patterns; i++)
        bw_map_put(&t->rules, bw_str_print(a, "%.*s:%u", BW_STR_FMT(l->blocks[l->patterns[i].block].file), l->patterns[i].line), i, NULL);
    return t;
}

static counts *counts_of(const bw_tally *t, const bw_event *e)
{
    uint32_t i = bw_map_get(&t->rules, e->rule, UINT32_MAX);
    return i == UINT32_MAX || e->negated || e->modality != BW_ACTUAL ? NULL : &t->of[i];
}

void bw_tally_text(bw_tally *t, const bw_document *doc)
{
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        t->words += doc->tokens[i].upos != BW_UPOS_PUNCT;
    for (uint32_t i = 0; i < doc->n_events; i++) {
        counts *c = counts_of(t, &doc->events[i]);
        if (c)
            c->hits++;
    }
}

static bool stands_in(const bw_parties *list, bw_span s)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->items[i].start < s.end && s.start < list->items[i].end)
            return true;
    return false;
}

void bw_tally_pair(bw_tally *t, const bw_document *doc, const bw_annotated *said)
{
    bool found = false;
    for (uint32_t i = 0; i < doc->n_events; i++) {
        const bw_event *e = &doc->events[i];
        counts *c = counts_of(t, e);
        if (!c || !stands_in(&e->actor, said->actor) || !stands_in(e->reciprocal ? &e->actor : &e->recipient, said->recipient))
            continue;
        c->pairs++;
        c->right += e->type == said->code;
        found |= e->type == said->code;
    }
    t->pairs++;
    t->said += said->code != BW_PLOVER_NONE;
    t->found += found;
}

static void put_share(bw_buf *out, double n, double of)
{
    if (of > 0)
        bw_buf_print(out, "%.2f", n / of);
}

void bw_tally_write(const bw_tally *t, bw_buf *out)
{
    const bw_lexicon *l = t->l;
    counts sum = {0};
    bw_buf_text(out, "rule\tcode\ttype\thits\tper_million_words\tpairs\tright\tprecision\tweak\tpattern\n");
    for (uint32_t i = 0; i < l->n_patterns; i++) {
        const bw_pattern *p = &l->patterns[i];
        const bw_block *b = &l->blocks[p->block];
        const counts *c = &t->of[i];
        if (bw_says_nothing(b))
            continue;
        sum = (counts){sum.hits + c->hits, sum.pairs + c->pairs, sum.right + c->right};
        bw_buf_print(out, "%.*s:%u\t%s\t%s\t%u\t", BW_STR_FMT(b->file), p->line, bw_block_code(b), b->of_content ? "" : bw_plover_name(b->type ? b->type : b->code->type), c->hits);
        put_share(out, c->hits * 1e6, (double)t->words);
        bw_buf_print(out, "\t%u\t%u\t", c->pairs, c->right);
        put_share(out, c->right, c->pairs);
        bw_buf_print(out, "\t%s\t%.*s\n", c->pairs >= LEAST_PAIRS && c->right < least_precision * c->pairs ? "weak" : "", BW_STR_FMT(p->source));
    }
    bw_buf_print(out, "all\t\t\t%u\t", sum.hits);
    put_share(out, sum.hits * 1e6, (double)t->words);
    bw_buf_print(out, "\t%u\t%u\t", sum.pairs, sum.right);
    put_share(out, sum.right, sum.pairs);
    bw_buf_print(out, "\t\t%llu words; %llu pairs annotated, %llu of them with an event, of which %llu found\n", (unsigned long long)t->words,
                 (unsigned long long)t->pairs, (unsigned long long)t->said, (unsigned long long)t->found);
}
