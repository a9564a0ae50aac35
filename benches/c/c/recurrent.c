// Cells with a dense layer behind them, a step at a time. Gates of weights lie side by side: i f g o, or r u n; a
// matrix is column by column, W, U, then the biases; a state is h, then c. All functions are the rational ones.
#include "vectors.h"

INLINE v8 sigmoid8(v8 x) { return 0.5f + 0.5f * tanh8(0.5f * x); }

// z[a] += the sum of n columns, A vectors of sums, the rows of which are ld apart.
INLINE void columns(const int A, const float *w, size_t ld, const float *x, size_t n, v8 *z) {
    for (size_t i = 0; i < n; i++) {
        v8 xi = splat8(x[i]);
        UNROLL for (int a = 0; a < A; a++) z[a] += load8(w + i * ld + 8 * a) * xi;
    }
}

INLINE float dense(const float *w, const float *x, size_t n) {
    v8 sum = splat8(0);
    for (size_t i = 0; i < n; i += 8) sum += load8(w + i) * load8(x + i);
    return w[n] + sum8(sum);
}

// H units, in blocks of A vectors of sums, of which there are 4 * H / 8 / A.
INLINE float lstm(const int H, const int A, const float *w, float *state, float x) {
    const float *u = w + 4 * H, *bias = u + 4 * H * H;
    float *h = state, *c = state + H, gates[4 * 64];
    for (int o = 0; o < 4 * H; o += 8 * A) {
        v8 z[10];
        UNROLL for (int a = 0; a < A; a++) z[a] = load8(bias + o + 8 * a);
        columns(A, w + o, 4 * H, &x, 1, z);
        columns(A, u + o, 4 * H, h, H, z);
        UNROLL for (int a = 0; a < A; a++) store8(gates + o + 8 * a, z[a]);
    }
    for (int k = 0; k < H; k += 8) {
        v8 i = sigmoid8(load8(gates + k)), f = sigmoid8(load8(gates + H + k));
        v8 g = tanh8(load8(gates + 2 * H + k)), o = sigmoid8(load8(gates + 3 * H + k));
        v8 new_c = f * load8(c + k) + i * g;
        store8(c + k, new_c);
        store8(h + k, o * tanh8(new_c));
    }
    return dense(bias + 4 * H, h, H);
}

void NAME(lstm16)(const float *w, float *state, const float *x, float *y) { *y = lstm(16, 8, w, state, *x); }
void NAME(lstm40)(const float *w, float *state, const float *x, float *y) { *y = lstm(40, 10, w, state, *x); }

void NAME(gru16)(const float *w, float *h, const float *x, float *y) {
    enum { H = 16 };
    const float *u = w + 3 * H, *bias = u + 3 * H * H, *bias_of_h = bias + 3 * H;
    v8 z[6], v[6];
    UNROLL for (int a = 0; a < 6; a++) {
        z[a] = load8(bias + 8 * a) + load8(w + 8 * a) * *x;
        v[a] = load8(bias_of_h + 8 * a);
    }
    columns(6, u, 3 * H, h, H, v);
    UNROLL for (int a = 0; a < 2; a++) {
        v8 r = sigmoid8(z[a] + v[a]), update = sigmoid8(z[2 + a] + v[2 + a]);
        v8 n = tanh8(z[4 + a] + r * v[4 + a]);
        store8(h + 8 * a, n + update * (load8(h + 8 * a) - n));
    }
    *y = dense(bias_of_h + 3 * H, h, H);
}
