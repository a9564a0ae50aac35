//! The logistic function and its integral.

use super::exp::{Reduced, exp, near_one, power_of_two, reduce};
use super::ln::ln_1p;
use super::tanh::fast_tanh;

/// 1 / (1 + e⁻ˣ)
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    let t = if x > 104.0 { 104.0 } else { x };
    let t = if t < -104.0 { -104.0 } else { t };
    let Reduced { n, r, .. } = reduce(-t);
    let half = n >> 1;
    let one = power_of_two(half.wrapping_neg());
    one / (one + near_one(r) * power_of_two(n.wrapping_sub(half)))
}

/// 1 / (1 + e⁻ˣ) by [`fast_tanh`].
#[inline(always)]
pub fn fast_sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * fast_tanh(0.5 * x)
}

/// ln(1 + eˣ)
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    let beyond = x > 1.0;
    let e = exp(if beyond { -x } else { x });
    let y = ln_1p(e);
    if beyond { x + y } else { y }
}
