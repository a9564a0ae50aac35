//! What a loss is.

use crate::{
    Scalar,
    losses::{
        LossError, LossKind,
        part::{self, Parts, Targets},
    },
};

/// A function of a network's output and of what it should have been.
///
/// `Target` belongs to one sample: a class index, a `bool`, a vector. There is one for each column of y.
/// A batch that is partial is asked for by name, as
/// [`gradient_of_first`](Self::gradient_of_first): what a [`MiniBatch`](crate::MiniBatch) is trained by.
///
/// | output Y | loss | target of a sample |
/// |---|---|---|
/// | a batch `SMatrix<T, N, B>` | any [`SampleLoss`](super::SampleLoss) | what it takes |
/// | an array `[V; L]` | a loss of V | `[Target; L]` |
/// | a tuple `(V, W)` | `(loss of V, loss of W)` | `(Target, Target)` |
///
/// So it goes for arrays of arrays and arrays of tuples. A mean is over all elements of an array at once; of
/// a tuple the loss is the sum of the parts' losses, each of which may be [`Scaled`](super::Scaled). Any target may be
/// [`Weighted`](super::Weighted), and so may what is in it.
///
/// Constructors take any settings, and are `const`; [`check`](Self::check) refuses one that is out of
/// its range.
///
/// A loss of your own is a [`SampleLoss`](super::SampleLoss).
///
/// # Laws
/// - The value is never negative, and 0 for a prediction that is certain and right.
/// - A mean over samples is finite wherever the true value of each of them is.
/// - NaN in a column that counts gives NaN.
/// - `gradient` gives the bits of `value`, and ∂L/∂y; so does `gradient_of_first`, of a whole batch.
/// - `gradient` and `value` fail where `check` does, with the same error.
///
/// # Example
/// A network with two heads: a class at each of two steps, and a number.
/// ```
/// use constnet::prelude::*;
///
/// let loss = (SoftmaxCrossEntropy, MeanSquaredError);
/// let y = ([SVector::<f64, 2>::zeros(); 2], SVector::from([3.0]));
/// let (value, dy) = loss.gradient(&y, &[([0, 1], 1.0)])?;
/// assert!((value - (2f64.ln() + 4.0)).abs() < 1e-15);
/// assert_eq!(dy.0, [[-0.25, 0.25], [0.25, -0.25]].map(SVector::from));
/// assert_eq!(dy.1, SVector::from([4.0]));
/// # Ok::<(), LossError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "loss `{Self}` does not compare `{Y}` with targets of type `{Target}`",
    label = "no loss between this output and this target",
    note = "class indices (`usize`) belong to `SoftmaxCrossEntropy`, `bool` to `SigmoidCrossEntropy`, vectors as long as the output to the others",
    note = "an output that is an array of L values has `[Target; L]` for a sample; one that is a tuple has a tuple of as many targets, and a tuple of as many losses"
)]
pub trait Loss<Y, Target>: LossKind {
    /// The number type of the output.
    type Value: Scalar;

    /// Its value and its weights, for each head.
    #[doc(hidden)]
    type Parts: Parts<Self::Value>;

    /// How many columns y has, and so how many targets a whole batch.
    const COLUMNS: usize;

    /// Whether the settings of the loss and all targets are in their range. An error names the first
    /// target that is not, by its place in `targets`.
    ///
    /// [`fit`](crate::training::fit()) asks this of all its data before the first step.
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
    fn check(&self, targets: &[Target]) -> Result<(), LossError> {
        self.settings::<Self::Value>()?;
        self.check_each(counted(targets))
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
    fn gradient_of_first(&self, y: &Y, targets: &[Target]) -> Result<(Self::Value, Y), LossError> {
        let mut dy = Self::zeros();
        let parts = terms(self, y, targets, None, &mut dy)?;
        Ok((part::value(&parts), dy))
    }

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
        whole(targets.len(), Self::COLUMNS)?;
        self.gradient_of_first(y, targets)
    }

    /// L alone.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    fn value(&self, y: &Y, targets: &[Target]) -> Result<Self::Value, LossError> {
        whole(targets.len(), Self::COLUMNS)?;
        // Not by way of `gradient`, whose dy an unoptimized build copies once more for each function.
        terms(self, y, targets, None, &mut Self::zeros()).map(|parts| part::value(&parts))
    }

    /// [`check`](Self::check) of targets that need not be in one place.
    #[doc(hidden)]
    fn check_each<'t>(&self, targets: impl Targets<'t, Target>) -> Result<(), LossError>
    where
        Target: 't;

    /// Adds the weights of the targets to `parts`.
    #[doc(hidden)]
    fn weigh<'t>(targets: impl Targets<'t, Target>, parts: &mut Self::Parts)
    where
        Target: 't;

    /// Adds the loss of targets that have been checked, whose weights are in `parts`, to `parts`, and
    /// writes their dy over zeros: what they add to the loss of `whole` and to its gradient.
    #[doc(hidden)]
    fn terms<'t>(
        &self,
        y: &Y,
        targets: impl Targets<'t, Target>,
        whole: &Self::Parts,
        parts: &mut Self::Parts,
        dy: &mut Y,
    ) -> Result<(), LossError>
    where
        Target: 't;

    /// A dy of zeros.
    #[doc(hidden)]
    fn zeros() -> Y;
}

/// Whether there is a target for each column.
fn whole(found: usize, columns: usize) -> Result<(), LossError> {
    match found {
        0 => Err(LossError::Empty),
        _ if found < columns => Err(LossError::TooFewTargets { found, columns }),
        _ if found > columns => Err(LossError::TooManyTargets { found, columns }),
        _ => Ok(()),
    }
}

/// The loss of the first columns of y, as many as there are targets, and over the zeros of dy what they add to
/// the gradient of the loss of a whole: of themselves, if no other is given.
///
/// In a call of its own, whose counts and errors have left the stack when the gradient goes back through the
/// network.
#[inline(never)]
pub(crate) fn terms<L: Loss<Y, Target> + ?Sized, Y, Target>(
    loss: &L,
    y: &Y,
    targets: &[Target],
    whole: Option<&L::Parts>,
    dy: &mut Y,
) -> Result<L::Parts, LossError> {
    match targets.len() {
        0 => return Err(LossError::Empty),
        found if found > L::COLUMNS => {
            return Err(LossError::TooManyTargets { found, columns: L::COLUMNS });
        }
        _ => loss.check(targets)?,
    }
    let weights = weights::<L, _, _>(targets);
    let mut parts = weights;
    loss.terms(y, counted(targets), whole.unwrap_or(&weights), &mut parts, dy)?;
    Ok(parts)
}

/// Adds the weight of a target.
#[cfg(feature = "alloc")]
pub(crate) fn add_weights<L: Loss<Y, Target> + ?Sized, Y, Target>(
    target: &Target,
    parts: &mut L::Parts,
) {
    L::weigh(core::iter::once((target, 1.0)), parts);
}

/// The weights of targets, and no loss.
#[inline(always)]
pub(crate) fn weights<L: Loss<Y, Target> + ?Sized, Y, Target>(targets: &[Target]) -> L::Parts {
    let mut parts = L::Parts::none();
    L::weigh(counted(targets), &mut parts);
    parts
}

/// Targets, each of which counts once.
#[inline(always)]
fn counted<Target>(targets: &[Target]) -> impl Targets<'_, Target> {
    targets.iter().map(|target| (target, 1.0))
}
