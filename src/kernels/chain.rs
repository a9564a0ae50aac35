//! A chain of layers in one function.
//!
//! Every layer could ask for itself which instructions there are, and be called. In a small network
//! that is a fifth of the time: so a stack asks once, for all of its layers, and those that do little
//! are compiled into its function. Layers that do much are called as ever.

use super::{
    level::{Level, kernel},
    simd::Simd,
};
use crate::Forward;

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
