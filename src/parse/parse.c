#include "parse/parse.h"

#include "base/file.h"
#include "parse/lemma.h"
#include "parse/names.h"
#include "parse/network.h"
#include "parse/segment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bw_parser {
    bw_arena *arena;
    bw_segmenter *segmenter;
    bw_lemmatizer *lemmatizer;
    bw_network *network;
    const char *models; /* while it is opened */
};

const struct bw_network *bw_parser_network(const bw_parser *p) { return p->network; }

enum { MODEL_BYTES = 256 << 20 };

/* The file of the folder; where it is not there, the bytes that are built in. */
static bw_status find_weights(bw_parser *p, const char *file, bw_str builtin, bw_str *out, uint32_t *found, bw_err *err)
{
    *out = builtin;
    if (!p->models)
        return BW_OK;
    const char *path = bw_str_print(p->arena, "%s/%s%c", p->models, file, 0).ptr;
    if (access(path, F_OK) != 0)
        return BW_OK;
    (*found)++;
    return bw_file_read(p->arena, path, MODEL_BYTES, out, err);
}

static bw_status open_parts(void *with, bw_err *err)
{
    bw_parser *p = with;
    bw_str segment, lemma, network;
    uint32_t found = 0;
    bw_status st = find_weights(p, "segment.bin", bw_segment_builtin(), &segment, &found, err);
    if (!st)
        st = find_weights(p, "lemma.bin", bw_lemma_builtin(), &lemma, &found, err);
    if (!st)
        st = find_weights(p, "network.bin", bw_network_builtin(), &network, &found, err);
    if (st)
        return st;
    if (p->models && found == 0)
        return bw_fail(err, BW_ERR_IO, "%s: no network.bin, segment.bin or lemma.bin in it", p->models);
    if (segment.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "built without models/segment/segment.bin: `broadway train segment` makes it");
    if (lemma.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "built without models/lemma/lemma.bin: `broadway train lemma` makes it");
    st = bw_segmenter_read(p->arena, bw_token_builtin(), segment, &p->segmenter, err);
    if (!st)
        st = bw_lemmatizer_read(p->arena, lemma, &p->lemmatizer, err);
    if (!st)
        st = bw_network_open(network, &p->network, err);
    return st && p->models ? bw_fail_at(err, st, "%s", p->models) : st;
}

bw_status bw_parser_open(const char *models, bw_parser **out, bw_err *err)
{
    bw_parser *p = calloc(1, sizeof *p);
    if (!p || !(p->arena = bw_arena_new(0))) {
        free(p);
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    }
    p->models = models;
    bw_status st = bw_arena_try(p->arena, open_parts, p, err);
    p->models = NULL;
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
    bw_names_agree(doc);
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
