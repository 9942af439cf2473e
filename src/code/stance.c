#include "code/stance.h"

enum { MAX_CLIMB = 24 };

#define TOKEN(c, t) ((c)->doc->tokens[t])

/* "In the novel, …": what follows happens to nobody. */
static bool in_fiction(const bw_coder *c, int32_t v)
{
    for (int32_t k = c->child[v]; k >= 0; k = c->sibling[k]) {
        int32_t p = (c->flags[k] & BW_GRAMMAR_FICTION) && TOKEN(c, k).rel == BW_REL_obl ? bw_case_of(c, k) : -1;
        if (p >= 0 && bw_form_is(c, p, "in"))
            return true;
    }
    return false;
}

static bool has_condition(const bw_coder *c, int32_t v)
{
    for (int32_t k = c->child[v]; k >= 0; k = c->sibling[k])
        if ((TOKEN(c, k).rel == BW_REL_mark || TOKEN(c, k).rel == BW_REL_advmod) && (c->flags[k] & BW_GRAMMAR_CONDITION))
            return true;
    return false;
}

/* The stronger of two: denied before open before planned. */
static void weaken(bw_stance *s, bw_modality m)
{
    if (m == BW_DENIED || (m == BW_HYPOTHETICAL && s->modality != BW_DENIED) || (m == BW_PLANNED && s->modality == BW_ACTUAL))
        s->modality = m;
}

/* "no pardon", "none of the bodies", where the pattern does not ask for the "no" itself ("no comment"). */
static bool own_object_denied(const bw_coder *c, const bw_match *m, int32_t object)
{
    if (!bw_negated_here(c, object) && !(c->flags[object] & BW_GRAMMAR_NEGATION))
        return false;
    for (uint8_t i = 0; m->pattern && i < m->pattern->n_parts; i++)
        for (uint32_t k = 0; m->bound[i] == object && k < m->pattern->parts[i].words.n; k++)
            if ((c->l->grammar[m->pattern->parts[i].words.items[k].before[0]] | c->l->grammar[m->pattern->parts[i].words.items[k].word]) & BW_GRAMMAR_NEGATION)
                return false;
    return true;
}

/* What the words around one verb or noun say of it; those around `self` have been read. */
static void read_own(const bw_coder *c, const bw_match *m, int32_t t, bw_stance *s, bool spoken, int32_t self)
{
    s->negated ^= bw_negated_here(c, t);
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel;
        if (r == BW_REL_aux || r == BW_REL_cop) {
            if ((c->flags[k] & BW_GRAMMAR_FUTURE_AUXILIARY) || (r == BW_REL_cop && bw_is_verb(c, t) && bw_is_infinitive(c, t)) || /* "is to deport" */ (spoken && bw_form_is(c, k, "would"))) {
                weaken(s, BW_PLANNED);
                s->announced = true;
            } else if (r == BW_REL_aux && (c->flags[k] & BW_GRAMMAR_OPEN_AUXILIARY) && !bw_form_is(c, k, "need")) {
                weaken(s, BW_HYPOTHETICAL);
            }
        }
        if ((r == BW_REL_nsubj || r == BW_REL_nsubj_pass) && k != self && bw_negated_here(c, k))
            s->negated = !s->negated; /* "neither A nor B came", "no country agreed" */
        if (r == BW_REL_obj && k != self && own_object_denied(c, m, k))
            s->negated = !s->negated; /* "granted no pardon", "returned none of the bodies" */
        if (r == BW_REL_advmod && (c->flags[k] & BW_GRAMMAR_HABIT))
            s->habitual = true;
    }
    if (has_condition(c, t))
        weaken(s, BW_HYPOTHETICAL);
    /* "Iran to free prisoners": a headline's infinitive with a subject of its own. */
    if (TOKEN(c, t).rel == BW_REL_root && bw_is_verb(c, t) && bw_is_infinitive(c, t)) {
        weaken(s, BW_PLANNED);
        s->announced = true;
    }
}

