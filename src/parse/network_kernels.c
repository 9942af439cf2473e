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

static const bw_kernels plain = {"plain",         multiply_plain, multiply_plain, embed_plain,
                                 normalise_plain, add_plain,      cut_plain,      scale_plain};

#if defined(__x86_64__)

#include <cpuid.h>
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

/* `rows` rows of a against 8 outputs; products of `group` fours are added up in 16 bits. */
INLINE(SSSE3) void tile_ssse3(int rows, int group, const uint8_t *a, size_t k, const int8_t *w, const int32_t *bias,
                              size_t n, int32_t *out)
{
    __m128i ones = _mm_set1_epi16(1), sum[4][2];
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            sum[i][c] = _mm_loadu_si128((const __m128i *)(bias + 4 * c));
    for (size_t q = 0; q < k; q += 4 * (size_t)group) {
#pragma GCC unroll 4
        for (int i = 0; i < rows; i++) {
            __m128i part[2];
#pragma GCC unroll 4
            for (int g = 0; g < group; g++) {
                __m128i v = _mm_set1_epi32(four_bytes(a + (size_t)i * k + q + 4 * g));
                for (int c = 0; c < 2; c++) {
                    __m128i two = _mm_maddubs_epi16(v, _mm_loadu_si128((const __m128i *)(w + (q + 4 * g) * n + 16 * c)));
                    part[c] = g ? _mm_add_epi16(part[c], two) : two;
                }
            }
            for (int c = 0; c < 2; c++)
                sum[i][c] = _mm_add_epi32(sum[i][c], _mm_madd_epi16(part[c], ones));
        }
    }
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            _mm_storeu_si128((__m128i *)(out + (size_t)i * n + 4 * c), sum[i][c]);
}

