/* Where sentences of news copy end ('|' in the wanted rows; line ends show as blanks), and what is flagged. */
#include "parse/parse.h"
#include "parse/segment.h"
#include "parse/train/train_segment.h"
#include "tap.h"

static const struct {
    const char *text, *want;
} rows[] = {
    {"", ""},
    {" \n\n \t\n", ""},
    {"Gen. A. R. Dorn met Lt. Col. Moss. They left.", "Gen. A. R. Dorn met Lt. Col. Moss.|They left."},
    {"The U.S. Embassy was closed. The U.N. Security Council met.", "The U.S. Embassy was closed.|The U.N. Security Council met."},
    {"He left at 5 p.m. The talks went on.", "He left at 5 p.m.|The talks went on."},
    {"She came at 5 p.m. on Friday.", "She came at 5 p.m. on Friday."},
    {"\"We won't go,\" he said. \"It's over.\" Then he left.", "\"We won't go,\" he said.|\"It's over.\"|Then he left."},
    {"\xE2\x80\x9CWhy now?\xE2\x80\x9D she asked. Nobody answered.", "\xE2\x80\x9CWhy now?\xE2\x80\x9D she asked.|Nobody answered."},
    {"VARNIA CITY, March 3 (AP) - Rebels took the town. Police fled.",
     "VARNIA CITY, March 3 (AP) - Rebels took the town.|Police fled."},
    {"KESTON \xE2\x80\x94 The minister resigned on Monday.", "KESTON \xE2\x80\x94 The minister resigned on Monday."},
    {"About 3.5 million fled, Acme Corp. said.", "About 3.5 million fled, Acme Corp. said."},
    {"Dr. Ann Lee of St. Brandt Hospital agreed. Mr. Roe did not.", "Dr. Ann Lee of St. Brandt Hospital agreed.|Mr. Roe did not."},
    {"He lives on Main St. The mayor left.", "He lives on Main St.|The mayor left."},
    {"They met in St. Marten, Ft. Keston and on Mt. Brandt.", "They met in St. Marten, Ft. Keston and on Mt. Brandt."},
    {"The bill (H.R. 1234) passed.", "The bill (H.R. 1234) passed."},
    {"Sen. John F. Brandt voted no.", "Sen. John F. Brandt voted no."},
    {"Troops entered the town\nearly on Sunday, and the mayor\nfled. Nobody was hurt.",
     "Troops entered the town early on Sunday, and the mayor fled.|Nobody was hurt."},
    {"Five people died in the attack on the northern border, medics said\n\nThe army denied it",
     "Five people died in the attack on the northern border, medics said|The army denied it"},
    {"Was it war? No! It was a drill.", "Was it war?|No!|It was a drill."},
    {"(Reporting by Ann Lee; editing by Bob Roe)", "(Reporting by Ann Lee; editing by Bob Roe)"},
};

typedef struct {
    bw_arena *arena;
    bw_segmenter *s;
    bw_str weights;
    bw_document doc;
    bw_str got;
} job;

static bw_status open(void *with, bw_err *err)
{
    job *j = with;
    return bw_segmenter_read(j->arena, bw_token_builtin(), j->weights, &j->s, err);
}

static bw_status segment(void *with, bw_err *err)
{
    job *j = with;
    (void)err;
    j->doc.arena = j->arena;
    bw_segment(j->s, &j->doc);
    bw_buf out = {.arena = j->arena};
    for (uint32_t i = 0; i < j->doc.n_sentences; i++) {
        bw_str text = bw_sentence_text(&j->doc, &j->doc.sentences[i]);
        if (i)
            bw_buf_char(&out, '|');
        for (size_t k = 0; k < text.len; k++)
            bw_buf_char(&out, text.ptr[k] == '\n' ? ' ' : text.ptr[k]);
    }
    j->got = bw_buf_view(&out);
    return BW_OK;
}

static bool run(job *j, bw_str title, bw_str text)
{
    bw_err err = {0};
    j->doc = (bw_document){.head = {.title = title, .text = text}};
    return bw_arena_try(j->arena, segment, j, &err) == BW_OK;
}

/* Sentences and tokens must cover what is not white space, in order. */
static bool is_sound(const bw_document *doc)
{
    uint32_t at = 0, token = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const bw_sentence *s = &doc->sentences[i];
        if (s->n == 0 || s->n > BW_PARSE_MAX_SENTENCE || s->first != token || s->number != (int32_t)i)
            return false;
        for (uint32_t k = 0; k < s->n; k++, token++) {
            const bw_token *t = &doc->tokens[token];
            for (uint32_t b = at; b < t->start; b++)
                if (!bw_token_space(doc->head.text, b) && ((unsigned char)doc->head.text.ptr[b] & 0xC0) != 0x80)
                    return false;
            if (t->start < at || t->end <= t->start || t->mwt > s->n - k)
                return false;
            at = t->end;
        }
    }
    return token == doc->n_tokens;
}

