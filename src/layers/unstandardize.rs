//! The inverse of standardisation: outputs in the units of the targets.
//!
//! ```text
//! y = x·deviation + mean      dx = dy·deviation
//! x, y: N × B,  mean, deviation: N
//! ```
//!
//! The last layer of a regression. The layers before it work with numbers around 0 and 1, where
//! initial weights and learning rates suit them; the network gives metres or kelvin. The loss then
//! is in those units as well. Mean and deviation are stored and not trained. Cost: a
//! multiplication and an addition each.
//!
//! Source: LeCun, Bottou, Orr, Müller, *Efficient BackProp* (1998), sections 4.3 and 4.5.

use super::statistics::{StandardizeError, statistics};
use crate::{
    Backward, Forward, Init, Initializer, Scalar, Weight, losses::Elements, parameters, zeros,
};
use core::fmt;
use nalgebra::{ArrayStorage, SMatrix, SVector};
use rand::Rng;

/// y = x·deviation + mean, feature by feature, with statistics that are [fitted](Self::fit) to
/// the targets.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
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

impl<const N: usize, W: Weight> Unstandardize<N, W> {
    /// A layer from the mean and the deviation of each feature.
    pub const fn new(mean: [W; N], deviation: [W; N]) -> Self {
        Self {
            mean: SVector::from_array_storage(ArrayStorage([mean])),
            deviation: SVector::from_array_storage(ArrayStorage([deviation])),
        }
    }
}

impl<const N: usize, T: Scalar> Unstandardize<N, T> {
    /// Takes mean and deviation from targets, as a loss takes them: vectors, arrays, or for one output
    /// the numbers themselves. It is the population's deviation, divided by the number of samples, and
    /// 1 for a feature that is constant. The sums are in `f64`.
    ///
    /// Give it the training data alone: statistics of validation or test data leak into training.
    ///
    /// # Errors
    /// No samples, a number that is NaN or infinite, or numbers so large that their deviation is
    /// not finite. The layer is as it was then.
    pub fn fit(&mut self, targets: &[impl Elements<T, N>]) -> Result<(), StandardizeError> {
        let vectors = targets.iter().map(|target| {
            let mut vector: SVector<T, N> = zeros();
            vector.iter_mut().zip(target.elements()).for_each(|(x, t)| *x = t);
            vector
        });
        (self.mean, self.deviation) = statistics(vectors)?;
        Ok(())
    }
}

/// The identity: mean 0 and deviation 1.
impl<const N: usize, T: Scalar> Default for Unstandardize<N, T> {
    fn default() -> Self {
        Self::new([T::zero(); N], [T::one(); N])
    }
}

impl<const N: usize, const B: usize, T: Scalar> Forward<SMatrix<T, N, B>> for Unstandardize<N, T> {
    type Output = SMatrix<T, N, B>;

    #[inline]
    fn forward(&self, x: &SMatrix<T, N, B>) -> Self::Output {
        let mut y: Self::Output = zeros();
        for (x, y) in x.data.0.iter().zip(&mut y.data.0) {
            let statistics = self.mean.iter().zip(&self.deviation);
            for ((y, &x), (&mean, &deviation)) in y.iter_mut().zip(x).zip(statistics) {
                *y = x * deviation + mean;
            }
        }
        y
    }
}

impl<const N: usize, const B: usize, T: Scalar> Backward<SMatrix<T, N, B>> for Unstandardize<N, T> {
    type Cache = ();

    #[inline]
    fn forward_train<R: Rng + ?Sized>(
        &self,
        x: &SMatrix<T, N, B>,
        _: &mut R,
    ) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(
        &self,
        _: &SMatrix<T, N, B>,
        _: &Self::Output,
        _: &(),
        dy: &Self::Output,
    ) -> SMatrix<T, N, B> {
        let mut dx: SMatrix<T, N, B> = zeros();
        for (dy, dx) in dy.data.0.iter().zip(&mut dx.data.0) {
            for ((dx, &dy), &deviation) in dx.iter_mut().zip(dy).zip(&self.deviation) {
                *dx = dy * deviation;
            }
        }
        dx
    }

    #[inline]
    fn backward_parameters(
        &self,
        _: &SMatrix<T, N, B>,
        _: &Self::Output,
        _: &(),
        _: &Self::Output,
        _: &mut (),
    ) {
    }
}

parameters! {
    [const N: usize, W: Weight] Unstandardize<N, W> as W => () {
        mean: vector,
        deviation: vector,
    }
}

/// Mean 0 and deviation 1, by whatever rule.
impl<const N: usize, T: Scalar> Init for Unstandardize<N, T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.mean.fill(T::zero());
        self.deviation.fill(T::one());
    }
}

impl<const N: usize, T> fmt::Debug for Unstandardize<N, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Unstandardize<{N}> ({} parameters, not trained)", 2 * N)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
