//! The training loop: epochs of shuffled batches, a validation set, early stopping.

use super::{
    BatchSize, Chunks, Dataset, FitError, Plateau, Set, SizeOfBatch, TrainError, TrainReport,
    Trainer, Verdict,
    chunks::FromRest,
    evaluate_with,
    trainer::{Logits, not_finite},
};
use crate::{
    Backward, Forward, Loss, Only, Optimizer, Parameters, losses,
    parameters::copy_from,
    random::{self, Generator},
    sum::Sum,
    values::Sample,
};
use alloc::{boxed::Box, vec::Vec};

/// How to train: how long, in what batches, and when to stop.
///
/// By default there are 10 epochs, in batches of 32. Settings are checked by [`fit`].
#[derive(Debug)]
pub struct Fit<'a, X, Target, const B: usize = 32> {
    seed: u64,
    epochs: usize,
    pub(super) chunks: usize,
    validation: Option<Dataset<'a, X, Target>>,
    patience: Option<usize>,
    min_delta: f64,
    plateau: Option<Plateau>,
    keep_last: bool,
}

impl<'a, X, Target> Fit<'a, X, Target> {
    /// A plan with a seed, from which everything random comes: the order of the samples, and layers such as dropout.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            epochs: 10,
            chunks: 1,
            validation: None,
            patience: None,
            min_delta: 0.0,
            plateau: None,
            keep_last: false,
        }
    }
}

impl<'a, X, Target, const B: usize> Fit<'a, X, Target, B> {
    /// How many times every sample is seen, at least 1.
    #[must_use]
    pub fn epochs(self, epochs: usize) -> Self {
        Self { epochs, ..self }
    }

    /// The number of samples in a step: `.batch(BatchSize::<64>)`. Activations of a whole batch are on
    /// the stack.
    #[must_use]
    pub fn batch<const B2: usize>(self, _: impl SizeOfBatch<B2>) -> Fit<'a, X, Target, B2> {
        let Self { seed, epochs, chunks, validation, patience, min_delta, plateau, keep_last } =
            self;
        Fit { seed, epochs, chunks, validation, patience, min_delta, plateau, keep_last }
    }

    /// How many batches a step has, at least 1: `.batch(BatchSize::<32>).chunks(4)` takes steps on 128
    /// samples, in chunks of 32, each with a gradient of its own. The stack holds the activations
    /// of one chunk; with the feature `rayon`, chunks run on the current pool of rayon, and the bits
    /// are the same ([`Trainer::step_chunks`]).
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let inputs: Vec<_> = (0..256).map(|i| SVector::<f32, 1>::from([i as f32 / 256.0])).collect();
    /// let targets: Vec<f32> = inputs.iter().map(|x| 3.0 * x[0] - 1.0).collect();
    /// let data = Dataset::new(&inputs, &targets)?;
    /// let (adam, plan) = (Adam::new(0.1), Fit::new(1).batch(BatchSize::<32>).chunks(4).epochs(100));
    /// let mut line = Dense::<1, 1>::zeros();
    /// fit(&mut line, &data, &MeanSquaredError, adam, &plan)?;
    /// assert!((line.weight[0] - 3.0).abs() < 0.01 && (line.bias[0] + 1.0).abs() < 0.01);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "gradient accumulation")]
    #[doc(alias = "accumulate")]
    #[must_use]
    pub fn chunks(self, chunks: usize) -> Self {
        Self { chunks, ..self }
    }

    /// Data to measure the loss on before training and after every epoch. The network ends with the
    /// parameters that had the lowest such loss.
    #[must_use]
    pub fn validation(self, data: Dataset<'a, X, Target>) -> Self {
        Self { validation: Some(data), ..self }
    }

    /// Early stopping: training ends after this many epochs, at least 1, without a lower validation loss.
    /// Needs [validation data](Self::validation).
    #[must_use]
    pub fn patience(self, epochs: usize) -> Self {
        Self { patience: Some(epochs), ..self }
    }

    /// How far a validation loss must fall below the lowest so far for the [patience](Self::patience) to start over; at
    /// least 0, which is the default. The best parameters are kept regardless of how little better they are.
    #[must_use]
    pub fn min_delta(self, delta: f64) -> Self {
        Self { min_delta: delta, ..self }
    }

    /// Lowers the learning rate when the loss no longer falls: the validation loss or, without validation data, the
    /// training loss.
    ///
    /// ```
    /// use constnet::{prelude::*, training::Plateau};
    ///
    /// let inputs = [[-1.0], [1.0]].map(SVector::<f32, 1>::from);
    /// let data = Dataset::new(&inputs, &[-2.0_f32, 2.0])?;
    /// let mut line = Dense::<1, 1>::zeros();
    /// // A rate that overshoots the minimum, again and again, until it is lowered.
    /// let plan = Fit::new(1).epochs(60).plateau(Plateau::new(0.5, 3));
    /// let report = fit(&mut line, &data, &MeanSquaredError, Sgd::new(1.0), &plan)?;
    /// assert!(report.loss() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn plateau(self, plateau: Plateau) -> Self {
        Self { plateau: Some(plateau), ..self }
    }

    /// The network ends with the parameters of the last epoch instead of the best, and no copy of it
    /// is kept.
    #[must_use]
    pub fn keep_last(self) -> Self {
        Self { keep_last: true, ..self }
    }

    /// Whether all that can be known to be wrong before the first step is right.
    fn check<L, Y>(&self, data: &Dataset<'_, X, Target>, loss: &L) -> Result<(), FitError>
    where
        L: Loss<Y, Target>,
    {
        let at_least_1 = |name, found| match found {
            0 => Err(FitError::Setting { name, found, expected: "at least 1" }),
            _ => Ok(()),
        };
        at_least_1("the number of epochs", self.epochs)?;
        at_least_1("the number of chunks in a step", self.chunks)?;
        if let Some(patience) = self.patience {
            at_least_1("the patience", patience)?;
            if self.validation.is_none() {
                return Err(FitError::PatienceWithoutValidation);
            }
        }
        let delta = self.min_delta;
        let delta = (!(delta >= 0.0 && delta.is_finite())).then_some((
            "the least fall of the validation loss",
            delta,
            "a finite number from 0",
        ));
        let wrong = delta.or_else(|| self.plateau.and_then(|plateau| plateau.wrong()));
        if let Some((name, found, expected)) = wrong {
            return Err(FitError::Number { name, found, expected });
        }
        let targets = |set, data: &Dataset<'_, X, Target>| {
            losses::check(loss, data.targets().iter()).map_err(|error| FitError::Loss {
                set,
                epoch: 0,
                error,
            })
        };
        targets(Set::Training, data)?;
        self.validation.as_ref().map_or(Ok(()), |data| targets(Set::Validation, data))
    }
}

