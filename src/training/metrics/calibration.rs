//! Whether probabilities can be believed.

use super::ratio;
use crate::{Scalar, sum::Sum};

/// How far stated probabilities can be trusted: predictions, sorted into bins of equal width by
/// their confidence, and how often they were right. Bin i holds confidences from i/BINS to below
/// (i + 1)/BINS, the last one also 1.
///
/// Of the predictions that a calibrated classifier makes with confidence 0.8, 80 % are right. A classifier that is too sure or too
/// modest is corrected by a [`temperature`](super::temperature()).
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

    /// Their mean confidence; `None` if there are none.
    pub fn confidence(&self) -> Option<f64> {
        (self.count > 0).then(|| self.confidence.total() / self.count as f64)
    }

    /// The fraction of them that are right; `None` if there are none.
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
