#include "code/sequence.h"

enum { HIDDEN = 1, CLEAR = 2, COMMA = 4, BEHIND = 8, MAX_CLIMB = 60, ACTOR_POINTS = 2, RECIPIENT_POINTS = 5 };

#define TOKEN(c, t) ((c)->doc->tokens[t])

struct bw_sequences {
    uint32_t (*stems)[BW_MAX_STEMS]; /* by token; NULL where no word is a beginning */
    uint8_t *marks;          /* by token: HIDDEN: of a clause that is left out; CLEAR: as if it did not stand there (hyphens,
                                quotes, commas of what is left out); COMMA: between clauses; BEHIND: in the phrase of `verb` */
    int32_t verb;
};

uint32_t bw_sequence_word(const bw_coder *c, int32_t t, int which)
{
    if (which < 2)
        return which ? c->form[t] : c->lemma[t];
    return c->sequences && c->sequences->stems ? c->sequences->stems[t][which - 2] : 0;
}

/* ---- once a document ---------------------------------------------------------------------------- */

static void find_stems(bw_coder *c)
{
    c->sequences->stems = bw_arena_array(c->arena, c->doc->n_tokens + 1, sizeof *c->sequences->stems);
    for (uint32_t t = 0; t < c->doc->n_tokens; t++) {
        bw_str form = TOKEN(c, t).form;
        char start[48];
        size_t n = 0;
        for (size_t len = 1; len <= form.len && len < sizeof start; len++) { /* "abus*" fits "abuse", and "abus" */
            start[len - 1] = form.ptr[len - 1];
            start[len] = '*';
            uint32_t word = bw_lexicon_word(c->l, (bw_str){start, len + 1});
            if (word && n < BW_MAX_STEMS)
                c->sequences->stems[t][n++] = word;
        }
    }
}

static bool is_nominal(const bw_coder *c, int32_t t)
{
    uint8_t u = TOKEN(c, t).upos;
    return u == BW_UPOS_NOUN || u == BW_UPOS_PROPN || u == BW_UPOS_PRON;
}

static bool stands_before_noun(uint8_t rel)
{
    return rel == BW_REL_amod || rel == BW_REL_compound || rel == BW_REL_flat || rel == BW_REL_nummod || rel == BW_REL_nmod_poss || rel == BW_REL_det;
}

/* Not of a list of names or adjectives: "Peru, Chile and Cuba", "full, lasting ties". */
static bool parts_clauses(const bw_coder *c, int32_t comma)
{
    int32_t k = TOKEN(c, comma).head; /* what it stands before */
    for (int i = 0; i < MAX_CLIMB && k >= 0 && stands_before_noun(TOKEN(c, k).rel); i++)
        k = TOKEN(c, k).head;
    if (k >= 0 && TOKEN(c, k).rel == BW_REL_conj && !bw_is_verb(c, k))
        return false;
    k = comma - 1;
    for (int i = 0; i < MAX_CLIMB && k >= 0 && k < comma && stands_before_noun(TOKEN(c, k).rel); i++)
        k = TOKEN(c, k).head;
    return k < comma || !is_nominal(c, k);
}

static bool is_word(const bw_coder *c, int32_t t)
{
    unsigned char first = TOKEN(c, t).form.len ? (unsigned char)TOKEN(c, t).form.ptr[0] : 0;
    return bw_is_alpha((char)first) || first >= 0x80;
}

/* Leaves the clause out if it has so many words; one with the sentence's own verb only if that says what stands elsewhere. */
static bool leave_out(const bw_coder *c, int32_t first, int32_t end, bw_comma_rule rule)
{
    uint32_t n = 0;
    for (int32_t t = first; t < end; t++) {
        n += is_word(c, t);
        if (TOKEN(c, t).rel == BW_REL_root) {
            int32_t said = bw_child_with(c, t, BW_REL_ccomp);
            said = said < 0 ? bw_child_with(c, t, BW_REL_parataxis) : said;
            if (said < 0 || (said >= first && said < end))
                return false;
        }
    }
    if (rule.most == 0 || n < rule.least || n > rule.most)
        return false;
    for (int32_t t = first; t < end; t++)
        c->sequences->marks[t] |= HIDDEN;
    return true;
}

