//! The descent of a function of a network's parameters.

use super::{Descent, DescentError, GradientDescent, progress::Progress};
use crate::{
    Only, Parameters, Scalar,
    optimizers::{Memory, Rule, apply},
    parameters::fill_zero,
};

impl GradientDescent {
    /// Moves the trained parameters of a network to a minimum of a function of them, which is
    /// usually a loss over all the data. Everything happens in place: in the network, and in a
    /// gradient of yours.
    ///
    /// `fill` adds the gradient at the network's parameters to a gradient that is 0.
    ///
    /// # Errors
    /// If a setting is out of range, if `fill` fails, or if a gradient or a parameter would not be
    /// finite. Then the network is where the last good step left it.
    ///
    /// # Example
    /// The straight line through two points, y = 2·x + 1, by descent:
    /// ```
    /// use constnet::{gradient_descent::{GradientDescent, Stop}, prelude::*};
    ///
    /// let (x, t) = (SMatrix::<f64, 1, 2>::new(0.0, 1.0), SMatrix::<f64, 1, 2>::new(1.0, 3.0));
    /// let mut line = Dense::<1, 1, f64>::zeros();
    /// let descent = GradientDescent::new(0.3).tolerance(1e-12).minimize_network(
    ///     &mut line,
    ///     &mut Dense::zeros(),
    ///     |line, gradient| {
    ///         let y = line.forward(&x);
    ///         // L = Σ (y − t)², dy = 2·(y − t)
    ///         line.backward_parameters(&x, &y, &(), &((y - t) * 2.0), gradient);
    ///         Ok::<_, core::convert::Infallible>(())
    ///     },
    /// )?;
    /// assert_eq!(descent.stop, Stop::SmallStep);
    /// assert!((line.weight[0] - 2.0).abs() < 1e-10 && (line.bias[0] - 1.0).abs() < 1e-10);
    /// # Ok::<(), constnet::gradient_descent::DescentError>(())
    /// ```
    pub fn minimize_network<T, N, E>(
        &self,
        net: &mut N,
        gradient: &mut N::Gradient,
        mut fill: impl FnMut(&N, &mut N::Gradient) -> Result<(), E>,
    ) -> Result<Descent, DescentError<E>>
    where
        T: Scalar,
        N: Parameters<Gradient: Only<T>>,
    {
        let rule = Against { rate: self.rate::<T, E>()? };
        let rate = rule.rate.to_f64();
        let mut memory = Memory::new([]);
        let mut progress = Progress::START;
        while !progress.done(self) {
            let steps = progress.steps;
            fill_zero(gradient);
            fill(net, gradient).map_err(|error| DescentError::Function { error, steps })?;
            let reach = |g: f64, theta: f64, peak| (peak, theta + rate * g);
            let step = apply([&rule; 2], net, gradient, &mut memory, reach)
                .map_err(|error| DescentError::Step { error, steps })?;
            progress.count((rule.rate * T::from_f64(step.largest_gradient)).to_f64());
        }
        Ok(progress.report(self))
    }
}

/// θ ← θ − η·g
struct Against<T> {
    rate: T,
}

impl<T: Scalar> Rule<T, 0> for Against<T> {
    #[inline(always)]
    fn update(&self, theta: T, g: T, []: [T; 0]) -> (T, [T; 0]) {
        (theta - self.rate * g, [])
    }
}
