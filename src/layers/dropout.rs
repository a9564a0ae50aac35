//! Dropout.
//!
//! ```text
//! training:    y = m∘x      dx = m∘dy      m = 0 with probability p, else 1/(1 − p)      p = P
//! inference:   y = x
//! ```
//!
//! Each number is dropped at random, so that no unit can rely on another: noise against
//! overfitting. It is *inverted* dropout, scaled up in training: the mean of y is x, and inference
//! is free of it. Cost: a random number for each number in training, a copy in inference.
//!
//! Source: Srivastava et al., *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*,
//! JMLR 15 (2014), section 4; inverted: section 10.

use crate::{
    Backward, Constant, Forward, Init, Initializer, Ratio, Scalar, Stateless, Value, parameters,
    parameters::constant,
};
use core::{fmt, marker::PhantomData};
use num_traits::Zero;
use rand::Rng;

/// In training every number is 0 with probability P, else divided by 1 − P; in inference nothing
/// happens.
///
/// [Formula, gradient and source](self)
///
/// `Dropout` drops a half, as in PyTorch. Any other rate is a [`Constant`](trait@crate::Constant), as in
/// `Dropout<Ratio<1, 5>>`. It must be at least 0 and less than 1:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// Dropout::<Ratio<3, 2>>::new().forward(&SVector::from([1.0]));
/// ```
/// The randomness is the caller's, handed to
/// [`forward_train`](Backward::forward_train): the same generator gives the same masks on every
/// machine.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN, dropped or not; ±∞ gives itself, or NaN where it is dropped. PyTorch:
/// `nn.Dropout(P)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = Dropout;
/// let x = SVector::from([1.0, 2.0, 3.0]);
/// assert_eq!(layer.forward(&x), x);
///
/// let mut rng = rand_xoshiro::Xoshiro256PlusPlus::from_seed([1; 32]);
/// let (y, kept) = layer.forward_train(&x, &mut rng);
/// for ((y, x), &kept) in y.iter().zip(&x).zip(&kept) {
///     assert_eq!(*y, if kept { 2.0 * x } else { 0.0 });
/// }
/// # use rand_xoshiro::rand_core::SeedableRng;
/// ```
#[doc(alias = "regularization")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropout<P = Ratio<1, 2>> {
    rate: PhantomData<P>,
}

/// `Dropout` as a value, with the rate 1/2.
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const Dropout: Dropout = Dropout::new();

impl<P: Constant> Dropout<P> {
    const RATE_IS_LESS_THAN_1: () = {
        // Beyond, no draw of 32 bits is kept.
        let holds = P::VALUE >= 0.0 && P::VALUE * DRAWS <= DRAWS - 1.0;
        constant::expect(holds, "Dropout", "rate", P::VALUE, "at least 0 and less than 1");
    };

    /// ⌈p·2³²⌉, from which on a draw of 32 bits is kept: the rate is off by less than 2⁻³².
    const FIRST_KEPT: u32 = {
        let least = P::VALUE * DRAWS;
        let whole = least as u32;
        if (whole as f64) < least { whole.saturating_add(1) } else { whole }
    };

    /// The mask's number where nothing is dropped, 1/(1 − p).
    const SCALE: f64 = scale(P::VALUE);

    /// The layer with the rate P.
    pub const fn new() -> Self {
        Self { rate: PhantomData }
    }

    #[inline(always)]
    fn scale<T: Scalar>() -> T {
        T::from_f64(Self::SCALE)
    }

    /// Whether a number survives. Integers alone decide, so every machine agrees.
    #[inline(always)]
    fn keep<R: Rng + ?Sized>(rng: &mut R) -> bool {
        rng.next_u32() >= Self::FIRST_KEPT
    }
}

/// How many draws of 32 bits there are.
const DRAWS: f64 = (1_u64 << 32) as f64;

