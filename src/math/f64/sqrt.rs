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
pub fn sqrt(x: f64) -> f64 {
    hardware(x)
}

#[cfg(feature = "std")]
#[inline(always)]
fn hardware(x: f64) -> f64 {
    x.sqrt()
}

#[cfg(all(not(feature = "std"), target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
fn hardware(x: f64) -> f64 {
    use core::arch::x86_64::{_mm_cvtsd_f64, _mm_set_sd, _mm_setzero_pd, _mm_sqrt_sd};
    // SAFETY: the whole build has SSE2, by the `cfg` above.
    unsafe { _mm_cvtsd_f64(_mm_sqrt_sd(_mm_setzero_pd(), _mm_set_sd(x))) }
}

#[cfg(not(any(feature = "std", all(target_arch = "x86_64", target_feature = "sse2"))))]
#[inline(always)]
fn hardware(x: f64) -> f64 {
    sqrt_by_digits(x)
}

/// √x by whole numbers alone; see [`f32::sqrt_by_digits`](crate::math::f32::sqrt_by_digits).
#[doc(hidden)]
#[must_use]
pub fn sqrt_by_digits(x: f64) -> f64 {
    if x.is_nan() || x == 0.0 || x == f64::INFINITY {
        return x;
    }
    if x < 0.0 {
        return f64::NAN;
    }
    let (exponent, mantissa) = if x < f64::MIN_POSITIVE {
        let shift = x.to_bits().leading_zeros() - 11;
        (1 - i64::from(shift), x.to_bits() << shift)
    } else {
        ((x.to_bits() >> 52).cast_signed(), (x.to_bits() & 0xf_ffff_ffff_ffff) | (1 << 52))
    };
    let power = exponent - 1023;
    let half = power >> 1;
    let mut rest = mantissa << (power & 1);
    let mut root = 0;
    let mut digit = 1_u64 << 53;
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
    let rounded = (root + (root & 1)) >> 1;
    f64::from_bits(rounded.wrapping_add(((half + 1022) << 52).cast_unsigned()))
}
