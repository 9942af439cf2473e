/* Weights and words: the first bytes shape a file of weights, which is filled from the rest and signed, so that what
 * lies behind the checksum is reached too; then the network reads the words. */
#include "parse/network.h"
#include "parse/network_format.h"

#include <stdlib.h>
#include <xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 24, MOST_WORDS = 60 };

typedef struct {
    bw_network *net;
    bw_document doc;
    bw_str text;
} reading;

static bw_status read_words(void *with, bw_err *err)
{
    reading *r = with;
    bw_str word;
    (void)err;
    r->doc.tokens = BW_NEW(r->doc.arena, bw_token, MOST_WORDS);
    while (r->doc.n_tokens < MOST_WORDS && bw_str_cut(&r->text, ' ', &word))
        r->doc.tokens[r->doc.n_tokens++] = (bw_token){.form = word, .space_after = word.len % 2};
    bw_network_run(r->net, &r->doc, 0, r->doc.n_tokens);
    uint32_t n_roots = 0;
    for (uint32_t i = 0; i < r->doc.n_tokens; i++) {
        const bw_token *t = &r->doc.tokens[i];
        n_roots += t->head < 0;
        if (t->head >= (int32_t)r->doc.n_tokens || t->upos >= BW_N_UPOS || t->rel >= BW_N_REL || t->ner >= BW_N_NER ||
            !memchr(t->xpos, 0, sizeof t->xpos))
            abort();
    }
    if (n_roots != 1)
        abort();
    return BW_OK;
}

static uint32_t width(uint8_t b) { return b < 250 ? 16 * (1 + b % 4) : b; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEAD + 1)
        return 0;
    bw_network_header h = {.magic = BW_NETWORK_MAGIC, .version = BW_NETWORK_VERSION, .header = sizeof h};
    h.shape = (bw_network_shape){.embedding = width(data[0]), .width = width(data[1]), .hidden = width(data[2]),
                                 .layers = data[3] % 4, .arc = width(data[4]), .label = width(data[5]),
                                 .words = data[6], .slots = 1u << data[7] % 6, .n_upos = data[8] % 32,
                                 .n_xpos = data[9] % 32, .n_rel = data[10] % 32, .tags = width(data[11]),
                                 .rels = width(data[12]), .dilation = {data[13], data[14], data[15]}};
    uint64_t at[BW_N_SECTIONS], len = bw_network_layout(&h.shape, at);
    if (len > 1 << 23)
        return 0;
    char *file = aligned_alloc(64, (len + 63) & ~(uint64_t)63);
    if (!file)
        return 0;
    for (uint64_t i = 0; i < len; i++)
        file[i] = (char)data[HEAD + i % (size - HEAD)];
    bool tidy = data[16] % 8; /* names, rows and factors in their bounds, so that the rest is reached */
    for (uint64_t i = at[BW_SECTION_UPOS]; tidy && i < at[BW_SECTION_SLOTS]; i++)
        file[i] = i % BW_NETWORK_LABEL ? 0 : 'N';
    for (uint32_t i = 0; tidy && i < h.shape.slots; i++) {
        uint32_t row = h.shape.words ? (uint32_t)data[i % size] % h.shape.words : 0;
        memcpy(file + at[BW_SECTION_SLOTS] + i * sizeof(bw_network_slot) + offsetof(bw_network_slot, row), &row, 4);
    }
    for (int t = 0; tidy && t <= BW_N_TABLES; t++) {
        int16_t factor = (int16_t)(1 + data[17] % 32);
        memcpy(file + at[BW_SECTION_FACTORS] + t * (int)sizeof factor, &factor, sizeof factor);
    }
    h.size = len;
    memcpy(file, &h, sizeof h);
    const size_t head = offsetof(bw_network_header, shape);
    h.checksum = data[18] % 16 ? XXH3_64bits(file + head, len - head) : 0;
    memcpy(file, &h, sizeof h);

    reading r = {.text = {(const char *)data + HEAD, size - HEAD}};
    size_t shown = data[19] ? len : data[20];
    if (bw_network_open((bw_str){file, shown < len ? shown : len}, &r.net, NULL) == BW_OK) {
        r.doc.arena = bw_arena_new(0);
        if (r.doc.arena)
            (void)!bw_arena_try(r.doc.arena, read_words, &r, NULL);
        bw_arena_free(r.doc.arena);
        bw_network_close(r.net);
    }
    free(file);
    return 0;
}
