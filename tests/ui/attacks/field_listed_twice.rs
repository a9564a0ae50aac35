// One field under two kinds.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 2>,
}
parameters! { [] Layer as f32 { weight: vector, weight: matrix } }

fn main() {}
