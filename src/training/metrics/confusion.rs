//! Which classes are taken for which.

use super::ratio;
#[cfg(feature = "alloc")]
use super::{Answers, Classified, argmax};
#[cfg(feature = "alloc")]
use crate::{Forward, Scalar, training::Dataset};
use core::fmt;

/// How often class i was taken for class j: rows are the truth, columns the predictions.
///
/// A prediction that is no class at all, such as that of an output with a NaN, counts as wrong for
/// its true class, and one for a true class that does not exist as wrong for the predicted class.
///
/// ```
/// use constnet::training::metrics::ConfusionMatrix;
///
/// let matrix = ConfusionMatrix::<2>::from_pairs([(0, 0), (0, 1), (1, 1), (1, 1)]);
/// assert_eq!(matrix.accuracy(), 0.75);
/// assert_eq!((matrix.recall(0), matrix.precision(1)), (Some(0.5), Some(2.0 / 3.0)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfusionMatrix<const C: usize> {
    counts: [[usize; C]; C],
    /// For each true class, the predictions that are no class.
    unpredicted: [usize; C],
    /// For each predicted class, the truths that are no class.
    unknown: [usize; C],
    /// Neither truth nor prediction is a class.
    neither: usize,
}

impl<const C: usize> Default for ConfusionMatrix<C> {
    fn default() -> Self {
        Self { counts: [[0; C]; C], unpredicted: [0; C], unknown: [0; C], neither: 0 }
    }
}

impl<const C: usize> ConfusionMatrix<C> {
    /// Of a classifier on data: what it predicts is the class with the largest output. An output
    /// with a NaN counts as wrong. With one output it does not compile: see
    /// [`binary`](ConfusionMatrix::binary).
    #[cfg(feature = "alloc")]
    pub fn of<X, N, Target>(net: &N, data: &Dataset<'_, X, Target>) -> Self
    where
        N: Forward<X, Output: Classified<Target, C>> + ?Sized,
    {
        let () = super::classes::Classes::<C>::SEVERAL;
        let mut matrix = Self::default();
        super::classes::each(net, data, |truth, y| {
            let undecided = y.iter().any(|y| y.to_f64().is_nan());
            matrix.add(truth, if undecided { usize::MAX } else { argmax(y) });
        });
        matrix
    }

    /// From pairs of the true class and the predicted one.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut matrix = Self::default();
        pairs.into_iter().for_each(|(truth, predicted)| matrix.add(truth, predicted));
        matrix
    }

    /// Counts one prediction; one that is out of range, or whose truth is, counts as wrong.
    pub fn add(&mut self, truth: usize, predicted: usize) {
        let count = match (truth < C, predicted < C) {
            (true, true) => &mut self.counts[truth][predicted],
            (true, false) => &mut self.unpredicted[truth],
            (false, true) => &mut self.unknown[predicted],
            (false, false) => &mut self.neither,
        };
        *count += 1;
    }

    /// How often `truth` was taken for `predicted`; 0 out of range.
    pub fn count(&self, truth: usize, predicted: usize) -> usize {
        self.counts.get(truth).and_then(|row| row.get(predicted)).copied().unwrap_or(0)
    }

    /// How many predictions were counted.
    pub fn total(&self) -> usize {
        let edges = self.unpredicted.iter().chain(&self.unknown);
        self.counts.iter().flatten().chain(edges).sum::<usize>() + self.neither
    }

    /// The counts: one row per true class, one column per predicted class.
    pub const fn rows(&self) -> &[[usize; C]; C] {
        &self.counts
    }

