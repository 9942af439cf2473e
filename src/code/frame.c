#include "code/sequence.h"

enum { MAX_CLIMB = 12 };

#define TOKEN(c, t) ((c)->doc->tokens[t])

void bw_coder_prepare(bw_coder *c, const bw_lexicon *l, bw_document *doc)
{
    uint32_t n = doc->n_tokens;
    bw_arena *a = doc->arena;
    *c = (bw_coder){.l = l, .doc = doc, .arena = a};
    c->lemma = BW_NEW(a, uint32_t, n + 1);
    c->form = BW_NEW(a, uint32_t, n + 1);
    c->flags = BW_NEW(a, uint32_t, n + 1);
    c->mention = BW_NEW(a, int32_t, n + 1);
    c->child = BW_NEW(a, int32_t, n + 1);
    c->sibling = BW_NEW(a, int32_t, n + 1);
    c->sentence = BW_NEW(a, int32_t, n + 1);
    c->found = BW_NEW(a, bw_found *, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const bw_token *t = &doc->tokens[i];
        c->lemma[i] = bw_lexicon_word(l, t->lemma);
        c->form[i] = bw_lexicon_word(l, t->form);
        c->flags[i] = (c->lemma[i] ? l->grammar[c->lemma[i]] : 0) | (c->form[i] ? l->grammar[c->form[i]] : 0);
        c->mention[i] = c->child[i] = c->sibling[i] = c->sentence[i] = -1;
    }
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        for (uint32_t i = 0; i < doc->sentences[s].n; i++)
            c->sentence[doc->sentences[s].first + i] = (int32_t)s;
    for (uint32_t i = n; i-- > 0;) {
        int32_t h = doc->tokens[i].head;
        if (h >= 0 && (uint32_t)h < n && h != (int32_t)i) {
            c->sibling[i] = c->child[h];
            c->child[h] = (int32_t)i;
        }
    }
    /* The longest first, so that shorter ones overwrite; heads last. */
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t m = 0; m < doc->n_mentions; m++) {
            const bw_mention *x = &doc->mentions[m];
            if (pass) {
                if (x->head < n && (c->mention[x->head] < 0 || doc->mentions[c->mention[x->head]].head != x->head ||
                                    doc->mentions[c->mention[x->head]].n < x->n))
                    c->mention[x->head] = (int32_t)m;
                continue;
            }
            for (uint32_t i = x->first; i < x->first + x->n && i < n; i++)
                if (c->mention[i] < 0 || doc->mentions[c->mention[i]].n > x->n)
                    c->mention[i] = (int32_t)m;
        }
    bw_sequence_prepare(c);
}

bool bw_token_is(const bw_coder *c, int32_t t, uint32_t word) { return word && (c->lemma[t] == word || c->form[t] == word); }

bool bw_is_verb(const bw_coder *c, int32_t t)
{
    uint8_t u = TOKEN(c, t).upos;
    return u == BW_UPOS_VERB || u == BW_UPOS_AUX;
}

static bool is_nominal(const bw_coder *c, int32_t t)
{
    uint8_t u = TOKEN(c, t).upos;
    return u == BW_UPOS_NOUN || u == BW_UPOS_PROPN || u == BW_UPOS_PRON || u == BW_UPOS_NUM || u == BW_UPOS_DET || u == BW_UPOS_ADJ ||
           u == BW_UPOS_X || u == BW_UPOS_SYM;
}

int32_t bw_child_with(const bw_coder *c, int32_t t, bw_rel rel)
{
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == rel)
            return k;
    return -1;
}

static bool xpos_is(const bw_coder *c, int32_t t, const char *tag) { return strcmp(TOKEN(c, t).xpos, tag) == 0; }

bool bw_form_is(const bw_coder *c, int32_t t, const char *word) { return bw_str_eq_fold(TOKEN(c, t).form, bw_str_of(word)); }

bool bw_is_infinitive(const bw_coder *c, int32_t v)
{
    for (int32_t k = c->child[v]; k >= 0; k = c->sibling[k])
        if (k < v && (TOKEN(c, k).rel == BW_REL_mark || TOKEN(c, k).rel == BW_REL_aux) && bw_form_is(c, k, "to"))
            return true;
    return false;
}

