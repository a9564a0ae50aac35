//! The three products of a convolution: y, dx and dW, without a copy of the input.
//!
//! Channels lie innermost and a row of pixels behind them, so under a row of the kernel the numbers of one
//! sample are neighbours: they are the column that a matrix is multiplied with, as they stand.
//!
//! | | |
//! |---|---|
//! | y | [`output`](mod@output): pixels × outputs in registers, while the taps pass by |
//! | dx | [`input`](mod@input): tap by tap, on strips of Wᵀ, as a dense layer's |
//! | dW | [`parameters`](mod@parameters): a tap's inputs × outputs in registers, while the pixels pass by |
//!
//! Where each channel is convolved alone, a vector has channels of x, instead of one number of x in all lanes.
//! Groups of fewer than four outputs (of inputs, for dx) take the loops of [`plain`], compiled for the instructions.
//!
//! Order of the sums: those of [`plain`], whose bits they all have. A tap that looks at padding adds nothing, but
//! for [zeros](shape::Shape::zeros) before a sequence.

mod dispatch;
pub(super) mod input;
pub(super) mod output;
pub(super) mod parameters;
mod pixels;
pub(super) mod plain;
mod shape;
pub(super) mod step;
#[cfg(all(test, feature = "std"))]
mod tests;

pub(crate) use dispatch::{
    OnAxes, convolution, convolution_input, convolution_parameters, convolution_step,
    convolution_tap,
};