static void read_governor(const bw_coder *c, int32_t h, uint8_t rel, bw_stance *s)
{
    uint32_t flags = c->flags[h];
    if (flags & BW_GRAMMAR_DENY)
        weaken(s, BW_DENIED);
    else if ((flags & BW_GRAMMAR_WILL) || (rel == BW_REL_xcomp && bw_form_is(c, h, "going"))) {
        weaken(s, BW_PLANNED);
        s->announced = true;
    } else if (flags & BW_GRAMMAR_MAY)
        weaken(s, BW_HYPOTHETICAL);
    else if ((flags & BW_GRAMMAR_FAIL) && rel != BW_REL_ccomp)
        s->negated = !s->negated;
    else if ((flags & BW_GRAMMAR_SAY) && rel == BW_REL_xcomp && bw_frame_passive(c, h)) /* "is said to have" */
        weaken(s, BW_HYPOTHETICAL);
    else if (!(flags & (BW_GRAMMAR_TRY | BW_GRAMMAR_SAY | BW_GRAMMAR_ASPECT)) && rel == BW_REL_xcomp)
        weaken(s, BW_HYPOTHETICAL);
}

static bool own_finite(const bw_coder *c, int32_t v)
{
    return bw_child_with(c, v, BW_REL_aux) >= 0 || bw_child_with(c, v, BW_REL_nsubj) >= 0 || bw_child_with(c, v, BW_REL_nsubj_pass) >= 0;
}

static int32_t speaker_of(const bw_coder *c, int32_t say)
{
    bw_frame f;
    bw_frame_make(c, say, &f);
    return f.subject;
}

/* "according to the ministry", under the verb or above it. */
static int32_t according_to(const bw_coder *c, int32_t t)
{
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        if (TOKEN(c, k).rel != BW_REL_obl && TOKEN(c, k).rel != BW_REL_nmod && TOKEN(c, k).rel != BW_REL_advmod && TOKEN(c, k).rel != BW_REL_parataxis)
            continue;
        for (int32_t x = c->child[k]; x >= 0; x = c->sibling[x])
            if (bw_form_is(c, x, "according"))
                return k;
    }
    return -1;
}

