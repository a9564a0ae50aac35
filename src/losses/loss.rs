//! What a loss is.

use crate::{Scalar, losses::LossError};
use nalgebra::SMatrix;

/// A function of a network's output and of what it should have been.
///
/// `Target` belongs to one sample: a class index, a `bool`, a vector. There is one for each column of y.
/// A batch that is partial is asked for by name, as
/// [`gradient_of_first`](Self::gradient_of_first): what a [`MiniBatch`](crate::MiniBatch) is trained by.
///
/// Constructors take any settings, and are `const`; [`check`](Self::check) refuses one that is out of
/// its range.
///
/// # Laws
/// - The value is never negative, and 0 for a prediction that is certain and right.
/// - A mean over samples is finite wherever the true value of each of them is.
/// - NaN in a column that counts gives NaN.
/// - `gradient` gives the bits of `value`, and ∂L/∂y; so does `gradient_of_first`, of a whole batch.
/// - `gradient` and `value` fail where `check` does, with the same error.
#[diagnostic::on_unimplemented(
    message = "loss `{Self}` does not compare `{Y}` with targets of type `{Target}`",
    label = "no loss between this output and this target",
    note = "class indices (`usize`) belong to `SoftmaxCrossEntropy`, `bool` to `SigmoidCrossEntropy`, vectors as long as the output to the others"
)]
pub trait Loss<Y, Target> {
    /// The number type of the output.
    type Value;

    /// Whether y must be logits (any number), and not probabilities.
    const LOGITS: bool = false;

    /// Whether the value is a mean over the samples, and not a sum.
    const MEAN: bool = true;

    /// How many columns y has, and so how many targets a whole batch.
    const COLUMNS: usize;

    /// Whether the settings of the loss and all targets are in their range. An error names the first
    /// target that is not, by its place in `targets`.
    ///
    /// [`fit`](crate::training::fit()) asks this of all its data before the first step. A loss that
    /// takes every target, with any settings, need not say so.
    ///
    /// # Errors
    /// If a setting or a target is outside its range.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// // Targets of a network with one output.
    /// let error = Loss::<SVector<f32, 1>, f32>::check(&SigmoidCrossEntropy, &[0.0, 1.0, 1.5]);
    /// assert_eq!(
    ///     error.unwrap_err().to_string(),
    ///     "the target of sample 2 is 1.5, expected a probability from 0 to 1"
    /// );
    /// ```
    fn check(&self, _targets: &[Target]) -> Result<(), LossError> {
        Ok(())
    }

    /// L and dy = ∂L/∂y of the first columns of y, as many as there are targets: those behind them get a
    /// gradient of 0, and a mean is over the samples that there are.
    ///
    /// # Errors
    /// If there are no targets, more than columns in y, or a setting, a target or an output outside
    /// its range.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let y = SMatrix::<f32, 1, 3>::new(3.0, 1.0, 7.0);
    /// let (loss, dy) = MeanSquaredError.gradient_of_first(&y, &[1.0, 1.0])?;
    /// assert_eq!((loss, dy), (2.0, SMatrix::<f32, 1, 3>::new(2.0, 0.0, 0.0)));
    /// # Ok::<(), constnet::losses::LossError>(())
    /// ```
    fn gradient_of_first(&self, y: &Y, targets: &[Target]) -> Result<(Self::Value, Y), LossError>;

    /// L and dy = ∂L/∂y, with a target for each column of y.
    ///
    /// # Errors
    /// If there are not as many targets as columns, or a setting, a target or an output is outside its
    /// range.
    ///
    /// # Example
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let y = SMatrix::<f32, 1, 3>::new(3.0, 1.0, 7.0);
    /// let error = MeanSquaredError.gradient(&y, &[1.0, 1.0]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "2 targets for a batch of 3; for a partial batch use a `MiniBatch`"
    /// );
    /// ```
    fn gradient(&self, y: &Y, targets: &[Target]) -> Result<(Self::Value, Y), LossError> {
        let columns = Self::COLUMNS;
        match targets.len() {
            0 => Err(LossError::Empty),
            found if found < columns => Err(LossError::TooFewTargets { found, columns }),
            found if found > columns => Err(LossError::TooManyTargets { found, columns }),
            _ => self.gradient_of_first(y, targets),
        }
    }

    /// L alone.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    fn value(&self, y: &Y, targets: &[Target]) -> Result<Self::Value, LossError> {
        self.gradient(y, targets).map(|(value, _)| value)
    }
}

/// The number of columns of y that count, once settings and targets are checked.
pub(super) fn samples<T: Scalar, const N: usize, const B: usize, Target>(
    loss: &impl Loss<SMatrix<T, N, B>, Target>,
    _: &SMatrix<T, N, B>,
    targets: &[Target],
) -> Result<usize, LossError> {
    match targets.len() {
        0 => Err(LossError::Empty),
        found if found > B => Err(LossError::TooManyTargets { found, columns: B }),
        n => loss.check(targets).map(|()| n),
    }
}
