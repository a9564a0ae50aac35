//! The hyperbolic tangent in three straight lines.
//!
//! ```text
//! y = −1 where x ≤ −1, x between, 1 where x ≥ 1        dx = dy where −1 < x < 1, else 0
//! ```
//!
//! [`Tanh`](crate::Tanh) for hardware without an exponential, and a clamp for outputs that must
//! stay in [−1, 1]. Outside it passes no gradient at all. Cost: two comparisons.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 0 | 0 |
//! | `f64` | 0 | 0 |
//!
//! Source: Collobert et al. (2011), arXiv:1103.0398, section 3.3.1.

use crate::{Elementwise, Scalar, elementwise};

/// y = x clamped to [−1, 1], element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; ±∞ gives ±1. PyTorch: `nn.Hardtanh()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = HardTanh.forward(&SVector::from([-3.0, 0.5, 2.0]));
/// assert_eq!(y, SVector::from([-1.0, 0.5, 1.0]));
/// ```
#[doc(alias = "clamp")]
#[doc(alias = "Hardtanh")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct HardTanh;

impl Elementwise for HardTanh {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x <= -T::one() {
            -T::one()
        } else if x >= T::one() {
            T::one()
        } else {
            x
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x <= -T::one() || x >= T::one() { T::zero() } else { dy }
    }
}

elementwise! { [] HardTanh }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((HardTanh.value(-3.0), HardTanh.chain(-3.0, -1.0, 4.0)), (-1.0, 0.0));
        assert_eq!((HardTanh.value(0.5), HardTanh.chain(0.5, 0.5, 4.0)), (0.5, 4.0));
    }
}