void bw_stance_read(const bw_coder *c, const bw_match *m, bw_stance *s)
{
    *s = (bw_stance){.said_by = -1, .said_at = -1};
    int32_t t = m->frame.predicate;
    bool verb = bw_is_verb(c, t), passed_relative = false, told = false;
    bw_stance own = {0};

    s->taken_for_granted = verb;
    s->said_by = according_to(c, t);

    /* Whether somebody speaks is asked first: "would" in reported speech is the future. */
    bool spoken = false;
    for (int32_t k = t, i = 0; k >= 0 && i < MAX_CLIMB; k = TOKEN(c, k).head, i++)
        if (k != t && (c->flags[k] & BW_GRAMMAR_SAY))
            spoken = true;

    if (!m->pattern || (m->pattern->auxiliaries.n == 0 && !m->pattern->negated))
        read_own(c, m, t, s, spoken, m->frame.predicate);
    s->negated &= !m->denies;
    if (m->frame.carrier >= 0) {
        read_own(c, m, m->frame.carrier, s, spoken, m->frame.predicate);
        s->taken_for_granted = true;
        if (TOKEN(c, m->frame.carrier).head == t) { /* "talks held in Paris" */
        } else {
            t = m->frame.carrier;
        }
    }

    for (int i = 0; i < MAX_CLIMB; i++) {
        int32_t h = TOKEN(c, t).head;
        uint8_t rel = TOKEN(c, t).rel;
        s->habitual |= in_fiction(c, t);
        if (h < 0) {
            s->taken_for_granted |= !verb && rel == BW_REL_root;
            break;
        }
        bool head_verb = bw_is_verb(c, h);
        switch (rel) {
        case BW_REL_acl_relcl:
            passed_relative = true;
            break;
        case BW_REL_conj:
            if (bw_is_verb(c, t) && head_verb && !own_finite(c, t) && TOKEN(c, t).xpos[2] != 'D' && TOKEN(c, t).xpos[2] != 'Z' && TOKEN(c, t).xpos[2] != 'P')
                read_own(c, m, h, s, spoken, m->frame.predicate); /* "will not meet or talk": a verb without a tense of its own */
            break;
        case BW_REL_xcomp:
            read_governor(c, h, rel, s);
            read_own(c, m, h, s, spoken, m->frame.predicate);
            break;
        case BW_REL_ccomp: case BW_REL_csubj: case BW_REL_csubj_pass:
            if (c->flags[h] & BW_GRAMMAR_SAY) {
                if (s->said_by < 0) {
                    s->said_by = speaker_of(c, h);
                    s->said_at = h;
                }
                if (bw_negated_here(c, h) || has_condition(c, h))
                    weaken(s, BW_HYPOTHETICAL);
            }
            if (c->flags[h] & (BW_GRAMMAR_DENY | BW_GRAMMAR_MAY | BW_GRAMMAR_WILL))
                read_governor(c, h, rel, s);
            break;
        case BW_REL_parataxis:
            if ((c->flags[h] & BW_GRAMMAR_SAY) && s->said_by < 0 && h > t) {
                s->said_by = speaker_of(c, h);
                s->said_at = h;
            }
            break;
        case BW_REL_advcl:
            if (bw_is_infinitive(c, t))
                weaken(s, (c->flags[h] & BW_GRAMMAR_MAY) ? BW_HYPOTHETICAL : BW_PLANNED); /* a purpose */
            else if (!own_finite(c, t) && bw_child_with(c, t, BW_REL_mark) < 0) /* "…, killing five": as true as its main clause */
                read_own(c, m, h, s, spoken, m->frame.predicate);
            else if (own_finite(c, t) && !has_condition(c, t) && !told) { /* "…, as protesters clashed with police": told for itself */
                told = true;
                own = *s;
            }
            if (c->flags[h] & BW_GRAMMAR_WILL && bw_is_infinitive(c, t))
                s->announced = true;
            {
                int32_t mark = bw_case_of(c, t);
                if (mark >= 0 && (bw_form_is(c, mark, "of") || bw_form_is(c, mark, "from"))) /* "convicted of killing" */
                    weaken(s, BW_HYPOTHETICAL);
            }
            break;
        case BW_REL_acl:
            if (bw_is_infinitive(c, t)) {
                s->negated ^= bw_negated_here(c, h); /* "no plans to attack" */
                if (c->flags[h] & (BW_GRAMMAR_DENY | BW_GRAMMAR_WILL | BW_GRAMMAR_MAY | BW_GRAMMAR_FAIL))
                    read_governor(c, h, BW_REL_xcomp, s);
                else
                    weaken(s, BW_HYPOTHETICAL);
            } else if ((c->flags[h] & (BW_GRAMMAR_DENY | BW_GRAMMAR_MAY)) && bw_child_with(c, t, BW_REL_mark) >= 0) {
                read_governor(c, h, rel, s); /* "the allegation that …" */
            }
            break;
        case BW_REL_nsubj: case BW_REL_nsubj_pass:
            if (!verb && !passed_relative && head_verb) {
                s->taken_for_granted = true;
                read_own(c, m, h, s, spoken, m->frame.predicate);
                read_governor(c, h, rel, s);
            }
            break;
        case BW_REL_obj:
            if (!verb && head_verb && !passed_relative) {
                s->taken_for_granted |= (c->flags[h] & (BW_GRAMMAR_ASPECT | BW_GRAMMAR_LIGHT)) != 0;
                if (c->flags[h] & (BW_GRAMMAR_DENY | BW_GRAMMAR_WILL | BW_GRAMMAR_MAY | BW_GRAMMAR_FAIL | BW_GRAMMAR_ASPECT)) {
                    read_governor(c, h, rel, s);
                    s->taken_for_granted = true;
                }
                read_own(c, m, h, s, spoken, m->frame.predicate);
            }
            break;
        case BW_REL_obl: case BW_REL_nmod: case BW_REL_obl_agent:
            if (!verb && !passed_relative) {
                int32_t p = bw_case_of(c, t);
                s->taken_for_granted |= p >= 0 && (c->flags[p] & BW_GRAMMAR_DURING);
                if (rel == BW_REL_nmod && (c->flags[h] & (BW_GRAMMAR_MAY | BW_GRAMMAR_WILL | BW_GRAMMAR_DENY)))
                    read_governor(c, h, BW_REL_obj, s); /* "plans for an attack", "the possibility of talks" */
            }
            if (verb && !head_verb && (c->flags[h] & (BW_GRAMMAR_MAY | BW_GRAMMAR_WILL | BW_GRAMMAR_DENY)))
                read_governor(c, h, BW_REL_obj, s);
            break;
        case BW_REL_root: break;
        default: break;
        }
        int32_t according = s->said_by < 0 ? according_to(c, h) : -1;
        if (according >= 0)
            s->said_by = according;
        if (!verb && head_verb)
            verb = true; /* from here on the road is that of a clause */
        t = h;
    }
    if (told) { /* what stands above says who tells it, no more */
        s->negated = own.negated;
        s->modality = own.modality;
        s->announced = own.announced;
    }
    /* A question states nothing. */
    int32_t number = c->sentence[m->frame.predicate];
    if (number >= 0) {
        const bw_sentence *x = &c->doc->sentences[number];
        for (uint32_t k = x->n; k-- > 0 && k + 3 > x->n;)
            if (bw_form_is(c, (int32_t)(x->first + k), "?"))
                weaken(s, BW_HYPOTHETICAL);
    }
}