int32_t bw_case_of(const bw_coder *c, int32_t t)
{
    int32_t last = -1;
    for (int32_t k = c->child[t]; k >= 0 && k < t; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_case || (TOKEN(c, k).rel == BW_REL_mark && bw_is_verb(c, t))) {
            last = k;
            int32_t fixed = bw_child_with(c, k, BW_REL_fixed);
            if (fixed >= 0)
                last = fixed;
        }
    return last;
}

bool bw_negated_here(const bw_coder *c, int32_t t)
{
    for (int32_t k = c->child[t]; k >= 0; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel;
        bool small = r == BW_REL_advmod || r == BW_REL_det || r == BW_REL_mark || r == BW_REL_case || r == BW_REL_cc_preconj ||
                     r == BW_REL_aux || r == BW_REL_cc || r == BW_REL_dep;
        if (small && (c->flags[k] & BW_GRAMMAR_NEGATION)) {
            /* "not only", "no longer than": the words after it limit it. */
            if (bw_form_is(c, k, "not") && (uint32_t)k + 1 < c->doc->n_tokens && bw_form_is(c, k + 1, "only"))
                continue;
            return true;
        }
    }
    return false;
}

int32_t bw_antecedent(const bw_coder *c, int32_t t)
{
    if (!(c->flags[t] & BW_GRAMMAR_RELATIVE) || TOKEN(c, t).upos == BW_UPOS_SCONJ)
        return t;
    int32_t k = t;
    for (int i = 0; i < MAX_CLIMB && k >= 0; i++, k = TOKEN(c, k).head)
        if (TOKEN(c, k).rel == BW_REL_acl_relcl)
            return TOKEN(c, k).head >= 0 ? TOKEN(c, k).head : t;
    return t;
}

/* ---- verbs -------------------------------------------------------------------------------------- */

static int32_t by_agent(const bw_coder *c, int32_t verb)
{
    int32_t by = -1;
    for (int32_t k = c->child[verb]; k >= 0; k = c->sibling[k]) {
        if (TOKEN(c, k).rel == BW_REL_obl_agent)
            return k;
        int32_t p = bw_case_of(c, k);
        if (by < 0 && (TOKEN(c, k).rel == BW_REL_obl || TOKEN(c, k).rel == BW_REL_nmod) && p >= 0 && bw_form_is(c, p, "by") && c->mention[k] >= 0)
            by = k;
    }
    for (int32_t k = c->child[verb]; k >= 0 && by < 0; k = c->sibling[k]) /* "imposed on Iran by Japan", the last hung too deep */
        for (int32_t x = k > verb && TOKEN(c, k).rel == BW_REL_obl ? c->child[k] : -1; x >= 0 && by < 0; x = c->sibling[x]) {
            int32_t p = TOKEN(c, x).rel == BW_REL_nmod ? bw_case_of(c, x) : -1;
            if (p >= 0 && bw_form_is(c, p, "by") && c->mention[k] >= 0 && c->mention[x] >= 0)
                by = x;
        }
    return by;
}

/* Parsers err: of "Norway called on Serbia." they make a passive. In a whole sentence a passive with a tense has its auxiliary;
 * headlines ("Five killed in attack") have neither that nor the full stop. */
static bool lost_active(const bw_coder *c, int32_t v)
{
    uint8_t rel = TOKEN(c, v).rel;
    if ((rel != BW_REL_root && rel != BW_REL_ccomp && rel != BW_REL_parataxis) || bw_child_with(c, v, BW_REL_aux) >= 0 || by_agent(c, v) >= 0)
        return false;
    int32_t root = v;
    for (int i = 0; i < MAX_CLIMB && TOKEN(c, root).head >= 0; i++)
        root = TOKEN(c, root).head;
    for (int32_t k = c->child[root]; k >= 0; k = c->sibling[k])
        if (k > root && bw_form_is(c, k, "."))
            return true;
    return false;
}

