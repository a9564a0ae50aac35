//! Data for training: samples with their targets, in batches of constant size.

use crate::Scalar;
use core::fmt;
use nalgebra::{SMatrix, SVector};

/// Samples and their targets, checked: as many of one as of the other, at least one, all finite.
///
/// # Example
/// ```
/// use constnet::prelude::*;
/// use constnet::training::DataError;
///
/// let inputs = [SVector::from([0.0_f32, 1.0]), SVector::from([1.0, 0.0])];
/// assert!(Dataset::new(&inputs, &[0.5_f32, -0.5]).is_ok());
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

/// Targets that can be looked at for NaN and infinity.
pub trait Finite {
    /// Neither NaN nor infinite, in every part.
    fn finite(&self) -> bool;
}

impl Finite for usize {
    fn finite(&self) -> bool {
        true
    }
}
impl Finite for bool {
    fn finite(&self) -> bool {
        true
    }
}
impl<T: Scalar> Finite for T {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}
impl<T: Scalar, const N: usize> Finite for SVector<T, N> {
    fn finite(&self) -> bool {
        self.iter().all(|t| t.is_finite())
    }
}
impl<T: Scalar, const N: usize> Finite for [T; N] {
    fn finite(&self) -> bool {
        self.iter().all(|t| t.is_finite())
    }
}

impl<'a, T: Scalar, const N: usize, Target: Finite> Dataset<'a, T, N, Target> {
    /// A data set.
    ///
    /// # Errors
    /// If it is empty, if there are not as many targets as inputs, or if a number is not finite.
    pub fn new(inputs: &'a [SVector<T, N>], targets: &'a [Target]) -> Result<Self, DataError> {
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
            if !target.finite() {
                return Err(DataError::Target { sample });
            }
        }
        Ok(Self { inputs, targets })
    }
}

impl<'a, T: Scalar, const N: usize> Dataset<'a, T, N, usize> {
    /// A data set of samples that each belong to one of `classes` classes.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if a class is out of range.
    pub fn classes(
        inputs: &'a [SVector<T, N>],
        targets: &'a [usize],
        classes: usize,
    ) -> Result<Self, DataError> {
        match targets.iter().enumerate().find(|(_, class)| **class >= classes) {
            Some((sample, &found)) => Err(DataError::Class { sample, found, classes }),
            None => Self::new(inputs, targets),
        }
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
            let mut x = crate::zeros();
            for (column, &sample) in x.data.0.iter_mut().zip(chunk) {
                *column = self.inputs[sample.min(last)].data.0[0];
            }
            // Columns beyond the samples repeat the first target, which `targets` leaves out.
            let sample = |b: usize| chunk.get(b).unwrap_or(&chunk[0]);
            let targets = core::array::from_fn(|b| self.targets[*sample(b).min(&last)].clone());
            MiniBatch { x, targets, columns: chunk.len() }
        })
    }
}

/// A batch size, as a value: `Batch::<32>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Batch<const B: usize>;

/// B columns, of which the first few are samples: the last batch of an epoch may be partial.
#[derive(Debug, Clone)]
pub struct MiniBatch<T, const N: usize, const B: usize, Target> {
    /// One sample a column; columns beyond the samples are 0.
    pub x: SMatrix<T, N, B>,
    targets: [Target; B],
    columns: usize,
}

impl<T, const N: usize, const B: usize, Target> MiniBatch<T, N, B, Target> {
    /// One target per sample.
    pub fn targets(&self) -> &[Target] {
        self.targets.get(..self.columns).unwrap_or(&self.targets)
    }
}

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
    /// A target that is NaN or infinite.
    Target {
        /// Which sample.
        sample: usize,
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
            Self::Target { sample } => {
                write!(out, "the target of sample {sample} is not finite")
            }
            Self::Class { sample, found, classes: 0 } => {
                write!(out, "sample {sample} is of class {found}, and there are no classes")
            }
            Self::Class { sample, found, classes } => {
                write!(out, "sample {sample} is of class {found}, expected 0 to {}", classes - 1)
            }
            Self::Fractions => {
                write!(out, "the fractions of a split are above 0, with a sum of at most 1")
            }
        }
    }
}

impl core::error::Error for DataError {}
