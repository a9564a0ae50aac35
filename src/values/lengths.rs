//! Sequences that are shorter than the array that holds them.

use super::Value;
use crate::Scalar;
use nalgebra::SMatrix;

/// A window of L steps, and of each sample how many of them are its sequence.
pub(crate) type WithLength<T, const N: usize, const B: usize, const L: usize> =
    ([SMatrix<T, N, B>; L], SMatrix<T, 1, B>);

/// How many steps each sample has, at most L. A part of a step is none, and so is what is below 0, or NaN.
#[inline]
pub(crate) fn lengths<T: Scalar, const B: usize>(
    length: &SMatrix<T, 1, B>,
    most: usize,
) -> [usize; B] {
    // A conversion of a number that is too large, or of NaN, is some whole number, too.
    length.data.0.map(|[n]| (n.to_f64() as usize).min(most))
}

/// The steps of each sample, and 0 behind them, whatever stood there.
#[inline]
pub(crate) fn within<T: Scalar, const N: usize, const B: usize, const L: usize>(
    x: &[SMatrix<T, N, B>; L],
    lengths: &[usize; B],
) -> [SMatrix<T, N, B>; L] {
    let mut within = <[SMatrix<T, N, B>; L]>::zeros();
    for (t, (to, from)) in within.iter_mut().zip(x).enumerate() {
        for ((to, from), &n) in to.data.0.iter_mut().zip(&from.data.0).zip(lengths) {
            if t < n {
                *to = *from;
            }
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_a_length() {
        let given = [2.0, 2.9, 9.0, f32::INFINITY, 0.0, -1.0, f32::NEG_INFINITY, f32::NAN];
        assert_eq!(
            lengths(&SMatrix::<f32, 1, 8>::from(given.map(|n| [n])), 4),
            [2, 2, 4, 4, 0, 0, 0, 0]
        );
    }

    #[test]
    fn behind_the_length_is_0() {
        let x = [[[1.0], [2.0]], [[3.0], [f32::NAN]]].map(SMatrix::<f32, 1, 2>::from);
        assert_eq!(within(&x, &[2, 1]), [[[1.0], [2.0]], [[3.0], [0.0]]].map(SMatrix::from));
    }
}
