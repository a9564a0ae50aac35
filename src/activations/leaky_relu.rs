//! The leaky rectified linear unit.
//!
//! ```text
//! y = x where x > 0, else a·x        dx = dy where x > 0, else a·dy        a = NUM / DEN
//! ```
//!
//! A [`Relu`](crate::Relu) that never dies: a unit whose input is negative still gets a small
//! gradient. Cost: one multiplication more. At 0 the slope is a, as PyTorch has it.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.0 | 0.3 |
//! | `f64` | 1.0 | 0.3 |
//!
//! Source: Maas, Hannun, Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic Models*
//! (2013), section 2.

use crate::{Elementwise, Scalar, elementwise};

/// y = x where x > 0, else (NUM / DEN)·x, element by element.
///
/// [Formula, gradient and source](self)
///
/// A number of floating point cannot be in a type, so the slope is two integers that are divided
/// in T: `LeakyRelu<1, 100>` has the slope 0.01, and so has `LeakyRelu`, as in PyTorch.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; ±∞ give ±∞ (with the slope 0/DEN, −∞ gives NaN). PyTorch:
/// `nn.LeakyReLU(NUM / DEN)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = LeakyRelu::<1, 4>;
/// assert_eq!(layer.forward(&SVector::from([-2.0, 3.0])), SVector::from([-0.5, 3.0]));
///
/// let default: LeakyRelu = LeakyRelu;
/// assert_eq!(default.forward(&SVector::from([-2.0_f64])), SVector::from([-0.02]));
/// ```
#[doc(alias = "LeakyReLU")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct LeakyRelu<const NUM: usize = 1, const DEN: usize = 100>;

impl<const NUM: usize, const DEN: usize> LeakyRelu<NUM, DEN> {
    #[inline(always)]
    fn slope<T: Scalar>() -> T {
        const { assert!(DEN != 0, "LeakyRelu<NUM, DEN> has the slope NUM / DEN: DEN is 0") };
        T::ratio(NUM, DEN)
    }
}

impl<const NUM: usize, const DEN: usize> Elementwise for LeakyRelu<NUM, DEN> {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x > T::zero() { x } else { Self::slope::<T>() * x }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x > T::zero() { dy } else { Self::slope::<T>() * dy }
    }
}

elementwise! {
    [const NUM: usize, const DEN: usize] LeakyRelu<NUM, DEN>, shown as "LeakyRelu<{NUM}, {DEN}>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        let quarter = LeakyRelu::<1, 4>;
        assert_eq!((quarter.value(-2.0), quarter.value(3.0)), (-0.5, 3.0));
        assert_eq!((quarter.chain(-2.0, -0.5, 8.0), quarter.chain(3.0, 3.0, 8.0)), (2.0, 8.0));
    }
}
