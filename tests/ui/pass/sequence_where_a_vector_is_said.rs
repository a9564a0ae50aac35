use constnet::prelude::*;

network!(pub Net: [3; 50] => (Dense<3, 8>, Tanh, Dense<8, 4>) => [4; 50]);

fn main() {}
