// Training steps: the three products by a tile of 6 x 16 numbers in registers, from the arrays as they
// are. The optimizer's step is taken in the tile of a weight's gradient, so no gradient is ever stored,
// and the first layer has no gradient of its input.
#include "vectors.h"
#include <math.h>

// What is done with a finished sum.
typedef enum { STORE, STORE_RELU, STORE_TANH, BACK_RELU, BACK_TANH, STEP_SGD, STEP_ADAM } use;

// C[n][o] = seed[n][o] + the sum over k of a[k][o] * b[n][k]
typedef struct {
    const float *a;
    size_t a_k;
    const float *b;
    size_t b_n, b_k;
    size_t k;
    // None where the sum starts from 0.
    const float *seed;
    size_t seed_n;
    float *c;
    size_t c_n;
    // Where the second vector of a row starts.
    size_t second;
    // What the result is multiplied by the slope at, laid out like C.
    const float *h;
    // Adam's memory, laid out like C.
    float *m, *v;
} product;

typedef struct {
    float rate, beta1, beta2, rest1, rest2, root, epsilon;
} optimizer;

#define V v8
#define A 2
#define SUFFIX 8
#include "tile.h"
#undef V
#undef A
#undef SUFFIX
#define V v4
#define A 1
#define SUFFIX 4
#include "tile.h"
#undef V
#undef A
#undef SUFFIX

// Inputs that pass between a load and a store of the results: their weights for sixteen outputs stay
// in the first-level cache.
enum { DEPTH = 256 };

INLINE void multiply(const use use, const product p, const optimizer *opt, const size_t rows, const size_t outputs) {
    if (outputs == 4)
        multiply4(use, p, opt, rows, outputs);
    else
        multiply8(use, p, opt, rows, outputs);
}

INLINE size_t second(const size_t outputs) { return outputs < 16 ? outputs - 8 : 8; }

// Y = f(W X + b)
INLINE void forward(const use f, const float *w, const size_t in, const size_t out, const float *x, const size_t batch,
                    float *y) {
    for (size_t i = 0; i < in; i += DEPTH) {
        const size_t k = in - i < DEPTH ? in - i : DEPTH;
        const product p = {.a = w + i * out, .a_k = out, .b = x + i, .b_n = in, .b_k = 1, .k = k,
                           .seed = i ? y : w + in * out, .seed_n = i ? out : 0, .c = y, .c_n = out, .second = second(out)};
        if (i + DEPTH < in)
            multiply(STORE, p, 0, batch, out);
        else
            multiply(f, p, 0, batch, out);
    }
}

// to[o][i] = from[i][o], squares of eight as far as they go.
INLINE void transpose(const float *from, const size_t in, const size_t out, float *to) {
    const size_t squares = out / 8 * 8;
    for (size_t o = 0; o < squares; o += 8) {
        for (size_t i = 0; i < in; i += 8) {
            __m256 r[8], s[8];
            UNROLL for (int j = 0; j < 8; j++) r[j] = (__m256)load8(from + (i + j) * out + o);
            UNROLL for (int j = 0; j < 8; j += 4) {
                __m256 a = _mm256_unpacklo_ps(r[j], r[j + 1]), b = _mm256_unpackhi_ps(r[j], r[j + 1]);
                __m256 c = _mm256_unpacklo_ps(r[j + 2], r[j + 3]), d = _mm256_unpackhi_ps(r[j + 2], r[j + 3]);
                s[j] = _mm256_shuffle_ps(a, c, 0x44);
                s[j + 1] = _mm256_shuffle_ps(a, c, 0xee);
                s[j + 2] = _mm256_shuffle_ps(b, d, 0x44);
                s[j + 3] = _mm256_shuffle_ps(b, d, 0xee);
            }
            UNROLL for (int j = 0; j < 4; j++) {
                store8(to + (o + j) * in + i, (v8)_mm256_permute2f128_ps(s[j], s[j + 4], 0x20));
                store8(to + (o + j + 4) * in + i, (v8)_mm256_permute2f128_ps(s[j], s[j + 4], 0x31));
            }
        }
    }
    for (size_t o = squares; o < out; o++)
        for (size_t i = 0; i < in; i++) to[o * in + i] = from[i * out + o];
}

// dX = f'(H) (W^T dY); f' by the outputs H of the layer before.
INLINE void back(const use f, const float *w, const size_t in, const size_t out, const float *dy, const float *h,
                 const size_t batch, float *dx) {
    float transposed[64 * 64];
    transpose(w, in, out, transposed);
    multiply(f, (product){.a = transposed, .a_k = in, .b = dy, .b_n = out, .b_k = 1, .k = out, .c = dx, .c_n = in,
                          .second = 8, .h = h},
             0, batch, in);
}

