//! The softmax of each column.
//!
//! Three passes over a column: the largest number, lane by lane; the exponentials, which are the
//! cost, and their sum; the quotients.
//!
//! Order of the sum: that of [`plain::softmax`](super::plain::softmax), eight partial sums whatever
//! the lanes. The order in which the largest is sought changes nothing: of −0 and +0 both give the
//! same differences, and a NaN makes the whole column NaN, found or not.

use super::{
    elementwise::{each, numbers},
    level::kernel,
    plain,
    simd::Simd,
};
use crate::Scalar;
use core::mem::MaybeUninit;

kernel! {
    /// Y = eˣ / Σ eˣ, column by column.
    columns [const N: usize, const B: usize] [N, B]
    (x: &[[f32; N]; B], y: &mut MaybeUninit<[[f32; N]; B]>) = write
}

/// Y = eˣ / Σ eˣ, column by column.
#[inline(always)]
pub(crate) fn softmax<const N: usize, const B: usize>(x: &[[f32; N]; B]) -> [[f32; N]; B] {
    let mut y = MaybeUninit::uninit();
    columns::best(x, &mut y);
    // SAFETY: `write` writes every number.
    unsafe { y.assume_init() }
}

/// Writes all of y.
///
/// # Safety
/// The machine has the level S.
#[inline(always)]
pub(super) unsafe fn write<S: Simd, const N: usize, const B: usize>(
    x: &[[f32; N]; B],
    y: &mut MaybeUninit<[[f32; N]; B]>,
) {
    let mut columns = numbers(y).chunks_exact_mut(N.max(1));
    for x in x {
        let largest = largest(x);
        let Some(y) = columns.next() else { return };
        each::<S>(x, y, |x| Scalar::exp(x - largest));
        // SAFETY: `each` has written the column.
        let y = unsafe { &mut *(&raw mut *y as *mut [f32]) };
        let mut sums = [0.0; 8];
        for block in y.chunks(8) {
            for (sum, &y) in sums.iter_mut().zip(block) {
                *sum += y;
            }
        }
        let sum = plain::fold(&mut sums);
        y.iter_mut().for_each(|y| *y /= sum);
    }
}

/// The largest number, sought in eight lanes.
#[inline(always)]
fn largest<const N: usize>(x: &[f32; N]) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; 8];
    for block in x.chunks(8) {
        for (lane, &x) in lanes.iter_mut().zip(block) {
            *lane = lane.max_nan(x);
        }
    }
    let mut half = 4;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = lanes[lane].max_nan(lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}
