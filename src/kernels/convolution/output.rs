//! y = b + Σ W·x: some pixels and two vectors of outputs in registers, while the taps pass by.
//!
//! From each number of x a broadcast, from each two vectors of weights a load; as in
//! [`tile`](super::super::tile), but that a sum goes along the rows of a kernel. A strip of outputs passes over the
//! whole image before the next one, so that its weights stay in the first-level cache. How it passes over the pixels,
//! [`pixels`](super::pixels) says.
//!
//! Fewer outputs than a vector has lanes: a vector reads on into the next row of weights, and writes on
//! into the next pixel, which is written later. Behind the last row of the kernel there is nothing to read, so
//! it is copied to where there is.

use super::{pixels::Strip, plain, shape::Shaped};
use crate::kernels::{instruction_set::kernel, simd::Simd};
use core::mem::MaybeUninit;

kernel! {
    /// y = b + Σ W·x
    output [C: Shaped, const IN: usize, const OUT: usize] [C, IN, OUT]
    (
        weight: &[[f32; OUT]],
        bias: &[f32; OUT],
        x: &[[f32; IN]],
        y: &mut [MaybeUninit<[f32; OUT]>],
    ) = write_output
}

/// Writes all of y.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write_output<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    bias: &[f32; OUT],
    x: &[[f32; IN]],
    y: &mut [MaybeUninit<[f32; OUT]>],
) {
    let narrow = const { OUT < S::LANES && OUT != S::Half::LANES };
    if !const { C::SHAPE.whole() } || !const { C::SHAPE }.fits(weight.len(), x.len(), y.len()) {
        return plain::output(const { &C::SHAPE }, weight, bias, x, y);
    }
    // SAFETY: the instructions are the caller's; the slices have the lengths of the shape.
    unsafe {
        if const { C::SHAPE.width() >= S::LANES } {
            groups::<S, C, IN, OUT>(weight, bias, x, y);
        } else if const { C::SHAPE.groups() == 1 && narrows::<C, OUT>(S::LANES) } && narrow {
            beyond::<S, C, IN, OUT>(weight, bias, x, y);
        } else if const { C::SHAPE.width() >= S::Half::LANES } {
            groups::<S::Half, C, IN, OUT>(weight, bias, x, y);
        } else if const { C::SHAPE.groups() == 1 && narrows::<C, OUT>(S::Half::LANES) } {
            beyond::<S::Half, C, IN, OUT>(weight, bias, x, y);
        } else {
            plain::output(const { &C::SHAPE }, weight, bias, x, y);
        }
    }
}

/// Whether a vector that begins at a row of weights ends within the weights, unless it is under the last
/// row of the kernel.
const fn narrows<C: Shaped, const OUT: usize>(lanes: usize) -> bool {
    let shape = C::SHAPE;
    shape.rows.kernel == 1 || (shape.columns.kernel * shape.per + 1) * OUT >= lanes
}

/// Groups of at least a vector of outputs, strip by strip. The last vector overlaps its neighbour, in the
/// same strip or in the one before, whose results it computes again.
///
/// # Safety
/// The machine has the instructions S, the slices have the lengths of the shape, and a group has no fewer than LANES
/// outputs.
#[inline(always)]
unsafe fn groups<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    bias: &[f32; OUT],
    x: &[[f32; IN]],
    y: &mut [MaybeUninit<[f32; OUT]>],
) {
    let (width, vectors) = const { (C::SHAPE.width(), C::SHAPE.width().div_ceil(S::LANES)) };
    let whole = Strip {
        weight: weight.as_ptr().cast(),
        last_weight: last_row::<C, OUT>(weight),
        bias: bias.as_ptr(),
        x: x.as_ptr().cast(),
        y: y.as_mut_ptr().cast(),
        last: 0,
    };
    for g in 0..const { OUT / C::SHAPE.width() } {
        // SAFETY: the caller's promise; all strips end with their group.
        unsafe {
            let of_group = Strip { x: whole.x.add(g * const { C::SHAPE.per }), ..whole };
            for pair in 0..vectors / 2 {
                let o = pair * 2 * S::LANES;
                let last = (width - S::LANES - o).min(S::LANES);
                let strip = of_group.at_output::<C>(g * width + o, last);
                strip.image::<S, C, IN, OUT, 2, false>();
            }
            if const { C::SHAPE.width().div_ceil(S::LANES) % 2 == 1 } {
                let strip = of_group.at_output::<C>((g + 1) * width - S::LANES, 0);
                strip.image::<S, C, IN, OUT, 1, false>();
            }
        }
    }
}

/// Fewer outputs than a vector has lanes.
///
/// # Safety
/// The machine has the instructions S, the slices have the lengths of the shape, there is one group, and the weights
/// [`narrows`].
#[inline(always)]
unsafe fn beyond<S: Simd, C: Shaped, const IN: usize, const OUT: usize>(
    weight: &[[f32; OUT]],
    bias: &[f32; OUT],
    x: &[[f32; IN]],
    y: &mut [MaybeUninit<[f32; OUT]>],
) {
    let mut room = Followed::<C::Row> { row: MaybeUninit::uninit(), behind: [0.0; 8] };
    let mut lanes = [0.0; 8];
    // SAFETY: the row has as many numbers; the rest is the caller's promise.
    unsafe {
        let to = room.row.as_mut_ptr().cast::<f32>();
        let numbers = const { C::SHAPE.columns.kernel * C::SHAPE.per } * OUT;
        to.copy_from_nonoverlapping(last_row::<C, OUT>(weight), numbers);
        lanes.as_mut_ptr().copy_from_nonoverlapping(bias.as_ptr(), OUT);
        let strip = Strip {
            weight: weight.as_ptr().cast(),
            last_weight: to,
            bias: lanes.as_ptr(),
            x: x.as_ptr().cast(),
            y: y.as_mut_ptr().cast(),
            last: 0,
        };
        strip.image::<S, C, IN, OUT, 1, true>();
    }
}

/// The weights under a row of the kernel, and a vector of zeros, so that every row of weights has one behind it.
#[repr(C)]
struct Followed<R> {
    row: MaybeUninit<R>,
    behind: [f32; 8],
}

/// The weights under the last row of the kernel.
#[inline(always)]
fn last_row<C: Shaped, const OUT: usize>(weight: &[[f32; OUT]]) -> *const f32 {
    let shape = const { C::SHAPE };
    let before = shape.rows.kernel.saturating_sub(1) * shape.columns.kernel * shape.per;
    weight.get(before..).unwrap_or_default().as_ptr().cast()
}
