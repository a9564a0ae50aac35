//! A clamp to any limits, and the rectified linear unit that ends at 6.
//!
//! ```text
//! y = L where x ≤ L, x between, H where x ≥ H        dx = dy where L < x < H, else 0
//! ```
//!
//! For outputs that must stay within limits, and [`Relu6`](tyalias@crate::Relu6), which numbers of few bits
//! can hold. Outside it passes no gradient at all. [`HardTanh`](crate::HardTanh) is the clamp to [−1, 1].
//! Cost: two comparisons.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 0 | 0 |
//! | `f64` | 0 | 0 |
//!
//! Source: Collobert et al. (2011), arXiv:1103.0398, section 3.3.1; with the limits 0 and 6: Howard et al.
//! (2017), arXiv:1704.04861 (MobileNet, which does not name it).

use crate::{Constant, Elementwise, Ratio, Scalar, elementwise, parameters::constant};
use core::marker::PhantomData;

/// y = x clamped to [L, H], element by element.
///
/// [Formula, gradient and source](self)
///
/// L and H are [`Constant`](trait@crate::Constant)s, one of which may be infinite; an L that is not less than
/// H does not compile.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives L, +∞ gives H. PyTorch: `nn.Hardtanh(L, H)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Clamp::<Ratio<-1, 2>, Ratio<3>>::new().forward(&SVector::from([-3.0, 0.25, 4.0]));
/// assert_eq!(y, SVector::from([-0.5, 0.25, 3.0]));
/// ```
#[doc(alias = "Clip")]
#[doc(alias = "Hardtanh")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Clamp<L, H> {
    low: PhantomData<L>,
    high: PhantomData<H>,
}

/// y = min(max(0, x), 6): a [`Relu`](crate::Relu) that ends at 6. PyTorch: `nn.ReLU6()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Relu6.forward(&SVector::from([-3.0, 0.25, 7.0]));
/// assert_eq!(y, SVector::from([0.0, 0.25, 6.0]));
/// ```
#[doc(alias = "ReLU6")]
pub type Relu6 = Clamp<Ratio<0>, Ratio<6>>;

/// `Relu6` as a value.
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const Relu6: Relu6 = Clamp::new();

impl<L: Constant, H: Constant> Clamp<L, H> {
    /// The layer with the limits L and H.
    pub const fn new() -> Self {
        Self { low: PhantomData, high: PhantomData }
    }

    #[inline(always)]
    fn limits<T: Scalar>() -> [T; 2] {
        const {
            let holds = L::VALUE < H::VALUE;
            constant::expect(holds, "Clamp", "lower limit", L::VALUE, "less than the upper one");
            let holds = L::VALUE <= T::LARGEST && H::VALUE >= -T::LARGEST;
            constant::expect(
                holds,
                "Clamp",
                "lower limit",
                L::VALUE,
                "limits of the network's type",
            );
        };
        [L::VALUE, H::VALUE].map(T::from_f64)
    }
}

impl<L: Constant, H: Constant> Elementwise for Clamp<L, H> {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        let [low, high] = Self::limits::<T>();
        if x <= low {
            low
        } else if x >= high {
            high
        } else {
            x
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        let [low, high] = Self::limits::<T>();
        if x <= low || x >= high { T::zero() } else { dy }
    }
}

elementwise! { [L: Constant, H: Constant] Clamp<L, H> { low: setting, high: setting } }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        let layer = Clamp::<Ratio<-2>, Ratio<1, 2>>::new();
        assert_eq!((layer.value(-3.0), layer.chain(-3.0, -2.0, 4.0)), (-2.0, 0.0));
        assert_eq!((layer.value(-1.0), layer.chain(-1.0, -1.0, 4.0)), (-1.0, 4.0));
        assert_eq!((layer.value(0.75), layer.chain(0.75, 0.5, 4.0)), (0.5, 0.0));
    }
}
