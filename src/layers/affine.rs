//! A scale and an offset for each channel.
//!
//! ```text
//! y = γ∘x + β            x, y: N × B,  γ, β: N        in each column
//! dγ = Σ dy∘x      dβ = Σ dy                          over the columns
//! dx = γ∘dy
//! ```
//!
//! What a [`BatchNorm`](crate::BatchNorm) is in inference, as a layer: for where it cannot be folded. It always folds
//! into the layer *before* it, but into a layer *behind* it only where that has no padding: the zeros around an image or a
//! sequence are added after the norm, and an offset that is folded into the layer behind would be added to them, too.
//! Cost: a multiplication and an addition for each number.
//!
//! Source: Ioffe, Szegedy (2015), *Batch normalization*, arXiv:1502.03167, algorithm 2, steps 11 and 12.

use crate::{Backward, Columns, Forward, Init, Initializer, Scalar, Stateless, Weight, parameters};
use core::fmt;
use nalgebra::{ArrayStorage, SVector};
use rand::Rng;

/// Every feature times a number of its own, plus a number of its own; at every place of an image, for its channels.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same, and arrays of such.
///
/// NaN and ±∞ reach their feature; a γ of 0 makes NaN of ∞. PyTorch: `nn.BatchNorm2d(N)` in `eval` mode,
/// by [`BatchNorm::affine`](crate::BatchNorm::affine).
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let layer = Affine::new([2.0, -1.0], [0.5, 0.0]);
/// assert_eq!(layer.forward(&SVector::from([3.0, 4.0])), SVector::from([6.5, -4.0]));
/// // Two steps of a sequence.
/// assert_eq!(layer.predict([[3.0, 4.0], [0.0, 1.0]]), [[6.5, -4.0], [0.5, -1.0]]);
/// ```
#[doc(alias = "scale and shift")]
#[derive(Clone, PartialEq)]
pub struct Affine<const N: usize, T = f32> {
    /// γ, the scale of each feature.
    pub weight: SVector<T, N>,
    /// β, the offset of each feature.
    pub bias: SVector<T, N>,
}

impl<const N: usize, W: Weight> Affine<N, W> {
    /// A layer from its scale γ and its offset β; also in a `static`.
    pub const fn new(weight: [W; N], bias: [W; N]) -> Self {
        Self {
            weight: SVector::from_array_storage(ArrayStorage([weight])),
            bias: SVector::from_array_storage(ArrayStorage([bias])),
        }
    }
}

/// γ = 1 and β = 0.
impl<const N: usize, T: Scalar> Default for Affine<N, T> {
    fn default() -> Self {
        Self::new([T::one(); N], [T::zero(); N])
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar, X: Columns<N, Number = T>> Forward<X> for Affine<N, T> {
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        let (mut y, [weight], [bias]) = (*x, &self.weight.data.0, &self.bias.data.0);
        for y in y.columns_mut() {
            for ((y, &weight), &bias) in y.iter_mut().zip(weight).zip(bias) {
                *y = weight * *y + bias;
            }
        }
        y
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar, X: Columns<N, Number = T>> Backward<X> for Affine<N, T> {
    type Cache = ();

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, _: &X, _: &(), dy: &X) -> X {
        let (mut dx, [weight]) = (*dy, &self.weight.data.0);
        for dx in dx.columns_mut() {
            dx.iter_mut().zip(weight).for_each(|(dx, &weight)| *dx = weight * *dx);
        }
        dx
    }

    #[inline]
    fn backward_parameters(&self, x: &X, _: &X, _: &(), dy: &X, gradient: &mut Self) {
        let ([weight], [bias]) = (&mut gradient.weight.data.0, &mut gradient.bias.data.0);
        for (x, dy) in x.columns().iter().zip(dy.columns()) {
            for ((dweight, &x), &dy) in weight.iter_mut().zip(x).zip(dy) {
                *dweight += dy * x;
            }
            bias.iter_mut().zip(dy).for_each(|(dbias, &dy)| *dbias += dy);
        }
    }
}

parameters! { [const N: usize, W: Weight] Affine<N, W> as W { weight: vector, bias: vector } }

impl<const N: usize, W> Stateless for Affine<N, W> {}

/// γ = 1 and β = 0, by whatever rule.
impl<const N: usize, T: Scalar> Init for Affine<N, T> {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {
        self.weight.fill(T::one());
        self.bias.fill(T::zero());
    }
}

impl<const N: usize, W: Weight> fmt::Debug for Affine<N, W> {
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
        // y = 3·2 + 1, 3·4 + 1; with dy = (10, 1): dγ = 20 + 4, dβ = 11, dx = 3·dy.
        let layer = Affine::new([3.0], [1.0]);
        let (x, dy) = (SMatrix::<f64, 1, 2>::new(2.0, 4.0), SMatrix::<f64, 1, 2>::new(10.0, 1.0));
        let y = layer.forward(&x);
        assert_eq!(y, SMatrix::<f64, 1, 2>::new(7.0, 13.0));
        let mut gradient = Affine::zeros();
        let dx = layer.backward(&x, &y, &(), &dy, &mut gradient);
        assert_eq!((gradient.weight[0], gradient.bias[0]), (24.0, 11.0));
        assert_eq!(dx, SMatrix::<f64, 1, 2>::new(30.0, 3.0));
    }
}
