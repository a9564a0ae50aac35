//! What a training reports: each epoch, and how it ended.

use alloc::vec::Vec;
use core::fmt;

/// One epoch, as it is reported. It prints as a line for a log: `epoch 3 of 40: loss 0.2157, validation loss 0.2483`.
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

/// What happened in training. It prints as a sentence.
///
/// ```
/// use constnet::prelude::*;
///
/// let inputs = [[0.0], [1.0]].map(SVector::<f32, 1>::from);
/// let data = Dataset::new(&inputs, &[1.0_f32, 3.0])?;
/// let plan = Fit::new(1).epochs(100);
/// let report = fit(&mut Dense::<1, 1>::zeros(), &data, &MeanSquaredError, Sgd::new(0.5), &plan)?;
/// assert!(report.to_string().starts_with("100 of 100 epochs: loss "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// `epoch 3 of 40: loss 0.2157, validation loss 0.2483`
impl fmt::Display for Epoch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "epoch {} of {}: {}", self.number, self.of, Losses(self))
    }
}

/// `12 of 40 epochs, because the validation loss no longer fell: loss 0.0912, validation loss 0.3104; it was lowest
/// after epoch 9, 0.2483`
impl fmt::Display for FitReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(last) = self.last() else {
            return out.write_str("no epochs");
        };
        write!(out, "{} of {} epochs", last.number, last.of)?;
        match self.stop {
            Stop::Epochs => {}
            Stop::Patience => out.write_str(", because the validation loss no longer fell")?,
            Stop::Observer => out.write_str(", because the observer ended it")?,
        }
        write!(out, ": {}", Losses(last))?;
        let best = self.epochs.iter().find(|epoch| epoch.number == self.best);
        match best.and_then(|epoch| epoch.validation) {
            _ if last.validation.is_none() || self.best == last.number => Ok(()),
            Some(loss) => {
                write!(out, "; it was lowest after epoch {}, {}", self.best, Readable(loss))
            }
            None => out.write_str("; it was lowest before training"),
        }
    }
}

/// The losses of an epoch.
struct Losses<'e>(&'e Epoch);

impl fmt::Display for Losses<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "loss {}", Readable(self.0.loss))?;
        match self.0.validation {
            Some(loss) => write!(out, ", validation loss {}", Readable(loss)),
            None => Ok(()),
        }
    }
}

/// A loss with four decimals, where they show something of it, and else with an exponent.
pub(super) struct Readable(pub f64);

impl fmt::Display for Readable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(loss) = *self;
        match loss.abs() {
            size if size == 0.0 || (1e-3..1e6).contains(&size) => write!(out, "{loss:.4}"),
            _ => write!(out, "{loss:.1e}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::ToString, vec};

    /// The first epochs of 40, with these losses and validation losses.
    fn report(losses: &[(f64, Option<f64>)], stop: Stop, best: usize) -> FitReport {
        let epochs = losses.iter().enumerate().map(|(e, &(loss, validation))| Epoch {
            number: e + 1,
            of: 40,
            loss,
            validation,
            gradient_norm: 1.0,
        });
        FitReport { epochs: epochs.collect(), stop, best }
    }

    #[test]
    fn a_report_is_a_sentence() {
        let alone = report(&[(0.5, None), (1.25e-7, None)], Stop::Observer, 2);
        assert_eq!(alone.to_string(), "2 of 40 epochs, because the observer ended it: loss 1.2e-7");
        assert_eq!(alone.epochs[0].to_string(), "epoch 1 of 40: loss 0.5000");

        let rising = vec![(0.7, Some(0.25)), (0.5, Some(0.3104)), (0.25, Some(0.5))];
        assert_eq!(
            report(&rising, Stop::Patience, 1).to_string(),
            "3 of 40 epochs, because the validation loss no longer fell: loss 0.2500, validation loss 0.5000; \
             it was lowest after epoch 1, 0.2500"
        );
        assert_eq!(
            report(&rising[..1], Stop::Patience, 0).to_string(),
            "1 of 40 epochs, because the validation loss no longer fell: loss 0.7000, validation loss 0.2500; \
             it was lowest before training"
        );
        assert_eq!(
            report(&rising[..2], Stop::Epochs, 2).to_string(),
            "2 of 40 epochs: loss 0.5000, validation loss 0.3104"
        );
        assert_eq!(report(&[], Stop::Epochs, 0).to_string(), "no epochs");
    }
}
