/* A teacher on a tiny encoder: it learns a small treebank, the threads make no difference, and annotates text. */
#include "base/file.h"
#include "parse/train/annotate.h"
#include "parse/train/data.h"
#include "parse/train/teacher.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WIDTH = 32, INNER = 32, LAYERS = 1, PIECES = 132, PLACES = 512 };

static void say(void *with, const char *line, uint64_t done, uint64_t all)
{
    (void)with;
    (void)line;
    (void)done;
    (void)all;
}

/* ---- a folder as encoders come in ---------------------------------------------------------------- */

static const struct {
    const char *name;
    int rows, cols; /* rows 0: a vector */
} tensors[] = {
    {"embeddings.word_embeddings.weight", PIECES, WIDTH}, {"embeddings.position_embeddings.weight", PLACES, WIDTH},
    {"embeddings.token_type_embeddings.weight", 2, WIDTH}, {"embeddings.LayerNorm.weight", 0, WIDTH},
    {"embeddings.LayerNorm.bias", 0, WIDTH},
    {"encoder.layer.0.attention.self.query.weight", WIDTH, WIDTH}, {"encoder.layer.0.attention.self.query.bias", 0, WIDTH},
    {"encoder.layer.0.attention.self.key.weight", WIDTH, WIDTH}, {"encoder.layer.0.attention.self.key.bias", 0, WIDTH},
    {"encoder.layer.0.attention.self.value.weight", WIDTH, WIDTH}, {"encoder.layer.0.attention.self.value.bias", 0, WIDTH},
    {"encoder.layer.0.attention.output.dense.weight", WIDTH, WIDTH}, {"encoder.layer.0.attention.output.dense.bias", 0, WIDTH},
    {"encoder.layer.0.attention.output.LayerNorm.weight", 0, WIDTH},
    {"encoder.layer.0.attention.output.LayerNorm.bias", 0, WIDTH},
    {"encoder.layer.0.intermediate.dense.weight", INNER, WIDTH}, {"encoder.layer.0.intermediate.dense.bias", 0, INNER},
    {"encoder.layer.0.output.dense.weight", WIDTH, INNER}, {"encoder.layer.0.output.dense.bias", 0, WIDTH},
    {"encoder.layer.0.output.LayerNorm.weight", 0, WIDTH}, {"encoder.layer.0.output.LayerNorm.bias", 0, WIDTH},
};

static const char *path(bw_arena *a, const char *dir, const char *name)
{
    return bw_str_print(a, "%s/%s%c", dir, name, 0).ptr;
}

static bw_status write_encoder(bw_arena *a, const char *dir, bw_err *err)
{
    bw_buf config = {.arena = a}, words = {.arena = a}, header = {.arena = a}, file = {.arena = a}, data = {.arena = a};
    bw_buf_print(&config, "{\"hidden_size\":%d,\"intermediate_size\":%d,\"num_attention_heads\":2,\"num_hidden_layers\":%d,"
                 "\"vocab_size\":%d,\"max_position_embeddings\":%d}", WIDTH, INNER, LAYERS, PIECES, PLACES);
    /* Pieces: each letter and digit, as a beginning and as a continuation. */
    bw_buf_text(&words, "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"[UNK]\":0,\"[CLS]\":1,\"[SEP]\":2");
    int n = 3;
    for (char c = '!'; c < 127; c++)
        if (bw_is_lower(c) || bw_is_digit(c))
            n += 2, bw_buf_print(&words, ",\"%c\":%d,\"##%c\":%d", c, n - 2, c, n - 1);
    bw_buf_text(&words, ",\".\":75,\",\":76,\"'\":77,\"the\":78,\"of\":79,\"in\":80}}}");

    bw_random chance = {11};
    for (size_t i = 0; i < sizeof tensors / sizeof *tensors; i++) {
        int rows = tensors[i].rows ? tensors[i].rows : 1;
        bw_buf_print(&header, "%s\"%s\":{\"dtype\":\"F32\",\"shape\":[", i ? "," : "{", tensors[i].name);
        if (tensors[i].rows)
            bw_buf_print(&header, "%d,", rows);
        bw_buf_print(&header, "%d],\"data_offsets\":[%zu,", tensors[i].cols, data.len);
        for (int k = 0; k < rows * tensors[i].cols; k++) {
            float v = 0.2f * bw_random_normal(&chance) + (strstr(tensors[i].name, "Norm.weight") ? 1 : 0);
            bw_buf_str(&data, (bw_str){(const char *)&v, sizeof v});
        }
        bw_buf_print(&header, "%zu]}", data.len);
    }
    bw_buf_char(&header, '}');
    for (int i = 0; i < 8; i++)
        bw_buf_char(&file, (char)((uint64_t)header.len >> 8 * i));
    bw_buf_str(&file, bw_buf_view(&header));
    bw_buf_str(&file, bw_buf_view(&data));
    bw_status st = bw_file_write(path(a, dir, "config.json"), bw_buf_view(&config), err);
    if (!st)
        st = bw_file_write(path(a, dir, "tokenizer.json"), bw_buf_view(&words), err);
    return st ? st : bw_file_write(path(a, dir, "model.safetensors"), bw_buf_view(&file), err);
}

