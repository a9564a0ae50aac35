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

use super::statistics::with_statistics;
use nalgebra::SVector;

/// y = x·deviation + mean, feature by feature, with statistics that are [fitted](Self::fit) to
/// the targets.
///
/// [Formula, gradient and source](self)
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
/// let targets = [SVector::from([280.0]), SVector::from([300.0])];
/// let mut layer = Unstandardize::default();
/// layer.fit(&targets)?;
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
    fn two_numbers_by_hand() {
        // 3·2 + 3 = 9; with dy = 10: dx = 10·2.
        let layer = Unstandardize::new([3.0], [2.0]);
        let (x, dy) = (SVector::from([3.0]), SVector::from([10.0]));
        let y = layer.forward(&x);
        assert_eq!((y[0], layer.backward(&x, &y, &(), &dy, &mut ())[0]), (9.0, 20.0));
    }
}
