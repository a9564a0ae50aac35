//! Activations: the non-linear functions between layers.
//!
//! A stack of dense layers alone computes no more than one of them could; a curved function between them makes
//! the second worth having ([why](crate::learn::multilayer_perceptron)). An activation takes each
//! number by itself, except the two softmaxes, which take a column, one sample, as a whole.
//!
//! | | y | range of y | use |
//! |---|---|---|---|
//! | [`Relu`] | max(0, x) | [0, ∞) | hidden layers, unless there is a reason against it |
//! | [`struct@LeakyRelu`] | x, or a·x where x < 0 | (−∞, ∞) | where units of `Relu` die |
//! | [`PRelu`] | the same, with an a for each feature, which is learned | (−∞, ∞) | image networks |
//! | [`struct@Elu`] | x, or α·(eˣ − 1) where x < 0 | (−α, ∞) | a `Relu` without a kink |
//! | [`Selu`] | λ·x, or λα·(eˣ − 1) where x < 0 | (−1.76, ∞) | deep stacks without norms |
//! | [`Gelu`] | x·Φ(x) | [−0.17, ∞) | transformers |
//! | [`GeluTanh`] | `Gelu` by tanh | [−0.17, ∞) | weights that were trained with it |
//! | [`Silu`] | x·σ(x) | [−0.28, ∞) | close to `Gelu`, cheaper |
//! | [`Mish`] | x·tanh(ln(1 + eˣ)) | [−0.31, ∞) | detectors |
//! | [`HardSwish`] | `Silu` in pieces | [−0.375, ∞) | the same without an exponential |
//! | [`Clamp`], [`Relu6`](type@Relu6) | x clamped to limits; to [0, 6] | [L, H] | outputs within limits; networks to be quantised |
//! | [`Softplus`] | ln(1 + eˣ) | (0, ∞) | outputs that must be positive |
//! | [`Tanh`] | tanh(x) | (−1, 1) | small networks, outputs on both sides of 0 |
//! | [`FastTanh`], [`HardTanh`] | about tanh(x) | [−1, 1] | the same, cheaper |
//! | [`Softsign`] | x / (1 + \|x\|) | (−1, 1) | the same, with longer tails |
//! | [`Sigmoid`] | σ(x) = 1 / (1 + e⁻ˣ) | (0, 1) | the probability of a yes |
//! | [`FastSigmoid`], [`struct@HardSigmoid`] | about σ(x) | [0, 1] | the same, cheaper |
//! | [`Softmax`] | exp(xᵢ) / Σⱼ exp(xⱼ) | (0, 1), sum 1 | probabilities of classes |
//! | [`LogSoftmax`] | xᵢ − ln Σⱼ exp(xⱼ) | (−∞, 0) | their logarithms |
//! | [`Identity`] | x | (−∞, ∞) | no activation, where a type asks for one |
//!
//! Rounding reaches the open ends of the ranges: σ(100) is 1. After the last layer there is usually
//! none: in regression any number may come out, and the [losses](crate::losses) of classifiers take x itself.
//!
//! Each has a page with its formula, its gradient and its source ([all formulas,
//! typeset](crate::learn::formulas)); `cargo run --release --example
//! 03_activations` draws them.

pub mod clamp;
mod elementwise;
pub mod elu;
pub mod fast_sigmoid;
pub mod fast_tanh;
pub mod gelu;
pub mod gelu_tanh;
pub mod hard_sigmoid;
pub mod hard_swish;
pub mod hard_tanh;
pub mod identity;
pub mod leaky_relu;
pub mod log_softmax;
pub mod mish;
pub mod prelu;
pub mod relu;
pub mod selu;
pub mod sigmoid;
pub mod silu;
pub mod softmax;
pub mod softplus;
pub mod softsign;
pub mod tanh;

pub use clamp::{Clamp, Relu6};
pub use elu::Elu;
pub use fast_sigmoid::FastSigmoid;
pub use fast_tanh::FastTanh;
pub use gelu::Gelu;
pub use gelu_tanh::GeluTanh;
pub use hard_sigmoid::HardSigmoid;
pub use hard_swish::HardSwish;
pub use hard_tanh::HardTanh;
pub use identity::Identity;
pub use leaky_relu::LeakyRelu;
pub use log_softmax::LogSoftmax;
pub use mish::Mish;
pub use prelu::PRelu;
pub use relu::Relu;
pub use selu::Selu;
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softmax::Softmax;
pub use softplus::Softplus;
pub use softsign::Softsign;
pub use tanh::Tanh;
