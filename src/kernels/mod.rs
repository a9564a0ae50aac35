//! Loops over numbers. A kernel knows shapes and scalars, nothing of layers.
//!
//! [`plain`] says what is computed and in which order; [`mod@dense`], [`elementwise`] and [`mod@softmax`]
//! compute the same bits faster, for `f32`; [`dispatch`] knows which of them a type takes. The order of
//! every sum is a function of the layer's shape and scalar alone, never of the batch, the instruction
//! set or a feature, so column j of any batch has the bits of a batch of one, on every machine.

mod column;
mod convolution;
mod dense;
mod dispatch;
mod elementwise;
pub(crate) mod gates;
mod instruction_set;
mod instructions;
mod plain;
mod pool;
mod simd;
mod softmax;
mod stored;
#[cfg(all(test, feature = "std"))]
mod tests;
mod tile;

pub(crate) use convolution::{
    OnAxes, convolution, convolution_input, convolution_parameters, convolution_step,
    convolution_tap,
};
#[cfg(feature = "half")]
pub(crate) use dispatch::dense_half;
pub use dispatch::{activate, activate_backward};
pub(crate) use dispatch::{dense, dense_input, dense_parameters, magnitudes, softmax, update};
pub use instructions::Instructions;
pub(crate) use instructions::{StepTogether, Together, step_together, together};
pub(crate) use pool::{Geometry, average, average_slope, largest, largest_slope};
