//! Numbers as bytes and bytes as numbers: all `unsafe` of the weight files.
//!
//! The const evaluator pays for every call and every check, some 50 times what a plain
//! `a[i] = b[j]` costs. So files are read as slices of numbers without alignment, whose elements
//! are places, and copied by loops without a call.

use super::{
    Error,
    bytes::{attempt, from, up_to},
    entry::Entry,
    search::Search,
    text::Text,
};
#[cfg(feature = "half")]
use crate::scalar::nearest;
use crate::{
    parameters::{Leaf, Node, NodeKind, Parameters},
    scalar::{Kind, bf16_value, f16_value},
};
use core::{mem::MaybeUninit, slice};

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
        $crate::weights::raw::little!($number, $element.0)
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

/// Copies rows of a file into columns of memory, or numbers in one order; `$value` is the number
/// in the file and `$converted` what is stored.
macro_rules! convert {
    ($number:ty, $data:expr => $slots:expr, $leaf:expr, $transpose:expr, |$value:ident| $converted:expr) => {{
        let (from, to) = (numbers::<$number>($data), $slots);
        if !$transpose {
            let mut i = 0;
            while i < to.len() && i < from.len() {
                let $value = element!($number, from[i]);
                to[i] = $converted;
                i += 1;
            }
        } else {
            let rows = $leaf.rows;
            let (mut row, mut i) = (0, 0);
            while row < rows {
                let mut j = row;
                while j < to.len() && i < from.len() {
                    let $value = element!($number, from[i]);
                    to[j] = $converted;
                    i += 1;
                    j += rows;
                }
                row += 1;
            }
        }
    }};
}

/// Writes the data of an entry to the tensor at `slot`.
///
/// # Safety
/// `slot` is aligned and exclusively valid for a tensor as `leaf` describes, whose bytes are
/// initialised, and `data` are as many numbers of the dtype.
const unsafe fn write_leaf(data: &[u8], dtype: &str, slot: *mut u8, leaf: &Leaf, native: bool) {
    let len = leaf.rows * leaf.columns;
    let transpose = !native && leaf.rows > 1 && leaf.columns > 1;
    let as_it_is = !transpose && cfg!(target_endian = "little");
    match leaf.kind {
        Kind::F32 => {
            // SAFETY: the leaf is `len` numbers of f32; see above.
            let to = unsafe { slice::from_raw_parts_mut(slot.cast::<f32>(), len) };
            match dtype.as_bytes() {
                b"F32" if as_it_is => {
                    // SAFETY: as many bytes, into numbers that nothing else holds.
                    unsafe { core::ptr::copy_nonoverlapping(data.as_ptr(), slot, 4 * len) };
                }
                b"F32" => convert!(f32, data => to, leaf, transpose, |value| value),
                b"F64" => convert!(f64, data => to, leaf, transpose, |v| v as f32),
                b"BF16" => {
                    // SAFETY: the same numbers by their bits.
                    let to = unsafe { slice::from_raw_parts_mut(slot.cast::<u32>(), len) };
                    convert!(u16, data => to, leaf, transpose, |v| (v as u32) << 16);
                }
                _ => convert!(u16, data => to, leaf, transpose, |v| f16_value(v)),
            }
        }
        Kind::F64 => {
            // SAFETY: the leaf is `len` numbers of f64; see above.
            let to = unsafe { slice::from_raw_parts_mut(slot.cast::<f64>(), len) };
            match dtype.as_bytes() {
                b"F64" if as_it_is => {
                    // SAFETY: as many bytes, into numbers that nothing else holds.
                    unsafe { core::ptr::copy_nonoverlapping(data.as_ptr(), slot, 8 * len) };
                }
                b"F64" => convert!(f64, data => to, leaf, transpose, |value| value),
                b"F32" => convert!(f32, data => to, leaf, transpose, |v| v as f64),
                b"BF16" => convert!(u16, data => to, leaf, transpose, |v| bf16_value(v) as f64),
                _ => convert!(u16, data => to, leaf, transpose, |v| f16_value(v) as f64),
            }
        }
        #[cfg(feature = "half")]
        Kind::F16 | Kind::Bf16 => {
            // SAFETY: the leaf is `len` numbers of 16 bits; see above.
            let to = unsafe { slice::from_raw_parts_mut(slot.cast::<u16>(), len) };
            let to_f16 = matches!(leaf.kind, Kind::F16);
            match dtype.as_bytes() {
                b"F16" if to_f16 => convert!(u16, data => to, leaf, transpose, |v| v),
                b"BF16" if !to_f16 => convert!(u16, data => to, leaf, transpose, |v| v),
                b"F64" if to_f16 => {
                    convert!(f64, data => to, leaf, transpose, |v| nearest::<10>(v))
                }
                b"F64" => convert!(f64, data => to, leaf, transpose, |v| nearest::<7>(v)),
                b"F32" if to_f16 => {
                    convert!(f32, data => to, leaf, transpose, |v| nearest::<10>(v as f64));
                }
                b"F32" => convert!(f32, data => to, leaf, transpose, |v| nearest::<7>(v as f64)),
                b"BF16" => convert!(u16, data => to, leaf, transpose, |v| {
                    nearest::<10>(bf16_value(v) as f64)
                }),
                _ => {
                    convert!(u16, data => to, leaf, transpose, |v| nearest::<7>(f16_value(v) as f64))
                }
            }
        }
        // The search refuses such a leaf before anything is written.
        _ => {}
    }
}

