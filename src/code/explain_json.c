/* explain_json.c: why the coder decided so, one JSON object a sentence. The record is docs/events.md; keep in step with it. */
#include "code/event_json.h"
#include "code/explain.h"

static void write_tokens(bw_record_writer *w, const bw_sentence *s)
{
    bw_json *j = &w->j;
    bw_json_open(j, "tokens", '[');
    for (uint32_t t = s->first; t < s->first + s->n; t++) {
        const bw_token *x = &w->doc->tokens[t];
        bw_json_open(j, NULL, '{');
        bw_json_str(j, "text", x->form);
        bw_json_str(j, "lemma", x->lemma);
        bw_json_str(j, "upos", bw_str_of(bw_upos_name((bw_upos)x->upos)));
        bw_json_str(j, "xpos", bw_str_of(x->xpos));
        bw_json_int(j, "head", x->head < 0 ? 0 : x->head - (int64_t)s->first + 1);
        bw_json_str(j, "deprel", bw_str_of(bw_rel_name((bw_rel)x->rel)));
        bw_record_span(w, x->start, x->end);
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
}

static void write_entities(bw_record_writer *w, bw_range mentions)
{
    bw_json *j = &w->j;
    bw_json_open(j, "entities", '[');
    for (uint32_t i = mentions.first; i < mentions.end; i++) {
        const bw_mention *m = &w->doc->mentions[i];
        bw_json_open(j, NULL, '{');
        bw_record_who(w, m, (bw_span){m->start, m->end}, (double)m->confidence);
        bw_json_str(j, "kind", bw_str_of(bw_mention_kind_name(m->kind)));
        bw_json_bool(j, "actor", m->actor);
        bw_json_bool(j, "place", m->place);
        bw_json_str(j, "reason", m->reason.len ? m->reason : (bw_str){0});
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
}

static void write_times(bw_record_writer *w, bw_range times)
{
    bw_json *j = &w->j;
    bw_json_open(j, "times", '[');
    for (uint32_t i = times.first; i < times.end; i++) {
        const bw_time *t = &w->doc->times[i];
        bw_json_open(j, NULL, '{');
        bw_json_str(j, "text", bw_str_slice(w->source, t->start, t->end));
        bw_record_span(w, t->start, t->end);
        bw_json_str(j, "value", t->value);
        bw_json_str(j, "type", bw_str_of(bw_time_type_name(t->type)));
        bw_record_day(w, "from", t->from);
        bw_record_day(w, "to", t->to);
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
}

static void write_tried(bw_json *j, const bw_explainer *x, const bw_tried *t)
{
    const bw_block *block = &x->c.l->blocks[t->pattern->block];
    bw_json_open(j, NULL, '{');
    bw_json_str(j, "rule", bw_str_print(x->c.arena, "%.*s:%u", BW_STR_FMT(block->file), t->pattern->line));
    bw_json_str(j, "cameo", block->code ? bw_str_of(block->code->code) : (bw_str){0});
    bw_json_str(j, "pattern", t->pattern->source);
    bw_json_bool(j, "fits", t->fits);
    bw_json_bool(j, "taken", t->best);
    if (t->fits) {
        bw_json_int(j, "points", t->points);
        bw_json_null(j, "failed_at");
    } else {
        bw_str words = bw_tried_words(t);
        bw_json_null(j, "points");
        bw_json_open(j, "failed_at", '{');
        bw_json_str(j, "part", words.len ? words : (bw_str){0});
        if (words.len)
            bw_json_int(j, "column", t->pattern->parts[t->part].column);
        else
            bw_json_null(j, "column");
        bw_json_str(j, "why", bw_str_of(bw_tried_why(t)));
        bw_json_close(j, '}');
    }
    bw_json_close(j, '}');
}

/* Words of the sentence are counted from 1, as in CoNLL-U. */
static int64_t word(const bw_sentence *s, int32_t token) { return token - (int64_t)s->first + 1; }

static void write_predicates(bw_record_writer *w, const bw_explainer *x, const bw_sentence *s)
{
    bw_json *j = &w->j;
    bw_json_open(j, "predicates", '[');
    for (uint32_t i = 0; i < x->n_tried;) {
        int32_t token = x->tried[i].token;
        bw_json_open(j, NULL, '{');
        bw_json_int(j, "token", word(s, token));
        bw_json_str(j, "text", w->doc->tokens[token].form);
        bw_json_open(j, "patterns", '[');
        for (; i < x->n_tried && x->tried[i].token == token; i++)
            write_tried(j, x, &x->tried[i]);
        bw_json_close(j, ']');
        bw_json_str(j, "outcome", bw_str_of(bw_explain_outcome(x, token)));
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
}

static void write_views(bw_record_writer *w, const bw_explainer *x, const bw_sentence *s)
{
    bw_json *j = &w->j;
    bw_json_open(j, "classifier", '[');
    for (uint32_t i = 0; i < x->n_views; i++) {
        const bw_pair *p = &x->views[i].pair;
        const bw_opinion *o = &x->views[i].opinion;
        bw_json_open(j, NULL, '{');
        bw_json_int(j, "actor", p->actor - (int64_t)x->mentions.first);
        bw_json_int(j, "recipient", p->recipient - (int64_t)x->mentions.first);
        bw_json_int(j, "token", word(s, p->predicate));
        bw_json_fixed(j, "none", (double)o->none, 3);
        bw_json_str(j, "type", bw_str_of(bw_plover_name(o->likely)));
        bw_json_fixed(j, "probability", (double)o->type[o->likely], 3);
        bw_json_str(j, "cameo", bw_str_of(o->cameo));
        bw_json_close(j, '}');
    }
    bw_json_close(j, ']');
}

static void write_events(bw_record_writer *w, bw_range events)
{
    bw_json_open(&w->j, "events", '[');
    for (uint32_t i = events.first; i < events.end; i++) {
        if (i > events.first)
            bw_buf_char(w->j.out, ',');
        bw_code_write(w->doc, i, w->options, w->j.out);
    }
    bw_json_close(&w->j, ']');
}

void bw_code_explain_write(bw_document *doc, const void *with, bw_buf *out)
{
    const bw_explain_out *how = with;
    bw_explainer x;
    bw_explain_begin(&x, how->readers, doc);
    while (bw_explain_next(&x)) {
        const bw_sentence *s = &doc->sentences[x.sentence];
        bw_record_writer writing = {.doc = doc, .options = &how->record, .source = bw_sentence_source(doc, s), .j.out = out}, *w = &writing;
        bw_json_open(&w->j, NULL, '{');
        bw_json_str(&w->j, "document", doc->head.id);
        bw_json_int(&w->j, "sentence", s->number);
        bw_record_span(w, s->start, s->end);
        bw_json_str(&w->j, "text", bw_sentence_text(doc, s));
        bw_json_str(&w->j, "not_coded", s->flags & BW_SENTENCE_DISCARD ? BW_LIT("discard") : s->flags & BW_SENTENCE_NOISE ? BW_LIT("noise") : (bw_str){0});
        write_tokens(w, s);
        write_entities(w, x.mentions);
        write_times(w, x.times);
        write_predicates(w, &x, s);
        write_views(w, &x, s);
        write_events(w, x.events);
        bw_json_close(&w->j, '}');
        bw_buf_char(out, '\n');
    }
}
