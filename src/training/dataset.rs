//! Data for training: samples with their targets, in batches of constant size.

use super::{ClassIndices, MiniBatch, NumericTarget, Rows};
use crate::{
    losses::{wrong_class, wrong_target},
    scalar::Printed,
    values::{Place, Sample, Value},
};
use core::fmt;

/// Samples and their targets, checked: as many of one as of the other, at least one, all numbers
/// finite, and the targets in the range that the constructor is named after.
///
/// | targets | constructor | checked |
/// |---|---|---|
/// | numbers or `bool`, or vectors, arrays and tuples of them | [`new`](Self::new) | finite |
/// | the same | [`probabilities`](Self::probabilities) | from 0 to 1 |
/// | class indices, or arrays of them | [`classes`](Self::classes) | below the number of classes |
/// | any, such as a class and a number for two heads | [`of`](Self::of) | nothing |
///
/// All of them may be [`Weighted`](crate::losses::Weighted); what has the weight 0 is not looked at. What else a loss asks of its
/// targets, [`fit`](super::fit()) checks before the first step.
///
/// A sample is an `SVector<T, N>`, an array of samples (a sequence, an image) or a tuple: a [`Sample`]. Arrays of
/// numbers become vectors by `.map(SVector::from)`.
///
/// It borrows its samples. Parts for training and for a test are picked beforehand: see [`split`](super::split).
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
/// Sequences of two steps, with a class for each step:
/// ```
/// use constnet::prelude::*;
///
/// let sequence = [SVector::from([0.0_f32]), SVector::from([f32::NAN])];
/// let error = Dataset::classes(&[sequence], &[[0, 1]], 2).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "feature 0 of sample 0, at `[1]`, is NaN, expected a finite number"
/// );
/// ```
#[derive(Debug)]
pub struct Dataset<'a, X, Target> {
    inputs: Rows<'a, X>,
    targets: Rows<'a, Target>,
}

impl<X, Target> Clone for Dataset<'_, X, Target> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<X, Target> Copy for Dataset<'_, X, Target> {}

impl<'a, X: Sample, Target: NumericTarget> Dataset<'a, X, Target> {
    /// A data set whose targets are any numbers.
    ///
    /// # Errors
    /// If it is empty, if there are not as many targets as inputs, or if a number is not finite.
    pub fn new(inputs: &'a [X], targets: &'a [Target]) -> Result<Self, DataError> {
        Self::of_numbers(inputs, targets, "a finite number", |t| t.is_finite())
    }

    /// A data set whose targets are probabilities: for [`SigmoidCrossEntropy`] and its like.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if a target is not from 0 to 1.
    ///
    /// [`SigmoidCrossEntropy`]: crate::SigmoidCrossEntropy
    pub fn probabilities(inputs: &'a [X], targets: &'a [Target]) -> Result<Self, DataError> {
        Self::of_numbers(inputs, targets, "a number from 0 to 1", |t| (0.0..=1.0).contains(&t))
    }

    fn of_numbers(
        inputs: &'a [X],
        targets: &'a [Target],
        expected: &'static str,
        accept: impl Fn(f64) -> bool,
    ) -> Result<Self, DataError> {
        Self::checked(inputs, targets, |sample, target| match target.outside(&accept) {
            Some((place, found)) => Err(DataError::Target { sample, place, found, expected }),
            None => Ok(()),
        })
    }
}

impl<'a, X: Sample, Target: ClassIndices> Dataset<'a, X, Target> {
    /// A data set of samples that each belong to one of `classes` classes, or have a class in each place.
    ///
    /// # Errors
    /// If it is empty, if there are not as many targets as inputs, if a number is not finite, or if a
    /// class is not below `classes`.
    pub fn classes(
        inputs: &'a [X],
        targets: &'a [Target],
        classes: usize,
    ) -> Result<Self, DataError> {
        Self::checked(inputs, targets, |sample, target| match target.beyond(classes) {
            Some((place, found)) => Err(DataError::Class { sample, place, found, classes }),
            None => Ok(()),
        })
    }
}

