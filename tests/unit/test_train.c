/* Training on a small treebank: it is learned, and the threads make no difference to the weights. */
#include "base/file.h"
#include "parse/network.h"
#include "parse/train/train.h"
#include "parse/train/data.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static int n_lines;
static void say(void *with, const char *line, uint64_t done, uint64_t all)
{
    (void)with;
    n_lines += line != NULL && done <= all;
}

static bw_status train(const char *treebank, const char *out, uint32_t threads, uint64_t seed, bw_err *err)
{
    bw_train_options o = {.treebanks = &treebank, .n_treebanks = 1, .dev_treebanks = &treebank, .n_dev_treebanks = 1,
                          .out = out, .epochs = 90, .threads = threads, .seed = seed, .embedding = 16, .width = 32,
                          .hidden = 32, .layers = 2, .arc = 16, .label = 16, .batch = 60, .rate = 0.008f};
    return bw_train_network(&o, say, NULL, err);
}

typedef struct {
    bw_arena *a;
    const char *treebank, *weights;
} learned;

static bw_status test_learned(void *with, bw_err *err)
{
    const learned *l = with;
    bw_str bytes;
    bw_network *net;
    bw_samples gold = {.arena = l->a};
    bw_status st = bw_file_read(l->a, l->weights, 1 << 24, &bytes, err);
    if (!st)
        st = bw_network_open(bytes, &net, err);
    if (!st)
        st = bw_samples_read_treebank(&gold, l->treebank, err);
    if (st)
        return st;
    uint32_t n = 0, tags = 0, arcs = 0, names = 0;
    for (uint32_t k = 0; k < gold.n; k++) {
        bw_document doc = {.arena = l->a, .tokens = BW_NEW(l->a, bw_token, gold.items[k].n)};
        memcpy(doc.tokens, gold.items[k].tokens, gold.items[k].n * sizeof *doc.tokens);
        bw_network_run(net, &doc, 0, gold.items[k].n);
        for (uint32_t i = 0; i < gold.items[k].n; i++) {
            const bw_token *g = &gold.items[k].tokens[i], *t = &doc.tokens[i];
            n++;
            tags += g->upos == t->upos && strcmp(g->xpos, t->xpos) == 0;
            arcs += g->head == t->head && g->rel == t->rel;
            names += g->ner == t->ner && g->ner_begin == t->ner_begin;
        }
    }
    bw_network_close(net);
    ok(n > 200 && tags * 100 >= n * 97, "tags are learned: %u of %u", tags, n);
    ok(arcs * 100 >= n * 93, "heads and relations are learned: %u of %u", arcs, n);
    ok(names * 100 >= n * 97, "names are learned: %u of %u", names, n);
    return BW_OK;
}

static bw_str read_weights(bw_arena *a, const char *dir)
{
    bw_str bytes = {0};
    (void)!bw_file_read(a, bw_str_print(a, "%s/network.bin%c", dir, 0).ptr, 1 << 24, &bytes, NULL);
    return bytes;
}

static bw_status test_equal(void *with, bw_err *err)
{
    bw_arena *a = with;
    const char *root = getenv("BW_SOURCE_ROOT");
    const char *treebank = bw_str_print(a, "%s/tests/samples/mini.conllu%c", root ? root : ".", 0).ptr;
    char dirs[3][40];
    for (int i = 0; i < 3; i++) {
        strcpy(dirs[i], "/tmp/broadway-train-XXXXXX");
        if (!mkdtemp(dirs[i]))
            return bw_fail(err, BW_ERR_IO, "no temporary folder");
    }
    bw_status st = train(treebank, dirs[0], 1, 7, err);
    if (!st)
        st = train(treebank, dirs[1], 2, 7, err);
    if (!st)
        st = train(treebank, dirs[2], 2, 8, err);
    if (st)
        return st;
    ok(n_lines > 3 * 90, "progress was told");
    bw_str one = read_weights(a, dirs[0]), two = read_weights(a, dirs[1]), other = read_weights(a, dirs[2]);
    ok(one.len > 0 && bw_str_eq(one, two), "one thread and two: the same bytes");
    ok(other.len > 0 && !bw_str_eq(one, other), "another seed: other bytes");
    learned l = {a, treebank, bw_str_print(a, "%s/network.bin%c", dirs[0], 0).ptr};
    st = test_learned(&l, err);
    for (int i = 0; i < 3; i++) {
        unlink(bw_str_print(a, "%s/network.bin%c", dirs[i], 0).ptr);
        rmdir(dirs[i]);
    }
    const char *missing = "/nonexistent/treebank.conllu";
    bw_err why = {0};
    ok(train(missing, "/tmp", 1, 1, &why) == BW_ERR_IO && strstr(why.msg, missing), "a missing file is named");
    return st;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = bw_arena_try(a, test_equal, a, &err);
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}