/* ---- announced and refused ---------------------------------------------------------------------- */

static const bw_future *future_of(const bw_lexicon *l, const bw_cameo *act)
{
    const bw_future *best = NULL;
    size_t length = 0;
    for (uint32_t i = 0; act && !act->raw && i < l->n_futures; i++) {
        size_t n = strlen(l->futures[i].from);
        if (n > length && strncmp(act->code, l->futures[i].from, n) == 0) {
            best = &l->futures[i];
            length = n;
        }
    }
    return best;
}

const bw_cameo *bw_stance_announced(const bw_lexicon *l, const bw_cameo *act)
{
    const bw_future *f = future_of(l, act);
    return f ? f->to : NULL;
}

const bw_cameo *bw_stance_refused(const bw_lexicon *l, const bw_cameo *act)
{
    const bw_future *f = future_of(l, act);
    return f ? f->refused : NULL;
}

bool bw_is_friendly(bw_plover t)
{
    return t == BW_PLOVER_AGREE || t == BW_PLOVER_CONSULT || t == BW_PLOVER_SUPPORT || t == BW_PLOVER_COOPERATE || t == BW_PLOVER_AID ||
           t == BW_PLOVER_CONCEDE || t == BW_PLOVER_RETREAT;
}

/* ---- when and where ----------------------------------------------------------------------------- */

/* The predicate that a phrase inside the sentence belongs to: the nearest verb above it. */
static int32_t clause_of(const bw_coder *c, int32_t t, const bw_match *m)
{
    for (int i = 0; i < MAX_CLIMB && t >= 0; i++, t = TOKEN(c, t).head)
        if (t == m->frame.predicate || t == m->frame.carrier || bw_is_verb(c, t))
            return t;
    return -1;
}

static int32_t head_of_span(const bw_coder *c, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n && i < c->doc->n_tokens; i++) {
        int32_t h = TOKEN(c, i).head;
        if (h < (int32_t)first || h >= (int32_t)(first + n))
            return (int32_t)i;
    }
    return (int32_t)first;
}

