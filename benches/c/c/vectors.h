// Vectors of floats and the functions on them that all workloads share.
#pragma once
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
// The name of a function in this build.
#define NAME(name) JOIN(PREFIX, name)
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 16")

typedef float v8 __attribute__((vector_size(32)));
typedef float v4 __attribute__((vector_size(16)));
typedef float v8_anywhere __attribute__((vector_size(32), aligned(4), may_alias));
typedef float v4_anywhere __attribute__((vector_size(16), aligned(4), may_alias));

INLINE v8 load8(const float *from) { return *(const v8_anywhere *)from; }
INLINE void store8(float *to, v8 v) { *(v8_anywhere *)to = v; }
INLINE v8 splat8(float x) { return (v8)_mm256_set1_ps(x); }
INLINE v8 max8(v8 a, v8 b) { return (v8)_mm256_max_ps((__m256)a, (__m256)b); }
INLINE v8 min8(v8 a, v8 b) { return (v8)_mm256_min_ps((__m256)a, (__m256)b); }
INLINE v8 sqrt8(v8 x) { return (v8)_mm256_sqrt_ps((__m256)x); }
INLINE v8 relu8(v8 x) { return max8(x, splat8(0)); }
// x where h > 0, else 0.
INLINE v8 where_positive8(v8 x, v8 h) {
    return (v8)_mm256_and_ps((__m256)x, _mm256_cmp_ps((__m256)h, _mm256_setzero_ps(), _CMP_GT_OQ));
}

INLINE v4 load4(const float *from) { return *(const v4_anywhere *)from; }
INLINE void store4(float *to, v4 v) { *(v4_anywhere *)to = v; }
INLINE v4 splat4(float x) { return (v4)_mm_set1_ps(x); }
INLINE v4 max4(v4 a, v4 b) { return (v4)_mm_max_ps((__m128)a, (__m128)b); }
INLINE v4 min4(v4 a, v4 b) { return (v4)_mm_min_ps((__m128)a, (__m128)b); }
INLINE v4 sqrt4(v4 x) { return (v4)_mm_sqrt_ps((__m128)x); }
INLINE v4 where_positive4(v4 x, v4 h) {
    return (v4)_mm_and_ps((__m128)x, _mm_cmpgt_ps((__m128)h, _mm_setzero_ps()));
}

INLINE v4 low(v8 x) { return (v4)_mm256_castps256_ps128((__m256)x); }
INLINE v4 high(v8 x) { return (v4)_mm256_extractf128_ps((__m256)x, 1); }
INLINE float sum4(v4 x) {
    v4 two = x + (v4)_mm_movehl_ps((__m128)x, (__m128)x);
    return two[0] + two[1];
}
INLINE float sum8(v8 x) { return sum4(low(x) + high(x)); }
INLINE v8 largest8(v8 x) {
    v8 four = max8(x, (v8)_mm256_permute2f128_ps((__m256)x, (__m256)x, 1));
    v8 two = max8(four, (v8)_mm256_permute_ps((__m256)four, 0x4e));
    return max8(two, (v8)_mm256_permute_ps((__m256)two, 0xb1));
}

// tanh by a rational function of degree 9/8: an error of 3e-7. For 8, 4 and 1 numbers.
#define TANH(name, V, splat, min, max)                                                             \
    INLINE V name(V x) {                                                                           \
        x = max(min(x, splat(9.0f)), splat(-9.0f));                                                \
        V u = x * x;                                                                               \
        V p = u * 1.3354053e-8f + 2.0608635e-5f;                                                   \
        p = p * u + 0.003495561f;                                                                  \
        p = p * u + 0.13381003f;                                                                   \
        p = p * u + 1.0f;                                                                          \
        V q = u * 7.776306e-7f + 0.00032855902f;                                                   \
        q = q * u + 0.02587688f;                                                                   \
        q = q * u + 0.46714318f;                                                                   \
        q = q * u + 1.0f;                                                                          \
        return max(min(x * p / q, splat(1.0f)), splat(-1.0f));                                     \
    }
TANH(tanh8, v8, splat8, min8, max8)
TANH(tanh4, v4, splat4, min4, max4)
#define SAME(x) (x)
#define MIN1(a, b) ((a) < (b) ? (a) : (b))
#define MAX1(a, b) ((a) > (b) ? (a) : (b))
TANH(tanh1, float, SAME, MIN1, MAX1)

// e^x for -87 <= x <= 88; below, the result of -87. A whole number is found by conversion, because
// loose arithmetic would take the usual large constant out again.
INLINE v8 exp8(v8 x) {
    x = max8(x, splat8(-87.0f));
    __m256i n = _mm256_cvtps_epi32((__m256)(x * 1.44269504f));
    v8 whole = (v8)_mm256_cvtepi32_ps(n);
    v8 r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
    v8 q = r * 1.5014962e-4f + 1.393058e-3f;
    q = q * r + 8.341519e-3f;
    q = q * r + 4.166651e-2f;
    q = q * r + 1.6666636e-1f;
    q = q * r + 0.5f;
    v8 y = q * (r * r) + r + 1.0f;
    return y * (v8)_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(n, _mm256_set1_epi32(127)), 23));
}

// The exponentials of ten numbers less their largest, and the sum. Vector 0 holds numbers 0 to 7,
// vector 1 numbers 2 to 9.
typedef struct {
    v8 e[2];
    float largest, sum;
} ten;
INLINE ten exponentials(v8 z0, v8 z1) {
    const v8 last_two = {0, 0, 0, 0, 0, 0, 1, 1};
    v8 largest = largest8(max8(z0, z1));
    ten y;
    y.e[0] = exp8(z0 - largest);
    y.e[1] = exp8(z1 - largest);
    y.sum = sum8(y.e[0] + y.e[1] * last_two);
    y.largest = largest[0];
    return y;
}
