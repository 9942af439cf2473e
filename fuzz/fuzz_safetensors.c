/* What a pretrained encoder comes in: the first byte says whether the rest are weights (safetensors), a tokenizer.json
 * with words to cut behind a NUL, or a teacher's file. */
#include "parse/train/safetensors.h"
#include "parse/train/teacher.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    bw_arena *a;
    bw_str bytes;
} reading;

static bw_status read_weights(const reading *r, bw_err *err)
{
    bw_tensors t;
    bw_status st = bw_tensors_read(r->a, r->bytes, &t, err);
    for (uint32_t i = 0; !st && i < t.n; i++) {
        const bw_tensor *x = &t.items[i];
        uint64_t rows = x->n_dims == 2 ? x->dims[0] : 1, cols = x->n_dims ? x->dims[x->n_dims - 1] : 0;
        if (rows > 1000 || cols > 1000)
            continue;
        float *out = BW_NEW(r->a, float, rows * cols + 1);
        if (bw_tensors_take(&t, bw_str_print(r->a, "%.*s%c", (int)x->name.len, x->name.ptr, 0).ptr, rows, cols, i % 2,
                            out, i % 2 ? rows : cols, NULL) == BW_OK && x->n_dims > 2)
            abort();
    }
    return st;
}

static bw_status read_words(const reading *r, bw_err *err)
{
    bw_wordpiece w;
    size_t end = bw_str_find_char(r->bytes, 0, 0);
    bw_status st = bw_wordpiece_read(r->a, bw_str_slice(r->bytes, 0, end), &w, err);
    if (st)
        return st;
    bw_str words = bw_str_slice(r->bytes, end, r->bytes.len), word;
    while (bw_str_cut(&words, ' ', &word)) {
        uint32_t out[BW_WORDPIECE_MOST], n = bw_wordpiece_cut(&w, word, out);
        if (n < 1 || n > BW_WORDPIECE_MOST)
            abort();
        for (uint32_t i = 0; i < n; i++)
            if (out[i] >= w.n)
                abort();
    }
    return BW_OK;
}

static bw_status read_any(void *with, bw_err *err)
{
    reading *r = with;
    char kind = *r->bytes.ptr;
    r->bytes = bw_str_slice(r->bytes, 1, r->bytes.len);
    if (kind == 'w')
        return read_words(r, err);
    if (kind != 't')
        return read_weights(r, err);
    bw_teacher t = {0};
    return bw_teacher_read(&t, r->a, r->bytes, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bw_arena *a = size ? bw_arena_new(1 << 28) : NULL;
    reading r = {a, {(const char *)data, size}};
    if (a)
        (void)!bw_arena_try(a, read_any, &r, NULL);
    bw_arena_free(a);
    return 0;
}
