//! A step at the rate that a schedule gives it.

use super::{Schedule, Scheduled};
use crate::{
    Only, Parameters, Scalar,
    optimizers::{Memory, Optimizer, StepError, StepReport, setting},
};
use core::borrow::BorrowMut;

impl<O: Optimizer, S: Schedule> Scheduled<O, S> {
    /// The optimizer of the step after so many.
    fn at(&self, steps: u64) -> Result<O, StepError> {
        let factor = self.schedule.factor(steps);
        setting("schedule's factor", factor, "a finite number from 0", factor >= 0.0)?;
        Ok(self.optimizer.scaled(factor))
    }
}

impl<O: Optimizer, S: Schedule> Optimizer for Scheduled<O, S> {
    type Slots<G: Parameters> = O::Slots<G>;
    const NAME: &'static str = O::NAME;

    fn scaled(&self, factor: f64) -> Self {
        Self { optimizer: self.optimizer.scaled(factor), schedule: self.schedule.clone() }
    }

    fn step<T, N, M>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        memory: &mut Memory<M>,
    ) -> Result<StepReport, StepError>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
        M: BorrowMut<O::Slots<N::Gradient>>,
    {
        self.at(memory.steps())?.step(net, gradient, memory)
    }
}