/// One epoch, as it is reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Epoch {
    /// Its number, from 1.
    pub number: usize,
    /// How many epochs there are at most.
    pub of: usize,
    /// The mean loss of the batches, each before its step; for a loss that sums, the sum.
    pub loss: f64,
    /// The loss on the validation data after the epoch.
    pub validation: Option<f64>,
    /// The mean of the gradient's norm.
    pub gradient_norm: f64,
}

/// Why training ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// All epochs are done.
    Epochs,
    /// The validation loss has not fallen for as many epochs as the patience allows.
    Patience,
    /// The observer asked for it.
    Observer,
}

/// What happened in training.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FitReport {
    /// Every epoch.
    pub epochs: Vec<Epoch>,
    /// Why it ended.
    pub stop: Stop,
    /// The number of the epoch with the lowest validation loss, 0 for before training; without
    /// validation data, of the last. The network has its parameters, unless the plan
    /// [keeps the last](Fit::keep_last).
    pub best: usize,
}

impl FitReport {
    /// The last epoch; `None` if there was none, which [`fit`] does not report.
    pub fn last(&self) -> Option<&Epoch> {
        self.epochs.last()
    }

    /// The loss of the last epoch; NaN if there was none.
    pub fn loss(&self) -> f64 {
        self.last().map_or(f64::NAN, |epoch| epoch.loss)
    }
}

/// Trains a network on data.
///
/// The samples come in a new order in every epoch. With validation data, the network ends with the
/// best parameters seen; without, with the last.
///
/// What the optimizer remembers starts at zero and is dropped at the end: a second `fit` continues from the same network,
/// but Adam's averages start anew. To keep them between calls, use a [`Trainer`].
///
/// # Errors
/// Before the first step: if a setting of the plan, the loss or the optimizer is out of its range, a
/// target out of the loss's, or the validation loss not finite. Nothing has changed then.
///
/// Later: if a step or a validation loss is not finite. The network then ends as it would without an
/// error: with validation data, with the best parameters seen; without, or if the plan
/// [keeps the last](Fit::keep_last), as the last good step left it.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// network!(Xor: 2 => (Dense<2, 4>, Tanh, Dense<4, 1>) => 1);
///
/// let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(SVector::<f32, 2>::from);
/// let data = Dataset::new(&inputs, &[false, true, true, false])?;
///
/// let mut net = Xor::init(&mut constnet::random::generator(1));
/// let report = fit(&mut net, &data, &MeanSquaredError, Adam::new(0.05), &Fit::new(1).epochs(300))?;
/// assert!(report.loss() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit<X, N, Target, L, O, const B: usize>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
{
    let () = Logits::<N, X::Batch<B>, L>::GIVEN;
    train(net, data, loss, optimizer, plan, |_, _| ())
}

