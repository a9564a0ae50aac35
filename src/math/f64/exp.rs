//! eˣ and eˣ − 1: the method of [`f32`](crate::math::f32::exp) with more digits.

/// 1.5·2⁵²: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// ln 2 in 33 bits; n·LN2_HIGH is exact for |n| < 2²⁰.
pub(super) const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// ln 2 − LN2_HIGH
pub(super) const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// An argument taken apart: x = n·ln 2 + r + tail.
pub(super) struct Reduced {
    pub n: i64,
    pub r: f64,
    /// What rounding took from r.
    pub tail: f64,
}

/// Reduces |x| < 2²⁰; NaN gives r = NaN and some n.
#[inline(always)]
pub(super) fn reduce(x: f64) -> Reduced {
    let z = x * core::f64::consts::LOG2_E + ROUND;
    let whole = z - ROUND;
    let high = x - whole * LN2_HIGH;
    let low = whole * LN2_LOW;
    let r = high - low;
    let n = z.to_bits().wrapping_sub(ROUND.to_bits()).cast_signed();
    Reduced { n, r, tail: (high - r) - low }
}

/// eʳ − 1 − r for |r| ≤ ln 2 / 2.
#[inline(always)]
pub(super) fn beyond_linear(r: f64) -> f64 {
    let q = horner!(r;
        0.5,
        0.166_666_666_666_666_77,
        0.041_666_666_666_666_685,
        0.008_333_333_333_321_837,
        0.001_388_888_888_889_668,
        0.000_198_412_698_851_725_32,
        2.480_158_726_613_244_4e-5,
        2.755_724_532_306_221e-6,
        2.755_734_481_305_175_5e-7,
        2.510_864_098_242_557_3e-8,
        2.088_838_365_684_189e-9
    );
    r * r * q
}

/// eʳ for |r| ≤ ln 2 / 2.
#[inline(always)]
pub(super) fn near_one(r: f64) -> f64 {
    1.0 + (r + beyond_linear(r))
}

/// 2ⁿ for −1022 ≤ n ≤ 1023.
#[inline(always)]
pub(super) fn power_of_two(n: i64) -> f64 {
    f64::from_bits((n.wrapping_add(1023) << 52).cast_unsigned())
}

/// ⌊n/2⌋ for n ≥ −4096, by a logical shift: SSE2 and AVX2 have no arithmetic one for 64 bits.
#[inline(always)]
pub(super) fn half(n: i64) -> i64 {
    (n.wrapping_add(4096).cast_unsigned() >> 1).cast_signed().wrapping_sub(2048)
}

/// p·factor·2ⁿ for a p near 1 and a factor of moderate size.
///
/// 2ⁿ in two factors: the product with the first is exact, the one with the second rounds once, also where
/// the result is subnormal or overflows. So a factor that makes the result normal again finds all digits.
#[inline(always)]
pub(super) fn scaled(p: f64, n: i64, factor: f64) -> f64 {
    let half = half(n);
    p * power_of_two(half) * factor * power_of_two(n.wrapping_sub(half))
}

/// eˣ
///
/// Error below 0.96 ulp on a hundred million numbers; never falls as x grows. Underflows
/// gradually. −∞ gives 0, ∞ gives ∞, NaN gives NaN.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -746.0 { -746.0 } else { x };
    let Reduced { n, r, .. } = reduce(x);
    scaled(near_one(r), n, 1.0)
}

/// eˣ − 1, accurate near 0.
///
/// Error below 1.70 ulp on a hundred million numbers. ±0 gives ±0, −∞ gives −1, ∞ gives ∞,
/// NaN gives NaN.
#[inline(always)]
pub fn exp_m1(x: f64) -> f64 {
    let t = if x > 710.0 { 710.0 } else { x };
    let t = if t < -38.0 { -38.0 } else { t };
    let Reduced { n, r, tail } = reduce(t);
    let scale = power_of_two(n.wrapping_sub(1));
    let near = (scale * r + (scale - 0.5)) + scale * (beyond_linear(r) + tail);
    // Where eˣ is the smaller term, fewer roundings are as accurate, and keep the order.
    let below = scale * near_one(r) - 0.5;
    let half = if x < -0.35 { below } else { near };
    if x.abs() < 1.110_223_024_625_156_5e-16 { x } else { half + half }
}
