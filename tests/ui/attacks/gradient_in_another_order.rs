// The gradient lists the same fields in another order: a long tensor would be written to a short one.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    a: SVector<f32, 1>,
    b: SVector<f32, 1000>,
}
struct Gradient {
    a: SVector<f32, 1>,
    b: SVector<f32, 1000>,
}
parameters! { [] Gradient as f32 { b: vector, a: vector } }
parameters! { [] Layer as f32 => Gradient { a: vector, b: vector } }

fn main() {}
