//! Losses: how wrong an output is, as one number, and how that number changes with the output.
//!
//! A *logit* is an output that may be any number and becomes a probability by a softmax or a
//! sigmoid; [`learn::losses`](crate::learn::losses) explains both, and why classes want
//! cross-entropy.
//!
//! | | of one output y and its target t | outputs | targets |
//! |---|---|---|---|
//! | [`MeanSquaredError`], [`SquaredErrorSum`] | (y − t)² | any numbers | numbers |
//! | [`MeanAbsoluteError`] | size of y − t | any numbers | numbers, some far off |
//! | [`Huber`] | squared near t, absolute far from it | any numbers | numbers, some far off |
//! | [`SoftmaxCrossEntropy`] | −t·ln p, p = softmax(y) | logits | a class, or a distribution |
//! | [`SigmoidCrossEntropy`] | −t·ln p − (1 − t)·ln(1 − p), p = σ(y) | logits | yes or no |
//! | [`CrossEntropy`] | −t·ln y | probabilities | a class, or a distribution |
//! | [`BinaryCrossEntropy`] | −t·ln y − (1 − t)·ln(1 − y) | probabilities | yes or no |
//!
//! Outputs are `SMatrix<T, N, B>`, a column a sample, and the gradient has their shape; what a target
//! may be is [`Elements`] and [`Classes`]. The value is in the unit of the output for absolute
//! errors, in its square for squared ones, and in nats (units of ln e, 1.44 bits) for cross-entropies.

pub mod binary_cross_entropy;
pub mod cross_entropy;
pub mod huber;
mod mean;
pub mod mean_absolute_error;
pub mod sigmoid_cross_entropy;
pub mod softmax_cross_entropy;
pub mod squared_error;
mod target;

pub use binary_cross_entropy::BinaryCrossEntropy;
pub use cross_entropy::CrossEntropy;
pub use huber::Huber;
pub use mean_absolute_error::MeanAbsoluteError;
pub use sigmoid_cross_entropy::SigmoidCrossEntropy;
pub use softmax_cross_entropy::SoftmaxCrossEntropy;
pub use squared_error::{MeanSquaredError, SquaredErrorSum};
pub use target::{Classes, Elements};

use core::fmt;

/// A function of a network's output and of what it should have been.
///
/// `Target` belongs to one sample: a class index, a `bool`, a vector. A batch may be partial: with
/// n targets, the first n columns of y count, the others get a gradient of 0, and a mean is over n.
///
/// # Laws
/// - The value is never negative, and 0 for a prediction that is certain and right.
/// - A mean over samples is finite wherever the true value of each of them is.
/// - NaN in a column that counts gives NaN.
/// - `gradient` gives the bits of `value`, and ∂L/∂y.
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

    /// L and dy = ∂L/∂y.
    ///
    /// # Errors
    /// If there are no targets, more than columns in y, or one outside its range.
    fn gradient(&self, y: &Y, targets: &[Target]) -> Result<(Self::Value, Y), LossError>;

    /// L alone.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    fn value(&self, y: &Y, targets: &[Target]) -> Result<Self::Value, LossError> {
        self.gradient(y, targets).map(|(value, _)| value)
    }
}

/// Why a loss has no value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum LossError {
    /// No targets at all.
    Empty,
    /// More targets than the output has columns.
    TooManyTargets {
        /// How many were given.
        found: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A class index that the output has no row for.
    Class {
        /// Which sample of the batch.
        sample: usize,
        /// Its class.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A target that is not finite, or outside the range that the loss is defined for.
    Target {
        /// Which sample of the batch.
        sample: usize,
        /// Its value.
        found: f64,
        /// What the loss takes.
        expected: &'static str,
    },
    /// A target that is no distribution, because its sum is not 1.
    Sum {
        /// Which sample of the batch.
        sample: usize,
        /// Its sum.
        found: f64,
    },
}

impl fmt::Display for LossError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(out, "no targets: a loss needs at least one sample"),
            Self::TooManyTargets { found, columns } => {
                write!(out, "{found} targets for a batch of {columns}")
            }
            Self::Class { sample, found, classes } => {
                write!(
                    out,
                    "target {sample} is class {found}, expected one of {classes} classes from 0"
                )
            }
            Self::Target { sample, found, expected } => {
                write!(out, "target {sample} is {found}, expected {expected}")
            }
            Self::Sum { sample, found } => {
                write!(out, "target {sample} has the sum {found}, expected a distribution, sum 1")
            }
        }
    }
}

impl core::error::Error for LossError {}

/// The number of samples that count.
pub(crate) fn samples<Target>(targets: &[Target], columns: usize) -> Result<usize, LossError> {
    match targets.len() {
        0 => Err(LossError::Empty),
        found if found > columns => Err(LossError::TooManyTargets { found, columns }),
        n => Ok(n),
    }
}
