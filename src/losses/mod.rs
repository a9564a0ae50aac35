//! Losses: how wrong an output is, as one number, and how that number changes with the output.
//!
//! A *logit* is an output that may be any number, and that a softmax or a sigmoid turns into a
//! probability; [`learn::losses`](crate::learn::losses) explains both, and why cross-entropy suits
//! classes, and [`learn::formulas`](crate::learn::formulas) has all formulas, typeset.
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
//! Outputs are `SMatrix<T, N, B>`, a column a sample, or arrays and tuples of such ([`Loss`]), and the
//! gradient has their shape; [`Elements`] and [`Classes`] say what the target of a column may be. Targets may have
//! weights ([`weighted`]), so every loss has masks, class weights and sample weights. The value is in the unit of the output for absolute
//! errors, in its square for squared ones, and in nats (units of ln e, 1.44 bits) for cross-entropies.

mod arrays;
pub mod binary_cross_entropy;
pub mod cross_entropy;
mod error;
pub mod huber;
mod kind;
mod loss;
mod mean;
pub mod mean_absolute_error;
mod output;
mod part;
mod sample;
mod scaled;
pub mod sigmoid_cross_entropy;
pub mod softmax_cross_entropy;
pub mod squared_error;
mod target;
mod tuples;
pub mod weighted;

pub use binary_cross_entropy::BinaryCrossEntropy;
pub use cross_entropy::CrossEntropy;
pub use error::LossError;
#[cfg(feature = "alloc")]
pub(crate) use error::{wrong_class, wrong_target};
pub use huber::Huber;
pub use kind::LossKind;
pub use loss::Loss;
pub(crate) use loss::terms;
#[cfg(feature = "alloc")]
pub(crate) use loss::{add_weights, check, weights};
pub use mean_absolute_error::MeanAbsoluteError;
#[doc(hidden)]
pub use part::Part;
#[doc(hidden)]
pub use part::Targets;
pub(crate) use part::{Parts, loss as loss_of};
#[cfg(feature = "alloc")]
pub(crate) use part::{join, loss_of_more};
pub use sample::SampleLoss;
pub use scaled::Scaled;
pub use sigmoid_cross_entropy::SigmoidCrossEntropy;
pub use softmax_cross_entropy::{SmoothedCrossEntropy, SoftmaxCrossEntropy};
pub use squared_error::{MeanSquaredError, SquaredErrorSum};
pub use target::{Classes, Elements};
pub use weighted::{Leaf, Weighted};
