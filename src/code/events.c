/* events.c: matches to events: who, whom, when, where, how certain; what of it counts as an event at all. */
#include "code/contexts.h"
#include "code/explain.h"
#include "code/proposals.h"
#include "code/sequence.h"
#include "code/stance.h"

#include <stdio.h>
#include <xxhash.h>

enum { HISTORY_DAYS = 400, TRIGGER_REACH = 6 };

#define TOKEN(c, t) ((c)->doc->tokens[t])

typedef struct {
    bw_coder c;
    uint8_t *consumed;       /* by token: it is part of another act */
    bw_event *events;
    size_t n, room;
    const char **fates;      /* by token, for explain: why its match is no event; or NULL */
} maker;

static void drop(maker *k, uint32_t predicate, const char *why)
{
    if (k->fates)
        k->fates[predicate] = why;
}

/* ---- which matches are events of their own ------------------------------------------------------ */

static void consume(maker *k, const bw_match *m)
{
    if (m->pattern->kind == BW_PREDICATE_SEQUENCE) { /* its words may be anywhere in the phrase of its verb */
        int32_t t = m->frame.predicate;
        const bw_sentence *s = &k->c.doc->sentences[k->c.sentence[t]];
        for (uint32_t i = s->first; i < s->first + s->n && !k->consumed[t]; i++)
            k->consumed[i] |= bw_sequence_behind(&k->c, t, (int32_t)i);
        return;
    }
    for (uint8_t i = 0; i < m->pattern->n_parts; i++) {
        const bw_part *p = &m->pattern->parts[i];
        bool inner = p->fill == BW_FILL_WORDS || p->fill == BW_FILL_VERB || p->fill == BW_FILL_EVENT || (p->thing && m->bound[i] >= 0);
        if (inner && m->bound[i] >= 0)
            k->consumed[m->bound[i]] = 1;
    }
    if (m->act >= 0) {
        k->consumed[m->act] = 1;
        for (int32_t t = k->c.child[m->act]; t >= 0; t = k->c.sibling[t]) /* "agreed to share information and cooperate" */
            if (TOKEN(&k->c, t).rel == BW_REL_conj && bw_is_verb(&k->c, t) && bw_is_verb(&k->c, m->act) && bw_child_with(&k->c, t, BW_REL_nsubj) < 0 &&
                TOKEN(&k->c, t).xpos[2] != 'D' && TOKEN(&k->c, t).xpos[2] != 'Z')
                k->consumed[t] = 1;
    }
}

/* ---- parties ------------------------------------------------------------------------------------ */

static void copy_parties(maker *k, const bw_parties *from, bw_parties *to)
{
    for (uint32_t i = 0; i < from->n; i++)
        BW_PUSH(k->c.arena, to->items, to->n, to->room, from->items[i]);
}

static void add_others(maker *k, const bw_parties *from, const bw_parties *not_in, bw_parties *to)
{
    for (uint32_t i = 0; i < from->n; i++)
        if (!bw_parties_hold(k->c.doc, not_in, from->items[i].mention) && !bw_parties_hold(k->c.doc, to, from->items[i].mention))
            BW_PUSH(k->c.arena, to->items, to->n, to->room, from->items[i]);
}

/* Whom an act with a content is directed at, where the pattern does not say: him who is to act, or who is acted on. */
static void recipient_from_content(maker *k, const bw_match *m, bw_plover type, bw_event *e)
{
    if (!m->content || e->recipient.n || e->reciprocal)
        return;
    bool asks = type == BW_PLOVER_REQUEST || type == BW_PLOVER_ACCUSE;
    const bw_parties *first = asks ? &m->content->actor : &m->content->recipient;
    const bw_parties *second = asks ? &m->content->recipient : &m->content->actor;
    add_others(k, first, &e->actor, &e->recipient);
    if (e->recipient.n == 0)
        add_others(k, second, &e->actor, &e->recipient);
}

/* "carried out air strikes on Syria": where the pattern names no recipient, the one of the noun in it, if that is the same act. */
static void recipient_from_noun(maker *k, const bw_match *m, bw_event *e)
{
    for (uint8_t i = 0; i < m->pattern->n_parts && !e->recipient.n && !e->reciprocal; i++) {
        if (m->pattern->parts[i].fill != BW_FILL_WORDS || m->bound[i] < 0)
            continue;
        const bw_match *noun = bw_match_at(&k->c, m->bound[i], false);
        if (noun && noun->code && noun->code->type == e->type)
            add_others(k, &noun->recipient, &e->actor, &e->recipient);
    }
}

