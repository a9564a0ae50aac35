//! The square root, correctly rounded.
//!
//! IEEE 754 defines every bit of it, so that the processor's instruction and whole-number
//! arithmetic agree. The instruction is reached through `std`, or without it on x86-64; elsewhere
//! the root is found digit by digit.
//!
//! Source: Muller et al., *Handbook of Floating-Point Arithmetic*;
//! digit by digit as in fdlibm's `e_sqrt.c` (Sun Microsystems, 1993).

/// √x, correctly rounded. ±0 gives ±0, ∞ gives ∞, x < 0 and NaN give NaN.
#[inline(always)]
pub fn sqrt(x: f32) -> f32 {
    hardware(x)
}

#[cfg(feature = "std")]
#[inline(always)]
fn hardware(x: f32) -> f32 {
    x.sqrt()
}

#[cfg(all(not(feature = "std"), target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
fn hardware(x: f32) -> f32 {
    use core::arch::x86_64::{_mm_cvtss_f32, _mm_set_ss, _mm_sqrt_ss};
    // SAFETY: the whole build has SSE2, by the `cfg` above.
    unsafe { _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x))) }
}

#[cfg(not(any(feature = "std", all(target_arch = "x86_64", target_feature = "sse2"))))]
#[inline(always)]
fn hardware(x: f32) -> f32 {
    sqrt_by_digits(x)
}

/// √x by whole numbers alone, one binary digit at a time: what [`sqrt`] is on a target whose
/// instruction cannot be reached without `std`.
///
/// Public so that a test can hold the two against each other.
#[doc(hidden)]
#[must_use]
pub fn sqrt_by_digits(x: f32) -> f32 {
    if x.is_nan() || x == 0.0 || x == f32::INFINITY {
        return x;
    }
    if x < 0.0 {
        return f32::NAN;
    }
    let (exponent, mantissa) = if x < f32::MIN_POSITIVE {
        let shift = x.to_bits().leading_zeros() - 8;
        (1 - shift.cast_signed(), x.to_bits() << shift)
    } else {
        ((x.to_bits() >> 23).cast_signed(), (x.to_bits() & 0x7f_ffff) | 0x80_0000)
    };
    // x = rest·2^(2·half − 23), with an even power of two outside the root.
    let power = exponent - 127;
    let half = power >> 1;
    let mut rest = mantissa << (power & 1);
    // Digits of √(rest/2²³): 24 of the result and one to round by.
    let mut root = 0;
    let mut digit = 1 << 24;
    rest <<= 1;
    let mut partial = 0;
    while digit != 0 {
        let trial = partial + digit;
        if trial <= rest {
            partial = trial + digit;
            rest -= trial;
            root += digit;
        }
        rest <<= 1;
        digit >>= 1;
    }
    // A root is never halfway between two numbers: it would need twice the digits that x has.
    let rounded = (root + (root & 1)) >> 1;
    f32::from_bits(rounded.wrapping_add(((half + 126) << 23).cast_unsigned()))
}
