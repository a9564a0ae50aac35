//! Warm-up: a rate that rises.
//!
//! ```text
//! s + (1 − s)·t/n          t < n, start s; then 1
//! ```
//!
//! The first gradients come from random weights and point nowhere in particular; averages such as
//! Adam's have few numbers to go by. Short steps until that is over do the least harm.
//!
//! Source: Goyal et al. (2017), *Accurate, large minibatch SGD*, arXiv:1706.02677, section 2.2
//! (gradual warm-up).

use super::{Schedule, Switch, checked};

/// A factor that rises in a straight line from a start, ⅓ by default, to 1, and stays there.
///
/// PyTorch: `LinearLR(start_factor=start, end_factor=1, total_iters=steps)`.
///
/// # Example
/// ```
/// use constnet::{optimizers::schedule::{Cosine, Schedule, WarmUp}, prelude::*};
///
/// let schedule = WarmUp::new(10).start(0.5).then(Cosine::new(90));
/// assert_eq!([0, 5, 10, 100].map(|step| schedule.factor(step)), [0.5, 0.75, 1.0, 0.0]);
/// let adam = Adam::new(1e-3).schedule(schedule);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarmUp {
    steps: u64,
    start: f64,
}

impl WarmUp {
    /// The number of steps until the factor is 1; with 0 it always is.
    pub const fn new(steps: u64) -> Self {
        Self { steps, start: 1.0 / 3.0 }
    }

    /// The factor of the first step, at least 0; with 0 the first step moves nothing.
    #[must_use]
    pub const fn start(self, start: f64) -> Self {
        Self { start, ..self }
    }

    /// The warm-up, then another schedule, which counts from the end of the warm-up.
    pub const fn then<S: Schedule>(self, next: S) -> Switch<Self, S> {
        Switch { first: self, at: self.steps, next }
    }
}

impl Schedule for WarmUp {
    fn factor(&self, step: u64) -> f64 {
        let rising = || self.start + (1.0 - self.start) * (step as f64 / self.steps as f64);
        checked(self.start, if step < self.steps { rising() } else { 1.0 })
    }
}
