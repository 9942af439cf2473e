/* The network's integer arithmetic, its trees, and what it refuses to open. */
#include "parse/network.h"
#include "parse/network_format.h"
#include "parse/network_kernels.h"
#include "parse/network_tree.h"
#include "parse/parse.h"
#include "tap.h"

#include <stdlib.h>
#include <xxhash.h>

static uint64_t state = 1;

static uint32_t chance(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

/* ---- every kernel against the plain one, on numbers at the ends of their ranges too ---------------- */

enum { M = 13, K = 96, N = 80 };

static int32_t extreme(void)
{
    static const int32_t ends[] = {0, 1, -1, 1 << 22, -(1 << 22), INT32_MAX, INT32_MIN};
    return chance(8) ? (int32_t)(chance(1u << 24)) - (1 << 23) : ends[chance(7)];
}

/* Brings weights down to what is allowed, and no further: the largest come last, and stop where the bound is met. */
static void bound(int8_t *w, size_t n_in, size_t n_out)
{
    for (size_t q = 0; q < n_in; q += BW_BOUNDED_GROUP)
        for (size_t j = 0; j < n_out; j++) {
            int left[2][2] = {{BW_BOUND, BW_BOUND}, {BW_BOUND, BW_BOUND}};
            for (size_t i = q; i < q + BW_BOUNDED_GROUP && i < n_in; i++) {
                int8_t *v = &w[(i / 4 * n_out + j) * 4 + i % 4];
                int *room = &left[i / 2 % 2][*v > 0], size = *v < 0 ? -*v : *v;
                if (size > *room)
                    *v = (int8_t)(*v > 0 ? *room : -*room), size = *room;
                *room -= size;
            }
        }
}

static void test_kernels(void)
{
    const bw_kernels *list[BW_MOST_KERNELS];
    size_t n = bw_network_kernels(list);
    static uint8_t a[M * K], bytes[2][M * N];
    static int8_t w[K * N];
    static int32_t start[N], scale[N], sums[2][M * N];
    static int16_t x[2][M * N], factors[5] = {1, 32, 7, 16, 31}, embedded[2][N];

    for (size_t k = 1; k < n; k++) {
        int bad_multiply = 0, bad_bounded = 0, bad_embed = 0, bad_normalise = 0, bad_add = 0, bad_cut = 0,
            bad_scale = 0;
        for (int round = 0; round < 200; round++) {
            size_t m = 1 + chance(M), depth = 4 * (1 + chance(K / 4)), width = 16 * (1 + chance(N / 16));
            bool edge = chance(4) == 0;
            for (size_t i = 0; i < sizeof a; i++)
                a[i] = (uint8_t)(edge ? 127 : chance(128));
            for (size_t i = 0; i < sizeof w; i++)
                w[i] = (int8_t)(edge ? (chance(2) ? 127 : -127) : (int)chance(255) - 127);
            for (size_t i = 0; i < N; i++) {
                start[i] = extreme();
                scale[i] = chance(4) ? (int32_t)chance(1u << 30) : extreme();
            }
            for (int v = 0; v < 2; v++)
                (v ? list[k] : list[0])->multiply_any(a, m, depth, w, start, width, sums[v]);
            bad_multiply += memcmp(sums[0], sums[1], m * width * 4) != 0;
            bound(w, depth, width);
            for (int v = 0; v < 2; v++)
                (v ? list[k] : list[0])->multiply(a, m, depth, w, start, width, sums[v]);
            bad_bounded += memcmp(sums[0], sums[1], m * width * 4) != 0;
            bad_bounded += !bw_network_bounded(w, depth, width);

            const int8_t *rows[5] = {w, w + 80, w + 160, w + 240, w + 320};
            for (int v = 0; v < 2; v++)
                (v ? list[k] : list[0])->embed(rows, factors, 5, width, embedded[v]);
            bad_embed += memcmp(embedded[0], embedded[1], width * 2) != 0;

            uint32_t loud = 1u << chance(17);
            for (size_t i = 0; i < N; i++)
                x[0][i] = (int16_t)(edge ? (chance(2) ? 32767 : -32768) : (int)chance(loud) - (int)loud / 2);
            for (int v = 0; v < 2; v++)
                (v ? list[k] : list[0])->normalise(x[0], width, bytes[v]);
            bad_normalise += memcmp(bytes[0], bytes[1], width) != 0;

            for (size_t i = 0; i < M * N; i++) {
                sums[0][i] = sums[1][i] = extreme();
                x[0][i] = x[1][i] = (int16_t)(edge ? -32768 : (int)chance(65536) - 32768);
            }
            int low = chance(2) ? -64 : 0, high = low ? 63 : 127, zero = low ? 64 : 0;
            if (chance(3) == 0)
                low = -127, high = 127, zero = 0;
            for (int v = 0; v < 2; v++) {
                (v ? list[k] : list[0])->add(sums[v], scale, m, width, x[v]);
                (v ? list[k] : list[0])->cut(sums[v], scale, m, width, low, high, zero, bytes[v]);
                (v ? list[k] : list[0])->scale(sums[v], scale, m, width);
            }
            bad_add += memcmp(x[0], x[1], m * width * 2) != 0;
            bad_cut += memcmp(bytes[0], bytes[1], m * width) != 0;
            bad_scale += memcmp(sums[0], sums[1], m * width * 4) != 0;
        }
        ok(!bad_multiply, "%s: products", list[k]->name);
        ok(!bad_bounded, "%s: products with bounded weights", list[k]->name);
        ok(!bad_embed, "%s: sums of rows", list[k]->name);
        ok(!bad_normalise, "%s: normalising", list[k]->name);
        ok(!bad_add, "%s: adding", list[k]->name);
        ok(!bad_cut, "%s: cutting", list[k]->name);
        ok(!bad_scale, "%s: scaling", list[k]->name);
    }

    /* The plain one by hand: 2 * 3 + 5 at half scale; a mean square of 1 comes to 16 steps above 64. */
    static const uint8_t one_a[4] = {2, 0, 0, 0};
    static int8_t one_w[64] = {3};
    static int32_t one_start[16] = {5}, half[16] = {1 << 30}, out[16];
    list[0]->multiply(one_a, 1, 4, one_w, one_start, 16, out);
    ok(out[0] == 11, "2 * 3 + 5 is 11");
    list[0]->scale(out, half, 1, 16);
    ok(out[0] == 6, "half of 11 is 6, rounded up");
    int16_t even[16];
    uint8_t normal[16];
    for (int i = 0; i < 16; i++)
        even[i] = i % 2 ? 500 : -500;
    list[0]->normalise(even, 16, normal);
    ok(normal[0] == 48 && normal[1] == 80, "numbers of one size are 16 steps from the middle");
}

/* ---- trees ---------------------------------------------------------------------------------------- */

/* The best sum over all trees with one root, by trying all. */
static int64_t best_sum(const int32_t *scores, uint32_t n, uint32_t stride, int32_t *heads, uint32_t i)
{
    if (i == n) {
        if (!bw_network_is_tree(heads, n))
            return INT64_MIN;
        int64_t sum = 0;
        for (uint32_t k = 0; k < n; k++)
            sum += scores[k * stride + (heads[k] < 0 ? n : (uint32_t)heads[k])];
        return sum;
    }
    int64_t best = INT64_MIN;
    for (int32_t h = -1; h < (int32_t)n; h++) {
        if (h == (int32_t)i)
            continue;
        heads[i] = h;
        int64_t sum = best_sum(scores, n, stride, heads, i + 1);
        best = sum > best ? sum : best;
    }
    return best;
}

static int64_t sum_of(const int32_t *scores, uint32_t n, uint32_t stride, const int32_t *heads)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < n; k++)
        sum += scores[k * stride + (heads[k] < 0 ? n : (uint32_t)heads[k])];
    return sum;
}

