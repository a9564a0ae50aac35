//! A step of an optimizer inside the product dY·Xᵀ.
//!
//! The gradient of a dense layer's weights is never stored: a [tile](super::tile) of it is summed in
//! registers, laid down in a buffer of 576 bytes, and used up by the optimizer's rule on the weights
//! of that tile and on what is remembered of them. Written, cleared and read again, the gradient of
//! a layer that no first-level cache holds would be three passes over it.
//!
//! The sums run over all samples at once, and start from 0 and add in the order of [`plain`], and the rule
//! is the same: every bit is that of a gradient which is stored first.

use super::{
    Affine,
    level::kernel,
    plain,
    simd::{Simd, prefetch},
    tile::{Product, RESIDENT, divide},
};
use crate::optimizers::Rule;
use core::ptr;

kernel! {
    /// A step of `rule` on W and b, with dY·Xᵀ and dY·1.
    dense
    [R: Rule<f32, K>, const IN: usize, const OUT: usize, const B: usize, const K: usize]
    [R, IN, OUT, B, K]
    (
        x: &[[f32; IN]; B],
        dy: &[[f32; OUT]; B],
        rule: &R,
        parameters: Affine<'_, f32, IN, OUT>,
        slots: [Affine<'_, f32, IN, OUT>; K],
    ) = step
}

/// # Safety
/// The machine has the level S.
#[inline(always)]
pub(super) unsafe fn step<
    S: Simd,
    R: Rule<f32, K>,
    const IN: usize,
    const OUT: usize,
    const B: usize,
    const K: usize,
>(
    x: &[[f32; IN]; B],
    dy: &[[f32; OUT]; B],
    rule: &R,
    (weight, bias): Affine<'_, f32, IN, OUT>,
    mut slots: [Affine<'_, f32, IN, OUT>; K],
) {
    if const { OUT < S::Half::LANES && (OUT != 1 || IN < S::LANES) } {
        return plain::dense_update(x, dy, rule, (weight, bias), slots);
    }
    let theta = weight.as_mut_ptr().cast();
    let mut memory = [ptr::null_mut(); K];
    for (memory, (weight, _)) in memory.iter_mut().zip(&mut slots) {
        *memory = weight.as_mut_ptr().cast();
    }
    // SAFETY: the level is the caller's; weights and slots are arrays of IN·OUT numbers, each
    // borrowed exclusively, and rows of no fewer than LANES numbers.
    unsafe {
        if const { OUT >= S::LANES } {
            tiles::<S, R, IN, OUT, B, K>(x, dy, rule, theta, memory);
        } else if const { OUT >= S::Half::LANES } {
            tiles::<S::Half, R, IN, OUT, B, K>(x, dy, rule, theta, memory);
        } else {
            // One output: W is its own transpose.
            tiles::<S, R, OUT, IN, B, K>(dy, x, rule, theta, memory);
        }
    }
    plain::update_bias(rule, dy, bias, slots.map(plain::bias_of));
}

/// Rows in a tile, at most.
const ROWS: usize = 6;
/// Numbers in a row of a tile, at most: three vectors.
const WIDTH: usize = 24;

/// From so many strips on, the numbers of x that a row of tiles needs are gathered first: they lie a
/// sample apart, each on a page of its own where samples are large.
const PACKED_STRIPS: usize = 4;
/// Samples for which there is room: 8 KiB of stack.
const PACKED: usize = 256;

/// A step of `rule` on θ, whose gradient is Σ over the samples of m·nᵀ, a row of M for each n.
///
/// # Safety
/// The machine has the level S, M ≥ LANES, and θ and each memory have N·M numbers that nothing else
/// refers to.
#[inline(always)]
unsafe fn tiles<
    S: Simd,
    R: Rule<f32, K>,
    const N: usize,
    const M: usize,
    const B: usize,
    const K: usize,
>(
    n: &[[f32; N]; B],
    m: &[[f32; M]; B],
    rule: &R,
    theta: *mut f32,
    memory: [*mut f32; K],
) {
    let product = Product {
        a: m.as_ptr().cast(),
        a_k: M,
        b: n.as_ptr().cast(),
        b_n: 1,
        b_k: N,
        c: ptr::null_mut(),
        c_n: 0,
        seed: ptr::null(),
        seed_n: 0,
        k: B,
    };
    let step = Step { product, rule, theta, memory };
    let strips = const { strips(M, S::LANES) };
    // One more, because a batch may be empty.
    let panel = const { RESIDENT / (2 * S::LANES * B + 1) }.max(1);
    let mut first = 0;
    while first < strips {
        let last = strips.min(first + panel);
        let (six, four, _) = const { divide(N, S::LANES == 8) };
        let mut row = 0;
        // One constant each, as in `Product::panel`.
        // SAFETY: the caller's promise; the tiles divide the rows between them.
        unsafe {
            if const { divide(N, S::LANES == 8).0 > 0 } {
                for _ in 0..six {
                    step.rows::<S, M, B, 6>(first, last, row);
                    row += 6;
                }
            }
            if const { divide(N, S::LANES == 8).1 > 0 } {
                for _ in 0..four {
                    step.rows::<S, M, B, 4>(first, last, row);
                    row += 4;
                }
            }
            match const { divide(N, S::LANES == 8).2 } {
                1 => step.rows::<S, M, B, 1>(first, last, row),
                2 => step.rows::<S, M, B, 2>(first, last, row),
                3 => step.rows::<S, M, B, 3>(first, last, row),
                5 => step.rows::<S, M, B, 5>(first, last, row),
                _ => (),
            }
        }
        first = last;
    }
}

/// Strips of two vectors in a row of m numbers; the last one may be of one or of three.
const fn strips(m: usize, lanes: usize) -> usize {
    let strips = m.div_ceil(lanes) / 2;
    if strips == 0 { 1 } else { strips }
}

/// What is the same for all tiles.
struct Step<'a, R, const K: usize> {
    product: Product<f32>,
    rule: &'a R,
    theta: *mut f32,
    memory: [*mut f32; K],
}

impl<R: Rule<f32, K>, const K: usize> Step<'_, R, K> {
    /// Strips `first`..`last` of rows `row`..`row` + N.
    ///
    /// # Safety
    /// As for [`tiles`].
    #[inline(always)]
    unsafe fn rows<S: Simd, const M: usize, const B: usize, const N: usize>(
        &self,
        first: usize,
        last: usize,
        row: usize,
    ) {
        // SAFETY: the caller's promise.
        unsafe {
            let b = self.product.b.add(row * self.product.b_n);
            if const { strips(M, S::LANES) >= PACKED_STRIPS && B <= PACKED } {
                // All rows but the last have eight numbers behind their start.
                let width = if row + 8 <= self.product.b_k { 8 } else { N };
                let mut packed = [[0.0_f32; 8]; B];
                for (k, packed) in packed.iter_mut().enumerate() {
                    let b = b.add(k * self.product.b_k);
                    if width == 8 {
                        *packed = b.cast::<[f32; 8]>().read();
                    } else {
                        ptr::copy_nonoverlapping(b, packed.as_mut_ptr(), N);
                    }
                }
                let product = Product { b: packed.as_ptr().cast(), b_k: 8, ..self.product };
                self.strips::<S, M, N>(product, first, last, row);
            } else {
                self.strips::<S, M, N>(Product { b, ..self.product }, first, last, row);
            }
        }
    }

    /// Strips `first`..`last` of the N rows where B begins.
    ///
    /// # Safety
    /// As for [`tiles`].
    #[inline(always)]
    unsafe fn strips<S: Simd, const M: usize, const N: usize>(
        &self,
        product: Product<f32>,
        first: usize,
        last: usize,
        row: usize,
    ) {
        let vectors = const { M.div_ceil(S::LANES) };
        // One constant each, as in `Product::panel`.
        // SAFETY: the caller's promise; a strip begins before M − LANES.
        unsafe {
            if const { M.div_ceil(S::LANES) == 1 } {
                return self.tile::<S, M, 1, N>(product, row, 0);
            }
            if const { M.div_ceil(S::LANES) == 3 } {
                return self.tile::<S, M, 3, N>(product, row, 0);
            }
            for strip in first..last {
                if const { M.div_ceil(S::LANES) % 2 == 1 } && vectors - 2 * strip == 3 {
                    self.tile::<S, M, 3, N>(product, row, strip);
                } else {
                    self.tile::<S, M, 2, N>(product, row, strip);
                }
            }
        }
    }

    /// One tile: A vectors of N rows.
    ///
    /// # Safety
    /// As for [`tiles`].
    #[inline(always)]
    unsafe fn tile<S: Simd, const M: usize, const A: usize, const N: usize>(
        &self,
        product: Product<f32>,
        row: usize,
        strip: usize,
    ) {
        let column = strip * 2 * S::LANES;
        // The last vector ends where the row does, and overlaps its neighbour in the same tile.
        let last = (M - S::LANES - column).min((A - 1) * S::LANES);
        let width = last + S::LANES;
        let mut sums = [0.0_f32; ROWS * WIDTH];
        // SAFETY: the caller's promise; N ≤ ROWS, and a row of the tile has `width` ≤ WIDTH numbers.
        unsafe {
            for n in 0..N {
                self.prefetch((row + n) * M + column);
            }
            let a = product.a.add(column);
            Product { a, c: sums.as_mut_ptr(), c_n: width, ..product }.tile::<S, A, N, 1>(0, last);
            if const { strips(M, S::LANES) == 1 } {
                // Whole rows, one after the other.
                return self.apply(row * M, &sums, N * M);
            }
            for n in 0..N {
                let sums = sums.get_unchecked(n * width..);
                self.apply((row + n) * M + column, sums, width);
            }
        }
    }

    /// Asks for θ and what is remembered of it early, so that they have arrived when the tile is
    /// summed: it is no more than a row's line each, and no pattern that hardware foresees.
    #[inline(always)]
    fn prefetch(&self, first: usize) {
        prefetch(self.theta.wrapping_add(first));
        for memory in self.memory {
            prefetch(memory.wrapping_add(first));
        }
    }

    /// The rule for `n` numbers from `first` on.
    ///
    /// # Safety
    /// θ, each memory and the gradient have as many.
    #[inline(always)]
    unsafe fn apply(&self, first: usize, gradient: &[f32], n: usize) {
        let mut i = 0;
        // SAFETY: the caller's promise.
        unsafe {
            while i + 16 <= n {
                self.lanes::<16>(first + i, gradient.as_ptr().add(i));
                i += 16;
            }
            if i + 8 <= n {
                self.lanes::<8>(first + i, gradient.as_ptr().add(i));
                i += 8;
            }
            while i < n {
                self.lanes::<1>(first + i, gradient.as_ptr().add(i));
                i += 1;
            }
        }
    }

    /// The rule for L numbers: all are read before any is written, so that the compiler need not ask
    /// whether they overlap.
    ///
    /// # Safety
    /// As for [`apply`](Self::apply).
    #[inline(always)]
    unsafe fn lanes<const L: usize>(&self, first: usize, gradient: *const f32) {
        // SAFETY: the caller's promise.
        unsafe {
            let gradient: [f32; L] = gradient.cast::<[f32; L]>().read();
            let theta = self.theta.add(first).cast::<[f32; L]>();
            let mut new_theta = theta.read();
            let mut new = [[0.0; L]; K];
            for (new, memory) in new.iter_mut().zip(self.memory) {
                *new = memory.add(first).cast::<[f32; L]>().read();
            }
            // l < L and k < K. Checks would go at opt-level 2 and 3, and stay below, with a panic.
            for l in 0..L {
                let mut old = [0.0; K];
                for (old, new) in old.iter_mut().zip(&new) {
                    *old = *new.get_unchecked(l);
                }
                let g = *gradient.get_unchecked(l);
                let theta = new_theta.get_unchecked_mut(l);
                let (updated, remembered) = self.rule.update(*theta, g, old);
                *theta = updated;
                for (new, remembered) in new.iter_mut().zip(remembered) {
                    *new.get_unchecked_mut(l) = remembered;
                }
            }
            theta.write(new_theta);
            for (memory, new) in self.memory.into_iter().zip(new) {
                memory.add(first).cast::<[f32; L]>().write(new);
            }
        }
    }
}
