//! The logarithm of softmax.
//!
//! ```text
//! yᵢ = xᵢ − ln Σⱼ exp(xⱼ)        dx = dy − softmax(x)·Σ dy        in each column
//! ```
//!
//! Log-probabilities, for what multiplies probabilities or ranks them (policies, beams, likelihood
//! ratios): exact where the probability itself would be rounded to 0. Cost: an exponential each
//! way, and a logarithm a column.
//!
//! # Error
//! At most, in units in the last place:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 1.5 | 2.0 |
//! | `f64` | 1.5 | 2.0 |
//!
//! In both tails: y of a class that is nearly certain is −ln(1 + Σ of the others). Of dx the units are those of
//! the larger of its two terms, which may cancel; for a class whose probability is ½ or more they are
//! dy·(1 − p) and p·(Σ dy − dy), with 1 − p as the sum of the others. Besides, in dx, x − max x is rounded, as in
//! [`Softmax`](crate::Softmax).
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.2.2.3, equation 6.30.

use crate::{
    Backward, Columns, Forward, Init, Initializer, Scalar, Stateless, Value,
    kernels::{self, Instructions},
    parameters,
    scalar::{Exp, Ln1p},
    sum::{self, Sum},
    values::{AnyColumns, OnSize},
};
use num_traits::{One, Zero};
use rand::Rng;

/// yᵢ = xᵢ − ln Σⱼ exp(xⱼ) in each column.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same; the exponentials of every column have the sum 1.
///
/// NaN makes its column NaN, and so does +∞; −∞ gives −∞ beside a finite number. PyTorch:
/// `nn.LogSoftmax(dim=1)`, where a row is a sample.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // The second class has the probability e⁻¹⁰⁰⁰, which no f32 can hold.
/// let y = LogSoftmax.forward(&SVector::from([500.0_f32, -500.0]));
/// assert_eq!(y, SVector::from([0.0, -1000.0]));
/// ```
#[doc(alias = "log-sum-exp")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogSoftmax;

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>> Forward<X> for LogSoftmax {
    type Output = X;

    #[inline]
    fn forward(&self, x: &X) -> X {
        X::of_size(Logarithm { x })
    }
}

#[diagnostic::do_not_recommend]
impl<X: AnyColumns<Number: Scalar>> Backward<X> for LogSoftmax {
    type Cache = ();

    #[inline]
    fn forward_train<R: Rng + ?Sized>(&self, x: &X, _: &mut R) -> (X, ()) {
        (self.forward(x), ())
    }

    #[inline]
    fn backward_input(&self, x: &X, _: &X, _: &(), dy: &X) -> X {
        X::of_size(Slope { x, dy })
    }
}

struct Logarithm<'a, X> {
    x: &'a X,
}

impl<X: Value<Number: Scalar>> OnSize<X> for Logarithm<'_, X> {
    type Output = X;

    #[inline(always)]
    fn on<const N: usize>(self) -> X
    where
        X: Columns<N>,
    {
        let mut y = shifted(self.x);
        let mut exp = kernels::activate(Instructions::UNKNOWN, &Exp, &y);
        // Σ exp(x − m) = 1 + rest. Kept apart, the 1 of the largest hides nothing of the others.
        let mut rests = X::With::<1>::zeros();
        for (rest, exp) in rests.columns_mut().iter_mut().zip(exp.columns_mut()) {
            let mut found = false;
            for exp in exp.iter_mut() {
                let first = !found && *exp >= X::Number::one();
                *exp = if first { X::Number::zero() } else { *exp };
                found |= first;
            }
            *rest = [sum::of_small(exp)];
        }
        let logarithms = kernels::activate(Instructions::UNKNOWN, &Ln1p, &rests);
        for (y, &[ln_sum]) in y.columns_mut().iter_mut().zip(logarithms.columns()) {
            y.iter_mut().for_each(|y| *y -= ln_sum);
        }
        y
    }
}

struct Slope<'a, X> {
    x: &'a X,
    dy: &'a X,
}

impl<X: Value<Number: Scalar>> OnSize<X> for Slope<'_, X> {
    type Output = X;

    #[inline(always)]
    fn on<const N: usize>(self) -> X
    where
        X: Columns<N>,
    {
        // exp(y) without the rounding of y, which counts the more, the smaller it is.
        let mut dx = kernels::softmax::<N, X>(Instructions::UNKNOWN, self.x);
        let half = X::Number::from_f64(0.5);
        for (dx, dy) in dx.columns_mut().iter_mut().zip(self.dy.columns()) {
            let likely = dx.iter().zip(dy).enumerate().find(|(_, (p, _))| **p >= half);
            // Σ dy, and for the likely class 1 − p and Σ dy without its own.
            let [mut all, mut rest, mut others] = [Sum::at_most(N); 3];
            for (i, (&p, &dy)) in dx.iter().zip(dy).enumerate() {
                all.add(dy);
                if likely.is_some_and(|(likely, _)| i != likely) {
                    rest.add(p);
                    others.add(dy);
                }
            }
            // dy − p·Σ dy = dy·(1 − p) − p·(Σ dy − dy), where p may be rounded to 1.
            let likely = likely.map(|(i, (&p, &dy))| (i, dy * rest.total() - p * others.total()));
            let all = all.total();
            dx.iter_mut().zip(dy).for_each(|(dx, &dy)| *dx = dy - *dx * all);
            if let Some((i, slope)) = likely
                && let Some(dx) = dx.get_mut(i)
            {
                *dx = slope;
            }
        }
        dx
    }
}

impl Stateless for LogSoftmax {}

parameters! { [] LogSoftmax {} }

impl Init for LogSoftmax {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

/// x − max x, column by column: then no exponential overflows, and one of them is 1.
#[inline]
fn shifted<const N: usize, X: Columns<N, Number: Scalar>>(x: &X) -> X {
    let mut shifted = X::zeros();
    for (x, shifted) in x.columns().iter().zip(shifted.columns_mut()) {
        let mut max = X::Number::from_f64(f64::NEG_INFINITY);
        for &x in x {
            max = if x > max { x } else { max };
        }
        for (shifted, &x) in shifted.iter_mut().zip(x) {
            *shifted = x - max;
        }
    }
    shifted
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // exp(y) = (¾, ¼); with dy = (16, 0): dx = (16 − ¾·16, 0 − ¼·16).
        let x = SVector::from([Scalar::ln(3.0_f64), 0.0]);
        let y = LogSoftmax.forward(&x);
        assert!((y[1] - Scalar::ln(0.25_f64)).abs() < 1e-15);
        let dx = LogSoftmax.backward_input(&x, &y, &(), &SVector::from([16.0, 0.0]));
        assert!((dx - SVector::from([4.0, -4.0])).amax() < 1e-14);
    }

    #[test]
    fn a_certain_class_keeps_what_the_others_have() {
        // The other one has e⁻¹⁸ of it, which is not to be seen beside 1 in f32.
        let x = SVector::<f32, 2>::from([18.0, 0.0]);
        let y = LogSoftmax.forward(&x);
        assert!((y[0] / -1.522_997_9e-8 - 1.0).abs() < 1e-6, "{y}");
        let dx = LogSoftmax.backward_input(&x, &y, &(), &SVector::from([1.0, 0.0]));
        assert!((dx[0] / 1.522_997_9e-8 - 1.0).abs() < 1e-6 && dx[1] == -dx[0], "{dx}");
    }
}
