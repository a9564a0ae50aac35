//! Walking a network and values of its shape side by side.
//!
//! Recursion over the layout, not a cursor: a cursor left a bounds check in the binary.

use super::{Leaf, Node, NodeKind, Parameters, Uniform};

/// Calls `f` for every *trained* tensor, in the order of the layout: its number in
/// [`LAYOUT`](Parameters::LAYOUT) (untrained tensors counted), its parameters, their gradient, and
/// the same tensor of each value in `rest`.
///
/// ```
/// use constnet::prelude::*;
/// use constnet::parameters::visit;
///
/// // One step of gradient descent with rate 1, by hand.
/// let mut net = (Dense::new([[1.0, 2.0]], [3.0]), Relu);
/// let mut gradient = (Dense::new([[0.5, 0.5]], [1.0]), ());
/// visit(&mut net, &mut gradient, [], |_, theta, g, []| {
///     theta.iter_mut().zip(g).for_each(|(theta, g)| *theta -= *g);
/// });
/// assert_eq!(net.0.weight.as_slice(), [0.5, 1.5]);
/// assert_eq!(net.0.bias.as_slice(), [2.0]);
/// ```
#[inline]
pub fn visit<T, N, const K: usize>(
    net: &mut N,
    gradient: &mut N::Gradient,
    rest: [&mut N::Gradient; K],
    mut f: impl FnMut(usize, &mut [T], &mut [T], [&mut [T]; K]),
) where
    N: Parameters<Gradient: Uniform<T>>,
{
    let gradient = core::ptr::from_mut(gradient).cast::<u8>();
    let rest = rest.map(|value| core::ptr::from_mut(value).cast::<u8>());
    let net = core::ptr::from_mut(net).cast::<u8>();
    // SAFETY: the pointers are to live, exclusive values of N and N::Gradient, whose layouts
    // these are; trained tensors have the scalar T by `Uniform<T>` and the laws of `Parameters`.
    unsafe { walk(N::LAYOUT, N::Gradient::LAYOUT, 0, net, gradient, rest, &mut f) };
}

/// Calls `f` for every tensor of a value whose numbers are all `T`s, trained or not.
#[inline]
pub fn for_each<T, N>(net: &N, mut f: impl FnMut(usize, &Leaf, &[T]))
where
    N: Parameters + Uniform<T>,
{
    // SAFETY: the pointer is to a live value of N, whose layout this is, and `Uniform<T>` says
    // that every tensor has the scalar T; the closure only reads.
    unsafe { walk_shared(N::LAYOUT, 0, core::ptr::from_ref(net).cast(), &mut f) };
}

/// Copies every parameter, in place: nothing the size of a network crosses the stack.
pub fn copy_from<N: Parameters>(to: &mut N, from: &N) {
    // SAFETY: both are live values of N. Its bytes are plain numbers (`Tensor::Scalar: Copy`) and
    // zero-sized markers by the laws of `Parameters`, so a copy of the bytes is a copy of the value.
    unsafe { core::ptr::copy_nonoverlapping(from, to, 1) };
}

/// Sets every number to 0, in place.
pub fn fill_zero<N: Parameters>(value: &mut N) {
    // SAFETY: the pointer is valid for writes; the old bytes need no drop (see `copy_from`).
    unsafe { N::write_zeros(value) };
}

/// Walks both trees; returns the number of the next leaf of `nodes`. A branch without a mirror is
/// not trained: it is counted and passed over.
///
/// # Safety
/// `net` points to a value with the layout `nodes`, `gradient` and each of `rest` to one with
/// `mirrors`; all are exclusive, and every leaf of `mirrors` has the scalar `T` and stands at the same place in `nodes`.
unsafe fn walk<T, const K: usize, F: FnMut(usize, &mut [T], &mut [T], [&mut [T]; K])>(
    nodes: &[Node],
    mirrors: &[Node],
    first: usize,
    net: *mut u8,
    gradient: *mut u8,
    rest: [*mut u8; K],
    f: &mut F,
) -> usize {
    let mut leaf_number = first;
    for (node, mirror) in nodes.iter().zip(mirrors) {
        // SAFETY: offsets of a layout lie inside the value that it describes.
        let net = unsafe { net.add(node.offset) };
        // SAFETY: likewise, for the gradient's layout.
        let inside = |value: *mut u8| unsafe { value.add(mirror.offset) };
        let (gradient, rest) = (inside(gradient), rest.map(inside));
        match (&node.kind, &mirror.kind) {
            (NodeKind::Leaf(leaf), NodeKind::Leaf(_)) => {
                // SAFETY: a leaf is `len` contiguous values of T, exclusive as the whole is.
                let tensor = |start: *mut u8| unsafe {
                    core::slice::from_raw_parts_mut(start.cast::<T>(), leaf.len())
                };
                f(leaf_number, tensor(net), tensor(gradient), rest.map(tensor));
                leaf_number += 1;
            }
            (NodeKind::Branch { nodes, .. }, NodeKind::Branch { nodes: mirrors, .. }) => {
                // SAFETY: the branch lies at the offset and has this layout.
                unsafe { walk(nodes, mirrors, leaf_number, net, gradient, rest, f) };
                leaf_number += super::path::leaves(nodes);
            }
            // The laws of `Parameters` exclude it, and the macro checks them.
            _ => {}
        }
    }
    leaf_number
}

/// # Safety
/// `net` points to a live value with the layout `nodes`, every leaf of which has the scalar `T`.
unsafe fn walk_shared<T, F: FnMut(usize, &Leaf, &[T])>(
    nodes: &[Node],
    first: usize,
    net: *const u8,
    f: &mut F,
) -> usize {
    let mut leaf_number = first;
    for node in nodes {
        // SAFETY: offsets of a layout lie inside the value that it describes.
        let start = unsafe { net.add(node.offset) };
        match &node.kind {
            NodeKind::Leaf(leaf) => {
                // SAFETY: a leaf is `len` contiguous values of T.
                let tensor = unsafe { core::slice::from_raw_parts(start.cast(), leaf.len()) };
                f(leaf_number, leaf, tensor);
                leaf_number += 1;
            }
            NodeKind::Branch { nodes, .. } => {
                // SAFETY: the branch lies at the offset and has this layout.
                leaf_number = unsafe { walk_shared(nodes, leaf_number, start, f) };
            }
        }
    }
    leaf_number
}
