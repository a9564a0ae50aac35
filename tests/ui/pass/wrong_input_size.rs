use constnet::prelude::*;

network!(Policy: 5 => (Dense<5, 16>, Tanh, Dense<16, 2>) => 2);

fn main() {}
