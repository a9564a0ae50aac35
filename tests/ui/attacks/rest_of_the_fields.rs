// Two dots in the place of a field.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer {
    weight: SVector<f32, 2>,
    secret: Box<f32>,
}
parameters! { [] Layer as f32 { weight: vector, ..: marker } }

fn main() {}
