/* classifier_format.h - the file of the second classifier's weights: shared by training and use. docs/classifier.md describes it.
 *
 * A bw_classifier_header, then the sections, each at a multiple of 64 bytes. Numbers are little-endian. A matrix is (n_in,
 * n_out) signed bytes, row by row, with a step for each output behind it; words are rows of bytes with a step for each.
 */
#ifndef BW_CODE_READER_FORMAT_H
#define BW_CODE_READER_FORMAT_H

#include "code/classifier_units.h"

#define BW_CLASSIFIER_MAGIC "BWCLASS"
enum {
    BW_CLASSIFIER_VERSION = 1,
    BW_CLASSIFIER_CODE = 8,        /* bytes of a CAMEO code, NUL-terminated */
    BW_CLASSIFIER_ACTS = BW_N_PLOVER - 1,
    BW_CLASSIFIER_STATUSES = 5,
    BW_CLASSIFIER_MOST_CLASSES = 240,
    BW_CLASSIFIER_WORD = 112,      /* numbers of a word, the first BW_CLASSIFIER_GIVEN from its pretrained vector */
    BW_CLASSIFIER_GIVEN = 100,
    BW_CLASSIFIER_POOLS = 5,       /* actor, recipient, what they ask for, where their ways meet, all */
    BW_CLASSIFIER_MOST_LAYERS = 6,
    BW_CLASSIFIER_SEEN = 4,        /* before, itself, behind, head */
};

typedef struct {
    uint32_t width, hidden, mid, layers; /* state; inside a layer; behind the pools */
    uint32_t state;                      /* of the parser's network */
    uint32_t words;                      /* rows; 0 stands for what is not known, 1 for a name */
    uint32_t classes, outputs;           /* outputs: classes, acts, statuses, and what is missing to a multiple of 16 */
    uint32_t distance[BW_CLASSIFIER_MOST_LAYERS];
} bw_classifier_shape;

typedef struct {
    char magic[8];
    uint32_t version, header; /* size of this struct */
    uint64_t size;            /* of the whole file */
    uint64_t checksum;        /* XXH3, 64 bits, of all that follows this number */
    bw_classifier_shape shape;
    uint32_t unused;
} bw_classifier_header;

/* Rows of what is known of a unit beside its word: part, tag, relation. */
enum { BW_MARK_PART = 0, BW_MARK_UPOS = BW_N_PARTS, BW_MARK_REL = BW_MARK_UPOS + BW_N_UPOS, BW_N_MARKS = BW_MARK_REL + BW_N_REL };

/* Name, rows, columns, of the matrices that are learned; the last is the spread at the start times 1 / sqrt(rows). */
#define BW_CLASSIFIER_MATRICES(X)                                                                                \
    X(VECTOR, BW_CLASSIFIER_WORD, s->width, 1) X(STATE, s->state, s->width, 1) X(MARK, BW_N_MARKS, s->width, 0.5f) \
    X(IN, s->layers * BW_CLASSIFIER_SEEN * s->width, s->hidden, 2)                                               \
    X(OUT, s->layers * s->hidden, s->width, 1) X(ASK, 2 * s->width, s->width, 1)                             \
    X(MID, BW_CLASSIFIER_POOLS * s->width, s->mid, 1) X(LAST, s->mid, s->outputs, 0.5f)
/* What is added: name, numbers. */
#define BW_CLASSIFIER_BIASES(X)                                                                                  \
    X(WORD, s->width) X(IN, s->layers * s->hidden) X(OUT, s->layers * s->width) X(ASK, s->width) X(MID, s->mid) X(LAST, s->outputs)

enum {
#define BW_CLASSIFIER_ENUM(name, rows, cols, spread) BW_CLASSIFIER_##name,
    BW_CLASSIFIER_MATRICES(BW_CLASSIFIER_ENUM)
#undef BW_CLASSIFIER_ENUM
    BW_CLASSIFIER_N_MATRICES
};
enum {
#define BW_CLASSIFIER_ENUM(name, n) BW_CLASSIFIER_BIAS_##name,
    BW_CLASSIFIER_BIASES(BW_CLASSIFIER_ENUM)
#undef BW_CLASSIFIER_ENUM
    BW_CLASSIFIER_N_BIASES
};

