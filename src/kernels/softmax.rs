//! The softmax of each column.
//!
//! Three passes over a column: the largest number, lane by lane; the exponentials, which are the
//! cost, and their sum; the quotients.
//!
//! Order of the sum: that of [`plain::softmax`](super::plain::softmax), eight partial sums whatever
//! the lanes. The order in which the largest is sought changes nothing: of −0 and +0 both give the
//! same differences, and a NaN makes the whole column NaN, found or not.

use super::{
    elementwise::numbers,
    instruction_set::kernel,
    instructions::{self, Instructions},
    simd::Simd,
};
use crate::{Scalar, sum};
use core::mem::MaybeUninit;

kernel! {
    /// Y = eˣ / Σ eˣ, column by column.
    columns [const N: usize, const B: usize] [N, B]
    (x: &[[f32; N]; B], y: &mut MaybeUninit<[[f32; N]; B]>) = write
}

/// Y = eˣ / Σ eˣ, column by column, with instructions that are known, or not. Writes all of y.
#[inline(always)]
pub(crate) fn softmax<const N: usize, const B: usize>(
    instructions: Instructions,
    x: &[[f32; N]; B],
    y: &mut MaybeUninit<[[f32; N]; B]>,
) {
    columns::inline(instructions, const { N * B <= instructions::NUMBERS }, x, y);
}

/// Writes all of y.
///
/// # Safety
/// The machine has the instructions S.
#[inline(always)]
pub(super) unsafe fn write<S: Simd, const N: usize, const B: usize>(
    x: &[[f32; N]; B],
    y: &mut MaybeUninit<[[f32; N]; B]>,
) {
    let mut columns = numbers(y).chunks_exact_mut(N.max(1));
    for x in x {
        let Some(y) = columns.next() else { return };
        if const { S::VECTORS && N > 1 } { blocks(x, y) } else { one_by_one(x, y) }
    }
}

/// Blocks of eight numbers. The last one is filled up, and read apart from the others: no vector
/// lies across two that the layer before has just written, because to read it would be to wait for
/// both.
#[inline(always)]
fn blocks<const N: usize>(x: &[f32; N], y: &mut [MaybeUninit<f32>]) {
    let (blocks, rest) = x.as_chunks::<8>();
    let mut last = [f32::NEG_INFINITY; 8];
    for (last, &x) in last.iter_mut().zip(rest) {
        *last = x;
    }

    let mut largest = last;
    for block in blocks {
        for (largest, &x) in largest.iter_mut().zip(block) {
            *largest = largest.max_nan(x);
        }
    }
    let largest = largest_of(&mut largest);

    let (y_blocks, y_rest) = y.as_chunks_mut::<8>();
    let mut sums = [0.0; 8];
    for (x, y) in blocks.iter().zip(&mut *y_blocks) {
        for ((&x, y), sum) in x.iter().zip(y).zip(&mut sums) {
            *sum += *y.write(Scalar::exp(x - largest));
        }
    }
    if !N.is_multiple_of(8) {
        for (i, (last, sum)) in last.iter_mut().zip(&mut sums).enumerate() {
            // The exponential of −∞ passes through subnormal numbers, which are slow.
            let difference = if i < N % 8 { *last - largest } else { 0.0 };
            let e = Scalar::exp(difference);
            *last = if i < N % 8 { e } else { 0.0 };
            *sum += *last;
        }
    }
    let sum = sum::fold(&mut sums);
    for y in y_blocks.as_flattened_mut() {
        // SAFETY: a block has been written whole.
        y.write(unsafe { y.assume_init_read() } / sum);
    }
    for e in &mut last {
        *e /= sum;
    }
    for (y, &e) in y_rest.iter_mut().zip(&last) {
        y.write(e);
    }
}

/// Without vectors, or a single number.
#[inline(always)]
fn one_by_one<const N: usize>(x: &[f32; N], y: &mut [MaybeUninit<f32>]) {
    let mut largest = f32::NEG_INFINITY;
    for &x in x {
        largest = largest.max_nan(x);
    }
    let mut sums = [0.0; 8];
    for (i, (y, &x)) in y.iter_mut().zip(x).enumerate() {
        sums[i % 8] += *y.write(Scalar::exp(x - largest));
    }
    let sum = sum::fold(&mut sums);
    for y in y {
        // SAFETY: y has N numbers, and all were written.
        y.write(unsafe { y.assume_init_read() } / sum);
    }
}

/// The largest of eight numbers: of each pair of halves, until one is left.
#[inline(always)]
fn largest_of(lanes: &mut [f32; 8]) -> f32 {
    let mut half = 4;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = lanes[lane].max_nan(lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}
