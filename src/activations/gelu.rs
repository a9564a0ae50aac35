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
//! Source: Hendrycks, Gimpel (2016), arXiv:1606.08415, section 2.

use crate::{Elementwise, Scalar, elementwise};

/// y = x·Φ(x), element by element.
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

/// Beyond it φ(x), and on the left Φ(x), are 0 in `f64` as in smaller types; at ±∞ a product with
/// them would be NaN.
const FAR: f64 = 40.0;

/// Φ(x)
#[inline(always)]
fn normal_distribution<T: Scalar>(x: T) -> T {
    let erf = (x * T::from_f64(core::f64::consts::FRAC_1_SQRT_2)).erf();
    T::from_f64(0.5) * (T::one() + erf)
}

impl Elementwise for Gelu {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x < T::from_f64(-FAR) { T::zero() } else { x * normal_distribution(x) }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        /// 1 / √(2π)
        const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;
        let x_density = if x.abs() < T::from_f64(FAR) {
            x * (x * x * T::from_f64(-0.5)).exp() * T::from_f64(DENSITY_AT_0)
        } else {
            T::zero()
        };
        (normal_distribution(x) + x_density) * dy
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
}
