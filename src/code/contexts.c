#include "code/contexts.h"

#include "link/tables.h"

#include <stdarg.h>
#include <stdio.h>

enum { MAX_WORDS = 12 };
/* A document is about what stands in so many of its sentences (the title counts twice), and in this share of them. */
enum { LEAST_SENTENCES = 3, ONE_OF = 4 };

/* In the order in which they are looked for at a word. */
typedef enum { NOT, CERTAIN, LIKELY } strength;

typedef struct {
    uint32_t first;          /* word; 0: none */
    uint32_t words, n;       /* of the pool */
    uint8_t context, strength;
} phrase;

typedef struct {
    uint8_t context;
    bw_plover type;          /* BW_PLOVER_NONE: by code */
    const char *mode;        /* NULL: any */
    char cameo[BW_MAX_CAMEO];
} event_rule;

enum { RELIGION = 1, ETHNICITY = 2 };

typedef struct {
    uint8_t context, group;  /* RELIGION, ETHNICITY; 0: a sector */
    bool unless;
    char sector[4];
} party_rule;

struct bw_contexts {
    uint32_t *pool;
    uint32_t n_pool, room_pool;
    phrase *phrases;
    uint32_t n_phrases, room_phrases;
    uint32_t *at;            /* by word: where its phrases begin */
    uint32_t n_words;
    event_rule *events;
    uint32_t n_events, room_events;
    party_rule *parties;
    uint32_t n_parties, room_parties;
    uint64_t yields[BW_MAX_CONTEXTS]; /* to which others */
};

/* ---- reading ------------------------------------------------------------------------------------ */

typedef struct {
    bw_rules_reader *r;
    struct bw_contexts *t;
    bw_map seen;             /* phrase -> line */
    uint32_t context, line;
    const char *start;       /* of the line */
} reader;

static BW_PRINTF(3, 4) void fault(reader *r, bw_str at, const char *fmt, ...)
{
    char cause[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(cause, sizeof cause, fmt, ap);
    va_end(ap);
    r->r->report(r->r->with, r->r->file, r->line, (uint32_t)(at.ptr - r->start) + 1, cause);
}

static const char *hint(reader *r, bw_str wanted)
{
    const bw_codebook *b = &r->r->lexicon->book;
    return bw_lexicon_hint(r->r->lexicon->arena, wanted, b->contexts, b->n_contexts);
}

static void add_phrase(reader *r, const bw_str *words, uint32_t n, strength s)
{
    bw_lexicon *l = r->r->lexicon;
    struct bw_contexts *t = r->t;
    phrase p = {.words = t->n_pool, .n = n, .context = (uint8_t)r->context, .strength = (uint8_t)s};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t word = bw_lexicon_add_word(l, words[i]);
        p.first = i ? p.first : word;
        BW_PUSH(l->arena, t->pool, t->n_pool, t->room_pool, word);
    }
    BW_PUSH(l->arena, t->phrases, t->n_phrases, t->room_phrases, p);
}

static bool is_word(bw_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!bw_is_lower(s.ptr[i]) && !bw_is_digit(s.ptr[i]) && !strchr("-'.", s.ptr[i]) && (unsigned char)s.ptr[i] < 0x80)
            return false;
    return true;
}

/* "women's rights", "tear-gas": what the tokenizer makes of them is not known here, so hyphens are read both ways; "'s" is passed over
 * in texts. */
static void read_phrase(reader *r, bw_str line, strength s)
{
    bw_str whole[MAX_WORDS], parts[MAX_WORDS], piece, rest = line;
    uint32_t n_whole = 0, n_parts = 0;
    bool added;
    uint32_t before = bw_map_put(&r->seen, line, r->line, &added)->value;
    if (!added) {
        fault(r, line, "'%.*s' stands in line %u already", BW_STR_FMT(line), before);
        return;
    }
    while (rest.len && bw_str_cut(&rest, ' ', &piece)) {
        bw_str word = piece, part;
        if (piece.len == 0)
            continue;
        if (!is_word(piece)) {
            fault(r, piece, "'%.*s' is no word in lower case", BW_STR_FMT(piece));
            return;
        }
        if (bw_str_ends(word, BW_LIT("'s")))
            word.len -= 2;
        if (n_whole < MAX_WORDS)
            whole[n_whole++] = word;
        while (word.len && bw_str_cut(&word, '-', &part)) {
            if (part.len && n_parts == MAX_WORDS) {
                fault(r, line, "over %d words in a phrase", MAX_WORDS);
                return;
            }
            if (part.len)
                parts[n_parts++] = part;
        }
    }
    if (n_parts == 0) {
        fault(r, line, "no word");
        return;
    }
    add_phrase(r, parts, n_parts, s);
    if (n_whole != n_parts)
        add_phrase(r, whole, n_whole, s);
}

