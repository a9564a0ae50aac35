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
//! A tile is two vectors of m by six n (four at four lanes): twelve sums, each with its own
//! addition in flight, from two loads and six broadcasts. That keeps both multipliers and both
//! adders of a core busy without fused multiply-add. Nothing is packed: rows of A are contiguous
//! already, and the numbers of B are broadcast one by one. A panel of A stays in the second-level
//! cache, and C is written in the order of memory.
//!
//! Order of each sum: k = 0, 1, …; with `sums` = U partial sums, sum u adds k ≡ u (mod U), and the
//! sums are folded as in [`plain::fold`](super::plain::fold).

use super::{
    column::{fold, offset},
    simd::Simd,
    stored::Stored,
};
use core::ops::Range;

/// One product; every stride is counted in numbers.
#[derive(Clone, Copy)]
pub(super) struct Product<W> {
    /// Row k of A starts at `a + k·a_k`.
    pub(super) a: *const W,
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

/// How n rows are divided into tiles: (of six, of four, rows in the last one).
///
/// Six rows of two vectors need sixteen registers of eight lanes and no partial sums beside them.
const fn divide(n: usize, sixes: bool) -> (usize, usize, usize) {
    let six = match n % 6 {
        _ if !sixes => 0,
        // 7 = 4 + 3 and 8 = 4 + 4 keep more additions in flight than 6 + 1 and 6 + 2.
        1 | 2 if n > 6 => n / 6 - 1,
        _ => n / 6,
    };
    let left = n - 6 * six;
    let four = if left == 5 && sixes { 0 } else { left / 4 };
    (six, four, left - 4 * four)
}

/// The m of a panel.
const PANEL: usize = 64;
/// The numbers of A in a panel, at most: a quarter of a second-level cache of 512 KiB. More than the first
/// level holds, because depth matters more: between panels, all of C is written and read again.
const RESIDENT: usize = 32_768;

impl<W: Stored> Product<W> {
    /// C, m × N, with U partial sums.
    ///
    /// A panel of A stays in the second-level cache while all N pass by; the sums of a tile go to C
    /// and come back between panels. The last vector of m overlaps its neighbour in the same
    /// tile, which reads all of its seed before it writes anything. Sums of nothing are their seed.
    ///
    /// # Safety
    /// The machine has the instructions S, m ≥ LANES, and the pointers reach as far as the sizes say. C
    /// overlaps neither A nor B, and its seed is itself or does not overlap it.
    #[cfg_attr(not(test), inline(always))]
    pub(super) unsafe fn run<S: Simd, const N: usize, const U: usize>(self, m: usize) {
        let strips = (m.div_ceil(S::LANES) / 2).max(1);
        let panel = PANEL / (2 * S::LANES);
        // Panels are as even as possible: a short last one would pass over all of C for little. k may be 0.
        let most = RESIDENT / m.clamp(1, PANEL);
        let depth = if U == 1 { self.k.div_ceil(self.k.div_ceil(most).max(1)) } else { self.k };
        let mut k = 0;
        loop {
            let mut part = Self { k: depth.min(self.k - k), ..self };
            // SAFETY: k ≤ self.k.
            unsafe {
                part.a = self.a.add(k * self.a_k);
                part.b = self.b.add(k * self.b_k);
            }
            if k > 0 {
                (part.seed, part.seed_n) = (self.c, self.c_n);
            }
            let mut strip = 0;
            while strip < strips {
                // SAFETY: the panel's part of the caller's promise.
                unsafe { part.panel::<S, N, U>(m, strip..strips.min(strip + panel)) };
                strip += panel;
            }
            k += part.k;
            if k >= self.k {
                return;
            }
        }
    }

    /// C, m × n, where n is no constant.
    ///
    /// # Safety
    /// As for [`run`](Self::run).
    #[inline(always)]
    pub(super) unsafe fn run_rows<S: Simd>(self, m: usize, n: usize) {
        let (six, four, left) = divide(n, S::LANES == 8);
        let strips = (m.div_ceil(S::LANES) / 2).max(1);
        let mut row = 0;
        // SAFETY: the caller's promise; the tiles divide the rows between them.
        unsafe {
            for _ in 0..six {
                self.rows::<S, 6, 1>(m, 0..strips, row);
                row += 6;
            }
            for _ in 0..four {
                self.rows::<S, 4, 1>(m, 0..strips, row);
                row += 4;
            }
            match left {
                1 => self.rows::<S, 1, 1>(m, 0..strips, row),
                2 => self.rows::<S, 2, 1>(m, 0..strips, row),
                3 => self.rows::<S, 3, 1>(m, 0..strips, row),
                5 => self.rows::<S, 5, 1>(m, 0..strips, row),
                _ => (),
            }
        }
    }

