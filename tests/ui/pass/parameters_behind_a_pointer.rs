use constnet::{parameters, prelude::*};

struct Scale<const N: usize> {
    weight: SVector<f32, N>,
}
parameters! { [const N: usize] Scale<N> as f32 { weight: vector } }

fn main() {
    // The whole network may be behind a pointer.
    assert_eq!(Scale::<3>::zeros_boxed().weight.sum(), 0.0);
}
