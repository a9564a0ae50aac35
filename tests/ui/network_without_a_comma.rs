// A comma is missing.
use constnet::prelude::*;

network!(Net: 2 => (Dense<2, 8>, Tanh Dense<8, 1>) => 1);

fn main() {}
