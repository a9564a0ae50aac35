//! ln x and ln(1 + x).
//!
//! ```text
//! x = 2ᵏ·m,  √½ ≤ m < √2,  f = m − 1        ln x = k·ln 2 + ln(1 + f)
//! ln(1 + f) = f − f²/2 + f³·P(f)
//! ```
//!
//! For ln(1 + x), u = 1 + x is rounded, and what it lost returns as lost / u.
//!
//! Source: Cody and Waite, *Software Manual for the Elementary Functions* (1980), chapter 5, with a
//! polynomial instead of its rational function, because a division costs more than it saves. The
//! correction of ln(1 + x) is in Muller et al., *Handbook of Floating-Point Arithmetic* (the
//! rounding error of a sum is itself a number).

use super::exp::{LN2_HIGH, LN2_LOW};

/// √½ in bits.
const SQRT_HALF: i32 = 0x3f35_04f3;
/// 2 in bits.
const TWO: i32 = 0x4000_0000;

/// x = 2ᵏ·m with √½ ≤ m < √2, for a normal positive x.
#[inline(always)]
fn split(x: f32) -> (i32, f32) {
    let shifted = x.to_bits().cast_signed().wrapping_sub(SQRT_HALF);
    let k = shifted >> 23;
    (k, f32::from_bits((x.to_bits().cast_signed()).wrapping_sub(k << 23).cast_unsigned()))
}

/// k·ln 2 + ln(1 + f) + tail
#[inline(always)]
fn combine(k: f32, f: f32, tail: f32) -> f32 {
    let p = horner!(f;
        0.333_333_13,
        -0.250_001_7,
        0.200_022_24,
        -0.166_592_09,
        0.142_095_9,
        -0.125_499_02,
        0.121_187_35,
        -0.109_735_62,
        0.054_042_753
    );
    let square = f * f;
    let low = f * square * p + (k * LN2_LOW + tail);
    k * LN2_HIGH + (f + (low - 0.5 * square))
}

/// ln x
///
/// Error below 0.93 ulp over all of `f32`; never falls as x grows. Subnormal
/// arguments are right. ±0 gives −∞, ∞ gives ∞, x < 0 and NaN give NaN.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    let subnormal = x < f32::MIN_POSITIVE;
    let (k, m) = split(if subnormal { x * 33_554_432.0 } else { x });
    let k = k.wrapping_sub(if subnormal { 25 } else { 0 }) as f32;
    let y = combine(k, m - 1.0, 0.0);
    special(x, y)
}

/// The values at 0, at ∞ and outside the domain.
#[inline(always)]
fn special(x: f32, y: f32) -> f32 {
    let y = if x < f32::INFINITY { y } else { x };
    let y = if x == 0.0 { f32::NEG_INFINITY } else { y };
    if x < 0.0 { f32::NAN } else { y }
}

/// ln(1 + x), accurate near 0.
///
/// Error below 1.08 ulp over all of `f32`; never falls as x grows. ±0 gives ±0,
/// −1 gives −∞, ∞ gives ∞, x < −1 and NaN give NaN.
#[inline(always)]
pub fn ln_1p(x: f32) -> f32 {
    let u = 1.0 + x;
    let lost = x - (u - 1.0);
    let (k, m) = split(u);
    // 2¹⁻ᵏ, which is 0 instead of an overflow at k = 128, and ½·1/m to a few per cent.
    let scale = f32::from_bits(TWO.wrapping_sub(k << 23).cast_unsigned());
    let kf = k as f32;
    let inverse = 0.95 - 0.45 * m;
    // Where k = 0, x itself is f, and nothing was lost.
    let f = if k == 0 { x } else { m - 1.0 };
    let tail = if k == 0 { 0.0 } else { lost * scale * inverse };
    let y = special(u, combine(kf, f, tail));
    // Here x is the answer; −0 and subnormal numbers stay whole.
    if x.abs() < 2.0e-8 { x } else { y }
}
