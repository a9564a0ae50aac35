//! Pixels of an image with some vectors of outputs: lines of them, a tile at a time.
//!
//! The pixels at which no tap looks at padding are taken row by row, in tiles of neighbours. Those of a column at the
//! border look at the same taps, so they are taken from top to bottom, in tiles as large: one by one, each
//! would wait for its own additions. Only at the corners and above and below the border columns pixels are alone.

use super::shape::{Shaped, divide, tile_of};
use crate::kernels::{column::offset, simd::Simd};
use core::hint::black_box;

/// Vectors of outputs, and where they come from and go to.
#[derive(Clone, Copy)]
pub(super) struct Strip {
    /// The first row of weights, and the first under the last row of the kernel.
    pub(super) weight: *const f32,
    pub(super) last_weight: *const f32,
    pub(super) bias: *const f32,
    /// The first input of the group, at the first pixel.
    pub(super) x: *const f32,
    pub(super) y: *mut f32,
    /// Where the last vector starts.
    pub(super) last: usize,
}

/// The most pixels of a tile: twelve sums, and eight where there are sixteen registers of four lanes.
const fn most(lanes: usize, vectors: usize) -> usize {
    (if lanes == 8 { 12 } else { 8 }) / vectors
}

/// The pixels along a row, or with `DOWN` along a column, at which no tap looks at padding above and below, or left
/// and right: from, to.
const fn inner<C: Shaped, const DOWN: bool>() -> (usize, usize) {
    let shape = C::SHAPE.flattened();
    if DOWN { shape.rows.inner() } else { shape.columns.inner() }
}

/// How a line of these is divided into tiles.
const fn tiles<C: Shaped, const DOWN: bool>(lanes: usize, vectors: usize) -> (usize, usize, usize) {
    let (from, to) = inner::<C, DOWN>();
    divide(to - from, most(lanes, vectors))
}

impl Strip {
    /// The strip that starts at output o.
    ///
    /// # Safety
    /// o is an output of the layer.
    #[inline(always)]
    pub(super) unsafe fn at_output<C: Shaped>(self, o: usize, last: usize) -> Self {
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

    /// A vectors of outputs of all pixels; those at the border behind all others.
    ///
    /// # Safety
    /// The machine has the instructions S, and the pointers reach as far as the shape says; `BEYOND`, vectors of
    /// weights and of the bias may reach beyond their row.
    #[inline(always)]
    pub(super) unsafe fn image<
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
        let (from, to) = const { inner::<C, false>() };
        // SAFETY: the caller's promise; the pixels are those of the image.
        unsafe {
            if const { inner::<C, false>().0 < inner::<C, false>().1 } {
                let taps = (0, shape.columns.kernel);
                for oh in 0..shape.rows.output {
                    for b in 0..shape.batch {
                        let first = Pixel { strip: self, oh, ow: from, b };
                        first.line::<S, C, IN, OUT, A, BEYOND, false>(taps);
                    }
                }
            }
            if const { !C::SHAPE.flattened().columns.is_inner() } {
                for ow in (0..from).chain(to..shape.columns.output) {
                    for b in 0..shape.batch {
                        self.column::<S, C, IN, OUT, A, BEYOND>(ow, b);
                    }
                }
            }
        }
    }

    /// A column of pixels at the border.
    ///
    /// # Safety
    /// As for [`image`](Self::image).
    #[inline(always)]
    unsafe fn column<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const BEYOND: bool,
    >(
        self,
        ow: usize,
        b: usize,
    ) {
        let shape = const { C::SHAPE.flattened() };
        let (from, to) = const { inner::<C, true>() };
        let taps = shape.columns.places(ow);
        // SAFETY: the caller's promise; the pixels are those of the column.
        unsafe {
            if const { inner::<C, true>().0 < inner::<C, true>().1 } {
                let first = Pixel { strip: self, oh: from, ow, b };
                first.line::<S, C, IN, OUT, A, BEYOND, true>(taps);
            }
            if const { !C::SHAPE.flattened().rows.is_inner() } {
                for oh in (0..from).chain(to..shape.rows.output) {
                    let pixel = Pixel { strip: self, oh, ow, b };
                    pixel.tile::<S, C, IN, OUT, A, 1, BEYOND, true>(taps);
                }
            }
        }
    }
}