impl<'a, X: Sample, Target> Dataset<'a, X, Target> {
    /// A data set whose targets may be anything: [`fit`](super::fit()) asks the loss about all of them
    /// before the first step.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// // For two heads, a class and a number.
    /// let inputs = [SVector::from([0.0_f32, 1.0]), SVector::from([1.0, 0.0])];
    /// assert_eq!(Dataset::of(&inputs, &[(0_usize, 0.5_f32), (1, 2.0)])?.len(), 2);
    /// # Ok::<(), constnet::training::DataError>(())
    /// ```
    ///
    /// # Errors
    /// If it is empty, if there are not as many targets as inputs, or if a number of an input is not
    /// finite.
    pub fn of(inputs: &'a [X], targets: &'a [Target]) -> Result<Self, DataError> {
        Self::checked(inputs, targets, |_, _| Ok(()))
    }

    fn checked(
        inputs: &'a [X],
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
            if let Some((place, feature, found)) = x.not_finite() {
                return Err(DataError::Input { sample, place, feature, found });
            }
            check(sample, target)?;
        }
        Ok(Self { inputs: Rows::of(inputs), targets: Rows::of(targets) })
    }

    /// The windows of a record: L steps each, every one beginning `stride` steps after the one before, with a target
    /// for each step. They are borrowed, however much they overlap; steps behind the last window are left out.
    ///
    /// In [`fit`](super::fit()) windows are sequences like any others, shuffled, and each begins at rest. For
    /// windows that follow each other there is [`Fit::carried`](super::Fit::carried). What a window should not
    /// learn from, such as its first steps, gets the weight 0 ([`Weighted`](crate::losses::Weighted)).
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// // What comes next?
    /// let record = [0.0, 1.0, 2.0, 3.0, 4.0].map(|x: f32| SVector::from([x]));
    /// let next = [1.0_f32, 2.0, 3.0, 4.0, 5.0];
    /// let data = Dataset::windows::<3>(&record, &next, 2)?;
    /// assert!(data.targets().iter().eq(&[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]]));
    ///
    /// let error = Dataset::windows::<6>(&record, &next, 1).unwrap_err();
    /// assert_eq!(error.to_string(), "a record of 5 steps has no window of 6");
    /// # Ok::<(), constnet::training::DataError>(())
    /// ```
    ///
    /// # Errors
    /// If there are not as many targets as steps, if the record is shorter than a window, if L or the stride
    /// is 0, or if a number of an input is not finite; a sample is a step then.
    pub fn windows<const L: usize>(
        record: &'a [X],
        targets: &'a [Target],
        stride: usize,
    ) -> Result<Dataset<'a, [X; L], [Target; L]>, DataError> {
        Self::check_windows(record, targets, L, stride)?;
        Ok(Dataset {
            inputs: Rows::windows(record, stride),
            targets: Rows::windows(targets, stride),
        })
    }

    /// The same with one target for each window, that of its last step: for networks with
    /// [`Last`](crate::Last), which answer at the end.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let record = [0.0, 1.0, 2.0, 3.0].map(|x: f32| SVector::from([x]));
    /// let data = Dataset::windows_to_last::<3>(&record, &[false, false, true, false], 1)?;
    /// assert!(data.targets().iter().eq(&[true, false]));
    /// # Ok::<(), constnet::training::DataError>(())
    /// ```
    ///
    /// # Errors
    /// As [`windows`](Self::windows).
    pub fn windows_to_last<const L: usize>(
        record: &'a [X],
        targets: &'a [Target],
        stride: usize,
    ) -> Result<Dataset<'a, [X; L], Target>, DataError> {
        Self::check_windows(record, targets, L, stride)?;
        Ok(Dataset {
            inputs: Rows::windows(record, stride),
            targets: Rows::last_of_windows(targets, L, stride),
        })
    }

    fn check_windows(
        record: &'a [X],
        targets: &'a [Target],
        window: usize,
        stride: usize,
    ) -> Result<(), DataError> {
        Self::of(record, targets)?;
        if stride == 0 {
            return Err(DataError::Stride);
        }
        if window == 0 || record.len() < window {
            return Err(DataError::Window { window, record: record.len() });
        }
        Ok(())
    }
}