/* ---- trigger, date, place ----------------------------------------------------------------------- */

static bw_span trigger_of(const bw_coder *c, const bw_match *m)
{
    int32_t t = m->frame.predicate, low = t, high = t;
    int32_t words[BW_MAX_PARTS + 1], n = 0;
    if (m->frame.carrier >= 0)
        words[n++] = m->frame.carrier;
    for (uint8_t i = 0; i < m->pattern->n_parts; i++)
        if (m->pattern->parts[i].fill == BW_FILL_WORDS && m->bound[i] >= 0)
            words[n++] = m->bound[i];
    for (int32_t i = 0; i < n; i++) {
        if (words[i] < low && t - words[i] <= TRIGGER_REACH)
            low = words[i];
        if (words[i] > high && words[i] - t <= TRIGGER_REACH)
            high = words[i];
    }
    return (bw_span){TOKEN(c, low).start, TOKEN(c, high).end};
}

static void date_from_head(const bw_document *doc, bw_event *e)
{
    if (doc->head.day == BW_NO_DAY) {
        e->from = e->to = BW_NO_DAY;
        return;
    }
    e->from = e->to = doc->head.day;
    e->precision = BW_PRECISION_DAY;
    e->date_source = doc->head.date_written.len ? BW_LIT("dateline") : BW_LIT("published");
}

static void date_from_time(const bw_document *doc, int32_t time, bw_event *e)
{
    const bw_time *x = &doc->times[time];
    e->from = x->from;
    e->to = x->to;
    e->precision = x->precision;
    e->date_source = bw_in_dateline(doc, x) ? BW_LIT("dateline") : BW_LIT("clause");
}

/* The place of the dateline, if the text has it too: rather as a place than as a word for a government. */
static void dateline_place(const bw_document *doc, bw_event *e)
{
    for (size_t p = 0; p < doc->head.places.n; p++)
        for (int pass = 0; pass < 2; pass++)
            for (uint32_t i = 0; i < doc->n_mentions; i++) {
                const bw_mention *m = &doc->mentions[i];
                if (!m->place || (m->kind == BW_MENTION_PLACE) != (pass == 0))
                    continue;
                bw_str text = bw_str_slice(bw_sentence_source(doc, &doc->sentences[m->sentence]), m->start, m->end);
                if (bw_str_eq_fold(text, doc->head.places.items[p]) || bw_str_eq_fold(m->name, doc->head.places.items[p])) {
                    e->place = (int32_t)i;
                    e->place_source = BW_LIT("dateline");
                    return;
                }
            }
}

/* What the act's own clause says of where. */
static void place_from_clause(const bw_coder *c, const bw_match *m, bw_event *e)
{
    e->place = bw_stance_place(c, m);
    if (e->place >= 0)
        e->place_source = BW_LIT("clause");
}

static void speaker_from_stance(bw_coder *c, const bw_stance *s, bw_event *e)
{
    bw_parties speakers = {0};
    if (s->said_by >= 0)
        bw_match_parties(c, s->said_by, false, &speakers);
    if (speakers.n)
        e->said_by = speakers.items[0].mention;
}

/* ---- code, type, modes -------------------------------------------------------------------------- */

static void set_code(const bw_lexicon *l, const bw_cameo *code, const bw_block *block, bw_event *e)
{
    bw_plover type = block && block->type ? block->type : code->type;
    memcpy(e->cameo, code->code, sizeof e->cameo);
    e->type = type;
    e->goldstein = code->goldstein;
    e->has_goldstein = !code->raw;
    e->raw = code->raw;
    e->n_modes = 0;
    for (int pass = 0; pass < 2; pass++) {
        uint8_t n = pass ? code->n_modes : block ? block->n_modes : 0;
        const char *const *modes = pass ? code->modes : block ? block->modes : NULL;
        for (uint8_t i = 0; i < n && e->n_modes < BW_MAX_MODES; i++) {
            bool there = !bw_codebook_mode(&l->book, type, bw_str_of(modes[i]));
            if (pass && block && block->n_modes)
                there = true; /* the block's own modes stand for those of the code */
            for (uint8_t k = 0; k < e->n_modes; k++)
                there |= strcmp(e->modes[k], modes[i]) == 0;
            if (!there)
                e->modes[e->n_modes++] = modes[i];
        }
    }
    e->intensity = l->book.types[type].score;
    for (uint8_t i = 0; i < e->n_modes; i++) {
        const bw_mode *mode = bw_codebook_mode(&l->book, type, bw_str_of(e->modes[i]));
        if (mode && mode->has_score) {
            e->intensity = mode->score;
            break;
        }
    }
    e->has_intensity = type != BW_PLOVER_NONE;
}

