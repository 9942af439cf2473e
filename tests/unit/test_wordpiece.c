/* Weights and words of a pretrained encoder as they come from outside: safetensors, tokenizer.json. */
#include "parse/train/safetensors.h"
#include "parse/train/wordpiece.h"
#include "tap.h"

#include <math.h>

/* ---- safetensors -------------------------------------------------------------------------------- */

static bw_str file(bw_arena *a, const char *header, const char *data, size_t n)
{
    bw_buf b = {.arena = a};
    size_t len = strlen(header);
    for (int i = 0; i < 8; i++)
        bw_buf_char(&b, (char)(len >> 8 * i));
    bw_buf_text(&b, header);
    bw_buf_str(&b, (bw_str){data, n});
    return bw_buf_view(&b);
}

static const char data[16] = {0, 0x3C, 0, (char)0xC0, (char)0xFF, 0x7B, 1, 0, 0, 0, (char)0xC0, 0x3F, 0, 0, 0, (char)0x80};

static const struct {
    const char *what, *header;
} wrong[] = {
    {"no object", "[1]"},
    {"no JSON", "{\"a\":"},
    {"bytes behind the end", "{\"a\":{\"dtype\":\"F16\",\"shape\":[9],\"data_offsets\":[0,18]}}"},
    {"end before start", "{\"a\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[4,2]}}"},
    {"shape of another size", "{\"a\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,4]}}"},
    {"shape beyond 64 bits", "{\"a\":{\"dtype\":\"F16\",\"shape\":[4611686018427387904,4,2],\"data_offsets\":[0,0]}}"},
    {"negative length", "{\"a\":{\"dtype\":\"F16\",\"shape\":[-1],\"data_offsets\":[0,0]}}"},
    {"text for a number", "{\"a\":{\"dtype\":\"F16\",\"shape\":[\"1\"],\"data_offsets\":[0,2]}}"},
    {"unknown kind", "{\"a\":{\"dtype\":\"F3\",\"shape\":[1],\"data_offsets\":[0,2]}}"},
    {"no place", "{\"a\":{\"dtype\":\"F16\",\"shape\":[1]}}"},
};

static bw_status test_tensors(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_tensors t;
    float v[6] = {0};
    bw_status st = bw_tensors_read(a, file(a, "{\"__metadata__\":{\"format\":\"pt\"},"
                                              "\"w\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
                                              "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                                           data, sizeof data), &t, err);
    if (st)
        return st;
    ok(t.n == 2 && bw_tensors_find(&t, "w") && !bw_tensors_find(&t, "x"), "two tensors, found by name");
    st = bw_tensors_take(&t, "w", 2, 2, false, v, 3, err);
    ok(!st && v[0] == 1 && v[1] == -2 && v[3] == 65504 && v[4] == 0x1p-24f, "half precision: %g %g %g %g", (double)v[0],
       (double)v[1], (double)v[3], (double)v[4]);
    st = bw_tensors_take(&t, "w", 2, 2, true, v, 2, err);
    ok(!st && v[1] == 65504 && v[2] == -2, "turned");
    st = bw_tensors_take(&t, "b", 1, 2, false, v, 2, err);
    ok(!st && v[0] == 1.5f && v[1] == 0 && signbit(v[1]), "single precision");
    ok(bw_tensors_take(&t, "w", 4, 1, false, v, 1, NULL) && bw_tensors_take(&t, "x", 1, 1, false, v, 1, NULL),
       "another shape, another name: refused");
    ok(isinf(bw_half(0xFC00)) && isnan(bw_half(0x7E00)), "what is no number");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ok(bw_tensors_read(a, file(a, wrong[i].header, data, sizeof data), &t, NULL) == BW_ERR_SYNTAX, "%s: refused",
           wrong[i].what);
    ok(bw_tensors_read(a, BW_LIT("\x01\0\0"), &t, NULL) == BW_ERR_SYNTAX &&
           bw_tensors_read(a, BW_LIT("\xff\xff\xff\xff\xff\xff\xff\xff{}"), &t, NULL) == BW_ERR_SYNTAX,
       "a length that does not fit: refused");
    return BW_OK;
}

/* ---- word pieces -------------------------------------------------------------------------------- */

static const char vocabulary[] =
    "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"[PAD]\":0,\"[UNK]\":1,\"[CLS]\":2,\"[SEP]\":3,\"un\":4,\"##aff\":5,"
    "\"##able\":6,\"una\":7,\".\":8,\"u\":9,\"s\":10,\"zurich\":11,\"-\":12,\"\xe2\x80\x99\":13,\"##s\":14,\"\xe5\x8c\x97\":15}}}";

static const struct {
    const char *word;
    uint32_t n, pieces[6];
} words[] = {
    {"Unaffable", 1, {1}},             /* greedy: una, and then nothing fits */
    {"unaable", 2, {7, 6}},
    {"unaffables", 1, {1}},
    {"UN", 1, {4}},
    {"U.S.", 4, {9, 8, 10, 8}},
    {"Z\xc3\xbcrich", 1, {11}},        /* ü */
    {"Zu\xcc\x88rich", 1, {11}},       /* u and its dots apart */
    {"u\xe2\x80\x99s", 3, {9, 13, 10}},
    {"us", 2, {9, 14}},
    {"\xe5\x8c\x97\xe5\x8c\x97", 2, {15, 15}},
    {"", 1, {1}},
    {"\xff\xfe", 1, {1}},
    {"q", 1, {1}},
    {"u q", 2, {9, 1}},
};

static void check_words(const bw_wordpiece *w, const char *how)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t out[BW_WORDPIECE_MOST], n = bw_wordpiece_cut(w, bw_str_of(words[i].word), out);
        ok(n == words[i].n && memcmp(out, words[i].pieces, n * sizeof *out) == 0, "%s: %s: %u pieces", how, words[i].word, n);
    }
}

static bw_status test_pieces(void *with, bw_err *err)
{
    bw_arena *a = with;
    bw_wordpiece w, again;
    bw_status st = bw_wordpiece_read(a, bw_str_of(vocabulary), &w, err);
    if (!st)
        st = bw_wordpiece_of_lines(a, bw_wordpiece_lines(&w, a), &again, err);
    if (st)
        return st;
    check_words(&w, "as read");
    check_words(&again, "as written and read");

    char longest[300];
    uint32_t out[BW_WORDPIECE_MOST];
    memset(longest, 'u', sizeof longest);
    ok(bw_wordpiece_cut(&w, (bw_str){longest, sizeof longest}, out) == 1 && out[0] == 1, "a word of 300 letters is unknown");
    memset(longest, '.', sizeof longest);
    ok(bw_wordpiece_cut(&w, (bw_str){longest, sizeof longest}, out) == BW_WORDPIECE_MOST, "of 300 signs some are left out");
    ok(bw_wordpiece_read(a, BW_LIT("{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}"), &w, NULL) == BW_ERR_SYNTAX &&
           bw_wordpiece_read(a, BW_LIT("{"), &w, NULL) == BW_ERR_SYNTAX &&
           bw_wordpiece_read(a, BW_LIT("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":0}}}"), &w, NULL) == BW_ERR_SYNTAX &&
           bw_wordpiece_read(a, BW_LIT("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":-1}}}"), &w, NULL) == BW_ERR_SYNTAX,
       "other vocabularies are refused");
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    ok(bw_arena_try(a, test_tensors, a, &err) == BW_OK, "tensors: ran to the end %s", err.msg);
    ok(bw_arena_try(a, test_pieces, a, &err) == BW_OK, "pieces: ran to the end %s", err.msg);
    bw_arena_free(a);
    return tap_done();
}