static bool passive(const bw_coder *c, int32_t v, int depth)
{
    if (bw_child_with(c, v, BW_REL_aux_pass) >= 0)
        return true;
    int32_t have = bw_child_with(c, v, BW_REL_aux);
    bool perfect = have >= 0 && bw_str_is(TOKEN(c, have).lemma, "have"); /* "has called", whatever its subject's label */
    if (!perfect && !lost_active(c, v) && (bw_child_with(c, v, BW_REL_nsubj_pass) >= 0 || bw_child_with(c, v, BW_REL_obl_agent) >= 0))
        return true;
    if (!xpos_is(c, v, "VBN") && !xpos_is(c, v, "VBD"))
        return false;
    uint8_t rel = TOKEN(c, v).rel;
    int32_t h = TOKEN(c, v).head;
    bool own = bw_child_with(c, v, BW_REL_nsubj) >= 0, aux = bw_child_with(c, v, BW_REL_aux) >= 0;
    if (own || aux || bw_child_with(c, v, BW_REL_obj) >= 0)
        return false;
    if (xpos_is(c, v, "VBD"))
        return rel == BW_REL_acl && by_agent(c, v) >= 0;
    if (rel == BW_REL_acl || rel == BW_REL_amod || rel == BW_REL_advcl)
        return true;
    if (rel == BW_REL_acl_relcl)
        return false;
    if (rel == BW_REL_conj && h >= 0 && depth < MAX_CLIMB)
        return passive(c, h, depth + 1);
    return by_agent(c, v) >= 0;
}

bool bw_frame_passive(const bw_coder *c, int32_t v) { return passive(c, v, 0); }

bool bw_is_each_other(const bw_coder *c, int32_t t)
{
    if (bw_form_is(c, t, "another"))
        return t > 0 && bw_form_is(c, t - 1, "one");
    return bw_form_is(c, t, "other") ? bw_child_with(c, t, BW_REL_det) >= 0 && bw_form_is(c, bw_child_with(c, t, BW_REL_det), "each")
                                  : bw_form_is(c, t, "each") && (uint32_t)t + 1 < c->doc->n_tokens && bw_form_is(c, t + 1, "other");
}

static int32_t noun_agent(const bw_coder *c, int32_t noun, int depth);

static bool has_tense(const bw_coder *c, int32_t v)
{
    int32_t aux = bw_child_with(c, v, BW_REL_aux);
    return xpos_is(c, v, "VBD") || xpos_is(c, v, "VBZ") || xpos_is(c, v, "VBP") || (aux >= 0 && (has_tense(c, aux) || xpos_is(c, aux, "MD")));
}

/* Parsers err: a name without preposition right before a finite verb that has no subject is its subject. */
static int32_t lost_subject(const bw_coder *c, int32_t v)
{
    if (!has_tense(c, v) || TOKEN(c, v).rel == BW_REL_acl_relcl || TOKEN(c, v).rel == BW_REL_conj)
        return -1;
    for (int32_t k = c->child[v]; k >= 0 && k < v; k = c->sibling[k]) {
        uint8_t r = TOKEN(c, k).rel, u = TOKEN(c, k).upos;
        bool odd = r == BW_REL_advmod || r == BW_REL_dep || r == BW_REL_compound || r == BW_REL_nmod || r == BW_REL_obl_unmarked || r == BW_REL_vocative ||
                   r == BW_REL_dislocated || r == BW_REL_obl;
        if (odd && (u == BW_UPOS_PROPN || u == BW_UPOS_NOUN) && c->mention[k] >= 0 && c->doc->mentions[c->mention[k]].actor && bw_case_of(c, k) < 0)
            return k;
    }
    return -1;
}

/* Most of what rules know of the verb are deeds: hardly anybody does it by speaking. */
static bool is_deed(const bw_coder *c, int32_t v)
{
    const bw_lexicon *l = c->l;
    uint32_t word = c->lemma[v];
    if (!word || word >= l->n_words)
        return false;
    uint32_t n = l->first[word + 1] - l->first[word], n_verbal = 0;
    for (uint32_t i = l->first[word]; i < l->first[word + 1]; i++) {
        const bw_cameo *code = l->blocks[l->patterns[l->by_word[i]].block].code;
        n_verbal += code && bw_plover_quad(code->type) % 2 != 0; /* 1 and 3 are verbal */
    }
    return n > 4 * n_verbal;
}

/* "Rebels seized the town, the army said, killing ten": the clause before a verb of saying whose deed the participle
 * behind it goes on with; -1: it is the speaker's. */