static bool is_hostile(bw_plover t)
{
    return t == BW_PLOVER_PROTEST || t == BW_PLOVER_SANCTION || t == BW_PLOVER_COERCE || t == BW_PLOVER_ASSAULT || t == BW_PLOVER_MOBILIZE;
}

/* ---- one event ---------------------------------------------------------------------------------- */

static void set_content(maker *k, const bw_match *act, const bw_event *e, bw_content *out)
{
    const bw_coder *c = &k->c;
    int32_t time = bw_stance_time(c, act->frame.predicate, act->frame.carrier);
    *out = (bw_content){.present = true, .type = act->code->type, .from = BW_NO_DAY, .to = BW_NO_DAY, .place = bw_stance_place(c, act)};
    copy_parties(k, &act->actor, &out->actor);
    copy_parties(k, &act->recipient, &out->recipient);
    out->negated = bw_negated_here(c, act->frame.predicate) && !act->pattern->negated;
    if (time >= 0) {
        out->from = c->doc->times[time].from;
        out->to = c->doc->times[time].to;
        out->precision = c->doc->times[time].precision;
    }
    if (e->type == BW_PLOVER_ACCUSE && out->actor.n == 0)
        copy_parties(k, &e->recipient, &out->actor);
}

/* The speaker says it of himself: the same actor, or one of the same country. */
static bool speaks_of_himself(maker *k, int32_t said_by, const bw_parties *actor)
{
    const bw_document *doc = k->c.doc;
    for (uint32_t i = 0; i < actor->n && said_by >= 0; i++)
        if (bw_same_actor(doc, actor->items[i].mention, said_by) ||
            ((doc->mentions[said_by].country[0] || doc->mentions[said_by].code.len) &&
             bw_mention_compatriots(&doc->mentions[said_by], &doc->mentions[actor->items[i].mention])))
            return true;
    return false;
}

static bool from_another_time(const bw_document *doc, int32_t time)
{
    const bw_time *x = &doc->times[time];
    bw_day last = x->to == BW_NO_DAY ? x->from : x->to;
    return doc->head.day != BW_NO_DAY && last != BW_NO_DAY && last < doc->head.day - HISTORY_DAYS && x->to != BW_NO_DAY;
}

/* "demanded reparations for damage during the war": the time of the noun before it. */
static bool time_of_noun(const bw_document *doc, int32_t time)
{
    uint32_t t = doc->times[time].first;
    while (t > 0 && (doc->tokens[t - 1].upos == BW_UPOS_ADP || doc->tokens[t - 1].upos == BW_UPOS_DET))
        t--;
    return t > 0 && t < doc->times[time].first && doc->tokens[t - 1].upos == BW_UPOS_NOUN;
}

static bw_event new_event(int32_t sentence, int32_t predicate)
{
    return (bw_event){.sentence = sentence, .predicate = (uint32_t)predicate, .place = -1, .said_by = -1, .from = BW_NO_DAY, .to = BW_NO_DAY,
                      .dead.least = -1, .injured.least = -1, .arrested.least = -1, .dead.most = -1, .injured.most = -1, .arrested.most = -1};
}

