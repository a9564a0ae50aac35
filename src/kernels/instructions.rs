//! Kernels of several layers in one function.
//!
//! Every layer could ask for itself which instructions there are, and be called. In a small network
//! that is a fifth of the time: so a stack asks once, for all of its layers, and those that do little
//! are compiled into its function. Layers that do much are called as ever: a function for each shape
//! is less code, and intermediates leave the stack with the call.

use super::{
    instruction_set::{InstructionSet, kernel},
    simd::Simd,
};

/// Weights of a dense layer that does little, and numbers of a function that does. Where memory is scarce,
/// little is less.
pub(super) const WEIGHTS: usize = if cfg!(target_arch = "x86_64") { 2048 } else { 256 };
pub(super) const NUMBERS: usize = if cfg!(target_arch = "x86_64") { 64 } else { 32 };

/// Which instructions a stack has found that the machine has, for the kernels of its layers; or that nobody has
/// asked.
///
/// Whoever is given this hands it on. Nobody outside can make one that is known, or look into it.
#[derive(Clone, Copy, Debug)]
pub struct Instructions(Option<InstructionSet>);

impl Instructions {
    /// The kernel asks for itself.
    pub const UNKNOWN: Self = Self(None);

    /// The instruction set, where a stack has asked.
    #[inline(always)]
    pub(super) fn known(self) -> Option<InstructionSet> {
        self.0
    }
}

/// What runs several kernels in one function.
pub(crate) trait Together<X> {
    /// What comes of it.
    type Output;
    /// Mark it `#[inline(always)]`, so that it is compiled for these instructions.
    fn run(&self, instructions: Instructions, x: &X) -> Self::Output;
}

kernel! {
    /// y = f(x), all kernels in one function.
    together [F: Together<X>, X] [F, X] (f: &F, x: &X) -> F::Output = run
}

/// The same for a step from a state.
pub(crate) trait StepTogether<S, X> {
    /// What comes of it.
    type Output;
    /// Mark it `#[inline(always)]`, too.
    fn run_step(&self, instructions: Instructions, state: &mut S, x: &X) -> Self::Output;
}

kernel! {
    /// y = f(state, x), all kernels in one function.
    step_together [F: StepTogether<State, X>, State, X] [F, State, X]
    (f: &F, state: &mut State, x: &X) -> F::Output = run_step
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn run<S: Simd, F: Together<X>, X>(f: &F, x: &X) -> F::Output {
    // SAFETY: the caller's promise.
    f.run(Instructions(Some(unsafe { InstructionSet::of::<S>() })), x)
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn run_step<S: Simd, F: StepTogether<State, X>, State, X>(
    f: &F,
    state: &mut State,
    x: &X,
) -> F::Output {
    // SAFETY: the caller's promise.
    f.run_step(Instructions(Some(unsafe { InstructionSet::of::<S>() })), state, x)
}
