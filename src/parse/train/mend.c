#include "parse/train/mend.h"

typedef struct {
    bw_sample *s;
    uint32_t from, to; /* the name's tokens: to is behind the last */
} name;

static bool is_inside(const name *m, int32_t i) { return i >= (int32_t)m->from && i < (int32_t)m->to; }

/* The token by which the name hangs in the sentence. */
static const bw_token *head_of(const name *m)
{
    uint32_t i = m->from;
    while (i + 1 < m->to && is_inside(m, m->s->tokens[i].head))
        i++;
    return &m->s->tokens[i];
}

static void unmark(bw_token *t)
{
    t->ner = BW_NER_NONE;
    t->ner_begin = false;
}

/* "[President] Diop" */
static void drop_titles(name *m)
{
    bw_token *t = m->s->tokens;
    while (m->from + 1 < m->to && t[m->from].rel == BW_REL_nmod_desc) {
        unmark(&t[m->from++]);
        t[m->from].ner_begin = true;
    }
}

/* "United [States]": a capital word before the name that belongs to it. */
static void add_first_words(name *m)
{
    bw_token *t = m->s->tokens;
    while (m->from > 0) {
        bw_token *before = &t[m->from - 1];
        if (before->ner != BW_NER_NONE || strncmp(before->xpos, "NNP", 3) != 0 || !is_inside(m, before->head) ||
            (before->rel != BW_REL_amod && before->rel != BW_REL_compound))
            break;
        before->ner = t[m->from].ner;
        before->ner_begin = true;
        t[m->from--].ner_begin = false;
    }
}

static bw_str text_of(bw_arena *a, const name *m)
{
    bw_buf b = {.arena = a};
    for (uint32_t i = m->from; i < m->to; i++)
        bw_buf_print(&b, "%s%.*s", i > m->from ? " " : "", BW_STR_FMT(m->s->tokens[i].form));
    return bw_buf_view(&b);
}

static void set_kind(const name *m, bw_ner kind)
{
    for (uint32_t i = m->from; i < m->to; i++)
        if (kind == BW_NER_NONE)
            unmark(&m->s->tokens[i]);
        else
            m->s->tokens[i].ner = (uint8_t)kind;
}

static void mend(name *m, const bw_map *places, bw_arena *a)
{
    if (m->s->tokens[m->from].ner == BW_NER_PER) {
        drop_titles(m);
        if (strcmp(head_of(m)->xpos, "NNPS") == 0) /* "Americans" */
            set_kind(m, BW_NER_NONE);
        return;
    }
    add_first_words(m);
    if (m->s->tokens[m->from].ner == BW_NER_ORG && bw_map_get(places, text_of(a, m), UINT32_MAX) != UINT32_MAX)
        set_kind(m, BW_NER_LOC);
}

/* Calls `each` for every name that is laid on a tree. */
static void walk(bw_samples *s, void (*each)(name *, void *), void *with)
{
    for (uint32_t k = 0; k < s->n; k++) {
        bw_sample *x = &s->items[k];
        for (uint32_t i = 0; x->has_tree && x->names_laid && i < x->n;) {
            name m = {x, i, i + 1};
            i++;
            if (!x->tokens[m.from].ner_begin)
                continue;
            while (i < x->n && x->tokens[i].ner == x->tokens[m.from].ner && !x->tokens[i].ner_begin)
                i++;
            m.to = i;
            each(&m, with);
        }
    }
}

typedef struct {
    bw_arena *arena;
    bw_map places;  /* names of countries and places */
    bw_map nouns;   /* common nouns, as they are written */
    bw_map persons; /* words of persons' names of two words and more */
} facts;

static void mend_one(name *m, void *with)
{
    facts *f = with;
    mend(m, &f->places, f->arena);
}

static void note_person(name *m, void *with)
{
    facts *f = with;
    for (uint32_t i = m->from; m->s->tokens[m->from].ner == BW_NER_PER && m->to - m->from > 1 && i < m->to; i++)
        bw_map_put(&f->persons, m->s->tokens[i].form, 0, NULL);
}

/* "the President": a person's name of one word that is a noun elsewhere, and in nobody's longer name. */
static void drop_noun(name *m, void *with)
{
    facts *f = with;
    const bw_token *t = &m->s->tokens[m->from];
    if (t->ner == BW_NER_PER && m->to - m->from == 1 && bw_map_get(&f->persons, t->form, 1) == 1 &&
        bw_map_get(&f->nouns, bw_str_lower(f->arena, t->form), 1) == 0)
        set_kind(m, BW_NER_NONE);
}

void bw_samples_mend(bw_samples *s, const bw_known_names *known)
{
    facts f = {
        .arena = s->arena, .places = {.arena = s->arena}, .nouns = {.arena = s->arena}, .persons = {.arena = s->arena}};
    for (uint32_t i = 0; i < known->kinds[BW_NER_LOC].n; i++)
        bw_map_put(&f.places, known->kinds[BW_NER_LOC].items[i], 0, NULL);
    for (uint32_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; s->items[k].has_tree && i < s->items[k].n; i++)
            if (s->items[k].tokens[i].upos == BW_UPOS_NOUN)
                bw_map_put(&f.nouns, s->items[k].tokens[i].form, 0, NULL);
    walk(s, mend_one, &f);
    walk(s, note_person, &f);
    walk(s, drop_noun, &f);
}
