#ifndef __clang__
#pragma GCC optimize("O3") /* doubles the speed of the plain kernels; clang makes vectors anyway */
#endif

#include "parse/network_kernels.h"

/* ---- plain -------------------------------------------------------------------------------------- */

static void multiply_plain(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                           int32_t *out)
{
    for (size_t i = 0; i < m; i++, a += k, out += n) {
        for (size_t j = 0; j < n; j++)
            out[j] = bias[j];
        for (size_t q = 0; q < k; q += 4) {
            const int8_t *row = w + q * n;
            for (size_t j = 0; j < n; j++) {
                int32_t four = a[q] * row[4 * j] + a[q + 1] * row[4 * j + 1] + a[q + 2] * row[4 * j + 2] +
                               a[q + 3] * row[4 * j + 3];
                out[j] = (int32_t)((uint32_t)out[j] + (uint32_t)four);
            }
        }
    }
}

static void embed_plain(const int8_t *const *rows, const int16_t *factors, size_t n_rows, size_t n, int16_t *out)
{
    for (size_t j = 0; j < n; j++) {
        int sum = 0;
        for (size_t r = 0; r < n_rows; r++)
            sum += rows[r][j] * factors[r];
        out[j] = (int16_t)sum;
    }
}

/* The largest number whose square is not over `v`. */
static uint32_t root(uint64_t v)
{
    uint64_t r = 0, bit = (uint64_t)1 << 62;
    while (bit > v)
        bit >>= 2;
    for (; bit; bit >>= 2) {
        if (v >= r + bit) {
            v -= r + bit;
            r = (r >> 1) + bit;
        } else {
            r >>= 1;
        }
    }
    return (uint32_t)r;
}

/* The factor, in 1/2^15, that brings n numbers of this sum of squares to a root mean square of BW_NORM_UNIT. */
static int16_t norm_factor(uint64_t squares, size_t n)
{
    if (squares == 0)
        return 0;
    uint32_t f = root(((uint64_t)(BW_NORM_UNIT * BW_NORM_UNIT) * n << 30) / squares);
    return (int16_t)(f > 32767 ? 32767 : f);
}

static int clamp(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

static void normalise_plain(const int16_t *x, size_t n, uint8_t *out)
{
    uint64_t squares = 0;
    for (size_t j = 0; j < n; j++)
        squares += (uint32_t)(x[j] * x[j]);
    int factor = norm_factor(squares, n);
    for (size_t j = 0; j < n; j++)
        out[j] = (uint8_t)(clamp((x[j] * factor + (1 << 14)) >> 15, -64, 63) + BW_ZERO_POINT);
}

static int32_t scaled(int32_t sum, int32_t scale)
{
    return (int32_t)(((int64_t)sum * scale + (1 << 30)) >> 31);
}

static void add_plain(const int32_t *sums, const int32_t *scales, size_t m, size_t n, int16_t *x)
{
    for (size_t i = 0; i < m; i++, sums += n, x += n)
        for (size_t j = 0; j < n; j++)
            x[j] = (int16_t)clamp(x[j] + clamp(scaled(sums[j], scales[j]), -32768, 32767), -32768, 32767);
}

static void cut_plain(const int32_t *sums, const int32_t *scales, size_t m, size_t n, int low, int high, int zero,
                      uint8_t *out)
{
    for (size_t i = 0; i < m; i++, sums += n, out += n)
        for (size_t j = 0; j < n; j++)
            out[j] = (uint8_t)(clamp(scaled(sums[j], scales[j]), low, high) + zero);
}

static void scale_plain(int32_t *sums, const int32_t *scales, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++, sums += n)
        for (size_t j = 0; j < n; j++)
            sums[j] = scaled(sums[j], scales[j]);
}

static const bw_kernels plain = {"plain",   multiply_plain, embed_plain, normalise_plain,
                                 add_plain, cut_plain,      scale_plain};

