//! The hyperbolic tangent, faster and a few units in the last place less exact.
//!
//! ```text
//! y ≈ tanh(x)        dx = (1 − y²)·dy
//! ```
//!
//! For small networks on a tight budget, where tanh is most of the time: in `f32` it is an
//! approximation without an exponential; in other types it is [`Tanh`](crate::Tanh) itself. The
//! bits are the same on every machine, and not those of [`Tanh`](crate::Tanh): train with the
//! layer that will run.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 5.8 | 5.8 |
//! | `f64` | 1.6 | 1.1 |
//!
//! Of dx units of 1: the error is absolute, below 7e-7 in `f32`, because the slope is taken from y, as in
//! [`Tanh`](crate::Tanh).
//!
//! Source: the function is [`Tanh`](crate::Tanh)'s; the approximation is described in
//! [`math`](crate::math).

use crate::{Elementwise, Scalar, elementwise};

/// y ≈ tanh(x), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; ±∞ gives ±1. PyTorch: `nn.Tanh()`, up to rounding.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = FastTanh.forward(&SVector::from([0.0, 1.0_f32]));
/// assert!((y[1] - 0.7615942).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct FastTanh;

impl Elementwise for FastTanh {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.fast_tanh()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _x: T, y: T, dy: T) -> T {
        (T::one() - y * y) * dy
    }
}

elementwise! { [] FastTanh }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // tanh(ln 2) = (2 − ½)/(2 + ½) = 0.6; the slope there is 1 − 0.36.
        let y = FastTanh.value(core::f32::consts::LN_2);
        assert!((y - 0.6).abs() < 1e-6);
        assert!((FastTanh.chain(0.0, y, 10.0) - 6.4).abs() < 1e-5);
    }
}
