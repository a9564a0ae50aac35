//! The sigmoid, faster and a few units in the last place less exact.
//!
//! ```text
//! y ≈ σ(x) = 1 / (1 + e⁻ˣ)        dx = y·(1 − y)·dy
//! ```
//!
//! For small networks on a tight budget, where the sigmoid is most of the time: in `f32` it is an
//! approximation without an exponential; in other types it is [`Sigmoid`](crate::Sigmoid) itself.
//! It is exact to a few 10⁻⁸ in absolute terms: a probability smaller than that is noise, where
//! [`Sigmoid`](crate::Sigmoid) keeps its digits. The slope is computed from y, so where y has
//! reached 1 it is 0. The bits are the same on every machine, and not those of the exact layer:
//! train with the layer that will run.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 2.0 | 2.0 |
//! | `f64` | 2.1 | 2.1 |
//!
//! Units of 1: the error is absolute, below 2.4e-7 in `f32`. In `f32` y has no lower tail, and the slope is
//! taken from y, which costs two multiplications and no exponential: that is what this layer is for.
//!
//! Source: the function is [`Sigmoid`](crate::Sigmoid)'s; the approximation is described in
//! [`math`](crate::math).

use crate::{Elementwise, Scalar, elementwise};

/// y ≈ 1 / (1 + e⁻ˣ), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0, +∞ gives 1. PyTorch: `nn.Sigmoid()`, up to rounding.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = FastSigmoid.forward(&SVector::from([0.0, 1.0_f32]));
/// assert!((y[1] - 0.7310586).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct FastSigmoid;

impl Elementwise for FastSigmoid {
    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.fast_sigmoid()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, _x: T, y: T, dy: T) -> T {
        y * (T::one() - y) * dy
    }
}

elementwise! { [] FastSigmoid, probabilities }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // σ(ln 3) = 1/(1 + 1/3) = 3/4; the slope there is 3/4·1/4.
        let y = FastSigmoid.value(Scalar::ln(3.0_f32));
        assert!((y - 0.75).abs() < 1e-6);
        assert!((FastSigmoid.chain(0.0, y, 16.0) - 3.0).abs() < 1e-5);
    }
}
