//! Softmax.
//!
//! ```text
//! yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)        dx = y∘(dy − (y·dy))        in each column
//! ```
//!
//! It turns N scores into a distribution over N classes: positive numbers with sum 1, in the order
//! of the scores. For two classes it is the sigmoid: softmax(x, 0) = (σ(x), σ(−x)). A column's
//! maximum is subtracted first, which changes nothing but the range: no score overflows. Cost: an
//! exponential and a division each forward.
//!
//! To train a classifier, leave the softmax to the loss
//! ([`SoftmaxCrossEntropy`](crate::SoftmaxCrossEntropy)), which takes x itself.
//!
//! From the beginning: [`learn::losses`](crate::learn::losses).
//!
//! # Error
//! At most, in units in the last place:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 2.5 | 3.5 |
//! | `f64` | 2.0 | 3.0 |
//!
//! Besides, x − max x is rounded, and half a unit in its last place is |x − max x| / 2 of them in the
//! exponential, and as many again in the sum. Of dx the units are those of the larger of its two terms,
//! which may cancel; where a class is nearly certain, dy is taken from that class's, so that neither
//! hides the other.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3, equation 6.29.

use crate::{
    Backward, Columns, Forward, Init, Initializer, Scalar, Stateless, Value,
    kernels::{self, Instructions},
    parameters,
    sum::Sum,
    values::{AnyColumns, OnSize},
};
use num_traits::Zero;
use rand::Rng;

/// yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ) in each column.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same; every column has the sum 1.
///
/// NaN makes its column NaN, and so does +∞; −∞ gives 0 beside a finite number. PyTorch:
/// `nn.Softmax(dim=1)`, where a row is a sample.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Scores that differ by ln 3 are three times as probable.
/// let y = Softmax.forward(&SVector::from([7.0 + 3f64.ln(), 7.0]));
/// assert!((y - SVector::from([0.75, 0.25])).amax() < 1e-15);
/// ```
#[doc(alias = "softargmax")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Softmax;

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>> Forward<X> for Softmax {
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        self.forward_in(Instructions::UNKNOWN, x)
    }

    #[inline(always)]
    fn forward_in(&self, instructions: Instructions, x: &X) -> X {
        X::of_size(Distribution { instructions, x })
    }
}

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>> Backward<X> for Softmax {
    type Cache = ();

    const PROBABILITIES: bool = true;

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, _: &X, y: &X, _: &(), dy: &X) -> X {
        X::of_size(Slope { y, dy })
    }
}

struct Distribution<'a, X> {
    instructions: Instructions,
    x: &'a X,
}

impl<X: Value<Number: Scalar>> OnSize<X> for Distribution<'_, X> {
    type Output = X;

    #[inline(always)]
    fn on<const N: usize>(self) -> X
    where
        X: Columns<N>,
    {
        kernels::softmax::<N, X>(self.instructions, self.x)
    }
}

struct Slope<'a, X> {
    y: &'a X,
    dy: &'a X,
}

impl<X: Value<Number: Scalar>> OnSize<X> for Slope<'_, X> {
    type Output = X;

    #[inline(always)]
    fn on<const N: usize>(self) -> X
    where
        X: Columns<N>,
    {
        let mut dx = X::zeros();
        let half = X::Number::from_f64(0.5);
        let columns = self.y.columns().iter().zip(self.dy.columns());
        for (dx, (y, dy)) in dx.columns_mut().iter_mut().zip(columns) {
            // A slope that all outputs share counts for nothing. That of a likely class is taken from all
            // of them: then its own is 0, and the mean is that of the others, beside which it would
            // hide them.
            let likely = y.iter().zip(dy).find(|(y, _)| **y >= half);
            let shared = likely.map_or(X::Number::zero(), |(_, &dy)| dy);
            let mut mean = Sum::at_most(N);
            for (&y, &dy) in y.iter().zip(dy) {
                mean.add(y * (dy - shared));
            }
            let mean = mean.total();
            for ((dx, &y), &dy) in dx.iter_mut().zip(y).zip(dy) {
                *dx = y * ((dy - shared) - mean);
            }
        }
        dx
    }
}

impl Stateless for Softmax {}

parameters! { [] Softmax {} }

impl Init for Softmax {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // y = (¾, ¼); with dy = (16, 0): y·dy = 12, and dx = (¾·4, ¼·(−12)).
        let x = SVector::from([Scalar::ln(3.0_f64), 0.0]);
        let y = Softmax.forward(&x);
        assert!((y - SVector::from([0.75, 0.25])).amax() < 1e-15);
        let dx = Softmax.backward_input(&x, &y, &(), &SVector::from([16.0, 0.0]));
        assert!((dx - SVector::from([3.0, -3.0])).amax() < 1e-14);
    }

    #[test]
    fn the_slope_of_a_certain_class_is_what_the_others_have() {
        // p₁ = 1 in f32, and p₂ = e⁻¹⁸: dx = ±p₁·p₂·(dy₁ − dy₂).
        let x = SVector::<f32, 2>::from([18.0, 0.0]);
        let dx = Softmax.backward_input(&x, &Softmax.forward(&x), &(), &SVector::from([3.0, 1.0]));
        assert!((dx[0] / 3.045_995_8e-8 - 1.0).abs() < 1e-6 && dx[1] == -dx[0], "{dx}");
    }
}