#if defined(__x86_64__)

#include <immintrin.h>

#define INLINE(isa) static inline __attribute__((always_inline)) isa

static inline int32_t four_bytes(const uint8_t *p)
{
    int32_t v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

/* ---- SSSE3: products only, for processors from 2006 on ------------------------------------------------ */

#define SSSE3 __attribute__((target("ssse3")))

/* `rows` rows of a against 8 outputs. */
INLINE(SSSE3) void tile_ssse3(int rows, const uint8_t *a, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                              int32_t *out)
{
    __m128i ones = _mm_set1_epi16(1), sum[4][2];
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            sum[i][c] = _mm_loadu_si128((const __m128i *)(bias + 4 * c));
    for (size_t q = 0; q < k; q += 4) {
        __m128i w0 = _mm_loadu_si128((const __m128i *)(w + q * n));
        __m128i w1 = _mm_loadu_si128((const __m128i *)(w + q * n + 16));
#pragma GCC unroll 4
        for (int i = 0; i < rows; i++) {
            __m128i v = _mm_set1_epi32(four_bytes(a + (size_t)i * k + q));
            sum[i][0] = _mm_add_epi32(sum[i][0], _mm_madd_epi16(_mm_maddubs_epi16(v, w0), ones));
            sum[i][1] = _mm_add_epi32(sum[i][1], _mm_madd_epi16(_mm_maddubs_epi16(v, w1), ones));
        }
    }
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            _mm_storeu_si128((__m128i *)(out + (size_t)i * n + 4 * c), sum[i][c]);
}

SSSE3 static void multiply_ssse3(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                                 int32_t *out)
{
    for (size_t j = 0; j < n; j += 8) {
        size_t i = 0;
        for (; i + 4 <= m; i += 4)
            tile_ssse3(4, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
        for (; i < m; i++)
            tile_ssse3(1, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
    }
}

static const bw_kernels ssse3 = {"ssse3",   multiply_ssse3, embed_plain, normalise_plain,
                                 add_plain, cut_plain,      scale_plain};

/* ---- AVX2 --------------------------------------------------------------------------------------- */

#define AVX2 __attribute__((target("avx2")))

/* Sums of four products of bytes; the pairs stay within 2 * 127 * 127. */
INLINE(AVX2) __m256i dot_avx2(__m256i sum, __m256i a, __m256i w, __m256i ones)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, w), ones));
}

/* `rows` rows of a against 16 outputs. */
INLINE(AVX2) void tile_avx2(int rows, const uint8_t *a, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                            int32_t *out)
{
    __m256i ones = _mm256_set1_epi16(1), sum[4][2];
    for (int i = 0; i < rows; i++) {
        sum[i][0] = _mm256_loadu_si256((const __m256i *)bias);
        sum[i][1] = _mm256_loadu_si256((const __m256i *)(bias + 8));
    }
    for (size_t q = 0; q < k; q += 4) {
        __m256i w0 = _mm256_loadu_si256((const __m256i *)(w + q * n));
        __m256i w1 = _mm256_loadu_si256((const __m256i *)(w + q * n + 32));
#pragma GCC unroll 4
        for (int i = 0; i < rows; i++) {
            __m256i v = _mm256_set1_epi32(four_bytes(a + (size_t)i * k + q));
            sum[i][0] = dot_avx2(sum[i][0], v, w0, ones);
            sum[i][1] = dot_avx2(sum[i][1], v, w1, ones);
        }
    }
    for (int i = 0; i < rows; i++) {
        _mm256_storeu_si256((__m256i *)(out + (size_t)i * n), sum[i][0]);
        _mm256_storeu_si256((__m256i *)(out + (size_t)i * n + 8), sum[i][1]);
    }
}