/* ---- learning ------------------------------------------------------------------------------------ */

static bw_status learn(const char *treebank, const char *dir, uint32_t threads, uint32_t epochs, bw_err *err)
{
    bw_train_options o = {.treebanks = &treebank, .n_treebanks = 1, .dev_treebanks = &treebank, .n_dev_treebanks = 1,
                          .encoder = dir, .out = dir, .epochs = epochs, .threads = threads, .seed = 3, .embedding = 16,
                          .width = 32, .hidden = 32, .layers = 1, .arc = 16, .label = 16, .batch = 60, .rate = 0.008f};
    return bw_train_network(&o, say, NULL, err);
}

static bw_str read_weights(bw_arena *a, const char *dir)
{
    bw_str bytes = {0};
    (void)!bw_file_read(a, path(a, dir, "teacher.bin"), 1 << 26, &bytes, NULL);
    return bytes;
}

/* What the teacher makes of the treebank's own words, written as text. */
static bw_status test_annotated(bw_arena *a, const char *treebank, const char *dir, bw_err *err)
{
    const char *text = path(a, dir, "text.txt"), *weights = path(a, dir, "teacher.bin"), *out = path(a, dir, "out.conllu");
    bw_samples gold = {.arena = a}, read = {.arena = a};
    bw_buf plain = {.arena = a};
    bw_status st = bw_samples_read_treebank(&gold, treebank, err);
    for (uint32_t k = 0; !st && k < gold.n; k++) {
        for (uint32_t i = 0; i < gold.items[k].n; i++) {
            bw_buf_str(&plain, gold.items[k].tokens[i].form);
            if (gold.items[k].tokens[i].space_after)
                bw_buf_char(&plain, ' ');
        }
        bw_buf_char(&plain, '\n');
    }
    if (!st)
        st = bw_file_write(text, bw_buf_view(&plain), err);
    bw_annotate_options o = {.teacher = weights, .texts = &text, .n_texts = 1, .out = out, .threads = 2};
    if (!st)
        st = bw_annotate(&o, say, NULL, err);
    if (!st)
        st = bw_samples_read_treebank(&read, out, err);
    if (st)
        return st;

    uint32_t n = 0, tags = 0, heads = 0, names = 0, alike = 0;
    for (uint32_t k = 0, r = 0; k < gold.n && r < read.n; k++) {
        const bw_sample *g = &gold.items[k], *h = &read.items[r];
        bool same = g->n == h->n;
        for (uint32_t i = 0; same && i < g->n; i++)
            same = bw_str_eq(g->tokens[i].form, h->tokens[i].form);
        if (!same)
            continue; /* split otherwise: the splitter is not what is tested */
        r++;
        alike++;
        for (uint32_t i = 0; i < g->n; i++) {
            n++;
            tags += g->tokens[i].upos == h->tokens[i].upos && strcmp(g->tokens[i].xpos, h->tokens[i].xpos) == 0;
            heads += g->tokens[i].head == h->tokens[i].head && g->tokens[i].rel == h->tokens[i].rel;
            names += g->tokens[i].ner == h->tokens[i].ner && g->tokens[i].ner_begin == h->tokens[i].ner_begin;
        }
    }
    ok(alike > 8, "text comes back as a treebank: %u of %u sentences", alike, gold.n);
    ok(tags * 100 >= n * 90 && names * 100 >= n * 90, "tags and names are learned: %u and %u of %u", tags, names, n);
    ok(heads * 100 >= n * 80, "heads and relations are learned: %u of %u", heads, n);

    uint32_t all = read.n;
    read = (bw_samples){.arena = a};
    o.least = 0.9999f;
    if ((st = bw_annotate(&o, say, NULL, err)) || (st = bw_samples_read_treebank(&read, out, err)))
        return st;
    ok(read.n < all, "with --least: %u of %u sentences", read.n, all);
    unlink(text);
    unlink(out);
    return BW_OK;
}

