//! The name of a parameter in a network: `1.0.bias`.

use super::{Node, NodeKind, Parameters};
use core::fmt;

/// Where a tensor stands in a network: the position of each layer on the way, then its own name.
///
/// It prints as the tensor's name in a file, with the layer that holds it:
/// ``tensor `2.weight` of layer `Dense<16, 2>` ``.
#[derive(Clone, Copy)]
pub struct TensorName {
    /// The whole network, and what is in it.
    name: &'static str,
    layout: &'static [Node],
    leaf: usize,
}

impl TensorName {
    /// The leaf of this number in a network.
    pub(crate) const fn of<N: Parameters>(leaf: usize) -> Self {
        Self { name: N::NAME, layout: N::LAYOUT, leaf }
    }

    /// Calls `f` for each named level on the way down to the leaf, and returns the innermost layer.
    fn walk(&self, mut f: impl FnMut(&'static str)) -> &'static str {
        let (mut nodes, mut leaf, mut layer) = (self.layout, self.leaf, self.name);
        'level: loop {
            for node in nodes {
                match node.kind {
                    NodeKind::Leaf(_) if leaf == 0 => {
                        f(node.name);
                        return layer;
                    }
                    NodeKind::Leaf(_) => leaf -= 1,
                    NodeKind::Branch { layer: name, nodes: inner, .. } => {
                        let leaves = leaves(inner);
                        if leaf < leaves {
                            if !node.name.is_empty() {
                                f(node.name);
                            }
                            (nodes, layer) = (inner, name);
                            continue 'level;
                        }
                        leaf -= leaves;
                    }
                }
            }
            return layer;
        }
    }

    /// The innermost layer that holds the tensor.
    pub fn layer(&self) -> &'static str {
        self.walk(|_| {})
    }
}

/// How many tensors a layout has.
pub(crate) const fn leaves(nodes: &[Node]) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < nodes.len() {
        sum += match nodes[i].kind {
            NodeKind::Leaf(_) => 1,
            NodeKind::Branch { nodes, .. } => leaves(nodes),
        };
        i += 1;
    }
    sum
}

impl fmt::Display for TensorName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut first, mut result) = (true, Ok(()));
        self.walk(|name| {
            if result.is_ok() {
                result = if first { out.write_str(name) } else { write!(out, ".{name}") };
                first = false;
            }
        });
        result
    }
}

impl fmt::Debug for TensorName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TensorName({self})")
    }
}

impl PartialEq for TensorName {
    fn eq(&self, other: &Self) -> bool {
        self.leaf == other.leaf && core::ptr::eq(self.layout, other.layout)
    }
}
impl Eq for TensorName {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dense, Tanh};
    use std::format;

    #[test]
    fn a_path_names_the_innermost_layer() {
        let path = TensorName::of::<(Tanh, (Tanh, Dense<1, 1>))>(1);
        assert_eq!((format!("{path}").as_str(), path.layer()), ("1.1.bias", "Dense"));
        let path = TensorName::of::<Dense<1, 1>>(0);
        assert_eq!((format!("{path}").as_str(), path.layer()), ("weight", "Dense"));
    }
}
