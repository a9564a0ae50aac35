//! eˣ and eˣ − 1.
//!
//! ```text
//! x = n·ln 2 + r,  n whole,  |r| ≤ ln 2 / 2        eˣ = 2ⁿ·eʳ        eʳ = 1 + r + r²·q(r)
//! ```
//!
//! n·ln 2 is subtracted in two parts, the first short enough that its product with n is exact.
//!
//! Source: Cody and Waite, *Software Manual for the Elementary Functions* (1980), chapter 6. The
//! polynomial q is our own minimax fit (`tests/data/minimax.py`).

/// 1.5·2²³: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f32 = 12_582_912.0;
/// ln 2 in nine bits; n·LN2_HIGH is exact for |n| < 2¹⁵.
pub(super) const LN2_HIGH: f32 = 355.0 / 512.0;
/// ln 2 − LN2_HIGH
pub(super) const LN2_LOW: f32 = -2.121_944_4e-4;

/// An argument taken apart: x = n·ln 2 + r + tail.
pub(super) struct Reduced {
    pub n: i32,
    pub r: f32,
    /// What rounding took from r.
    pub tail: f32,
}

/// Reduces |x| < 2¹⁵; NaN gives r = NaN and some n.
#[inline(always)]
pub(super) fn reduce(x: f32) -> Reduced {
    let z = x * core::f32::consts::LOG2_E + ROUND;
    let whole = z - ROUND;
    let high = x - whole * LN2_HIGH;
    let low = whole * LN2_LOW;
    let r = high - low;
    let n = z.to_bits().wrapping_sub(ROUND.to_bits()).cast_signed();
    Reduced { n, r, tail: (high - r) - low }
}

/// eʳ − 1 − r for |r| ≤ ln 2 / 2.
#[inline(always)]
pub(super) fn beyond_linear(r: f32) -> f32 {
    let r2 = r * r;
    let q = pairs!(r, r2;
        0.5, 0.166_666_36, 0.041_666_51, 0.008_341_519, 0.001_393_058, 0.000_150_149_62);
    r2 * q
}

/// eʳ for |r| ≤ ln 2 / 2.
#[inline(always)]
pub(super) fn near_one(r: f32) -> f32 {
    1.0 + (r + beyond_linear(r))
}

/// 2ⁿ for −126 ≤ n ≤ 127.
#[inline(always)]
pub(super) fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) << 23).cast_unsigned())
}

/// p·factor·2ⁿ for a p near 1 and a factor of moderate size.
///
/// 2ⁿ in two factors: the product with the first is exact, the one with the second rounds once, also where
/// the result is subnormal or overflows. So a factor that makes the result normal again finds all digits.
#[inline(always)]
pub(super) fn scaled(p: f32, n: i32, factor: f32) -> f32 {
    let half = n >> 1;
    p * power_of_two(half) * factor * power_of_two(n.wrapping_sub(half))
}

/// eˣ
///
/// Error below 0.99 ulp over all of `f32`; never falls as x grows. Underflows
/// gradually. −∞ gives 0, ∞ gives ∞, NaN gives NaN.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Beyond these bounds the result is ∞ or 0. NaN passes both comparisons.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let Reduced { n, r, .. } = reduce(x);
    scaled(near_one(r), n, 1.0)
}

/// eˣ − 1, accurate near 0.
///
/// Error below 1.49 ulp over all of `f32`; never falls as x grows. ±0 gives ±0, −∞ gives −1, ∞
/// gives ∞, NaN gives NaN.
#[inline(always)]
pub fn exp_m1(x: f32) -> f32 {
    let t = if x > 89.0 { 89.0 } else { x };
    let t = if t < -18.0 { -18.0 } else { t };
    let Reduced { n, r, tail } = reduce(t);
    // eˣ − 1 = 2·[(2ⁿ⁻¹·r + (2ⁿ⁻¹ − ½)) + 2ⁿ⁻¹·(eʳ − 1 − r)]; halved, because 2¹²⁸ is no f32.
    let scale = power_of_two(n.wrapping_sub(1));
    let near = (scale * r + (scale - 0.5)) + scale * (beyond_linear(r) + tail);
    // Where eˣ is the smaller term, fewer roundings are as accurate, and keep the order.
    let below = scale * near_one(r) - 0.5;
    let half = if x < -0.35 { below } else { near };
    // Nearer to 0, x is the answer; −0 and subnormal numbers stay whole.
    if x.abs() < 5.960_464_5e-8 { x } else { half + half }
}
