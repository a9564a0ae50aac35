use constnet::{parameters, prelude::*};

struct Scale<const N: usize> {
    weight: SVector<f32, N>,
}
parameters! { [const N: usize] Scale<N> as f32 => Scale<N> { weight: vector } }

fn main() {
    assert_eq!(Scale::<3>::zeros().weight.sum(), 0.0);
}
