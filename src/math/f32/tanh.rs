//! The hyperbolic tangent, accurate and fast.
//!
//! ```text
//! |x| < 0.55: x + x³·P(x²)        else: ±(1 − 2 / (e^(2|x|) + 1))
//! ```
//!
//! Where tanh exceeds ½, the subtraction from 1 no longer loses digits. Both are computed and one
//! is chosen, so that a loop has no branch.
//!
//! Source: Cody and Waite, *Software Manual for the Elementary Functions* (1980), chapter 13, with
//! our own minimax polynomial P (`tests/data/minimax.py`, as the fit of [`fast_tanh`]).

use super::exp::{Reduced, near_one, power_of_two, reduce};

/// tanh x
///
/// Error below 1.46 ulp over all of `f32`; odd to the last bit, never falls as x
/// grows, never leaves [−1, 1]. ±0 gives ±0, ±∞ gives ±1, NaN gives NaN.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let a = x.abs();
    let u = a * a;
    let small = a + a
        * (u * horner!(u;
                -0.333_333,
                0.133_319_36,
                -0.053_784_702,
                0.020_798_529,
                -0.005_897_811_6));
    // tanh 10 rounds to 1.
    let a10 = if a > 10.0 { 10.0 } else { a };
    let Reduced { n, r, .. } = reduce(a10 + a10);
    let large = 1.0 - 2.0 / (near_one(r) * power_of_two(n) + 1.0);
    let y = if a < 0.55 { small } else { large };
    y.copysign(x)
}

/// tanh x by a rational function of degree 9/8: a quarter of the time of [`tanh`].
///
/// ```text
/// x·(2²⁰ + p₁·u + p₂·u² + p₃·u³ + p₄·u⁴) / (2²⁰ + q₁·u + q₂·u² + q₃·u³ + u⁴)      u = x²
/// ```
/// Both polynomials begin with 2²⁰, so that the smallest x come out as they are; one ends with 1, which
/// saves a product.
///
/// Error below 5.71 ulp over all of `f32`, below 3.5e-7 absolute; odd to the last bit,
/// never leaves [−1, 1], but may fall by a unit in the last place where it should grow. ±0 gives
/// ±0, ±∞ gives ±1, NaN gives NaN.
#[inline(always)]
pub fn fast_tanh(x: f32) -> f32 {
    // The first x at which the rounded quotient is 1: beyond, it could exceed that.
    const ONE: f32 = 7.929_772_4;
    let x = if x > ONE { ONE } else { x };
    let x = if x < -ONE { -ONE } else { x };
    let u = x * x;
    let u2 = u * u;
    let p = pairs!(u, u2; 1_048_576.0, 141_895.83, 3_854.963, 24.801_56, 0.018_629_331);
    let q = pairs!(u, u2; 1_048_576.0, 491_421.3, 27_851.75, 375.802_03, 1.0);
    x * p / q
}
