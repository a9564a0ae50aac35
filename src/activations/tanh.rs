//! The hyperbolic tangent.
//!
//! ```text
//! y = tanh(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)        dx = (1 − y²)·dy
//! ```
//!
//! A smooth step from −1 to 1, centred at 0: good for small networks and for outputs in (−1, 1).
//! Far from 0 its slope vanishes, and with it the gradient.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.6 | 1.1 |
//! | `f64` | 1.6 | 1.1 |
//!
//! Of dx units of 1: the error is absolute, below 1.4e-7 in `f32` and 2.5e-16 in `f64`, because the slope is
//! taken from y, as PyTorch takes it; where y is rounded to ±1, beyond 9 in `f32`, it is 0 instead of 4·e^(−2·|x|).
//! From x it would cost an exponential and a division: an eighth of the training step of a network like
//! 18-64-64-4, for a gradient of less than 10⁻⁷.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.3.2.

use crate::{Elementwise, Scalar, elementwise};

/// y = tanh(x), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; ±∞ gives ±1. PyTorch: `nn.Tanh()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Tanh.forward(&SVector::from([0.0, 1.0_f64]));
/// assert!((y[1] - 0.761594155955765).abs() < 1e-14);
/// ```
#[doc(alias = "hyperbolic tangent")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Tanh;

impl Elementwise for Tanh {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.tanh()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _x: T, y: T, dy: T) -> T {
        (T::one() - y * y) * dy
    }
}

elementwise! { [] Tanh }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // tanh(ln 2) = (2 − ½)/(2 + ½) = 0.6; the slope there is 1 − 0.36.
        let y = Tanh.value(core::f64::consts::LN_2);
        assert!((y - 0.6).abs() < 1e-15);
        assert!((Tanh.chain(core::f64::consts::LN_2, y, 10.0) - 6.4).abs() < 1e-14);
    }
}
