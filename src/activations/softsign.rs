//! Softsign.
//!
//! ```text
//! y = x / (1 + |x|)        dx = dy / (1 + |x|)²
//! ```
//!
//! A [`Tanh`](crate::Tanh) without an exponential, which nears its ends as 1/x does and so keeps a
//! gradient where tanh has lost it. Cost: a division.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.5 | 3.6 |
//! | `f64` | 1.5 | 3.3 |
//!
//! Source: Glorot, Bengio, *Understanding the difficulty of training deep feedforward neural networks*
//! (2010), section 2.3.

use crate::{Elementwise, Scalar, elementwise};

/// y = x / (1 + |x|), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; ±∞ give ±1 (PyTorch: NaN). PyTorch: `nn.Softsign()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Softsign.forward(&SVector::from([-1.0, 3.0]));
/// assert_eq!(y, SVector::from([-0.5, 0.75]));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Softsign;

impl Elementwise for Softsign {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        // At ±∞ the quotient would be NaN; before, 1 + |x| is |x|.
        if x > T::from_f64(T::LARGEST) {
            T::one()
        } else if x < T::from_f64(-T::LARGEST) {
            -T::one()
        } else {
            x / (T::one() + x.abs())
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        // The square of the quotient: that of 1 + |x| may overflow.
        let part = T::one() / (T::one() + x.abs());
        part * part * dy
    }
}

elementwise! { [] Softsign }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((Softsign.value(-1.0), Softsign.chain(-1.0, -0.5, 8.0)), (-0.5, 2.0));
        assert_eq!((Softsign.value(3.0), Softsign.chain(3.0, 0.75, 8.0)), (0.75, 0.5));
    }
}
