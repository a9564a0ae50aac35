//! Mish.
//!
//! ```text
//! y = x·g,  g = tanh(ln(1 + eˣ))        dx = (g + x·g′)·dy
//! n = e⁻ˡˣˡ
//! x ≥ 0:   g = (1 + 2n) / d,    g′ = 4n²·(1 + n) / d²,   d = 1 + 2n + 2n²
//! x < 0:   g = n·(n + 2) / d,   g′ = 4n·(1 + n) / d²,    d = n² + 2n + 2
//! ```
//!
//! A smooth [`Relu`](crate::Relu) that dips below 0, like [`Silu`](crate::Silu) and a little steeper; in
//! detectors of the YOLO family. The quotients are tanh(ln(1 + eˣ)) written out, so there is one
//! exponential, and nothing is lost in either tail. Cost: an exponential and a division each way.
//!
//! # Error
//! At most, in units in the last place, for dy = 1:
//!
//! | ulp | y | dx |
//! |---|---|---|
//! | `f32` | 5.0 | 5.8 |
//! | `f64` | 2.5 | 3.0 |
//!
//! Of dx units of the larger of its two terms, which cancel where the slope is 0.
//!
//! Source: Misra (2019), arXiv:1908.08681, equation 1; its derivative: section 3.

use crate::{Elementwise, Scalar, elementwise};

/// y = x·tanh(ln(1 + eˣ)), element by element.
///
/// [Formula, gradient and source](self)
///
/// # Shapes
/// `SMatrix<T, N, B>` → the same.
///
/// NaN gives NaN; −∞ gives 0 (PyTorch: NaN), +∞ itself. PyTorch: `nn.Mish()`.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// let y = Mish.forward(&SVector::from([-1.0, 1.0_f64]));
/// assert!((y[0] - (-0.30340146137410895)).abs() < 1e-15);
/// assert!((y[1] - 0.8650983882673103).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Mish;

/// Beyond ±this, n is 0 in every type, and a product of it with ∞ would be NaN.
const FAR: f64 = 800.0;

/// √n, n and d. The root keeps its digits where n is too small for all of them, and x·n is not.
#[inline(always)]
fn parts<T: Scalar>(x: T) -> (T, T, T) {
    let two = T::from_f64(2.0);
    let root = (T::from_f64(-0.5) * x.abs()).exp();
    let n = root * root;
    let d = if x < T::zero() { n * (n + two) + two } else { T::one() + two * n * (T::one() + n) };
    (root, n, d)
}

impl Elementwise for Mish {
    const DEEP: bool = true;

    #[inline(always)]
    fn value<T: Scalar>(&self, x: T) -> T {
        let (root, n, d) = parts(x);
        let two = T::from_f64(2.0);
        if x < T::from_f64(-FAR) {
            T::zero()
        } else if x < T::zero() {
            x * root * ((n + two) / d) * root
        } else {
            x * ((T::one() + two * n) / d)
        }
    }
    #[inline(always)]
    fn chain<T: Scalar>(&self, x: T, _y: T, dy: T) -> T {
        let (root, n, d) = parts(x);
        let two = T::from_f64(2.0);
        let bend = T::from_f64(4.0) * (T::one() + n) / (d * d);
        let slope = if x < T::from_f64(-FAR) {
            T::zero()
        } else if x < T::zero() {
            // g and g′, each by n.
            ((n + two) / d + x * bend) * root * root
        } else {
            let g = (T::one() + two * n) / d;
            if x > T::from_f64(FAR) { g } else { g + x * (n * n) * bend }
        };
        slope * dy
    }
}

elementwise! { [] Mish }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_by_hand() {
        // At x = 0: g = tanh(ln 2) = 0.6, so y = 0 and the slope is 0.6.
        assert_eq!((Mish.value(0.0), Mish.chain(0.0, 0.0, 5.0)), (0.0, 3.0));
        // At x = ln 2: g = tanh(ln 3) = 0.8, g′ = (1 − 0.64)·2/3 = 0.24.
        let x = core::f64::consts::LN_2;
        assert!((Mish.value(x) - 0.8 * x).abs() < 1e-15);
        assert!((Mish.chain(x, 0.0, 1.0) - (0.8 + 0.24 * x)).abs() < 1e-15);
    }
}
