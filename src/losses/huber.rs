//! The Huber loss: squared near the target, absolute far from it.
//!
//! ```text
//! d = y − t      h(d) = d²/2 where |d| ≤ δ, else δ·(|d| − δ/2)      L = Σ h(d) / (N·n)
//! dy = clamp(d, −δ, δ) / (N·n)                                      N outputs, n samples
//! ```
//!
//! For regression on data with large errors in it: an outlier pulls with δ at most, and close to
//! the target the slope shrinks with the error, as with squared error.
//!
//! # Error
//! At most, in units in the last place, of one sample:
//!
//! | ulp | L | dy |
//! |---|---|---|
//! | `f32` | 2.0 | 0.6 |
//! | `f64` | 1.5 | 0.6 |
//!
//! Source: Huber, *Robust Estimation of a Location Parameter* (1964), Annals of Mathematical
//! Statistics 35, pages 73–101.

use crate::{
    Scalar,
    losses::{Elements, LossError, LossKind, SampleLoss, mean, part::Targets, sample, target},
};
use nalgebra::{SMatrix, SVector};

/// The mean over all outputs and samples of d²/2 where |d| ≤ δ, and δ·(|d| − δ/2) beyond.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// y: `SMatrix<T, N, B>`, one target for each sample; the gradient has the shape of y.
///
/// ±∞ gives +∞ with a slope of ±δ, NaN gives NaN. PyTorch: `nn.HuberLoss(delta=δ)`; for δ = 1 also `nn.SmoothL1Loss()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Errors of 0.5 and 3: 0.125 and 2.5.
/// let y = SMatrix::<f32, 1, 2>::from([[2.5], [5.0]]);
/// let (loss, dy) = Huber::new().gradient(&y, &[2.0, 2.0])?;
/// assert_eq!((loss, dy[0], dy[1]), (1.3125, 0.25, 0.5));
/// # Ok::<(), constnet::losses::LossError>(())
/// ```
#[doc(alias = "HuberLoss")]
#[doc(alias = "SmoothL1Loss")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Huber {
    delta: f64,
}

impl Huber {
    /// δ = 1.
    pub const fn new() -> Self {
        Self { delta: 1.0 }
    }

    /// With the error δ up to which the loss is squared, above 0; with any other the loss is an
    /// error.
    pub const fn delta(delta: f64) -> Self {
        Self { delta }
    }
}

impl Default for Huber {
    fn default() -> Self {
        Self::new()
    }
}

impl LossKind for Huber {
    fn settings<T: Scalar>(&self) -> Result<(), LossError> {
        let delta = T::from_f64(self.delta);
        if delta.is_finite() && delta > T::zero() {
            return Ok(());
        }
        let expected = "a number that is finite and above 0 in the network's number type";
        Err(LossError::Setting { name: "δ", found: self.delta, expected })
    }
}

impl<T: Scalar, const N: usize, Target: Elements<T, N>> SampleLoss<T, N, Target> for Huber {
    fn check(&self, target: &Target) -> Result<(), LossError> {
        target::finite(target)
    }

    fn sample(&self, y: &SVector<T, N>, target: &Target) -> Result<(T, SVector<T, N>), LossError> {
        sample::alone(self, y, target)
    }

    #[inline]
    fn batch<'t, const B: usize>(
        &self,
        y: &SMatrix<T, N, B>,
        targets: impl Targets<'t, Target>,
        divisor: f64,
        dy: &mut SMatrix<T, N, B>,
    ) -> Result<T, LossError>
    where
        Target: 't,
    {
        let delta = T::from_f64(self.delta);
        let half = T::from_f64(0.5);
        let quarter_delta = T::from_f64(0.25) * delta;
        Ok(mean::over_elements(y, targets, divisor, dy, |y, t| {
            let d = y - t;
            // d/2, because d may overflow where its share of the mean does not.
            let half_d = half * y - half * t;
            if d > delta {
                ([delta + delta, half_d - quarter_delta], delta)
            } else if d < -delta {
                ([delta + delta, -half_d - quarter_delta], -delta)
            } else {
                ([half * d, d], d)
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Loss;

    #[test]
    fn two_numbers_by_hand() {
        // δ = 2. Errors of −1 and −5: 1/2 and 2·(5 − 1) = 8, mean 4.25; slopes −1/2 and −2/2.
        let y = SVector::<f64, 2>::from([0.0, -4.0]);
        let (loss, dy) = Huber::delta(2.0).gradient(&y, &[[1.0, 1.0]]).unwrap();
        assert_eq!((loss, dy), (4.25, SVector::from([-0.5, -1.0])));
    }
}
