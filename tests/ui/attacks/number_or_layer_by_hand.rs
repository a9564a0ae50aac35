// What `parameters!` says of a layer, said in safe code.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

struct Layer;
impl parameters::NumberOrLayer for Layer {
    type Numbers = f32;
}

fn main() {}
