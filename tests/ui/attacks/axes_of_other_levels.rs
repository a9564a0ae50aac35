// Axes that are fewer than the levels of the array.
#![forbid(unsafe_code)]
use constnet::{parameters::Axes, prelude::*};

struct Layer {
    weight: [[[[f32; 5]; 4]; 3]; 2],
}
parameters! { [] Layer as f32 {
    weight: tensor(Axes::memory("row in out").torch("out in row"))
} }

fn main() {}
