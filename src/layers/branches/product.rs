//! The product of several values, number by number.
//!
//! ```text
//! y = a∘b∘…        da = dy∘b∘…      each without its own factor
//! ```
//!
//! A gate: a branch that ends in a sigmoid says how much of the other one passes. Cost: a multiplication for each
//! branch but the first forward, and as many for each branch backward: nothing is divided, so a factor of 0 has the
//! right slope, too.
//!
//! Source: Srivastava, Greff, Schmidhuber, *Highway Networks* (2015), arXiv:1505.00387, equation 2.

use super::{join, tuples};
use crate::{Backward, Forward, Init, Initializer, Scalar, Stateless, Value, parameters};
use core::array;
use rand::Rng;

/// y = a∘b∘…, number by number, of a tuple of two to eight values of one type.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `(V, V, …)` → V, any value.
///
/// NaN gives NaN, and so does 0 times ±∞. PyTorch: `a * b`, written in a `forward`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// // Half of the first feature passes, and nothing of the second.
/// let gated = Product.forward(&(SVector::from([6.0, 8.0]), SVector::from([0.5, 0.0])));
/// assert_eq!(gated, SVector::from([3.0, 0.0]));
/// ```
#[doc(alias = "Mul")]
#[doc(alias = "gate")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Product;

/// y ← y∘x
#[inline(always)]
fn multiply<V: Value<Number: Scalar>>(y: &mut V, x: &V) {
    y.zip_same(x, |y, x| *y *= x);
}

/// dy∘Πⱼ xⱼ over the others than number i, for each i.
#[inline]
fn slopes<V: Value<Number: Scalar>, const K: usize>(x: [&V; K], dy: &V) -> [V; K] {
    array::from_fn(|i| {
        let mut dx = *dy;
        for (j, x) in x.iter().enumerate() {
            if i != j {
                multiply(&mut dx, x);
            }
        }
        dx
    })
}

tuples! { join Product multiply slopes }

impl Stateless for Product {}

parameters! { [] Product {} }

impl Init for Product {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        // y = 2·0·4; with dy = 10: 10·0·4, 10·2·4 and 10·2·0.
        let x = (SVector::from([2.0]), SVector::from([0.0]), SVector::from([4.0]));
        let y = Product.forward(&x);
        let dx = Product.backward_input(&x, &y, &(), &SVector::from([10.0]));
        assert_eq!((y[0], dx.0[0], dx.1[0], dx.2[0]), (0.0, 0.0, 80.0, 0.0));
    }
}
