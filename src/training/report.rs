//! What a training tells: each epoch, and how it ended.

use alloc::vec::Vec;

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
    /// [keeps the last](super::Fit::keep_last).
    pub best: usize,
}

impl FitReport {
    /// The last epoch; `None` if there was none, which [`fit`](super::fit()) does not report.
    pub fn last(&self) -> Option<&Epoch> {
        self.epochs.last()
    }

    /// The loss of the last epoch; NaN if there was none.
    pub fn loss(&self) -> f64 {
        self.last().map_or(f64::NAN, |epoch| epoch.loss)
    }
}
