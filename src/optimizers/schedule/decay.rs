//! Rates that fall by a factor, in every step or now and then.
//!
//! ```text
//! Exponential   γᵗ
//! StepDecay     γ^⌊t/k⌋
//! ```
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 8.3.1, in the form of
//! PyTorch's schedulers.

use super::{Schedule, checked};
use crate::optimizers::power;

/// The factor 1 at every step.
///
/// ```
/// use constnet::optimizers::schedule::{Constant, Schedule};
/// assert_eq!(Constant.factor(1_000), 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Constant;

impl Schedule for Constant {
    fn factor(&self, _: u64) -> f64 {
        1.0
    }
}

/// The factor γᵗ: the rate falls by the same fraction in every step.
///
/// PyTorch: `ExponentialLR(gamma=γ)`.
///
/// ```
/// use constnet::optimizers::schedule::{Exponential, Schedule};
/// assert_eq!(Exponential::new(0.5).factor(3), 0.125);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponential {
    gamma: f64,
}

impl Exponential {
    /// γ, above 0; below 1 the rate falls.
    pub const fn new(gamma: f64) -> Self {
        Self { gamma }
    }
}

impl Schedule for Exponential {
    fn factor(&self, step: u64) -> f64 {
        factor(self.gamma, step)
    }
}

/// The factor γ^⌊t/k⌋: the rate falls at once after every k steps.
///
/// PyTorch: `StepLR(step_size=k, gamma=γ)`.
///
/// ```
/// use constnet::optimizers::schedule::{Schedule, StepDecay};
/// let schedule = StepDecay::new(10, 0.5);
/// assert_eq!([9, 10, 29].map(|step| schedule.factor(step)), [1.0, 0.5, 0.25]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepDecay {
    every: u64,
    gamma: f64,
}

impl StepDecay {
    /// γ, above 0, after every `every` steps, at least 1: with 0 every factor is NaN.
    pub const fn new(every: u64, gamma: f64) -> Self {
        Self { every, gamma }
    }
}

impl Schedule for StepDecay {
    fn factor(&self, step: u64) -> f64 {
        step.checked_div(self.every).map_or(f64::NAN, |falls| factor(self.gamma, falls))
    }
}

/// γᵗ; with a γ of 0, which would stop all training after the first fall, NaN.
fn factor(gamma: f64, falls: u64) -> f64 {
    if gamma > 0.0 { checked(gamma, power(gamma, falls)) } else { f64::NAN }
}
