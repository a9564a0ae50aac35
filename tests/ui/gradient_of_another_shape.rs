// The gradient has the parameters' names and types.
use constnet::{parameters, prelude::*};

struct Scale<const N: usize> {
    weight: SVector<f32, N>,
}
parameters! { [const N: usize] Scale<N> as f32 => Dense<N, 1> { weight: vector } }

fn main() {}