/* "the first meeting since October" was not in October. */
static bool reaches_back(const bw_coder *c, const bw_time *x)
{
    if (x->to != BW_NO_DAY)
        return false;
    for (uint32_t t = x->first, n = 0; t > 0 && n < 12; t--, n++)
        if (bw_form_is(c, (int32_t)t, "first") || strcmp(TOKEN(c, t).xpos, "JJS") == 0)
            return true;
    return false;
}

int32_t bw_stance_time(const bw_coder *c, int32_t predicate, int32_t carrier)
{
    int32_t chain[6] = {predicate, carrier, -1, -1, -1, -1}, n = 2;
    /* Verbs that only lead to this one share its time: "is expected to visit on Monday", "met and signed". */
    for (int32_t t = carrier >= 0 && TOKEN(c, carrier).head != predicate ? carrier : predicate, i = 0; i < 4 && n < 6; i++) {
        uint8_t rel = TOKEN(c, t).rel;
        int32_t h = TOKEN(c, t).head;
        bool noun = !bw_is_verb(c, t);
        if (h < 0 || !(rel == BW_REL_xcomp || rel == BW_REL_conj || (noun && (rel == BW_REL_nsubj || rel == BW_REL_obj || rel == BW_REL_nsubj_pass || rel == BW_REL_obl || rel == BW_REL_nmod))))
            break;
        if (rel == BW_REL_xcomp && !(c->flags[h] & (BW_GRAMMAR_TRY | BW_GRAMMAR_WILL | BW_GRAMMAR_MAY | BW_GRAMMAR_FAIL)))
            break;
        chain[n++] = h;
        t = h;
    }
    /* "killed ten and wounded five on Monday": what stands behind the last verb is said of all. */
    for (int32_t k = c->child[predicate]; k >= 0 && n < 6; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_conj && k > predicate && bw_is_verb(c, k) && bw_child_with(c, k, BW_REL_nsubj) < 0)
            chain[n++] = k;
    enum { OF_DATELINE = 50 }; /* its date is when it was written: nothing to an act that says when it was */
    int32_t best = -1, best_rank = 99;
    bw_match local = {.frame = {.predicate = predicate, .carrier = carrier}};
    for (uint32_t i = 0; i < c->doc->n_times; i++) {
        const bw_time *x = &c->doc->times[i];
        if (x->sentence != c->sentence[predicate] || (x->type != 'D' && x->type != 'T') || (x->from == BW_NO_DAY && x->to == BW_NO_DAY) ||
            reaches_back(c, x))
            continue;
        int32_t at = clause_of(c, head_of_span(c, x->first, x->n), &local), later = bw_in_dateline(c->doc, x) ? OF_DATELINE : 0;
        for (int32_t k = 0; k < n; k++)
            if (at >= 0 && at == chain[k] && k + later < best_rank) {
                best = (int32_t)i;
                best_rank = k + later;
            }
    }
    return best;
}

static bool is_party(const bw_match *m, const bw_coder *c, int32_t mention)
{
    for (uint32_t i = 0; i < m->actor.n; i++)
        if (m->actor.items[i].mention == mention)
            return true;
    for (uint32_t i = 0; i < m->recipient.n; i++)
        if (m->recipient.items[i].mention == mention)
            return !c->doc->mentions[mention].place;
    return false;
}

/* The first mention of the sentence, or of a later one: mentions stand in the order of their tokens. */
static uint32_t first_mention(const bw_document *doc, int32_t sentence)
{
    uint32_t low = 0, high = doc->n_mentions;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->mentions[mid].sentence < sentence)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

