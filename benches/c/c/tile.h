// One tile of a product, twice: V is the type of the vectors, A their number in a row, SUFFIX what
// their functions end in. See training.c.

#define F(name) JOIN(name, SUFFIX)
#define LANES (sizeof(V) / sizeof(float))
#define AT(a) ((a) + 1 == A ? p.second * (A - 1) : 0)

// The tile of N rows at `c`, in registers: 2 x 6 sums of 8 numbers, or 1 x 6 of 4.
INLINE void F(tile)(const int N, const use use, const product p, const optimizer *opt, const float *a, const float *b,
                    const float *seed, size_t offset) {
    V sums[6][A];
    UNROLL for (int n = 0; n < N; n++)
        UNROLL for (int v = 0; v < A; v++) sums[n][v] = seed ? F(load)(seed + n * p.seed_n + AT(v)) : F(splat)(0);
    for (size_t k = 0; k < p.k; k++) {
        V of_a[A];
        UNROLL for (int v = 0; v < A; v++) of_a[v] = F(load)(a + k * p.a_k + AT(v));
        UNROLL for (int n = 0; n < N; n++) {
            V of_b = F(splat)(b[n * p.b_n + k * p.b_k]);
            UNROLL for (int v = 0; v < A; v++) sums[n][v] += of_a[v] * of_b;
        }
    }
    // Overlapping vectors are read before one of them is written.
    UNROLL for (int n = 0; n < N; n++) {
        size_t at = offset + n * p.c_n;
        V c[A], m[A], v[A];
        UNROLL for (int i = 0; i < A; i++) {
            V sum = sums[n][i];
            if (use == STORE) c[i] = sum;
            if (use == STORE_RELU) c[i] = F(max)(sum, F(splat)(0));
            if (use == STORE_TANH) c[i] = F(tanh)(sum);
            if (use == BACK_RELU) c[i] = F(where_positive)(sum, F(load)(p.h + at + AT(i)));
            if (use == BACK_TANH) {
                V h = F(load)(p.h + at + AT(i));
                c[i] = sum * (1.0f - h * h);
            }
            if (use == STEP_SGD) c[i] = F(load)(p.c + at + AT(i)) - sum * opt->rate;
            if (use == STEP_ADAM) {
                m[i] = F(load)(p.m + at + AT(i)) * opt->beta1 + sum * opt->rest1;
                v[i] = F(load)(p.v + at + AT(i)) * opt->beta2 + sum * sum * opt->rest2;
                V step = opt->rate * m[i] / (F(sqrt)(v[i]) * opt->root + opt->epsilon);
                c[i] = F(load)(p.c + at + AT(i)) - step;
            }
        }
        UNROLL for (int i = 0; i < A; i++) {
            F(store)(p.c + at + AT(i), c[i]);
            if (use == STEP_ADAM) {
                F(store)(p.m + at + AT(i), m[i]);
                F(store)(p.v + at + AT(i), v[i]);
            }
        }
    }
}

// All tiles, of six rows or of four: the sizes of the workloads need no others.
INLINE void F(multiply)(const use use, const product p, const optimizer *opt, const size_t rows, const size_t outputs) {
    for (size_t n = 0; n < rows;) {
        const size_t left = rows - n, count = left >= 10 || left == 6 ? 6 : 4;
        for (size_t o = 0; o < outputs; o += A * LANES) {
            const float *a = p.a + o, *b = p.b + n * p.b_n, *seed = p.seed ? p.seed + n * p.seed_n + o : 0;
            const size_t at = n * p.c_n + o;
            switch (count) {
            case 6: F(tile)(6, use, p, opt, a, b, seed, at); break;
            case 4: F(tile)(4, use, p, opt, a, b, seed, at); break;
            default: __builtin_unreachable();
            }
        }
        n += count;
    }
}

#undef F
#undef LANES
#undef AT
