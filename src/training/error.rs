//! Why training ended with an error.

use super::{DataError, TrainError};
use crate::{losses::LossError, parameters::TensorName, scalar::Printed};
use core::fmt;

/// Why training ended with an error. What the network is then, [`fit`](super::fit()) says.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum FitError {
    /// A setting of the plan outside its range.
    Setting {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: usize,
        /// What it may be.
        expected: &'static str,
    },
    /// A setting of the plan that is a number of any kind, outside its range.
    Number {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// Windows that a state is to be carried through, and that overlap or leave steps out between them.
    Stride {
        /// The data that they are of.
        set: Set,
        /// How many steps a window has.
        window: usize,
        /// How many steps there are from the beginning of one to that of the next.
        found: usize,
    },
    /// A patience, and no validation data whose loss it could wait for.
    PatienceWithoutValidation,
    /// The loss has no value: a setting of it, a target or an output is out of its range.
    Loss {
        /// The data that it was to be computed on.
        set: Set,
        /// The epoch, from 1; 0 before training.
        epoch: usize,
        /// Why; samples are numbered as in that data.
        error: LossError,
    },
    /// A step was not taken.
    Step {
        /// The epoch, from 1.
        epoch: usize,
        /// The step within the epoch, from 1.
        step: usize,
        /// Why.
        error: TrainError,
    },
    /// The loss on the validation data is NaN or infinite before training, and so is this tensor of
    /// the network somewhere.
    NotFinite(TensorName),
    /// The loss on the validation data is NaN or infinite.
    NonFiniteValidation {
        /// The epoch after which it was measured, from 1; 0 before training.
        epoch: usize,
        /// The loss.
        found: f64,
    },
    /// The data cannot be trained on.
    Data(DataError),
}

/// One of the two sets of data that a training sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Set {
    /// The data that is trained on.
    Training,
    /// The data that is only measured.
    Validation,
}

impl fmt::Display for Set {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Training => "training data",
            Self::Validation => "validation data",
        })
    }
}

impl fmt::Display for FitError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { name, found, expected } => {
                write!(out, "{name} is {found}, expected {expected}")
            }
            Self::Number { name, found, expected } => {
                write!(out, "{name} is {}, expected {expected}", Printed(*found))
            }
            Self::Stride { set, window, found } => write!(
                out,
                "{set}: the stride of windows of {window} steps is {found}, expected {window}: a \
                 state that is carried is that before the next window"
            ),
            Self::PatienceWithoutValidation => {
                write!(out, "a patience needs validation data, whose loss it waits for")
            }
            Self::Loss { error: error @ LossError::Setting { .. }, .. } => error.fmt(out),
            Self::Loss { set, epoch: 0, error } => write!(out, "{set}: {error}"),
            Self::Loss { set, epoch, error } => write!(out, "epoch {epoch}, {set}: {error}"),
            Self::Step { epoch, step, error } => write!(out, "epoch {epoch}, step {step}: {error}"),
            Self::NonFiniteValidation { epoch: 0, found } => {
                write!(
                    out,
                    "the validation loss before training is {found}: the data may not be scaled"
                )
            }
            Self::NonFiniteValidation { epoch, found } => write!(
                out,
                "the validation loss after epoch {epoch} is {found}: the learning rate may be too \
                 large, or the data not scaled"
            ),
            Self::NotFinite(path) => {
                write!(out, "`{path}` (layer `{}`) is not finite before training", path.layer())
            }
            Self::Data(error) => error.fmt(out),
        }
    }
}

sentence! { FitError }

impl core::error::Error for FitError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Loss { error, .. } => Some(error),
            Self::Step { error, .. } => Some(error),
            Self::Data(error) => Some(error),
            Self::Setting { .. }
            | Self::Number { .. }
            | Self::Stride { .. }
            | Self::PatienceWithoutValidation
            | Self::NotFinite(_)
            | Self::NonFiniteValidation { .. } => None,
        }
    }
}

impl From<DataError> for FitError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}
