//! The sigmoid-weighted linear unit, also called swish.
//!
//! ```text
//! y = x·σ(x)        dx = σ(x)·(1 + x·(1 − σ(x)))·dy        σ(x) = 1 / (1 + e⁻ˣ)
//! ```
//!
//! A smooth [`Relu`](crate::Relu) that dips to −0.28 at −1.28, close to [`Gelu`](crate::Gelu) and
//! cheaper: one exponential each way.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 2.6 | 4.5 |
//! | `f64` | 2.6 | 5.0 |
//!
//! In both tails. Of dx the units are those of the larger of σ(x) and |x·σ(x)·σ(−x)|, which cancel at
//! −1.2785, where the slope is 0.
//!
//! Source: Elfwing, Uchibe, Doya (2017), arXiv:1702.03118, section 2; as swish: Ramachandran,
//! Zoph, Le (2017), arXiv:1710.05941.

use crate::{Elementwise, Scalar, elementwise};

/// y = x·σ(x), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0 (PyTorch: NaN), +∞ itself. PyTorch: `nn.SiLU()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Silu.forward(&SVector::from([0.0, 1.0_f64]));
/// assert!((y[1] - 0.7310585786300049).abs() < 1e-15);
/// ```
#[doc(alias = "Swish")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Silu;

impl Elementwise for Silu {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        x.silu()
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        x.silu_slope() * dy
    }
}

elementwise! { [] Silu }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At x = ln 3, σ = 3/4: y = ¾·x, and the slope is ¾·(1 + ¼·x).
        let x = Scalar::ln(3.0_f64);
        assert!((Silu.value(x) - 0.75 * x).abs() < 1e-15);
        assert!((Silu.chain(x, 0.75 * x, 16.0) - (12.0 + 3.0 * x)).abs() < 1e-14);
    }
}
