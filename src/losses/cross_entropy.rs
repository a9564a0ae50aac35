//! Cross-entropy on probabilities.
//!
//! ```text
//! L = −Σ t·ln p, mean over the samples        dp = −t / p / n
//! ```
//!
//! The textbook's formula, for outputs that are probabilities already. To train a classifier, end
//! the network in logits and use [`SoftmaxCrossEntropy`](crate::SoftmaxCrossEntropy), which is the
//! same function of the logits: a probability that was rounded to 0 costs +∞ here, with a gradient
//! of −∞, where the fused form is exact.
//!
//! With a class index it is the negative log-likelihood of that class. In bits: divide by ln 2.
//!
//! From the beginning: [`learn::losses`](crate::learn::losses); the formula, set:
//! [`learn::formulas`](crate::learn::formulas).
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dp |
//! |---|---|---|
//! | `f32` | 1.5 | 1.0 |
//! | `f64` | 1.5 | 1.0 |
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 3.13, equation 3.51.

use crate::{
    Scalar,
    losses::{Classes, LossError, LossKind, SampleLoss, mean::Mean, output, part::Targets, sample},
};
use nalgebra::{SMatrix, SVector};

/// Cross-entropy between a target and probabilities, mean over the samples.
///
/// [Formula, gradient and source](self)
///
/// Targets are class indices (`usize`) or distributions (`SVector<T, N>` or `[T; N]`, from 0 to 1,
/// sum 1). A term with t = 0 is 0 whatever p is; p = 0 where t is not makes the loss +∞. Outputs are
/// probabilities; any other is an error, but what rounding left above 1, up to 1e-5, counts as 1.
///
/// PyTorch: `nn.NLLLoss()` of `p.log()`.
///
/// # Shapes
/// p: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of p.
///
/// NaN gives NaN.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let p = SVector::<f64, 2>::from([0.25, 0.75]);
/// let (loss, dp) = CrossEntropy.gradient(&p, &[0])?;
/// assert_eq!(loss, -0.25f64.ln());
/// assert_eq!(dp, SVector::from([-4.0, 0.0]));
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "NLLLoss")]
#[doc(alias = "log loss")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CrossEntropy;

impl LossKind for CrossEntropy {}

impl<T: Scalar, const N: usize, Target: Classes<T, N>> SampleLoss<T, N, Target> for CrossEntropy {
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target.check()
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
        let n = T::from_f64(divisor);
        let mut mean = Mean::new(const { Mean::<T>::scale(B) }, N * B);
        for ((dp, p), (target, weight)) in dp.data.0.iter_mut().zip(&p.data.0).zip(targets) {
            if weight == 0.0 {
                continue;
            }
            let weight = T::from_f64(weight);
            for ((dp, &p), t) in dp.iter_mut().zip(p).zip(target.probabilities()) {
                let p = output::at_most_1(p);
                if t != T::zero() {
                    mean.add(-p.ln(), t * weight);
                    *dp = -(t * weight / n) / p;
                } else {
                    // 0, but NaN in is NaN out.
                    mean.add(p, t);
                }
            }
        }
        Ok(mean.of(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Loss;

    #[test]
    fn two_numbers_by_hand() {
        // p = (1/2, 1/4), t = (1/2, 1/2): (ln 2 + ln 4) / 2, and dp = −t/p.
        let p = SVector::<f64, 2>::from([0.5, 0.25]);
        let (loss, dp) = CrossEntropy.gradient(&p, &[[0.5, 0.5]]).unwrap();
        assert!((loss - 1.5 * 2f64.ln()).abs() < 1e-15);
        assert_eq!(dp, SVector::from([-1.0, -2.0]));
    }
}
