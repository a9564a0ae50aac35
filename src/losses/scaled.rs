//! A loss times a number.
//!
//! Of a network with several heads the loss is the sum of theirs, and they need not be of one size.

use crate::{
    Scalar, Value,
    losses::{LossError, LossKind, SampleLoss, part::Targets, sample},
};
use nalgebra::{SMatrix, SVector};

/// A loss, or a tuple of losses, times a number: how much one head of a network weighs. It may be negative
/// (a bonus, an adversary), and is an error if it is not finite.
///
/// ```text
/// L = c·(the loss)        dy = c·(its dy)
/// ```
///
/// # Example
/// ```
/// use constnet::{losses::Scaled, prelude::*};
///
/// // A policy and the value of the state, which counts half.
/// let loss = (SoftmaxCrossEntropy, Scaled(MeanSquaredError, 0.5));
/// let y = (SVector::<f64, 2>::zeros(), SVector::from([3.0]));
/// let (value, dy) = loss.gradient(&y, &[(0, 1.0)])?;
/// assert!((value - (2f64.ln() + 0.5 * 4.0)).abs() < 1e-15);
/// assert_eq!(dy, (SVector::from([-0.5, 0.5]), SVector::from([2.0])));
/// # Ok::<(), LossError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scaled<L>(
    /// The loss.
    pub L,
    /// What it is multiplied by.
    pub f64,
);

impl<L: LossKind> LossKind for Scaled<L> {
    const LOGITS: bool = L::LOGITS;
    const NAME: &'static str = L::NAME;

    fn settings<T: Scalar>(&self) -> Result<(), LossError> {
        if self.1.is_finite() {
            return self.0.settings::<T>();
        }
        let (name, expected) = ("the factor of a scaled loss", "a finite number");
        Err(LossError::Setting { name, found: self.1, expected })
    }
}

/// x·c, for every number x of a value.
#[inline(always)]
pub(super) fn scale<V: Value<Number: Scalar>>(values: &mut V, factor: f64) {
    let factor = V::Number::from_f64(factor);
    values.for_each_mut(|value| *value *= factor);
}

impl<T: Scalar, const N: usize, Target, L> SampleLoss<T, N, Target> for Scaled<L>
where
    L: SampleLoss<T, N, Target>,
{
    const MEAN: bool = L::MEAN;

    fn check(&self, target: &Target) -> Result<(), LossError> {
        self.0.check(target)
    }

    fn sample(&self, y: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, y, target)
    }

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
        let value = self.0.batch(y, targets, divisor, dy)?;
        scale(dy, self.1);
        Ok(value * T::from_f64(self.1))
    }
}
