//! The sigmoid in three straight lines.
//!
//! ```text
//! y = 0 where x ≤ −3, x/6 + 1/2 between, 1 where x ≥ 3        dx = dy/6 where −3 < x < 3, else 0
//! ```
//!
//! [`Sigmoid`](crate::Sigmoid) for hardware without an exponential. Outside it passes no gradient
//! at all. Cost: two comparisons and a division.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.2 | 0.5 |
//! | `f64` | 1.2 | 0.5 |
//!
//! Source: Howard et al. (2019), arXiv:1905.02244, section 5.2 (as the gate of h-swish).

use crate::{Elementwise, Scalar, elementwise};

/// y = x/6 + 1/2 clamped to [0, 1], element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0, +∞ gives 1. PyTorch: `nn.Hardsigmoid()`; in ONNX it is `HardSigmoid`
/// with alpha 1/6, which is not ONNX's default.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = HardSigmoid.forward(&SVector::from([-4.0, 1.5, 4.0]));
/// assert_eq!(y, SVector::from([0.0, 0.75, 1.0]));
/// ```
#[doc(alias = "Hardsigmoid")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct HardSigmoid;

impl Elementwise for HardSigmoid {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x <= T::from_f64(-3.0) {
            T::zero()
        } else if x >= T::from_f64(3.0) {
            T::one()
        } else {
            (x + T::from_f64(3.0)) / T::from_f64(6.0)
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x <= T::from_f64(-3.0) || x >= T::from_f64(3.0) {
            T::zero()
        } else {
            dy / T::from_f64(6.0)
        }
    }
}

elementwise! { [] HardSigmoid, probabilities }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((HardSigmoid.value(-4.0), HardSigmoid.chain(-4.0, 0.0, 12.0)), (0.0, 0.0));
        assert_eq!((HardSigmoid.value(1.5), HardSigmoid.chain(1.5, 0.75, 12.0)), (0.75, 2.0));
    }
}
