//! The exponential linear unit.
//!
//! ```text
//! y = x where x > 0, else eˣ − 1        dx = dy where x > 0, else eˣ·dy
//! ```
//!
//! A [`Relu`](crate::Relu) without the kink, whose negative outputs, down to −1, bring the mean of
//! a layer closer to 0. The α of the source is 1, which makes the slope continuous. Cost: an
//! exponential each way.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.5 | 1.0 |
//! | `f64` | 1.7 | 1.0 |
//!
//! Source: Clevert, Unterthiner, Hochreiter (2015), arXiv:1511.07289, section 3.

use crate::{Elementwise, Scalar, elementwise};

/// y = x where x > 0, else eˣ − 1, element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives −1, +∞ itself. PyTorch: `nn.ELU()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Elu.forward(&SVector::from([-1.0, 3.0_f64]));
/// assert!((y[0] - (-0.6321205588285577)).abs() < 1e-15);
/// assert_eq!(y[1], 3.0);
/// ```
#[doc(alias = "ELU")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Elu;

impl Elementwise for Elu {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x > T::zero() { x } else { x.exp_m1() }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        // From x: y + 1 would lose the tail, where y is close to −1.
        if x > T::zero() { dy } else { x.exp() * dy }
    }
}

elementwise! { [] Elu }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At x = −ln 2: y = ½ − 1, and the slope is ½.
        let x = -core::f64::consts::LN_2;
        assert!((Elu.value(x) - (-0.5)).abs() < 1e-15);
        assert!((Elu.chain(x, -0.5, 4.0) - 2.0).abs() < 1e-15);
        assert_eq!((Elu.value(3.0), Elu.chain(3.0, 3.0, 4.0)), (3.0, 4.0));
    }
}
