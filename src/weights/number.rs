//! Numbers as bytes and bytes as numbers.
//!
//! The const evaluator pays for every call and every check, some 50 times what a plain
//! `a[i] = b[j]` costs. So files are read as slices of numbers without alignment, whose elements
//! are places, and copied by loops without a call.

use super::{
    bytes::{from, up_to},
    entry::Entry,
};
#[cfg(feature = "half")]
use crate::math::half::nearest;
use crate::{
    math::half::{bf16_value, f16_value},
    parameters::{Layout, Leaf},
    scalar::Kind,
};
use core::slice;

/// A number at any address.
#[derive(Clone, Copy)]
#[repr(C, packed)]
pub(super) struct Unaligned<T>(pub(super) T);

/// Numbers for which all bytes are valid and none are padding.
///
/// # Safety
/// That.
unsafe trait Plain: Copy {}
// SAFETY: integers and floats are such numbers.
unsafe impl Plain for u16 {}
// SAFETY: as above.
unsafe impl Plain for u32 {}
// SAFETY: as above.
unsafe impl Plain for u64 {}
// SAFETY: as above.
unsafe impl Plain for f32 {}
// SAFETY: as above.
unsafe impl Plain for f64 {}
// SAFETY: and so are several, one after the other.
unsafe impl<T: Plain> Plain for [T; 8] {}

/// As many whole numbers as the bytes hold, in the byte order of this machine.
const fn numbers<T: Plain>(bytes: &[u8]) -> &[Unaligned<T>] {
    // SAFETY: the slice ends where the bytes end or before; `Unaligned<T>` has the size of T and
    // no alignment, and every pattern of bytes is a T.
    unsafe { slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / size_of::<T>()) }
}

/// Little-endian words of 8 bytes; the last bytes, fewer than 8, are left out.
pub(super) const fn words(bytes: &[u8]) -> &[Unaligned<u64>] {
    numbers(bytes)
}

/// Eight such words each; the last bytes, fewer than 64, are left out.
pub(super) const fn eights(bytes: &[u8]) -> &[Unaligned<[u64; 8]>] {
    numbers(bytes)
}

/// Blocks of eight words of 16 bytes, and the bytes after the last block.
pub(super) const fn blocks(bytes: &[u8]) -> (&[[Unaligned<u128>; 8]], &[u8]) {
    let (blocks, rest) = bytes.as_chunks::<128>();
    // SAFETY: a block is 128 bytes without alignment, and every pattern of bytes is a block.
    let blocks = unsafe { slice::from_raw_parts(blocks.as_ptr().cast(), blocks.len()) };
    (blocks, rest)
}

/// A number of a file, as a place: without a call where the file's byte order is the machine's.
macro_rules! element {
    ($number:ty, $element:expr) => {
        $crate::weights::number::little!($number, $element.0)
    };
}
pub(super) use element;

/// A number whose bytes are a file's.
macro_rules! little {
    ($number:ty, $value:expr) => {{
        let number: $number = $value;
        #[cfg(target_endian = "big")]
        let number = <$number>::from_le_bytes(number.to_ne_bytes());
        number
    }};
}
pub(super) use little;

/// Copies the numbers of a file to their places in memory, line by line; `$value` is the number in the file
/// and `$converted` what is stored.
macro_rules! convert {
    ($number:ty, $data:expr => $slots:expr, $lines:expr, |$value:ident| $converted:expr) => {{
        let (from, to, lines) = (numbers::<$number>($data), $slots, $lines);
        let mut line = 0;
        while line < lines.count {
            let (mut i, mut j) = lines.start(line);
            let (over, across) = lines.step;
            // The line ends where this does: one comparison for each number.
            let from = match from.split_at_checked(i + lines.span) {
                Some((from, _)) => from,
                None => from,
            };
            while i < from.len() && j < to.len() {
                let $value = element!($number, from[i]);
                to[j] = $converted;
                i += over;
                j += across;
            }
            line += 1;
        }
    }};
}

