// A field that is not listed would be neither trained nor saved.
use constnet::{parameters, prelude::*};

struct Affine<const N: usize> {
    weight: SVector<f32, N>,
    bias: SVector<f32, N>,
}
parameters! { [const N: usize] Affine<N> as f32 { weight: vector } }

fn main() {}
