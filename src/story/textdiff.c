#include "story/textdiff.h"

#include "base/json.h"
#include "story/wordprint.h"

enum {
    MOST_WORDS = 400,  /* of a sentence whose words are laid side by side */
    MOST_STEPS = 1000, /* along a chain of sentences */
};

static const float HALF = 0.5f;

/* ---- which sentence became which ---------------------------------------------------------------- */

static bw_wordprint *prints_of(bw_arena *a, const bw_document *doc)
{
    bw_wordprint *p = BW_NEW(a, bw_wordprint, doc->n_sentences + 1);
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        p[i] = bw_wordprint_of(a, bw_sentence_text(doc, &doc->sentences[i]));
    return p;
}

static bool is_title(const bw_document *doc, uint32_t i) { return doc->sentences[i].number < 0; }

static bool same_words(bw_wordprint x, bw_wordprint y)
{
    if (x.n != y.n)
        return false;
    for (uint32_t i = 0; i < x.n; i++)
        if (x.items[i].hash != y.items[i].hash)
            return false;
    return true;
}

/* How much of their first words two sentences share, by weight, 0 to 1. */
static double likeness(bw_wordprint x, bw_wordprint y)
{
    double all = 0, shared = 0;
    bool used[MOST_WORDS] = {false};
    uint32_t n_x = x.n < MOST_WORDS ? x.n : MOST_WORDS, n_y = y.n < MOST_WORDS ? y.n : MOST_WORDS;
    for (uint32_t k = 0; k < n_y; k++)
        all += bw_word_weight(y.items[k]);
    for (uint32_t i = 0; i < n_x; i++) {
        uint32_t weight = bw_word_weight(x.items[i]), k = 0;
        all += weight;
        while (k < n_y && (used[k] || y.items[k].hash != x.items[i].hash))
            k++;
        if (k < n_y) {
            used[k] = true;
            shared += 2 * weight;
        }
    }
    return all > 0 ? shared / all : 0;
}

typedef struct {
    const bw_document *from, *to;
    bw_wordprint *old, *new;
    int32_t *became; /* for each sentence of the old: that of the new, or -1 */
    int32_t *was;    /* and the other way round */
} pairing;

static uint32_t hash_of(bw_wordprint p)
{
    uint32_t h = p.n;
    for (uint32_t i = 0; i < p.n; i++)
        h = (h ^ p.items[i].hash) * 16777619u;
    return h ^ h >> 15;
}

/* Of the old sentences with the same words that are left, the first behind the one found last, as most stand in the same order; else
 * the first. Chains by the hash of a sentence, so that long documents without a sentence in common do not take for ever. */
static void pair_same(bw_arena *a, pairing *p)
{
    uint32_t n_old = p->from->n_sentences, size = 16, behind = 0;
    while (size < n_old)
        size *= 2;
    uint32_t *chains = BW_NEW(a, uint32_t, size), *next = BW_NEW(a, uint32_t, n_old + 1); /* index + 1 */
    for (uint32_t i = n_old; i-- > 0;) {
        uint32_t *chain = &chains[hash_of(p->old[i]) & (size - 1)];
        next[i] = *chain;
        *chain = i + 1;
    }
    for (uint32_t j = 0; j < p->to->n_sentences; j++) {
        uint32_t *found = NULL, steps = 0;
        for (uint32_t *at = &chains[hash_of(p->new[j]) & (size - 1)]; *at && steps < MOST_STEPS; at = &next[*at - 1], steps++) {
            bool here = is_title(p->from, *at - 1) == is_title(p->to, j) && same_words(p->old[*at - 1], p->new[j]);
            if (here && (!found || *at - 1 >= behind))
                found = at;
            if (here && *at - 1 >= behind)
                break;
        }
        if (!found)
            continue;
        uint32_t i = *found - 1;
        *found = next[i];
        p->became[i] = (int32_t)j;
        p->was[j] = (int32_t)i;
        behind = i + 1;
    }
}

