/* Words and their lemmas; weights that are damaged; training that repeats itself. */
#include "parse/lemma.h"
#include "parse/train/train_lemma.h"
#include "tap.h"

static const struct {
    const char *form;
    bw_upos upos;
    const char *xpos, *lemma;
} rows[] = {
    {"condemned", BW_UPOS_VERB, "VBD", "condemn"},
    {"staged", BW_UPOS_VERB, "VBD", "stage"},
    {"staged", BW_UPOS_VERB, "VBN", "stage"},
    {"freed", BW_UPOS_VERB, "VBN", "free"},
    {"planned", BW_UPOS_VERB, "VBN", "plan"},
    {"provoked", BW_UPOS_VERB, "VBN", "provoke"},
    {"occupied", BW_UPOS_VERB, "VBD", "occupy"},
    {"expelling", BW_UPOS_VERB, "VBG", "expel"},
    {"met", BW_UPOS_VERB, "VBD", "meet"},
    {"shut", BW_UPOS_VERB, "VBD", "shut"},
    {"said", BW_UPOS_VERB, "VBD", "say"},
    {"SAYS", BW_UPOS_VERB, "VBZ", "say"},
    {"was", BW_UPOS_AUX, "VBD", "be"},
    {"'s", BW_UPOS_PART, "POS", "'s"},
    {"'s", BW_UPOS_AUX, "VBZ", "be"},
    {"\xE2\x80\x99s", BW_UPOS_AUX, "VBZ", "be"},
    {"n't", BW_UPOS_PART, "RB", "not"},
    {"n\xE2\x80\x99t", BW_UPOS_PART, "RB", "not"},
    {"ca", BW_UPOS_AUX, "MD", "can"},
    {"rebels", BW_UPOS_NOUN, "NNS", "rebel"},
    {"Embassies", BW_UPOS_NOUN, "NNS", "embassy"},
    {"crises", BW_UPOS_NOUN, "NNS", "crisis"},
    {"CEOs", BW_UPOS_NOUN, "NNS", "CEO"},
    {"headquarters", BW_UPOS_NOUN, "NNS", "headquarters"},
    {"Varnia", BW_UPOS_PROPN, "NNP", "Varnia"},
    {"the", BW_UPOS_DET, "DT", "the"},
    {"The", BW_UPOS_DET, "DT", "the"},
    {"me", BW_UPOS_PRON, "PRP", "I"},
    {"their", BW_UPOS_PRON, "PRP$", "their"},
    {"worst", BW_UPOS_ADJ, "JJS", "bad"},
    {"larger", BW_UPOS_ADJ, "JJR", "large"},
    {"caf\xC3\xA9s", BW_UPOS_NOUN, "NNS", "caf\xC3\xA9"},
    {"\xD0\xBC\xD0\xB5\xD0\xBD\xD1\x8E", BW_UPOS_NOUN, "NNS", "\xD0\xBC\xD0\xB5\xD0\xBD\xD1\x8E"},
    {"\xE2\x80\x98", BW_UPOS_PUNCT, "VBD", "\xE2\x80\x98"},
    {"s", BW_UPOS_NOUN, "NNS", "s"},
    {"5,000", BW_UPOS_NUM, "CD", "5000"},
};

static const char treebank[] = "1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tran\trun\tVERB\tVBD\t_\t0\troot\t_\t_\n\n"
                               "1\tCats\tcat\tNOUN\tNNS\t_\t0\troot\t_\t_\n\n1\tWe\twe\tPRON\tPRP\t_\t0\troot\t_\t_\n\n";

typedef struct {
    bw_arena *arena;
    bw_str weights;
    bw_lemmatizer *l;
    size_t row;
    bw_str got;
} job;

static bw_status read_weights(void *with, bw_err *err)
{
    job *j = with;
    return bw_lemmatizer_read(j->arena, j->weights, &j->l, err);
}

static bw_status one(void *with, bw_err *err)
{
    job *j = with;
    (void)err;
    j->got = bw_lemma_of(j->l, j->arena, bw_str_of(rows[j->row].form), rows[j->row].upos, rows[j->row].xpos);
    return BW_OK;
}

static bw_status train(void *with, bw_err *err)
{
    job *j = with;
    bw_str text = bw_str_of(treebank);
    bw_train_lemma_options o = {.treebanks = &text, .n_treebanks = 1,
                                .verbs = BW_LIT("  1 a licence\nblorb v 1\nglub v 1\n"),
                                .verb_exceptions = BW_LIT("glubbed glub\nglubbing glub\n")};
    return bw_train_lemma(j->arena, &o, &j->weights, NULL, err);
}

static void test_training(bw_arena *a)
{
    bw_err err = {0};
    job j = {.arena = a}, again = {.arena = a};
    ok(bw_arena_try(a, train, &j, &err) == BW_OK && bw_arena_try(a, train, &again, &err) == BW_OK, "trained: %s", err.msg);
    ok(bw_str_eq(j.weights, again.weights), "the same weights twice");
    ok(bw_arena_try(a, read_weights, &j, &err) == BW_OK, "they can be read: %s", err.msg);
    ok(bw_str_is(bw_lemma_of(j.l, a, BW_LIT("Dogs"), BW_UPOS_NOUN, "NNS"), "dog"), "a form of the treebank");
    ok(bw_str_is(bw_lemma_of(j.l, a, BW_LIT("blorbed"), BW_UPOS_VERB, "VBD"), "blorb"), "a regular form of the dictionary");
    ok(bw_str_is(bw_lemma_of(j.l, a, BW_LIT("glubbing"), BW_UPOS_VERB, "VBG"), "glub"), "an exception of the dictionary");

    /* Each damaged byte, and each cut, is seen. */
    char *copy = bw_arena_alloc(a, j.weights.len);
    memcpy(copy, j.weights.ptr, j.weights.len);
    size_t missed = 0;
    for (size_t i = 0; i < j.weights.len; i += 7) {
        copy[i] = (char)(copy[i] ^ 0x10);
        job damaged = {.arena = a, .weights = {copy, j.weights.len}}, cut = {.arena = a, .weights = {j.weights.ptr, i}};
        missed += bw_arena_try(a, read_weights, &damaged, &err) != BW_ERR_SYNTAX;
        missed += bw_arena_try(a, read_weights, &cut, &err) != BW_ERR_SYNTAX;
        copy[i] = (char)(copy[i] ^ 0x10);
    }
    ok(missed == 0, "damage is seen: %s", err.msg);
}

static bw_status run_training(void *with, bw_err *err)
{
    (void)err;
    test_training(with);
    return BW_OK;
}

int main(void)
{
    bw_err err = {0};
    job j = {.arena = bw_arena_new(0), .weights = bw_lemma_builtin()};

    ok(bw_arena_try(j.arena, run_training, j.arena, &err) == BW_OK, "no allocation failed");
    if (j.weights.len) {
        ok(bw_arena_try(j.arena, read_weights, &j, &err) == BW_OK, "built-in weights: %s", err.msg);
        for (j.row = 0; j.l && j.row < sizeof rows / sizeof *rows; j.row++) {
            bool good = bw_arena_try(j.arena, one, &j, &err) == BW_OK && bw_str_is(j.got, rows[j.row].lemma);
            ok(good, "%s %s: %.*s, wanted %s", rows[j.row].form, rows[j.row].xpos, BW_STR_FMT(j.got), rows[j.row].lemma);
        }
    } else {
        ok(true, "# SKIP built without lemma.bin");
    }
    bw_arena_free(j.arena);
    return tap_done();
}
