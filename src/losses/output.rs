//! Outputs that are probabilities.

use crate::{
    Scalar,
    losses::{LossError, part::Targets},
};
use nalgebra::SMatrix;

/// How far above 1 rounding may leave a probability. It counts as 1 then, so that no logarithm of it
/// is positive and no loss negative.
const ROUNDING: f64 = 1e-5;

/// Whether the outputs of the samples that count are in [0, 1]. A NaN passes: it gives a loss that is NaN.
pub(super) fn check<'t, T: Scalar, Target: 't, const N: usize, const B: usize>(
    p: &SMatrix<T, N, B>,
    targets: impl Targets<'t, Target>,
) -> Result<(), LossError> {
    let largest = T::from_f64(1.0 + ROUNDING);
    for (sample, (p, (_, weight))) in p.data.0.iter().zip(targets).enumerate() {
        let outside = |p: &&T| **p < T::zero() || **p > largest;
        if let (Some((output, p)), true) =
            (p.iter().enumerate().find(|(_, p)| outside(p)), weight != 0.0)
        {
            let (place, expected) = (Default::default(), "a probability from 0 to 1");
            let (output, found) = (output as u32, p.to_f64());
            return Err(LossError::Output { sample, place, output, found, expected });
        }
    }
    Ok(())
}

/// p without what rounding left above 1.
#[inline(always)]
pub(super) fn at_most_1<T: Scalar>(p: T) -> T {
    if p > T::one() { T::one() } else { p }
}
