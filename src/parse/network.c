#include "parse/network.h"

#include "parse/network_format.h"
#include "parse/network_kernels.h"
#include "parse/network_tree.h"
#include "parse/parse.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* A matrix in the file: weights, what the sums start from, what they are scaled by. */
typedef struct {
    const int8_t *w;
    const int32_t *start, *scale;
    size_t n_in, n_out;
} matrix;

struct bw_network {
    bw_network_shape s;
    const bw_kernels *k;
    uint8_t upos[BW_NETWORK_MAX_WIDTH], rel[BW_NETWORK_MAX_WIDTH]; /* output to bw_upos, bw_rel */
    uint32_t root; /* the output that is the relation root */
    const char (*xpos)[BW_NETWORK_LABEL];
    const bw_network_slot *slots;
    const int16_t *factors;
    const int8_t *words, *tables[BW_N_TABLES], *root_key;
    const int32_t *distance;
    matrix stem, conv[BW_NETWORK_MAX_LAYERS], out[BW_NETWORK_MAX_LAYERS], tag, query, key, label, rels;
};

/* ---- open: every length and every row number is checked here, and relied on afterwards ------------- */

static bool wide(uint32_t n)
{
    return n >= 16 && n <= BW_NETWORK_MAX_WIDTH && n % 16 == 0;
}

static bool sane(const bw_network_shape *s)
{
    if (!wide(s->embedding) || !wide(s->width) || !wide(s->hidden) || !wide(s->arc) || !wide(s->label) ||
        !wide(s->tags) || !wide(s->rels) || s->side > s->width || s->side % 16 || s->layers < 1 || s->layers > BW_NETWORK_MAX_LAYERS)
        return false;
    if (s->words < 1 || s->words > 1u << 22 || s->slots < 2 || s->slots > 1u << 24 || (s->slots & (s->slots - 1)))
        return false;
    if (s->n_upos < 1 || s->n_xpos < 1 || s->n_rel < 2 || s->n_upos > s->tags || s->n_xpos > s->tags ||
        s->n_upos + s->n_xpos + BW_NETWORK_N_NER > s->tags || s->n_rel > s->rels)
        return false;
    for (uint32_t l = 0; l < s->layers; l++)
        if (s->dilation[l] < 1 || s->dilation[l] > 64)
            return false;
    return true;
}

static bool named(const char (*names)[BW_NETWORK_LABEL], uint32_t n, size_t longest)
{
    for (uint32_t i = 0; i < n; i++)
        if (names[i][0] == 0 || memchr(names[i], 0, longest + 1) == NULL)
            return false;
    return true;
}

static matrix matrix_at(bw_str b, uint64_t w, uint64_t start, uint64_t scale, size_t n_in, size_t n_out)
{
    return (matrix){(const int8_t *)b.ptr + w, (const int32_t *)(const void *)(b.ptr + start),
                    (const int32_t *)(const void *)(b.ptr + scale), n_in, n_out};
}

/* The kernels rely on it. */
static bool bounded(const bw_network *net)
{
    const matrix *single[] = {&net->stem, &net->tag, &net->query, &net->key, &net->label, &net->rels};
    bool good = true;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        good = good && bw_network_bounded(single[i]->w, single[i]->n_in, single[i]->n_out);
    for (uint32_t l = 0; l < net->s.layers; l++)
        good = good && bw_network_bounded(net->conv[l].w, net->conv[l].n_in, net->conv[l].n_out) &&
               bw_network_bounded(net->out[l].w, net->out[l].n_in, net->out[l].n_out);
    return good;
}