INLINE(SSSE3) void strips_ssse3(int group, const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias,
                                size_t n, int32_t *out)
{
    for (size_t j = 0; j < n; j += 8) {
        size_t i = 0;
        for (; i + 4 <= m; i += 4)
            tile_ssse3(4, group, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
        for (; i < m; i++)
            tile_ssse3(1, group, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
    }
}

SSSE3 static void multiply_ssse3(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                                 int32_t *out)
{
    if (k % BW_BOUNDED_GROUP)
        strips_ssse3(1, a, m, k, w, bias, n, out);
    else
        strips_ssse3(4, a, m, k, w, bias, n, out);
}

SSSE3 static void multiply_any_ssse3(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias,
                                     size_t n, int32_t *out)
{
    strips_ssse3(1, a, m, k, w, bias, n, out);
}

static const bw_kernels ssse3 = {"ssse3",         multiply_ssse3, multiply_any_ssse3, embed_plain,
                                 normalise_plain, add_plain,      cut_plain,          scale_plain};

/* ---- AVX2 --------------------------------------------------------------------------------------- */

#define AVX2 __attribute__((target("avx2")))

/* `rows` rows of a against 16 outputs; products of `group` fours are added up in 16 bits. */
INLINE(AVX2) void tile_avx2(int rows, int group, const uint8_t *a, size_t k, const int8_t *w, const int32_t *bias,
                            size_t n, int32_t *out)
{
    __m256i ones = _mm256_set1_epi16(1), sum[4][2];
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            sum[i][c] = _mm256_loadu_si256((const __m256i *)(bias + 8 * c));
    for (size_t q = 0; q < k; q += 4 * (size_t)group) {
#pragma GCC unroll 4
        for (int i = 0; i < rows; i++) {
            __m256i part[2];
#pragma GCC unroll 4
            for (int g = 0; g < group; g++) {
                __m256i v = _mm256_set1_epi32(four_bytes(a + (size_t)i * k + q + 4 * g));
                for (int c = 0; c < 2; c++) {
                    const int8_t *from = w + (q + 4 * g) * n + 32 * c;
                    __m256i two = _mm256_maddubs_epi16(v, _mm256_loadu_si256((const __m256i *)from));
                    part[c] = g ? _mm256_add_epi16(part[c], two) : two;
                }
            }
            for (int c = 0; c < 2; c++)
                sum[i][c] = _mm256_add_epi32(sum[i][c], _mm256_madd_epi16(part[c], ones));
        }
    }
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            _mm256_storeu_si256((__m256i *)(out + (size_t)i * n + 8 * c), sum[i][c]);
}

INLINE(AVX2) void strips_avx2(int group, const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias,
                              size_t n, int32_t *out)
{
    for (size_t j = 0; j < n; j += 16) {
        size_t i = 0;
        for (; i + 4 <= m; i += 4)
            tile_avx2(4, group, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
        for (; i < m; i++)
            tile_avx2(1, group, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
    }
}

AVX2 static void multiply_avx2(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                               int32_t *out)
{
    if (k % BW_BOUNDED_GROUP)
        strips_avx2(1, a, m, k, w, bias, n, out);
    else
        strips_avx2(4, a, m, k, w, bias, n, out);
}

AVX2 static void multiply_any_avx2(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                                   int32_t *out)
{
    strips_avx2(1, a, m, k, w, bias, n, out);
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

static const bw_kernels avx2 = {"avx2",         multiply_avx2, multiply_any_avx2, embed_avx2,
                                normalise_avx2, add_avx2,      cut_avx2,          scale_avx2};

/* ---- AVX-VNNI: the same width, four products in one instruction ---------------------------------------- */

#define AVXVNNI __attribute__((target("avxvnni,avx2")))

INLINE(AVXVNNI) void tile_avxvnni(int rows, const uint8_t *a, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                                  int32_t *out)
{
    __m256i sum[4][2];
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            sum[i][c] = _mm256_loadu_si256((const __m256i *)(bias + 8 * c));
    for (size_t q = 0; q < k; q += 4) {
        __m256i w0 = _mm256_loadu_si256((const __m256i *)(w + q * n));
        __m256i w1 = _mm256_loadu_si256((const __m256i *)(w + q * n + 32));
#pragma GCC unroll 4
        for (int i = 0; i < rows; i++) {
            __m256i v = _mm256_set1_epi32(four_bytes(a + (size_t)i * k + q));
            sum[i][0] = _mm256_dpbusd_avx_epi32(sum[i][0], v, w0);
            sum[i][1] = _mm256_dpbusd_avx_epi32(sum[i][1], v, w1);
        }
    }
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 2; c++)
            _mm256_storeu_si256((__m256i *)(out + (size_t)i * n + 8 * c), sum[i][c]);
}

AVXVNNI static void multiply_avxvnni(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias,
                                     size_t n, int32_t *out)
{
    for (size_t j = 0; j < n; j += 16) {
        size_t i = 0;
        for (; i + 4 <= m; i += 4)
            tile_avxvnni(4, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
        for (; i < m; i++)
            tile_avxvnni(1, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
    }
}

static const bw_kernels avxvnni = {"avxvnni",      multiply_avxvnni, multiply_avxvnni, embed_avx2,
                                   normalise_avx2, add_avx2,         cut_avx2,         scale_avx2};

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

static const bw_kernels vnni = {"avx512vnni",   multiply_vnni, multiply_vnni, embed_avx2,
                                normalise_avx2, add_avx2,      cut_avx2,      scale_avx2};

/* __builtin_cpu_supports does not know AVX-VNNI in every compiler: leaf 7, subleaf 1, bit 4 of EAX. */
static bool has_avxvnni(void)
{
    unsigned eax = 0, ebx, ecx, edx;
    return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) && (eax >> 4 & 1);
}

#elif defined(__aarch64__)

#include <arm_neon.h>
#include <sys/auxv.h>

/* Activations are at most 127: as signed bytes they are the same. The rest of the arithmetic the compiler
 * makes into vectors. */
static inline int8x16_t four_times(const uint8_t *p)
{
    int32_t v;
    __builtin_memcpy(&v, p, sizeof v);
    return vreinterpretq_s8_s32(vdupq_n_s32(v));
}

/* ---- NEON: every arm64 ---------------------------------------------------------------------------- */

static void multiply_neon(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                          int32_t *out)
{
    for (size_t i = 0; i < m; i++, a += k, out += n)
        for (size_t j = 0; j < n; j += 8) {
            int32x4_t half[4] = {vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)};
            for (size_t q = 0; q < k; q += 4) {
                int8x16_t v = four_times(a + q), w0 = vld1q_s8(w + q * n + 4 * j), w1 = vld1q_s8(w + q * n + 4 * j + 16);
                half[0] = vpadalq_s16(half[0], vmull_s8(vget_low_s8(v), vget_low_s8(w0)));
                half[1] = vpadalq_s16(half[1], vmull_high_s8(v, w0));
                half[2] = vpadalq_s16(half[2], vmull_s8(vget_low_s8(v), vget_low_s8(w1)));
                half[3] = vpadalq_s16(half[3], vmull_high_s8(v, w1));
            }
            vst1q_s32(out + j, vaddq_s32(vld1q_s32(bias + j), vpaddq_s32(half[0], half[1])));
            vst1q_s32(out + j + 4, vaddq_s32(vld1q_s32(bias + j + 4), vpaddq_s32(half[2], half[3])));
        }
}

static const bw_kernels neon = {"neon",          multiply_neon, multiply_neon, embed_plain,
                                normalise_plain, add_plain,     cut_plain,     scale_plain};

/* ---- NEON with products of fours, from Armv8.2 on ---------------------------------------------------- */

#define DOTPROD __attribute__((target("arch=armv8.2-a+dotprod")))

/* `rows` rows of a against 16 outputs. */
static inline __attribute__((always_inline)) DOTPROD void tile_dotprod(int rows, const uint8_t *a, size_t k,
                                                                       const int8_t *w, const int32_t *bias, size_t n,
                                                                       int32_t *out)
{
    int32x4_t sum[4][4];
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 4; c++)
            sum[i][c] = vld1q_s32(bias + 4 * c);
    for (size_t q = 0; q < k; q += 4) {
        int8x16_t part[4];
        for (int c = 0; c < 4; c++)
            part[c] = vld1q_s8(w + q * n + 16 * c);
        for (int i = 0; i < rows; i++) {
            int8x16_t v = four_times(a + (size_t)i * k + q);
            for (int c = 0; c < 4; c++)
                sum[i][c] = vdotq_s32(sum[i][c], v, part[c]);
        }
    }
    for (int i = 0; i < rows; i++)
        for (int c = 0; c < 4; c++)
            vst1q_s32(out + (size_t)i * n + 4 * c, sum[i][c]);
}

DOTPROD static void multiply_dotprod(const uint8_t *a, size_t m, size_t k, const int8_t *w, const int32_t *bias, size_t n,
                                     int32_t *out)
{
    for (size_t j = 0; j < n; j += 16) {
        size_t i = 0;
        for (; i + 4 <= m; i += 4)
            tile_dotprod(4, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
        for (; i < m; i++)
            tile_dotprod(1, a + i * k, k, w + 4 * j, bias + j, n, out + i * n + j);
    }
}

static const bw_kernels dotprod = {"neondot",       multiply_dotprod, multiply_dotprod, embed_plain,
                                   normalise_plain, add_plain,        cut_plain,        scale_plain};

#endif

size_t bw_network_kernels(const bw_kernels *out[BW_MOST_KERNELS])
{
    size_t n = 0;
    out[n++] = &plain;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3"))
        out[n++] = &ssse3;
    if (__builtin_cpu_supports("avx2"))
        out[n++] = &avx2;
    if (has_avxvnni())
        out[n++] = &avxvnni;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni"))
        out[n++] = &vnni;
#elif defined(__aarch64__)
    out[n++] = &neon;
    if (getauxval(AT_HWCAP) & HWCAP_ASIMDDP)
        out[n++] = &dotprod;
#endif
    return n;
}

bool bw_network_bounded(const int8_t *w, size_t n_in, size_t n_out)
{
    for (size_t q = 0; q < n_in; q += BW_BOUNDED_GROUP)
        for (size_t j = 0; j < n_out; j++)
            for (size_t half = 0; half < 2; half++) {
                int up = 0, down = 0;
                for (size_t i = q; i < q + BW_BOUNDED_GROUP && i < n_in; i += 4)
                    for (size_t e = 0; e < 2; e++) {
                        int v = w[i * n_out + 4 * j + 2 * half + e];
                        up += v > 0 ? v : 0;
                        down += v < 0 ? -v : 0;
                    }
                if (up > BW_BOUND || down > BW_BOUND)
                    return false;
            }
    return true;
}
