//! What an optimizer remembers between steps.

mod fresh;

#[cfg(feature = "alloc")]
pub use fresh::boxed;
pub use fresh::inline;

/// The slots of an optimizer, the number of steps taken, and a bound on what the slots hold.
///
/// `M` is the slots themselves, a `Box` of them, or a `&mut` to storage of yours.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory<M> {
    pub(super) slots: M,
    pub(super) steps: u64,
    /// No number in the slots is larger; infinite where nobody has looked yet.
    pub(super) peak: f64,
}

impl<M> Memory<M> {
    /// A fresh memory in slots that are all 0.
    pub const fn new(zeros: M) -> Self {
        Self::resume(zeros, 0)
    }

    /// The memory of a training that goes on: its slots and the number of steps taken so far.
    ///
    /// ```
    /// use constnet::{optimizers::{Memory, memory}, prelude::*};
    ///
    /// let mut net = Dense::new([[1.0_f32]], [0.0]);
    /// let (adam, gradient) = (Adam::new(0.1), Dense::new([[0.5]], [0.25]));
    /// let mut memory = memory::inline(&net, &adam);
    /// adam.step(&mut net, &mut gradient.clone(), &mut memory)?;
    ///
    /// let (mut twin, mut resumed) =
    ///     (net.clone(), Memory::resume(memory.slots().clone(), memory.steps()));
    /// adam.step(&mut net, &mut gradient.clone(), &mut memory)?;
    /// adam.step(&mut twin, &mut gradient.clone(), &mut resumed)?;
    /// assert!(twin == net);
    /// # Ok::<(), constnet::optimizers::StepError>(())
    /// ```
    pub const fn resume(slots: M, steps: u64) -> Self {
        Self { slots, steps, peak: f64::INFINITY }
    }

    /// A step that finds the slots in their storage by `find`, and counts on.
    #[inline(always)]
    pub(crate) fn step<S, R>(
        &mut self,
        find: impl FnOnce(&mut M) -> &mut S,
        step: impl FnOnce(&mut Memory<&mut S>) -> R,
    ) -> R {
        let slots = find(&mut self.slots);
        let mut found = Memory { slots, steps: self.steps, peak: self.peak };
        let taken = step(&mut found);
        (self.steps, self.peak) = (found.steps, found.peak);
        taken
    }

    /// The slots of a training that goes on after so many steps, to be filled in.
    pub(crate) const fn resume_at(&mut self, steps: u64) -> &mut M {
        (self.steps, self.peak) = (steps, f64::INFINITY);
        &mut self.slots
    }

    /// How many steps have been taken.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// What is remembered, as the optimizer's [`Slots`](crate::Optimizer::Slots).
    pub const fn slots(&self) -> &M {
        &self.slots
    }
}
