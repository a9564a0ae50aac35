// A path in the place of a kind.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 2>,
}
parameters! { [] Layer as f32 { weight: super } }

fn main() {}