static int32_t quoted_before(const bw_coder *c, int32_t say, int32_t v)
{
    if (v < say || !(c->flags[say] & BW_GRAMMAR_SAY) || !xpos_is(c, v, "VBG") || bw_child_with(c, v, BW_REL_mark) >= 0 || !is_deed(c, v))
        return -1;
    for (int32_t k = c->child[say]; k >= 0 && k < say; k = c->sibling[k])
        if ((TOKEN(c, k).rel == BW_REL_ccomp || TOKEN(c, k).rel == BW_REL_parataxis) && bw_is_verb(c, k))
            return k;
    return -1;
}

/* Verbs joined by "and", or by commas before an "and": without one, parsers have joined what does not belong together. */
static bool coordinated(const bw_coder *c, int32_t first, int32_t v)
{
    if (bw_child_with(c, v, BW_REL_cc) >= 0)
        return true;
    for (int32_t k = c->child[first]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_conj && k > v && bw_child_with(c, k, BW_REL_cc) >= 0)
            return true;
    return false;
}

static int32_t surface(const bw_coder *c, int32_t v, int depth)
{
    if (depth > MAX_CLIMB)
        return -1;
    for (int32_t k = c->child[v]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_nsubj || TOKEN(c, k).rel == BW_REL_nsubj_pass ||
            (TOKEN(c, k).rel == BW_REL_nsubj_outer && bw_is_verb(c, v))) /* "Lebanon is to deport" */
            return bw_antecedent(c, k);
    int32_t h = TOKEN(c, v).head, lost = lost_subject(c, v);
    if (lost >= 0)
        return lost;
    if (h < 0)
        return -1;
    bool headed = bw_is_verb(c, h);
    uint8_t rel = TOKEN(c, v).rel;
    if (rel == BW_REL_acl && headed)
        rel = BW_REL_xcomp; /* "plans to arrest": of a verb it cannot be an attribute */
    switch (rel) {
    case BW_REL_conj:
        if (TOKEN(c, h).rel == BW_REL_acl && !bw_is_verb(c, h))
            return -1;
        if (has_tense(c, v) && !coordinated(c, h, v))
            return -1;
        return headed || TOKEN(c, h).upos == BW_UPOS_ADJ ? surface(c, h, depth + 1) : -1;
    case BW_REL_xcomp: {
        bool subject_control = (c->flags[h] & BW_GRAMMAR_SUBJECT_CONTROL) != 0;
        int32_t obj = bw_child_with(c, h, BW_REL_obj);
        if (obj < 0)
            obj = bw_child_with(c, h, BW_REL_iobj);
        if (headed && !subject_control && !passive(c, h, 0)) {
            if (obj >= 0 && obj < v)
                return bw_antecedent(c, obj);
            for (int32_t k = c->child[h]; k >= 0 && k < v; k = c->sibling[k]) { /* "called on Iran to stop" */
                int32_t p = TOKEN(c, k).rel == BW_REL_obl ? bw_case_of(c, k) : -1;
                if (k > h && p >= 0 && c->mention[k] >= 0 && (bw_form_is(c, p, "on") || bw_form_is(c, p, "upon") || bw_form_is(c, p, "to")))
                    return k;
            }
        }
        return surface(c, h, depth + 1);
    }
    case BW_REL_advcl: case BW_REL_ccomp: case BW_REL_parataxis:
        /* A finite clause of its own has its own subject, found or not. */
        if (TOKEN(c, v).rel == BW_REL_advcl && has_tense(c, v) && !passive(c, v, 0))
            return -1;
        if (TOKEN(c, v).rel != BW_REL_advcl && bw_child_with(c, v, BW_REL_mark) < 0 && !xpos_is(c, v, "VBG"))
            return -1;
        if (TOKEN(c, v).rel == BW_REL_advcl && headed && !passive(c, h, 0)) { /* "accused Iran of sending", "thanked it for" */
            int32_t mark = bw_case_of(c, v), obj = bw_child_with(c, h, BW_REL_obj);
            if (mark >= 0 && obj >= 0 && obj < v && (bw_form_is(c, mark, "of") || bw_form_is(c, mark, "for") || bw_form_is(c, mark, "from") || bw_form_is(c, mark, "into")))
                return bw_antecedent(c, obj);
        }
        if (headed) {
            int32_t quoted = quoted_before(c, h, v);
            return surface(c, quoted >= 0 ? quoted : h, depth + 1);
        }
        return -1;
    case BW_REL_acl: {
        int32_t mark = bw_child_with(c, v, BW_REL_mark);
        if (mark >= 0 && bw_form_is(c, mark, "to")) { /* "promise to send": of him who promises */
            return noun_agent(c, h, depth + 1);
        }
        return h;
    }
    case BW_REL_acl_relcl: case BW_REL_amod: return h;
    default: return -1;
    }
}

