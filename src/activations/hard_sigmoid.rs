//! The sigmoid in three straight lines.
//!
//! ```text
//! y = A·x + B clamped to [0, 1]        dx = A·dy where 0 < A·x + B < 1, else 0
//! A = 1/6, B = 1/2:   y = 0 where x ≤ −3, x/6 + 1/2 between, 1 where x ≥ 3
//! ```
//!
//! [`Sigmoid`](crate::Sigmoid) for hardware without an exponential. Outside it passes no gradient
//! at all. It is computed as (x − x₀)·A from the x₀ = −B/A where it leaves 0, with a division by 1/A: for
//! A = 1/6 and 1/5, and B = 1/2, all of these are exact numbers. Cost: two comparisons and a division.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.2 | 0.5 |
//! | `f64` | 1.2 | 0.5 |
//!
//! With an A or B for which x₀ is rounded, of y units of B.
//!
//! Source: Howard et al. (2019), arXiv:1905.02244, section 5.2 (as the gate of h-swish).

use crate::{Constant, Elementwise, Ratio, Scalar, elementwise, parameters::constant};
use core::marker::PhantomData;

/// y = A·x + B clamped to [0, 1], element by element.
///
/// [Formula, gradient and source](self)
///
/// `HardSigmoid` is x/6 + 1/2, as in PyTorch; `HardSigmoid<Ratio<1, 5>>` is 0.2·x + 0.5, as in ONNX and in
/// Keras before version 3. A is a [`Constant`](trait@crate::Constant) above 0, B a finite one.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0, +∞ gives 1. PyTorch: `nn.Hardsigmoid()`; ONNX: `HardSigmoid` with alpha A
/// and beta B.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = HardSigmoid.forward(&SVector::from([-4.0, 1.5, 4.0]));
/// assert_eq!(y, SVector::from([0.0, 0.75, 1.0]));
///
/// let of_onnx = HardSigmoid::<Ratio<1, 5>>::new();
/// assert_eq!(of_onnx.forward(&SVector::from([1.0])), SVector::from([0.7]));
/// ```
#[doc(alias = "Hardsigmoid")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct HardSigmoid<A = Ratio<1, 6>, B = Ratio<1, 2>> {
    slope: PhantomData<A>,
    offset: PhantomData<B>,
}

/// `HardSigmoid` as a value, x/6 + 1/2.
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const HardSigmoid: HardSigmoid = HardSigmoid::new();

impl<A: Constant, B: Constant> HardSigmoid<A, B> {
    /// Where A·x + B is 0, and where it is 1.
    const ENDS: [f64; 2] = [-B::VALUE / A::VALUE, (1.0 - B::VALUE) / A::VALUE];

    /// The layer with the slope A and the offset B.
    pub const fn new() -> Self {
        Self { slope: PhantomData, offset: PhantomData }
    }

    /// The two ends, and 1/A.
    #[inline(always)]
    fn settings<T: Scalar>() -> ([T; 2], T) {
        const {
            constant::positive::<A, T>("HardSigmoid", "slope");
            constant::finite::<B, T>("HardSigmoid", "offset");
        };
        (Self::ENDS.map(T::from_f64), T::from_f64(1.0 / A::VALUE))
    }
}

impl<A: Constant, B: Constant> Elementwise for HardSigmoid<A, B> {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        let ([first, last], width) = Self::settings::<T>();
        if x <= first {
            T::zero()
        } else if x >= last {
            T::one()
        } else {
            let y = (x - first) / width;
            // Where the ends are rounded, their distance may be more than the width.
            if y > T::one() { T::one() } else { y }
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        let ([first, last], width) = Self::settings::<T>();
        if x <= first || x >= last { T::zero() } else { dy / width }
    }
}

elementwise! {
    [A: Constant, B: Constant] HardSigmoid<A, B> {
        slope: setting = 1.0 / 6.0,
        offset: setting = 0.5,
    }, probabilities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        assert_eq!((HardSigmoid.value(-4.0), HardSigmoid.chain(-4.0, 0.0, 12.0)), (0.0, 0.0));
        assert_eq!((HardSigmoid.value(1.5), HardSigmoid.chain(1.5, 0.75, 12.0)), (0.75, 2.0));
        // x/2 + 1/4, from −1/2 to 3/2.
        let other = HardSigmoid::<Ratio<1, 2>, Ratio<1, 4>>::new();
        assert_eq!((other.value(-0.5), other.value(1.0), other.value(1.5)), (0.0, 0.75, 1.0));
        assert_eq!((other.chain(1.0, 0.75, 12.0), other.chain(1.5, 1.0, 12.0)), (6.0, 0.0));
    }
}