/// 1/(1 − p), rounded once: a rate such as 2/3 is no `f64`, and 1 − p would grow what it is off by. So p is
/// taken for the fraction of the smallest denominator up to 2²⁶ that it is the nearest `f64` to, if there
/// is one: the first such convergent of its continued fraction.
const fn scale(p: f64) -> f64 {
    const MOST: u64 = 1 << 26;
    // p as a quotient of integers; what is cut off of a tiny p, the comparison sees.
    let (mut a, mut b) = ((p * (1_u64 << 62) as f64) as u64, 1_u64 << 62);
    let ([mut num, mut den], [mut before_num, mut before_den]) = ([1, 0], [0, 1]);
    while b != 0 {
        let digit = a / b;
        if digit > MOST {
            break;
        }
        ([num, before_num], [den, before_den]) =
            ([digit * num + before_num, num], [digit * den + before_den, den]);
        if den > MOST {
            break;
        }
        if num as f64 / den as f64 == p {
            return den as f64 / (den - num) as f64;
        }
        (a, b) = (b, a % b);
    }
    1.0 / (1.0 - p)
}

#[diagnostic::do_not_recommend]
impl<V: Value<Number: Scalar>, P: Constant> Forward<V> for Dropout<P> {
    type Output = V;

    #[inline]
    fn forward(&self, x: &V) -> V {
        const { Self::RATE_IS_LESS_THAN_1 };
        *x
    }
}

#[diagnostic::do_not_recommend]
impl<V: Value<Number: Scalar>, P: Constant> Backward<V> for Dropout<P> {
    /// Which numbers were kept.
    type Cache = V::Of<bool>;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &V, rng: &mut R) -> (V, Self::Cache) {
        const { Self::RATE_IS_LESS_THAN_1 };
        let kept = x.map(|_| Self::keep(rng));
        let mut y = *x;
        // A product even where it is dropped, so that a NaN is seen at once.
        y.zip_mut::<bool>(&kept, |y, kept| {
            *y *= if kept { Self::scale() } else { V::Number::zero() };
        });
        (y, kept)
    }

    #[inline]
    fn backward_input(&self, _: &V, _: &V, kept: &Self::Cache, dy: &V) -> V {
        let mut dx = *dy;
        dx.zip_mut::<bool>(kept, |dx, kept| {
            *dx = if kept { *dx * Self::scale() } else { V::Number::zero() };
        });
        dx
    }
}

impl<P> Stateless for Dropout<P> {}

parameters! { [P: Constant] Dropout<P> { rate: setting } }

impl<P: Constant> Init for Dropout<P> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<P: Constant> fmt::Debug for Dropout<P> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", parameters::__described::<Self>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // A fifth dropped: what is kept grows by 5/4.
        let x = SVector::from([4.0, 4.0]);
        let dy = SVector::from([8.0, 8.0]);
        let fifth = Dropout::<Ratio<1, 5>>::new();
        let dx = fifth.backward_input(&x, &x, &SVector::from([true, false]), &dy);
        assert_eq!(dx, SVector::from([10.0, 0.0]));
        assert_eq!(fifth.forward(&x), x);
    }

    /// The scale is that of the fraction, and so is the smallest draw that is kept: what rounding did to
    /// the rate is in neither.
    #[test]
    fn a_rate_is_the_fraction_that_it_was_written_as() {
        for den in 1..=600_u64 {
            for num in 0..den {
                let p = num as f64 / den as f64;
                assert_eq!(scale(p), den as f64 / (den - num) as f64, "{num}/{den}");
                let first = (num << 32).div_ceil(den);
                assert_eq!((p * DRAWS).ceil(), first as f64, "{num}/{den}");
            }
        }
        assert_eq!(Dropout::<Ratio<1, 5>>::FIRST_KEPT, 858_993_460);
        assert_eq!(Dropout::<Ratio<0>>::FIRST_KEPT, 0);
        assert_eq!(scale(1.0 / 67_108_859.0), 67_108_859.0 / 67_108_858.0);
        // No fraction of that kind: as it stands.
        assert_eq!(scale(1e-300), 1.0);
        let third = 1.0 / core::f64::consts::PI;
        assert_eq!(scale(third), 1.0 / (1.0 - third));
    }
}