static void make_event(maker *k, const bw_match *m)
{
    bw_coder *c = &k->c;
    bw_document *doc = c->doc;
    const bw_lexicon *l = c->l;
    const bw_block *block = &l->blocks[m->pattern->block];
    int32_t t = m->frame.predicate;
    bw_stance s;

    bw_stance_read(c, m, &s);
    if (!s.taken_for_granted || s.habitual) {
        drop(k, t, s.habitual ? "it is a habit, or fiction" : "nothing says that it took place");
        return;
    }
    int32_t time = bw_stance_time(c, t, m->frame.carrier);
    if (time >= 0 && from_another_time(doc, time)) {
        /* Words are of today where the past belongs to what they are about. */
        if (bw_plover_quad(m->code->type) % 2 == 0 || !time_of_noun(doc, time)) {
            drop(k, t, "it is history");
            return;
        }
        time = -1;
    }

    bw_event e = new_event(c->sentence[t], t);
    set_code(l, m->code, m->code == block->code ? block : NULL, &e);
    e.reciprocal = m->reciprocal || (block->reverse == m->code && m->actor.n > 1 && m->recipient.n == 0);
    copy_parties(k, &m->actor, &e.actor);
    if (!e.reciprocal)
        add_others(k, &m->recipient, &e.actor, &e.recipient);
    if (m->named_recipient && e.recipient.n == 0 && !e.reciprocal) {
        drop(k, t, "actor and recipient are the same");
        return;
    }
    recipient_from_noun(k, m, &e);
    if (!block->of_content)
        recipient_from_content(k, m, e.type, &e);
    else if (e.recipient.n == 0) /* "claimed the killing of soldiers": they are no second culprit */
        add_others(k, &m->content->actor, &e.actor, &e.recipient);
    e.negated = s.negated;
    e.modality = s.modality;

    speaker_from_stance(c, &s, &e);
    /* "pledged to open two lines by 2025": what has happened bears no later date than the news of it. */
    if (time >= 0 && e.modality == BW_ACTUAL && doc->head.day != BW_NO_DAY && doc->times[time].from != BW_NO_DAY &&
        doc->times[time].from > doc->head.day)
        time = -1;
    /* "accused it of sending troops in February": a month behind the inner act is the inner act's, wherever it hangs. */
    int32_t inner_time = -1;
    if (time >= 0 && m->content && bw_is_verb(c, m->act) && (int32_t)doc->times[time].first > m->act && doc->times[time].precision != BW_PRECISION_DAY) {
        inner_time = time;
        time = -1;
    }
    if (time >= 0)
        date_from_time(doc, time, &e);
    else
        date_from_head(doc, &e);
    place_from_clause(c, m, &e);

    /* "meets next week": the words are present, the day is not. */
    if (time >= 0 && e.modality == BW_ACTUAL && doc->head.day != BW_NO_DAY && e.from != BW_NO_DAY && e.from > doc->head.day) {
        e.modality = BW_PLANNED;
        s.announced = true;
    }
    if (m->content && m->content->code && !block->of_content)
        set_content(k, m->content, &e, &e.content);
    if (inner_time >= 0 && e.content.present && e.content.from == BW_NO_DAY && e.content.to == BW_NO_DAY) {
        e.content.from = doc->times[inner_time].from;
        e.content.to = doc->times[inner_time].to;
        e.content.precision = doc->times[inner_time].precision;
    }

    /* An act that is announced is the announcing of it. */
    bool announces = e.modality == BW_PLANNED && s.announced && !e.negated;
    const bw_cameo *to = announces ? bw_stance_announced(l, m->code) : NULL;
    bool refuses = e.modality == BW_PLANNED && s.announced && e.negated && bw_is_friendly(e.type) && speaks_of_himself(k, e.said_by, &e.actor);
    if (refuses) {
        to = bw_stance_refused(l, m->code);
        e.negated = to == NULL;
    }
    if (to && (refuses || bw_is_friendly(e.type) || e.type == BW_PLOVER_MOBILIZE || /* forces are sent by those who say so */ (is_hostile(e.type) && speaks_of_himself(k, e.said_by, &e.actor)))) {
        if (e.type != BW_PLOVER_AGREE && e.type != to->type) {
            e.content = (bw_content){.present = true, .type = e.type, .actor = e.actor, .recipient = e.recipient, .place = e.place,
                                     .from = BW_NO_DAY, .to = BW_NO_DAY};
            if (time >= 0) {
                e.content.from = e.from;
                e.content.to = e.to;
                e.content.precision = e.precision;
            }
            e.place = -1;
            e.place_source = (bw_str){0};
            int32_t said = s.said_at >= 0 ? bw_stance_time(c, s.said_at, -1) : -1;
            if (said >= 0)
                date_from_time(doc, said, &e);
            else
                date_from_head(doc, &e);
        }
        set_code(l, to, NULL, &e);
        e.modality = BW_ACTUAL;
    }
    if (e.place < 0 && (e.modality == BW_ACTUAL || e.modality == BW_DENIED) && e.sentence >= 0)
        dateline_place(doc, &e);
    bool dyad = l->book.types[e.type].needs_recipient || (m->pattern->kind == BW_PREDICATE_SEQUENCE && !l->conf.without_recipient);
    if ((dyad && e.recipient.n == 0 && !e.reciprocal) || e.actor.n == 0) {
        drop(k, t, e.actor.n ? "its type needs a recipient" : "nobody acts");
        return;
    }
    bw_stance_toll(c, m, &e);

    e.trigger = trigger_of(c, m);
    e.rule = bw_str_print(c->arena, "%.*s:%u", BW_STR_FMT(block->file), m->pattern->line);
    float sure = 0.6f + 0.03f * (float)(m->points > 10 ? 10 : m->points), least = 1;
    for (uint32_t i = 0; i < e.actor.n; i++)
        least = e.actor.items[i].confidence < least ? e.actor.items[i].confidence : least;
    for (uint32_t i = 0; i < e.recipient.n; i++)
        least = e.recipient.items[i].confidence < least ? e.recipient.items[i].confidence : least;
    e.confidence = sure * (0.5f + 0.5f * least);
    e.paired = block->reverse && e.recipient.n && m->code == block->code && strcmp(e.cameo, m->code->code) == 0; /* not when only announced */
    BW_PUSH(c->arena, k->events, k->n, k->room, e);
    if (e.paired) {
        bw_parties actor = e.actor;
        e.actor = e.recipient;
        e.recipient = actor;
        set_code(l, block->reverse, NULL, &e);
        e.content = (bw_content){0};
        e.dead = e.injured = e.arrested = (bw_toll){.least = -1, .most = -1};
        BW_PUSH(c->arena, k->events, k->n, k->room, e);
    }
}

