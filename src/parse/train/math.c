#include "parse/train/math.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* ---- products ----------------------------------------------------------------------------------- */

typedef void product(size_t m, size_t k, size_t n, const float *a, size_t down, size_t right, const float *b,
                     size_t ldb, float *c, size_t ldc);

static void product_plain(size_t m, size_t k, size_t n, const float *a, size_t down, size_t right, const float *b,
                          size_t ldb, float *c, size_t ldc)
{
    for (size_t i = 0; i < m; i++)
        for (size_t p = 0; p < k; p++)
            for (size_t j = 0; j < n; j++)
                c[i * ldc + j] = fmaf(a[i * down + p * right], b[p * ldb + j], c[i * ldc + j]);
}

#if defined(__x86_64__)
#include <immintrin.h>

/* A tile of `rows` times `wide` vectors stays in registers while k goes by. One text for both widths. */
#define PRODUCT(isa, suffix, vector, width, load, store, set1, fma, max_rows)                                      \
    static inline __attribute__((always_inline, target(isa))) void tile_##suffix(                                  \
        int rows, int wide, size_t k, const float *a, size_t down, size_t right, const float *b, size_t ldb,       \
        float *c, size_t ldc)                                                                                      \
    {                                                                                                              \
        vector sum[max_rows][2];                                                                                   \
        _Pragma("GCC unroll 16") for (int i = 0; i < rows; i++)                                                    \
            _Pragma("GCC unroll 2") for (int v = 0; v < wide; v++)                                                 \
                sum[i][v] = load(c + (size_t)i * ldc + (size_t)v * width);                                         \
        for (size_t p = 0; p < k; p++) {                                                                           \
            vector b0 = load(b + p * ldb), b1 = wide > 1 ? load(b + p * ldb + width) : b0;                         \
            _Pragma("GCC unroll 16") for (int i = 0; i < rows; i++)                                                \
            {                                                                                                      \
                vector x = set1(a[(size_t)i * down + p * right]);                                                  \
                sum[i][0] = fma(x, b0, sum[i][0]);                                                                 \
                if (wide > 1)                                                                                      \
                    sum[i][1] = fma(x, b1, sum[i][1]);                                                             \
            }                                                                                                      \
        }                                                                                                          \
        _Pragma("GCC unroll 16") for (int i = 0; i < rows; i++)                                                    \
            _Pragma("GCC unroll 2") for (int v = 0; v < wide; v++)                                                 \
                store(c + (size_t)i * ldc + (size_t)v * width, sum[i][v]);                                         \
    }                                                                                                              \
    static inline __attribute__((always_inline, target(isa))) void strip_##suffix(                                 \
        int wide, size_t m, size_t k, const float *a, size_t down, size_t right, const float *b, size_t ldb,       \
        float *c, size_t ldc)                                                                                      \
    {                                                                                                              \
        size_t i = 0;                                                                                              \
        for (; i + max_rows <= m; i += max_rows)                                                                   \
            tile_##suffix(max_rows, wide, k, a + i * down, down, right, b, ldb, c + i * ldc, ldc);                 \
        for (; i + 4 <= m; i += 4)                                                                                 \
            tile_##suffix(4, wide, k, a + i * down, down, right, b, ldb, c + i * ldc, ldc);                        \
        for (; i < m; i++)                                                                                         \
            tile_##suffix(1, wide, k, a + i * down, down, right, b, ldb, c + i * ldc, ldc);                        \
    }                                                                                                              \
    __attribute__((target(isa))) static void product_##suffix(size_t m, size_t k, size_t n, const float *a,        \
                                                              size_t down, size_t right, const float *b,           \
                                                              size_t ldb, float *c, size_t ldc)                    \
    {                                                                                                              \
        size_t j = 0;                                                                                              \
        for (; j + 2 * width <= n; j += 2 * width)                                                                 \
            strip_##suffix(2, m, k, a, down, right, b + j, ldb, c + j, ldc);                                       \
        for (; j < n; j += width)                                                                                  \
            strip_##suffix(1, m, k, a, down, right, b + j, ldb, c + j, ldc);                                       \
    }

PRODUCT("avx2,fma", avx2, __m256, 8, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_set1_ps, _mm256_fmadd_ps, 6)
PRODUCT("avx512f", avx512, __m512, 16, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_set1_ps, _mm512_fmadd_ps, 12)

static product *pick(void)
{
    if (__builtin_cpu_supports("avx512f"))
        return product_avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return product_avx2;
    return product_plain;
}
#else
static product *pick(void) { return product_plain; }
#endif

void bw_train_multiply(size_t m, size_t k, size_t n, const float *a, size_t down, size_t right, const float *b,
                       size_t ldb, float *c, size_t ldc)
{
    pick()(m, k, n, a, down, right, b, ldb, c, ldc);
}

void bw_train_transpose(const float *in, size_t m, size_t n, float *out, size_t ldo)
{
    for (size_t i = 0; i < m; i += 8)
        for (size_t j = 0; j < n; j++)
            for (size_t r = i; r < i + 8 && r < m; r++)
                out[j * ldo + r] = in[r * n + j];
}

/* ---- chance: splitmix64 --------------------------------------------------------------------------- */

uint64_t bw_random_next(bw_random *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

float bw_random_unit(bw_random *r)
{
    return (float)(bw_random_next(r) >> 40) * 0x1p-24f;
}

float bw_random_normal(bw_random *r)
{
    float sum = 0;
    for (int i = 0; i < 12; i++)
        sum += bw_random_unit(r);
    return sum - 6;
}

/* ---- threads ------------------------------------------------------------------------------------ */

struct bw_pool {
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    pthread_t *threads;
    int n_threads; /* beside the caller */
    void (*job)(void *, int);
    void *with;
    int n, next, running;
    bool stop;
};

/* Takes numbers until none is left; called and returns with the lock held. */
static void take(bw_pool *p)
{
    while (p->next < p->n) {
        int number = p->next++;
        p->running++;
        pthread_mutex_unlock(&p->lock);
        p->job(p->with, number);
        pthread_mutex_lock(&p->lock);
        if (--p->running == 0 && p->next >= p->n)
            pthread_cond_broadcast(&p->done);
    }
}

static void *serve(void *with)
{
    bw_pool *p = with;
    pthread_mutex_lock(&p->lock);
    while (!p->stop) {
        take(p);
        if (!p->stop)
            pthread_cond_wait(&p->work, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

bw_pool *bw_pool_new(int n_threads)
{
    bw_pool *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->done, NULL);
    p->threads = calloc(n_threads > 0 ? (size_t)n_threads : 1, sizeof *p->threads);
    while (p->threads && p->n_threads < n_threads - 1) {
        if (pthread_create(&p->threads[p->n_threads], NULL, serve, p))
            break;
        p->n_threads++;
    }
    if (!p->threads || p->n_threads < n_threads - 1) {
        bw_pool_free(p);
        return NULL;
    }
    return p;
}

void bw_pool_free(bw_pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->n_threads; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->done);
    pthread_cond_destroy(&p->work);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p);
}

void bw_pool_run(bw_pool *p, int n, void (*job)(void *with, int number), void *with)
{
    pthread_mutex_lock(&p->lock);
    p->job = job;
    p->with = with;
    p->n = n;
    p->next = 0;
    pthread_cond_broadcast(&p->work);
    take(p);
    while (p->running > 0)
        pthread_cond_wait(&p->done, &p->lock);
    p->n = p->next = 0;
    pthread_mutex_unlock(&p->lock);
}
