//! The logistic sigmoid.
//!
//! ```text
//! y = σ(x) = 1 / (1 + e⁻ˣ)        dx = σ(x)·σ(−x)·dy = y·(1 − y)·dy
//! ```
//!
//! A smooth step from 0 to 1, the probability of "yes" in a binary classifier's last layer. Between
//! hidden layers its slope of at most 1/4 makes gradients vanish with depth; [`Relu`](crate::Relu)
//! and [`Tanh`](crate::Tanh) do better. Both tails are exact: for large x the slope is e⁻ˣ, where
//! y·(1 − y) from a rounded y would be 0. That costs an exponential backward too;
//! [`FastSigmoid`](crate::FastSigmoid) does without.
//!
//! To train a classifier, leave the sigmoid to the loss
//! ([`SigmoidCrossEntropy`](crate::SigmoidCrossEntropy)), which takes x itself.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 2.1 | 5.0 |
//! | `f64` | 2.1 | 5.0 |
//!
//! In both tails.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 3.10, equation 3.30.

use crate::{Elementwise, Scalar, elementwise};

/// y = 1 / (1 + e⁻ˣ), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0, +∞ gives 1. PyTorch: `nn.Sigmoid()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Sigmoid.forward(&SVector::from([0.0, 1.0_f64]));
/// assert_eq!(y[0], 0.5);
/// assert!((y[1] - 0.7310585786300049).abs() < 1e-15);
/// ```
#[doc(alias = "logistic")]
#[doc(alias = "expit")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Sigmoid;

impl Elementwise for Sigmoid {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.sigmoid()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        let (yes, no) = x.sigmoid_and_complement();
        yes * no * dy
    }
}

elementwise! { [] Sigmoid, probabilities }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // σ(ln 3) = 1/(1 + 1/3) = 3/4; the slope there is 3/4·1/4.
        let x = Scalar::ln(3.0_f64);
        assert!((Sigmoid.value(x) - 0.75).abs() < 1e-15);
        assert!((Sigmoid.chain(x, 0.75, 16.0) - 3.0).abs() < 1e-14);
    }

    #[test]
    fn both_tails_keep_their_slope() {
        // e⁻⁹⁰, which in f32 is below the normal numbers.
        for x in [-90.0_f32, 90.0] {
            let slope = Sigmoid.chain(x, Sigmoid.value(x), 1.0);
            assert!((slope / 8.194e-40 - 1.0).abs() < 1e-3, "{slope:e}");
        }
    }
}
