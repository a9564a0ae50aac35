//! Optimizers: from a gradient to a step.
//!
//! | | step of one parameter θ with gradient g | memory |
//! |---|---|---|
//! | [`Sgd`] | θ − η·g, with momentum θ − η·v | 1 |
//! | [`Adam`] | θ − η·m̂/(√v̂ + ε) | 2 |
//!
//! An optimizer is its settings, a small value that can be copied. What it remembers of the steps
//! before lives in a [`Memory`] that the caller owns: on the heap, in a `static`, or on the stack.

mod adam;
pub mod memory;
mod rule;
mod sgd;

pub use adam::Adam;
pub use memory::Memory;
pub use rule::{Magnitudes, Rule};
pub use sgd::Sgd;

pub(crate) use rule::apply;

use crate::{Parameters, Scalar, Uniform, parameters::Path};
use core::{borrow::BorrowMut, fmt};

/// A way to turn a gradient into a step.
///
/// # Laws
/// - A step either changes all trained parameters or returns an error and changes nothing: neither
///   the network nor the memory.
/// - Equal inputs give equal bits.
pub trait Optimizer: Clone {
    /// What is remembered between steps, for a gradient of type `G`: an array of such values.
    type Slots<G: Parameters>: Parameters;

    /// The same optimizer with its learning rate multiplied: what schedules do.
    #[must_use]
    fn scaled(&self, factor: f64) -> Self;

    /// One step. The gradient is the caller's to reuse; clipping may have changed it.
    ///
    /// # Errors
    /// If the gradient, or anything that the step would store, is not finite; then nothing has
    /// changed.
    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<Step, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Uniform<T>>,
        M: BorrowMut<Self::Slots<N::Gradient>>;
}

/// What a step saw.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// ‖g‖₂ over all trained parameters, after clipping by value and before clipping by norm.
    pub gradient_norm: f64,
    /// max |g|
    pub largest_gradient: f64,
}

/// Why a step was not taken. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum StepError {
    /// The gradient of this tensor is NaN or infinite somewhere.
    Gradient(Path),
    /// This tensor is, or would become, NaN or infinite somewhere.
    Parameter(Path),
    /// What the optimizer remembers of this tensor would become NaN or infinite somewhere.
    Memory(Path),
    /// A setting outside its range.
    Setting {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
}

impl fmt::Display for StepError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, path) = match self {
            Self::Gradient(path) => ("the gradient of", path),
            Self::Parameter(path) => ("the step would leave", path),
            Self::Memory(path) => ("the optimizer's memory of", path),
            Self::Setting { name, found, expected } => {
                return write!(out, "{name} is {found}, expected {expected}");
            }
        };
        write!(
            out,
            "{what} `{path}` (layer `{}`) not finite; the network is unchanged",
            path.layer()
        )
    }
}

impl core::error::Error for StepError {}

/// A setting that must lie in a range.
pub(crate) fn setting(
    name: &'static str,
    found: f64,
    expected: &'static str,
    accept: bool,
) -> Result<(), StepError> {
    if accept && found.is_finite() {
        Ok(())
    } else {
        Err(StepError::Setting { name, found, expected })
    }
}
