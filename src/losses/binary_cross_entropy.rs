//! Binary cross-entropy on probabilities.
//!
//! ```text
//! L = −Σ (t·ln p + (1 − t)·ln(1 − p)) / (N·n)      dp = (p − t) / (p·(1 − p)) / (N·n)
//! ```
//!
//! The textbook's formula, for outputs that are probabilities already. To train, end the network
//! in logits and use [`SigmoidCrossEntropy`](crate::SigmoidCrossEntropy), which is the same
//! function of the logits: a probability that was rounded to 0 or 1 and is wrong costs +∞ here.
//!
//! From the beginning: [`learn::losses`](crate::learn::losses); the formula, set:
//! [`learn::formulas`](crate::learn::formulas).
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dp |
//! |---|---|---|
//! | `f32` | 2.0 | 2.2 |
//! | `f64` | 2.0 | 2.2 |
//!
//! Also where p is close to 0, to 1 or to t.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning* (2006), equation 4.90.

use crate::{
    Scalar,
    losses::{
        Elements, LossError, LossKind, SampleLoss, mean, output, part::Targets, sample, target,
    },
};
use nalgebra::{SMatrix, SVector};

/// Binary cross-entropy between targets and probabilities, mean over all outputs and samples.
///
/// [Formula, gradient and source](self)
///
/// Targets are `bool` or a number in [0, 1]; for N outputs `[bool; N]`, `[T; N]`, `SVector<T, N>`.
/// Outputs are probabilities; any other is an error, but what rounding left above 1, up to 1e-5,
/// counts as 1.
///
/// PyTorch: `nn.BCELoss()`, which cuts the logarithm at −100 where this is +∞.
///
/// # Shapes
/// p: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of p.
///
/// p = 0 or 1 that is wrong makes the loss +∞; NaN gives NaN.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let p = SVector::<f64, 1>::from([0.75]);
/// let (loss, dp) = BinaryCrossEntropy.gradient(&p, &[false])?;
/// assert!((loss - 4f64.ln()).abs() < 1e-15);
/// assert_eq!(dp[0], 4.0);
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "BCELoss")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BinaryCrossEntropy;

impl LossKind for BinaryCrossEntropy {}

impl<T: Scalar, const N: usize, Target: Elements<T, N>> SampleLoss<T, N, Target>
    for BinaryCrossEntropy
{
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target::probability(target)
    }

    fn sample(&self, p: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, p, target)
    }

    #[inline]
    fn batch<'t, const B: usize>(
        &self,
        p: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dp: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        output::check(p, targets.clone())?;
        Ok(mean::over_elements(p, targets, divisor, dp, |p, t| {
            let p = output::at_most_1(p);
            let (q, s) = (T::one() - p, T::one() - t);
            // A term with weight 0 is 0, whatever its probability.
            let (yes, dyes) =
                if t == T::zero() { (T::zero(), T::zero()) } else { (-t * p.ln(), -t / p) };
            let (no, dno) =
                if s == T::zero() { (T::zero(), T::zero()) } else { (-s * (-p).ln_1p(), s / q) };
            // (1 − t)/(1 − p) − t/p cancels where p is close to t; p − t is exact to a rounding.
            let certain = t == T::zero() || s == T::zero();
            let slope = if certain { dyes + dno } else { (p - t) / (p * q) };
            ([yes + no, T::one()], slope)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Loss;

    #[test]
    fn two_numbers_by_hand() {
        // p = 1/4 and true: ln 4, slope −4; p = 1/2 and t = 1/2: ln 2, slope 0. Mean of two.
        let p = SVector::<f64, 2>::from([0.25, 0.5]);
        let (loss, dp) = BinaryCrossEntropy.gradient(&p, &[[1.0, 0.5]]).unwrap();
        assert!((loss - 1.5 * 2f64.ln()).abs() < 1e-15);
        assert_eq!(dp, SVector::from([-2.0, 0.0]));
    }
}
