// The five networks of the benchmarks, one sample at a time. Weights are column by column, a layer's
// biases behind its weights.
#include "vectors.h"

typedef enum { LINEAR, RELU, TANH } function;

INLINE v8 apply8(const function f, v8 x) { return f == RELU ? relu8(x) : f == TANH ? tanh8(x) : x; }

// y[a] = seed + the sum of n columns, a block of A vectors; U partial sums are in flight. n is a
// multiple of U. Vector a starts at a * 8, the last one at `last`.
INLINE void block(const int A, const int U, const float *w, size_t ld, const float *seed, const float *x, size_t n,
                  size_t last, v8 *y) {
    v8 sums[8][8];
    UNROLL for (int a = 0; a < A; a++) {
        sums[0][a] = load8(seed + (a + 1 == A ? last : 8 * (size_t)a));
        UNROLL for (int u = 1; u < U; u++) sums[u][a] = splat8(0);
    }
    for (size_t i = 0; i < n; i += U) {
        UNROLL for (int u = 0; u < U; u++) {
            v8 xi = splat8(x[i + u]);
            UNROLL for (int a = 0; a < A; a++)
                sums[u][a] += load8(w + (i + u) * ld + (a + 1 == A ? last : 8 * (size_t)a)) * xi;
        }
    }
    UNROLL for (int half = U / 2; half > 0; half /= 2)
        UNROLL for (int u = 0; u < half; u++)
            UNROLL for (int a = 0; a < A; a++) sums[u][a] += sums[u + half][a];
    UNROLL for (int a = 0; a < A; a++) y[a] = sums[0][a];
}

// A layer in the first-level cache, of whole blocks.
INLINE const float *layer(const int A, const int U, const function f, const float *w, size_t in, size_t out,
                          const float *x, float *y) {
    const float *bias = w + in * out;
    for (size_t o = 0; o < out; o += 8 * A) {
        v8 block_of_y[8];
        block(A, U, w + o, out, bias + o, x, in, 8 * (A - 1), block_of_y);
        UNROLL for (int a = 0; a < A; a++) store8(y + o + 8 * a, apply8(f, block_of_y[a]));
    }
    return bias + out;
}

// A layer beyond the first-level cache: eight columns at a time, in the order of memory.
INLINE const float *stream(const function f, const float *w, size_t in, size_t out, const float *x, float *y) {
    const float *bias = w + in * out, *seed = bias;
    for (size_t i = 0; i < in; i += 8) {
        for (size_t o = 0; o < out; o += 64) {
            v8 sums[8];
            UNROLL for (int a = 0; a < 8; a++) sums[a] = load8(seed + o + 8 * a);
            UNROLL for (int u = 0; u < 8; u++) {
                v8 xi = splat8(x[i + u]);
                UNROLL for (int a = 0; a < 8; a++) sums[a] += load8(w + (i + u) * out + o + 8 * a) * xi;
            }
            if (i + 8 < in)
                UNROLL for (int a = 0; a < 8; a++) store8(y + o + 8 * a, sums[a]);
            else
                UNROLL for (int a = 0; a < 8; a++) store8(y + o + 8 * a, apply8(f, sums[a]));
        }
        seed = y;
    }
    return bias + out;
}

// A last layer of ten outputs, and the softmax of them, which never leave the registers.
INLINE void softmax_of_ten(const float *w, size_t in, const float *x, float *y) {
    v8 z[8];
    block(2, 4, w, 10, w + in * 10, x, in, 2, z);
    ten of = exponentials(z[0], z[1]);
    v8 scale = splat8(1.0f / of.sum);
    store8(y, of.e[0] * scale);
    store8(y + 2, of.e[1] * scale);
}

void NAME(w1)(const float *w, const float *x, float *y) {
    v8 h = tanh8(load8(w + 16) + load8(w) * x[0] + load8(w + 8) * x[1]);
    y[0] = 0.5f + 0.5f * tanh1(0.5f * (w[32] + sum8(load8(w + 24) * h)));
}

void NAME(w2)(const float *w, const float *x, float *y) {
    float h[64], g[64];
    w = layer(8, 1, TANH, w, 18, 64, x, h);
    w = layer(8, 1, TANH, w, 64, 64, h, g);
    // Four outputs: two columns in a vector, four vectors in flight.
    const __m256i pair = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
    v8 sums[4] = {0};
    for (size_t i = 0; i < 64; i += 8) {
        UNROLL for (int u = 0; u < 4; u++) {
            __m256 both = _mm256_castpd_ps(_mm256_broadcast_sd((const double *)(g + i + 2 * u)));
            sums[u] += load8(w + (i + 2 * u) * 4) * (v8)_mm256_permutevar_ps(both, pair);
        }
    }
    v8 sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
    store4(y, tanh4(load4(w + 256) + (low(sum) + high(sum))));
}

void NAME(w3)(const float *w, const float *x, float *y) {
    float h[32];
    w = layer(4, 2, RELU, w, 64, 32, x, h);
    softmax_of_ten(w, 32, h, y);
}

void NAME(w4)(const float *w, const float *x, float *y) {
    float h[128];
    w = stream(RELU, w, 784, 128, x, h);
    softmax_of_ten(w, 128, h, y);
}

void NAME(w5)(const float *w, const float *x, float *y) {
    float h[128], g[128], code[8];
    w = stream(RELU, w, 640, 128, x, h);
    w = stream(RELU, w, 128, 128, h, g);
    w = stream(RELU, w, 128, 128, g, h);
    w = stream(RELU, w, 128, 128, h, g);
    w = layer(1, 8, RELU, w, 128, 8, g, code);
    w = layer(8, 1, RELU, w, 8, 128, code, h);
    w = stream(RELU, w, 128, 128, h, g);
    w = stream(RELU, w, 128, 128, g, h);
    w = stream(RELU, w, 128, 128, h, g);
    stream(LINEAR, w, 128, 640, g, y);
}
