//! Schedules: a learning rate that changes from step to step.
//!
//! | | factor of the learning rate at step t = 0, 1, … |
//! |---|---|
//! | [`Constant`] | 1 |
//! | [`StepDecay`] | γ^⌊t/k⌋ |
//! | [`Exponential`] | γᵗ |
//! | [`Cosine`] | from 1 to a floor along half a wave |
//! | [`WarmRestarts`] | that again and again |
//! | [`WarmUp`] | from a start to 1 in a straight line |
//!
//! Long steps cross the landscape, short ones settle in a valley: a rate that falls does both. A
//! rate that rises first keeps the very first steps, taken from random weights, short.
//!
//! Schedules count steps, not epochs: step t is the one that is taken when
//! [`Memory::steps`](super::Memory::steps) is t.
//!
//! What follows a measured loss, and not a count, is [`Plateau`](crate::training::Plateau).
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 8.3.1.

pub mod cosine;
pub mod decay;
mod scheduled;
mod stepping;
pub mod warm_up;

pub use cosine::{Cosine, WarmRestarts};
pub use decay::{Constant, Exponential, StepDecay};
pub use scheduled::Scheduled;
pub use warm_up::WarmUp;

/// A factor for the learning rate of each step. Closures are schedules too.
///
/// # Laws
/// - Equal steps give equal bits, on every machine.
/// - The factor is finite and not negative; a step with another one is refused. Of a schedule of this
///   crate whose settings are out of their range every factor is NaN, so that the first step is.
///
/// # Example
/// ```
/// use constnet::{optimizers::schedule::Schedule, prelude::*};
///
/// let inverse_time = |step: u64| 1.0 / (1.0 + step as f64);
/// assert_eq!(inverse_time.factor(3), 0.25);
/// let sgd = Sgd::new(0.1).schedule(inverse_time);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a schedule",
    label = "expected a factor for the learning rate of each step",
    note = "the schedules are in `constnet::optimizers::schedule`; a closure `|step: u64| 1.0 / (1.0 + step as f64)` is one too"
)]
pub trait Schedule: Clone {
    /// The factor at this step, the first of which is 0.
    fn factor(&self, step: u64) -> f64;

    /// This schedule before `step`, and from then on `next`, which counts from 0 again.
    ///
    /// PyTorch: `SequentialLR([self, next], milestones=[step])`.
    ///
    /// ```
    /// use constnet::optimizers::schedule::{Constant, Exponential, Schedule};
    ///
    /// let schedule = Constant.switch_at(10, Exponential::new(0.5));
    /// assert_eq!([9, 10, 11].map(|step| schedule.factor(step)), [1.0, 1.0, 0.5]);
    /// ```
    fn switch_at<S: Schedule>(self, step: u64, next: S) -> Switch<Self, S> {
        Switch { first: self, at: step, next }
    }
}

impl<F: Fn(u64) -> f64 + Clone> Schedule for F {
    fn factor(&self, step: u64) -> f64 {
        self(step)
    }
}

/// One schedule after another; see [`Schedule::switch_at`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch<A, B> {
    first: A,
    at: u64,
    next: B,
}

impl<A: Schedule, B: Schedule> Schedule for Switch<A, B> {
    fn factor(&self, step: u64) -> f64 {
        match step.checked_sub(self.at) {
            // What would be refused when its turn comes is refused at the first step.
            None => checked(self.next.factor(0), self.first.factor(step)),
            Some(step) => self.next.factor(step),
        }
    }
}

/// `factor` if the setting that it was computed with is a finite number from 0; else NaN, which a
/// step refuses, also where the setting does not show in the factor yet. A setting whose factors would be
/// 0 for ever is out of its range: a training that does nothing does not say so.
fn checked(setting: f64, factor: f64) -> f64 {
    if setting >= 0.0 && setting.is_finite() { factor } else { f64::NAN }
}
