// Sizes whose bytes a `usize` cannot count.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer<const N: usize> {
    weight: SMatrix<f32, N, N>,
}
parameters! { [const N: usize] Layer<N> as f32 { weight: matrix } }

const _: usize = Layer::<{ usize::MAX / 2 }>::COUNT;

fn main() {}
