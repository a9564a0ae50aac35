// tanh of many numbers, in the forms that are found in other libraries: n is a multiple of 8.
#include "vectors.h"

// The rational function of the workloads.
void NAME(tanh_rational)(const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i += 8) store8(y + i, tanh8(load8(x + i)));
}

// The structure of Eigen's: an odd numerator of degree 13 over an even denominator of degree 6.
void NAME(tanh_eigen)(const float *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i += 8) {
        v8 given = load8(x + i);
        v8 t = max8(min8(given, splat8(7.90531110763549805f)), splat8(-7.90531110763549805f));
        v8 u = t * t;
        v8 p = u * -2.76076847742355e-16f + 2.00018790482477e-13f;
        p = p * u + -8.60467152213735e-11f;
        p = p * u + 5.12229709037114e-08f;
        p = p * u + 1.48572235717979e-05f;
        p = p * u + 6.37261928875436e-04f;
        p = p * u + 4.89352455891786e-03f;
        v8 q = u * 1.19825839466702e-06f + 1.18534705686654e-04f;
        q = q * u + 2.26843463243900e-03f;
        q = q * u + 4.89352518554385e-03f;
        v8 ratio = t * p / q;
        // Where x is its own tangent.
        const __m256 sign = _mm256_set1_ps(-0.0f);
        __m256 tiny = _mm256_cmp_ps(_mm256_andnot_ps(sign, (__m256)given), _mm256_set1_ps(4e-4f), _CMP_LT_OQ);
        store8(y + i, (v8)_mm256_blendv_ps((__m256)ratio, (__m256)given, tiny));
    }
}

// The structure of xsimd's: an odd polynomial below 5/8, 1 - 2 / (e^2x + 1) above; a vector whose
// numbers are all small or all large takes one of them alone.
void NAME(tanh_xsimd)(const float *x, float *y, size_t n) {
    const __m256 sign = _mm256_set1_ps(-0.0f);
    for (size_t i = 0; i < n; i += 8) {
        v8 given = load8(x + i);
        v8 a = (v8)_mm256_andnot_ps(sign, (__m256)given);
        __m256 small = _mm256_cmp_ps((__m256)a, _mm256_set1_ps(0.625f), _CMP_LT_OQ);
        int which = _mm256_movemask_ps(small);
        v8 u = a * a, near = a, far = a;
        if (which) {
            v8 p = u * -5.70498872745e-3f + 2.06390887954e-2f;
            p = p * u + -5.37397155531e-2f;
            p = p * u + 1.33314422036e-1f;
            p = p * u + -3.33332819422e-1f;
            near = p * u * a + a;
        }
        if (which != 0xff) far = 1.0f - 2.0f / (exp8(min8(a + a, splat8(87.0f))) + 1.0f);
        __m256 magnitude = _mm256_blendv_ps((__m256)far, (__m256)near, small);
        store8(y + i, (v8)_mm256_or_ps(magnitude, _mm256_and_ps(sign, (__m256)given)));
    }
}