static bw_status test_trees(void *with, bw_err *err)
{
    bw_arena *a = with;
    (void)err;
    int bad = 0, not_best = 0;
    for (int round = 0; round < 400; round++) {
        uint32_t n = 1 + chance(5), stride = n + 1;
        int32_t scores[6 * 7], heads[6], tried[6];
        int32_t spread = round % 3 ? 1000 : 3; /* few values: ties */
        for (uint32_t i = 0; i < n * stride; i++)
            scores[i] = (int32_t)chance((uint32_t)spread) - spread / 2;
        bw_network_tree(a, scores, n, stride, heads);
        bad += !bw_network_is_tree(heads, n);
        not_best += sum_of(scores, n, stride, heads) != best_sum(scores, n, stride, tried, 0);
    }
    ok(!bad, "up to five words: always a tree with one root");
    ok(!not_best, "up to five words: always the best one");

    bad = 0;
    for (int round = 0; round < 60; round++) {
        uint32_t n = round < 2 ? BW_PARSE_MAX_SENTENCE : 1 + chance(60), stride = n + 1 + chance(16);
        int32_t *scores = BW_NEW(a, int32_t, (size_t)n * stride), *heads = BW_NEW(a, int32_t, n);
        for (size_t i = 0; i < (size_t)n * stride; i++)
            scores[i] = round == 0 ? 0 : chance(50) ? (int32_t)chance(2000) - 1000 : (int32_t)chance(UINT32_MAX);
        /* A chain of cycles: each word wants its neighbour. */
        for (uint32_t i = 0; round == 1 && i < n; i++)
            scores[(size_t)i * stride + (i ^ 1u)] = INT32_MAX;
        bw_network_tree(a, scores, n, stride, heads);
        bad += !bw_network_is_tree(heads, n);
    }
    ok(!bad, "up to %d words: always a tree with one root", BW_PARSE_MAX_SENTENCE);

    ok(!bw_network_is_tree((int32_t[]){1, 0, -1}, 3), "a cycle beside the root is no tree");
    ok(!bw_network_is_tree((int32_t[]){-1, -1}, 2), "two roots are no tree");
    ok(!bw_network_is_tree((int32_t[]){0}, 1), "a word that is its own head is no tree");
    ok(bw_network_is_tree((int32_t[]){1, -1, 1}, 3), "two words on a root are a tree");
    return BW_OK;
}

