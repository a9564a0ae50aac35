//! The identity.
//!
//! ```text
//! y = x        dx = dy
//! ```
//!
//! For the place where a type wants a layer and a network wants none: the activation of a linear
//! network, or a layer that was taken out of a stack whose positions name its weights. Cost: a
//! copy.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 0 | 0 |
//! | `f64` | 0 | 0 |
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.1 (linear units).

use crate::{Elementwise, Scalar, elementwise};

/// y = x, element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN and ±∞ pass. PyTorch: `nn.Identity()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(Identity.forward(&SVector::from([-2.0, 3.0])), SVector::from([-2.0, 3.0]));
/// ```
#[doc(alias = "Linear activation")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Identity;

impl Elementwise for Identity {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _x: T, _y: T, dy: T) -> T {
        dy
    }
}

elementwise! { [] Identity }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((Identity.value(-2.0), Identity.chain(-2.0, -2.0, 5.0)), (-2.0, 5.0));
    }
}
