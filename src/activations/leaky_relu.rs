//! The leaky rectified linear unit.
//!
//! ```text
//! y = x where x > 0, else a·x        dx = dy where x > 0, else a·dy        a = S
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

use crate::{Constant, Elementwise, Ratio, Scalar, elementwise, parameters::constant};
use core::marker::PhantomData;

/// y = x where x > 0, else S·x, element by element.
///
/// [Formula, gradient and source](self)
///
/// `LeakyRelu` has the slope 0.01, as in PyTorch. Any other is a [`Constant`](trait@crate::Constant), as in
/// `LeakyRelu<Ratio<1, 5>>`; one that is not finite does not compile.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; ±∞ give ±∞ (with the slope 0, −∞ gives NaN). PyTorch: `nn.LeakyReLU(S)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(LeakyRelu.forward(&SVector::from([-2.0_f64])), SVector::from([-0.02]));
///
/// let layer = LeakyRelu::<Ratio<1, 4>>::new();
/// assert_eq!(layer.forward(&SVector::from([-2.0, 3.0])), SVector::from([-0.5, 3.0]));
/// ```
#[doc(alias = "LeakyReLU")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct LeakyRelu<S = Ratio<1, 100>> {
    slope: PhantomData<S>,
}

/// `LeakyRelu` as a value, with the slope 0.01.
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const LeakyRelu: LeakyRelu = LeakyRelu::new();

impl<S: Constant> LeakyRelu<S> {
    /// The layer with the slope S.
    pub const fn new() -> Self {
        Self { slope: PhantomData }
    }

    #[inline(always)]
    fn slope<T: Scalar>() -> T {
        const { constant::finite::<S, T>("LeakyRelu", "slope") };
        T::from_f64(S::VALUE)
    }
}

impl<S: Constant> Elementwise for LeakyRelu<S> {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x > T::zero() { x } else { Self::slope::<T>() * x }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        if x > T::zero() { dy } else { Self::slope::<T>() * dy }
    }
}

elementwise! { [S: Constant] LeakyRelu<S> { slope: setting } }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        let quarter = LeakyRelu::<Ratio<1, 4>>::new();
        assert_eq!((quarter.value(-2.0), quarter.value(3.0)), (-0.5, 3.0));
        assert_eq!((quarter.chain(-2.0, -0.5, 8.0), quarter.chain(3.0, 3.0, 8.0)), (2.0, 8.0));
        assert_eq!(LeakyRelu::<Ratio<-3>>::new().value(-2.0), 6.0);
    }
}
