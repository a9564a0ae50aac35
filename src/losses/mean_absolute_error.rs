//! Mean absolute error.
//!
//! ```text
//! L = Σ |y − t| / (N·n)        dy = sign(y − t) / (N·n)        N outputs, n samples
//! ```
//!
//! Every error counts in proportion, so a few wild samples do not drag the fit along: the best
//! constant is the median, where squared error has the mean. The slope does not shrink near the
//! target, so the steps must; [`Huber`](crate::Huber) does that by itself.
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dy |
//! |---|---|---|
//! | `f32` | 0.6 | 0 |
//! | `f64` | 0.6 | 0 |
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning* (2006), section 1.5.5 (q = 1).

use crate::{
    Scalar,
    losses::{Elements, LossError, LossKind, SampleLoss, mean, part::Targets, sample, target},
};
use nalgebra::{SMatrix, SVector};

/// The mean of |y − t| over all outputs and samples; its slope at 0 is 0.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// y: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of y.
///
/// ±∞ gives +∞ with a slope of ±1, NaN gives NaN. PyTorch: `nn.L1Loss()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = SMatrix::<f32, 1, 2>::from([[1.0], [5.0]]);
/// let (loss, dy) = MeanAbsoluteError.gradient(&y, &[2.0, 2.0])?;
/// assert_eq!((loss, dy[0], dy[1]), (2.0, -0.5, 0.5));
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "L1Loss")]
#[doc(alias = "MAE")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeanAbsoluteError;

impl LossKind for MeanAbsoluteError {}

impl<T: Scalar, const N: usize, Target: Elements<T, N>> SampleLoss<T, N, Target>
    for MeanAbsoluteError
{
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target::finite(target)
    }

    fn sample(&self, y: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, y, target)
    }

    #[inline]
    fn batch<'t, const B: usize>(
        &self,
        y: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dy: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        let half = T::from_f64(0.5);
        Ok(mean::over_elements(y, targets, divisor, dy, |y, t| {
            let d = y - t;
            let sign = if d > T::zero() {
                T::one()
            } else if d < T::zero() {
                -T::one()
            } else {
                // 0, or the NaN that must not be hidden.
                d
            };
            // Halves, because y − t may overflow where its share of the mean does not.
            ([half * y - half * t, sign + sign], sign)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Loss;

    #[test]
    fn two_numbers_by_hand() {
        // |3 − 1| and |2 − 2|: the mean is 1, the slopes 1/2 and 0.
        let y = SVector::<f64, 2>::from([3.0, 2.0]);
        let (loss, dy) = MeanAbsoluteError.gradient(&y, &[[1.0, 2.0]]).unwrap();
        assert_eq!((loss, dy), (1.0, SVector::from([0.5, 0.0])));
    }
}