bw_status bw_network_open(bw_str bytes, bw_network **out, bw_err *err)
{
    bw_network_header h;
    if (bytes.len == 0)
        return bw_fail(err, BW_ERR_SYNTAX, "no parser weights: the program was built without models/parse/network.bin");
    if (bytes.len < sizeof h || memcmp(bytes.ptr, BW_NETWORK_MAGIC, sizeof BW_NETWORK_MAGIC) != 0)
        return bw_fail(err, BW_ERR_SYNTAX, "parser weights: this is no file of weights");
    if ((uintptr_t)bytes.ptr % 16)
        return bw_fail(err, BW_ERR_USAGE, "parser weights: the bytes are not aligned to 16");
    memcpy(&h, bytes.ptr, sizeof h);
    if (h.version != BW_NETWORK_VERSION || h.header != sizeof h)
        return bw_fail(err, BW_ERR_SYNTAX, "parser weights: version %u, but this program reads version %d", h.version,
                       BW_NETWORK_VERSION);
    const size_t head = offsetof(bw_network_header, shape);
    if (h.size != bytes.len || XXH3_64bits(bytes.ptr + head, bytes.len - head) != h.checksum)
        return bw_fail(err, BW_ERR_SYNTAX, "parser weights: damaged (size or checksum is wrong)");

    const bw_network_shape *s = &h.shape;
    uint64_t at[BW_N_SECTIONS];
    if (!sane(s) || bw_network_layout(s, at) != bytes.len)
        return bw_fail(err, BW_ERR_SYNTAX, "parser weights: the shape is wrong");

    const char(*upos)[BW_NETWORK_LABEL] = (const void *)(bytes.ptr + at[BW_SECTION_UPOS]);
    const char(*xpos)[BW_NETWORK_LABEL] = (const void *)(bytes.ptr + at[BW_SECTION_XPOS]);
    const char(*rel)[BW_NETWORK_LABEL] = (const void *)(bytes.ptr + at[BW_SECTION_REL]);
    if (!named(upos, s->n_upos, BW_NETWORK_LABEL - 1) || !named(rel, s->n_rel, BW_NETWORK_LABEL - 1) ||
        !named(xpos, s->n_xpos, sizeof((bw_token *)0)->xpos - 1))
        return bw_fail(err, BW_ERR_SYNTAX, "parser weights: a tag's name is wrong");
    const bw_network_slot *slots = (const void *)(bytes.ptr + at[BW_SECTION_SLOTS]);
    for (uint32_t i = 0; i < s->slots; i++)
        if (slots[i].row >= s->words)
            return bw_fail(err, BW_ERR_SYNTAX, "parser weights: a word's row is wrong");
    const int16_t *factors = (const void *)(bytes.ptr + at[BW_SECTION_FACTORS]);
    for (int t = 0; t <= BW_N_TABLES; t++)
        if (factors[t] < 1 || factors[t] > 32)
            return bw_fail(err, BW_ERR_SYNTAX, "parser weights: a table's factor is wrong");

    bw_network *net = calloc(1, sizeof *net);
    if (!net)
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the network");
    const bw_kernels *kernels[BW_MOST_KERNELS];
    net->k = kernels[bw_network_kernels(kernels) - 1];
    net->s = *s;
    net->root = s->n_rel;
    for (uint32_t i = 0; i < s->n_upos; i++) {
        bw_upos u = BW_UPOS_X;
        (void)bw_upos_of(bw_str_of(upos[i]), &u);
        net->upos[i] = (uint8_t)u;
    }
    for (uint32_t i = 0; i < s->n_rel; i++) {
        net->rel[i] = (uint8_t)bw_rel_of(bw_str_of(rel[i]));
        if (net->rel[i] == BW_REL_root)
            net->root = i;
    }
    net->xpos = xpos;
    net->slots = slots;
    net->factors = factors;
    net->words = (const int8_t *)bytes.ptr + at[BW_SECTION_WORDS];
    const int8_t *table = (const int8_t *)bytes.ptr + at[BW_SECTION_TABLES];
    for (int t = 0; t < BW_N_TABLES; t++) {
        net->tables[t] = table;
        table += (size_t)bw_table_rows[t] * s->embedding;
    }
    net->root_key = (const int8_t *)bytes.ptr + at[BW_SECTION_ROOT];
    net->distance = (const void *)(bytes.ptr + at[BW_SECTION_DISTANCE]);

    const size_t d = s->width, hid = s->hidden, seen = bw_network_seen(s);
    net->stem = matrix_at(bytes, at[BW_SECTION_STEM_W], at[BW_SECTION_STEM_B], at[BW_SECTION_STEM_S], s->embedding, d);
    for (uint32_t l = 0; l < s->layers; l++) {
        net->conv[l] = matrix_at(bytes, at[BW_SECTION_CONV_W] + l * seen * hid, at[BW_SECTION_CONV_B] + l * hid * 4,
                                 at[BW_SECTION_CONV_S] + l * hid * 4, seen, hid);
        net->out[l] = matrix_at(bytes, at[BW_SECTION_OUT_W] + l * hid * d, at[BW_SECTION_OUT_B] + l * d * 4,
                                at[BW_SECTION_OUT_S] + l * d * 4, hid, d);
    }
    net->tag = matrix_at(bytes, at[BW_SECTION_TAG_W], at[BW_SECTION_TAG_B], at[BW_SECTION_TAG_S], d, s->tags);
    net->query = matrix_at(bytes, at[BW_SECTION_ARC_W], at[BW_SECTION_ARC_B], at[BW_SECTION_ARC_S], d, s->arc);
    net->key = matrix_at(bytes, at[BW_SECTION_ARC_W] + d * s->arc, at[BW_SECTION_ARC_B] + s->arc * 4,
                         at[BW_SECTION_ARC_S] + s->arc * 4, d, s->arc);
    net->label = matrix_at(bytes, at[BW_SECTION_LABEL_W], at[BW_SECTION_LABEL_B], at[BW_SECTION_LABEL_S], d,
                           2 * (size_t)s->label);
    net->rels = matrix_at(bytes, at[BW_SECTION_REL_W], at[BW_SECTION_REL_B], at[BW_SECTION_REL_S], s->label, s->rels);
    if (!bounded(net)) {
        bw_network_close(net);
        return bw_fail(err, BW_ERR_SYNTAX, "parser weights: a matrix is out of bounds");
    }
    *out = net;
    return BW_OK;
}

