use constnet::prelude::*;

network!(Policy: 4 => (Dense<4, 16>, Tanh, Dense<16, 3>) => 3);

fn main() {}
