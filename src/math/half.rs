//! Numbers of 16 bits: what they stand for, and which is nearest to a value.

/// The value of an IEEE 754 binary16; every one is an f32.
///
/// A subnormal number is what is left of (1 + x)·2⁻¹⁴ without the 1: no instruction sees a
/// subnormal f32, which some programs ask the machine to take for 0.
#[inline(always)]
pub(crate) const fn f16_value(bits: u16) -> f32 {
    let sign = (bits as u32 & 0x8000) << 16;
    let rest = (bits as u32 & 0x7fff) << 13;
    let magnitude = match rest >> 23 {
        0 => (f32::from_bits(rest + (113 << 23)) - f32::from_bits(113 << 23)).to_bits(),
        31 => rest | 0x7f80_0000,
        _ => rest + (112 << 23),
    };
    f32::from_bits(sign | magnitude)
}

/// The value of a bfloat16: the upper half of an f32.
#[inline(always)]
pub(crate) const fn bf16_value(bits: u16) -> f32 {
    f32::from_bits((bits as u32) << 16)
}

/// The bits of the number nearest to a value, ties to even, in a format of 16 bits of which FRACTION
/// are the fraction: 10 in binary16, 7 in bfloat16.
#[cfg(feature = "half")]
pub(crate) const fn nearest<const FRACTION: u32>(value: f64) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    let infinity = 0x7fff >> FRACTION << FRACTION;
    if value.is_nan() {
        return sign | infinity | 1 << (FRACTION - 1);
    }
    // The exponents of the smallest normal number and of the largest.
    let (smallest, largest) = (2 - (1 << (14 - FRACTION)), (1 << (14 - FRACTION)) - 1);
    let mut exponent = (bits >> 52 & 0x7ff) as i32 - 1023;
    if exponent > largest {
        return sign | infinity;
    }
    if exponent < smallest {
        exponent = smallest;
    }
    // In units of the last place, so that adding 2⁵² rounds it.
    let scale = f64::from_bits(((1023 + FRACTION as i32 - exponent) as u64) << 52);
    let (magnitude, round) = (f64::from_bits(bits & !(1 << 63)) * scale, (1_u64 << 52) as f64);
    let whole = (magnitude + round) - round;
    // A fraction that was rounded up to 1 carries into the exponent, and on to infinity.
    let exponent = (exponent - smallest) as u16;
    sign | ((exponent << FRACTION) + whole as u16)
}

#[cfg(all(test, feature = "half"))]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_that_of_the_crate_half() {
        for bits in 0..=u16::MAX {
            let (ours, theirs) = (f16_value(bits), half::f16::from_bits(bits).to_f32_const());
            assert!(
                ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan(),
                "{bits}"
            );
        }
    }

    /// Every number, the middle between it and the next, and what lies just beside both.
    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        fn check<const FRACTION: u32>(value: impl Fn(u16) -> f64) {
            let infinity = 0x7fff >> FRACTION << FRACTION;
            for bits in 0..infinity {
                let this = value(bits);
                // The step from the largest number to infinity is as wide as the one before.
                let next = if bits + 1 < infinity {
                    value(bits + 1)
                } else {
                    2.0 * this - value(bits - 1)
                };
                let (middle, even) = (0.5 * this + 0.5 * next, bits + (bits & 1));
                for (x, expected) in [
                    (this, bits),
                    (middle.next_down(), bits),
                    (middle, even),
                    (middle.next_up(), bits + 1),
                    (next.next_down(), bits + 1),
                ] {
                    assert_eq!(nearest::<FRACTION>(x), expected, "{x:e}");
                    assert_eq!(nearest::<FRACTION>(-x), expected | 0x8000, "-{x:e}");
                }
            }
            assert_eq!(nearest::<FRACTION>(f64::INFINITY), infinity);
            assert_eq!(nearest::<FRACTION>(f64::MAX), infinity);
            assert!(nearest::<FRACTION>(f64::NAN) > infinity);
        }
        check::<10>(|bits| half::f16::from_bits(bits).to_f64_const());
        check::<7>(|bits| half::bf16::from_bits(bits).to_f64_const());
    }
}