void bw_network_close(bw_network *net)
{
    free(net);
}

bw_status bw_network_use(bw_network *net, const char *kernels, bw_err *err)
{
    const bw_kernels *list[BW_MOST_KERNELS];
    char names[100] = "";
    for (size_t i = 0, n = bw_network_kernels(list); i < n; i++) {
        if (strcmp(list[i]->name, kernels) == 0) {
            net->k = list[i];
            return BW_OK;
        }
        strcat(strcat(names, i ? ", " : ""), list[i]->name);
    }
    return bw_fail(err, BW_ERR_USAGE, "this processor has no kernels '%s', but %s", kernels, names);
}

/* ---- run ---------------------------------------------------------------------------------------- */

static void multiply(const bw_network *net, const matrix *x, const uint8_t *a, size_t m, int32_t *out)
{
    net->k->multiply(a, m, x->n_in, x->w, x->start, x->n_out, out);
}

static uint32_t word_row(const bw_network *net, uint64_t hash)
{
    uint32_t mask = net->s.slots - 1, check = (uint32_t)(hash >> 32);
    for (uint32_t i = (uint32_t)hash & mask, tries = 0; tries <= mask; tries++, i = (i + 1) & mask) {
        const bw_network_slot *slot = &net->slots[i];
        if (slot->row == 0)
            return 0;
        if (slot->check == check)
            return slot->row;
    }
    return 0;
}

/* The words' bytes at the entrance of the layers: the sum of their rows in the tables, normalised. */
static void embed(const bw_network *net, const bw_word_features *f, uint32_t n, int16_t *sum, uint8_t *out)
{
    const size_t e = net->s.embedding;
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *rows[BW_N_TABLES + 1];
        rows[0] = net->words + (size_t)word_row(net, f[i].word) * e;
        for (int t = 0; t < BW_N_TABLES; t++)
            rows[t + 1] = net->tables[t] + (size_t)f[i].row[t] * e;
        net->k->embed(rows, net->factors, BW_N_TABLES + 1, e, sum);
        net->k->normalise(sum, e, out + i * e);
    }
}

/* Rows of what a layer sees: of the word `dilation` before, the word, the one behind; beyond the ends stand zeros. */
static void neighbours(const uint8_t *in, uint32_t n, size_t width, size_t side, uint32_t dilation, uint8_t *out)
{
    for (uint32_t i = 0; i < n; i++, out += width + 2 * side) {
        if (i >= dilation)
            memcpy(out, in + (i - dilation) * width, side);
        else
            memset(out, BW_ZERO_POINT, side);
        memcpy(out + side, in + i * width, width);
        if (i + dilation < n)
            memcpy(out + side + width, in + (i + dilation + 1) * width - side, side);
        else
            memset(out + side + width, BW_ZERO_POINT, side);
    }
}

static uint32_t best(const int32_t *scores, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t i = 1; i < n; i++)
        if (scores[i] > scores[b])
            b = i;
    return b;
}

