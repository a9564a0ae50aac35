//! The numbers of a network, tensor by tensor, whatever their types.

use super::{Leaf, Node, NodeKind, Parameters, text::Text};
#[cfg(feature = "half")]
use crate::math::half::nearest;
use crate::{
    math::half::{bf16_value, f16_value},
    scalar::Kind,
};
use core::slice;

/// The numbers of one tensor.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum TensorNumbers<'a> {
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

impl TensorNumbers<'_> {
    /// The number at a place in memory, in a matrix counted column by column; `None` beyond the last, and where files have no
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
/// its description, and its numbers as they lie in memory, those of a matrix column by column.
///
/// ```
/// use constnet::{prelude::*, weights::{Layout, for_each_tensor}};
///
/// let net = (Dense::new([[1.0_f32, 2.0]], [3.0]), Tanh);
/// let mut tensors = Vec::new();
/// for_each_tensor(&net, |path, leaf, _| {
///     tensors.push(format!("{path} {}", leaf.shape(Layout::Torch)));
/// });
/// assert_eq!(tensors, ["0.weight [1, 2]", "0.bias [1]"]);
/// ```
pub fn for_each_tensor<N: Parameters>(net: &N, mut f: impl FnMut(&str, &Leaf, TensorNumbers<'_>)) {
    let base = core::ptr::from_ref(net).cast::<u8>();
    for_each_leaf(N::LAYOUT, Text::new(), 0, &mut |path, leaf, offset| {
        // SAFETY: `base` is of a live value of N, in whose layout the leaf has this offset.
        let numbers = unsafe {
            let start = base.add(offset);
            match leaf.kind {
                Kind::F32 => TensorNumbers::F32(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::F64 => TensorNumbers::F64(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::F16 => TensorNumbers::F16(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::Bf16 => TensorNumbers::Bf16(slice::from_raw_parts(start.cast(), leaf.len())),
                Kind::Other => TensorNumbers::Other,
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
pub(crate) enum TensorNumbersMut<'a> {
    F32(&'a mut [f32]),
    F64(&'a mut [f64]),
    #[cfg(feature = "half")]
    F16(&'a mut [u16]),
    #[cfg(feature = "half")]
    Bf16(&'a mut [u16]),
    Other,
}

impl TensorNumbersMut<'_> {
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
    f: impl FnOnce(&str, &Leaf, TensorNumbersMut<'_>) -> R,
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
                    Kind::F32 => {
                        TensorNumbersMut::F32(slice::from_raw_parts_mut(start.cast(), len))
                    }
                    Kind::F64 => {
                        TensorNumbersMut::F64(slice::from_raw_parts_mut(start.cast(), len))
                    }
                    #[cfg(feature = "half")]
                    Kind::F16 => {
                        TensorNumbersMut::F16(slice::from_raw_parts_mut(start.cast(), len))
                    }
                    #[cfg(feature = "half")]
                    Kind::Bf16 => {
                        TensorNumbersMut::Bf16(slice::from_raw_parts_mut(start.cast(), len))
                    }
                    _ => TensorNumbersMut::Other,
                }
            };
            result = Some(f(path.as_str(), leaf, numbers));
        }
        next += 1;
    });
    result
}
