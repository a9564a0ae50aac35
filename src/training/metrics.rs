//! Metrics: what people read, where a [`Loss`](crate::Loss) is what gradients need.

#[cfg(feature = "alloc")]
use crate::{Forward, training::Dataset};
use crate::{Scalar, sum::Sum};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;
#[cfg(feature = "alloc")]
use nalgebra::SVector;

/// What a network gives for each sample, one after the other.
///
/// ```
/// use constnet::{prelude::*, training::metrics::outputs};
///
/// let net = Dense::new([[2.0_f32]], [1.0]);
/// assert_eq!(outputs(&net, &[[1.0], [2.0]].map(SVector::from)), [[3.0], [5.0]].map(SVector::from));
/// ```
#[cfg(feature = "alloc")]
pub fn outputs<'a, X: 'a, N: Forward<X> + ?Sized>(
    net: &N,
    inputs: impl IntoIterator<Item = &'a X>,
) -> Vec<N::Output> {
    inputs.into_iter().map(|x| net.forward(x)).collect()
}

/// The part of the samples whose class has the largest output, in 0 ..= 1: the accuracy of a
/// classifier on its logits or probabilities.
///
/// There is an output for each class, so at least 2: with one it does not compile. For one output and
/// targets that are `bool` there is [`binary_accuracy`].
///
/// ```
/// use constnet::{prelude::*, training::metrics::accuracy};
///
/// // Class 1 where the second number is the larger.
/// let inputs = [[1.0_f32, 2.0], [3.0, 0.0], [0.0, 4.0]].map(SVector::from);
/// let data = Dataset::classes(&inputs, &[1, 0, 0], 2)?;
/// assert_eq!(accuracy(&Identity, &data), 2.0 / 3.0);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
#[cfg(feature = "alloc")]
pub fn accuracy<X, T, N, const C: usize>(net: &N, data: &Dataset<'_, X, usize>) -> f64
where
    T: Scalar,
    N: Forward<X, Output = SVector<T, C>> + ?Sized,
{
    ConfusionMatrix::of(net, data).accuracy()
}

/// The part of the samples that a network with one output answers rightly, in 0 ..= 1: yes where the
/// output is above a threshold, 0 for a logit and ½ for a probability.
///
/// ```
/// use constnet::{prelude::*, training::metrics::binary_accuracy};
///
/// let inputs = [[-2.0_f32], [0.5], [3.0]].map(SVector::from);
/// let data = Dataset::new(&inputs, &[false, false, true])?;
/// assert_eq!(binary_accuracy(&Identity, &data, 0.0), 2.0 / 3.0);
/// // The sigmoid of a logit above 0 is a probability above ½.
/// assert_eq!(binary_accuracy(&Sigmoid, &data, 0.5), 2.0 / 3.0);
/// # Ok::<(), constnet::training::DataError>(())
/// ```
#[cfg(feature = "alloc")]
pub fn binary_accuracy<X, T, N>(net: &N, data: &Dataset<'_, X, bool>, threshold: f64) -> f64
where
    T: Scalar,
    N: Forward<X, Output = SVector<T, 1>> + ?Sized,
{
    ConfusionMatrix::binary(net, data, threshold).accuracy()
}

/// The number of the largest value, the lowest of equals; NaN is never the largest.
///
/// ```
/// assert_eq!(constnet::training::metrics::argmax(&[1.0, 3.0, 3.0]), 1);
/// ```
pub fn argmax<T: PartialOrd>(values: &[T]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        // `!(best >= best)` is a NaN in the lead.
        if *value > values[best]
            || (values[best].partial_cmp(&values[best]).is_none()
                && value.partial_cmp(value).is_some())
        {
            best = i;
        }
    }
    best
}

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
    pub fn of<X, T, N>(net: &N, data: &Dataset<'_, X, usize>) -> Self
    where
        T: Scalar,
        N: Forward<X, Output = SVector<T, C>> + ?Sized,
    {
        const {
            assert!(
                C >= 2,
                "a classifier has an output for each class, at least 2; with one output, take `bool` targets and `binary_accuracy`"
            );
        }
        Self::from_pairs(data.inputs().iter().zip(data.targets()).map(|(x, &truth)| {
            let y = net.forward(x);
            let undecided = y.iter().any(|y| y.to_f64().is_nan());
            (truth, if undecided { usize::MAX } else { argmax(y.as_slice()) })
        }))
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

    /// The part of the predictions that is right, in 0 ..= 1; NaN of none.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..C).map(|c| self.counts[c][c]).sum();
        right as f64 / self.total() as f64
    }

    /// Of the samples of a class, the part found; `None` if there are none.
    pub fn recall(&self, class: usize) -> Option<f64> {
        let row: usize = (0..C).map(|p| self.count(class, p)).sum();
        ratio(self.count(class, class), row + self.unpredicted.get(class)?)
    }

    /// Of the predictions of a class, the part that is right; `None` if there are none.
    pub fn precision(&self, class: usize) -> Option<f64> {
        let column: usize = (0..C).map(|t| self.count(t, class)).sum();
        ratio(self.count(class, class), column + self.unknown.get(class)?)
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
    pub fn binary<X, T, N>(net: &N, data: &Dataset<'_, X, bool>, threshold: f64) -> Self
    where
        T: Scalar,
        N: Forward<X, Output = SVector<T, 1>> + ?Sized,
    {
        Self::from_pairs(data.inputs().iter().zip(data.targets()).map(|(x, &truth)| {
            let order = net.forward(x)[0].to_f64().partial_cmp(&threshold);
            let predicted = order.map_or(usize::MAX, |order| usize::from(order.is_gt()));
            (usize::from(truth), predicted)
        }))
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
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

/// How far stated probabilities can be trusted: predictions, sorted into bins of equal width by
/// their confidence, and how often they were right. Bin i holds confidences from i/BINS to below
/// (i + 1)/BINS, the last one also 1.
///
/// Of the predictions that a calibrated classifier makes with confidence 0.8, 80 % are right.
/// Source: Guo, Pleiss, Sun, Weinberger (2017), *On calibration of modern neural networks*,
/// arXiv:1706.04599, section 2.
///
/// ```
/// use constnet::training::metrics::Calibration;
///
/// // Four times 70 % sure and always right: too modest by 30 %.
/// let calibration = Calibration::<10>::from_pairs([(0.7, true); 4]);
/// assert!((calibration.error() - 0.3).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration<const BINS: usize = 10> {
    bins: [Bin; BINS],
    outside: usize,
}

/// The predictions of a [`Calibration`] whose confidence lies in one range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    count: usize,
    confidence: Sum<f64>,
    right: usize,
}

impl Default for Bin {
    fn default() -> Self {
        Self { count: 0, confidence: Sum::new(), right: 0 }
    }
}

impl Bin {
    /// How many predictions there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Their mean confidence; `None` of none.
    pub fn confidence(&self) -> Option<f64> {
        (self.count > 0).then(|| self.confidence.total() / self.count as f64)
    }

    /// The part of them that is right; `None` of none.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.right, self.count)
    }
}

impl<const BINS: usize> Default for Calibration<BINS> {
    fn default() -> Self {
        Self { bins: [Bin::default(); BINS], outside: 0 }
    }
}

impl<const BINS: usize> Calibration<BINS> {
    /// From pairs of a prediction's confidence, in 0 ..= 1, and whether it was right.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (f64, bool)>) -> Self {
        let mut calibration = Self::default();
        pairs.into_iter().for_each(|(confidence, right)| calibration.add(confidence, right));
        calibration
    }

    /// Counts one prediction; a confidence outside 0 ..= 1 makes the error NaN.
    pub fn add(&mut self, confidence: f64, right: bool) {
        // The product is rounded, and may have crossed an edge: 0.29·100 is below 29. The edges decide,
        // as they are documented.
        let edge = |bin: usize| bin as f64 / BINS as f64;
        let last = BINS.saturating_sub(1);
        let mut number = ((confidence * BINS as f64) as usize).min(last);
        if number < last && confidence >= edge(number + 1) {
            number += 1;
        } else if number > 0 && confidence < edge(number) {
            number -= 1;
        }
        match self.bins.get_mut(number) {
            Some(bin) if (0.0..=1.0).contains(&confidence) => {
                bin.count += 1;
                bin.confidence.add(confidence);
                bin.right += usize::from(right);
            }
            _ => self.outside += 1,
        }
    }

    /// The bins, from the lowest confidence to the highest.
    pub const fn bins(&self) -> &[Bin; BINS] {
        &self.bins
    }

    /// The expected calibration error: the distance between confidence and accuracy in a bin, as a
    /// mean over the predictions, in 0 ..= 1; NaN of none.
    #[doc(alias = "ECE")]
    pub fn error(&self) -> f64 {
        if self.outside > 0 {
            return f64::NAN;
        }
        let count: usize = self.bins.iter().map(Bin::count).sum();
        // n·|confidence/n − right/n| is what a bin of n predictions adds.
        let mut distance = Sum::new();
        for bin in &self.bins {
            distance.add(Scalar::abs(bin.confidence.total() - bin.right as f64));
        }
        distance.total() / count as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_is_never_the_largest() {
        assert_eq!(argmax(&[f32::NAN, 1.0, 2.0]), 2);
        assert_eq!(argmax(&[1.0, f32::NAN, 0.0]), 0);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn an_output_with_nan_is_wrong() {
        let inputs = [SVector::from([0.0_f32])];
        let data = Dataset::classes(&inputs, &[0], 2).unwrap();
        let net = crate::Dense::new([[f32::NAN], [0.0]], [0.0, 0.0]);
        assert_eq!(accuracy(&net, &data), 0.0);
    }

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

    /// Each edge is in the bin that it begins, and the number before it is not.
    #[test]
    fn a_confidence_is_in_the_bin_whose_edges_it_lies_between() {
        fn edges<const BINS: usize>() {
            for i in 0..=BINS {
                let edge = i as f64 / BINS as f64;
                let place = |confidence| {
                    let calibration = Calibration::<BINS>::from_pairs([(confidence, true)]);
                    calibration.bins().iter().position(|bin| bin.count() == 1)
                };
                assert_eq!(place(edge), Some(i.min(BINS - 1)), "{i} of {BINS}");
                assert_eq!(place(edge.next_down()), i.checked_sub(1), "{i} of {BINS}");
                let next = if i < BINS { Some(i) } else { None };
                assert_eq!(place(edge.next_up()), next, "{i} of {BINS}");
            }
        }
        edges::<1>();
        edges::<2>();
        edges::<3>();
        edges::<7>();
        edges::<10>();
        edges::<49>();
        edges::<100>();
        edges::<1000>();
        edges::<1023>();
    }

    #[test]
    fn the_mean_of_a_million_equal_confidences_is_that_confidence() {
        let calibration = Calibration::<10>::from_pairs((0..1_000_000).map(|_| (0.3, false)));
        let near = |mean: f64| (mean - 0.3).abs() <= 4.0 * (0.3_f64.next_up() - 0.3);
        assert!(
            calibration.bins()[2].confidence().is_some_and(near)
                || calibration.bins()[3].confidence().is_some_and(near)
        );
        assert!(near(calibration.error()));
    }

    #[test]
    fn calibration_by_hand() {
        // Bin 0.5: mean 0.55, half right; bin 0.9: mean 1, all right. (2·0.05 + 2·0)/4.
        let pairs = [(0.5, true), (0.6 - 1e-9, false), (1.0, true), (1.0, true)];
        let calibration = Calibration::<10>::from_pairs(pairs);
        assert!((calibration.error() - 0.025).abs() < 1e-8);
        assert_eq!(calibration.bins()[9].accuracy(), Some(1.0));
        assert_eq!(calibration.bins()[0].confidence(), None);
        assert!(Calibration::<10>::from_pairs([(1.5, true)]).error().is_nan());
    }
}
