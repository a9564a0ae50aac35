//! Layers with parameters, and layers around layers.
//!
//! A *parameter* is a number that belongs to the layer and not to its input. Training changes the
//! trained ones; the others are stored with the network.
//!
//! | | y | parameters |
//! |---|---|---|
//! | [`Dense`] | W·x + b | W and b, trained |
//! | [convolutions](convolution) | W·x + b under a window, at every place | W and b, trained |
//! | [`LayerNorm`] | γ∘(x − μ)/σ + β, each sample over its features | γ and β, trained |
//! | [`Rnn`], [`Gru`], [`Lstm`] | [recurrent]: a function of all steps so far | W, U and b, trained |
//! | [`Affine`] | γ∘x + β | γ and β, trained |
//! | [`struct@Dropout`], [`struct@ChannelDropout`] | x; in training some numbers, or channels, are 0 | none |
//! | [pools](pooling) | the largest or the average of what a window sees | none |
//! | [`Flatten`], [`Unflatten`] | an image as a vector, a vector as an image | none |
//! | [`ZeroPad`] | x with zeros around it | none |
//! | [`struct@Normalize`] | x / \|x\|, each sample | none |
//! | [`Residual`] | x + F(x) | those of F |
//! | [branches] | several layers on one input, several values made one | those of the arms |
//! | [`Frozen`] | L(x) | those of L, not trained |
//! | [`Aligned`] | L(x), at the start of a cache line | those of L |
//! | [`Last`] | the last step of a sequence | none |
//! | [`Padded`] | F(x), of sequences shorter than their window | those of F |
//! | [`Standardize`] | (x − mean) / deviation, for inputs | mean and deviation, not trained |
//! | [`Unstandardize`] | x·deviation + mean, for outputs | mean and deviation, not trained |
//!
//! Each has a page with its formula, its gradient and its source. [`BatchNorm`] is not a layer: it is
//! folded into the [`Dense`] or the convolution beside it, or becomes an [`Affine`]. The page of [stacks](crate::stack) says how layers are
//! put together, that of [`parameters!`](crate::parameters!) how to write one of your own, and that of
//! [passes](mod@crate::pass) how to write one around others.

pub mod affine;
pub mod aligned;
pub mod batch_norm;
pub mod branches;
mod centre;
pub mod channel_dropout;
pub mod convolution;
pub mod dense;
pub mod dropout;
pub mod flatten;
pub mod frozen;
pub mod last;
pub mod layer_norm;
pub mod normalize;
mod order;
pub mod padded;
pub mod pooling;
mod rate;
pub mod recurrent;
pub mod residual;
pub mod standardize;
mod statistics;
pub mod unflatten;
pub mod unstandardize;
pub mod zero_pad;

pub use affine::Affine;
pub use aligned::Aligned;
pub use batch_norm::{BatchNorm, FoldError};
pub use branches::{Concat, Fork, Product, Slice, Sum};
pub use channel_dropout::ChannelDropout;
pub use convolution::{Conv1d, Conv1dState, Conv2d, DepthwiseConv2d, WindowConv1d};
pub use dense::Dense;
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use frozen::Frozen;
pub use last::Last;
pub use layer_norm::LayerNorm;
pub use normalize::Normalize;
pub use order::{Chw, Hwc, Order};
pub use padded::Padded;
pub use pooling::{AvgPool, GlobalAvgPool, GlobalMaxPool, MaxPool};
pub use recurrent::{Bidirectional, Functions, Gru, Lstm, LstmState, ResetAfter, ResetBefore, Rnn};
pub use residual::Residual;
pub use standardize::Standardize;
pub use statistics::StandardizeError;
pub use unflatten::Unflatten;
pub use unstandardize::Unstandardize;
pub use zero_pad::ZeroPad;
