#include "parse/parse.h"

#include "parse/lemma.h"
#include "parse/network.h"
#include "parse/segment.h"

#include <stdlib.h>
#include <string.h>

struct bw_parser {
    bw_arena *arena;
    bw_segmenter *segmenter;
    bw_lemmatizer *lemmatizer;
    bw_network *network;
};

static bw_status open_parts(void *with, bw_err *err)
{
    bw_parser *p = with;
    if (bw_segment_builtin().len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "built without models/segment/segment.bin: `broadway train segment` makes it");
    if (bw_lemma_builtin().len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "built without models/lemma/lemma.bin: `broadway train lemma` makes it");
    bw_status st = bw_segmenter_read(p->arena, bw_token_builtin(), bw_segment_builtin(), &p->segmenter, err);
    if (!st)
        st = bw_lemmatizer_read(p->arena, bw_lemma_builtin(), &p->lemmatizer, err);
    if (!st)
        st = bw_network_open(bw_network_builtin(), &p->network, err);
    return st;
}

bw_status bw_parser_open(bw_parser **out, bw_err *err)
{
    bw_parser *p = calloc(1, sizeof *p);
    if (!p || !(p->arena = bw_arena_new(0))) {
        free(p);
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    }
    bw_status st = bw_arena_try(p->arena, open_parts, p, err);
    if (st) {
        bw_parser_close(p);
        return st;
    }
    *out = p;
    return BW_OK;
}

void bw_parser_close(bw_parser *p)
{
    if (!p)
        return;
    bw_network_close(p->network);
    bw_arena_free(p->arena);
    free(p);
}

bw_status bw_parser_use(bw_parser *p, const char *kernels, bw_err *err)
{
    return bw_network_use(p->network, kernels, err);
}

static void analyse(const bw_parser *p, bw_document *doc)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        bw_network_run(p->network, doc, doc->sentences[i].first, doc->sentences[i].n);
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        bw_token *t = &doc->tokens[i];
        t->lemma = bw_lemma_of(p->lemmatizer, doc->arena, t->form, (bw_upos)t->upos, t->xpos);
    }
}

bw_status bw_parse_sentences(const bw_parser *p, bw_document *doc, bw_err *err)
{
    (void)err;
    bw_segment(p->segmenter, doc);
    analyse(p, doc);
    return BW_OK;
}

bw_status bw_parse_tokens(const bw_parser *p, bw_document *doc, bw_err *err)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (doc->sentences[i].n > BW_PARSE_MAX_SENTENCE)
            return bw_fail(err, BW_ERR_LIMIT, "sentence %u of document '%.*s' has %u tokens, more than %d", i + 1,
                           BW_STR_FMT(doc->head.id), doc->sentences[i].n, BW_PARSE_MAX_SENTENCE);
    analyse(p, doc);
    return BW_OK;
}

bw_status bw_parse_names(const bw_parser *p, bw_document *doc, bw_err *err)
{
    bool named = false;
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        named = named || doc->tokens[i].ner != BW_NER_NONE;
    bw_document read = *doc;
    read.tokens = BW_NEW(doc->arena, bw_token, doc->n_tokens);
    memcpy(read.tokens, doc->tokens, doc->n_tokens * sizeof *read.tokens);
    bw_status st = bw_parse_tokens(p, &read, err);
    for (uint32_t i = 0; !st && i < doc->n_tokens; i++) {
        bw_token *t = &doc->tokens[i];
        if (!named) {
            t->ner = read.tokens[i].ner;
            t->ner_begin = read.tokens[i].ner_begin;
        }
        if (t->lemma.len == 0)
            t->lemma = bw_lemma_of(p->lemmatizer, doc->arena, t->form, (bw_upos)t->upos, t->xpos);
    }
    return st;
}
