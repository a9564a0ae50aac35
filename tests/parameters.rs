//! The layout of networks, and what walks it.

use constnet::{
    parameters,
    parameters::{Node, NodeKind, copy_from, fill_zero, for_each, for_each_mut, trained, visit},
    prelude::*,
    weights::Layout,
};

type Block = (Dense<3, 3>, Relu);
network!(Net: 2 => (
    Standardize<2>, Dense<2, 3>, Residual<Block>, Frozen<Dense<3, 3>>, LayerNorm<3>, Dense<3, 1>
) => 1);

/// The names of all tensors, as a file would have them.
fn names(nodes: &[Node], prefix: &str, out: &mut Vec<String>) {
    for node in nodes {
        let name = match (prefix, node.name) {
            ("", name) => name.to_string(),
            (prefix, "") => prefix.to_string(),
            (prefix, name) => format!("{prefix}.{name}"),
        };
        match node.kind {
            NodeKind::Leaf(_) => out.push(name),
            NodeKind::Branch { nodes, .. } => names(nodes, &name, out),
        }
    }
}

#[test]
fn wrappers_add_no_level_to_names() {
    let mut found = Vec::new();
    names(Net::LAYOUT, "", &mut found);
    assert_eq!(
        found,
        [
            "0.mean",
            "0.deviation",
            "1.weight",
            "1.bias",
            "2.0.weight",
            "2.0.bias",
            "3.weight",
            "3.bias",
            "4.weight",
            "4.bias",
            "5.weight",
            "5.bias"
        ]
    );
}

#[test]
fn what_is_stored_and_what_is_trained_are_counted_apart() {
    let (standardize, frozen) = (4, 12);
    assert_eq!(Net::COUNT, standardize + 9 + 12 + frozen + 6 + 4);
    assert_eq!(trained::<Net>(), Net::COUNT - standardize - frozen);
    assert_eq!(size_of::<Net>(), Net::COUNT * size_of::<f32>());
    assert_eq!(size_of::<<Net as Parameters>::Gradient>(), trained::<Net>() * size_of::<f32>());
}

#[test]
fn every_number_is_visited_once_whatever_order_the_compiler_chose() {
    let mut net = Net::zeros();
    let mut gradient = <Net as Parameters>::Gradient::zeros();
    let mut next = 0.0;
    let mut leaves = Vec::new();
    visit(&mut net, &mut gradient, [], |leaf, theta, g, []| {
        assert_eq!(theta.len(), g.len());
        leaves.push(leaf);
        for theta in theta {
            assert_eq!(*theta, 0.0);
            next += 1.0;
            *theta = next;
        }
    });
    assert_eq!(leaves, [2, 3, 4, 5, 8, 9, 10, 11]);
    assert_eq!(next as usize, trained::<Net>());
    assert_eq!(net.1.weight[(0, 0)], 1.0);
    assert_eq!(net.5.bias[0], next);
    let mut sum = 0.0;
    for_each(&net, |_, leaf, theta: &[f32]| {
        assert_eq!(theta.len(), leaf.shape(Layout::Torch).iter().product::<usize>());
        sum += theta.iter().sum::<f32>();
    });
    assert_eq!(sum, next * (next + 1.0) / 2.0);
}

#[test]
fn copies_and_zeros_are_made_in_place() {
    let mut rng = constnet::random::generator(3);
    let net = Net::init_boxed(&constnet::init::FanIn, &mut rng);
    let mut other = Net::zeros_boxed();
    assert!(*other != *net);
    copy_from(&mut *other, &*net);
    assert!(*other == *net);
    fill_zero(&mut *other);
    assert!(*other == Net::zeros());
}

// A layer of a user's with everything that the macro knows: a matrix, a vector, layers inside, a
// wrapper, a marker.
struct Everything<L, T = f32> {
    table: SMatrix<T, 2, 3>,
    shift: SVector<T, 5>,
    inner: Dense<1, 1, T>,
    wrapped: L,
    marker: core::marker::PhantomData<fn() -> T>,
}
parameters! {
    [T: Scalar, L: Parameters] Everything<L, T> as T, L => Everything<L::Gradient, T> {
        table: matrix, shift: vector, inner: layer, wrapped: inside, marker: marker
    }
}

#[test]
fn the_macro_knows_every_kind_of_field() {
    type Layer = Everything<(Tanh, Dense<2, 2, f64>), f64>;
    let mut found = Vec::new();
    names(Layer::LAYOUT, "", &mut found);
    assert_eq!(found, ["table", "shift", "inner.weight", "inner.bias", "1.weight", "1.bias"]);
    assert_eq!(Layer::COUNT, 6 + 5 + 2 + 6);
    let layer = Layer::zeros();
    assert!(layer.table.iter().chain(&layer.shift).all(|v| *v == 0.0));
    assert!(layer.inner == Dense::zeros() && layer.wrapped.1 == Dense::zeros());
    let _ = layer.marker;
}

#[test]
fn an_aligned_network_has_the_numbers_of_the_network() {
    let mut rng = constnet::random::generator(3);
    let mut net = Aligned::<Net>::init_boxed(&constnet::init::FanIn, &mut rng);
    let (start, inner) = (&raw const *net as usize, &raw const net.0 as usize);
    assert_eq!((start % 64, start), (0, inner));
    assert_eq!(size_of::<Aligned<Net>>() % 64, 0);
    assert_eq!(size_of::<Aligned<Net>>() / 64, size_of::<Net>().div_ceil(64));

    // Walked and copied from outside, seen from inside.
    let mut count = 0;
    for_each_mut(&mut *net, |_, _, theta: &mut [f32]| {
        count += theta.len();
        theta.fill(2.0);
    });
    let mut sum = 0.0;
    for_each(&net.0, |_, _, theta: &[f32]| sum += theta.iter().sum::<f32>());
    assert_eq!((count, sum), (Net::COUNT, 2.0 * Net::COUNT as f32));
    let mut gradient = <Aligned<Net> as Parameters>::Gradient::zeros();
    visit(&mut *net, &mut gradient, [], |_, theta: &mut [f32], g, []| g.copy_from_slice(theta));
    assert_eq!((gradient.0.1.weight[(0, 0)], gradient.0.5.bias[0]), (2.0, 2.0));
    fill_zero(&mut *net);
    assert!(net.0 == Net::zeros() && *net == Aligned::zeros());
}

#[test]
fn nothing_lies_outside_a_value_or_on_top_of_another() {
    fn ranges(nodes: &[Node], start: usize, out: &mut Vec<(usize, usize)>) {
        for node in nodes {
            match node.kind {
                NodeKind::Leaf(leaf) => out.push((start + node.offset, leaf.len() * 4)),
                NodeKind::Branch { nodes, .. } => ranges(nodes, start + node.offset, out),
            }
        }
    }
    let mut found = Vec::new();
    ranges(Net::LAYOUT, 0, &mut found);
    found.sort_unstable();
    let mut end = 0;
    for (start, bytes) in found {
        assert!(start >= end, "{start} {end}");
        end = start + bytes;
    }
    assert!(end <= size_of::<Net>());
}
