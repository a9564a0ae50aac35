//! Whether numbers of a file are finite, at the speed that the const evaluator allows.

use super::number;
use crate::scalar::Kind;

/// What errors call a number that is not finite, or not any more when it is rounded to this kind.
pub(crate) const fn not_finite(value: f64, kind: Kind) -> &'static str {
    match value {
        f64::INFINITY => "infinity",
        f64::NEG_INFINITY => "-infinity",
        _ if value.is_nan() => "NaN",
        _ => kind.facts().infinite,
    }
}

/// Whether no number has an exponent of ones only.
///
/// Sixteen bytes at a time: adding a one below the exponent carries into the sign's place if and
/// only if the exponent is all ones, and the carry goes no further.
pub(super) const fn all_finite(data: &[u8], kind: Kind) -> bool {
    /// The same bits in every number.
    const fn everywhere(bits: u64) -> u128 {
        (bits as u128) << 64 | bits as u128
    }
    let (exponents, ones) = match kind {
        Kind::F32 => (everywhere(0x7f80_0000_7f80_0000), everywhere(0x0080_0000_0080_0000)),
        Kind::F64 => (everywhere(0x7ff0 << 48), everywhere(0x0010 << 48)),
        Kind::F16 => (everywhere(0x7c00_7c00_7c00_7c00), everywhere(0x0400_0400_0400_0400)),
        _ => (everywhere(0x7f80_7f80_7f80_7f80), everywhere(0x0080_0080_0080_0080)),
    };
    // A pattern, because the const evaluator checks no bounds in it.
    let (blocks, rest) = number::blocks(data);
    let (mut carries, mut i) = (0, 0);
    while i < blocks.len() {
        let [a, b, c, d, e, f, g, h] = blocks[i];
        carries |= (number::element!(u128, a) & exponents) + ones;
        carries |= (number::element!(u128, b) & exponents) + ones;
        carries |= (number::element!(u128, c) & exponents) + ones;
        carries |= (number::element!(u128, d) & exponents) + ones;
        carries |= (number::element!(u128, e) & exponents) + ones;
        carries |= (number::element!(u128, f) & exponents) + ones;
        carries |= (number::element!(u128, g) & exponents) + ones;
        carries |= (number::element!(u128, h) & exponents) + ones;
        i += 1;
    }
    // Up to 16 bytes as one word, with zeros behind them.
    let mut i = 0;
    while i < rest.len() {
        let (mut word, mut j) = (0_u128, 0);
        while j < 16 && i < rest.len() {
            word |= (rest[i] as u128) << (8 * j);
            (i, j) = (i + 1, j + 1);
        }
        carries |= (word & exponents) + ones;
    }
    let signs = exponents + ones;
    carries & signs == 0
}
