//! Gradient descent: walking downhill to a minimum.
//!
//! ```text
//! step = η · f′(x)          x ← x − step          until ‖step‖∞ ≤ tolerance
//! ```
//!
//! A *minimum* of a function f is a point x with no smaller value around it. The *derivative* f′(x)
//! is the slope at x: how much f grows for each unit that x grows. With several variables there is
//! one slope for each, and together they are the *gradient*, which points uphill. So take a point,
//! the *initial value*, and move it a little against its slope, again and again. The *learning
//! rate* η says how little. The slope shrinks on the way to the minimum, where it is 0, and the
//! steps shrink with it, although η stays the same; when no variable moves by more than the
//! *tolerance*, the walk is over. A *maximum of steps* ends the walks that get nowhere.
//!
//! What is found is a point where f is flat. It is the minimum if f is a single valley; otherwise
//! it is the valley in which the initial value lies, or, rarely, a saddle.
//!
//! # The learning rate
//! With f(x) = x², the derivative is 2·x, and a step leaves x − η·2·x = (1 − 2·η)·x. So the point
//! approaches 0 if 0 < η < 1, jumps between two points if η = 1, and goes further away with every
//! step if η is larger. Other functions have other limits: near a minimum, η must be less than 2
//! divided by the largest curvature f″.
//! ```
//! use constnet::{gradient_descent::{DescentError, GradientDescent, Stop}, prelude::*};
//!
//! let slope = |x: &SVector<f64, 1>| x * 2.0;
//!
//! // Too small a rate takes long; close to 1, every step overshoots and comes back.
//! for (rate, steps) in [(0.001, 7_249), (0.1, 87), (0.4, 14), (0.9, 97)] {
//!     let mut x = SVector::from([1.0]);
//!     let descent = GradientDescent::new(rate).tolerance(1e-9).minimize(&mut x, slope)?;
//!     assert_eq!((descent.stop, descent.steps), (Stop::SmallStep, steps));
//!     assert!(x[0].abs() < 1e-6);
//! }
//!
//! // η = 1 jumps from 1 to −1 and back for ever.
//! let mut x = SVector::from([1.0]);
//! let descent = GradientDescent::new(1.0).max_steps(1_001).minimize(&mut x, slope)?;
//! assert_eq!((x[0], descent.stop, descent.last_step), (-1.0, Stop::MaxSteps, 2.0));
//!
//! // η = 1.5 doubles x each time, until its slope is not a finite number any more.
//! let error = GradientDescent::new(1.5).minimize(&mut x, slope).unwrap_err();
//! assert!(matches!(error, DescentError::Derivative { steps: 1_023, .. }));
//! assert_eq!(x[0], 2.0_f64.powi(1_023));
//! # Ok::<(), DescentError>(())
//! ```
//!
//! Source: Cauchy (1847), *Méthode générale pour la résolution des systèmes d'équations
//! simultanées*; Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 4.3, equation 4.5.

use crate::{
    Parameters, Scalar, Uniform,
    optimizers::{Memory, Rule, StepError, apply},
    parameters::fill_zero,
};
use core::{convert::Infallible, fmt};
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
    tolerance: f64,
    max_steps: u64,
}

/// How a descent ended.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Descent {
    /// Which of the two rules ended it.
    pub stop: Stop,
    /// How many steps were taken.
    pub steps: u64,
    /// ‖step‖∞ of the last step: the largest move of a variable; infinite if no step was taken.
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

/// Why a descent failed. The variables are where the last good step left them.
///
/// `E` is the error of the function that gives a network's gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum DescentError<E = Infallible> {
    /// A setting outside its range.
    Setting {
        /// Which one.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// The derivative by a variable is NaN or infinite.
    Derivative {
        /// The number of the variable.
        variable: usize,
        /// The steps taken before.
        steps: u64,
    },
    /// The next step would make a variable NaN or infinite.
    Point {
        /// The number of the variable.
        variable: usize,
        /// The steps taken before.
        steps: u64,
    },
    /// The next step of a network has a gradient or a result that is NaN or infinite.
    Step {
        /// Which tensor.
        error: StepError,
        /// The steps taken before.
        steps: u64,
    },
    /// The function that gives a network's gradient failed.
    Function {
        /// Its error.
        error: E,
        /// The steps taken before.
        steps: u64,
    },
}

impl GradientDescent {
    /// Learning rate η, above 0; tolerance 1e-6 and at most 10,000 steps unless stated.
    pub const fn new(rate: f64) -> Self {
        Self { rate, tolerance: 1e-6, max_steps: 10_000 }
    }

