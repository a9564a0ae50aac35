use constnet::prelude::*;

network!(pub Net: 8 => (Dense<8, 16>, Tanh, Fork<(Dense<16, 2>, Dense<16, 1>)>) => (2, 1));

fn main() {}
