#![no_std]
#![doc = include_str!("../README.md")]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// So that macros of this crate can name it inside the crate too.
extern crate self as constnet;

pub use nalgebra;
pub use num_traits;
pub use rand;

pub mod activations;
#[cfg(feature = "dual")]
pub mod dual;
pub mod gradcheck;
pub mod gradient_descent;
pub mod init;
mod kernels;
pub mod layers;
pub mod learn;
pub mod ledger;
pub mod losses;
pub mod math;
mod network;
pub mod optimizers;
pub mod parameters;
mod predict;
pub mod random;
pub mod scalar;
#[cfg(feature = "serde")]
pub mod serde;
pub mod stack;
pub mod training;
mod traits;
pub mod weights;

pub use activations::*;
pub use gradient_descent::GradientDescent;
pub use init::{Init, Initializer};
pub use layers::*;
pub use losses::*;
pub use network::__check;
pub use optimizers::{Adam, AdamW, Optimizer, RmsProp, Sgd};
pub use parameters::{Parameters, Uniform};
pub use predict::{LengthError, Predict};
pub use scalar::{Elementwise, Scalar, Weight};
pub use training::Trainer;
pub use traits::{Backward, Forward};

/// A matrix of zeros, for any [`Scalar`].
#[inline(always)]
pub fn zeros<T: Scalar, const N: usize, const B: usize>() -> nalgebra::SMatrix<T, N, B> {
    nalgebra::SMatrix::from_array_storage(nalgebra::ArrayStorage([[T::zero(); N]; B]))
}

/// What most programs need: `use constnet::prelude::*;`.
pub mod prelude {
    #[cfg(feature = "alloc")]
    pub use crate::training::{Batch, Dataset, Fit, fit, fit_with};
    pub use crate::{
        Adam, AdamW, Backward, Elementwise, Forward, Init, Initializer, Optimizer, Parameters,
        Predict, RmsProp, Scalar, Sgd, Trainer, Uniform, Weight, activations::*, layers::*,
        losses::*, network,
    };
    pub use nalgebra::{SMatrix, SVector};
}
