use constnet::prelude::*;

network!(pub Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 2);

fn main() {}
