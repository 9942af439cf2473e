/* code_explain.c: what the coder saw and why it decided so, for a person. */
#include "code/proposals.h"
#include "code/stance.h"

typedef struct {
    bw_coder c;
    bw_buf *out;
    int32_t token;
    uint32_t n_tried;
} teller;

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

static void tell_tried(void *with, int32_t token, const bw_pattern *p, bool fits, int part, uint32_t points)
{
    teller *k = with;
    const bw_lexicon *l = k->c.l;
    const bw_block *block = &l->blocks[p->block];
    bw_buf *b = k->out;
    static const char *const whys[] = {"not denied, as it must be", "its auxiliary is not there", "its particle or the word before it is not there",
                                       "nobody acts", "actor and recipient are the same"};
    if (k->token != token) {
        bw_buf_print(b, "  %.*s\n", BW_STR_FMT(k->c.doc->tokens[token].form));
        k->token = token;
    }
    bw_buf_text(b, fits ? "    + " : "    - ");
    cell(b, bw_str_of(bw_block_code(block)), 5);
    cell(b, p->source, 44);
    bw_buf_print(b, " %.*s:%u", BW_STR_FMT(block->file), p->line);
    if (fits)
        bw_buf_print(b, "  %u points\n", points);
    else if (part < 0)
        bw_buf_print(b, "  %s\n", whys[-part - 1]);
    else
        bw_buf_print(b, "  nothing fits at column %u\n", p->parts[part].column);
    k->n_tried++;
}

static void tell_event(const bw_document *doc, const bw_event *e, bw_buf *b)
{
    bw_str source = bw_sentence_source(doc, &doc->sentences[e->sentence]);
    char day[11];
    bw_buf_print(b, "  %s", bw_plover_name(e->type));
    for (uint8_t i = 0; i < e->n_modes; i++)
        bw_buf_print(b, " %s", e->modes[i]);
    bw_buf_print(b, " (CAMEO %s)  \"%.*s\"\n", e->cameo, BW_STR_FMT(bw_str_slice(source, e->trigger.start, e->trigger.end)));
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

static void tell_opinions(bw_second_reader *reader, uint32_t sentence, bw_buf *b)
{
    const bw_coder *c = reader->c;
    bw_pair pairs[BW_MOST_PAIRS];
    uint32_t n = bw_proposals_pairs(c, sentence, pairs);
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        bw_opinion o;
        if (!bw_proposals_read(reader, sentence, &pairs[i], &o))
            continue;
        bw_buf_text(b, any ? "" : "\nthe classifier's view\n");
        any = true;
        bw_buf_print(b, "  %.2f nothing, %.2f %s (CAMEO %s)  ", (double)o.none, (double)o.type[o.likely], bw_plover_name(o.likely), o.cameo);
        tell_actor(c->doc, pairs[i].actor, b);
        bw_buf_text(b, " to ");
        tell_actor(c->doc, pairs[i].recipient, b);
        bw_buf_char(b, '\n');
    }
}

bw_status bw_code_explain(const bw_readers *readers, bw_document *doc, bw_buf *b, bw_err *err)
{
    const bw_lexicon *l = readers->lexicon;
    bw_status st = bw_code_events(readers, doc, err);
    if (st)
        return st;
    teller k = {.out = b, .token = -1};
    bw_coder_prepare(&k.c, l, doc);
    const bw_match_trace trace = {tell_tried, &k};

    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const bw_sentence *x = &doc->sentences[s];
        bw_buf_print(b, "%s", s ? "\n" : "");
        bw_buf_str(b, bw_sentence_text(doc, x));
        if (x->flags & BW_SENTENCE_DISCARD)
            bw_buf_text(b, "\nnot coded: a phrase of the list of discards stands in it, or in the story");
        bw_buf_text(b, "\n\ntokens\n");
        for (uint32_t t = x->first; t < x->first + x->n; t++) {
            const bw_token *w = &doc->tokens[t];
            bw_buf_print(b, "  %3u ", t - x->first + 1);
            cell(b, w->form, 18);
            cell(b, w->lemma, 18);
            cell(b, bw_str_of(bw_upos_name((bw_upos)w->upos)), 6);
            cell(b, bw_str_of(w->xpos), 5);
            bw_buf_print(b, "%3d ", w->head < 0 ? 0 : w->head - (int32_t)x->first + 1);
            bw_buf_print(b, "%s\n", bw_rel_name((bw_rel)w->rel));
        }
        bool any = false;
        for (uint32_t i = 0; i < doc->n_mentions; i++) {
            const bw_mention *m = &doc->mentions[i];
            if (m->sentence != (int32_t)s)
                continue;
            bw_buf_text(b, any ? "" : "\nwho and where\n");
            any = true;
            bw_buf_text(b, "  ");
            cell(b, bw_str_slice(bw_sentence_source(doc, x), m->start, m->end), 36);
            cell(b, bw_str_of(bw_mention_kind_name(m->kind)), 8);
            tell_actor(doc, (int32_t)i, b);
            bw_buf_print(b, "%s%s", m->actor ? "" : ", cannot act", m->place ? ", a place" : "");
            if (m->reason.len)
                bw_buf_print(b, "  (%.*s)", BW_STR_FMT(m->reason));
            bw_buf_char(b, '\n');
        }
        any = false;
        for (uint32_t i = 0; i < doc->n_times; i++) {
            const bw_time *w = &doc->times[i];
            if (w->sentence != (int32_t)s)
                continue;
            bw_buf_text(b, any ? "" : "\nwhen\n");
            any = true;
            bw_buf_text(b, "  ");
            cell(b, bw_str_slice(bw_sentence_source(doc, x), w->start, w->end), 36);
            bw_buf_str(b, w->value);
            bw_buf_char(b, '\n');
        }
        size_t before = b->len;
        bw_buf_text(b, "\nrules tried (+ fits, - does not)\n");
        k.n_tried = 0;
        for (uint32_t t = x->first; t < x->first + x->n; t++)
            bw_match_explain(&k.c, (int32_t)t, &trace);
        if (!k.n_tried) {
            b->len = before;
            bw_buf_text(b, "\nno rule knows a verb or noun of this sentence\n");
        }
        if (readers->classifier)
            tell_opinions(&(bw_second_reader){.c = &k.c, .classifier = readers->classifier, .sentence = -1}, s, b);
        any = false;
        for (uint32_t i = 0; i < doc->n_events; i++)
            if (doc->events[i].sentence == (int32_t)s) {
                bw_buf_text(b, any ? "" : "\nevents\n");
                any = true;
                tell_event(doc, &doc->events[i], b);
            }
        if (!any)
            bw_buf_text(b, "\nno event\n");
    }
    return BW_OK;
}
