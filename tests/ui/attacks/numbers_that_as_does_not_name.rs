// A layer around another that says nothing of the other's numbers.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Around<L> {
    inner: L,
    weight: SVector<f32, 2>,
}
parameters! { [L: Parameters] Around<L> as f32 => Around<L::Gradient> { inner: layer, weight: vector } }

fn main() {}