static void read_event(reader *r, bw_str rest)
{
    bw_lexicon *l = r->r->lexicon;
    event_rule e = {.context = (uint8_t)r->context};
    bw_str name, mode = {0};
    const bw_cameo *code;
    (void)bw_str_cut(&rest, ' ', &name);
    mode = bw_str_trim(rest);
    if ((code = bw_codebook_find(&l->book, name)) != NULL && !mode.len) {
        memcpy(e.cameo, code->code, sizeof e.cameo);
    } else if (!bw_plover_of(name, &e.type) || e.type == BW_PLOVER_NONE) {
        fault(r, name, "'%.*s' is no type and no CAMEO code", BW_STR_FMT(name));
        return;
    } else if (mode.len) {
        const bw_mode *m = bw_codebook_mode(&l->book, e.type, mode);
        if (!m) {
            fault(r, mode, "%s owns no mode '%.*s'", bw_plover_name(e.type), BW_STR_FMT(mode));
            return;
        }
        e.mode = m->name;
    }
    BW_PUSH(l->arena, r->t->events, r->t->n_events, r->t->room_events, e);
}

static void read_parties(reader *r, bw_str rest, bool unless)
{
    bw_str one;
    while (rest.len && bw_str_cut(&rest, ' ', &one)) {
        party_rule p = {.context = (uint8_t)r->context, .unless = unless};
        if (one.len == 0)
            continue;
        if (bw_str_is(one, "religion") || bw_str_is(one, "ethnicity")) {
            p.group = bw_str_is(one, "religion") ? RELIGION : ETHNICITY;
        } else if (bw_tables_is_sector(one)) {
            memcpy(p.sector, one.ptr, 3);
        } else {
            fault(r, one, "'%.*s' is no sector, and not 'religion' or 'ethnicity'", BW_STR_FMT(one));
            continue;
        }
        BW_PUSH(r->r->lexicon->arena, r->t->parties, r->t->n_parties, r->t->room_parties, p);
    }
}

static void read_yields(reader *r, bw_str rest)
{
    const bw_codebook *b = &r->r->lexicon->book;
    bw_str one;
    while (rest.len && bw_str_cut(&rest, ' ', &one)) {
        uint32_t to = bw_codebook_context(b, one);
        if (one.len && to == UINT32_MAX)
            fault(r, one, "unknown context '%.*s'%s", BW_STR_FMT(one), hint(r, one));
        else if (one.len)
            r->t->yields[r->context] |= UINT64_C(1) << to;
    }
}

void bw_contexts_read(bw_rules_reader *options, bw_str name, bw_str text)
{
    bw_lexicon *l = options->lexicon;
    if (!l->contexts)
        l->contexts = BW_NEW(l->arena, struct bw_contexts, 1);
    reader r = {.r = options, .t = l->contexts, .seen.arena = l->arena, .context = bw_codebook_context(&l->book, name), .line = 1, .start = text.ptr};
    if (r.context == UINT32_MAX) {
        fault(&r, text, "the code book has no context '%.*s'%s", BW_STR_FMT(name), hint(&r, name));
        return;
    }
    bw_str line;
    for (; bw_str_cut(&text, '\n', &line); r.line++) {
        r.start = line.ptr;
        line = bw_str_trim(bw_str_slice(line, 0, bw_str_find_char(line, '#', 0)));
        size_t colon = bw_str_find_char(line, ':', 0);
        bw_str key = bw_str_slice(line, 0, colon), rest = bw_str_trim(bw_str_slice(line, colon + 1, line.len));
        if (line.len == 0)
            continue;
        if (colon == line.len && line.ptr[0] == '?')
            read_phrase(&r, bw_str_trim(bw_str_slice(line, 1, line.len)), LIKELY);
        else if (colon == line.len)
            read_phrase(&r, line, CERTAIN);
        else if (rest.len == 0)
            fault(&r, line, "nothing stands behind '%.*s:'", BW_STR_FMT(key));
        else if (bw_str_is(key, "not"))
            read_phrase(&r, rest, NOT);
        else if (bw_str_is(key, "event"))
            read_event(&r, rest);
        else if (bw_str_is(key, "party") || bw_str_is(key, "unless"))
            read_parties(&r, rest, key.ptr[0] == 'u');
        else if (bw_str_is(key, "yields"))
            read_yields(&r, rest);
        else
            fault(&r, line, "unknown '%.*s:' (there are event, party, unless, yields and not)", BW_STR_FMT(key));
    }
}