/* ---- files ---------------------------------------------------------------------------------------- */

/* A small file of weights that opens. */
static bw_str make_file(bw_arena *a)
{
    bw_network_header h = {.version = BW_NETWORK_VERSION, .header = sizeof h};
    h.shape = (bw_network_shape){.embedding = 16, .width = 16, .side = 16, .hidden = 16, .layers = 2, .arc = 16, .label = 16,
                                 .words = 3, .slots = 8, .n_upos = 2, .n_xpos = 2, .n_rel = 3, .tags = 16, .rels = 16,
                                 .dilation = {1, 2}};
    uint64_t at[BW_N_SECTIONS], size = bw_network_layout(&h.shape, at);
    char *p = bw_arena_alloc(a, size);
    for (uint64_t i = at[BW_SECTION_WORDS]; i < size; i++)
        p[i] = (char)chance(256);
    static const int matrices[] = {BW_SECTION_STEM_W, BW_SECTION_CONV_W, BW_SECTION_OUT_W, BW_SECTION_TAG_W,
                                   BW_SECTION_ARC_W,  BW_SECTION_LABEL_W, BW_SECTION_REL_W};
    for (size_t k = 0; k < sizeof matrices / sizeof *matrices; k++) /* small enough to be bounded */
        for (uint64_t i = at[matrices[k]]; i < at[matrices[k] + 1]; i++)
            p[i] = (char)(chance(63) - 31);
    strcpy(p + at[BW_SECTION_UPOS], "NOUN");
    strcpy(p + at[BW_SECTION_UPOS] + BW_NETWORK_LABEL, "VERB");
    strcpy(p + at[BW_SECTION_XPOS], "NN");
    strcpy(p + at[BW_SECTION_XPOS] + BW_NETWORK_LABEL, "VBD");
    strcpy(p + at[BW_SECTION_REL], "root");
    strcpy(p + at[BW_SECTION_REL] + BW_NETWORK_LABEL, "nsubj");
    strcpy(p + at[BW_SECTION_REL] + 2 * BW_NETWORK_LABEL, "obl:agent");
    int16_t factors[BW_N_TABLES + 1];
    for (int t = 0; t <= BW_N_TABLES; t++)
        factors[t] = (int16_t)(1 + t);
    memcpy(p + at[BW_SECTION_FACTORS], factors, sizeof factors);
    h.size = size;
    memcpy(h.magic, BW_NETWORK_MAGIC, sizeof h.magic);
    memcpy(p, &h, sizeof h);
    return (bw_str){p, size};
}