static void mark_sentence(bw_coder *c, const bw_sentence *s)
{
    uint8_t *marks = c->sequences->marks;
    const bw_coder_conf *conf = &c->l->conf;
    int32_t first = (int32_t)s->first, end = first + (int32_t)s->n, before = -1;
    for (int32_t t = first; t < end; t++) {
        bw_str form = TOKEN(c, t).form;
        bool comma = bw_str_is(form, ",");
        if (comma && parts_clauses(c, t))
            marks[t] |= COMMA;
        else if (TOKEN(c, t).upos == BW_UPOS_PUNCT && (comma || strcmp(TOKEN(c, t).xpos, "HYPH") == 0 || strcmp(TOKEN(c, t).xpos, "``") == 0 || strcmp(TOKEN(c, t).xpos, "''") == 0))
            marks[t] |= CLEAR;
    }
    for (int32_t t = first; t <= end; t++) {
        if (t < end && !(marks[t] & COMMA))
            continue;
        bool last = t == end;
        bw_comma_rule rule = before < 0 ? conf->first : last ? conf->last : conf->inner;
        if (!(before < 0 && last) && leave_out(c, before < 0 ? first : before + 1, t, rule)) {
            if (before >= 0)
                marks[before] = CLEAR;
            if (!last)
                marks[t] |= CLEAR;
        }
        before = t;
    }
}

void bw_sequence_prepare(bw_coder *c)
{
    if (!c->l->has_sequences)
        return;
    c->sequences = BW_NEW(c->arena, bw_sequences, 1);
    c->sequences->marks = BW_NEW(c->arena, uint8_t, c->doc->n_tokens + 1);
    c->sequences->verb = -1;
    if (c->l->has_stems)
        find_stems(c);
    for (uint32_t s = 0; s < c->doc->n_sentences; s++)
        mark_sentence(c, &c->doc->sentences[s]);
}

/* ---- what stands where -------------------------------------------------------------------------- */

/* Of its own: a joined verb, what is merely said beside it. */
static bool other_phrase(const bw_coder *c, int32_t t)
{
    uint8_t rel = TOKEN(c, t).rel;
    return rel == BW_REL_parataxis || (rel == BW_REL_conj && bw_is_verb(c, t) && bw_is_verb(c, TOKEN(c, t).head));
}

static void mark_behind(bw_coder *c, int32_t verb)
{
    const bw_sentence *s = &c->doc->sentences[c->sentence[verb]];
    if (c->sequences->verb == verb)
        return;
    c->sequences->verb = verb;
    for (int32_t t = (int32_t)s->first; t < (int32_t)(s->first + s->n); t++) {
        int32_t k = t;
        for (int i = 0; i < MAX_CLIMB && k >= 0 && k != verb && !other_phrase(c, k); i++)
            k = TOKEN(c, k).head;
        c->sequences->marks[t] &= (uint8_t)~BEHIND;
        if (t > verb && k == verb)
            c->sequences->marks[t] |= BEHIND;
    }
}

bool bw_sequence_behind(bw_coder *c, int32_t verb, int32_t t)
{
    mark_behind(c, verb);
    return (c->sequences->marks[t] & BEHIND) != 0;
}

/* The next token outward from the verb, -1 at the end. */
static int32_t step(const bw_coder *c, int32_t t, int way)
{
    const bw_sentence *s = &c->doc->sentences[c->sentence[t]];
    for (t += way; t >= (int32_t)s->first && t < (int32_t)(s->first + s->n); t += way) {
        uint8_t marks = c->sequences->marks[t];
        if (marks & (CLEAR | HIDDEN))
            continue;
        if (way < 0 && (marks & COMMA))
            return -1;
        if (way < 0 || (marks & BEHIND))
            return t;
    }
    return -1;
}

static const bw_choice *find_word(const bw_coder *c, int32_t t, const bw_choices *choices, int which, uint32_t *at)
{
    uint32_t word = bw_sequence_word(c, t, which);
    return word ? bw_choices_find(choices, word, at) : NULL;
}