    /// The strips of a panel, all N rows.
    ///
    /// # Safety
    /// As for [`run`](Self::run).
    #[inline(always)]
    unsafe fn panel<S: Simd, const N: usize, const U: usize>(self, m: usize, strips: Range<usize>) {
        let (six, four, _) = const { divide(N, S::LANES == 8 && U == 1) };
        let mut row = 0;
        // One constant each, so that not even a debug build compiles the tiles that are not taken:
        // all of them in one frame would be 90 KB of stack.
        // SAFETY: the caller's promise; the tiles divide the rows between them.
        unsafe {
            if const { divide(N, S::LANES == 8 && U == 1).0 > 0 } {
                for _ in 0..six {
                    self.rows::<S, 6, U>(m, strips.clone(), row);
                    row += 6;
                }
            }
            if const { divide(N, S::LANES == 8 && U == 1).1 > 0 } {
                for _ in 0..four {
                    self.rows::<S, 4, U>(m, strips.clone(), row);
                    row += 4;
                }
            }
            match const { divide(N, S::LANES == 8 && U == 1).2 } {
                1 => self.rows::<S, 1, U>(m, strips, row),
                2 => self.rows::<S, 2, U>(m, strips, row),
                3 => self.rows::<S, 3, U>(m, strips, row),
                5 => self.rows::<S, 5, U>(m, strips, row),
                _ => (),
            }
        }
    }

    /// The strips of a panel, rows `row`..`row` + N. A strip is two vectors of m; the last one
    /// takes a third if their number is odd, so that no vector overlaps a neighbour in another
    /// tile.
    ///
    /// # Safety
    /// As for [`run`](Self::run).
    #[cfg_attr(not(test), inline(always))]
    unsafe fn rows<S: Simd, const N: usize, const U: usize>(
        self,
        m: usize,
        strips: Range<usize>,
        row: usize,
    ) {
        let vectors = m.div_ceil(S::LANES);
        for strip in strips {
            let o = strip * 2 * S::LANES;
            // SAFETY: o ≤ m − LANES.
            unsafe {
                let (a, c) = (self.a.add(o), self.c.add(o));
                let seed = if self.seed.is_null() { self.seed } else { self.seed.add(o) };
                let tile = Self { a, c, seed, ..self };
                match vectors - 2 * strip {
                    1 => tile.tile::<S, 1, N, U>(row, 0),
                    3 => tile.tile::<S, 3, N, U>(row, m - S::LANES - o),
                    _ => tile.tile::<S, 2, N, U>(row, (m - S::LANES - o).min(S::LANES)),
                }
            }
        }
    }

    /// A vectors of m, rows n..n + N; vector a starts at a·LANES, the last one at `last`.
    ///
    /// # Safety
    /// As for [`run`](Self::run).
    #[cfg_attr(not(test), inline(always))]
    unsafe fn tile<S: Simd, const A: usize, const N: usize, const U: usize>(
        self,
        n: usize,
        last: usize,
    ) {
        // SAFETY: the caller's promise.
        unsafe {
            let b = self.b.add(n * self.b_n);
            let mut sums = [[[S::splat(0.0); A]; N]; U];
            if !self.seed.is_null() {
                for (n, row) in (n..).zip(&mut sums[0]) {
                    for (a, sum) in row.iter_mut().enumerate() {
                        *sum = S::load(self.seed.add(n * self.seed_n + offset::<S, A>(a, last)));
                    }
                }
            }
            for (u, sum) in sums.iter_mut().enumerate() {
                let mut tile = *sum;
                let mut k = u;
                while k < self.k {
                    let mut a_k = [S::splat(0.0); A];
                    for (a, v) in a_k.iter_mut().enumerate() {
                        *v = W::load::<S>(self.a.add(k * self.a_k + offset::<S, A>(a, last)));
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
                    S::store(self.c.add((n + row) * self.c_n + offset::<S, A>(a, last)), v);
                }
            }
        }
    }
}
