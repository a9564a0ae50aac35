// The layer says that it holds f32, and a field holds f64.
use constnet::{parameters, prelude::*};

struct Scale<const N: usize> {
    weight: SVector<f64, N>,
}
parameters! { [const N: usize] Scale<N> as f32 { weight: vector } }

fn main() {}