int32_t bw_frame_surface(const bw_coder *c, int32_t v) { return surface(c, v, 0); }

bool bw_in_time(const bw_coder *c, int32_t t)
{
    for (uint32_t i = 0; i < c->doc->n_times; i++)
        if ((uint32_t)t >= c->doc->times[i].first && (uint32_t)t < c->doc->times[i].first + c->doc->times[i].n)
            return true;
    return false;
}

static int32_t own_object(const bw_coder *c, int32_t v)
{
    int32_t obj = bw_child_with(c, v, BW_REL_obj);
    if (obj >= 0)
        return bw_antecedent(c, obj);
    /* Parsers err: a noun without preposition behind an active verb, and no time, is its object, and so is "each other". */
    for (int32_t k = c->child[v]; k >= 0; k = c->sibling[k])
        if (k > v && bw_case_of(c, k) < 0 && !passive(c, v, 0) &&
            ((TOKEN(c, k).rel == BW_REL_obl && TOKEN(c, k).upos == BW_UPOS_NOUN && !bw_in_time(c, k)) || bw_is_each_other(c, k)))
            return k;
    return -1;
}

/* Of two objects the first is the indirect one, whatever the parser called it. */
static void two_objects(const bw_coder *c, int32_t v, bw_frame *f)
{
    for (int32_t k = c->child[v]; k >= 0 && f->indirect < 0 && f->object >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_obj && k > f->object) {
            f->indirect = f->object;
            f->object = bw_antecedent(c, k);
        }
}

/* Parsers err: of "Britain suspended aid" they make a noun phrase, "aid" with "suspended" as its adjective. A name right before
 * the participle, and no article, say that it is a clause. */
static bool clause_as_phrase(const bw_coder *c, int32_t v, bw_frame *f)
{
    int32_t h = TOKEN(c, v).head;
    if (TOKEN(c, v).rel != BW_REL_amod || v == 0 || h <= v || TOKEN(c, h).rel != BW_REL_root || (!xpos_is(c, v, "VBN") && !xpos_is(c, v, "VBD")))
        return false;
    int32_t before = v - 1, own = bw_child_with(c, v, BW_REL_nsubj);
    if (own < 0 && bw_child_with(c, h, BW_REL_cop) < 0)
        own = bw_child_with(c, h, BW_REL_nsubj);
    if (own >= 0 && own < v) { /* "Malawi's government eased restrictions": no adjective has a subject */
        f->subject = own;
        f->object = h;
        return true;
    }
    if (TOKEN(c, before).upos != BW_UPOS_PROPN || c->mention[before] < 0 || !c->doc->mentions[c->mention[before]].actor || bw_case_of(c, h) >= 0)
        return false;
    for (int32_t k = c->child[h]; k >= 0 && k < v; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_det)
            return false;
    f->subject = before;
    f->object = h;
    return true;
}

