/* pipeline.c: one document, from its text to its events.
 * Each stage fills one part of the document and reads only the parts before it. */
#include "pipeline.h"

#include "code/classifier.h"
#include "coder_hash.h"

#include <stdio.h>
#include <stdlib.h>

struct bw_pipeline {
    bw_pipeline_options options;
    bw_parser *parser;
    bw_knowledge *knowledge;
    bw_lexicon *lexicon;
    bw_classifier *classifier;
    bw_readers readers;
    char coder[33];
};

bw_status bw_pipeline_run(const bw_pipeline *p, bw_document *doc, bw_err *err)
{
    const bw_pipeline_options *o = &p->options;
    bw_status st = BW_OK;

    if (o->english_only && doc->head.foreign)
        return BW_OK;
    if (o->until >= BW_STAGE_PARSE && !o->given_tokens && doc->head.text.len > BW_DOCUMENT_TEXT)
        return bw_fail(err, BW_ERR_LIMIT, "text of %zu bytes is over the limit of %d MB for one document",
                       doc->head.text.len, BW_DOCUMENT_TEXT >> 20);
    if (o->until >= BW_STAGE_PARSE)
        st = o->given_trees    ? bw_parse_names(p->parser, doc, err)     /* names */
             : o->given_tokens ? bw_parse_tokens(p->parser, doc, err)    /* tags, heads */
                             : bw_parse_sentences(p->parser, doc, err);  /* sentences, tokens */
    if (!st && o->until >= BW_STAGE_LINK && !o->without_link)
        st = bw_link_actors(p->knowledge, doc, err);                     /* mentions */
    if (!st && o->until >= BW_STAGE_WHEN)
        st = bw_when_dates(&o->when, doc, err);                          /* times */
    if (!st && o->until >= BW_STAGE_CODE)
        st = bw_code_events(&p->readers, doc, err);                      /* events */
    return st;
}

bw_status bw_pipeline_hash(const bw_pipeline_options *options, char out[33], bw_err *err)
{
    const char *folders[2] = {options->knowledge, options->lexicon};
    char shape[100];
    snprintf(shape, sizeof shape, "%s %d %d", options->codebook ? options->codebook : "plover-2024", options->no_builtin, options->rules_only);
    return bw_coder_hash(folders, 2, shape, out, err);
}

bw_status bw_pipeline_open(const bw_pipeline_options *options, bw_pipeline **out, bw_err *err)
{
    bw_pipeline *p = calloc(1, sizeof *p);
    if (!p)
        return bw_fail(err, BW_ERR_MEMORY, "out of memory");
    p->options = *options;

    bw_status st = bw_pipeline_hash(options, p->coder, err);
    if (!st && options->until >= BW_STAGE_PARSE)
        st = bw_parser_open(options->models, &p->parser, err);
    if (!st && p->parser && options->kernels)
        st = bw_parser_use(p->parser, options->kernels, err);
    if (!st && options->until >= BW_STAGE_LINK && !options->without_link)
        st = bw_knowledge_open(options->knowledge, !options->no_builtin, &p->knowledge, err);
    if (!st && (options->until >= BW_STAGE_CODE || options->with_lexicon))
        st = bw_lexicon_open(options->lexicon, !options->no_builtin, options->codebook, &p->lexicon, err);
    /* A program built without these weights codes by rules alone. */
    if (!st && p->lexicon && p->parser && !options->rules_only && bw_classifier_builtin().len)
        st = bw_classifier_open(bw_classifier_builtin(), bw_parser_network(p->parser), &p->classifier, err);
    p->readers = (bw_readers){p->lexicon, p->classifier, options->statements};
    if (st) {
        bw_pipeline_close(p);
        return st;
    }
    *out = p;
    return BW_OK;
}

void bw_pipeline_close(bw_pipeline *p)
{
    if (!p)
        return;
    bw_classifier_close(p->classifier);
    if (p->lexicon)
        bw_lexicon_close(p->lexicon);
    if (p->knowledge)
        bw_knowledge_close(p->knowledge);
    if (p->parser)
        bw_parser_close(p->parser);
    free(p);
}

const bw_knowledge *bw_pipeline_knowledge(const bw_pipeline *p) { return p->knowledge; }

const bw_readers *bw_pipeline_readers(const bw_pipeline *p) { return &p->readers; }

const char *bw_pipeline_coder(const bw_pipeline *p) { return p->coder; }
