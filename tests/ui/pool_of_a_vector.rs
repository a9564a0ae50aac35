// A vector has no places.
use constnet::prelude::*;

network!(pub Net: 16 => (Dense<16, 16>, MaxPool<2, 2, 2, 2>) => 4);

fn main() {}
