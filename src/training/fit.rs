//! The loop: epochs of shuffled batches, a validation set, early stopping.

use super::{Batch, DataError, Dataset, TrainError, Trainer};
use crate::{
    Backward, Forward, Loss, Optimizer, Parameters, Scalar, Uniform, losses::LossError,
    parameters::copy_from, random,
};
use alloc::{boxed::Box, vec::Vec};
use core::{fmt, ops::ControlFlow};
use nalgebra::SMatrix;

/// How to train: how long, in what batches, and what to stop for.
///
/// 10 epochs in batches of 32 unless stated.
#[derive(Debug)]
pub struct Fit<'a, T, const N: usize, Target, const B: usize = 32> {
    seed: u64,
    epochs: usize,
    validation: Option<Dataset<'a, T, N, Target>>,
    patience: Option<usize>,
}

impl<'a, T, const N: usize, Target> Fit<'a, T, N, Target> {
    /// Everything random, the order of the samples and layers such as dropout, comes from the seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed, epochs: 10, validation: None, patience: None }
    }
}

impl<'a, T, const N: usize, Target, const B: usize> Fit<'a, T, N, Target, B> {
    /// How often every sample is seen.
    #[must_use]
    pub fn epochs(self, epochs: usize) -> Self {
        Self { epochs, ..self }
    }