impl<'a, X, Target> Dataset<'a, X, Target> {
    /// The samples.
    pub const fn inputs(&self) -> Rows<'a, X> {
        self.inputs
    }

    /// Their targets.
    pub const fn targets(&self) -> Rows<'a, Target> {
        self.targets
    }

    /// The samples with their targets, in order.
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// let inputs = [[0.0], [1.0]].map(SVector::<f32, 1>::from);
    /// let data = Dataset::new(&inputs, &[0.5_f32, 2.5])?;
    /// let net = Dense::new([[2.0]], [0.0]);
    /// let errors: Vec<f32> = data.iter().map(|(x, t)| net.forward(x)[0] - t).collect();
    /// assert_eq!(errors, [-0.5, -0.5]);
    /// # Ok::<(), constnet::training::DataError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&'a X, &'a Target)> + use<'a, X, Target> {
        self.inputs.iter().zip(self.targets)
    }

    /// How many there are; at least one.
    #[allow(clippy::len_without_is_empty, reason = "a data set is never empty")]
    pub const fn len(&self) -> usize {
        self.inputs.len()
    }
}

impl<'a, X: Sample, Target: Clone> Dataset<'a, X, Target> {
    /// The samples numbered `order`, B at a time; the last batch may be partial. A number beyond the
    /// end means the last sample.
    pub fn batches<'o, const B: usize>(
        self,
        _: BatchSize<B>,
        order: &'o [usize],
    ) -> impl Iterator<Item = MiniBatch<X::Batch<B>, Target, B>> + use<'a, 'o, X, B, Target> {
        const { assert!(B > 0, "a batch has at least one sample") };
        let last = self.len() - 1;
        order.chunks(B).map(move |chunk| {
            // Columns beyond the samples repeat the first, as a `MiniBatch` has them.
            let sample = |b: usize| *chunk.get(b).unwrap_or(&chunk[0]).min(&last);
            let mut x = X::Batch::<B>::zeros();
            (0..B).for_each(|b| self.inputs[sample(b)].copy_to(&mut x, b));
            let targets = core::array::from_fn(|b| self.targets[sample(b)].clone());
            MiniBatch { x, targets, columns: chunk.len() }
        })
    }
}

/// A batch size, as a value: `BatchSize::<32>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchSize<const B: usize>;

/// [`BatchSize<B>`], and nothing else: so that a number in its place is told what to write.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a batch size",
    label = "expected `BatchSize::<64>`",
    note = "the batch size is part of the network's types, so it is known to the compiler: `Fit::new(seed).batch(BatchSize::<64>)`"
)]
pub trait SizeOfBatch<const B: usize> {}
impl<const B: usize> SizeOfBatch<B> for BatchSize<B> {}

/// Why data cannot be trained on.
#[derive(Clone, Copy, PartialEq)]
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
        /// Where in it.
        place: Place,
        /// Which of its features.
        feature: usize,
        /// Its value.
        found: f64,
    },
    /// A target outside its range.
    Target {
        /// Which sample.
        sample: usize,
        /// Where in it.
        place: Place,
        /// The first of its numbers that is outside.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// A class out of range.
    Class {
        /// Which sample.
        sample: usize,
        /// Where in it.
        place: Place,
        /// Its class.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A fraction of a split outside (0, 1), or fractions with a sum above 1.
    Fractions,
    /// Windows that begin where the one before does.
    Stride,
    /// A record without a window.
    Window {
        /// How many steps a window has.
        window: usize,
        /// How many the record has.
        record: usize,
    },
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
            Self::Input { sample, place, feature, found } => {
                write!(
                    out,
                    "feature {feature} of sample {sample}{} is {found}, expected a finite number",
                    place.behind()
                )
            }
            Self::Target { sample, place, found, expected } => {
                wrong_target(out, *sample, place, *found, expected)
            }
            Self::Class { sample, place, found, classes } => {
                wrong_class(out, *sample, place, *found, *classes)
            }
            Self::Fractions => {
                write!(out, "the fractions of a split are above 0, with a sum of at most 1")
            }
            Self::Stride => write!(out, "the stride of windows is 0, expected at least 1"),
            Self::Window { window: 0, .. } => {
                write!(out, "windows of 0 steps, expected at least 1")
            }
            Self::Window { window, record } => {
                write!(out, "a record of {record} steps has no window of {window}")
            }
            Self::EmptyPart { part, fraction, samples } => {
                write!(
                    out,
                    "part {part} of the split would be empty: {} of {samples} samples",
                    Printed(*fraction)
                )
            }
        }
    }
}

sentence! { DataError }

impl core::error::Error for DataError {}
