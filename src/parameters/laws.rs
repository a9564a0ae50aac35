//! The laws that `unsafe` code relies on, checked on the layouts that it walks.
//!
//! Bounds and macros already say the same of types; what is checked here is the data. Each law is one
//! constant for each pair of types, and a walk names it, so that a program in which it does not hold is
//! not built.

use super::{
    Node, NodeKind, Parameters,
    text::{Text, same},
};
use crate::{Weight, scalar::Kind};
use core::marker::PhantomData;

type Message = Text<320>;

/// The laws of a layer, and of its numbers as `T`s.
pub(super) struct Laws<N, T = ()>(PhantomData<(N, T)>);

impl<N: Parameters> Laws<N> {
    /// What is trained lies in the gradient as it lies in the layer: recursively the same names in the
    /// same order, the same shapes, orders of axes and kinds of number. A branch of the gradient without anything is
    /// one that is not trained.
    pub(super) const MIRRORED: () = mirrored::<N>();
}

/// [`Laws::MIRRORED`], whose failure points at the caller.
#[track_caller]
pub(super) const fn mirrored<N: Parameters>() {
    if let Some(message) =
        difference(N::NAME, Text::new(), N::LAYOUT, <N::Gradient as Parameters>::LAYOUT)
    {
        panic!("{}", message.as_str());
    }
}

impl<N: Parameters, T: Weight> Laws<N, T> {
    /// Each tensor of the layer holds numbers of the kind that `T` is.
    pub(super) const NUMBERS: () =
        if let Some(message) = stranger(N::NAME, Text::new(), N::LAYOUT, T::DTYPE.kind()) {
            panic!("{}", message.as_str());
        };
}

/// The first place where a layout and its gradient's part.
///
/// Every build evaluates it for every network, so names become words only where there is something to say.
const fn difference(
    layer: &'static str,
    path: Text<256>,
    nodes: &[Node],
    mirrors: &[Node],
) -> Option<Message> {
    if mirrors.is_empty() {
        return None;
    }
    let mut i = 0;
    while i < nodes.len() || i < mirrors.len() {
        if i >= mirrors.len() {
            return Some(gradient(layer, " lacks `", &path, nodes[i].name).str("`"));
        }
        let found = mirrors[i].name;
        if i >= nodes.len() {
            let text = gradient(layer, " has `", &path, found);
            return Some(text.str("`, which the layer has not"));
        }
        let name = nodes[i].name;
        if !same(name, found) {
            let text = gradient(layer, " has `", &path, found).str("` where the layer has `");
            let text = text.str(path.level(name).as_str());
            return Some(text.str("`: both list the same fields, in one order"));
        }
        match (&nodes[i].kind, &mirrors[i].kind) {
            (NodeKind::Leaf(a), NodeKind::Leaf(b)) => {
                if !a.has_shape_of(b) {
                    let text = gradient(layer, " has another shape at `", &path, name);
                    return Some(text.str("`"));
                }
                if !a.has_order_of(b) {
                    let text =
                        gradient(layer, " lists the axes in another order at `", &path, name);
                    return Some(text.str("`"));
                }
                if !a.kind.is(b.kind) {
                    let text = gradient(layer, " has another kind of number at `", &path, name);
                    return Some(text.str("`"));
                }
            }
            (NodeKind::Branch { nodes, .. }, NodeKind::Branch { nodes: mirrors, .. }) => {
                if let Some(message) = difference(layer, path.level(name), nodes, mirrors) {
                    return Some(message);
                }
            }
            _ => {
                let text = gradient(layer, " and the layer disagree about `", &path, name);
                return Some(text.str("`: a tensor for one, a layer for the other"));
            }
        }
        i += 1;
    }
    None
}

/// What is wrong with a gradient, and where.
const fn gradient(layer: &str, what: &str, path: &Text<256>, name: &str) -> Message {
    let text = Message::new().str("the gradient of layer `").str(layer).str("`");
    text.str(what).str(path.level(name).as_str())
}

/// The first tensor that is of another kind.
const fn stranger(
    layer: &'static str,
    path: Text<256>,
    nodes: &[Node],
    kind: Kind,
) -> Option<Message> {
    let mut i = 0;
    while i < nodes.len() {
        let name = nodes[i].name;
        match &nodes[i].kind {
            NodeKind::Leaf(leaf) => {
                if !leaf.kind.is(kind) {
                    let text = Message::new().str("tensor `").str(path.level(name).as_str());
                    let text =
                        text.str("` of layer `").str(layer).str("` holds numbers of the kind ");
                    let text = text.str(leaf.kind.name()).str(", and is taken for ");
                    return Some(text.str(kind.name()));
                }
            }
            NodeKind::Branch { layer, nodes, .. } => {
                if let Some(message) = stranger(layer, path.level(name), nodes, kind) {
                    return Some(message);
                }
            }
        }
        i += 1;
    }
    None
}
