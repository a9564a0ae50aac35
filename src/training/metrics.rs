//! Metrics: what people read, where a [`Loss`](crate::Loss) is what gradients need.

use core::fmt;

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
    outside: usize,
}

impl<const C: usize> Default for ConfusionMatrix<C> {
    fn default() -> Self {
        Self { counts: [[0; C]; C], outside: 0 }
    }
}

impl<const C: usize> ConfusionMatrix<C> {
    /// From pairs of the true class and the predicted one.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut matrix = Self::default();
        pairs.into_iter().for_each(|(truth, predicted)| matrix.add(truth, predicted));
        matrix
    }

    /// Counts one prediction; one with a class out of range counts as wrong.
    pub fn add(&mut self, truth: usize, predicted: usize) {
        match self.counts.get_mut(truth).and_then(|row| row.get_mut(predicted)) {
            Some(count) => *count += 1,
            None => self.outside += 1,
        }
    }

    /// How often `truth` was taken for `predicted`; 0 out of range.
    pub fn count(&self, truth: usize, predicted: usize) -> usize {
        self.counts.get(truth).and_then(|row| row.get(predicted)).copied().unwrap_or(0)
    }

    /// How many predictions were counted.
    pub fn total(&self) -> usize {
        self.counts.iter().flatten().sum::<usize>() + self.outside
    }

    /// The part of the predictions that is right, in 0 ..= 1; NaN of none.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..C).map(|c| self.counts[c][c]).sum();
        right as f64 / self.total() as f64
    }

    /// Of the samples of a class, the part found; `None` if there are none.
    pub fn recall(&self, class: usize) -> Option<f64> {
        ratio(self.count(class, class), (0..C).map(|p| self.count(class, p)).sum())
    }

    /// Of the predictions of a class, the part that is right; `None` if there are none.
    pub fn precision(&self, class: usize) -> Option<f64> {
        ratio(self.count(class, class), (0..C).map(|t| self.count(t, class)).sum())
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl<const C: usize> fmt::Display for ConfusionMatrix<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "true\\predicted")?;
        (0..C).try_for_each(|c| write!(out, "{c:5}"))?;
        for (truth, row) in self.counts.iter().enumerate() {
            write!(out, "\n{truth:14}")?;
            row.iter().try_for_each(|n| write!(out, "{n:5}"))?;
        }
        Ok(())
    }
}