static bool word_is(const bw_coder *c, int32_t t, uint32_t word)
{
    for (int which = 1; t >= 0 && which < 2 + BW_MAX_STEMS; which++)
        if (bw_sequence_word(c, t, which) == word)
            return true;
    return false;
}

/* The words before the last one, nearest first, stand in `run` (the tokens up to it, nearest first). */
static bool stands_behind(const bw_coder *c, const bw_choice *k, const int32_t *run, int n)
{
    int words = 0;
    while (words < BW_MAX_BEFORE && k->before[words])
        words++;
    if (words != n)
        return false;
    for (int i = 0; i < n; i++)
        if (!word_is(c, run[i], k->before[words - 1 - i]))
            return false;
    return true;
}

/* One of the choices begins (or, backward, ends) at t; the last token outward, or -1. The longest wins. */
static int32_t match_words(const bw_coder *c, const bw_choices *choices, int32_t t, int way)
{
    int32_t run[BW_MAX_BEFORE + 1] = {t};
    int n = 1;
    while (n <= BW_MAX_BEFORE && (run[n] = step(c, run[n - 1], way)) >= 0)
        n++;
    for (int len = n; len > 0; len--) {
        int32_t last = way > 0 ? run[len - 1] : t, before[BW_MAX_BEFORE];
        for (int i = 0; i + 1 < len; i++)
            before[i] = way > 0 ? run[len - 2 - i] : run[i + 1];
        for (int which = 1; which < 2 + BW_MAX_STEMS; which++) {
            uint32_t at = 0;
            const bw_choice *k;
            while ((k = find_word(c, last, choices, which, &at)) != NULL)
                if (stands_behind(c, k, before, len - 1))
                    return run[len - 1];
        }
    }
    return -1;
}

/* ---- who ---------------------------------------------------------------------------------------- */

static bool named(const bw_coder *c, int32_t t)
{
    int32_t m = c->mention[t];
    if (m < 0)
        return false;
    const bw_mention *x = &c->doc->mentions[m];
    return (x->country[0] || x->n_sectors || x->code.len) && (x->actor || x->place);
}

/* An agent of nobody ("troops") says less than who has a name. */
static bool belongs(const bw_coder *c, int32_t t)
{
    const bw_mention *m = &c->doc->mentions[c->mention[t]];
    return m->code.len ? !bw_str_starts(m->code, BW_LIT("---")) : m->country[0] != '\0';
}

/* Of "Tarvosia's harbour board", whom no table knows, Tarvosia: the first name under t in the order of the text. */
static int32_t name_under(const bw_coder *c, int32_t t, int depth)
{
    if (named(c, t))
        return t;
    for (int32_t k = c->child[t]; k >= 0 && depth < MAX_CLIMB; k = c->sibling[k]) {
        int32_t found = bw_is_verb(c, k) || TOKEN(c, k).rel == BW_REL_conj || TOKEN(c, k).rel == BW_REL_appos ? -1 : name_under(c, k, depth + 1);
        if (found >= 0)
            return found;
    }
    return -1;
}

static void add_name_under(bw_coder *c, int32_t t, bw_parties *out)
{
    int32_t name = named(c, t) ? -1 : name_under(c, t, 0);
    if (name >= 0)
        bw_match_parties(c, name, true, out);
}

/* Whom the phrase around t names, those joined with it too. */
static void parties_at(bw_coder *c, int32_t t, bw_parties *out)
{
    int32_t head = c->mention[t] >= 0 ? (int32_t)c->doc->mentions[c->mention[t]].head : t;
    for (int i = 0; i < MAX_CLIMB && TOKEN(c, head).rel == BW_REL_conj && TOKEN(c, head).head >= 0 && !bw_is_verb(c, TOKEN(c, head).head); i++)
        head = TOKEN(c, head).head;
    bw_match_parties(c, head, true, out);
    add_name_under(c, head, out);
    for (int32_t k = c->child[head]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_conj && !bw_is_verb(c, k))
            add_name_under(c, k, out);
}

