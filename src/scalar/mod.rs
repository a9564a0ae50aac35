//! Numbers: [`Scalar`] computes, [`Weight`] is stored.

mod dtype;
mod float;
mod functions;
#[cfg(feature = "half")]
mod half;
mod kind;
mod printed;
mod single;
mod weight;

pub use dtype::Dtype;
pub(crate) use functions::{Exp, Ln1p};
#[cfg(feature = "half")]
pub use half::HalfPrecision;
pub(crate) use kind::Facts;
pub use kind::Kind;
pub(crate) use printed::Printed;
pub(crate) use single::Single;
pub use weight::Weight;

use core::ops::{AddAssign, DivAssign, MulAssign, Neg, SubAssign};
use num_traits::{NumOps, One, Zero};

/// A number that a network computes with: `f32`, `f64`, and dual numbers with the feature `dual`.
///
/// The functions are this crate's own ([`math`](crate::math)), so that a network gives the same bits on every
/// machine; nalgebra's `RealField` would take them from std or libm by another crate's features.
///
/// What is not here, such as a sine, a layer of your own gets by one more bound, and with whatever bits std or libm give:
/// ```
/// use constnet::{Scalar, nalgebra::ComplexField};
///
/// fn wave<T: Scalar + ComplexField>(x: T) -> T {
///     x + x.sin()
/// }
/// assert_eq!(wave(0.0_f32), 0.0);
/// ```
///
/// # Laws
/// - `from_f64` rounds to nearest; `to_f64(from_f64(v))` is `v` wherever `v` is representable.
/// - Comparison looks at the value alone (a dual number's derivative takes no part in it).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that networks compute with",
    label = "expected `f32` or `f64`",
    note = "computing asks for exponentials and derivatives, so integers will not do, and numbers of 16 bits are for storing weights only; with the feature `dual` there is `num_dual::Dual64` as well"
)]
pub trait Scalar:
    nalgebra::Scalar
    + Copy
    + Send
    + Sync
    + PartialOrd
    + Zero
    + One
    + NumOps
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
{
    /// How a file names numbers of this type.
    const DTYPE: Dtype<Self> = Dtype::OTHER;

    /// The largest finite number.
    const LARGEST: f64 = f64::MAX;

    /// The nearest number of this type.
    fn from_f64(value: f64) -> Self;
    /// The value, without whatever else the number carries.
    fn to_f64(self) -> f64;

    /// eˣ
    fn exp(self) -> Self;
    /// eˣ − 1, accurate near 0.
    fn exp_m1(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// ln(1 + x), accurate near 0.
    fn ln_1p(self) -> Self;
    /// √x
    fn sqrt(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
    /// The error function erf(x) = 2/√π·∫₀ˣ exp(−t²) dt.
    fn erf(self) -> Self;
    /// 1 − erf(x), accurate where erf(x) is close to 1.
    fn erfc(self) -> Self;

    /// 1 / (1 + e⁻ˣ), with both tails exact.
    #[inline(always)]
    fn sigmoid(self) -> Self {
        // e^−|x| never overflows, and the negative tail is e^x itself instead of 1 − 1.
        let e = (-self.abs()).exp();
        let upper = Self::one() / (Self::one() + e);
        if self < Self::zero() { e * upper } else { upper }
    }

    /// σ(x) and σ(−x) = 1 − σ(x), both with exact tails: the subtraction would lose the second
    /// for large x.
    #[inline(always)]
    fn sigmoid_and_complement(self) -> (Self, Self) {
        let e = (-self.abs()).exp();
        let upper = Self::one() / (Self::one() + e);
        if self < Self::zero() { (e * upper, upper) } else { (upper, e * upper) }
    }

    /// ln(1 + eˣ), without overflow.
    #[inline(always)]
    fn softplus(self) -> Self {
        self.max_nan(Self::zero()) + (-self.abs()).exp().ln_1p()
    }

    /// x·σ(x), with both tails exact.
    #[doc(hidden)]
    #[inline(always)]
    fn silu(self) -> Self {
        // Beyond, σ(x) is 0, and at −∞ a product with it would be NaN.
        if self < Self::from_f64(-800.0) { Self::zero() } else { self * self.sigmoid() }
    }

    /// The slope σ(x)·(1 + x·σ(−x)) of [`silu`](Self::silu), with both tails exact.
    #[doc(hidden)]
    #[inline(always)]
    fn silu_slope(self) -> Self {
        let (sigmoid, complement) = self.sigmoid_and_complement();
        // Beyond, the smaller of the two is 0.
        let near = self.abs() < Self::from_f64(800.0);
        let bend = if near { self * complement } else { Self::zero() };
        sigmoid * (Self::one() + bend)
    }

    /// x·Φ(x) with the normal distribution Φ, with both tails exact.
    #[doc(hidden)]
    #[inline(always)]
    fn gelu(self) -> Self {
        let a = self.abs();
        let linear = self.max_nan(Self::zero());
        // Beyond, Φ(−a) is 0, and at ∞ a product with it would be NaN.
        if a > Self::from_f64(40.0) {
            return linear;
        }
        let z = a * Self::from_f64(core::f64::consts::FRAC_1_SQRT_2);
        linear - Self::from_f64(0.5) * a * z.erfc()
    }

    /// The slope Φ(x) + x·φ(x) of [`gelu`](Self::gelu), with both tails exact.
    #[doc(hidden)]
    #[inline(always)]
    fn gelu_slope(self) -> Self {
        /// 1 / √(2π)
        const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;
        let a = self.abs();
        let z = a * Self::from_f64(core::f64::consts::FRAC_1_SQRT_2);
        let below = if a > Self::from_f64(40.0) {
            Self::zero()
        } else {
            let density = (-z * z).exp() * Self::from_f64(DENSITY_AT_0);
            Self::from_f64(0.5) * z.erfc() - a * density
        };
        if self < Self::zero() { below } else { Self::one() - below }
    }

    /// tanh where a few more units in the last place are no matter: on f32 three times faster.
    #[doc(hidden)]
    #[inline(always)]
    fn fast_tanh(self) -> Self {
        self.tanh()
    }

    /// The sigmoid by [`fast_tanh`](Self::fast_tanh): its lower tail has a small absolute error
    /// only.
    #[doc(hidden)]
    #[inline(always)]
    fn fast_sigmoid(self) -> Self {
        self.sigmoid()
    }

    /// |x|; the slope at 0 is 1.
    #[inline(always)]
    fn abs(self) -> Self {
        if self < Self::zero() { -self } else { self }
    }

    /// The larger of two; NaN when `self` is NaN, where `f32::max` would hide it.
    #[inline(always)]
    fn max_nan(self, other: Self) -> Self {
        if self < other { other } else { self }
    }

    /// Neither NaN nor infinite, in every part of the number.
    #[inline(always)]
    fn is_finite(self) -> bool {
        self.to_f64().is_finite()
    }

    /// A whole number of this type.
    #[inline(always)]
    fn from_usize(value: usize) -> Self {
        Self::from_f64(value as f64)
    }
}

/// A function of one number and its derivative: the body of an elementwise layer.
///
/// Mark both methods `#[inline(always)]`: then they are compiled for whatever instruction set the
/// loop around them uses.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function of one number",
    label = "has no value and no derivative",
    note = "implement `Elementwise` for it, then `elementwise!` makes it a layer"
)]
pub trait Elementwise {
    /// Whether `value` is a chain of more than a dozen operations, each on the result of the one before:
    /// kernels then take another loop, to the same results.
    #[doc(hidden)]
    const DEEP: bool = false;

    /// y = f(x)
    fn value<T: Scalar>(&self, x: T) -> T;
    /// f′(x)·dy, given x and y = f(x).
    fn chain<T: Scalar>(&self, x: T, y: T, dy: T) -> T;
}
