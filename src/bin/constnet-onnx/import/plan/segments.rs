//! Which values become layers one after another.

use super::{Layer, STACK, is_chain};
use crate::import::{
    layer::Kind,
    network::{Id, Network},
};
use std::collections::HashMap;

/// Values in rows in which each is taken by the next one alone.
pub fn segments(network: &Network) -> Vec<Vec<Id>> {
    let uses = network.uses();
    let mut segments: Vec<Vec<Id>> = Vec::new();
    let mut of_value: HashMap<Id, usize> = HashMap::new();
    for (id, value) in network.values.iter().enumerate() {
        if matches!(value.kind, Kind::Input) {
            continue;
        }
        let before = match value.of[..] {
            [of] if uses[of] == 1 => of_value.get(&of).copied(),
            _ => None,
        };
        let segment = match before {
            Some(segment) if segments[segment].len() < STACK || is_chain(network) => segment,
            _ => {
                segments.push(vec![]);
                segments.len() - 1
            }
        };
        segments[segment].push(id);
        of_value.insert(id, segment);
    }
    // A call stands behind those that make what it takes.
    segments.sort_by_key(|segment| segment[0]);
    order(segments, network)
}

/// Segments, each behind those that it takes values of.
fn order(segments: Vec<Vec<Id>>, network: &Network) -> Vec<Vec<Id>> {
    let mut known: Vec<bool> =
        network.values.iter().map(|value| matches!(value.kind, Kind::Input)).collect();
    let mut left = segments;
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_ready =
            |segment: &Vec<Id>| network.values[segment[0]].of.iter().all(|&of| known[of]);
        // There is one, because values are in an order; the first of the values left begins one.
        let at = left.iter().position(is_ready).unwrap_or(0);
        let segment = left.remove(at);
        segment.iter().for_each(|&id| known[id] = true);
        ordered.push(segment);
    }
    ordered
}

/// Whether layers are those of a segment, with the same numbers from the same place.
pub fn is_same(layers: &[Layer], segment: &[Id], network: &Network) -> bool {
    let is_same = |(layer, &id): (&Layer, &Id)| match (&layer.kind, &network.values[id].kind) {
        (Kind::Dense(a), Kind::Dense(b)) => {
            (a.input, &a.bias, &a.weight) == (b.input, &b.bias, &b.weight)
        }
        (
            Kind::LayerNorm { weight, bias, epsilon },
            Kind::LayerNorm { weight: w, bias: b, epsilon: e },
        ) => (weight, bias, epsilon) == (w, b, e),
        (Kind::Activation(a), Kind::Activation(b)) => a == b,
        _ => false,
    };
    layers.len() == segment.len() && layers.iter().zip(segment).all(is_same)
}
