//! A rate that falls where the loss no longer does.

use crate::Scalar;

/// Multiplies a learning rate by a factor whenever a loss has not fallen for some epochs.
///
/// A loss has fallen if it is below the lowest so far by more than a fraction of it, 10⁻⁴ by default.
/// [`Fit::plateau`](super::Fit::plateau) watches the validation loss, or without validation data that of training; in
/// a loop of your own it is two lines:
/// ```
/// use constnet::{prelude::*, training::Plateau};
///
/// let (mut net, adam, mut plateau) = (Dense::<1, 1>::zeros(), Adam::new(0.1), Plateau::new(0.5, 2));
/// let mut trainer = Trainer::new(&net, adam);
/// for loss in [3.0, 1.0, 1.0, 1.0, 1.0] {
///     // … the steps of an epoch, and its loss
///     let factor = plateau.factor_after(loss);
///     *trainer.optimizer() = adam.scaled(factor);
/// }
/// // Three epochs without a lower loss are more than two.
/// assert_eq!(*trainer.optimizer(), Adam::new(0.05));
/// # let _ = &mut net;
/// ```
///
/// PyTorch: `ReduceLROnPlateau(factor=factor, patience=patience, threshold=…)`, where a patience of n also waits n + 1
/// epochs. Keras: `ReduceLROnPlateau`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plateau {
    by: f64,
    patience: usize,
    threshold: f64,
    floor: f64,
    factor: f64,
    lowest: f64,
    waited: usize,
}

impl Plateau {
    /// The rate is multiplied by `factor`, in (0, 1), after more than `patience` epochs without a lower loss.
    pub const fn new(factor: f64, patience: usize) -> Self {
        let (threshold, floor) = (1e-4, 0.0);
        Self {
            by: factor,
            patience,
            threshold,
            floor,
            factor: 1.0,
            lowest: f64::INFINITY,
            waited: 0,
        }
    }

    /// How far below the lowest loss another must be, as a fraction of it, in [0, 1).
    #[must_use]
    pub const fn threshold(self, threshold: f64) -> Self {
        Self { threshold, ..self }
    }

    /// The least that is left of the rate, as a fraction of it, in [0, 1]; 0 by default.
    #[must_use]
    pub const fn floor(self, floor: f64) -> Self {
        Self { floor, ..self }
    }

    /// What the learning rate is multiplied by after an epoch with this loss. A loss that is NaN has not fallen.
    pub fn factor_after(&mut self, loss: f64) -> f64 {
        if loss < self.lowest * (1.0 - self.threshold) {
            (self.lowest, self.waited) = (loss, 0);
        } else {
            self.waited += 1;
        }
        if self.waited > self.patience {
            self.factor = Scalar::max_nan(self.factor * self.by, self.floor);
            self.waited = 0;
        }
        self.factor
    }

    /// The first setting that is out of its range: its name, its value, and what it may be.
    #[cfg(feature = "alloc")]
    pub(super) fn wrong(&self) -> Option<(&'static str, f64, &'static str)> {
        [
            (
                "the factor of a plateau",
                self.by,
                "a number in (0, 1)",
                self.by > 0.0 && self.by < 1.0,
            ),
            (
                "the threshold of a plateau",
                self.threshold,
                "a number in [0, 1)",
                (0.0..1.0).contains(&self.threshold),
            ),
            (
                "the floor of a plateau",
                self.floor,
                "a number in [0, 1]",
                (0.0..=1.0).contains(&self.floor),
            ),
        ]
        .into_iter()
        .find_map(|(name, found, expected, right)| (!right).then_some((name, found, expected)))
    }
}