typedef struct {
    uint64_t rows, cols;
} bw_classifier_size;

static inline void bw_classifier_sizes(const bw_classifier_shape *s, bw_classifier_size m[BW_CLASSIFIER_N_MATRICES], uint64_t b[BW_CLASSIFIER_N_BIASES])
{
#define BW_CLASSIFIER_SIZE(name, rows, cols, spread) m[BW_CLASSIFIER_##name] = (bw_classifier_size){rows, cols};
    BW_CLASSIFIER_MATRICES(BW_CLASSIFIER_SIZE)
#undef BW_CLASSIFIER_SIZE
#define BW_CLASSIFIER_SIZE(name, n) b[BW_CLASSIFIER_BIAS_##name] = n;
    BW_CLASSIFIER_BIASES(BW_CLASSIFIER_SIZE)
#undef BW_CLASSIFIER_SIZE
}

/* Where things begin: classes' codes, hashes of the words (ascending, from row 2 on), the words' steps and rows, then each
 * matrix with its steps (one for each column of each layer), then the biases as floats. */
typedef struct {
    uint64_t codes, hashes, steps, words, matrix[BW_CLASSIFIER_N_MATRICES], scale[BW_CLASSIFIER_N_MATRICES], bias[BW_CLASSIFIER_N_BIASES], size;
} bw_classifier_layout;

static inline uint64_t bw_classifier_parts(const bw_classifier_shape *s, int matrix)
{
    return matrix == BW_CLASSIFIER_IN || matrix == BW_CLASSIFIER_OUT ? s->layers : 1;
}

static inline void bw_classifier_lay_out(const bw_classifier_shape *s, bw_classifier_layout *at)
{
    bw_classifier_size m[BW_CLASSIFIER_N_MATRICES];
    uint64_t b[BW_CLASSIFIER_N_BIASES], pos = sizeof(bw_classifier_header);
    bw_classifier_sizes(s, m, b);
#define PLACE(where, bytes)                  \
    do {                                     \
        pos = (pos + 63) & ~(uint64_t)63;    \
        (where) = pos;                       \
        pos += (bytes);                      \
    } while (0)
    PLACE(at->codes, (uint64_t)s->classes * BW_CLASSIFIER_CODE);
    PLACE(at->hashes, (uint64_t)s->words * 8);
    PLACE(at->steps, (uint64_t)s->words * 4);
    PLACE(at->words, (uint64_t)s->words * BW_CLASSIFIER_WORD);
    for (int i = 0; i < BW_CLASSIFIER_N_MATRICES; i++) {
        PLACE(at->matrix[i], m[i].rows * m[i].cols);
        PLACE(at->scale[i], bw_classifier_parts(s, i) * m[i].cols * 4);
    }
    for (int i = 0; i < BW_CLASSIFIER_N_BIASES; i++)
        PLACE(at->bias[i], b[i] * 4);
#undef PLACE
    at->size = pos;
}

/* The row of a word among the `n` hashes of the file: 1 for a name, 0 for a word that is not there. */
static inline uint32_t bw_classifier_row(const uint64_t *hashes, uint32_t n, uint64_t word)
{
    uint32_t low = 2, high = n;
    if (word == 0)
        return 1;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (hashes[mid] < word)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && hashes[low] == word ? low : 0;
}

/* The unit where the ways of two units to the root meet, the first one where they do not. */
static inline uint32_t bw_units_meet(const bw_units *u, uint32_t a, uint32_t b)
{
    bool above[BW_CLASSIFIER_LONGEST] = {false};
    uint32_t steps = 0;
    for (int32_t i = (int32_t)a; i >= 0 && steps < u->n; i = u->units[i].head, steps++)
        above[i] = true;
    steps = 0;
    for (int32_t i = (int32_t)b; i >= 0 && steps < u->n; i = u->units[i].head, steps++)
        if (above[i])
            return (uint32_t)i;
    return a;
}

/* The unit of a part that hangs highest: the first whose head is no unit of it. */
static inline uint32_t bw_units_top(const bw_units *u, const uint8_t *parts, bw_part_of part)
{
    for (uint32_t i = 0; i < u->n; i++)
        if (parts[i] == part && (u->units[i].head < 0 || parts[u->units[i].head] != part))
            return i;
    return 0;
}

#endif