static void make_verb(const bw_coder *c, int32_t v, bw_frame *f)
{
    if (clause_as_phrase(c, v, f)) {
        f->verbal = true;
        return;
    }
    int32_t before = surface(c, v, 0), h = TOKEN(c, v).head, rel = TOKEN(c, v).rel;
    f->verbal = true;
    f->passive = passive(c, v, 0);
    f->indirect = bw_child_with(c, v, BW_REL_iobj);
    f->object = own_object(c, v);
    two_objects(c, v, f);
    if (f->object < 0 && f->indirect >= 0) { /* "urged Russia to send": the only one is the object, whatever its label */
        f->object = bw_antecedent(c, f->indirect);
        f->indirect = -1;
    }
    if (rel == BW_REL_conj && h >= 0 && bw_is_verb(c, h))
        f->shared = h;
    if (f->passive) {
        f->subject = by_agent(c, v);
        if (f->subject < 0 && f->shared >= 0 && passive(c, f->shared, 0))
            f->subject = by_agent(c, f->shared);
        if (f->subject >= 0)
            f->subject = bw_antecedent(c, f->subject);
        if (f->object >= 0)
            f->indirect = before;
        else
            f->object = before;
        return;
    }
    f->subject = before;
    if (f->object >= 0 && bw_is_each_other(c, f->object)) {
        f->each_other = true;
        f->object = -1;
    }
    if (f->object < 0 && !f->each_other) {
        if (f->shared >= 0) {
            int32_t o = own_object(c, f->shared);
            if (o > v)
                f->object = o;
        } else if (rel == BW_REL_acl_relcl && bw_child_with(c, v, BW_REL_nsubj) >= 0 && h >= 0 && before != h) {
            f->object = h; /* "the deal Japan signed" */
        } else {
            for (int32_t k = c->child[v]; k >= 0; k = c->sibling[k])
                if (TOKEN(c, k).rel == BW_REL_conj && bw_is_verb(c, k) && bw_child_with(c, k, BW_REL_nsubj) < 0 && !passive(c, k, 0) &&
                    bw_child_with(c, v, BW_REL_obl) < 0 && bw_child_with(c, v, BW_REL_ccomp) < 0 && bw_child_with(c, v, BW_REL_xcomp) < 0)
                    f->object = own_object(c, k);
        }
    }
}

/* ---- nouns -------------------------------------------------------------------------------------- */

static bool light(const bw_coder *c, int32_t v) { return (c->flags[v] & BW_GRAMMAR_LIGHT) != 0 && bw_is_verb(c, v); }

static int32_t carrier_of(const bw_coder *c, int32_t noun)
{
    int32_t t = noun;
    for (int i = 0; i < MAX_CLIMB && TOKEN(c, t).rel == BW_REL_conj && TOKEN(c, t).head >= 0 && !bw_is_verb(c, TOKEN(c, t).head); i++)
        t = TOKEN(c, t).head;
    int32_t h = TOKEN(c, t).head;
    if (h >= 0 && bw_is_verb(c, h)) {
        uint8_t rel = TOKEN(c, t).rel;
        if ((rel == BW_REL_obj || rel == BW_REL_nsubj_pass) && light(c, h))
            return h;
        if (rel == BW_REL_nsubj && bw_child_with(c, h, BW_REL_expl) >= 0)
            return h; /* "there were talks" */
        int32_t p = rel == BW_REL_obl ? bw_case_of(c, t) : -1;
        if (rel == BW_REL_obl && p < 0 && t > h && light(c, h) && own_object(c, h) < 0)
            return h; /* an object that the parser did not take for one */
        if (p >= 0 && bw_form_is(c, p, "in") && light(c, h) && own_object(c, h) < 0 && !passive(c, h, 0))
            return h; /* "engaged in talks" */
    }
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k])
        if ((TOKEN(c, k).rel == BW_REL_acl || TOKEN(c, k).rel == BW_REL_acl_relcl) && light(c, k))
            return k; /* "talks held in Paris" */
    return -1;
}

static int32_t carried_subject(const bw_coder *c, int32_t noun, int32_t carrier, int depth)
{
    if (carrier < 0)
        return -1;
    if (passive(c, carrier, 0)) {
        int32_t by = by_agent(c, carrier);
        return by >= 0 ? bw_antecedent(c, by) : -1;
    }
    int32_t s = surface(c, carrier, depth);
    return s == noun ? -1 : s;
}

static bool names_nation(const bw_coder *c, int32_t t)
{
    uint8_t rel = TOKEN(c, t).rel;
    if (rel != BW_REL_amod && rel != BW_REL_compound && rel != BW_REL_nmod && rel != BW_REL_nmod_desc && rel != BW_REL_nmod_unmarked)
        return false;
    if (bw_case_of(c, t) >= 0)
        return false;
    int32_t m = c->mention[t];
    return m >= 0 && c->doc->mentions[m].actor;
}