/* Puts the right checksum in, so that what lies behind it is tested. */
static void sign(bw_str file)
{
    bw_network_header h;
    char *p = (char *)(uintptr_t)file.ptr;
    memcpy(&h, p, sizeof h);
    h.checksum = XXH3_64bits(p + offsetof(bw_network_header, shape), file.len - offsetof(bw_network_header, shape));
    memcpy(p, &h, sizeof h);
}

static bw_status test_files(void *with, bw_err *err)
{
    static const struct {
        const char *why;
        size_t at; /* of a byte of the shape to be changed */
        uint32_t value;
    } rows[] = {
        {"a width that is no multiple of 16", offsetof(bw_network_shape, width), 17},
        {"a width of nothing", offsetof(bw_network_shape, hidden), 0},
        {"more of a neighbour than there is", offsetof(bw_network_shape, side), 32},
        {"a width beyond all bounds", offsetof(bw_network_shape, arc), 1 << 20},
        {"too many layers", offsetof(bw_network_shape, layers), 17},
        {"no layers", offsetof(bw_network_shape, layers), 0},
        {"slots that are no power of two", offsetof(bw_network_shape, slots), 9},
        {"more words than the file has", offsetof(bw_network_shape, words), 1000},
        {"no words", offsetof(bw_network_shape, words), 0},
        {"more tags than outputs", offsetof(bw_network_shape, n_xpos), 300},
        {"tags that wrap around", offsetof(bw_network_shape, n_upos), 0xFFFFFFFF},
        {"more relations than outputs", offsetof(bw_network_shape, n_rel), 17},
        {"a neighbour too far away", offsetof(bw_network_shape, dilation), 1000},
    };
    bw_arena *a = with;
    bw_network *net = NULL, *untouched = NULL;
    bw_str good = make_file(a);
    (void)err;

    sign(good);
    ok(bw_network_open(good, &net, NULL) == BW_OK, "a whole file opens");
    bw_err why = {0};
    ok(bw_network_open((bw_str){0}, &untouched, &why) == BW_ERR_SYNTAX && strstr(why.msg, "network.bin"),
       "no weights: the message names the file");
    ok(bw_network_open(bw_str_slice(good, 0, 20), &untouched, NULL) == BW_ERR_SYNTAX, "a piece of the header");
    ok(bw_network_open(bw_str_slice(good, 0, good.len - 1), &untouched, NULL) == BW_ERR_SYNTAX, "the last byte is missing");

    char *copy = bw_arena_alloc(a, good.len);
    bw_str file = {copy, good.len};
    int opened = 0;
    for (size_t i = 0; i < good.len; i += i < 200 ? 1 : 97) {
        memcpy(copy, good.ptr, good.len);
        copy[i] ^= 0x10;
        opened += bw_network_open(file, &untouched, NULL) == BW_OK;
    }
    ok(!opened, "a byte that is not what it was, anywhere");

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        memcpy(copy, good.ptr, good.len);
        memcpy(copy + offsetof(bw_network_header, shape) + rows[i].at, &rows[i].value, 4);
        sign(file);
        ok(bw_network_open(file, &untouched, NULL) == BW_ERR_SYNTAX, "%s", rows[i].why);
    }
    bw_network_header shaped;
    uint64_t at[BW_N_SECTIONS];
    memcpy(&shaped, good.ptr, sizeof shaped);
    bw_network_layout(&shaped.shape, at);
    for (int up = 0; up < 2; up++) {
        memcpy(copy, good.ptr, good.len);
        for (int i = 0; i < 16; i += 4) /* of one output: the first two of four inputs, four times */
            copy[at[BW_SECTION_OUT_W] + (size_t)i * 16] = copy[at[BW_SECTION_OUT_W] + (size_t)i * 16 + 1] = up ? 33 : -33;
        sign(file);
        ok(bw_network_open(file, &untouched, &why) == BW_ERR_SYNTAX && strstr(why.msg, "bounds"),
           "weights whose products do not fit into 16 bits");
    }
    ok(bw_network_use(net, "plain", NULL) == BW_OK, "kernels by name");
    ok(bw_network_use(net, "abacus", &why) == BW_ERR_USAGE && strstr(why.msg, "plain"), "others are not had; those that are, are named");
    bw_network_header h;
    memcpy(&h, good.ptr, sizeof h);
    bw_network_layout(&h.shape, at);
    memcpy(copy, good.ptr, good.len);
    copy[at[BW_SECTION_SLOTS] + offsetof(bw_network_slot, row)] = 3;
    sign(file);
    ok(bw_network_open(file, &untouched, NULL) == BW_ERR_SYNTAX, "a word's row beyond the table");
    memcpy(copy, good.ptr, good.len);
    memset(copy + at[BW_SECTION_XPOS], 'N', 8);
    sign(file);
    ok(bw_network_open(file, &untouched, NULL) == BW_ERR_SYNTAX, "a tag that is too long");
    memcpy(copy, good.ptr, good.len);
    copy[at[BW_SECTION_FACTORS]] = 33;
    sign(file);
    ok(bw_network_open(file, &untouched, NULL) == BW_ERR_SYNTAX, "a factor that would overflow");
    ok(untouched == NULL, "what fails leaves the output alone");

    /* Weights of chance: any words get tags, one root, whole names; scratch is given back. */
    bw_document doc = {.arena = a, .n_tokens = 900};
    doc.tokens = BW_NEW(a, bw_token, doc.n_tokens);
    static const char *const forms[] = {"The", "U.N.", "\xE2\x80\x9Cquote", "\xFF\xFE", "", "2,000", "Z\xC3\xBCrich"};
    for (uint32_t i = 0; i < doc.n_tokens; i++)
        doc.tokens[i] = (bw_token){.form = bw_str_of(forms[chance(7)]), .space_after = chance(2)};
    static const uint32_t lengths[] = {1, 2, 3, 7, 40, BW_PARSE_MAX_SENTENCE, 890};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        uint32_t n = lengths[k], first = 5, roots = 0, bad = 0;
        bw_arena_mark mark = bw_arena_save(a);
        bw_network_run(net, &doc, first, n);
        bw_arena_mark after = bw_arena_save(a);
        ok(mark.n_chunks == after.n_chunks && mark.used == after.used, "%u words: scratch is given back", n);
        int32_t heads[900];
        for (uint32_t i = 0; i < n; i++) {
            const bw_token *t = &doc.tokens[first + i];
            heads[i] = t->head < 0 ? -1 : t->head - (int32_t)first;
            roots += t->head < 0;
            bad += (t->rel == BW_REL_root) != (t->head < 0) || heads[i] >= (int32_t)n;
            bad += t->ner != BW_NER_NONE && !t->ner_begin && (i == 0 || doc.tokens[first + i - 1].ner != t->ner) &&
                   i % BW_PARSE_MAX_SENTENCE;
            bad += strcmp(t->xpos, "NN") != 0 && strcmp(t->xpos, "VBD") != 0;
        }
        ok(roots == 1 && !bad && bw_network_is_tree(heads, n), "%u words: one tree, whole names", n);
    }
    bw_network_close(net);
    return BW_OK;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    test_kernels();
    ok(bw_arena_try(a, test_trees, a, &err) == BW_OK, "trees ran");
    ok(bw_arena_try(a, test_files, a, &err) == BW_OK, "files ran");
    bw_arena_free(a);
    return tap_done();
}