static void test_damaged(bw_arena *a, bw_str bytes)
{
    for (size_t i = 0; i < 4; i++) {
        const size_t at[] = {0, 9, 60, bytes.len - 3};
        bw_teacher t = {0};
        char *copy = bw_arena_alloc(a, bytes.len);
        memcpy(copy, bytes.ptr, bytes.len);
        copy[at[i]] ^= 1;
        ok(bw_teacher_read(&t, a, (bw_str){copy, bytes.len}, NULL) == BW_ERR_SYNTAX, "damaged at %zu: refused", at[i]);
    }
    bw_teacher t = {0};
    ok(bw_teacher_read(&t, a, bw_str_slice(bytes, 0, bytes.len - 4), NULL) == BW_ERR_SYNTAX &&
           bw_teacher_read(&t, a, bw_str_slice(bytes, 0, 20), NULL) == BW_ERR_SYNTAX, "cut short: refused");
}

static bw_status test_all(void *with, bw_err *err)
{
    bw_arena *a = with;
    const char *root = getenv("BW_SOURCE_ROOT");
    const char *treebank = bw_str_print(a, "%s/tests/samples/mini.conllu%c", root ? root : ".", 0).ptr;
    char dir[] = "/tmp/broadway-teacher-XXXXXX";
    if (!mkdtemp(dir))
        return bw_fail(err, BW_ERR_IO, "no temporary folder");
    bw_status st = write_encoder(a, dir, err);
    if (!st)
        st = learn(treebank, dir, 1, 2, err);
    bw_str one = read_weights(a, dir);
    if (!st)
        st = learn(treebank, dir, 2, 2, err);
    bw_str two = read_weights(a, dir);
    ok(one.len > 0 && bw_str_eq(one, two), "one thread and two: the same bytes");
    if (!st)
        st = learn(treebank, dir, 2, 60, err);
    if (!st)
        st = test_annotated(a, treebank, dir, err);
    if (!st)
        test_damaged(a, one);

    unlink(path(a, dir, "tokenizer.json"));
    ok(learn(treebank, dir, 1, 1, &(bw_err){0}) == BW_ERR_IO, "an encoder without words: refused");
    static const char *const files[] = {"config.json", "model.safetensors", "teacher.bin"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(path(a, dir, files[i]));
    rmdir(dir);
    return st;
}

int main(void)
{
    bw_arena *a = bw_arena_new(0);
    bw_err err = {0};
    bw_status st = bw_arena_try(a, test_all, a, &err);
    ok(st == BW_OK, "ran to the end%s%s", st ? ": " : "", err.msg);
    bw_arena_free(a);
    return tap_done();
}
