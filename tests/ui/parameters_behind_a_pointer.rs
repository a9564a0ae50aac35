// Parameters lie inside the layer: a box would be read as numbers.
use constnet::{parameters, prelude::*};

struct Scale<const N: usize> {
    weight: Box<SVector<f32, N>>,
}
parameters! { [const N: usize] Scale<N> as f32 { weight: vector } }

fn main() {}