int32_t bw_stance_place(const bw_coder *c, const bw_match *m)
{
    int32_t number = c->sentence[m->frame.predicate], best = -1, best_rank = 99;
    for (uint32_t i = first_mention(c->doc, number); i < c->doc->n_mentions; i++) {
        const bw_mention *x = &c->doc->mentions[i];
        if (x->sentence > number)
            break;
        if (x->sentence != number || !x->place || x->head >= c->doc->n_tokens || is_party(m, c, (int32_t)i))
            continue;
        int32_t p = bw_case_of(c, (int32_t)x->head);
        if (p < 0 || !(c->flags[p] & BW_GRAMMAR_LOCATIVE))
            continue;
        int32_t at = clause_of(c, (int32_t)x->head, m);
        int rank = at == m->frame.predicate ? 0 : at >= 0 && at == m->frame.carrier ? 1 : -1;
        if (rank < 0 && m->frame.object >= 0) /* "a market in Kabul" */
            for (int32_t k = (int32_t)x->head, n = 0; k >= 0 && n < 4; k = TOKEN(c, k).head, n++)
                if (k == m->frame.object)
                    rank = 2;
        if (rank >= 0 && rank < best_rank) {
            best = (int32_t)i;
            best_rank = rank;
        }
    }
    if (best >= 0)
        return best;
    for (uint32_t i = 0; i < m->recipient.n; i++) { /* a visit to Ankara takes place there */
        const bw_mention *x = &c->doc->mentions[m->recipient.items[i].mention];
        if (x->place && x->kind == BW_MENTION_PLACE)
            return m->recipient.items[i].mention;
    }
    return -1;
}

/* ---- how many ----------------------------------------------------------------------------------- */

