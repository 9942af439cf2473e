/* network_kernels.h - the network's arithmetic on integers, for each kind of processor the same to the bit.
 *
 *   activations: unsigned bytes 0 to 127; those that have a sign stand 64 too high
 *   weights:     signed bytes -127 to 127, packed (n_in / 4, n_out, 4), so that a vector of n_out meets four
 *                inputs at once. Two products of such bytes fit into 16 bits: no kernel saturates on the way.
 *                Those of a bounded matrix may be added up four by four in 16 bits: of the first two of each of
 *                four fours of inputs (or of their last two) the weights above zero come to BW_BOUND at most, and
 *                so do those below, for each output
 *   sums:        32 bits, wrapping
 *   scales:      sum * scale / 2^31, rounded, for each output
 *   sizes:       n_in is a multiple of 4, n_out of 16, rows of any number
 */
#ifndef BW_PARSE_NETWORK_KERNELS_H
#define BW_PARSE_NETWORK_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BW_ZERO_POINT = 64, BW_NORM_UNIT = 16 }; /* a root mean square of 1 is 16 steps */
enum { BW_BOUNDED_GROUP = 16, BW_BOUND = 32767 / 127 };
enum { BW_MOST_KERNELS = 5 };

typedef struct bw_kernels {
    const char *name;

    /* out (m, n) = a (m, k) * w + bias (n); w is bounded */
    void (*multiply)(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                     int32_t *out);
    /* the same with any w */
    void (*multiply_any)(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                         int32_t *out);
    /* out = sum of the rows, each times its factor (1 to 32) */
    void (*embed)(const int8_t *const *rows, const int16_t *factors, size_t n_rows, size_t n, int16_t *out);
    /* out = x at a root mean square of BW_NORM_UNIT, cut to -64..63, plus 64 */
    void (*normalise)(const int16_t *x, size_t n, uint8_t *out);
    /* x += scaled sums, saturating */
    void (*add)(const int32_t *sums, const int32_t *scales, size_t m, size_t n, int16_t *x);
    /* out = scaled sums cut to low..high, plus zero */
    void (*cut)(const int32_t *sums, const int32_t *scales, size_t m, size_t n, int low, int high, int zero,
                uint8_t *out);
    /* sums = scaled sums */
    void (*scale)(int32_t *sums, const int32_t *scales, size_t m, size_t n);
} bw_kernels;

/* All that this processor can run, the plain ones first, the fastest last. */
size_t bw_network_kernels(const bw_kernels *out[BW_MOST_KERNELS]);

bool bw_network_bounded(const int8_t *w, size_t n_in, size_t n_out);

#endif