/* Sorted by first word and strength, by counting: it is done at every start. */
void bw_contexts_index(bw_lexicon *l)
{
    struct bw_contexts *t = l->contexts;
    if (!t)
        return;
    t->n_words = l->words.n + 1;
    t->at = BW_NEW(l->arena, uint32_t, t->n_words + 1);
    phrase *sorted = BW_NEW(l->arena, phrase, t->n_phrases);
    uint32_t *next = BW_NEW(l->arena, uint32_t, t->n_words);
    for (uint32_t i = 0; i < t->n_phrases; i++)
        t->at[t->phrases[i].first + 1]++;
    for (uint32_t w = 0; w < t->n_words; w++) {
        t->at[w + 1] += t->at[w];
        next[w] = t->at[w];
    }
    for (int s = NOT; s <= LIKELY; s++)
        for (uint32_t i = 0; i < t->n_phrases; i++)
            if (t->phrases[i].strength == s)
                sorted[next[t->phrases[i].first]++] = t->phrases[i];
    t->phrases = sorted;
}

uint32_t bw_contexts_phrases(const bw_lexicon *l) { return l->contexts ? l->contexts->n_phrases : 0; }

/* ---- what a sentence speaks of ------------------------------------------------------------------ */

/* Sets of contexts, a bit each. */
typedef struct {
    uint64_t certain, likely, twice; /* twice: two different likely phrases that do not overlap */
} heard;

static bool passed_over(const bw_coder *c, uint32_t t)
{
    const bw_token *x = &c->doc->tokens[t];
    return strcmp(x->xpos, "POS") == 0 || bw_str_is(x->form, "-") || bw_str_is(x->form, "/");
}

/* The token behind the phrase that begins at t; 0: it does not stand there. */
static uint32_t phrase_end(const bw_coder *c, const struct bw_contexts *k, const phrase *p, uint32_t t, uint32_t end)
{
    for (uint32_t i = 0; i < p->n; i++, t++) {
        while (i && t < end && passed_over(c, t))
            t++;
        if (t >= end || (c->lemma[t] != k->pool[p->words + i] && c->form[t] != k->pool[p->words + i]))
            return 0;
    }
    return t;
}

static heard listen(const bw_coder *c, const struct bw_contexts *k, const bw_sentence *s)
{
    heard h = {0};
    uint32_t shield[BW_MAX_CONTEXTS] = {0}, likely[BW_MAX_CONTEXTS] = {0}, end = s->first + s->n; /* tokens behind a phrase */
    const phrase *first[BW_MAX_CONTEXTS] = {0};
    for (uint32_t t = s->first; t < end; t++)
        for (int turn = 0; turn < 4; turn++) { /* what shields first, by lemma and by form */
            bool shields = turn < 2, form = turn % 2;
            uint32_t word = form ? c->form[t] : c->lemma[t];
            if (!word || word >= k->n_words || (form && word == c->lemma[t]))
                continue;
            for (uint32_t i = k->at[word]; i < k->at[word + 1]; i++) {
                const phrase *p = &k->phrases[i];
                if ((p->strength == NOT) != shields)
                    continue;
                uint64_t bit = UINT64_C(1) << p->context;
                uint32_t behind = phrase_end(c, k, p, t, end);
                if (!behind || (p->strength != NOT && t < shield[p->context]))
                    continue;
                if (p->strength == NOT) {
                    shield[p->context] = behind > shield[p->context] ? behind : shield[p->context];
                } else if (p->strength == CERTAIN) {
                    h.certain |= bit;
                } else if (!(h.likely & bit)) {
                    h.likely |= bit;
                    likely[p->context] = behind;
                    first[p->context] = p;
                } else if (t >= likely[p->context] && p != first[p->context]) {
                    h.twice |= bit;
                }
            }
        }
    return h;
}

