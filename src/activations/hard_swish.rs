//! Swish with a gate of straight lines.
//!
//! ```text
//! y = 0 where x ≤ −3, x·(x + 3)/6 between, x where x ≥ 3
//! dx = 0 where x ≤ −3, (2·x + 3)/6·dy between, dy where x ≥ 3
//! ```
//!
//! [`Silu`](crate::Silu) for hardware without an exponential, as in MobileNet. Cost: two
//! comparisons, a multiplication and a division.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 2.0 | 1.2 |
//! | `f64` | 2.0 | 1.2 |
//!
//! Source: Howard et al. (2019), arXiv:1905.02244, section 5.2.

use crate::{Elementwise, Scalar, elementwise};

/// y = x·(x/6 + 1/2 clamped to [0, 1]), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0 (PyTorch: NaN), +∞ itself. PyTorch: `nn.Hardswish()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = HardSwish.forward(&SVector::from([-4.0, 1.5, 4.0]));
/// assert_eq!(y, SVector::from([0.0, 1.125, 4.0]));
/// ```
#[doc(alias = "Hardswish")]
#[doc(alias = "h-swish")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct HardSwish;

impl Elementwise for HardSwish {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x <= T::from_f64(-3.0) {
            T::zero()
        } else if x >= T::from_f64(3.0) {
            x
        } else {
            x * (x + T::from_f64(3.0)) / T::from_f64(6.0)
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x <= T::from_f64(-3.0) {
            T::zero()
        } else if x >= T::from_f64(3.0) {
            dy
        } else {
            (x + x + T::from_f64(3.0)) / T::from_f64(6.0) * dy
        }
    }
}

elementwise! { [] HardSwish }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((HardSwish.value(-4.0), HardSwish.chain(-4.0, 0.0, 2.0)), (0.0, 0.0));
        assert_eq!((HardSwish.value(1.5), HardSwish.chain(1.5, 1.125, 2.0)), (1.125, 2.0));
    }
}
