/* relate.c: what a text states between two of its spans. Always answers; the sooner, the surer. */
#include "code/classifier.h"
#include "code/stance.h"

enum { MAX_PATH = 400 };
static const float RULE_WEIGHT = 2, ACT_SHARE = 0.25f;
/* How often a rule's type is right where its event is not of the two: a match between them, the usual code of a word near them, an
 * event of others in the sentence (on 5,000 pairs written after the rules). */
static const float PASSED = 0.43f, COMMON = 0.33f, ELSEWHERE = 0.13f;

static bool overlaps(uint32_t start, uint32_t end, bw_span s) { return start < s.end && s.start < end; }

static bool party_in(const bw_document *doc, const bw_parties *list, bw_span s)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const bw_mention *m = &doc->mentions[list->items[i].mention];
        if (overlaps(list->items[i].start, list->items[i].end, s) || overlaps(m->start, m->end, s))
            return true;
    }
    return false;
}

static int32_t token_in(const bw_document *doc, bw_span s)
{
    int32_t inside = -1;
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        const bw_token *x = &doc->tokens[t];
        if (!overlaps(x->start, x->end, s))
            continue;
        inside = (int32_t)t;
        if (x->head < 0 || !overlaps(doc->tokens[x->head].start, doc->tokens[x->head].end, s))
            return (int32_t)t; /* the head of the phrase */
    }
    return inside;
}

static void answer(bw_relation *r, bw_plover type, const char *cameo, float confidence, bw_str rule)
{
    *r = (bw_relation){.type = type, .confidence = confidence, .rule = rule};
    memcpy(r->cameo, cameo, strnlen(cameo, BW_MAX_CAMEO - 1));
}

/* How well an event speaks of the two: 0 not at all. */
static int fitness(const bw_document *doc, const bw_event *e, bw_span actor, bw_span recipient)
{
    if (e->type == BW_PLOVER_NONE)
        return 0;
    bool a = party_in(doc, &e->actor, actor), r = party_in(doc, &e->recipient, recipient);
    bool swapped = party_in(doc, &e->actor, recipient), both = e->reciprocal && a && swapped;
    int n = both ? 9 : a && r ? 10 : a ? 6 : r ? 5 : swapped || party_in(doc, &e->recipient, actor) ? 3 : 1;
    return 2 * n - (e->negated || e->modality != BW_ACTUAL);
}

/* What a match counts as, announced and refused acts turned as in events. */
static const bw_cameo *counted(bw_coder *c, const bw_match *m)
{
    bw_stance s;
    bw_stance_read(c, m, &s);
    const bw_cameo *turned = NULL;
    if (bw_is_friendly(m->code->type))
        turned = s.negated ? bw_stance_refused(c->l, m->code) : s.modality == BW_PLANNED && s.announced ? bw_stance_announced(c->l, m->code) : NULL;
    return turned ? turned : m->code;
}

typedef struct {
    const bw_match *match;
    int score;
} choice;

static void weigh(bw_coder *c, int32_t t, int32_t top, int beyond, bw_span actor, bw_span recipient, choice *best)
{
    int32_t act = bw_match_act(c, t);
    const bw_match *m = act >= 0 ? bw_match_at(c, act, true) : NULL;
    if (!m || !m->code || m->code->raw)
        return;
    int score = (int)m->points + (t == top ? 6 : 0) - 3 * beyond + 5 * party_in(c->doc, &m->actor, actor) + 5 * party_in(c->doc, &m->recipient, recipient);
    if (!best->match || score > best->score)
        *best = (choice){m, score};
}

/* The best match on the ways from the two words up to where they meet, and a little above. */
static const bw_match *on_the_way(bw_coder *c, int32_t from, int32_t to, bw_span actor, bw_span recipient)
{
    choice best = {0};
    int32_t top = from >= 0 && to >= 0 ? bw_meeting_point(c->doc, from, to) : -1;
    int32_t starts[2] = {from, to};
    for (int w = 0; w < 2; w++) {
        bool passed = false;
        int beyond = 0;
        for (int32_t t = starts[w], i = 0; t >= 0 && i < MAX_PATH && beyond < 4; t = c->doc->tokens[t].head, i++) {
            beyond += passed || (top < 0 && i > 2);
            weigh(c, t, top, beyond, actor, recipient, &best);
            passed |= t == top;
        }
    }
    return best.match;
}

/* A word that rules begin with, whether or not any of them fits: the most common code of its patterns. */
static const bw_cameo *common_code(const bw_coder *c, int32_t t, bw_str *rule)
{
    uint32_t word = c->lemma[t];
    const bw_lexicon *l = c->l;
    const bw_cameo *best = NULL;
    uint32_t most = 0;
    if (!word || word >= l->n_words)
        return NULL;
    for (uint32_t i = l->first[word]; i < l->first[word + 1]; i++) {
        const bw_pattern *p = &l->patterns[l->by_word[i]];
        const bw_cameo *code = l->blocks[p->block].code;
        uint32_t n = 0;
        if (code && (code->raw || bw_is_statement(code)))
            continue;
        for (uint32_t k = l->first[word]; code && k < l->first[word + 1]; k++)
            n += l->blocks[l->patterns[l->by_word[k]].block].code == code;
        if (n > most) {
            most = n;
            best = code;
            *rule = bw_str_print(c->arena, "%.*s:%u", BW_STR_FMT(l->blocks[p->block].file), p->line);
        }
    }
    return best;
}

