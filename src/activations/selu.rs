//! The scaled exponential linear unit.
//!
//! ```text
//! y = λ·x where x > 0, else λα·(eˣ − 1)        dx = λ·dy where x > 0, else λα·eˣ·dy
//! λ = 1.0507009873554805        α = 1.6732632423543772
//! ```
//!
//! An [`Elu`](struct@crate::Elu) whose two numbers bring the signals of a stack of dense layers to mean 0 and
//! variance 1 by themselves, if its weights begin as [`Lecun`](crate::init::Lecun)'s: self-normalising
//! networks, without [`LayerNorm`](crate::LayerNorm). Cost: an exponential each way.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 2.0 | 1.8 |
//! | `f64` | 2.0 | 2.1 |
//!
//! Source: Klambauer, Unterthiner, Mayr, Hochreiter (2017), arXiv:1706.02515, section 2, equations 2 and
//! 14.

use crate::{Elementwise, Scalar, elementwise};

/// y = λ·x where x > 0, else λα·(eˣ − 1), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives −λα = −1.758, +∞ itself. PyTorch: `nn.SELU()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Selu.forward(&SVector::from([-1.0, 2.0_f64]));
/// assert!((y[0] - (-1.1113307378125628)).abs() < 1e-15);
/// assert!((y[1] - 2.101401974710961).abs() < 1e-15);
/// ```
#[doc(alias = "SELU")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Selu;

/// λ, of which an `f64` holds these digits.
const SCALE: f64 = 1.050_700_987_355_480_5;
/// λα, from 30 digits of both.
const NEGATIVE: f64 = 1.758_099_340_847_376_6;

impl Elementwise for Selu {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x > T::zero() { T::from_f64(SCALE) * x } else { T::from_f64(NEGATIVE) * x.exp_m1() }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        let slope =
            if x > T::zero() { T::from_f64(SCALE) } else { T::from_f64(NEGATIVE) * x.exp() };
        slope * dy
    }
}

elementwise! { [] Selu }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At x = −ln 2: y = −λα/2, and the slope is λα/2.
        let x = -core::f64::consts::LN_2;
        assert!((Selu.value(x) + NEGATIVE / 2.0).abs() < 1e-15);
        assert!((Selu.chain(x, 0.0, 4.0) - 2.0 * NEGATIVE).abs() < 1e-14);
        assert_eq!((Selu.value(3.0), Selu.chain(3.0, 0.0, 4.0)), (3.0 * SCALE, 4.0 * SCALE));
    }
}
