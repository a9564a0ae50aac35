//! Products of matrices: C = seed + A·B, a tile of C in registers at a time.
//!
//! All three products of a dense layer have one form, in which a row of C is contiguous:
//!
//! ```text
//! C[n][m] = seed[n][m] + Σₖ A[k][m]·B[n][k]
//!
//!             A     B     C        m         n         k
//! forward     W     x     y        outputs   samples   inputs
//! dW          dy    x     dW       outputs   inputs    samples
//! dX          Wᵀ    dy    dX       inputs    samples   outputs
//! ```
//!
//! A tile is two vectors of m by four n: eight sums, each with its own addition in flight, from two
//! loads and four broadcasts. That keeps both multipliers and both adders of a core busy without
//! fused multiply-add. Nothing is packed: rows of A are contiguous already, and the numbers of B
//! are broadcast one by one.
//!
//! Order of each sum: k = 0, 1, …; with `sums` = U partial sums, sum u adds k ≡ u (mod U), and the
//! sums are folded as in [`plain::fold`](super::plain::fold).

use super::{column::fold, simd::Simd};

/// One product; every stride is counted in numbers.
#[derive(Clone, Copy)]
pub(super) struct Product {
    /// Row k of A starts at `a + k·a_k`.
    pub(super) a: *const f32,
    pub(super) a_k: usize,
    /// B[n][k] is at `b + n·b_n + k·b_k`.
    pub(super) b: *const f32,
    pub(super) b_n: usize,
    pub(super) b_k: usize,
    /// Row n of C starts at `c + n·c_n`.
    pub(super) c: *mut f32,
    pub(super) c_n: usize,
    /// What row n of C starts from is at `seed + n·seed_n`; 0 where this is null.
    pub(super) seed: *const f32,
    pub(super) seed_n: usize,
    /// The length of the sums.
    pub(super) k: usize,
}

/// The n of a tile.
const N: usize = 4;

impl Product {
    /// C, m × n, with U partial sums.
    ///
    /// The last vector of m overlaps its neighbour in the same tile, which reads its seed before
    /// either is written.
    ///
    /// # Safety
    /// The machine has the level S, m ≥ LANES, and the pointers reach as far as the sizes say. C
    /// overlaps neither A nor B, and its seed is itself or does not overlap it.
    #[inline(always)]
    pub(super) unsafe fn run<S: Simd, const U: usize>(self, m: usize, n: usize) {
        let vectors = m.div_ceil(S::LANES);
        let mut v = 0;
        while v < vectors {
            let o = v * S::LANES;
            // SAFETY: vectors v, v + 1, v + 2 of m start no later than m − LANES.
            let (a, c, seed) = unsafe {
                let seed = if self.seed.is_null() { self.seed } else { self.seed.add(o) };
                (self.a.add(o), self.c.add(o), seed)
            };
            let strip = Self { a, c, seed, ..self };
            let width = if vectors - v == 3 || vectors == 1 { vectors - v } else { 2 };
            let last = (o + (width - 1) * S::LANES).min(m - S::LANES) - o;
            // SAFETY: the strip's part of the caller's promise.
            unsafe {
                match width {
                    1 => strip.strip::<S, 1, U>(n, last),
                    2 => strip.strip::<S, 2, U>(n, last),
                    _ => strip.strip::<S, 3, U>(n, last),
                }
            }
            v += width;
        }
    }

    /// A vectors of m, all n.
    ///
    /// # Safety
    /// As for [`run`](Self::run).
    #[inline(always)]
    unsafe fn strip<S: Simd, const A: usize, const U: usize>(self, n: usize, last: usize) {
        // SAFETY: rows of B and C up to n.
        unsafe {
            let mut done = 0;
            while done + N <= n {
                self.tile::<S, A, N, U>(done, last);
                done += N;
            }
            match n - done {
                1 => self.tile::<S, A, 1, U>(done, last),
                2 => self.tile::<S, A, 2, U>(done, last),
                3 => self.tile::<S, A, 3, U>(done, last),
                _ => (),
            }
        }
    }

    /// A vectors of m, rows n..n + N.
    ///
    /// # Safety
    /// As for [`run`](Self::run).
    #[inline(always)]
    unsafe fn tile<S: Simd, const A: usize, const N: usize, const U: usize>(
        self,
        n: usize,
        last: usize,
    ) {
        let offset = |a| if a + 1 == A { last } else { a * S::LANES };
        // SAFETY: the caller's promise.
        unsafe {
            let b = self.b.add(n * self.b_n);
            let mut sums = [[[S::splat(0.0); A]; N]; U];
            if !self.seed.is_null() {
                for (n, row) in (n..).zip(&mut sums[0]) {
                    for (a, sum) in row.iter_mut().enumerate() {
                        *sum = S::load(self.seed.add(n * self.seed_n + offset(a)));
                    }
                }
            }
            for (u, sum) in sums.iter_mut().enumerate() {
                let mut tile = *sum;
                let mut k = u;
                while k < self.k {
                    let mut a_k = [S::splat(0.0); A];
                    for (a, v) in a_k.iter_mut().enumerate() {
                        *v = S::load(self.a.add(k * self.a_k + offset(a)));
                    }
                    for (n, row) in tile.iter_mut().enumerate() {
                        let b_nk = S::splat(*b.add(n * self.b_n + k * self.b_k));
                        for (sum, &a) in row.iter_mut().zip(&a_k) {
                            *sum = S::mul_add(a, b_nk, *sum);
                        }
                    }
                    k += U;
                }
                *sum = tile;
            }
            for row in 0..N {
                let mut of_row = [[S::splat(0.0); A]; U];
                for (of, sum) in of_row.iter_mut().zip(&sums) {
                    *of = sum[row];
                }
                let c_row = fold::<S, A, U>(&mut of_row);
                for (a, &v) in c_row.iter().enumerate() {
                    S::store(self.c.add((n + row) * self.c_n + offset(a)), v);
                }
            }
        }
    }
}
