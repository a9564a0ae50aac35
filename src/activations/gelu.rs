//! The Gaussian error linear unit.
//!
//! ```text
//! y = x·Φ(x)                   Φ(x) = (1 + erf(x / √2)) / 2      the normal distribution
//! dx = (Φ(x) + x·φ(x))·dy      φ(x) = e^(−x²/2) / √(2π)          its density
//! ```
//!
//! A smooth [`Relu`](crate::Relu), the usual choice in transformers. It is not monotonic: it dips
//! to −0.17 at −0.75. This is the exact form; the form by tanh differs from it by up to
//! 5e-4. Cost: an erfc each way.
//!
//! Φ(x) is small on the left, and computed by erfc, which is small there itself: 1 + erf would keep nothing
//! of it. So y = max(x, 0) − |x|·Φ(−|x|).
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 5.2 | 5.6 |
//! | `f64` | 5.6 | 5.8 |
//!
//! In both tails. Of dx the units are those of the larger of Φ(x) and |x·φ(x)|, which cancel at −0.7518, where
//! the slope is 0.
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
        assert_eq!(Gelu.value(0.0), 0.0);
        assert!((Gelu.chain(0.0_f64, 0.0, 4.0) - 2.0).abs() < 1e-14);
    }

    #[test]
    fn the_left_tail_is_exact() {
        // Φ(−5.5) = 1.898956246588772e-8 and Φ(−8.5) = 9.479534822203318e-18, by mpmath.
        let y = f64::from(Gelu.value(-5.5_f32));
        assert!((y / (-5.5 * 1.898956246588772e-8) - 1.0).abs() < 1e-6, "{y:e}");
        let y = Gelu.value(-8.5_f64);
        assert!((y / (-8.5 * 9.479534822203318e-18) - 1.0).abs() < 1e-14, "{y:e}");
    }
}
