//! The course of a training: epochs of steps, what is kept, and when it ends.

use super::{
    Dataset, Epoch, Fit, FitError, FitReport, Set, Stop, TrainError, TrainReport, Trainer,
    trainer::not_finite,
};
use crate::{
    Loss, Optimizer, Parameters,
    losses::{self, Parts},
    parameters::copy_from,
    random::{self, Generator},
    sum::Sum,
};
use alloc::{boxed::Box, vec::Vec};
use core::ops::ControlFlow;

/// The trainer of [`fit`].
pub(crate) type BoxedTrainer<N, O> = Trainer<
    O,
    Box<<N as Parameters>::Gradient>,
    Box<<O as Optimizer>::Slots<<N as Parameters>::Gradient>>,
>;

/// What differs between trainings: the order of the samples, how a step is taken, and how it is measured.
pub(crate) struct Course<W, Order, Step, Validate> {
    /// The samples that take part, in the order of the first epoch but for `next_order`.
    pub(crate) order: Vec<usize>,
    /// How many of them a step has.
    pub(crate) samples: usize,
    /// The weights of all their targets.
    pub(crate) all: W,
    /// What happens to the order before an epoch.
    pub(crate) next_order: Order,
    /// A step on these samples.
    pub(crate) step: Step,
    /// The loss on validation data.
    pub(crate) validate: Validate,
}

/// Which step it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// Its epoch, from 1.
    pub(crate) epoch: usize,
    /// Its number in the epoch, from 1.
    pub(crate) step: usize,
}

impl At {
    /// The error of a step on these samples, which a loss numbers as in the batch.
    pub(crate) fn not_taken(self, error: TrainError, samples: &[usize]) -> FitError {
        let Self { epoch, step } = self;
        match error {
            TrainError::Loss(error) => {
                FitError::Loss { set: Set::Training, epoch, error: error.renumbered(samples) }
            }
            error => FitError::Step { epoch, step, error },
        }
    }
}

impl<W, Order, Step, Validate> Course<W, Order, Step, Validate> {
    /// The loop, of a plan that has been checked.
    pub(crate) fn run<X, N, Target, L, Y, O, E, const B: usize>(
        mut self,
        net: &mut N,
        optimizer: O,
        plan: &Fit<'_, X, Target, B>,
        mut observer: impl FnMut(&Epoch, &N) -> Result<ControlFlow<()>, E>,
    ) -> Result<FitReport, E>
    where
        N: Parameters,
        L: Loss<Y, Target, Parts = W>,
        W: Parts<L::Value>,
        O: Optimizer,
        Order: FnMut(&mut Vec<usize>, &mut Generator),
        Step: FnMut(
            &mut N,
            &mut BoxedTrainer<N, O>,
            &[usize],
            At,
            &mut Generator,
        ) -> Result<(TrainReport, W), E>,
        Validate: FnMut(&N, &Dataset<'_, X, Target>, usize) -> Result<f64, E>,
    {
        let mut validate = |net: &N, epoch| match &plan.validation {
            Some(data) => (self.validate)(net, data, epoch).map(Some),
            None => Ok(None),
        };
        let mut rng = random::generator(plan.seed);
        let mut trainer = Trainer::boxed(net, optimizer.clone());
        let mut plateau = plan.plateau;
        let before = validate(net, 0)?;
        // The loss that the next is compared with for the patience, and its epoch.
        let (mut lowest, mut fallen) = (before.unwrap_or(f64::INFINITY), 0);
        let mut best = before.map(|loss| Best::new(net, loss, !plan.keep_last));
        let mut report = FitReport { epochs: Vec::new(), stop: Stop::Epochs, best: 0 };

        let mut train = || -> Result<Stop, E> {
            for number in 1..=plan.epochs {
                (self.next_order)(&mut self.order, &mut rng);
                let (mut total, mut norms, mut steps) = (Sum::new(), Sum::new(), 0.0);
                for (samples, step) in self.order.chunks(self.samples).zip(1..) {
                    let at = At { epoch: number, step };
                    let (trained, parts) = (self.step)(net, &mut trainer, samples, at, &mut rng)?;
                    total.add(losses::loss_of_more(parts, &self.all));
                    norms.add(trained.step.gradient_norm);
                    steps += 1.0;
                }
                let epoch = Epoch {
                    number,
                    of: plan.epochs,
                    loss: total.total(),
                    validation: validate(net, number)?,
                    gradient_norm: norms.total() / steps,
                };
                report.epochs.push(epoch);
                let verdict = observer(&epoch, net)?;
                report.best = match (&mut best, epoch.validation) {
                    (Some(best), Some(loss)) => best.offer(net, loss, number),
                    _ => number,
                };
                if verdict.is_break() {
                    return Ok(Stop::Observer);
                }
                if let Some(loss) = epoch.validation
                    && loss < lowest - plan.min_delta
                {
                    (lowest, fallen) = (loss, number);
                }
                if plan.patience.is_some_and(|patience| number - fallen >= patience) {
                    return Ok(Stop::Patience);
                }
                if let Some(plateau) = &mut plateau {
                    let factor = plateau.factor_after(epoch.validation.unwrap_or(epoch.loss));
                    *trainer.optimizer() = optimizer.scaled(factor);
                }
            }
            Ok(Stop::Epochs)
        };
        let stop = train();
        if let Some(best) = best {
            best.restore(net);
        }
        report.stop = stop?;
        Ok(report)
    }
}

/// A loss on validation data, if it can decide anything.
pub(crate) fn finite<N: Parameters>(net: &N, found: f64, epoch: usize) -> Result<f64, FitError> {
    if found.is_finite() {
        return Ok(found);
    }
    Err(match not_finite(net) {
        Some(path) if epoch == 0 => FitError::NotFinite(path),
        _ => FitError::NonFiniteValidation { epoch, found },
    })
}

/// The lowest validation loss so far, and the parameters that had it.
struct Best<N> {
    /// None if the last ones are kept instead.
    net: Option<Box<N>>,
    loss: f64,
    epoch: usize,
}

impl<N: Parameters> Best<N> {
    fn new(net: &N, loss: f64, keep: bool) -> Self {
        let copy = || {
            let mut copy = N::zeros_boxed();
            copy_from(&mut *copy, net);
            copy
        };
        Self { net: keep.then(copy), loss, epoch: 0 }
    }

    /// Takes the network if it is better, and gives the epoch of the best.
    fn offer(&mut self, net: &N, loss: f64, epoch: usize) -> usize {
        if loss < self.loss {
            (self.loss, self.epoch) = (loss, epoch);
            if let Some(kept) = &mut self.net {
                copy_from(&mut **kept, net);
            }
        }
        self.epoch
    }

    fn restore(&self, net: &mut N) {
        if let Some(kept) = &self.net {
            copy_from(net, kept);
        }
    }
}