/// [`fit`] with an observer, which sees every epoch and the network after it. It returns nothing, or
/// a [`ControlFlow`](core::ops::ControlFlow) that may end the training.
///
/// # Errors
/// As [`fit`].
///
/// # Example
/// ```
/// use constnet::{prelude::*, training::Epoch};
/// use core::ops::ControlFlow;
///
/// let inputs = [[0.0], [1.0]].map(SVector::<f32, 1>::from);
/// let data = Dataset::new(&inputs, &[1.0_f32, 3.0])?;
/// let (sgd, plan) = (Sgd::new(0.5), Fit::new(1).epochs(100));
///
/// let mut biases = Vec::new();
/// let mut line = Dense::<1, 1>::zeros();
/// fit_with(&mut line, &data, &MeanSquaredError, sgd, &plan, |_, line| biases.push(line.bias[0]))?;
/// assert_eq!(biases.len(), 100);
///
/// let enough = |epoch: &Epoch, _: &Dense<1, 1>| match epoch.loss {
///     loss if loss < 0.01 => ControlFlow::Break(()),
///     _ => ControlFlow::Continue(()),
/// };
/// let report = fit_with(&mut Dense::zeros(), &data, &MeanSquaredError, sgd, &plan, enough)?;
/// assert!(report.epochs.len() < 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_with<X, N, Target, L, O, V, const B: usize>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
    observer: impl FnMut(&Epoch, &N) -> V,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
    V: Verdict,
{
    let () = Logits::<N, X::Batch<B>, L>::GIVEN;
    train(net, data, loss, optimizer, plan, observer)
}

/// What [`fit`] and [`fit_with`] do.
fn train<X, N, Target, L, O, V, const B: usize>(
    net: &mut N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    optimizer: O,
    plan: &Fit<'_, X, Target, B>,
    observer: impl FnMut(&Epoch, &N) -> V,
) -> Result<FitReport, FitError>
where
    X: Sample,
    N: Backward<X::Batch<B>, Gradient: Only<X::Number>>,
    L: Loss<N::Output, Target, Value = X::Number> + Sync,
    Target: Clone + Sync,
    O: Optimizer,
    V: Verdict,
{
    let mut chunks = Chunks::new(net, BatchSize::<B>, plan.chunks);
    let begin = &mut alloc::vec![(); plan.chunks];
    let course = Course {
        order: (0..data.len()).collect(),
        samples: chunks.samples(),
        next_order: |order: &mut Vec<usize>, rng: &mut Generator| random::shuffle(order, rng),
        validate: |net: &N, data: &Dataset<'_, X, Target>, epoch| {
            validation_loss(net, data, loss, BatchSize::<B>, epoch)
        },
        step: |net: &mut N,
               trainer: &mut BoxedTrainer<N, O>,
               samples: &[usize],
               _,
               rng: &mut Generator| {
            let whole = plan.chunks == 1;
            let batch = whole.then(|| data.batches(BatchSize::<B>, samples).next()).flatten();
            match batch {
                Some(batch) => {
                    let (mut parts, targets) =
                        (<L::Parts as losses::Parts<_>>::none(), batch.targets());
                    trainer
                        .step_on_first(net, &batch.x, targets, loss, rng, &mut parts)
                        .map(|trained| (trained, parts))
                }
                None => trainer.parts_of_step::<FromRest, _, _, _, _, _, B>(
                    net,
                    data,
                    samples,
                    &mut chunks,
                    begin,
                    loss,
                    rng,
                ),
            }
        },
    };
    course.run::<_, _, _, L, N::Output, _, _, B>(net, data, loss, optimizer, plan, observer)
}

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

/// The loss on validation data, which decides what is kept, and so must be finite.
fn validation_loss<X, N, Target, L, const B: usize>(
    net: &N,
    data: &Dataset<'_, X, Target>,
    loss: &L,
    size: BatchSize<B>,
    epoch: usize,
) -> Result<f64, FitError>
where
    X: Sample,
    N: Forward<X::Batch<B>> + Parameters,
    L: Loss<N::Output, Target, Value = X::Number>,
    Target: Clone,
{
    let failed = |error| FitError::Loss { set: Set::Validation, epoch, error };
    finite(net, evaluate_with(net, data, loss, size).map_err(failed)?, epoch)
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
