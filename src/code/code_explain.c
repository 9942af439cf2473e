/* code_explain.c: what the coder saw and why it decided so: gathered, and told to a person. */
#include "code/explain.h"

/* ---- gathering ---------------------------------------------------------------------------------- */

void bw_explain_begin(bw_explainer *x, const bw_readers *readers, bw_document *doc)
{
    *x = (bw_explainer){.readers = readers, .sentence = -1, .fates = BW_NEW(doc->arena, const char *, doc->n_tokens + 1)};
    bw_code_events_told(readers, doc, x->fates);
    bw_coder_prepare(&x->c, readers->lexicon, doc);
    x->second = (bw_second_reader){.c = &x->c, .classifier = readers->classifier, .sentence = -1};
}

static void note_tried(void *with, int32_t token, const bw_pattern *p, bool fits, int part, uint32_t points)
{
    bw_explainer *x = with;
    const bw_match *best = bw_match_at(&x->c, token, false);
    bw_tried t = {.token = token, .pattern = p, .fits = fits, .best = best && best->pattern == p, .part = part, .points = points};
    BW_PUSH(x->c.arena, x->tried, x->n_tried, x->room_tried, t);
}

/* Mentions, times and events stand in the order of their sentences. */
#define OF_SENTENCE(range, items, n_items)                                                    \
    do {                                                                                      \
        (range).first = (range).end;                                                          \
        while ((range).end < (n_items) && (items)[(range).end].sentence <= x->sentence)       \
            (range).end++;                                                                    \
    } while (0)

bool bw_explain_next(bw_explainer *x)
{
    const bw_document *doc = x->c.doc;
    if ((uint32_t)++x->sentence >= doc->n_sentences)
        return false;
    OF_SENTENCE(x->mentions, doc->mentions, doc->n_mentions);
    OF_SENTENCE(x->times, doc->times, doc->n_times);
    OF_SENTENCE(x->events, doc->events, doc->n_events);

    const bw_sentence *s = &doc->sentences[x->sentence];
    const bw_match_trace trace = {note_tried, x};
    x->n_tried = x->n_views = 0;
    for (uint32_t t = s->first; t < s->first + s->n; t++)
        bw_match_explain(&x->c, (int32_t)t, &trace);

    bw_pair pairs[BW_MOST_PAIRS];
    uint32_t n = x->second.classifier ? bw_proposals_pairs(&x->c, (uint32_t)x->sentence, pairs) : 0;
    for (uint32_t i = 0; i < n; i++) {
        bw_proposal view = {.pair = pairs[i]};
        if (bw_proposals_read(&x->second, (uint32_t)x->sentence, &pairs[i], &view.opinion))
            BW_PUSH(x->c.arena, x->views, x->n_views, x->room_views, view);
    }
    return true;
}

const char *bw_tried_why(const bw_tried *t)
{
    static const char *const whys[] = {"not denied, as it must be", "its auxiliary is not there", "its particle or the word before it is not there",
                                       "nobody acts", "actor and recipient are the same"};
    return t->part < 0 ? whys[-t->part - 1] : "nothing fits";
}

bw_str bw_tried_words(const bw_tried *t)
{
    if (t->part < 0)
        return (bw_str){0};
    const bw_part *part = &t->pattern->parts[t->part];
    bw_str line = t->pattern->source;
    size_t start = part->column - t->pattern->column, end = bw_str_find_char(line, ' ', start);
    if (part->prepositions.n && part->place == BW_PLACE_PREPOSITION && end < line.len) /* "of" and what stands behind it */
        end = bw_str_find_char(line, ' ', end + 1);
    return bw_str_slice(line, start, end);
}

static const char *why_not_coded(const bw_block *b)
{
    if (bw_says_nothing(b))
        return "the rule says that it is no act";
    if (b->code && bw_is_statement(b->code))
        return "it is a statement, which PLOVER leaves out";
    return b->of_content ? "its act is none" : "the sentence is not coded";
}

const char *bw_explain_outcome(const bw_explainer *x, int32_t token)
{
    const bw_document *doc = x->c.doc;
    for (uint32_t i = x->events.first; i < x->events.end; i++)
        if (doc->events[i].predicate == (uint32_t)token)
            return "event";
    for (uint32_t i = 0; i < x->n_tried; i++)
        if (x->tried[i].token == token && x->tried[i].best)
            return x->fates[token] ? x->fates[token] : why_not_coded(&x->c.l->blocks[x->tried[i].pattern->block]);
    return NULL;
}

/* ---- for a person ------------------------------------------------------------------------------- */

static void cell(bw_buf *b, bw_str s, size_t width)
{
    size_t n = 0;
    bw_buf_str(b, s);
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    for (; n < width; n++)
        bw_buf_char(b, ' ');
    bw_buf_char(b, ' ');
}