void bw_network_names(bw_arena *a, const int32_t *scores, uint32_t n, size_t stride, bw_token *tokens)
{
    enum { N = BW_NETWORK_N_NER };
    uint8_t(*from)[N] = bw_arena_array(a, n, sizeof *from);
    int64_t sum[N] = {0}, next[N];

    for (uint32_t i = 0; i < n; i++) {
        uint32_t top = 0;
        for (uint32_t t = 1; i && t < N; t++)
            if (sum[t] > sum[top])
                top = t;
        for (uint32_t t = 0; t < N; t++) {
            /* Tags: 0 O, then B- and I- by turns. */
            uint32_t before = top;
            bool inside = t && t % 2 == 0;
            if (inside && i)
                before = sum[t - 1] > sum[t] ? t - 1 : t;
            from[i][t] = (uint8_t)before;
            next[t] = (i ? sum[before] : inside ? -((int64_t)1 << 50) : 0) + scores[i * stride + t];
        }
        memcpy(sum, next, sizeof sum);
    }
    uint32_t t = 0;
    for (uint32_t k = 1; k < N; k++)
        if (sum[k] > sum[t])
            t = k;
    for (uint32_t i = n; i-- > 0; t = from[i][t]) {
        tokens[i].ner = (uint8_t)((t + 1) / 2);
        tokens[i].ner_begin = t % 2 == 1;
    }
}

/* The scores of all words as heads of all words and, in column n, of the root. */
static int32_t *arc_scores(const bw_network *net, const uint8_t *state, uint32_t n, bw_arena *a, size_t *stride)
{
    const size_t arc = net->s.arc, cols = ((size_t)n + 1 + 15) & ~(size_t)15;
    int32_t *sums = BW_NEW(a, int32_t, n * arc);
    uint8_t *query = BW_NEW(a, uint8_t, n * arc), *key = BW_NEW(a, uint8_t, n * arc);
    multiply(net, &net->query, state, n, sums);
    net->k->cut(sums, net->query.scale, n, arc, -64, 63, BW_ZERO_POINT, query);
    multiply(net, &net->key, state, n, sums);
    net->k->cut(sums, net->key.scale, n, arc, -127, 127, 0, key);

    /* The keys as a packed matrix, whose sums start from what the zero point of the queries adds. */
    int8_t *packed = BW_NEW(a, int8_t, arc * cols);
    int32_t *start = BW_NEW(a, int32_t, cols);
    for (uint32_t j = 0; j <= n; j++) {
        const int8_t *row = j < n ? (const int8_t *)key + j * arc : net->root_key;
        int32_t sum = 0;
        for (size_t c = 0; c < arc; c++)
            sum += row[c];
        for (size_t c = 0; c < arc; c += 4)
            memcpy(packed + c * cols + 4 * j, row + c, 4);
        start[j] = -BW_ZERO_POINT * sum;
    }
    int32_t *scores = BW_NEW(a, int32_t, n * cols);
    net->k->multiply_any(query, n, arc, packed, start, cols, scores);

    int32_t *distance = BW_NEW(a, int32_t, 2 * (size_t)n + 1);
    for (uint32_t k = 0; k <= 2 * n; k++)
        distance[k] = k == n ? 0 : net->distance[bw_network_distance((int32_t)k - (int32_t)n)];
    for (uint32_t i = 0; i < n; i++) {
        int32_t *row = scores + i * cols, *way = distance + n - i;
        for (uint32_t j = 0; j < n; j++)
            row[j] = (int32_t)((uint32_t)row[j] + (uint32_t)way[j]);
        row[n] = (int32_t)((uint32_t)row[n] + (uint32_t)net->distance[BW_NETWORK_N_DISTANCES - 1]);
    }
    *stride = cols;
    return scores;
}

/* Each word's relation to the head that it was given. */
static void relations(const bw_network *net, const uint8_t *state, uint32_t n, const int32_t *heads, bw_arena *a,
                      bw_token *tokens)
{
    const size_t r = net->s.label, rels = net->s.rels;
    int32_t *sides = BW_NEW(a, int32_t, n * 2 * r), *sums = BW_NEW(a, int32_t, n * (r > rels ? r : rels));
    uint8_t *both = BW_NEW(a, uint8_t, n * r);
    multiply(net, &net->label, state, n, sides);
    for (uint32_t i = 0; i < n; i++) {
        const int32_t *own = sides + i * 2 * r;
        const int32_t *heads_side = sides + (heads[i] < 0 ? i : (uint32_t)heads[i]) * 2 * r + r;
        for (size_t c = 0; c < r; c++)
            sums[i * r + c] = (int32_t)((uint32_t)own[c] + (uint32_t)heads_side[c]);
    }
    net->k->cut(sums, net->label.scale, n, r, 0, 127, 0, both);
    multiply(net, &net->rels, both, n, sums);
    net->k->scale(sums, net->rels.scale, n, rels);
    for (uint32_t i = 0; i < n; i++) {
        if (heads[i] < 0) {
            tokens[i].rel = BW_REL_root;
            continue;
        }
        if (net->root < net->s.n_rel)
            sums[i * rels + net->root] = INT32_MIN;
        tokens[i].rel = net->rel[best(sums + i * rels, net->s.n_rel)];
    }
}

