//! Slices of bytes in `const fn`, without a panic.
//!
//! Places that were checked when the header was read are checked again, in a few instructions, so
//! that no code for a panic is linked.

/// `?`, which the const evaluator does not have.
macro_rules! attempt {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}
pub(super) use attempt;

pub(super) use crate::parameters::text::equal;

/// The byte at a place; 0, which stands nowhere in a right header, beyond the end.
pub(super) const fn byte(bytes: &[u8], at: usize) -> u8 {
    if at < bytes.len() { bytes[at] } else { 0 }
}

/// The bytes from a place on; none beyond the end.
pub(super) const fn from(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((_, rest)) => rest,
        None => &[],
    }
}

/// The bytes before a place; all if the end comes first.
pub(super) const fn up_to(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((start, _)) => start,
        None => bytes,
    }
}

/// The value of a hexadecimal digit.
pub(super) const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The value of so many hexadecimal digits, at most 32.
pub(crate) const fn hexadecimal(digits: &[u8], count: usize) -> Option<u128> {
    if digits.len() != count {
        return None;
    }
    let (mut value, mut i) = (0, 0);
    while i < digits.len() {
        let Some(digit) = hex_digit(digits[i]) else { return None };
        value = value << 4 | digit as u128;
        i += 1;
    }
    Some(value)
}