/// A pixel of one sample, where a line or a tile begins.
#[derive(Clone, Copy)]
struct Pixel {
    strip: Strip,
    oh: usize,
    ow: usize,
    b: usize,
}

impl Pixel {
    /// The [`inner`] pixels of a line, which starts here.
    ///
    /// # Safety
    /// As for [`Strip::image`].
    #[inline(always)]
    unsafe fn line<
        S: Simd,
        C: Shaped,
        const IN: usize,
        const OUT: usize,
        const A: usize,
        const BEYOND: bool,
        const DOWN: bool,
    >(
        mut self,
        taps: (usize, usize),
    ) {
        let (n, longer, others) = const { tiles::<C, DOWN>(S::LANES, A) };
        // One constant each, so that not even a debug build compiles the tiles that are not taken.
        // SAFETY: the caller's promise; the tiles divide the pixels between them.
        unsafe {
            if const { tiles::<C, DOWN>(S::LANES, A).1 > 0 } {
                for _ in 0..longer {
                    tile_of!(tiles::<C, DOWN>(S::LANES, A).0 + 1; [S, C, IN, OUT, A] [, BEYOND, DOWN])(
                        self, taps,
                    );
                    self = self.behind::<DOWN>(n + 1);
                }
            }
            if const { tiles::<C, DOWN>(S::LANES, A).2 > 0 } {
                for _ in 0..others {
                    tile_of!(tiles::<C, DOWN>(S::LANES, A).0; [S, C, IN, OUT, A] [, BEYOND, DOWN])(
                        self, taps,
                    );
                    self = self.behind::<DOWN>(n);
                }
            }
        }
    }

    /// The pixel that lies n further along the line.
    #[inline(always)]
    fn behind<const DOWN: bool>(self, n: usize) -> Self {
        let (down, right) = if DOWN { (n, 0) } else { (0, n) };
        Self { oh: self.oh + down, ow: self.ow + right, ..self }
    }

    /// N neighbouring pixels of a line, of which taps kw from..to look at inputs. A line down is one at the
    /// border, behind whose pixels others are written already.
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
        const DOWN: bool,
    >(
        self,
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
        let run = if const { is_short_run::<C>() } { black_box(run) } else { run };
        let pixel = shape.batch * IN;
        let (x_step, y_step) = if DOWN {
            (rows.stride * columns.input * pixel, columns.output * shape.batch)
        } else {
            (columns.stride * pixel, shape.batch)
        };
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
                let first = self.ow * columns.stride + from * columns.dilation;
                let first = (h * columns.input + first).wrapping_sub(columns.before);
                let mut x = x.wrapping_add(first.wrapping_mul(pixel)).wrapping_add(self.b * IN);
                for _ in 0..runs {
                    for k in 0..run {
                        let mut weights = [S::splat(0.0); A];
                        for (a, v) in weights.iter_mut().enumerate() {
                            *v = S::load(w.add(offset::<S, A>(a, last)));
                        }
                        for (n, sum) in sums.iter_mut().enumerate() {
                            let x = x.add(n * x_step + k);
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
            let first = (self.oh * columns.output + self.ow) * shape.batch + self.b;
            let all = rows.output * columns.output * shape.batch * OUT;
            // Written apart: what has nothing behind it, or what was written already.
            let apart =
                BEYOND && (DOWN || shape.batch > 1 || (first + N - 1) * OUT + S::LANES > all);
            for (n, sum) in sums.iter().enumerate() {
                let y = y.add((first + n * y_step) * OUT);
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

/// Whether there are so few of them that the compiler would write out the loop over them, if it knew their number:
/// with every number of x in a register that two pixels look at, of which there are not enough.
const fn is_short_run<C: Shaped>() -> bool {
    is_one_run::<C>() && C::SHAPE.columns.kernel * C::SHAPE.per < 16
}
