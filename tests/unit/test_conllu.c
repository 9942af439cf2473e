/* CoNLL-U: what is read, that what is written reads back the same, and what is refused. */
#include "parse/conllu.h"
#include "tap.h"

static const char two_documents[] =
    "# newdoc id = a\n"
    "# sent_id = a-1\n"
    "# text = Varnia's envoy didn't wait.\n"
    "1-2\tVarnia's\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tVarnia\tVarnia\tPROPN\tNNP\t_\t3\tnmod:poss\t_\tNER=B-LOC\n"
    "2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_\n"
    "3\tenvoy\tenvoy\tNOUN\tNN\t_\t6\tnsubj\t_\t_\n"
    "4-5\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "4\tdid\tdo\tAUX\tVBD\t_\t6\taux\t_\t_\n"
    "5\tn't\tnot\tPART\tRB\t_\t6\tadvmod\t_\t_\n"
    "6\twait\twait\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
    "7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_\n"
    "\n"
    "# sent_id = a-2\n"
    "# text = (Bellund did.)\n"
    "1\t(\t(\tPUNCT\t-LRB-\t_\t3\tpunct\t_\tSpaceAfter=No\n"
    "2\tBellund\tBellund\tPROPN\tNNP\t_\t3\tnsubj\t_\tNER=B-LOC\n"
    "3\tdid\tdo\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n"
    "4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tSpaceAfter=No\n"
    "5\t)\t)\tPUNCT\t-RRB-\t_\t3\tpunct\t_\tSpaceAfter=No\n"
    "\n"
    "# newpar\n"
    "# sent_id = a-3\n"
    "# text = Gimme\n"
    "1-2\tGimme\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tGim\tgive\tVERB\tVB\t_\t0\troot\t_\t_\n"
    "2\tmi\tI\tPRON\tPRP\t_\t1\tiobj\t_\t_\n"
    "2.1\tmoney\tmoney\tNOUN\tNN\t_\t_\t_\t1:obj\t_\n"
    "\n"
    "# newdoc id = b\n"
    "# sent_id = b-1\n"
    "1\tNo\tno\tDET\tDT\t_\t2\tdet\t_\t_\n"
    "2\ttext\ttext\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No\n"
    "3\t!\t_\tPUNCT\t.\t_\t2\tpunct\t_\t_\n"
    "\n";

typedef struct {
    bw_document doc;
    bw_str in;
    bw_str out;
    uint64_t line;
} job;

static bw_status read_one(void *with, bw_err *err)
{
    job *j = with;
    return bw_conllu_read(&j->in, &j->line, &j->doc, err);
}

static bw_status write_one(void *with, bw_err *err)
{
    job *j = with;
    bw_buf out = {.arena = j->doc.arena};
    (void)err;
    bw_conllu_write(&j->doc, &out);
    j->out = bw_buf_view(&out);
    return BW_OK;
}

static bw_str token_text(const bw_document *doc, uint32_t i)
{
    return bw_str_slice(doc->head.text, doc->tokens[i].start, doc->tokens[i].end);
}

static void test_read(bw_arena *a)
{
    job j = {.doc.arena = a, .in = bw_str_of(two_documents)};
    bw_err err = {0};

    ok(bw_arena_try(a, read_one, &j, &err) == BW_OK, "first document: %s", err.msg);
    ok(bw_str_is(j.doc.head.id, "a"), "its id");
    ok(bw_str_is(j.doc.head.text, "Varnia's envoy didn't wait. (Bellund did.)\n\nGimme"), "its text");
    ok(j.doc.n_sentences == 3 && j.doc.n_tokens == 14, "3 sentences, 14 words");
    const bw_token *t = j.doc.tokens;
    ok(t[0].mwt == 2 && t[1].mwt == 0 && !t[0].space_after && t[1].space_after, "a multi-word token");
    ok(bw_str_is(token_text(&j.doc, 0), "Varnia") && bw_str_is(token_text(&j.doc, 1), "'s"), "its words divide it");
    ok(bw_str_is(token_text(&j.doc, 12), "Gimme") && bw_str_is(token_text(&j.doc, 13), "Gimme"),
       "words that do not spell the token share its span");
    ok(t[0].ner == BW_NER_LOC && t[0].ner_begin && t[2].ner == BW_NER_NONE, "names");
    ok(t[0].head == 2 && t[5].head == -1 && t[9].head == -1 && t[8].head == 9, "heads count in the document");
    ok(t[8].rel == BW_REL_nsubj && strcmp(t[7].xpos, "-LRB-") == 0, "relation and tag");
    ok(j.doc.sentences[1].paragraph == 0 && j.doc.sentences[2].paragraph == 1, "paragraphs");
    ok(bw_str_is(bw_sentence_text(&j.doc, &j.doc.sentences[1]), "(Bellund did.)"), "text of a sentence");

    ok(bw_arena_try(a, read_one, &j, &err) == BW_OK && bw_str_is(j.doc.head.text, "No text!"),
       "second document, text from its forms");
    ok(j.doc.tokens[2].lemma.len == 0, "a lemma that is not given");
    ok(bw_arena_try(a, read_one, &j, &err) == BW_END, "and no more");
}