/* ---- the second reader -------------------------------------------------------------------------- */

/* How much the classifier's word counts beside the rule's. */
static const float SURE_OF_NONE = 0.97f, DOUBT = 0.5f, NOT_ASKED = 0.9f;
/* From what each reader believes to how often it was right in real text (docs/classifier.md), straight between the points. */
typedef struct {
    float believed, right;
} knot;
static const knot rule_is_right[] = {{0, 0.55f}, {0.5f, 0.58f}, {0.65f, 0.62f}, {0.72f, 0.74f}, {0.8f, 0.82f}, {1, 0.95f}},
                  proposal_is_right[] = {{0, 0.05f}, {0.7f, 0.14f}, {1, 0.22f}};

static float calibrated(float believed, const knot *k, size_t n)
{
    size_t i = 1;
    while (i + 1 < n && believed > k[i].believed)
        i++;
    float share = (believed - k[i - 1].believed) / (k[i].believed - k[i - 1].believed);
    return k[i - 1].right + (share < 1 ? share : 1) * (k[i].right - k[i - 1].right);
}
#define CALIBRATED(believed, knots) calibrated(believed, knots, sizeof(knots) / sizeof *(knots))

static void note_alternatives(const bw_opinion *o, bw_event *e)
{
    for (int i = 0; i < 2; i++) {
        bw_plover best = BW_PLOVER_NONE;
        for (bw_plover t = 1; t < BW_N_PLOVER; t++)
            if (t != e->type && (i == 0 || t != e->alternatives[0].type) && (best == BW_PLOVER_NONE || o->type[t] > o->type[best]))
                best = t;
        if (o->type[best] >= 0.01f) {
            e->alternatives[i].type = best;
            e->alternatives[i].share = o->type[best];
        }
    }
}

/* An event of a rule goes where the classifier is sure that there is none; where it doubts it the confidence says so. */
static bool stands(bw_second_reader *reader, bw_event *e)
{
    bw_opinion o;
    if (e->type == BW_PLOVER_NONE || e->modality != BW_ACTUAL || e->negated || !bw_proposals_judge(reader, e, &o)) {
        e->confidence *= NOT_ASKED;
        return true;
    }
    e->confidence *= 1 - DOUBT + DOUBT * (o.type[e->type] + (1 - o.none)) / 2;
    note_alternatives(&o, e);
    return o.none <= SURE_OF_NONE;
}

