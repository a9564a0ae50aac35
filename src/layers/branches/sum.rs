//! The sum of several values.
//!
//! ```text
//! y = a + b + …        da = db = … = dy
//! ```
//!
//! It joins branches of one shape. A [`Residual`](crate::Residual) is a sum of which one branch is x itself. Cost: an
//! addition for each branch but the first forward, copies backward.
//!
//! Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 6.5.2 (where a value is used
//! twice, its gradients add: a sum is the same backward).

use super::{join, tuples};
use crate::{Backward, Forward, Init, Initializer, Scalar, Stateless, Value, parameters};
use rand::Rng;

/// y = a + b + …, of a tuple of two to eight values of one type.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `(V, V, …)` → V, any value.
///
/// NaN gives NaN, and so does +∞ plus −∞. PyTorch: `a + b`, written in a `forward`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// assert_eq!(Sum.forward(&(SVector::from([1.0, 2.0]), SVector::from([3.0, 4.0]))), SVector::from([4.0, 6.0]));
/// ```
#[doc(alias = "Add")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum;

/// dy, for each.
#[inline]
fn slopes<V: Value<Number: Scalar>, const K: usize>(_: [&V; K], dy: &V) -> [V; K] {
    [*dy; K]
}

/// y ← y + x
#[inline(always)]
fn add<V: Value<Number: Scalar>>(y: &mut V, x: &V) {
    y.accumulate(x);
}

tuples! { join Sum add slopes }

impl Stateless for Sum {}

parameters! { [] Sum {} }

impl Init for Sum {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn two_numbers_by_hand() {
        let x = (SVector::from([2.0]), SVector::from([3.0]), SVector::from([4.0]));
        let y = Sum.forward(&x);
        let dy = SVector::from([10.0]);
        assert_eq!((y[0], Sum.backward_input(&x, &y, &(), &dy)), (9.0, (dy, dy, dy)));
    }
}
