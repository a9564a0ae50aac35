//! ln x and ln(1 + x).
//!
//! ```text
//! x = 2ᵏ·m,  √½ ≤ m < √2,  f = m − 1        ln x = k·ln 2 + ln(1 + f)
//! ln(1 + f) = 2s + s³·P(s²),  s = f / (2 + f)
//! ```
//!
//! For ln(1 + x), u = 1 + x is rounded, and what it lost returns as lost / u.
//!
//! Source: Cody and Waite, *Software Manual for the Elementary Functions* (1980), chapter 5; the
//! order of the last sum is fdlibm's `e_log.c` (Sun Microsystems, 1993), with our own polynomial.
//! The correction of ln(1 + x) is in Muller et al., *Handbook of Floating-Point Arithmetic* (the
//! rounding error of a sum is itself a number).

use super::exp::{LN2_HIGH, LN2_LOW};

/// √½ in bits.
const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const ONE: u64 = 0x3ff0_0000_0000_0000;
const FRACTION: u64 = 0x000f_ffff_ffff_ffff;
/// 2⁵²: the lowest bits of a number in [2⁵², 2⁵³) are a whole number.
const WHOLE: u64 = 0x4330_0000_0000_0000;

/// x = 2ᵏ·m with √½ ≤ m < √2, for a normal positive x: k + 1023, and m.
#[inline(always)]
fn split(x: f64) -> (u64, f64) {
    let shifted = x.to_bits().wrapping_add(ONE - SQRT_HALF);
    (shifted >> 52, f64::from_bits((shifted & FRACTION).wrapping_add(SQRT_HALF)))
}

/// k·ln 2 + ln(1 + f) + tail
#[inline(always)]
fn combine(k: f64, f: f64, tail: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    let p = horner!(z;
        0.666_666_666_666_673_4,
        0.399_999_999_994_162_75,
        0.285_714_287_421_784_5,
        0.222_221_985_840_261_87,
        0.181_835_641_807_750_44,
        0.153_140_457_537_123_08,
        0.147_960_682_493_551_77
    );
    let half_square = 0.5 * f * f;
    let low = s * (half_square + z * p) + (k * LN2_LOW + tail);
    k * LN2_HIGH + (f - (half_square - low))
}

/// ln x
///
/// Error below 0.83 ulp on a hundred million numbers; never falls as x grows. Subnormal
/// arguments are right. ±0 gives −∞, ∞ gives ∞, x < 0 and NaN give NaN.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let subnormal = x < f64::MIN_POSITIVE;
    let (k, m) = split(if subnormal { x * 18_014_398_509_481_984.0 } else { x });
    let bias = if subnormal { 1077.0 } else { 1023.0 };
    let k = f64::from_bits(k | WHOLE) - f64::from_bits(WHOLE) - bias;
    special(x, combine(k, m - 1.0, 0.0))
}

/// The values at 0, at ∞ and outside the domain.
#[inline(always)]
fn special(x: f64, y: f64) -> f64 {
    let y = if x < f64::INFINITY { y } else { x };
    let y = if x == 0.0 { f64::NEG_INFINITY } else { y };
    if x < 0.0 { f64::NAN } else { y }
}

/// ln(1 + x), accurate near 0.
///
/// Error below 0.92 ulp on a hundred million numbers; never falls as x grows. ±0 gives ±0,
/// −1 gives −∞, ∞ gives ∞, x < −1 and NaN give NaN.
#[inline(always)]
pub fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    let lost = x - (u - 1.0);
    let (k, m) = split(u);
    // 2¹⁻ᵏ, which is 0 instead of an overflow at k = 1024, and ½·1/m to a few per cent.
    let scale = f64::from_bits(2047_u64.wrapping_sub(k) << 52);
    let kf = f64::from_bits(k | WHOLE) - f64::from_bits(WHOLE) - 1023.0;
    let inverse = 0.95 - 0.45 * m;
    // Where k = 0, x itself is f, and nothing was lost.
    let f = if kf == 0.0 { x } else { m - 1.0 };
    let tail = if kf == 0.0 { 0.0 } else { lost * scale * inverse };
    let y = special(u, combine(kf, f, tail));
    // Here x is the answer; −0 and subnormal numbers stay whole.
    if x.abs() < 4.0e-17 { x } else { y }
}