static void test_long(job *j)
{
    enum { N = 400000 };
    char *text = malloc(N);
    for (size_t i = 0; i < N; i++)
        text[i] = "the town, "[i % 10];
    ok(run(j, (bw_str){0}, (bw_str){text, N}) && is_sound(&j->doc), "a sentence without end is cut");
    uint32_t cut = 0, commas = 0;
    for (uint32_t i = 0; i + 1 < j->doc.n_sentences; i++) {
        const bw_sentence *s = &j->doc.sentences[i];
        cut += (s->flags & BW_SENTENCE_CUT) != 0;
        commas += bw_str_is(j->doc.tokens[s->first + s->n - 1].form, ",");
    }
    ok(cut > 100 && cut == j->doc.n_sentences - 1 && commas == cut, "all pieces but the last are flagged, and end at a comma");

    for (size_t i = 0; i < N; i++)
        text[i] = "xk\xC3\xA9.\"-7/'\n)\xE2\x80 "[(i * i * 31 + i) % 15];
    ok(run(j, (bw_str){0}, (bw_str){text, N}) && is_sound(&j->doc), "debris is covered");
    for (size_t i = 0; i < N; i++)
        text[i] = 'x';
    ok(run(j, (bw_str){0}, (bw_str){text, N}) && is_sound(&j->doc), "one word without end");
    free(text);
}

static void test_flags(job *j)
{
    ok(run(j, BW_LIT("Varnia, Bellund Sign Pact"), BW_LIT("They met. It rained.")) && j->doc.n_sentences == 3 &&
           j->doc.sentences[0].number == -1 && j->doc.sentences[0].flags == BW_SENTENCE_HEADLINE &&
           j->doc.sentences[1].number == 0 && j->doc.sentences[2].number == 1 && j->doc.sentences[1].flags == 0,
       "the title is sentence -1");
    ok(run(j, (bw_str){0}, BW_LIT("Index 225 27,000.1 +0.3% 100.2 200.1\n\n----\n\nThe index fell by 3.5 points.")) &&
           j->doc.n_sentences == 3 && j->doc.sentences[0].flags == BW_SENTENCE_NOISE &&
           j->doc.sentences[1].flags == BW_SENTENCE_NOISE && j->doc.sentences[2].flags == 0,
       "figures and signs are noise");
    ok(run(j, (bw_str){0}, BW_LIT("\xD0\x9C\xD0\xB8\xD1\x80 \xD0\xB8 \xD1\x82\xD1\x80\xD1\x83\xD0\xB4.\n\n\xC3\x89lys\xC3\xA9"
                                 "e \xC3\x89tat spoke.")) &&
           j->doc.sentences[0].flags == BW_SENTENCE_NOISE && j->doc.sentences[1].flags == 0,
       "other scripts are noise, accents are not");
    ok(j->doc.sentences[0].paragraph == 0 && j->doc.sentences[1].paragraph == 1, "paragraphs");
}

static const char treebank[] = "# newdoc id = a\n# text = We met.\n1\tWe\twe\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n"
                               "2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
                               "# text = They left.\n1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n"
                               "2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

static bw_status train(void *with, bw_err *err)
{
    job *j = with;
    bw_str text = bw_str_slice(bw_str_of(treebank), 0, sizeof treebank - 1);
    bw_train_segment_options o = {.treebanks = &text, .n_treebanks = 1};
    return bw_train_segment(j->arena, &o, &j->weights, NULL, err);
}

static void test_training(bw_arena *a)
{
    bw_err err = {0};
    job j = {.arena = a}, again = {.arena = a};
    ok(bw_arena_try(a, train, &j, &err) == BW_OK && bw_arena_try(a, train, &again, &err) == BW_OK &&
           bw_str_eq(j.weights, again.weights), "trained twice, the same weights: %s", err.msg);
    ok(bw_arena_try(a, open, &j, &err) == BW_OK, "they can be read: %s", err.msg);
    ok(run(&j, (bw_str){0}, BW_LIT("We left. They met.")) && bw_str_is(j.got, "We left.|They met."), "and split");
    char damaged[200];
    memcpy(damaged, j.weights.ptr, sizeof damaged);
    job broken = {.arena = a, .weights = {damaged, sizeof damaged}};
    ok(bw_arena_try(a, open, &broken, &err) == BW_ERR_SYNTAX, "cut weights are refused: %s", err.msg);
}

int main(void)
{
    bw_err err = {0};
    job j = {.arena = bw_arena_new(0), .weights = bw_segment_builtin()};

    if (j.weights.len == 0)
        ok(true, "# SKIP built without segment.bin");
    else if (ok(bw_arena_try(j.arena, open, &j, &err) == BW_OK, "built-in weights: %s", err.msg)) {
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            bool good = run(&j, (bw_str){0}, bw_str_of(rows[i].text)) && bw_str_is(j.got, rows[i].want) && is_sound(&j.doc);
            ok(good, "%s%s%.*s", rows[i].want, good ? "" : "\n# got ", good ? 0 : (int)j.got.len, j.got.ptr);
        }
        test_flags(&j);
        test_long(&j);
    }
    test_training(j.arena);
    bw_arena_free(j.arena);
    return tap_done();
}