    /// The descent ends when no variable moves by more than this, from 0.
    #[must_use]
    pub const fn tolerance(self, tolerance: f64) -> Self {
        Self { tolerance, ..self }
    }

    /// The descent ends after this many steps.
    #[must_use]
    pub const fn max_steps(self, max_steps: u64) -> Self {
        Self { max_steps, ..self }
    }

    /// Moves x to a minimum of the function that has this gradient.
    ///
    /// # Errors
    /// If a setting is out of range, or a derivative or a step is not finite. Then x is where the
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
    /// derive by hand. See [`exact`].
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
        self.minimize(x, exact(f))
    }

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
        N: Parameters<Gradient: Uniform<T>>,
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
            let step = apply(&rule, net, gradient, &mut memory, reach)
                .map_err(|error| DescentError::Step { error, steps })?;
            progress.count((rule.rate * T::from_f64(step.largest_gradient)).to_f64());
        }
        Ok(progress.report(self))
    }

    /// The learning rate in the number type of the variables, once all settings are checked.
    fn rate<T: Scalar, E>(&self) -> Result<T, DescentError<E>> {
        let Self { rate, tolerance, .. } = *self;
        let rounded = T::from_f64(rate);
        if !(rounded.is_finite() && rounded > T::zero()) {
            let expected = "a number above 0, finite and above 0 in the type of the variables";
            return Err(DescentError::Setting { name: "learning rate", found: rate, expected });
        }
        if !(tolerance.is_finite() && tolerance >= 0.0) {
            let expected = "a finite number from 0";
            return Err(DescentError::Setting { name: "tolerance", found: tolerance, expected });
        }
        Ok(rounded)
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

/// How far a descent has come.
#[derive(Debug, Clone, Copy)]
struct Progress {
    steps: u64,
    last_step: f64,
}

impl Progress {
    const START: Self = Self { steps: 0, last_step: f64::INFINITY };

    fn count(&mut self, step: f64) {
        *self = Self { steps: self.steps.saturating_add(1), last_step: step };
    }

    fn done(&self, descent: &GradientDescent) -> bool {
        self.last_step <= descent.tolerance || self.steps >= descent.max_steps
    }

    fn report(&self, descent: &GradientDescent) -> Descent {
        let Self { steps, last_step } = *self;
        let small = last_step <= descent.tolerance;
        Descent { stop: if small { Stop::SmallStep } else { Stop::MaxSteps }, steps, last_step }
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
    progress: Progress,
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

/// The gradient of f, exactly, by dual numbers: one call of f for each variable.
///
/// A [dual number](crate::dual) carries a value and its derivative by one chosen variable, and every
/// operation applies its rule of differentiation to both.
/// ```
/// use constnet::{gradient_descent::exact, prelude::*};
///
/// let mut gradient = exact(|x: &SVector<_, 2>| x[0] * x[0] * x[1]);
/// assert_eq!(gradient(&SVector::from([3.0, 5.0])), SVector::from([30.0, 9.0]));
/// ```
#[cfg(feature = "dual")]
pub fn exact<const N: usize>(
    mut f: impl FnMut(&SVector<crate::dual::Dual64, N>) -> crate::dual::Dual64,
) -> impl FnMut(&SVector<f64, N>) -> SVector<f64, N> {
    use crate::dual::Dual64;
    move |x| {
        let mut point = x.map(Dual64::from_re);
        let mut gradient = SVector::<f64, N>::zeros();
        for (i, derivative) in gradient.iter_mut().enumerate() {
            point[i].eps = 1.0;
            *derivative = f(&point).eps;
            point[i].eps = 0.0;
        }
        gradient
    }
}

impl<E: fmt::Display> fmt::Display for DescentError<E> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { name, found, expected } => {
                write!(out, "{name} is {found}, expected {expected}")
            }
            Self::Derivative { variable, steps } => write!(
                out,
                "after {steps} steps, the derivative by variable {variable} is not finite; \
                 the variables are where the last step left them"
            ),
            Self::Point { variable, steps } => write!(
                out,
                "after {steps} steps, the next one would leave variable {variable} not finite; \
                 the learning rate may be too large; the variables are where the last step left them"
            ),
            Self::Step { error, steps } => write!(out, "after {steps} steps: {error}"),
            Self::Function { error, steps } => write!(out, "after {steps} steps: {error}"),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for DescentError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Step { error, .. } => Some(error),
            Self::Function { error, .. } => Some(error),
            _ => None,
        }
    }
}