static int32_t with_case(const bw_coder *c, int32_t noun, const char *preposition)
{
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k]) {
        uint8_t rel = TOKEN(c, k).rel;
        int32_t p = rel == BW_REL_nmod || rel == BW_REL_obl || rel == BW_REL_obl_agent ? bw_case_of(c, k) : -1;
        if (p >= 0 && bw_form_is(c, p, preposition))
            return bw_antecedent(c, k);
    }
    return -1;
}

int32_t bw_owner_of(const bw_coder *c, int32_t noun, int want)
{
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_nmod_poss && want-- == 0)
            return bw_antecedent(c, k);
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k])
        if (names_nation(c, k) && want-- == 0)
            return k;
    int32_t of = with_case(c, noun, "of"), by = with_case(c, noun, "by");
    if (by >= 0 && want-- == 0)
        return by;
    if (of >= 0 && want-- == 0)
        return of;
    return -1;
}

int32_t bw_frame_owner(const bw_coder *c, const bw_frame *f, int want)
{
    int32_t noun = f->predicate, t;
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k])
        if (TOKEN(c, k).rel == BW_REL_nmod_poss && want-- == 0)
            return bw_antecedent(c, k);
    if ((t = with_case(c, noun, "by")) >= 0 && want-- == 0)
        return t;
    int32_t whom = t < 0 ? with_case(c, noun, "of") : -1; /* "the killing of two policemen by bandits", hung on those killed */
    if (whom >= 0 && (t = with_case(c, whom, "by")) >= 0 && want-- == 0)
        return t;
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k])
        if (names_nation(c, k) && want-- == 0)
            return k;
    if (f->subject >= 0 && want-- == 0)
        return f->subject;
    if ((t = with_case(c, noun, "of")) >= 0 && want-- == 0)
        return t;
    if ((t = with_case(c, noun, "from")) >= 0 && want-- == 0)
        return t;
    return -1;
}

static int32_t noun_agent(const bw_coder *c, int32_t noun, int depth)
{
    if (depth > MAX_CLIMB)
        return -1;
    int32_t poss = bw_child_with(c, noun, BW_REL_nmod_poss);
    if (poss >= 0)
        return bw_antecedent(c, poss);
    for (int32_t k = c->child[noun]; k >= 0; k = c->sibling[k])
        if (names_nation(c, k))
            return k;
    int32_t h = TOKEN(c, noun).head;
    if (h >= 0 && bw_is_verb(c, h) && TOKEN(c, noun).rel == BW_REL_obj)
        return surface(c, h, depth + 1);
    return -1;
}

void bw_frame_make(const bw_coder *c, int32_t t, bw_frame *f)
{
    *f = (bw_frame){.predicate = t, .subject = -1, .object = -1, .indirect = -1, .carrier = -1, .shared = -1};
    if (bw_is_verb(c, t)) {
        make_verb(c, t, f);
        return;
    }
    /* A noun or an adjective: with a copula it has a subject of its own. */
    int32_t own = bw_child_with(c, t, BW_REL_nsubj);
    if (own >= 0) {
        f->subject = bw_antecedent(c, own);
        return;
    }
    if (is_nominal(c, t) && TOKEN(c, t).upos != BW_UPOS_ADJ) {
        f->carrier = carrier_of(c, t);
        f->subject = carried_subject(c, t, f->carrier, 0);
    }
    if (f->subject < 0 && TOKEN(c, t).upos == BW_UPOS_ADJ)
        f->subject = surface(c, t, 0);
}

/* ---- where two words meet ------------------------------------------------------------------------ */

enum { MAX_WAY = 400 };

static int depth_of(const bw_document *doc, int32_t t)
{
    int n = 0;
    for (; t >= 0 && n < MAX_WAY; t = doc->tokens[t].head)
        n++;
    return n;
}

int32_t bw_meeting_point(const bw_document *doc, int32_t a, int32_t b)
{
    int da = depth_of(doc, a), db = depth_of(doc, b);
    for (; da > db; da--)
        a = doc->tokens[a].head;
    for (; db > da; db--)
        b = doc->tokens[b].head;
    for (int i = 0; i < MAX_WAY && a >= 0 && b >= 0 && a != b; i++) {
        a = doc->tokens[a].head;
        b = doc->tokens[b].head;
    }
    return a == b ? a : -1;
}
