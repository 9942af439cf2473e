/* network_format.h - where what stands in a file of weights: shared by training, which writes it, and the
 * network, which runs it in place. docs/training.md describes it for people; keep the two in step.
 *
 * A file is a bw_network_header, then the sections, each aligned to 64 bytes. Numbers are little-endian.
 */
#ifndef BW_PARSE_NETWORK_FORMAT_H
#define BW_PARSE_NETWORK_FORMAT_H

#include "parse/network_features.h"

#define BW_NETWORK_MAGIC "BWPARSE"
enum {
    BW_NETWORK_VERSION = 2,
    BW_NETWORK_MAX_LAYERS = 16,
    BW_NETWORK_MAX_WIDTH = 512,
    BW_NETWORK_LABEL = 16,     /* bytes of a label's name, NUL-terminated */
    BW_NETWORK_N_NER = 2 * BW_N_NER - 1, /* O, then B- and I- of each kind */
    BW_NETWORK_N_DISTANCES = 23,
};

typedef struct {
    uint32_t embedding;   /* width of the tables */
    uint32_t width;       /* of the layers' common state */
    uint32_t hidden;      /* inside a layer */
    uint32_t layers;
    uint32_t side;        /* how much of the state a layer sees of each neighbour */
    uint32_t arc, label;  /* widths of the two heads of the tree */
    uint32_t words;       /* rows of the table of words; row 0 stands for unknown ones */
    uint32_t slots;       /* of the index of words: a power of two */
    uint32_t n_upos, n_xpos, n_rel;
    uint32_t tags, rels;  /* outputs of the last matrices: a multiple of 16 */
    uint32_t dilation[BW_NETWORK_MAX_LAYERS];
} bw_network_shape;

typedef struct {
    char magic[8];
    uint32_t version, header; /* size of this struct */
    uint64_t size;            /* of the whole file */
    uint64_t checksum;        /* XXH3, 64 bits, of all that follows this number */
    bw_network_shape shape;
} bw_network_header;

typedef struct {
    uint32_t check; /* upper half of the word's hash; the lower half says where to look first */
    uint32_t row;   /* 0: free */
} bw_network_slot;

/* What a layer sees: `side` numbers of the word before, the word's own, `side` of the word behind (its last ones). */
static inline uint32_t bw_network_seen(const bw_network_shape *s)
{
    return s->width + 2 * s->side;
}

/* Weights (n_in / 4, n_out, 4), sums to start from (n_out), scales (n_out): see network_kernels.h. */
#define BW_SECTION_LIST(X)                                                                            \
    X(UPOS, s->n_upos * BW_NETWORK_LABEL) X(XPOS, s->n_xpos * BW_NETWORK_LABEL)                       \
    X(REL, s->n_rel * BW_NETWORK_LABEL) X(SLOTS, s->slots * sizeof(bw_network_slot))                  \
    X(FACTORS, (BW_N_TABLES + 1) * sizeof(int16_t)) X(WORDS, s->words * s->embedding)                 \
    X(TABLES, bw_network_table_rows() * s->embedding)                                                 \
    X(STEM_W, s->embedding * s->width) X(STEM_B, s->width * 4) X(STEM_S, s->width * 4)                \
    X(CONV_W, s->layers * bw_network_seen(s) * s->hidden) X(CONV_B, s->layers * s->hidden * 4)              \
    X(CONV_S, s->layers * s->hidden * 4) X(OUT_W, s->layers * s->hidden * s->width)                   \
    X(OUT_B, s->layers * s->width * 4) X(OUT_S, s->layers * s->width * 4)                             \
    X(TAG_W, s->width * s->tags) X(TAG_B, s->tags * 4) X(TAG_S, s->tags * 4)                          \
    X(ARC_W, 2 * s->width * s->arc) X(ARC_B, 2 * s->arc * 4) X(ARC_S, 2 * s->arc * 4)                 \
    X(ROOT, s->arc) X(DISTANCE, BW_NETWORK_N_DISTANCES * 4)                                           \
    X(LABEL_W, 2 * s->width * s->label) X(LABEL_B, 2 * s->label * 4) X(LABEL_S, s->label * 4)         \
    X(REL_W, s->label * s->rels) X(REL_B, s->rels * 4) X(REL_S, s->rels * 4)

enum {
#define BW_SECTION_ENUM(name, size) BW_SECTION_##name,
    BW_SECTION_LIST(BW_SECTION_ENUM)
#undef BW_SECTION_ENUM
    BW_N_SECTIONS
};

static inline uint64_t bw_network_table_rows(void)
{
    uint64_t n = 0;
    for (int t = 0; t < BW_N_TABLES; t++)
        n += bw_table_rows[t];
    return n;
}

/* Where each section begins; returns the size of the file. The shape's numbers must be sane. */
static inline uint64_t bw_network_layout(const bw_network_shape *s, uint64_t start[BW_N_SECTIONS])
{
    uint64_t pos = sizeof(bw_network_header);
    const uint64_t size[] = {
#define BW_SECTION_SIZE(name, size) (uint64_t)(size),
        BW_SECTION_LIST(BW_SECTION_SIZE)
#undef BW_SECTION_SIZE
    };
    for (int i = 0; i < BW_N_SECTIONS; i++) {
        pos = (pos + 63) & ~(uint64_t)63;
        start[i] = pos;
        pos += size[i];
    }
    return pos;
}

/* The class of the way from a word to its head, `offset` words to the right; the last one is the root's. */
static inline uint32_t bw_network_distance(int32_t offset)
{
    uint32_t d = (uint32_t)(offset < 0 ? -offset : offset);
    uint32_t c = d < 6 ? d - 1 : d < 8 ? 5 : d < 11 ? 6 : d < 16 ? 7 : d < 24 ? 8 : d < 40 ? 9 : 10;
    return offset < 0 ? c : 11 + c;
}

#endif
