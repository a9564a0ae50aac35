//! Walking a network and values of its shape side by side.
//!
//! Recursion over the layout, not a cursor: a cursor left a bounds check in the binary.

use super::{Leaf, Node, NodeKind, Only, Parameters, laws::Laws};
use crate::Weight;

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
pub fn visit<T: Weight, N, const K: usize>(
    net: &mut N,
    gradient: &mut N::Gradient,
    rest: [&mut N::Gradient; K],
    mut f: impl FnMut(usize, &mut [T], &mut [T], [&mut [T]; K]),
) where
    N: Parameters<Gradient: Only<T>>,
{
    let rest = rest.map(bytes);
    let (net, gradient) = (bytes(net), bytes(gradient));
    trained::<T, N>(&mut |place, len| {
        // SAFETY: the pointers are to live, exclusive values of N and N::Gradient, in whose layouts
        // there are `len` numbers T at this place.
        unsafe {
            let theta = tensor(net, place.offset, len);
            let mirror = |value| tensor(value, place.mirror, len);
            f(place.leaf, theta, mirror(gradient), rest.map(mirror));
        }
    });
}

/// Calls `f` for every trained tensor, in the order of the layout: its number in it, and its
/// parameters.
#[inline]
pub fn visit_trained<T: Weight, N>(net: &mut N, mut f: impl FnMut(usize, &mut [T]))
where
    N: Parameters<Gradient: Only<T>>,
{
    let net = bytes(net);
    trained::<T, N>(&mut |place, len| {
        // SAFETY: as in `visit`.
        f(place.leaf, unsafe { tensor(net, place.offset, len) });
    });
}

/// Calls `f` for every tensor of a value whose numbers are all `T`s, trained or not.
#[inline]
pub fn for_each<T: Weight, N>(net: &N, mut f: impl FnMut(usize, &Leaf, &[T]))
where
    N: Parameters + Only<T>,
{
    let start = core::ptr::from_ref(net).cast::<u8>();
    all::<T, N>(&mut |place, leaf| {
        // SAFETY: `start` is of a live value of N, in whose layout there are `len` numbers T at
        // this place.
        let tensor =
            unsafe { core::slice::from_raw_parts(start.add(place.offset).cast::<T>(), leaf.len()) };
        f(place.leaf, leaf, tensor);
    });
}

/// As [`for_each`], and the numbers can be changed.
#[inline]
pub fn for_each_mut<T: Weight, N>(net: &mut N, mut f: impl FnMut(usize, &Leaf, &mut [T]))
where
    N: Parameters + Only<T>,
{
    let start = bytes(net);
    all::<T, N>(&mut |place, leaf| {
        // SAFETY: as in `for_each`, and the borrow is exclusive.
        f(place.leaf, leaf, unsafe { tensor(start, place.offset, leaf.len()) });
    });
}

/// Calls `f` for every tensor of two values side by side; the first can be changed.
#[inline]
pub fn for_each_pair<T: Weight, N>(to: &mut N, from: &N, mut f: impl FnMut(usize, &mut [T], &[T]))
where
    N: Parameters + Only<T>,
{
    let to = bytes(to);
    let from = core::ptr::from_ref(from).cast::<u8>();
    all::<T, N>(&mut |place, leaf| {
        // SAFETY: as in `for_each`; the first borrow is exclusive, the second shared.
        unsafe {
            let from = core::slice::from_raw_parts(from.add(place.offset).cast(), leaf.len());
            f(place.leaf, tensor(to, place.offset, leaf.len()), from);
        }
    });
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

fn bytes<V>(value: &mut V) -> *mut u8 {
    core::ptr::from_mut(value).cast()
}

/// # Safety
/// `len` numbers `T` lie `offset` bytes behind `start`, live and exclusive for `'a`.
unsafe fn tensor<'a, T>(start: *mut u8, offset: usize, len: usize) -> &'a mut [T] {
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts_mut(start.add(offset).cast(), len) }
}

/// Where a walk stands: the number of the leaf, and its offsets in the network and in a gradient.
#[derive(Clone, Copy, Default)]
struct Place {
    leaf: usize,
    offset: usize,
    mirror: usize,
}

/// Walks the trained tensors of a network and of its gradient side by side, and checks first that both
/// have them and that they are `T`s.
fn trained<T: Weight, N: Parameters>(f: &mut impl FnMut(Place, usize)) {
    let () = Laws::<N>::MIRRORED;
    let () = Laws::<N::Gradient, T>::NUMBERS;
    in_both::<T>(N::LAYOUT, <N::Gradient as Parameters>::LAYOUT, Place::default(), f);
}

/// A branch without a mirror is not trained: its leaves are counted and passed over. Returns the number
/// of the next leaf.
fn in_both<T: Weight>(
    nodes: &[Node],
    mirrors: &[Node],
    start: Place,
    f: &mut impl FnMut(Place, usize),
) -> usize {
    let mut next = start.leaf;
    for (node, mirror) in nodes.iter().zip(mirrors) {
        let place = Place {
            leaf: next,
            offset: start.offset + node.offset,
            mirror: start.mirror + mirror.offset,
        };
        match (&node.kind, &mirror.kind) {
            (NodeKind::Leaf(leaf), NodeKind::Leaf(mirror)) => {
                leaf.assert_holds::<T>();
                mirror.assert_holds::<T>();
                at_leaf(f, place, leaf.len());
                next += 1;
            }
            (NodeKind::Branch { nodes, .. }, NodeKind::Branch { nodes: mirrors, .. }) => {
                in_both::<T>(nodes, mirrors, place, f);
                next += super::tensor_name::leaves(nodes);
            }
            // `MIRRORED` excludes it.
            _ => {}
        }
    }
    next
}

/// Out of line, so that what happens at a leaf takes no stack on the levels above it.
#[inline(never)]
fn at_leaf(f: &mut impl FnMut(Place, usize), place: Place, len: usize) {
    f(place, len);
}

/// Walks all tensors of a network, and checks first that they are `T`s.
fn all<T: Weight, N: Parameters>(f: &mut impl FnMut(Place, &Leaf)) {
    let () = Laws::<N, T>::NUMBERS;
    in_one::<T>(N::LAYOUT, Place::default(), f);
}

/// Returns the number of the next leaf.
fn in_one<T: Weight>(nodes: &[Node], start: Place, f: &mut impl FnMut(Place, &Leaf)) -> usize {
    let mut next = start.leaf;
    for node in nodes {
        let place = Place { leaf: next, offset: start.offset + node.offset, mirror: 0 };
        match &node.kind {
            NodeKind::Leaf(leaf) => {
                leaf.assert_holds::<T>();
                f(place, leaf);
                next += 1;
            }
            NodeKind::Branch { nodes, .. } => next = in_one::<T>(nodes, place, f),
        }
    }
    next
}
