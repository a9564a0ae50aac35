//! What an optimizer is.

use super::{Clip, Memory, Schedule, Scheduled, StepError, StepReport};
use crate::{Only, Parameters, Scalar};
use core::borrow::BorrowMut;

/// A way to turn a gradient into a step.
///
/// # Laws
/// - A step either changes all trained parameters or returns an error and changes nothing: neither
///   the network nor the memory.
/// - Equal inputs give equal bits.
///
/// Constructors take any settings, and are `const`; a step refuses one that is out of its range.
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
    /// If a setting is outside its range, or if the gradient, or anything that the step would store,
    /// is not finite; then nothing has changed.
    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<StepReport, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        M: BorrowMut<Self::Slots<N::Gradient>>;

    /// This optimizer, given gradients of at most the norm `max`, above 0.
    ///
    /// Of several wrappers, the last one that is named sees the gradient first.
    #[must_use]
    fn clip_norm(self, max: f64) -> Clip<Self> {
        Clip::norm(self, max)
    }

    /// This optimizer, given gradients whose numbers are at most `max`, above 0, in size.
    #[must_use]
    fn clip_value(self, max: f64) -> Clip<Self> {
        Clip::value(self, max)
    }

    /// This optimizer with its learning rate multiplied by a schedule; two schedules multiply.
    #[must_use]
    fn schedule<S: Schedule>(self, schedule: S) -> Scheduled<Self, S> {
        Scheduled::new(self, schedule)
    }
}
