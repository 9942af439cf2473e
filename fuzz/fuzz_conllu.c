/* Any bytes as CoNLL-U: what is read is sound, and reads the same again from what is written. */
#include "parse/conllu.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    bw_str in;
} job;

static void check(const bw_document *doc)
{
    for (uint32_t i = 0, token = 0; i < doc->n_sentences; i++) {
        const bw_sentence *s = &doc->sentences[i];
        if (s->first != token || s->n == 0 || s->end > bw_sentence_source(doc, s).len || s->start > s->end)
            abort();
        for (; token < s->first + s->n; token++) {
            const bw_token *t = &doc->tokens[token];
            if (t->start > t->end || t->end > s->end || token + t->mwt > s->first + s->n ||
                (t->head >= 0 && ((uint32_t)t->head < s->first || (uint32_t)t->head >= s->first + s->n)))
                abort();
        }
    }
}

static bw_str write_all(bw_arena *a, const bw_document *doc)
{
    bw_buf out = {.arena = a};
    bw_conllu_write(doc, &out);
    return bw_buf_view(&out);
}

static bw_status read_all(void *with, bw_err *err)
{
    job *j = with;
    uint64_t line = 0;
    for (;;) {
        bw_document doc = {.arena = j->arena};
        bw_status st = bw_conllu_read(&j->in, &line, &doc, err);
        if (st == BW_END)
            return BW_OK;
        if (st)
            continue;
        check(&doc);
        /* White space of the text may come back as a blank, so the second reading is the measure. */
        bw_str once = write_all(j->arena, &doc), rest = once;
        bw_document again = {.arena = j->arena};
        uint64_t n = 0;
        if (bw_conllu_read(&rest, &n, &again, err))
            continue; /* forms that hold what a column cannot */
        check(&again);
        if (again.n_tokens != doc.n_tokens || again.n_sentences != doc.n_sentences)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_arena *a = bw_arena_new(64 << 20);
    if (!a)
        return 0;
    job j = {.arena = a, .in = {(const char *)data, size}};
    (void)!bw_arena_try(a, read_all, &j, NULL);
    bw_arena_free(a);
    return 0;
}
