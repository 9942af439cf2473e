/* Any bytes as a list of contexts; behind the first 0x01, a text of words that is listened to. */
#include "code/contexts.h"

#include <stdlib.h>

typedef struct {
    bw_arena *arena;
    bw_str list, text;
} job;

static void ignore(void *with, const char *file, uint32_t line, uint32_t column, const char *cause)
{
    (void)with;
    (void)file;
    if (line == 0 || column == 0 || !cause[0])
        abort();
}

static bw_status listen(void *with, bw_err *err)
{
    job *j = with;
    bw_lexicon l = {.arena = j->arena, .words.arena = j->arena, .book.arena = j->arena, .book.by_code.arena = j->arena};
    bw_status st = bw_codebook_read_types(&l.book, "types", BW_LIT("type\tmode\tscore\trecipient\nACCUSE\t\t-3\tno\nACCUSE\tallege\t\tno\n"), err);
    if (!st)
        st = bw_codebook_read_codes(&l.book, "codes", BW_LIT("code\tname\tgoldstein\n112\taccuse\t-2\n"), err);
    if (!st)
        st = bw_codebook_read_contexts(&l.book, "contexts", BW_LIT("context\twhat\nmilitary\tx\ncrime\ty\n"), err);
    if (st)
        return st;
    bw_rules_reader r = {.lexicon = &l, .file = "x", .report = ignore};
    bw_contexts_read(&r, BW_LIT("crime"), j->list);
    bw_contexts_read(&r, BW_LIT("military"), BW_LIT("army\n? soldier\nparty: MIL\n"));
    bw_contexts_read(&r, BW_LIT("crme"), j->list);
    bw_contexts_index(&l);

    bw_document doc = {.arena = j->arena, .head.text = j->text};
    bw_str rest = j->text, word;
    doc.tokens = BW_NEW(j->arena, bw_token, j->text.len + 1);
    while (rest.len && bw_str_cut(&rest, ' ', &word))
        doc.tokens[doc.n_tokens++] = (bw_token){.form = word, .lemma = word, .head = -1};
    doc.sentences = BW_NEW(j->arena, bw_sentence, 1);
    doc.n_sentences = 1;
    doc.sentences[0].n = doc.n_tokens;
    bw_mention mention = {.n_sectors = 1, .sectors = {"CRM"}, .religion = BW_LIT("x"), .same_as = -1, .also = -1};
    doc.mentions = &mention;
    doc.n_mentions = doc.n_tokens > 0;
    bw_party party = {.mention = 0};
    bw_event e = {.type = BW_PLOVER_ACCUSE, .cameo = "112", .modes = {"allege"}, .n_modes = 1, .recipient = {&party, doc.n_mentions, 1}};
    bw_coder c;
    bw_coder_prepare(&c, &l, &doc);
    bw_contexts_decide(&c, &e, 1);
    if (e.n_contexts > 2)
        abort();
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *cut = size ? memchr(data, 1, size) : NULL;
    size_t n = cut ? (size_t)(cut - data) : size;
    bw_err err = {0};
    bw_arena *a = bw_arena_new((size_t)64 << 20);
    if (a) {
        job j = {a, {(const char *)data, n}, {(const char *)data + n + (cut != NULL), size - n - (cut != NULL)}};
        bw_status st = bw_arena_try(a, listen, &j, &err);
        (void)st;
        bw_arena_free(a);
    }
    return 0;
}
