// Networks with convolutions, one sample at a time: LeNet-5 on an image, and one step of a small causal network in
// time. Direct loops, as they are written by hand: an image lies channel by channel, and a row of one channel of
// the output is summed up while the weights pass by, each a broadcast. Sizes are constants, and the compiler makes
// the vectors. Weights are as the layers have them: of a row and a column of the kernel, of each input, all outputs.
#include "vectors.h"

#include <string.h>

#define RESTRICT __restrict__

// 5 × 5, without padding: IN channels of S × S to OUT channels of O × O.
INLINE const float *convolve5(const int IN, const int OUT, const int S, const int O, const float *RESTRICT w,
                              const float *RESTRICT x, float *RESTRICT y) {
    const float *bias = w + 25 * IN * OUT;
    for (int c = 0; c < OUT; c++) {
        for (int row = 0; row < O; row++) {
            float sums[24];
            for (int j = 0; j < O; j++) sums[j] = bias[c];
            for (int i = 0; i < IN; i++)
                for (int kh = 0; kh < 5; kh++)
                    for (int kw = 0; kw < 5; kw++) {
                        float weight = w[((kh * 5 + kw) * IN + i) * OUT + c];
                        const float *RESTRICT from = x + (i * S + row + kh) * S + kw;
                        for (int j = 0; j < O; j++) sums[j] += weight * from[j];
                    }
            for (int j = 0; j < O; j++) y[(c * O + row) * O + j] = sums[j];
        }
    }
    return bias + OUT;
}

// The largest of 2 × 2 and of 0. Number (channel, row, column) goes to place channel * C + row * R + column * K.
INLINE void largest_of_four(const int CHANNELS, const int S, const int C, const int R, const int K,
                            const float *RESTRICT x, float *RESTRICT y) {
    for (int c = 0; c < CHANNELS; c++)
        for (int row = 0; row < S / 2; row++)
            for (int j = 0; j < S / 2; j++) {
                const float *p = x + (c * S + 2 * row) * S + 2 * j;
                float a = MAX1(p[0], p[1]), b = MAX1(p[S], p[S + 1]);
                a = MAX1(a, b);
                y[c * C + row * R + j * K] = MAX1(a, 0);
            }
}

// y = W·x + b, a sum of columns; relu, unless it is the last layer.
INLINE const float *columns(const int IN, const int OUT, const int LAST, const float *RESTRICT w,
                            const float *RESTRICT x, float *RESTRICT y) {
    float sums[128];
    const float *bias = w + IN * OUT;
    for (int o = 0; o < OUT; o++) sums[o] = bias[o];
    for (int i = 0; i < IN; i++)
        for (int o = 0; o < OUT; o++) sums[o] += x[i] * w[i * OUT + o];
    for (int o = 0; o < OUT; o++) y[o] = LAST ? sums[o] : MAX1(sums[o], 0);
    return bias + OUT;
}

void NAME(w8)(const float *w, const float *x, float *y) {
    static float a[6 * 24 * 24], b[6 * 12 * 12], c[16 * 8 * 8], d[256], e[120], f[84];
    w = convolve5(1, 6, 28, 24, w, x, a);
    largest_of_four(6, 24, 12 * 12, 12, 1, a, b);
    w = convolve5(6, 16, 12, 8, w, b, c);
    // What follows knows the places row by row, of each all channels.
    largest_of_four(16, 8, 1, 4 * 16, 16, c, d);
    w = columns(256, 120, 0, w, d, e);
    w = columns(120, 84, 0, w, e, f);
    columns(84, 10, 1, w, f, y);
}

// 1-4-4 of kernel 3, the second with a dilation of 2, and a dense layer. The state is what the caller keeps: the
// last 4 inputs, the last 8 hidden vectors, and the time.
void NAME(w7)(const float *w, float *state, const float *x, float *y) {
    float *inputs = state, *hidden = state + 4;
    unsigned t;
    memcpy(&t, state + 36, sizeof t);
    inputs[t & 3] = x[0];
    v4 a = load4(w + 12);
    for (unsigned k = 0; k < 3; k++) a += inputs[(t - 2 + k) & 3] * load4(w + 4 * k);
    w += 16;
    store4(hidden + 4 * (t & 7), tanh4(a));
    v4 b = load4(w + 48);
    for (unsigned k = 0; k < 3; k++) {
        const float *h = hidden + 4 * ((t - 4 + 2 * k) & 7);
        for (int i = 0; i < 4; i++) b += h[i] * load4(w + 4 * (4 * k + i));
    }
    w += 52;
    y[0] = w[4] + sum4(load4(w) * tanh4(b));
    t++;
    memcpy(state + 36, &t, sizeof t);
}
