use constnet::prelude::*;

network!(Net: 4 => (Dense<4, 8>, Tanh, Dense<8, 2>) => 2);

fn main() {}
