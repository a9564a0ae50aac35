//! dx = Σ Wᵀ·dy: tap by tap, the outputs of a row of pixels times a strip of Wᵀ, added to the inputs under the
//! tap.
//!
//! A strip of inputs passes over all taps before the next one; its weights are transposed a tap and a
//! block of outputs at a time, as those of a dense layer are.

use super::{plain, shape::Shaped};
use crate::kernels::{
    dense::{STRIP, transpose},
    instruction_set::kernel,
    simd::Simd,
    tile::Product,
};

kernel! {
    /// dx = Σ Wᵀ·dy; all of dx is 0 before.
    input [C: Shaped, const IN: usize, const OUT: usize] [C, IN, OUT]
    (weight: &[[f32; OUT]], dy: &[[f32; OUT]], dx: &mut [[f32; IN]]) = add_input
}

/// Adds to dx, which is 0.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn add_input<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    dy: &[[f32; OUT]],
    dx: &mut [[f32; IN]],
) {
    if !const { C::SHAPE.whole() } || !const { C::SHAPE }.fits(weight.len(), dx.len(), dy.len()) {
        return plain::input(const { &C::SHAPE }, weight, dy, dx);
    }
    // SAFETY: the instructions are the caller's; the slices have the lengths of the shape.
    unsafe {
        if const { C::SHAPE.depthwise() && IN >= S::LANES } {
            alone::<S, C, IN, OUT>(weight, dy, dx);
        } else if const { C::SHAPE.depthwise() && IN >= S::Half::LANES } {
            alone::<S::Half, C, IN, OUT>(weight, dy, dx);
        } else if const { C::SHAPE.per >= S::LANES } {
            groups::<S, C, IN, OUT>(weight, dy, dx);
        } else if const { C::SHAPE.per >= S::Half::LANES } {
            groups::<S::Half, C, IN, OUT>(weight, dy, dx);
        } else {
            plain::input(const { &C::SHAPE }, weight, dy, dx);
        }
    }
}

/// Outputs in a block.
const DEPTH: usize = 32;

/// Groups of at least a vector of inputs, strip by strip. The last strip overlaps the one before, whose results it
/// computes again.
///
/// # Safety
/// The machine has the instructions S, the slices have the lengths of the shape, and a group has no fewer than LANES
/// inputs.
#[inline(always)]
unsafe fn groups<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    dy: &[[f32; OUT]],
    dx: &mut [[f32; IN]],
) {
    let shape = const { C::SHAPE.flattened() };
    let (per, group) = (shape.per, shape.group());
    let width = if per >= STRIP { STRIP } else { S::LANES };
    for g in 0..shape.groups() {
        let mut next = 0;
        while next < per {
            let i = next.min(per - width);
            if i < next {
                // What was added before is computed again.
                for dx in &mut *dx {
                    for dx in dx.iter_mut().skip(g * per + i).take(width) {
                        *dx = 0.0;
                    }
                }
            }
            for kh in 0..shape.rows.kernel {
                for kw in 0..shape.columns.kernel {
                    let mut o = 0;
                    while o < group {
                        let k = DEPTH.min(group - o);
                        let row = (kh * shape.columns.kernel + kw) * per + i;
                        let at = [row * OUT + g * group + o, g * per + i, g * group + o];
                        // SAFETY: the caller's promise; the block is inside of the group.
                        unsafe { block::<S, C, IN, OUT>(weight, dy, dx, [kh, kw], at, width, k) };
                        o += k;
                    }
                }
            }
            next += width;
        }
    }
}

/// A block of outputs of tap kh, kw, and a strip of inputs, at all pixels. `at` is the first weight, the first
/// number of a column of x, and of y.
///
/// # Safety
/// As for [`groups`]; the block has k ≤ DEPTH outputs, the strip `width` inputs.
#[inline(always)]
unsafe fn block<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    dy: &[[f32; OUT]],
    dx: &mut [[f32; IN]],
    [kh, kw]: [usize; 2],
    [first, i, o]: [usize; 3],
    width: usize,
    k: usize,
) {
    let shape = const { C::SHAPE.flattened() };
    let mut transposed = [[0.0_f32; STRIP]; DEPTH];
    let (dy, dx) = (dy.as_ptr().cast::<f32>(), dx.as_mut_ptr().cast::<f32>());
    // SAFETY: the caller's promise; columns of x and y are those under the tap.
    unsafe {
        let weight = weight.as_ptr().cast::<f32>().add(first);
        transpose::<S, DEPTH>(weight, OUT, &mut transposed, width, k);
        let (from, to) = shape.rows.windows_with(kh);
        for oh in from..to {
            let h = oh * shape.rows.stride + kh * shape.rows.dilation - shape.rows.before;
            for part in 0..shape.runs(kw) {
                let run = shape.run([oh, h], kw, part);
                let c = dx.wrapping_add(run.x.wrapping_mul(IN)).wrapping_add(i);
                Product {
                    a: transposed.as_ptr().cast::<f32>(),
                    a_k: STRIP,
                    b: dy.add(run.y * OUT + o),
                    b_n: OUT,
                    b_k: 1,
                    c,
                    c_n: run.x_step * IN,
                    seed: c.cast_const(),
                    seed_n: run.x_step * IN,
                    k,
                }
                .run_rows::<S>(width, run.n);
            }
        }
    }
}

/// Each channel alone, at least a vector of them: dx ← dx + w·dy under each tap.
///
/// # Safety
/// The machine has the instructions S, the slices have the lengths of the shape, and there are no fewer than LANES
/// channels.
#[inline(always)]
unsafe fn alone<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    dy: &[[f32; OUT]],
    dx: &mut [[f32; IN]],
) {
    let shape = const { C::SHAPE.flattened() };
    let (dy, dx) = (dy.as_ptr().cast::<f32>(), dx.as_mut_ptr().cast::<f32>());
    let taps = weight.iter().enumerate();
    for (tap, weight) in taps {
        let (kh, kw) = (tap / shape.columns.kernel, tap % shape.columns.kernel);
        let (from, to) = shape.rows.windows_with(kh);
        for oh in from..to {
            let h = oh * shape.rows.stride + kh * shape.rows.dilation - shape.rows.before;
            for part in 0..shape.runs(kw) {
                let run = shape.run([oh, h], kw, part);
                for n in 0..run.n {
                    // SAFETY: the caller's promise; the columns are those under the tap.
                    unsafe {
                        let dy = dy.add((run.y + n) * OUT);
                        let dx = dx.add((run.x + n * run.x_step) * IN);
                        column::<S, IN>(weight.as_ptr(), dy, dx);
                    }
                }
            }
        }
    }
}

/// dx ← dx + w·dy of N channels, each alone.
///
/// # Safety
/// The machine has the instructions S, N ≥ LANES, and the pointers reach N numbers.
#[inline(always)]
unsafe fn column<S: Simd, const N: usize>(w: *const f32, dy: *const f32, dx: *mut f32) {
    // SAFETY: the caller's promise. What the last vector shares with the one before is read first.
    unsafe {
        let whole = const { N / S::LANES };
        // Not below 0 where a constant is looked at and not called, either.
        let last = const { N.saturating_sub(S::LANES) };
        let end = S::mul_add(S::load(w.add(last)), S::load(dy.add(last)), S::load(dx.add(last)));
        for v in 0..whole {
            let at = v * S::LANES;
            let sum = S::mul_add(S::load(w.add(at)), S::load(dy.add(at)), S::load(dx.add(at)));
            S::store(dx.add(at), sum);
        }
        if const { !N.is_multiple_of(S::LANES) } {
            S::store(dx.add(last), end);
        }
    }
}
