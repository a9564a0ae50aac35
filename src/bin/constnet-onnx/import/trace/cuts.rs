//! Where a graph can perhaps be cut, when one of its nodes is refused.

use super::{Known, Tracer};
use crate::import::{Refusal, layer::Kind, messages::Graph, node::Node, refusal::Cut};
use std::collections::HashSet;

/// How many places before a node, and how many behind it, are tried: each takes as long as the file.
const NEAR: usize = 4;

impl<'m> Tracer<'m> {
    /// The error of the first of nodes that are still to be read, with the places before it and behind it.
    pub fn refused(&self, nodes: &[Node<'m>], refusal: Refusal, graph: &Graph) -> Refusal {
        let (at, refusal) = self.beyond(nodes).unwrap_or((0, refusal));
        let before = nodes.first().map_or(vec![], |node| self.before(node));
        let behind = self.behind(&nodes[at..], graph);
        let outputs = before.into_iter().map(Cut::output);
        refusal.cut(outputs.chain(behind.into_iter().map(Cut::input)))
    }

    /// Values that layers make, of which a node's inputs are made, the nearest first.
    fn before(&self, node: &Node<'m>) -> Vec<String> {
        let (mut open, mut seen, mut names) = (Vec::new(), HashSet::new(), Vec::new());
        for name in node.all_inputs() {
            if let Some(Known::Value(traced)) = self.known.get(name) {
                open.push((traced.id, name.to_owned()));
            }
        }
        while let Some((id, name)) = open.pop() {
            if names.len() == NEAR {
                break;
            }
            let value = &self.network.values[id];
            let is_layer = !matches!(value.kind, Kind::Input | Kind::Part(_) | Kind::Affine(_));
            if is_layer && !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
            let new = value.of.iter().filter(|of| seen.insert(**of));
            open.extend(new.map(|&of| (of, self.network.values[of].name.to_string())));
            open.sort_unstable();
        }
        names
    }

    /// What the first of some nodes gives, and then values that are made of it and whose shape something states.
    fn behind(&self, nodes: &[Node<'m>], graph: &Graph) -> Vec<String> {
        let stated = graph.value_info.iter().map(|value| &*value.name);
        let rows = nodes.iter().filter(|node| node.operator() == "Gemm");
        let stated: HashSet<&str> = stated.chain(rows.filter_map(|node| node.input(0))).collect();
        let (mut made, mut names) = (HashSet::new(), Vec::new());
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 && !node.all_inputs().any(|name| made.contains(name)) {
                continue;
            }
            for name in node.outputs() {
                made.insert(name);
                if (i == 0 || stated.contains(name)) && names.len() < NEAR {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}
