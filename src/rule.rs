//! What an optimizer asks of a loop over numbers: a rule for one of them, and the sizes of all.
//!
//! Optimizers make rules, kernels run them; so this stands below both.

use crate::Scalar;

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
        #[allow(clippy::eq_op, reason = "NaN is the number that differs from itself")]
        let max = |a: T, b: T| if b <= a || a != a { a } else { b };
        Self {
            squares: self.squares + other.squares,
            gradient: max(self.gradient, other.gradient),
            theta: max(self.theta, other.theta),
        }
    }
}