/* The most alike of what is left, as long as they are alike enough. */
static void pair_alike(bw_arena *a, pairing *p)
{
    uint32_t n_old = 0, n_new = 0, *old = BW_NEW(a, uint32_t, p->from->n_sentences + 1), *new = BW_NEW(a, uint32_t, p->to->n_sentences + 1);
    for (uint32_t i = 0; i < p->from->n_sentences; i++)
        if (p->became[i] < 0)
            old[n_old++] = i;
    for (uint32_t j = 0; j < p->to->n_sentences; j++)
        if (p->was[j] < 0)
            new[n_new++] = j;
    if (!n_old || !n_new || n_old > BW_TEXTDIFF_MOST || n_new > BW_TEXTDIFF_MOST)
        return;
    float *score = BW_NEW(a, float, (size_t)n_old * n_new + 1);
    for (uint32_t y = 0; y < n_old; y++)
        for (uint32_t x = 0; x < n_new; x++)
            if (is_title(p->from, old[y]) == is_title(p->to, new[x]))
                score[y * n_new + x] = (float)likeness(p->old[old[y]], p->new[new[x]]);
    for (;;) {
        uint32_t best = 0;
        for (uint32_t k = 1; k < n_old * n_new; k++)
            if (score[k] > score[best])
                best = k;
        if (score[best] < HALF)
            return;
        uint32_t y = best / n_new, x = best % n_new;
        p->became[old[y]] = (int32_t)new[x];
        p->was[new[x]] = (int32_t)old[y];
        for (uint32_t k = 0; k < n_old; k++)
            score[k * n_new + x] = 0;
        for (uint32_t k = 0; k < n_new; k++)
            score[y * n_new + k] = 0;
    }
}

static void add(bw_textdiff *d, bw_change_kind kind, int32_t from, int32_t to)
{
    d->items[d->n++] = (bw_change){kind, from, to};
    d->of[kind]++;
}

void bw_textdiff_find(bw_arena *a, const bw_document *from, const bw_document *to, bw_textdiff *out)
{
    uint32_t n_old = from->n_sentences, n_new = to->n_sentences;
    *out = (bw_textdiff){.items = BW_NEW(a, bw_change, n_old + n_new + 1)};
    pairing p = {from, to, prints_of(a, from), prints_of(a, to), BW_NEW(a, int32_t, n_old + 1), BW_NEW(a, int32_t, n_new + 1)};
    for (uint32_t i = 0; i < n_old; i++)
        p.became[i] = -1;
    for (uint32_t j = 0; j < n_new; j++)
        p.was[j] = -1;
    pair_same(a, &p);
    pair_alike(a, &p);

    uint32_t told = 0; /* of the old one, in its order */
    for (uint32_t j = 0; j < n_new; j++) {
        int32_t i = p.was[j];
        for (; i >= 0 && told < (uint32_t)i; told++)
            if (p.became[told] < 0)
                add(out, BW_CHANGE_WITHDRAWN, (int32_t)told, -1);
        if (i < 0)
            add(out, BW_CHANGE_ADDED, -1, (int32_t)j);
        else
            add(out, same_words(p.old[i], p.new[j]) ? BW_CHANGE_SAME : BW_CHANGE_CHANGED, i, (int32_t)j);
    }
    for (; told < n_old; told++)
        if (p.became[told] < 0)
            add(out, BW_CHANGE_WITHDRAWN, (int32_t)told, -1);
}

/* ---- in words ----------------------------------------------------------------------------------- */

/* What stands between blanks, punctuation and all. */
static uint32_t pieces_of(bw_arena *a, bw_str s, bw_str **out)
{
    uint32_t n = 0;
    *out = BW_NEW(a, bw_str, s.len / 2 + 1);
    for (size_t i = 0, start; i < s.len;) {
        while (i < s.len && bw_is_space(s.ptr[i]))
            i++;
        for (start = i; i < s.len && !bw_is_space(s.ptr[i]);)
            i++;
        if (i > start)
            (*out)[n++] = bw_str_slice(s, start, i);
    }
    return n;
}

static void write_pieces(bw_buf *out, const char *before, const bw_str *pieces, uint32_t from, uint32_t to, const char *behind)
{
    if (from == to)
        return;
    bw_buf_text(out, before);
    for (uint32_t i = from; i < to; i++) {
        if (i > from)
            bw_buf_char(out, ' ');
        bw_buf_str(out, pieces[i]);
    }
    bw_buf_text(out, behind);
}

