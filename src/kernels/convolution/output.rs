//! y = b + Σ W·x: some pixels and two vectors of outputs in registers, while the taps pass by.
//!
//! From each number of x a broadcast, from each two vectors of weights a load; as in
//! [`tile`](super::super::tile), but that a sum goes along the rows of a kernel. A strip of outputs passes over the
//! whole image before the next one, so that its weights stay in the first-level cache. Pixels at whose
//! border taps look at padding are computed one by one, without those taps.
//!
//! Fewer outputs than a vector has lanes: a vector reads on into the next row of weights, and writes on
//! into the next pixel, which is written later. Behind the last row of the kernel there is nothing to read, so
//! it is copied to where there is.

use super::{
    plain,
    shape::{Shaped, divide, tile_of},
};
use crate::kernels::{column::offset, instruction_set::kernel, simd::Simd};
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

/// Vectors of outputs, and where they come from and go to.
#[derive(Clone, Copy)]
struct Strip {
    /// The first row of weights, and the first under the last row of the kernel.
    weight: *const f32,
    last_weight: *const f32,
    bias: *const f32,
    /// The first input of the group, at the first pixel.
    x: *const f32,
    y: *mut f32,
    /// Where the last vector starts.
    last: usize,
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

/// The pixels of a row at which no tap looks at padding.
const fn inner<C: Shaped>() -> usize {
    let (from, to) = C::SHAPE.flattened().columns.inner();
    to - from
}

/// The most pixels of a tile: twelve sums, and eight where there are sixteen registers of four lanes.
const fn most(lanes: usize, vectors: usize) -> usize {
    (if lanes == 8 { 12 } else { 8 }) / vectors
}

impl Strip {
    /// The strip that starts at output o.
    ///
    /// # Safety
    /// o is an output of the layer.
    #[inline(always)]
    unsafe fn at_output<C: Shaped>(self, o: usize, last: usize) -> Self {
        // SAFETY: the caller's promise. Each channel alone: the output's number is the input's.
        unsafe {
            Self {
                x: self.x.add(if const { C::SHAPE.depthwise() } { o } else { 0 }),
                weight: self.weight.add(o),
                last_weight: self.last_weight.add(o),
                bias: self.bias.add(o),
                y: self.y.add(o),
                last,
            }
        }
    }

    /// A vectors of outputs of all pixels, in the order of memory if there is one sample.
    ///
    /// # Safety
    /// The machine has the instructions S, and the pointers reach as far as the shape says; `BEYOND`, vectors of
    /// weights and of the bias may reach beyond their row.
    #[inline(always)]
    unsafe fn image<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const BEYOND: bool,
    >(
        self,
    ) {
        let shape = const { C::SHAPE.flattened() };
        let (from, to) = const { C::SHAPE.flattened().columns.inner() };
        for oh in 0..shape.rows.output {
            for b in 0..shape.batch {
                // SAFETY: the caller's promise; the pixels are those of the row.
                unsafe {
                    let row = Row { strip: self, oh, b };
                    if const { from_of::<C>() > 0 } {
                        row.border::<S, C, IN, OUT, A, BEYOND>(0, from);
                    }
                    row.inner::<S, C, IN, OUT, A, BEYOND>(from);
                    if const { to_of::<C>() < C::SHAPE.flattened().columns.output } {
                        row.border::<S, C, IN, OUT, A, BEYOND>(to, shape.columns.output);
                    }
                }
            }
        }
    }
}

const fn from_of<C: Shaped>() -> usize {
    C::SHAPE.flattened().columns.inner().0
}

const fn to_of<C: Shaped>() -> usize {
    C::SHAPE.flattened().columns.inner().1
}

/// A row of pixels of one sample.
#[derive(Clone, Copy)]
struct Row {
    strip: Strip,
    oh: usize,
    b: usize,
}

impl Row {
    /// Pixels from..to, one by one.
    ///
    /// # Safety
    /// As for [`Strip::image`].
    #[cfg_attr(not(test), inline(always))]
    unsafe fn border<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const BEYOND: bool,
    >(
        self,
        from: usize,
        to: usize,
    ) {
        for ow in from..to {
            let taps = const { C::SHAPE.flattened() }.columns.places(ow);
            // SAFETY: the caller's promise.
            unsafe { self.tile::<S, C, IN, OUT, A, 1, BEYOND>(ow, taps) };
        }
    }

    /// The pixels at which no tap looks at padding, which start at `ow`.
    ///
    /// # Safety
    /// As for [`Strip::image`].
    #[inline(always)]
    unsafe fn inner<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const BEYOND: bool,
    >(
        self,
        mut ow: usize,
    ) {
        let (n, longer, others) = const { divide(inner::<C>(), most(S::LANES, A)) };
        let taps = const { (0, C::SHAPE.columns.kernel) };
        // One constant each, so that not even a debug build compiles the tiles that are not taken.
        // SAFETY: the caller's promise; the tiles divide the pixels between them.
        unsafe {
            if const { divide(inner::<C>(), most(S::LANES, A)).1 > 0 } {
                for _ in 0..longer {
                    tile_of!(
                        divide(inner::<C>(), most(S::LANES, A)).0 + 1;
                        self.tile::<S, C, IN, OUT, A>[, BEYOND](ow, taps)
                    );
                    ow += n + 1;
                }
            }
            if const { divide(inner::<C>(), most(S::LANES, A)).2 > 0 } {
                for _ in 0..others {
                    tile_of!(
                        divide(inner::<C>(), most(S::LANES, A)).0;
                        self.tile::<S, C, IN, OUT, A>[, BEYOND](ow, taps)
                    );
                    ow += n;
                }
            }
        }
    }

