//! The Gaussian error linear unit.
//!
//! ```text
//! y = x·Φ(x)                   Φ(x) = (1 + erf(x / √2)) / 2      the normal distribution
//! dx = (Φ(x) + x·φ(x))·dy      φ(x) = e^(−x²/2) / √(2π)          its density
//! ```
//!
//! A smooth [`Relu`](crate::Relu), the usual choice in transformers. It is not monotonic: it dips
//! to −0.17 at −0.75. This is the exact form, by erf; the form by tanh differs from it by up to
//! 5e-4. Cost: an erf forward, an erf and an exponential backward.
//!
//! In `f32` the left tail is exact in absolute terms only, because 1 + erf cancels there: y errs by up
//! to 9.0e-8 for x < 0 (twenty million numbers down to −14, compared with erfc in `f64`). That
//! is a hundred-thousandth of y at −3, a twentieth at −5, and all of it from −5.56 on, where y should
//! be −7.6e-8 and is 0. The slope errs by up to 6.1e-8.
//!
//! Source: Hendrycks, Gimpel (2016), arXiv:1606.08415, section 2.

use crate::{Elementwise, Scalar, elementwise};

/// y = x·Φ(x), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0 (PyTorch: NaN), +∞ itself. PyTorch: `nn.GELU()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Far from 0 it is the identity on one side and 0 on the other.
/// let y = Gelu.forward(&SVector::from([-50.0, 0.0, 50.0]));
/// assert_eq!(y, SVector::from([0.0, 0.0, 50.0]));
/// ```
#[doc(alias = "GELU")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Gelu;

impl Elementwise for Gelu {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.gelu()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        x.gelu_slope() * dy
    }
}

elementwise! { [] Gelu }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At 0: y = 0 and the slope is Φ(0) = ½.
        assert_eq!((Gelu.value(0.0), Gelu.chain(0.0, 0.0, 4.0)), (0.0, 2.0));
    }

    #[test]
    fn the_left_tail_errs_by_1e_7() {
        for i in 0..100_000 {
            let x = i as f32 * -1e-4;
            // In f64 1 + erf cancels too, to within 1e-15.
            let exact = Gelu.value(f64::from(x));
            assert!((f64::from(Gelu.value(x)) - exact).abs() < 1e-7, "{x}");
        }
    }
}
