// `Only`, claimed in safe code.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 2>,
}
parameters! { [] Layer as f32 { weight: vector } }
impl Only<f64> for Layer {}

fn main() {}
