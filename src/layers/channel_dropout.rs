//! Dropout of whole channels.
//!
//! ```text
//! training:    y[h][w] = m∘x[h][w]      dx[h][w] = m∘dy[h][w]      one m for all places of a sample:
//!              m = 0 with probability p for each channel, else 1/(1 − p)                  p = P
//! inference:   y = x
//! ```
//!
//! Neighbours in an image, or in time, say nearly the same: where single numbers are dropped, their neighbours still
//! tell them, and the noise that was meant against overfitting is averaged away. A channel that is dropped everywhere
//! is really gone. Cost: a random number for each channel of each sample in training, a copy in inference.
//!
//! Source: Tompson, Goroshin, Jain, LeCun, Bregler (2014), *Efficient object localization using convolutional
//! networks*, arXiv:1411.4280, section 3.2 (SpatialDropout).

use super::rate::Rate;
use crate::{
    Backward, Constant, Forward, Init, Initializer, Ratio, Scalar, Stateless, Value, parameters,
    values::{self, Places, or_one},
};
use core::{fmt, marker::PhantomData};
use num_traits::Zero;
use rand::Rng;

/// In training every channel of a sample is 0 at all places with probability P, else divided by 1 − P; in
/// inference nothing happens.
///
/// [Formula, gradient and source](self)
///
/// `ChannelDropout` drops a half, as in PyTorch. Any other rate is a [`Constant`](trait@crate::Constant), as in
/// `ChannelDropout<Ratio<1, 5>>`; it must be at least 0 and less than 1. The randomness is the caller's, as for
/// [`Dropout`](struct@crate::Dropout).
///
/// # Shapes
/// `[[SMatrix<T, C, B>; W]; H]` or `[SMatrix<T, C, B>; L]` → the same.
///
/// NaN gives NaN, dropped or not; ±∞ gives itself, or NaN where it is dropped. PyTorch: `nn.Dropout2d(P)`,
/// `nn.Dropout1d(P)`; Keras: `SpatialDropout2D`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let x = [[SVector::from([1.0, 2.0]); 8]; 8];
/// assert_eq!(ChannelDropout.forward(&x), x);
///
/// let mut rng = rand_xoshiro::Xoshiro256PlusPlus::from_seed([1; 32]);
/// let (y, kept) = ChannelDropout.forward_train(&x, &mut rng);
/// let everywhere = SVector::from([0, 1].map(|c| if kept[c] { 2.0 * x[0][0][c] } else { 0.0 }));
/// assert_eq!(y, [[everywhere; 8]; 8]);
/// # use rand_xoshiro::rand_core::SeedableRng;
/// ```
#[doc(alias = "Dropout2d")]
#[doc(alias = "SpatialDropout2D")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ChannelDropout<P = Ratio<1, 2>> {
    rate: PhantomData<P>,
}

/// `ChannelDropout` as a value, with the rate 1/2.
#[allow(non_upper_case_globals, reason = "a value that is written as its type is")]
pub const ChannelDropout: ChannelDropout = ChannelDropout::new();

impl<P: Constant> ChannelDropout<P> {
    /// The layer with the rate P.
    pub const fn new() -> Self {
        Self { rate: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<X: Places<Number: Scalar>, P: Constant> Forward<X> for ChannelDropout<P> {
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        const { Rate::<P>::IS_LESS_THAN_1 };
        *x
    }
}

#[diagnostic::do_not_recommend]
impl<X: Places<Number: Scalar>, P: Constant> Backward<X> for ChannelDropout<P> {
    /// Which channels were kept, of each sample.
    type Cache = <X::Place as Value>::Of<bool>;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, rng: &mut R) -> (X, Self::Cache) {
        const { Rate::<P>::IS_LESS_THAN_1 };
        let kept = X::Place::zeros().map(|_| Rate::<P>::keep(rng));
        let (mut y, channels) = (*x, values::flat(&kept).unwrap_or_default());
        for place in y.numbers_mut().chunks_exact_mut(const { or_one(X::Place::LEN) }) {
            for (y, &kept) in place.iter_mut().zip(channels) {
                // A product even where it is dropped, so that a NaN is seen at once.
                *y *= if kept { Rate::<P>::scale() } else { X::Number::zero() };
            }
        }
        (y, kept)
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &X, kept: &Self::Cache, dy: &X) -> X {
        let (mut dx, channels) = (*dy, values::flat(kept).unwrap_or_default());
        for place in dx.numbers_mut().chunks_exact_mut(const { or_one(X::Place::LEN) }) {
            for (dx, &kept) in place.iter_mut().zip(channels) {
                *dx = if kept { *dx * Rate::<P>::scale() } else { X::Number::zero() };
            }
        }
        dx
    }
}

parameters! { [P: Constant] ChannelDropout<P> { rate: setting } }

impl<P> Stateless for ChannelDropout<P> {}

impl<P: Constant> Init for ChannelDropout<P> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<P: Constant> fmt::Debug for ChannelDropout<P> {
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
        // The second channel is dropped, at both places.
        let x = [SVector::from([4.0, 1.0]), SVector::from([8.0, 2.0])];
        let fifth = ChannelDropout::<Ratio<1, 5>>::new();
        let dx = fifth.backward_input(&x, &x, &SVector::from([true, false]), &x);
        assert_eq!(dx, [SVector::from([5.0, 0.0]), SVector::from([10.0, 0.0])]);
        assert_eq!(fifth.forward(&x), x);
    }
}
