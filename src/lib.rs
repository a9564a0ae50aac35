#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
//! temporary

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// So that macros of this crate can name it inside the crate too.
extern crate self as constnet;

pub use nalgebra;
pub use rand;

pub mod activations;
pub mod gradient_descent;
pub mod init;
mod kernels;
pub mod layers;
pub mod losses;
pub mod math;
mod network;
pub mod optimizers;
pub mod parameters;
pub mod scalar;
pub mod stack;
mod traits;

pub use activations::*;
pub use gradient_descent::GradientDescent;
pub use init::{Init, Initializer};
pub use layers::*;
pub use losses::*;
pub use network::__check;
pub use optimizers::{Adam, AdamW, Optimizer, RmsProp, Sgd};
pub use parameters::{Parameters, Uniform};
pub use scalar::{Elementwise, Scalar, Weight};
pub use traits::{Backward, Forward};

/// A matrix of zeros, for any [`Scalar`].
#[inline(always)]
pub fn zeros<T: Scalar, const N: usize, const B: usize>() -> nalgebra::SMatrix<T, N, B> {
    nalgebra::SMatrix::from_array_storage(nalgebra::ArrayStorage([[T::zero(); N]; B]))
}

/// What most programs need: `use constnet::prelude::*;`.
pub mod prelude {
    pub use crate::{
        Adam, AdamW, Backward, Elementwise, Forward, Init, Initializer, Optimizer, Parameters,
        RmsProp, Scalar, Sgd, Uniform, Weight, activations::*, layers::*, losses::*, network,
    };
    pub use nalgebra::{SMatrix, SVector};
}
