//! The rectified linear unit.
//!
//! ```text
//! y = max(0, x)        dx = dy where x > 0, else 0
//! ```
//!
//! The default between hidden layers: cheap, and its slope of 1 lets gradients through many
//! layers. A unit whose input is negative for every sample gets no gradient and stays dead;
//! [`LeakyRelu`](struct@crate::LeakyRelu) does not. At 0 the slope is taken as 0, as PyTorch does.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 0 | 0 |
//! | `f64` | 0 | 0 |
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.3.1.

use crate::{Elementwise, Scalar, elementwise};

/// y = max(0, x), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0, +∞ itself. PyTorch: `nn.ReLU()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(Relu.forward(&SVector::from([-2.0, 3.0])), SVector::from([0.0, 3.0]));
/// ```
#[doc(alias = "ReLU")]
#[doc(alias = "rectifier")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Relu;

impl Elementwise for Relu {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x <= T::zero() { T::zero() } else { x }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x <= T::zero() { T::zero() } else { dy }
    }
}

elementwise! { [] Relu }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((Relu.value(-2.0), Relu.value(3.0)), (0.0, 3.0));
        assert_eq!((Relu.chain(-2.0, 0.0, 5.0), Relu.chain(3.0, 3.0, 5.0)), (0.0, 5.0));
    }
}
