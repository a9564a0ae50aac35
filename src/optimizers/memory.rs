//! What an optimizer remembers between steps.

use super::Optimizer;
use crate::Parameters;

/// The slots of an optimizer, the number of steps taken, and a bound on what the slots hold.
///
/// `M` is the slots themselves, a `Box` of them, or a `&mut` to storage of yours.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory<M> {
    pub(super) slots: M,
    pub(super) steps: u64,
    pub(super) peak: f64,
}

impl<M> Memory<M> {
    /// A fresh memory in slots that are all 0.
    pub const fn new(zeros: M) -> Self {
        Self { slots: zeros, steps: 0, peak: 0.0 }
    }

    /// How many steps have been taken.
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}

/// A fresh memory by value, for networks that are small beside the stack.
pub fn inline<N: Parameters, O: Optimizer>(_: &N, _: &O) -> Memory<O::Slots<N::Gradient>> {
    Memory::new(Parameters::zeros())
}

/// A fresh memory on the heap.
#[cfg(feature = "alloc")]
pub fn boxed<N: Parameters, O: Optimizer>(
    _: &N,
    _: &O,
) -> Memory<alloc::boxed::Box<O::Slots<N::Gradient>>> {
    Memory::new(Parameters::zeros_boxed())
}
