//! Some of the features.
//!
//! ```text
//! y = x[FROM .. FROM + N]        dx = dy there, 0 elsewhere        in each column
//! ```
//!
//! It is for inputs of which each part of a network reads its own features. Cost: a copy each way.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.5 (an operation that selects).

use crate::{
    Backward, Columns, Forward, Init, Initializer, Misfit, Scalar, Stateless, Value,
    misfit::fits,
    parameters,
    values::{AnyColumns, OnSize},
};
use rand::Rng;

/// N features, from number FROM on.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, M, B>` → `SMatrix<T, N, B>`, and arrays of such, with M ≥ FROM + N; fewer do not compile:
/// ```compile_fail,E0080
/// use constnet::prelude::*;
///
/// // Slice<3, 4>: it takes the features 3 to 6, and there are 5
/// network!(Net: 5 => (Slice<3, 4>) => 4);
/// ```
/// NaN and ±∞ pass through in the features that are taken. PyTorch: `x[:, FROM : FROM + N]`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(Slice::<1, 2>.forward(&SVector::from([1.0, 2.0, 3.0, 4.0])), SVector::from([2.0, 3.0]));
/// ```
#[doc(alias = "narrow")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Slice<const FROM: usize, const N: usize>;

/// Whether there are as many features as are taken.
const fn misfit(from: usize, n: usize, features: usize) -> Option<Misfit> {
    if from <= features && n <= features - from {
        return None;
    }
    let message = Misfit::new("Slice<").number(from).text(", ").number(n);
    let message = if n == 0 {
        message.text(">: it begins at feature ").number(from)
    } else {
        let last = from.saturating_add(n - 1);
        message.text(">: it takes the features ").number(from).text(" to ").number(last)
    };
    Some(message.text(", and there are ").number(features))
}

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>, const FROM: usize, const N: usize> Forward<X>
    for Slice<FROM, N>
{
    type Output = X::With<N>;

    #[inline]
    fn forward(&self, x: &X) -> Self::Output {
        const { fits(misfit(FROM, N, X::FEATURES)) };
        X::of_size(Taken::<X, FROM, N> { x })
    }
}

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>, const FROM: usize, const N: usize> Backward<X>
    for Slice<FROM, N>
{
    type Cache = ();

    const MISFIT: Option<Misfit> = misfit(FROM, N, X::FEATURES);

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (Self::Output, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &Self::Output, _: &(), dy: &Self::Output) -> X {
        X::of_size(Slope::<X, FROM, N> { dy })
    }
}

struct Taken<'a, X, const FROM: usize, const N: usize> {
    x: &'a X,
}

impl<X: AnyColumns<Number: Scalar>, const FROM: usize, const N: usize> OnSize<X>
    for Taken<'_, X, FROM, N>
{
    type Output = X::With<N>;

    #[inline(always)]
    fn on<const M: usize>(self) -> Self::Output
    where
        X: Columns<M>,
    {
        let mut y = Self::Output::zeros();
        for (y, x) in y.columns_mut().iter_mut().zip(Columns::<M>::columns(self.x)) {
            y.iter_mut().zip(x.iter().skip(FROM)).for_each(|(y, &x)| *y = x);
        }
        y
    }
}

struct Slope<'a, X: AnyColumns, const FROM: usize, const N: usize> {
    dy: &'a X::With<N>,
}

impl<X: AnyColumns<Number: Scalar>, const FROM: usize, const N: usize> OnSize<X>
    for Slope<'_, X, FROM, N>
{
    type Output = X;

    #[inline(always)]
    fn on<const M: usize>(self) -> X
    where
        X: Columns<M>,
    {
        let mut dx = X::zeros();
        for (dx, dy) in Columns::<M>::columns_mut(&mut dx).iter_mut().zip(self.dy.columns()) {
            dx.iter_mut().skip(FROM).zip(dy).for_each(|(dx, &dy)| *dx = dy);
        }
        dx
    }
}

impl<const FROM: usize, const N: usize> Stateless for Slice<FROM, N> {}

parameters! { [const FROM: usize, const N: usize] Slice<FROM, N> {} }

impl<const FROM: usize, const N: usize> Init for Slice<FROM, N> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

impl<const FROM: usize, const N: usize> core::fmt::Debug for Slice<FROM, N> {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Slice<{FROM}, {N}>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        let x = SVector::from([1.0, 2.0, 3.0]);
        let y = Slice::<1, 2>.forward(&x);
        assert_eq!(y, SVector::from([2.0, 3.0]));
        let dx = Slice::<1, 2>.backward_input(&x, &y, &(), &SVector::from([10.0, 20.0]));
        assert_eq!(dx, SVector::from([0.0, 10.0, 20.0]));
    }

    #[test]
    fn too_few_features_are_told() {
        assert!(misfit(1, 2, 3).is_none() && misfit(3, 0, 3).is_none());
        let told =
            |from, n, features| misfit(from, n, features).map(|misfit| std::format!("{misfit}"));
        assert_eq!(
            told(3, 4, 5).unwrap(),
            "Slice<3, 4>: it takes the features 3 to 6, and there are 5"
        );
        assert!(misfit(usize::MAX, 2, 3).is_some() && misfit(4, 0, 3).is_some());
    }
}
