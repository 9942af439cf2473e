/* Any bytes as a verb dictionary of TABARI or PETRARCH, then options, then tokens (see coded.h), with 0x01 between: what comes of the
 * dictionary are rules without faults, and they code any text. */
#include "coded.h"
#include "code/import_verbs.h"

typedef struct {
    bw_arena *arena;
    bw_str dictionary, conf;
    const bw_lexicon *book;
    bw_lexicon *lexicon;
} import_job;

static void count(void *with, const char *file, uint32_t line, uint32_t column, const char *cause)
{
    (void)file, (void)line, (void)column, (void)cause;
    ++*(int *)with;
}

static bw_status import(void *with, bw_err *err)
{
    import_job *j = with;
    bw_verb_import m = {.arena = j->arena, .book = j->dictionary.len % 2 ? &j->book->book : NULL};
    bw_verb_import_add(&m, BW_LIT("d"), j->dictionary);
    bw_file_named *files;
    size_t n;
    int n_faults = 0;
    bw_coder_conf conf = {0};
    bw_verb_import_files(&m, &files, &n);
    bw_coder_conf_read("c", j->conf, &conf, count, &n_faults);
    bw_lexicon_file *own = BW_NEW(j->arena, bw_lexicon_file, n);
    for (size_t i = 0; i < n; i++)
        own[i] = (bw_lexicon_file){files[i].name, i == 0 && !n_faults ? j->conf : files[i].bytes};
    if (bw_lexicon_open_files(own, (uint32_t)n, &j->lexicon, err) == BW_ERR_SYNTAX)
        abort();
    return BW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_err err = {0};
    bw_str rest = {(const char *)data, size};
    bw_arena *a = bw_arena_new((size_t)256 << 20);
    static bw_lexicon *book; /* opened once: every input reads it */
    if (a && (book || bw_lexicon_open_text(BW_LIT("code none\n"), &book, &err) == BW_OK)) {
        import_job j = {.arena = a, .book = book};
        bw_str_cut(&rest, '\x01', &j.dictionary);
        bw_str_cut(&rest, '\x01', &j.conf);
        bw_status st = bw_arena_try(a, import, &j, &err);
        if (!st && j.lexicon)
            code_any(j.lexicon, rest.ptr ? (const uint8_t *)rest.ptr : data, rest.len);
    }
    bw_arena_free(a);
    return 0;
}