/* What the rules say, the surer the sooner. */
static void ask_rules(const bw_lexicon *l, bw_document *doc, bw_span actor, bw_span recipient, bw_relation *out)
{
    int best = 0;
    const bw_event *event = NULL;
    for (uint32_t i = 0; i < doc->n_events; i++) {
        int n = fitness(doc, &doc->events[i], actor, recipient);
        if (n > best) {
            best = n;
            event = &doc->events[i];
        }
    }
    if (event && best >= 9) {
        const bw_cameo *code = bw_codebook_find(&l->book, bw_str_of(event->cameo)), *refused = NULL;
        if (event->negated && bw_is_friendly(event->type))
            refused = bw_stance_refused(l, code);
        answer(out, refused ? refused->type : event->type, refused ? refused->code : event->cameo, event->confidence * (best >= 17 ? 1.0f : 0.8f), event->rule);
        return;
    }

    bw_coder c;
    bw_coder_prepare(&c, l, doc);
    int32_t from = token_in(doc, actor), to = token_in(doc, recipient);
    const bw_match *m = on_the_way(&c, from, to, actor, recipient);
    if (m) {
        const bw_cameo *code = counted(&c, m);
        bw_str rule = bw_str_print(doc->arena, "%.*s:%u", BW_STR_FMT(l->blocks[m->pattern->block].file), m->pattern->line);
        answer(out, code->type, code->code, PASSED, rule);
        return;
    }
    if (event) {
        answer(out, event->type, event->cameo, ELSEWHERE, event->rule);
        return;
    }
    /* Words that some rule begins with: first on the ways up, then between the two, then anywhere. */
    int32_t starts[2] = {from, to};
    for (int w = 0; w < 2; w++)
        for (int32_t t = starts[w], i = 0; t >= 0 && i < MAX_PATH; t = doc->tokens[t].head, i++) {
            bw_str rule = {0};
            const bw_cameo *code = common_code(&c, t, &rule);
            if (code) {
                answer(out, code->type, code->code, COMMON, rule);
                return;
            }
        }
    uint32_t low = from < to ? from : to, high = from < to ? to : from;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t t = 0; t < doc->n_tokens; t++) {
            bool between = from >= 0 && to >= 0 && t > low && t < high;
            bw_str rule = {0};
            const bw_cameo *code = between == (pass == 0) ? common_code(&c, (int32_t)t, &rule) : NULL;
            if (code) {
                answer(out, code->type, code->code, COMMON, rule);
                return;
            }
        }
    /* Nothing speaks: what news says most often of two who are named together is that they meet. */
    answer(out, BW_PLOVER_CONSULT, "040", 0.1f, (bw_str){0});
}

static bool range_in(const bw_document *doc, bw_span s, int32_t sentence, bw_range *out)
{
    const bw_sentence *x = &doc->sentences[sentence];
    *out = (bw_range){0};
    for (uint32_t t = x->first; t < x->first + x->n; t++)
        if (overlaps(doc->tokens[t].start, doc->tokens[t].end, s)) {
            out->first = out->end ? out->first : t;
            out->end = t + 1;
        }
    return out->end > 0;
}

static bool ask_classifier(const bw_readers *readers, bw_document *doc, bw_span actor, bw_span recipient, bw_opinion *out)
{
    for (uint32_t s = 0; readers->classifier && s < doc->n_sentences; s++) {
        bw_range a, r;
        bw_classifier_sentence ready;
        if (doc->sentences[s].number < 0 || !range_in(doc, actor, (int32_t)s, &a) || !range_in(doc, recipient, (int32_t)s, &r))
            continue;
        if (!bw_classifier_prepare(readers->classifier, bw_lexicon_book(readers->lexicon), doc, s, &ready))
            return false;
        bw_classifier_read(&ready, a, r, out);
        return true;
    }
    return false;
}

/* Votes: the classifier's for each type, the rules' for theirs, the heavier the surer. The question takes for granted that there
 * is an act. */
static void vote(const bw_opinion *o, bw_relation *out)
{
    float votes[BW_N_PLOVER] = {0}, all = 0;
    for (bw_plover t = 1; t < BW_N_PLOVER; t++)
        votes[t] = (1 - ACT_SHARE) * o->type[t] / (1 - o->none + 1e-6f) + ACT_SHARE * o->act[t];
    votes[out->type] += RULE_WEIGHT * out->confidence * out->confidence;
    bw_plover best = out->type;
    for (bw_plover t = 1; t < BW_N_PLOVER; t++) {
        all += votes[t];
        best = votes[t] > votes[best] ? t : best;
    }
    out->confidence = votes[best] / all;
    if (best != out->type)
        answer(out, best, best == o->likely ? o->cameo : "", out->confidence, (bw_str){0});
}

bw_status bw_code_relate(const bw_readers *readers, bw_document *doc, bw_span actor, bw_span recipient, bw_relation *out, bw_err *err)
{
    const bw_readers rules = {.lexicon = readers->lexicon};
    bw_status st = bw_code_events(&rules, doc, err);
    if (st)
        return st;
    bw_opinion o;
    ask_rules(readers->lexicon, doc, actor, recipient, out);
    if (ask_classifier(readers, doc, actor, recipient, &o))
        vote(&o, out);
    return BW_OK;
}
