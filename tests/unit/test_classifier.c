/* The second reader: what it refuses to open, how names are masked, and that nationality makes no difference to it. */
#include "code/classifier.h"
#include "code/code.h"
#include "parse/parse.h"
#include "tap_arena.h"

#include <string.h>
#include <xxhash.h>

typedef struct {
    bw_parser *parser;
    bw_lexicon *lexicon;
    bw_classifier *classifier;
} world;

static world w;

static bw_status parse(bw_arena *a, const char *text, bw_document *doc, bw_err *err)
{
    *doc = (bw_document){.arena = a, .head.text = bw_str_of(text), .head.words = -1, .head.day = BW_NO_DAY};
    return bw_parse_sentences(w.parser, doc, err);
}

static bw_range tokens_of(const bw_document *doc, const char *word)
{
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        if (bw_str_is(doc->tokens[i].form, word))
            return (bw_range){i, i + 1};
    return (bw_range){0, 1};
}

static void refused(bw_arena *a, size_t at, bool sign, const char *what)
{
    bw_str good = bw_classifier_builtin();
    char *bytes = bw_arena_alloc(a, good.len + 64);
    bytes += 64 - (uintptr_t)bytes % 64;
    memcpy(bytes, good.ptr, good.len);
    bytes[at] = (char)(bytes[at] ^ 0x7F);
    if (sign) {
        uint64_t sum = XXH3_64bits(bytes + offsetof(bw_classifier_header, shape), good.len - offsetof(bw_classifier_header, shape));
        memcpy(bytes + offsetof(bw_classifier_header, checksum), &sum, sizeof sum);
    }
    bw_classifier *c = NULL;
    bw_err err = {0};
    ok(bw_classifier_open((bw_str){bytes, good.len}, bw_parser_network(w.parser), &c, &err) == BW_ERR_SYNTAX && !c && err.msg[0], "%s: %s", what, err.msg);
}

static void same_units(bw_arena *a, const char *one, const char *other, bool same, bw_err *err)
{
    bw_document x, y;
    bw_units u, v;
    if (parse(a, one, &x, err) || parse(a, other, &y, err) || !bw_units_make(&x, 0, &u) || !bw_units_make(&y, 0, &v)) {
        ok(false, "%s", one);
        return;
    }
    bool equal = u.n == v.n;
    for (uint32_t i = 0; i < u.n && equal; i++)
        equal = u.units[i].word == v.units[i].word && u.units[i].head == v.units[i].head;
    ok(equal == same, "%s / %s", one, other);
}

static bw_opinion opinion(bw_arena *a, const char *text, const char *actor, const char *recipient, bw_err *err)
{
    bw_document doc;
    bw_classifier_sentence ready;
    bw_opinion o = {0};
    if (!parse(a, text, &doc, err) && bw_classifier_prepare(w.classifier, bw_lexicon_book(w.lexicon), &doc, 0, &ready))
        bw_classifier_read(&ready, tokens_of(&doc, actor), tokens_of(&doc, recipient), &o);
    return o;
}

static bw_status test(void *with, bw_err *err)
{
    bw_arena *a = with;
    refused(a, 0, false, "no file of weights");
    refused(a, offsetof(bw_classifier_header, version), false, "another version");
    refused(a, bw_classifier_builtin().len - 1, false, "a damaged byte");
    refused(a, offsetof(bw_classifier_header, shape) + 1, true, "a wrong shape");
    bw_classifier *c = NULL;
    bw_str cut = {bw_classifier_builtin().ptr, 40};
    ok(bw_classifier_open(cut, bw_parser_network(w.parser), &c, err) == BW_ERR_SYNTAX, "a file that is cut off");

    same_units(a, "Kenya accused Poland of piracy.", "Peru accused Japan of piracy.", true, err);
    same_units(a, "The Kenyan army shelled a village.", "The Peruvian army shelled a village.", true, err);
    same_units(a, "The Kenyan army shelled a village.", "The Kenyan army left a village.", false, err);

    bw_opinion o = opinion(a, "Kenya accused Poland of piracy.", "Kenya", "Poland", err), p = opinion(a, "Peru accused Japan of piracy.", "Peru", "Japan", err);
    ok(o.likely == BW_PLOVER_ACCUSE && o.type[BW_PLOVER_ACCUSE] > 0.5f && !strncmp(o.cameo, "11", 2), "an accusation, CAMEO %s", o.cameo);
    ok(memcmp(&o, &p, sizeof o) == 0, "the same of other nations, to the bit");
    o = opinion(a, "Tennis fans in Kenya watched Poland lose the final on Sunday.", "Kenya", "Poland", err);
    ok(o.none > 0.5f, "no act between two that are merely named: %.2f", (double)o.none);
    float sum = o.none;
    for (int t = 1; t < BW_N_PLOVER; t++)
        sum += o.type[t];
    ok(sum > 0.999f && sum < 1.001f, "shares add up to 1");

    bw_document doc;
    bw_buf longest = {.arena = a};
    for (int i = 0; i < 200; i++)
        bw_buf_text(&longest, "Kenya and ");
    bw_buf_text(&longest, "Poland met.");
    bw_buf_char(&longest, 0);
    bw_classifier_sentence ready;
    bw_status st = parse(a, longest.ptr, &doc, err);
    ok(!st && doc.n_sentences && !bw_classifier_prepare(w.classifier, bw_lexicon_book(w.lexicon), &doc, 0, &ready), "a sentence too long is left alone");
    return BW_OK;
}

int main(void)
{
    bw_err err = {0};
    if (bw_classifier_builtin().len == 0 || bw_network_builtin().len == 0)
        tap_skip_all("built without weights");
    if (bw_parser_open(NULL, &w.parser, &err) || bw_lexicon_open(NULL, true, NULL, &w.lexicon, &err) ||
        bw_classifier_open(bw_classifier_builtin(), bw_parser_network(w.parser), &w.classifier, &err)) {
        ok(false, "opened: %s", err.msg);
        return tap_done();
    }
    int status = tap_in_arena(test);
    bw_classifier_close(w.classifier);
    bw_lexicon_close(w.lexicon);
    bw_parser_close(w.parser);
    return status;
}
