//! The loss of one sample, and with it that of a batch.

use crate::{
    Scalar,
    losses::{
        Leaf, Loss, LossError, LossKind,
        mean::Mean,
        part::{Part, Targets},
        weighted,
    },
};
use nalgebra::{SMatrix, SVector};

/// A loss of your own: that of one sample, of N outputs. Batches, the mean over them, arrays and tuples of
/// outputs and [weights](super::weighted) follow from it: it is a [`Loss`].
///
/// # Example
/// Quantile regression: a network that is to be above the target in a part τ of all cases pays τ for each
/// unit below it and 1 − τ for each above (Koenker and Bassett 1978).
/// ```
/// use constnet::{losses::{LossKind, SampleLoss, Weighted}, prelude::*};
///
/// struct Quantile(f32);
///
/// impl LossKind for Quantile {}
///
/// impl SampleLoss<f32, 1, f32> for Quantile {
///     fn sample(&self, y: &SVector<f32, 1>, t: &f32) -> Result<(f32, SVector<f32, 1>), LossError> {
///         let below = t - y[0];
///         let slope = if below > 0.0 { -self.0 } else { 1.0 - self.0 };
///         Ok((-slope * below, SVector::from([slope])))
///     }
/// }
///
/// // Of a batch: 2 below and 1 above, a mean of two.
/// let y = SMatrix::<f32, 1, 2>::new(1.0, 4.0);
/// let (loss, dy) = Quantile(0.75).gradient(&y, &[3.0, 3.0])?;
/// assert_eq!((loss, dy), ((0.75 * 2.0 + 0.25 * 1.0) / 2.0, SMatrix::<f32, 1, 2>::new(-0.375, 0.125)));
///
/// // Of a sequence whose second step is masked.
/// let target = [Weighted { target: 3.0, weight: 1.0 }, Weighted { target: 3.0, weight: 0.0 }];
/// assert_eq!(Quantile(0.75).value(&[SVector::from([1.0]); 2], &[target])?, 1.5);
/// # Ok::<(), LossError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "loss `{Self}` does not compare {N} outputs of type `{T}` with a target of type `{Target}`",
    label = "no loss between this output and this target",
    note = "an output that is an array or a tuple has a target, and a tuple a loss, for each part, in the same order"
)]
pub trait SampleLoss<T: Scalar, const N: usize, Target>: LossKind {
    /// Whether the loss of several samples is the mean of theirs, and not the sum.
    const MEAN: bool = true;

    /// Whether a target is in its range. A loss that takes every target need not say so.
    ///
    /// # Errors
    /// If the target is outside its range, for which there is [`LossError::target`].
    fn check(&self, _target: &Target) -> Result<(), LossError> {
        Ok(())
    }

    /// L and dy = ∂L/∂y of one sample.
    ///
    /// # Errors
    /// If an output is out of the range of the loss.
    fn sample(&self, y: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError>;

    /// Σ w·L / `divisor`, of targets that have been checked, and its gradient, over zeros.
    #[doc(hidden)]
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
        let divisor = T::from_f64(divisor);
        let mut mean = Mean::new(const { Mean::<T>::scale(B) }, B);
        let columns = dy.data.0.iter_mut().zip(&y.data.0);
        for (number, ((dy, &y), (target, weight))) in columns.zip(targets).enumerate() {
            if weight == 0.0 {
                continue;
            }
            let weight = T::from_f64(weight);
            let (value, slopes) = self
                .sample(&SVector::from(y), target)
                .map_err(|error| error.with_sample(|_| number))?;
            mean.add(value, weight);
            dy.iter_mut().zip(&slopes).for_each(|(dy, &slope)| *dy = slope * weight / divisor);
        }
        Ok(mean.of(divisor))
    }
}

/// [`SampleLoss::sample`] of a loss that does all samples of a batch at once.
#[inline]
pub(super) fn alone<L, T: Scalar, const N: usize, Target>(
    loss: &L,
    y: &SVector<T, N>,
    target: &Target,
) -> Result<(T, SVector<T, N>), LossError>
where
    L: SampleLoss<T, N, Target> + ?Sized,
{
    let mut dy = crate::zeros::<T, N, 1>();
    let value = loss.batch(y, core::iter::once((target, 1.0)), 1.0, &mut dy)?;
    Ok((value, dy))
}

impl<S, T, Target, const N: usize, const B: usize> Loss<SMatrix<T, N, B>, Target> for S
where
    T: Scalar,
    Target: Leaf,
    S: SampleLoss<T, N, Target::Target>,
{
    type Value = T;
    type Parts = Part<T>;
    const COLUMNS: usize = B;

    #[inline(always)]
    fn check_each<'t>(&self, targets: impl Targets<'t, Target>) -> Result<(), LossError>
    where
        Target: 't,
    {
        for (sample, (target, around)) in targets.enumerate() {
            weighted::in_range(target.weight(), sample)?;
            if around * target.weight() != 0.0 {
                SampleLoss::check(self, target.target())
                    .map_err(|error| error.with_sample(|_| sample))?;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn weigh<'t>(targets: impl Targets<'t, Target>, parts: &mut Part<T>)
    where
        Target: 't,
    {
        targets.for_each(|(target, around)| parts.weigh(S::MEAN, around * target.weight()));
    }

    #[inline(always)]
    fn terms<'t>(
        &self,
        y: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        whole: &Part<T>,
        parts: &mut Part<T>,
        dy: &mut SMatrix<T, N, B>,
    ) -> Result<(), LossError>
    where
        Target: 't,
    {
        let share = parts.share(whole)?;
        let targets = targets
            .map(|(target, around)| (target.target(), around * target.weight() * share.scale));
        let value = self.batch(y, targets, share.divisor, dy)?;
        parts.add(value, share);
        if share.factor != 1.0 {
            let factor = T::from_f64(share.factor);
            dy.iter_mut().for_each(|dy| *dy *= factor);
        }
        Ok(())
    }

    #[inline(always)]
    fn zeros() -> SMatrix<T, N, B> {
        crate::zeros()
    }
}
