// A marker that is no marker.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 2>,
    secret: Box<f32>,
}
parameters! { [] Layer as f32 { weight: vector, secret: marker } }

fn main() {}
