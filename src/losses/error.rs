//! Why a loss has no value.

use crate::scalar::Shown;
use core::fmt;

/// Why a loss has no value.
///
/// Samples are numbered as in the batch; [`fit`](crate::training::fit()) and
/// [`evaluate`](crate::training::evaluate) number them as in the data.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum LossError {
    /// No targets at all.
    Empty,
    /// More targets than the output has columns.
    TooManyTargets {
        /// How many were given.
        found: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// Fewer targets than the output has columns, and nobody asked for a partial batch.
    TooFewTargets {
        /// How many were given.
        found: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A class index that the output has no row for.
    Class {
        /// Which sample.
        sample: usize,
        /// Its class.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A target that is not finite, or outside the range that the loss is defined for.
    Target {
        /// Which sample.
        sample: usize,
        /// Its value.
        found: f64,
        /// What the loss takes.
        expected: &'static str,
    },
    /// A target that is no distribution, because its sum is not 1.
    Sum {
        /// Which sample.
        sample: usize,
        /// Its sum.
        found: f64,
    },
    /// An output outside the range that the loss is defined for.
    Output {
        /// Which sample.
        sample: usize,
        /// Which of its outputs; for a classifier, the class.
        output: usize,
        /// Its value.
        found: f64,
        /// What the loss takes.
        expected: &'static str,
    },
    /// A setting of the loss outside its range.
    Setting {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
}

impl LossError {
    /// The same error, where sample i of the batch is `samples[i]` of the data.
    #[cfg(feature = "alloc")]
    pub(crate) fn renumbered(self, samples: &[usize]) -> Self {
        self.with_sample(|sample| samples.get(sample).copied().unwrap_or(sample))
    }

    /// The same error, where the sample that it names has another number.
    #[cfg(feature = "alloc")]
    pub(crate) fn with_sample(mut self, number: impl FnOnce(usize) -> usize) -> Self {
        match &mut self {
            Self::Class { sample, .. }
            | Self::Target { sample, .. }
            | Self::Sum { sample, .. }
            | Self::Output { sample, .. } => *sample = number(*sample),
            Self::Empty
            | Self::TooManyTargets { .. }
            | Self::TooFewTargets { .. }
            | Self::Setting { .. } => {}
        }
        self
    }
}

impl fmt::Display for LossError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(out, "no targets: a loss needs at least one sample"),
            Self::TooManyTargets { found, columns } => {
                write!(out, "{found} targets for a batch of {columns}")
            }
            Self::TooFewTargets { found, columns } => {
                let one = if *found == 1 { "" } else { "s" };
                write!(
                    out,
                    "{found} target{one} for a batch of {columns}; for a partial batch use a `MiniBatch`"
                )
            }
            Self::Class { sample, found, classes } => wrong_class(out, *sample, *found, *classes),
            Self::Target { sample, found, expected } => {
                let found = Shown(*found);
                write!(out, "the target of sample {sample} is {found}, expected {expected}")
            }
            Self::Sum { sample, found } => {
                let found = Shown(*found);
                write!(
                    out,
                    "the target of sample {sample} has the sum {found}, expected a distribution, sum 1"
                )
            }
            Self::Output { sample, output, found, expected } => {
                let found = Shown(*found);
                write!(out, "output {output} of sample {sample} is {found}, expected {expected}")
            }
            Self::Setting { name, found, expected } => {
                write!(out, "{name} is {}, expected {expected}", Shown(*found))
            }
        }
    }
}

/// What is said of a class that does not exist, by a loss and by a data set.
pub(crate) fn wrong_class(
    out: &mut fmt::Formatter<'_>,
    sample: usize,
    found: usize,
    classes: usize,
) -> fmt::Result {
    write!(out, "sample {sample} is of class {found}, ")?;
    match classes {
        0 => write!(out, "and there are no classes"),
        1 => write!(out, "expected 0, the only class"),
        _ => write!(out, "expected 0 to {}", classes - 1),
    }
}

impl core::error::Error for LossError {}