/* The new sentence with what it was: by the longest row of words that both have. */
static void write_changed(bw_str old, bw_str new, bw_buf *out)
{
    bw_str *x, *y;
    uint32_t n = pieces_of(out->arena, old, &x), m = pieces_of(out->arena, new, &y), i = 0, j = 0;
    if (n > MOST_WORDS || m > MOST_WORDS) {
        write_pieces(out, "[-", x, 0, n, "-]");
        write_pieces(out, " {+", y, 0, m, "+}");
        return;
    }
    uint16_t *longest = BW_NEW(out->arena, uint16_t, (size_t)(n + 1) * (m + 1)); /* of what is left from (i, j) on */
#define LONGEST(i, j) longest[(size_t)(i) * (m + 1) + (j)]
    for (uint32_t p = n; p-- > 0;)
        for (uint32_t q = m; q-- > 0;)
            LONGEST(p, q) = bw_str_eq(x[p], y[q])                 ? (uint16_t)(LONGEST(p + 1, q + 1) + 1)
                            : LONGEST(p + 1, q) > LONGEST(p, q + 1) ? LONGEST(p + 1, q)
                                                                  : LONGEST(p, q + 1);
    bool first = true;
    while (i < n || j < m) {
        uint32_t p = i, q = j;
        while (p < n && q < m && !bw_str_eq(x[p], y[q]))
            *(LONGEST(p + 1, q) >= LONGEST(p, q + 1) ? &p : &q) += 1;
        if (p == n || q == m)
            p = n, q = m;
        if (!first)
            bw_buf_char(out, ' ');
        first = false;
        write_pieces(out, "[-", x, i, p, "-]");
        write_pieces(out, "{+", y, j, q, "+}");
        for (i = p, j = q; i < n && j < m && bw_str_eq(x[i], y[j]); i++, j++) {
            if (out->len && out->ptr[out->len - 1] != ' ')
                bw_buf_char(out, ' ');
            bw_buf_str(out, y[j]);
        }
    }
#undef LONGEST
}

/* A sentence on one line. */
static void write_line(bw_str s, bw_buf *out)
{
    bw_str *pieces;
    uint32_t n = pieces_of(out->arena, s, &pieces);
    write_pieces(out, "", pieces, 0, n, "");
}

static bw_str text_of(const bw_document *doc, int32_t i) { return i < 0 ? (bw_str){0} : bw_sentence_text(doc, &doc->sentences[i]); }

static const char *takes_back(const bw_document *to)
{
    if (to->head.kill || to->head.revision.kind == BW_REVISION_WITHDRAWN)
        return "kill";
    return to->head.correction || to->head.revision.kind == BW_REVISION_CORRECTED ? "correction" : NULL;
}

void bw_textdiff_write(const bw_textdiff *d, const bw_document *from, const bw_document *to, bw_buf *out)
{
    static const char *const signs[BW_N_CHANGES] = {"  ", "+ ", "~ ", "- "};
    if (takes_back(to))
        bw_buf_print(out, "! %s\n", takes_back(to));
    for (uint32_t i = 0; i < d->n; i++) {
        const bw_change *c = &d->items[i];
        if (c->kind == BW_CHANGE_SAME)
            continue;
        bw_buf_text(out, signs[c->kind]);
        if (c->kind == BW_CHANGE_CHANGED)
            write_changed(text_of(from, c->from), text_of(to, c->to), out);
        else
            write_line(c->kind == BW_CHANGE_ADDED ? text_of(to, c->to) : text_of(from, c->from), out);
        bw_buf_char(out, '\n');
    }
}

static void write_sentence(bw_json *j, const char *key, const bw_document *doc, int32_t i)
{
    if (i < 0) {
        bw_json_null(j, key);
        return;
    }
    const bw_sentence *s = &doc->sentences[i];
    bw_json_open(j, key, '{');
    bw_json_int(j, "sentence", s->number);
    bw_json_int(j, "start", s->start);
    bw_json_int(j, "end", s->end);
    bw_json_str(j, "text", bw_sentence_text(doc, s));
    bw_json_close(j, '}');
}

void bw_textdiff_write_json(const bw_textdiff *d, const bw_document *from, const bw_document *to, bw_buf *out)
{
    static const char *const names[BW_N_CHANGES] = {"same", "added", "changed", "withdrawn"};
    bw_json head = {.out = out};
    bw_json_open(&head, NULL, '{');
    bw_json_str(&head, "from", from->head.id);
    bw_json_str(&head, "to", to->head.id);
    bw_json_bool(&head, "kill", takes_back(to) && takes_back(to)[0] == 'k');
    bw_json_bool(&head, "correction", takes_back(to) && takes_back(to)[0] == 'c');
    for (int k = 0; k < BW_N_CHANGES; k++)
        bw_json_int(&head, names[k], d->of[k]);
    bw_json_close(&head, '}');
    bw_buf_char(out, '\n');
    for (uint32_t i = 0; i < d->n; i++) {
        if (d->items[i].kind == BW_CHANGE_SAME)
            continue;
        bw_json j = {.out = out};
        bw_json_open(&j, NULL, '{');
        bw_json_str(&j, "change", bw_str_of(names[d->items[i].kind]));
        write_sentence(&j, "from", from, d->items[i].from);
        write_sentence(&j, "to", to, d->items[i].to);
        bw_json_close(&j, '}');
        bw_buf_char(out, '\n');
    }
}
