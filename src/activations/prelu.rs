//! The rectified linear unit with slopes that are learned.
//!
//! ```text
//! y = x where x > 0, else a∘x        dx = dy where x > 0, else a∘dy        x, y: N × B,  a: N
//! da = Σ dy∘x where x ≤ 0            over the columns
//! ```
//!
//! A [`LeakyRelu`](struct@crate::LeakyRelu) whose slope for negative inputs each feature, or channel of an image,
//! finds for itself. It begins at 1/4. Cost: one multiplication more than a `Relu`; at 0 the slope is a, as PyTorch
//! has it.
//!
//! # Error
//! One product of y and of dx: at most half a unit in the last place each.
//!
//! Source: He, Zhang, Ren, Sun (2015), *Delving deep into rectifiers*, arXiv:1502.01852, section 2.1,
//! equations 1, 5 and 6.

use crate::{Backward, Columns, Forward, Init, Initializer, Scalar, Stateless, Weight, parameters};
use core::fmt;
use nalgebra::{ArrayStorage, SVector};
use rand::Rng;

/// y = x where x > 0, else a∘x, with one slope a for each feature.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same, and arrays of such: of an image a slope for each channel.
///
/// NaN gives NaN; ±∞ give ±∞ (with the slope 0, −∞ gives NaN). PyTorch: `nn.PReLU(N)`, with the same name
/// `weight`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = PRelu::new([0.5, -1.0]);
/// assert_eq!(layer.forward(&SVector::from([-4.0, -4.0])), SVector::from([-2.0, 4.0]));
/// assert_eq!(layer.forward(&SVector::from([3.0, 3.0])), SVector::from([3.0, 3.0]));
/// ```
#[doc(alias = "PReLU")]
#[derive(Clone, PartialEq)]
pub struct PRelu<const N: usize, T = f32> {
    /// a, the slope of each feature where it is negative.
    pub weight: SVector<T, N>,
}

impl<const N: usize, W: Weight> PRelu<N, W> {
    /// A layer from its slopes; also in a `static`.
    pub const fn new(weight: [W; N]) -> Self {
        Self { weight: SVector::from_array_storage(ArrayStorage([weight])) }
    }
}

/// What all slopes begin with.
const FIRST: f64 = 0.25;

/// All slopes 1/4.
impl<const N: usize, T: Scalar> Default for PRelu<N, T> {
    fn default() -> Self {
        Self::new([T::from_f64(FIRST); N])
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar, X: Columns<N, Number = T>> Forward<X> for PRelu<N, T> {
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        let (mut y, [weight]) = (*x, &self.weight.data.0);
        for y in y.columns_mut() {
            for (y, &slope) in y.iter_mut().zip(weight) {
                *y = if *y > T::zero() { *y } else { slope * *y };
            }
        }
        y
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar, X: Columns<N, Number = T>> Backward<X> for PRelu<N, T> {
    type Cache = ();

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, x: &X, _: &X, _: &(), dy: &X) -> X {
        let (mut dx, [weight]) = (*dy, &self.weight.data.0);
        for (dx, x) in dx.columns_mut().iter_mut().zip(x.columns()) {
            for ((dx, &x), &slope) in dx.iter_mut().zip(x).zip(weight) {
                *dx = if x > T::zero() { *dx } else { slope * *dx };
            }
        }
        dx
    }

    #[inline]
    fn backward_parameters(&self, x: &X, _: &X, _: &(), dy: &X, gradient: &mut Self) {
        let [weight] = &mut gradient.weight.data.0;
        for (x, dy) in x.columns().iter().zip(dy.columns()) {
            for ((dslope, &x), &dy) in weight.iter_mut().zip(x).zip(dy) {
                *dslope += if x > T::zero() { T::zero() } else { dy * x };
            }
        }
    }
}

parameters! { [const N: usize, W: Weight] PRelu<N, W> as W { weight: vector } }

impl<const N: usize, W> Stateless for PRelu<N, W> {}

/// All slopes 1/4, by whatever rule.
impl<const N: usize, T: Scalar> Init for PRelu<N, T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.weight.fill(T::from_f64(FIRST));
    }
}

impl<const N: usize, W: Weight> fmt::Debug for PRelu<N, W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::describe::<Self>(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parameters;
    use nalgebra::SMatrix;

    #[test]
    fn two_numbers_by_hand() {
        // Of (−2, 4) with the slope 3: y = (−6, 4); with dy = (10, 100): da = −20, dx = (30, 100).
        let layer = PRelu::new([3.0]);
        let (x, dy) =
            (SMatrix::<f64, 1, 2>::new(-2.0, 4.0), SMatrix::<f64, 1, 2>::new(10.0, 100.0));
        let y = layer.forward(&x);
        assert_eq!(y, SMatrix::<f64, 1, 2>::new(-6.0, 4.0));
        let mut gradient = PRelu::zeros();
        let dx = layer.backward(&x, &y, &(), &dy, &mut gradient);
        assert_eq!((gradient.weight[0], dx), (-20.0, SMatrix::<f64, 1, 2>::new(30.0, 100.0)));
    }
}
