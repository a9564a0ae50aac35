//! Dropout.
//!
//! ```text
//! training:    y = m∘x      dx = m∘dy      m = 0 with probability p, else 1/(1 − p)      p = NUM / DEN
//! inference:   y = x
//! ```
//!
//! Each number is dropped at random, so that no unit can rely on another: noise against
//! overfitting. It is *inverted* dropout, scaled up in training: the mean of y is x, and inference
//! is free of it. Cost: a random number for each number in training, a copy in inference.
//!
//! Source: Srivastava et al., *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*,
//! JMLR 15 (2014), section 4; inverted: section 10.

use crate::{Backward, Forward, Init, Initializer, Scalar, Value, parameters};
use core::fmt;
use num_traits::Zero;
use rand::Rng;

/// In training every number is 0 with probability NUM / DEN, else divided by 1 − NUM / DEN; in
/// inference nothing happens.
///
/// [Formula, gradient and source](self)
///
/// A number of floating point cannot be in a type, so the rate is two integers: `Dropout<1, 5>`
/// drops a fifth, and `Dropout` a half, as in PyTorch. The rate must be less than 1:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// Dropout::<3, 2>.forward(&SVector::from([1.0]));
/// ```
/// The randomness is the caller's, handed to
/// [`forward_train`](Backward::forward_train): the same generator gives the same masks on every
/// machine.
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN, dropped or not; ±∞ gives itself, or NaN where it is dropped. PyTorch:
/// `nn.Dropout(NUM / DEN)`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = Dropout::<1, 2>;
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
pub struct Dropout<const NUM: usize = 1, const DEN: usize = 2>;

impl<const NUM: usize, const DEN: usize> Dropout<NUM, DEN> {
    const RATE_IS_LESS_THAN_1: () = {
        assert!(
            NUM < DEN,
            "Dropout<NUM, DEN> drops the fraction NUM / DEN: it must be less than 1"
        );
        assert!(DEN as u64 <= u32::MAX as u64, "Dropout<NUM, DEN>: DEN must fit in 32 bits");
    };

    /// The mask's number where nothing is dropped, 1/(1 − p).
    #[inline(always)]
    fn scale<T: Scalar>() -> T {
        T::ratio(DEN, DEN - NUM)
    }

    /// Whether a number survives. Integers alone decide, so every machine agrees.
    #[inline(always)]
    fn keep<R: Rng + ?Sized>(rng: &mut R) -> bool {
        // A whole number in 0 .. DEN, off the uniform by less than DEN / 2³².
        let below_den = (u64::from(rng.next_u32()) * DEN as u64) >> 32;
        below_den >= NUM as u64
    }
}

#[diagnostic::do_not_recommend]
impl<V: Value<Number: Scalar>, const NUM: usize, const DEN: usize> Forward<V>
    for Dropout<NUM, DEN>
{
    type Output = V;

    #[inline]
    fn forward(&self, x: &V) -> V {
        const { Self::RATE_IS_LESS_THAN_1 };
        *x
    }
}

#[diagnostic::do_not_recommend]
impl<V: Value<Number: Scalar>, const NUM: usize, const DEN: usize> Backward<V>
    for Dropout<NUM, DEN>
{
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

parameters! { [const NUM: usize, const DEN: usize] Dropout<NUM, DEN> {} }

impl<const NUM: usize, const DEN: usize> Init for Dropout<NUM, DEN> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<const NUM: usize, const DEN: usize> fmt::Debug for Dropout<NUM, DEN> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Dropout<{NUM}, {DEN}>")
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
        let dx = Dropout::<1, 5>.backward_input(&x, &x, &SVector::from([true, false]), &dy);
        assert_eq!(dx, SVector::from([10.0, 0.0]));
        assert_eq!(Dropout::<1, 5>.forward(&x), x);
    }
}