    /// The number of samples in a step: `.batch(Batch::<64>)`. Activations of a whole batch are on
    /// the stack.
    #[must_use]
    pub fn batch<const B2: usize>(self, _: Batch<B2>) -> Fit<'a, T, N, Target, B2> {
        let Self { seed, epochs, validation, patience } = self;
        Fit { seed, epochs, validation, patience }
    }

    /// Data to measure the loss on after every epoch. The network ends with the parameters that had
    /// the lowest such loss.
    #[must_use]
    pub fn validation(self, data: Dataset<'a, T, N, Target>) -> Self {
        Self { validation: Some(data), ..self }
    }

    /// Early stopping: training ends after so many epochs without a lower validation loss.
    #[must_use]
    pub fn patience(self, epochs: usize) -> Self {
        Self { patience: Some(epochs), ..self }
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
pub enum Ended {
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
pub struct Report {
    /// Every epoch.
    pub epochs: Vec<Epoch>,
    /// Why it ended.
    pub ended: Ended,
    /// The number of the epoch whose parameters the network has; 0 for those from before training.
    pub best: usize,
}

impl Report {
    /// The last epoch; `None` if there was none.
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
/// Batches are drawn in a new order every epoch. With validation data, the network ends with the
/// best parameters seen; without, with the last.
///
/// # Errors
/// If a target is out of the loss's range, or a loss or step is not finite; the network is then as
/// it was before the step that failed.
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
/// let report = fit(&mut net, &data, MeanSquaredError, Adam::new(0.05), &Fit::new(1).epochs(300))?;
/// assert!(report.loss() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit<T, N, Target, L, O, const IN: usize, const OUT: usize, const B: usize>(
    net: &mut N,
    data: &Dataset<'_, T, IN, Target>,
    loss: L,
    optimizer: O,
    plan: &Fit<'_, T, IN, Target, B>,
) -> Result<Report, FitError>
where
    T: Scalar,
    N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Uniform<T>>,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
    Target: Clone,
    O: Optimizer,
{
    fit_with(net, data, loss, optimizer, plan, |_, _| ControlFlow::Continue(()))
}

/// [`fit`] with an observer, which sees every epoch and the network after it, and may end the
/// training.
///
/// # Errors
/// As [`fit`].
pub fn fit_with<T, N, Target, L, O, const IN: usize, const OUT: usize, const B: usize>(
    net: &mut N,
    data: &Dataset<'_, T, IN, Target>,
    loss: L,
    optimizer: O,
    plan: &Fit<'_, T, IN, Target, B>,
    mut observer: impl FnMut(&Epoch, &N) -> ControlFlow<()>,
) -> Result<Report, FitError>
where
    T: Scalar,
    N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Uniform<T>>,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
    Target: Clone,
    O: Optimizer,
{
    let mut rng = random::generator(plan.seed);
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut trainer = Trainer::boxed(net, optimizer);
    let mut best = match &plan.validation {
        Some(data) => Some(Best::new(net, evaluate(net, data, &loss, Batch::<B>)?)),
        None => None,
    };
    let mut report = Report { epochs: Vec::new(), ended: Ended::Epochs, best: 0 };
    for number in 1..=plan.epochs {
        random::shuffle(&mut order, &mut rng);
        let (mut total, mut norms, mut steps) = (0.0, 0.0, 0.0);
        for (batch, samples) in data.batches(Batch::<B>, &order).zip(1usize..) {
            let trained = trainer
                .step(net, &batch.x, batch.targets(), &loss, &mut rng)
                .map_err(|error| FitError::Step { epoch: number, step: samples, error })?;
            total += trained.loss * weight::<L, _, _>(batch.targets().len(), data.len());
            norms += trained.step.gradient_norm;
            steps += 1.0;
        }
        let validation = match &plan.validation {
            Some(data) => Some(evaluate(net, data, &loss, Batch::<B>)?),
            None => None,
        };
        let epoch = Epoch {
            number,
            of: plan.epochs,
            loss: total,
            validation,
            gradient_norm: norms / steps,
        };
        report.epochs.push(epoch);
        let flow = observer(&epoch, net);
        match (&mut best, validation) {
            (Some(best), Some(loss)) => best.offer(net, loss, number),
            _ => report.best = number,
        }
        if flow.is_break() {
            report.ended = Ended::Observer;
            break;
        }
        if let (Some(best), Some(patience)) = (&best, plan.patience)
            && number - best.epoch >= patience
        {
            report.ended = Ended::Patience;
            break;
        }
    }
    if let Some(best) = best {
        copy_from(net, &best.net);
        report.best = best.epoch;
    }
    Ok(report)
}

/// The parameters with the lowest validation loss so far.
struct Best<N> {
    net: Box<N>,
    loss: f64,
    epoch: usize,
}

impl<N: Parameters> Best<N> {
    fn new(net: &N, loss: f64) -> Self {
        let mut copy = N::zeros_boxed();
        copy_from(&mut *copy, net);
        Self { net: copy, loss, epoch: 0 }
    }

    fn offer(&mut self, net: &N, loss: f64, epoch: usize) {
        // A NaN before training loses against any number.
        if loss < self.loss || (self.loss.is_nan() && !loss.is_nan()) {
            copy_from(&mut *self.net, net);
            (self.loss, self.epoch) = (loss, epoch);
        }
    }
}

/// What a batch of n of `all` samples adds to the loss of all.
fn weight<L: Loss<Y, Target>, Y, Target>(n: usize, all: usize) -> f64 {
    if L::MEAN { n as f64 / all as f64 } else { 1.0 }
}

/// The loss on data, in inference: nothing is trained, and nothing is random.
///
/// # Errors
/// If a target is out of the loss's range.
pub fn evaluate<T, N, Target, L, const IN: usize, const OUT: usize, const B: usize>(
    net: &N,
    data: &Dataset<'_, T, IN, Target>,
    loss: &L,
    size: Batch<B>,
) -> Result<f64, FitError>
where
    T: Scalar,
    N: Forward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>>,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
    Target: Clone,
{
    let order: Vec<usize> = (0..data.len()).collect();
    let mut total = 0.0;
    for batch in data.batches(size, &order) {
        let y = net.forward(&batch.x);
        let value = loss.value(&y, batch.targets()).map_err(FitError::Evaluation)?;
        total += value.to_f64() * weight::<L, _, _>(batch.targets().len(), data.len());
    }
    Ok(total)
}

/// Why training stopped with an error.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum FitError {
    /// A step was not taken; the network is as it was before it.
    Step {
        /// The epoch, from 1.
        epoch: usize,
        /// The step within the epoch, from 1.
        step: usize,
        /// Why.
        error: TrainError,
    },
    /// The loss has no value on data that is only measured.
    Evaluation(LossError),
    /// The data cannot be trained on.
    Data(DataError),
}

impl fmt::Display for FitError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step { epoch, step, error } => write!(out, "epoch {epoch}, step {step}: {error}"),
            Self::Evaluation(error) => write!(out, "evaluation: {error}"),
            Self::Data(error) => error.fmt(out),
        }
    }
}

impl core::error::Error for FitError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Step { error, .. } => Some(error),
            Self::Evaluation(error) => Some(error),
            Self::Data(error) => Some(error),
        }
    }
}

impl From<DataError> for FitError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}
