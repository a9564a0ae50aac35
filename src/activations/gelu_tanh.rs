//! The Gaussian error linear unit, approximated by tanh.
//!
//! ```text
//! y = x·(1 + tanh u)/2 = x·σ(2u)        u = √(2/π)·(x + 0.044715·x³)
//! dx = (σ(2u) + x·σ(2u)·σ(−2u)·2u′)·dy        u′ = √(2/π)·(1 + 3·0.044715·x²)
//! ```
//!
//! The form that GPT-2 and many published networks use: it differs from [`Gelu`](crate::Gelu) by up to 5e-4, so
//! weights that were trained with one are off with the other. Cost: an exponential each way.
//!
//! 1 + tanh u would keep nothing of the left tail, σ(2u) does.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 190 | 270 |
//! | `f64` | 1100 | 1400 |
//!
//! All of it far left: 2u, and the constants in it, are rounded, and σ(2u) ≈ e²ᵘ errs by up to 3·|2u| units where 2u is
//! far below 0. Of dx the units are those of the larger of σ(2u) and the other term, which
//! may cancel.
//!
//! Source: Hendrycks, Gimpel (2016), arXiv:1606.08415, section 2.

use crate::{Elementwise, Scalar, elementwise};

/// y = x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0 (PyTorch: NaN), +∞ itself. PyTorch: `nn.GELU(approximate="tanh")`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let x = SVector::from([-2.0, 0.5]);
/// let difference = GeluTanh.forward(&x) - Gelu.forward(&x);
/// assert!(difference.amax() > 1e-5 && difference.amax() < 5e-4);
/// ```
#[doc(alias = "gelu_new")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct GeluTanh;

/// 2·√(2/π)
const TWICE_ROOT: f64 = 1.595_769_121_605_730_7;
const CUBIC: f64 = 0.044_715;
/// Beyond ±this σ(2u) is 0 or 1 in `f64`, and x·σ(−2u) would be ∞·0 at the ends.
const FAR: f64 = 30.0;

impl Elementwise for GeluTanh {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        let inner = T::from_f64(CUBIC) * x * x * x + x;
        let y = x * (T::from_f64(TWICE_ROOT) * inner).sigmoid();
        if x < T::from_f64(-FAR) { T::zero() } else { y }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        let square = x * x;
        let inner = T::from_f64(CUBIC) * square * x + x;
        let (upper, lower) = (T::from_f64(TWICE_ROOT) * inner).sigmoid_and_complement();
        let slope = T::from_f64(TWICE_ROOT) * (T::one() + T::from_f64(3.0 * CUBIC) * square);
        let bend = upper * (T::one() + x * lower * slope);
        // Far on the right the slope is 1, far on the left 0.
        let far = if x < T::zero() { T::zero() } else { T::one() };
        let is_far = x.abs() > T::from_f64(FAR);
        (if is_far { far } else { bend }) * dy
    }
}

elementwise! { [] GeluTanh }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At 0: y = 0 and the slope is σ(0) = ½.
        assert_eq!(GeluTanh.value(0.0), 0.0);
        assert_eq!(GeluTanh.chain(0.0_f64, 0.0, 4.0), 2.0);
        assert_eq!(GeluTanh.value(f64::NEG_INFINITY), 0.0);
        assert_eq!((GeluTanh.value(1e30_f32), GeluTanh.chain(-1e30_f32, 0.0, 4.0)), (1e30, 0.0));
    }

    #[test]
    fn the_left_tail_is_exact() {
        // By mpmath.
        let y = GeluTanh.value(-5.5_f64);
        assert!((y / -5.927640263880262e-9 - 1.0).abs() < 1e-13, "{y:e}");
    }
}
