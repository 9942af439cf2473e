/* coded.h - what the fuzz targets of code/ share: a text with a tree of any shape, coded with any rules, and what code promises
 * of its events is looked at. */
#ifndef BW_FUZZ_CODED_H
#define BW_FUZZ_CODED_H

#include "code/lexicon.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    const bw_lexicon *lexicon;
    const uint8_t *data;
    size_t size;
} job;

static const char *const words[] = {"actor", "visit", "meet", "talk", "hold", "attack", "condemn", "to", "by", "with", "between", "and",
                                    "not", "will", "may", "say", "agree", "send", "aid", "each", "other", "of", "for", "who", "that", "be",
                                    "Japan", "Seoul", "rebel", "five", "dead", "?"};
static const char *const tags[] = {"NN", "NNS", "NNP", "VB", "VBD", "VBN", "VBG", "VBZ"};

static inline bw_status code(void *with, bw_err *err)
{
    job *j = with;
    bw_document doc = {.arena = j->arena};
    uint32_t n = (uint32_t)(j->size / 3 > 60 ? 60 : j->size / 3);
    bw_buf text = {.arena = j->arena};
    doc.tokens = BW_NEW(j->arena, bw_token, n + 1);
    doc.n_tokens = n;
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *b = j->data + 3 * i;
        bw_token *t = &doc.tokens[i];
        t->form = t->lemma = bw_str_of(words[b[0] % 32]);
        t->start = (uint32_t)text.len;
        bw_buf_str(&text, t->form);
        t->end = (uint32_t)text.len;
        bw_buf_char(&text, ' ');
        t->rel = b[1] % BW_N_REL;
        t->upos = (uint8_t)((b[0] >> 5) + 8 * (b[1] & 1)) % BW_N_UPOS;
        strcpy(t->xpos, tags[b[1] >> 5]);
        t->head = (int32_t)(b[2] % (n + 1)) - 1;
    }
    doc.head.text = bw_buf_view(&text);
    doc.head.day = bw_day_of(2021, 4, 1);
    doc.sentences = BW_NEW(j->arena, bw_sentence, 1);
    doc.n_sentences = n > 0;
    doc.sentences[0] = (bw_sentence){.n = n, .end = (uint32_t)text.len};
    doc.mentions = BW_NEW(j->arena, bw_mention, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        if (!bw_is_upper(doc.tokens[i].form.ptr[0]) && !bw_str_is(doc.tokens[i].form, "rebel"))
            continue;
        bw_mention *m = &doc.mentions[doc.n_mentions++];
        *m = (bw_mention){.start = doc.tokens[i].start, .end = doc.tokens[i].end, .first = i, .n = 1 + (i + 1 < n), .head = i, .actor = true,
                          .place = i % 2, .same_as = -1, .name = doc.tokens[i].form, .kind = (bw_mention_kind)(i % 5), .confidence = 1};
        memcpy(m->country, i % 3 ? "JPN" : "KOR", 4);
    }
    bw_status st = bw_code_events(&(bw_readers){.lexicon = j->lexicon}, &doc, err);
    bw_buf out = {.arena = j->arena};
    bw_event_options options = {.chars = true};
    for (uint32_t i = 0; !st && i < doc.n_events; i++) {
        const bw_event *e = &doc.events[i];
        if (e->actor.n == 0 || e->trigger.end > text.len || e->trigger.start >= e->trigger.end || (i && e[-1].sentence > e->sentence))
            abort();
        bw_code_write(&doc, i, &options, &out);
    }
    bw_relation r;
    if (!st && n)
        st = bw_code_relate(&(bw_readers){.lexicon = j->lexicon}, &doc, (bw_span){0, 4}, (bw_span){5, 9}, &r, err);
    if (!st && n && (r.type == BW_PLOVER_NONE || !r.cameo[0]))
        abort();
    if (!st)
        st = bw_code_explain(&(bw_readers){.lexicon = j->lexicon}, &doc, &out, err);
    if (!st)
        bw_code_explain_write(&doc, &(bw_explain_out){.readers = &(bw_readers){.lexicon = j->lexicon}, .record = options}, &out);
    return st;
}

/* Codes what the bytes make of tokens, three bytes each (word, relation and part of speech, head), and closes the lexicon. */
static inline void code_any(bw_lexicon *l, const uint8_t *data, size_t size)
{
    bw_err err = {0};
    bw_arena *a = bw_arena_new((size_t)256 << 20);
    if (a) {
        job j = {a, l, data, size};
        bw_status st = bw_arena_try(a, code, &j, &err);
        (void)st;
        bw_arena_free(a);
    }
    bw_lexicon_close(l);
}

#endif
