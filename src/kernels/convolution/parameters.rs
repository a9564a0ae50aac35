//! dW ← dW + Σ dy·xᵀ: some inputs under a tap and two or three vectors of outputs in registers, while all pixels
//! pass by.
//!
//! Where no tap of a row looks at padding, the inputs under a row of the kernel are taken together, as far as they
//! are at equal distances: so a picture of one channel has as many as the kernel has columns.

use super::{
    plain,
    shape::{Shape, Shaped, divide, tile_of},
};
use crate::kernels::{column::offset, instruction_set::kernel, simd::Simd};

kernel! {
    /// dW ← dW + Σ dy·xᵀ and db ← db + Σ dy
    parameters [C: Shaped, const IN: usize, const OUT: usize] [C, IN, OUT]
    (x: &[[f32; IN]], dy: &[[f32; OUT]], dweight: &mut [[f32; OUT]], dbias: &mut [f32; OUT])
    = add_parameters
}

/// Adds to dW and db.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn add_parameters<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    x: &[[f32; IN]],
    dy: &[[f32; OUT]],
    dweight: &mut [[f32; OUT]],
    dbias: &mut [f32; OUT],
) {
    if !const { C::SHAPE.whole() } || !const { C::SHAPE }.fits(dweight.len(), x.len(), dy.len()) {
        return plain::parameters(const { &C::SHAPE }, x, dy, dweight, dbias);
    }
    // SAFETY: the instructions are the caller's; the slices have the lengths of the shape.
    unsafe {
        if const { C::SHAPE.width() >= S::LANES } {
            groups::<S, C, IN, OUT>(x, dy, dweight);
        } else if const { C::SHAPE.width() >= S::Half::LANES } {
            groups::<S::Half, C, IN, OUT>(x, dy, dweight);
        } else {
            return plain::parameters(const { &C::SHAPE }, x, dy, dweight, dbias);
        }
    }
    plain::bias(dy, dbias);
}

/// How the rows of W under a tap are taken: with those of how many taps of a row of the kernel, how many rows that
/// are, and how far their inputs are apart.
const fn rows_of(shape: &Shape) -> (usize, usize, usize) {
    let (columns, per) = (&shape.columns, shape.per);
    let alone = shape.depthwise() || shape.inputs == 1;
    let neighbours = shape.batch == 1 && columns.dilation == 1 && per == shape.inputs;
    if columns.is_inner() && alone {
        (columns.kernel, columns.kernel, columns.dilation * shape.batch * shape.inputs)
    } else if columns.is_inner() && neighbours {
        (columns.kernel, columns.kernel * per, 1)
    } else {
        (1, per, 1)
    }
}

/// How these rows are divided into tiles of so many vectors.
const fn tiles<C: Shaped>(vectors: usize) -> (usize, usize, usize) {
    divide(rows_of(&C::SHAPE.flattened()).1, 12 / vectors)
}

/// Groups of at least a vector of outputs.
///
/// # Safety
/// The machine has the instructions S, the slices have the lengths of the shape, and as many numbers as a vector has are
/// side by side.
#[inline(always)]
unsafe fn groups<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    x: &[[f32; IN]],
    dy: &[[f32; OUT]],
    dweight: &mut [[f32; OUT]],
) {
    let shape = const { C::SHAPE.flattened() };
    let (taps, _, _) = const { rows_of(&C::SHAPE.flattened()) };
    let width = const { C::SHAPE.width() };
    let (x, dy) = (x.as_ptr().cast::<f32>(), dy.as_ptr().cast::<f32>());
    let dweight = dweight.as_mut_ptr().cast::<f32>();
    for g in 0..const { OUT / C::SHAPE.width() } {
        for kh in 0..shape.rows.kernel {
            let mut kw = 0;
            while kw < shape.columns.kernel {
                let row = (kh * shape.columns.kernel + kw) * shape.per;
                // SAFETY: the caller's promise; the pointers are those of the tap and the group.
                unsafe {
                    let tap = Tap {
                        x: x.add(g * shape.per),
                        dy: dy.add(g * width),
                        dweight: dweight.add(row * OUT + g * width),
                        kh,
                        kw,
                    };
                    tap.all_strips::<S, C, IN, OUT>();
                }
                kw += taps;
            }
        }
    }
}

/// Rows of W under a tap, and what they are computed from.
#[derive(Clone, Copy)]
struct Tap {
    /// The first input, and output, of the group at the first pixel.
    x: *const f32,
    dy: *const f32,
    /// The first row.
    dweight: *mut f32,
    kh: usize,
    kw: usize,
}

