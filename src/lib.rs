#![no_std]
// On docs.rs each item says which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// First the targets of README's links, because the first definition of a link counts: README's own
// are files beside it.
#![doc = include_str!("front_page.md")]
#![doc = include_str!("contents.md")]
#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "alloc"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "pages link to `fit`, which needs an allocator"
    )
)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// So that macros of this crate can name it inside the crate too.
extern crate self as constnet;

/// An error is the same sentence in `Debug`, which is what `main` and `unwrap` print.
macro_rules! sentence {
    ($Error:ty $(where $($parameters:tt)*)?) => {
        impl$(<$($parameters)*>)? ::core::fmt::Debug for $Error {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self, out)
            }
        }
    };
}

pub use nalgebra;
pub use num_traits;
pub use rand;

pub mod about;
pub mod activations;
#[cfg(feature = "dual")]
pub mod dual;
pub mod footprint;
pub mod gradcheck;
pub mod gradient_descent;
pub mod graph;
pub mod init;
mod kernels;
pub mod layers;
pub mod learn;
pub mod losses;
pub mod math;
mod misfit;
mod network;
pub mod optimizers;
pub mod parameters;
pub mod pass;
mod predict;
pub mod random;
#[cfg(feature = "alloc")]
pub mod ranks;
#[doc = include_str!("recipes.md")]
pub mod recipes {}
mod rule;
pub mod scalar;
#[cfg(feature = "serde")]
pub mod serde;
pub mod stack;
pub mod stream;
mod sum;
pub mod training;
mod traits;
pub mod values;
pub mod weights;
pub mod window;

#[doc(inline)]
pub use activations::{
    Clamp, Elu, FastSigmoid, FastTanh, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity,
    LeakyRelu, LogSoftmax, Mish, PRelu, Relu, Relu6, Selu, Sigmoid, Silu, Softmax, Softplus,
    Softsign, Tanh,
};
#[doc(inline)]
pub use gradient_descent::GradientDescent;
#[doc(inline)]
pub use init::{Init, Initializer};
#[doc(hidden)]
pub use kernels::{
    Instructions as __Instructions, activate as __activate,
    activate_backward as __activate_backward,
};
#[doc(inline)]
pub use layers::{
    Affine, Aligned, AvgPool, BatchNorm, Bidirectional, ChannelDropout, Chw, Concat, Conv1d,
    Conv1dState, Conv2d, Dense, DepthwiseConv2d, Dropout, Flatten, FoldError, Fork, Frozen,
    GlobalAvgPool, GlobalMaxPool, Gru, Hwc, Last, LayerNorm, Lstm, MaxPool, Normalize, Padded,
    Product, Residual, Rnn, Slice, Standardize, StandardizeError, Sum, Unflatten, Unstandardize,
    WindowConv1d, ZeroPad,
};
#[doc(inline)]
pub use losses::{
    BinaryCrossEntropy, Classes, CrossEntropy, Elements, Huber, Loss, LossError, MeanAbsoluteError,
    MeanSquaredError, SampleLoss, Scaled, SigmoidCrossEntropy, SmoothedCrossEntropy,
    SoftmaxCrossEntropy, SquaredErrorSum, Weighted,
};
pub use misfit::Misfit;
pub use network::__check;
// For macros: in the crate of a caller, `::core` may be another crate.
#[doc(hidden)]
pub use core as __core;
#[doc(inline)]
pub use optimizers::{Adam, AdamW, AmsGrad, Optimizer, RmsProp, Sgd};
#[doc(inline)]
pub use parameters::{Constant, Only, Parameters, Ratio};
pub use predict::{Arrays, AsArray, Element, LengthError, Predict};
#[doc(inline)]
pub use scalar::{Elementwise, Scalar, Weight};
#[doc(inline)]
pub use stream::{State, Stateless, Stream, StreamTrain};
#[doc(inline)]
pub use training::{MiniBatch, Trainer, TrainerOf};
pub use traits::{Backward, Forward};
#[doc(inline)]
pub use values::{Columns, Value};
#[doc(inline)]
pub use window::{CountPadding, Dilate, Pad, Same, Stride, Valid, Window};

/// A matrix of zeros, for any [`Scalar`].
#[inline(always)]
pub fn zeros<T: Scalar, const N: usize, const B: usize>() -> nalgebra::SMatrix<T, N, B> {
    nalgebra::SMatrix::from_array_storage(nalgebra::ArrayStorage([[T::zero(); N]; B]))
}

/// What most programs need: `use constnet::prelude::*;`.
///
/// Of modules it has [`init`], [`random`] and, with the macro of that name,
/// [`parameters`](mod@crate::parameters).
pub mod prelude {
    #[cfg(feature = "alloc")]
    pub use crate::training::{
        BatchSize, Dataset, Fit, evaluate, fit, fit_with,
        metrics::{accuracy, binary_accuracy},
    };
    pub use crate::{
        Adam, AdamW, Affine, Aligned, AmsGrad, AvgPool, Backward, BatchNorm, Bidirectional,
        BinaryCrossEntropy, ChannelDropout, Chw, Clamp, Classes, Concat, Constant, Conv1d, Conv2d,
        CountPadding, CrossEntropy, Dense, DepthwiseConv2d, Dilate, Dropout, Elements, Elementwise,
        Elu, FastSigmoid, FastTanh, Flatten, FoldError, Fork, Forward, Frozen, Gelu, GeluTanh,
        GlobalAvgPool, GlobalMaxPool, GradientDescent, Gru, HardSigmoid, HardSwish, HardTanh,
        Huber, Hwc, Identity, Init, Initializer, Last, LayerNorm, LeakyRelu, LogSoftmax, Loss,
        LossError, Lstm, MaxPool, MeanAbsoluteError, MeanSquaredError, MiniBatch, Mish, Normalize,
        Only, Optimizer, PRelu, Pad, Padded, Parameters, Predict, Product, Ratio, Relu, Relu6,
        Residual, RmsProp, Rnn, Same, Scalar, Scaled, Selu, Sgd, Sigmoid, SigmoidCrossEntropy,
        Silu, Slice, SmoothedCrossEntropy, Softmax, SoftmaxCrossEntropy, Softplus, Softsign,
        SquaredErrorSum, Standardize, StandardizeError, State, Stateless, Stream, Stride, Sum,
        Tanh, Trainer, TrainerOf, Unflatten, Unstandardize, Valid, Weight, Weighted, WindowConv1d,
        ZeroPad, budget, constant, elementwise, embed, graph, init, network, parameters, random,
    };
    pub use crate::{
        optimizers::schedule::{Cosine, Exponential, StepDecay, WarmRestarts, WarmUp},
        stream::AtRest,
        training::metrics::argmax,
    };
    pub use nalgebra::{SMatrix, SVector};
}
