// Numbers that change behind a shared reference.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};
use std::cell::Cell;

struct Layer {
    weight: SVector<Cell<f32>, 2>,
}
parameters! { [] Layer as Cell<f32> { weight: vector } }

fn main() {}