impl Tap {
    /// All strips of outputs. A strip is two vectors; the last one takes a third if their number is odd, so
    /// that no vector overlaps a neighbour in another tile.
    ///
    /// # Safety
    /// As for [`groups`].
    #[inline(always)]
    unsafe fn all_strips<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(self) {
        let width = const { C::SHAPE.width() };
        let vectors = width.div_ceil(S::LANES);
        // SAFETY: the caller's promise.
        unsafe {
            if const { C::SHAPE.width().div_ceil(S::LANES) == 1 } {
                return self.strip::<S, C, IN, OUT, 1>(0, 0);
            }
            let pairs = if vectors % 2 == 1 { vectors / 2 - 1 } else { vectors / 2 };
            for pair in 0..pairs {
                let o = pair * 2 * S::LANES;
                self.strip::<S, C, IN, OUT, 2>(o, (width - S::LANES - o).min(S::LANES));
            }
            if const { C::SHAPE.width().div_ceil(S::LANES) % 2 == 1 } {
                let o = pairs * 2 * S::LANES;
                self.strip::<S, C, IN, OUT, 3>(o, width - S::LANES - o);
            }
        }
    }

    /// A vectors of outputs from number o on, all rows.
    ///
    /// # Safety
    /// As for [`groups`]; the vectors are inside of the group.
    #[inline(always)]
    unsafe fn strip<S: Simd, C: Shaped, const IN: usize, const OUT: usize, const A: usize>(
        self,
        o: usize,
        last: usize,
    ) {
        let (_, _, step) = const { rows_of(&C::SHAPE.flattened()) };
        // SAFETY: the caller's promise; the tiles divide the rows between them.
        unsafe {
            let x = self.x.add(if const { C::SHAPE.depthwise() } { o } else { 0 });
            let mut tap = Self { x, dy: self.dy.add(o), dweight: self.dweight.add(o), ..self };
            let (n, longer, others) = const { tiles::<C>(A) };
            if const { tiles::<C>(A).1 > 0 } {
                for _ in 0..longer {
                    tile_of!(tiles::<C>(A).0 + 1; [S, C, IN, OUT, A] [])(tap, last);
                    tap.dweight = tap.dweight.wrapping_add((n + 1) * OUT);
                    tap.x = tap.x.wrapping_add((n + 1) * step);
                }
            }
            if const { tiles::<C>(A).2 > 0 } {
                for _ in 0..others {
                    tile_of!(tiles::<C>(A).0; [S, C, IN, OUT, A] [])(tap, last);
                    tap.dweight = tap.dweight.wrapping_add(n * OUT);
                    tap.x = tap.x.wrapping_add(n * step);
                }
            }
        }
    }

    /// N rows of A vectors.
    ///
    /// # Safety
    /// As for [`groups`]; the rows are there.
    #[cfg_attr(not(test), inline(always))]
    unsafe fn tile<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const N: usize,
    >(
        self,
        last: usize,
    ) {
        let shape = const { C::SHAPE.flattened() };
        let (_, _, step) = const { rows_of(&C::SHAPE.flattened()) };
        let (from, to) = shape.rows.windows_with(self.kh);
        // SAFETY: the caller's promise; the columns are those under the tap.
        unsafe {
            let mut sums = [[S::splat(0.0); A]; N];
            for (n, sum) in sums.iter_mut().enumerate() {
                for (a, sum) in sum.iter_mut().enumerate() {
                    *sum = S::load(self.dweight.add(n * OUT + offset::<S, A>(a, last)));
                }
            }
            for oh in from..to {
                let h = oh * shape.rows.stride + self.kh * shape.rows.dilation - shape.rows.before;
                for part in 0..shape.runs(self.kw) {
                    let run = shape.run([oh, h], self.kw, part);
                    let mut x = self.x.wrapping_add(run.x.wrapping_mul(IN));
                    let mut dy = self.dy.wrapping_add(run.y * OUT);
                    for _ in 0..run.n {
                        let mut of_y = [S::splat(0.0); A];
                        for (a, v) in of_y.iter_mut().enumerate() {
                            *v = S::load(dy.add(offset::<S, A>(a, last)));
                        }
                        for (n, sum) in sums.iter_mut().enumerate() {
                            let x = x.add(n * step);
                            let all = S::splat(*x);
                            for (a, (sum, &dy)) in sum.iter_mut().zip(&of_y).enumerate() {
                                let x = if const { C::SHAPE.depthwise() } {
                                    S::load(x.add(offset::<S, A>(a, last)))
                                } else {
                                    all
                                };
                                *sum = S::mul_add(dy, x, *sum);
                            }
                        }
                        x = x.wrapping_add(run.x_step * IN);
                        dy = dy.wrapping_add(OUT);
                    }
                }
            }
            for (n, sum) in sums.iter().enumerate() {
                for (a, &sum) in sum.iter().enumerate() {
                    S::store(self.dweight.add(n * OUT + offset::<S, A>(a, last)), sum);
                }
            }
        }
    }
}