static void tell_actor(const bw_document *doc, int32_t mention, bw_buf *b)
{
    const bw_mention *m = &doc->mentions[mention];
    bw_buf_text(b, m->country);
    for (uint8_t k = 0; k < m->n_sectors; k++)
        bw_buf_text(b, m->sectors[k]);
    if (m->code.len)
        bw_buf_print(b, "%s%.*s", m->country[0] || m->n_sectors ? " = " : "", BW_STR_FMT(m->code));
    bw_buf_print(b, " \"%.*s\"", BW_STR_FMT(m->name));
}

static void tell_tried(const bw_explainer *x, bw_buf *b)
{
    int32_t before = -1;
    bw_buf_text(b, x->n_tried ? "\nrules tried (* is taken, + fits too, - does not)\n" : "\nno rule knows a verb or noun of this sentence\n");
    for (uint32_t i = 0; i < x->n_tried; i++) {
        const bw_tried *t = &x->tried[i];
        const bw_block *block = &x->c.l->blocks[t->pattern->block];
        if (t->token != before)
            bw_buf_print(b, "  %.*s\n", BW_STR_FMT(x->c.doc->tokens[t->token].form));
        before = t->token;
        bw_buf_text(b, t->best ? "    * " : t->fits ? "    + " : "    - ");
        cell(b, bw_str_of(bw_block_code(block)), 5);
        cell(b, t->pattern->source, 44);
        bw_buf_print(b, " %.*s:%u", BW_STR_FMT(block->file), t->pattern->line);
        bw_str words = bw_tried_words(t);
        if (t->fits)
            bw_buf_print(b, "  %u points\n", t->points);
        else if (words.len)
            bw_buf_print(b, "  %s '%.*s' (column %u)\n", bw_tried_why(t), BW_STR_FMT(words), t->pattern->parts[t->part].column);
        else
            bw_buf_print(b, "  %s\n", bw_tried_why(t));
        const char *outcome = i + 1 < x->n_tried && t[1].token == t->token ? NULL : bw_explain_outcome(x, t->token);
        if (outcome && strcmp(outcome, "event") != 0)
            bw_buf_print(b, "    no event: %s\n", outcome);
    }
}

static void tell_event(const bw_document *doc, const bw_event *e, bw_buf *b)
{
    bw_str source = bw_sentence_source(doc, &doc->sentences[e->sentence]);
    char day[11];
    bw_buf_print(b, "  %s", bw_plover_name(e->type));
    for (uint8_t i = 0; i < e->n_modes; i++)
        bw_buf_print(b, " %s", e->modes[i]);
    bw_buf_print(b, " (CAMEO %s)  \"%.*s\"\n", e->cameo, BW_STR_FMT(bw_str_slice(source, e->trigger.start, e->trigger.end)));
    for (uint8_t i = 0; i < e->n_contexts; i++)
        bw_buf_print(b, i ? ", %s" : "    contexts   %s", e->contexts[i]);
    bw_buf_text(b, e->n_contexts ? "\n" : "");
    for (int r = 0; r < 2; r++) {
        const bw_parties *list = r ? &e->recipient : &e->actor;
        for (uint32_t i = 0; i < list->n; i++) {
            bw_buf_text(b, r ? "    recipient  " : "    actor      ");
            tell_actor(doc, list->items[i].mention, b);
            bw_buf_char(b, '\n');
        }
    }
    if (e->reciprocal)
        bw_buf_text(b, "    reciprocal: each acts on each\n");
    if (e->content.present) {
        bw_buf_print(b, "    content    %s", bw_plover_name(e->content.type));
        for (uint32_t i = 0; i < e->content.actor.n; i++) {
            bw_buf_text(b, i ? ", " : " by ");
            tell_actor(doc, e->content.actor.items[i].mention, b);
        }
        for (uint32_t i = 0; i < e->content.recipient.n; i++) {
            bw_buf_text(b, i ? ", " : " to ");
            tell_actor(doc, e->content.recipient.items[i].mention, b);
        }
        bw_buf_char(b, '\n');
    }
    if (e->from != BW_NO_DAY || e->to != BW_NO_DAY) {
        bw_buf_text(b, "    date       ");
        if (e->from != BW_NO_DAY) {
            bw_day_format(e->from, day);
            bw_buf_text(b, day);
        }
        if (e->to != e->from) {
            bw_buf_text(b, " to ");
            if (e->to != BW_NO_DAY) {
                bw_day_format(e->to, day);
                bw_buf_text(b, day);
            }
        }
        bw_buf_print(b, " (%.*s)\n", BW_STR_FMT(e->date_source));
    }
    if (e->place >= 0)
        bw_buf_print(b, "    place      %.*s (%.*s)\n", BW_STR_FMT(doc->mentions[e->place].name), BW_STR_FMT(e->place_source));
    if (e->said_by >= 0) {
        bw_buf_text(b, "    said by    ");
        tell_actor(doc, e->said_by, b);
        bw_buf_char(b, '\n');
    }
    bw_buf_print(b, "    %s, %s; rule %.*s; confidence %.2f\n", e->negated ? "negated" : "positive", bw_modality_name(e->modality),
                 BW_STR_FMT(e->rule), (double)e->confidence);
}

