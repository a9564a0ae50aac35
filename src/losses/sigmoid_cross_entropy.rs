//! Sigmoid and binary cross-entropy in one, on logits: the loss of yes-or-no questions.
//!
//! ```text
//! p = σ(z)      L = −Σ (t·ln p + (1 − t)·ln(1 − p)) / (N·n)      dz = (p − t) / (N·n)
//! −t·ln σ(z) − (1 − t)·ln σ(−z) = max(z, 0) − z·t + ln(1 + exp(−|z|))
//! ```
//!
//! Each output is a question of its own (several may be true of one sample); for one class out of
//! several use [`SoftmaxCrossEntropy`](crate::SoftmaxCrossEntropy). The last line never takes the
//! logarithm of a rounded probability, so it is exact for all finite logits. In the code
//! max(z, 0) − z·t is z·(1 − t) or −z·t: no difference, so nothing is lost in it, and every term
//! is at least 0.
//!
//! From the beginning: [`learn::losses`](crate::learn::losses); the formula, set:
//! [`learn::formulas`](crate::learn::formulas).
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dz |
//! |---|---|---|
//! | `f32` | 2.2 | 2.5 |
//! | `f64` | 2.2 | 2.5 |
//!
//! In both tails. Where t is neither 0 nor 1, the units of dz are those of the larger of p and t, or of 1 − p
//! and 1 − t, whose difference it is.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning* (2006), equation 4.90.

use crate::{
    Scalar,
    losses::{Elements, LossError, LossKind, SampleLoss, mean, part::Targets, sample, target},
};
use nalgebra::{SMatrix, SVector};

/// Binary cross-entropy between targets and the sigmoid of logits, mean over all outputs and
/// samples.
///
/// [Formula, gradient and source](self)
///
/// Targets are `bool` or a number in [0, 1]; for N outputs `[bool; N]`, `[T; N]`, `SVector<T, N>`.
///
/// # Shapes
/// z: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of z.
///
/// ±∞ gives 0 where it is right and +∞ where it is wrong, with a slope of ±1; NaN gives NaN. PyTorch:
/// `nn.BCEWithLogitsLoss()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // A logit of 0 is p = 1/2: ln 2, and the gradient p − t.
/// let z = SVector::<f64, 1>::from([0.0]);
/// let (loss, dz) = SigmoidCrossEntropy.gradient(&z, &[true])?;
/// assert!((loss - 2f64.ln()).abs() < 1e-15);
/// assert_eq!(dz[0], -0.5);
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "BCEWithLogitsLoss")]
#[doc(alias = "logistic loss")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SigmoidCrossEntropy;

impl LossKind for SigmoidCrossEntropy {
    const LOGITS: bool = true;
    const NAME: &'static str = "SigmoidCrossEntropy";
}

impl<T: Scalar, const N: usize, Target: Elements<T, N>> SampleLoss<T, N, Target>
    for SigmoidCrossEntropy
{
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target::probability(target)
    }

    fn sample(&self, z: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, z, target)
    }

    #[inline]
    fn batch<'t, const B: usize>(
        &self,
        z: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dz: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        Ok(mean::over_elements(z, targets, divisor, dz, |z, t| {
            let size = z.abs();
            let e = (-size).exp();
            // σ(−|z|), the probability of the answer that z speaks against, and its target.
            let against = e / (T::one() + e);
            let target = if z < T::zero() { t } else { T::one() - t };
            // Without the case, an infinite logit that is right would be ∞·0.
            let wrong = if target == T::zero() { target } else { target * size };
            let slope = target - against;
            ([wrong + e.ln_1p(), T::one()], if z < T::zero() { -slope } else { slope })
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Loss;

    #[test]
    fn two_numbers_by_hand() {
        // σ(ln 3) = 3/4. Answer true: −ln 3/4, slope 3/4 − 1; false: −ln 1/4, slope 3/4.
        let z = SVector::<f64, 2>::from([3f64.ln(); 2]);
        let (loss, dz) = SigmoidCrossEntropy.gradient(&z, &[[true, false]]).unwrap();
        assert!((loss - (-(0.75f64.ln()) - 0.25f64.ln()) / 2.0).abs() < 1e-15);
        assert!((dz - SVector::from([-0.125, 0.375])).amax() < 1e-15);
    }
}
