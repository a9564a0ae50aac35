//! The exponential linear unit.
//!
//! ```text
//! y = x where x > 0, else α·(eˣ − 1)        dx = dy where x > 0, else α·eˣ·dy        α = A
//! ```
//!
//! A [`Relu`](crate::Relu) without the kink, whose negative outputs, down to −α, bring the mean of
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

use crate::{Constant, Elementwise, Ratio, Scalar, elementwise, parameters::constant};
use core::marker::PhantomData;

/// y = x where x > 0, else A·(eˣ − 1), element by element.
///
/// [Formula, gradient and source](self)
///
/// `Elu` has the α 1, as in PyTorch. Any other is a [`Constant`](trait@crate::Constant), as in
/// `Elu<Ratio<1, 2>>`; one that is not finite does not compile.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives −A, +∞ itself. PyTorch: `nn.ELU(A)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Elu.forward(&SVector::from([-1.0, 3.0_f64]));
/// assert!((y[0] - (-0.6321205588285577)).abs() < 1e-15);
/// assert_eq!(y[1], 3.0);
///
/// let half = Elu::<Ratio<1, 2>>::new();
/// assert_eq!(half.forward(&SVector::from([f64::NEG_INFINITY])), SVector::from([-0.5]));
/// ```
#[doc(alias = "ELU")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Elu<A = Ratio<1>> {
    alpha: PhantomData<A>,
}

/// `Elu` as a value, with the α 1.
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const Elu: Elu = Elu::new();

impl<A: Constant> Elu<A> {
    /// The layer with the α A.
    pub const fn new() -> Self {
        Self { alpha: PhantomData }
    }

    #[inline(always)]
    fn alpha<T: Scalar>() -> T {
        const { constant::finite::<A, T>("Elu", "alpha") };
        T::from_f64(A::VALUE)
    }
}

impl<A: Constant> Elementwise for Elu<A> {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        if x > T::zero() { x } else { Self::alpha::<T>() * x.exp_m1() }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        // From x: y + α would lose the tail, where y is close to −α.
        if x > T::zero() { dy } else { Self::alpha::<T>() * x.exp() * dy }
    }
}

elementwise! { [A: Constant] Elu<A> { alpha: setting = 1.0 } }

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
        // Three times the value and the slope.
        let three = Elu::<Ratio<3>>::new();
        assert!((three.value(x) - (-1.5)).abs() < 1e-15);
        assert!((three.chain(x, -1.5, 4.0) - 6.0).abs() < 1e-15);
    }
}
