//! Data for training: samples with their targets, in batches of constant size.

use super::MiniBatch;
use crate::{Scalar, losses::wrong_class, scalar::Shown};
use core::fmt;
use nalgebra::SVector;

/// Samples and their targets, checked: as many of one as of the other, at least one, all numbers
/// finite, and the targets in the range that the constructor is named after.
///
/// | targets | constructor | checked |
/// |---|---|---|
/// | numbers or `bool`, or arrays or vectors of them | [`new`](Self::new) | finite |
/// | the same | [`probabilities`](Self::probabilities) | from 0 to 1 |
/// | class indices | [`classes`](Self::classes) | below the number of classes |
///
/// What else a loss asks of its targets, [`fit`](super::fit()) checks before the first step.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let inputs = [SVector::from([0.0_f32, 1.0]), SVector::from([1.0, 0.0])];
/// assert!(Dataset::new(&inputs, &[0.5_f32, -1.5]).is_ok());
/// let error = Dataset::probabilities(&inputs, &[0.5_f32, -1.5]).unwrap_err();
/// assert_eq!(error.to_string(), "the target of sample 1 is -1.5, expected a number from 0 to 1");
/// let error = Dataset::classes(&inputs, &[0, 3], 3).unwrap_err();
/// assert_eq!(error.to_string(), "sample 1 is of class 3, expected 0 to 2");
/// ```
#[derive(Debug)]
pub struct Dataset<'a, T, const N: usize, Target> {
    inputs: &'a [SVector<T, N>],
    targets: &'a [Target],
}

impl<T, const N: usize, Target> Clone for Dataset<'_, T, N, Target> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, const N: usize, Target> Copy for Dataset<'_, T, N, Target> {}

/// Targets that are numbers, of which a data set knows no more than their range: a [`Scalar`] or a
/// `bool` (1 or 0), and arrays and vectors of them.
#[diagnostic::on_unimplemented(
    message = "`Dataset::new` and `Dataset::probabilities` do not take targets of type `{Self}`",
    label = "neither `f32`, `f64` or `bool`, nor arrays or vectors of them",
    note = "class indices (`usize`) go into `Dataset::classes(inputs, targets, n)`, where n is the number of classes"
)]
pub trait Numbers {
    /// The numbers, one after the other.
    fn numbers(&self) -> impl Iterator<Item = f64>;
}

impl Numbers for bool {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        core::iter::once(f64::from(u8::from(*self)))
    }
}
impl<T: Scalar> Numbers for T {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        core::iter::once(self.to_f64())
    }
}
impl<T: Numbers, const N: usize> Numbers for SVector<T, N> {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.iter().flat_map(T::numbers)
    }
}
impl<T: Numbers, const N: usize> Numbers for [T; N] {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.iter().flat_map(T::numbers)
    }
}

impl<'a, T: Scalar, const N: usize, Target: Numbers> Dataset<'a, T, N, Target> {
    /// A data set whose targets are any numbers.
    ///
    /// # Errors
    /// If it is empty, if there are not as many targets as inputs, or if a number is not finite.
    pub fn new(inputs: &'a [SVector<T, N>], targets: &'a [Target]) -> Result<Self, DataError> {
        Self::of_numbers(inputs, targets, "a finite number", |t| t.is_finite())
    }

    /// A data set whose targets are probabilities: for [`SigmoidCrossEntropy`] and its like.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if a target is not from 0 to 1.
    ///
    /// [`SigmoidCrossEntropy`]: crate::SigmoidCrossEntropy
    pub fn probabilities(
        inputs: &'a [SVector<T, N>],
        targets: &'a [Target],
    ) -> Result<Self, DataError> {
        Self::of_numbers(inputs, targets, "a number from 0 to 1", |t| (0.0..=1.0).contains(&t))
    }

    fn of_numbers(
        inputs: &'a [SVector<T, N>],
        targets: &'a [Target],
        expected: &'static str,
        accept: impl Fn(f64) -> bool,
    ) -> Result<Self, DataError> {
        Self::checked(inputs, targets, |sample, target| {
            match target.numbers().find(|&number| !accept(number)) {
                Some(found) => Err(DataError::Target { sample, found, expected }),
                None => Ok(()),
            }
        })
    }
}

impl<'a, T: Scalar, const N: usize> Dataset<'a, T, N, usize> {
    /// A data set of samples that each belong to one of `classes` classes.
    ///
    /// # Errors
    /// If it is empty, if there are not as many targets as inputs, if a number is not finite, or if a
    /// class is not below `classes`.
    pub fn classes(
        inputs: &'a [SVector<T, N>],
        targets: &'a [usize],
        classes: usize,
    ) -> Result<Self, DataError> {
        Self::checked(inputs, targets, |sample, &found| {
            if found < classes { Ok(()) } else { Err(DataError::Class { sample, found, classes }) }
        })
    }
}

