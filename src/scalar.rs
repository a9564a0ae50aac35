//! Numbers: [`Scalar`] computes, [`Weight`] is stored.

use crate::{
    kernels, math,
    optimizers::{Magnitudes, Rule},
};
use core::ops::{AddAssign, DivAssign, MulAssign, Neg, SubAssign};
use num_traits::{NumOps, One, Zero};

/// A number that a network computes with: `f32`, `f64`, and dual numbers with the feature `dual`.
///
/// The functions are this crate's own ([`math`]), so that a network gives the same bits on every
/// machine; nalgebra's `RealField` would take them from std or libm by another crate's features.
///
/// # Laws
/// - `from_f64` rounds to nearest; `to_f64(from_f64(v))` is `v` wherever `v` is representable.
/// - Comparison looks at the value alone (a dual number's derivative takes no part in it).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that networks compute with",
    label = "expected `f32` or `f64`",
    note = "computing asks for exponentials and derivatives, so integers will not do; with the feature `dual` there is `num_dual::Dual64` as well"
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

    /// `numerator / denominator`: how rates that are const parameters become numbers.
    #[inline(always)]
    fn ratio(numerator: usize, denominator: usize) -> Self {
        Self::from_usize(numerator) / Self::from_usize(denominator)
    }

    // Where a type puts its kernels. The defaults are the plain twins.

    /// Y = W·X + b, one bias for all columns.
    #[doc(hidden)]
    #[inline(always)]
    fn dense<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[Self; OUT]; IN],
        bias: &[Self; OUT],
        x: &[[Self; IN]; B],
    ) -> [[Self; OUT]; B] {
        let mut y = [[Self::zero(); OUT]; B];
        kernels::plain::dense(weight, bias, x, &mut y);
        y
    }

    /// dX = Wᵀ·dY
    #[doc(hidden)]
    #[inline(always)]
    fn dense_input<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[Self; OUT]; IN],
        dy: &[[Self; OUT]; B],
    ) -> [[Self; IN]; B] {
        let mut dx = [[Self::zero(); IN]; B];
        kernels::plain::dense_input(weight, dy, &mut dx);
        dx
    }

    /// dW ← dW + dY·Xᵀ and db ← db + dY·1
    #[doc(hidden)]
    #[inline(always)]
    fn dense_parameters<const IN: usize, const OUT: usize, const B: usize>(
        x: &[[Self; IN]; B],
        dy: &[[Self; OUT]; B],
        dweight: &mut [[Self; OUT]; IN],
        dbias: &mut [Self; OUT],
    ) {
        kernels::plain::dense_parameters(x, dy, dweight, dbias);
    }

    /// yᵢ = f(xᵢ)
    #[doc(hidden)]
    #[inline(always)]
    fn map<F: Elementwise>(f: &F, x: &[Self], y: &mut [Self]) {
        kernels::plain::map(f, x, y);
    }

    /// Y = f(X)
    #[doc(hidden)]
    #[inline(always)]
    fn activate<F: Elementwise, const N: usize, const B: usize>(
        f: &F,
        x: &[[Self; N]; B],
    ) -> [[Self; N]; B] {
        let mut y = [[Self::zero(); N]; B];
        kernels::plain::map(f, x.as_flattened(), y.as_flattened_mut());
        y
    }

    /// dX = f′(X)·dY
    #[doc(hidden)]
    #[inline(always)]
    fn activate_backward<F: Elementwise, const N: usize, const B: usize>(
        f: &F,
        x: &[[Self; N]; B],
        y: &[[Self; N]; B],
        dy: &[[Self; N]; B],
    ) -> [[Self; N]; B] {
        let mut dx = [[Self::zero(); N]; B];
        let (x, y, dy) = (x.as_flattened(), y.as_flattened(), dy.as_flattened());
        kernels::plain::map_backward(f, x, y, dy, dx.as_flattened_mut());
        dx
    }

    /// Y = eˣ / Σ eˣ, column by column.
    #[doc(hidden)]
    #[inline(always)]
    fn softmax<const N: usize, const B: usize>(x: &[[Self; N]; B]) -> [[Self; N]; B] {
        let mut y = [[Self::zero(); N]; B];
        kernels::plain::softmax(x, &mut y);
        y
    }

    /// A rule of an optimizer, applied to every number.
    #[doc(hidden)]
    #[inline(always)]
    fn update<R: Rule<Self, K>, const K: usize>(
        rule: &R,
        theta: &mut [Self],
        gradient: &[Self],
        memory: [&mut [Self]; K],
    ) {
        kernels::plain::update(rule, theta, gradient, memory);
    }

    /// The sizes of a gradient and its parameters, in one pass.
    #[doc(hidden)]
    #[inline(always)]
    fn magnitudes(theta: &[Self], gradient: &[Self]) -> Magnitudes<Self> {
        kernels::plain::magnitudes(theta, gradient)
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
    /// y = f(x)
    fn value<T: Scalar>(&self, x: T) -> T;
    /// f′(x)·dy, given x and y = f(x).
    fn chain<T: Scalar>(&self, x: T, y: T, dy: T) -> T;
}

