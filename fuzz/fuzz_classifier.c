/* The classifier's weights: the first bytes shape a file, which is filled from the rest and signed, so that what lies behind
 * the checksum is reached too; then it reads a sentence of the words behind them. */
#include "code/classifier.h"

#include <math.h>
#include <stdlib.h>
#include <xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 16, MOST_WORDS = 40 };

typedef struct {
    const bw_classifier *classifier;
    bw_document doc;
    bw_codebook book;
    bw_str text;
} reading;

static bw_status read_words(void *with, bw_err *err)
{
    reading *r = with;
    bw_str word;
    (void)err;
    r->doc.tokens = BW_NEW(r->doc.arena, bw_token, MOST_WORDS);
    while (r->doc.n_tokens < MOST_WORDS && bw_str_cut(&r->text, ' ', &word)) {
        uint32_t i = r->doc.n_tokens++;
        r->doc.tokens[i] = (bw_token){.form = word, .upos = (uint8_t)(word.len % BW_N_UPOS), .rel = (uint8_t)(word.len % BW_N_REL), .head = (int32_t)i - 1};
    }
    bw_sentence sentence = {.n = r->doc.n_tokens};
    r->doc.sentences = &sentence;
    bw_classifier_sentence ready;
    r->book.arena = r->doc.arena;
    r->book.by_code.arena = r->doc.arena;
    if (bw_classifier_prepare(r->classifier, &r->book, &r->doc, 0, &ready)) {
        bw_opinion o;
        bw_classifier_read(&ready, (bw_range){0, 1}, (bw_range){r->doc.n_tokens - 1, r->doc.n_tokens}, &o);
        if (isnan(o.none) || o.none < 0 || o.none > 1.01f)
            abort();
    }
    return BW_OK;
}

static uint32_t width(uint8_t b) { return b < 250 ? 16 * (1 + b % 4) : b; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bw_network *net;
    if (size < HEAD + 1 || (!net && bw_network_open(bw_network_builtin(), &net, NULL)))
        return 0;
    bw_classifier_header h = {.magic = BW_CLASSIFIER_MAGIC, .version = BW_CLASSIFIER_VERSION, .header = sizeof h};
    h.shape = (bw_classifier_shape){.width = width(data[0]), .hidden = width(data[1]), .mid = width(data[2]), .layers = data[3] % 4,
                                    .state = data[4] % 8 ? bw_network_width(net) : data[4], .words = data[5], .classes = data[6] % 32,
                                    .outputs = width(data[7]), .distance = {data[8], data[9], data[10]}};
    bw_classifier_layout at;
    bw_classifier_lay_out(&h.shape, &at);
    if (at.size > 1 << 23)
        return 0;
    char *file = aligned_alloc(64, (at.size + 63) & ~(uint64_t)63);
    if (!file)
        return 0;
    for (uint64_t i = 0; i < at.size; i++)
        file[i] = (char)data[HEAD + i % (size - HEAD)];
    bool tidy = data[11] % 8; /* codes and numbers in their bounds, so that the rest is reached */
    for (uint64_t i = at.codes; tidy && i < at.codes + (uint64_t)h.shape.classes * BW_CLASSIFIER_CODE; i++)
        file[i] = i % BW_CLASSIFIER_CODE || i < at.codes + BW_CLASSIFIER_CODE ? 0 : '1';
    bw_classifier_size m[BW_CLASSIFIER_N_MATRICES];
    uint64_t b[BW_CLASSIFIER_N_BIASES];
    bw_classifier_sizes(&h.shape, m, b);
    const float step = (float)data[12] / 16;
    for (uint64_t i = 0; tidy && i < h.shape.words; i++)
        memcpy(file + at.steps + 4 * i, &step, 4);
    for (int k = 0; tidy && k < BW_CLASSIFIER_N_MATRICES; k++)
        for (uint64_t i = 0; i < bw_classifier_parts(&h.shape, k) * m[k].cols; i++)
            memcpy(file + at.scale[k] + 4 * i, &step, 4);
    for (int k = 0; tidy && k < BW_CLASSIFIER_N_BIASES; k++)
        for (uint64_t i = 0; i < b[k]; i++)
            memcpy(file + at.bias[k] + 4 * i, &step, 4);
    h.size = at.size;
    memcpy(file, &h, sizeof h);
    const size_t head = offsetof(bw_classifier_header, shape);
    h.checksum = data[13] % 16 ? XXH3_64bits(file + head, at.size - head) : 0;
    memcpy(file, &h, sizeof h);

    bw_classifier *classifier = NULL;
    size_t shown = data[14] ? at.size : data[15];
    if (bw_classifier_open((bw_str){file, shown < at.size ? shown : at.size}, net, &classifier, NULL) == BW_OK) {
        reading r = {.classifier = classifier, .text = {(const char *)data + HEAD, size - HEAD}, .doc.arena = bw_arena_new(0)};
        if (r.doc.arena)
            (void)!bw_arena_try(r.doc.arena, read_words, &r, NULL);
        bw_arena_free(r.doc.arena);
        bw_classifier_close(classifier);
    }
    free(file);
    return 0;
}
