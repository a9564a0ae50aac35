//! The plain twins: what a convolution computes, in the order in which it adds.
//!
//! Pixels lie row by row, of each all samples, of each all channels: sample b of pixel (h, w) is column
//! (h·W + w)·B + b. The weights of tap (kh, kw) and input i of a group are row (kh·KW + kw)·PER + i.

use super::shape::{Shape, chunks};
use crate::Scalar;
use core::{mem::MaybeUninit, ops::Range};

/// The places of an output and of the input under one of its taps, as numbers of columns; sample by sample.
#[inline(always)]
const fn places(shape: &Shape, [oh, ow]: [usize; 2], [h, w]: [usize; 2]) -> (usize, usize) {
    let y = (oh * shape.columns.output + ow) * shape.batch;
    let x = (h * shape.columns.input + w) * shape.batch;
    (y, x)
}

/// y = b + Σ W·x, a sum over kh, then kw, then inputs. Writes all of y.
#[inline(always)]
pub(crate) fn output<T: Scalar, const IN: usize, const OUT: usize>(
    shape: &Shape,
    weight: &[[T; OUT]],
    bias: &[T; OUT],
    x: &[[T; IN]],
    y: &mut [MaybeUninit<[T; OUT]>],
) {
    let (rows, columns) = (shape.rows, shape.columns);
    for oh in 0..rows.output {
        for ow in 0..columns.output {
            for b in 0..shape.batch {
                let (to, _) = places(shape, [oh, ow], [0, 0]);
                let Some(y) = y.get_mut(to + b) else { continue };
                let y = y.write(*bias);
                for kh in 0..rows.kernel {
                    for kw in 0..columns.kernel {
                        let weight = taps(shape, weight, kh, kw);
                        let (Some(h), Some(w)) = (rows.place(oh, kh), columns.place(ow, kw)) else {
                            if shape.zeros {
                                tap(shape.chunks(), weight, &[T::zero(); IN], y);
                            }
                            continue;
                        };
                        let (_, from) = places(shape, [oh, ow], [h, w]);
                        let Some(x) = x.get(from + b) else { continue };
                        tap(shape.chunks(), weight, x, y);
                    }
                }
            }
        }
    }
}

/// The rows of W of a tap.
#[inline(always)]
fn taps<'a, T, const OUT: usize>(
    shape: &Shape,
    weight: &'a [[T; OUT]],
    kh: usize,
    kw: usize,
) -> &'a [[T; OUT]] {
    let from = (kh * shape.columns.kernel + kw) * shape.per;
    weight.get(from..from + shape.per).unwrap_or_default()
}

/// Where group g of so many channels lies. Groups are not chunks, because two chunks side by side divide by their
/// length, and ask before whether it is 0.
#[inline(always)]
const fn nth(g: usize, of: usize) -> Range<usize> {
    let from = g * of;
    from..from + of
}

/// y ← y + W·x, of one tap, with as many inputs and outputs to a group.
#[inline(always)]
fn tap<T: Scalar, const IN: usize, const OUT: usize>(
    (per, group): (usize, usize),
    weight: &[[T; OUT]],
    x: &[T; IN],
    y: &mut [T; OUT],
) {
    let mut g = 0;
    while let (Some(x), Some(y)) = (x.get(nth(g, per)), y.get_mut(nth(g, group))) {
        for (row, &x) in weight.iter().zip(x) {
            for (y, &w) in y.iter_mut().zip(row.iter().skip(g * group)) {
                *y += w * x;
            }
        }
        g += 1;
    }
}

/// y = b + Σₖ Wₖ·xₖ, tap after tap, then inputs.
#[inline(always)]
pub(crate) fn step<
    T: Scalar,
    const PER: usize,
    const IN: usize,
    const OUT: usize,
    const K: usize,
    const B: usize,
>(
    weight: &[[T; OUT]],
    bias: &[T; OUT],
    x: &[&[[T; IN]; B]; K],
    y: &mut [[T; OUT]; B],
) {
    *y = [*bias; B];
    let chunks = const { chunks(PER, IN, OUT) };
    for (k, x) in x.iter().enumerate() {
        let weight = weight.get(nth(k, PER)).unwrap_or_default();
        for (x, y) in x.iter().zip(&mut *y) {
            tap(chunks, weight, x, y);
        }
    }
}