static bool same_code(const bw_coder *c, int32_t a, int32_t b)
{
    bw_buf x = {.arena = c->arena}, y = {.arena = c->arena};
    bw_mention_code(&c->doc->mentions[a], &x);
    bw_mention_code(&c->doc->mentions[b], &y);
    return a == b || bw_str_eq(bw_buf_view(&x), bw_buf_view(&y));
}

static bool holds(const bw_parties *list, int32_t mention)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->items[i].mention == mention)
            return true;
    return false;
}

/* Appends those who are not in `others`; of one other, who has the same code neither. */
static void add_parties(bw_coder *c, const bw_parties *from, const bw_parties *others, bw_parties *out)
{
    for (uint32_t i = 0; i < from->n; i++) {
        int32_t m = from->items[i].mention;
        if (!holds(out, m) && !holds(others, m) && !(others->n == 1 && same_code(c, m, others->items[0].mention)))
            BW_PUSH(c->arena, out->items, out->n, out->room, from->items[i]);
    }
}

static void add_from(bw_coder *c, int32_t t, const bw_parties *others, bw_parties *out)
{
    bw_parties found = {0};
    if (t < 0 || (c->sequences->marks[t] & HIDDEN))
        return;
    parties_at(c, t, &found);
    add_parties(c, &found, others, out);
}

/* ---- one part ----------------------------------------------------------------------------------- */

/* A noun phrase that begins at t, seen outward; its last token, or -1. */
static int32_t match_phrase(const bw_coder *c, int32_t t, int way)
{
    if (!is_nominal(c, t) && c->mention[t] < 0)
        return -1;
    for (int32_t next; (next = step(c, t, way)) >= 0; t = next) {
        bool inside = way > 0 ? TOKEN(c, t).head == next : TOKEN(c, next).head == t; /* towards its noun, or back from it */
        uint8_t rel = TOKEN(c, way > 0 ? t : next).rel;
        if (!inside || (rel != BW_REL_compound && rel != BW_REL_amod && rel != BW_REL_flat && rel != BW_REL_det && rel != BW_REL_nmod_desc))
            break;
    }
    return t;
}

static int32_t match_part(bw_coder *c, bw_match *m, const bw_part *part, int32_t t, int way)
{
    bw_parties found = {0};
    switch ((bw_fill)part->fill) {
    case BW_FILL_WORDS: return match_words(c, &part->words, t, way);
    case BW_FILL_ANY: return match_phrase(c, t, way);
    case BW_FILL_ACTOR: case BW_FILL_RECIPIENT: case BW_FILL_ACTORS: {
        bw_parties *list = part->fill == BW_FILL_RECIPIENT ? &m->recipient : &m->actor;
        if (!named(c, t) || list->n)
            return -1;
        parties_at(c, t, &found);
        if (found.n < (part->fill == BW_FILL_ACTORS ? 2u : 1u))
            return -1;
        add_parties(c, &found, list == &m->actor ? &m->recipient : &m->actor, list);
        return list->n ? t : -1;
    }
    default: return -1;
    }
}

/* Parts i to last, each right behind the one before it, the first at t. The last token outward, or -1. */
static int32_t match_chain(bw_coder *c, bw_match *m, int i, int last, int32_t t, int way)
{
    bw_parties actor = m->actor, recipient = m->recipient;
    for (; t >= 0; i++, t = step(c, t, way)) {
        m->bound[i] = t;
        int32_t end = match_part(c, m, &m->pattern->parts[i], t, way);
        if (end < 0)
            break;
        if (i == last)
            return end;
        t = end;
    }
    m->actor = actor;
    m->recipient = recipient;
    return -1;
}

/* The parts on one side of the verb; the one at fault, or BW_SEQUENCE_FITS. */
static int match_side(bw_coder *c, bw_match *m, bw_place_of place, int way)
{
    const bw_pattern *p = m->pattern;
    int32_t at = m->frame.predicate;
    for (int i = 0; i < p->n_parts;) {
        if (p->parts[i].place != place) {
            i++;
            continue;
        }
        int last = i;
        while (last + 1 < p->n_parts && p->parts[last + 1].place == place && p->parts[last + 1].joined)
            last++;
        int32_t end = -1;
        for (int32_t t = step(c, at, way); t >= 0 && end < 0; t = step(c, t, way)) {
            end = match_chain(c, m, i, last, t, way);
            if (p->parts[i].joined)
                break;
        }
        if (end < 0)
            return i;
        at = end;
        i = last + 1;
    }
    return BW_SEQUENCE_FITS;
}