/* What the layers make of the words: a row of `width` bytes for each. */
const uint8_t *bw_network_states(const bw_network *net, bw_arena *a, const bw_token *tokens, uint32_t n)
{
    const bw_network_shape *s = &net->s;
    const size_t d = s->width, widest = d > s->hidden ? d : s->hidden;
    bw_word_features *features = BW_NEW(a, bw_word_features, n);
    bw_network_features(tokens, n, features);

    uint8_t *in = BW_NEW(a, uint8_t, n * (d > s->embedding ? d : s->embedding));
    uint8_t *seen = BW_NEW(a, uint8_t, n * bw_network_seen(s)), *hidden = BW_NEW(a, uint8_t, n * s->hidden);
    int16_t *sum = BW_NEW(a, int16_t, s->embedding), *x = BW_NEW(a, int16_t, n * d);
    int32_t *sums = BW_NEW(a, int32_t, n * widest);

    embed(net, features, n, sum, in);
    multiply(net, &net->stem, in, n, sums);
    net->k->add(sums, net->stem.scale, n, d, x);
    for (uint32_t l = 0; l <= s->layers; l++) {
        for (uint32_t i = 0; i < n; i++)
            net->k->normalise(x + i * d, d, in + i * d);
        if (l == s->layers)
            break;
        neighbours(in, n, d, s->side, s->dilation[l], seen);
        multiply(net, &net->conv[l], seen, n, sums);
        net->k->cut(sums, net->conv[l].scale, n, s->hidden, 0, 127, 0, hidden);
        multiply(net, &net->out[l], hidden, n, sums);
        net->k->add(sums, net->out[l].scale, n, d, x);
    }
    return in;
}

uint32_t bw_network_width(const bw_network *net) { return net->s.width; }
const bw_kernels *bw_network_arithmetic(const bw_network *net) { return net->k; }

static void run(const bw_network *net, bw_document *doc, uint32_t first, uint32_t n)
{
    const bw_network_shape *s = &net->s;
    bw_arena *a = doc->arena;
    bw_arena_mark mark = bw_arena_save(a);
    bw_token *tokens = doc->tokens + first;

    const uint8_t *in = bw_network_states(net, a, tokens, n);
    int32_t *sums = BW_NEW(a, int32_t, n * s->tags);

    multiply(net, &net->tag, in, n, sums);
    net->k->scale(sums, net->tag.scale, n, s->tags);
    for (uint32_t i = 0; i < n; i++) {
        const int32_t *row = sums + i * s->tags;
        tokens[i].upos = net->upos[best(row, s->n_upos)];
        memcpy(tokens[i].xpos, net->xpos[best(row + s->n_upos, s->n_xpos)], sizeof tokens[i].xpos);
    }
    bw_network_names(a, sums + s->n_upos + s->n_xpos, n, s->tags, tokens);

    size_t stride;
    int32_t *heads = BW_NEW(a, int32_t, n);
    const int32_t *scores = arc_scores(net, in, n, a, &stride);
    bw_network_tree(a, scores, n, (uint32_t)stride, heads);
    relations(net, in, n, heads, a, tokens);
    for (uint32_t i = 0; i < n; i++)
        tokens[i].head = heads[i] < 0 ? -1 : (int32_t)first + heads[i];
    bw_arena_restore(a, mark);
}

void bw_network_run(const bw_network *net, bw_document *doc, uint32_t first, uint32_t n)
{
    int32_t root = -1;
    /* A longer sentence is read in pieces that hang on the first one's root. */
    for (uint32_t done = 0; done < n;) {
        uint32_t piece = n - done < BW_PARSE_MAX_SENTENCE ? n - done : BW_PARSE_MAX_SENTENCE;
        run(net, doc, first + done, piece);
        for (uint32_t i = first + done; i < first + done + piece; i++) {
            if (doc->tokens[i].head >= 0)
                continue;
            if (root < 0) {
                root = (int32_t)i;
            } else {
                doc->tokens[i].head = root;
                doc->tokens[i].rel = BW_REL_parataxis;
            }
        }
        done += piece;
    }
}
