/* safetensors.h - weights as Hugging Face's safetensors holds them (github.com/huggingface/safetensors).
 *
 *   takes:   8 bytes with the length of a JSON header, the header, the numbers
 *   gives:   each tensor's kind, shape and bytes; numbers of 16 or 32 bits are taken out as floats
 *   owner:   names lie in the arena, the tensors' bytes are the caller's and must outlive them
 *   fails:   BW_ERR_SYNTAX for a header that is no such JSON, for bytes that lie outside the file or do not
 *            fit the shape, and for a tensor that is missing or of another shape
 */
#ifndef BW_PARSE_TRAIN_SAFETENSORS_H
#define BW_PARSE_TRAIN_SAFETENSORS_H

#include "base/str.h"

enum { BW_TENSOR_DIMENSIONS = 4 };

typedef enum { BW_TENSOR_OTHER, BW_TENSOR_F16, BW_TENSOR_F32 } bw_tensor_kind;

typedef struct {
    bw_str name;
    bw_tensor_kind kind;
    uint32_t n_dims;
    uint64_t dims[BW_TENSOR_DIMENSIONS];
    bw_str bytes;
} bw_tensor;

typedef struct {
    bw_tensor *items;
    uint32_t n, room;
} bw_tensors;

BW_MUST_USE bw_status bw_tensors_read(bw_arena *a, bw_str bytes, bw_tensors *out, bw_err *err);

/* NULL when there is none of that name. */
const bw_tensor *bw_tensors_find(const bw_tensors *t, const char *name);

/* The numbers of the tensor `name`, which must have the shape (rows, cols), or (cols) with rows 1. `turned`: as
 * (cols, rows). Rows of `out` are `stride` apart. */
BW_MUST_USE bw_status bw_tensors_take(const bw_tensors *t, const char *name, uint64_t rows, uint64_t cols, bool turned,
                                      float *out, size_t stride, bw_err *err);

/* IEEE 754 half precision to single. */
float bw_half(uint16_t h);

#endif
