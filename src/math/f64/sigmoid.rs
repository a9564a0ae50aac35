//! The logistic function and its integral.

use super::exp::{Reduced, exp, half, near_one, power_of_two, reduce};
use super::ln::ln_1p;

/// 1 / (1 + e⁻ˣ)
#[inline(always)]
pub fn sigmoid(x: f64) -> f64 {
    let t = if x > 746.0 { 746.0 } else { x };
    let t = if t < -746.0 { -746.0 } else { t };
    let Reduced { n, r, .. } = reduce(-t);
    let half = half(n);
    let one = power_of_two(half.wrapping_neg());
    one / (one + near_one(r) * power_of_two(n.wrapping_sub(half)))
}

/// 1 / (1 + e⁻ˣ): the accurate one; only `f32` has a faster.
#[inline(always)]
pub fn fast_sigmoid(x: f64) -> f64 {
    sigmoid(x)
}

/// ln(1 + eˣ)
#[inline(always)]
pub fn softplus(x: f64) -> f64 {
    let beyond = x > 1.0;
    let e = exp(if beyond { -x } else { x });
    let y = ln_1p(e);
    if beyond { x + y } else { y }
}
