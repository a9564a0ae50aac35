// An array of what is no number.
#![forbid(unsafe_code)]
use constnet::{parameters::Axes, prelude::*};
use core::cell::Cell;

struct Layer {
    weight: [[Cell<f32>; 2]; 2],
}
parameters! { [] Layer as f32 { weight: tensor(Axes::memory("in out")) } }

fn main() {}
