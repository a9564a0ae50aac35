//! Loops over numbers. A kernel knows shapes and scalars, nothing of layers; only [`chain`] calls one.
//!
//! [`plain`] says what is computed and in which order; [`dense`], [`elementwise`] and [`softmax`]
//! compute the same bits faster, for `f32`. The order of every sum is a function of the layer's
//! shape and scalar alone, never of the batch, the instruction set or a feature, so column j of any
//! batch has the bits of a batch of one, on every machine.

pub(crate) mod chain;
mod column;
pub(crate) mod dense;
pub(crate) mod elementwise;
pub(crate) mod level;
pub(crate) mod plain;
mod simd;
pub(crate) mod softmax;
mod stored;
#[cfg(all(test, feature = "std"))]
mod tests;
mod tile;