static int number_word(bw_str s)
{
    static const char *const small[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
                                        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    int64_t v = 0;
    bool digits = s.len > 0;
    for (size_t i = 0; i < s.len && digits; i++) {
        digits = bw_is_digit(s.ptr[i]) || (s.ptr[i] == ',' && i > 0);
        if (bw_is_digit(s.ptr[i]))
            v = v * 10 + (s.ptr[i] - '0');
        if (v > 100000000)
            return -1;
    }
    if (digits)
        return (int)v;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (bw_str_eq_fold(s, bw_str_of(small[i])))
            return (int)i;
    for (size_t i = 0; i < sizeof tens / sizeof *tens; i++) {
        bw_str ten = bw_str_of(tens[i]);
        if (bw_str_eq_fold(s, ten))
            return (int)(20 + 10 * i);
        if (bw_str_starts_fold(s, ten) && s.len > ten.len + 1) {
            int unit = number_word(bw_str_slice(s, ten.len + 1, s.len));
            if (unit > 0 && unit < 10)
                return (int)(20 + 10 * i) + unit;
        }
    }
    return -1;
}

/* "two hundred", "1,200", "a thousand": the number that the token ends. */
static int number_at(const bw_coder *c, int32_t num)
{
    static const struct {
        const char *word;
        int value;
    } big[] = {{"hundred", 100}, {"thousand", 1000}, {"million", 1000000}};
    for (size_t i = 0; i < sizeof big / sizeof *big; i++) {
        if (!bw_form_is(c, num, big[i].word))
            continue;
        int times = 1;
        for (int32_t k = c->child[num]; k >= 0 && k < num; k = c->sibling[k])
            if (number_word(TOKEN(c, k).form) > 0)
                times = number_word(TOKEN(c, k).form);
        return times < 1000 ? times * big[i].value : -1;
    }
    return number_word(TOKEN(c, num).form);
}

static bool count_phrase(const bw_coder *c, int32_t t, bw_toll *out)
{
    if (t < 0)
        return false;
    int32_t num = TOKEN(c, t).upos == BW_UPOS_NUM ? t : bw_child_with(c, t, BW_REL_nummod);
    int value;
    if (num >= 0) {
        value = number_at(c, num);
    } else if ((TOKEN(c, t).xpos[0] == 'N' && strcmp(TOKEN(c, t).xpos, "NN") == 0) && TOKEN(c, t).upos == BW_UPOS_NOUN &&
               bw_child_with(c, t, BW_REL_det) >= 0) {
        value = 1; /* "a soldier", "the minister" */
        num = t;
    } else {
        return false;
    }
    if (value <= 0)
        return false;
    *out = (bw_toll){.least = value, .most = value};
    uint32_t start = TOKEN(c, num).start;
    /* "at least", "more than", "up to" before the number, wherever they hang. */
    for (int32_t k = num - 1, n = 0; k >= 0 && n < 4 && c->sentence[k] == c->sentence[num]; k--, n++) {
        bool least = (c->flags[k] & BW_GRAMMAR_AT_LEAST) != 0, most = (c->flags[k] & BW_GRAMMAR_AT_MOST) != 0;
        if (least)
            out->most = -1;
        else if (most)
            out->least = -1;
        else if (number_word(TOKEN(c, k).form) <= 0 && !bw_form_is(c, k, "than") && !bw_form_is(c, k, "to"))
            break;
        if (!bw_form_is(c, k, "than") && !bw_form_is(c, k, "to"))
            start = TOKEN(c, k).start;
    }
    bw_str source = bw_sentence_source(c->doc, &c->doc->sentences[c->sentence[t]]);
    out->text = bw_str_slice(source, start, TOKEN(c, t).end);
    return true;
}

static void count_verb(const bw_coder *c, int32_t v, bw_event *e)
{
    uint32_t flags = c->flags[v];
    if (!(flags & (BW_GRAMMAR_DEAD | BW_GRAMMAR_INJURED | BW_GRAMMAR_ARRESTED)))
        return;
    bw_frame f;
    bw_frame_make(c, v, &f);
    bw_toll toll;
    int32_t who = f.object >= 0 ? f.object : f.verbal ? -1 : v;
    if (!count_phrase(c, who, &toll))
        return;
    bw_toll *to = flags & BW_GRAMMAR_DEAD ? &e->dead : flags & BW_GRAMMAR_INJURED ? &e->injured : &e->arrested;
    if (!to->text.ptr)
        *to = toll;
}

void bw_stance_toll(const bw_coder *c, const bw_match *m, bw_event *e)
{
    int32_t t = m->frame.predicate;
    count_verb(c, t, e);
    int32_t bases[3] = {t, m->frame.carrier, -1}, h = TOKEN(c, t).head;
    if (!m->frame.verbal && TOKEN(c, t).rel == BW_REL_nsubj && h >= 0 && bw_is_verb(c, h)) { /* "the strike killed five" */
        bases[2] = h;
        count_verb(c, h, e);
    }
    for (int b = 0; b < 3; b++)
        for (int32_t k = bases[b] >= 0 ? c->child[bases[b]] : -1; k >= 0; k = c->sibling[k]) {
            uint8_t r = TOKEN(c, k).rel;
            if (r == BW_REL_advcl || (r == BW_REL_conj && bw_child_with(c, k, BW_REL_nsubj) < 0)) {
                count_verb(c, k, e);
                for (int32_t x = c->child[k]; x >= 0; x = c->sibling[x]) /* "leaving five dead", "killing two and wounding ten" */
                    if (TOKEN(c, x).rel == BW_REL_xcomp || TOKEN(c, x).rel == BW_REL_conj) {
                        count_verb(c, x, e);
                        if ((c->flags[x] & (BW_GRAMMAR_DEAD | BW_GRAMMAR_INJURED)) && TOKEN(c, x).upos == BW_UPOS_ADJ) {
                            bw_toll toll;
                            if (count_phrase(c, bw_child_with(c, k, BW_REL_obj), &toll)) {
                                bw_toll *to = c->flags[x] & BW_GRAMMAR_DEAD ? &e->dead : &e->injured;
                                if (!to->text.ptr)
                                    *to = toll;
                            }
                        }
                    }
            }
        }
}
