//! The shift by a column's maximum, which softmax and its logarithm share.

use crate::{Scalar, zeros};
use nalgebra::SMatrix;

/// x − max x, column by column: then no exponential overflows, and one of them is 1.
#[inline]
pub(super) fn shifted<T: Scalar, const N: usize, const B: usize>(
    x: &SMatrix<T, N, B>,
) -> SMatrix<T, N, B> {
    let mut shifted = zeros();
    let columns: &mut [[T; N]; B] = &mut shifted.data.0;
    for (x, shifted) in x.data.0.iter().zip(columns) {
        let mut max = T::from_f64(f64::NEG_INFINITY);
        for &x in x {
            max = if x > max { x } else { max };
        }
        for (shifted, &x) in shifted.iter_mut().zip(x) {
            *shifted = x - max;
        }
    }
    shifted
}

/// eˣ as a function to map, so that it runs on the instruction set that `Scalar::map` chooses.
pub(super) struct Exp;

impl crate::Elementwise for Exp {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.exp()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _x: T, y: T, dy: T) -> T {
        y * dy
    }
}
