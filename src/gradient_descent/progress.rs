//! How far a descent has come, and whether that is far enough.

use super::{Descent, GradientDescent, Stop};

/// How far a descent has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    pub(super) steps: u64,
    last_step: f64,
}

impl Progress {
    pub(super) const START: Self = Self { steps: 0, last_step: f64::INFINITY };

    pub(super) fn count(&mut self, step: f64) {
        *self = Self { steps: self.steps.saturating_add(1), last_step: step };
    }

    pub(super) fn done(&self, descent: &GradientDescent) -> bool {
        self.last_step <= descent.tolerance || self.steps >= descent.max_steps
    }

    pub(super) fn report(&self, descent: &GradientDescent) -> Descent {
        let Self { steps, last_step } = *self;
        let small = last_step <= descent.tolerance;
        Descent { stop: if small { Stop::SmallStep } else { Stop::MaxSteps }, steps, last_step }
    }
}
