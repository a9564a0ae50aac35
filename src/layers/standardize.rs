//! Standardisation: inputs brought to mean 0 and deviation 1.
//!
//! ```text
//! y = (x − mean) / deviation      dx = dy / deviation
//! x, y: N × B,  mean, deviation: N
//! ```
//!
//! Features in metres, kelvin and pixels differ by orders of magnitude, and gradient descent with
//! one learning rate then crawls along the small ones. Standardised features have mean 0 and
//! deviation 1 over the data. As a layer the statistics are part of the network: they are saved
//! with it, and it takes raw inputs wherever it runs. They are stored and not trained. Cost: a subtraction and a
//! division for each number.
//!
//! With u = 2⁻²⁴ in `f32` and 2⁻⁵³ in `f64`: [`fit`](Standardize::fit) gives a deviation that errs by
//! at most 4u of itself and a mean by 2u of itself, wherever the data lie. The subtraction brings no
//! error of its own where x lies near the mean, but the mean is stored as one number: so y errs by
//! at most 8u·(|y| + |mean|/deviation). In `f32`, at a mean of 10⁶ deviations, that is up to ±0.5, and one deviation
//! spans only 16 distinct numbers there. Take a known offset from such data before they become `f32`, or fit and
//! standardise in `f64`.
//!
//! Source: LeCun, Bottou, Orr, Müller, *Efficient BackProp* (1998), section 4.3.

use super::statistics::{StandardizeError, statistics, with_statistics};
use crate::Scalar;
use nalgebra::SVector;

/// y = (x − mean) / deviation, feature by feature, with statistics that are
/// [fitted](Self::fit) to data.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same, and arrays of such: the same statistics at every step of a sequence and at every
/// place of an image, whose channels are the features.
///
/// NaN and ±∞ pass. PyTorch has no such layer; scikit-learn: `StandardScaler`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Two features, the second a hundred times as large.
/// let data = [SVector::from([1.0, 100.0]), SVector::from([5.0, 500.0])];
/// let mut layer = Standardize::default();
/// layer.fit(&data)?;
/// assert_eq!(layer.forward(&data[0]), SVector::from([-1.0, -1.0]));
///
/// // Sequences, and images row by row, are fitted to all of their steps.
/// let sequences = [data, data];
/// let mut of_sequences = Standardize::default();
/// of_sequences.fit(sequences.as_flattened())?;
/// assert!(of_sequences == layer);
/// # Ok::<(), StandardizeError>(())
/// ```
#[doc(alias = "StandardScaler")]
#[doc(alias = "normalize")]
#[doc(alias = "z-score")]
#[derive(Clone, PartialEq)]
pub struct Standardize<const N: usize, T = f32> {
    /// The mean of each feature.
    pub mean: SVector<T, N>,
    /// The standard deviation of each feature.
    pub deviation: SVector<T, N>,
}

impl<const N: usize, T: Scalar> Standardize<N, T> {
    /// Takes mean and deviation from data: the population's deviation, divided by the number of
    /// samples, and 1 for a feature that is constant. It is computed in `f64`, from the differences to
    /// the mean, so that data far from 0 lose nothing.
    ///
    /// Give it the training data alone: statistics of validation or test data leak into training.
    ///
    /// # Errors
    /// No samples, a number that is NaN or infinite, or numbers so large that their deviation is
    /// not finite. The layer is as it was then.
    pub fn fit<'a>(
        &mut self,
        samples: impl IntoIterator<Item = &'a SVector<T, N>, IntoIter: Clone>,
    ) -> Result<(), StandardizeError> {
        (self.mean, self.deviation) = statistics(samples.into_iter().copied())?;
        Ok(())
    }
}

with_statistics! {
    Standardize,
    forward: |x, mean, deviation| (x - mean) / deviation,
    backward: |dy, deviation| dy / deviation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Backward, Forward};

    #[test]
    fn two_numbers_by_hand() {
        // (9 − 3)/2 = 3; with dy = 10: dx = 10/2.
        let layer = Standardize::new([3.0], [2.0]);
        let (x, dy) = (SVector::from([9.0]), SVector::from([10.0]));
        let y = layer.forward(&x);
        assert_eq!((y[0], layer.backward(&x, &y, &(), &dy, &mut ())[0]), (3.0, 5.0));
    }

    #[test]
    fn a_failed_fit_changes_nothing() {
        let mut layer = Standardize::new([3.0], [2.0]);
        assert!(layer.fit(&[SVector::from([f64::INFINITY])]).is_err());
        assert_eq!(layer, Standardize::new([3.0], [2.0]));
    }
}