static void make_proposed(maker *k, uint32_t sentence, const bw_proposal *p)
{
    bw_coder *c = &k->c;
    const bw_cameo *code = bw_codebook_find(&c->l->book, bw_str_of(p->opinion.cameo));
    bw_event e = new_event((int32_t)sentence, p->pair.predicate);
    bw_parties recipient = {0};
    if (!code)
        return;
    e.rule = BW_LIT("model");
    set_code(c->l, code, NULL, &e);
    bw_match_parties(c, (int32_t)c->doc->mentions[p->pair.actor].head, false, &e.actor);
    bw_match_parties(c, (int32_t)c->doc->mentions[p->pair.recipient].head, true, &recipient);
    add_others(k, &recipient, &e.actor, &e.recipient);
    if (e.actor.n == 0 || e.recipient.n == 0)
        return;
    /* A match without a pattern: what the sentence says around the act is read as if a rule had found it. */
    bw_match m = {.actor = e.actor, .recipient = e.recipient, .act = -1};
    bw_stance s;
    bw_frame_make(c, p->pair.predicate, &m.frame);
    int32_t time = bw_stance_time(c, p->pair.predicate, m.frame.carrier);
    if (time >= 0 && from_another_time(c->doc, time))
        return;
    if (time >= 0)
        date_from_time(c->doc, time, &e);
    else
        date_from_head(c->doc, &e);
    bw_stance_read(c, &m, &s);
    speaker_from_stance(c, &s, &e);
    place_from_clause(c, &m, &e);
    if (e.place < 0 && c->doc->sentences[sentence].number >= 0)
        dateline_place(c->doc, &e);
    e.trigger = (bw_span){TOKEN(c, p->pair.predicate).start, TOKEN(c, p->pair.predicate).end};
    e.confidence = p->opinion.type[e.type];
    note_alternatives(&p->opinion, &e);
    BW_PUSH(c->arena, k->events, k->n, k->room, e);
}

/* The events stand in the order of their sentences. */
static void hear_second_reader(maker *k, const bw_classifier *classifier)
{
    const bw_document *doc = k->c.doc;
    bw_second_reader reader = {.c = &k->c, .classifier = classifier, .sentence = -1};
    const bw_event *ruled = k->events;
    size_t n = k->n, at = 0;
    k->events = NULL;
    k->n = k->room = 0;
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        size_t first = k->n;
        for (; at < n && ruled[at].sentence <= (int32_t)s; at++) {
            bw_event e = ruled[at];
            if (stands(&reader, &e))
                BW_PUSH(k->c.arena, k->events, k->n, k->room, e);
            else
                drop(k, e.predicate, "the classifier is sure that there is no act");
        }
        if (doc->sentences[s].flags & (BW_SENTENCE_NOISE | BW_SENTENCE_DISCARD))
            continue;
        bw_proposals found;
        bw_proposals_find(&reader, s, k->n ? k->events + first : NULL, k->n - first, &found);
        for (uint32_t i = 0; i < found.n; i++)
            make_proposed(k, s, &found.items[i]);
    }
}

/* ---- over the document -------------------------------------------------------------------------- */

static bool same_parties(const bw_document *doc, const bw_parties *a, const bw_parties *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!bw_parties_hold(doc, b, a->items[i].mention))
            return false;
    return true;
}

/* "bombed a market, killing five": one ASSAULT. The result gives way to the deed. */
static void merge_results(maker *k)
{
    const bw_coder *c = &k->c;
    size_t kept = 0;
    for (size_t i = 0; i < k->n; i++) {
        bw_event *e = &k->events[i];
        int32_t t = (int32_t)e->predicate, h = TOKEN(c, t).head;
        uint8_t rel = TOKEN(c, t).rel;
        bool result = (rel == BW_REL_advcl || rel == BW_REL_conj) && bw_child_with(c, t, BW_REL_nsubj) < 0 && bw_child_with(c, t, BW_REL_mark) < 0;
        bw_event *deed = NULL;
        for (size_t n = 0; result && h >= 0 && n < kept && !deed; n++)
            if ((int32_t)k->events[n].predicate == h)
                deed = &k->events[n];
        if (deed && deed->type == e->type && e->type == BW_PLOVER_ASSAULT && same_parties(c->doc, &deed->actor, &e->actor) &&
            deed->negated == e->negated && deed->modality == e->modality) {
            if (deed->recipient.n == 0)
                deed->recipient = e->recipient;
            if (deed->place < 0)
                deed->place = e->place;
            drop(k, e->predicate, "it is the result of another deed");
            continue;
        }
        k->events[kept++] = *e;
    }
    k->n = kept;
}

