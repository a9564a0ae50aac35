//! Optimizers: from a gradient to a step.
//!
//! | | step of one parameter θ with gradient g | memory |
//! |---|---|---|
//! | [`Sgd`] | θ − η·g, with momentum θ − η·v | 1 |
//! | [`RmsProp`] | θ − η·g/(√v + ε) | 1 to 3 |
//! | [`Adam`] | θ − η·m̂/(√v̂ + ε) | 2 |
//! | [`AdamW`] | θ − η·λ·θ − η·m̂/(√v̂ + ε) | 2 |
//!
//! An optimizer is its settings, a small value that can be copied. What it remembers of the steps
//! before lives in a [`Memory`] that the caller owns: on the heap, in a `static`, or on the stack.
//! Clipping and [schedules](schedule) wrap any optimizer and remember nothing of their own:
//! ```
//! use constnet::{optimizers::schedule::{Cosine, WarmUp}, prelude::*};
//!
//! let optimizer =
//!     Adam::new(1e-3).clip_norm(1.0).schedule(WarmUp::new(100).then(Cosine::new(900)));
//! ```

mod adam;
mod adam_w;
mod clip;
pub mod memory;
mod rms_prop;
mod rule;
pub mod schedule;
mod sgd;

pub use adam::Adam;
pub use adam_w::AdamW;
pub use clip::{ClipNorm, ClipValue};
pub use memory::Memory;
pub use rms_prop::RmsProp;
pub use rule::{Magnitudes, Rule};
pub use schedule::{Schedule, Scheduled};
pub use sgd::Sgd;

use adam::power;
pub(crate) use rule::apply;

use crate::{Parameters, Scalar, Uniform, parameters::Path};
use core::{borrow::BorrowMut, fmt};

/// A way to turn a gradient into a step.
///
/// # Laws
/// - A step either changes all trained parameters or returns an error and changes nothing: neither
///   the network nor the memory.
/// - Equal inputs give equal bits.
///
/// A memory serves one network and one optimizer. Slots that a caller filled with anything else
/// give steps without meaning, and both laws hold all the same.
pub trait Optimizer: Clone {
    /// What is remembered between steps, for a gradient of type `G`: an array of such values.
    type Slots<G: Parameters>: Parameters;

    /// What [checkpoints](crate::weights::Checkpoint) call the rule that the slots belong to.
    /// Wrappers have that of the optimizer inside.
    const NAME: &'static str = "optimizer";

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

    /// This optimizer, given gradients of at most the norm `max`, above 0.
    ///
    /// Of several wrappers, the last one that is named sees the gradient first.
    #[must_use]
    fn clip_norm(self, max: f64) -> ClipNorm<Self> {
        ClipNorm::new(self, max)
    }

    /// This optimizer, given gradients whose numbers are at most `max`, above 0, in size.
    #[must_use]
    fn clip_value(self, max: f64) -> ClipValue<Self> {
        ClipValue::new(self, max)
    }

    /// This optimizer with its learning rate multiplied by a schedule; two schedules multiply.
    #[must_use]
    fn schedule<S: Schedule>(self, schedule: S) -> Scheduled<Self, S> {
        Scheduled::new(self, schedule)
    }
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
        let (path, what) = match self {
            Self::Gradient(path) => (path, "has a gradient that is"),
            Self::Parameter(path) => (path, "would become"),
            Self::Memory(path) => (path, "would give the optimizer a memory that is"),
            Self::Setting { name, found, expected } => {
                return write!(out, "{name} is {found}, expected {expected}");
            }
        };
        let layer = path.layer();
        write!(out, "`{path}` (layer `{layer}`) {what} not finite; the step was not taken")
    }
}

impl core::error::Error for StepError {}

pub(crate) const FROM_0: &str = "a number from 0 that is finite in the network's number type";
pub(crate) const ABOVE_0: &str =
    "a number above 0 that is finite and above 0 in the network's number type";

/// A setting in the network's number type; it must lie in its range there too: 1e-50 is 0 in f32.
pub(crate) fn rounded<T: Scalar>(
    name: &'static str,
    found: f64,
    expected: &'static str,
    accept: impl Fn(f64) -> bool,
) -> Result<T, StepError> {
    let value = T::from_f64(found);
    let inside = value.to_f64().is_finite() && accept(value.to_f64());
    setting(name, found, expected, inside && accept(found)).map(|()| value)
}

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
