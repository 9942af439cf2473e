#include "when/tense.h"

enum { MODAL = 1, HAVE = 2, WAS = 4, IS = 8, TO = 16 };
enum { MAX_CLIMB = 12, DIRECT = 2 }; /* DIRECT: the word depends on the verb itself (month, day, verb) */

static bool is_outlook(const bw_tense *t, uint32_t i) { return t->lexemes[i].kind == BW_WHEN_outlook; }

static void prepare(bw_tense *t, const bw_sentence *s)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        t->helpers[i] = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const bw_token *k = &t->doc->tokens[i];
        if (k->head < 0 || (uint32_t)k->head >= t->doc->n_tokens)
            continue;
        uint8_t *h = &t->helpers[k->head];
        bool helper = k->rel == BW_REL_aux || k->rel == BW_REL_aux_pass || k->rel == BW_REL_cop;
        if (k->rel == BW_REL_mark && t->lexemes[i].kind == BW_WHEN_to)
            *h |= TO;
        else if (helper && t->lexemes[i].kind == BW_WHEN_modal)
            *h |= MODAL;
        else if (helper && bw_str_is(k->lemma, "have"))
            *h |= HAVE;
        else if (helper && strcmp(k->xpos, "VBD") == 0)
            *h |= WAS;
        else if (helper && (strcmp(k->xpos, "VBZ") == 0 || strcmp(k->xpos, "VBP") == 0))
            *h |= IS;
    }
    t->ready = s;
}

/* What the auxiliaries alone say. */
static int of_helpers(uint8_t h)
{
    if (h & HAVE)
        return -2;
    if (h & MODAL)
        return 2;
    return h & WAS ? -1 : h & IS ? 1 : 0;
}

static int of_words(const bw_tense *t, const bw_sentence *s, uint32_t token)
{
    for (uint32_t i = token; i-- > s->first;)
        if (t->lexemes[i].kind == BW_WHEN_modal || t->lexemes[i].kind == BW_WHEN_outlook)
            return 1;
    return 0;
}

int bw_tense_side(bw_tense *t, const bw_sentence *s, uint32_t token, bool deadline)
{
    const bw_document *doc = t->doc;
    const bw_token *k = &doc->tokens[token];
    bool below_infinitive = false;

    if (k->upos == BW_UPOS_X && k->head < 0)
        return of_words(t, s, token);
    if (t->ready != s)
        prepare(t, s);
    for (int step = 0; step < MAX_CLIMB; step++) {
        k = &doc->tokens[token];
        uint8_t h = t->helpers[token];
        const char *tag = k->xpos;
        /* The word of time itself is no verb, whatever its tag ("Sat.", "march"). */
        if (step > 0 && (k->upos == BW_UPOS_VERB || k->upos == BW_UPOS_AUX)) {
            if (h & (MODAL | HAVE))
                return of_helpers(h);
            if (strcmp(tag, "VBD") == 0)
                return (below_infinitive || deadline) && is_outlook(t, token) ? 1 : step <= DIRECT && !below_infinitive ? -2 : -1;
            if (is_outlook(t, token))
                return 1;
            if (strcmp(tag, "VBN") == 0)
                return h & (WAS | IS) ? of_helpers(h) : -1;
            if (strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0)
                return s->flags & BW_SENTENCE_HEADLINE ? 0 : 1;
            if (strcmp(tag, "VBG") == 0 && h & (WAS | IS))
                return of_helpers(h);
            if (strcmp(tag, "VB") == 0) {
                if (h & WAS) /* did not meet */
                    return -1;
                if (!(h & TO))
                    return 1;
                below_infinitive = true;
                if (deadline || s->flags & BW_SENTENCE_HEADLINE)
                    return 1; /* "Varnia to hold talks" */
            }
        } else {
            if (h & (MODAL | HAVE | WAS | IS))
                return of_helpers(h);
            if (is_outlook(t, token) && (k->upos == BW_UPOS_NOUN || k->upos == BW_UPOS_ADJ || k->upos == BW_UPOS_ADV))
                return 1;
        }
        if (k->head < 0 || (uint32_t)k->head >= doc->n_tokens)
            break;
        token = (uint32_t)k->head;
    }
    return 0;
}