/* ---- who, where the pattern does not say --------------------------------------------------------- */

static void default_actor(bw_coder *c, bw_match *m)
{
    const bw_frame *f = &m->frame;
    int32_t verb = f->predicate, subject = f->passive && f->subject < 0 ? bw_frame_surface(c, verb) : f->subject, first = -1;
    add_from(c, subject, &m->recipient, &m->actor);
    if (m->actor.n || (f->passive && f->subject >= 0))
        return;
    for (int32_t t = step(c, verb, -1); t >= 0; t = step(c, t, -1))
        if (named(c, t) && !holds(&m->recipient, c->mention[t]) && (first < 0 || belongs(c, t) || !belongs(c, first)))
            first = t;
    add_from(c, first, &m->recipient, &m->actor);
    for (int32_t t = step(c, verb, 1); t >= 0 && m->actor.n == 0 && m->recipient.n; t = step(c, t, 1))
        if (named(c, t))
            add_from(c, t, &m->recipient, &m->actor);
}

static void default_recipient(bw_coder *c, bw_match *m)
{
    const bw_frame *f = &m->frame;
    bool noun = false;
    if (f->passive && f->subject >= 0) {
        add_from(c, bw_frame_surface(c, f->predicate), &m->actor, &m->recipient);
        if (m->recipient.n)
            return;
    }
    for (int pass = 0; pass < 2; pass++)
        for (int32_t t = step(c, f->predicate, 1); t >= 0 && m->recipient.n == 0; t = step(c, t, 1)) {
            noun |= is_nominal(c, t);
            if (named(c, t) && (pass || belongs(c, t)))
                add_from(c, t, &m->actor, &m->recipient);
        }
    for (int32_t t = step(c, f->predicate, -1); t >= 0 && m->recipient.n == 0 && !noun; t = step(c, t, -1))
        if (named(c, t))
            add_from(c, t, &m->actor, &m->recipient);
}

int bw_sequence_fit(bw_coder *c, bw_match *m)
{
    const bw_pattern *p = m->pattern;
    int32_t t = m->frame.predicate;
    bool verb = false;
    if (c->sequences->marks[t] & HIDDEN)
        return BW_SEQUENCE_NO_VERB;
    for (int which = 0; which < 2 + BW_MAX_STEMS && !(verb && m->by_form); which++) {
        uint32_t at = 0;
        if (!find_word(c, t, &p->words, which, &at))
            continue;
        verb = true;
        m->by_form |= which == 1 || c->form[t] == bw_sequence_word(c, t, which);
    }
    if (!verb)
        return BW_SEQUENCE_NO_VERB;
    mark_behind(c, t);
    int part = match_side(c, m, BW_PLACE_BEFORE, -1);
    if (part == BW_SEQUENCE_FITS)
        part = match_side(c, m, BW_PLACE_BEHIND, 1);
    if (part != BW_SEQUENCE_FITS)
        return part;
    for (uint8_t i = 0; i < p->n_parts; i++) {
        m->points += p->parts[i].points;
        m->denies |= p->parts[i].fill == BW_FILL_WORDS && (c->flags[m->bound[i]] & BW_GRAMMAR_NEGATION);
    }
    m->reciprocal = p->has_actors;
    /* Beside patterns that say so, these count as if the pattern said who. */
    if (m->actor.n == 0) {
        default_actor(c, m);
        m->points += m->actor.n ? ACTOR_POINTS : 0;
    }
    if (m->recipient.n == 0 && !m->reciprocal) {
        default_recipient(c, m);
        m->points += m->recipient.n ? RECIPIENT_POINTS : 0;
    }
    return BW_SEQUENCE_FITS;
}
