//! A chain of layers in one function.
//!
//! Every layer could ask for itself which instructions there are, and be called. In a small network
//! that is a fifth of the time: so a stack asks once, for all of its layers, and those that do little
//! are compiled into its function. Layers that do much are called as ever: a function for each shape
//! is less code, and intermediates leave the stack with the call.

use super::{
    level::{Level, kernel},
    simd::Simd,
};
use crate::Forward;

/// Weights of a dense layer that does little, and numbers of a function that does. Where memory is scarce,
/// little is less.
pub(super) const WEIGHTS: usize = if cfg!(target_arch = "x86_64") { 2048 } else { 256 };
pub(super) const NUMBERS: usize = if cfg!(target_arch = "x86_64") { 64 } else { 32 };

kernel! {
    /// y = f(x)
    forward [F: Forward<X>, X] [F, X] (f: &F, x: &X) -> F::Output = layers
}

/// # Safety
/// The machine has the level S.
#[inline(always)]
unsafe fn layers<S: Simd, F: Forward<X>, X>(f: &F, x: &X) -> F::Output {
    // SAFETY: the caller's promise.
    f.forward_at(unsafe { Level::of::<S>() }, x)
}
