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

use super::rate::Rate;
use crate::{
    Backward, Constant, Forward, Init, Initializer, Ratio, Scalar, Stateless, Value, parameters,
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
    /// The layer with the rate P.
    pub const fn new() -> Self {
        Self { rate: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<V: Value<Number: Scalar>, P: Constant> Forward<V> for Dropout<P> {
    type Output = V;

    #[inline]
    fn forward(&self, x: &V) -> V {
        const { Rate::<P>::IS_LESS_THAN_1 };
        *x
    }
}

#[diagnostic::do_not_recommend]
impl<V: Value<Number: Scalar>, P: Constant> Backward<V> for Dropout<P> {
    /// Which numbers were kept.
    type Cache = V::Of<bool>;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &V, rng: &mut R) -> (V, Self::Cache) {
        const { Rate::<P>::IS_LESS_THAN_1 };
        let kept = x.map(|_| Rate::<P>::keep(rng));
        let mut y = *x;
        // A product even where it is dropped, so that a NaN is seen at once.
        y.zip_mut::<bool>(&kept, |y, kept| {
            *y *= if kept { Rate::<P>::scale() } else { V::Number::zero() };
        });
        (y, kept)
    }

    #[inline]
    fn backward_input(&self, _: &V, _: &V, kept: &Self::Cache, dy: &V) -> V {
        let mut dx = *dy;
        dx.zip_mut::<bool>(kept, |dx, kept| {
            *dx = if kept { *dx * Rate::<P>::scale() } else { V::Number::zero() };
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
}
