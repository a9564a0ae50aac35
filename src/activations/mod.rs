//! Activations: the non-linear functions between layers.

mod elementwise;
mod relu;
mod tanh;

pub use relu::Relu;
pub use tanh::Tanh;