/// The number at `index`, as the network would hold it; 0 beyond the data.
pub(super) const fn value(data: &[u8], dtype: &str, to: Kind, index: usize) -> f64 {
    macro_rules! number {
        ($number:ty) => {
            match numbers::<$number>(data) {
                all if index < all.len() => element!($number, all[index]),
                _ => 0 as $number,
            }
        };
    }
    let value = match dtype.as_bytes() {
        b"F32" => number!(f32) as f64,
        b"F64" => number!(f64),
        b"BF16" => bf16_value(number!(u16)) as f64,
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
pub(super) const fn too_large(data: &[u8], dtype: &str, to: Kind) -> bool {
    // The middle between the largest number and the power of two beyond, as f64 and as f32.
    let (limit, limit_f32) = match to {
        Kind::F16 => (0x40ef_fe00_0000_0000, 0x477f_f000),
        Kind::Bf16 => (0x47ef_f000_0000_0000, 0x7f7f_8000),
        _ => (0x47ef_ffff_f000_0000, 0x7f80_0000),
    };
    let mut i = 0;
    match dtype.as_bytes() {
        b"F64" => {
            let data = numbers::<u64>(data);
            while i < data.len() {
                if element!(u64, data[i]) & (u64::MAX >> 1) >= limit {
                    return true;
                }
                i += 1;
            }
        }
        b"F32" => {
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

/// Writes the tensors of `nodes` into the value at `base`.
///
/// # Safety
/// `base` is aligned and exclusively valid for an initialised value with the layout `nodes`. The
/// search has found and checked every tensor of the layout in this file.
const unsafe fn write_nodes(
    search: &Search<'_>,
    nodes: &[Node],
    path: Text<256>,
    base: *mut u8,
) -> Result<(), Error> {
    let mut i = 0;
    while i < nodes.len() {
        let node = &nodes[i];
        let path = path.level(node.name);
        // SAFETY: offsets of a layout lie inside the value that it describes.
        let slot = unsafe { base.add(node.offset) };
        match &node.kind {
            NodeKind::Leaf(leaf) => {
                let (entry, _) = attempt!(search.entry(leaf, &path));
                let data = search.data(&entry);
                // SAFETY: the entry has the shape of the leaf and as many bytes as its dtype
                // takes for that; the slot is the leaf's.
                unsafe { write_leaf(data, entry.dtype.name, slot, leaf, search.native) };
            }
            NodeKind::Branch { nodes, .. } => {
                // SAFETY: the branch lies at the offset and has this layout.
                attempt!(unsafe { write_nodes(search, nodes, path, slot) });
            }
        }
        i += 1;
    }
    Ok(())
}

/// Writes all tensors of the file into the network. The search has checked them before, so this
/// neither fails nor stops half-way.
pub(super) const fn overwrite<N: Parameters>(
    net: &mut N,
    search: &Search<'_>,
) -> Result<(), Error> {
    let base = core::ptr::from_mut(net).cast::<u8>();
    // SAFETY: a live, exclusive value of N, whose layout this is; the search has checked all.
    unsafe { write_nodes(search, N::LAYOUT, Text::new(), base) }
}

/// A network of the file's tensors. It comes wrapped, because constants cannot drop what may hold
/// a network; `assume_init` is right on it.
pub(super) const fn build<N: Parameters>(search: &Search<'_>) -> Result<MaybeUninit<N>, Error> {
    let mut net = MaybeUninit::<N>::zeroed();
    // SAFETY: by its laws, `Parameters` lists every byte of N that is not padding as a tensor, and
    // the search has refused tensors of anything but numbers that files know, whose 0 is zero
    // bytes: so this is a valid N.
    attempt!(overwrite(unsafe { net.assume_init_mut() }, search));
    Ok(net)
}

/// The network that [`build`] made.
pub(super) const fn built<N: Parameters>(net: MaybeUninit<N>) -> N {
    // SAFETY: `build` is the only source of such values in this folder, and initialises them.
    unsafe { net.assume_init() }
}

/// The numbers of one tensor.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Numbers<'a> {
    /// Numbers of a network of `f32`s.
    F32(&'a [f32]),
    /// Numbers of a network of `f64`s.
    F64(&'a [f64]),
    /// The bits of weights of `half::f16`.
    F16(&'a [u16]),
    /// The bits of weights of `half::bf16`.
    Bf16(&'a [u16]),
    /// Numbers of a type that has no place in files.
    Other,
}

impl Numbers<'_> {
    /// The number at a place, counted column by column; `None` beyond the last, and where files have no
    /// name for the type.
    ///
    /// ```
    /// use constnet::{prelude::*, weights::for_each_tensor};
    ///
    /// let net = Dense::new([[1.0_f32, 2.0]], [3.0]);
    /// let mut sum = 0.0;
    /// for_each_tensor(&net, |_, _, numbers| {
    ///     sum += (0..).map_while(|i| numbers.value(i)).sum::<f64>();
    /// });
    /// assert_eq!(sum, 6.0);
    /// ```
    pub fn value(&self, i: usize) -> Option<f64> {
        match self {
            Self::F32(numbers) => numbers.get(i).map(|&number| f64::from(number)),
            Self::F64(numbers) => numbers.get(i).copied(),
            Self::F16(bits) => bits.get(i).map(|&bits| f64::from(f16_value(bits))),
            Self::Bf16(bits) => bits.get(i).map(|&bits| f64::from(bf16_value(bits))),
            Self::Other => None,
        }
    }

    /// Whether all numbers are finite.
    pub(crate) fn are_finite(&self) -> bool {
        (0..).map_while(|i| self.value(i)).all(f64::is_finite)
    }
}

/// Calls `f` for each tensor of a network, trained or not, in the order of the layout: its path,
/// its description, and its numbers column by column.
///
/// ```
/// use constnet::{prelude::*, weights};
///
/// let net = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// let mut names = Vec::new();
/// weights::for_each_tensor(&net, |path, leaf, _| names.push((path.to_owned(), leaf.rows)));
/// assert_eq!(names, [("0.weight".to_owned(), 1), ("0.bias".to_owned(), 1)]);
/// ```
pub fn for_each_tensor<N: Parameters>(net: &N, mut f: impl FnMut(&str, &Leaf, Numbers<'_>)) {
    let base = core::ptr::from_ref(net).cast::<u8>();
    for_each_leaf(N::LAYOUT, Text::new(), 0, &mut |path, leaf, offset| {
        // SAFETY: `base` is of a live value of N, in whose layout the leaf has this offset.
        let numbers = unsafe {
            let start = base.add(offset);
            match leaf.kind {
                Kind::F32 => Numbers::F32(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::F64 => Numbers::F64(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::F16 => Numbers::F16(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::Bf16 => Numbers::Bf16(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::Other => Numbers::Other,
            }
        };
        f(path.as_str(), leaf, numbers);
    });
}

/// Calls `f` for each leaf of a layout: its path, its description, and its bytes from the start.
pub(crate) fn for_each_leaf(
    nodes: &[Node],
    path: Text<256>,
    start: usize,
    f: &mut impl FnMut(Text<256>, &Leaf, usize),
) {
    for node in nodes {
        let (path, offset) = (path.level(node.name), start + node.offset);
        match &node.kind {
            NodeKind::Leaf(leaf) => f(path, leaf, offset),
            NodeKind::Branch { nodes, .. } => for_each_leaf(nodes, path, offset, f),
        }
    }
}

/// The numbers of one tensor, to be written.
pub(crate) enum NumbersMut<'a> {
    F32(&'a mut [f32]),
    F64(&'a mut [f64]),
    #[cfg(feature = "half")]
    F16(&'a mut [u16]),
    #[cfg(feature = "half")]
    Bf16(&'a mut [u16]),
    Other,
}

impl NumbersMut<'_> {
    /// The number nearest to a value that can be stored, ties to even.
    pub(crate) fn rounded(&self, value: f64) -> f64 {
        match self {
            Self::F32(_) => f64::from(value as f32),
            #[cfg(feature = "half")]
            Self::F16(_) => f64::from(f16_value(nearest::<10>(value))),
            #[cfg(feature = "half")]
            Self::Bf16(_) => f64::from(bf16_value(nearest::<7>(value))),
            _ => value,
        }
    }

    /// Stores the number nearest to a value at a place, if there is one.
    pub(crate) fn set(&mut self, i: usize, value: f64) {
        fn put<T>(numbers: &mut [T], i: usize, number: T) {
            if let Some(place) = numbers.get_mut(i) {
                *place = number;
            }
        }
        match self {
            Self::F32(numbers) => put(numbers, i, value as f32),
            Self::F64(numbers) => put(numbers, i, value),
            #[cfg(feature = "half")]
            Self::F16(bits) => put(bits, i, nearest::<10>(value)),
            #[cfg(feature = "half")]
            Self::Bf16(bits) => put(bits, i, nearest::<7>(value)),
            Self::Other => {}
        }
    }
}

/// Calls `f` for one leaf of a network, by its number in the layout.
pub(crate) fn with_leaf<N: Parameters, R>(
    net: &mut N,
    number: usize,
    f: impl FnOnce(&str, &Leaf, NumbersMut<'_>) -> R,
) -> Option<R> {
    let base = core::ptr::from_mut(net).cast::<u8>();
    let (mut next, mut f, mut result) = (0, Some(f), None);
    for_each_leaf(N::LAYOUT, Text::new(), 0, &mut |path, leaf, offset| {
        if next == number
            && let Some(f) = f.take()
        {
            // SAFETY: `base` is of a live, exclusive value of N, in whose layout the leaf has this
            // offset.
            let numbers = unsafe {
                let (start, len) = (base.add(offset), leaf.len());
                match leaf.kind {
                    Kind::F32 => NumbersMut::F32(slice::from_raw_parts_mut(start.cast(), len)),
                    Kind::F64 => NumbersMut::F64(slice::from_raw_parts_mut(start.cast(), len)),
                    #[cfg(feature = "half")]
                    Kind::F16 => NumbersMut::F16(slice::from_raw_parts_mut(start.cast(), len)),
                    #[cfg(feature = "half")]
                    Kind::Bf16 => NumbersMut::Bf16(slice::from_raw_parts_mut(start.cast(), len)),
                    _ => NumbersMut::Other,
                }
            };
            result = Some(f(path.as_str(), leaf, numbers));
        }
        next += 1;
    });
    result
}

/// The bytes of an entry's data.
pub(super) const fn data<'a>(all: &'a [u8], entry: &Entry<'_>) -> &'a [u8] {
    from(up_to(all, entry.end as usize), entry.begin as usize)
}
