/* Any bytes as a title and a text (cut at the first NUL): sentences and tokens cover all that is not white space, in
 * order; no sentence is longer than allowed; lemmas are never empty, and
 * valid where forms are. */
#include "base/utf8.h"
#include "parse/lemma.h"
#include "parse/parse.h"
#include "parse/segment.h"

#include <stdlib.h>

/* Opened once, like the program's own. */
static struct {
    bw_arena *arena;
    bw_segmenter *segmenter;
    bw_lemmatizer *lemmatizer;
} parts;

static bw_status open(void *with, bw_err *err)
{
    (void)with;
    bw_status st = bw_segmenter_read(parts.arena, bw_token_builtin(), bw_segment_builtin(), &parts.segmenter, err);
    if (!st && bw_lemma_builtin().len)
        st = bw_lemmatizer_read(parts.arena, bw_lemma_builtin(), &parts.lemmatizer, err);
    return st;
}

/* What lies between tokens is white space. */
static void check_between(bw_str text, uint32_t from, uint32_t to)
{
    while (from < to) {
        size_t n = bw_token_space(text, from);
        if (n == 0)
            abort();
        from += (uint32_t)n;
    }
}

static bw_status segment(void *with, bw_err *err)
{
    bw_document *doc = with;
    uint32_t at = 0, token = 0;
    (void)err;

    bw_segment(parts.segmenter, doc);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const bw_sentence *s = &doc->sentences[i];
        bw_str text = bw_sentence_source(doc, s);
        if (i && s->number >= 0 && s[-1].number < 0)
            at = 0;
        if (s->first != token || s->n == 0 || s->n > BW_PARSE_MAX_SENTENCE || s->end > text.len)
            abort();
        for (; token < s->first + s->n; token++) {
            const bw_token *t = &doc->tokens[token];
            if (t->start < at || t->end <= t->start || t->end > text.len || token + t->mwt > s->first + s->n)
                abort();
            check_between(text, at, t->start);
            at = t->end;
            if (parts.lemmatizer) {
                bw_str lemma = bw_lemma_of(parts.lemmatizer, doc->arena, t->form, (bw_upos)(token % BW_N_UPOS),
                                           token % 3 ? "NNS" : "VBD");
                if (lemma.len == 0 || (bw_utf8_count_bad(lemma) && !bw_utf8_count_bad(t->form)))
                    abort();
            }
        }
        if (at != s->end)
            abort();
    }
    if (token != doc->n_tokens)
        abort();
    if (!doc->n_sentences || doc->sentences[doc->n_sentences - 1].number >= 0)
        check_between(doc->head.text, doc->n_sentences ? at : 0, (uint32_t)doc->head.text.len);
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!parts.arena) {
        parts.arena = bw_arena_new(0);
        if (!parts.arena || bw_arena_try(parts.arena, open, NULL, NULL))
            abort();
    }
    bw_arena *a = bw_arena_new(256 << 20);
    if (!a)
        return 0;
    bw_str all = {(const char *)data, size};
    size_t cut = bw_str_find_char(all, '\0', 0);
    bw_document doc = {.arena = a};
    doc.head.title = cut < size ? bw_str_slice(all, 0, cut) : (bw_str){0};
    doc.head.text = cut < size ? bw_str_slice(all, cut + 1, size) : all;
    (void)!bw_arena_try(a, segment, &doc, NULL);
    bw_arena_free(a);
    return 0;
}