AVX2 static void multiply_avx2(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                               int32_t *out)
{
    for (size_t j = 0; j < n; j += 16) {
        size_t i = 0;
        for (; i + 4 <= m; i += 4)
            tile_avx2(4, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
        for (; i < m; i++)
            tile_avx2(1, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
    }
}

AVX2 static void embed_avx2(const int8_t *const *rows, const int16_t *factors, size_t n_rows, size_t n, int16_t *out)
{
    for (size_t j = 0; j < n; j += 16) {
        __m256i sum = _mm256_setzero_si256();
        for (size_t r = 0; r < n_rows; r++) {
            __m256i v = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(rows[r] + j)));
            sum = _mm256_add_epi16(sum, _mm256_mullo_epi16(v, _mm256_set1_epi16(factors[r])));
        }
        _mm256_storeu_si256((__m256i *)(out + j), sum);
    }
}

AVX2 static void normalise_avx2(const int16_t *x, size_t n, uint8_t *out)
{
    __m256i squares = _mm256_setzero_si256(), zero = squares;
    for (size_t j = 0; j < n; j += 16) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(x + j));
        __m256i s = _mm256_madd_epi16(v, v); /* at most 2^31: unsigned */
        squares = _mm256_add_epi64(squares, _mm256_add_epi64(_mm256_unpacklo_epi32(s, zero),
                                                             _mm256_unpackhi_epi32(s, zero)));
    }
    uint64_t part[4];
    _mm256_storeu_si256((__m256i *)part, squares);
    __m256i factor = _mm256_set1_epi16(norm_factor(part[0] + part[1] + part[2] + part[3], n));
    __m256i low = _mm256_set1_epi16(-64), high = _mm256_set1_epi16(63), up = _mm256_set1_epi16(BW_ZERO_POINT);
    for (size_t j = 0; j < n; j += 16) {
        __m256i v = _mm256_mulhrs_epi16(_mm256_loadu_si256((const __m256i *)(x + j)), factor);
        v = _mm256_add_epi16(_mm256_min_epi16(_mm256_max_epi16(v, low), high), up);
        v = _mm256_permute4x64_epi64(_mm256_packus_epi16(v, v), 0x08);
        _mm_storeu_si128((__m128i *)(out + j), _mm256_castsi256_si128(v));
    }
}

INLINE(AVX2) __m256i scaled_avx2(const int32_t *sums, const int32_t *scales)
{
    __m256i s = _mm256_loadu_si256((const __m256i *)sums), f = _mm256_loadu_si256((const __m256i *)scales);
    __m256i half = _mm256_set1_epi64x(1 << 30);
    __m256i even = _mm256_add_epi64(_mm256_mul_epi32(s, f), half);
    __m256i odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(s, 32), _mm256_srli_epi64(f, 32)), half);
    return _mm256_blend_epi32(_mm256_srli_epi64(even, 31), _mm256_slli_epi64(odd, 1), 0xAA);
}

/* 16 sums, scaled, as 16-bit numbers in order, saturating. */
INLINE(AVX2) __m256i scaled16_avx2(const int32_t *sums, const int32_t *scales)
{
    __m256i v = _mm256_packs_epi32(scaled_avx2(sums, scales), scaled_avx2(sums + 8, scales + 8));
    return _mm256_permute4x64_epi64(v, 0xD8);
}

AVX2 static void add_avx2(const int32_t *sums, const int32_t *scales, size_t m, size_t n, int16_t *x)
{
    for (size_t i = 0; i < m; i++, sums += n, x += n) {
        for (size_t j = 0; j < n; j += 16) {
            __m256i *p = (__m256i *)(x + j);
            _mm256_storeu_si256(p, _mm256_adds_epi16(_mm256_loadu_si256(p), scaled16_avx2(sums + j, scales + j)));
        }
    }
}

