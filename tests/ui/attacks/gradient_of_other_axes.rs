// A gradient of the same type of field, whose axes are stated otherwise.
#![forbid(unsafe_code)]
use constnet::{parameters::Axes, prelude::*};

struct Layer {
    weight: [[[f32; 2]; 2]; 2],
}
struct Gradient {
    weight: [[[f32; 2]; 2]; 2],
}
parameters! { [] Gradient as f32 { weight: tensor(Axes::memory("k in out").torch("in out k")) } }
parameters! { [] Layer as f32 => Gradient {
    weight: tensor(Axes::memory("k in out").torch("out in k"))
} }

fn main() {}