    /// The fraction of the predictions that are right, in 0 ..= 1; NaN if there are none.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..C).map(|c| self.counts[c][c]).sum();
        right as f64 / self.total() as f64
    }

    /// The fraction of the samples of a class that were found; `None` if there are none.
    pub fn recall(&self, class: usize) -> Option<f64> {
        let row: usize = (0..C).map(|p| self.count(class, p)).sum();
        ratio(self.count(class, class), row + self.unpredicted.get(class)?)
    }

    /// The fraction of the predictions of a class that are right; `None` if there are none.
    pub fn precision(&self, class: usize) -> Option<f64> {
        let column: usize = (0..C).map(|t| self.count(t, class)).sum();
        ratio(self.count(class, class), column + self.unknown.get(class)?)
    }

    /// The harmonic mean of precision and recall, 2·right / (truths + predictions); `None` for a class that is
    /// neither among the truths nor among the predictions.
    #[doc(alias = "F1")]
    pub fn f1(&self, class: usize) -> Option<f64> {
        let truths: usize = (0..C).map(|p| self.count(class, p)).sum();
        let predictions: usize = (0..C).map(|t| self.count(t, class)).sum();
        let both = truths + self.unpredicted.get(class)? + predictions + self.unknown.get(class)?;
        ratio(2 * self.count(class, class), both)
    }

    /// The mean [`recall`](Self::recall) of the classes that occur, among truths or predictions, each with the
    /// same weight; one that has none counts as 0.
    ///
    /// scikit-learn: `recall_score(average="macro")`.
    #[doc(alias = "balanced accuracy")]
    pub fn macro_recall(&self) -> f64 {
        self.mean(Self::recall)
    }

    /// The mean [`precision`](Self::precision), likewise.
    ///
    /// scikit-learn: `precision_score(average="macro")`.
    pub fn macro_precision(&self) -> f64 {
        self.mean(Self::precision)
    }

    /// The mean [`f1`](Self::f1), likewise.
    ///
    /// scikit-learn: `f1_score(average="macro")`.
    pub fn macro_f1(&self) -> f64 {
        self.mean(Self::f1)
    }

    /// Of the classes that occur; NaN of none.
    fn mean(&self, of: impl Fn(&Self, usize) -> Option<f64>) -> f64 {
        let occur = || (0..C).filter(|&class| self.f1(class).is_some());
        occur().map(|class| of(self, class).unwrap_or(0.0)).sum::<f64>() / occur().count() as f64
    }
}

#[cfg(feature = "alloc")]
impl ConfusionMatrix<2> {
    /// Of a network with one output on data: what it predicts is 1, yes, where the output is above
    /// `threshold`, and 0, no, elsewhere. An output that is NaN counts as wrong, and so does every one if
    /// the threshold is.
    ///
    /// ```
    /// use constnet::{prelude::*, training::metrics::ConfusionMatrix};
    ///
    /// let inputs = [[-2.0_f32], [0.5], [3.0]].map(SVector::from);
    /// let data = Dataset::new(&inputs, &[false, false, true])?;
    /// let matrix = ConfusionMatrix::binary(&Identity, &data, 0.0);
    /// assert_eq!((matrix.recall(1), matrix.precision(1)), (Some(1.0), Some(0.5)));
    /// # Ok::<(), constnet::training::DataError>(())
    /// ```
    pub fn binary<X, N, Target>(net: &N, data: &Dataset<'_, X, Target>, threshold: f64) -> Self
    where
        N: Forward<X, Output: Answers<Target>> + ?Sized,
    {
        let mut matrix = Self::default();
        super::binary::each(net, data, |truth, y| {
            let predicted = y.partial_cmp(&threshold);
            let predicted = predicted.map_or(usize::MAX, |order| usize::from(order.is_gt()));
            matrix.add(usize::from(truth), predicted);
        });
        matrix
    }
}

/// A table, with a column and a row "none" where there were predictions or truths that are no class.
impl<const C: usize> fmt::Display for ConfusionMatrix<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = self.neither > 0 || self.unknown.iter().any(|&n| n > 0);
        let undecided = self.neither > 0 || self.unpredicted.iter().any(|&n| n > 0);
        let edges = self.unpredicted.iter().chain(&self.unknown).chain([&self.neither, &C]);
        let largest = self.counts.iter().flatten().chain(edges).max().copied().unwrap_or(0);
        // A space and the digits of the largest number, and a word with a space is 5 wide.
        let width = 5.max(2 + largest.checked_ilog10().unwrap_or(0) as usize);

        write!(out, "true\\predicted")?;
        (0..C).try_for_each(|class| write!(out, "{class:width$}"))?;
        if undecided {
            write!(out, "{:>width$}", "none")?;
        }
        for (truth, (row, none)) in self.counts.iter().zip(&self.unpredicted).enumerate() {
            write!(out, "\n{truth:14}")?;
            row.iter().try_for_each(|n| write!(out, "{n:width$}"))?;
            if undecided {
                write!(out, "{none:width$}")?;
            }
        }
        if unknown {
            write!(out, "\n{:>14}", "none")?;
            self.unknown.iter().try_for_each(|n| write!(out, "{n:width$}"))?;
            if undecided {
                write!(out, "{:width$}", self.neither)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predictions_out_of_range_are_in_recall_and_truths_in_precision() {
        // Class 0: one found, one taken for no class. Class 1: predicted for a class that is none.
        let pairs = [(0, 0), (0, usize::MAX), (1, 1), (7, 1), (7, 7)];
        let matrix = ConfusionMatrix::<2>::from_pairs(pairs);
        assert_eq!((matrix.recall(0), matrix.precision(0)), (Some(0.5), Some(1.0)));
        assert_eq!((matrix.recall(1), matrix.precision(1)), (Some(1.0), Some(0.5)));
        assert_eq!((matrix.total(), matrix.accuracy()), (5, 0.4));
        assert_eq!((matrix.recall(2), matrix.precision(2)), (None, None));
    }
}
