// The parameters of a box are the box's pointer.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 2>,
}
parameters! { [] Box<Layer> as f32 { weight: vector } }

fn main() {}
