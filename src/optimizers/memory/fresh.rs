//! Memories of optimizers that have taken no step.

use super::Memory;
use crate::{Optimizer, Parameters};

/// A fresh memory by value, for networks that are small beside the stack.
pub fn inline<N: Parameters, O: Optimizer>(_: &N, _: &O) -> Memory<O::Slots<N::Gradient>> {
    Memory { slots: Parameters::zeros(), steps: 0, peak: 0.0 }
}

/// A fresh memory on the heap.
#[cfg(feature = "alloc")]
pub fn boxed<N: Parameters, O: Optimizer>(
    _: &N,
    _: &O,
) -> Memory<alloc::boxed::Box<O::Slots<N::Gradient>>> {
    Memory { slots: Parameters::zeros_boxed(), steps: 0, peak: 0.0 }
}