static void test_round_trip(bw_arena *a)
{
    job j = {.doc.arena = a, .in = bw_str_of(two_documents)};
    bw_err err = {0};

    ok(bw_arena_try(a, read_one, &j, &err) == BW_OK, "read");
    bw_document first = j.doc;
    /* A title, as the parser makes it: its sentences come first. */
    first.head.title = BW_LIT("Envoy leaves");
    static bw_token tokens[16];
    static bw_sentence sentences[4];
    tokens[0] = (bw_token){.start = 0, .end = 5, .form = BW_LIT("Envoy"), .head = 1, .space_after = true};
    tokens[1] = (bw_token){.start = 6, .end = 12, .form = BW_LIT("leaves"), .head = -1, .space_after = true,
                           .rel = BW_REL_root};
    for (uint32_t i = 0; i < first.n_tokens; i++) {
        tokens[i + 2] = first.tokens[i];
        tokens[i + 2].head += first.tokens[i].head < 0 ? 0 : 2;
    }
    sentences[0] = (bw_sentence){.number = -1, .n = 2, .end = 12, .flags = BW_SENTENCE_HEADLINE};
    for (uint32_t i = 0; i < first.n_sentences; i++) {
        sentences[i + 1] = first.sentences[i];
        sentences[i + 1].first += 2;
    }
    sentences[2].flags = BW_SENTENCE_CUT | BW_SENTENCE_NOISE;
    first.tokens = tokens;
    first.n_tokens += 2;
    first.sentences = sentences;
    first.n_sentences++;

    j.doc = first;
    ok(bw_arena_try(a, write_one, &j, &err) == BW_OK, "written");
    bw_str written = j.out;
    j.in = written;
    j.line = 0;
    ok(bw_arena_try(a, read_one, &j, &err) == BW_OK, "read again: %s", err.msg);
    ok(bw_str_eq(j.doc.head.text, first.head.text) && bw_str_eq(j.doc.head.title, first.head.title), "same text, title");
    bool same = j.doc.n_tokens == first.n_tokens && j.doc.n_sentences == first.n_sentences;
    for (uint32_t i = 0; same && i < first.n_tokens; i++) {
        const bw_token *x = &first.tokens[i], *y = &j.doc.tokens[i];
        same = x->start == y->start && x->end == y->end && bw_str_eq(x->form, y->form) && bw_str_eq(x->lemma, y->lemma) &&
               x->upos == y->upos && x->rel == y->rel && x->head == y->head && x->mwt == y->mwt && x->ner == y->ner &&
               x->ner_begin == y->ner_begin && x->space_after == y->space_after && strcmp(x->xpos, y->xpos) == 0;
        if (!same)
            ok(false, "word %u ('%.*s') came back the same", i, BW_STR_FMT(x->form));
    }
    ok(same, "same words");
    for (uint32_t i = 0; same && i < first.n_sentences; i++)
        same = memcmp(&first.sentences[i], &j.doc.sentences[i], sizeof(bw_sentence)) == 0;
    ok(same, "same sentences");
    ok(bw_arena_try(a, write_one, &j, &err) == BW_OK && bw_str_eq(j.out, written), "written the same");
}

static const struct {
    const char *why, *in, *message;
} refused[] = {
    {"nine columns", "1\ta\ta\tX\tX\t_\t0\troot\t_\n\n", "line 1: fewer than 10 columns"},
    {"a word left out", "1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n3\tb\tb\tX\tX\t_\t1\tdep\t_\t_\n\n", "line 2: word id is '3', 2 is due"},
    {"a head outside", "# a\n1\ta\ta\tX\tX\t_\t7\tdep\t_\t_\n\n", "line 2: word 1 has head 7 of 1"},
    {"not its text", "# text = b\n1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n\n", "line 2: 'a' is not what the text goes on with"},
    {"unknown tag", "1\ta\ta\tFOO\tX\t_\t0\troot\t_\t_\n\n", "line 1: no part of speech is called 'FOO'"},
    {"an open range", "1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n\n",
     "line 2: the sentence ends within a multi-word token"},
    {"a backward range", "2-1\tab\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "line 1: '2-1' is no range of the words to come"},
};

int main(void)
{
    bw_arena *a = bw_arena_new(0);

    test_read(a);
    test_round_trip(a);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        job j = {.doc.arena = a, .in = bw_str_of(refused[i].in)};
        bw_err err = {0};
        ok(bw_arena_try(a, read_one, &j, &err) == BW_ERR_SYNTAX && strcmp(err.msg, refused[i].message) == 0, "%s: %s",
           refused[i].why, err.msg);
        ok(bw_arena_try(a, read_one, &j, &err) == BW_END, "%s: and the next call goes on behind it", refused[i].why);
    }
    bw_arena_free(a);
    return tap_done();
}
