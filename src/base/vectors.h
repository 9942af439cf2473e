/* vectors.h - one function for each width of vectors that a processor has.
 *
 * Without fused operations (meson.build forbids them) each number comes out the same whatever the width, as long as no sum
 * changes its order.
 */
#ifndef BW_BASE_VECTORS_H
#define BW_BASE_VECTORS_H

/* The loader chooses a clone before a sanitizer of threads has begun, which that does not survive. */
#if defined(__SANITIZE_THREAD__)
#define BW_SANITIZES_THREADS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BW_SANITIZES_THREADS 1
#endif
#endif

#if defined(__x86_64__) && defined(__linux__) && !defined(BW_SANITIZES_THREADS)
#define BW_FOR_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define BW_FOR_VECTORS
#endif

#endif
