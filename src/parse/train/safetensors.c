#include "parse/train/safetensors.h"

#include <json-c/json.h>

float bw_half(uint16_t h)
{
    uint32_t sign = (uint32_t)(h & 0x8000) << 16, exponent = h >> 10 & 31, fraction = h & 0x3FF, bits;
    float f;
    if (exponent == 0) { /* 0 and what is smaller than normal: fraction * 2^-24 */
        f = (float)fraction * 0x1p-24f;
        memcpy(&bits, &f, sizeof bits);
        bits |= sign;
    } else {
        bits = sign | (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13;
    }
    memcpy(&f, &bits, sizeof f);
    return f;
}

static size_t size_of(bw_str kind, bw_tensor_kind *out)
{
    *out = bw_str_is(kind, "F16") ? BW_TENSOR_F16 : bw_str_is(kind, "F32") ? BW_TENSOR_F32 : BW_TENSOR_OTHER;
    static const struct {
        const char *name;
        size_t size;
    } kinds[] = {{"F16", 2}, {"F32", 4}, {"BF16", 2}, {"F64", 8}, {"I8", 1}, {"U8", 1},
                 {"BOOL", 1}, {"I16", 2}, {"I32", 4}, {"I64", 8}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (bw_str_is(kind, kinds[i].name))
            return kinds[i].size;
    return 0;
}

/* A number of the header: whole, not negative. */
static bool number(json_object *list, size_t i, uint64_t *out)
{
    json_object *v = json_object_array_get_idx(list, i);
    int64_t n = json_object_get_int64(v);
    if (!v || json_object_get_type(v) != json_type_int || n < 0)
        return false;
    *out = (uint64_t)n;
    return true;
}

static bool read_tensor(bw_arena *a, const char *name, json_object *o, bw_str data, bw_tensor *t)
{
    json_object *kind, *shape, *place;
    uint64_t start, end;
    if (json_object_get_type(o) != json_type_object || !json_object_object_get_ex(o, "dtype", &kind) ||
        !json_object_object_get_ex(o, "shape", &shape) || !json_object_object_get_ex(o, "data_offsets", &place) ||
        json_object_get_type(kind) != json_type_string || json_object_get_type(shape) != json_type_array ||
        json_object_get_type(place) != json_type_array || json_object_array_length(place) != 2 ||
        json_object_array_length(shape) > BW_TENSOR_DIMENSIONS || !number(place, 0, &start) || !number(place, 1, &end))
        return false;
    uint64_t size = size_of(bw_str_of(json_object_get_string(kind)), &t->kind);
    if (size == 0 || start > end || end > data.len)
        return false;
    t->n_dims = (uint32_t)json_object_array_length(shape);
    for (uint32_t i = 0; i < t->n_dims; i++)
        if (!number(shape, i, &t->dims[i]) || __builtin_mul_overflow(size, t->dims[i], &size))
            return false;
    t->name = bw_str_copy(a, bw_str_of(name));
    t->bytes = bw_str_slice(data, start, end);
    return size == end - start;
}

static void put_json(void *o) { json_object_put(o); }

bw_status bw_tensors_read(bw_arena *a, bw_str bytes, bw_tensors *out, bw_err *err)
{
    uint64_t len = 0;
    for (int i = 0; bytes.len >= 8 && i < 8; i++)
        len |= (uint64_t)(unsigned char)bytes.ptr[i] << 8 * i;
    if (bytes.len < 8 || len > bytes.len - 8 || len > 100000000)
        return bw_fail(err, BW_ERR_SYNTAX, "safetensors: the header does not fit into %zu bytes", bytes.len);

    json_tokener *reader = json_tokener_new_ex(8);
    if (!reader)
        return bw_fail(err, BW_ERR_MEMORY, "no memory for the header");
    json_object *header = json_tokener_parse_ex(reader, bytes.ptr + 8, (int)len);
    json_tokener_free(reader);
    if (!header || json_object_get_type(header) != json_type_object) {
        json_object_put(header);
        return bw_fail(err, BW_ERR_SYNTAX, "safetensors: the header is no JSON object");
    }
    bw_arena_defer(a, put_json, header);

    bw_tensors t = {0};
    bw_str data = bw_str_slice(bytes, 8 + len, bytes.len);
    json_object_object_foreach(header, name, value)
    {
        bw_tensor one = {0};
        if (strcmp(name, "__metadata__") == 0)
            continue;
        if (!read_tensor(a, name, value, data, &one))
            return bw_fail(err, BW_ERR_SYNTAX, "safetensors: the tensor '%.100s' is wrong", name);
        BW_PUSH(a, t.items, t.n, t.room, one);
    }
    *out = t;
    return BW_OK;
}

const bw_tensor *bw_tensors_find(const bw_tensors *t, const char *name)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (bw_str_is(t->items[i].name, name))
            return &t->items[i];
    return NULL;
}

bw_status bw_tensors_take(const bw_tensors *t, const char *name, uint64_t rows, uint64_t cols, bool turned, float *out,
                          size_t stride, bw_err *err)
{
    const bw_tensor *x = bw_tensors_find(t, name);
    if (!x)
        return bw_fail(err, BW_ERR_SYNTAX, "there is no tensor '%s'", name);
    bool fits = x->n_dims == 2 ? x->dims[0] == rows && x->dims[1] == cols
                               : x->n_dims == 1 && rows == 1 && x->dims[0] == cols;
    if (!fits || x->kind == BW_TENSOR_OTHER)
        return bw_fail(err, BW_ERR_SYNTAX, "the tensor '%s' is not %llu x %llu of F16 or F32", name,
                       (unsigned long long)rows, (unsigned long long)cols);
    for (uint64_t r = 0, i = 0; r < rows; r++)
        for (uint64_t c = 0; c < cols; c++, i++) {
            float v;
            if (x->kind == BW_TENSOR_F16) {
                uint16_t h;
                memcpy(&h, x->bytes.ptr + i * sizeof h, sizeof h);
                v = bw_half(h);
            } else {
                memcpy(&v, x->bytes.ptr + i * sizeof v, sizeof v);
            }
            out[turned ? c * stride + r : r * stride + c] = v;
        }
    return BW_OK;
}