// W and b, and what Adam remembers of them, from dY and X.
INLINE void step(const use how, float *w, float *m, float *v, const optimizer *opt, const size_t in, const size_t out,
                 const float *dy, const float *x, const size_t batch) {
    multiply(how, (product){.a = dy, .a_k = out, .b = x, .b_n = 1, .b_k = in, .k = batch, .c = w, .c_n = out,
                            .second = second(out), .m = m, .v = v},
             opt, in, out);
    float sums[128] = {0};
    for (size_t b = 0; b < batch; b++)
        for (size_t o = 0; o < out; o++) sums[o] += dy[b * out + o];
    w += in * out, m += in * out, v += in * out;
    for (size_t o = 0; o < out; o++) {
        if (how == STEP_SGD) {
            w[o] -= opt->rate * sums[o];
        } else {
            m[o] = opt->beta1 * m[o] + opt->rest1 * sums[o];
            v[o] = opt->beta2 * v[o] + opt->rest2 * sums[o] * sums[o];
            w[o] -= opt->rate * m[o] / (sqrtf(v[o]) * opt->root + opt->epsilon);
        }
    }
}

// The mean cross-entropy of the softmax of ten numbers, and its gradient in their place. A logarithm
// serves eight samples: the product of their sums is at most 1e8.
INLINE float cross_entropy(float *z, const size_t *classes, const size_t batch) {
    float loss = 0, share = 1.0f / (float)batch;
    for (size_t b = 0; b < batch; b += 8) {
        float product = 1;
        for (size_t j = b; j < b + 8; j++) {
            float *dz = z + 10 * j, of_class = dz[classes[j]];
            ten of = exponentials(load8(dz), load8(dz + 2));
            v8 scale = splat8(share / of.sum);
            store8(dz, of.e[0] * scale);
            store8(dz + 2, of.e[1] * scale);
            dz[classes[j]] -= share;
            product *= of.sum;
            loss += of.largest - of_class;
        }
        loss += logf(product);
    }
    return loss * share;
}

// IN-H-10, relu between, softmax and cross-entropy behind.
INLINE float classifier(const use how, const size_t in, const size_t hidden, const size_t batch, float *w, float *m,
                        float *v, const optimizer *opt, const float *x, const size_t *classes) {
    float h[128 * 128], dh[128 * 128], z[128 * 10];
    const size_t first = (in + 1) * hidden;
    forward(STORE_RELU, w, in, hidden, x, batch, h);
    forward(STORE, w + first, hidden, 10, h, batch, z);
    float loss = cross_entropy(z, classes, batch);
    back(BACK_RELU, w + first, hidden, 10, z, h, batch, dh);
    step(how, w + first, m + first, v + first, opt, hidden, 10, z, h, batch);
    step(how, w, m, v, opt, in, hidden, dh, x, batch);
    return loss;
}

float NAME(t1_sgd)(float *w, const float *x, const size_t *classes, float rate) {
    const optimizer opt = {.rate = rate};
    return classifier(STEP_SGD, 784, 128, 32, w, w, w, &opt, x, classes);
}

float NAME(t1_adam)(float *w, float *m, float *v, const optimizer *opt, const float *x, const size_t *classes) {
    return classifier(STEP_ADAM, 784, 128, 128, w, m, v, opt, x, classes);
}

float NAME(t2_sgd)(float *w, const float *x, const size_t *classes, float rate) {
    const optimizer opt = {.rate = rate};
    return classifier(STEP_SGD, 64, 32, 32, w, w, w, &opt, x, classes);
}

float NAME(t3_adam)(float *w, float *m, float *v, const optimizer *opt, const float *x, const float *targets) {
    enum { B = 64, SECOND = 19 * 64, THIRD = SECOND + 65 * 64 };
    float h[64 * B], g[64 * B], y[4 * B], dy[4 * B], dg[64 * B], dh[64 * B];
    forward(STORE_TANH, w, 18, 64, x, B, h);
    forward(STORE_TANH, w + SECOND, 64, 64, h, B, g);
    forward(STORE_TANH, w + THIRD, 64, 4, g, B, y);
    v8 sum = {0};
    for (size_t i = 0; i < 4 * B; i += 8) {
        v8 of_y = load8(y + i), difference = of_y - load8(targets + i);
        sum += difference * difference;
        store8(dy + i, difference * (2.0f / (4 * B)) * (1.0f - of_y * of_y));
    }
    back(BACK_TANH, w + THIRD, 64, 4, dy, g, B, dg);
    step(STEP_ADAM, w + THIRD, m + THIRD, v + THIRD, opt, 64, 4, dy, g, B);
    back(BACK_TANH, w + SECOND, 64, 64, dg, h, B, dh);
    step(STEP_ADAM, w + SECOND, m + SECOND, v + SECOND, opt, 64, 64, dg, h, B);
    step(STEP_ADAM, w, m, v, opt, 18, 64, dh, x, B);
    return sum8(sum) / (4 * B);
}
