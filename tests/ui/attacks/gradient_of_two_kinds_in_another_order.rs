// Two fields of one shape, of two kinds of number, change places.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Gradient {
    a: SVector<f32, 4>,
    b: SVector<f64, 4>,
}
parameters! { [] Gradient as f32, f64 { b: vector, a: vector } }

struct Layer {
    a: SVector<f32, 4>,
    b: SVector<f64, 4>,
}
parameters! { [] Layer as f32, f64 => Gradient { a: vector, b: vector } }

fn main() {}
