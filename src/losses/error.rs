//! Why a loss has no value.

use crate::{
    scalar::Printed,
    values::{Place, Step},
};
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
        /// Where in its target.
        place: Place,
        /// Its class.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A target that is not finite, or outside the range that the loss is defined for.
    Target {
        /// Which sample.
        sample: usize,
        /// Where in its target.
        place: Place,
        /// Its value.
        found: f64,
        /// What the loss takes.
        expected: &'static str,
    },
    /// A target that is no distribution, because its sum is not 1.
    Sum {
        /// Which sample.
        sample: usize,
        /// Where in its target.
        place: Place,
        /// Its sum.
        found: f64,
    },
    /// An output outside the range that the loss is defined for.
    Output {
        /// Which sample.
        sample: usize,
        /// Where in the output of the sample.
        place: Place,
        /// Which of the outputs there; for a classifier, the class.
        output: u32,
        /// Its value.
        found: f64,
        /// What the loss takes.
        expected: &'static str,
    },
    /// A weight that is negative or not finite.
    Weight {
        /// Which sample.
        sample: usize,
        /// Where in its target.
        place: Place,
        /// The weight.
        found: f64,
    },
    /// The weights of all targets that a mean is over are 0, or too large to be added.
    Weights {
        /// Their sum.
        found: f64,
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
    /// The error of a target for a [`SampleLoss`](super::SampleLoss) of your own: a number that was found
    /// in it, and what is expected. Of which sample it is, the loss says.
    pub fn target(found: f64, expected: &'static str) -> Self {
        Self::Target { sample: 0, place: Place::default(), found, expected }
    }

    /// The same error, where sample i of the batch is `samples[i]` of the data.
    #[cfg(feature = "alloc")]
    pub(crate) fn renumbered(self, samples: &[usize]) -> Self {
        self.with_sample(|sample| samples.get(sample).copied().unwrap_or(sample))
    }

    /// The same error, where the sample that it names has another number.
    pub(crate) fn with_sample(mut self, number: impl FnOnce(usize) -> usize) -> Self {
        if let Some((sample, _)) = self.at() {
            *sample = number(*sample);
        }
        self
    }

    /// The same error, seen from one step further out.
    #[cold]
    pub(crate) fn within(mut self, step: Step) -> Self {
        if let Some((_, place)) = self.at() {
            *place = place.within(step);
        }
        self
    }

    /// Which sample it names, and where in it.
    const fn at(&mut self) -> Option<(&mut usize, &mut Place)> {
        match self {
            Self::Class { sample, place, .. }
            | Self::Target { sample, place, .. }
            | Self::Sum { sample, place, .. }
            | Self::Output { sample, place, .. }
            | Self::Weight { sample, place, .. } => Some((sample, place)),
            Self::Empty
            | Self::TooManyTargets { .. }
            | Self::TooFewTargets { .. }
            | Self::Weights { .. }
            | Self::Setting { .. } => None,
        }
    }

    /// Whichever of two results is the error of an earlier sample; one that names none is earlier than all.
    pub(crate) fn earlier(
        first: Result<(), Self>,
        mut second: Result<(), Self>,
    ) -> Result<(), Self> {
        match (first, &mut second) {
            (Err(mut a), Err(b)) => {
                let sample = |error: &mut Self| error.at().map(|(sample, _)| *sample);
                if sample(b) < sample(&mut a) { second } else { Err(a) }
            }
            (Ok(()), _) => second,
            (first, Ok(())) => first,
        }
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
            Self::Class { sample, place, found, classes } => {
                wrong_class(out, *sample, place, *found, *classes)
            }
            Self::Target { sample, place, found, expected } => {
                wrong_target(out, *sample, place, *found, expected)
            }
            Self::Sum { sample, place, found } => {
                let (found, place) = (Printed(*found), place.behind());
                write!(
                    out,
                    "the target of sample {sample}{place} has the sum {found}, expected a distribution, sum 1"
                )
            }
            Self::Output { sample, place, output, found, expected } => {
                let (found, place) = (Printed(*found), place.behind());
                write!(
                    out,
                    "output {output} of sample {sample}{place} is {found}, expected {expected}"
                )
            }
            Self::Weight { sample, place, found } => {
                let (found, place) = (Printed(*found), place.behind());
                write!(
                    out,
                    "the weight of sample {sample}{place} is {found}, expected a finite number from 0"
                )
            }
            Self::Weights { found } => {
                write!(
                    out,
                    "the sum of all weights is {}, expected a finite number above 0",
                    Printed(*found)
                )
            }
            Self::Setting { name, found, expected } => {
                write!(out, "{name} is {}, expected {expected}", Printed(*found))
            }
        }
    }
}

/// What is said of a class that does not exist, by a loss and by a data set.
pub(crate) fn wrong_class(
    out: &mut fmt::Formatter<'_>,
    sample: usize,
    place: &Place,
    found: usize,
    classes: usize,
) -> fmt::Result {
    write!(out, "sample {sample}{} is of class {found}, ", place.behind())?;
    match classes {
        0 => write!(out, "and there are no classes"),
        1 => write!(out, "expected 0, the only class"),
        _ => write!(out, "expected 0 to {}", classes - 1),
    }
}

/// What is said of a target out of its range, by a loss and by a data set.
pub(crate) fn wrong_target(
    out: &mut fmt::Formatter<'_>,
    sample: usize,
    place: &Place,
    found: f64,
    expected: &str,
) -> fmt::Result {
    let (found, place) = (Printed(found), place.behind());
    write!(out, "the target of sample {sample}{place} is {found}, expected {expected}")
}

impl core::error::Error for LossError {}
