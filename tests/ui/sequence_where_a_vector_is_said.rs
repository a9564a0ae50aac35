// A sequence goes in, and so one comes out.
use constnet::prelude::*;

network!(pub Net: [3; 50] => (Dense<3, 8>, Tanh, Dense<8, 4>) => 4);

fn main() {}
