//! Layers with parameters, and layers around layers.
//!
//! A *parameter* is a number that belongs to the layer and not to its input. Training changes the
//! trained ones; the others are stored with the network.
//!
//! | | y | parameters |
//! |---|---|---|
//! | [`Dense`] | W·x + b | W and b, trained |
//! | [`LayerNorm`] | γ∘(x − μ)/σ + β, each sample over its features | γ and β, trained |
//! | [`struct@Dropout`] | x; in training some numbers are 0 | none |
//! | [`Rnn`], [`Gru`], [`Lstm`] | [recurrent]: of all steps so far | W, U and b, trained |
//! | [`Residual`] | x + F(x) | those of F |
//! | [branches] | several layers on one input, several values made one | those of the arms |
//! | [`Frozen`] | L(x) | those of L, not trained |
//! | [`Aligned`] | L(x), at the start of a cache line | those of L |
//! | [`Last`] | the last step of a sequence | none |
//! | [`Standardize`] | (x − mean) / deviation, for inputs | mean and deviation, not trained |
//! | [`Unstandardize`] | x·deviation + mean, for outputs | mean and deviation, not trained |
//!
//! Each has a page with its formula, its gradient and its source. [`BatchNorm`] is no layer: it is
//! folded into the [`Dense`] beside it. How layers are put together is on the page of
//! [stacks](crate::stack), how to write one of your own on that of [`parameters!`](crate::parameters!),
//! and one around others on that of [passes](mod@crate::pass).

pub mod aligned;
pub mod batch_norm;
pub mod branches;
mod centre;
pub mod dense;
pub mod dropout;
pub mod frozen;
pub mod last;
pub mod layer_norm;
pub mod recurrent;
pub mod residual;
pub mod standardize;
mod statistics;
pub mod unstandardize;

pub use aligned::Aligned;
pub use batch_norm::{BatchNorm, FoldError};
pub use branches::{Concat, Fork, Product, Slice, Sum};
pub use dense::Dense;
pub use dropout::Dropout;
pub use frozen::Frozen;
pub use last::Last;
pub use layer_norm::LayerNorm;
pub use recurrent::{Functions, Gru, Lstm, LstmState, ResetAfter, ResetBefore, Rnn};
pub use residual::Residual;
pub use standardize::Standardize;
pub use statistics::StandardizeError;
pub use unstandardize::Unstandardize;