/// Writes the data of an entry to the tensor at `slot`.
///
/// # Safety
/// `slot` is aligned and exclusively valid for a tensor as `leaf` describes, whose bytes are
/// initialised, and `data` are as many numbers of the kind.
pub(super) const unsafe fn write_leaf(
    data: &[u8],
    from: Kind,
    slot: *mut u8,
    leaf: &Leaf,
    layout: Option<Layout>,
) {
    let len = leaf.len();
    let lines = leaf.lines(layout);
    let as_it_is = lines.is_one() && cfg!(target_endian = "little");
    match leaf.kind {
        Kind::F32 => {
            // SAFETY: the leaf is `len` numbers of f32; see above.
            let to = unsafe { slice::from_raw_parts_mut(slot.cast::<f32>(), len) };
            match from {
                Kind::F32 if as_it_is => {
                    // SAFETY: as many bytes, into numbers that nothing else holds.
                    unsafe { core::ptr::copy_nonoverlapping(data.as_ptr(), slot, 4 * len) };
                }
                Kind::F32 => convert!(f32, data => to, lines, |value| value),
                Kind::F64 => convert!(f64, data => to, lines, |v| v as f32),
                Kind::Bf16 => {
                    // SAFETY: the same numbers by their bits.
                    let to = unsafe { slice::from_raw_parts_mut(slot.cast::<u32>(), len) };
                    convert!(u16, data => to, lines, |v| (v as u32) << 16);
                }
                _ => convert!(u16, data => to, lines, |v| f16_value(v)),
            }
        }
        Kind::F64 => {
            // SAFETY: the leaf is `len` numbers of f64; see above.
            let to = unsafe { slice::from_raw_parts_mut(slot.cast::<f64>(), len) };
            match from {
                Kind::F64 if as_it_is => {
                    // SAFETY: as many bytes, into numbers that nothing else holds.
                    unsafe { core::ptr::copy_nonoverlapping(data.as_ptr(), slot, 8 * len) };
                }
                Kind::F64 => convert!(f64, data => to, lines, |value| value),
                Kind::F32 => convert!(f32, data => to, lines, |v| v as f64),
                Kind::Bf16 => convert!(u16, data => to, lines, |v| bf16_value(v) as f64),
                _ => convert!(u16, data => to, lines, |v| f16_value(v) as f64),
            }
        }
        #[cfg(feature = "half")]
        Kind::F16 | Kind::Bf16 => {
            // SAFETY: the leaf is `len` numbers of 16 bits; see above.
            let to = unsafe { slice::from_raw_parts_mut(slot.cast::<u16>(), len) };
            let to_f16 = matches!(leaf.kind, Kind::F16);
            match from {
                Kind::F16 if to_f16 => convert!(u16, data => to, lines, |v| v),
                Kind::Bf16 if !to_f16 => convert!(u16, data => to, lines, |v| v),
                Kind::F64 if to_f16 => convert!(f64, data => to, lines, |v| nearest::<10>(v)),
                Kind::F64 => convert!(f64, data => to, lines, |v| nearest::<7>(v)),
                Kind::F32 if to_f16 => {
                    convert!(f32, data => to, lines, |v| nearest::<10>(v as f64));
                }
                Kind::F32 => convert!(f32, data => to, lines, |v| nearest::<7>(v as f64)),
                Kind::Bf16 => convert!(u16, data => to, lines, |v| {
                    nearest::<10>(bf16_value(v) as f64)
                }),
                _ => {
                    convert!(u16, data => to, lines, |v| nearest::<7>(f16_value(v) as f64))
                }
            }
        }
        // The check refuses such a leaf before anything is written.
        _ => {}
    }
}

/// The number at `index`, as the network would hold it; 0 beyond the data.
pub(super) const fn value(data: &[u8], from: Kind, to: Kind, index: usize) -> f64 {
    macro_rules! number {
        ($number:ty) => {
            match numbers::<$number>(data) {
                all if index < all.len() => element!($number, all[index]),
                _ => 0 as $number,
            }
        };
    }
    let value = match from {
        Kind::F32 => number!(f32) as f64,
        Kind::F64 => number!(f64),
        Kind::Bf16 => bf16_value(number!(u16)) as f64,
        _ => f16_value(number!(u16)) as f64,
    };
    match to {
        Kind::F32 => value as f32 as f64,
        #[cfg(feature = "half")]
        Kind::F16 => f16_value(nearest::<10>(value)) as f64,
        #[cfg(feature = "half")]
        Kind::Bf16 => bf16_value(nearest::<7>(value)) as f64,
        _ => value,
    }
}

/// Whether a number of the file is so large, or not finite, that the network would hold infinity or
/// NaN: by its bits, which order as magnitudes do, because the const evaluator pays for every call.
pub(super) const fn too_large(data: &[u8], from: Kind, to: Kind) -> bool {
    // The middle between the largest number and the power of two beyond, as f64 and as f32.
    let (limit, limit_f32) = match to {
        Kind::F16 => (0x40ef_fe00_0000_0000, 0x477f_f000),
        Kind::Bf16 => (0x47ef_f000_0000_0000, 0x7f7f_8000),
        _ => (0x47ef_ffff_f000_0000, 0x7f80_0000),
    };
    let mut i = 0;
    match from {
        Kind::F64 => {
            let data = numbers::<u64>(data);
            while i < data.len() {
                if element!(u64, data[i]) & (u64::MAX >> 1) >= limit {
                    return true;
                }
                i += 1;
            }
        }
        Kind::F32 => {
            let data = numbers::<u32>(data);
            while i < data.len() {
                if element!(u32, data[i]) & (u32::MAX >> 1) >= limit_f32 {
                    return true;
                }
                i += 1;
            }
        }
        // BF16, the upper half of an f32.
        _ => {
            let data = numbers::<u16>(data);
            while i < data.len() {
                if (element!(u16, data[i]) as u32) << 17 >> 1 >= limit_f32 {
                    return true;
                }
                i += 1;
            }
        }
    }
    false
}

/// The bytes of an entry's data.
pub(super) const fn data<'a>(all: &'a [u8], entry: &Entry<'_>) -> &'a [u8] {
    from(up_to(all, entry.end as usize), entry.begin as usize)
}
