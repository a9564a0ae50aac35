// The network is declared for 5 inputs, its first layer takes 4.
use constnet::prelude::*;

network!(Policy: 5 => (Dense<4, 16>, Tanh, Dense<16, 2>) => 2);

fn main() {}
