//! The course of a training: epochs of steps, what is kept, and when it ends.

use super::{
    Dataset, Epoch, Fit, FitError, FitReport, Set, Stop, TrainError, TrainReport, Trainer, Verdict,
    trainer::not_finite,
};
use crate::{
    Loss, Optimizer, Parameters, losses,
    parameters::copy_from,
    random::{self, Generator},
    sum::Sum,
};
use alloc::{boxed::Box, vec::Vec};

/// The trainer of [`fit`].
pub(super) type BoxedTrainer<N, O> = Trainer<
    O,
    Box<<N as Parameters>::Gradient>,
    Box<<O as Optimizer>::Slots<<N as Parameters>::Gradient>>,
>;

/// What differs between trainings: the order of the samples, how a step is taken, and how it is measured.
pub(super) struct Course<Order, Step, Validate> {
    /// The samples that take part, in the order of the first epoch but for `next_order`.
    pub(super) order: Vec<usize>,
    /// How many of them a step has.
    pub(super) samples: usize,
    /// What happens to the order before an epoch.
    pub(super) next_order: Order,
    /// A step on these samples, which is so manieth of the epoch, from 1.
    pub(super) step: Step,
    /// The loss on validation data.
    pub(super) validate: Validate,
}

impl<Order, Step, Validate> Course<Order, Step, Validate> {
    pub(super) fn run<X, N, Target, L, Y, O, V, const B: usize>(
        mut self,
        net: &mut N,
        data: &Dataset<'_, X, Target>,
        loss: &L,
        optimizer: O,
        plan: &Fit<'_, X, Target, B>,
        mut observer: impl FnMut(&Epoch, &N) -> V,
    ) -> Result<FitReport, FitError>
    where
        N: Parameters,
        L: Loss<Y, Target>,
        O: Optimizer,
        V: Verdict,
        Order: FnMut(&mut Vec<usize>, &mut Generator),
        Step: FnMut(
            &mut N,
            &mut BoxedTrainer<N, O>,
            &[usize],
            usize,
            &mut Generator,
        ) -> Result<(TrainReport, L::Parts), TrainError>,
        Validate: Fn(&N, &Dataset<'_, X, Target>, usize) -> Result<f64, FitError>,
    {
        plan.check(data, loss)?;
        let validate = |net: &N, epoch| match &plan.validation {
            Some(data) => (self.validate)(net, data, epoch).map(Some),
            None => Ok(None),
        };
        let targets = data.targets();
        let used = self.order.iter().filter_map(|&sample| targets.get(sample));
        let all = losses::weights::<L, Y, _>(used);
        let mut rng = random::generator(plan.seed);
        let mut trainer = Trainer::boxed(net, optimizer.clone());
        let mut plateau = plan.plateau;
        let before = validate(net, 0)?;
        // The loss that the next is compared with for the patience, and its epoch.
        let (mut lowest, mut fallen) = (before.unwrap_or(f64::INFINITY), 0);
        let mut best = before.map(|loss| Best::new(net, loss, !plan.keep_last));
        let mut report = FitReport { epochs: Vec::new(), stop: Stop::Epochs, best: 0 };

        let mut train = || -> Result<Stop, FitError> {
            for number in 1..=plan.epochs {
                (self.next_order)(&mut self.order, &mut rng);
                let (mut total, mut norms, mut steps) = (Sum::new(), Sum::new(), 0.0);
                for (samples, step) in self.order.chunks(self.samples).zip(1..) {
                    let (trained, parts) = (self.step)(net, &mut trainer, samples, step, &mut rng)
                        .map_err(|error| not_taken(error, samples, number, step))?;
                    total.add(losses::loss_of_more(parts, &all));
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
                let verdict = observer(&epoch, net).flow();
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

/// The error of a step on these samples, which a loss numbers as in the batch.
fn not_taken(error: TrainError, samples: &[usize], epoch: usize, step: usize) -> FitError {
    match error {
        TrainError::Loss(error) => {
            FitError::Loss { set: Set::Training, epoch, error: error.renumbered(samples) }
        }
        error => FitError::Step { epoch, step, error },
    }
}

/// A loss on validation data, if it can decide anything.
pub(super) fn finite<N: Parameters>(net: &N, found: f64, epoch: usize) -> Result<f64, FitError> {
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
