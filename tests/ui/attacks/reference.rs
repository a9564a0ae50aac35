// A reference would be read as numbers.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: &'static SVector<f32, 2>,
}
parameters! { [] Layer as f32 { weight: vector } }

fn main() {}
