//! Softplus.
//!
//! ```text
//! y = ln(1 + eˣ), and x where x > 20        dx = σ(x)·dy, and dy where x > 20
//! ```
//!
//! A smooth [`Relu`](crate::Relu), and the usual way to make an output positive (a scale, a rate,
//! a variance). Above 20 it is linear, as in PyTorch: what is left out there is e⁻ˣ, less than
//! 2.1e-9; in `f32` that is rounded away in any case, in `f64` it is a step of that height. Cost:
//! an exponential and a logarithm forward, an exponential backward.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.7 | 2.1 |
//! | `f64` | 1.8 | 2.1 |
//!
//! In both tails, of the function as it stands above.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 3.10, equation 3.31.

use crate::{Elementwise, Scalar, elementwise};

/// y = ln(1 + eˣ), element by element; x itself above 20.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0, +∞ itself. PyTorch: `nn.Softplus()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Softplus.forward(&SVector::from([0.0, 30.0_f64]));
/// assert!((y[0] - 2f64.ln()).abs() < 1e-15);
/// assert_eq!(y[1], 30.0);
/// ```
#[doc(alias = "SoftPlus")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Softplus;

/// Above it the function is linear.
const LINEAR: f64 = 20.0;

impl Elementwise for Softplus {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x > T::from_f64(LINEAR) { x } else { x.softplus() }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x > T::from_f64(LINEAR) { dy } else { x.sigmoid() * dy }
    }
}

elementwise! { [] Softplus }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At x = ln 3: y = ln 4, and the slope is 3/4.
        let x = Scalar::ln(3.0_f64);
        assert!((Softplus.value(x) - Scalar::ln(4.0_f64)).abs() < 1e-15);
        assert!((Softplus.chain(x, 0.0, 4.0) - 3.0).abs() < 1e-14);
    }
}
