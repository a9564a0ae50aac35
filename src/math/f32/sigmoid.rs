//! The logistic function and its integral.

use super::exp::{Reduced, beyond_linear, exp, power_of_two, reduce};
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
    let scale = power_of_two(n.wrapping_sub(half));
    let s = r + beyond_linear(r);
    // For the lower tail 1 joins the small part first, which saves half a unit in the last place.
    // Elsewhere that order would break monotonicity where n changes.
    let tail = scale + (one + scale * s);
    let rest = one + scale * (1.0 + s);
    one / if x < -1.0 { tail } else { rest }
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
    let linear = if beyond { x } else { 0.0 };
    linear + ln_1p(exp(if beyond { -x } else { x }))
}
