// A union has one place for two fields.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

union Layer {
    a: SVector<f32, 2>,
    b: SVector<f32, 3>,
}
parameters! { [] Layer as f32 { a: vector, b: vector } }

fn main() {}