    /// N neighbouring pixels, of which taps kw from..to look at inputs.
    ///
    /// # Safety
    /// As for [`Strip::image`].
    #[cfg_attr(not(test), inline(always))]
    unsafe fn tile<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const N: usize,
        const BEYOND: bool,
    >(
        self,
        ow: usize,
        (from, to): (usize, usize),
    ) {
        let shape = const { C::SHAPE.flattened() };
        let (rows, columns) = (shape.rows, shape.columns);
        let Strip { weight, last_weight, bias, x, y, last } = self.strip;
        // The taps under a row of the kernel are one run, if their numbers are neighbours.
        let (runs, run, start) = if const { is_one_run::<C>() } {
            (1, (to - from) * shape.per, from * shape.per)
        } else {
            (to - from, shape.per, from * shape.per)
        };
        let pixel = shape.batch * IN;
        let (top, bottom) = if const { C::SHAPE.flattened().rows.is_inner() } {
            (0, rows.kernel)
        } else {
            rows.places(self.oh)
        };
        // SAFETY: the caller's promise; taps from..to and top..bottom look at inputs.
        unsafe {
            let mut sums = [[S::splat(0.0); A]; N];
            for sum in &mut sums {
                for (a, sum) in sum.iter_mut().enumerate() {
                    *sum = S::load(bias.add(offset::<S, A>(a, last)));
                }
            }
            if const { C::SHAPE.zeros } {
                // The taps before the first input.
                let mut w = last_weight;
                for _ in 0..from * shape.per {
                    for sum in &mut sums {
                        for (a, sum) in sum.iter_mut().enumerate() {
                            let weight = S::load(w.add(offset::<S, A>(a, last)));
                            *sum = S::mul_add(weight, S::splat(0.0), *sum);
                        }
                    }
                    w = w.add(OUT);
                }
            }
            for kh in top..bottom {
                let mut w = if kh + 1 == rows.kernel {
                    last_weight
                } else {
                    weight.add(kh * columns.kernel * shape.per * OUT)
                };
                w = w.add(start * OUT);
                let h = self.oh * rows.stride + kh * rows.dilation - rows.before;
                // Where no tap looks at an input, this is nowhere, and nothing is read.
                let first = ow * columns.stride + from * columns.dilation;
                let first = (h * columns.input + first).wrapping_sub(columns.before);
                let mut x = x.wrapping_add(first.wrapping_mul(pixel)).wrapping_add(self.b * IN);
                for _ in 0..runs {
                    for k in 0..run {
                        let mut weights = [S::splat(0.0); A];
                        for (a, v) in weights.iter_mut().enumerate() {
                            *v = S::load(w.add(offset::<S, A>(a, last)));
                        }
                        for (n, sum) in sums.iter_mut().enumerate() {
                            let x = x.add(n * columns.stride * pixel + k);
                            let all = S::splat(*x);
                            for (a, (sum, &w)) in sum.iter_mut().zip(&weights).enumerate() {
                                let x = if const { C::SHAPE.depthwise() } {
                                    S::load(x.add(offset::<S, A>(a, last)))
                                } else {
                                    all
                                };
                                *sum = S::mul_add(w, x, *sum);
                            }
                        }
                        w = w.add(OUT);
                    }
                    x = x.wrapping_add(columns.dilation * pixel);
                }
            }
            let first = (self.oh * columns.output + ow) * shape.batch + self.b;
            let all = rows.output * columns.output * shape.batch * OUT;
            // Written apart: what has nothing behind it, or what was written already.
            let apart = BEYOND && (shape.batch > 1 || (first + N - 1) * OUT + S::LANES > all);
            for (n, sum) in sums.iter().enumerate() {
                let y = y.add((first + n * shape.batch) * OUT);
                if apart {
                    let mut lanes = [0.0_f32; 8];
                    S::store(lanes.as_mut_ptr(), sum[0]);
                    y.copy_from_nonoverlapping(lanes.as_ptr(), OUT);
                } else {
                    for (a, &sum) in sum.iter().enumerate() {
                        S::store(y.add(offset::<S, A>(a, last)), sum);
                    }
                }
            }
        }
    }
}

/// Whether the numbers under a row of the kernel are neighbours.
const fn is_one_run<C: Shaped>() -> bool {
    let shape = C::SHAPE.flattened();
    let alone = shape.batch == 1 && shape.per == shape.inputs;
    shape.columns.kernel == 1 || (alone && shape.columns.dilation == 1)
}
