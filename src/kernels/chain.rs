//! Kernels of several layers in one function.
//!
//! Every layer could ask for itself which instructions there are, and be called. In a small network
//! that is a fifth of the time: so a stack asks once, for all of its layers, and those that do little
//! are compiled into its function. Layers that do much are called as ever: a function for each shape
//! is less code, and intermediates leave the stack with the call.

use super::{
    level::{Level, kernel},
    simd::Simd,
};

/// Weights of a dense layer that does little, and numbers of a function that does. Where memory is scarce,
/// little is less.
pub(super) const WEIGHTS: usize = if cfg!(target_arch = "x86_64") { 2048 } else { 256 };
pub(super) const NUMBERS: usize = if cfg!(target_arch = "x86_64") { 64 } else { 32 };

/// The chain that a kernel is called in: the level that it runs at, or none if the kernel is alone.
///
/// Whoever is given one hands it on. Nobody outside can make one of a level, or look into it.
#[derive(Clone, Copy, Debug)]
pub struct Chain(Option<Level>);

impl Chain {
    /// No chain: the kernel asks for itself.
    pub const ALONE: Self = Self(None);

    /// The level, in a chain.
    #[inline(always)]
    pub(super) fn level(self) -> Option<Level> {
        self.0
    }
}

/// What runs kernels in a chain.
pub(crate) trait Chained<X> {
    /// What comes of it.
    type Output;
    /// Mark it `#[inline(always)]`, so that it is compiled for the instructions of the chain.
    fn run(&self, chain: Chain, x: &X) -> Self::Output;
}

kernel! {
    /// y = f(x), in a chain.
    together [F: Chained<X>, X] [F, X] (f: &F, x: &X) -> F::Output = run
}

/// The same for a step from a state.
pub(crate) trait ChainedStep<S, X> {
    /// What comes of it.
    type Output;
    /// Mark it `#[inline(always)]`, too.
    fn run_step(&self, chain: Chain, state: &mut S, x: &X) -> Self::Output;
}

kernel! {
    /// y = f(state, x), in a chain.
    step_together [F: ChainedStep<State, X>, State, X] [F, State, X]
    (f: &F, state: &mut State, x: &X) -> F::Output = run_step
}

/// # Safety
/// The machine has the level S.
#[inline(always)]
unsafe fn run<S: Simd, F: Chained<X>, X>(f: &F, x: &X) -> F::Output {
    // SAFETY: the caller's promise.
    f.run(Chain(Some(unsafe { Level::of::<S>() })), x)
}

/// # Safety
/// The machine has the level S.
#[inline(always)]
unsafe fn run_step<S: Simd, F: ChainedStep<State, X>, State, X>(
    f: &F,
    state: &mut State,
    x: &X,
) -> F::Output {
    // SAFETY: the caller's promise.
    f.run_step(Chain(Some(unsafe { Level::of::<S>() })), state, x)
}
