use constnet::{parameters, prelude::*};

struct Scale<const N: usize> {
    weight: SVector<f64, N>,
}
parameters! { [const N: usize] Scale<N> as f64 { weight: vector } }

fn main() {
    assert_eq!(Scale::<3>::COUNT, 3);
}
