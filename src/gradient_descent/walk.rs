//! A descent, one point at a time.

use super::{DescentError, GradientDescent, progress::Progress};
use crate::Scalar;
use nalgebra::SVector;

impl GradientDescent {
    /// The same walk, one point at a time: each with the step that leaves it.
    ///
    /// ```
    /// use constnet::{gradient_descent::GradientDescent, prelude::*};
    ///
    /// // f(x) = x²: the steps shrink with the slope.
    /// let mut path = GradientDescent::new(0.25).path(SVector::from([8.0]), |x| x * 2.0);
    /// let points: Vec<_> =
    ///     path.by_ref().take(3).map(|point| point.map(|p| (p.x[0], p.step[0]))).collect::<Result<_, _>>()?;
    /// assert_eq!(points, [(8.0, 4.0), (4.0, 2.0), (2.0, 1.0)]);
    /// assert_eq!(path.x[0], 1.0);
    /// # Ok::<(), constnet::gradient_descent::DescentError>(())
    /// ```
    pub const fn path<T, F, const N: usize>(&self, x: SVector<T, N>, gradient: F) -> Walk<T, F, N>
    where
        T: Scalar,
        F: FnMut(&SVector<T, N>) -> SVector<T, N>,
    {
        Walk { x, descent: *self, gradient, progress: Progress::START, failed: false }
    }
}

/// A descent as an iterator over its points; see [`GradientDescent::path`].
///
/// It ends with the descent, after the first error at the latest.
#[derive(Debug, Clone)]
pub struct Walk<T, F, const N: usize> {
    /// The point that has been reached.
    pub x: SVector<T, N>,
    descent: GradientDescent,
    gradient: F,
    pub(super) progress: Progress,
    failed: bool,
}

/// A point of a descent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waypoint<T, const N: usize> {
    /// The point.
    pub x: SVector<T, N>,
    /// η·f′(x), which is subtracted to get to the next point.
    pub step: SVector<T, N>,
}

impl<T: Scalar, F: FnMut(&SVector<T, N>) -> SVector<T, N>, const N: usize> Walk<T, F, N> {
    fn advance(&mut self, rate: T) -> Result<Waypoint<T, N>, DescentError> {
        let steps = self.progress.steps;
        let x = self.x;
        if let Some((variable, x)) = x.iter().enumerate().find(|(_, x)| !x.is_finite()) {
            return Err(DescentError::Start { variable, found: x.to_f64() });
        }
        let (mut step, mut next) = ((self.gradient)(&x), x);
        let mut longest = T::zero();
        for (variable, (step, x)) in step.iter_mut().zip(next.iter_mut()).enumerate() {
            if !step.is_finite() {
                return Err(DescentError::Derivative { variable, steps });
            }
            *step *= rate;
            *x -= *step;
            if !x.is_finite() {
                return Err(DescentError::Point { variable, steps });
            }
            longest = longest.max_nan(step.abs());
        }
        self.x = next;
        self.progress.count(longest.to_f64());
        Ok(Waypoint { x, step })
    }
}

impl<T, F, const N: usize> Iterator for Walk<T, F, N>
where
    T: Scalar,
    F: FnMut(&SVector<T, N>) -> SVector<T, N>,
{
    type Item = Result<Waypoint<T, N>, DescentError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let point = match self.descent.rate() {
            Ok(_) if self.progress.done(&self.descent) => return None,
            Ok(rate) => self.advance(rate),
            Err(error) => Err(error),
        };
        self.failed = point.is_err();
        Some(point)
    }
}
