//! The complement of the error function, and the unit of [`Gelu`](crate::Gelu), which is made of it.
//!
//! ```text
//! N(a) = e^(a²/2)·Φ(−a)        Φ the normal distribution, a ≥ 0
//! N(a) = P(q) / (a + √½),      q = (a − k) / (a + k) in [−1, 1)
//! erfc x = 2·e^(−x²)·N(√2·x) where x ≥ 0, else 2 − erfc(−x)
//! ```
//!
//! Φ(−a) falls beyond all bounds, and 1 − erf keeps nothing of it; N falls as 1/a does, so that a
//! polynomial is enough. In e^(−x²) the square is exact, in two numbers: rounded it would cost as
//! many units in the last place as it has ones.
//!
//! Source: the split is that of Cody, "Rational Chebyshev approximations for the error function",
//! Mathematics of Computation 23 (1969); the argument q is that of Shepherd and Laframboise, "Chebyshev
//! approximation of (1 + 2x)·exp(x²)·erfc x in 0 ≤ x < ∞", Mathematics of Computation 36 (1981). The
//! polynomial is our own minimax fit (`tests/data/minimax.py`).

use super::exp::{Reduced, near_one, reduce, scaled};
use core::f32::consts::{FRAC_1_SQRT_2, SQRT_2};

/// k
const MIDDLE: f32 = 4.625;
/// k/√2
const MIDDLE_BY_SQRT_2: f32 = 3.270_368_8;
/// 1/√(2π), the density of the normal distribution at 0.
const DENSITY_AT_0: f32 = 0.398_942_28;

/// (a + √½)·N(a) at q.
#[inline(always)]
fn polynomial(q: f32) -> f32 {
    let q2 = q * q;
    pairs!(q, q2;
        0.440_91,
        -0.049_065_545,
        -0.009_180_241,
        0.039_666_213,
        -0.041_995_645,
        0.028_597_787,
        -0.013_433_771,
        0.003_901_399,
        -0.000_104_625_244,
        -0.000_466_097_38,
        -8.579_258e-6
    )
}

/// N(a) for 0 ≤ a ≤ 15.
#[inline(always)]
fn normal_tail(a: f32) -> f32 {
    polynomial(2.0 * a / (a + MIDDLE) - 1.0) / (a + FRAC_1_SQRT_2)
}

/// e^(−share·x²)·factor for a share of 1 or ½ and |x| < 128; right also where the power alone would be
/// subnormal.
#[inline(always)]
fn power_of_square(share: f32, x: f32, factor: f32) -> f32 {
    // Of twelve bits, whose square is exact.
    let high = f32::from_bits(x.to_bits() & 0xffff_f000);
    let square = high * high;
    let rest = (x - high) * (x + high);
    let sum = square + rest;
    let lost = rest - (sum - square);
    let Reduced { n, r, tail } = reduce(-share * sum);
    scaled(near_one(r + (tail - share * lost)), n, factor)
}

/// erfc x = 1 − erf x = 2/√π·∫ₓ^∞ exp(−t²) dt, of full relative accuracy where erf x is 1.
///
/// Error below 5.2 ulp over all of `f32`. −∞ gives 2, ∞ gives 0, NaN gives NaN.
#[inline(always)]
pub fn erfc(x: f32) -> f32 {
    // erfc 10.7 rounds to 0.
    let a = x.abs();
    let a = if a > 10.7 { 10.7 } else { a };
    let q = 2.0 * a / (a + MIDDLE_BY_SQRT_2) - 1.0;
    let tail = power_of_square(1.0, a, polynomial(q) * SQRT_2 / (a + 0.5));
    if x < 0.0 { 2.0 - tail } else { tail }
}

/// x·Φ(x) = max(x, 0) − |x|·Φ(−|x|)
///
/// Error below 5.2 ulp over all of `f32`, in both tails. −∞ gives 0, ∞ gives ∞, NaN gives NaN.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    let a = bounded(x);
    let linear = if x > 0.0 { x } else { 0.0 };
    linear - power_of_square(0.5, a, a * normal_tail(a))
}

/// The slope of [`gelu`]: Φ(x) + x·φ(x) with the density φ, which is Φ(−a) − a·φ(a) at x = −a and 1 less
/// that at x = a.
///
/// Error below 5.6 ulp of the larger of the two over all of `f32`, in both tails; they cancel at
/// −0.7518. −∞ gives 0, ∞ gives 1, NaN gives NaN.
#[inline(always)]
pub fn gelu_slope(x: f32) -> f32 {
    let a = bounded(x);
    let below = power_of_square(0.5, a, normal_tail(a) - DENSITY_AT_0 * a);
    if x < 0.0 { below } else { 1.0 - below }
}

/// |x|, or 15, where both tails are rounded to 0.
#[inline(always)]
fn bounded(x: f32) -> f32 {
    let a = x.abs();
    if a > 15.0 { 15.0 } else { a }
}
