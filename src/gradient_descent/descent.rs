//! The descent, its settings and its outcome.

use super::DescentError;
use crate::Scalar;
use nalgebra::SVector;

/// Gradient descent with a fixed learning rate η, a tolerance and a maximum of steps.
///
/// For training on batches, with momentum or a rate of its own for each parameter, see
/// [`optimizers`](crate::optimizers).
///
/// # Example
/// Two variables: f(x) = (x₀ − 3)² + 10·(x₁ + 1)², a valley that is steeper along x₁.
/// ```
/// use constnet::{gradient_descent::{GradientDescent, Stop}, prelude::*};
///
/// let mut x = SVector::from([0.0, 0.0]);
/// let descent = GradientDescent::new(0.05)
///     .tolerance(1e-9)
///     .max_steps(1_000)
///     .minimize(&mut x, |x| SVector::from([2.0 * (x[0] - 3.0), 20.0 * (x[1] + 1.0)]))?;
/// assert_eq!(descent.stop, Stop::SmallStep);
/// assert!((x - SVector::from([3.0, -1.0])).amax() < 1e-7_f64);
/// # Ok::<(), constnet::gradient_descent::DescentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[doc(alias = "steepest descent")]
pub struct GradientDescent {
    rate: f64,
    pub(super) tolerance: f64,
    pub(super) max_steps: u64,
}

/// How a descent ended.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Descent {
    /// Which of the two rules ended it.
    pub stop: Stop,
    /// How many steps were taken.
    pub steps: u64,
    /// ‖step‖∞ of the last step: the largest move of a variable.
    pub last_step: f64,
}

/// Why a descent ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stop {
    /// The last step was no longer than the tolerance.
    SmallStep,
    /// The maximum of steps was taken, and the last one was longer than the tolerance.
    MaxSteps,
}

impl GradientDescent {
    /// Learning rate η, above 0; tolerance 1e-6 and at most 10,000 steps by default.
    pub const fn new(rate: f64) -> Self {
        Self { rate, tolerance: 1e-6, max_steps: 10_000 }
    }

    /// The descent ends when no variable moves by more than this, at least 0; the first step is taken in any
    /// case.
    #[must_use]
    pub const fn tolerance(self, tolerance: f64) -> Self {
        Self { tolerance, ..self }
    }

    /// The descent ends after this many steps, at least 1.
    #[must_use]
    pub const fn max_steps(self, max_steps: u64) -> Self {
        Self { max_steps, ..self }
    }

    /// Moves x to a minimum of the function that has this gradient.
    ///
    /// # Errors
    /// If a setting is out of range, or x, a derivative or a step is not finite. Then x is where the
    /// last good step left it.
    pub fn minimize<T: Scalar, const N: usize>(
        &self,
        x: &mut SVector<T, N>,
        gradient: impl FnMut(&SVector<T, N>) -> SVector<T, N>,
    ) -> Result<Descent, DescentError> {
        let mut walk = self.path(*x, gradient);
        let outcome = walk.by_ref().find_map(Result::err);
        *x = walk.x;
        outcome.map_or(Ok(walk.progress.report(self)), Err)
    }

    /// Moves x to a minimum of f, with its derivatives by dual numbers: exact, and nothing to
    /// derive by hand. See [`exact`](super::exact()). Needs the feature `dual`.
    ///
    /// # Errors
    /// As [`minimize`](Self::minimize).
    ///
    /// # Example
    /// ```
    /// use constnet::{gradient_descent::GradientDescent, prelude::*};
    ///
    /// // x³ − 3·x has a valley at 1.
    /// let mut x = SVector::from([2.0]);
    /// GradientDescent::new(0.1).minimize_exact(&mut x, |x| x[0] * x[0] * x[0] - x[0] * 3.0)?;
    /// assert!((x[0] - 1.0).abs() < 1e-6);
    /// # Ok::<(), constnet::gradient_descent::DescentError>(())
    /// ```
    #[cfg(feature = "dual")]
    pub fn minimize_exact<const N: usize>(
        &self,
        x: &mut SVector<f64, N>,
        f: impl FnMut(&SVector<crate::dual::Dual64, N>) -> crate::dual::Dual64,
    ) -> Result<Descent, DescentError> {
        self.minimize(x, super::exact(f))
    }

    /// The learning rate in the number type of the variables, once all settings are checked.
    pub(super) fn rate<T: Scalar, E>(&self) -> Result<T, DescentError<E>> {
        let Self { rate, tolerance, max_steps } = *self;
        let rounded = T::from_f64(rate);
        if !(rounded.is_finite() && rounded > T::zero()) {
            let expected = "a number that is finite and above 0 in the type of the variables";
            return Err(DescentError::Setting { name: "learning rate", found: rate, expected });
        }
        if !(tolerance.is_finite() && tolerance >= 0.0) {
            let expected = "a finite number from 0";
            return Err(DescentError::Setting { name: "tolerance", found: tolerance, expected });
        }
        if max_steps == 0 {
            let expected = "at least 1";
            return Err(DescentError::Setting { name: "maximum of steps", found: 0.0, expected });
        }
        Ok(rounded)
    }
}
