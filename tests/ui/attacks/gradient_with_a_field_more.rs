// The gradient has one more field, in front.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Gradient {
    first: SVector<f32, 1>,
    weight: SVector<f32, 100>,
}
parameters! { [] Gradient as f32 { first: vector, weight: vector } }

struct Layer {
    weight: SVector<f32, 100>,
}
parameters! { [] Layer as f32 => Gradient { weight: vector } }

fn main() {}
