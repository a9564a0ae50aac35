//! Squared error, as a sum and as a mean.
//!
//! ```text
//! SquaredErrorSum   L = Σ (y − t)²            dy = 2·(y − t)
//! MeanSquaredError  L = Σ (y − t)² / (N·n)    dy = 2·(y − t) / (N·n)      N outputs, n samples
//! ```
//!
//! The sum is the residual sum of squares of statistics. The mean does not depend on how many
//! samples there are, so a learning rate keeps its meaning when the batch grows; it is the default
//! for regression. For classes use [`SoftmaxCrossEntropy`](crate::SoftmaxCrossEntropy): squared
//! error on probabilities has almost no gradient where the network is confidently wrong.
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dy |
//! |---|---|---|
//! | `f32` | 2.2 | 0.6 |
//! | `f64` | 2.0 | 0.6 |
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning* (2006), equation 5.11.

use crate::{
    Scalar,
    losses::{Elements, LossError, LossKind, SampleLoss, mean, part::Targets, sample, target},
    sum::Sum,
};
use nalgebra::{SMatrix, SVector};

/// The residual sum of squares: Σ (y − t)² over all outputs and samples.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// y: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of y.
///
/// ±∞ gives +∞, and so does a sum that overflows; NaN gives NaN. PyTorch:
/// `nn.MSELoss(reduction="sum")`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = SMatrix::<f32, 1, 2>::from([[1.0], [5.0]]);
/// let (loss, dy) = SquaredErrorSum.gradient(&y, &[2.0, 2.0])?;
/// assert_eq!((loss, dy[0], dy[1]), (10.0, -2.0, 6.0));
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "RSS")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SquaredErrorSum;

/// The mean of (y − t)² over all outputs and samples: the sum divided by N·n. So is the gradient,
/// which shrinks as outputs are added: a learning rate for [`SquaredErrorSum`] on batches of n is
/// N·n times as large here.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// y: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of y.
///
/// ±∞ gives +∞, and so does a mean that overflows; NaN gives NaN. PyTorch: `nn.MSELoss()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = SMatrix::<f32, 1, 2>::from([[1.0], [5.0]]);
/// assert_eq!(MeanSquaredError.value(&y, &[2.0, 2.0])?, 5.0);
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "MSE")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeanSquaredError;

impl LossKind for SquaredErrorSum {}

impl<T: Scalar, const N: usize, Target: Elements<T, N>> SampleLoss<T, N, Target>
    for SquaredErrorSum
{
    const MEAN: bool = false;

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
        _: f64,
        dy: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        let mut sum = Sum::at_most(N * B);
        for ((dy, y), (target, weight)) in dy.data.0.iter_mut().zip(&y.data.0).zip(targets) {
            if weight == 0.0 {
                continue;
            }
            let weight = T::from_f64(weight);
            for ((dy, &y), t) in dy.iter_mut().zip(y).zip(target.elements()) {
                let difference = y - t;
                sum.add(difference * difference * weight);
                *dy = (difference + difference) * weight;
            }
        }
        Ok(sum.total())
    }
}

impl LossKind for MeanSquaredError {}

impl<T: Scalar, const N: usize, Target: Elements<T, N>> SampleLoss<T, N, Target>
    for MeanSquaredError
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
        Ok(mean::over_elements(y, targets, divisor, dy, |y, t| {
            let difference = y - t;
            ([difference, difference], difference + difference)
        }))
    }
}