/// A number that can be stored as a weight: every [`Scalar`], and types that are storage only.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that networks store",
    label = "expected `f32` or `f64`",
    note = "a number type of your own is stored with `impl Weight`, and computes with `impl Scalar`"
)]
pub trait Weight: nalgebra::Scalar + Copy + Send + Sync {
    /// How a file names numbers of this type.
    const DTYPE: Dtype<Self>;
    /// The number 0.
    fn zero() -> Self;
}

impl<T: Scalar> Weight for T {
    const DTYPE: Dtype<Self> = <T as Scalar>::DTYPE;
    #[inline(always)]
    fn zero() -> Self {
        <T as Zero>::zero()
    }
}

/// Which kind of number `T` is in a file.
///
/// A value names its type, and only this crate makes values other than [`OTHER`](Self::OTHER):
/// nobody can claim that a type of theirs has the bits of an `f32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dtype<T> {
    kind: Kind,
    of: core::marker::PhantomData<fn() -> T>,
}

/// The kinds of number that files know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary64.
    F64,
    /// Any other type: it is trained and computed with, and has no place in a file.
    Other,
}

impl<T> Dtype<T> {
    /// A type without a place in files.
    pub const OTHER: Self = Self::new(Kind::Other);

    const fn new(kind: Kind) -> Self {
        Self { kind, of: core::marker::PhantomData }
    }

    /// The kind, without the type.
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

macro_rules! float {
    ($float:ident, $kind:ident $(, $($kernels:tt)*)?) => {
        impl Scalar for $float {
            const DTYPE: Dtype<Self> = Dtype::new(Kind::$kind);
            const LARGEST: f64 = $float::MAX as f64;
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn exp(self) -> Self {
                math::$float::exp(self)
            }
            #[inline(always)]
            fn exp_m1(self) -> Self {
                math::$float::exp_m1(self)
            }
            #[inline(always)]
            fn ln(self) -> Self {
                math::$float::ln(self)
            }
            #[inline(always)]
            fn ln_1p(self) -> Self {
                math::$float::ln_1p(self)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                math::$float::sqrt(self)
            }
            #[inline(always)]
            fn tanh(self) -> Self {
                math::$float::tanh(self)
            }
            #[inline(always)]
            fn erf(self) -> Self {
                math::$float::erf(self)
            }
            #[inline(always)]
            fn sigmoid(self) -> Self {
                math::$float::sigmoid(self)
            }
            #[inline(always)]
            fn softplus(self) -> Self {
                math::$float::softplus(self)
            }
            #[inline(always)]
            fn fast_tanh(self) -> Self {
                math::$float::fast_tanh(self)
            }
            #[inline(always)]
            fn fast_sigmoid(self) -> Self {
                math::$float::fast_sigmoid(self)
            }
            #[inline(always)]
            fn abs(self) -> Self {
                <$float>::abs(self)
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                <$float>::is_finite(self)
            }
            $($($kernels)*)?
        }
    };
}

float! { f64, F64 }
float! { f32, F32,
    #[inline(always)]
    fn dense<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[f32; OUT]; IN],
        bias: &[f32; OUT],
        x: &[[f32; IN]; B],
    ) -> [[f32; OUT]; B] {
        kernels::dense::dense(weight, bias, x)
    }
    #[inline(always)]
    fn dense_input<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[f32; OUT]; IN],
        dy: &[[f32; OUT]; B],
    ) -> [[f32; IN]; B] {
        kernels::dense::dense_input(weight, dy)
    }
    #[inline(always)]
    fn dense_parameters<const IN: usize, const OUT: usize, const B: usize>(
        x: &[[f32; IN]; B],
        dy: &[[f32; OUT]; B],
        dweight: &mut [[f32; OUT]; IN],
        dbias: &mut [f32; OUT],
    ) {
        kernels::dense::parameters::best(x, dy, dweight, dbias);
    }
    #[inline(always)]
    fn map<F: Elementwise>(f: &F, x: &[f32], y: &mut [f32]) {
        kernels::elementwise::map(f, x, y);
    }
    #[inline(always)]
    fn activate<F: Elementwise, const N: usize, const B: usize>(
        f: &F,
        x: &[[f32; N]; B],
    ) -> [[f32; N]; B] {
        kernels::elementwise::activate(f, x)
    }
    #[inline(always)]
    fn activate_backward<F: Elementwise, const N: usize, const B: usize>(
        f: &F,
        x: &[[f32; N]; B],
        y: &[[f32; N]; B],
        dy: &[[f32; N]; B],
    ) -> [[f32; N]; B] {
        kernels::elementwise::activate_backward(f, x, y, dy)
    }
    #[inline(always)]
    fn softmax<const N: usize, const B: usize>(x: &[[f32; N]; B]) -> [[f32; N]; B] {
        kernels::softmax::softmax(x)
    }
    #[inline(always)]
    fn update<R: Rule<f32, K>, const K: usize>(
        rule: &R,
        theta: &mut [f32],
        gradient: &[f32],
        memory: [&mut [f32]; K],
    ) {
        kernels::elementwise::update::best(rule, theta, gradient, memory);
    }
    #[inline(always)]
    fn magnitudes(theta: &[f32], gradient: &[f32]) -> Magnitudes<f32> {
        kernels::elementwise::magnitudes::best(theta, gradient)
    }
}