static int event_order(const bw_event *a, const bw_event *b)
{
    if (a->sentence != b->sentence)
        return a->sentence < b->sentence ? -1 : 1;
    if (a->trigger.start != b->trigger.start)
        return a->trigger.start < b->trigger.start ? -1 : 1;
    return a->predicate < b->predicate ? -1 : a->predicate > b->predicate;
}

static void order_events(maker *k)
{
    for (size_t i = 1; i < k->n; i++) /* nearly in order already */
        for (size_t j = i; j > 0 && event_order(&k->events[j], &k->events[j - 1]) < 0; j--) {
            bw_event e = k->events[j];
            k->events[j] = k->events[j - 1];
            k->events[j - 1] = e;
        }
}

static void set_id(bw_arena *arena, const bw_document *doc, XXH128_hash_t text, bw_event *e)
{
    bw_buf b = {.arena = arena};
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, text);
    bw_buf_str(&b, (bw_str){(const char *)canonical.digest, sizeof canonical.digest});
    bw_buf_print(&b, "%d %u", doc->sentences[e->sentence].number < 0 ? -1 : 0, e->trigger.start);
    for (int r = 0; r < 2; r++) {
        const bw_parties *p = r ? &e->recipient : &e->actor;
        bw_buf_char(&b, '|');
        for (uint32_t i = 0; i < p->n; i++)
            bw_buf_print(&b, " %u-%u", p->items[i].start, p->items[i].end);
    }
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(b.ptr, b.len));
    for (int i = 0; i < 16; i++)
        snprintf(e->id + 2 * i, 3, "%02x", canonical.digest[i]);
}

/* The act hangs on the other one's clause: "marched, demanding …", "began a strike to demand …". */
static bool hangs_on(const bw_coder *c, int32_t act, int32_t on)
{
    enum { MOST_STEPS = 3 };
    const int32_t carrier = !bw_is_verb(c, on) && TOKEN(c, on).rel == BW_REL_obj ? TOKEN(c, on).head : on;
    for (int i = 0; i < MOST_STEPS && act >= 0; i++) {
        uint8_t rel = TOKEN(c, act).rel;
        if (rel != BW_REL_advcl && rel != BW_REL_acl && rel != BW_REL_xcomp && rel != BW_REL_conj)
            return false;
        bool clause = rel != BW_REL_conj;
        act = TOKEN(c, act).head;
        if (clause && (act == on || act == carrier))
            return true;
    }
    return false;
}