static void tell_views(const bw_explainer *x, bw_buf *b)
{
    for (uint32_t i = 0; i < x->n_views; i++) {
        const bw_proposal *v = &x->views[i];
        const bw_opinion *o = &v->opinion;
        bw_buf_text(b, i ? "" : "\nthe classifier's view\n");
        bw_buf_print(b, "  %.2f nothing, %.2f %s (CAMEO %s)  ", (double)o->none, (double)o->type[o->likely], bw_plover_name(o->likely), o->cameo);
        tell_actor(x->c.doc, v->pair.actor, b);
        bw_buf_text(b, " to ");
        tell_actor(x->c.doc, v->pair.recipient, b);
        bw_buf_print(b, ", around '%.*s'\n", BW_STR_FMT(x->c.doc->tokens[v->pair.predicate].form));
    }
}

static void tell_tokens(const bw_document *doc, const bw_sentence *s, bw_buf *b)
{
    bw_buf_text(b, "\n\ntokens\n");
    for (uint32_t t = s->first; t < s->first + s->n; t++) {
        const bw_token *w = &doc->tokens[t];
        bw_buf_print(b, "  %3u ", t - s->first + 1);
        cell(b, w->form, 18);
        cell(b, w->lemma, 18);
        cell(b, bw_str_of(bw_upos_name((bw_upos)w->upos)), 6);
        cell(b, bw_str_of(w->xpos), 5);
        bw_buf_print(b, "%3d ", w->head < 0 ? 0 : w->head - (int32_t)s->first + 1);
        bw_buf_print(b, "%s\n", bw_rel_name((bw_rel)w->rel));
    }
}

static void tell_mention(const bw_document *doc, const bw_sentence *s, uint32_t i, bw_buf *b)
{
    const bw_mention *m = &doc->mentions[i];
    bw_buf_text(b, "  ");
    cell(b, bw_str_slice(bw_sentence_source(doc, s), m->start, m->end), 36);
    cell(b, bw_str_of(bw_mention_kind_name(m->kind)), 8);
    tell_actor(doc, (int32_t)i, b);
    bw_buf_print(b, "%s%s", m->actor ? "" : ", cannot act", m->place ? ", a place" : "");
    if (m->reason.len)
        bw_buf_print(b, "  (%.*s)", BW_STR_FMT(m->reason));
    bw_buf_char(b, '\n');
}

bw_status bw_code_explain(const bw_readers *readers, bw_document *doc, bw_buf *b, bw_err *err)
{
    bw_explainer explainer, *x = &explainer;
    (void)err;
    bw_explain_begin(x, readers, doc);
    while (bw_explain_next(x)) {
        const bw_sentence *s = &doc->sentences[x->sentence];
        bw_buf_text(b, x->sentence ? "\n" : "");
        bw_buf_str(b, bw_sentence_text(doc, s));
        if (s->flags & BW_SENTENCE_DISCARD)
            bw_buf_text(b, "\nnot coded: a phrase of the list of discards stands in it, or in the story");
        else if (s->flags & BW_SENTENCE_NOISE)
            bw_buf_text(b, "\nnot coded: it is no sentence, but a table, a list, or debris");
        tell_tokens(doc, s, b);
        for (uint32_t i = x->mentions.first; i < x->mentions.end; i++) {
            bw_buf_text(b, i == x->mentions.first ? "\nwho and where\n" : "");
            tell_mention(doc, s, i, b);
        }
        for (uint32_t i = x->times.first; i < x->times.end; i++) {
            const bw_time *w = &doc->times[i];
            bw_buf_text(b, i == x->times.first ? "\nwhen\n  " : "  ");
            cell(b, bw_str_slice(bw_sentence_source(doc, s), w->start, w->end), 36);
            bw_buf_str(b, w->value);
            bw_buf_char(b, '\n');
        }
        tell_tried(x, b);
        tell_views(x, b);
        bw_buf_text(b, x->events.first < x->events.end ? "\nevents\n" : "\nno event\n");
        for (uint32_t i = x->events.first; i < x->events.end; i++)
            tell_event(doc, &doc->events[i], b);
    }
    return BW_OK;
}