AVX2 static void cut_avx2(const int32_t *sums, const int32_t *scales, size_t m, size_t n, int low, int high, int zero,
                          uint8_t *out)
{
    __m256i lo = _mm256_set1_epi16((int16_t)low), hi = _mm256_set1_epi16((int16_t)high);
    __m256i up = _mm256_set1_epi16((int16_t)zero), byte = _mm256_set1_epi16(255);
    for (size_t i = 0; i < m; i++, sums += n, out += n) {
        for (size_t j = 0; j < n; j += 16) {
            __m256i v = scaled16_avx2(sums + j, scales + j);
            v = _mm256_add_epi16(_mm256_min_epi16(_mm256_max_epi16(v, lo), hi), up);
            v = _mm256_and_si256(v, byte);
            v = _mm256_permute4x64_epi64(_mm256_packus_epi16(v, v), 0x08);
            _mm_storeu_si128((__m128i *)(out + j), _mm256_castsi256_si128(v));
        }
    }
}

AVX2 static void scale_avx2(int32_t *sums, const int32_t *scales, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++, sums += n)
        for (size_t j = 0; j < n; j += 8)
            _mm256_storeu_si256((__m256i *)(sums + j), scaled_avx2(sums + j, scales + j));
}

static const bw_kernels avx2 = {"avx2", multiply_avx2, embed_avx2, normalise_avx2, add_avx2, cut_avx2, scale_avx2};

/* ---- AVX-512 VNNI: products only; the rest is a small share ----------------------------------------- */

#define VNNI __attribute__((target("avx512f,avx512vnni,avx2")))

/* `rows` rows of a against 16 * `wide` outputs. */
INLINE(VNNI) void tile_vnni(int rows, int wide, const uint8_t *a, size_t k, const int8_t *w, const int32_t *bias,
                            size_t n, int32_t *out)
{
    __m512i sum[8][2];
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < wide; c++)
            sum[i][c] = _mm512_loadu_si512(bias + 16 * c);
    for (size_t q = 0; q < k; q += 4) {
        __m512i w0 = _mm512_loadu_si512(w + q * n);
        __m512i w1 = wide > 1 ? _mm512_loadu_si512(w + q * n + 64) : w0;
#pragma GCC unroll 8
        for (int i = 0; i < rows; i++) {
            __m512i v = _mm512_set1_epi32(four_bytes(a + (size_t)i * k + q));
            sum[i][0] = _mm512_dpbusd_epi32(sum[i][0], v, w0);
            if (wide > 1)
                sum[i][1] = _mm512_dpbusd_epi32(sum[i][1], v, w1);
        }
    }
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < wide; c++)
            _mm512_storeu_si512(out + (size_t)i * n + 16 * c, sum[i][c]);
}

INLINE(VNNI) void strip_vnni(int wide, const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias,
                             size_t n, int32_t *out)
{
    size_t i = 0;
    for (; i + 8 <= m; i += 8)
        tile_vnni(8, wide, a + i * k, k, w, bias, n, out + i * n);
    for (; i + 2 <= m; i += 2)
        tile_vnni(2, wide, a + i * k, k, w, bias, n, out + i * n);
    for (; i < m; i++)
        tile_vnni(1, wide, a + i * k, k, w, bias, n, out + i * n);
}

VNNI static void multiply_vnni(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                               int32_t *out)
{
    size_t j = 0;
    for (; j + 32 <= n; j += 32)
        strip_vnni(2, a, m, k, w + 4 * j, bias + j, n, out + j);
    for (; j < n; j += 16)
        strip_vnni(1, a, m, k, w + 4 * j, bias + j, n, out + j);
}

static const bw_kernels vnni = {"avx512vnni", multiply_vnni, embed_avx2, normalise_avx2,
                                add_avx2,     cut_avx2,      scale_avx2};

#endif

size_t bw_network_kernels(const bw_kernels *out[4])
{
    size_t n = 0;
    out[n++] = &plain;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3"))
        out[n++] = &ssse3;
    if (__builtin_cpu_supports("avx2"))
        out[n++] = &avx2;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni"))
        out[n++] = &vnni;
#endif
    return n;
}
