// A gradient with more numbers in one tensor.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    inner: (Dense<1, 1>, Holder<2>),
}
parameters! { [] Layer as f32 => Gradient { inner: layer } }
struct Gradient {
    inner: (Dense<1, 1>, Holder<3>),
}
parameters! { [] Gradient as f32 { inner: layer } }
struct Holder<const N: usize> {
    weight: SVector<f32, N>,
}
parameters! { [const N: usize] Holder<N> as f32 { weight: vector } }

fn main() {}