/// dx = Σ Wᵀ·dy, a sum over kh, then kw, then outputs. All of dx is 0 before.
#[inline(always)]
pub(crate) fn input<T: Scalar, const IN: usize, const OUT: usize>(
    shape: &Shape,
    weight: &[[T; OUT]],
    dy: &[[T; OUT]],
    dx: &mut [[T; IN]],
) {
    let (per, group) = shape.chunks();
    let (rows, columns) = (shape.rows, shape.columns);
    for kh in 0..rows.kernel {
        for kw in 0..columns.kernel {
            let weight = taps(shape, weight, kh, kw);
            for oh in 0..rows.output {
                for ow in 0..columns.output {
                    let (Some(h), Some(w)) = (rows.place(oh, kh), columns.place(ow, kw)) else {
                        continue;
                    };
                    let (from, to) = places(shape, [oh, ow], [h, w]);
                    let dy = dy.iter().skip(from);
                    for (dx, dy) in dx.iter_mut().skip(to).zip(dy).take(shape.batch) {
                        let mut g = 0;
                        while let (Some(dx), Some(dy)) =
                            (dx.get_mut(nth(g, per)), dy.get(nth(g, group)))
                        {
                            for (row, dx) in weight.iter().zip(dx) {
                                for (&w, &dy) in row.iter().skip(g * group).zip(dy) {
                                    *dx += w * dy;
                                }
                            }
                            g += 1;
                        }
                    }
                }
            }
        }
    }
}

/// dW ← dW + Σ dy·xᵀ and db ← db + Σ dy, over the rows of y, then its pixels, then samples.
#[inline(always)]
pub(crate) fn parameters<T: Scalar, const IN: usize, const OUT: usize>(
    shape: &Shape,
    x: &[[T; IN]],
    dy: &[[T; OUT]],
    dweight: &mut [[T; OUT]],
    dbias: &mut [T; OUT],
) {
    let (per, group) = shape.chunks();
    let (rows, columns) = (shape.rows, shape.columns);
    for oh in 0..rows.output {
        for ow in 0..columns.output {
            for (kh, kernel) in dweight.chunks_mut((columns.kernel * shape.per).max(1)).enumerate()
            {
                for (kw, dweight) in kernel.chunks_exact_mut(per).enumerate() {
                    let (Some(h), Some(w)) = (rows.place(oh, kh), columns.place(ow, kw)) else {
                        continue;
                    };
                    let (to, from) = places(shape, [oh, ow], [h, w]);
                    let dy = dy.iter().skip(to);
                    for (x, dy) in x.iter().skip(from).zip(dy).take(shape.batch) {
                        tap_parameters((per, group), x, dy, dweight);
                    }
                }
            }
        }
    }
    bias(dy, dbias);
}

/// dW ← dW + dy·xᵀ of one tap, with as many inputs and outputs to a group.
#[inline(always)]
pub(crate) fn tap_parameters<T: Scalar, const IN: usize, const OUT: usize>(
    (per, group): (usize, usize),
    x: &[T; IN],
    dy: &[T; OUT],
    dweight: &mut [[T; OUT]],
) {
    let mut g = 0;
    while let (Some(x), Some(dy)) = (x.get(nth(g, per)), dy.get(nth(g, group))) {
        for (row, &x) in dweight.iter_mut().zip(x) {
            for (dw, &dy) in row.iter_mut().skip(g * group).zip(dy) {
                *dw += dy * x;
            }
        }
        g += 1;
    }
}

/// db ← db + Σ dy
#[inline(always)]
pub(crate) fn bias<T: Scalar, const OUT: usize>(dy: &[[T; OUT]], dbias: &mut [T; OUT]) {
    for dy in dy {
        for (db, &dy) in dbias.iter_mut().zip(dy) {
            *db += dy;
        }
    }
}
