//! The softmax of each column.
//!
//! Three passes over a column that is padded to whole vectors: the largest number, the exponentials
//! with their sum, the quotients. The exponentials are the cost. Padding is −∞, whose exponential
//! adds 0.
//!
//! Order of the sum: that of [`plain::softmax`](super::plain::softmax), eight partial sums whatever
//! the lanes.

use super::{level::kernel, plain, simd::Simd};
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

/// Numbers side by side.
type Lanes = [f32; 8];

/// Writes all of y.
#[inline(always)]
unsafe fn write<S: Simd, const N: usize, const B: usize>(
    x: &[[f32; N]; B],
    y: &mut MaybeUninit<[[f32; N]; B]>,
) {
    // The largest numbers lane by lane, then their exponentials eight at a time.
    let y = y.write([[0.0; N]; B]);
    for (x, y) in x.iter().zip(y) {
        let (blocks, rest) = x.as_chunks::<8>();
        let mut end: Lanes = [f32::NEG_INFINITY; 8];
        end[..rest.len()].copy_from_slice(rest);
        let mut largest = end;
        for block in blocks {
            for (largest, &x) in largest.iter_mut().zip(block) {
                *largest = largest.max_nan(x);
            }
        }
        let mut half = 4;
        while half > 0 {
            for lane in 0..half {
                largest[lane] = largest[lane].max_nan(largest[lane + half]);
            }
            half /= 2;
        }
        let largest = largest[0];
        let exp =
            |x: &Lanes| -> Lanes { core::array::from_fn(|lane| Scalar::exp(x[lane] - largest)) };
        let (y_blocks, y_rest) = y.as_chunks_mut::<8>();
        let mut sums: Lanes = [0.0; 8];
        for (y, x) in y_blocks.iter_mut().zip(blocks) {
            *y = exp(x);
            for (sum, &y) in sums.iter_mut().zip(y.iter()) {
                *sum += y;
            }
        }
        if !rest.is_empty() {
            let end = exp(&end);
            for (sum, &y) in sums.iter_mut().zip(&end) {
                *sum += y;
            }
            y_rest.copy_from_slice(&end[..rest.len()]);
        }
        let sum = plain::fold(&mut sums);
        y.iter_mut().for_each(|y| *y /= sum);
    }
}
