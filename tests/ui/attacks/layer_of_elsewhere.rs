// Other fields for a layer of the library's.
#![forbid(unsafe_code)]
use constnet::{parameters, prelude::*};

parameters! { [] Dense<2, 2> as f32 { weight: matrix, bias: vector } }

fn main() {}
