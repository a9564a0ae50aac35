//! An array of layers: what an optimizer remembers, one gradient-shaped value per slot.

use super::{Node, NodeKind, NumberOrLayer, Parameters};

const NAMES: [&str; 16] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];

const fn nodes<L: Parameters, const K: usize>() -> [Node; K] {
    assert!(K <= NAMES.len(), "an array of layers has at most 16");
    let mut nodes = [Node { name: "", offset: 0, kind: NodeKind::layer::<()>() }; K];
    let mut k = 0;
    while k < K {
        nodes[k] =
            Node { name: NAMES[k], offset: k * size_of::<L>(), kind: NodeKind::layer::<L>() };
        k += 1;
    }
    nodes
}

// SAFETY: element k lies at k times the size of an element, and write_zeros writes each.
unsafe impl<L: Parameters, const K: usize> Parameters for [L; K] {
    type Gradient = [L::Gradient; K];
    const NAME: &'static str = "array";
    const LAYOUT: &'static [Node] = &nodes::<L, K>();
    unsafe fn write_zeros(slot: *mut Self) {
        for k in 0..K {
            // SAFETY: the elements of a valid slot are valid.
            unsafe { L::write_zeros(slot.cast::<L>().add(k)) };
        }
    }
}

// SAFETY: an array holds the numbers of its elements.
unsafe impl<L: Parameters, const K: usize> NumberOrLayer for [L; K] {
    type Numbers = (L,);
}