impl<'a, T: Scalar, const N: usize, Target> Dataset<'a, T, N, Target> {
    fn checked(
        inputs: &'a [SVector<T, N>],
        targets: &'a [Target],
        check: impl Fn(usize, &Target) -> Result<(), DataError>,
    ) -> Result<Self, DataError> {
        if inputs.len() != targets.len() {
            return Err(DataError::Lengths { inputs: inputs.len(), targets: targets.len() });
        }
        if inputs.is_empty() {
            return Err(DataError::Empty);
        }
        for (sample, (x, target)) in inputs.iter().zip(targets).enumerate() {
            if let Some((feature, x)) = x.iter().enumerate().find(|(_, x)| !x.is_finite()) {
                return Err(DataError::Input { sample, feature, found: x.to_f64() });
            }
            check(sample, target)?;
        }
        Ok(Self { inputs, targets })
    }
}

impl<'a, T, const N: usize, Target> Dataset<'a, T, N, Target> {
    /// The samples.
    pub const fn inputs(&self) -> &'a [SVector<T, N>] {
        self.inputs
    }

    /// Their targets.
    pub const fn targets(&self) -> &'a [Target] {
        self.targets
    }

    /// How many there are; at least one.
    #[allow(clippy::len_without_is_empty, reason = "a data set is never empty")]
    pub const fn len(&self) -> usize {
        self.inputs.len()
    }
}

impl<'a, T: Scalar, const N: usize, Target: Clone> Dataset<'a, T, N, Target> {
    /// The samples numbered `order`, B at a time; the last batch may be partial. A number beyond the
    /// end means the last sample.
    pub fn batches<'o, const B: usize>(
        self,
        _: Batch<B>,
        order: &'o [usize],
    ) -> impl Iterator<Item = MiniBatch<T, N, B, Target>> + use<'a, 'o, T, N, B, Target> {
        const { assert!(B > 0, "a batch has at least one sample") };
        let last = self.len() - 1;
        order.chunks(B).map(move |chunk| {
            // Columns beyond the samples repeat the first, as a `MiniBatch` has them.
            let sample = |b: usize| *chunk.get(b).unwrap_or(&chunk[0]).min(&last);
            let mut x = crate::zeros();
            for (b, column) in x.data.0.iter_mut().enumerate() {
                *column = self.inputs[sample(b)].data.0[0];
            }
            let targets = core::array::from_fn(|b| self.targets[sample(b)].clone());
            MiniBatch { x, targets, columns: chunk.len() }
        })
    }
}

/// A batch size, as a value: `Batch::<32>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Batch<const B: usize>;

/// Why data cannot be trained on.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum DataError {
    /// No samples.
    Empty,
    /// Not as many targets as inputs.
    Lengths {
        /// How many inputs.
        inputs: usize,
        /// How many targets.
        targets: usize,
    },
    /// An input that is NaN or infinite.
    Input {
        /// Which sample.
        sample: usize,
        /// Which of its features.
        feature: usize,
        /// Its value.
        found: f64,
    },
    /// A target outside its range.
    Target {
        /// Which sample.
        sample: usize,
        /// The first of its numbers that is.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// A class out of range.
    Class {
        /// Which sample.
        sample: usize,
        /// Its class.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A fraction of a split outside (0, 1), or fractions with a sum above 1.
    Fractions,
    /// A split that leaves a part without a sample.
    EmptyPart {
        /// Which part, from 0.
        part: usize,
        /// The fraction that it was to have.
        fraction: f64,
        /// How many samples there are.
        samples: usize,
    },
}

impl fmt::Display for DataError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(out, "the data set is empty"),
            Self::Lengths { inputs, targets } => {
                write!(
                    out,
                    "{inputs} inputs and {targets} targets, expected as many of one as of the other"
                )
            }
            Self::Input { sample, feature, found } => {
                write!(
                    out,
                    "feature {feature} of sample {sample} is {found}, expected a finite number"
                )
            }
            Self::Target { sample, found, expected } => {
                let found = Shown(*found);
                write!(out, "the target of sample {sample} is {found}, expected {expected}")
            }
            Self::Class { sample, found, classes } => wrong_class(out, *sample, *found, *classes),
            Self::Fractions => {
                write!(out, "the fractions of a split are above 0, with a sum of at most 1")
            }
            Self::EmptyPart { part, fraction, samples } => {
                write!(
                    out,
                    "part {part} of the split would be empty: {} of {samples} samples",
                    Shown(*fraction)
                )
            }
        }
    }
}

impl core::error::Error for DataError {}