/* What a protest is about is no event of its own, but says against whom it is. */
static void merge_demands(maker *k)
{
    const bw_coder *c = &k->c;
    bool *part = BW_NEW(c->arena, bool, k->n + 1);
    for (size_t i = 0; i < k->n; i++) {
        const bw_event *e = &k->events[i];
        for (size_t n = 0; (e->type == BW_PLOVER_REQUEST || e->type == BW_PLOVER_ACCUSE) && n < k->n; n++) {
            bw_event *protest = &k->events[n];
            if (protest->type != BW_PLOVER_PROTEST || !hangs_on(c, (int32_t)e->predicate, (int32_t)protest->predicate) ||
                !same_parties(c->doc, &protest->actor, &e->actor))
                continue;
            part[i] = true;
            drop(k, e->predicate, "it is what a protest is about");
            if (protest->recipient.n == 0)
                protest->recipient = e->recipient;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < k->n; i++)
        if (!part[i])
            k->events[kept++] = k->events[i];
    k->n = kept;
}

/* ---- one happening told twice ------------------------------------------------------------------- */

static bool compatriot_in(const bw_document *doc, const bw_event *e, int32_t of, bool actors_only)
{
    for (uint32_t i = 0; i < e->actor.n; i++)
        if (bw_mention_compatriots(&doc->mentions[e->actor.items[i].mention], &doc->mentions[of]))
            return true;
    for (uint32_t i = 0; i < e->recipient.n && !actors_only; i++)
        if (bw_mention_compatriots(&doc->mentions[e->recipient.items[i].mention], &doc->mentions[of]))
            return true;
    return false;
}

static bool covers(const bw_document *doc, const bw_event *a, const bw_event *b, bool actors_only)
{
    for (uint32_t i = 0; i < a->actor.n; i++)
        if (!compatriot_in(doc, b, a->actor.items[i].mention, actors_only))
            return false;
    for (uint32_t i = 0; i < a->recipient.n; i++)
        if (b->recipient.n + b->reciprocal > 0 && !compatriot_in(doc, b, a->recipient.items[i].mention, false))
            return false;
    return true;
}

static bool same_happening(const bw_document *doc, const bw_event *a, const bw_event *b)
{
    if (a->type != b->type || (a->type == BW_PLOVER_NONE && strcmp(a->cameo, b->cameo) != 0) || a->negated != b->negated || a->modality != b->modality)
        return false;
    bool directed = !a->reciprocal && !b->reciprocal;
    if (!covers(doc, a, b, directed) || !covers(doc, b, a, directed))
        return false;
    if (a->from != BW_NO_DAY && b->to != BW_NO_DAY && a->from > b->to)
        return false;
    if (b->from != BW_NO_DAY && a->to != BW_NO_DAY && b->from > a->to)
        return false;
    if (a->place >= 0 && b->place >= 0) {
        const bw_mention *x = &doc->mentions[a->place], *y = &doc->mentions[b->place];
        if (strcmp(x->country, y->country) != 0)
            return false;
        if (x->kind == BW_MENTION_PLACE && y->kind == BW_MENTION_PLACE && !bw_str_eq(x->name, y->name))
            return false;
    }
    return true;
}

static void number_happenings(maker *k)
{
    uint32_t n = 0;
    for (size_t i = 0; i < k->n; i++) {
        bw_event *e = &k->events[i];
        e->happening = UINT32_MAX;
        for (size_t j = 0; j < i && e->happening == UINT32_MAX; j++)
            if (same_happening(k->c.doc, &k->events[j], e))
                e->happening = k->events[j].happening;
        if (e->happening == UINT32_MAX)
            e->happening = n++;
    }
}

void bw_code_events_told(const bw_readers *readers, bw_document *doc, const char **fates)
{
    maker k = {.fates = fates};
    bw_coder_prepare(&k.c, readers->lexicon, doc);
    k.c.statements = readers->statements;
    k.consumed = BW_NEW(doc->arena, uint8_t, doc->n_tokens + 1);

    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const bw_sentence *x = &doc->sentences[s];
        if ((x->flags & (BW_SENTENCE_NOISE | BW_SENTENCE_DISCARD)) || doc->n_mentions == 0)
            continue;
        for (uint32_t t = x->first; t < x->first + x->n; t++) {
            const bw_match *m = bw_match_at(&k.c, (int32_t)t, false);
            if (m && (m->code ? !bw_is_statement(m->code) : m->pattern->kind == BW_PREDICATE_SEQUENCE || bw_says_nothing(&readers->lexicon->blocks[m->pattern->block])))
                consume(&k, m); /* what is only said ("denied that …") leaves its act to be told */
        }
        for (uint32_t t = x->first; t < x->first + x->n; t++) {
            const bw_match *m = bw_match_at(&k.c, (int32_t)t, false);
            if (m && m->code && k.consumed[t])
                drop(&k, t, "it is part of another act");
            else if (m && m->code)
                make_event(&k, m);
        }
    }
    order_events(&k);
    merge_results(&k);
    merge_demands(&k);
    if (readers->classifier && doc->n_mentions > 1) {
        hear_second_reader(&k, readers->classifier);
        order_events(&k);
    } else {
        for (size_t i = 0; i < k.n; i++)
            k.events[i].confidence *= NOT_ASKED;
    }
    for (size_t i = 0; i < k.n; i++) {
        bool proposed = bw_str_is(k.events[i].rule, "model");
        k.events[i].confidence = proposed ? CALIBRATED(k.events[i].confidence, proposal_is_right) : CALIBRATED(k.events[i].confidence, rule_is_right);
    }
    number_happenings(&k);
    bw_contexts_decide(&k.c, k.events, k.n);
    XXH128_hash_t text = XXH3_128bits(doc->head.text.ptr ? doc->head.text.ptr : "", doc->head.text.len);
    for (size_t i = 0; i < k.n; i++)
        set_id(doc->arena, doc, text, &k.events[i]);
    doc->events = k.events;
    doc->n_events = (uint32_t)k.n;
}

bw_status bw_code_events(const bw_readers *readers, bw_document *doc, bw_err *err)
{
    (void)err;
    bw_code_events_told(readers, doc, NULL);
    return BW_OK;
}
