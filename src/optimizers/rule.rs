//! What all optimizers share: an update rule for one number, applied to all of them or to none.

use super::{Step, StepError};
use crate::{
    Parameters, Scalar, Uniform,
    parameters::{Path, visit},
};

/// An update of one parameter θ from its gradient g and K remembered numbers.
///
/// A pure function: the driver may call it to ask whether the result would be finite, and again to
/// store it. Mark it `#[inline(always)]`, so that the loop around it is vectorised.
pub trait Rule<T, const K: usize> {
    /// The new θ and the new memory.
    fn update(&self, theta: T, gradient: T, memory: [T; K]) -> (T, [T; K]);
}

/// The sizes of a gradient and of the parameters that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Magnitudes<T> {
    /// Σ g²; it may overflow where no g does.
    pub squares: T,
    /// max |g|; NaN if any g is NaN.
    pub gradient: T,
    /// max |θ|; NaN if any θ is NaN.
    pub theta: T,
}

impl<T: Scalar> Magnitudes<T> {
    /// Of no numbers.
    #[inline(always)]
    pub fn none() -> Self {
        Self { squares: T::zero(), gradient: T::zero(), theta: T::zero() }
    }

    /// Of two sets of numbers together.
    #[inline(always)]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        // A NaN on either side compares false here, or is kept as `a`.
        let max = |a: T, b: T| if b <= a || a != a { a } else { b };
        Self {
            squares: self.squares + other.squares,
            gradient: max(self.gradient, other.gradient),
            theta: max(self.theta, other.theta),
        }
    }
}

/// One step of `rule` on all parameters; or an error, and nothing has changed.
///
/// `reach` bounds, from max |g| and max |θ|, every intermediate and every result of the rule. Where
/// the bound is far from overflow, as it is in any sane training, the step is applied at once;
/// elsewhere every result is computed and looked at first.
pub(crate) fn apply<T, N, R, const K: usize>(
    rule: &R,
    net: &mut N,
    gradient: &mut N::Gradient,
    memory: &mut [N::Gradient; K],
    reach: impl FnOnce(f64, f64) -> f64,
) -> Result<Step, StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Uniform<T>>,
    R: Rule<T, K>,
{
    let sizes = magnitudes(net, gradient)?;
    let (largest_gradient, theta) = (sizes.gradient.to_f64(), sizes.theta.to_f64());
    // The margin covers what rounding adds to the bound; a NaN bound compares false.
    let safe = reach(largest_gradient, theta) < T::LARGEST / 1024.0;
    if !safe {
        rehearse(rule, net, gradient, memory)?;
    }
    let gradient_norm = norm(net, gradient, sizes);
    visit(net, gradient, memory.each_mut(), |_, theta, g, memory| {
        T::update(rule, theta, g, memory);
    });
    Ok(Step { gradient_norm, largest_gradient })
}

/// The sizes of all numbers together, or the first tensor with one that is not finite.
fn magnitudes<T, N>(net: &mut N, gradient: &mut N::Gradient) -> Result<Magnitudes<T>, StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Uniform<T>>,
{
    let mut all = Magnitudes::none();
    let mut error = None;
    visit(net, gradient, [], |leaf, theta, g, []| {
        let sizes = T::magnitudes(theta, g);
        if error.is_none() {
            if !sizes.gradient.is_finite() {
                error = Some(StepError::Gradient(Path::new(N::LAYOUT, leaf)));
            } else if !sizes.theta.is_finite() {
                error = Some(StepError::Parameter(Path::new(N::LAYOUT, leaf)));
            }
        }
        all = all.and(sizes);
    });
    error.map_or(Ok(all), Err)
}

/// ‖g‖₂, in f64 and scaled where the sum of squares overflowed or vanished.
fn norm<T, N>(net: &mut N, gradient: &mut N::Gradient, sizes: Magnitudes<T>) -> f64
where
    T: Scalar,
    N: Parameters<Gradient: Uniform<T>>,
{
    let (squares, largest) = (sizes.squares.to_f64(), sizes.gradient.to_f64());
    if largest == 0.0 || (squares.is_finite() && squares > 0.0) {
        return Scalar::sqrt(squares);
    }
    let mut sum = 0.0;
    visit(net, gradient, [], |_, _, g, []| {
        sum = g.iter().map(|g| g.to_f64() / largest).fold(sum, |sum, g| sum + g * g);
    });
    largest * Scalar::sqrt(sum)
}

/// Computes every result of a step without storing it.
fn rehearse<T, N, R, const K: usize>(
    rule: &R,
    net: &mut N,
    gradient: &mut N::Gradient,
    memory: &mut [N::Gradient; K],
) -> Result<(), StepError>
where
    T: Scalar,
    N: Parameters<Gradient: Uniform<T>>,
    R: Rule<T, K>,
{
    let mut error = None;
    visit(net, gradient, memory.each_mut(), |leaf, theta, g, memory| {
        for (i, (&theta, &g)) in theta.iter().zip(&*g).enumerate() {
            let old = core::array::from_fn(|k| memory[k].get(i).copied().unwrap_or_default());
            let (theta, new) = rule.update(theta, g, old);
            let path = Path::new(N::LAYOUT, leaf);
            if !new.iter().all(|m| m.is_finite()) {
                error.get_or_insert(StepError::Memory(path));
            } else if !theta.is_finite() {
                error.get_or_insert(StepError::Parameter(path));
            }
        }
    });
    error.map_or(Ok(()), Err)
}
