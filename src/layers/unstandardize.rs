//! The inverse of standardisation: outputs in the units of the targets.
//!
//! ```text
//! y = x·deviation + mean      dx = dy·deviation
//! x, y: N × B,  mean, deviation: N
//! ```
//!
//! The last layer of a regression. The layers before it work with numbers around 0 and 1, where
//! initial weights and learning rates suit them; the network gives metres or kelvin. The loss is then in those units
//! as well. Mean and deviation are stored and not trained. Cost: a multiplication and an addition for each number.
//!
//! [`fit`](Unstandardize::fit) is that of [`Standardize`](super::standardize), and y errs by at most
//! 8u·(|x·deviation| + |mean|), u = 2⁻²⁴ in `f32` and 2⁻⁵³ in `f64`: the rounding of a result of that size.
//! Of targets far from 0 the loss and the gradient see no more than y has.
//!
//! Source: LeCun, Bottou, Orr, Müller, *Efficient BackProp* (1998), sections 4.3 and 4.5.

use super::statistics::{StandardizeError, statistics, with_statistics};
use crate::{Scalar, losses::Elements, zeros};
use nalgebra::SVector;

/// y = x·deviation + mean, feature by feature, with statistics that are [fitted](Self::fit) to
/// the targets.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same, and arrays of such: the same statistics at every step of a sequence and at every
/// place of an image, whose channels are the features.
///
/// NaN and ±∞ pass. PyTorch has no such layer; scikit-learn: `TransformedTargetRegressor` with a
/// `StandardScaler`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let mut layer = Unstandardize::default();
/// layer.fit(&[280.0, 300.0])?;
/// // One deviation above the mean.
/// assert_eq!(layer.forward(&SVector::from([1.0])), SVector::from([300.0]));
/// # Ok::<(), StandardizeError>(())
/// ```
#[doc(alias = "inverse_transform")]
#[doc(alias = "denormalize")]
#[derive(Clone, PartialEq)]
pub struct Unstandardize<const N: usize, T = f32> {
    /// The mean of each feature.
    pub mean: SVector<T, N>,
    /// The standard deviation of each feature.
    pub deviation: SVector<T, N>,
}

impl<const N: usize, T: Scalar> Unstandardize<N, T> {
    /// Takes mean and deviation from targets, as a loss takes them: vectors, arrays, or for one output
    /// the numbers themselves. It is the population's deviation, divided by the number of samples, and
    /// 1 for a feature that is constant. It is computed in `f64`, from the differences to the mean, so
    /// that targets far from 0 lose nothing.
    ///
    /// Give it the training data alone: statistics of validation or test data leak into training.
    ///
    /// # Errors
    /// No samples, a number that is NaN or infinite, or numbers so large that their deviation is
    /// not finite. The layer is as it was then.
    pub fn fit<'a, E: Elements<T, N> + 'a>(
        &mut self,
        targets: impl IntoIterator<Item = &'a E, IntoIter: Clone>,
    ) -> Result<(), StandardizeError> {
        let vectors = targets.into_iter().map(|target| {
            let mut vector: SVector<T, N> = zeros();
            vector.iter_mut().zip(target.elements()).for_each(|(x, t)| *x = t);
            vector
        });
        (self.mean, self.deviation) = statistics(vectors)?;
        Ok(())
    }
}

with_statistics! {
    Unstandardize,
    forward: |x, mean, deviation| x * deviation + mean,
    backward: |dy, deviation| dy * deviation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Backward, Forward};

    #[test]
    fn targets_are_what_a_loss_takes() {
        let (mut vectors, mut arrays, mut numbers) =
            (Unstandardize::default(), Unstandardize::default(), Unstandardize::default());
        vectors.fit(&[SVector::from([1.0]), SVector::from([5.0])]).unwrap();
        arrays.fit(&[[1.0], [5.0]]).unwrap();
        numbers.fit(&[1.0, 5.0]).unwrap();
        assert_eq!(vectors, Unstandardize::new([3.0], [2.0]));
        assert!(vectors == arrays && arrays == numbers);
    }

    #[test]
    fn two_numbers_by_hand() {
        // 3·2 + 3 = 9; with dy = 10: dx = 10·2.
        let layer = Unstandardize::new([3.0], [2.0]);
        let (x, dy) = (SVector::from([3.0]), SVector::from([10.0]));
        let y = layer.forward(&x);
        assert_eq!((y[0], layer.backward(&x, &y, &(), &dy, &mut ())[0]), (9.0, 20.0));
    }
}