/* ---- events ------------------------------------------------------------------------------------- */

static bool is_of(const bw_mention *m, const party_rule *rule)
{
    if (rule->group)
        return (rule->group == RELIGION ? m->religion : m->ethnicity).len > 0;
    return m->n_sectors && strcmp(m->sectors[0], rule->sector) == 0;
}

static bool any_of(const bw_document *doc, const bw_parties *list, const party_rule *rule)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (is_of(&doc->mentions[list->items[i].mention], rule))
            return true;
    return false;
}

static bool is_event(const bw_event *e, const event_rule *rule)
{
    if (!rule->type)
        return !e->raw && strncmp(e->cameo, rule->cameo, strlen(rule->cameo)) == 0;
    bool mode = !rule->mode;
    for (uint8_t i = 0; i < e->n_modes && !mode; i++)
        mode = strcmp(e->modes[i], rule->mode) == 0;
    return e->type == rule->type && mode;
}

static uint64_t contexts_of(const bw_coder *c, const struct bw_contexts *k, const bw_event *e, uint64_t about)
{
    for (uint32_t i = 0; i < k->n_events; i++)
        if (is_event(e, &k->events[i]))
            about |= UINT64_C(1) << k->events[i].context;
    for (int unless = 0; unless < 2; unless++)
        for (uint32_t i = 0; i < k->n_parties; i++) {
            const party_rule *rule = &k->parties[i];
            uint64_t bit = UINT64_C(1) << rule->context;
            if (rule->unless != unless || !(any_of(c->doc, &e->recipient, rule) || (!unless && any_of(c->doc, &e->actor, rule))))
                continue;
            about = unless ? about & ~bit : about | bit;
        }
    uint64_t all = about;
    for (uint32_t i = 0; i < c->l->book.n_contexts; i++)
        if (all & k->yields[i])
            about &= ~(UINT64_C(1) << i);
    return about;
}

void bw_contexts_decide(const bw_coder *c, bw_event *events, size_t n)
{
    const bw_document *doc = c->doc;
    const bw_codebook *book = &c->l->book;
    const struct bw_contexts *k = c->l->contexts;
    if (!k || n == 0)
        return;
    heard *sentences = BW_NEW(c->arena, heard, doc->n_sentences);
    uint32_t count[BW_MAX_CONTEXTS] = {0}, n_sentences = 0;
    uint64_t somewhere = 0, throughout = 0;
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const bw_sentence *x = &doc->sentences[s];
        if (x->flags & (BW_SENTENCE_NOISE | BW_SENTENCE_DISCARD))
            continue;
        uint32_t weight = x->number < 0 ? 2 : 1;
        sentences[s] = listen(c, k, x);
        somewhere |= sentences[s].certain;
        n_sentences += weight;
        for (uint32_t i = 0; i < book->n_contexts; i++)
            count[i] += sentences[s].certain >> i & 1 ? weight : 0;
    }
    for (uint32_t i = 0; i < book->n_contexts; i++)
        if (count[i] >= LEAST_SENTENCES && count[i] * ONE_OF >= n_sentences)
            throughout |= UINT64_C(1) << i;
    for (size_t e = 0; e < n; e++) {
        const heard *h = &sentences[events[e].sentence];
        uint64_t about = contexts_of(c, k, &events[e], h->certain | h->twice | (h->likely & somewhere) | throughout);
        const char *names[BW_MAX_CONTEXTS], **kept;
        uint8_t n_names = 0;
        for (uint32_t i = 0; i < book->n_contexts; i++)
            if (about >> i & 1)
                names[n_names++] = book->contexts[i].ptr;
        kept = BW_NEW(c->arena, const char *, n_names);
        memcpy(kept, names, n_names * sizeof *names);
        events[e].contexts = kept;
        events[e].n_contexts = n_names;
    }
}
